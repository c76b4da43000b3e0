def lag(table, column, months):
    #: lag_months
    rows = {}
    for row, at in enumerate(table[TIME]):
        rows.setdefault(at, row)
    found = [rows.get(earlier(at, months)) for at in table[TIME]]
    return np.array([np.nan if row is None else table[column][row] for row in found])


def earlier(at, months):
    if np.isnan(at):
        return None
    moment = datetime.fromtimestamp(at / 1000, timezone.utc)
    month = moment.year * 12 + moment.month - 1 - months
    year, month = month // 12, month % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return round(moment.replace(year=year, month=month, day=day).timestamp() * 1000.0)
