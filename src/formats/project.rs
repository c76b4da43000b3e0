//! The project: everything that a person has made, in one file to be taken along.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;

use super::container::{self, ContainerError, Packing};
use super::{Model, ModelFile, ProjectSource, SCHEMA_VERSION};
use crate::data::table::{Column, Values};
use crate::data::{DataSpec, ModelInputs, Table};
use crate::evaluation::Metrics;
use crate::forecast::SavedWork;
use crate::numeric::{Crc32, crc32};
use crate::training::{Checkpoint, EpochReport, Outcome, Settings, SettingsError};

/// The version of the form that is written, and the newest that is read.
pub const PROJECT_VERSION: u32 = 1;
const FORMAT: &str = "greengrad project";
const TABLE: &str = "table";
const RUN: &str = "run";
const BESIDE: &str = "beside";
const RUN_FORMAT: &str = "greengrad run";

/// Everything that a person has made.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// The version of the program that wrote it.
    pub written_by: String,
    /// Where the table came from.
    pub source: ProjectSource,
    /// By what the table is known again.
    pub key: TableKey,
    /// The table; `None` in a project without data.
    pub table: Option<Table>,
    /// The choice of columns and split.
    pub spec: DataSpec,
    /// The settings as they stand.
    pub settings: Settings,
    /// The run, if there is one.
    pub run: Option<SavedRun>,
    /// How often figures of the test rows were shown before the last choice among models.
    pub looks: u32,
}

/// By what a table is known again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableKey {
    /// Data rows.
    pub rows: u32,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// CRC-32 of the table as it is written to a project.
    pub crc32: u32,
}

impl TableKey {
    /// The key of a table.
    ///
    /// # Errors
    /// None in practice: a table can be written.
    pub fn of(table: &Table) -> Result<Self, ProjectError> {
        Self::and_length(table).map(|(key, _)| key)
    }

    /// The key of a table, and how many bytes [`write_table`] writes of it.
    ///
    /// # Errors
    /// None in practice: a table can be written.
    pub fn and_length(table: &Table) -> Result<(Self, u64), ProjectError> {
        let mut measured = Measured::default();
        write_table(table, &mut measured)?;
        Ok((Self::with_crc32(table, measured.crc.value()), measured.length))
    }

    fn with_crc32(table: &Table, crc32: u32) -> Self {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        Self { rows: table.rows() as u32, columns, crc32 }
    }
}

/// A run that was put aside, in the middle or at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedRun {
    /// Its settings.
    pub settings: Settings,
    /// How the table became inputs: the features and the scalers.
    pub inputs: ModelInputs,
    /// What learns.
    pub state: RunState,
    /// The epochs that were told.
    pub history: Vec<EpochReport>,
    /// Rows trained on so far, counted each time.
    pub rows_trained: u64,
    /// Seconds that it was really training, where they were measured.
    pub seconds: f64,
    /// How it ended, if it did.
    pub outcome: Option<Outcome>,
    /// CRC-32 of the weights' bits.
    pub fingerprint: u32,
    /// The figures on the test rows, a target each; none of a run that is under way, which has not looked at them.
    pub test: Option<Vec<Metrics>>,
}

/// What stands of a run in the head: what may get more fields in time, by name.
#[derive(Serialize, Deserialize)]
struct RunHead {
    settings: Settings,
    inputs: ModelInputs,
    #[serde(default)]
    seconds: f64,
}

/// What stands of it in a section: numbers, of which some may be infinite or none.
#[derive(Serialize, Deserialize)]
struct RunBody {
    state: RunState,
    history: Vec<EpochReport>,
    rows_trained: u64,
    outcome: Option<Outcome>,
    fingerprint: u32,
    test: Option<Vec<Metrics>>,
}

/// What learns in a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RunState {
    /// One network, with all that its training remembers.
    Network(Box<Checkpoint>),
    /// A recipe, a target each: the networks that are trained. The one that was under way begins anew.
    Recipe(Vec<SavedWork>),
}

