//! The training loop: parameters, loss, gradient, update, repeated until the model is good.

use std::sync::Arc;

use ndarray::{Array2, ArrayView2, s};
use serde::{Deserialize, Serialize};

use super::batches::Batches;
use super::{Config, Divergence, DivergenceReason, EpochReport, Outcome, Settings};
use crate::nn::{Dropout, Network, Optimizer, Workspace};
use crate::numeric::lanes::all_finite;
use crate::numeric::{Rng, Stream, select_rows};

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod checkpoint;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use checkpoint::{Checkpoint, CheckpointError};

/// A loss above so many times what it should stay below has exploded.
const EXPLODED: f64 = 10.0;
/// Rows that are predicted at once.
const PREDICTION_ROWS: usize = 256;

/// What is learnt from and what is watched. The rows stand once, in the data set that they come from: a table of a million
/// rows leaves no room for a second copy.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingData {
    /// Standardised features `[rows, features]` of all rows.
    pub features: Arc<Array2<f32>>,
    /// Standardised targets `[rows, targets]` of all rows.
    pub targets: Arc<Array2<f32>>,
    /// Rows to learn from.
    pub train: Vec<usize>,
    /// Rows to watch; may be none.
    pub validation: Vec<usize>,
}

/// Early stopping was asked for without rows to watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("early stopping needs validation rows")]
pub struct NoValidationRows;

/// What one step did.
#[derive(Clone, Debug, PartialEq)]
pub struct StepReport {
    /// Rows in the batch; 0 where nothing was trained.
    pub rows: usize,
    /// The batch's loss before the update, where there was a batch.
    pub loss: Option<f64>,
    /// The epoch, where this step ended one.
    pub epoch: Option<EpochReport>,
    /// How the run ended, where it did.
    pub outcome: Option<Outcome>,
    /// Whether all that is left to do is with others.
    pub waits: bool,
}

impl StepReport {
    /// Nothing was done.
    pub fn nothing(outcome: Option<Outcome>) -> Self {
        Self { rows: 0, loss: None, epoch: None, outcome, waits: false }
    }
}

/// A network on its way to being good.
#[derive(Clone, Debug)]
pub struct Trainer {
    pub(super) config: Config,
    pub(super) data: Arc<TrainingData>,
    pub(super) network: Network<f32>,
    gradients: Vec<f32>,
    pub(super) optimizer: Optimizer<f32>,
    pub(super) batches: Batches,
    dropout: Rng,
    workspace: Workspace<f32>,
    pub(super) learning_rate: f64,
    initial_loss: f64,
    mean_loss: f64,
    epochs_done: u32,
    steps_in_epoch: u32,
    epoch_loss: f64,
    /// The parameters at the end of the last good epoch.
    good: Vec<f32>,
    best: Option<Best>,
    outcome: Option<Outcome>,
}

/// The best epoch so far, for early stopping.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Best {
    epoch: u32,
    validation_loss: f64,
    parameters: Vec<f32>,
}

impl Trainer {
    /// A fresh network by the seed.
    ///
    /// # Errors
    /// Early stopping without validation rows.
    pub fn new(config: Config, data: Arc<TrainingData>) -> Result<Self, NoValidationRows> {
        let settings = config.settings();
        if settings.patience.is_some() && data.validation.is_empty() {
            return Err(NoValidationRows);
        }
        let (inputs, outputs) = (data.features.ncols(), data.targets.ncols());
        let sizes = sizes(settings, inputs, outputs);
        let mut rng = Rng::new(settings.seed, Stream::Initialise);
        let network = Network::new(&sizes, settings.activation, settings.initialiser, &mut rng);
        let parameters = network.parameters().len();
        let batches =
            Batches::new(data.train.len(), inputs, outputs, settings.batch_size as usize, settings.seed);
        let workspace = network.workspace(batches.size().max(PREDICTION_ROWS));
        let mut trainer = Self {
            gradients: vec![0.0; parameters],
            optimizer: Optimizer::new(
                settings.optimizer,
                settings.penalty(),
                parameters,
                network.weight_ranges(),
            ),
            batches,
            dropout: Rng::new(settings.seed, Stream::Dropout),
            workspace,
            learning_rate: settings.learning_rate,
            initial_loss: 0.0,
            mean_loss: 0.0,
            epochs_done: 0,
            steps_in_epoch: 0,
            epoch_loss: 0.0,
            good: network.parameters().to_vec(),
            best: None,
            outcome: None,
            network,
            config,
            data,
        };
        trainer.initial_loss = trainer.loss_of(Rows::Train);
        trainer.mean_loss = trainer.loss_of_the_mean();
        Ok(trainer)
    }

