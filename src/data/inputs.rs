//! How a table becomes a network's inputs, for the table it is trained on and for new ones.

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use super::feature::{Clock, Feature};
use super::{DatasetError, Issue, IssueKind, Missing, Scaler, Table};

/// How a table becomes a network's inputs, and its outputs become the targets' units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelInputs {
    /// The time column, where features need one.
    pub time: Option<String>,
    /// The features in order.
    pub features: Vec<Feature>,
    /// What becomes of missing values.
    #[serde(default)]
    pub missing: Missing,
    /// The features' scaler.
    pub feature_scaler: Scaler,
    /// The targets.
    pub targets: Vec<String>,
    /// Their scaler.
    pub target_scaler: Scaler,
}

/// The inputs of a new table.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// Standardised features `[rows of the table that have all of them, features]`.
    pub features: Array2<f32>,
    /// Which rows of the table these are.
    pub rows: Vec<usize>,
    /// What was doubtful.
    pub issues: Vec<Issue>,
}

impl ModelInputs {
    /// The inputs of a new table, for the rows that have all of them.
    ///
    /// # Errors
    /// A column that is missing or holds another kind.
    pub fn apply(&self, table: &Table) -> Result<Applied, DatasetError> {
        let clock = match &self.time {
            Some(name) => {
                let column =
                    table.column(name).ok_or(DatasetError::ColumnMismatch { column: name.clone() })?;
                Some(
                    Clock::new(&column.values)
                        .ok_or(DatasetError::ColumnMismatch { column: name.clone() })?,
                )
            }
            None => None,
        };
        let mut raw = matrix(table, &self.features, clock.as_ref())?;
        if self.missing == Missing::Fill {
            fill(&mut raw, &self.features, &self.feature_scaler.mean);
        }
        let rows: Vec<usize> = raw
            .rows()
            .into_iter()
            .enumerate()
            .filter(|(_, row)| row.iter().all(|value| value.is_finite()))
            .map(|(row, _)| row)
            .collect();
        let mut issues: Vec<Issue> = left_out(table, &rows).into_iter().collect();
        issues.extend(self.unknown_labels(table));
        let features = self.feature_scaler.scale(raw.select(Axis(0), &rows).view());
        Ok(Applied { features, rows, issues })
    }

    /// Labels that none of the one-hot features knows.
    fn unknown_labels(&self, table: &Table) -> Vec<Issue> {
        let mut columns: Vec<(&str, Vec<&str>)> = Vec::new();
        for feature in &self.features {
            if let Feature::OneHot { column, label } = feature {
                match columns.last_mut() {
                    Some((last, labels)) if *last == column => labels.push(label),
                    _ => columns.push((column, vec![label])),
                }
            }
        }
        let mut issues = Vec::new();
        for (name, known) in columns {
            let Some(column) = table.column(name) else { continue };
            let strangers: Vec<usize> = (0..table.rows())
                .filter(|&row| {
                    let text = column.text(row);
                    !text.is_empty() && !known.contains(&text.as_str())
                })
                .collect();
            let label = strangers.first().map(|&row| column.text(row)).unwrap_or_default();
            let lines = strangers.iter().map(|&row| table.lines[row]);
            issues.extend(Issue::new(IssueKind::UnknownLabel { label }).in_column(name).on_lines(lines));
        }
        issues
    }
}

/// Puts the mean of its column in the place of each value that is missing and may be filled; a missing label is none.
pub(super) fn fill(raw: &mut Array2<f64>, features: &[Feature], mean: &[f64]) {
    for ((mut column, feature), &mean) in raw.columns_mut().into_iter().zip(features).zip(mean) {
        if feature.can_be_filled() {
            let value = if matches!(feature, Feature::Number { .. }) { mean } else { 0.0 };
            column.iter_mut().filter(|own| own.is_nan()).for_each(|own| *own = value);
        }
    }
}

/// Feature values of every row of the table, NaN where there is none.
pub(super) fn matrix(
    table: &Table,
    features: &[Feature],
    clock: Option<&Clock>,
) -> Result<Array2<f64>, DatasetError> {
    let mut matrix = Array2::zeros((table.rows(), features.len()));
    for (feature, mut into) in features.iter().zip(matrix.columns_mut()) {
        let values = feature.values(table, clock).ok_or_else(|| DatasetError::ColumnMismatch {
            column: match feature {
                Feature::Number { column }
                | Feature::IsMissing { column }
                | Feature::OneHot { column, .. }
                | Feature::Lag { column, .. } => column.clone(),
                Feature::Calendar(_) => String::new(),
            },
        })?;
        into.iter_mut().zip(values).for_each(|(to, value)| *to = value);
    }
    Ok(matrix)
}

/// The rows that are not used, as an issue.
pub(super) fn left_out(table: &Table, used: &[usize]) -> Option<Issue> {
    let mut is_used = vec![false; table.rows()];
    used.iter().for_each(|&row| is_used[row] = true);
    let lines = table.lines.iter().zip(is_used).filter(|(_, used)| !used).map(|(&line, _)| line);
    Issue::new(IssueKind::RowsLeftOut { used: used.len() as u32 }).on_lines(lines)
}
