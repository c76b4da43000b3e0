//! Ridge regression of one target with a set λ.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::least_squares::solve;

/// ŷ = x·w + b.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ridge {
    weights: Vec<f64>,
    intercept: f64,
}

impl Ridge {
    /// Minimises Σ(y − x·w − b)²/n + λ‖w‖² for `x` `[rows, columns]`; b is free. `None` for no rows or λ so small that
    /// dependent columns cannot be solved.
    pub fn fit(x: ArrayView2<f64>, y: ArrayView1<f64>, lambda: f64) -> Option<Self> {
        let (mean_x, mean_y) = (x.mean_axis(Axis(0))?, y.mean()?);
        let centred = &x - &mean_x;
        let n = x.nrows() as f64;
        let covariance = centred.t().dot(&centred) / n;
        let right: Array2<f64> = (centred.t().dot(&(&y - mean_y)) / n).insert_axis(Axis(1));
        let weights = solve(&covariance, &right, lambda)?.remove_axis(Axis(1)).to_vec();
        let intercept = mean_y - mean_x.dot(&ArrayView1::from(&weights));
        Some(Self { weights, intercept })
    }

    /// ŷ = b, whatever the `columns` columns say.
    pub fn constant(columns: usize, b: f64) -> Self {
        Self { weights: vec![0.0; columns], intercept: b }
    }

    /// Columns that it looks at.
    pub fn columns(&self) -> usize {
        self.weights.len()
    }

    /// w, a column each, and b.
    pub fn coefficients(&self) -> (&[f64], f64) {
        (&self.weights, self.intercept)
    }

    /// ŷ for `x` `[rows, columns]`.
    pub fn predict(&self, x: ArrayView2<f64>) -> Array1<f64> {
        x.dot(&ArrayView1::from(&self.weights)) + self.intercept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// By hand: centred x = (−1, 0, 1), centred y = (−1.1, 0.2, 0.9), so w = (2.0/3)/(2/3 + λ).
    #[test]
    fn lambda_shrinks_the_slope_and_leaves_the_intercept_free() {
        let (x, y) = (array![[1.0], [2.0], [3.0]], array![2.9, 4.2, 4.9]);
        for lambda in [1e-12, 0.5, 2.0] {
            let model = Ridge::fit(x.view(), y.view(), lambda).unwrap();
            assert!((model.weights[0] - (2.0 / 3.0) / (2.0 / 3.0 + lambda)).abs() < 1e-9);
            assert!((model.predict(array![[2.0]].view())[0] - 4.0).abs() < 1e-12);
        }
    }
}
