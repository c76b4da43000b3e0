//! The inputs with the least carbon that still reach a needed value, by searching the model's own response where it has
//! data: a concrete of a needed strength.
//!
//! A mix is inside the data where each input lies between the least and the largest that was learnt from, and its nearest
//! row (inputs divided by their standard deviations) is no farther than 95 % of the rows are from theirs. The search goes
//! from the best such rows by random steps that shrink, and towards other rows; it finds a good mix, not provably the best.

use ndarray::{Array1, Array2, ArrayView1, Axis};
use serde::{Deserialize, Serialize};

use crate::numeric::{Rng, Stream};
use crate::session::subject::Subject;

/// Rows that the search begins at.
const STARTS: usize = 10;
/// Rounds, and steps that are tried in each.
const ROUNDS: usize = 60;
const TRIES: usize = 40;
/// The first step as a share of a standard deviation, and by how much it shrinks.
const FIRST_STEP: f64 = 1.0;
const SHRINK: f64 = 0.94;
/// The share of rows that have a neighbour within the limit.
const NEAR: f64 = 0.95;

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MixWish {
    /// What the target has to reach.
    pub need: f64,
    /// What a unit of each input emits, by its place, in kg; others emit nothing.
    pub factors: Vec<(u32, f64)>,
    /// Inputs that stay at a value.
    pub fixed: Vec<(u32, f64)>,
}

/// A mix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mix {
    /// Its inputs, in order.
    pub values: Vec<f64>,
    /// What it emits, in kg.
    pub carbon_kg: f64,
    /// What the model predicts.
    pub predicted: f64,
    /// How far its nearest row is, as a share of the limit.
    pub distance: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mixes {
    /// What was wanted.
    pub wish: MixWish,
    /// Names of the inputs, in order, with the least and the largest that was learnt from.
    pub inputs: Vec<(String, f64, f64)>,
    /// The best that was found; `None` where no row, and nothing near one, reaches the need.
    pub best: Option<Mix>,
    /// The row of the data with the least carbon of which the model says that it reaches the need.
    pub row: Option<Mix>,
    /// The largest value that is predicted for any row with the fixed inputs.
    pub most: f64,
    /// Mixes that were tried.
    pub tried: u32,
}

/// Searches.
pub(super) fn mix(subject: &mut Subject, wish: &MixWish, seed: u64) -> Option<Mixes> {
    let search = Search::new(subject, wish)?;
    let mut starts = search.known.clone();
    for row in starts.rows_mut() {
        search.fix(row);
    }
    let predicted = (subject.model)(starts.view());
    let most = predicted.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut feasible: Vec<usize> = (0..starts.nrows())
        .filter(|&row| predicted[row] >= wish.need && search.distance(starts.row(row)) <= 1.0)
        .collect();
    feasible.sort_unstable_by(|&one, &other| {
        search.carbon(starts.row(one)).total_cmp(&search.carbon(starts.row(other)))
    });
    let told = |row: ArrayView1<f64>, predicted: f64| Mix {
        values: row.to_vec(),
        carbon_kg: search.carbon(row),
        predicted,
        distance: search.distance(row),
    };
    let row = feasible.first().map(|&row| told(starts.row(row), predicted[row]));
    let mut rng = Rng::new(seed, Stream::Explain);
    let (mut best, mut tried): (Option<Mix>, u32) = (row.clone(), 0);
    for &start in feasible.iter().take(STARTS) {
        let mut here = starts.row(start).to_owned();
        let mut reach = FIRST_STEP;
        for _ in 0..ROUNDS {
            let candidates = search.around(&here, reach, &mut rng);
            tried += candidates.nrows() as u32;
            let values = (subject.model)(candidates.view());
            let now = search.carbon(here.view());
            let better = (0..candidates.nrows())
                .filter(|&place| values[place] >= wish.need)
                .map(|place| (place, search.carbon(candidates.row(place))))
                .filter(|(place, carbon)| *carbon < now && search.distance(candidates.row(*place)) <= 1.0)
                .min_by(|one, other| one.1.total_cmp(&other.1));
            match better {
                Some((place, carbon)) => {
                    here = candidates.row(place).to_owned();
                    if best.as_ref().is_none_or(|best| carbon < best.carbon_kg) {
                        best = Some(told(here.view(), values[place]));
                    }
                }
                None => reach *= SHRINK * SHRINK,
            }
            reach *= SHRINK;
        }
    }
    let inputs = subject.inputs.iter().zip(&search.ends);
    Some(Mixes {
        wish: wish.clone(),
        inputs: inputs.map(|(input, ends)| (input.name.clone(), ends.0, ends.1)).collect(),
        best,
        row,
        most,
        tried,
    })
}

/// Where the search may go.
struct Search {
    known: Array2<f64>,
    ends: Vec<(f64, f64)>,
    sd: Vec<f64>,
    factors: Vec<f64>,
    fixed: Vec<(usize, f64)>,
    /// Whether an input is searched: a number that is not fixed.
    open: Vec<usize>,
    limit: f64,
}

