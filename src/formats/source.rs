//! Where a table came from, as a project keeps it.

use serde::{Deserialize, Serialize};

use crate::data::{Issue, JoinedFile, ReadChoices, Source};

/// Where a table came from, and how its files were understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProjectSource {
    /// The table's name.
    pub name: String,
    /// The example's name in links, where it is one.
    #[serde(default)]
    pub example: Option<String>,
    /// The files it was read from, the first one first.
    #[serde(default)]
    pub files: Vec<SourceFile>,
    /// Whether the first file's step stayed, also where another one's was longer.
    #[serde(default)]
    pub keep_step: bool,
    /// What was understood of the first file's form.
    #[serde(default)]
    pub source: Option<Source>,
    /// The files that it was joined of; empty for a table of one file.
    #[serde(default)]
    pub joined: Vec<JoinedFile>,
    /// What was doubtful. It names lines and cells, so a project without data has none.
    #[serde(default)]
    pub issues: Vec<Issue>,
}

/// A file that a table was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What a person corrected of the guesses.
    pub choices: ReadChoices,
}
