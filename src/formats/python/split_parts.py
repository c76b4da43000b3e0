def parts(order):
    #: parts
    test = math.floor(TEST_SHARE * len(order) + 1e-9)
    validation = math.floor(VALIDATION_SHARE * len(order) + 1e-9)
    end = len(order) - test
    return sorted(order[: end - validation]), sorted(order[end - validation : end]), sorted(order[end:])
