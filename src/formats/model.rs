//! A trained network with all that a new table needs to be predicted.

use ndarray::{Array1, Array2, Axis};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::data::{DatasetError, Issue, ModelInputs, Table};
use crate::forecast::{Forecaster, Frame};
use crate::nn::Network;

/// The version of the form that is written.
pub const SCHEMA_VERSION: u32 = 2;
/// Rows that are predicted at once.
const BLOCK_ROWS: usize = 1024;

/// A trained network with all that a new table needs to be predicted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelFile {
    /// The version of its form.
    pub schema_version: u32,
    /// How a table becomes inputs, and outputs become the targets' units.
    pub inputs: ModelInputs,
    /// What predicts.
    pub model: Model,
}

/// What predicts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// One network for all targets.
    Network(Network<f32>),
    /// A recipe's forecaster, a target each.
    Recipe(Vec<Forecaster>),
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
    /// It was written by a version whose form is no longer read.
    #[error("the file has form {found}; this version reads form {SCHEMA_VERSION}: train and save once more")]
    Older {
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
        if found < SCHEMA_VERSION {
            return Err(ModelError::Older { found });
        }
        let file: Self = serde_json::from_str(text)?;
        if file.is_consistent() { Ok(file) } else { Err(ModelError::Inconsistent) }
    }

    /// Whether its parts fit each other.
    pub fn is_consistent(&self) -> bool {
        let inputs = &self.inputs;
        inputs.is_consistent()
            && match &self.model {
                Model::Network(network) => {
                    network.is_consistent()
                        && network.inputs() == inputs.features.len()
                        && network.outputs() == inputs.targets.len()
                }
                Model::Recipe(forecasters) => {
                    forecasters.len() == inputs.targets.len()
                        && forecasters.iter().all(|own| own.networks().all(Network::is_consistent))
                }
            }
    }

    /// Predicts a new table. Where there is time, what happened before is looked up in `history` too.
    ///
    /// # Errors
    /// A column that is missing or holds another kind.
    pub fn predict(&self, table: &Table, history: Option<&Table>) -> Result<TablePredictions, DatasetError> {
        let applied = self.inputs.apply(table, history)?;
        let values = match &self.model {
            Model::Network(network) => {
                let mut workspace = network.workspace(BLOCK_ROWS);
                let mut scaled = Array2::zeros((applied.rows.len(), network.outputs()));
                for (x, mut into) in applied
                    .features
                    .axis_chunks_iter(Axis(0), BLOCK_ROWS)
                    .zip(scaled.axis_chunks_iter_mut(Axis(0), BLOCK_ROWS))
                {
                    into.assign(&network.forward(x, &mut workspace, None));
                }
                self.inputs.target_scaler.unscale(scaled.view())
            }
            Model::Recipe(forecasters) => {
                let all = self.inputs.with_past(table, history);
                let mut values = Array2::zeros((applied.rows.len(), forecasters.len()));
                for (target, forecaster) in forecasters.iter().enumerate() {
                    let frame = if self.inputs.time.is_some() {
                        Frame::new(&all, &self.inputs, target, &applied.rows)
                            .map_err(|_| DatasetError::NoTimeStep)?
                    } else {
                        let features = self.inputs.raw(table)?.select(Axis(0), &applied.rows);
                        let unknown = Array1::from_elem(applied.rows.len(), f64::NAN);
                        Frame::of_rows(features, unknown, Vec::new())
                    };
                    if !forecaster.fits(&frame) {
                        return Err(if self.inputs.time.is_some() {
                            DatasetError::NoTimeStep
                        } else {
                            DatasetError::NoModel
                        });
                    }
                    let rows: Vec<usize> = (0..frame.rows()).collect();
                    values.column_mut(target).assign(&forecaster.predict(&frame, &rows));
                }
                values
            }
        };
        let mut rows = vec![None; table.rows()];
        for (&row, values) in applied.rows.iter().zip(values.rows()) {
            rows[row] = Some(values.to_vec());
        }
        Ok(TablePredictions { rows, issues: applied.issues })
    }
}
