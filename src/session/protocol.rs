//! What the page (or the terminal) and the session say to each other. Every message names its request or run, so that
//! a late one can be told and dropped.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::example::Example;
use super::judge::{Judgement, Standing};
use crate::data::{
    Column, DataSpec, DatasetError, Issue, JoinedFile, Kind, ReadChoices, ReadError, Source, Span,
};
use crate::evaluation::{BaselineName, Interval, Metrics};
use crate::forecast::{FrameError, LeftOut, Recipe, RecipeName};
use crate::training::{EpochReport, Outcome, Settings, SettingsError};

impl Command {
    /// In the place of a run's name: the model that was opened.
    pub const IMPORTED: u32 = u32::MAX;
}

/// What is said of a worker that got no more memory.
pub const OUT_OF_MEMORY: &str = "out of memory";

/// What can be asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Reads a person's file, or several that are joined to the first by their times; their bytes are never in a message.
    /// The reader's.
    Load {
        /// Names this load.
        request: u32,
        /// The files.
        files: Vec<FileToRead>,
        /// Whether the first file's step stays, also where another one's is longer.
        keep_step: bool,
        /// What the table is for.
        purpose: Purpose,
    },
    /// Takes one of the tables that come with the page; its bytes are in the file beside the message.
    Example {
        /// Names this load.
        request: u32,
        /// The file's name, for messages.
        name: String,
    },
    /// A table that the reader read begins.
    Table {
        /// The load it came by.
        request: u32,
        /// What it is for.
        purpose: Purpose,
        /// The line of each row.
        #[serde(with = "crate::data::packed")]
        lines: Vec<u32>,
    },
    /// Where that table came from: a [`ProjectSource`](crate::formats::ProjectSource) in postcard, which only the lab reads.
    Source {
        /// The load it came by.
        request: u32,
        /// In postcard.
        source: Vec<u8>,
    },
    /// The next rows of that table's present column, or the next column.
    Column {
        /// The load it came by.
        request: u32,
        /// Whether these are the column's first rows.
        begins: bool,
        /// The column, with some of its rows.
        column: Column,
    },
    /// Shows the lines around one. The reader's.
    Lines {
        /// The load.
        request: u32,
        /// The line.
        line: u32,
    },
    /// Makes a data set of the loaded table.
    Prepare {
        /// Names this request.
        request: u32,
        /// The choice of columns and split.
        spec: DataSpec,
    },
    /// Begins a new run on the data set.
    Train {
        /// Names the run.
        run: u32,
        /// How to train.
        settings: Settings,
        /// How far to go at once.
        go: Go,
    },
    /// Goes on with a run that stands still.
    Go {
        /// The run.
        run: u32,
        /// How far.
        go: Go,
    },
    /// Stands still after the present step.
    Pause {
        /// The run.
        run: u32,
    },
    /// Changes the step size from the next step on.
    SetLearningRate {
        /// The run.
        run: u32,
        /// The new α.
        learning_rate: f64,
    },
    /// Takes over a run that another worker finished on the same data set.
    Adopt {
        /// The run.
        run: u32,
        /// Its settings.
        settings: Settings,
        /// How it ended.
        outcome: Outcome,
        /// Its network's parameters.
        parameters: Vec<f32>,
        /// Its losses.
        history: Vec<EpochReport>,
        /// Seconds that it took.
        seconds: f64,
    },
    /// Asks why a run's model says what it says.
    Explain {
        /// The run.
        run: u32,
        /// Which target, by its place.
        target: u32,
        /// A [`Question`](super::explaining::Question) in postcard. The page passes it on unread.
        question: Vec<u8>,
    },
    /// Predicts the rows of a second table with a run's network.
    Predict {
        /// The load that the table came by.
        request: u32,
        /// The run.
        run: u32,
    },
    /// Opens a project, whose bytes are in the file beside the message, or a work that is kept. The shell's.
    Open {
        /// Names this load.
        request: u32,
        /// The work; `None` for the file.
        work: Option<u64>,
    },
    /// Takes up the run of what was opened, or one of those that are kept, on the data set that is prepared.
    Resume {
        /// Its name from now on.
        run: u32,
        /// Which of those that are kept.
        kept: Option<u32>,
    },
    /// Forgets a run.
    Drop {
        /// The run.
        run: u32,
    },
}

