//! What a model is here, and the one way in which it is asked.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, s};

use super::ExplainError;

/// A model: one output for each row of `[rows, columns]`. A row's output must depend on that row alone, since rows
/// that belong to different questions are asked together.
pub type Model<'a> = dyn FnMut(ArrayView2<f64>) -> Array1<f64> + 'a;

/// A model's gradient: ∂f/∂xⱼ `[rows, columns]` at each row of `[rows, columns]`.
pub type Gradient<'a> = dyn FnMut(ArrayView2<f64>) -> Array2<f64> + 'a;

/// The most rows a model or a gradient is asked for at once, so that memory stays small however long the data are.
pub const BATCH_ROWS: usize = 1024;

/// Each column as a group of its own: `[[0], [1], …]`.
pub fn singles(columns: usize) -> Vec<Vec<usize>> {
    (0..columns).map(|column| vec![column]).collect()
}

/// Asks for `rows` rows of `columns` columns in batches: `fill` writes a row by its number, `take` gets its output, in
/// the order of the rows. One buffer serves all batches.
pub(super) fn ask(
    model: &mut Model<'_>,
    [rows, columns]: [usize; 2],
    fill: &mut dyn FnMut(usize, &mut [f64]),
    take: &mut dyn FnMut(usize, f64),
) -> Result<(), ExplainError> {
    let mut buffer = Array2::zeros((rows.min(BATCH_ROWS), columns));
    for first in (0..rows).step_by(BATCH_ROWS) {
        let count = BATCH_ROWS.min(rows - first);
        let mut batch = buffer.slice_mut(s![..count, ..]);
        for (row, mut into) in (first..).zip(batch.rows_mut()) {
            if let Some(into) = into.as_slice_mut() {
                fill(row, into);
            }
        }
        let outputs = model(batch.view());
        if outputs.len() != count {
            return Err(ExplainError::Rows { wanted: count, found: outputs.len() });
        }
        for (row, &output) in (first..).zip(&outputs) {
            take(row, finite(output)?);
        }
    }
    Ok(())
}

/// The model's output for one row.
pub(super) fn ask_one(model: &mut Model<'_>, row: ArrayView1<f64>) -> Result<f64, ExplainError> {
    let mut answer = 0.0;
    ask(model, [1, row.len()], &mut |_, into| copy_row(row, into), &mut |_, output| answer = output)?;
    Ok(answer)
}

/// Copies a row of any stride.
pub(super) fn copy_row(row: ArrayView1<f64>, into: &mut [f64]) {
    match row.as_slice() {
        Some(values) => into.copy_from_slice(values),
        None => into.iter_mut().zip(row).for_each(|(to, &value)| *to = value),
    }
}

/// The number, if it is finite: no explanation hands on a NaN.
pub(super) fn finite(value: f64) -> Result<f64, ExplainError> {
    if value.is_finite() { Ok(value) } else { Err(ExplainError::NotFinite) }
}

/// Whether there is such a column.
pub(super) fn check_column(column: usize, columns: usize) -> Result<(), ExplainError> {
    if column < columns { Ok(()) } else { Err(ExplainError::NoSuchColumn { column, columns }) }
}

/// Whether each group has columns, all of which there are.
pub(super) fn check_groups(groups: &[Vec<usize>], columns: usize) -> Result<(), ExplainError> {
    for (group, members) in groups.iter().enumerate() {
        if members.is_empty() {
            return Err(ExplainError::EmptyGroup { group });
        }
        members.iter().try_for_each(|&column| check_column(column, columns))?;
    }
    Ok(())
}

/// Whether two counts of columns are the same.
pub(super) fn same_columns(wanted: usize, found: usize) -> Result<(), ExplainError> {
    if wanted == found { Ok(()) } else { Err(ExplainError::Columns { wanted, found }) }
}
