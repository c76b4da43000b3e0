//! The sentences about what is taken along: projects, and the formats in which a run is continued elsewhere.

mod en;
mod zh;

use super::Language;
use crate::formats::ProjectError;
use crate::session::ResumeError;
use crate::training::Outcome;

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct CarryTexts {
    pub project_error: fn(&ProjectError) -> String,
    pub resume_error: fn(&ResumeError) -> String,
    pub other_table: &'static str,
    pub data_needed: &'static str,
    pub no_run: &'static str,
    pub run_is_over: &'static str,
    pub paused: fn(u32) -> String,
    pub ended: fn(&Outcome, u32) -> String,
    pub same_figures: &'static str,
    pub other_figures: &'static str,
}

impl Language {
    /// The sentences about what is taken along.
    pub fn carry(self) -> &'static CarryTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
