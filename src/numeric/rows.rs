//! Some rows of a matrix.

use ndarray::{Array2, ArrayView2};

/// These rows of `[rows, columns]`, in this order. The same as ndarray's `select`, which is for every axis of every array
/// and adds 2 kB to the page for each type.
pub fn select_rows<T: Copy>(matrix: ArrayView2<T>, rows: &[usize]) -> Array2<T> {
    Array2::from_shape_fn((rows.len(), matrix.ncols()), |(row, column)| matrix[(rows[row], column)])
}

#[cfg(test)]
mod tests {
    use ndarray::{Axis, array};

    use super::select_rows;

    #[test]
    fn rows_are_those_of_ndarray() {
        let matrix = array![[1, 2], [3, 4], [5, 6]];
        for rows in [&[2, 0, 0][..], &[], &[1]] {
            assert_eq!(select_rows(matrix.view(), rows), matrix.select(Axis(0), rows));
        }
    }
}
