def train(data, settings, say=None):
    say = say or print
    #: train
    x, y = data["x"][data["train"]], data["y"][data["train"]]
    sizes = [x.shape[1], *settings["hidden"], y.shape[1]]
    layers = first_weights(sizes, Random(settings["seed"], WEIGHTS))
    parameters = [parameter for layer in layers for parameter in layer]
    memory = [[np.zeros_like(parameter), np.zeros_like(parameter)] for parameter in parameters]
    shuffles = Random(settings["seed"], SHUFFLE)
    #? DROPOUT
    drops = np.random.default_rng(settings["seed"])
    #?
    order = list(range(len(x)))
    batch = min(settings["batch_size"], len(x))
    rate, step = settings["learning_rate"], 0
    #? PATIENCE
    best_loss, best_epoch, best = math.inf, 0, layers
    #?
    for epoch in range(1, settings["epochs"] + 1):
        #: epoch
        shuffles.shuffle(order)
        total = 0.0
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            #? DROPOUT
            #: dropout
            keep = np.float32(1 - settings["dropout"])
            masks = [(drops.random((len(rows), units)) < keep) / keep for units in settings["hidden"]]
            #?
            z, a = forward(x[rows], layers, masks)
            error = a[-1] - y[rows]
            total += loss(error) * len(rows)
            gradients = backward(slope(error), z, a, layers, masks)
            #: step
            step += 1
            for parameter, gradient, remembered in zip(parameters, gradients, memory):
                #? L1
                #: l1
                if parameter.ndim == 2:
                    gradient = gradient + settings["l1"] * np.sign(parameter)
                #?
                #? L2
                #: l2
                if parameter.ndim == 2:
                    gradient = gradient + settings["l2"] * parameter
                #?
                #? DECAY
                #: decay
                if parameter.ndim == 2:
                    parameter *= 1 - rate * settings["l2"]
                #?
                parameter -= update(gradient, remembered, rate, step)
        if not math.isfinite(total):
            raise SystemExit("@diverged@")
        if epoch % max(1, settings["epochs"] // 10) == 0:
            say(f"@epoch@ {epoch}: @loss@ {total / len(x):.5f}")
        #? PATIENCE
        #: patience
        watched = data["validation"]
        watched_loss = loss(forward(data["x"][watched], layers)[1][-1] - data["y"][watched])
        if watched_loss < best_loss:
            best_loss, best_epoch = watched_loss, epoch
            best = [tuple(parameter.copy() for parameter in layer) for layer in layers]
        if epoch - best_epoch >= settings["patience"]:
            break
        #?
    #? PATIENCE
    layers = best
    #?
    return layers


def predict(data, layers, rows):
    #: predict
    scaled = forward(data["x"][rows], layers)[1][-1].astype(float)
    return scaled * data["y_sd"] + data["y_mean"]


def figures(actual, predicted):
    #: figures
    errors = actual - predicted
    variation = ((actual - actual.mean()) ** 2).sum()
    return {
        "rmse": float(np.sqrt((errors**2).mean())),
        "mae": float(np.abs(errors).mean()),
        "r2": float(1 - (errors**2).sum() / variation) if variation > 0 else None,
    }
