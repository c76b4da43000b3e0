//! What makes a run the same bits everywhere: one real-number trait over one library of transcendental
//! functions, and one named random generator.

pub mod real;
pub mod rng;

pub use real::Real;
pub use rng::{Rng, Stream};
