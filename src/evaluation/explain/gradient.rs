//! The gradient of a model that has none of its own.

use ndarray::{Array2, ArrayView2};

use super::ask::{ask, copy_row, finite, same_columns};
use super::{ExplainError, Model};

/// The share of a column's usual size that is a good step in `f64`: ∛ε (Press et al. 2007, "Numerical recipes", 5.7).
/// Smaller ones lose digits to rounding, larger ones to the curve.
pub const STEP_F64: f64 = 6.055_454_452_393_34e-6;

/// The same for a model that computes in `f32`.
pub const STEP_F32: f64 = 4.921_566_601_151_84e-3;

/// ∂f/∂xⱼ `[rows, columns]` at each row of `inputs` `[rows, columns]`, by central differences:
/// (f(x + hⱼeⱼ) − f(x − hⱼeⱼ)) / 2hⱼ. The error falls with hⱼ².
///
/// `steps` `[columns]` are in the columns' own units: a column's standard deviation times [`STEP_F64`] or
/// [`STEP_F32`].
///
/// As a [`Gradient`](super::Gradient): `|x| numeric_gradient(model, x, steps).unwrap_or_default()`, since an empty
/// gradient is refused by who asked for it.
///
/// # Errors
/// Other than one positive step for each column, or a number that is not finite.
pub fn numeric_gradient(
    model: &mut Model<'_>,
    inputs: ArrayView2<f64>,
    steps: &[f64],
) -> Result<Array2<f64>, ExplainError> {
    let (rows, columns) = inputs.dim();
    same_columns(columns, steps.len())?;
    if let Some(column) = steps.iter().position(|&step| !(step > 0.0 && step.is_finite())) {
        return Err(ExplainError::NotAStep { column });
    }
    let mut gradient = Array2::zeros((rows, columns));
    // Two rows for each element: above, then below.
    let place = |asked: usize| (asked / 2 / columns, asked / 2 % columns);
    let (above, below) = (
        |place: (usize, usize)| inputs[place] + steps[place.1],
        |place: (usize, usize)| inputs[place] - steps[place.1],
    );
    let mut upper = 0.0;
    ask(
        model,
        [rows * columns * 2, columns],
        &mut |asked, into| {
            let place = place(asked);
            copy_row(inputs.row(place.0), into);
            into[place.1] = if asked % 2 == 0 { above(place) } else { below(place) };
        },
        &mut |asked, output| {
            let place = place(asked);
            if asked % 2 == 0 {
                upper = output;
            } else {
                // As far apart as the two inputs came out, which is not quite twice the step.
                gradient[place] = (upper - output) / (above(place) - below(place));
            }
        },
    )?;
    gradient.iter().try_for_each(|&value| finite(value).map(drop))?;
    Ok(gradient)
}
