//! Why a model says what it says: which inputs it needs, how it moves with one, and what made one prediction.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::explaining::{Explained, FreeInput};
use super::subject::{Matter, Subject};
use crate::data::Table;
use crate::evaluation::explain::{
    ExplainError, Game, Known, Path, STEP_F32, accumulated_local_effects, integrated_gradients,
    numeric_gradient, partial_dependence, permutation_importance, permutations, quantile_grid, shapley,
};
use crate::numeric::{Rng, Stream};

/// Rows that importance is measured on, and how often they are shuffled.
const IMPORTANCE_ROWS: usize = 600;
const REPEATS: usize = 5;
/// Points of a curve, and rows that are drawn one by one.
const POINTS: usize = 24;
const CURVES: usize = 20;
/// Rows that a prediction is compared with.
const BACKGROUND: usize = 60;
/// Orders that are drawn, twice each, where there are too many matters for all coalitions.
const PAIRS: usize = 200;
/// Steps of integrated gradients.
const STEPS: usize = 64;

/// Rows of the table before and behind that are shown too.
const AROUND: usize = 3;

/// The rows of the table around one.
pub(super) fn around(table: &Table, row: u32, place: usize) -> Explained {
    let last = table.rows().saturating_sub(1);
    let lines = (place.saturating_sub(AROUND)..=(place + AROUND).min(last)).map(|own| {
        let cells = table.columns.iter().map(|column| column.text(own)).collect();
        (table.lines[own], own == place, cells)
    });
    Explained::Around {
        row,
        names: table.columns.iter().map(|column| column.name.clone()).collect(),
        lines: lines.collect(),
    }
}

