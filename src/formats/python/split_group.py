def split(table, rows):
    #: split_group
    groups = [table[GROUP][row] for row in rows]
    place = {group: number for number, group in enumerate(sorted(set(groups)))}
    train, validation, test = [], [], []
    for row, group in enumerate(groups):
        share = golden(place[group])
        into = test if share < TEST_SHARE else validation if share < TEST_SHARE + VALIDATION_SHARE else train
        into.append(row)
    return train, validation, test
