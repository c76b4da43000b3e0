//! What can happen to the page, and what follows outside of it.

use super::form::Field;
use super::insight::InsightAction;
use super::state::{ChartTab, LossScale, OwnFile, Window};
use crate::data::{Missing, ReadChoices, Role, Span, SplitMethod};
use crate::i18n::Language;
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::session::{Command, Event, Example, Go};
use crate::training::Method;

/// Names a file that the shell keeps, so that it can be read again after a worker died.
pub type FileId = u32;

/// What a person or the worker did.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The page opened with this text after the `#`, in a browser of this language.
    Opened {
        /// The hash without `#`.
        hash: String,
        /// What the browser prefers.
        language: Language,
        /// The name under which it keeps what was on the page when it had this hash.
        kept: Option<u64>,
    },
    /// The hash was changed by hand or by a link.
    HashChanged(String),
    /// An example was chosen.
    ExampleChosen(Example),
    /// Files were dropped, chosen or pasted; the shell keeps them. Several are joined by their times.
    FilesGiven(Vec<OwnFile>),
    /// More files are to be joined to the table by their times.
    FilesToJoin(Vec<OwnFile>),
    /// Files are to be predicted by the network that is there.
    FilesToPredict(Vec<OwnFile>),
    /// The model that was opened is no longer to predict.
    ModelClosed,
    /// The predictions of the second table are to be saved.
    SavePredictionsPressed,
    /// The joined file of this place is no longer to be.
    JoinedFileRemoved(usize),
    /// Whether the first of several files keeps its step.
    StepKept(bool),
    /// The shell fetched an example and keeps it as a file.
    ExampleFetched {
        /// The load it belongs to.
        request: u32,
        /// Its place with the shell.
        file: FileId,
        /// Its size in bytes.
        size: u64,
    },
    /// An example could not be fetched.
    ExampleMissing {
        /// The load it belongs to.
        request: u32,
    },
    /// A load is to be given up.
    CancelLoadPressed,
    /// The guesses about the file of this place are corrected: it is read again.
    Corrected(usize, ReadChoices),
    /// A line of the file is to be shown.
    LineChosen(u32),
    /// The lines that are shown were looked at.
    LinesClosed,
    /// A column got another role.
    RoleChosen {
        /// The column's name.
        column: String,
        /// Its role.
        role: Role,
    },
    /// A column of numbers is, or is no longer, to be read as labels.
    CategoryChosen {
        /// The column's name.
        column: String,
        /// Whether it is.
        category: bool,
    },
    /// What becomes of rows with missing features.
    MissingChosen(Missing),
    /// Another way to split.
    SplitChosen(SplitMethod),
    /// Another share of test rows.
    TestShareChosen(f64),
    /// Another share of validation rows.
    ValidationShareChosen(f64),
    /// A number field was edited.
    FieldEdited(Field, String),
    /// Another activation.
    ActivationChosen(Activation),
    /// Another way to draw initial weights.
    InitialiserChosen(Initialiser),
    /// Another loss.
    LossChosen(Loss),
    /// Another optimiser.
    OptimizerChosen(OptimizerKind),
    /// Early stopping on or off.
    EarlyStopping(bool),
    /// A hidden layer more (at the end) or less.
    LayerAdded,
    /// The hidden layer of this index is taken away.
    LayerRemoved(usize),
    /// A hidden layer gets so many units.
    UnitsChosen(usize, u32),
    /// All settings as in the *Article* preset.
    ArticleChosen,
    /// Another way to train: one network, or a recipe.
    MethodChosen(Method),
    /// Another horizon of the forecast.
    HorizonChosen(Span),
    /// The main button: train, pause, go on.
    TrainPressed,
    /// One step or one epoch.
    GoPressed(Go),
    /// Back to the start with the same seed.
    ResetPressed,
    /// A new seed is wanted.
    NewSeedPressed,
    /// The shell drew a seed.
    SeedDrawn(u32),
    /// The settings of a run that diverged are to be tried with a third of its learning rate.
    SmallerLearningRatePressed,
    /// The other language; pressed twice before the page is drawn anew, it is the first again.
    LanguagePressed,
    /// Single-key shortcuts on or off.
    ShortcutsChosen(bool),
    /// Another chart of the predictions.
    TabChosen(ChartTab),
    /// Another scale of the loss chart.
    LossScaleChosen(LossScale),
    /// Another target is shown.
    TargetShown(usize),
    /// Another stretch of the time chart.
    WindowChosen(Window),
    /// The lessons were opened (at the one that comes next, or at the glossary) or closed.
    Lessons(Option<&'static str>),
    /// The help was opened or closed.
    HelpToggled(bool),
    /// A sentence was read.
    NoticeClosed,
    /// The worker said something, at this time in ms.
    Heard {
        /// What.
        event: Event,
        /// When, in ms of a clock that never goes back.
        now_ms: f64,
    },
    /// The shell's clock ticked, every few seconds.
    Ticked,
    /// The worker ended or broke.
    WorkerDied {
        /// What the browser says of it.
        reason: String,
    },
    /// The reader ended or broke.
    ReaderDied,
    /// Something in the panel that the lab draws.
    Insight(InsightAction),
    /// The lab is there.
    LabStarted,
    /// The lab could not be fetched.
    LabMissing,
}

/// What the shell is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Post a command to the worker.
    Send(Command),
    /// Post a command to the worker with the files that are kept under these names beside it.
    SendFiles(Command, Vec<FileId>),
    /// Fetch an example from the page's own files, keep it and say so.
    Fetch {
        /// The load it belongs to.
        request: u32,
        /// Which.
        example: Example,
    },
    /// Files other than these need not be kept any longer.
    KeepOnly(Vec<FileId>),
    /// End the worker, if it still is, and start another.
    RestartWorker,
    /// Fetch the lab and start it.
    StartLab,
    /// End the first worker; from now on commands go to the lab.
    UseLab,
    /// End the reader, if it is; its memory is given back.
    EndReader,
    /// Draw a random seed and say so.
    DrawSeed,
    /// Put a text after the `#`, without a step in the history, and remember under which name what it stands for is kept.
    WriteHash {
        /// The text.
        hash: String,
        /// The name; `None` while it is not kept yet, or another table is on its way.
        work: Option<u64>,
    },
    /// What is on the page is not kept: nothing is to be remembered.
    ForgetWork,
    /// Save a text as a file of the person's.
    Save {
        /// The file's name.
        name: String,
        /// Its text.
        text: String,
    },
    /// Tell the document its language and title.
    SetLanguage(Language),
}
