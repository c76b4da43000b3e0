//! Standardisation, fitted on training rows only.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::Scaling;

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
    pub fn fit(values: ArrayView2<f64>, rows: &[usize]) -> Self {
        let count = rows.len().max(1) as f64;
        let mut mean = Array1::<f64>::zeros(values.ncols());
        rows.iter().for_each(|&row| mean += &values.row(row));
        mean /= count;
        let sd = (0..values.ncols()).map(|column| {
            let squares: f64 = rows.iter().map(|&row| (values[(row, column)] - mean[column]).powi(2)).sum();
            let sd = (squares / count).sqrt();
            // What rounding leaves of a constant is no variation.
            if sd > 1e-12 * mean[column].abs() { sd } else { 1.0 }
        });
        Self { sd: sd.collect(), mean: mean.to_vec() }
    }

    /// Standardises `[rows, columns]` for training.
    pub fn scale(&self, values: ArrayView2<f64>) -> Array2<f32> {
        // Without a copy in between: a table's features are the largest thing in memory.
        let mut scaled = Array2::zeros(values.dim());
        for (from, mut to) in values.rows().into_iter().zip(scaled.rows_mut()) {
            for (column, value) in from.iter().enumerate() {
                to[column] = ((value - self.mean[column]) / self.sd[column]) as f32;
            }
        }
        scaled
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

    /// Features `[rows, features]` as the network gets them.
    pub fn scale(self, scaler: &Scaler, raw: ArrayView2<f64>) -> Array2<f32> {
        match self {
            Self::Standard => scaler.scale(raw),
            Self::None => raw.mapv(|value| value as f32),
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
        let scaler = Scaler::fit(values.view(), &[0, 1, 2]);
        assert_eq!(scaler.mean, [2.0, 7.0]);
        assert!((scaler.sd[0] - 0.816_496_580_927_726).abs() < 1e-15);
        let scaled = scaler.scale(values.view());
        assert_eq!(scaled[(0, 1)], 0.0);
        let back = scaler.unscale(scaled.view());
        assert!((&back - &values).iter().all(|off| off.abs() < 1e-4));
    }
}
