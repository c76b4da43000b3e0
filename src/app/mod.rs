//! The page as a value: [`AppState`], the [`Action`]s that change it and the [`Effect`]s that follow, without a browser.

pub mod action;
mod correct;
pub mod form;
mod insight;
pub mod link;
pub mod run;
pub mod state;
mod update;

pub use action::{Action, Effect, FileId};
pub use correct::{answer, mend};
pub use form::{Field, SettingsForm};
pub use insight::{Header, Insight, InsightAction, RunHeader};
pub use link::Link;
pub use run::{Judgements, RunFailure, RunState, RunView};
pub use state::{
    AppState, ChartTab, DataState, DatasetState, Imported, Lab, Lines, LoadFailure, Loading, LossScale,
    Notice, Origin, OwnFile, Problem, SecondTable, Window,
};
pub use update::update;
