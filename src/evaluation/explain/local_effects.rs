//! Accumulated local effects: partial dependence that asks only about rows near those that occur.

use ndarray::ArrayView2;

use super::ask::{ask, check_column, copy_row, finite};
use super::{ExplainError, Model};

/// Accumulated local effects of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalEffects {
    /// z₀ < z₁ < … < z_K `[K + 1]`.
    pub edges: Vec<f64>,
    /// Rows in each interval `[K]`.
    pub counts: Vec<usize>,
    /// The mean difference of f across each interval `[K]`.
    pub local: Vec<f64>,
    /// The differences added up to each edge, less their mean over the rows `[K + 1]`.
    pub accumulated: Vec<f64>,
}

/// Accumulated local effects (Apley & Zhu 2020, "Visualizing the effects of predictor variables in black box
/// supervised learning models", first order).
///
/// Row i of `inputs` `[rows, columns]` belongs to the interval k with zₖ₋₁ < xᵢ ≤ zₖ (the least edge belongs to the
/// first), and the local effect is Δₖ = mean over its rows of f(zₖ, rest of row i) − f(zₖ₋₁, rest of row i). With
/// gₖ = Δ₁ + … + Δₖ, the effect at zₖ is gₖ − Σⱼ nⱼ·(gⱼ₋₁ + gⱼ)/2 / Σⱼ nⱼ. [`quantile_grid`](super::quantile_grid) makes
/// edges; rows outside of them take no part.
///
/// # Errors
/// No such column, fewer than two edges (a column that does not vary has one), edges that do not rise, an interval
/// without rows, or a number that is not finite.
pub fn accumulated_local_effects(
    model: &mut Model<'_>,
    inputs: ArrayView2<f64>,
    column: usize,
    edges: &[f64],
) -> Result<LocalEffects, ExplainError> {
    let columns = inputs.ncols();
    check_column(column, columns)?;
    let places = places(inputs, column, edges)?;
    let mut counts = vec![0_usize; edges.len() - 1];
    places.iter().for_each(|&(_, interval)| counts[interval] += 1);
    if let Some(interval) = counts.iter().position(|&count| count == 0) {
        return Err(ExplainError::EmptyInterval { interval });
    }
    let mut local = vec![0.0; counts.len()];
    let mut lower = 0.0;
    // Each row is asked about at its lower edge, then at its upper one: their difference is added, not both apart,
    // which would lose digits where f is large and its differences are small.
    ask(
        model,
        [2 * places.len(), columns],
        &mut |asked, into| {
            let (row, interval) = places[asked / 2];
            copy_row(inputs.row(row), into);
            into[column] = edges[interval + asked % 2];
        },
        &mut |asked, output| {
            if asked % 2 == 0 {
                lower = output;
            } else {
                local[places[asked / 2].1] += output - lower;
            }
        },
    )?;
    local.iter_mut().zip(&counts).for_each(|(sum, &count)| *sum /= count as f64);
    let mut accumulated = vec![0.0];
    let (mut reached, mut centre) = (0.0, 0.0);
    for (effect, &count) in local.iter().zip(&counts) {
        centre += count as f64 * (reached + effect / 2.0) / places.len() as f64;
        reached += effect;
        accumulated.push(reached);
    }
    for value in &mut accumulated {
        *value = finite(*value - centre)?;
    }
    Ok(LocalEffects { edges: edges.to_vec(), counts, local, accumulated })
}

/// The rows that lie between the edges, each with its interval.
fn places(
    inputs: ArrayView2<f64>,
    column: usize,
    edges: &[f64],
) -> Result<Vec<(usize, usize)>, ExplainError> {
    let (Some(&least), 2..) = (edges.first(), edges.len()) else {
        return Err(ExplainError::TooFewPoints { points: edges.len(), least: 2 });
    };
    edges.iter().try_for_each(|&edge| finite(edge).map(drop))?;
    if let Some(point) = edges.windows(2).position(|pair| pair[0] >= pair[1]) {
        return Err(ExplainError::NotRising { point });
    }
    let place = |(row, &value): (usize, &f64)| {
        let edge = edges.partition_point(|&edge| edge < value);
        (value >= least && edge < edges.len()).then_some((row, edge.saturating_sub(1)))
    };
    Ok(inputs.column(column).iter().enumerate().filter_map(place).collect())
}
