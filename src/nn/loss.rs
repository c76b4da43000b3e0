//! What training makes small.

use ndarray::{ArrayView2, ArrayViewMut2, Zip};
use serde::{Deserialize, Serialize};

use super::choice::named;
use crate::numeric::Real;

/// A loss: the mean over all rows and outputs of a cost of the error e = ŷ − y.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// e².
    MeanSquaredError,
    /// |e|.
    MeanAbsoluteError,
    /// e²/2 where |e| ≤ 1, else |e| − 1/2 (Huber 1964, δ = 1).
    Huber,
}

named!(Loss {
    MeanSquaredError = "mean_squared_error" | "mse",
    MeanAbsoluteError = "mean_absolute_error" | "mae",
    Huber = "huber",
});

impl Loss {
    /// The loss of predictions for targets, both `[rows, outputs]`; 0 for no rows.
    pub fn value<F: Real>(self, predictions: ArrayView2<F>, targets: ArrayView2<F>) -> f64 {
        let mut sum = 0.0;
        Zip::from(predictions).and(targets).for_each(|&p, &t| sum += self.cost((p - t).wide()));
        if predictions.is_empty() { 0.0 } else { sum / predictions.len() as f64 }
    }

    /// Writes ∂L/∂ŷ to `gradients` and returns the loss; all three are `[rows, outputs]`.
    pub fn gradient<F: Real>(
        self,
        predictions: ArrayView2<F>,
        targets: ArrayView2<F>,
        mut gradients: ArrayViewMut2<F>,
    ) -> f64 {
        let each = F::of(1.0 / predictions.len().max(1) as f64);
        let (one, two) = (F::one(), F::of(2.0));
        let slope = |error: F| match self {
            _ if error.is_nan() => error,
            Self::MeanSquaredError => each * (two * error),
            // The slope at 0 is anything from −1 to 1: 0 lets an exact prediction rest.
            Self::MeanAbsoluteError if error == F::zero() => each * F::zero(),
            Self::MeanAbsoluteError => each * error.signum(),
            Self::Huber => each * error.max(-one).min(one),
        };
        let mut sum = 0.0;
        let count = predictions.len();
        match (predictions.to_slice(), targets.to_slice(), gradients.as_slice_mut()) {
            // Once a step, and compiled for size each step of an iterator is a call.
            (Some(predictions), Some(targets), Some(gradients)) => {
                assert!(targets.len() == count && gradients.len() == count);
                for index in 0..count {
                    let error = predictions[index] - targets[index];
                    sum += self.cost(error.wide());
                    gradients[index] = slope(error);
                }
            }
            _ => Zip::from(predictions).and(targets).and(gradients).for_each(|&p, &t, g| {
                sum += self.cost((p - t).wide());
                *g = slope(p - t);
            }),
        }
        if count == 0 { 0.0 } else { sum / count as f64 }
    }

    /// The cost of one error.
    pub fn cost(self, error: f64) -> f64 {
        match self {
            Self::MeanSquaredError => error * error,
            Self::MeanAbsoluteError => error.abs(),
            Self::Huber if error.abs() <= 1.0 => 0.5 * error * error,
            Self::Huber => error.abs() - 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn values_by_hand() {
        let predictions = array![[1.0, -2.0], [0.5, 0.0]];
        let targets = array![[0.5, 1.0], [0.5, 0.25]];
        // Errors 0.5, −3, 0, −0.25.
        let cases = [
            (Loss::MeanSquaredError, (0.25 + 9.0 + 0.0625) / 4.0),
            (Loss::MeanAbsoluteError, 3.75 / 4.0),
            (Loss::Huber, (0.125 + 2.5 + 0.03125) / 4.0),
        ];
        for (loss, expected) in cases {
            assert_eq!(loss.value(predictions.view(), targets.view()), expected, "{loss}");
        }
    }

    #[test]
    fn gradients_are_central_differences() {
        let targets = array![[0.5, 1.0], [0.4, 0.25]];
        let at = array![[1.0, -2.0], [0.5, 0.0]];
        let step = 1e-6;
        for &loss in Loss::ALL {
            let mut gradients = Array2::<f64>::zeros((2, 2));
            loss.gradient(at.view(), targets.view(), gradients.view_mut());
            for index in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let moved = |by: f64| {
                    let mut point = at.clone();
                    point[index] += by;
                    loss.value(point.view(), targets.view())
                };
                let difference = (moved(step) - moved(-step)) / (2.0 * step);
                assert!((gradients[index] - difference).abs() < 1e-8, "{loss} {index:?}");
            }
        }
    }

    #[test]
    fn a_nan_is_never_hidden() {
        let bad = array![[f32::NAN]];
        let mut gradient = Array2::<f32>::zeros((1, 1));
        for &loss in Loss::ALL {
            assert!(loss.gradient(bad.view(), array![[0.0]].view(), gradient.view_mut()).is_nan());
            assert!(gradient[(0, 0)].is_nan(), "{loss}");
        }
    }
}
