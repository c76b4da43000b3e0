//! A run that is put aside: everything that it is, so that it goes on elsewhere as if nobody had interrupted it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Best, NoValidationRows, Trainer, TrainingData, sizes};
use crate::nn::{Memories, Network};
use crate::numeric::Rng;
use crate::training::{Outcome, Settings, SettingsError};

/// Everything that a run is but for its rows and its settings: with these, the same bits come of it as of a run that was never
/// put aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    parameters: Vec<f32>,
    /// Those of the last step: a loss that is no number later on says by them which layer was the steepest.
    gradients: Vec<f32>,
    optimizer: Memories<f32>,
    order: Vec<u32>,
    next_row: u32,
    shuffle: Rng,
    dropout: Rng,
    learning_rate: f64,
    /// The loss before the first step, by which the rows are known again.
    initial_loss: f64,
    epochs_done: u32,
    steps_in_epoch: u32,
    epoch_loss: f64,
    /// The parameters at the end of the last good epoch.
    good: Vec<f32>,
    best: Option<Best>,
    outcome: Option<Outcome>,
}

/// Why a run cannot be gone on with.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum CheckpointError {
    /// A setting is out of its bounds.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Early stopping without validation rows.
    #[error("early stopping needs validation rows")]
    NoValidationRows,
    /// Its parts do not fit each other, or not the number of rows and columns.
    #[error("the checkpoint does not fit itself or the data set")]
    DoesNotFit,
    /// The network's first loss on these rows is another one: they are not the rows that it learnt from.
    #[error("the rows are not those that the run learnt from")]
    OtherRows,
}

impl Checkpoint {
    /// The network as it is, of so many inputs and outputs; `None` where these settings make another one.
    pub fn network(&self, settings: &Settings, inputs: usize, outputs: usize) -> Option<Network<f32>> {
        let network = Network::zeros(&sizes(settings, inputs, outputs), settings.activation)
            .filled(self.parameters.clone());
        network.is_consistent().then_some(network)
    }

    /// How the run ended, if it did.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }
}

impl Trainer {
    /// The run as it stands between two steps.
    pub fn checkpoint(&self) -> Checkpoint {
        let (order, next, shuffle) = self.batches.place();
        Checkpoint {
            parameters: self.network.parameters().to_vec(),
            gradients: self.gradients.clone(),
            optimizer: self.optimizer.memories(),
            order: order.to_vec(),
            next_row: next as u32,
            shuffle: shuffle.clone(),
            dropout: self.dropout.clone(),
            learning_rate: self.learning_rate,
            initial_loss: self.initial_loss,
            epochs_done: self.epochs_done,
            steps_in_epoch: self.steps_in_epoch,
            epoch_loss: self.epoch_loss,
            good: self.good.clone(),
            best: self.best.clone(),
            outcome: self.outcome.clone(),
        }
    }

    /// Goes on from a checkpoint, by the settings and on the rows that it was made with.
    ///
    /// # Errors
    /// Rows that are others, and a checkpoint that no run of ours would have made.
    pub fn resume(
        settings: &Settings,
        checkpoint: Checkpoint,
        data: Arc<TrainingData>,
    ) -> Result<Self, CheckpointError> {
        let config = settings.check()?;
        let mut trainer =
            Self::new(config, data).map_err(|NoValidationRows| CheckpointError::NoValidationRows)?;
        let all = trainer.network.parameters().len();
        let parts = [&checkpoint.parameters, &checkpoint.gradients, &checkpoint.good];
        let best = checkpoint.best.iter().map(|best| &best.parameters);
        let fits = parts.into_iter().chain(best).all(|part| part.len() == all)
            && checkpoint.best.as_ref().is_none_or(|best| best.epoch <= checkpoint.epochs_done)
            && checkpoint.learning_rate.is_finite()
            && checkpoint.epochs_done <= settings.epochs
            // A run that is not over has an epoch before it.
            && (checkpoint.outcome.is_some() || checkpoint.epochs_done < settings.epochs);
        if !fits {
            return Err(CheckpointError::DoesNotFit);
        }
        if checkpoint.initial_loss.to_bits() != trainer.initial_loss.to_bits() {
            return Err(CheckpointError::OtherRows);
        }
        let next = checkpoint.next_row as usize;
        if !trainer.optimizer.remember(checkpoint.optimizer)
            || !trainer.batches.go_on_from(checkpoint.order, next, checkpoint.shuffle)
            // A step whose loss was no number took its rows, but does not count.
            || checkpoint.outcome.is_none()
                && next / trainer.batches.size() != checkpoint.steps_in_epoch as usize
        {
            return Err(CheckpointError::DoesNotFit);
        }
        trainer.network.parameters_mut().copy_from_slice(&checkpoint.parameters);
        trainer.gradients = checkpoint.gradients;
        trainer.dropout = checkpoint.dropout;
        trainer.learning_rate = checkpoint.learning_rate;
        trainer.epochs_done = checkpoint.epochs_done;
        trainer.steps_in_epoch = checkpoint.steps_in_epoch;
        trainer.epoch_loss = checkpoint.epoch_loss;
        trainer.good = checkpoint.good;
        trainer.best = checkpoint.best;
        trainer.outcome = checkpoint.outcome;
        Ok(trainer)
    }
}
