//! Files as people have them, and what a careful reader expects of each.
//!
//! `fixtures/reading/expect.json` was written by hand, without this code: for each file its form, its rows, and of each
//! column the kind, the missing cells, the first and the last value and the sum; the doubts that must be told; or why
//! the file must be refused. Some things may be read in two ways; then both stand there.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/reading")
}

fn expectations() -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(folder().join("expect.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap().as_object().unwrap().clone()
}

fn headless(arguments: &[&str]) -> (i32, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_headless")).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let json = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), json)
}

fn inspect(name: &str) -> (i32, Value) {
    headless(&["inspect", folder().join(name).to_str().unwrap(), "--json"])
}

fn strings<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<&'v str> {
    values.into_iter().filter_map(Value::as_str).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= (1e-6 * a.abs().max(b.abs())).max(1e-9)
}

fn same(got: &Value, want: &Value, column: &Value) -> bool {
    match want {
        Value::Null => got.is_null(),
        Value::Number(want) => {
            let (Some(got), Some(want)) = (got.as_f64(), want.as_f64()) else { return false };
            let factors = list(&column["scale_alternatives"]).iter().filter_map(Value::as_f64);
            std::iter::once(1.0)
                .chain(factors)
                .any(|factor| near(got * factor, want) || near(got, want * factor))
        }
        want => got.as_str().map(str::trim) == want.as_str().map(str::trim),
    }
}

fn check_column(got: &Value, want: &Value, faults: &mut Vec<String>) {
    let at = want["name"].as_str().unwrap_or("?");
    let names =
        strings([&want["name"], &want["original_name"]].into_iter().chain(list(&want["name_any_of"])));
    let name = got["name"].as_str().unwrap_or_default();
    let may_change = want["name_may_change"] == true || want["name"].is_null();
    if name.is_empty() || !may_change && !names.contains(&name) {
        faults.push(format!("{at}: named {name:?}"));
    }
    let any_of = strings(list(&want["kind_any_of"]));
    let kind = got["kind"].as_str().unwrap();
    let plain = kind == want["kind"] || any_of.contains(&kind);
    if !plain && want["alternative"]["kind"] != kind {
        faults.push(format!("{at}: kind {kind}"));
    }
    if !plain {
        return;
    }
    if got["missing"] != want["missing"] {
        faults.push(format!("{at}: {} missing, not {}", got["missing"], want["missing"]));
    }
    for end in ["first", "last"] {
        if !same(&got[end], &want[end], want) && (want["as_number"].is_null() || kind != "number") {
            faults.push(format!("{at}: {end} {}, not {}", got[end], want[end]));
        }
    }
    if kind == "number" && !want["sum"].is_null() && !same(&got["sum"], &want["sum"], want) {
        faults.push(format!("{at}: sum {}, not {}", got["sum"], want["sum"]));
    }
}

fn check_load(got: &Value, case: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let columns = list(&case["columns"]);
    for field in ["rows", "header_line", "delimiter", "decimal"] {
        let one_column = columns.len() == 1 && matches!(field, "delimiter" | "decimal");
        if !case[field].is_null() && got[field] != case[field] && !one_column {
            faults.push(format!("{field} {}, not {}", got[field], case[field]));
        }
    }
    let encodings = strings(list(&case["encoding"]));
    if !encodings.is_empty() && !encodings.contains(&got["encoding"].as_str().unwrap()) {
        faults.push(format!("encoding {}", got["encoding"]));
    }
    let count = case["column_count"].as_u64().unwrap_or(columns.len() as u64);
    if list(&got["columns"]).len() as u64 != count {
        faults.push(format!("{} columns, not {count}", list(&got["columns"]).len()));
        return faults;
    }
    for column in columns {
        check_column(&got["columns"][column["pos"].as_u64().unwrap() as usize - 1], column, &mut faults);
    }
    let issues = list(&got["issues"]);
    let is_kind = |warning: &Value, kind: &str| {
        list(&got["columns"])
            .iter()
            .any(|column| column["name"] == warning["column"] && column["kind"] == kind)
    };
    for warning in list(&case["warnings"]) {
        let needed = match warning["level"].as_str().unwrap() {
            "required" => true,
            "required_if_kind_text" => is_kind(warning, "text"),
            "required_if_kind_number" => is_kind(warning, "number"),
            _ => false,
        };
        let told = |issue: &&Value| issue["code"] == warning["code"];
        if needed && !issues.iter().any(|issue| told(&issue)) {
            faults.push(format!("nothing said of {}", warning["code"]));
        }
        // Where it is told, it names every line that it should.
        for line in list(&warning["lines"]).iter().filter(|_| needed) {
            if !issues.iter().any(|issue| told(&issue) && (issue["line"] == *line)) {
                faults.push(format!("{} does not name line {line}", warning["code"]));
            }
        }
    }
    faults
}

