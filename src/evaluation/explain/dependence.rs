//! A model's output along one feature, with all others as they are in the data.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

use super::ask::{ask, check_column, copy_row, finite};
use super::{ExplainError, Model};

/// Partial dependence on one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependence {
    /// The column's values that were tried `[points]`.
    pub grid: Vec<f64>,
    /// f(vₖ, xᵢ without the column) `[rows, points]`: individual conditional expectation.
    pub curves: Array2<f64>,
    /// The mean of all curves `[points]`: partial dependence.
    pub mean: Vec<f64>,
}

impl Dependence {
    /// All curves and their mean less their own value at the grid's first point, so that each begins at zero and only
    /// the shapes are left (centred ICE, Goldstein et al. 2015). `None` where a difference is not finite.
    pub fn centred(&self) -> Option<Self> {
        let mut centred = self.clone();
        for mut curve in centred.curves.rows_mut() {
            let first = *curve.first()?;
            curve -= first;
        }
        let first = *centred.mean.first()?;
        centred.mean.iter_mut().for_each(|value| *value -= first);
        centred.curves.iter().chain(&centred.mean).all(|value| value.is_finite()).then_some(centred)
    }
}

/// Partial dependence (Friedman 2001, "Greedy function approximation") with the curve of each row (Goldstein et al.
/// 2015, "Peeking inside the black box").
///
/// Curve i at the grid's value vₖ is f of row i of `inputs` `[rows, columns]` with `column` set to vₖ; partial
/// dependence is Σᵢ/n of the curves. Where the column hangs together with others, this asks about rows that do not
/// occur: see [`accumulated_local_effects`](super::accumulated_local_effects).
///
/// # Errors
/// No rows, no such column, no grid, or a number that is not finite.
pub fn partial_dependence(
    model: &mut Model<'_>,
    inputs: ArrayView2<f64>,
    column: usize,
    grid: &[f64],
) -> Result<Dependence, ExplainError> {
    let (rows, columns) = inputs.dim();
    let points = grid.len();
    check_column(column, columns)?;
    if points == 0 {
        return Err(ExplainError::TooFewPoints { points, least: 1 });
    }
    grid.iter().try_for_each(|&value| finite(value).map(drop))?;
    let mut curves = Array2::zeros((rows, points));
    ask(
        model,
        [rows * points, columns],
        &mut |asked, into| {
            copy_row(inputs.row(asked / points), into);
            into[column] = grid[asked % points];
        },
        &mut |asked, output| curves[(asked / points, asked % points)] = output,
    )?;
    let mean = curves.mean_axis(Axis(0)).ok_or(ExplainError::NoRows)?;
    let mean = mean.iter().map(|&value| finite(value)).collect::<Result<_, _>>()?;
    Ok(Dependence { grid: grid.to_vec(), curves, mean })
}

/// A grid with as many of the data in each interval, as far as ties allow: the quantiles k/K for k = 0…K, linear
/// between neighbours (type 7 of Hyndman & Fan 1996).
///
/// It rises from the least value to the largest, and at least one value lies in each interval (zₖ₋₁, zₖ]; so there
/// are fewer than `intervals` + 1 points where values repeat or are few, and a single one where they do not vary.
///
/// # Errors
/// No values, no intervals, or a value that is not finite.
pub fn quantile_grid(values: ArrayView1<f64>, intervals: usize) -> Result<Vec<f64>, ExplainError> {
    if intervals == 0 {
        return Err(ExplainError::TooFewPoints { points: 1, least: 2 });
    }
    let mut sorted = values.iter().map(|&value| finite(value)).collect::<Result<Vec<_>, _>>()?;
    sorted.sort_by(f64::total_cmp);
    let Some(&least) = sorted.first() else { return Err(ExplainError::NoRows) };
    let mut grid = vec![least];
    // How many values are at or below the grid's last point.
    let mut covered = sorted.partition_point(|&value| value <= least);
    for k in 1..=intervals {
        // In whole numbers, so that a quantile that is one of the values is exactly that value.
        let product = (sorted.len() as u64 - 1) * k as u64;
        let below = (product / intervals as u64) as usize;
        let share = (product % intervals as u64) as f64 / intervals as f64;
        let above = sorted[(below + 1).min(sorted.len() - 1)];
        let point = if share == 0.0 {
            sorted[below]
        } else {
            // Weighted rather than by their difference, which may be too large to be finite.
            ((1.0 - share) * sorted[below] + share * above).clamp(sorted[below], above)
        };
        let reached = sorted.partition_point(|&value| value <= point);
        if reached > covered {
            grid.push(point);
            covered = reached;
        }
    }
    Ok(grid)
}
