//! How good predictions are, the simple methods a network has to beat, and what a model has learnt.

mod baselines;
pub mod explain;
mod metrics;

pub use baselines::{BaselineName, Baselines};
pub use metrics::{Evaluated, Metrics};
