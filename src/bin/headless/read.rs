//! Files into a session, and words out of the program.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use greengrad::data::spreadsheet::{SheetText, read_sheet};
use greengrad::data::{DateOrder, Encoding, HeaderChoice, Parsed, ReadChoices, is_spreadsheet, legacy};
use greengrad::session::{Event, Reader, TableSummary};

use crate::json::Refusal;

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// What may be said about a file that would otherwise be guessed.
#[derive(clap::Args)]
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
        }
    }
}

/// Reads a file as the page does: in chunks.
///
/// # Errors
/// The outer one is the system's (no such file); the inner one is a refusal of its content.
pub fn load(path: &Path, choices: &Choices) -> io::Result<Result<(Parsed, Box<TableSummary>), Refusal>> {
    const REQUEST: u32 = 1;
    let mut file = File::open(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let size = file.metadata()?.len();
    let choices = choices.to_read();
    let mut reader = Reader::new(legacy::decoder);
    let mut chunk = vec![0; CHUNK_BYTES];
    let first = file.read(&mut chunk)?;
    file.seek(SeekFrom::Start(0))?;
    let mut sheet = None;
    if is_spreadsheet(&chunk[..first]) {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        match read_sheet(bytes, choices.sheet.as_deref()) {
            Ok(found) => sheet = Some(found),
            Err(error) => return Ok(Err(Refusal::of_file(&error))),
        }
    }
    let size = sheet.as_ref().map_or(size, |sheet| sheet.text.len() as u64);
    reader.begin(REQUEST, name, size, choices);
    let mut last = None;
    while reader.is_loading(REQUEST) {
        if let Some(SheetText { text, sheets }) = &sheet {
            reader.is_sheet(REQUEST, sheets.clone());
            last = reader.chunk(REQUEST, text.as_bytes()).or(last);
        } else {
            file.seek(SeekFrom::Start(0))?;
            loop {
                let read = file.read(&mut chunk)?;
                if read == 0 {
                    break;
                }
                last = reader.chunk(REQUEST, &chunk[..read]).or(last);
            }
        }
        last = reader.end_of_file(REQUEST).or(last);
    }
    match (last, reader.take()) {
        (Some(Event::Loaded { summary, .. }), Some(parsed)) => Ok(Ok((parsed, summary))),
        (Some(Event::LoadFailed { error, .. }), _) => Ok(Err(Refusal::of_file(&error))),
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
