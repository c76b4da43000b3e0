//! How a table becomes a network's inputs, for the table it is trained on and for new ones.

use std::borrow::Cow;

use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::feature::{Clock, Feature};
use super::{
    Column, DatasetError, Issue, IssueKind, Missing, RawFeatures, Scaler, Scaling, Span, Table, Values,
};

/// How a table becomes a network's inputs, and its outputs become the targets' units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelInputs {
    /// The time column, where features need one.
    pub time: Option<String>,
    /// How far ahead a forecast is made.
    pub horizon: Span,
    /// The features in order.
    pub features: Vec<Feature>,
    /// What becomes of missing values.
    #[serde(default)]
    pub missing: Missing,
    /// Whether the network gets the features standardised.
    #[serde(default)]
    pub scaling: Scaling,
    /// The features' scaler; its means also stand where a value is missing.
    pub feature_scaler: Scaler,
    /// The targets.
    pub targets: Vec<String>,
    /// Their scaler.
    pub target_scaler: Scaler,
    /// The columns of the table that it was trained on, used or not.
    #[serde(default)]
    pub columns: Vec<KnownColumn>,
}

/// A column of the table that a model was trained on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownColumn {
    /// Its name.
    pub name: String,
    /// The unit beside its values.
    pub unit: Option<String>,
}

impl KnownColumn {
    /// All columns of a table.
    pub fn all(table: &Table) -> Vec<Self> {
        let known = |column: &Column| Self { name: column.name.clone(), unit: column.unit.clone() };
        table.columns.iter().map(known).collect()
    }
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
    /// The columns that features take from the row itself: those that have to be known ahead of a forecast.
    pub fn known_columns(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .features
            .iter()
            .filter_map(|feature| match feature {
                Feature::Number { column }
                | Feature::OneHot { column, .. }
                | Feature::IsMissing { column } => Some(column.as_str()),
                Feature::Calendar(_) | Feature::Lag { .. } => None,
            })
            .collect();
        names.dedup();
        names
    }

