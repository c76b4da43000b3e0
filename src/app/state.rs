//! The whole state of the page. Only [`super::update`] changes it.

use std::rc::Rc;

use super::action::{Effect, FileId};
use super::form::SettingsForm;
use super::run::RunView;
use crate::data::{DataSpec, DatasetError, Issue, ReadChoices, ReadError, Role};
use crate::i18n::Language;
use crate::session::{DatasetSummary, Example, LineView, PredictedTable, TableSummary};
use crate::training::Settings;

/// The whole state of the page. Large values are shared, so that a clone is cheap.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AppState {
    /// The language it speaks.
    pub language: Language,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// The table and the data set.
    pub data: DataState,
    /// The model's settings.
    pub form: SettingsForm,
    /// The run.
    pub run: RunView,
    /// How often figures of the present test rows were shown.
    pub test_looks: u32,
    /// Which chart of the predictions is shown.
    pub tab: ChartTab,
    /// How the loss chart is scaled.
    pub loss_scale: LossScale,
    /// Which target is shown.
    pub target: usize,
    /// Which stretch of the time chart is shown.
    pub window: Window,
    /// Whether the help is open.
    pub help: bool,
    /// The parts of the link that are about lessons, as they stand: only the lab reads them.
    pub lesson: Vec<String>,
    /// Something that has to be said once.
    pub notice: Option<Notice>,
    /// The worker that takes over from the first.
    pub lab: Lab,
    /// What waits for it.
    pub held: Vec<Effect>,
    /// A model that was opened, to predict files with.
    pub imported: Option<Rc<Imported>>,
    /// The name under which what is on the page is kept in this browser.
    pub kept: Option<u64>,
    /// The last name given to a request or a run.
    pub last_id: u32,
    /// Ticks of the shell's clock since the worker last said something while something is asked of it.
    pub silent_ticks: u32,
    /// Times the worker died without anything coming of it in between.
    pub deaths: u32,
    /// Times the worker was started again: what it was asked before is not answered any more.
    pub restarts: u32,
}

/// A model that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The file's name.
    pub name: String,
    /// What it predicts.
    pub targets: Vec<String>,
    /// The columns that it needs.
    pub columns: Vec<String>,
}

/// The worker that takes over from the page's first one: with recipes and judgements, and compiled for speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lab {
    /// Nobody asked for it yet.
    #[default]
    Absent,
    /// It is being fetched.
    Coming,
    /// It is there; the first worker still has something under way.
    There,
    /// It has taken over.
    InCharge,
    /// It could not be fetched.
    Missing,
}

/// The table, the choice of columns and the data set.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DataState {
    /// Where the table that is shown came from.
    pub origin: Option<Origin>,
    /// The table that is shown.
    pub table: Option<Rc<TableSummary>>,
    /// The size in bytes of the example that is shown.
    pub example_size: u64,
    /// The lines of the file that are shown.
    pub lines: Option<Rc<Lines>>,
    /// A table on its way.
    pub loading: Option<Loading>,
    /// Why the last table did not arrive. The one before it is still there.
    pub problem: Option<Problem>,
    /// Whether the worker that trains was started again and has not got the table that is shown.
    pub unread: bool,
    /// The choice of columns and split.
    pub spec: Option<DataSpec>,
    /// Choices with other test rows that were made before on this table, and how often these rows were looked at.
    pub looked: Vec<(DataSpec, u32)>,
    /// The data set made of it.
    pub dataset: DatasetState,
    /// The last data set that was ready, shown while the next is being made.
    pub shown: Option<Rc<DatasetSummary>>,
}

/// Some lines of the file that the table came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The line that was asked for.
    pub line: u32,
    /// Those around it; none where the file is too long for that.
    pub around: Vec<LineView>,
}

/// Where a table came from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// It came with the page.
    Example {
        /// Which.
        example: Example,
        /// Its place with the shell, once it was fetched.
        file: Option<FileId>,
    },
    /// A person's file, or several that are joined to the first by their times.
    Own {
        /// The files.
        files: Vec<OwnFile>,
        /// Whether the first file's step stays, also where another one's is longer.
        keep_step: bool,
    },
    /// It came out of a project, or of what is kept in this browser.
    Project {
        /// The project file; `None` for what is kept.
        file: Option<FileId>,
        /// Its name.
        name: String,
    },
}

/// A file of a person's.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnFile {
    /// Its place with the shell.
    pub file: FileId,
    /// Its name; empty for a pasted text.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What was corrected of the guesses about it.
    pub choices: ReadChoices,
}

impl Origin {
    /// The places with the shell of its files.
    pub fn kept(&self) -> Vec<FileId> {
        match self {
            Self::Example { file, .. } | Self::Project { file, .. } => file.iter().copied().collect(),
            Self::Own { files, .. } => files.iter().map(|file| file.file).collect(),
        }
    }

    /// A person's files; none for an example.
    pub fn own(&self) -> &[OwnFile] {
        match self {
            Self::Example { .. } | Self::Project { .. } => &[],
            Self::Own { files, .. } => files,
        }
    }

