//! What is said of a run when it is over: the judgement on each target, and the forecast beyond the data's end.

use ndarray::Axis;

use super::judge::{Case, Judgement, judge};
use super::learner::Learner;
use super::protocol::{Ahead, Judged, Part, Predictions};
use super::report;
use crate::data::{Column, Dataset, Grid, Rhythm, Table, Values};
use crate::evaluation::BaselineName;
use crate::formats::ModelFile;

/// Most rows of a forecast beyond the end.
const MOST_AHEAD: usize = 2000;

/// All of it. `test` are the model's predictions for the test rows.
pub(super) fn judged(
    dataset: &Dataset,
    table: &Table,
    learner: &mut dyn Learner,
    model: Option<&ModelFile>,
    test: &Predictions,
    seed: u64,
) -> Judged {
    let targets = 0..dataset.inputs.targets.len();
    let judgements: Vec<Option<Judgement>> =
        targets.map(|target| judgement(dataset, learner, test, target, seed)).collect();
    Judged {
        test: report::rows(dataset, Part::Test, &learner.fit_rows(dataset)),
        predictions: test.clone(),
        recipes: learner.recipe_reports(),
        ahead: model.and_then(|model| ahead(dataset, table, model)),
        targets: judgements,
    }
}

/// The grid of the data set's times and the past of its horizon.
fn rhythm(dataset: &Dataset) -> Option<(Grid, Option<Rhythm>)> {
    let grid = Grid::find(dataset.times.as_ref()?.iter().copied())?;
    Some((grid, Rhythm::new(&grid, dataset.inputs.horizon)))
}

fn judgement(
    dataset: &Dataset,
    learner: &mut dyn Learner,
    test: &Predictions,
    target: usize,
    seed: u64,
) -> Option<Judgement> {
    let rows = &dataset.split.test;
    let fit = learner.fit_rows(dataset);
    let baselines: Vec<(BaselineName, Vec<f64>)> = report::baselines(dataset, &fit)
        .predict(rows)
        .into_iter()
        .map(|(name, predictions)| (name, predictions.column(target).to_vec()))
        .collect();
    let targets = dataset.targets.select(Axis(0), rows).column(target).to_vec();
    let times: Option<Vec<i64>> =
        dataset.times.as_ref().map(|times| rows.iter().map(|&row| times[row]).collect());
    let mut before = [&dataset.split.train[..], &dataset.split.validation[..]].concat();
    before.sort_unstable();
    // Without times there is no season to repeat.
    before.retain(|_| dataset.times.is_some());
    let history: Vec<f64> = before.iter().map(|&row| dataset.targets[(row, target)]).collect();
    let (horizon, season) = match rhythm(dataset) {
        Some((grid, rhythm)) => (grid.steps(dataset.inputs.horizon), rhythm.map_or(1, |rhythm| rhythm.cycle)),
        None => (1, 1),
    };
    judge(&Case {
        targets: &targets,
        predictions: test.values.get(target)?,
        baselines: &baselines,
        times: times.as_deref(),
        history: &history,
        calibration: learner.calibration(dataset, target),
        horizon,
        season,
        seed,
    })
}

/// The forecast for the horizon behind the last row that has its targets. `None` without times that have a step.
fn ahead(dataset: &Dataset, table: &Table, model: &ModelFile) -> Option<Ahead> {
    let (grid, rhythm) = rhythm(dataset)?;
    let name = dataset.inputs.time.as_deref()?;
    let Values::Datetime { milliseconds, .. } = &table.column(name)?.values else { return None };
    let last = *dataset.times.as_ref()?.iter().max()?;
    let first = grid.place(last)? + 1;
    let steps = grid.steps(dataset.inputs.horizon).min(MOST_AHEAD);
    let times: Vec<i64> = (first..first + steps as i64).filter_map(|place| grid.time(place)).collect();
    let row_at = |at: i64| milliseconds.iter().position(|own| *own == Some(at));
    let here: Vec<Option<usize>> = times.iter().map(|&at| row_at(at)).collect();
    // What is not in the table is taken to be as it was the last time that the clock stood there.
    let back = rhythm.map_or(steps, |rhythm| rhythm.near);
    let before: Vec<Option<usize>> =
        (first..first + steps as i64).map(|place| grid.time(place - back as i64).and_then(row_at)).collect();
    let mut assumed = Vec::new();
    let known = dataset.inputs.known_columns();
    let extended = |column: &Column| {
        let take = |row: usize| if known.contains(&column.name.as_str()) { before[row] } else { None };
        let mut lacks = false;
        let mut cell = |place: usize, missing: &dyn Fn(usize) -> bool| match here[place] {
            Some(row) if !missing(row) => Some(row),
            _ => {
                lacks = true;
                take(place)
            }
        };
        let values = match &column.values {
            Values::Number(values) => Values::Number(
                (0..times.len())
                    .map(|place| cell(place, &|row| values[row].is_nan()).map_or(f64::NAN, |row| values[row]))
                    .collect(),
            ),
            Values::Category { labels, codes } => Values::Category {
                labels: labels.clone(),
                codes: (0..times.len())
                    .map(|place| cell(place, &|row| codes[row].is_none()).and_then(|row| codes[row]))
                    .collect(),
            },
            Values::Text(values) => Values::Text(
                (0..times.len())
                    .map(|place| {
                        cell(place, &|row| values[row].is_none()).and_then(|row| values[row].clone())
                    })
                    .collect(),
            ),
            Values::Datetime { utc, .. } if column.name == name => {
                Values::Datetime { milliseconds: times.iter().map(|&at| Some(at)).collect(), utc: *utc }
            }
            Values::Datetime { utc, .. } => {
                Values::Datetime { milliseconds: vec![None; times.len()], utc: *utc }
            }
            Values::Empty => Values::Empty,
        };
        if lacks && known.contains(&column.name.as_str()) {
            assumed.push(column.name.clone());
        }
        Column { values, ..column.clone() }
    };
    // Columns without their long values: these stay in the table, which is looked up as history.
    let future = Table { columns: table.columns.iter().map(extended).collect(), lines: vec![0; times.len()] };
    let predicted = model.predict(&future, Some(table)).ok()?;
    let values = (0..dataset.inputs.targets.len()).map(|target| {
        predicted
            .rows
            .iter()
            .map(|row| row.as_ref().map_or(f64::NAN, |row| row[target]))
            .collect::<Vec<f64>>()
    });
    let values: Vec<Vec<f64>> = values.collect();
    let any = values.iter().flatten().any(|value| value.is_finite());
    any.then_some(Ahead { times, values, assumed, back: grid.span(back) })
}
