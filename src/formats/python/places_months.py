def places(at):
    #: places_months
    known = [None if np.isnan(own) else datetime.fromtimestamp(own / 1000, timezone.utc) for own in at]
    months = np.array([np.nan if own is None else own.year * 12 + own.month for own in known])
    return months - np.nanmin(months)
