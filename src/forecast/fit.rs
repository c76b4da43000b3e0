//! One network of a recipe on its way: it learns what a ridge leaves.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::recipe::Recipe;
use crate::nn::{Activation, Initialiser, Network, Optimizer, OptimizerKind, Penalty, Workspace};
use crate::numeric::{Rng, Stream};

/// Rows to learn from: standardised features `[rows, features]`, what the ridge leaves, and how much each row counts.
pub(super) struct Lesson {
    pub(super) x: Array2<f32>,
    pub(super) y: Vec<f32>,
    pub(super) weight: Vec<f32>,
}

pub(super) struct Fit {
    network: Network<f32>,
    optimizer: Optimizer<f32>,
    workspace: Workspace<f32>,
    gradients: Vec<f32>,
    shuffle: Rng,
    order: Vec<usize>,
    /// A batch's features.
    x: Array2<f32>,
    step: usize,
    steps: usize,
    per_epoch: usize,
    loss: f64,
}

/// What one step did.
pub(super) struct Step {
    pub(super) rows: usize,
    pub(super) loss: f64,
    /// The epoch, where it is over.
    pub(super) epoch: Option<EpochOfMember>,
    pub(super) done: bool,
}

/// An epoch of one network.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochOfMember {
    /// The mean loss of its batches.
    pub loss: f64,
    /// α of its last step.
    pub learning_rate: f64,
}

/// One network of a recipe, with all that its training needs: whoever carries this out, where and when, the same bits come
/// of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberErrand {
    recipe: Recipe,
    seed: u64,
    /// Features in a row.
    columns: usize,
    /// Row by row.
    x: Vec<f32>,
    y: Vec<f32>,
    weight: Vec<f32>,
}

/// A network that was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainedMember {
    pub(super) network: Network<f32>,
    pub(super) epochs: Vec<EpochOfMember>,
}

impl MemberErrand {
    pub(super) fn new(lesson: &Lesson, recipe: &Recipe, seed: u64) -> Self {
        Self {
            recipe: recipe.clone(),
            seed,
            columns: lesson.x.ncols(),
            x: lesson.x.iter().copied().collect(),
            y: lesson.y.clone(),
            weight: lesson.weight.clone(),
        }
    }

    /// Trains. `share` hears after each step how much is done, from 0 to 1. `None` where the rows do not fit each other.
    pub fn carry_out(self, share: &mut dyn FnMut(f64)) -> Option<TrainedMember> {
        let Self { recipe, seed, columns, x, y, weight } = self;
        if y.is_empty() || weight.len() != y.len() {
            return None;
        }
        let x = Array2::from_shape_vec((y.len(), columns), x).ok()?;
        let lesson = Lesson { x, y, weight };
        let mut fit = Fit::new(lesson.y.len(), columns, &recipe, seed);
        let mut epochs = Vec::new();
        loop {
            let step = fit.step(&lesson, &recipe);
            epochs.extend(step.epoch);
            if step.done {
                return Some(TrainedMember { network: fit.into_network(), epochs });
            }
            share(fit.step as f64 / fit.steps as f64);
        }
    }
}

/// Steps of a fit on so many rows: whole epochs, and as many more as it takes to make the least number of steps.
pub(super) fn steps(rows: usize, recipe: &Recipe) -> usize {
    (rows / batch(rows, recipe)).max(1) * epochs(rows, recipe)
}

/// Epochs of a fit on so many rows.
pub(super) fn epochs(rows: usize, recipe: &Recipe) -> usize {
    let per_epoch = (rows / batch(rows, recipe)).max(1);
    recipe.epochs.max(recipe.least_steps.div_ceil(per_epoch))
}

fn batch(rows: usize, recipe: &Recipe) -> usize {
    recipe.batch.min(rows).max(1)
}

impl Fit {
    pub(super) fn new(rows: usize, features: usize, recipe: &Recipe, seed: u64) -> Self {
        let sizes: Vec<usize> = std::iter::once(features)
            .chain(recipe.hidden.iter().copied())
            .chain(std::iter::once(1))
            .collect();
        let mut rng = Rng::new(seed, Stream::Initialise);
        let mut network = Network::new(&sizes, Activation::Relu, Initialiser::GlorotUniform, &mut rng);
        // It begins by adding nothing to the ridge.
        if let Some(last) = network.layers().last().cloned() {
            network.parameters_mut()[last.weights()].fill(0.0);
        }
        let batch = batch(rows, recipe);
        let parameters = network.parameters().len();
        let weights = network.weight_ranges();
        let penalty = Penalty { l1: 0.0, l2: recipe.weight_decay };
        Self {
            optimizer: Optimizer::new(OptimizerKind::AdamW, penalty, parameters, weights),
            workspace: network.workspace(batch),
            gradients: vec![0.0; parameters],
            shuffle: Rng::new(seed, Stream::Shuffle),
            order: (0..rows).collect(),
            x: Array2::zeros((batch, features)),
            step: 0,
            steps: steps(rows, recipe),
            per_epoch: (rows / batch).max(1),
            loss: 0.0,
            network,
        }
    }

