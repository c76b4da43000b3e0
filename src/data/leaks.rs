//! The referee of leaks: what a choice of columns and split lets the model know that it could not know, or has seen
//! before it is tested on it.

use std::collections::HashSet;

use ndarray::Array2;

use super::doubts::{COPY_CORRELATION, correlation};
use super::feature::Clock;
use super::words::has_word;
use super::{
    Column, DataSpec, Feature, Grid, Issue, IssueKind, RawFeatures, Split, SplitMethod, Table, Values,
};
use crate::numeric::order::sort_numbers;

/// Steps back within which a column is compared with the target.
const MOST_STEPS: usize = 200;
/// Fewer rows than these prove nothing.
const LEAST_ROWS: usize = 30;
/// Words of names of columns whose rows belong together.
const GROUPS: [&str; 26] = [
    "building",
    "site",
    "house",
    "home",
    "household",
    "meter",
    "device",
    "machine",
    "plant",
    "station",
    "user",
    "customer",
    "patient",
    "student",
    "batch",
    "room",
    "sensor",
    "battery",
    "vehicle",
    "楼",
    "站",
    "设备",
    "用户",
    "表号",
    "批次",
    "房间",
];
/// A share of equal values above which they may have been filled in.
const FILLED_SHARE: f64 = 0.02;

/// All that is found. `raw` `[rows, features]` and `targets` `[rows, targets]` hold the rows of the data set, which are
/// the rows `rows` of the table.
pub(super) fn find(
    table: &Table,
    spec: &DataSpec,
    (raw, features): (&RawFeatures, &[Feature]),
    targets: &Array2<f64>,
    (rows, split): (&[usize], &Split),
    clock: Option<&Clock>,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    let at_random = matches!(spec.split.method, SplitMethod::Random { .. } | SplitMethod::Hash);
    let has_times = table.columns.iter().any(|column| matches!(column.values, Values::Datetime { .. }));
    if at_random && has_times {
        issues.push(Issue::new(IssueKind::RandomSplitOfTimes));
    }
    if at_random {
        issues.extend(table.columns.iter().filter_map(|column| on_both_sides(column, spec, rows, split)));
    }
    for (place, feature) in features.iter().enumerate() {
        let Feature::Number { column } = feature else { continue };
        let values: Vec<f64> = raw.column(place).collect();
        if let Some((before, target)) = clock.and_then(|clock| short_lag(&values, targets, rows, clock, spec))
        {
            let kind = IssueKind::ShortLag { before, target: spec.targets[target].clone() };
            issues.push(Issue::new(kind).in_column(column));
        }
        if is_standardised(&values) {
            issues.push(Issue::new(IssueKind::StandardisedBefore).in_column(column));
        } else if let Some(value) = filled_with_the_mean(&values) {
            issues.push(Issue::new(IssueKind::FilledBefore { value }).in_column(column));
        }
    }
    issues
}

/// A column by whose name rows belong together, of which the same values stand in training and test rows.
fn on_both_sides(column: &Column, spec: &DataSpec, rows: &[usize], split: &Split) -> Option<Issue> {
    let is_target = spec.targets.contains(&column.name) || spec.time.as_ref() == Some(&column.name);
    if !has_word(&column.name, &GROUPS)
        || is_target
        || matches!(column.values, Values::Datetime { .. } | Values::Empty)
    {
        return None;
    }
    let of = |part: &[usize]| -> HashSet<String> {
        part.iter().map(|&row| column.text(rows[row])).filter(|text| !text.is_empty()).collect()
    };
    let (train, test) = (of(&split.train), of(&split.test));
    let both = train.intersection(&test).count();
    // Values that hardly ever occur twice are no groups.
    let groups = train.union(&test).count();
    (both > 0 && groups > 1 && groups * 3 <= rows.len()).then(|| Issue {
        count: both as u32,
        ..Issue::new(IssueKind::GroupsOnBothSides).in_column(&column.name)
    })
}

/// The target that a column holds so long before, less than the horizon.
fn short_lag(
    values: &[f64],
    targets: &Array2<f64>,
    rows: &[usize],
    clock: &Clock,
    spec: &DataSpec,
) -> Option<(super::Span, usize)> {
    let times: Vec<Option<i64>> = rows.iter().map(|&row| clock.milliseconds[row]).collect();
    let grid = Grid::find(times.iter().flatten().copied())?;
    let horizon = grid.steps(spec.horizon);
    for steps in 1..horizon.min(MOST_STEPS) {
        for target in 0..targets.ncols() {
            // Rows are in the order of time, so that steps are rows but for gaps.
            let pairs = (steps..values.len()).filter(|&row| {
                times[row].zip(times[row - steps]).is_some_and(|(now, then)| {
                    grid.place(now)
                        .zip(grid.place(then))
                        .is_some_and(|(now, then)| now - then == steps as i64)
                })
            });
            let (own, before): (Vec<f64>, Vec<f64>) =
                pairs.take(500).map(|row| (values[row], targets[(row - steps, target)])).unzip();
            let r = correlation(own.as_slice().into(), before.as_slice().into());
            if own.len() >= LEAST_ROWS && r > COPY_CORRELATION {
                return Some((grid.span(steps), target));
            }
        }
    }
    None
}

/// Mean 0 and standard deviation 1 over all rows: only who has seen the test rows can have made that.
fn is_standardised(values: &[f64]) -> bool {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sum = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let one = |variance: f64| (variance - 1.0).abs() < 1e-6;
    values.len() >= LEAST_ROWS && mean.abs() < 1e-6 && (one(sum / n) || one(sum / (n - 1.0)))
}

/// The value that occurs most, where it is the mean of all rows to the last digits and no value of the others' kind.
fn filled_with_the_mean(values: &[f64]) -> Option<f64> {
    if values.len() < LEAST_ROWS {
        return None;
    }
    let mut sorted = values.to_vec();
    sort_numbers(&mut sorted);
    let (mut best, mut most, mut from) = (f64::NAN, 0, 0);
    for to in 1..=sorted.len() {
        if to == sorted.len() || sorted[to] != sorted[from] {
            if to - from > most {
                (best, most) = (sorted[from], to - from);
            }
            from = to;
        }
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let often = most as f64 >= FILLED_SHARE * values.len() as f64 && most > 1 && most < values.len();
    let range = sorted[sorted.len() - 1] - sorted[0];
    // A whole number may well be the mean by chance.
    (often && best.fract() != 0.0 && (best - mean).abs() < 1e-9 * range).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_standardised_or_filled_before_is_told() {
        let raw: Vec<f64> = (0..50).map(|row| f64::from(row * 37 % 50)).collect();
        assert!(!is_standardised(&raw));
        let mean = raw.iter().sum::<f64>() / 50.0;
        let sd = (raw.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 50.0).sqrt();
        let scaled: Vec<f64> = raw.iter().map(|value| (value - mean) / sd).collect();
        assert!(is_standardised(&scaled));
        assert_eq!(filled_with_the_mean(&raw), None);
        let mut filled: Vec<f64> = (0..60).map(|row| f64::from(row * row % 61) + 0.25).collect();
        let mean = filled[..50].iter().sum::<f64>() / 50.0;
        filled[50..].fill(mean);
        assert!((filled_with_the_mean(&filled).unwrap() - mean).abs() < 1e-12);
    }
}
