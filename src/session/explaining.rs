//! Questions about why a model says what it says, and the form of the answers.

use serde::{Deserialize, Serialize};

use super::subject::Matter;

/// What is asked about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Question {
    /// Which inputs does it need?
    Importance,
    /// How does it move with one input?
    Dependence {
        /// Which, by its place.
        input: u32,
    },
    /// What made the prediction of a test row, and what would another row's be?
    Row {
        /// Which, by its place among the test rows.
        row: u32,
        /// Inputs that are set to other values.
        changed: Vec<(u32, f64)>,
    },
}

impl Question {
    /// What it is about: of each, only the latest answer is shown.
    pub fn about(&self) -> u8 {
        match self {
            Self::Importance => 0,
            Self::Dependence { .. } => 1,
            Self::Row { .. } => 2,
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Explained {
    /// Which inputs it needs.
    Importance {
        /// The RMSE of the rows that were asked, in the target's unit.
        rmse: f64,
        /// How far it rises when the inputs of a matter are shuffled together, and the standard deviation of that.
        matters: Vec<(Matter, f64, f64)>,
        /// The same for single inputs.
        singles: Vec<(String, f64, f64)>,
        /// Inputs whose curve can be asked for, by place and name.
        free: Vec<(u32, String)>,
        /// Rows that were asked.
        rows: u32,
    },
    /// How it moves with one input.
    Dependence {
        /// Which.
        input: u32,
        /// Its name.
        name: String,
        /// Its values.
        grid: Vec<f64>,
        /// The prediction at each value, on average.
        mean: Vec<f64>,
        /// The same of single rows.
        curves: Vec<Vec<f64>>,
        /// Accumulated local effects at their edges, where the input varies enough; moved to the same mean.
        local: Option<(Vec<f64>, Vec<f64>)>,
    },
    /// What made one prediction.
    Row {
        /// Which, by its place among the test rows.
        row: u32,
        /// The prediction.
        prediction: f64,
        /// The mean prediction of the rows that it is compared with.
        base: f64,
        /// What each matter adds (Shapley values), and its standard error where orders were drawn.
        matters: Vec<(Matter, f64, Option<f64>)>,
        /// What each matter adds by integrated gradients, from the mean of those rows; and what these lack.
        gradients: Option<(Vec<f64>, f64)>,
        /// The inputs that can be set: place, name, value here, value in the table, least and largest that was learnt from.
        inputs: Vec<FreeInput>,
    },
}

/// An input that a person can set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FreeInput {
    /// Its place.
    pub place: u32,
    /// Its name.
    pub name: String,
    /// Its value now.
    pub value: f64,
    /// Its value in the table.
    pub actual: f64,
    /// The least value that was learnt from.
    pub least: f64,
    /// The largest.
    pub most: f64,
}
