//! What makes a run the same bits everywhere: one real-number trait over one library of transcendental
//! functions, and one named random generator.

pub mod lanes;
pub mod order;
pub mod real;
pub mod rng;
mod typed;

pub use lanes::Lanes;
pub use real::Real;
pub use rng::{Rng, Stream};
pub use typed::typed;
