//! What a run tells of itself.

use serde::{Deserialize, Serialize};

/// An epoch that ended. Losses are of standardised targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochReport {
    /// Which, from 1.
    pub epoch: u32,
    /// The mean of its batches' losses, weighted by their rows (as Keras reports it), without the L1 and L2 terms.
    pub train_loss: f64,
    /// The loss of the validation rows after it, where there are any.
    pub validation_loss: Option<f64>,
    /// α at its end.
    pub learning_rate: f64,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// After all epochs.
    Finished,
    /// The validation loss no longer fell; the weights are those of the best epoch.
    StoppedEarly {
        /// The epoch with the least validation loss.
        best_epoch: u32,
    },
    /// The loss exploded; the weights are the last good ones.
    Diverged(Divergence),
}

impl Outcome {
    /// The stable code, as `headless` prints it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::StoppedEarly { .. } => "stopped_early",
            Self::Diverged(_) => "diverged",
        }
    }
}

/// A loss that exploded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Divergence {
    /// The epoch in which it was noticed, from 1.
    pub epoch: u32,
    /// Why it counts as divergence.
    pub reason: DivergenceReason,
    /// The loss then.
    pub loss: f64,
    /// The training loss before the first step.
    pub initial_loss: f64,
    /// The layer with the largest gradients in the last step, from 0, and their root mean square.
    pub steepest: Option<(u32, f64)>,
}

/// Why a loss counts as diverged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivergenceReason {
    /// It is no finite number.
    NotFinite,
    /// An epoch's training loss is above ten times the loss before the first step, and above ten times that of always
    /// predicting the mean.
    LossExploded,
}
