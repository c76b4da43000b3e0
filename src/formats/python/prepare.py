def prepare(table):
    #: prepare
    names, values = zip(*features(table))
    x = np.column_stack(values).astype(float)
    y = np.column_stack([table[target] for target in TARGETS])
    #: usable
    filled = np.array([name in FILLED for name in names])
    usable = (np.isfinite(x) | (np.isnan(x) & filled)).all(axis=1) & np.isfinite(y).all(axis=1)
    rows = np.flatnonzero(usable)
    #? TIME
    #: order
    rows = rows[np.argsort(table[TIME][rows], kind="stable")]
    #?
    x, y = x[rows], y[rows]
    train, validation, test = split(table, rows)
    #? FILL
    #: fill
    for column, name in enumerate(names):
        if name in FILLED:
            present = x[train, column][~np.isnan(x[train, column])]
            mean = present.mean() if FILLED[name] == "mean" and len(present) else 0.0
            x[np.isnan(x[:, column]), column] = mean
    #?
    #: scale
    x_mean, x_sd = scaler(x[train])
    y_mean, y_sd = scaler(y[train])
    return {
        "names": names,
        "x": ((x - x_mean) / x_sd).astype(np.float32),
        "y": ((y - y_mean) / y_sd).astype(np.float32),
        "actual": y,
        "y_mean": y_mean,
        "y_sd": y_sd,
        "train": np.array(train, dtype=int),
        "validation": np.array(validation, dtype=int),
        "test": np.array(test, dtype=int),
    }


def scaler(values):
    #: scaler
    mean, sd = values.mean(axis=0), values.std(axis=0)
    return mean, np.where(sd > 1e-12 * np.abs(mean), sd, 1.0)