impl Search {
    fn new(subject: &Subject, wish: &MixWish) -> Option<Self> {
        let known = subject.known.clone();
        if known.nrows() < 2 {
            return None;
        }
        let columns = known.ncols();
        let ends = known.columns().into_iter().map(|column| {
            let least = column.iter().copied().fold(f64::INFINITY, f64::min);
            (least, column.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        });
        let sd = known.std_axis(Axis(0), 0.0).iter().map(|sd| if *sd > 0.0 { *sd } else { 1.0 }).collect();
        let mut factors = vec![0.0; columns];
        for &(place, factor) in &wish.factors {
            *factors.get_mut(place as usize)? = factor;
        }
        let fixed: Vec<(usize, f64)> =
            wish.fixed.iter().map(|&(place, value)| (place as usize, value)).collect();
        let is_open =
            |place: &usize| subject.inputs[*place].free && !fixed.iter().any(|(own, _)| own == place);
        let mut search = Self {
            ends: ends.collect(),
            sd,
            factors,
            open: (0..columns).filter(is_open).collect(),
            fixed,
            limit: 1.0,
            known,
        };
        // A row's own place is no neighbour, nor is one that repeats it.
        let mut nearest: Vec<f64> = search
            .known
            .rows()
            .into_iter()
            .map(|row| search.nearest(row, true))
            .filter(|distance| distance.is_finite())
            .collect();
        nearest.sort_unstable_by(f64::total_cmp);
        search.limit = nearest.get(((nearest.len().max(1) - 1) as f64 * NEAR) as usize).copied()?;
        Some(search)
    }

    fn fix(&self, mut row: ndarray::ArrayViewMut1<f64>) {
        for &(place, value) in &self.fixed {
            if let Some(into) = row.get_mut(place) {
                *into = value;
            }
        }
    }

    fn carbon(&self, row: ArrayView1<f64>) -> f64 {
        row.iter().zip(&self.factors).map(|(value, factor)| value * factor).sum()
    }

    fn nearest(&self, row: ArrayView1<f64>, of_another: bool) -> f64 {
        let mut least = f64::INFINITY;
        for known in self.known.rows() {
            let mut sum = 0.0;
            for ((own, other), sd) in row.iter().zip(known).zip(&self.sd) {
                sum += ((own - other) / sd).powi(2);
                if sum >= least {
                    break;
                }
            }
            if sum < least && !(of_another && sum == 0.0) {
                least = sum;
            }
        }
        least.sqrt()
    }

    /// The distance to the nearest row, as a share of the limit.
    fn distance(&self, row: ArrayView1<f64>) -> f64 {
        self.nearest(row, false) / self.limit.max(1e-12)
    }

    /// Steps from a place: of one or two inputs, and towards other rows.
    fn around(&self, here: &Array1<f64>, reach: f64, rng: &mut Rng) -> Array2<f64> {
        let mut all = Array2::zeros((TRIES, here.len()));
        for (turn, mut row) in all.rows_mut().into_iter().enumerate() {
            row.assign(here);
            if turn % 4 == 3 {
                let other = self.known.row(rng.below(self.known.nrows() as u32) as usize);
                let share = reach.min(1.0) * rng.unit();
                for &place in &self.open {
                    row[place] += share * (other[place] - row[place]);
                }
            } else {
                for _ in 0..=turn % 3 {
                    if self.open.is_empty() {
                        break;
                    }
                    let place = self.open[rng.below(self.open.len() as u32) as usize];
                    row[place] += (2.0 * rng.unit() - 1.0) * reach * self.sd[place];
                }
            }
            for &place in &self.open {
                row[place] = row[place].clamp(self.ends[place].0, self.ends[place].1);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::subject::{Input, Matter};
    use ndarray::ArrayView2;

    /// By hand: strength is 2a + b, a emits 3 and b emits 1 a unit, so that b alone carries what is needed as far as the data
    /// go (b ≤ 4), and a the rest: need 6 → b = 4, a = 1, 7 kg.
    #[test]
    fn the_cleaner_input_is_used_first() {
        let known = Array2::from_shape_fn((25, 2), |(row, column)| {
            (if column == 0 { row / 5 } else { row % 5 }) as f64
        });
        let input =
            |name: &str| Input { name: name.to_owned(), matter: Matter::Column(name.to_owned()), free: true };
        let mut subject = Subject {
            inputs: vec![input("a"), input("b")],
            test: known.clone(),
            known,
            model: Box::new(|rows: ArrayView2<f64>| {
                rows.rows().into_iter().map(|row| 2.0 * row[0] + row[1]).collect()
            }),
        };
        let wish = MixWish { need: 6.0, factors: vec![(0, 3.0), (1, 1.0)], fixed: Vec::new() };
        let found = mix(&mut subject, &wish, 1).unwrap();
        let best = found.best.unwrap();
        assert!((best.carbon_kg - 7.0).abs() < 0.05, "{best:?}");
        assert!(best.predicted >= 6.0 && best.distance <= 1.0);
        assert!((found.row.unwrap().carbon_kg - 7.0).abs() < 1e-12);
        assert_eq!(found.most, 12.0);
        // Where an input stays, it stays.
        let fixed = MixWish { fixed: vec![(1, 2.0)], ..wish.clone() };
        let found = mix(&mut subject, &fixed, 1).unwrap().best.unwrap();
        assert!((found.values[1] - 2.0).abs() < 1e-12 && (found.carbon_kg - 8.0).abs() < 0.05);
        let beyond = MixWish { need: 13.0, ..wish };
        assert_eq!(mix(&mut subject, &beyond, 1).unwrap().best, None);
    }
}
