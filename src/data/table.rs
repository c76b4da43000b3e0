//! A table as it was understood: typed columns of equal length, each row with the line it came from.

use serde::{Deserialize, Serialize};

/// A table of typed columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The columns, in file order, all of `lines.len()` values; names are unique and not empty.
    pub columns: Vec<Column>,
    /// The physical line (from 1) on which each data row begins.
    #[serde(with = "super::packed")]
    pub lines: Vec<u32>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name, unique in the table.
    pub name: String,
    /// Its values.
    pub values: Values,
    /// The unit that stands beside its values or below its name.
    pub unit: Option<String>,
    /// Whether it was made of other columns.
    pub derived: bool,
}

/// The values of a column by type; every variant but `Empty` holds one entry per row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// Numbers; a missing cell is NaN, and no cell is infinite.
    Number(#[serde(with = "super::packed")] Vec<f64>),
    /// Points in time.
    Datetime {
        /// Milliseconds since 1970-01-01T00:00:00: of UTC where `utc`, else of the unknown local clock.
        #[serde(with = "super::packed")]
        milliseconds: Vec<Option<i64>>,
        /// Whether the file states an offset, so that the values are UTC.
        utc: bool,
    },
    /// A few distinct labels.
    Category {
        /// The distinct labels, sorted.
        labels: Vec<String>,
        /// The index into `labels` of each row.
        #[serde(with = "super::packed")]
        codes: Vec<Option<u32>>,
    },
    /// Free text: too many distinct values for a category. `None` is an empty cell.
    Text(Vec<Option<String>>),
    /// No cell holds a value.
    Empty,
}

/// What a column holds, as a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Numbers that vary.
    Number,
    /// Points in time.
    Datetime,
    /// Labels.
    Category,
    /// Free text.
    Text,
    /// One single value in every row that has one.
    Constant,
    /// No value at all.
    Empty,
}

impl Kind {
    /// The stable code, as `headless` prints it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Datetime => "datetime",
            Self::Category => "category",
            Self::Text => "text",
            Self::Constant => "constant",
            Self::Empty => "empty",
        }
    }
}