    /// All columns that a table needs to be predicted.
    pub fn needed_columns(&self) -> Vec<String> {
        let of_features = self.features.iter().filter_map(|feature| match feature {
            Feature::Number { column }
            | Feature::OneHot { column, .. }
            | Feature::IsMissing { column }
            | Feature::Lag { column, .. } => Some(column),
            Feature::Calendar(_) => None,
        });
        let mut names: Vec<String> = Vec::new();
        for name in self.time.iter().chain(of_features) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Whether its parts fit each other, and a forecast's horizon is one that can be chosen.
    pub fn is_consistent(&self) -> bool {
        self.feature_scaler.columns() == self.features.len()
            && self.target_scaler.columns() == self.targets.len()
            && !self.features.is_empty()
            && !self.targets.is_empty()
            && self.horizon.is_within_bounds()
    }

    /// Its features of every row of a table `[rows, features]` in their own units, NaN where there is none that may be
    /// filled.
    ///
    /// # Errors
    /// A column that is missing or holds another kind.
    pub fn raw(&self, table: &Table) -> Result<Array2<f64>, DatasetError> {
        let raw = RawFeatures::new(table, &self.features, self.clock(table)?.as_ref())?;
        Ok(match self.missing {
            Missing::Fill => raw.filled(&self.features, &self.feature_scaler.mean).to_array(),
            Missing::LeaveOut => raw.to_array(),
        })
    }

    /// Features `[rows, features]` as the network gets them.
    pub fn scale(&self, raw: ArrayView2<f64>) -> Array2<f32> {
        self.scaling.scale(&self.feature_scaler, &raw, raw.nrows())
    }

    /// What the network gets of a feature's value in its own unit.
    pub fn scale_one(&self, feature: usize, value: f64) -> f64 {
        match self.scaling {
            Scaling::Standard => {
                (value - self.feature_scaler.mean[feature]) / self.feature_scaler.sd[feature]
            }
            Scaling::None => value,
        }
    }

    /// Back from what the network gets of a feature to its own unit.
    pub fn unscale(&self, feature: usize, value: f64) -> f64 {
        match self.scaling {
            Scaling::Standard => value * self.feature_scaler.sd[feature] + self.feature_scaler.mean[feature],
            Scaling::None => value,
        }
    }

    fn clock(&self, table: &Table) -> Result<Option<Clock>, DatasetError> {
        let Some(name) = &self.time else { return Ok(None) };
        let mismatch = || DatasetError::ColumnMismatch { column: name.clone() };
        let column = table.column(name).ok_or_else(mismatch)?;
        Clock::new(&column.values).map(Some).ok_or_else(mismatch)
    }

    /// The inputs of a new table, for the rows that have all of them. Where there is time, what happened before is looked
    /// up in `history` too.
    ///
    /// # Errors
    /// A column that is missing or holds another kind.
    pub fn apply(&self, table: &Table, history: Option<&Table>) -> Result<Applied, DatasetError> {
        let all = self.with_past(table, history);
        let raw = self.raw(&all)?.slice_move(ndarray::s![..table.rows(), ..]);
        let rows: Vec<usize> = raw
            .rows()
            .into_iter()
            .enumerate()
            .filter(|(_, row)| row.iter().all(|value| value.is_finite()))
            .map(|(row, _)| row)
            .collect();
        let mut issues: Vec<Issue> = left_out(table, &rows).into_iter().collect();
        issues.extend(self.unknown_labels(table));
        issues.extend(self.other_columns(table));
        let features = self.scale(raw.select(Axis(0), &rows).view());
        Ok(Applied { features, rows, issues })
    }

    /// Columns that the first table did not have, and those that state another unit than there.
    fn other_columns(&self, table: &Table) -> Vec<Issue> {
        if self.columns.is_empty() {
            return Vec::new();
        }
        let known = |column: &Column| self.columns.iter().find(|known| known.name == column.name);
        let extra = table.columns.iter().filter(|column| known(column).is_none());
        let names: Vec<String> = extra.map(|column| column.name.clone()).collect();
        let count = names.len() as u32;
        let unknown = (count > 0).then(|| Issue { count, ..Issue::new(IssueKind::ExtraColumns { names }) });
        let changed = table.columns.iter().filter_map(|column| {
            let (before, now) = (known(column)?.unit.clone()?, column.unit.clone()?);
            let differs = before != now;
            differs.then(|| Issue::new(IssueKind::UnitChanged { before, now }).in_column(&column.name))
        });
        unknown.into_iter().chain(changed).collect()
    }

    /// A table with the rows of another behind its own, so that values of days before can be looked up there: the times
    /// and targets of those, no features. Targets that the table lacks are missing in it.
    pub fn with_past<'t>(&self, table: &'t Table, history: Option<&Table>) -> Cow<'t, Table> {
        let history = history.filter(|_| self.time.is_some());
        history.map_or(Cow::Borrowed(table), |history| Cow::Owned(self.with_history(table, history)))
    }

    fn with_history(&self, table: &Table, history: &Table) -> Table {
        let rows = history.rows();
        let continued = |column: &Column| {
            let before = history
                .column(&column.name)
                .filter(|_| self.targets.contains(&column.name) || self.time.as_ref() == Some(&column.name));
            let values = match (&column.values, before.map(|before| &before.values)) {
                (Values::Number(own), Some(Values::Number(before))) => {
                    Values::Number(own.iter().chain(before).copied().collect())
                }
                (Values::Number(own), _) => {
                    Values::Number(own.iter().copied().chain(std::iter::repeat_n(f64::NAN, rows)).collect())
                }
                (
                    Values::Datetime { milliseconds, utc },
                    Some(Values::Datetime { milliseconds: before, utc: same }),
                ) if utc == same => Values::Datetime {
                    milliseconds: milliseconds.iter().chain(before).copied().collect(),
                    utc: *utc,
                },
                (Values::Datetime { milliseconds, utc }, _) => Values::Datetime {
                    milliseconds: milliseconds
                        .iter()
                        .copied()
                        .chain(std::iter::repeat_n(None, rows))
                        .collect(),
                    utc: *utc,
                },
                (Values::Category { labels, codes }, _) => Values::Category {
                    labels: labels.clone(),
                    codes: codes.iter().copied().chain(std::iter::repeat_n(None, rows)).collect(),
                },
                (Values::Text(own), _) => {
                    Values::Text(own.iter().cloned().chain(std::iter::repeat_n(None, rows)).collect())
                }
                (Values::Empty, Some(Values::Number(before))) => {
                    let none = std::iter::repeat_n(f64::NAN, table.rows());
                    Values::Number(none.chain(before.iter().copied()).collect())
                }
                (Values::Empty, _) => Values::Empty,
            };
            Column { values, ..column.clone() }
        };
        let lacking = self.targets.iter().filter(|name| table.column(name).is_none());
        let of_history = lacking.filter_map(|name| {
            let column = history.column(name)?;
            let none = std::iter::repeat_n(f64::NAN, table.rows());
            let values = Values::Number(none.chain(column.numbers()?.iter().copied()).collect());
            Some(Column { values, ..column.clone() })
        });
        Table {
            columns: table.columns.iter().map(continued).chain(of_history).collect(),
            lines: table.lines.iter().chain(&history.lines).copied().collect(),
        }
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

/// The rows that are not used, as an issue.
pub(super) fn left_out(table: &Table, used: &[usize]) -> Option<Issue> {
    let mut is_used = vec![false; table.rows()];
    used.iter().for_each(|&row| is_used[row] = true);
    let lines = table.lines.iter().zip(is_used).filter(|(_, used)| !used).map(|(&line, _)| line);
    Issue::new(IssueKind::RowsLeftOut { used: used.len() as u32 }).on_lines(lines)
}
