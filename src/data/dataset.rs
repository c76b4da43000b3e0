//! A table and a choice of columns → what a network learns from.

use std::sync::Arc;

use ndarray::Array2;

use super::doubts;
use super::feature::{CalendarPart, Clock, Feature, labels_of};
use super::inputs::{KnownColumn, ModelInputs, left_out};
use super::split::{Split, groups};
use super::{
    Column, DataSpec, DatasetError, Issue, IssueKind, Missing, RawFeatures, Scaler, Span, Table, Values,
};
use crate::numeric::{Entries, order::places_in_order};

/// Fewer usable rows teach nothing.
const LEAST_ROWS: usize = 5;
/// Test rows below which figures are said to be rough.
const FEW_TEST_ROWS: usize = 20;
/// A lag is left out where fewer than this share of the rows has it, or fewer than so many.
const LAG_SHARE: f64 = 0.5;
const LAG_ROWS: f64 = 20.0;

/// Rows of features and targets, split and standardised.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// How a table becomes features.
    pub inputs: ModelInputs,
    /// Standardised features `[rows, features]`, shared with what learns from them.
    pub features: Arc<Array2<f32>>,
    /// Standardised targets `[rows, targets]`, shared likewise.
    pub scaled_targets: Arc<Array2<f32>>,
    /// Targets in their own units `[rows, targets]`.
    pub targets: Array2<f64>,
    /// The targets so long before, each `[rows, targets]`, where there are times; the latest first.
    pub before: Vec<(Span, Array2<f64>)>,
    /// The row in the table of each row here.
    pub rows: Vec<usize>,
    /// How many rows can be used when those with missing features are left out, and when these are filled.
    pub rows_by_missing: (usize, usize),
    /// The time of each row in ms since 1970, where there is a time column.
    pub times: Option<Vec<i64>>,
    /// Whether times are of UTC.
    pub utc: bool,
    /// Which rows are for what.
    pub split: Split,
    /// The group of each row, where whole groups are kept for the test.
    pub groups: Option<Vec<usize>>,
    /// What was doubtful.
    pub issues: Vec<Issue>,
    /// Where the rows are from.
    table: Arc<Table>,
    /// What stands for a missing value of each feature, where these are filled.
    means: Option<Vec<f64>>,
}

impl Dataset {
    /// Makes a data set of a table, which it shares.
    ///
    /// # Errors
    /// Why the choice of columns or the split makes none.
    pub fn new(table: impl Into<Arc<Table>>, spec: &DataSpec) -> Result<Self, DatasetError> {
        Self::of_shared(table.into(), spec)
    }

