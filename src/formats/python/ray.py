def read_with_ray(path):
    #: ray_read
    with open(path, newline="", encoding="utf-8-sig") as file:
        names = next(csv.reader(file))
    as_text = pyarrow.csv.ConvertOptions(column_types={name: pyarrow.string() for name in names})
    rows = ray.data.read_csv(os.path.abspath(path), convert_options=as_text).take_all()
    return columns(names, [[row[name] or "" for name in names] for row in rows])


def trial(config, data):
    #: ray_trial
    settings = {**SETTINGS, **config}
    layers = train(data, settings, say=lambda text: None)
    watched = data["validation"]
    errors = data["actual"][watched] - predict(data, layers, watched)
    tune.report({"validation_rmse": float(np.sqrt((errors**2).mean()))})


def main():
    #: ray_sweep
    data = prepare(read_with_ray(sys.argv[1] if len(sys.argv) > 1 else FILE))
    space = {
        "learning_rate": tune.loguniform(SETTINGS["learning_rate"] / 10, SETTINGS["learning_rate"] * 10),
        "hidden": tune.choice([[32], [64], [64, 64], [128, 64]]),
        "batch_size": tune.choice([16, 32, 64]),
    }
    tuner = tune.Tuner(
        tune.with_parameters(trial, data=data),
        param_space=space,
        tune_config=tune.TuneConfig(metric="validation_rmse", mode="min", num_samples=SAMPLES),
    )
    best = tuner.fit().get_best_result()
    print("@best@", json.dumps(best.config), best.metrics["validation_rmse"])
    #: ray_best
    layers = train(data, {**SETTINGS, **best.config})
    predicted = predict(data, layers, data["test"])
    result = {}
    for place, target in enumerate(TARGETS):
        result[target] = figures(data["actual"][data["test"], place], predicted[:, place])
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
