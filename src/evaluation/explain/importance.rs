//! How much worse a model does when a feature says nothing.

use ndarray::{ArrayView1, ArrayView2};

use super::ask::{ask, check_groups, copy_row, finite};
use super::{ExplainError, Model};
use crate::numeric::Rng;

/// Rows whose targets are known.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Inputs `[rows, columns]`.
    pub inputs: ArrayView2<'a, f64>,
    /// Targets `[rows]`.
    pub targets: ArrayView1<'a, f64>,
}

/// Permutation importance of several groups of columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Σ(y−f(x))²/n of the rows as they are.
    pub base_mse: f64,
    /// In the order of the groups asked for.
    pub groups: Vec<GroupImportance>,
}

/// Permutation importance of one group of columns, in the target's unit squared.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupImportance {
    /// MSE with the group permuted − `base_mse`, for each permutation. Below zero where chance did better.
    pub increases: Vec<f64>,
    /// The mean of `increases`.
    pub mean: f64,
    /// The standard deviation of `increases` (divisor: permutations − 1); `None` for a single permutation.
    pub sd: Option<f64>,
}

/// The most rows that [`switched_importance`] pairs, each with each: four million rows for every group.
pub const SWITCHED_ROWS: usize = 2_000;

/// As many uniformly random orders of `0..rows` as `repeats`, for [`permutation_importance`].
pub fn permutations(rows: usize, repeats: usize, rng: &mut Rng) -> Vec<Vec<usize>> {
    (0..repeats)
        .map(|_| {
            let mut order: Vec<usize> = (0..rows).collect();
            rng.shuffle(&mut order);
            order
        })
        .collect()
}

/// Permutation importance (Breiman 2001, "Random forests"): by how much the squared error grows when the columns of a
/// group take the values they have in other rows, all columns of the group those of the same row.
///
/// For a group G and a permutation π the increase is Σᵢ(yᵢ − f(x̃ᵢ))²/n − Σᵢ(yᵢ − f(xᵢ))²/n, where x̃ᵢ has the
/// columns in G from row π(i) and all others from row i. Every group is tried with the same permutations, so groups
/// are compared without chance between them. Groups may overlap.
///
/// # Errors
/// No rows, no permutations, what does not fit together, or a number that is not finite.
pub fn permutation_importance(
    model: &mut Model<'_>,
    known: Known,
    groups: &[Vec<usize>],
    permutations: &[Vec<usize>],
) -> Result<Importance, ExplainError> {
    let base_mse = base_error(model, known, groups)?;
    if permutations.is_empty() {
        return Err(ExplainError::NoPermutations);
    }
    let rows = known.inputs.nrows();
    let mut seen = vec![false; rows];
    for (repeat, order) in permutations.iter().enumerate() {
        seen.fill(false);
        order.iter().for_each(|&row| {
            if let Some(seen) = seen.get_mut(row) {
                *seen = true;
            }
        });
        if order.len() != rows || seen.contains(&false) {
            return Err(ExplainError::NotAPermutation { repeat });
        }
    }
    let one_group = |group: &Vec<usize>| {
        let increases = permutations
            .iter()
            .map(|order| Ok(squared_error(model, known, group, rows, &|row| (row, order[row]))? - base_mse))
            .collect::<Result<Vec<_>, _>>()?;
        let (mean, sd) = mean_and_sd(&increases)?;
        Ok(GroupImportance { increases, mean, sd })
    };
    Ok(Importance { base_mse, groups: groups.iter().map(one_group).collect::<Result<_, _>>()? })
}

/// What permutation importance comes to without chance: the mean over all pairs of different rows
/// (Fisher, Rudin & Dominici 2019, "All models are wrong, but many are useful", e_switch − e_orig).
///
/// For each group G: Σᵢ Σₖ≠ᵢ (yᵢ − f(x̃ᵢₖ))²/(n(n−1)) − Σᵢ(yᵢ − f(xᵢ))²/n, where x̃ᵢₖ has the columns in G from row k
/// and all others from row i. A random permutation leaves one row in n where it is, so its mean is (n−1)/n of this.
///
/// # Errors
/// Fewer than two rows or more than [`SWITCHED_ROWS`], what does not fit together, or a number that is not finite.
pub fn switched_importance(
    model: &mut Model<'_>,
    known: Known,
    groups: &[Vec<usize>],
) -> Result<Vec<f64>, ExplainError> {
    let rows = known.inputs.nrows();
    if rows > SWITCHED_ROWS {
        return Err(ExplainError::TooManyRows { rows, limit: SWITCHED_ROWS });
    }
    let base = base_error(model, known, groups)?;
    let others = rows - 1;
    if others == 0 {
        return Err(ExplainError::Rows { wanted: 2, found: 1 });
    }
    // The others of row i are numbered 0..n−1 with i left out.
    let pair = |asked: usize| {
        let (row, other) = (asked / others, asked % others);
        (row, if other < row { other } else { other + 1 })
    };
    groups.iter().map(|group| Ok(squared_error(model, known, group, rows * others, &pair)? - base)).collect()
}

/// The squared error of the rows as they are, once everything fits together.
fn base_error(model: &mut Model<'_>, known: Known, groups: &[Vec<usize>]) -> Result<f64, ExplainError> {
    let (rows, columns) = known.inputs.dim();
    if rows == 0 {
        return Err(ExplainError::NoRows);
    }
    if known.targets.len() != rows {
        return Err(ExplainError::Rows { wanted: rows, found: known.targets.len() });
    }
    check_groups(groups, columns)?;
    squared_error(model, known, &[], rows, &|row| (row, row))
}

/// The mean squared error of `count` rows, each made of two by `pair`: all columns of the first, but the group's of
/// the second.
fn squared_error(
    model: &mut Model<'_>,
    known: Known,
    group: &[usize],
    count: usize,
    pair: &dyn Fn(usize) -> (usize, usize),
) -> Result<f64, ExplainError> {
    let mut squares = 0.0;
    ask(
        model,
        [count, known.inputs.ncols()],
        &mut |asked, into| {
            let (row, other) = pair(asked);
            copy_row(known.inputs.row(row), into);
            group.iter().for_each(|&column| into[column] = known.inputs[(other, column)]);
        },
        &mut |asked, output| squares += (known.targets[pair(asked).0] - output).powi(2),
    )?;
    finite(squares / count as f64)
}

/// Mean, and standard deviation with divisor n − 1 where n > 1.
fn mean_and_sd(values: &[f64]) -> Result<(f64, Option<f64>), ExplainError> {
    let n = values.len() as f64;
    let mean = finite(values.iter().sum::<f64>() / n)?;
    if values.len() < 2 {
        return Ok((mean, None));
    }
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Ok((mean, Some(finite((squares / (n - 1.0)).sqrt())?)))
}
