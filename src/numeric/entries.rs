//! Matrices that are read an entry at a time, wherever their numbers stand.

use ndarray::{Array2, ArrayView2};

/// Numbers `[rows, columns]`.
pub trait Entries {
    /// How many columns there are.
    fn ncols(&self) -> usize;

    /// The number there. Panics outside of the matrix.
    fn at(&self, row: usize, column: usize) -> f64;

    /// These rows, in this order `[rows, columns]`.
    fn pick(&self, rows: &[usize]) -> Array2<f64> {
        Array2::from_shape_fn((rows.len(), self.ncols()), |(row, column)| self.at(rows[row], column))
    }
}

impl Entries for ArrayView2<'_, f64> {
    fn ncols(&self) -> usize {
        ArrayView2::ncols(self)
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self[(row, column)]
    }
}
