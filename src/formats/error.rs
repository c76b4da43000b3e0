//! Why a run cannot be taken along in another form.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::data::DatasetError;
use crate::forecast::FrameError;

/// Why a model cannot be written in another form.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ExportError {
    /// There is no trained model yet.
    #[error("there is no trained model yet")]
    NoModel,
    /// A recipe that looks at the past by steps needs the table, whose steps they are.
    #[error("the table is needed, whose steps the model counts")]
    TableNeeded,
    /// The table is not one that the model was trained on.
    #[error(transparent)]
    Table(#[from] DatasetError),
    /// Its times are not.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The model does not fit the table, or its parts each other.
    #[error("the model does not fit the table")]
    DoesNotFit,
    /// A recipe as a script.
    #[error("a recipe is not written as a script")]
    RecipeAsScript,
    /// A sweep compares settings by validation rows.
    #[error("a sweep needs validation rows")]
    NoValidationRows,
    /// It could not be written.
    #[error("the model cannot be written")]
    NotWritten,
}

impl ExportError {
    /// The stable code, as `headless` prints it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoModel => "no_model",
            Self::TableNeeded => "data_needed",
            Self::Table(error) => error.code(),
            Self::Frame(_) | Self::DoesNotFit => "other_table",
            Self::RecipeAsScript => "recipe_as_script",
            Self::NoValidationRows => "no_validation_rows",
            Self::NotWritten => "not_written",
        }
    }
}