    fn of_shared(shared: Arc<Table>, spec: &DataSpec) -> Result<Self, DatasetError> {
        let table = &*shared;
        check_shares(spec)?;
        let mut issues = Vec::new();
        let targets = targets(table, spec)?;
        let clock = clock(table, spec)?;
        let columns = usable_features(table, spec, &mut issues)?;
        let lags = lags(table, spec, clock.as_ref(), &mut issues);
        let mut features: Vec<Feature> = Vec::new();
        if clock.is_some() {
            features.extend(CalendarPart::ALL.map(Feature::Calendar));
            if spec.season {
                features.extend(CalendarPart::SEASON.map(Feature::Calendar));
            }
        }
        if spec.missing == Missing::Fill {
            features.extend(fill_marks(table, &columns));
        }
        features.extend(columns);
        features.extend(lags.iter().cloned());
        if features.is_empty() {
            return Err(DatasetError::NoFeature);
        }
        let all = RawFeatures::new(table, &features, clock.as_ref())?;
        let values: Vec<&[f64]> = targets.iter().filter_map(|column| column.numbers()).collect();
        // Both ways are counted, so that a person can choose between them.
        let usable =
            |features: &[Feature], missing, clock| usable_rows(&all, features, missing, &values, clock);
        let rows_if_left_out = usable(&features, Missing::LeaveOut, clock.as_ref());
        let rows_if_filled = usable(&features, Missing::Fill, clock.as_ref());
        let rows_by_missing = (rows_if_left_out.len(), rows_if_filled.len());
        let rows = match spec.missing {
            Missing::LeaveOut => rows_if_left_out,
            Missing::Fill => rows_if_filled,
        };
        let past = features
            .iter()
            .position(|feature| matches!(feature, Feature::Lag { .. }))
            .unwrap_or(features.len());
        let complete = usable(&features[..past], spec.missing, None);
        issues.extend(left_out(table, &complete));
        issues.extend(history(table, &complete, &rows, &features));
        if rows.len() < LEAST_ROWS {
            let (usable, needed) = (rows.len() as u32, LEAST_ROWS as u32);
            return Err(DatasetError::TooFewRows { usable, needed });
        }
        let own_targets =
            Array2::from_shape_fn((rows.len(), values.len()), |(row, target)| values[target][rows[row]]);
        let mut raw = all.of_rows(&rows[..]);
        let groups = groups(table, spec, &rows)?;
        let split = Split::new(&spec.split, &rows, groups.as_deref());
        if split.train.is_empty() || split.test.is_empty() {
            let (train, test) = (split.train.len() as u32, split.test.len() as u32);
            return Err(DatasetError::EmptySplit { train, test });
        }
        // The page's first worker only shows an example, whose choice has no leak.
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        issues.extend(super::leaks::find(
            table,
            spec,
            (&raw, &features),
            &own_targets,
            (&rows, &split),
            clock.as_ref(),
        ));
        if split.test.len() < FEW_TEST_ROWS {
            issues.push(Issue::new(IssueKind::FewRows { test: split.test.len() as u32 }));
        }
        let means = (spec.missing == Missing::Fill).then(|| present_means(&raw, &split.train));
        if let Some(means) = &means {
            raw = raw.filled(&features, means);
        }
        issues.extend(doubts::on_targets(&raw, &features, &own_targets, spec));
        let before = lagged_targets(&raw, &features, spec);
        let feature_scaler = Scaler::fit(&raw, &split.train);
        let target_scaler = Scaler::fit(&own_targets.view(), &split.train);
        let times =
            clock.as_ref().map(|clock| rows.iter().filter_map(|&row| clock.milliseconds[row]).collect());
        Ok(Self {
            features: Arc::new(spec.scaling.scale(&feature_scaler, &raw, rows.len())),
            scaled_targets: Arc::new(target_scaler.scale(&own_targets.view(), rows.len())),
            before,
            targets: own_targets,
            rows,
            rows_by_missing,
            times,
            utc: clock.is_some_and(|clock| clock.utc),
            split,
            groups,
            issues,
            inputs: ModelInputs {
                time: spec.time.clone(),
                horizon: spec.horizon,
                features,
                missing: spec.missing,
                scaling: spec.scaling,
                feature_scaler,
                targets: spec.targets.clone(),
                target_scaler,
                columns: KnownColumn::all(table),
            },
            table: shared,
            means,
        })
    }

    /// The features in their own units `[rows, features]`, read in the table.
    pub fn raw_features(&self) -> RawFeatures<'_> {
        let (table, inputs) = (&*self.table, &self.inputs);
        let clock = inputs.time.as_ref().and_then(|time| Clock::new(&table.column(time)?.values));
        let Ok(all) = RawFeatures::new(table, &inputs.features, clock.as_ref()) else {
            unreachable!("the same features were made of this table before")
        };
        let raw = all.of_rows(&self.rows[..]);
        match &self.means {
            Some(means) => raw.filled(&inputs.features, means),
            None => raw,
        }
    }
}

