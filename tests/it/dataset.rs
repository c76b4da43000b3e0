//! Data sets of the committed tables, against figures computed by pandas and numpy.

use std::path::Path;

use greengrad::data::{DataSpec, Dataset, DatasetError, Missing, Scaling, Span, SplitMethod, SplitSpec};
use greengrad::numeric::Entries;
use greengrad::session::Example;

fn read(text: &str) -> greengrad::data::Parsed {
    crate::support::read(text.as_bytes()).unwrap()
}

fn dataset(example: Example, target: &str, method: SplitMethod) -> Dataset {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(example.path());
    let mut spec = example.spec();
    spec.targets = vec![target.to_owned()];
    spec.features.retain(|name| name != target);
    spec.split = SplitSpec { method, test_share: 0.2, validation_share: 0.0 };
    Dataset::new(read(&std::fs::read_to_string(path).unwrap()).table, &spec).unwrap()
}

/// Rows, the mean and population standard deviation of the training targets, and the mean of the test targets.
#[test]
fn splits_and_scalers_are_those_of_pandas_and_numpy() {
    let (time, hash) = (SplitMethod::Chronological, SplitMethod::Hash);
    let cases = [
        (Example::Demand, "demand_mw", time.clone(), 8592, 1718, 4693.33, 906.575, 4351.27),
        (Example::Grid, "intensity_g_kwh", time.clone(), 8592, 1718, 456.721, 103.51, 426.31),
        (Example::Grid, "price_eur_mwh", time.clone(), 8592, 1718, 43.3306, 16.5228, 51.4377),
        (Example::Bikes, "rentals", time, 8482, 1696, 245.776, 213.817, 206.505),
        (Example::Cars, "co2_g_km", hash.clone(), 392, 79, 262.64, 88.469, 272.459),
        (Example::Concrete, "strength_mpa", hash, 1030, 206, 35.7209, 16.8267, 36.2061),
    ];
    for (example, target, method, rows, test, mean, sd, test_mean) in cases {
        let dataset = dataset(example, target, method);
        assert_eq!(dataset.rows.len(), rows, "{target}");
        assert_eq!(dataset.split.test.len(), test, "{target}");
        let close = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-5;
        assert!(
            close(dataset.inputs.target_scaler.mean[0], mean),
            "{target} {:?}",
            dataset.inputs.target_scaler
        );
        assert!(close(dataset.inputs.target_scaler.sd[0], sd), "{target} {:?}", dataset.inputs.target_scaler);
        let found =
            dataset.split.test.iter().map(|&row| dataset.targets[(row, 0)]).sum::<f64>() / test as f64;
        assert!(close(found, test_mean), "{target} {found}");
    }
}

/// Test rows of the hourly tables begin at 2014-10-21 10:00 and 2012-10-17 21:00 (`date -u -d … +%s`).
#[test]
fn the_test_begins_when_it_should() {
    for (example, target, from) in
        [(Example::Demand, "demand_mw", 1_413_885_600), (Example::Bikes, "rentals", 1_350_507_600)]
    {
        let dataset = dataset(example, target, SplitMethod::Chronological);
        assert_eq!(dataset.times.as_ref().unwrap()[dataset.split.test[0]], from * 1000, "{target}");
    }
}

/// Ten daily rows, x = 10, 20, …: training rows are lines 2 to 9, and only they make the scaler: mean 45, sd 22.9129.
#[test]
fn a_scaler_has_seen_training_rows_only() {
    let values = ["10,1", "20,2", "30,3", "40,4", "50,5", "60,6", "70,7", "80,8", "900,70", "500,70"];
    let rows: Vec<String> =
        (1..).zip(values).map(|(day, values)| format!("2024-01-{day:02},{values}")).collect();
    let parsed = read(&format!("day,x,kwh\n{}\n", rows.join("\n")));
    let spec = DataSpec {
        targets: vec!["kwh".to_owned()],
        features: vec!["x".to_owned()],
        time: None,
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::LeaveOut,
        season: false,
        scaling: Scaling::Standard,
        split: SplitSpec { method: SplitMethod::Chronological, test_share: 0.2, validation_share: 0.0 },
    };
    let dataset = Dataset::new(parsed.table.clone(), &spec).unwrap();
    assert_eq!(dataset.split.test, [8, 9]);
    let scaler = &dataset.inputs.feature_scaler;
    assert_eq!(scaler.mean, [45.0]);
    assert!((scaler.sd[0] - 22.912_878_474_779_2).abs() < 1e-12);
    let timed =
        Dataset::new(parsed.table.clone(), &DataSpec { time: Some("day".to_owned()), ..spec }).unwrap();
    assert_eq!(timed.split.test, [8, 9], "ten rows are too few to give up some for a lag");
}

#[test]
fn choices_that_make_no_data_set_say_why() {
    let parsed = read("a,b,c\n1,x,1\n2,y,2\n3,x,3\n4,y,4\n5,x,5\n6,y,6\n");
    let spec = |targets: &[&str], features: &[&str]| DataSpec {
        targets: targets.iter().map(|name| (*name).to_owned()).collect(),
        features: features.iter().map(|name| (*name).to_owned()).collect(),
        time: None,
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::LeaveOut,
        season: false,
        scaling: Scaling::Standard,
        split: SplitSpec::default(),
    };
    let error = |spec: DataSpec| Dataset::new(parsed.table.clone(), &spec).unwrap_err();
    assert_eq!(error(spec(&[], &["a"])), DatasetError::NoTarget);
    assert_eq!(error(spec(&["a"], &[])), DatasetError::NoFeature);
    assert_eq!(
        error(spec(&["b"], &["a"])),
        DatasetError::TargetIsCategory { column: "b".to_owned(), labels: 2 }
    );
    let copy = Dataset::new(parsed.table.clone(), &spec(&["a"], &["b", "c"])).unwrap();
    assert!(
        copy.issues
            .iter()
            .any(|issue| issue.kind.code() == "copy_of_target" && issue.column.as_deref() == Some("c"))
    );
    let names: Vec<String> = copy.inputs.features.iter().map(|feature| feature.name()).collect();
    assert_eq!(names, ["b=x", "b=y", "c"]);
}

