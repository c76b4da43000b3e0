//! Questions about why a model says what it says, and the form of the answers.

use serde::{Deserialize, Serialize};

use super::act::{Ask, Told};
use super::carry::{Carried, Wish};
use super::inside::{Look, Seen};
use super::judge::Standing;
use super::keep::{Works, WorksAsk};
pub use super::kept::RunChange;
use super::protocol::Ahead;
use super::subject::Matter;
use super::sweep::{SweepAsk, SweepTold};
use crate::data::DataSpec;
use crate::evaluation::{BaselineName, Metrics};
use crate::training::{EpochReport, Settings};

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
    /// The forecast beyond the data's end, with values that a person gave for columns that are known ahead.
    Ahead {
        /// The column, and a cell a time; an empty one is not given.
        given: Vec<(String, Vec<String>)>,
    },
    /// The rows of the table around a test row.
    Around {
        /// Which, by its place among the test rows.
        row: u32,
    },
    /// How would it have done at earlier origins? It is trained anew for each.
    Walk,
    /// How do the runs on this table compare?
    Runs,
    /// The same, once one of them was changed.
    RunChanged {
        /// Its name in messages.
        name: u32,
        /// How.
        change: RunChange,
    },
    /// Nothing: this is how things stand on the page, which is kept.
    Stands {
        /// The settings of the next run.
        settings: Box<Settings>,
        /// How often figures of the present test rows were shown.
        looks: u32,
    },
    /// What is kept in this browser?
    Works(WorksAsk),
    /// What is it like inside? Also while it trains.
    Inside {
        /// What is looked at.
        look: Look,
        /// Not the run's network, but the one that these settings would begin with.
        draft: Option<Box<Settings>>,
    },
    /// What can be done about the forecast?
    Act(Ask),
    /// Files of it, to be continued elsewhere.
    Carry(Wish),
    /// Many settings, tried on the same rows.
    Sweep(SweepAsk),
}

impl Question {
    /// What it is about: of each, only the latest answer is shown.
    pub fn about(&self) -> u8 {
        match self {
            Self::Importance => 0,
            Self::Dependence { .. } => 1,
            Self::Row { .. } => 2,
            Self::Ahead { .. } => 3,
            Self::Around { .. } => 4,
            Self::Walk => 5,
            Self::Runs | Self::RunChanged { .. } => 6,
            Self::Inside { look, .. } => match look {
                Look::Drawing { .. } => 7,
                Look::Weight(_) => 8,
                Look::Unit { .. } => 9,
                Look::Sample { .. } => 10,
                Look::Landscape(_) => 11,
                Look::Glance { .. } => 21,
            },
            Self::Act(_) => 12,
            Self::Carry(_) => 20,
            Self::Works(_) => 22,
            Self::Stands { .. } => 23,
            Self::Sweep(_) => 24,
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
    /// The forecast beyond the end with given values.
    Ahead(Option<Ahead>),
    /// The rows around a test row, in the order of the table.
    Around {
        /// The test row that was asked for.
        row: u32,
        /// The columns.
        names: Vec<String>,
        /// The line in the file, whether it is that row, and a cell a column.
        lines: Vec<(u32, bool, Vec<String>)>,
    },
    /// Earlier origins, as far as they are done.
    Walk {
        /// Those that are done.
        origins: Vec<Origin>,
        /// All; 0 where there can be none.
        of: u32,
    },
    /// The runs on the same test rows, the least error on unseen rows first.
    Runs {
        /// They.
        runs: Vec<RunLine>,
        /// Runs that had another target or other test rows.
        elsewhere: u32,
    },
    /// What it is like inside.
    Inside(Seen),
    /// What can be done.
    Act(Told),
    /// The files that were wished for.
    Carried(Carried),
    /// What is kept in this browser.
    Works(Works),
    /// What the settings that are tried came to.
    Sweep(SweepTold),
}

/// What a network that was trained by then said of what came next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The first and the last time of the stretch.
    pub times: (i64, i64),
    /// Its rows.
    pub rows: u32,
    /// Rows that were learnt from.
    pub learnt: u32,
    /// The model's RMSE; none where training diverged.
    pub rmse: Option<f64>,
    /// The best simple method there, and its RMSE.
    pub best: Option<(BaselineName, f64)>,
}

/// A run beside others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunLine {
    /// Which of all on this table, from 1.
    pub number: u32,
    /// Its name in messages.
    pub name: u32,
    /// What a person calls it; empty where nothing.
    pub title: String,
    /// Whether it stays however many others come.
    pub pinned: bool,
    /// Whether it is the one on the page.
    pub present: bool,
    /// Its settings.
    pub settings: Settings,
    /// Its choice of columns and split.
    pub spec: DataSpec,
    /// Inputs of its model.
    pub inputs: u32,
    /// Weights and biases.
    pub parameters: u32,
    /// Its losses.
    pub history: Vec<EpochReport>,
    /// How good it was on rows that it had not seen and that are not of the test.
    pub validated: Option<Validated>,
    /// How good it was on the test rows.
    pub test: Option<Metrics>,
    /// Its skill beside the best simple method, and the verdict.
    pub skill: Option<(f64, Standing)>,
    /// The paired test against the first of the list: p, and how this one stands.
    pub against_first: Option<(f64, Standing)>,
}

/// An error on rows that a model had not seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Validated {
    /// The RMSE.
    pub rmse: f64,
    /// The rows: the validation rows, or those of a recipe's folds.
    pub rows: u32,
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
