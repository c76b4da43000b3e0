//! What a little more of each input does to the prediction: a degree, a hundred kilograms, an hour of rain.

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use crate::session::subject::{Matter, Subject};

/// Rows that are asked.
const ROWS: usize = 400;

/// What a change of one input does, on average over rows that the model was not fitted to, all other inputs as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The column.
    pub column: String,
    /// What changes: a number by so much, or a label from the most frequent one to this one.
    pub change: Change,
    /// The mean change of the prediction, in the target's unit.
    pub mean: f64,
    /// Between which the middle 80 % of the rows lie.
    pub range: (f64, f64),
    /// Rows that were asked: those that stay inside of what was learnt.
    pub rows: u32,
}

/// What changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// So much more.
    More(f64),
    /// From the first label to the second.
    Label(String, String),
}

/// The effects of all columns that can be set by themselves. Past values of the target are not.
pub(super) fn effects(subject: &mut Subject) -> Vec<Effect> {
    let rows = spread(subject.test.nrows());
    let base = subject.test.select(Axis(0), &rows);
    let mut all = Vec::new();
    let mut done: Vec<String> = Vec::new();
    for place in 0..subject.inputs.len() {
        let Matter::Column(column) = subject.inputs[place].matter.clone() else { continue };
        if done.contains(&column) {
            continue;
        }
        done.push(column.clone());
        if subject.inputs[place].free {
            all.extend(of_number(subject, &base, place, column));
        } else {
            all.extend(of_labels(subject, &base, &column));
        }
    }
    all
}

fn spread(rows: usize) -> Vec<usize> {
    let count = rows.min(ROWS);
    (0..count).map(|place| place * rows / count.max(1)).collect()
}

fn of_number(subject: &mut Subject, base: &Array2<f64>, place: usize, column: String) -> Option<Effect> {
    let mut known = subject.known.column(place).to_vec();
    known.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| known.get(((known.len().max(1) - 1) as f64 * share) as usize).copied();
    let (low, high, most) = (at(0.1)?, at(0.9)?, at(1.0)?);
    let step = round_step(if high > low { high - low } else { most - known[0] })?;
    let inside: Vec<usize> = (0..base.nrows()).filter(|&row| base[(row, place)] + step <= most).collect();
    let before = base.select(Axis(0), &inside);
    let mut after = before.clone();
    after.column_mut(place).mapv_inplace(|value| value + step);
    told(subject, &before, &after, column, Change::More(step))
}

/// A power of ten that is small beside a range.
fn round_step(range: f64) -> Option<f64> {
    (range > 0.0 && range.is_finite()).then(|| libm::pow(10.0, libm::floor(libm::log10(range / 4.0))))
}

fn of_labels(subject: &mut Subject, base: &Array2<f64>, column: &str) -> Vec<Effect> {
    let places: Vec<(usize, String)> = subject
        .inputs
        .iter()
        .enumerate()
        .filter(|(_, input)| input.matter == Matter::Column(column.to_owned()))
        .filter_map(|(place, input)| {
            Some((place, input.name.strip_prefix(column)?.strip_prefix('=')?.to_owned()))
        })
        .collect();
    let count = |place: usize| subject.known.column(place).iter().filter(|value| **value > 0.5).count();
    let Some((usual, name)) = places.iter().max_by_key(|(place, _)| count(*place)).cloned() else {
        return Vec::new();
    };
    let set = |chosen: usize| {
        let mut rows = base.clone();
        for (place, _) in &places {
            rows.column_mut(*place).fill(if *place == chosen { 1.0 } else { 0.0 });
        }
        rows
    };
    let before = set(usual);
    places
        .iter()
        .filter(|(place, _)| *place != usual)
        .filter_map(|(place, label)| {
            let change = Change::Label(name.clone(), label.clone());
            told(subject, &before, &set(*place), column.to_owned(), change)
        })
        .collect()
}

fn told(
    subject: &mut Subject,
    before: &Array2<f64>,
    after: &Array2<f64>,
    column: String,
    change: Change,
) -> Option<Effect> {
    let (was, is) = ((subject.model)(before.view()), (subject.model)(after.view()));
    let mut changes: Vec<f64> = (&is - &was).to_vec();
    changes.sort_unstable_by(f64::total_cmp);
    let mean = crate::evaluation::mean(&changes)?;
    let at = |share: f64| changes[((changes.len() - 1) as f64 * share).round() as usize];
    Some(Effect { column, change, mean, range: (at(0.1), at(0.9)), rows: changes.len() as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::subject::Input;
    use ndarray::{Array1, ArrayView2, array};

    /// By hand: y = 3a + 10·[c = y], so that 1 more of a adds 3 and the other label adds 10.
    #[test]
    fn a_linear_model_has_its_slopes() {
        let input = |name: &str, column: &str, free: bool| Input {
            name: name.to_owned(),
            matter: Matter::Column(column.to_owned()),
            free,
        };
        let known = array![[0.0, 1.0, 0.0], [4.0, 1.0, 0.0], [8.0, 0.0, 1.0], [6.0, 1.0, 0.0]];
        let mut subject = Subject {
            inputs: vec![input("a", "a", true), input("c=x", "c", false), input("c=y", "c", false)],
            test: known.clone(),
            known,
            model: Box::new(|rows: ArrayView2<f64>| -> Array1<f64> {
                rows.rows().into_iter().map(|row| 3.0 * row[0] + 10.0 * row[2]).collect()
            }),
        };
        let found = effects(&mut subject);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].change.clone(), found[0].mean, found[0].rows), (Change::More(1.0), 3.0, 3));
        assert_eq!(found[1].change, Change::Label("x".to_owned(), "y".to_owned()));
        assert_eq!((found[1].mean, found[1].range), (10.0, (10.0, 10.0)));
    }
}