impl Command {
    /// Whether it is for the reader of people's own files.
    pub fn is_for_reader(&self) -> bool {
        matches!(self, Self::Load { .. } | Self::Lines { .. })
    }
}

/// What a table is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To train on it.
    Train,
    /// To be predicted by the network that is there.
    Predict,
}

/// A person's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileToRead {
    /// Its name, for messages.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What a person corrects of the guesses.
    pub choices: ReadChoices,
}

/// How far to train before standing still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Go {
    /// To the end of the run.
    ToTheEnd,
    /// One step: one batch.
    Step,
    /// To the end of the epoch.
    Epoch,
}

/// What the session has to tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// So much of a file is read.
    Loading {
        /// The load.
        request: u32,
        /// Bytes read so far, of all files.
        bytes: u64,
        /// Rows read so far of the present file.
        rows: u32,
        /// Whether the file is read for the second time, because its later rows are not as its first ones.
        again: bool,
    },
    /// A table is understood.
    Loaded {
        /// The load.
        request: u32,
        /// What it holds.
        summary: Box<TableSummary>,
    },
    /// A file is refused; the table loaded before is still there.
    LoadFailed {
        /// The load.
        request: u32,
        /// Which of its files, from 0.
        file: u32,
        /// Why.
        error: ReadError,
    },
    /// A project or a work that is kept is opened; its table follows by [`Event::Loaded`].
    Opened {
        /// The load.
        request: u32,
        /// The example that its table is.
        example: Option<Example>,
        /// Its choice of columns.
        spec: Box<DataSpec>,
        /// Its settings.
        settings: Box<Settings>,
        /// Whether there is a run to be taken up.
        resumes: bool,
        /// How often figures of its test rows were shown.
        looks: u32,
        /// The last name of the runs that are kept with it.
        last_run: u32,
    },
    /// A model is opened, to predict tables with.
    ModelOpened {
        /// The load.
        request: u32,
        /// What it predicts.
        targets: Vec<String>,
        /// The columns that it needs.
        columns: Vec<String>,
    },
    /// It is not opened; what was there before is there still.
    NotOpened {
        /// The load.
        request: u32,
        /// Why, in the order of [`Language::ALL`](crate::i18n::Language::ALL).
        says: [String; 2],
    },
    /// What is on the page is kept in this browser under this name, or it is not.
    Kept {
        /// The name.
        work: Option<u64>,
    },
    /// The lines that were asked for.
    Lines {
        /// The load.
        request: u32,
        /// The line that was asked for.
        line: u32,
        /// Those around it.
        lines: Vec<LineView>,
    },
    /// A data set is ready to be trained on.
    Prepared {
        /// The request.
        request: u32,
        /// What it holds.
        summary: Box<DatasetSummary>,
    },
    /// The choice of columns and split makes no data set.
    PrepareFailed {
        /// The request.
        request: u32,
        /// Why.
        error: DatasetError,
    },
    /// A run began.
    Started {
        /// The run.
        run: u32,
        /// Weights and biases of the network.
        parameters: u32,
        /// Epochs in all.
        epochs: u32,
        /// Steps in an epoch; 0 for a recipe, whose networks differ in that.
        steps_per_epoch: u32,
        /// The training loss before the first step; none for a recipe, which has many.
        initial_loss: Option<f64>,
        /// Seconds that went into it before, where it was taken up.
        seconds: f64,
    },
    /// A run went on.
    Progress {
        /// The run.
        run: u32,
        /// How far it is.
        progress: Box<Progress>,
    },
    /// A run is over.
    Ended {
        /// The run.
        run: u32,
        /// Its last progress.
        progress: Box<Progress>,
        /// How, and how good the network is.
        report: Box<RunReport>,
    },
    /// A run that is over is judged.
    Judged {
        /// The run.
        run: u32,
        /// How each target's model stands beside the best simple method; `None` where nothing can be compared.
        verdicts: Vec<Option<Standing>>,
        /// The 95 % interval of each target's skill.
        intervals: Vec<Option<Interval>>,
        /// All that is said of it: a [`Judged`] in postcard. The page passes it on unread to the panel that shows it.
        #[serde(with = "crate::data::packed")]
        panel: Vec<u8>,
    },
    /// A question about a run is answered.
    Explained {
        /// The run.
        run: u32,
        /// What it is about: a later answer about the same replaces it.
        about: u8,
        /// An [`Explained`](super::explaining::Explained) in postcard, for the panel that shows it.
        #[serde(with = "crate::data::packed")]
        answer: Vec<u8>,
    },
    /// A second table is predicted.
    Predicted {
        /// The load that the table came by.
        request: u32,
        /// What came of it.
        result: Box<PredictedTable>,
    },
    /// A second table cannot be predicted.
    PredictFailed {
        /// The load that the table came by.
        request: u32,
        /// Why.
        error: DatasetError,
    },
    /// A run could not begin.
    TrainFailed {
        /// The run.
        run: u32,
        /// Why.
        error: TrainError,
    },
}

