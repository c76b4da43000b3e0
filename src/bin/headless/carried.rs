//! A model that was taken along, in any of the forms that are read back.

use std::io;
use std::path::Path;

use greengrad::formats::onnx::from_onnx;
use greengrad::formats::{ModelFile, Project};
use greengrad::i18n::Language;

use crate::json::Refusal;

/// A model that was taken along.
pub enum Carried {
    /// With everything around it.
    Project(Box<Project>),
    /// By itself: of a model file, or of an ONNX file of ours.
    Model(Box<ModelFile>),
}

impl Carried {
    /// Reads a file, whose first bytes say what it is. One that cannot be used is a refusal.
    ///
    /// # Errors
    /// There is no such file.
    pub fn read(path: &Path) -> io::Result<Result<Self, Refusal>> {
        let bytes = std::fs::read(path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        if Project::is_one(&bytes) {
            let project = Project::from_bytes(&bytes).map_err(|error| Refusal::of_project(&error));
            return Ok(project.map(|project| Self::Project(Box::new(project))));
        }
        let carry = Language::En.carry();
        let model = match std::str::from_utf8(&bytes) {
            Ok(text) if text.trim_start().starts_with('{') => ModelFile::from_json(text)
                .map_err(|error| Refusal::new("model_file", (carry.model_error)(&error))),
            _ => from_onnx(&bytes).map_err(|error| Refusal::new(error.code(), (carry.onnx_error)(&error))),
        };
        Ok(model.map(|model| Self::Model(Box::new(model))))
    }

    /// The model; `None` of a project whose run is not so far.
    pub fn model(&self) -> Option<ModelFile> {
        match self {
            Self::Project(project) => project.model(),
            Self::Model(model) => Some((**model).clone()),
        }
    }

    /// The project, where it is one.
    pub fn project(&self) -> Option<&Project> {
        match self {
            Self::Project(project) => Some(project),
            Self::Model(_) => None,
        }
    }
}
