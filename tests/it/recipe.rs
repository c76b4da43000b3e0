//! *Recommended* on a table without time, as a person calls it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The RMSE of scikit-learn 1.9.1's HistGradientBoostingRegressor with its defaults, on the same rows.
const BOOSTING: f64 = 5.31121;

fn headless(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_headless")).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/examples").join(name)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

/// Which rows are the test: (row·2654435761 mod 2³²)/2³² < 0.2.
fn is_test(row: usize) -> bool {
    f64::from((row as u32).wrapping_mul(2_654_435_761)) / 4_294_967_296.0 < 0.2
}

#[test]
fn recommended_comes_near_to_boosting_without_time_and_its_file_predicts_the_same() {
    let file = example("concrete_strength.csv");
    let file = file.to_str().unwrap();
    let model = std::env::temp_dir().join(format!("greengrad-{}-recipe.json", std::process::id()));
    let model = model.to_str().unwrap();
    let common = ["train", file, "--target", "strength_mpa", "--split", "hash", "--json"];
    let result = headless(&[&common[..], &["--preset", "recommended", "--save", model]].concat());
    let rmse = number(&result["model"]["rmse"]);
    assert!(rmse <= 1.1 * BOOSTING, "{rmse}");
    assert_eq!(result["outcome"], "finished");

    // The gate: networks, line and mean, which add up to one; its figure is of all rows but the test's.
    let recipe = &result["recipe"][0];
    assert_eq!(recipe["left_out"], "nothing");
    assert_eq!((number(&recipe["rows"]), recipe["features"].as_array().unwrap().len()), (824.0, 8));
    let shares = recipe["shares"].as_array().unwrap();
    let names: Vec<&Value> = shares.iter().map(|share| &share["name"]).collect();
    assert_eq!(names, [&Value::Null, &Value::from("linear"), &Value::from("mean")]);
    let sum: f64 = shares.iter().map(|share| number(&share["share"])).sum();
    assert!((sum - 1.0).abs() < 1e-12 && number(&shares[0]["share"]) > 0.8, "{shares:?}");
    // Out of the folds: between what was learnt and the line's 10.85.
    let folds = number(&recipe["folds"]["rmse"]);
    assert!((3.0..6.0).contains(&folds), "{folds}");
    // Intervals are calibrated by those rows.
    let interval = &result["judge"][0]["intervals"][0];
    assert!(number(&interval["coverage"]) > 0.8, "{interval}");

    let again = headless(&["predict", model, file, "--json"]);
    let predictions = again["predictions"].as_array().unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let actual = text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse::<f64>().unwrap());
    let errors: Vec<f64> = actual
        .zip(predictions)
        .enumerate()
        .filter(|(row, _)| is_test(*row))
        .map(|(_, (actual, predicted))| (number(predicted) - actual).powi(2))
        .collect();
    assert_eq!(errors.len(), 206);
    let same = (errors.iter().sum::<f64>() / errors.len() as f64).sqrt();
    assert!((same / rmse - 1.0).abs() < 1e-9, "{same} for {rmse}");
    std::fs::remove_file(model).unwrap();
}

/// The end of a table, whole groups, several targets, labels and missing values; and a table that is too short.
#[test]
fn quick_takes_any_split_without_time() {
    let file = std::env::temp_dir().join(format!("greengrad-{}-quick.csv", std::process::id()));
    let mut text = "a,kind,site,y,z\n".to_owned();
    for row in 0..90_usize {
        let a = row * 37 % 90;
        let (kind, site) = (["x", "y", "w"][row % 3], ["n", "s", "e", "o", "m", "p"][row % 6]);
        let y = (a as f64 / 15.0).sin() * 4.0 + (row % 3) as f64;
        let a = if row == 40 { String::new() } else { a.to_string() };
        text += &format!("{a},{kind},{site},{y:.3},{:.3}\n", 2.0 * y);
    }
    std::fs::write(&file, text).unwrap();
    let common = ["train", file.to_str().unwrap(), "--features", "a,kind", "--preset", "quick"];
    let more = ["--missing", "fill", "--json"];
    for (targets, split) in [("y", &["chronological"][..]), ("y,z", &["group", "--group", "site"])] {
        let result = headless(&[&common[..], &more, &["--target", targets, "--split"], split].concat());
        assert_eq!(result["outcome"], "finished", "{split:?}");
        let recipes = result["recipe"].as_array().unwrap();
        assert_eq!(recipes.len(), targets.split(',').count());
        assert!(recipes.iter().all(|recipe| recipe["left_out"] == "nothing"), "{split:?}");
        let linear = result["baselines"].as_array().unwrap().iter().find(|own| own["name"] == "linear");
        assert!(number(&result["model"]["rmse"]) < number(&linear.unwrap()["rmse"]), "{split:?}");
    }
    // Of twelve rows nothing is learnt but the line.
    let short: String = std::fs::read_to_string(&file).unwrap().split_inclusive('\n').take(13).collect();
    std::fs::write(&file, short).unwrap();
    let result = headless(&[&common[..], &more, &["--target", "y", "--split", "random"]].concat());
    assert_eq!(result["recipe"][0]["left_out"], "few_rows");
    assert_eq!(number(&result["recipe"][0]["shares"][1]["share"]), 1.0);
    std::fs::remove_file(file).unwrap();
}
