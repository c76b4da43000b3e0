//! A model and rows of its inputs, as explanations see them.

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use ndarray::Array2;
use serde::{Deserialize, Serialize};

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::evaluation::explain::Model;

/// What an input is about; inputs of one matter go together, because they move together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// The hour of the day.
    Hour,
    /// The day of the week.
    Weekday,
    /// The time of the year.
    Season,
    /// A column of the table.
    Column(String),
    /// A target's own past.
    Past(String),
}

/// An input of a model.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Input {
    pub(super) name: String,
    pub(super) matter: Matter,
    /// Whether a person can set it by itself: a number of the row that nothing else follows from.
    pub(super) free: bool,
}

/// A model of one target, and rows to explain it by.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub(super) struct Subject {
    pub(super) inputs: Vec<Input>,
    /// Rows that it learnt from `[rows, inputs]`.
    pub(super) known: Array2<f64>,
    /// The test rows.
    pub(super) test: Array2<f64>,
    /// The model: a prediction a row, in the target's unit.
    pub(super) model: Box<Model<'static>>,
}
