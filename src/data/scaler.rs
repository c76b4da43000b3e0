//! Standardisation, fitted on training rows only.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::Scaling;
use crate::numeric::Entries;

/// z = (x − mean) / sd, a column each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scaler {
    /// Means.
    pub mean: Vec<f64>,
    /// Population standard deviations; 1 where a column does not vary, so that it becomes 0.
    pub sd: Vec<f64>,
}

impl Scaler {
    /// Fits these rows of `values` `[rows, columns]`.
    pub fn fit(values: &impl Entries, rows: &[usize]) -> Self {
        let count = rows.len().max(1) as f64;
        let of = |column: usize| {
            let own = || rows.iter().map(|&row| values.at(row, column));
            let mean = own().sum::<f64>() / count;
            let sd = (own().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
            // What rounding leaves of a constant is no variation.
            (mean, if sd > 1e-12 * mean.abs() { sd } else { 1.0 })
        };
        let (mean, sd) = (0..values.ncols()).map(of).unzip();
        Self { mean, sd }
    }

    /// Standardises the first `rows` of `[rows, columns]` for training.
    pub fn scale(&self, values: &impl Entries, rows: usize) -> Array2<f32> {
        Array2::from_shape_fn((rows, values.ncols()), |(row, column)| {
            ((values.at(row, column) - self.mean[column]) / self.sd[column]) as f32
        })
    }

    /// Back to the columns' own units.
    pub fn unscale(&self, scaled: ArrayView2<f32>) -> Array2<f64> {
        Array2::from_shape_fn(scaled.dim(), |(row, column)| {
            f64::from(scaled[(row, column)]) * self.sd[column] + self.mean[column]
        })
    }

    /// Columns it was fitted on; 0 where its parts do not fit.
    pub fn columns(&self) -> usize {
        if self.mean.len() == self.sd.len() { self.mean.len() } else { 0 }
    }
}

impl Scaling {
    /// Its name in lessons.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::None => "none",
        }
    }

    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Standard, Self::None].into_iter().find(|own| own.name() == name)
    }

    /// The first `rows` of features `[rows, features]` as the network gets them.
    pub fn scale(self, scaler: &Scaler, raw: &impl Entries, rows: usize) -> Array2<f32> {
        match self {
            Self::Standard => scaler.scale(raw, rows),
            Self::None => {
                Array2::from_shape_fn((rows, raw.ncols()), |(row, column)| raw.at(row, column) as f32)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn training_rows_alone_decide_and_constants_become_zero() {
        // numpy.std([1, 2, 3]) = 0.816496580927726.
        let values = array![[1.0, 7.0], [2.0, 7.0], [3.0, 7.0], [1000.0, 9.0]];
        let scaler = Scaler::fit(&values.view(), &[0, 1, 2]);
        assert_eq!(scaler.mean, [2.0, 7.0]);
        assert!((scaler.sd[0] - 0.816_496_580_927_726).abs() < 1e-15);
        let scaled = scaler.scale(&values.view(), values.nrows());
        assert_eq!(scaled[(0, 1)], 0.0);
        let back = scaler.unscale(scaled.view());
        assert!((&back - &values).iter().all(|off| off.abs() < 1e-4));
    }
}
