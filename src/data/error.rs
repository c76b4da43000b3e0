//! Why a file or a choice of columns cannot be used. `Display` is for developers; people read `i18n`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes, or blank ones only.
    #[error("the file is empty")]
    EmptyFile,
    /// A header and nothing else.
    #[error("line {line}: a header, but no data rows follow")]
    NoDataRows {
        /// The header's line.
        line: u32,
    },
    /// A web page.
    #[error("line {line}: this is a web page (HTML), not a table")]
    NotCsvHtml {
        /// Where its tag stands.
        line: u32,
    },
    /// A quote that opens and never closes.
    #[error("line {line}: a quote opens here and never closes")]
    UnterminatedQuote {
        /// The line on which it opens.
        line: u32,
    },
    /// Bytes that are not UTF-8, though that was chosen.
    #[error("line {line}: the text is not UTF-8")]
    NotUtf8 {
        /// The first line that is not.
        line: u32,
    },
    /// A spreadsheet, an archive, a picture…
    #[error("this is a {format} file, not text")]
    NotText {
        /// What the first bytes say it is: `zip`, `xls`, `pdf`, `gzip`, `parquet` or `binary`.
        format: String,
    },
    /// More cells than can be held.
    #[error("more than {limit} cells in {columns} columns")]
    TooLarge {
        /// The most cells that are read.
        limit: u64,
        /// The table's columns.
        columns: u32,
    },
    /// A file without times cannot be joined with others by time.
    #[error("no column of times to join by")]
    NoTimesToJoin,
    /// Files that are joined have no time in common.
    #[error("no time in common with the first file")]
    NoCommonTimes {
        /// From when to when the first file reaches, in ms since 1970 on its own clock.
        first: (i64, i64),
        /// The same of this file, on that clock.
        this: (i64, i64),
    },
    /// The browser or the system could not read it.
    #[error("the file could not be read")]
    Unreadable,
}

impl ReadError {
    /// The stable code, as `headless` prints it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyFile => "empty_file",
            Self::NoDataRows { .. } => "no_data_rows",
            Self::NotCsvHtml { .. } => "not_csv_html",
            Self::UnterminatedQuote { .. } => "unterminated_quote",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::NotText { .. } => "not_text",
            Self::TooLarge { .. } => "too_large",
            Self::NoTimesToJoin => "no_times_to_join",
            Self::NoCommonTimes { .. } => "no_common_times",
            Self::Unreadable => "unreadable",
        }
    }

    /// The line it happened on, where one can be named.
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::NoDataRows { line }
            | Self::NotCsvHtml { line }
            | Self::UnterminatedQuote { line }
            | Self::NotUtf8 { line } => Some(*line),
            Self::EmptyFile
            | Self::NotText { .. }
            | Self::TooLarge { .. }
            | Self::NoTimesToJoin
            | Self::NoCommonTimes { .. }
            | Self::Unreadable => None,
        }
    }
}

/// Why the chosen columns and split make no data set.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum DatasetError {
    /// There is no trained network to predict with.
    #[error("there is no trained network")]
    NoModel,
    /// Predicting needs the page's second part, which is not there.
    #[error("predicting a table is not in this module")]
    NoLab,
    /// The times have no step by which a recipe's forecaster could look back.
    #[error("the times have no step that the model could look back by")]
    NoTimeStep,
    /// A name that no column has.
    #[error("there is no column {column:?}")]
    UnknownColumn {
        /// The name.
        column: String,
    },
    /// Nothing to predict.
    #[error("no target is chosen")]
    NoTarget,
    /// Nothing to predict from.
    #[error("no feature is left")]
    NoFeature,
    /// One column in two roles.
    #[error("{column:?} is both feature and target")]
    FeatureIsTarget {
        /// The column.
        column: String,
    },
    /// A target that holds labels.
    #[error("the target {column:?} holds {labels} labels, not numbers")]
    TargetIsCategory {
        /// The column.
        column: String,
        /// Its distinct labels.
        labels: u32,
    },
    /// A target without numbers (text, dates or nothing).
    #[error("the target {column:?} holds no numbers")]
    TargetNotNumeric {
        /// The column.
        column: String,
    },
    /// A feature that holds free text (or as many labels as rows).
    #[error("the feature {column:?} holds free text with {distinct} distinct values")]
    FeatureIsText {
        /// The column.
        column: String,
        /// Its distinct values.
        distinct: u32,
    },
    /// A feature that holds times.
    #[error("the feature {column:?} holds times")]
    FeatureIsTime {
        /// The column.
        column: String,
    },
    /// A time column that holds no times.
    #[error("the time column {column:?} holds no times")]
    TimeNotDatetime {
        /// The column.
        column: String,
    },
    /// A split by group without its column.
    #[error("a split by group needs the column that holds the groups")]
    NoGroup,
    /// Shares that leave nothing.
    #[error("the shares of test ({test}) and validation ({validation}) must be from 0 to 0.9 together")]
    Shares {
        /// The test share.
        test: f64,
        /// The validation share.
        validation: f64,
    },
    /// More inputs, of all rows together, than fit into memory.
    #[error("{rows} rows of {inputs} inputs are more than the {limit} numbers that fit into memory")]
    TooLarge {
        /// Rows of the table.
        rows: u64,
        /// Inputs of a row.
        inputs: u64,
        /// The most inputs of all rows.
        limit: u64,
    },
    /// Too few rows with a value in every column that is needed.
    #[error("{usable} usable rows; at least {needed} are needed")]
    TooFewRows {
        /// Rows that have all values.
        usable: u32,
        /// The least number.
        needed: u32,
    },
    /// A split that leaves no row for training or for the test.
    #[error("the split leaves {train} training and {test} test rows")]
    EmptySplit {
        /// Training rows.
        train: u32,
        /// Test rows.
        test: u32,
    },
    /// A new table lacks a column that a model was trained on, or holds it in another kind.
    #[error("the model needs the column {column:?} as it was in training")]
    ColumnMismatch {
        /// The column.
        column: String,
    },
}

impl DatasetError {
    /// The stable code, as `headless` prints it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownColumn { .. } => "unknown_column",
            Self::NoModel => "no_model",
            Self::NoLab => "no_lab",
            Self::NoTimeStep => "no_time_step",
            Self::NoTarget => "no_target",
            Self::NoFeature => "no_feature",
            Self::FeatureIsTarget { .. } => "feature_is_target",
            Self::TargetIsCategory { .. } => "target_is_category",
            Self::TargetNotNumeric { .. } => "target_not_numeric",
            Self::FeatureIsText { .. } => "feature_is_text",
            Self::FeatureIsTime { .. } => "feature_is_time",
            Self::TimeNotDatetime { .. } => "time_not_datetime",
            Self::NoGroup => "no_group",
            Self::Shares { .. } => "shares",
            Self::TooLarge { .. } => "too_large",
            Self::TooFewRows { .. } => "too_few_rows",
            Self::EmptySplit { .. } => "empty_split",
            Self::ColumnMismatch { .. } => "column_mismatch",
        }
    }

    /// The column it concerns, where there is one.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::UnknownColumn { column }
            | Self::FeatureIsTarget { column }
            | Self::TargetIsCategory { column, .. }
            | Self::TargetNotNumeric { column }
            | Self::FeatureIsText { column, .. }
            | Self::FeatureIsTime { column }
            | Self::TimeNotDatetime { column }
            | Self::ColumnMismatch { column } => Some(column),
            _ => None,
        }
    }
}
