//! Figures on some rows of a data set, in the targets' own units.

use ndarray::{Array2, ArrayView2};

use super::learner::Learner;
use super::protocol::{BaselineReport, Part, Predictions, RowsReport, TargetReport};
use crate::data::Dataset;
use crate::evaluation::{BaselineName, Baselines, Evaluated, Metrics};
use crate::numeric::select_rows;

/// The rows that are shown before and while it trains: validation, or training rows where there is none.
pub(super) fn watched_part(dataset: &Dataset) -> Part {
    if dataset.split.validation.is_empty() { Part::Train } else { Part::Validation }
}

/// The rows of a part.
pub(super) fn part_rows(dataset: &Dataset, part: Part) -> &[usize] {
    match part {
        Part::Train => &dataset.split.train,
        Part::Validation => &dataset.split.validation,
        Part::Test => &dataset.split.test,
    }
}

/// What the simple methods, fitted on the rows `fit`, predict for these rows `[rows, targets]`.
pub(super) fn baselines(
    dataset: &Dataset,
    fit: &[usize],
    rows: &[usize],
) -> Vec<(BaselineName, Array2<f64>)> {
    Baselines::fit(&dataset.raw_features(), dataset.targets.view(), fit, &dataset.before).predict(rows)
}

/// What happened on the rows of a part, and how good the simple methods are there.
/// They are fitted on the rows `fit`, which are those that the model beside them learnt from.
pub(super) fn rows(dataset: &Dataset, part: Part, fit: &[usize]) -> RowsReport {
    let rows = part_rows(dataset, part);
    let actual = select_rows(dataset.targets.view(), rows);
    let predicted: Vec<_> = baselines(dataset, fit, rows)
        .into_iter()
        .map(|(name, predictions)| (name, metrics(actual.view(), predictions.view())))
        .collect();
    let targets = dataset.inputs.targets.iter().enumerate().map(|(target, name)| TargetReport {
        name: name.clone(),
        actual: actual.column(target).to_vec(),
        baselines: predicted
            .iter()
            .map(|(name, metrics)| BaselineReport { name: *name, metrics: metrics[target] })
            .collect(),
    });
    RowsReport {
        part,
        rows: rows.iter().map(|&row| dataset.rows[row] as u32).collect(),
        times: dataset.times.as_ref().map(|times| rows.iter().map(|&row| times[row]).collect()),
        utc: dataset.utc,
        targets: targets.collect(),
    }
}

/// The model's predictions for some rows and how good they are.
pub(super) fn predictions(
    dataset: &Dataset,
    rows: &[usize],
    learner: &mut dyn Learner,
) -> Option<Predictions> {
    let own = learner.predict(dataset, rows)?;
    let actual = select_rows(dataset.targets.view(), rows);
    Some(Predictions {
        values: own.columns().into_iter().map(|column| column.to_vec()).collect(),
        metrics: metrics(actual.view(), own.view()),
    })
}

/// Figures of each target.
fn metrics(actual: ArrayView2<f64>, predicted: ArrayView2<f64>) -> Vec<Metrics> {
    let pairs = actual.columns().into_iter().zip(predicted.columns());
    pairs.map(|(targets, predictions)| Evaluated { targets, predictions }.metrics()).collect()
}
