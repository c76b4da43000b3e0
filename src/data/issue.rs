//! What was doubtful in a table or its use: a code with typed fields, where, and how often. The sentence that a
//! person reads is made from it in `i18n`.

use serde::{Deserialize, Serialize};

/// One doubtful thing, said once however often it occurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// What it is.
    pub kind: IssueKind,
    /// The first lines (from 1) on which it occurs, ascending, at most [`Issue::LINES`]; empty where no line is meant.
    pub lines: Vec<u32>,
    /// How many lines, cells or columns it concerns.
    pub count: u32,
    /// The column it concerns, by name.
    pub column: Option<String>,
}

impl Issue {
    /// How many lines an issue lists at the most.
    pub const LINES: usize = 20;

    /// An issue that concerns no particular line or column.
    pub fn new(kind: IssueKind) -> Self {
        Self { kind, lines: Vec::new(), count: 1, column: None }
    }

    /// The column it concerns.
    pub fn in_column(mut self, name: &str) -> Self {
        self.column = Some(name.to_owned());
        self
    }

    /// The lines on which it occurs, ascending; `None` where there are none.
    pub fn on_lines(mut self, lines: impl IntoIterator<Item = u32>) -> Option<Self> {
        let mut count = 0;
        for line in lines {
            count += 1;
            if self.lines.len() < Self::LINES {
                self.lines.push(line);
            }
        }
        self.count = count;
        (count > 0).then_some(self)
    }
}

/// The doubtful things, each with what a sentence about it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IssueKind {
    /// Numbers are written with a decimal comma.
    DecimalCommaDetected,
    /// A separator at the end of rows was taken as no cell.
    TrailingDelimiterDropped,
    /// Rows with fewer cells than the header, filled with missing cells.
    RaggedRowPadded {
        /// Cells in the header.
        expected: u32,
        /// Cells in the first such row.
        found: u32,
    },
    /// Rows with more cells than the header; the surplus was left out.
    RaggedRowExtra {
        /// Cells in the header.
        expected: u32,
        /// Cells in the first such row.
        found: u32,
    },
    /// Rows without any value, skipped.
    SkippedBlankRows,
    /// Header names that occur twice or are empty were given new names.
    DuplicateHeadersRenamed,
    /// The first line looks like data, so the columns were named by number.
    HeaderAssumedAbsent,
    /// Words in a column of numbers; read as missing.
    TextInNumberColumn {
        /// The first such cell.
        value: String,
    },
    /// Infinite or overflowing numbers; read as missing.
    NonFiniteValues {
        /// The first such cell.
        value: String,
    },
    /// Cells that say "no value" in words; read as missing.
    MissingTokens {
        /// The first such cell.
        value: String,
    },
    /// A column without any value.
    EmptyColumn,
    /// A column with one single value.
    ConstantColumn,
    /// The file has one column only: there is nothing to learn from.
    SingleColumn,
    /// A text column with about as many values as rows.
    HighCardinality {
        /// Distinct values.
        distinct: u32,
    },
    /// NUL bytes were taken out.
    NulBytesRemoved,
    /// Time stamps that occur more than once.
    DuplicateTimestamps,
    /// Rows that are not in the order of their times.
    UnsortedTimestamps,
    /// Rows left out because a value that is needed is missing (a feature, a target or a lagged target).
    RowsLeftOut {
        /// Rows that were used.
        used: u32,
    },
    /// Rows that only serve as history: they have no value so many hours before, as the first ones of a table.
    HistoryRows {
        /// Rows that were used.
        used: u32,
        /// The longest lag in hours.
        hours: u32,
    },
    /// A column that nobody knows at the time of the forecast, left out of the features.
    NotKnownAhead,
    /// The lag features were left out, because too few rows have a value that long before.
    LagsLeftOut {
        /// The lag in hours.
        hours: u32,
    },
    /// A feature that is the target in another unit (|correlation| = 1).
    CopyOfTarget {
        /// The target it copies.
        target: String,
    },
    /// A new table holds a label that the model has not seen; its one-hot columns are all zero.
    UnknownLabel {
        /// The first such label.
        label: String,
    },
    /// The target has one single value in the rows that are used, so R² is not defined.
    ConstantTarget,
    /// Fewer rows than a result can be trusted on.
    FewRows {
        /// Rows in the test set.
        test: u32,
    },
}

impl IssueKind {
    /// The stable code, as `headless` prints it: the variant in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DecimalCommaDetected => "decimal_comma_detected",
            Self::TrailingDelimiterDropped => "trailing_delimiter_dropped",
            Self::RaggedRowPadded { .. } => "ragged_row_padded",
            Self::RaggedRowExtra { .. } => "ragged_row_extra",
            Self::SkippedBlankRows => "skipped_blank_rows",
            Self::DuplicateHeadersRenamed => "duplicate_headers_renamed",
            Self::HeaderAssumedAbsent => "header_assumed_absent",
            Self::TextInNumberColumn { .. } => "text_in_number_column",
            Self::NonFiniteValues { .. } => "non_finite_values",
            Self::MissingTokens { .. } => "missing_tokens",
            Self::EmptyColumn => "empty_column",
            Self::ConstantColumn => "constant_column",
            Self::SingleColumn => "single_column",
            Self::HighCardinality { .. } => "high_cardinality",
            Self::NulBytesRemoved => "nul_bytes_removed",
            Self::DuplicateTimestamps => "duplicate_timestamps",
            Self::UnsortedTimestamps => "unsorted_timestamps",
            Self::RowsLeftOut { .. } => "rows_left_out",
            Self::HistoryRows { .. } => "history_rows",
            Self::NotKnownAhead => "not_known_ahead",
            Self::LagsLeftOut { .. } => "lags_left_out",
            Self::CopyOfTarget { .. } => "copy_of_target",
            Self::UnknownLabel { .. } => "unknown_label",
            Self::ConstantTarget => "constant_target",
            Self::FewRows { .. } => "few_rows",
        }
    }
}
