//! From settings and data to a trained network, a step at a time.

mod batches;
mod outcome;
mod settings;
mod trainer;

pub use outcome::{Divergence, DivergenceReason, EpochReport, Outcome};
pub use settings::{Config, Method, Setting, Settings, SettingsError};
pub use trainer::{NoValidationRows, StepReport, Trainer, TrainingData};