/// Why a project cannot be used.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ProjectError {
    /// Its bytes are not those that were written.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// A setting is out of its bounds.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Its parts do not fit each other.
    #[error("the {part} does not fit the rest")]
    Inconsistent {
        /// Which part: `table`, `run` or `spec`.
        part: String,
    },
    /// It could not be written.
    #[error("the project cannot be written")]
    NotWritten,
}

impl ProjectError {
    /// The stable code, as `headless` prints it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Container(ContainerError::OtherFile) => "not_a_project",
            Self::Container(ContainerError::Truncated { .. }) => "project_truncated",
            Self::Container(ContainerError::Damaged) => "project_damaged",
            Self::Container(ContainerError::Newer { .. }) => "project_newer",
            Self::Container(ContainerError::Form { .. }) => "project_form",
            Self::Settings(_) => "settings",
            Self::Inconsistent { .. } => "project_inconsistent",
            Self::NotWritten => "project_not_written",
        }
    }
}

/// What the head of the file holds beside its sections: what is small, as text that other programs can read too.
#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    written_by: String,
    source: ProjectSource,
    table: TableKey,
    spec: DataSpec,
    settings: Settings,
    run: Option<RunHead>,
    #[serde(default)]
    looks: u32,
}

impl Project {
    /// A project of what there is. `with_data` says whether the table goes with it.
    ///
    /// # Errors
    /// None in practice: a table can be written.
    pub fn new(
        source: ProjectSource,
        table: &Table,
        with_data: bool,
        (spec, settings): (DataSpec, Settings),
        run: Option<SavedRun>,
    ) -> Result<Self, ProjectError> {
        let key = TableKey::of(table)?;
        let written_by = env!("CARGO_PKG_VERSION").to_owned();
        let whole =
            Self { written_by, source, key, table: Some(table.clone()), spec, settings, run, looks: 0 };
        Ok(if with_data { whole } else { whole.without_data() })
    }

    /// Without the table, and without what names its cells or repeats its values row by row.
    pub fn without_data(self) -> Self {
        let run = self.run.map(|run| SavedRun {
            state: match run.state {
                RunState::Recipe(works) => {
                    RunState::Recipe(works.into_iter().map(SavedWork::without_rows).collect())
                }
                network @ RunState::Network(_) => network,
            },
            ..run
        });
        let source = ProjectSource { issues: Vec::new(), ..self.source };
        Self { source, table: None, run, ..self }
    }

    /// As the bytes of a file.
    ///
    /// # Errors
    /// A value that the form has no room for, which none of ours is.
    pub fn to_bytes(&self, packing: Packing) -> Result<Vec<u8>, ProjectError> {
        let head = Head {
            format: FORMAT.to_owned(),
            written_by: self.written_by.clone(),
            source: self.source.clone(),
            table: self.key.clone(),
            spec: self.spec.clone(),
            settings: self.settings.clone(),
            run: self.run.as_ref().map(SavedRun::head),
            looks: self.looks,
        };
        let mut head = serde_json::to_value(head).map_err(|_| ProjectError::NotWritten)?;
        if let (Some(entries), Some(run)) = (head.as_object_mut(), &self.run) {
            entries.insert("about_run".to_owned(), run.about());
        }
        let mut sections = Vec::new();
        if let Some(table) = &self.table {
            sections.push((TABLE, to_bytes(table)?));
        }
        if let Some(run) = &self.run {
            sections.push((RUN, to_bytes(&run.body())?));
        }
        container::write(PROJECT_VERSION, head, &sections, packing).map_err(|_| ProjectError::NotWritten)
    }

    /// Whether the bytes of a file say that it is a project.
    pub fn is_one(bytes: &[u8]) -> bool {
        container::is_one(bytes)
    }