/// A mark for each column of numbers that lacks some.
fn fill_marks(table: &Table, columns: &[Feature]) -> Vec<Feature> {
    let lacks = |feature: &&Feature| match feature {
        Feature::Number { column } => table
            .column(column)
            .and_then(Column::numbers)
            .is_some_and(|values| values.iter().any(|value| value.is_nan())),
        _ => false,
    };
    let mark = |feature: &Feature| match feature {
        Feature::Number { column } => Some(Feature::IsMissing { column: column.clone() }),
        _ => None,
    };
    columns.iter().filter(lacks).filter_map(mark).collect()
}

/// The mean of each column's values that are there, in these rows; 0 where none is.
fn present_means(raw: &RawFeatures, rows: &[usize]) -> Vec<f64> {
    let mean = |column: usize| {
        let present = || rows.iter().map(|&row| raw.at(row, column)).filter(|value| !value.is_nan());
        present().sum::<f64>() / present().count().max(1) as f64
    };
    (0..raw.ncols()).map(mean).collect()
}

fn check_shares(spec: &DataSpec) -> Result<(), DatasetError> {
    let (test, validation) = (spec.split.test_share, spec.split.validation_share);
    let fine = test > 0.0 && validation >= 0.0 && test + validation <= 0.9;
    if fine { Ok(()) } else { Err(DatasetError::Shares { test, validation }) }
}

fn find<'t>(table: &'t Table, name: &str) -> Result<&'t Column, DatasetError> {
    table.column(name).ok_or_else(|| DatasetError::UnknownColumn { column: name.to_owned() })
}

fn targets<'t>(table: &'t Table, spec: &DataSpec) -> Result<Vec<&'t Column>, DatasetError> {
    if spec.targets.is_empty() {
        return Err(DatasetError::NoTarget);
    }
    let mut columns = Vec::new();
    for name in &spec.targets {
        let column = find(table, name)?;
        let own = || name.clone();
        if spec.features.contains(name) || spec.time.as_ref() == Some(name) {
            return Err(DatasetError::FeatureIsTarget { column: own() });
        }
        match &column.values {
            Values::Number(_) => columns.push(column),
            Values::Category { labels, .. } => {
                return Err(DatasetError::TargetIsCategory { column: own(), labels: labels.len() as u32 });
            }
            _ => return Err(DatasetError::TargetNotNumeric { column: own() }),
        }
    }
    Ok(columns)
}

fn clock(table: &Table, spec: &DataSpec) -> Result<Option<Clock>, DatasetError> {
    let Some(name) = &spec.time else { return Ok(None) };
    let column = find(table, name)?;
    Clock::new(&column.values).map(Some).ok_or_else(|| DatasetError::TimeNotDatetime { column: name.clone() })
}

/// The chosen columns as features, in the order of the choice; columns without any value are left out with an issue.
fn usable_features(
    table: &Table,
    spec: &DataSpec,
    issues: &mut Vec<Issue>,
) -> Result<Vec<Feature>, DatasetError> {
    let mut features = Vec::new();
    for name in &spec.features {
        let column = find(table, name)?;
        let as_labels = spec.categories.contains(name) || !matches!(column.values, Values::Number(_));
        match &column.values {
            Values::Empty => issues.push(Issue::new(IssueKind::EmptyColumn).in_column(name)),
            Values::Number(values) if values.iter().all(|value| value.is_nan()) => {
                issues.push(Issue::new(IssueKind::EmptyColumn).in_column(name));
            }
            Values::Text(_) => {
                let distinct = column.distinct().unwrap_or(0);
                return Err(DatasetError::FeatureIsText { column: name.clone(), distinct });
            }
            Values::Datetime { .. } => return Err(DatasetError::FeatureIsTime { column: name.clone() }),
            values if as_labels => {
                let labels = labels_of(values).unwrap_or_default();
                features
                    .extend(labels.into_iter().map(|label| Feature::OneHot { column: name.clone(), label }));
            }
            _ => features.push(Feature::Number { column: name.clone() }),
        }
    }
    if spec.time.is_none() && features.is_empty() {
        return Err(DatasetError::NoFeature);
    }
    Ok(features)
}

