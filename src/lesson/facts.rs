//! What a check can ask about: plain data that the page fills in.

use std::collections::BTreeMap;

use crate::data::{DataSpec, Missing, Scaling, Span, SplitMethod, SplitSpec};
use crate::evaluation::BaselineName;
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::session::judge::Standing;
use crate::session::{Example, RunReport};
use crate::training::{EpochReport, Method, Outcome, Settings, parse_hidden};

/// What the page knows when a check is asked.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Facts {
    /// The present settings.
    pub settings: Settings,
    /// The present choice of data.
    pub choices: Choices,
    /// The runs that ended since the lesson began, in their order.
    pub runs: Vec<RunFacts>,
    /// How often something was looked at since the lesson began.
    pub seen: BTreeMap<View, u32>,
    /// Numbers that the page computed last.
    pub values: BTreeMap<Quantity, f64>,
    /// The number that the learner typed last at a task, by the task's place in the lesson, from 0.
    pub typed: BTreeMap<usize, f64>,
}

/// The choice of data.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// The example, unless it is a table of the learner's own.
    pub example: Option<Example>,
    /// The columns to predict.
    pub targets: Vec<String>,
    /// The columns to predict from.
    pub features: Vec<String>,
    /// Columns of numbers that are read as labels.
    pub categories: Vec<String>,
    /// The time column.
    pub time: Option<String>,
    /// How far ahead a forecast is made.
    pub horizon: Span,
    /// What becomes of rows that lack a feature's value.
    pub missing: Missing,
    /// Whether the network gets its inputs standardised.
    pub scaling: Scaling,
    /// Which rows are the test.
    pub split: SplitName,
    /// The share of the test rows.
    pub test_share: f64,
    /// The share of the validation rows.
    pub validation_share: f64,
    /// What the network gets of a row: the number of its inputs.
    pub inputs: u32,
}

impl Default for Choices {
    /// No table.
    fn default() -> Self {
        let spec = DataSpec {
            targets: Vec::new(),
            features: Vec::new(),
            time: None,
            horizon: Span::DAY,
            categories: Vec::new(),
            missing: Missing::default(),
            season: false,
            scaling: Scaling::default(),
            split: SplitSpec::default(),
        };
        Self::of(None, &spec, 0)
    }
}

impl Choices {
    /// The choice that a data set is made by, which gives the network so many inputs.
    pub fn of(example: Option<Example>, spec: &DataSpec, inputs: u32) -> Self {
        Self {
            example,
            targets: spec.targets.clone(),
            features: spec.features.clone(),
            categories: spec.categories.clone(),
            time: spec.time.clone(),
            horizon: spec.horizon,
            missing: spec.missing,
            scaling: spec.scaling,
            split: SplitName::of(&spec.split.method),
            test_share: spec.split.test_share,
            validation_share: spec.split.validation_share,
            inputs,
        }
    }
}

/// A run that ended.
#[derive(Clone, Debug, PartialEq)]
pub struct RunFacts {
    /// The settings that it began with.
    pub settings: Settings,
    /// The data that it learnt from.
    pub choices: Choices,
    /// How it ended.
    pub outcome: Ending,
    /// Weights and biases.
    pub parameters: u32,
    /// Whole epochs that it did.
    pub epochs_done: u32,
    /// The training loss of its last epoch.
    pub train_loss: Option<f64>,
    /// The validation loss after its last epoch.
    pub validation_loss: Option<f64>,
    /// The least validation loss of an epoch, and which that was, from 1.
    pub best: Option<(f64, u32)>,
    /// The root mean square error on the test rows, in the target's unit.
    pub rmse: Option<f64>,
    /// The mean absolute error on the test rows, in the target's unit.
    pub mae: Option<f64>,
    /// 1 − Σ(y−ŷ)²/Σ(y−ȳ)² on the test rows.
    pub r2: Option<f64>,
    /// The simple method with the least error on the same rows, and that error.
    pub baseline: Option<(BaselineName, f64)>,
    /// How it stands beside that method, once it is judged.
    pub standing: Option<Standing>,
}

