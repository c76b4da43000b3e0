//! Why this prediction and not the baseline's: the gradient, added up on the straight way between them.

use ndarray::{Array1, Array2, ArrayView1, s};

use super::ask::{ask_one, finite, same_columns};
use super::{BATCH_ROWS, ExplainError, Gradient, Model};

/// From where to where.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    /// b `[columns]`: an input that says nothing, such as the means.
    pub baseline: ArrayView1<'a, f64>,
    /// x `[columns]`: the input whose prediction is explained.
    pub row: ArrayView1<'a, f64>,
}

/// What each column contributed.
#[derive(Clone, Debug, PartialEq)]
pub struct IntegratedGradients {
    /// f(b).
    pub base_value: f64,
    /// f(x).
    pub prediction: f64,
    /// IGⱼ `[columns]`.
    pub values: Vec<f64>,
    /// Σⱼ IGⱼ − (f(x) − f(b)): zero for the exact integral, so it says how far the steps are from it.
    pub gap: f64,
}

/// Integrated gradients (Sundararajan, Taly & Yan 2017, "Axiomatic attribution for deep networks"), by the midpoint
/// rule: IGⱼ = (xⱼ − bⱼ) · Σₖ ∂f/∂xⱼ(b + (k + ½)/m · (x − b)) / m for k = 0…m−1, with m = `steps`.
///
/// For a network, `gradient` is [`Network::input_gradient`](crate::nn::Network::input_gradient); for a model without
/// one, see [`numeric_gradient`](super::numeric_gradient). Where f bends sharply (ReLU) the gap falls with 1/m, else
/// with 1/m².
///
/// # Errors
/// No steps, what does not fit together, or a number that is not finite.
pub fn integrated_gradients(
    model: &mut Model<'_>,
    gradient: &mut Gradient<'_>,
    path: Path,
    steps: usize,
) -> Result<IntegratedGradients, ExplainError> {
    let Path { baseline, row } = path;
    let columns = row.len();
    same_columns(columns, baseline.len())?;
    if steps == 0 {
        return Err(ExplainError::NoSteps);
    }
    let way = &row - &baseline;
    let mut sums = Array1::<f64>::zeros(columns);
    let mut buffer = Array2::zeros((steps.min(BATCH_ROWS), columns));
    for first in (0..steps).step_by(BATCH_ROWS) {
        let count = BATCH_ROWS.min(steps - first);
        let mut points = buffer.slice_mut(s![..count, ..]);
        for (step, mut point) in (first..).zip(points.rows_mut()) {
            let share = (step as f64 + 0.5) / steps as f64;
            point.zip_mut_with(&way, |to, &way| *to = share * way);
            point += &baseline;
        }
        let gradients = gradient(points.view());
        same_columns(columns, gradients.ncols())?;
        if gradients.nrows() != count {
            return Err(ExplainError::Rows { wanted: count, found: gradients.nrows() });
        }
        gradients.rows().into_iter().for_each(|gradient| sums += &gradient);
    }
    let values =
        (way * sums / steps as f64).iter().map(|&value| finite(value)).collect::<Result<Vec<_>, _>>()?;
    let (base_value, prediction) = (ask_one(model, baseline)?, ask_one(model, row)?);
    let gap = finite(values.iter().sum::<f64>() - (prediction - base_value))?;
    Ok(IntegratedGradients { base_value, prediction, values, gap })
}
