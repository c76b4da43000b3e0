def update(gradient, remembered, rate, step):
    #: update
    remembered[1] *= 0.9
    remembered[1] += 0.1 * gradient**2
    return rate * gradient / (np.sqrt(remembered[1]) + 1e-8)