    /// Takes over what the same settings and rows led to elsewhere. Parameters of another network are left alone.
    pub fn adopt(&mut self, parameters: &[f32], outcome: Outcome) {
        if parameters.len() == self.network.parameters().len() {
            self.network.parameters_mut().copy_from_slice(parameters);
            self.epochs_done = match outcome {
                Outcome::StoppedEarly { best_epoch } => best_epoch,
                _ => self.config.settings().epochs,
            };
            self.outcome = Some(outcome);
        }
    }

    /// Back to the first weights of the same seed and settings.
    ///
    /// # Errors
    /// None in practice: what was accepted once is accepted again.
    pub fn reset(&mut self) -> Result<(), NoValidationRows> {
        *self = Self::new(self.config.clone(), Arc::clone(&self.data))?;
        Ok(())
    }

    /// One step: a batch forward and backward, and one update of all parameters. A run that ended does nothing more.
    pub fn step(&mut self) -> StepReport {
        if let Some(outcome) = &self.outcome {
            return StepReport::nothing(Some(outcome.clone()));
        }
        let data = Arc::clone(&self.data);
        let Settings { loss, dropout, .. } = *self.config.settings();
        let (x, y, last) = self.batches.next(&data);
        let rows = x.nrows();
        let draws = (dropout > 0.0).then_some(Dropout { share: dropout, rng: &mut self.dropout });
        self.network.forward(x, &mut self.workspace, draws);
        let (predictions, into) = self.network.output_gradient(rows, &mut self.workspace);
        let batch_loss = loss.gradient(predictions, y, into);
        if !batch_loss.is_finite() {
            // The gradients are still those of the step before, which led here.
            self.diverge(DivergenceReason::NotFinite, batch_loss);
            return StepReport { rows, loss: Some(batch_loss), ..StepReport::nothing(self.outcome.clone()) };
        }
        self.network.backward(x, &mut self.workspace, dropout > 0.0, &mut self.gradients);
        self.optimizer.step(self.network.parameters_mut(), &mut self.gradients, self.learning_rate);
        self.epoch_loss += batch_loss * rows as f64;
        self.steps_in_epoch += 1;
        let epoch = last.then(|| self.end_epoch());
        StepReport { rows, loss: Some(batch_loss), epoch, outcome: self.outcome.clone(), waits: false }
    }

    fn end_epoch(&mut self) -> EpochReport {
        self.epochs_done += 1;
        self.steps_in_epoch = 0;
        let train_loss = std::mem::take(&mut self.epoch_loss) / self.data.train.len() as f64;
        let validation_loss = (!self.data.validation.is_empty()).then(|| self.loss_of(Rows::Validation));
        let report = EpochReport {
            epoch: self.epochs_done,
            train_loss,
            validation_loss,
            learning_rate: self.learning_rate,
        };
        if !all_finite(self.network.parameters()) {
            self.diverge(DivergenceReason::NotFinite, train_loss);
        } else if train_loss > EXPLODED * self.initial_loss.max(self.mean_loss) {
            self.diverge(DivergenceReason::LossExploded, train_loss);
        } else {
            self.good.copy_from_slice(self.network.parameters());
            self.look_for_the_end(validation_loss);
        }
        report
    }

    /// Early stopping, then the last epoch.
    fn look_for_the_end(&mut self, validation_loss: Option<f64>) {
        let settings = self.config.settings();
        let finished = self.epochs_done >= settings.epochs;
        if let (Some(patience), Some(loss)) = (settings.patience, validation_loss) {
            if self.best.as_ref().is_none_or(|best| loss < best.validation_loss) {
                let parameters = self.network.parameters().to_vec();
                self.best = Some(Best { epoch: self.epochs_done, validation_loss: loss, parameters });
            }
            if let Some(best) = &self.best
                && (finished || self.epochs_done - best.epoch >= patience)
            {
                self.network.parameters_mut().copy_from_slice(&best.parameters);
                self.outcome = Some(Outcome::StoppedEarly { best_epoch: best.epoch });
                return;
            }
        }
        if finished {
            self.outcome = Some(Outcome::Finished);
        }
    }

