//! The loss around the present weights, on a plane through them, with the path walked so far (Li et al. 2018, *Visualizing
//! the loss landscape of neural nets*: directions are scaled unit by unit to the weights, so that a step means the same
//! in each).

use ndarray::s;
use serde::{Deserialize, Serialize};

use super::Trainer;
use super::microscope::{gradients, loss_of};
use crate::nn::Network;
use crate::numeric::{Rng, Stream};

/// Points a side.
pub const SIDE: usize = 21;
/// Rows that the loss is measured on, at most.
const ROWS: usize = 256;
/// Multiplications that a landscape may take, which fewer rows pay for where the network is large.
const WORK: usize = 1_500_000_000;

/// Which plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plane {
    /// Two random directions.
    Random,
    /// Against the gradient, and one random direction.
    Gradient,
    /// From where training began to where it is, and what its path has beside that.
    Walked,
}

/// The loss on a plane through the present weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Landscape {
    /// Which.
    pub plane: Plane,
    /// The plane is drawn from −reach to reach in both directions, in lengths of the directions.
    pub reach: f64,
    /// `SIDE` × `SIDE` losses, the second direction rising from row to row.
    pub losses: Vec<f64>,
    /// The loss at the present weights, on the same rows.
    pub here: f64,
    /// The epochs of the path and where it was, seen on the plane.
    pub path: Vec<(u32, f64, f64)>,
    /// Training rows that the loss was measured on.
    pub rows: u32,
}

impl Trainer {
    /// The landscape around the present weights; `path` holds parameters of earlier epochs.
    pub fn landscape(&self, plane: Plane, path: &[(u32, Vec<f32>)], seed: u64) -> Option<Landscape> {
        let network = self.network.widened();
        let here: Vec<f64> = network.parameters().to_vec();
        let mut rng = Rng::new(seed, Stream::Explain);
        let affordable = WORK / (SIDE * SIDE) / here.len().max(1);
        let rows = self.data.train.len().min(ROWS).min(affordable.max(16));
        // Evenly spread, so that all seasons are among them.
        let train = &self.data.train;
        let chosen: Vec<usize> = (0..rows).map(|row| train[row * train.len() / rows]).collect();
        let x = self.data.features.select(ndarray::Axis(0), &chosen);
        let y = self.data.targets.select(ndarray::Axis(0), &chosen);
        let loss = self.config.settings().loss;
        let mut random = || {
            let mut drawn: Vec<f64> = here.iter().map(|_| rng.normal()).collect();
            scale_by_unit(&network, &mut drawn);
            drawn
        };
        let (first, second) = match plane {
            Plane::Random => (random(), random()),
            Plane::Gradient => {
                let own = gradients(&self.network, loss, x.view(), y.view());
                let length =
                    norm(&here) / norm(&own.iter().map(|g| f64::from(*g)).collect::<Vec<_>>()).max(1e-300);
                (own.iter().map(|gradient| -f64::from(*gradient) * length).collect(), random())
            }
            Plane::Walked => walked(&here, path)?,
        };
        let second = orthogonal(&first, second)?;
        let squares = (dot(&first, &first), dot(&second, &second));
        let seen = path.iter().filter(|(_, parameters)| parameters.len() == here.len()).map(
            |(epoch, parameters)| {
                let away: Vec<f64> =
                    parameters.iter().zip(&here).map(|(own, here)| f64::from(*own) - here).collect();
                (*epoch, dot(&away, &first) / squares.0, dot(&away, &second) / squares.1)
            },
        );
        let path: Vec<(u32, f64, f64)> = seen.collect();
        let farthest = path.iter().map(|(_, a, b)| a.abs().max(b.abs())).fold(0.0, f64::max);
        let reach = match plane {
            Plane::Walked => (farthest * 1.2).max(1e-3),
            Plane::Random | Plane::Gradient => (farthest * 1.2).max(1.0),
        };
        let (x, y) = (x.mapv(f64::from), y.mapv(f64::from));
        let mut probe = network.clone();
        let at = |place: usize| reach * (2.0 * place as f64 / (SIDE - 1) as f64 - 1.0);
        let mut losses = Vec::with_capacity(SIDE * SIDE);
        for up in 0..SIDE {
            for right in 0..SIDE {
                let (a, b) = (at(right), at(up));
                let moved = here
                    .iter()
                    .zip(&first)
                    .zip(&second)
                    .map(|((own, first), second)| own + a * first + b * second);
                probe.parameters_mut().iter_mut().zip(moved).for_each(|(into, own)| *into = own);
                losses.push(loss_of(&probe, loss, x.slice(s![.., ..]), y.view()));
            }
        }
        let now = loss_of(&network, loss, x.view(), y.view());
        Some(Landscape { plane, reach, losses, here: now, path, rows: rows as u32 })
    }
}

/// From the first weights of the path to the present ones, and the largest way aside.
fn walked(here: &[f64], path: &[(u32, Vec<f32>)]) -> Option<(Vec<f64>, Vec<f64>)> {
    let away = |own: &[f32]| -> Vec<f64> {
        own.iter().zip(here).map(|(own, here)| f64::from(*own) - here).collect()
    };
    let first = away(&path.first()?.1);
    let aside = path.iter().filter_map(|(_, own)| orthogonal(&first, away(own)));
    let second = aside.max_by(|left, right| dot(left, left).total_cmp(&dot(right, right)))?;
    Some((first, second))
}

/// Scales each unit's weights in a direction to the length of the weights themselves; biases stay where they are.
fn scale_by_unit(network: &Network<f64>, direction: &mut [f64]) {
    for layer in network.layers() {
        for unit in 0..layer.outputs {
            let places = layer.weights().skip(unit).step_by(layer.outputs);
            let squares =
                |values: &[f64]| places.clone().map(|place| values[place].powi(2)).sum::<f64>().sqrt();
            let scale = squares(network.parameters()) / squares(direction).max(1e-300);
            places.for_each(|place| direction[place] *= scale);
        }
        layer.biases().for_each(|place| direction[place] = 0.0);
    }
}

/// What of a direction does not go along the first; `None` where nothing is left.
fn orthogonal(first: &[f64], mut second: Vec<f64>) -> Option<Vec<f64>> {
    let length = dot(&second, &second);
    let along = dot(first, &second) / dot(first, first);
    second.iter_mut().zip(first).for_each(|(own, first)| *own -= along * first);
    (dot(&second, &second) > 1e-12 * length && along.is_finite()).then_some(second)
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn norm(values: &[f64]) -> f64 {
    dot(values, values).sqrt()
}
