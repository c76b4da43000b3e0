//! The simple methods beside the network, fitted on the same training rows and judged on the same test rows.

use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::linear::LeastSquares;

/// A simple method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaselineName {
    /// The training mean.
    Mean,
    /// Linear least squares.
    Linear,
    /// The value 24 hours before.
    Yesterday,
    /// The value 168 hours before.
    LastWeek,
}

impl BaselineName {
    /// Its stable name, as `headless` prints it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Linear => "linear",
            Self::Yesterday => "yesterday",
            Self::LastWeek => "last_week",
        }
    }
}

/// The simple methods, fitted. Arrays are `[rows, columns]` of all rows; rows are picked by index.
pub struct Baselines<'a> {
    features: ArrayView2<'a, f64>,
    mean: ndarray::Array1<f64>,
    linear: Option<LeastSquares>,
    yesterday: Option<ArrayView2<'a, f64>>,
    last_week: Option<ArrayView2<'a, f64>>,
}

impl<'a> Baselines<'a> {
    /// Fits mean and line on the `train` rows of `features` and `targets`; the other two are the targets a day and a
    /// week before, where there are times.
    pub fn fit(
        features: ArrayView2<'a, f64>,
        targets: ArrayView2<f64>,
        train: &[usize],
        yesterday: Option<ArrayView2<'a, f64>>,
        last_week: Option<ArrayView2<'a, f64>>,
    ) -> Self {
        let mean_of = |target: ndarray::ArrayView1<f64>| {
            train.iter().map(|&row| target[row]).sum::<f64>() / train.len() as f64
        };
        let mean = targets.columns().into_iter().map(mean_of).collect();
        Self {
            features,
            mean,
            linear: LeastSquares::fit(features, targets, train).ok(),
            yesterday,
            last_week,
        }
    }

    /// Each method's predictions `[rows, targets]` for these rows, in the targets' units.
    pub fn predict(&self, rows: &[usize]) -> Vec<(BaselineName, Array2<f64>)> {
        let mean = Array2::from_shape_fn((rows.len(), self.mean.len()), |(_, target)| self.mean[target]);
        let linear =
            self.linear.as_ref().map(|line| line.predict(self.features.select(Axis(0), rows).view()));
        let lagged = |values: Option<ArrayView2<f64>>| values.map(|values| values.select(Axis(0), rows));
        [
            (BaselineName::Mean, Some(mean)),
            (BaselineName::Linear, linear),
            (BaselineName::Yesterday, lagged(self.yesterday)),
            (BaselineName::LastWeek, lagged(self.last_week)),
        ]
        .into_iter()
        .filter_map(|(name, predictions)| predictions.map(|predictions| (name, predictions)))
        .collect()
    }
}
