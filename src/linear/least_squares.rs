//! Ordinary least squares with an intercept, by the normal equations of standardised columns.

use ndarray::{Array2, ArrayView2};
use thiserror::Error;

use crate::numeric::Entries;

/// ŷ = (x − mean)/sd · W + b.
#[derive(Clone, Debug, PartialEq)]
pub struct LeastSquares {
    mean: Vec<f64>,
    sd: Vec<f64>,
    /// `[features, targets]`, of standardised features.
    weights: Array2<f64>,
    /// `[targets]`: the targets' means.
    intercept: Vec<f64>,
}

/// Why no line could be fitted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LinearError {
    /// No rows.
    #[error("no rows to fit")]
    NoRows,
    /// The normal equations could not be solved even with the largest ridge.
    #[error("the columns are too nearly dependent")]
    Singular,
}

/// λ/n of the ridge, tried in turn: as little as the numbers allow (copies and one-hot columns are dependent).
const RIDGES: [f64; 3] = [1e-10, 1e-8, 1e-6];
impl LeastSquares {
    /// Fits these rows of `y` `[rows, targets]` to those of `x` `[rows, features]`.
    ///
    /// # Errors
    /// No rows, or columns so dependent that even λ = 10⁻⁶·n does not help.
    pub fn fit(x: &impl Entries, y: ArrayView2<f64>, rows: &[usize]) -> Result<Self, LinearError> {
        if rows.is_empty() {
            return Err(LinearError::NoRows);
        }
        let (mean, intercept) = (mean(x, rows), mean(&y, rows));
        let n = rows.len() as f64;
        let sd: Vec<f64> = (0..x.ncols())
            .map(|column| {
                let squares: f64 = rows.iter().map(|&row| (x.at(row, column) - mean[column]).powi(2)).sum();
                let sd = (squares / n).sqrt();
                // A column that does not vary says nothing; dividing it by one leaves it at zero.
                if sd > 0.0 { sd } else { 1.0 }
            })
            .collect();
        let mut covariance = Array2::zeros((x.ncols(), x.ncols()));
        let mut right = Array2::zeros((x.ncols(), y.ncols()));
        let mut z = vec![0.0; x.ncols()];
        // A row at a time: a standardised copy of a long table would not fit beside it.
        for &row in rows {
            for (column, z) in z.iter_mut().enumerate() {
                *z = (x.at(row, column) - mean[column]) / sd[column];
            }
            for (column, &own) in z.iter().enumerate() {
                // Of a symmetric matrix the lower half is enough.
                let below = covariance.row_mut(column);
                below.into_iter().zip(&z[..=column]).for_each(|(sum, other)| *sum += own * other);
                for (target, sum) in right.row_mut(column).iter_mut().enumerate() {
                    *sum += own * (y[(row, target)] - intercept[target]);
                }
            }
        }
        covariance.iter_mut().chain(&mut right).for_each(|sum| *sum /= n);
        let weights = RIDGES
            .iter()
            .find_map(|&ridge| solve(&covariance, &right, ridge))
            .ok_or(LinearError::Singular)?;
        Ok(Self { mean, sd, weights, intercept })
    }

    /// ŷ `[rows, targets]` for `x` `[rows, features]`.
    pub fn predict(&self, x: ArrayView2<f64>) -> Array2<f64> {
        Array2::from_shape_fn((x.nrows(), self.intercept.len()), |(row, target)| {
            let part = |column: usize| {
                (x[(row, column)] - self.mean[column]) / self.sd[column] * self.weights[(column, target)]
            };
            (0..self.mean.len()).map(part).sum::<f64>() + self.intercept[target]
        })
    }
}

/// The means of some rows, a column each.
fn mean(values: &impl Entries, rows: &[usize]) -> Vec<f64> {
    let of = |column: usize| rows.iter().map(|&row| values.at(row, column)).sum::<f64>() / rows.len() as f64;
    (0..values.ncols()).map(of).collect()
}

/// Solves (A + ridge·I) W = B for symmetric A, of which the lower half is looked at, by Cholesky's decomposition; `None` where a pivot is not clearly positive.
pub(super) fn solve(a: &Array2<f64>, b: &Array2<f64>, ridge: f64) -> Option<Array2<f64>> {
    let size = a.nrows();
    let mut lower = Array2::<f64>::zeros((size, size));
    for row in 0..size {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|k| lower[(row, k)] * lower[(column, k)]).sum();
            let value = a[(row, column)] - dot;
            if row == column {
                let pivot = value + ridge;
                // Below half the ridge, rounding has eaten what the ridge had put there.
                if pivot.is_nan() || pivot <= 0.5 * ridge {
                    return None;
                }
                lower[(row, row)] = pivot.sqrt();
            } else {
                lower[(row, column)] = value / lower[(column, column)];
            }
        }
    }
    let mut solution = b.clone();
    for mut column in solution.columns_mut() {
        for row in 0..size {
            let dot: f64 = (0..row).map(|k| lower[(row, k)] * column[k]).sum();
            column[row] = (column[row] - dot) / lower[(row, row)];
        }
        for row in (0..size).rev() {
            let dot: f64 = (row + 1..size).map(|k| lower[(k, row)] * column[k]).sum();
            column[row] = (column[row] - dot) / lower[(row, row)];
        }
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Axis, array};

    fn rows(count: usize) -> Vec<usize> {
        (0..count).collect()
    }

    /// numpy.linalg.lstsq on [1, x]: intercept 1/6·…; here by hand: y = 2 + 3a − b exactly.
    #[test]
    fn an_exact_plane_is_found() {
        let x = array![[0.0, 1.0], [1.0, 0.0], [2.0, 5.0], [3.0, 2.0], [7.0, 7.0]];
        let y = x.map_axis(Axis(1), |row| 2.0 + 3.0 * row[0] - row[1]).insert_axis(Axis(1));
        let model = LeastSquares::fit(&x.view(), y.view(), &rows(x.nrows())).unwrap();
        let off =
            (model.predict(x.view()) - &y).mapv(f64::abs).fold(0.0, |most: f64, &value| most.max(value));
        assert!(off < 1e-7, "{off}");
    }

    #[test]
    fn dependent_and_constant_columns_are_harmless() {
        // A one-hot pair that adds up to one, its copy in another unit, and a constant.
        let x = array![
            [1.0, 0.0, 1000.0, 4.0, 0.5],
            [0.0, 1.0, 0.0, 4.0, 1.5],
            [1.0, 0.0, 1000.0, 4.0, 2.5],
            [0.0, 1.0, 0.0, 4.0, -1.0]
        ];
        let y = array![[1.5], [4.5], [3.5], [2.0]];
        let model = LeastSquares::fit(&x.view(), y.view(), &rows(x.nrows())).unwrap();
        let off =
            (model.predict(x.view()) - &y).mapv(f64::abs).fold(0.0, |most: f64, &value| most.max(value));
        assert!(off < 1e-4, "{off}");
        assert!(model.weights.iter().all(|weight| weight.is_finite()));
    }

    #[test]
    fn no_rows_is_an_error() {
        let nothing = Array2::<f64>::zeros((0, 2));
        assert_eq!(LeastSquares::fit(&nothing.view(), nothing.view(), &[]), Err(LinearError::NoRows));
    }
}
