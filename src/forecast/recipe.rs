//! What a recipe is made of, and the forecaster that comes of it.

use ndarray::{Array1, Array2, ArrayView2, s};
use serde::{Deserialize, Serialize};

use super::frame::Frame;
use crate::linear::Ridge;
use crate::nn::Network;

/// A recipe by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipeName {
    /// Two views, three networks each.
    Recommended,
    /// One view, three networks.
    Quick,
}

/// How the past is shown to the networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Values as they are.
    Absolute,
    /// Everything relative to the mean of the long cycle before.
    Relative,
}

/// A recipe: everything about it that was chosen. The choice rests on about 50 training configurations and 110 gates,
/// compared on the first 80 % of seven tables by three origins each; their last 20 % was not looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// The views, averaged.
    pub views: Vec<View>,
    /// Networks a view in the end.
    pub members: usize,
    /// Networks a view in each fold of the gate.
    pub fold_members: usize,
    /// Units of the hidden layers.
    pub hidden: Vec<usize>,
    /// Full passes over the rows.
    pub epochs: usize,
    /// Rows a step; what is left of an epoch is dropped.
    pub batch: usize,
    /// α after the warm-up.
    pub learning_rate: f64,
    /// The share of all steps in which α rises.
    pub warm_up: f64,
    /// Decoupled weight decay, times α.
    pub weight_decay: f64,
    /// After so many days a row counts half.
    pub half_life_days: f64,
    /// λ of the ridge that the networks build upon, for rows of unit variance.
    pub ridge: f64,
    /// Standardised features are cut off here.
    pub clip: f64,
    /// The gate's folds: fit on the rows before the first share, predict those up to the second.
    pub folds: Vec<(f64, f64)>,
    /// How strongly the gate holds to its first guess.
    pub prior: f64,
    /// That guess: the network, then the line; the values of before have 0.
    pub first_guess: (f64, f64),
}

impl Recipe {
    /// The recipe of a name.
    pub fn named(name: RecipeName) -> Self {
        let views = match name {
            RecipeName::Recommended => vec![View::Absolute, View::Relative],
            RecipeName::Quick => vec![View::Absolute],
        };
        Self {
            views,
            members: 3,
            fold_members: 1,
            hidden: vec![64, 64],
            epochs: 40,
            batch: 64,
            learning_rate: 1e-3,
            warm_up: 0.05,
            weight_decay: 1.0,
            half_life_days: 90.0,
            ridge: 1e-3,
            clip: 5.0,
            folds: vec![(0.6, 0.7333), (0.7333, 0.8667), (0.8667, 1.0)],
            prior: 0.1,
            first_guess: (0.8, 0.2),
        }
    }
}

/// z = (x − mean)/sd, cut off at ±clip.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clipped {
    mean: Vec<f64>,
    sd: Vec<f64>,
    clip: f64,
}

impl Clipped {
    /// Fits the first rows of `x` `[rows, columns]`; columns that do not vary become 0.
    pub(super) fn fit(x: ArrayView2<f64>, clip: f64) -> Self {
        let n = x.nrows().max(1) as f64;
        let (mut mean, mut sd) = (Vec::new(), Vec::new());
        for column in x.columns() {
            let own = column.sum() / n;
            let variance = column.iter().map(|value| (value - own).powi(2)).sum::<f64>() / n;
            mean.push(own);
            sd.push(if variance.sqrt() < 1e-9 { 1.0 } else { variance.sqrt() });
        }
        Self { mean, sd, clip }
    }

    pub(super) fn apply(&self, x: ArrayView2<f64>) -> Array2<f64> {
        let mut z = x.to_owned();
        for (column, mut values) in z.columns_mut().into_iter().enumerate() {
            values.mapv_inplace(|value| {
                ((value - self.mean[column]) / self.sd[column]).clamp(-self.clip, self.clip)
            });
        }
        z
    }
}

/// Mean and standard deviation of what is predicted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub(super) mean: f64,
    pub(super) sd: f64,
}