impl RunFacts {
    /// A run by what was told of it: its settings and data, all its epochs, and its report. The standing comes later.
    pub fn of(settings: Settings, choices: Choices, epochs: &[EpochReport], report: &RunReport) -> Self {
        let best = epochs
            .iter()
            .filter_map(|epoch| Some((epoch.validation_loss?, epoch.epoch)))
            .filter(|(loss, _)| loss.is_finite())
            .min_by(|left, right| left.0.total_cmp(&right.0));
        let baseline = report.test.targets.first().and_then(|target| {
            let all = target.baselines.iter().map(|own| (own.name, own.metrics.rmse));
            all.filter(|(_, rmse)| rmse.is_finite()).min_by(|left, right| left.1.total_cmp(&right.1))
        });
        Self {
            settings,
            choices,
            outcome: Ending::of(&report.outcome),
            parameters: report.parameters,
            epochs_done: epochs.last().map_or(0, |epoch| epoch.epoch),
            train_loss: epochs.last().map(|epoch| epoch.train_loss),
            validation_loss: epochs.last().and_then(|epoch| epoch.validation_loss),
            best,
            rmse: report.predictions.metrics.first().map(|own| own.rmse),
            mae: report.predictions.metrics.first().map(|own| own.mae),
            r2: report.predictions.metrics.first().and_then(|own| own.r2),
            baseline,
            standing: None,
        }
    }

    /// 1 − its RMSE / the RMSE of the best simple method.
    pub fn skill(&self) -> Option<f64> {
        Some(1.0 - self.rmse? / self.baseline?.1)
    }

    /// A fact about it. `None`: it has none, such as the validation loss of a run without validation rows.
    pub fn fact(&self, fact: Fact) -> Option<Value> {
        let number = |number: Option<f64>| number.filter(|own| own.is_finite()).map(Value::Number);
        match fact {
            Fact::Outcome => Some(Value::Outcome(self.outcome)),
            Fact::Parameters => Some(Value::Number(f64::from(self.parameters))),
            Fact::EpochsDone => Some(Value::Number(f64::from(self.epochs_done))),
            Fact::TrainLoss => number(self.train_loss),
            Fact::ValidationLoss => number(self.validation_loss),
            Fact::BestValidationLoss => number(self.best.map(|(loss, _)| loss)),
            Fact::BestEpoch => number(self.best.map(|(_, epoch)| f64::from(epoch))),
            Fact::Rmse => number(self.rmse),
            Fact::Mae => number(self.mae),
            Fact::R2 => number(self.r2),
            Fact::Baseline => self.baseline.map(|(name, _)| Value::Baseline(name)),
            Fact::BaselineRmse => number(self.baseline.map(|(_, rmse)| rmse)),
            Fact::Skill => number(self.skill()),
            Fact::Standing => self.standing.map(Value::Standing),
            choice => chosen(&self.settings, &self.choices, choice),
        }
    }
}

impl Facts {
    /// A fact about the present settings and data.
    pub fn fact(&self, fact: Fact) -> Option<Value> {
        chosen(&self.settings, &self.choices, fact)
    }

    /// A number that the page computed.
    pub fn value(&self, quantity: Quantity) -> Option<f64> {
        let of_run = |fact| match self.runs.last()?.fact(fact)? {
            Value::Number(number) => Some(number),
            _ => None,
        };
        match quantity {
            Quantity::RunTrainLoss => of_run(Fact::TrainLoss),
            Quantity::RunValidationLoss => of_run(Fact::ValidationLoss),
            Quantity::RunRmse => of_run(Fact::Rmse),
            Quantity::RunBestEpoch => of_run(Fact::BestEpoch),
            Quantity::RunMae => of_run(Fact::Mae),
            Quantity::RunR2 => of_run(Fact::R2),
            Quantity::RunBaselineRmse => of_run(Fact::BaselineRmse),
            _ => self.values.get(&quantity).copied(),
        }
    }
}

