//! The form of a file: what was understood of it, and what a person corrects.

use serde::{Deserialize, Serialize};

/// The text of files up to so many bytes is kept with their tables, so that their lines can be shown as they stand; of
/// longer ones nothing is kept, and the reader's memory is given back.
pub const KEPT_BYTES: u64 = 16 << 20;

/// The most cells of a table that are read. At eight bytes each they take up a quarter of what a 32-bit module can address.
pub const MOST_CELLS: u64 = 1 << 27;

/// The most numbers that all rows together may give a network: each is there as read, as an input, and scaled, while it trains.
pub const MOST_INPUTS: u64 = 1 << 26;

/// The form of a file as it was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether the file began with a byte order mark.
    pub bom: bool,
    /// What separates cells; `None` for a single column.
    pub delimiter: Option<char>,
    /// The decimal mark.
    pub decimal: char,
    /// The line of the header; `None` where there is none.
    pub header_line: Option<u32>,
    /// The order of day and month, where dates were read whose order is not plain.
    pub date_order: Option<DateOrder>,
    /// The sheets of a spreadsheet.
    pub sheets: Option<Sheets>,
}

/// The sheets of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheets {
    /// What kind of spreadsheet: `xlsx`, `xls`, `ods`.
    pub format: String,
    /// Their names.
    pub names: Vec<String>,
    /// The one that was read.
    pub chosen: String,
}

/// What a person corrects of the guesses; `None` and empty where the file decides.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadChoices {
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// What separates cells.
    pub delimiter: Option<char>,
    /// The decimal mark.
    pub decimal: Option<char>,
    /// Where the header stands.
    pub header: Option<HeaderChoice>,
    /// Which of day and month comes first.
    pub date_order: Option<DateOrder>,
    /// Whether values that stand for "no value" (−999) are missing.
    pub sentinels_missing: bool,
    /// Columns whose numbers are no dates.
    pub keep_numbers: Vec<String>,
    /// Columns whose differences from row to row are added.
    pub differences: Vec<String>,
    /// The sheet of a spreadsheet.
    pub sheet: Option<String>,
    /// Which clock the times are on, for a file that is joined with others.
    pub zone: Option<Zone>,
    /// Columns that are summed, averaged or read at the beginning of an interval, against the guess.
    pub measures: Vec<(String, Measure)>,
}

/// Where the header stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaderChoice {
    /// Nowhere: the first line is data.
    None,
    /// On this line, or the first record behind it.
    Line(u32),
}

/// An encoding of text files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// What nearly all files of today have.
    Utf8,
    /// Two bytes a letter, the low one first: spreadsheets' "Unicode text".
    Utf16Le,
    /// Two bytes a letter, the high one first.
    Utf16Be,
    /// What Chinese spreadsheets save by default (a superset of GBK and GB2312).
    Gb18030,
    /// What Western European spreadsheets save by default.
    Windows1252,
}

impl Encoding {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Gb18030, Self::Windows1252, Self::Utf16Le, Self::Utf16Be];

    /// Its name, as browsers and `encoding_rs` know it but for the hyphen in UTF-16.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16-le",
            Self::Utf16Be => "utf-16-be",
            Self::Gb18030 => "gb18030",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The label of the WHATWG Encoding Standard.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            other => other.name(),
        }
    }
}

/// Which of day and month comes first in dates that leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31/12/2024.
    #[default]
    DayFirst,
    /// 12/31/2024.
    MonthFirst,
}

/// What becomes of a column's values when several intervals are made one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Something that is there all the time, as power or a temperature: the mean.
    Rate,
    /// Something that adds up, as energy or rain: the sum.
    Amount,
    /// A state, as a meter's count: the first.
    State,
}

/// The clock that a table's times are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Zone {
    /// Universal time.
    Utc,
    /// So many minutes east of it all year.
    Fixed {
        /// Minutes east.
        minutes: i16,
    },
    /// So many minutes east of it in winter, and set for daylight saving.
    Local {
        /// Where the clock is set.
        region: Region,
        /// Minutes east in winter.
        minutes: i16,
    },
    /// Nobody knows: the same as that of the table it is joined with.
    Unstated,
}

impl Zone {
    /// The zones that are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        let local = |(region, minutes)| Self::Local { region, minutes };
        let places = [
            (Region::WesternEurope, 0),
            (Region::CentralEurope, 60),
            (Region::EasternEurope, 120),
            (Region::NorthAmerica, -300),
            (Region::NorthAmerica, -360),
            (Region::NorthAmerica, -420),
            (Region::NorthAmerica, -480),
            (Region::Australia, 600),
        ];
        let fixed = [-8, -7, -6, -5, -4, -3, 1, 2, 3, 4, 5, 7, 8, 9, 10].map(|hours| hours * 60);
        let fixed = fixed.into_iter().chain([330]).map(|minutes| Self::Fixed { minutes });
        [Self::Unstated, Self::Utc].into_iter().chain(places.map(local)).chain(fixed)
    }
}

/// One of several files that were joined by their times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedFile {
    /// Its name.
    pub name: String,
    /// Which clock its times are on.
    pub zone: Zone,
    /// Why that was taken.
    pub reason: ZoneReason,
    /// Its own step in seconds; `None` where it has none.
    pub step_seconds: Option<u32>,
    /// Its rows.
    pub rows: u32,
    /// Rows of the joined table that got values from it.
    pub partners: u32,
    /// Its columns: the name in the file, the name in the joined table, and what becomes of the values where the step
    /// changes.
    pub columns: Vec<(String, String, Measure)>,
    /// Whether its step changed.
    pub resampled: bool,
}

/// Why a clock was taken for one of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneReason {
    /// A person said so.
    Chosen,
    /// The times state their offset.
    Offsets,
    /// The column's name states it.
    Name,
    /// The clock is set on that region's days.
    Changes,
    /// The clock is not set on the days on which that of the other table is.
    NoChanges,
    /// Nothing is known, so that of the other table was taken.
    Assumed,
}

/// Where the clock changes for daylight saving on the same days, by the rules in force (Europe since 1996, North
/// America since 2007, southern Australia since 2008).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Region {
    /// The last Sundays of March and October, at 1:00 UTC.
    CentralEurope,
    /// The same, on the clock of Britain and Portugal.
    WesternEurope,
    /// The same, on the clock of Finland and Greece.
    EasternEurope,
    /// The second Sunday of March and the first of November, at 2:00.
    NorthAmerica,
    /// The first Sundays of April and October.
    Australia,
}
