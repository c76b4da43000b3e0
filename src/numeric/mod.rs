//! What makes a run the same bits everywhere: one real-number trait over one library of transcendental
//! functions, one named random generator, a checksum that
//! tells whether they are, and numbers as text and back.

mod crc;
pub mod decimal;
mod entries;
pub mod lanes;
pub mod order;
pub mod real;
pub mod rng;
mod rows;
mod typed;

pub use crc::{Crc32, crc32};
pub use entries::Entries;
pub use lanes::Lanes;
pub use real::Real;
pub use rng::{Rng, Stream};
pub use rows::select_rows;
pub use typed::typed;
