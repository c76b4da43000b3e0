//! The simple methods beside the network, fitted on the same training rows and judged on the same test rows.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::data::Span;
use crate::linear::LeastSquares;
use crate::numeric::{Entries, select_rows};

/// A simple method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaselineName {
    /// The training mean.
    Mean,
    /// Linear least squares.
    Linear,
    /// The value so long before.
    Before(Span),
}

impl BaselineName {
    /// Its stable name, as `headless` prints it.
    pub fn name(self) -> String {
        match self {
            Self::Mean => "mean".to_owned(),
            Self::Linear => "linear".to_owned(),
            Self::Before(Span::DAY) => "yesterday".to_owned(),
            Self::Before(Span::WEEK) => "last_week".to_owned(),
            Self::Before(span) => format!("before_{span}"),
        }
    }
}

/// The simple methods, fitted. Arrays are `[rows, columns]` of all rows; rows are picked by index.
pub struct Baselines<'a, X> {
    features: &'a X,
    mean: ndarray::Array1<f64>,
    linear: Option<LeastSquares>,
    before: &'a [(Span, Array2<f64>)],
}

impl<'a, X: Entries> Baselines<'a, X> {
    /// Fits mean and line on the `train` rows of `features` and `targets`; `before` are the targets so long before, where
    /// there are times.
    pub fn fit(
        features: &'a X,
        targets: ArrayView2<f64>,
        train: &[usize],
        before: &'a [(Span, Array2<f64>)],
    ) -> Self {
        let mean_of = |target: ndarray::ArrayView1<f64>| {
            train.iter().map(|&row| target[row]).sum::<f64>() / train.len() as f64
        };
        let mean = targets.columns().into_iter().map(mean_of).collect();
        Self { features, mean, linear: LeastSquares::fit(features, targets, train).ok(), before }
    }

    /// Each method's predictions `[rows, targets]` for these rows, in the targets' units.
    pub fn predict(&self, rows: &[usize]) -> Vec<(BaselineName, Array2<f64>)> {
        let mean = Array2::from_shape_fn((rows.len(), self.mean.len()), |(_, target)| self.mean[target]);
        let linear = self.linear.as_ref().map(|line| line.predict(self.features.pick(rows).view()));
        let before = self
            .before
            .iter()
            .map(|(span, values)| (BaselineName::Before(*span), select_rows(values.view(), rows)));
        std::iter::once((BaselineName::Mean, mean))
            .chain(linear.map(|predictions| (BaselineName::Linear, predictions)))
            .chain(before)
            .collect()
    }
}
