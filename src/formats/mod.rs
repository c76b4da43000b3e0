//! Files that outlive a session.

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod container;
mod model;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod project;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use container::ContainerError;
pub use model::{Model, ModelError, ModelFile, SCHEMA_VERSION, TablePredictions};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use project::{
    PROJECT_VERSION, Project, ProjectError, ProjectSource, RunState, SavedRun, SourceFile, TableKey,
};
