//! Files into a session, and words out of the program.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use greengrad::data::spreadsheet::{SheetText, read_sheet};
use greengrad::data::{
    DateOrder, Encoding, HeaderChoice, Measure, Parsed, ReadChoices, ReadError, Region, Zone, is_spreadsheet,
    legacy,
};
use greengrad::formats::ProjectSource;
use greengrad::session::{Event, FileToRead, Purpose, Reader, TableSummary};

use crate::json::Refusal;

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 1 << 20;
/// Bytes that tell a spreadsheet.
const FIRST_BYTES: u64 = 8;
/// The one load of the program.
const REQUEST: u32 = 1;

/// What may be said about a file that would otherwise be guessed.
#[derive(Default, clap::Args)]
pub struct Choices {
    /// The encoding: utf-8, gb18030, windows-1252, utf-16-le or utf-16-be
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// What separates cells; "tab" for a tab
    #[arg(long, value_parser = delimiter)]
    delimiter: Option<char>,
    /// The decimal mark, "." or ","
    #[arg(long)]
    decimal: Option<char>,
    /// The line of the header; 0 where there is none
    #[arg(long)]
    header_line: Option<u32>,
    /// Dates such as 03/02/2024 have the month first
    #[arg(long, conflicts_with = "day_first")]
    month_first: bool,
    /// Dates such as 03/02/2024 have the day first
    #[arg(long)]
    day_first: bool,
    /// Values such as -999 that stand apart are missing
    #[arg(long)]
    sentinels_missing: bool,
    /// Columns whose numbers are no dates
    #[arg(long, value_delimiter = ',')]
    keep_numbers: Vec<String>,
    /// Columns whose differences from row to row are added
    #[arg(long, value_delimiter = ',')]
    differences: Vec<String>,
    /// The sheet of a spreadsheet
    #[arg(long)]
    sheet: Option<String>,
    /// Files whose columns are joined by time
    #[arg(long, value_delimiter = ',')]
    join: Vec<PathBuf>,
    /// The time zone of each file, in their order: utc, +8, -3:30, guess, or a place's clock with daylight saving:
    /// western-europe, central-europe, eastern-europe, us-eastern, us-central, us-mountain, us-pacific, australia
    #[arg(long, value_delimiter = ',', value_parser = zone, allow_hyphen_values = true)]
    zone: Vec<ZoneChoice>,
    /// Columns that are summed where the step becomes longer
    #[arg(long, value_delimiter = ',')]
    sum: Vec<String>,
    /// Columns that are averaged where the step becomes longer
    #[arg(long, value_delimiter = ',')]
    mean: Vec<String>,
    /// Keep the first file's step where a joined one's is longer
    #[arg(long)]
    keep_step: bool,
}

/// A zone, or none for the file's own.
#[derive(Clone, Copy)]
struct ZoneChoice(Option<Zone>);

fn zone(name: &str) -> Result<ZoneChoice, String> {
    let local = |region, minutes| Some(Zone::Local { region, minutes });
    let zone = match name {
        "guess" => None,
        "utc" => Some(Zone::Utc),
        "western-europe" => local(Region::WesternEurope, 0),
        "central-europe" => local(Region::CentralEurope, 60),
        "eastern-europe" => local(Region::EasternEurope, 120),
        "us-eastern" => local(Region::NorthAmerica, -300),
        "us-central" => local(Region::NorthAmerica, -360),
        "us-mountain" => local(Region::NorthAmerica, -420),
        "us-pacific" => local(Region::NorthAmerica, -480),
        "australia" => local(Region::Australia, 600),
        offset => {
            let wrong = || format!("{offset} is no zone");
            let (east, digits) = match (offset.strip_prefix('+'), offset.strip_prefix('-')) {
                (Some(digits), _) => (1, digits),
                (_, Some(digits)) => (-1, digits),
                _ => return Err(wrong()),
            };
            let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
            let hours: i16 = hours.parse().ok().filter(|hours| *hours <= 14).ok_or_else(wrong)?;
            let minutes: i16 = minutes.parse().ok().filter(|minutes| *minutes < 60).ok_or_else(wrong)?;
            Some(Zone::Fixed { minutes: east * (hours * 60 + minutes) })
        }
    };
    Ok(ZoneChoice(zone))
}

fn encoding(name: &str) -> Result<Encoding, String> {
    let all = Encoding::ALL.map(Encoding::name);
    Encoding::ALL
        .into_iter()
        .find(|encoding| encoding.name() == name)
        .ok_or_else(|| format!("one of {}", all.join(", ")))
}

fn delimiter(text: &str) -> Result<char, String> {
    let mut letters = text.chars();
    match (text, letters.next(), letters.next()) {
        ("tab", ..) => Ok('\t'),
        (_, Some(letter), None) if letter.is_ascii() => Ok(letter),
        _ => Err("one ASCII character, or \"tab\"".to_owned()),
    }
}