    /// One batch forward and backward, and one update. The loss is the mean of weight · Huber(ŷ − y), or of half the square.
    pub(super) fn step(&mut self, lesson: &Lesson, recipe: &Recipe) -> Step {
        let rows = self.x.nrows();
        let at = self.step % self.per_epoch;
        if at == 0 {
            self.shuffle.shuffle(&mut self.order);
        }
        let chosen = &self.order[at * rows..][..rows];
        for (mut into, &row) in self.x.rows_mut().into_iter().zip(chosen) {
            into.assign(&lesson.x.row(row));
        }
        self.network.forward(self.x.view(), &mut self.workspace, None);
        let (predictions, mut gradient) = self.network.output_gradient(rows, &mut self.workspace);
        let mut loss = 0.0;
        let delta = recipe.huber.map_or(f32::INFINITY, |delta| delta as f32);
        for (place, &row) in chosen.iter().enumerate() {
            let error = predictions[(place, 0)] - lesson.y[row];
            let weight = lesson.weight[row];
            let size = error.abs();
            let cost = if size < delta { 0.5 * error * error } else { delta * (size - 0.5 * delta) };
            loss += f64::from(weight * cost);
            // A NaN is passed on, so that it is seen.
            let slope = if size < delta || error.is_nan() { error } else { delta * error.signum() };
            gradient[(place, 0)] = weight * slope / rows as f32;
        }
        loss /= rows as f64;
        self.network.backward(self.x.view(), &mut self.workspace, false, &mut self.gradients);
        let rate = learning_rate(self.step, self.steps, recipe);
        self.optimizer.step(self.network.parameters_mut(), &mut self.gradients, rate);
        self.step += 1;
        self.loss += loss;
        let epoch = self.step.is_multiple_of(self.per_epoch).then(|| EpochOfMember {
            loss: std::mem::take(&mut self.loss) / self.per_epoch as f64,
            learning_rate: rate,
        });
        Step { rows, loss, epoch, done: self.step >= self.steps }
    }

    pub(super) fn into_network(self) -> Network<f32> {
        self.network
    }

    /// The present α.
    pub(super) fn rate(&self, recipe: &Recipe) -> f64 {
        learning_rate(self.step.min(self.steps.saturating_sub(1)), self.steps, recipe)
    }
}

/// α of a step from 0: it rises over the warm-up and falls as a half cosine over all steps.
fn learning_rate(step: usize, steps: usize, recipe: &Recipe) -> f64 {
    let (step, steps) = (step as f64, steps as f64);
    let warm = ((step + 1.0) / (recipe.warm_up * steps)).min(1.0);
    recipe.learning_rate * warm * 0.5 * (1.0 + libm::cos(std::f64::consts::PI * step / steps))
}

/// How much each row counts: half after each half-life before the last, one on average.
pub(super) fn weights(days: &[f64], half_life_days: f64) -> Vec<f32> {
    let last = days.last().copied().unwrap_or(0.0);
    let raw: Vec<f64> = days.iter().map(|day| libm::pow(0.5, (last - day) / half_life_days)).collect();
    let mean = raw.iter().sum::<f64>() / raw.len().max(1) as f64;
    raw.iter().map(|weight| (weight / mean) as f32).collect()
}

/// `days` are the times of the rows, where there are times.
pub(super) fn lesson(x: Array2<f32>, y: Vec<f32>, days: Option<&[f64]>, recipe: &Recipe) -> Lesson {
    let weight = match (days, recipe.half_life_days) {
        (Some(days), Some(half_life)) => weights(days, half_life),
        _ => vec![1.0; y.len()],
    };
    Lesson { x, y, weight }
}

#[cfg(test)]
mod tests {
    use super::super::recipe::RecipeName;
    use super::*;

    /// By hand for 100 steps, warm-up 5: α/5 at the first, all but the cosine's part at the fifth, half in the middle.
    #[test]
    fn the_rate_rises_and_falls() {
        let recipe = Recipe::ahead(RecipeName::Recommended);
        let rate = |step| learning_rate(step, 100, &recipe) / recipe.learning_rate;
        assert!((rate(0) - 0.2).abs() < 1e-12);
        assert!((rate(50) - 0.5).abs() < 1e-12);
        assert!(rate(99) < 3e-4 && rate(4) > 0.99);
    }

    #[test]
    fn old_rows_count_less_and_all_count_one_on_average() {
        let weights = weights(&[0.0, 90.0, 180.0], 90.0);
        let mean = weights.iter().sum::<f32>() / 3.0;
        assert!((mean - 1.0).abs() < 1e-6);
        assert!((weights[2] / weights[1] - 2.0).abs() < 1e-6 && (weights[1] / weights[0] - 2.0).abs() < 1e-6);
    }
}