/// The matters, each with its inputs.
fn matters(subject: &Subject) -> (Vec<Matter>, Vec<Vec<usize>>) {
    let (mut names, mut places): (Vec<Matter>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    for (place, input) in subject.inputs.iter().enumerate() {
        match names.iter().position(|own| *own == input.matter) {
            Some(known) => places[known].push(place),
            None => {
                names.push(input.matter.clone());
                places.push(vec![place]);
            }
        }
    }
    (names, places)
}

/// So many rows, evenly spread.
fn spread(rows: usize, most: usize) -> Vec<usize> {
    let count = rows.min(most);
    (0..count).map(|place| place * rows / count.max(1)).collect()
}

fn free(subject: &Subject) -> Vec<(u32, String)> {
    let all = subject.inputs.iter().enumerate().filter(|(_, input)| input.free);
    all.map(|(place, input)| (place as u32, input.name.clone())).collect()
}

/// Which inputs it needs; `targets` are those of the test rows.
pub(super) fn importance(
    subject: &mut Subject,
    targets: &[f64],
    seed: u64,
) -> Result<Explained, ExplainError> {
    let rng = &mut Rng::new(seed, Stream::Explain);
    let rows = spread(subject.test.nrows(), IMPORTANCE_ROWS);
    let inputs = subject.test.select(Axis(0), &rows);
    let targets: Array1<f64> = rows.iter().map(|&row| targets[row]).collect();
    let draws = permutations(rows.len(), REPEATS, rng);
    let (names, mut groups) = matters(subject);
    let single: Vec<usize> = (0..subject.inputs.len()).filter(|&place| subject.inputs[place].free).collect();
    groups.extend(single.iter().map(|&place| vec![place]));
    let known = Known { inputs: inputs.view(), targets: targets.view() };
    let found = permutation_importance(&mut *subject.model, known, &groups, &draws)?;
    let rmse = found.base_mse.sqrt();
    let rise = |increase: f64| (found.base_mse + increase).max(0.0).sqrt() - rmse;
    let rises = found.groups.iter().map(|group| {
        let all: Vec<f64> = group.increases.iter().map(|&increase| rise(increase)).collect();
        let mean = all.iter().sum::<f64>() / all.len().max(1) as f64;
        let spread = all.iter().map(|own| (own - mean).powi(2)).sum::<f64>() / (all.len().max(2) - 1) as f64;
        (mean, spread.sqrt())
    });
    let rises: Vec<(f64, f64)> = rises.collect();
    let of_matters =
        names.into_iter().zip(&rises).map(|(name, &(mean, sd))| (name, mean, sd)).collect::<Vec<_>>();
    let singles = single.iter().zip(&rises[of_matters.len()..]);
    Ok(Explained::Importance {
        rmse,
        singles: singles
            .map(|(&place, &(mean, sd))| (subject.inputs[place].name.clone(), mean, sd))
            .collect(),
        matters: of_matters,
        free: free(subject),
        rows: rows.len() as u32,
    })
}

/// How it moves with one input.
pub(super) fn dependence(subject: &mut Subject, input: u32) -> Result<Explained, ExplainError> {
    let column = input as usize;
    let rows = spread(subject.known.nrows(), IMPORTANCE_ROWS);
    let inputs = subject.known.select(Axis(0), &rows);
    let grid = quantile_grid(inputs.column(column), POINTS)?;
    let found = partial_dependence(&mut *subject.model, inputs.view(), column, &grid)?;
    let local = accumulated_local_effects(&mut *subject.model, inputs.view(), column, &grid).ok();
    let level = found.mean.iter().sum::<f64>() / found.mean.len().max(1) as f64;
    let local = local.map(|own| (own.edges, own.accumulated.iter().map(|value| value + level).collect()));
    let shown = spread(found.curves.nrows(), CURVES);
    Ok(Explained::Dependence {
        input,
        name: subject.inputs[column].name.clone(),
        curves: shown.iter().map(|&row| found.curves.row(row).to_vec()).collect(),
        grid: found.grid,
        mean: found.mean,
        local,
    })
}

/// What made one prediction, with some inputs set to other values.
pub(super) fn one_row(
    subject: &mut Subject,
    row: u32,
    changed: &[(u32, f64)],
    seed: u64,
) -> Result<Explained, ExplainError> {
    let rng = &mut Rng::new(seed, Stream::Explain);
    let place = (row as usize).min(subject.test.nrows().saturating_sub(1));
    let actual = subject.test.row(place).to_owned();
    let mut own = actual.clone();
    for &(input, value) in changed {
        if let Some(into) = own.get_mut(input as usize) {
            *into = value;
        }
    }
    let background = subject.known.select(Axis(0), &spread(subject.known.nrows(), BACKGROUND));
    let (names, players) = matters(subject);
    let game = Game { row: own.view(), background: background.view(), players: &players };
    let found = shapley(&mut *subject.model, game, PAIRS, rng)?;
    let gradients = by_gradients(subject, &own, &background, &players);
    let ends = |column: usize| {
        let values = subject.known.column(column);
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        (least, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    };
    let inputs = free(subject).into_iter().map(|(place, name)| {
        let (least, most) = ends(place as usize);
        FreeInput { place, name, value: own[place as usize], actual: actual[place as usize], least, most }
    });
    let errors = |matter: usize| found.standard_errors.as_ref().map(|errors| errors[matter]);
    Ok(Explained::Row {
        row: place as u32,
        prediction: found.prediction,
        base: found.base_value,
        inputs: inputs.collect(),
        matters: names
            .into_iter()
            .zip(&found.values)
            .enumerate()
            .map(|(matter, (name, &value))| (name, value, errors(matter)))
            .collect(),
        gradients,
    })
}

/// Integrated gradients from the mean of the background, added up by matter, and the gap to what they should add up to.
fn by_gradients(
    subject: &mut Subject,
    row: &Array1<f64>,
    background: &Array2<f64>,
    players: &[Vec<usize>],
) -> Option<(Vec<f64>, f64)> {
    let baseline = background.mean_axis(Axis(0))?;
    let steps: Vec<f64> = background
        .std_axis(Axis(0), 0.0)
        .iter()
        .map(|sd| if *sd > 0.0 { sd * STEP_F32 } else { STEP_F32 })
        .collect();
    let model = std::cell::RefCell::new(&mut subject.model);
    let mut ask = |x: ArrayView2<f64>| (model.borrow_mut())(x);
    let mut slope = |x: ArrayView2<f64>| {
        numeric_gradient(&mut |x: ArrayView2<f64>| (model.borrow_mut())(x), x, &steps).unwrap_or_default()
    };
    let path = Path { baseline: baseline.view(), row: row.view() };
    let found = integrated_gradients(&mut ask, &mut slope, path, STEPS).ok()?;
    let values = players.iter().map(|player| player.iter().map(|&input| found.values[input]).sum()).collect();
    Some((values, found.gap))
}
