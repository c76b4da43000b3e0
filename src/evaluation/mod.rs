//! How good predictions are, and the simple methods a network has to beat.

mod baselines;
mod metrics;

pub use baselines::{BaselineName, Baselines};
pub use metrics::{Evaluated, Metrics};