/// Why a run could not begin.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
pub enum TrainError {
    /// No data set is prepared.
    #[error("no data set is prepared")]
    NoData,
    /// A setting is out of its bounds.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Early stopping without validation rows.
    #[error("early stopping needs validation rows")]
    PatienceWithoutValidation,
    /// A recipe needs the page's second part, which is not there.
    #[error("recipes are not in this module")]
    NoLab,
    /// The table does not suit a recipe.
    #[error("the table does not suit the recipe: {0}")]
    Recipe(FrameError),
    /// A run that was put aside does not fit the table or the choice of columns.
    #[error("the run that was put aside does not fit")]
    NotResumed,
}

/// Why a run that was put aside cannot be gone on with.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ResumeError {
    /// No data set is prepared.
    #[error("no data set is prepared")]
    NoData,
    /// The table makes other inputs than those that the run learnt from.
    #[error("the table makes other inputs than those that the run learnt from")]
    OtherInputs,
    /// Its network cannot be gone on with.
    #[error(transparent)]
    Checkpoint(#[from] crate::training::CheckpointError),
    /// The table does not suit its recipe.
    #[error("the table does not suit the recipe: {0}")]
    Recipe(FrameError),
    /// What was trained does not fit the table, or not what is said of it.
    #[error("what was trained does not fit")]
    DoesNotFit,
}

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
impl ResumeError {
    /// The stable code, as `headless` prints it.
    pub fn code(&self) -> &'static str {
        use crate::training::CheckpointError;
        match self {
            Self::NoData => "no_data",
            Self::OtherInputs | Self::Checkpoint(CheckpointError::OtherRows) => "other_rows",
            Self::Checkpoint(CheckpointError::Settings(_)) => "settings",
            Self::Checkpoint(_) | Self::Recipe(_) | Self::DoesNotFit => "run_does_not_fit",
        }
    }
}

/// A table as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableSummary {
    /// The file's name.
    pub name: String,
    /// Data rows.
    pub rows: u32,
    /// The columns in file order.
    pub columns: Vec<ColumnSummary>,
    /// The first rows: line in the file, and the cells as understood.
    pub preview: Vec<(u32, Vec<String>)>,
    /// What was understood of the file's form; `None` for a table that comes with the page.
    pub source: Option<Source>,
    /// The files it was joined of; empty for a table of one file.
    pub joined: Vec<JoinedFile>,
    /// What was doubtful.
    pub issues: Vec<Issue>,
    /// A sensible first choice.
    pub suggested: DataSpec,
}