impl Unit {
    pub(super) fn of(values: &[f64]) -> Self {
        let n = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt();
        Self { mean, sd: if sd < 1e-12 * mean.abs().max(1e-300) { 1.0 } else { sd } }
    }
}

/// A ridge and the networks that learn what it leaves, on one view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedView {
    pub(super) view: View,
    pub(super) scaler: Clipped,
    pub(super) unit: Unit,
    pub(super) ridge: Ridge,
    pub(super) networks: Vec<Network<f32>>,
}

impl FittedView {
    /// Predictions in the target's unit for rows of the view's features, above what the view subtracts.
    fn predict(&self, x: ArrayView2<f64>) -> Array1<f64> {
        let z = self.scaler.apply(x);
        let mut sum = Array1::<f64>::zeros(z.nrows());
        let z32 = z.mapv(|value| value as f32);
        for network in &self.networks {
            let mut workspace = network.workspace(BLOCK_ROWS);
            for from in (0..z.nrows()).step_by(BLOCK_ROWS) {
                let to = (from + BLOCK_ROWS).min(z.nrows());
                let own = network.forward(z32.slice(s![from..to, ..]), &mut workspace, None);
                sum.slice_mut(s![from..to]).zip_mut_with(&own.column(0), |sum, &own| *sum += f64::from(own));
            }
        }
        let count = self.networks.len().max(1) as f64;
        let line = self.ridge.predict(z.view());
        (line + sum / count) * self.unit.sd + self.unit.mean
    }
}

/// Rows that are predicted at once.
const BLOCK_ROWS: usize = 256;

/// The linear method beside the networks, on the features of the simple methods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLine {
    pub(super) scaler: Clipped,
    pub(super) unit: Unit,
    pub(super) ridge: Ridge,
}

/// A forecaster of one target: networks, the line, the values of before, and how far each is trusted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecaster {
    pub(super) views: Vec<FittedView>,
    pub(super) line: FittedLine,
    /// The share of the networks, of the line, and of each value of before; they add up to one.
    pub gate: Vec<f64>,
}

impl Forecaster {
    /// Whether it was made for frames such as this one.
    pub fn fits(&self, frame: &Frame) -> bool {
        self.gate.len() == 2 + frame.before.ncols()
            && self.line.scaler.mean.len() == frame.reference.ncols()
            && self.views.iter().all(|own| {
                let columns = frame.view(own.view).0.ncols();
                own.scaler.mean.len() == columns
                    && own.networks.iter().all(|network| network.inputs() == columns)
            })
    }

    /// What each part says of these rows of a frame, `[rows, parts]`: the networks, the line, each value of before.
    pub fn parts(&self, frame: &Frame, rows: std::ops::Range<usize>) -> Array2<f64> {
        let mut parts = Array2::zeros((rows.len(), 2 + frame.before.ncols()));
        let mut networks = parts.slice_mut(s![.., 0]);
        for fitted in &self.views {
            let (x, offset) = frame.view(fitted.view);
            networks += &fitted.predict(x.slice(s![rows.clone(), ..]));
            if let Some(offset) = offset {
                networks.zip_mut_with(&offset.slice(s![rows.clone()]), |sum, offset| *sum += offset);
            }
        }
        networks /= self.views.len().max(1) as f64;
        let z = self.line.scaler.apply(frame.reference.slice(s![rows.clone(), ..]));
        let line = self.line.ridge.predict(z.view()) * self.line.unit.sd + self.line.unit.mean;
        parts.slice_mut(s![.., 1]).assign(&line);
        parts.slice_mut(s![.., 2..]).assign(&frame.before.slice(s![rows, ..]));
        parts
    }

    /// The forecast for these rows of a frame.
    pub fn predict(&self, frame: &Frame, rows: std::ops::Range<usize>) -> Array1<f64> {
        self.parts(frame, rows).dot(&Array1::from(self.gate.clone()))
    }

    /// All networks, view by view.
    pub fn networks(&self) -> impl Iterator<Item = &Network<f32>> {
        self.views.iter().flat_map(|view| &view.networks)
    }
}