    /// Reads a file and makes sure that its parts fit each other.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProjectError> {
        let opened = container::open(bytes, PROJECT_VERSION)?;
        let form = || ContainerError::Form { part: "head".to_owned() };
        let head: Head = serde_json::from_value(opened.content.clone()).map_err(|_| form())?;
        if head.format != FORMAT || opened.version == 0 {
            return Err(form().into());
        }
        let inconsistent = |part: &str| ProjectError::Inconsistent { part: part.to_owned() };
        let table = match opened.section(TABLE).transpose()? {
            Some(bytes) => Some(table_from_bytes(&bytes, &head.table)?),
            None => None,
        };
        if !head.spec.is_within_bounds() {
            return Err(inconsistent("spec"));
        }
        head.settings.check()?;
        let run = match (head.run, opened.section(RUN).transpose()?) {
            (Some(own), Some(bytes)) => Some(SavedRun::of(own, read(&bytes, RUN)?)),
            (None, None) => None,
            _ => return Err(inconsistent(RUN)),
        };
        if let Some(run) = &run {
            run.settings.check()?;
            if !run.is_consistent() || run.inputs.targets != head.spec.targets {
                return Err(inconsistent(RUN));
            }
        }
        let Head { written_by, source, table: key, spec, settings, looks, .. } = head;
        Ok(Self { written_by, source, key, table, spec, settings, run, looks })
    }

    /// The trained model, when it is ready.
    pub fn model(&self) -> Option<ModelFile> {
        self.run.as_ref().and_then(SavedRun::model)
    }
}

impl SavedRun {
    fn head(&self) -> RunHead {
        RunHead { settings: self.settings.clone(), inputs: self.inputs.clone(), seconds: self.seconds }
    }

    fn body(&self) -> RunBody {
        RunBody {
            state: self.state.clone(),
            history: self.history.clone(),
            rows_trained: self.rows_trained,
            outcome: self.outcome.clone(),
            fingerprint: self.fingerprint,
            test: self.test.clone(),
        }
    }

    fn of(RunHead { settings, inputs, seconds }: RunHead, body: RunBody) -> Self {
        let RunBody { state, history, rows_trained, outcome, fingerprint, test } = body;
        Self { settings, inputs, state, history, rows_trained, seconds, outcome, fingerprint, test }
    }

    /// The run alone, with what is said of it beside, as bytes that are written often.
    ///
    /// # Errors
    /// A value that the form has no room for, which none of ours is.
    pub fn to_bytes(&self, beside: Vec<u8>) -> Result<Vec<u8>, ProjectError> {
        let head = json!({ "format": RUN_FORMAT, "run": self.head() });
        let sections = [(RUN, to_bytes(&self.body())?), (BESIDE, beside)];
        container::write(PROJECT_VERSION, head, &sections, Packing::Quick)
            .map_err(|_| ProjectError::NotWritten)
    }

