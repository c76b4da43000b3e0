//! The one struct of all sentences. A field is a sentence, or a function from the values in it to the sentence.

use crate::data::{
    DatasetError, DateOrder, Issue, IssueKind, Kind, Measure, Missing, ReadError, Role, Source, Span,
    SplitMethod, Zone, ZoneReason,
};
use crate::evaluation::BaselineName;
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::session::judge::Standing;
use crate::session::{Example, Part, TrainError};
use crate::training::Outcome;

/// A term of art with an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the term that its name says")]
pub enum Term {
    Epoch,
    LearningRate,
    BatchSize,
    Optimizer,
    Activation,
    Loss,
    HiddenLayer,
    Initialiser,
    L1,
    L2,
    Dropout,
    EarlyStopping,
    Patience,
    Seed,
    Split,
    KnownAhead,
    Rmse,
    Mae,
    R2,
    Skill,
    Baseline,
}

impl Term {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::Epoch,
        Self::LearningRate,
        Self::BatchSize,
        Self::Optimizer,
        Self::Activation,
        Self::Loss,
        Self::HiddenLayer,
        Self::Initialiser,
        Self::L1,
        Self::L2,
        Self::Dropout,
        Self::EarlyStopping,
        Self::Patience,
        Self::Seed,
        Self::Split,
        Self::KnownAhead,
        Self::Rmse,
        Self::Mae,
        Self::R2,
        Self::Skill,
        Self::Baseline,
    ];

    /// Its anchor in the lessons' glossary, which says the same in more words.
    pub fn anchor(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::LearningRate => "learning-rate",
            Self::BatchSize => "batch-size",
            Self::Optimizer => "optimizer",
            Self::Activation => "activation",
            Self::Loss => "loss",
            Self::HiddenLayer => "hidden-layer",
            Self::Initialiser => "initialiser",
            Self::L1 => "l1",
            Self::L2 => "l2",
            Self::Dropout => "dropout",
            Self::EarlyStopping => "early-stopping",
            Self::Patience => "patience",
            Self::Seed => "seed",
            Self::Split => "split",
            Self::KnownAhead => "known-ahead",
            Self::Rmse => "rmse",
            Self::Mae => "mae",
            Self::R2 => "r2",
            Self::Skill => "skill",
            Self::Baseline => "baseline",
        }
    }
}

/// A term in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermText {
    /// The term.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub sentence: &'static str,
}

/// The verdict on a run: the network beside the best simple baseline on the same rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The best baseline.
    pub best: BaselineName,
    /// 1 − RMSE of the model / RMSE of the baseline: positive where the model is better.
    pub skill: f64,
    /// What the paired test says, and the interval of the skill, once the run is judged.
    pub judged: Option<(Standing, Option<(f64, f64)>)>,
}

impl Verdict {
    /// Whether there is no difference worth a word: none of half a percent, and none that the test is sure of.
    pub(super) fn is_level(&self) -> bool {
        let sure = matches!(self.judged, Some((Standing::Better | Standing::Worse, _)));
        self.skill.abs() < 0.005 && !sure
    }
}

