def is_label(values, label):
    #: label
    return np.array([np.nan if value == "" else float(value == label) for value in values])
