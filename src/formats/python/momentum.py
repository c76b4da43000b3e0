def update(gradient, remembered, rate, step):
    #: update
    remembered[0] *= 0.9
    remembered[0] += gradient
    return rate * remembered[0]
