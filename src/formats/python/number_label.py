def is_number(values, label):
    #: number_label
    return np.where(np.isnan(values), np.nan, values == label)