    /// The project file that it came out of.
    pub fn project_file(&self) -> Option<FileId> {
        match self {
            Self::Project { file, .. } => *file,
            Self::Example { .. } | Self::Own { .. } => None,
        }
    }
}

/// A table on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Loading {
    /// Names the load.
    pub request: u32,
    /// Where it comes from.
    pub origin: Origin,
    /// Its size in bytes, once known.
    pub size: Option<u64>,
    /// Bytes that were read.
    pub bytes: u64,
    /// Rows that were read.
    pub rows: u32,
    /// Rows a second.
    pub rows_per_second: Option<f64>,
    /// When rows first came, in ms, and how many.
    pub began: Option<(f64, u32)>,
    /// Whether the file is read for the second time.
    pub again: bool,
    /// The choice of columns to take over, where the table is loaded again.
    pub spec: Option<DataSpec>,
    /// Whether the lab opens it, and the reader has no part in it.
    pub by_lab: bool,
    /// Whether only the worker lost it: settings that a person has changed since stay.
    pub settings_stay: bool,
    /// Of a project: the settings of a run that is to be taken up, and how often figures of its test rows were shown.
    pub opened: Option<Box<(Option<Settings>, u32)>>,
}

impl Loading {
    /// A load that begins.
    pub fn new(request: u32, origin: Origin, size: Option<u64>) -> Self {
        Self {
            request,
            origin,
            size,
            bytes: 0,
            rows: 0,
            rows_per_second: None,
            began: None,
            again: false,
            spec: None,
            by_lab: false,
            settings_stay: false,
            opened: None,
        }
    }
}

/// A second table, to be predicted by the network that is there.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum SecondTable {
    /// There is none.
    #[default]
    None,
    /// It is on its way.
    Loading(Loading),
    /// It is being predicted.
    Predicting {
        /// The load that it came by.
        request: u32,
        /// Its name.
        name: String,
        /// What was doubtful about the file.
        issues: Vec<Issue>,
    },
    /// It is predicted.
    Predicted {
        /// Its name.
        name: String,
        /// What was doubtful about the file.
        issues: Vec<Issue>,
        /// What came of it.
        result: Rc<PredictedTable>,
    },
    /// It did not arrive.
    NotLoaded(Problem),
    /// The network cannot predict it.
    NotPredicted {
        /// Its name.
        name: String,
        /// Why.
        error: DatasetError,
    },
}

/// Why a table did not arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which.
    pub origin: Origin,
    /// Which of its files, by place.
    pub file: usize,
    /// Why.
    pub reason: LoadFailure,
}

/// Why a table did not arrive.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadFailure {
    /// The file was refused.
    Refused(ReadError),
    /// An example could not be fetched.
    Missing,
    /// The worker died of it.
    WorkerDied,
}

/// The data set.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum DatasetState {
    /// There is no table.
    #[default]
    None,
    /// It is being made.
    Preparing {
        /// Names the request.
        request: u32,
    },
    /// It can be trained on.
    Ready(Rc<DatasetSummary>),
    /// The choice of columns makes none.
    Failed(DatasetError),
}

impl AppState {
    /// Whether the worker owes an answer.
    pub fn is_waiting(&self) -> bool {
        let loading = self.data.loading.as_ref().is_some_and(|loading| loading.size.is_some());
        let second = matches!(self.run.second, SecondTable::Loading(_) | SecondTable::Predicting { .. });
        loading
            || second
            || matches!(self.data.dataset, DatasetState::Preparing { .. })
            || self.run.is_running()
    }
}

impl DataState {
    /// The role of a column in the present choice.
    pub fn role(&self, column: &str) -> Role {
        self.spec.as_ref().map_or(Role::Ignore, |spec| spec.role(column))
    }

    /// The person's files that the table came from.
    pub fn own(&self) -> &[OwnFile] {
        self.origin.as_ref().map_or(&[], Origin::own)
    }

    /// Whether the table that is shown came with the page.
    pub fn example(&self) -> Option<Example> {
        match self.origin {
            Some(Origin::Example { example, .. }) => Some(example),
            _ => None,
        }
    }
}

/// The charts of the predictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ChartTab {
    /// Actual and predicted in the order of the rows.
    #[default]
    OverTime,
    /// Predicted against actual.
    Against,
}

/// The scale of the loss chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LossScale {
    /// By powers of ten.
    #[default]
    Log,
    /// Even.
    Linear,
}

/// The stretch of the time chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The `back`-th week from the end (or that many rows, without a time column).
    Week {
        /// 0 is the last.
        back: u32,
    },
    /// All of it.
    All,
}

impl Default for Window {
    fn default() -> Self {
        Self::Week { back: 0 }
    }
}

/// Something that has to be said once.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The worker died and was started again.
    WorkerRestarted {
        /// Whether a run was lost.
        run_lost: bool,
        /// Whether the table is being read again.
        reloading: bool,
        /// What the browser says of it.
        reason: String,
    },
    /// Parts of the link that mean nothing here.
    LinkParts(Vec<String>),
    /// A project or what was kept could not be opened: why, in the order of [`Language::ALL`].
    NotOpened([String; 2]),
    /// What was kept in this browser is on the page again.
    WorkIsBack,
}
