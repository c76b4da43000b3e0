//! `headless` as a person calls it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/examples").join(name)
}

fn headless(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headless")).args(arguments).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "{error}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn train(file: &str, arguments: &[&str]) -> Value {
    let path = example(file);
    let mut all = vec!["train", path.to_str().unwrap()];
    all.extend(arguments);
    all.push("--json");
    let output = headless(&all);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    json(&output)
}

fn write(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("greengrad-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

/// What scikit-learn 1.9.1 makes of a task: its LinearRegression's RMSE, and the least and largest RMSE ± 3 standard
/// deviations over seeds 0–4 of MLPRegressor((64, 64), relu, adam 1e-3, batch 32, alpha 0, 100 epochs), on the same
/// features and rows.
struct Task {
    file: &'static str,
    target: &'static str,
    known: &'static str,
    linear: f64,
    band: (f64, f64),
}

impl Task {
    fn check(&self, arguments: &[&str]) {
        let mut all = vec!["--target", self.target, "--validation-share", "0"];
        all.extend(arguments);
        let result = train(self.file, &all);
        let at = format!("{} {}", self.file, self.target);
        let rmse = result["model"]["rmse"].as_f64().unwrap();
        assert!((self.band.0..=self.band.1).contains(&rmse), "{at}: {rmse}");
        let baselines = result["baselines"].as_array().unwrap();
        let baseline = baselines.iter().find(|entry| entry["name"] == "linear").unwrap();
        let off = baseline["rmse"].as_f64().unwrap() / self.linear - 1.0;
        assert!(off.abs() < 1e-4, "{at}: {off}");
        assert_eq!(result["outcome"], "finished");
    }
}

#[test]
fn the_article_lands_where_scikit_learn_does() {
    let cars = "cylinders,displacement_l,power_kw,mass_kg,accel_0_60_s,model_year,origin,diesel";
    let concrete = Task {
        file: "concrete_strength.csv",
        target: "strength_mpa",
        known: "",
        linear: 10.8503,
        band: (5.41669, 6.73556),
    };
    concrete.check(&["--split", "hash"]);
    let cars_task = Task {
        file: "cars_co2.csv",
        target: "co2_g_km",
        known: "",
        linear: 33.5901,
        band: (26.0951, 33.7352),
    };
    cars_task.check(&["--split", "hash", "--features", cars]);
}

#[test]
fn the_article_lands_where_scikit_learn_does_a_day_ahead() {
    let tasks = [
        Task {
            file: "homes_ca_2016.csv",
            target: "load_kwh",
            known: "temp_c",
            linear: 5.04413,
            band: (4.6637, 7.77155),
        },
        Task {
            file: "homes_ca_2016.csv",
            target: "intensity_g_kwh",
            known: "",
            linear: 19.1836,
            band: (22.3615, 31.6234),
        },
        Task {
            file: "grid_de_2018.csv",
            target: "intensity_g_kwh",
            known: "",
            linear: 95.9953,
            band: (105.80647, 120.81753),
        },
        Task {
            file: "grid_de_2018.csv",
            target: "price_eur_mwh",
            known: "",
            linear: 13.6078,
            band: (13.65073, 15.18617),
        },
        Task {
            file: "bike_dc_2012.csv",
            target: "rentals",
            known: "workingday,holiday,temp_c,humidity_pct,wind_kmh",
            linear: 90.8846,
            band: (58.79487, 98.33303),
        },
        Task {
            file: "vic_elec_2014.csv",
            target: "demand_mw",
            known: "temp_c,workday",
            linear: 344.615,
            band: (221.22298, 287.99502),
        },
    ];
    // Each trains for seconds in a process of its own.
    std::thread::scope(|scope| {
        for half in tasks.chunks(3) {
            scope.spawn(move || {
                for task in half {
                    let known: &[&str] = if task.known.is_empty() { &[] } else { &["--known", task.known] };
                    task.check(&[&["--time", "time"], known].concat());
                }
            });
        }
    });
}

/// The naive forecasts of the same task, by numpy.
#[test]
fn yesterday_and_last_week_are_looked_up_by_time() {
    let result = train(
        "bike_dc_2012.csv",
        &["--target", "rentals", "--time", "time", "--epochs", "1", "--validation-share", "0"],
    );
    assert_eq!(result["rows"], 8482);
    assert_eq!(result["split"]["test"], 1696);
    for (name, expected) in [("mean", 193.79), ("yesterday", 117.259), ("last_week", 115.181)] {
        let entry =
            result["baselines"].as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap();
        let off = entry["rmse"].as_f64().unwrap() / expected - 1.0;
        assert!(off.abs() < 1e-5, "{name}: {off}");
    }
    let left_out: Vec<_> = result["issues"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|issue| issue["code"] == "not_known_ahead")
        .collect();
    assert!(left_out.iter().any(|issue| issue["column"] == "temp_c"));
}

#[test]
fn a_seed_is_a_run() {
    let run = |seed: &str| {
        train(
            "concrete_strength.csv",
            &["--target", "strength_mpa", "--epochs", "2", "--dropout", "0.1", "--seed", seed],
        )["fingerprint"]
            .clone()
    };
    assert_eq!(run("7"), run("7"));
    assert_ne!(run("7"), run("8"));
}

#[test]
fn several_targets_have_figures_each() {
    let result = train(
        "grid_de_2018.csv",
        &["--target", "price_eur_mwh,intensity_g_kwh", "--time", "time", "--epochs", "1"],
    );
    let each = result["model"]["per_target"].as_object().unwrap();
    assert_eq!(each.keys().collect::<Vec<_>>(), ["intensity_g_kwh", "price_eur_mwh"]);
    assert_eq!(each["price_eur_mwh"]["rmse"], result["model"]["rmse"]);
    assert_ne!(each["price_eur_mwh"]["rmse"], each["intensity_g_kwh"]["rmse"]);
}

#[test]
fn a_saved_model_predicts_what_it_predicted() {
    let model = write("model.json", "");
    let file = example("concrete_strength.csv");
    let result = train(
        "concrete_strength.csv",
        &[
            "--target",
            "strength_mpa",
            "--epochs",
            "20",
            "--split",
            "chronological",
            "--save",
            model.to_str().unwrap(),
        ],
    );
    let output = headless(&["predict", model.to_str().unwrap(), file.to_str().unwrap(), "--json"]);
    let predictions = json(&output)["predictions"].as_array().unwrap().clone();
    assert_eq!(predictions.len(), 1030);
    let actual: Vec<f64> = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.rsplit(',').next().unwrap().parse().unwrap())
        .collect();
    let test = 824..1030;
    let squares: f64 =
        test.clone().map(|row| (predictions[row].as_f64().unwrap() - actual[row]).powi(2)).sum();
    let rmse = (squares / test.len() as f64).sqrt();
    assert!((rmse / result["model"]["rmse"].as_f64().unwrap() - 1.0).abs() < 1e-6);
    std::fs::remove_file(model).unwrap();
}

#[test]
fn a_refusal_says_what_and_where() {
    let file = write("refused.csv", "a,label,y\n1,x,5\n2,z,6\n3,x,7\n4,z,5\n5,x,1\n6,z,2\n");
    let path = file.to_str().unwrap();
    let cases: [(&[&str], &str, Option<&str>); 5] = [
        (&["--target", "label"], "target_is_category", Some("label")),
        (&["--target", "nope"], "unknown_column", Some("nope")),
        (&["--target", "y", "--features", "a,y"], "feature_is_target", Some("y")),
        (&["--target", "y", "--learning-rate", "1e9"], "settings", None),
        (&["--target", "y", "--validation-share", "0", "--patience", "3"], "settings", None),
    ];
    for (arguments, code, column) in cases {
        let mut all = vec!["train", path];
        all.extend(arguments);
        all.push("--json");
        let output = headless(&all);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let error = &json(&output)["error"];
        assert_eq!(error["code"], code, "{arguments:?}");
        assert_eq!(error["column"].as_str(), column, "{arguments:?}");
        assert!(error["message"].as_str().unwrap().len() > 20);
    }
    std::fs::remove_file(file).unwrap();
    assert_eq!(headless(&["inspect", "no/such/file.csv", "--json"]).status.code(), Some(1));
}

#[test]
fn a_run_that_explodes_ends_as_diverged_with_finite_figures() {
    let result = train(
        "concrete_strength.csv",
        &["--target", "strength_mpa", "--optimizer", "sgd", "--learning-rate", "50", "--split", "hash"],
    );
    assert_eq!(result["outcome"], "diverged");
    assert!(result["model"]["rmse"].as_f64().unwrap().is_finite());
}

/// The hours of three weeks with a value each, on a clock of its own.
fn hours(header: &str, value: impl Fn(usize) -> f64) -> String {
    let mut text = format!("{header}\n");
    for index in 0..21 * 24 {
        text.push_str(&format!("2024-01-{:02} {:02}:00,{}\n", 1 + index / 24, index % 24, value(index)));
    }
    text
}

#[test]
fn files_are_joined_by_time_and_trained_on() {
    let load = write("load.csv", &hours("time,load_kwh", |index| 3.0 + (index % 24) as f64 / 8.0));
    let weather = write("weather.csv", &hours("time (UTC),temp_c", |index| (index % 24) as f64));
    let (load_path, weather_path) = (load.to_str().unwrap(), weather.to_str().unwrap());
    let output = headless(&["inspect", load_path, "--join", weather_path, "--json"]);
    let got = json(&output);
    let names: Vec<&str> =
        got["columns"].as_array().unwrap().iter().map(|column| column["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["time", "load_kwh", "temp_c"]);
    let files = got["joined"].as_array().unwrap();
    assert_eq!((files[1]["zone"].as_str(), files[1]["reason"].as_str()), (Some("UTC"), Some("name")));
    assert_eq!((files[0]["reason"].as_str(), files[1]["partners"].as_u64()), (Some("assumed"), Some(504)));
    // An hour to the east, the first hour of the meter is before the weather begins.
    let output = headless(&["inspect", load_path, "--join", weather_path, "--zone", "+1,guess", "--json"]);
    let got = json(&output);
    assert_eq!(got["joined"][1]["partners"].as_u64(), Some(503));
    let without = |issue: &&Value| issue["code"] == "rows_without_partner";
    let issues = got["issues"].as_array().unwrap();
    assert_eq!(issues.iter().find(without).unwrap()["line"].as_u64(), Some(2));
    let output = headless(&[
        "train",
        load_path,
        "--join",
        weather_path,
        "--target",
        "load_kwh",
        "--features",
        "temp_c",
        "--epochs",
        "30",
        "--json",
    ]);
    let got = json(&output);
    assert!(got["model"]["r2"].as_f64().unwrap() > 0.9, "{}", got["model"]);
    // A file without times is named.
    let timeless = write("timeless.csv", "a,b\n1,2\n3,4\n");
    let output = headless(&["inspect", load_path, "--join", timeless.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let got = json(&output);
    assert_eq!(got["error"]["code"].as_str(), Some("no_times_to_join"));
    assert!(got["error"]["message"].as_str().unwrap().contains("timeless.csv"));
    for file in [load, weather, timeless] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_second_file_names_what_is_new_in_it_and_looks_up_history() {
    let load = write(
        "history.csv",
        &hours("time,load_kwh,temp_c", |index| 3.0 + (index % 24) as f64 / 8.0)
            .replace('\n', ",5\n")
            .replace("temp_c,5", "temp_c"),
    );
    let model = write("history-model.json", "");
    let (load_path, model_path) = (load.to_str().unwrap(), model.to_str().unwrap());
    let output = headless(&[
        "train", load_path, "--target", "load_kwh", "--time", "time", "--epochs", "60", "--save", model_path,
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    // The day after: its loads are not known, and one more column is there.
    let mut next = String::from("time,wind\n");
    for hour in 0..24 {
        next.push_str(&format!("2024-01-22 {hour:02}:00,3\n"));
    }
    let next = write("next.csv", &next);
    let output = headless(&["predict", model_path, next.to_str().unwrap(), "--history", load_path, "--json"]);
    let got = json(&output);
    let predictions = got["predictions"].as_array().unwrap();
    assert_eq!(predictions.len(), 24);
    for (hour, prediction) in predictions.iter().enumerate() {
        let truth = 3.0 + hour as f64 / 8.0;
        assert!((prediction.as_f64().unwrap() - truth).abs() < 0.6, "{hour}: {prediction} for {truth}");
    }
    let codes: Vec<&str> =
        got["issues"].as_array().unwrap().iter().map(|issue| issue["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"extra_columns"), "{codes:?}");
    // Without its history no row has a value of the day before.
    let output = headless(&["predict", model_path, next.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(2));
    for file in [load, model, next] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn a_changed_unit_is_named() {
    let file = |name: &str, unit: &str| {
        let mut text = format!("a,power\n,{unit}\n");
        (0..60).for_each(|index| text.push_str(&format!("{},{}\n", index % 7, index % 5)));
        write(name, &text)
    };
    let (first, second) = (file("kw.csv", "kW"), file("mw.csv", "MW"));
    let model = write("unit-model.json", "");
    let output = headless(&[
        "train",
        first.to_str().unwrap(),
        "--target",
        "a",
        "--epochs",
        "1",
        "--save",
        model.to_str().unwrap(),
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    let output = headless(&["predict", model.to_str().unwrap(), second.to_str().unwrap(), "--json"]);
    let got = json(&output);
    let issue =
        got["issues"].as_array().unwrap().iter().find(|issue| issue["code"] == "unit_changed").unwrap();
    assert_eq!(issue["column"].as_str(), Some("power"));
    for file in [first, second, model] {
        std::fs::remove_file(file).unwrap();
    }
}