/// The lags of all targets; a lag that would cost too many rows is left out with an issue.
fn lags(table: &Table, spec: &DataSpec, clock: Option<&Clock>, issues: &mut Vec<Issue>) -> Vec<Feature> {
    let Some(clock) = clock else { return Vec::new() };
    let lag = |column: &String, before: Span| Feature::Lag { column: column.clone(), before };
    let enough = |before: &Span| {
        spec.targets.iter().all(|target| {
            let values = lag(target, *before).values(table, Some(clock)).unwrap_or_default();
            let present = values.iter().filter(|value| value.is_finite()).count();
            present as f64 >= (LAG_SHARE * table.rows() as f64).max(LAG_ROWS)
        })
    };
    let (kept, left_out): (Vec<Span>, Vec<Span>) = clock.lags(spec.horizon).into_iter().partition(enough);
    issues.extend(left_out.into_iter().map(|before| Issue::new(IssueKind::LagsLeftOut { before })));
    // Lags of a target stand together: the latest first, then the next target's.
    spec.targets.iter().flat_map(|target| kept.iter().map(move |&before| lag(target, before))).collect()
}

/// Rows with every value of the first `features` that `missing` asks for, in the order of time where there is a clock (rows
/// of the same time as in the file).
fn usable_rows(
    raw: &RawFeatures,
    features: &[Feature],
    missing: Missing,
    targets: &[&[f64]],
    clock: Option<&Clock>,
) -> Vec<usize> {
    let may_lack: Vec<bool> =
        features.iter().map(|feature| missing == Missing::Fill && feature.can_be_filled()).collect();
    let usable = |row: usize| {
        let is_there = |(column, may_lack): (usize, &bool)| {
            let value = raw.at(row, column);
            value.is_finite() || *may_lack && value.is_nan()
        };
        targets.iter().all(|target| target[row].is_finite()) && may_lack.iter().enumerate().all(is_there)
    };
    let rows: Vec<usize> = (0..raw.nrows()).filter(|&row| usable(row)).collect();
    match clock {
        Some(clock) => {
            let times: Vec<i64> =
                rows.iter().map(|&row| clock.milliseconds[row].unwrap_or(i64::MIN)).collect();
            places_in_order(&times).into_iter().map(|place| rows[place]).collect()
        }
        None => rows,
    }
}

/// The targets so long before, for each lag that is among the features.
fn lagged_targets(raw: &RawFeatures, features: &[Feature], spec: &DataSpec) -> Vec<(Span, Array2<f64>)> {
    let mut spans: Vec<Span> = Vec::new();
    for feature in features {
        if let Feature::Lag { before, .. } = feature
            && !spans.contains(before)
        {
            spans.push(*before);
        }
    }
    let of = |before: Span| {
        let place = |target: &String| {
            features.iter().position(|feature| *feature == Feature::Lag { column: target.clone(), before })
        };
        let places: Option<Vec<usize>> = spec.targets.iter().map(place).collect();
        let places = places?;
        let targets =
            Array2::from_shape_fn((raw.nrows(), places.len()), |(row, target)| raw.at(row, places[target]));
        Some((before, targets))
    };
    spans.into_iter().filter_map(of).collect()
}

/// The rows that have everything but the past that the lags look up.
fn history(table: &Table, complete: &[usize], used: &[usize], features: &[Feature]) -> Option<Issue> {
    let longest = features.iter().filter_map(|feature| match feature {
        Feature::Lag { before, .. } => Some(*before),
        _ => None,
    });
    let before = longest.max_by_key(|before| before.milliseconds())?;
    let mut is_used = vec![false; table.rows()];
    used.iter().for_each(|&row| is_used[row] = true);
    let lines = complete.iter().filter(|&&row| !is_used[row]).map(|&row| table.lines[row]);
    Issue::new(IssueKind::HistoryRows { used: used.len() as u32, before }).on_lines(lines)
}
