//! Files that outlive a session.

mod model;

pub use model::{Model, ModelError, ModelFile, SCHEMA_VERSION, TablePredictions};