#[test]
fn every_file_is_read_as_a_careful_reader_would() {
    let cases = expectations();
    assert_eq!(cases.len(), 64);
    let mut all = Vec::new();
    for (name, case) in &cases {
        let (status, got) = inspect(name);
        let want = case["outcome"].as_str().unwrap();
        let mut faults = Vec::new();
        if got["outcome"] == "refuse" {
            assert_eq!(status, 2, "{name}");
            if want == "load" {
                faults.push(format!("refused: {}", got["error"]));
            } else if !case["error"]["line"].is_null() && got["error"]["line"] != case["error"]["line"] {
                faults.push(format!("refused on line {}", got["error"]["line"]));
            }
            if want == "refuse" && got["error"]["code"] != case["error"]["code"] {
                faults.push(format!("refused as {}", got["error"]["code"]));
            }
            assert!(got["error"]["message"].as_str().is_some_and(|message| message.len() > 10), "{name}");
        } else {
            assert_eq!(status, 0, "{name}");
            faults = check_load(&got, case);
            let other = |other: &Value| other["rows"] == got["rows"] && !list(&got["issues"]).is_empty();
            if list(&case["alternatives"]).iter().any(other) {
                faults.clear();
            } else if want == "refuse" {
                faults.push("loaded".to_owned());
            }
        }
        all.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Trains on a file as `expect.json` says, on all rows but the test's.
fn train(name: &str) -> (i32, Value) {
    let case = &expectations()[name];
    let training = &case["training"];
    let features = strings(list(&training["features"])).join(",");
    let path = folder().join(name);
    let mut arguments =
        vec!["train", path.to_str().unwrap(), "--target", training["target"].as_str().unwrap()];
    if !features.is_empty() {
        arguments.extend(["--features", &features]);
    }
    arguments.extend(["--validation-share", "0", "--json"]);
    headless(&arguments)
}

fn refusal(name: &str) -> String {
    let (status, got) = train(name);
    assert_eq!(status, 2, "{name}: {got}");
    got["error"]["message"].as_str().unwrap().to_owned()
}

fn codes(got: &Value) -> Vec<&str> {
    strings(list(&got["issues"]).iter().map(|issue| &issue["code"]))
}

#[test]
fn what_cannot_be_trained_on_is_refused_with_a_remedy() {
    assert!(refusal("80-single-column.csv").contains("at least one"));
    let one_row = refusal("86-one-row.csv");
    assert!(one_row.contains('1') && one_row.contains("At least 5"), "{one_row}");
    let labels = refusal("88-class-label-target.csv");
    assert!(labels.contains("comfort") && labels.contains("3 labels"), "{labels}");
    let text = refusal("97-high-cardinality-text.csv");
    assert!(text.contains("site") && text.contains("40"), "{text}");
}

#[test]
fn losses_are_finite_and_errors_in_the_targets_units() {
    for name in [
        "83-large-magnitude.csv",
        "87-fewer-rows-than-batch.csv",
        "89-gaps-in-target.csv",
        "95-pair-train.csv",
    ] {
        let (status, got) = train(name);
        assert_eq!(status, 0, "{name}: {got}");
        let losses: Vec<f64> =
            list(&got["history"]).iter().map(|epoch| epoch["train_loss"].as_f64().unwrap()).collect();
        assert_eq!(losses.len(), 100, "{name}");
        // JSON has no NaN, so a number is finite.
        assert!(losses[99] < losses[0] && losses[99] > 0.0, "{name}: {losses:?}");
    }
    let (_, got) = train("83-large-magnitude.csv");
    let mae = got["model"]["mae"].as_f64().unwrap();
    assert!((1e7..1e11).contains(&mae), "in joules: {mae}");
    let (_, got) = train("89-gaps-in-target.csv");
    let left_out = list(&got["issues"]).iter().find(|issue| issue["code"] == "rows_left_out").unwrap();
    let message = left_out["message"].as_str().unwrap();
    assert!(message.contains("4 rows") && message.contains("11 are used"), "{message}");
}

#[test]
fn doubtful_targets_and_features_are_named() {
    let (status, got) = train("84-constant-target.csv");
    assert_eq!(status, 0);
    assert!(codes(&got).contains(&"constant_target"));
    assert_eq!(got["model"]["r2"], Value::Null, "R² is not defined");
    let (status, got) = train("91-leaky-unit-copy.csv");
    assert_eq!(status, 0);
    let copy = list(&got["issues"]).iter().find(|issue| issue["code"] == "copy_of_target").unwrap();
    assert_eq!(copy["column"], "energy_wh");
    let (status, got) = train("69-all-missing-column.csv");
    assert!(status == 2 || codes(&got).contains(&"empty_column"), "{got}");
}

#[test]
fn the_test_is_the_end_of_the_time_and_scales_come_from_training_rows() {
    let path = folder().join("93-time-order-split.csv");
    let arguments =
        ["train", path.to_str().unwrap(), "--target", "kwh", "--features", "x", "--split", "chronological"];
    let (status, got) = headless(&[&arguments[..], &["--validation-share", "0", "--json"]].concat());
    assert_eq!(status, 0);
    let numbers = &expectations()["93-time-order-split.csv"]["training"]["numbers"];
    let mean = list(&got["baselines"]).iter().find(|baseline| baseline["name"] == "mean").unwrap();
    let expected = numbers["mae_on_test_if_always_predicting_train_mean"].as_f64().unwrap();
    assert!((mean["mae"].as_f64().unwrap() - expected).abs() < 1e-9);
}

#[test]
fn a_second_file_is_matched_by_name() {
    let model = std::env::temp_dir().join(format!("greengrad-pair-{}.json", std::process::id()));
    let train = folder().join("95-pair-train.csv");
    let (status, got) = headless(&[
        "train",
        train.to_str().unwrap(),
        "--target",
        "y",
        "--features",
        "a,b",
        "--validation-share",
        "0",
        "--epochs",
        "400",
        "--learning-rate",
        "0.01",
        "--save",
        model.to_str().unwrap(),
        "--json",
    ]);
    assert_eq!(status, 0);
    assert!(got["model"]["r2"].as_f64().unwrap() >= 0.95, "{}", got["model"]);
    let case = &expectations()["95-pair-predict.csv"]["prediction"];
    let file = folder().join("95-pair-predict.csv");
    let (status, got) = headless(&["predict", model.to_str().unwrap(), file.to_str().unwrap(), "--json"]);
    assert_eq!(status, 0);
    let predictions = list(&got["predictions"]);
    assert_eq!(predictions.len(), list(&case["truth"]).len());
    for (prediction, truth) in predictions.iter().zip(list(&case["truth"])) {
        let (prediction, truth) = (prediction.as_f64().unwrap(), truth.as_f64().unwrap());
        assert!((prediction - truth).abs() <= 20.0, "{prediction} for {truth}");
    }
    let lacking = std::env::temp_dir().join(format!("greengrad-lacking-{}.csv", std::process::id()));
    std::fs::write(&lacking, "b,c\n1,2\n3,4\n").unwrap();
    let (status, got) = headless(&["predict", model.to_str().unwrap(), lacking.to_str().unwrap(), "--json"]);
    assert_eq!((status, got["error"]["column"].as_str()), (2, Some("a")));
    std::fs::remove_file(model).unwrap();
    std::fs::remove_file(lacking).unwrap();
}
