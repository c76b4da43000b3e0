def inputs(table):
    #: inputs
@inputs@


def main():
    table = read(sys.argv[1] if len(sys.argv) > 1 else FILE)
    session = onnxruntime.InferenceSession(sys.argv[2] if len(sys.argv) > 2 else MODEL)
    #: feed
    given = {
        name: np.array(values, dtype=object if name in LABELS else float).reshape(-1, 1)
        for name, values in inputs(table)
    }
    (predicted,) = session.run(None, given)
    writer = csv.writer(sys.stdout)
    writer.writerow(TARGETS)
    #: rows
    writer.writerows([repr(float(value)) if np.isfinite(value) else "" for value in row] for row in predicted)


if __name__ == "__main__":
    main()
