//! Projects and runs that are put aside, as a person calls them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn headless(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headless")).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = headless(&[arguments, &["--json"]].concat());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?} {text} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&text).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = headless(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!answer["error"]["message"].as_str().unwrap().is_empty());
    answer["error"]["code"].as_str().unwrap().to_owned()
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/examples").join(name);
    path.to_str().unwrap().to_owned()
}

/// A file of this test, which is gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("greengrad-{}-{name}", std::process::id())))
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A network on labels and missing values, one on times, and a recipe: the figures of the opened project are those of the
/// run, to the last bit; so they are where the table has to be given again.
#[test]
fn an_opened_project_has_the_figures_of_the_run() {
    let cases: [(&str, &[&str]); 4] = [
        (
            "cars_gaps.csv",
            &["--target", "co2_g_km", "--missing", "fill", "--epochs", "20", "--dropout", "0.1"],
        ),
        (
            "bike_dc_2012.csv",
            &["--target", "rentals", "--time", "time", "--known", "temp_c", "--epochs", "2"],
        ),
        ("cars_co2.csv", &["--target", "co2_g_km,mass_kg", "--preset", "quick", "--split", "hash"]),
        ("concrete_strength.csv", &["--target", "strength_mpa", "--epochs", "300", "--patience", "5"]),
    ];
    for (file, options) in cases {
        let (with, without) =
            (Scratch::new(&format!("{file}.with")), Scratch::new(&format!("{file}.without")));
        let path = example(file);
        let train = [&["train", path.as_str()], options].concat();
        let trained = json(&[&train[..], &["--project", with.path()]].concat());
        let target = options[1].split(',').next().unwrap();
        let opened = json(&["open", with.path()]);
        assert_eq!(opened["test"][target]["rmse"], trained["model"]["rmse"], "{file}");
        assert_eq!(opened["test"], opened["run"]["test_as_written"], "{file}");
        assert_eq!((&opened["same"], &opened["with_data"]), (&Value::Bool(true), &Value::Bool(true)));
        assert_eq!(opened["run"]["fingerprint"], trained["fingerprint"], "{file}");
        assert_eq!(opened["run"]["outcome"], trained["outcome"], "{file}");
        assert_eq!(opened["split"], trained["split"], "{file}");

        json(&[&train[..], &["--project", without.path(), "--without-data"]].concat());
        let size = |own: &Scratch| std::fs::metadata(&own.0).unwrap().len();
        assert!(size(&without) < size(&with));
        let opened = json(&["open", without.path()]);
        assert_eq!((&opened["test"], &opened["same"]), (&Value::Null, &Value::Null));
        let opened = json(&["open", without.path(), "--data", &path]);
        assert_eq!(opened["test"][target]["rmse"], trained["model"]["rmse"], "{file}");
        assert_eq!(opened["same"], true, "{file}");
        // Another table is not taken for it.
        assert_eq!(
            refused(&["open", without.path(), "--data", &example("vic_summer_15h.csv")]),
            "other_table"
        );
    }
}

/// Put aside twice, once in the middle of a recipe's network: the same weights as in one go.
#[test]
fn a_run_that_was_put_aside_goes_on_to_the_same_weights() {
    let cases: [(&str, &[&str], [&str; 2]); 2] = [
        (
            "cars_co2.csv",
            &[
                "--target",
                "co2_g_km",
                "--epochs",
                "30",
                "--dropout",
                "0.2",
                "--optimizer",
                "adamw",
                "--l2",
                "0.01",
            ],
            ["7", "19"],
        ),
        ("cars_co2.csv", &["--target", "co2_g_km", "--preset", "quick"], ["30", "1200"]),
    ];
    for (file, options, stops) in cases {
        let project = Scratch::new(&format!("{}.aside", options.len()));
        let path = example(file);
        let train = [&["train", path.as_str()], options].concat();
        let whole = json(&train);
        let aside = json(&[&train[..], &["--project", project.path(), "--pause-after", stops[0]]].concat());
        assert_eq!(aside["outcome"], "paused");
        assert_eq!(aside["model"], Value::Null);
        let opened = json(&["open", project.path()]);
        assert_eq!((&opened["run"]["outcome"], &opened["test"]), (&Value::from("paused"), &Value::Null));
        json(&["resume", project.path(), "--pause-after", stops[1]]);
        let resumed = json(&["resume", project.path()]);
        for key in ["fingerprint", "model", "history", "outcome", "judge"] {
            assert_eq!(resumed[key], whole[key], "{key} of {options:?}");
        }
        assert_eq!(refused(&["resume", project.path()]), "run_is_over");
        assert_eq!(json(&["open", project.path()])["same"], true);
    }
}

#[test]
fn what_is_no_whole_project_is_refused_with_its_reason() {
    let project = Scratch::new("damaged");
    let path = example("cars_co2.csv");
    json(&["train", &path, "--target", "co2_g_km", "--epochs", "1", "--project", project.path()]);
    let bytes = std::fs::read(&project.0).unwrap();
    let write = |bytes: &[u8]| std::fs::write(&project.0, bytes).unwrap();
    write(&bytes[..bytes.len() / 2]);
    assert_eq!(refused(&["open", project.path()]), "project_truncated");
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    write(&flipped);
    assert_eq!(refused(&["open", project.path()]), "project_damaged");
    assert_eq!(refused(&["resume", project.path()]), "project_damaged");
    let mut newer = bytes[..bytes.len() - 4].to_vec();
    newer[8] = 9;
    let checksum = greengrad::numeric::crc32(newer.iter().copied()).to_le_bytes();
    newer.extend(checksum);
    write(&newer);
    assert_eq!(refused(&["open", project.path()]), "project_newer");
    assert_eq!(refused(&["open", &path]), "not_a_project");
    // Without data nothing can go on.
    json(&[
        "train",
        &path,
        "--target",
        "co2_g_km",
        "--epochs",
        "9",
        "--project",
        project.path(),
        "--pause-after",
        "3",
        "--without-data",
    ]);
    assert_eq!(refused(&["resume", project.path()]), "data_needed");
    let resumed = json(&["resume", project.path(), "--data", &path]);
    assert_eq!(resumed["outcome"], "finished");
}

/// A project that was written by the first version of the form opens for ever, and its figures with it. The file was made
/// by `headless train static/examples/vic_summer_15h.csv --target demand_mw --features temp_c --hidden 4 --epochs 20
/// --split hash --project tests/fixtures/project_1.greengrad`; the RMSE is what that printed.
#[test]
fn a_project_of_the_first_form_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/project_1.greengrad");
    let opened = json(&["open", path.to_str().unwrap()]);
    assert_eq!(opened["same"], true);
    assert_eq!(opened["rows"], 55);
}
