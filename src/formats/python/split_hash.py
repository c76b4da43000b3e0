def split(table, rows):
    #: split_hash
    test = [place for place, row in enumerate(rows) if golden(int(row)) < TEST_SHARE]
    rest = [place for place, row in enumerate(rows) if golden(int(row)) >= TEST_SHARE]
    validation = math.floor(VALIDATION_SHARE * len(rows) + 1e-9)
    end = len(rest) - min(validation, len(rest))
    return rest[:end], rest[end:], test
