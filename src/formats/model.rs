//! A trained network with all that a new table needs to be predicted.

use ndarray::Array2;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::data::{DatasetError, Issue, ModelInputs, Table};
use crate::nn::Network;

/// The version of the form that is written.
pub const SCHEMA_VERSION: u32 = 1;
/// Rows that are predicted at once.
const BLOCK_ROWS: usize = 1024;

/// A trained network with all that a new table needs to be predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelFile {
    /// The version of its form.
    pub schema_version: u32,
    /// How a table becomes inputs, and outputs become the targets' units.
    pub inputs: ModelInputs,
    /// The network.
    pub network: Network<f32>,
}

/// Why a model file cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// It is no JSON of this form.
    #[error("not a model file: {0}")]
    Damaged(#[from] serde_json::Error),
    /// It was written by a newer version.
    #[error("the file has form {found}; this version reads up to {SCHEMA_VERSION}")]
    Newer {
        /// Its version.
        found: u32,
    },
    /// Its parts do not fit each other.
    #[error("the file's network does not fit its columns")]
    Inconsistent,
}

/// Predictions for the rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TablePredictions {
    /// `[row][target]` in the targets' units; `None` where a row misses a value.
    pub rows: Vec<Option<Vec<f64>>>,
    /// What was doubtful.
    pub issues: Vec<Issue>,
}

impl ModelFile {
    /// As text.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_json(&self) -> Result<String, ModelError> {
        Ok(serde_json::to_string(self)?)
    }

    /// Reads a file and makes sure that its parts fit.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn from_json(text: &str) -> Result<Self, ModelError> {
        #[derive(Deserialize)]
        struct Version {
            schema_version: u32,
        }
        let Version { schema_version: found } = serde_json::from_str(text)?;
        if found > SCHEMA_VERSION {
            return Err(ModelError::Newer { found });
        }
        let file: Self = serde_json::from_str(text)?;
        let fits = file.network.is_consistent()
            && file.network.inputs() == file.inputs.features.len()
            && file.network.outputs() == file.inputs.targets.len()
            && file.inputs.feature_scaler.columns() == file.inputs.features.len()
            && file.inputs.target_scaler.columns() == file.inputs.targets.len();
        if fits { Ok(file) } else { Err(ModelError::Inconsistent) }
    }

    /// Predicts a new table. Where there is time, what happened before is looked up in `history` too.
    ///
    /// # Errors
    /// A column that is missing or holds another kind.
    pub fn predict(&self, table: &Table, history: Option<&Table>) -> Result<TablePredictions, DatasetError> {
        let applied = self.inputs.apply(table, history)?;
        let mut workspace = self.network.workspace(BLOCK_ROWS);
        let mut scaled = Array2::zeros((applied.rows.len(), self.network.outputs()));
        for (x, mut into) in applied
            .features
            .axis_chunks_iter(ndarray::Axis(0), BLOCK_ROWS)
            .zip(scaled.axis_chunks_iter_mut(ndarray::Axis(0), BLOCK_ROWS))
        {
            into.assign(&self.network.forward(x, &mut workspace, None));
        }
        let values = self.inputs.target_scaler.unscale(scaled.view());
        let mut rows = vec![None; table.rows()];
        for (&row, values) in applied.rows.iter().zip(values.rows()) {
            rows[row] = Some(values.to_vec());
        }
        Ok(TablePredictions { rows, issues: applied.issues })
    }
}