/// A column as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether its values are numbers (also a constant number).
    pub numeric: bool,
    /// Cells without a value.
    pub missing: u32,
    /// Distinct values, where that was counted (labels, texts).
    pub distinct: Option<u32>,
    /// Least, mean and largest number, for numbers.
    pub range: Option<(f64, f64, f64)>,
    /// A coarse picture of the column: the mean of each stretch of rows, or the count of each label.
    pub sketch: Vec<f64>,
    /// How many numbers fall into each of a few equal stretches between the least and the largest.
    pub histogram: Vec<u32>,
    /// The unit beside its values.
    pub unit: Option<String>,
}

/// A line of a file as it stands, beside what was understood of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// The line, from 1.
    pub line: u32,
    /// As it stands.
    pub raw: String,
    /// A cell a column; `None` for a line on which no row of the table begins.
    pub cells: Option<Vec<String>>,
}

/// A data set as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatasetSummary {
    /// The targets.
    pub targets: Vec<String>,
    /// The features that the network gets, by name, in order.
    pub features: Vec<String>,
    /// Rows in the table.
    pub rows_total: u32,
    /// Rows that can be used when those with missing features are left out, and when these are filled.
    pub rows_by_missing: (u32, u32),
    /// Rows of each part.
    pub train: u32,
    /// Rows of each part.
    pub validation: u32,
    /// Rows of each part.
    pub test: u32,
    /// The step of the times, where they have one.
    pub step: Option<Span>,
    /// The time of the first test row in ms since 1970, where rows are in the order of time.
    pub test_from: Option<i64>,
    /// What was doubtful.
    pub issues: Vec<Issue>,
    /// The rows that are shown before and while it trains, with the simple baselines on them.
    pub watched: RowsReport,
}

/// Which rows a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Rows that the network learns from.
    Train,
    /// Rows that are watched while it learns.
    Validation,
    /// Rows that touched nothing before the end.
    Test,
}

/// Targets, predictions and figures on some rows, all in the targets' own units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowsReport {
    /// Which rows.
    pub part: Part,
    /// The number of each row in the file, from 0.
    pub rows: Vec<u32>,
    /// The time of each row in ms since 1970, where there is a time column.
    pub times: Option<Vec<i64>>,
    /// Whether times are in UTC.
    pub utc: bool,
    /// One entry a target.
    pub targets: Vec<TargetReport>,
}

/// One target on some rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetReport {
    /// The target's name.
    pub name: String,
    /// What happened, a value a row.
    pub actual: Vec<f64>,
    /// The simple baselines.
    pub baselines: Vec<BaselineReport>,
}

/// A simple baseline on some rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaselineReport {
    /// Which.
    pub name: BaselineName,
    /// How good.
    pub metrics: Metrics,
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Whole epochs done.
    pub epochs_done: u32,
    /// Steps done in the epoch that is under way.
    pub steps_in_epoch: u32,
    /// How much of the run is done, from 0 to 1.
    pub share_done: f64,
    /// Rows trained on so far, counted each time.
    pub rows_trained: u64,
    /// The loss of the last batch, in standardised target units.
    pub batch_loss: Option<f64>,
    /// Epochs that ended since the last progress.
    pub epochs: Vec<EpochReport>,
    /// The present α.
    pub learning_rate: f64,
    /// Whether the run stands still.
    pub paused: bool,
    /// The model's predictions for the watched rows; none where it could only say what it has seen.
    pub predictions: Option<Predictions>,
}

/// A network's predictions for some rows, a vector a target, in its units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predictions {
    /// `values[target][row]`.
    pub values: Vec<Vec<f64>>,
    /// How good, a target each.
    pub metrics: Vec<Metrics>,
}

