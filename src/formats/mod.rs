//! Files that outlive a session.

mod model;

pub use model::{ModelError, ModelFile, SCHEMA_VERSION, TablePredictions};