    /// Reads what [`SavedRun::to_bytes`] wrote.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn from_bytes(bytes: &[u8]) -> Result<(Self, Vec<u8>), ProjectError> {
        let opened = container::open(bytes, PROJECT_VERSION)?;
        let form = |part: &str| ContainerError::Form { part: part.to_owned() };
        if opened.content["format"] != RUN_FORMAT {
            return Err(form("head").into());
        }
        let head = RunHead::deserialize(&opened.content["run"]).map_err(|_| form("head"))?;
        let section = |name| opened.section(name).transpose()?.ok_or_else(|| form(name));
        let run = Self::of(head, read(&section(RUN)?, RUN)?);
        run.settings.check()?;
        if !run.is_consistent() {
            return Err(ProjectError::Inconsistent { part: RUN.to_owned() });
        }
        Ok((run, section(BESIDE)?))
    }

    /// The model as it is; none of a recipe that is not ready.
    pub fn model(&self) -> Option<ModelFile> {
        let (features, targets) = (self.inputs.features.len(), self.inputs.targets.len());
        let model = match &self.state {
            RunState::Network(checkpoint) => {
                Model::Network(checkpoint.network(&self.settings, features, targets)?)
            }
            RunState::Recipe(works) => {
                Model::Recipe(works.iter().map(|work| work.forecaster().cloned()).collect::<Option<_>>()?)
            }
        };
        Some(ModelFile { schema_version: SCHEMA_VERSION, inputs: self.inputs.clone(), model })
    }

    /// Whether its parts fit each other.
    fn is_consistent(&self) -> bool {
        let ours = match &self.state {
            RunState::Network(checkpoint) => {
                self.model().is_some()
                    // By its code: the loss of one that diverged may be no number, which is not equal to itself.
                    && checkpoint.outcome().map(Outcome::code) == self.outcome.as_ref().map(Outcome::code)
            }
            RunState::Recipe(works) => works.len() == self.inputs.targets.len(),
        };
        ours && self.inputs.is_consistent()
            && self.test.as_ref().is_none_or(|test| test.len() == self.inputs.targets.len())
            && self.model().is_none_or(|model| model.is_consistent())
    }

    /// What the head says of it, for whoever reads only that.
    fn about(&self) -> Value {
        json!({
            "method": self.settings.method,
            "outcome": self.outcome.as_ref().map(Outcome::code),
            "epochs": self.history.len(),
            "fingerprint": format!("{:08x}", self.fingerprint),
            "test": self.test,
        })
    }
}

/// Writes a table as it stands in a project.
///
/// # Errors
/// What the writer says; a table can be written.
pub fn write_table(table: &Table, to: impl Write) -> Result<(), ProjectError> {
    postcard::to_io(table, to).map(drop).map_err(|_| ProjectError::NotWritten)
}

/// Takes what is written, and keeps none of it: a long table would else stand in memory twice.
#[derive(Default)]
struct Measured {
    crc: Crc32,
    length: u64,
}

impl Write for Measured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.crc = bytes.iter().copied().fold(self.crc, Crc32::and);
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many bytes [`write_table`] writes at most, without writing them.
pub fn table_bytes(table: &Table) -> usize {
    // What is written beside a text of its own: its length, and whether it is there.
    const OF_TEXT: usize = 6;
    let rows = table.rows();
    let texts = |texts: &[String]| texts.iter().map(|text| text.len() + OF_TEXT).sum::<usize>();
    let of = |column: &Column| match &column.values {
        Values::Number(values) => 8 * values.len(),
        Values::Datetime { .. } => 8 * rows,
        Values::Category { labels, .. } => texts(labels) + 4 * rows,
        Values::Text(words) => words.iter().map(|word| word.as_ref().map_or(0, String::len) + OF_TEXT).sum(),
        Values::Empty => 0,
    };
    let names = |column: &Column| column.name.len() + column.unit.as_ref().map_or(0, String::len) + 64;
    4 * rows + 64 + table.columns.iter().map(|column| of(column) + names(column)).sum::<usize>()
}

/// Reads what [`write_table`] wrote, where it is the table of this key.
///
/// # Errors
/// Bytes that are none, or another table's.
pub fn table_from_bytes(bytes: &[u8], key: &TableKey) -> Result<Table, ProjectError> {
    let table: Table = read(bytes, TABLE)?;
    let fits = table.is_consistent() && TableKey::with_crc32(&table, crc32(bytes.iter().copied())) == *key;
    Some(table).filter(|_| fits).ok_or_else(|| ProjectError::Inconsistent { part: TABLE.to_owned() })
}

fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, ProjectError> {
    postcard::to_stdvec(value).map_err(|_| ProjectError::NotWritten)
}

/// A section that is read to its end.
fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8], part: &str) -> Result<T, ContainerError> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(ContainerError::Form { part: part.to_owned() }),
    }
}

#[cfg(test)]
mod tests;
