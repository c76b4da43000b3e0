def places(at):
    #: places
    place = (at - np.nanmin(at)) / STEP
    return np.where(place % 1 == 0, place, np.nan)
