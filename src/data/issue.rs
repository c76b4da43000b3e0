//! What was doubtful in a table or its use: a code with typed fields, where, and how often. The sentence that a
//! person reads is made from it in `i18n`.

use serde::{Deserialize, Serialize};

use super::{DateOrder, Region, Span, Zone, ZoneReason};

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
    /// The file it concerns, where it is another than the first of several that were joined.
    pub file: Option<String>,
}

impl Issue {
    /// How many lines an issue lists at the most.
    pub const LINES: usize = 20;

    /// An issue that concerns no particular line or column.
    pub fn new(kind: IssueKind) -> Self {
        Self { kind, lines: Vec::new(), count: 1, column: None, file: None }
    }

    /// The file it concerns.
    pub fn in_file(mut self, name: &str) -> Self {
        self.file = Some(name.to_owned());
        self
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
    /// Lines above the header, left out.
    SkippedPreamble,
    /// A row of units below the header, taken as units.
    SkippedUnitsRow,
    /// Two lines of header were joined to one.
    TwoLevelHeader,
    /// Lines that begin with `#`, left out.
    SkippedComments,
    /// The header again, between the rows.
    RepeatedHeader,
    /// Totals and notes below the table, left out.
    SkippedFooter,
    /// Rows of another table below this one, left out.
    SecondTable,
    /// A cell in quotes that runs over several lines in a row of the wrong length: a quote may be missing.
    QuoteOverLines,
    /// The encoding was guessed from the bytes.
    EncodingGuessed,
    /// Bytes that mean nothing in the encoding became the replacement character.
    ReplacedCharacters,
    /// Cells such as `45%` were read as 45.
    PercentHandling,
    /// Numbers with their unit beside them.
    UnitsInCells {
        /// The unit.
        unit: String,
    },
    /// Numbers in different units; those that are not in the most usual one are missing.
    MixedUnits {
        /// The units that occur, the most usual among them.
        units: Vec<String>,
    },
    /// Every number with a mark has exactly three digits behind it: `1.480` may be 1.48 or 1480.
    AmbiguousNumberFormat {
        /// The mark.
        mark: char,
        /// What the mark was read as: the decimal mark, or else the mark of thousands.
        decimal: bool,
    },
    /// Every date reads both ways.
    AmbiguousDateOrder {
        /// How they were read.
        order: DateOrder,
    },
    /// Numbers such as 20240131 were read as dates.
    LooksLikeCompactDates,
    /// Numbers were read as seconds or milliseconds since 1970.
    LooksLikeEpoch,
    /// Numbers were read as the day numbers of spreadsheets.
    LooksLikeExcelDates,
    /// Cells such as `25:30` were read as hours.
    DurationsAsHours,
    /// Times with different offsets from UTC, brought to UTC.
    MixedTimezones {
        /// The offsets that occur, in minutes east.
        offsets_minutes: Vec<i32>,
    },
    /// A value far from all others that often stands for "no value".
    SentinelValues {
        /// The value.
        value: f64,
        /// Whether it was read as missing.
        missing: bool,
    },
    /// A few values that are far from all others.
    FarFromRest {
        /// The first such value.
        value: f64,
        /// The least of the others.
        least: f64,
        /// The largest of the others.
        most: f64,
    },
    /// A column that numbers or names its rows.
    IdLikeColumn,
    /// A running total, such as a meter's count.
    CounterLike,
    /// A running total that falls back now and then.
    CounterLikeWithDrops,
    /// Rows run from the newest to the oldest.
    NewestFirst,
    /// Times that are missing in an even series.
    TimeGaps {
        /// The even step in seconds.
        step_seconds: u32,
        /// How many times are missing.
        missing: u32,
    },
    /// Times without an even step.
    IrregularSteps,
    /// Changes of the clock for daylight saving: hours that occur twice or not at all.
    DaylightSaving {
        /// Where the clock changes on these days.
        region: Region,
        /// Times that occur twice.
        repeated: u32,
        /// Times that are left out.
        skipped: u32,
    },
    /// A column of dates and one of clock times were joined to one more column.
    DateTimeJoined {
        /// The dates.
        date: String,
        /// The clock times.
        time: String,
        /// Whether hours are numbered by their end, from 1 to 24.
        hour_ending: bool,
    },
    /// Differences from row to row were added as one more column.
    DifferencesAdded,
    /// A spreadsheet under the name of a text file.
    SpreadsheetUnderOtherName {
        /// What it is.
        format: String,
    },
    /// A file's times were taken for those of a zone, to join it with others.
    ZoneTaken {
        /// The zone.
        zone: Zone,
        /// Why.
        reason: ZoneReason,
    },
    /// Rows of a file that was joined were brought to another step.
    StepChanged {
        /// Its own step in seconds.
        from: u32,
        /// The step it was brought to.
        to: u32,
        /// Columns that were summed, or shared out evenly where the step became shorter.
        summed: Vec<String>,
        /// Columns that were averaged, or held where the step became shorter.
        averaged: Vec<String>,
    },
    /// Rows of the first file for whose time the other one has no row.
    RowsWithoutPartner {
        /// The other file.
        file: String,
    },
    /// Rows of a file that was joined for whose time the first one has no row.
    RowsLeftOver,
    /// Intervals of which a file has only a part, so that a sum or a mean of it would mislead; missing.
    IncompleteIntervals,
    /// A column of a file that was joined got another name, because there was one of its own already.
    ColumnRenamed {
        /// Its name in its file.
        from: String,
    },
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
        /// The longest lag.
        before: Span,
    },
    /// A column that nobody knows at the time of the forecast, left out of the features.
    NotKnownAhead,
    /// The lag features were left out, because too few rows have a value that long before.
    LagsLeftOut {
        /// The lag.
        before: Span,
    },
    /// Rows with times are split at random: the test rows' neighbours in time are learnt from.
    RandomSplitOfTimes,
    /// Rows of a group (one building, one device) stand in training and test rows.
    GroupsOnBothSides,
    /// A feature is the target itself a shorter time before than the forecast reaches ahead.
    ShortLag {
        /// How long before.
        before: Span,
        /// The target.
        target: String,
    },
    /// A feature was standardised over all rows, test rows among them.
    StandardisedBefore,
    /// Missing values of a feature were filled with the mean of all rows, test rows among them.
    FilledBefore {
        /// That mean.
        value: f64,
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
    /// A new table has columns that the one that the model was trained on had not.
    ExtraColumns {
        /// Their names.
        names: Vec<String>,
    },
    /// A column of a new table states another unit than when the model was trained.
    UnitChanged {
        /// The unit then.
        before: String,
        /// The unit now.
        now: String,
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
            Self::SkippedPreamble => "skipped_preamble",
            Self::SkippedUnitsRow => "skipped_units_row",
            Self::TwoLevelHeader => "two_level_header",
            Self::SkippedComments => "skipped_comments",
            Self::RepeatedHeader => "repeated_header",
            Self::SkippedFooter => "skipped_footer",
            Self::SecondTable => "second_table",
            Self::QuoteOverLines => "quote_over_lines",
            Self::EncodingGuessed => "encoding_guessed",
            Self::ReplacedCharacters => "replaced_characters",
            Self::PercentHandling => "percent_handling",
            Self::UnitsInCells { .. } => "units_in_cells",
            Self::MixedUnits { .. } => "mixed_units",
            Self::AmbiguousNumberFormat { .. } => "ambiguous_number_format",
            Self::AmbiguousDateOrder { .. } => "ambiguous_date_order",
            Self::LooksLikeCompactDates => "looks_like_compact_dates",
            Self::LooksLikeEpoch => "looks_like_epoch",
            Self::LooksLikeExcelDates => "looks_like_excel_dates",
            Self::DurationsAsHours => "durations_as_hours",
            Self::MixedTimezones { .. } => "mixed_timezones",
            Self::SentinelValues { .. } => "sentinel_values",
            Self::FarFromRest { .. } => "far_from_rest",
            Self::IdLikeColumn => "id_like_column",
            Self::CounterLike => "counter_like",
            Self::CounterLikeWithDrops => "counter_like_with_drops",
            Self::NewestFirst => "newest_first",
            Self::TimeGaps { .. } => "time_gaps",
            Self::IrregularSteps => "irregular_steps",
            Self::DaylightSaving { .. } => "daylight_saving",
            Self::DateTimeJoined { .. } => "date_time_joined",
            Self::DifferencesAdded => "differences_added",
            Self::SpreadsheetUnderOtherName { .. } => "spreadsheet_under_other_name",
            Self::ZoneTaken { .. } => "zone_taken",
            Self::StepChanged { .. } => "step_changed",
            Self::RowsWithoutPartner { .. } => "rows_without_partner",
            Self::RowsLeftOver => "rows_left_over",
            Self::IncompleteIntervals => "incomplete_intervals",
            Self::ColumnRenamed { .. } => "column_renamed",
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
            Self::RandomSplitOfTimes => "random_split_of_times",
            Self::GroupsOnBothSides => "groups_on_both_sides",
            Self::ShortLag { .. } => "short_lag",
            Self::StandardisedBefore => "standardised_before",
            Self::FilledBefore { .. } => "filled_before",
            Self::CopyOfTarget { .. } => "copy_of_target",
            Self::UnknownLabel { .. } => "unknown_label",
            Self::ExtraColumns { .. } => "extra_columns",
            Self::UnitChanged { .. } => "unit_changed",
            Self::ConstantTarget => "constant_target",
            Self::FewRows { .. } => "few_rows",
        }
    }
}
