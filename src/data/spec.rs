//! What a person chose: which columns play which part, and how the rows are split.

use serde::{Deserialize, Serialize};

use super::Span;

/// Columns by role, and the split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataSpec {
    /// The columns to predict, at least one.
    pub targets: Vec<String>,
    /// The columns to predict from. With a `time` column: those of them that are known ahead.
    pub features: Vec<String>,
    /// The time column. With one, the features also hold the calendar and the targets one day and one week before,
    /// and rows are in the order of time.
    pub time: Option<String>,
    /// How far ahead a forecast is made; only with a `time` column. No feature looks at a later past.
    pub horizon: Span,
    /// Columns of numbers that are to be read as labels (one-hot).
    pub categories: Vec<String>,
    /// What becomes of rows that lack a feature's value.
    pub missing: Missing,
    /// Whether the time of the year is among the features; only with a `time` column.
    pub season: bool,
    /// Whether the network gets its inputs standardised.
    pub scaling: Scaling,
    /// How rows are kept for validation and test.
    pub split: SplitSpec,
}

/// What becomes of rows that lack a feature's value. A row without its target is left out in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// They are left out.
    #[default]
    LeaveOut,
    /// A missing number becomes the mean of the training rows, and one more feature says where that was done. A missing
    /// label is none of the labels.
    Fill,
}

/// How the network gets its inputs. Targets are standardised in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    /// By the mean and the standard deviation of the training rows.
    #[default]
    Standard,
    /// In their own units, as they are: for a lesson on why not.
    None,
}

/// How rows are kept for validation and test. Shares are of all usable rows, rounded down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitSpec {
    /// Which rows.
    pub method: SplitMethod,
    /// The share of the test rows, 0.2 by default.
    pub test_share: f64,
    /// The share of the validation rows, 0.1 by default; 0 for none.
    pub validation_share: f64,
}

/// Which rows are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitMethod {
    /// The last rows are the test, those before them validation.
    Chronological,
    /// Rows in a random order of this seed.
    Random {
        /// The seed.
        seed: u64,
    },
    /// Row i (from 0, as in the file) is test where (i·2654435761 mod 2³²)/2³² < share; validation are the last of the rest.
    Hash,
    /// Whole groups, by the same hash of the group's place among the sorted groups.
    Group {
        /// The column that holds the groups.
        column: String,
    },
}

impl Default for SplitSpec {
    fn default() -> Self {
        Self { method: SplitMethod::Random { seed: 1 }, test_share: 0.2, validation_share: 0.1 }
    }
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// To predict from; in a table with time: known ahead.
    Feature,
    /// To predict.
    Target,
    /// When.
    Time,
    /// Whole groups are kept together in the split.
    Group,
    /// Nothing.
    Ignore,
}

impl DataSpec {
    /// Whether its numbers are some that a person can choose; which columns there are is a matter of the table.
    pub fn is_within_bounds(&self) -> bool {
        self.horizon.is_within_bounds()
            && [self.split.test_share, self.split.validation_share]
                .iter()
                .all(|share| (0.0..=1.0).contains(share))
    }

    /// The role of a column in this choice.
    pub fn role(&self, column: &str) -> Role {
        let among = |names: &[String]| names.iter().any(|name| name == column);
        if among(&self.targets) {
            Role::Target
        } else if self.time.as_deref() == Some(column) {
            Role::Time
        } else if among(&self.features) {
            Role::Feature
        } else if matches!(&self.split.method, SplitMethod::Group { column: group } if group == column) {
            Role::Group
        } else {
            Role::Ignore
        }
    }
}
