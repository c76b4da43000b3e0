//! Files that outlive a session.

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod container;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod error;
mod model;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod onnx;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod project;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod python;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod safetensors;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab", feature = "reader"))]
mod source;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use container::{ContainerError, Packing};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use error::ExportError;
pub use model::{Model, ModelError, ModelFile, SCHEMA_VERSION, TablePredictions};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use project::{
    PROJECT_VERSION, Project, ProjectError, RunState, SavedRun, TableKey, table_bytes, table_from_bytes,
    write_table,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab", feature = "reader"))]
pub use source::{ProjectSource, SourceFile};
