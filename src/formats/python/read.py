def read(path):
    #: read
    with open(path, newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    return columns(header, rows)


def plain(text):
    #: plain
    rest = text.lstrip("'")
    return text[1:] if rest != text and rest[:1] in ("=", "+", "-", "@") else text


def columns(header, rows):
    #: columns
    table = {}
    for name, *cells in zip(map(plain, header), *rows):
        #? TIME
        if name == TIME:
            table[name] = np.array([milliseconds(cell) if cell else np.nan for cell in cells])
        #?
        if name in LABELS:
            table[name] = np.array([plain(cell) for cell in cells], dtype=object)
        if name in NUMBERS:
            table[name] = np.array([float(cell) if cell else np.nan for cell in cells])
    return table
