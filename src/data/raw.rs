//! Features in their own units, read where they stand.

use std::borrow::Cow;

use ndarray::Array2;

use super::feature::{Clock, Feature};
use super::source::MOST_INPUTS;
use super::{DatasetError, Table};
use crate::numeric::Entries;

/// Features of a table in their own units `[rows, features]`. Numbers are read where they stand in the table: of a long one, a
/// matrix of them would be the largest thing in memory.
pub struct RawFeatures<'t> {
    columns: Vec<Cow<'t, [f64]>>,
    /// The row of the table of each row here.
    rows: Cow<'t, [usize]>,
    /// What stands for a value that is missing, a feature each; NaN where it stays missing.
    instead: Vec<f64>,
}

impl<'t> RawFeatures<'t> {
    /// The features of every row of a table, NaN where there is none.
    ///
    /// # Errors
    /// A column that is missing or holds another kind, and more values than are taken.
    pub(super) fn new(
        table: &'t Table,
        features: &[Feature],
        clock: Option<&Clock>,
    ) -> Result<Self, DatasetError> {
        let (rows, inputs) = (table.rows() as u64, features.len() as u64);
        if rows * inputs > MOST_INPUTS {
            return Err(DatasetError::TooLarge { rows, inputs, limit: MOST_INPUTS });
        }
        let values = |feature: &Feature| {
            feature.values(table, clock).ok_or_else(|| DatasetError::ColumnMismatch {
                column: match feature {
                    Feature::Number { column }
                    | Feature::IsMissing { column }
                    | Feature::OneHot { column, .. }
                    | Feature::Lag { column, .. } => column.clone(),
                    Feature::Calendar(_) => String::new(),
                },
            })
        };
        Ok(Self {
            columns: features.iter().map(values).collect::<Result<_, _>>()?,
            rows: (0..table.rows()).collect(),
            instead: vec![f64::NAN; features.len()],
        })
    }

    /// Only these rows of the table.
    pub(super) fn of_rows(self, rows: impl Into<Cow<'t, [usize]>>) -> Self {
        Self { rows: rows.into(), ..self }
    }

    /// With the mean of its column in the place of each number that is missing; a missing label is none.
    pub(super) fn filled(mut self, features: &[Feature], means: &[f64]) -> Self {
        for ((instead, feature), &mean) in self.instead.iter_mut().zip(features).zip(means) {
            if feature.can_be_filled() {
                *instead = if matches!(feature, Feature::Number { .. }) { mean } else { 0.0 };
            }
        }
        self
    }

    /// How many rows there are.
    pub fn nrows(&self) -> usize {
        self.rows.len()
    }

    /// A feature in all rows.
    pub(super) fn column(&self, feature: usize) -> impl Iterator<Item = f64> {
        (0..self.nrows()).map(move |row| self.at(row, feature))
    }

    /// All of it `[rows, features]`.
    pub fn to_array(&self) -> Array2<f64> {
        Array2::from_shape_fn((self.nrows(), self.ncols()), |(row, column)| self.at(row, column))
    }
}

impl Entries for RawFeatures<'_> {
    fn ncols(&self) -> usize {
        self.columns.len()
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        let value = self.columns[column][self.rows[row]];
        if value.is_nan() { self.instead[column] } else { value }
    }
}
