//! From settings and data to a trained network, a step at a time.

mod batches;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod landscape;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod microscope;
mod outcome;
mod settings;
mod trainer;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod trial;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use landscape::{Landscape, Plane, SIDE};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use microscope::{Followed, Microscope, Parameter, SlowLayer, SlowMotion};
pub use outcome::{Divergence, DivergenceReason, EpochReport, Outcome};
pub use settings::{Config, Method, Setting, Settings, SettingsError, parse_hidden};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use trainer::{Checkpoint, CheckpointError};
pub use trainer::{NoValidationRows, StepReport, Trainer, TrainingData};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use trial::{Trial, TrialResult};
