//! What is printed with `--json`.

use std::io;
use std::process::ExitCode;

use greengrad::data::{DatasetError, Issue, ReadError};
use greengrad::formats::{ExportError, ProjectError};
use greengrad::i18n::Language;
use greengrad::session::ResumeError;
use serde_json::{Value, json};

use crate::read::{complain, say};

/// The exit status of a refusal.
pub const REFUSED: u8 = 2;

/// A refusal of a file or of a choice.
pub struct Refusal {
    /// The stable code.
    pub code: &'static str,
    /// The sentence a person reads.
    pub message: String,
    /// The column it concerns.
    pub column: Option<String>,
    /// The line it concerns.
    pub line: Option<u32>,
}

impl Refusal {
    /// A file that is no table; with its name where there are several.
    pub fn of_file(error: &ReadError, name: Option<&str>) -> Self {
        let message = (Language::En.texts().read_error)(error);
        let message = name.map_or(message.clone(), |name| format!("{name}: {message}"));
        Self { code: error.code(), message, column: None, line: error.line() }
    }

    /// A choice of columns that makes no data set.
    pub fn of_dataset(error: &DatasetError) -> Self {
        let message = (Language::En.texts().dataset_error)(error);
        Self { code: error.code(), message, column: error.column().map(str::to_owned), line: None }
    }

    /// A project that cannot be used.
    pub fn of_project(error: &ProjectError) -> Self {
        let message = (Language::En.carry().project_error)(error);
        Self { code: error.code(), message, column: None, line: None }
    }

    /// A run that cannot be written in another form.
    pub fn of_export(error: &ExportError) -> Self {
        Self::new(error.code(), (Language::En.carry().export_error)(error))
    }

    /// A run that cannot be gone on with.
    pub fn of_resume(error: &ResumeError) -> Self {
        let message = (Language::En.carry().resume_error)(error);
        Self { code: error.code(), message, column: None, line: None }
    }

    /// A refusal that concerns no column and no line.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), column: None, line: None }
    }

    /// Prints it, as JSON or as a sentence, and gives the exit status of a refusal.
    ///
    /// # Errors
    /// Standard output is gone.
    pub fn tell(&self, as_json: bool) -> io::Result<ExitCode> {
        if as_json {
            say(&json!({ "error": self.to_json() }).to_string())?;
        } else {
            complain(&self.message);
        }
        Ok(ExitCode::from(REFUSED))
    }

    /// As it is printed under `error`.
    pub fn to_json(&self) -> Value {
        json!({ "code": self.code, "message": self.message, "column": self.column, "line": self.line })
    }
}

/// An issue: one entry a line it occurs on, or one for all.
pub fn issues(issues: &[Issue]) -> Vec<Value> {
    let texts = Language::En.texts();
    let entries = |issue: &Issue| {
        let (code, column, message) = (issue.kind.code(), issue.column.clone(), (texts.issue)(issue));
        let file = issue.file.clone();
        let lines: Vec<Option<u32>> =
            if issue.lines.is_empty() { vec![None] } else { issue.lines.iter().copied().map(Some).collect() };
        lines
            .into_iter()
            .map(move |line| {
                json!({ "code": code, "file": file, "line": line, "column": column, "message": message })
            })
            .collect::<Vec<_>>()
    };
    issues.iter().flat_map(entries).collect()
}
