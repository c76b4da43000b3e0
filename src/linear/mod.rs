//! Linear least squares, the baseline every network has to beat.

mod least_squares;

pub use least_squares::{LeastSquares, LinearError};