/// A fact about settings and data.
fn chosen(settings: &Settings, choices: &Choices, fact: Fact) -> Option<Value> {
    let number = |number: f64| Some(Value::Number(number));
    match fact {
        Fact::Method => Some(Value::Method(settings.method)),
        Fact::Epochs => number(f64::from(settings.epochs)),
        Fact::LearningRate => number(settings.learning_rate),
        Fact::BatchSize => number(f64::from(settings.batch_size)),
        Fact::Hidden => Some(Value::Hidden(settings.hidden.clone())),
        Fact::Layers => number(settings.hidden.len() as f64),
        Fact::Activation => Some(Value::Activation(settings.activation)),
        Fact::Initialiser => Some(Value::Initialiser(settings.initialiser)),
        Fact::Loss => Some(Value::Loss(settings.loss)),
        Fact::Optimizer => Some(Value::Optimizer(settings.optimizer)),
        Fact::L1 => number(settings.l1),
        Fact::L2 => number(settings.l2),
        Fact::Dropout => number(settings.dropout),
        Fact::Patience => {
            Some(settings.patience.map_or(Value::None, |epochs| Value::Number(f64::from(epochs))))
        }
        Fact::Seed => number(settings.seed as f64),
        Fact::Example => choices.example.map(Value::Example),
        Fact::Target => Some(Value::Columns(choices.targets.clone())),
        Fact::Feature => Some(Value::Columns(choices.features.clone())),
        Fact::Category => Some(Value::Columns(choices.categories.clone())),
        Fact::Time => {
            Some(choices.time.as_ref().map_or(Value::None, |name| Value::Columns(vec![name.clone()])))
        }
        Fact::Horizon => match (&choices.time, choices.horizon) {
            (Some(_), Span::Milliseconds(span)) => number(span as f64 / MS_PER_HOUR),
            _ => None,
        },
        Fact::Missing => Some(Value::Missing(choices.missing)),
        Fact::Scaling => Some(Value::Scaling(choices.scaling)),
        Fact::Split => Some(Value::Split(choices.split)),
        Fact::TestShare => number(choices.test_share),
        Fact::ValidationShare => number(choices.validation_share),
        Fact::Inputs => number(f64::from(choices.inputs)),
        _ => None,
    }
}

const MS_PER_HOUR: f64 = 3_600_000.0;

/// Gives an enum `ALL`, `name` and `from_name` by one name a variant.
macro_rules! by_name {
    ($type:ident, $what:literal { $($variant:ident = $name:literal,)+ }) => {
        impl $type {
            #[doc = concat!("All ", $what, ".")]
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in lessons.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The one of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|own| own.name() == name)
            }
        }
    };
}

/// What a condition can be about. The first ones are of a run and of the present settings; those from
/// [`Fact::Outcome`] on are of a run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each is the field of the settings, the choices or the run that has its name"
)]
pub enum Fact {
    Method,
    Epochs,
    LearningRate,
    BatchSize,
    Hidden,
    /// The number of hidden layers.
    Layers,
    Activation,
    Initialiser,
    Loss,
    Optimizer,
    L1,
    L2,
    Dropout,
    Patience,
    Seed,
    Example,
    Target,
    /// A column to predict from: `feature=temp_c` where it is among them.
    Feature,
    /// A column that is read as labels.
    Category,
    Time,
    /// In hours.
    Horizon,
    Missing,
    Scaling,
    Split,
    TestShare,
    ValidationShare,
    Inputs,
    Outcome,
    Parameters,
    EpochsDone,
    TrainLoss,
    ValidationLoss,
    BestValidationLoss,
    BestEpoch,
    Rmse,
    Mae,
    R2,
    Baseline,
    BaselineRmse,
    Skill,
    Standing,
}

by_name!(Fact, "facts" {
    Method = "method",
    Epochs = "epochs",
    LearningRate = "learning_rate",
    BatchSize = "batch_size",
    Hidden = "hidden",
    Layers = "layers",
    Activation = "activation",
    Initialiser = "initialiser",
    Loss = "loss",
    Optimizer = "optimizer",
    L1 = "l1",
    L2 = "l2",
    Dropout = "dropout",
    Patience = "patience",
    Seed = "seed",
    Example = "example",
    Target = "target",
    Feature = "feature",
    Category = "category",
    Time = "time",
    Horizon = "horizon",
    Missing = "missing",
    Scaling = "scaling",
    Split = "split",
    TestShare = "test_share",
    ValidationShare = "validation_share",
    Inputs = "inputs",
    Outcome = "outcome",
    Parameters = "parameters",
    EpochsDone = "epochs_done",
    TrainLoss = "train_loss",
    ValidationLoss = "validation_loss",
    BestValidationLoss = "best_validation_loss",
    BestEpoch = "best_epoch",
    Rmse = "rmse",
    Mae = "mae",
    R2 = "r2",
    Baseline = "baseline",
    BaselineRmse = "baseline_rmse",
    Skill = "skill",
    Standing = "standing",
});