    fn diverge(&mut self, reason: DivergenceReason, loss: f64) {
        let steepest = self.network.steepest_layer(&self.gradients).map(|(layer, size)| (layer as u32, size));
        self.network.parameters_mut().copy_from_slice(&self.good);
        // An epoch that was counted is over; one that was not is the one under way.
        let epoch = if reason == DivergenceReason::LossExploded
            || self.steps_in_epoch == 0 && self.epoch_loss == 0.0
        {
            self.epochs_done.max(1)
        } else {
            self.epochs_done + 1
        };
        let initial_loss = self.initial_loss;
        self.outcome = Some(Outcome::Diverged(Divergence { epoch, reason, loss, initial_loss, steepest }));
    }

    /// Changes α from the next step on.
    pub fn set_learning_rate(&mut self, learning_rate: f64) {
        self.learning_rate = learning_rate;
    }

    /// α.
    pub fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    /// The network as it is.
    pub fn network(&self) -> &Network<f32> {
        &self.network
    }

    /// Whole epochs done.
    pub fn epochs_done(&self) -> u32 {
        self.epochs_done
    }

    /// Steps done in the epoch that is under way.
    pub fn steps_in_epoch(&self) -> u32 {
        self.steps_in_epoch
    }

    /// Steps in an epoch.
    pub fn steps_per_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// The share of all epochs that is done, from 0 to 1.
    pub fn share_done(&self) -> f64 {
        let part = f64::from(self.steps_in_epoch()) / self.steps_per_epoch().max(1) as f64;
        (f64::from(self.epochs_done()) + part) / f64::from(self.config.settings().epochs.max(1))
    }

    /// The training loss before the first step.
    pub fn initial_loss(&self) -> f64 {
        self.initial_loss
    }

    /// How the run ended, if it did.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Predictions `[rows, targets]` (standardised) for these rows of the data, without dropout.
    pub fn predict(&mut self, rows: &[usize]) -> Array2<f32> {
        predict(&self.network, &mut self.workspace, self.data.features.view(), rows)
    }

    fn loss_of(&mut self, rows: Rows) -> f64 {
        let data = Arc::clone(&self.data);
        let rows = match rows {
            Rows::Train => &data.train,
            Rows::Validation => &data.validation,
        };
        let predictions = self.predict(rows);
        let targets = select_rows(data.targets.view(), rows);
        self.config.settings().loss.value(predictions.view(), targets.view())
    }

    /// The training loss of always predicting the training mean; for MSE the targets' variance.
    fn loss_of_the_mean(&self) -> f64 {
        let y = select_rows(self.data.targets.view(), &self.data.train);
        let Some(mean) = y.mean_axis(ndarray::Axis(0)) else { return 0.0 };
        let Some(predictions) = mean.broadcast(y.dim()) else { return 0.0 };
        self.config.settings().loss.value(predictions, y.view())
    }
}

/// The sizes of the layers `[inputs, hidden…, outputs]`.
fn sizes(settings: &Settings, inputs: usize, outputs: usize) -> Vec<usize> {
    let hidden = settings.hidden.iter().map(|&units| units as usize);
    std::iter::once(inputs).chain(hidden).chain(std::iter::once(outputs)).collect()
}

enum Rows {
    Train,
    Validation,
}

/// Predictions in blocks, so that a workspace of a few rows serves any number.
fn predict(
    network: &Network<f32>,
    workspace: &mut Workspace<f32>,
    features: ArrayView2<f32>,
    rows: &[usize],
) -> Array2<f32> {
    let mut predictions = Array2::zeros((rows.len(), network.outputs()));
    for (block, rows) in rows.chunks(PREDICTION_ROWS).enumerate() {
        let from = block * PREDICTION_ROWS;
        let x = select_rows(features, rows);
        let block = network.forward(x.view(), workspace, None);
        predictions.slice_mut(s![from..from + rows.len(), ..]).assign(&block);
    }
    predictions
}

#[cfg(test)]
mod tests;
