//! What a model has learnt, and why it says what it says: explanations of any model that can be asked.
//!
//! A model is a function from a batch to one output per row ([`Model`]); which kind it is, and in which unit its
//! inputs are, makes no difference here. Nothing is returned that is not finite: what is undefined is an
//! [`ExplainError`] or `None`.
//!
//! | question | answer |
//! |---|---|
//! | Which features does it need, over all rows? | [`permutation_importance`], [`switched_importance`] |
//! | How does its output move with one feature? | [`partial_dependence`], [`accumulated_local_effects`] |
//! | Why this prediction? | [`shapley`], [`integrated_gradients`] |

mod ask;
mod dependence;
mod error;
mod gradient;
mod importance;
mod integrated_gradients;
mod local_effects;
mod shapley;

pub use ask::{BATCH_ROWS, Gradient, Model, singles};
pub use dependence::{Dependence, partial_dependence, quantile_grid};
pub use error::ExplainError;
pub use gradient::{STEP_F32, STEP_F64, numeric_gradient};
pub use importance::{
    GroupImportance, Importance, Known, SWITCHED_ROWS, permutation_importance, permutations,
    switched_importance,
};
pub use integrated_gradients::{IntegratedGradients, Path, integrated_gradients};
pub use local_effects::{LocalEffects, accumulated_local_effects};
pub use shapley::{EXACT_PLAYERS, Game, Shapley, coalition_values, exact_shapley, sampled_shapley, shapley};
