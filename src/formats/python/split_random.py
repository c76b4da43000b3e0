def split(table, rows):
    #: split_random
    order = list(range(len(rows)))
    Random(SPLIT_SEED, SPLIT).shuffle(order)
    return parts(order)
