def first_weights(sizes, random):
    #: first_weights
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        variance = @variance@
        weights = [@draw@ for _ in range(inputs * outputs)]
        weight = np.array(weights, dtype=np.float32).reshape(inputs, outputs)
        layers.append((weight, np.zeros(outputs, dtype=np.float32)))
    return layers


def forward(x, layers, masks=None):
    #: forward
    z, a = [], [x]
    for place, (weight, bias) in enumerate(layers):
        z.append(a[-1] @ weight + bias)
        last = place == len(layers) - 1
        a.append(z[-1] if last else activation(z[-1]))
        #? DROPOUT
        if masks and not last:
            a[-1] = a[-1] * masks[place]
        #?
    return z, a


def backward(slope, z, a, layers, masks=None):
    #: backward
    gradients = []
    for place in range(len(layers) - 1, -1, -1):
        gradients = [a[place].T @ slope, slope.sum(axis=0), *gradients]
        if place > 0:
            slope = slope @ layers[place][0].T
            #? DROPOUT
            if masks:
                slope = slope * masks[place - 1]
            #?
            slope = slope * derivative(z[place - 1])
    return gradients
