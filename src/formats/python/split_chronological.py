def split(table, rows):
    #: split_chronological
    order = list(range(len(rows)))
    return parts(order)
