//! Figures of one target's predictions, in its own unit.

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};

/// Targets and predictions of the same rows; named, so that they cannot be swapped.
#[derive(Clone, Copy, Debug)]
pub struct Evaluated<'a> {
    /// What happened.
    pub targets: ArrayView1<'a, f64>,
    /// What was predicted.
    pub predictions: ArrayView1<'a, f64>,
}

/// How good predictions are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// √(Σ(y−ŷ)²/n), in the target's unit.
    pub rmse: f64,
    /// Σ|y−ŷ|/n, in the target's unit.
    pub mae: f64,
    /// 1 − Σ(y−ŷ)²/Σ(y−ȳ)², with ȳ of these rows; `None` where the targets do not vary.
    pub r2: Option<f64>,
}

impl Evaluated<'_> {
    /// All figures. NaN for no rows.
    pub fn metrics(&self) -> Metrics {
        let n = self.targets.len() as f64;
        let errors =
            || self.targets.iter().zip(self.predictions).map(|(target, prediction)| target - prediction);
        let squares: f64 = errors().map(|error| error * error).sum();
        let mean = self.targets.sum() / n;
        let variation: f64 = self.targets.iter().map(|target| (target - mean).powi(2)).sum();
        // What rounding leaves of a constant is no variation.
        let noise = (f64::EPSILON * mean.abs() * 16.0).powi(2) * n;
        Metrics {
            rmse: (squares / n).sqrt(),
            mae: errors().map(f64::abs).sum::<f64>() / n,
            r2: (variation > noise).then(|| 1.0 - squares / variation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// The example of scikit-learn's documentation of `r2_score`: 0.948…; RMSE √0.375, MAE 0.5.
    #[test]
    fn agree_with_scikit_learn() {
        let (targets, predictions) = (array![3.0, -0.5, 2.0, 7.0], array![2.5, 0.0, 2.0, 8.0]);
        let metrics = Evaluated { targets: targets.view(), predictions: predictions.view() }.metrics();
        assert!((metrics.r2.unwrap() - 0.948_608_137_044_967).abs() < 1e-12);
        assert!((metrics.rmse - 0.375_f64.sqrt()).abs() < 1e-12);
        assert!((metrics.mae - 0.5).abs() < 1e-12);
    }

    #[test]
    fn r2_of_a_constant_is_not_defined() {
        let (targets, predictions) = (array![0.1, 0.1, 0.1], array![0.1, 0.1, 0.1]);
        assert_eq!(Evaluated { targets: targets.view(), predictions: predictions.view() }.metrics().r2, None);
    }
}
