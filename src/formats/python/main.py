def main():
    table = read(sys.argv[1] if len(sys.argv) > 1 else FILE)
    data = prepare(table)
    print("@rows_train@:", len(data["train"]))
    print("@rows_validation@:", len(data["validation"]))
    print("@rows_test@:", len(data["test"]))
    settings = dict(SETTINGS)
    for argument in sys.argv[2:]:
        #: argument
        name, value = argument.split("=")
        settings[name] = json.loads(value)
    layers = train(data, settings)
    predicted = predict(data, layers, data["test"])
    result = {}
    for place, target in enumerate(TARGETS):
        result[target] = figures(data["actual"][data["test"], place], predicted[:, place])
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
