//! What a browser keeps of a session so that nothing is lost: in parts, of which those are written anew that changed.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::kept::KeptRun;
use super::protocol::{Command, Event};
use super::{Example, Session, summary};
use crate::data::Table;
use crate::formats::onnx::{OnnxError, from_onnx};
use crate::formats::{
    ModelFile, Packing, Project, ProjectError, SavedRun, TableKey, table_bytes, table_from_bytes, write_table,
};

/// Bytes of a table that are kept at most. The browser copies it while it is written.
pub const MOST_TABLE_BYTES: usize = 256 << 20;

/// A part of what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The table.
    Table,
    /// The choice of columns, the settings and the run as it stands.
    Now,
    /// A run that ended, by its name.
    Run(u32),
}

impl Part {
    /// Its name in a store.
    pub fn key(self) -> String {
        match self {
            Self::Table => "table".to_owned(),
            Self::Now => "now".to_owned(),
            Self::Run(name) => format!("run-{name}"),
        }
    }

    /// The part of this name.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "table" => Some(Self::Table),
            "now" => Some(Self::Now),
            _ => key.strip_prefix("run-")?.parse().ok().map(Self::Run),
        }
    }
}

/// What changed: the part, and what it is now, or `None` where it is no more.
pub type Change = (Part, Option<Content>);

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What [`write_table`] writes of a table, which is so many bytes.
    Table(Arc<Table>, u64),
}

impl Content {
    /// How many bytes it is.
    pub fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Table(_, length) => *length,
        }
    }

    /// Writes them.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, mut to: impl Write) -> io::Result<()> {
        match self {
            Self::Bytes(bytes) => to.write_all(bytes),
            Self::Table(table, _) => write_table(table, to).map_err(io::Error::other),
        }
    }
}

/// Why something is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum KeepError {
    /// The table is larger than what is kept.
    #[error("a table of {bytes} bytes is not kept")]
    TooLarge {
        /// Its bytes.
        bytes: u64,
    },
    /// It could not be written down.
    #[error("not to be written")]
    NotWritten,
}

/// What is opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Chest {
    /// A project file.
    File(Vec<u8>),
    /// What was kept: the table, what stands, and the runs.
    Kept {
        /// [`Part::Table`].
        table: Vec<u8>,
        /// [`Part::Now`].
        now: Vec<u8>,
        /// [`Part::Run`]s. One that cannot be read is left out.
        runs: Vec<Vec<u8>>,
    },
}

/// Why nothing was opened. What was there before is there still.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The file is refused.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// It is no project and no model of ours.
    #[error(transparent)]
    Model(#[from] OnnxError),
    /// The project was saved without its table, and the table that is there is another.
    #[error("a project without its table")]
    TableNeeded(String),
    /// The browser does not give the file's bytes.
    #[error("the file cannot be read")]
    Unreadable,
    /// There is nothing of that name any more.
    #[error("nothing is kept")]
    Nothing,
}

/// What is asked about that which is kept in a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorksAsk {
    /// What there is.
    List,
    /// The same, once one of them is gone.
    Remove(u64),
    /// The same, once all are gone. What is on the page is no longer kept.
    RemoveAll,
}

/// What is kept in a browser.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Works {
    /// The one on the page.
    pub present: Option<u64>,
    /// All of them, the latest first.
    pub works: Vec<WorkLine>,
    /// Why nothing, or not everything, is kept.
    pub problem: Option<KeepProblem>,
}

/// Why a browser does not keep what it should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeepProblem {
    /// It has no storage for this page, as in some private windows.
    NoStorage,
    /// There is no room left.
    Full,
    /// The table is too large.
    TooLarge {
        /// Its bytes.
        bytes: u64,
    },
    /// A person wanted it gone.
    Cleared,
}

/// Something that is kept: a table with all that was made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkLine {
    /// Its name: the ms since 1970 began at which it did.
    pub work: u64,
    /// The table's name.
    pub name: String,
    /// Its rows.
    pub rows: u32,
    /// Runs that are kept with it.
    pub runs: u32,
    /// The bytes of all that.
    pub bytes: u64,
    /// When it was last written, in ms since 1970 began.
    pub written: u64,
}

/// What changed since it was asked for last.
#[derive(Default)]
pub(super) struct Changes {
    table: bool,
    pub(super) now: bool,
    pub(super) runs: BTreeSet<u32>,
    key: Option<TableKey>,
}

impl Changes {
    /// All of a table that was just taken.
    pub(super) fn of_new_table() -> Self {
        Self { table: true, now: true, ..Self::default() }
    }
}

/// Whether a command changes how things stand, beside what its answer does.
pub(super) fn changes_what_stands(command: &Command) -> bool {
    matches!(
        command,
        Command::Prepare { .. }
            | Command::Train { .. }
            | Command::Pause { .. }
            | Command::SetLearningRate { .. }
            | Command::Drop { .. }
    )
}

