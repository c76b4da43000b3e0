//! What is said of a run when it is over: the judgement on each target, and the forecast beyond the data's end.

use ndarray::Axis;

use super::judge::{Case, Judgement, judge};
use super::learner::Learner;
use super::protocol::{Ahead, Judged, KnownAhead, Part, Predictions};
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
        ahead: model.and_then(|model| ahead(dataset, table, model, &[])),
        targets: judgements,
    }
}

/// The grid of the data set's times and the past of its horizon.
pub(super) fn rhythm(dataset: &Dataset) -> Option<(Grid, Option<Rhythm>)> {
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
    let baselines: Vec<(BaselineName, Vec<f64>)> = report::baselines(dataset, &fit, rows)
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

/// The forecast for the horizon behind the last row that has its targets; `given` are cells of columns that are known
/// ahead, one a time. `None` without times that have a step.
pub(super) fn ahead(
    dataset: &Dataset,
    table: &Table,
    model: &ModelFile,
    given: &[(String, Vec<String>)],
) -> Option<Ahead> {
    let (grid, rhythm) = rhythm(dataset)?;
    let name = dataset.inputs.time.as_deref()?;
    let Values::Datetime { milliseconds, .. } = &table.column(name)?.values else { return None };
    let last = *dataset.times.as_ref()?.iter().max()?;
    let first = grid.place(last)? + 1;
    let steps = grid.steps(dataset.inputs.horizon).min(MOST_AHEAD);
    let places = first..first + steps as i64;
    let times: Vec<i64> = places.clone().filter_map(|place| grid.time(place)).collect();
    let row_at = |at: i64| milliseconds.iter().position(|own| *own == Some(at));
    let here: Vec<Option<usize>> = times.iter().map(|&at| row_at(at)).collect();
    // What is not in the table is taken to be as it was the last time that the clock stood there.
    let back = rhythm.map_or(steps, |rhythm| rhythm.near);
    let before: Vec<Option<usize>> =
        places.map(|place| grid.time(place - back as i64).and_then(row_at)).collect();
    let names = dataset.inputs.known_columns();
    let mut known = Vec::new();
    let mut extended = |column: &Column| {
        let stated = |row: Option<usize>| row.filter(|&row| !column.text(row).is_empty());
        let is_known = names.contains(&column.name.as_str());
        let rows: Vec<Option<usize>> = here
            .iter()
            .zip(&before)
            .map(|(&here, &before)| stated(here).or(before.filter(|_| is_known)))
            .collect();
        let mut own = Column { values: column.values.pick(&rows), ..column.clone() };
        match &mut own.values {
            Values::Datetime { milliseconds, .. } if column.name == name => {
                *milliseconds = times.iter().copied().map(Some).collect();
            }
            _ if is_known => {
                let cells =
                    given.iter().find(|(given, _)| *given == column.name).map(|(_, cells)| &cells[..]);
                let (mut assumed, mut wrong) = (Vec::new(), Vec::new());
                for (place, &here) in here.iter().enumerate() {
                    let cell = cells.and_then(|cells| cells.get(place)).map_or("", |cell| cell.trim());
                    let taken = !cell.is_empty() && set(&mut own.values, place, cell);
                    wrong.push(!cell.is_empty() && !taken);
                    assumed.push(!taken && stated(here).is_none());
                }
                let cells = (0..times.len()).map(|place| own.text(place)).collect();
                let range = column.range().map(|(least, _, most)| (least, most));
                let is_outside = |place: usize| match (&own.values, range) {
                    (Values::Number(values), Some((least, most))) => {
                        values[place] < least || values[place] > most
                    }
                    _ => false,
                };
                let outside = (0..times.len()).map(is_outside).collect();
                known.push(KnownAhead { name: column.name.clone(), cells, assumed, range, outside, wrong });
            }
            _ => {}
        }
        own
    };
    let columns = table.columns.iter().map(&mut extended).collect();
    // Columns without their long values: these stay in the table, which is looked up as history.
    let future = Table { columns, lines: vec![0; times.len()] };
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
    any.then_some(Ahead { times, values, known, back: grid.span(back) })
}

/// Sets a cell to what a person typed. Says whether the column can hold it.
pub(super) fn set(values: &mut Values, place: usize, cell: &str) -> bool {
    match values {
        Values::Number(values) => crate::numeric::typed(cell)
            .is_some_and(|number| values.get_mut(place).map(|into| *into = number).is_some()),
        Values::Category { labels, codes } => {
            let code = labels.iter().position(|label| label == cell);
            code.is_some_and(|code| codes.get_mut(place).map(|into| *into = Some(code as u32)).is_some())
        }
        _ => false,
    }
}
