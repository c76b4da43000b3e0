class Past:
    #: past

    def __init__(self, table, values):
        self.place = places(table[TIME])
        self.values = np.full(int(np.nanmax(self.place)) + 1, np.nan)
        for place, value in zip(self.place, values):
            #: first_counts
            if not np.isnan(place) and np.isnan(self.values[int(place)]):
                self.values[int(place)] = value
        known = ~np.isnan(self.values)
        self.sums = np.concatenate([[0.0], np.cumsum(np.where(known, self.values, 0.0))])
        self.counts = np.concatenate([[0], np.cumsum(known)])

    def before(self, steps):
        found = self.place - steps
        inside = (found >= 0) & (found < len(self.values))
        return np.where(inside, self.values[np.where(inside, found, 0).astype(int)], np.nan)

    def mean(self, nearest, farthest):
        #: mean
        here = np.nan_to_num(self.place) + 1
        end = np.clip(here - nearest, 0, len(self.values)).astype(int)
        begin = np.minimum(np.clip(here - farthest, 0, None).astype(int), end)
        count = self.counts[end] - self.counts[begin]
        return np.where(count > 0, (self.sums[end] - self.sums[begin]) / np.maximum(count, 1), np.nan)

    def comb(self, nearest, every, count):
        #: comb
        teeth = np.array([self.before(nearest + tooth * every) for tooth in range(count)])
        known = ~np.isnan(teeth)
        mean = np.where(known, teeth, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        return np.where(known.any(axis=0), mean, np.nan)


def first(*looks):
    #: first
    found = looks[0]
    for look in looks[1:]:
        found = np.where(np.isnan(found), look, found)
    return found
