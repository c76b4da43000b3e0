//! The sentences about what is taken along: projects, and the formats in which a run is continued elsewhere.

mod en;
mod python_en;
mod python_zh;
mod zh;

use super::Language;
use crate::formats::onnx::OnnxError;
use crate::formats::python::Comments;
use crate::formats::{ExportError, ModelError, ProjectError};
use crate::session::ResumeError;
use crate::session::keep::{KeepProblem, OpenError};
use crate::training::Outcome;

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct CarryTexts {
    pub title: &'static str,
    pub intro: &'static str,
    pub project: &'static str,
    pub project_is: &'static str,
    pub in_page: &'static str,
    pub in_page_is: &'static str,
    pub page_not_saved: &'static str,
    pub with_data: &'static str,
    pub onnx: &'static str,
    pub onnx_is: &'static str,
    pub safetensors: &'static str,
    pub safetensors_is: &'static str,
    pub python_script: &'static str,
    pub python_is: &'static str,
    pub ray: &'static str,
    pub ray_is: &'static str,
    pub table: &'static str,
    pub table_is: &'static str,
    pub after_a_run: &'static str,
    pub preparing: &'static str,
    pub saved: fn(&[String]) -> String,
    pub kept_title: &'static str,
    pub kept_intro: &'static str,
    pub kept_rows: &'static str,
    pub kept_runs: &'static str,
    pub kept_size: &'static str,
    pub kept_written: &'static str,
    pub on_the_page: &'static str,
    pub open: &'static str,
    pub remove: &'static str,
    pub clear: &'static str,
    pub clear_sure: &'static str,
    pub clear_yes: &'static str,
    pub clear_no: &'static str,
    pub run_title: &'static str,
    pub pin: &'static str,
    pub pinned: &'static str,
    pub keep_problem: fn(&KeepProblem) -> String,
    pub project_error: fn(&ProjectError) -> String,
    pub open_error: fn(&OpenError) -> String,
    pub resume_error: fn(&ResumeError) -> String,
    pub export_error: fn(&ExportError) -> String,
    pub onnx_error: fn(&OnnxError) -> String,
    pub model_error: fn(&ModelError) -> String,
    pub no_model: &'static str,
    pub project_needed: &'static str,
    pub one_model: &'static str,
    pub python: &'static Comments,
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