impl Session {
    /// What changed since this was asked last; nothing before a choice of columns is there.
    ///
    /// # Errors
    /// Why the session is not kept.
    pub fn unkept(&mut self) -> Result<Vec<Change>, KeepError> {
        if !self.changes.now && self.changes.runs.is_empty() {
            return Ok(Vec::new());
        }
        let (Some((_, table)), Some(spec)) = (&self.table, self.spec.clone()) else { return Ok(Vec::new()) };
        let mut changed = Vec::new();
        if std::mem::take(&mut self.changes.table) {
            let bytes = table_bytes(table);
            if bytes > MOST_TABLE_BYTES {
                self.changes.now = false;
                return Err(KeepError::TooLarge { bytes: bytes as u64 });
            }
            let (key, length) = TableKey::and_length(table).map_err(|_| KeepError::NotWritten)?;
            self.changes.key = Some(key);
            changed.push((Part::Table, Some(Content::Table(Arc::clone(table), length))));
        }
        // Without a key, the table was not kept.
        let Some(key) = self.changes.key.clone() else { return Ok(Vec::new()) };
        if std::mem::take(&mut self.changes.now) {
            let project = Project {
                written_by: env!("CARGO_PKG_VERSION").to_owned(),
                source: self.source.clone(),
                key,
                table: None,
                spec,
                settings: self.settings.clone(),
                // What was opened stays kept until it is taken up.
                run: self.save().or_else(|| self.opened.clone()),
                looks: self.looks,
            };
            let bytes = project.to_bytes(Packing::Quick).map_err(|_| KeepError::NotWritten)?;
            changed.push((Part::Now, Some(Content::Bytes(bytes))));
        }
        for name in std::mem::take(&mut self.changes.runs) {
            let bytes = self.kept.get(name).map(KeptRun::to_bytes).transpose();
            let bytes = bytes.map_err(|_| KeepError::NotWritten)?;
            changed.push((Part::Run(name), bytes.map(Content::Bytes)));
        }
        Ok(changed)
    }

    /// Whether the table itself is still to be kept.
    pub fn has_unkept_table(&self) -> bool {
        self.changes.table
    }

    /// Everything counts as changed: it is to be kept in another place.
    pub fn keep_anew(&mut self) {
        self.changes = Changes { runs: self.kept.names().collect(), ..Changes::of_new_table() };
    }

    /// The table's name and rows, and the runs that are kept, for a list.
    pub fn about(&self) -> (String, u32, u32) {
        let rows = self.table.as_ref().map_or(0, |(_, table)| table.rows());
        (self.source.name.clone(), rows as u32, self.kept.names().count() as u32)
    }

    /// Opens what was put aside. Its run is taken up by [`Command::Resume`](super::Command::Resume), once its choice of
    /// columns is prepared.
    ///
    /// # Errors
    /// Why not; what was there before is there still.
    pub fn open(&mut self, request: u32, chest: Chest) -> Result<Vec<Event>, OpenError> {
        let (mut project, runs, is_kept) = match chest {
            Chest::File(bytes) if !Project::is_one(&bytes) => {
                return Ok(vec![self.import(request, from_onnx(&bytes)?)]);
            }
            Chest::File(bytes) => (Project::from_bytes(&bytes)?, Vec::new(), false),
            Chest::Kept { table, now, runs } => {
                let mut project = Project::from_bytes(&now)?;
                project.table = Some(table_from_bytes(&table, &project.key)?);
                (project, runs, true)
            }
        };
        let table = match project.table.take() {
            Some(table) => Arc::new(table),
            // Without its table, and without that table on the page, a project is a model still.
            None => match (self.table_of(&project), project.model()) {
                (Err(OpenError::TableNeeded(_)), Some(model)) => {
                    return Ok(vec![self.import(request, model)]);
                }
                (table, _) => table?,
            },
        };
        let Project { source, key, spec, settings, run, looks, .. } = project;
        let issues = source.issues.clone();
        let of_table = (source.name.clone(), source.source.clone(), source.joined.clone());
        let summary = Box::new(summary::of_table(of_table.0, &table, of_table.1, of_table.2, issues));
        self.take(request, table);
        let example = Example::every().find(|own| source.example.as_deref() == Some(own.id()));
        (self.source, self.settings, self.looks) = (source, settings.clone(), looks);
        for run in runs.iter().filter_map(|bytes| KeptRun::from_bytes(bytes).ok()) {
            self.kept.push(run);
        }
        if is_kept {
            self.changes = Changes { key: Some(key), ..Changes::default() };
        }
        let opened = Event::Opened {
            request,
            example,
            spec: Box::new(spec),
            settings: Box::new(run.as_ref().map_or(settings, |run| run.settings.clone())),
            resumes: run.is_some(),
            looks,
            last_run: self.kept.names().max().unwrap_or(0),
        };
        self.opened = run;
        Ok(vec![opened, Event::Loaded { request, summary }])
    }

    /// Takes a model that was made elsewhere, to predict tables with.
    fn import(&mut self, request: u32, model: ModelFile) -> Event {
        let inputs = &model.inputs;
        let (targets, columns) = (inputs.targets.clone(), inputs.needed_columns());
        self.imported = Some(model);
        Event::ModelOpened { request, targets, columns }
    }

    /// The table that is there, where it is the project's.
    fn table_of(&self, project: &Project) -> Result<Arc<Table>, OpenError> {
        let needed = || OpenError::TableNeeded(project.source.name.clone());
        let (_, table) = self.table.as_ref().ok_or_else(needed)?;
        if TableKey::of(table)? != project.key {
            return Err(needed());
        }
        Ok(Arc::clone(table))
    }

    /// Takes up the run of what was opened, or one of those that are kept.
    pub(super) fn take_up(&mut self, run: u32, kept: Option<u32>) -> Vec<Event> {
        let saved: Option<SavedRun> = match kept {
            Some(name) => self.kept.get(name).map(|own| own.saved.clone()),
            None => self.opened.take(),
        };
        let Some(saved) = saved else { return Vec::new() };
        // It is on the list already where it had come to its end.
        let before = self.kept.same(&saved);
        match self.resume(run, saved) {
            Ok(events) => {
                if let Some(before) = before {
                    self.kept.replace(before, run);
                    self.changes.runs.extend([before, run]);
                }
                self.changes.now = true;
                events
            }
            Err(_) => vec![Event::TrainFailed { run, error: super::TrainError::NotResumed }],
        }
    }
}
