//! Linear least squares, the baseline every network has to beat.

mod least_squares;
mod nnls;
mod ridge;

pub use least_squares::{LeastSquares, LinearError};
pub use nnls::non_negative_least_squares;
pub use ridge::Ridge;