impl Choices {
    fn to_read(&self) -> ReadChoices {
        let order = |chosen: bool, order| chosen.then_some(order);
        ReadChoices {
            encoding: self.encoding,
            delimiter: self.delimiter,
            decimal: self.decimal,
            header: self
                .header_line
                .map(|line| if line == 0 { HeaderChoice::None } else { HeaderChoice::Line(line) }),
            date_order: order(self.month_first, DateOrder::MonthFirst)
                .or_else(|| order(self.day_first, DateOrder::DayFirst)),
            sentinels_missing: self.sentinels_missing,
            keep_numbers: self.keep_numbers.clone(),
            differences: self.differences.clone(),
            sheet: self.sheet.clone(),
            zone: None,
            measures: self
                .sum
                .iter()
                .map(|name| (name.clone(), Measure::Amount))
                .chain(self.mean.iter().map(|name| (name.clone(), Measure::Rate)))
                .collect(),
        }
    }

    /// What is said about the file of this place: the form that was given is that of the first.
    fn of_file(&self, place: usize) -> ReadChoices {
        let all = self.to_read();
        let zone = self.zone.get(place).and_then(|zone| zone.0);
        if place == 0 {
            return ReadChoices { zone, ..all };
        }
        ReadChoices { zone, measures: all.measures, ..ReadChoices::default() }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A file as the reader takes it: its bytes, or the text of a spreadsheet's sheet.
struct Source {
    file: File,
    sheet: Option<SheetText>,
    to_read: FileToRead,
}

impl Source {
    fn open(path: &Path, choices: ReadChoices) -> io::Result<Result<Self, ReadError>> {
        let mut file = File::open(path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        let name = file_name(path);
        let size = file.metadata()?.len();
        let mut first = Vec::new();
        (&mut file).take(FIRST_BYTES).read_to_end(&mut first)?;
        file.seek(SeekFrom::Start(0))?;
        let mut sheet = None;
        if is_spreadsheet(&first) {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            match read_sheet(bytes, choices.sheet.as_deref()) {
                Ok(found) => sheet = Some(found),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(Self { file, sheet, to_read: FileToRead { name, size, choices } }))
    }

    fn feed(&mut self, reader: &mut Reader) -> io::Result<Option<Event>> {
        if let Some(SheetText { text, sheets }) = &self.sheet {
            reader.is_sheet(REQUEST, text.len() as u64, sheets.clone());
            return Ok(reader.chunk(REQUEST, text.as_bytes()).or_else(|| reader.end_of_file(REQUEST)));
        }
        self.file.seek(SeekFrom::Start(0))?;
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut last = None;
        loop {
            let read = self.file.read(&mut chunk)?;
            if read == 0 {
                return Ok(reader.end_of_file(REQUEST).or(last));
            }
            last = reader.chunk(REQUEST, &chunk[..read]).or(last);
        }
    }
}

/// Reads a file as the page does, in chunks, with those that are joined to it.
///
/// # Errors
/// The outer one is the system's (no such file); the inner one is a refusal of its content.
pub fn load(path: &Path, choices: &Choices) -> io::Result<Result<(Parsed, Box<TableSummary>), Refusal>> {
    Ok(load_with_source(path, choices)?.map(|(parsed, summary, _)| (parsed, summary)))
}

/// The same, with where the table came from.
///
/// # Errors
/// As [`load`].
pub fn load_with_source(path: &Path, choices: &Choices) -> io::Result<Result<Loaded, Refusal>> {
    let paths = std::iter::once(path).chain(choices.join.iter().map(PathBuf::as_path)).enumerate();
    let files: Vec<_> = paths.map(|(place, path)| (path, choices.of_file(place))).collect();
    load_all(&files, choices.keep_step)
}

/// A table, what it holds, and where it came from.
type Loaded = (Parsed, Box<TableSummary>, ProjectSource);

/// Reads files, the first with those that are joined to it, each with what is said about it.
///
/// # Errors
/// As [`load`].
pub fn load_all(files: &[(&Path, ReadChoices)], keep_step: bool) -> io::Result<Result<Loaded, Refusal>> {
    // With one file, whose name was just typed, a refusal needs no name.
    let refuse = |place: usize, error: &ReadError| {
        let name = files.get(place).filter(|_| files.len() > 1).map(|(path, _)| path.display().to_string());
        Refusal::of_file(error, name.as_deref())
    };
    let mut sources = Vec::new();
    for (place, (path, choices)) in files.iter().enumerate() {
        match Source::open(path, choices.clone())? {
            Ok(source) => sources.push(source),
            Err(error) => return Ok(Err(refuse(place, &error))),
        }
    }
    let mut reader = Reader::new(legacy::decoder);
    let files = sources.iter().map(|source| source.to_read.clone()).collect();
    reader.begin(REQUEST, files, keep_step, Purpose::Train);
    let mut last = None;
    while let Some(place) = reader.wants(REQUEST) {
        last = sources[place].feed(&mut reader)?;
    }
    match (last, reader.take(Purpose::Train, false)) {
        (Some(Event::Loaded { summary, .. }), Some(parsed)) => {
            Ok(Ok((parsed, summary, reader.source().clone())))
        }
        (Some(Event::LoadFailed { error, file, .. }), _) => Ok(Err(refuse(file as usize, &error))),
        (other, _) => Err(io::Error::other(format!("no answer to a load: {other:?}"))),
    }
}

/// Prints to standard output.
pub fn say(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Prints to standard error; there is nobody left to tell if that fails.
pub fn complain(problem: &dyn std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{problem}");
}
