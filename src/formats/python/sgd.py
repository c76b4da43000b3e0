def update(gradient, remembered, rate, step):
    #: update
    return rate * gradient