/// All sentences of one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct Texts {
    // The page.
    pub page_title: &'static str,
    pub own_name: &'static str,
    pub close: &'static str,
    pub on: &'static str,
    pub off: &'static str,
    pub drop_anywhere: &'static str,

    // The bar.
    pub training: &'static str,
    pub train: &'static str,
    pub pause: &'static str,
    pub go_on: &'static str,
    pub train_again: &'static str,
    pub key_space: &'static str,
    pub step: &'static str,
    pub step_hint: &'static str,
    pub one_epoch: &'static str,
    pub epoch_hint: &'static str,
    pub reset: &'static str,
    pub reset_hint: &'static str,
    pub ready: &'static str,
    pub paused: &'static str,
    pub epoch_of: fn(u32, u32) -> String,
    pub step_of: fn(u32, u32) -> String,
    pub rows_per_second: fn(&str) -> String,
    pub seconds_left: fn(f64) -> String,
    pub outcome: fn(&Outcome, u32, f64) -> String,
    pub train_error: fn(&TrainError) -> String,
    pub run_lost: &'static str,
    pub train_loss_short: &'static str,
    pub validation_loss_short: &'static str,
    pub blocked_loading: &'static str,
    pub blocked_no_data: &'static str,
    pub blocked_dataset: &'static str,
    pub blocked_field: &'static str,

    // Help.
    pub help: &'static str,
    pub how_to: &'static [&'static str],
    pub learn: &'static str,
    pub glossary: &'static str,
    pub keys: &'static str,
    pub key_list: &'static [(&'static str, &'static str)],
    pub keys_on: &'static str,
    pub never_leaves: &'static str,
    pub never_leaves_long: &'static str,
    pub what_is: fn(&str) -> String,
    pub term: fn(Term) -> TermText,

    // Notices.
    pub worker_restarted: fn(bool, bool, &str) -> String,
    pub link_parts: fn(&[String]) -> String,
    pub model_opened: fn(&[String], &[String]) -> String,
    pub work_is_back: &'static str,

    // Step 1.
    pub data: &'static str,
    pub rows: fn(&str) -> String,
    pub drop_here: &'static str,
    pub choose_a_file: &'static str,
    pub paste: &'static str,
    pub paste_label: &'static str,
    pub use_text: &'static str,
    pub pasted_text: &'static str,
    pub or_example: &'static str,
    pub pick_example: &'static str,
    pub example: &'static str,
    pub made_up: &'static str,
    pub example_title: fn(Example) -> &'static str,
    pub example_teaches: fn(Example) -> &'static str,
    pub example_source: fn(Example) -> &'static str,
    pub example_missing: &'static str,
    pub worker_died_loading: &'static str,
    pub reading: fn(&str) -> String,
    pub not_loaded: fn(&str) -> String,
    pub still_here: &'static str,
    pub read_error: fn(&ReadError) -> String,
    pub dataset_error: fn(&DatasetError) -> String,
    pub issue: fn(&Issue) -> String,
    pub noticed: fn(usize) -> String,
    pub more_noticed: fn(usize) -> String,
    pub understood: fn(&Source) -> String,
    pub answer: fn(&IssueKind) -> Option<&'static str>,
    pub encoding: &'static str,
    pub separator: &'static str,
    pub separator_name: fn(Option<char>) -> &'static str,
    pub decimal_mark: &'static str,
    pub decimal_name: fn(char) -> &'static str,
    pub header_at: &'static str,
    pub header_name: fn(Option<u32>) -> String,
    pub date_order: &'static str,
    pub date_order_name: fn(DateOrder) -> &'static str,
    /// Over the files of a joined table.
    pub joined_by_time: &'static str,
    /// The button for files to be joined.
    pub join_files: &'static str,
    /// Before a clock's zone.
    pub time_zone: &'static str,
    /// A zone.
    pub zone_name: fn(Zone) -> String,
    /// Why a zone was taken.
    pub zone_reason: fn(ZoneReason) -> &'static str,
    /// A step of so many seconds.
    pub step_name: fn(u32) -> String,
    /// In place of a step.
    pub no_even_step: &'static str,
    /// So many rows of the joined table have values of a file with so many rows.
    pub partners: fn(&str, &str) -> String,
    /// The button that takes a joined file away.
    pub take_away: &'static str,
    /// The box that keeps the first file's step.
    pub keep_step: &'static str,
    /// Over what becomes of columns where the step changes.
    pub sums_and_means: &'static str,
    /// What becomes of a column where the step changes.
    pub measure: fn(Measure) -> &'static str,
    /// Over a second file that is predicted.
    pub another_file: &'static str,
    /// The button for it.
    pub choose_file_to_predict: &'static str,
    /// So many of so many rows were predicted.
    pub rows_predicted: fn(&str, &str) -> String,
    /// A target's RMSE on so many rows of it.
    pub second_rmse: fn(&str, &str, &str) -> String,
    /// The file of that name cannot be predicted.
    pub not_predicted: fn(&str) -> String,
    /// The button that saves the predictions.
    pub save_as_csv: &'static str,
    pub sheet: &'static str,
    pub cancel: &'static str,
    pub reading_again: &'static str,
    pub rows_read: fn(&str) -> String,
    pub show_lines: fn(u32) -> String,
    pub lines_around: fn(u32) -> String,
    pub as_it_stands: &'static str,
    pub no_row: &'static str,
    pub no_lines: &'static str,
    pub missing_rows: &'static str,
    pub missing_way: fn(Missing, &str) -> String,
    pub how_often: &'static str,
    pub mean_is: fn(&str) -> String,
    pub distinct_are: fn(&str) -> String,
    pub columns: &'static str,
    pub all_columns: fn(usize) -> String,
    pub known_ahead_why: &'static str,
    pub role_of: fn(&str) -> String,
    pub role: fn(Role, bool) -> &'static str,
    pub read_as_labels: &'static str,
    pub kind: fn(Kind) -> &'static str,
    pub from_to: fn(&str, &str) -> String,
    pub labels: fn(u32) -> String,
    pub missing: fn(&str) -> String,
    pub first_rows: fn(usize, &str) -> String,
    pub preview: &'static str,
    pub line: &'static str,

    // The split.
    pub split: &'static str,
    pub split_method: &'static str,
    pub split_name: fn(&SplitMethod) -> String,
    pub split_why: fn(&SplitMethod, Option<String>) -> String,
    pub season: &'static str,
    pub test_rows: &'static str,
    pub validation_rows: &'static str,
    pub train_part: &'static str,
    pub validation_part: &'static str,
    pub test_part: &'static str,

    // Step 2.
    pub model: &'static str,
    pub parameters: fn(&str) -> String,
    pub article: &'static str,
    pub article_is: &'static str,
    pub preset: &'static str,
    pub recipe_loss_title: &'static str,
    pub recommended: &'static str,
    pub recommended_is: &'static str,
    pub quick: &'static str,
    pub quick_is: &'static str,
    pub own_settings: &'static str,
    pub mend: fn(&IssueKind) -> Option<&'static str>,
    pub horizon: &'static str,
    pub span: fn(Span) -> String,
    pub optimizer: fn(OptimizerKind) -> &'static str,
    pub activation: fn(Activation) -> &'static str,
    pub loss_name: fn(Loss) -> &'static str,
    pub initialiser: fn(Initialiser) -> &'static str,
    pub more_settings: &'static str,
    pub new_seed: &'static str,
    pub applies_to_the_next_run: &'static str,
    pub inputs: &'static str,
    pub outputs: &'static str,
    pub layer: &'static str,
    pub fewer_units: fn(usize) -> String,
    pub more_units: fn(usize) -> String,
    pub remove_layer: fn(usize) -> String,
    pub no_hidden_layer: &'static str,
    pub out_of_bounds: fn(&str, &str) -> String,

    // Step 3.
    pub loss_curve: &'static str,
    pub loss_title: fn(Loss) -> String,
    pub loss_axis: &'static str,
    pub epoch_axis: &'static str,
    pub log_scale: &'static str,
    pub linear_scale: &'static str,
    pub series_train: &'static str,
    pub series_validation: &'static str,
    pub series_previous: fn(bool) -> &'static str,
    pub tested_epoch: fn(u32) -> String,
    pub results_of_other_settings: &'static str,
    pub several_targets: fn(usize) -> String,
    pub best_epoch: fn(u32) -> String,
    pub no_loss_yet: &'static str,
    pub diverged: fn(&Outcome) -> String,
    pub smaller_learning_rate: &'static str,
    pub scale_inputs: &'static str,
    pub fingerprint: fn(&str) -> String,

    // Step 4.
    pub predictions: &'static str,
    pub rows_shown: fn(Part, bool) -> &'static str,
    pub looks: fn(u32) -> String,
    pub not_trained: &'static str,
    pub not_yet: &'static str,
    pub network: &'static str,
    pub baseline: fn(BaselineName) -> String,
    pub verdict: fn(&Verdict) -> String,
    pub skill_tile: fn(BaselineName) -> String,
    pub not_defined: &'static str,
    pub which_target: &'static str,
    pub over_time: &'static str,
    pub row_by_row: &'static str,
    pub against: &'static str,
    pub chart_over_time: fn(&str, Part) -> String,
    pub chart_against: fn(&str, Part) -> String,
    pub actual: &'static str,
    pub predicted: &'static str,
    pub perfect: &'static str,
    pub time_axis: &'static str,
    pub row_axis: &'static str,
    pub all: &'static str,
    pub one_week: &'static str,
    pub hundred_rows: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub compared: &'static str,
    pub method: &'static str,

    // Charts.
    pub chart_menu: &'static str,
    pub as_table: &'static str,
    pub save_svg: &'static str,
    pub save_png: &'static str,
    pub series_summary: fn(&str, usize, &str, &str, &str) -> String,
    pub first_of_rows: fn(usize, usize) -> String,
}

impl Texts {
    /// What every chart of an example is marked with.
    pub fn badge(&self, example: Example) -> &'static str {
        if example.is_made_up() { self.made_up } else { self.example }
    }
}
