def lag(table, column, span):
    #: lag
    rows = {}
    for row, at in enumerate(table[TIME]):
        rows.setdefault(at, row)
    found = [rows.get(at - span) for at in table[TIME]]
    return np.array([np.nan if row is None else table[column][row] for row in found])
