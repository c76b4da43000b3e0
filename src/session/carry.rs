//! A run is taken along: the files that a person gets.

use serde::{Deserialize, Serialize};

use crate::data::{DataSpec, Table};
use crate::formats::onnx::to_onnx;
use crate::formats::python::{Comments, Lesson, companion, lesson, ray_job, to_csv};
use crate::formats::{ExportError, Packing, Project, ProjectSource, SavedRun, safetensors};
use crate::training::Settings;

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Names this wish, so that an answer is told from that to another one.
    pub number: u32,
    /// Which files.
    pub form: Form,
    /// The settings as they stand, for a project.
    pub settings: Box<Settings>,
    /// The language of the comments, as a tag.
    pub language: String,
}

/// The form in which a run is taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Everything in one file.
    Project {
        /// Whether the table goes with it.
        with_data: bool,
    },
    /// The model as ONNX, and the script beside it.
    Onnx,
    /// The weights, and what they belong to.
    Safetensors,
    /// The run as a script.
    Python,
    /// The run as a Ray job.
    Ray,
    /// The table as the scripts read it.
    Table,
    /// Nothing more: what was handed over before can go.
    Nothing,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its name.
    pub name: String,
    /// Its bytes.
    #[serde(with = "crate::data::packed")]
    pub bytes: Vec<u8>,
}

/// What came of a wish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    /// Which.
    pub number: u32,
    /// The files, or why there are none.
    pub files: Result<Vec<Parcel>, ExportError>,
}

/// What there is to be taken along.
pub(super) struct Belongings<'a> {
    pub(super) source: &'a ProjectSource,
    pub(super) table: &'a Table,
    pub(super) spec: &'a DataSpec,
    pub(super) run: Option<SavedRun>,
    pub(super) comments: Option<&'static Comments>,
}

impl Belongings<'_> {
    /// The files of a form.
    pub(super) fn files(self, form: Form, settings: &Settings) -> Result<Vec<Parcel>, ExportError> {
        let stem = self.source.name.rsplit_once('.').map_or(self.source.name.as_str(), |(stem, _)| stem);
        let stem = if stem.is_empty() { "greengrad" } else { stem };
        let file = |end: &str, bytes: Vec<u8>| Parcel { name: format!("{stem}{end}"), bytes };
        let table_name = format!("{stem}_table.csv");
        let comments = || self.comments.ok_or(ExportError::NotWritten);
        let model = || self.run.as_ref().and_then(SavedRun::model).ok_or(ExportError::NoModel);
        let script = |write: fn(&Lesson, &Comments) -> Result<String, ExportError>| {
            let run = self.run.as_ref().ok_or(ExportError::NoModel)?;
            let lesson = Lesson {
                table: self.table,
                spec: self.spec,
                settings: &run.settings,
                inputs: &run.inputs,
                file: &table_name,
            };
            write(&lesson, comments()?)
        };
        Ok(match form {
            Form::Nothing => Vec::new(),
            Form::Table => vec![file("_table.csv", to_csv(self.table).into_bytes())],
            Form::Python => vec![file("_lesson.py", script(lesson)?.into_bytes())],
            Form::Ray => vec![file("_ray.py", script(ray_job)?.into_bytes())],
            Form::Safetensors => {
                let written = safetensors::write(&model()?)?;
                let description = written.description.into_bytes();
                vec![file(".safetensors", written.weights), file(".json", description)]
            }
            Form::Onnx => {
                let model = model()?;
                let onnx = to_onnx(&model, Some(self.table))?;
                let names = (table_name.as_str(), format!("{stem}.onnx"));
                let script = companion(&onnx, &model.inputs, (names.0, &names.1), comments()?);
                vec![file(".onnx", onnx.bytes), file("_predict.py", script.into_bytes())]
            }
            Form::Project { with_data } => {
                let choices = (self.spec.clone(), settings.clone());
                let project =
                    Project::new(self.source.clone(), self.table, with_data, choices, self.run.clone());
                let bytes = project.and_then(|project| project.to_bytes(Packing::Small));
                vec![file(".greengrad", bytes.map_err(|_| ExportError::NotWritten)?)]
            }
        })
    }
}
