//! The exports, read and run by Python's own libraries: ONNX by its checker and by onnxruntime, weights by safetensors, and
//! the scripts by an interpreter. `scripts/test.sh` sets these up and names the interpreter in `GREENGRAD_PYTHON`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test stops where something is wrong"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{}{errors}", String::from_utf8_lossy(&output.stdout));
    output
}

fn headless(arguments: &[&str]) -> Value {
    let output = run(Command::new(env!("CARGO_BIN_EXE_headless")).args(arguments).arg("--json"));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a script prints.
fn python(folder: &Folder, arguments: &[&str]) -> String {
    let python = std::env::var("GREENGRAD_PYTHON")
        .expect("GREENGRAD_PYTHON names no interpreter: see scripts/test.sh");
    let output = run(Command::new(python).current_dir(&folder.0).args(arguments));
    String::from_utf8(output.stdout).unwrap()
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/examples").join(name);
    path.to_str().unwrap().to_owned()
}

/// A folder of one test, which is gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("greengrad-python-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A column of a CSV file as numbers, NaN for an empty cell.
fn column(text: &str, place: usize) -> Vec<f64> {
    let cells = text.lines().skip(1).map(|line| line.split(',').nth(place).unwrap_or_default());
    cells.map(|cell| cell.trim_matches('"').parse().unwrap_or(f64::NAN)).collect()
}

fn sd(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

/// Exports a run as ONNX, has it checked and run, and compares its predictions with ours: in all rows, of which those of the
/// test are a part, within 1e-5 of the target's standard deviation, and nothing where we say nothing. Then the ONNX file
/// predicts the same table here, to the last bit.
fn compare_onnx(name: &str, table: &str, options: &[&str], least_rows: usize) {
    compare_within(name, table, options, least_rows, 1e-5);
}

/// The same within another share of the standard deviation.
fn compare_within(name: &str, table: &str, options: &[&str], least_rows: usize, share: f64) {
    let folder = Folder::new(name);
    let project = folder.file("run.greengrad");
    headless(&[&["train", table, "--project", &project], options].concat());
    headless(&[
        "export",
        &project,
        "--onnx",
        &folder.file("model.onnx"),
        "--csv",
        &folder.file("table.csv"),
        "--lang",
        "zh",
    ]);
    python(&folder, &["-c", "import onnx; onnx.checker.check_model('model.onnx', full_check=True)"]);
    let said = python(&folder, &["model_predict.py"]);
    let ours = headless(&["predict", &project, table]);
    let targets: Vec<&str> = said.lines().next().unwrap().split(',').collect();
    for (place, target) in targets.iter().enumerate() {
        let ours: Vec<f64> = ours["predictions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| if targets.len() == 1 { row } else { &row[target] }.as_f64().unwrap_or(f64::NAN))
            .collect();
        let theirs = column(&said, place);
        assert_eq!(theirs.len(), ours.len(), "{name}");
        let known: Vec<f64> = ours.iter().copied().filter(|own| !own.is_nan()).collect();
        assert!(known.len() >= least_rows, "{name}: {} rows", known.len());
        let limit = share * sd(&known);
        for (row, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            assert_eq!(ours.is_nan(), theirs.is_nan(), "{name} row {row}: {ours} {theirs}");
            assert!(ours.is_nan() || (ours - theirs).abs() <= limit, "{name} row {row}: {ours} {theirs}");
        }
    }
    let again = headless(&["predict", "--model", &folder.file("model.onnx"), table]);
    assert_eq!(again["predictions"], ours["predictions"], "{name}");
}

#[test]
fn onnxruntime_predicts_a_time_series_as_we_do() {
    let options =
        ["--target", "load_kwh", "--time", "time", "--known", "temp_c", "--epochs", "5", "--season"];
    compare_onnx("homes", &example("homes_ca_2016.csv"), &options, 8000);
}

#[test]
fn onnxruntime_predicts_labels_and_missing_values_as_we_do() {
    let cars = example("cars_co2.csv");
    let gaps = example("cars_gaps.csv");
    compare_onnx("cars", &cars, &["--target", "co2_g_km"], 390);
    compare_onnx("gaps-left-out", &gaps, &["--target", "co2_g_km"], 300);
    compare_onnx("gaps-filled", &gaps, &["--target", "co2_g_km", "--missing", "fill"], 390);
    let two = [
        "--target",
        "co2_g_km,mass_kg",
        "--categories",
        "cylinders",
        "--activation",
        "gelu",
        "--missing",
        "fill",
    ];
    compare_onnx("two-targets", &gaps, &two, 390);
    let quick =
        ["--target", "co2_g_km", "--preset", "quick", "--missing", "fill", "--categories", "model_year"];
    compare_onnx("quick", &gaps, &quick, 390);
    for activation in ["leaky_relu", "tanh", "sigmoid", "linear"] {
        let options = ["--target", "co2_g_km", "--activation", activation, "--epochs", "10"];
        compare_onnx(activation, &cars, &options, 390);
    }
    // Inputs in their own units make units of thousands, of which single precision leaves less behind the point.
    let unscaled = ["--target", "co2_g_km", "--unscaled", "--epochs", "10"];
    compare_within("unscaled", &cars, &unscaled, 390, 1e-3);
}

/// Both views, the ridge and the gate, on the first fourteen weeks of the homes; labels among what is known ahead, with gaps.
#[test]
fn onnxruntime_predicts_a_recommended_recipe_as_we_do() {
    let folder = Folder::new("homes-short");
    let text = std::fs::read_to_string(example("homes_ca_2016.csv")).unwrap();
    let mut lines = text.lines().take(2400).enumerate().map(|(row, line)| {
        let kind = match row {
            0 => "kind",
            row if row % 97 == 5 => "",
            row => ["calm", "windy", "storm"][row / 31 % 3],
        };
        format!("{line},{kind}\n")
    });
    let table = folder.file("homes.csv");
    std::fs::write(&table, lines.by_ref().collect::<String>()).unwrap();
    let options = [
        "--target",
        "load_kwh",
        "--time",
        "time",
        "--known",
        "temp_c,kind",
        "--preset",
        "recommended",
        "--missing",
        "fill",
    ];
    compare_onnx("recommended", &table, &options, 2200);
}

/// A day ahead of monthly values: steps of unequal length.
#[test]
fn onnxruntime_predicts_months_as_we_do() {
    let folder = Folder::new("months");
    let mut text = "month,load\n".to_owned();
    for month in 0..180 {
        let wave = (f64::from(month % 12) / 12.0 * std::f64::consts::TAU).sin();
        let load = 100.0 + 20.0 * wave + f64::from(month * 37 % 11);
        text += &format!("{}-{:02}-01,{load:.2}\n", 2000 + month / 12, month % 12 + 1);
    }
    let table = folder.file("months.csv");
    std::fs::write(&table, text).unwrap();
    let options = ["--target", "load", "--time", "month", "--horizon", "1mo"];
    compare_onnx("months-network", &table, &[&options[..], &["--epochs", "30"]].concat(), 150);
    compare_onnx("months-quick", &table, &[&options[..], &["--preset", "quick"]].concat(), 150);
}

/// The tensors as the library of that name reads them make PyTorch's `Linear` layers: a pass by hand gives our predictions.
#[test]
fn safetensors_reads_the_weights() {
    let folder = Folder::new("safetensors");
    let (cars, project) = (example("cars_co2.csv"), folder.file("run.greengrad"));
    let features = "power_kw,mass_kg,cylinders";
    headless(&[
        "train",
        &cars,
        "--target",
        "co2_g_km",
        "--features",
        features,
        "--epochs",
        "9",
        "--project",
        &project,
    ]);
    headless(&["export", &project, "--safetensors", &folder.file("weights.safetensors")]);
    let ours = headless(&["predict", &project, &cars]);
    let script = r#"
import csv, json, sys
import numpy as np
from safetensors.numpy import load_file
weights, about = load_file("weights.safetensors"), json.load(open("weights.json"))
rows = list(csv.DictReader(open(sys.argv[1])))
x = np.array([[float(row[name]) for name in about["features"]] for row in rows])
x = ((x - about["feature_scaler"]["mean"]) / about["feature_scaler"]["sd"]).astype(np.float32)
for layer in about["networks"][0]["layers"]:
    assert weights[layer["weight"]].shape == (layer["outputs"], layer["inputs"])
    x = x @ weights[layer["weight"]].T + weights[layer["bias"]]
    x = np.maximum(x, 0) if layer["activation"] == "relu" else x
y = x.astype(float) * about["target_scaler"]["sd"] + about["target_scaler"]["mean"]
print(json.dumps(y[:, 0].tolist()))
"#;
    let theirs: Vec<f64> = serde_json::from_str(&python(&folder, &["-c", script, &cars])).unwrap();
    let ours: Vec<f64> =
        ours["predictions"].as_array().unwrap().iter().map(|own| own.as_f64().unwrap()).collect();
    assert_eq!(ours.len(), 392);
    let limit = 1e-5 * sd(&ours);
    assert!(ours.iter().zip(&theirs).all(|(ours, theirs)| (ours - theirs).abs() < limit));
}

/// The test RMSE of the script lies within the spread that our own has over five seeds of the training; for one that is without
/// dropout, whose draws are the same, it is ours up to a part of that.
fn compare_script(name: &str, file: &str, options: &[&str], share_of_spread: f64) {
    let folder = Folder::new(name);
    let (table, project) = (example(file), folder.file("run.greengrad"));
    let train = [&["train", table.as_str(), "--project", &project], options].concat();
    let ours: Vec<f64> = ["5", "4", "3", "2", "1"]
        .iter()
        .map(|seed| headless(&[&train[..], &["--seed", seed]].concat())["model"]["rmse"].as_f64().unwrap())
        .collect();
    headless(&["export", &project, "--python", &folder.file("run.py"), "--csv", &folder.file("table.csv")]);
    let printed = python(&folder, &["run.py"]);
    let result: Value = serde_json::from_str(printed.lines().last().unwrap()).unwrap();
    let theirs = result.as_object().unwrap().values().next().unwrap()["rmse"].as_f64().unwrap();
    let (least, most) =
        ours.iter().fold((f64::MAX, f64::MIN), |(least, most), own| (least.min(*own), most.max(*own)));
    let off = (theirs - ours[4]).abs() / (most - least);
    println!("{name}: ours {ours:.5?}, the script {theirs:.5}: {off:.4} of the spread");
    assert!(off <= share_of_spread, "{name}: {theirs} for {} in {least} to {most}", ours[4]);
}

#[test]
fn a_script_trains_the_network_that_we_train() {
    compare_script(
        "homes-script",
        "homes_ca_2016.csv",
        &["--target", "load_kwh", "--time", "time", "--known", "temp_c", "--epochs", "12"],
        0.5,
    );
    compare_script(
        "gaps-script",
        "cars_gaps.csv",
        &["--target", "co2_g_km", "--missing", "fill", "--split", "hash"],
        0.5,
    );
    let stopped = [
        "--target",
        "strength_mpa",
        "--patience",
        "6",
        "--optimizer",
        "adamw",
        "--l2",
        "0.01",
        "--activation",
        "tanh",
        "--initialiser",
        "he_normal",
        "--epochs",
        "60",
        "--split",
        "random",
    ];
    compare_script("concrete-script", "concrete_strength.csv", &stopped, 0.5);
    let dropped = [
        "--target",
        "co2_g_km",
        "--features",
        "power_kw,mass_kg,origin",
        "--dropout",
        "0.2",
        "--loss",
        "huber",
        "--optimizer",
        "rmsprop",
        "--split",
        "group",
        "--group",
        "model_year",
    ];
    compare_script("dropout-script", "cars_co2.csv", &dropped, 1.0);
}

/// The same in Chinese has other comments and the same code.
#[test]
fn the_comments_of_a_script_are_in_either_language() {
    let folder = Folder::new("languages");
    let project = folder.file("run.greengrad");
    headless(&[
        "train",
        &example("cars_co2.csv"),
        "--target",
        "co2_g_km",
        "--epochs",
        "2",
        "--project",
        &project,
    ]);
    let text = |lang: &str| {
        let path = folder.file(&format!("{lang}.py"));
        headless(&["export", &project, "--python", &path, "--lang", lang]);
        std::fs::read_to_string(path).unwrap()
    };
    let code = |text: &str| -> Vec<String> {
        let body = text.split("\"\"\"").nth(2).unwrap();
        let lines = body.lines().filter(|line| {
            !line.trim_start().starts_with('#')
                && !line.contains("print(")
                && !line.contains("say(f")
                && !line.contains("SystemExit")
        });
        lines.map(str::to_owned).collect()
    };
    let (en, zh) = (text("en"), text("zh"));
    assert_eq!(code(&en), code(&zh));
    assert!(en.contains("# An epoch is one pass") && zh.contains("# 一轮把所有训练行过一遍"));
    for text in [en, zh] {
        assert!(!text.contains("#:") && !text.contains("#?") && !text.contains('@') || text.contains(" @ "));
        let long = text.lines().find(|line| line.chars().count() > 110);
        assert_eq!(long, None);
    }
}