/// By hand: the training rows (random seed aside, all but the test's) have x = 1, 3 and a gap, so the gap becomes their
/// mean; the mark is 1 there and 0 elsewhere.
#[test]
fn gaps_are_left_out_or_filled_with_the_training_mean() {
    let text = "x,label,y\n1,a,1\n,b,2\n3,,3\n5,a,4\n1,b,5\n3,a,6\n2,b,7\n9,a,8\n9,b,9\n9,a,10\n";
    let table = read(text).table;
    let spec = |missing| DataSpec {
        season: false,
        scaling: Scaling::Standard,
        targets: vec!["y".to_owned()],
        features: vec!["x".to_owned(), "label".to_owned()],
        time: None,
        horizon: Span::DAY,
        categories: Vec::new(),
        missing,
        split: SplitSpec { method: SplitMethod::Chronological, test_share: 0.3, validation_share: 0.0 },
    };
    let left_out = Dataset::new(table.clone(), &spec(Missing::LeaveOut)).unwrap();
    assert_eq!((left_out.rows.len(), left_out.rows_by_missing), (8, (8, 10)));
    let filled = Dataset::new(table.clone(), &spec(Missing::Fill)).unwrap();
    assert_eq!((filled.rows.len(), filled.rows_by_missing), (10, (8, 10)));
    let names: Vec<String> = filled.inputs.features.iter().map(|feature| feature.name()).collect();
    assert_eq!(names, ["x=?", "x", "label=a", "label=b"]);
    // Training rows are the first seven: (1 + 3 + 5 + 1 + 3 + 2) / 6.
    assert_eq!(filled.raw_features().to_array().row(1).to_vec(), [1.0, 2.5, 0.0, 1.0]);
    assert_eq!(filled.raw_features().to_array().row(2).to_vec(), [0.0, 3.0, 0.0, 0.0]);
    // A new table is filled with the same mean: 0 in standardised units.
    let applied = filled.inputs.apply(&read("x,label\n,a\n2.5,a\n4,b\n").table, None).unwrap();
    assert_eq!(applied.rows, [0, 1, 2]);
    assert_eq!(applied.features[[0, 1]], applied.features[[1, 1]]);
    assert!(applied.features[[0, 0]] > applied.features[[1, 0]]);
}

/// Each leak is found, and not where there is none.
#[test]
fn leaks_are_found() {
    let mut text = "time,meter,early,y\n".to_owned();
    let load = |row: u32| 10.0 + f64::from(row * 7919 % 101) / 10.0 + f64::from(row % 24);
    for row in 3..600_u32 {
        let (day, hour) = (row / 24, row % 24);
        text.push_str(&format!(
            "2024-{:02}-{:02}T{hour:02}:00,m{},{},{}\n",
            1 + day / 28,
            1 + day % 28,
            row % 4,
            load(row - 3),
            load(row)
        ));
    }
    let table = greengrad::data::read_plain(&text);
    let spec = |method: SplitMethod| DataSpec {
        targets: vec!["y".to_owned()],
        features: vec!["early".to_owned()],
        time: Some("time".to_owned()),
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::LeaveOut,
        season: false,
        scaling: Scaling::Standard,
        split: SplitSpec { method, ..SplitSpec::default() },
    };
    let codes = |spec: &DataSpec| -> Vec<&'static str> {
        Dataset::new(table.clone(), spec).unwrap().issues.iter().map(|issue| issue.kind.code()).collect()
    };
    let chronological = codes(&spec(SplitMethod::Chronological));
    assert!(chronological.contains(&"short_lag"), "{chronological:?}");
    assert!(!chronological.contains(&"random_split_of_times"));
    let random = codes(&spec(SplitMethod::Random { seed: 1 }));
    assert!(
        random.contains(&"random_split_of_times") && random.contains(&"groups_on_both_sides"),
        "{random:?}"
    );
    // Three hours ahead, the value of three hours before is known.
    let near = DataSpec { horizon: Span::hours(3), ..spec(SplitMethod::Chronological) };
    assert!(!codes(&near).contains(&"short_lag"));
}

#[test]
fn the_time_of_the_year_is_a_feature_where_it_is_wanted() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(Example::Homes.path()),
    );
    let table = greengrad::data::read_plain(&text.unwrap());
    let without = Dataset::new(table.clone(), &Example::Homes.spec()).unwrap();
    let with = Dataset::new(table.clone(), &DataSpec { season: true, ..Example::Homes.spec() }).unwrap();
    let names: Vec<String> = with.inputs.features.iter().map(|feature| feature.name()).collect();
    assert_eq!(names.len(), without.inputs.features.len() + 2);
    let place = |name: &str| names.iter().position(|own| own == name).unwrap();
    let (sin, cos) = (place("season_sin"), place("season_cos"));
    // 2017-01-01T12:00 and 2017-07-02T12:00, half a year later.
    for (at, expected) in [(1_483_272_000_000_i64, 1.0), (1_498_996_800_000, -1.0)] {
        let row = with.times.as_ref().unwrap().iter().position(|&own| own == at).unwrap();
        assert!((with.raw_features().at(row, cos) - expected).abs() < 1e-3);
        assert!(with.raw_features().at(row, sin).abs() < 0.03);
    }
}