impl Predictions {
    /// None at all.
    pub fn none() -> Self {
        Self { values: Vec::new(), metrics: Vec::new() }
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// How it ended.
    pub outcome: Outcome,
    /// The test rows with the simple baselines on them.
    pub test: RowsReport,
    /// The network's predictions for the test rows.
    pub predictions: Predictions,
    /// The network's parameters, for another worker that takes the run over; empty for a recipe.
    pub network: Vec<f32>,
    /// Weights and biases.
    pub parameters: u32,
    /// CRC-32 of all weights' bits: the same here and in the terminal for the same seed.
    pub fingerprint: u32,
}

/// What a recipe did for one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecipeReport {
    /// Which.
    pub name: RecipeName,
    /// Everything that was chosen, as it was carried out.
    pub recipe: Recipe,
    /// What was left out for want of rows.
    pub left_out: LeftOut,
    /// Rows that were learnt from.
    pub rows: u32,
    /// What the networks see of a row.
    pub features: Vec<String>,
    /// How far each part is trusted.
    pub shares: Vec<PartShare>,
    /// How good the forecast was on the rows of the gate's folds, which the networks there had not seen.
    pub folds: Option<Metrics>,
    /// Walk-forward: each fold of the gate by itself, in its order.
    pub origins: Vec<OriginReport>,
}

/// A fold of a recipe's gate: what was fitted without its rows predicts them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginReport {
    /// Its first and last time in ms since 1970, where there is time.
    pub times: Option<(i64, i64)>,
    /// Its rows.
    pub rows: u32,
    /// The RMSE of each part, in the order of the shares.
    pub rmse: Vec<f64>,
}

/// A part of a recipe's forecast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartShare {
    /// Which simple method; `None` for the networks.
    pub name: Option<BaselineName>,
    /// Its share of the forecast.
    pub share: f64,
    /// How good it is alone on the test rows.
    pub test: Metrics,
}

/// What is said of a run when it is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The test rows with the simple methods on them.
    pub test: RowsReport,
    /// The model's predictions for these.
    pub predictions: Predictions,
    /// What a recipe did, a target each; empty for a network.
    pub recipes: Vec<RecipeReport>,
    /// The judgement on each target; `None` where nothing can be compared.
    pub targets: Vec<Option<Judgement>>,
    /// The forecast beyond the data's end, where there is time.
    pub ahead: Option<Ahead>,
}

/// A forecast beyond the data's end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ahead {
    /// The times in ms since 1970.
    pub times: Vec<i64>,
    /// `[target][time]`, NaN where a value is lacking.
    pub values: Vec<Vec<f64>>,
    /// The columns that are known ahead, with their values there.
    pub known: Vec<KnownAhead>,
    /// How long before.
    pub back: Span,
}

/// A column that is known ahead, beyond the data's end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownAhead {
    /// Its name.
    pub name: String,
    /// A cell a time, as it was used.
    pub cells: Vec<String>,
    /// Which of them were neither in the table nor given, and were taken to be those of so long before.
    pub assumed: Vec<bool>,
    /// The least and the largest number of the table, and which cells lie outside of that.
    pub range: Option<(f64, f64)>,
    /// Those outside.
    pub outside: Vec<bool>,
    /// Which of those given are no number, or a label that the table does not have.
    pub wrong: Vec<bool>,
}

impl Ahead {
    /// The columns of which some value was assumed.
    pub fn assumed(&self) -> Vec<String> {
        let some = self.known.iter().filter(|known| known.assumed.contains(&true));
        some.map(|known| known.name.clone()).collect()
    }
}

/// What came of predicting a second table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictedTable {
    /// Its rows.
    pub rows: u32,
    /// Rows that have all values that the model needs.
    pub predicted: u32,
    /// What was doubtful about its use.
    pub issues: Vec<Issue>,
    /// How good the predictions are, for each target whose values the table holds, with the number of these rows.
    pub metrics: Vec<Option<(u32, Metrics)>>,
    /// A row of text for each row of the table: its time, what was predicted, and what happened as far as that is known.
    pub csv: String,
}
