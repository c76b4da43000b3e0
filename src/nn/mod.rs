//! The network: dense layers, their gradients, and the optimisers. Generic over [`Real`](crate::numeric::Real):
//! `f32` trains, `f64` checks gradients. Samples are rows; shapes are `[rows, columns]`, row-major.

mod activation;
mod choice;
mod init;
mod kernel;
mod loss;
mod matmul;
mod network;
mod optimizer;
mod pack;
mod vector;

pub use activation::Activation;
pub use init::Initialiser;
pub use loss::Loss;
pub use matmul::{Epilogue, Scratch, matmul, matmul_then};
pub use network::{Dropout, LayerShape, Network, Workspace};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use optimizer::Memories;
pub use optimizer::{Memory, Optimizer, OptimizerKind, Penalty};

/// A name that none of the choices has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is none of {}", choices.join(", "))]
pub struct UnknownName {
    /// The name.
    pub name: String,
    /// What it could be.
    pub choices: Vec<&'static str>,
}