impl Fact {
    /// Whether only a run has it.
    pub fn is_of_runs(self) -> bool {
        self >= Self::Outcome
    }

    /// Whether it is a number, of which there can be more or less.
    pub fn is_number(self) -> bool {
        !matches!(
            self,
            Self::Method
                | Self::Hidden
                | Self::Activation
                | Self::Initialiser
                | Self::Loss
                | Self::Optimizer
                | Self::Example
                | Self::Target
                | Self::Feature
                | Self::Category
                | Self::Time
                | Self::Missing
                | Self::Scaling
                | Self::Split
                | Self::Outcome
                | Self::Baseline
                | Self::Standing
        )
    }

    /// Reads a value that it may have.
    pub fn parse(self, text: &str) -> Option<Value> {
        let number = || text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::Number);
        match self {
            Self::Method => Method::from_name(text).map(Value::Method),
            Self::Hidden => parse_hidden(text).map(Value::Hidden),
            Self::Activation => text.parse().ok().map(Value::Activation),
            Self::Initialiser => text.parse().ok().map(Value::Initialiser),
            Self::Loss => text.parse().ok().map(Value::Loss),
            Self::Optimizer => text.parse().ok().map(Value::Optimizer),
            Self::Example => Example::from_id(text).map(Value::Example),
            Self::Patience | Self::Time if text == "none" => Some(Value::None),
            Self::Target | Self::Feature | Self::Category | Self::Time => {
                let names: Vec<String> = text.split(',').map(str::to_owned).collect();
                names.iter().all(|name| !name.is_empty()).then_some(Value::Columns(names))
            }
            Self::Horizon => match Span::parse(text)? {
                Span::Milliseconds(span) => Some(Value::Number(span as f64 / MS_PER_HOUR)),
                Span::Months(_) => None,
            },
            Self::Missing => parse_missing(text).map(Value::Missing),
            Self::Scaling => Scaling::from_name(text).map(Value::Scaling),
            Self::Split => SplitName::from_name(text).map(Value::Split),
            Self::Outcome => Ending::from_name(text).map(Value::Outcome),
            Self::Baseline => parse_baseline(text).map(Value::Baseline),
            Self::Standing => match text {
                "better" => Some(Value::Standing(Standing::Better)),
                "no_better" => Some(Value::Standing(Standing::NoBetter)),
                "worse" => Some(Value::Standing(Standing::Worse)),
                _ => None,
            },
            _ => number(),
        }
    }
}

/// `64,64`, or `none` for a network without hidden layers.
pub(super) fn parse_missing(text: &str) -> Option<Missing> {
    match text {
        "leave_out" => Some(Missing::LeaveOut),
        "fill" => Some(Missing::Fill),
        _ => None,
    }
}

fn parse_baseline(text: &str) -> Option<BaselineName> {
    match text {
        "mean" => Some(BaselineName::Mean),
        "linear" => Some(BaselineName::Linear),
        "yesterday" => Some(BaselineName::Before(Span::DAY)),
        "last_week" => Some(BaselineName::Before(Span::WEEK)),
        _ => Span::parse(text.strip_prefix("before_")?).map(BaselineName::Before),
    }
}

/// What a fact may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// None, where there may be none: patience, time.
    None,
    /// A number.
    Number(f64),
    /// What is trained.
    Method(Method),
    /// The units of each hidden layer.
    Hidden(Vec<u32>),
    /// The activation.
    Activation(Activation),
    /// The initial weights.
    Initialiser(Initialiser),
    /// The loss.
    Loss(Loss),
    /// The optimiser.
    Optimizer(OptimizerKind),
    /// The example.
    Example(Example),
    /// Columns.
    Columns(Vec<String>),
    /// What becomes of rows with a value missing.
    Missing(Missing),
    /// Whether inputs are scaled.
    Scaling(Scaling),
    /// Which rows are the test.
    Split(SplitName),
    /// How a run ended.
    Outcome(Ending),
    /// A simple method.
    Baseline(BaselineName),
    /// How a run stands beside it.
    Standing(Standing),
}

impl Value {
    /// Whether a fact that is `self` agrees with what is asked for: equal, and for columns, all of them among those that
    /// are chosen.
    pub(super) fn agrees(&self, asked: &Self) -> bool {
        match (self, asked) {
            // A number that was computed, such as a third of another, may differ in its last bits.
            (Self::Number(own), Self::Number(asked)) => (own - asked).abs() <= 1e-9 * asked.abs(),
            (Self::Columns(own), Self::Columns(asked)) => asked.iter().all(|name| own.contains(name)),
            _ => self == asked,
        }
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// After all epochs.
    Finished,
    /// The validation loss no longer fell.
    StoppedEarly,
    /// The loss exploded.
    Diverged,
}

by_name!(Ending, "endings" {
    Finished = "finished",
    StoppedEarly = "stopped_early",
    Diverged = "diverged",
});

impl Ending {
    /// The ending of an outcome.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Finished => Self::Finished,
            Outcome::StoppedEarly { .. } => Self::StoppedEarly,
            Outcome::Diverged(_) => Self::Diverged,
        }
    }
}

/// Which rows are the test, without what goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitName {
    /// The last ones.
    Chronological,
    /// Random ones.
    Random,
    /// By the row's number.
    Hash,
    /// Whole groups.
    Group,
}

by_name!(SplitName, "splits" {
    Chronological = "chronological",
    Random = "random",
    Hash = "hash",
    Group = "group",
});

impl SplitName {
    /// The name of a split.
    pub fn of(method: &SplitMethod) -> Self {
        match method {
            SplitMethod::Chronological => Self::Chronological,
            SplitMethod::Random { .. } => Self::Random,
            SplitMethod::Hash => Self::Hash,
            SplitMethod::Group { .. } => Self::Group,
        }
    }
}

/// A part of the page that a lesson shows, and that a learner can look at. Beside each: what is counted as one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The drawing of the network: a neuron is looked at.
    Network,
    /// The microscope: a weight is opened in it.
    Microscope,
    /// The slow motion: a beat is played (forward, loss, backward, update).
    SlowMotion,
    /// The loss around the present weights: it is opened.
    Landscape,
    /// The curve of the loss: a point of it is read.
    Loss,
    /// The panel that judges a run: a tab of it is opened.
    Judge,
    /// Step 5: a day is planned.
    Plan,
    /// What training cost: it is opened.
    Receipt,
}

by_name!(View, "views" {
    Network = "network",
    Microscope = "microscope",
    SlowMotion = "slow_motion",
    Landscape = "landscape",
    Loss = "loss",
    Judge = "judge",
    Plan = "plan",
    Receipt = "receipt",
});

/// A number that the page computes and a learner can be asked for. Those of the run are of the last one; the page puts
/// the others into [`Facts::values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the name says it")]
pub enum Quantity {
    MicroscopeWeight,
    MicroscopeGradient,
    MicroscopeLearningRate,
    MicroscopeNewWeight,
    MicroscopeLoss,
    MicroscopeNewLoss,
    SlowMotionTarget,
    SlowMotionPrediction,
    SlowMotionLoss,
    RunTrainLoss,
    RunValidationLoss,
    RunBestEpoch,
    RunRmse,
    RunMae,
    RunR2,
    RunBaselineRmse,
}

by_name!(Quantity, "quantities" {
    MicroscopeWeight = "microscope.weight",
    MicroscopeGradient = "microscope.gradient",
    MicroscopeLearningRate = "microscope.learning_rate",
    MicroscopeNewWeight = "microscope.new_weight",
    MicroscopeLoss = "microscope.loss",
    MicroscopeNewLoss = "microscope.new_loss",
    SlowMotionTarget = "slow_motion.target",
    SlowMotionPrediction = "slow_motion.prediction",
    SlowMotionLoss = "slow_motion.loss",
    RunTrainLoss = "run.train_loss",
    RunValidationLoss = "run.validation_loss",
    RunBestEpoch = "run.best_epoch",
    RunRmse = "run.rmse",
    RunMae = "run.mae",
    RunR2 = "run.r2",
    RunBaselineRmse = "run.baseline_rmse",
});
