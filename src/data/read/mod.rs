//! Bytes → text → dialect → records → layout → typed columns, each in a file of its own.
//!
//! A file is read in one go, a chunk at a time: its first [`SAMPLE_BYTES`] decide on its form and on how each column is
//! read. A file no longer than that is decided on all its cells. Where a longer one turns out otherwise further down
//! ([`Finished::Again`]), it is read once more with the columns in question kept until the end.

mod axis;
mod builder;
mod cell;
mod derive;
mod dialect;
mod encoding;
mod layout;
mod records;
mod review;
mod time;
mod typing;
mod units;

use super::source::{DateOrder, Encoding, HeaderChoice, KEPT_BYTES, MOST_CELLS, ReadChoices, Region, Source};
use super::{Issue, IssueKind, ReadError, Table};
use builder::Builder;
use encoding::TextStream;
use records::Splitter;

pub(super) use axis::usual_step;
pub use encoding::{Decode, Decoders};

/// Bytes that decide on the form of a file.
const SAMPLE_BYTES: usize = 1 << 20;
/// Records that decide on its layout.
const SAMPLE_ROWS: usize = 500;

/// A table and all that was understood of its form.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The table.
    pub table: Table,
    /// What was doubtful, in the order of reading.
    pub issues: Vec<Issue>,
    /// The file's form.
    pub source: Source,
    /// The file's text, where it is short enough to be kept.
    pub text: Option<String>,
}

/// First bytes of files that are not text, and what they are called.
const SIGNATURES: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"\x89PNG", "png"),
    (b"SQLite format 3", "sqlite"),
    (b"\x89HDF", "hdf5"),
];

/// Whether a file's first bytes are those of a spreadsheet (or another file in the same container).
pub fn is_spreadsheet(first_bytes: &[u8]) -> bool {
    SIGNATURES[..2].iter().any(|(signature, _)| first_bytes.starts_with(signature))
}

/// What is known before the cells are read.
struct Given<'a> {
    choices: &'a ReadChoices,
    /// The decimal mark; `None` where no number of the sample has one.
    decimal: Option<char>,
}

/// How a large file is read, by what its first rows hold.
struct Plan {
    /// For each column: how, or nothing where all its cells have to be seen first.
    decisions: Vec<Option<typing::Decision>>,
    /// How many rows to expect.
    rows: usize,
}

/// What came of a file.
pub enum Finished {
    /// A table.
    Done(Box<Parsed>),
    /// The file has to be given to this reader once more, from its beginning.
    Again(Box<TableReader>),
}

/// Reads a table from bytes that come in chunks.
pub struct TableReader {
    choices: ReadChoices,
    decoders: Decoders,
    size: u64,
    state: State,
    /// Columns that a first reading decided wrongly.
    gather: Vec<usize>,
}

enum State {
    Sampling(Vec<u8>),
    Streaming(Box<Streaming>),
}

struct Streaming {
    text: TextStream,
    splitter: Splitter,
    builder: Builder,
    issues: Vec<Issue>,
    source: Source,
    /// Characters that stand for what cannot be decoded.
    replaced: u32,
    kept: Option<String>,
    columns: u64,
}

impl TableReader {
    /// A reader that has read nothing of a file of `size` bytes.
    pub fn new(size: u64, choices: ReadChoices, decoders: Decoders) -> Self {
        Self { choices, decoders, size, state: State::Sampling(Vec::new()), gather: Vec::new() }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// Why the bytes so far are no table, as soon as that is plain.
    pub fn chunk(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        match &mut self.state {
            State::Sampling(sample) => {
                let (own, rest) = bytes.split_at(bytes.len().min(SAMPLE_BYTES - sample.len()));
                sample.extend_from_slice(own);
                if sample.len() < SAMPLE_BYTES {
                    return Ok(());
                }
                let sample = std::mem::take(sample);
                let mut streaming = Box::new(self.begin(&sample, false)?);
                if !rest.is_empty() {
                    streaming.push(rest, false)?;
                }
                self.state = State::Streaming(streaming);
                Ok(())
            }
            State::Streaming(streaming) => streaming.push(bytes, false),
        }
    }

    /// Rows so far.
    pub fn rows(&self) -> u32 {
        match &self.state {
            State::Sampling(_) => 0,
            State::Streaming(streaming) => streaming.builder.rows() as u32,
        }
    }

    /// Understands what was read.
    ///
    /// # Errors
    /// Why the bytes are no table.
    pub fn finish(self) -> Result<Finished, ReadError> {
        let mut streaming = match self.state {
            State::Sampling(ref sample) => self.begin(sample, true)?,
            State::Streaming(mut streaming) => {
                streaming.push(&[], true)?;
                *streaming
            }
        };
        let mut issues = std::mem::take(&mut streaming.issues);
        issues.extend(Issue::new(IssueKind::NulBytesRemoved).on_lines(streaming.splitter.nul_lines));
        if streaming.replaced > 0 {
            issues.push(Issue { count: streaming.replaced, ..Issue::new(IssueKind::ReplacedCharacters) });
        }
        let mut table = match streaming.builder.finish(&mut issues) {
            Ok(table) => table,
            Err(gather) => {
                let size = self.size;
                let again = Self { gather, ..Self::new(size, self.choices, self.decoders) };
                return Ok(Finished::Again(Box::new(again)));
            }
        };
        let mut source = streaming.source;
        if table.columns.len() == 1 {
            source.delimiter = None;
        }
        source.date_order = issues.iter().find_map(|issue| match issue.kind {
            IssueKind::AmbiguousDateOrder { order } => Some(order),
            _ => None,
        });
        source.date_order = self.choices.date_order.or(source.date_order);
        review::sentinels(&mut table, self.choices.sentinels_missing, &mut issues);
        derive::add(&mut table, &self.choices, &mut issues);
        review::columns(&table, &mut issues);
        axis::review(&table, &mut issues);
        let text = streaming.kept;
        Ok(Finished::Done(Box::new(Parsed { table, issues, source, text })))
    }

    /// Decides on the form of a file by its first bytes, which are all of it where `complete`.
    fn begin(&self, sample: &[u8], complete: bool) -> Result<Streaming, ReadError> {
        if let Some((_, format)) = SIGNATURES.iter().find(|(signature, _)| sample.starts_with(signature)) {
            return Err(ReadError::NotText { format: (*format).to_owned() });
        }
        let mut issues = Vec::new();
        let (encoding, mark) = match self.choices.encoding {
            Some(encoding) => (encoding, encoding::mark_length(sample, encoding)),
            None => encoding::detect(sample),
        };
        if self.choices.encoding.is_none() && encoding != Encoding::Utf8 && mark == 0 {
            issues.push(Issue::new(IssueKind::EncodingGuessed));
        }
        let mut stream = TextStream::new(encoding, self.decoders);
        let text = stream.decode(&sample[mark..], complete)?;
        refuse_other_texts(&text)?;
        let hint = dialect::hint(&text);
        let table_text = &text[hint.map_or(0, |(_, length)| length)..];
        let delimiter = self
            .choices
            .delimiter
            .or(hint.map(|(delimiter, _)| delimiter))
            .unwrap_or_else(|| dialect::delimiter(table_text, complete));
        let mut rows = records::sample(&text, delimiter, complete, SAMPLE_ROWS);
        if hint.is_some() && !rows.is_empty() {
            rows.remove(0);
        }
        let layout = layout::find(&rows, self.choices.header, &mut issues)?;
        rows.retain(|row| row.line >= layout.first_line);
        let decimal = dialect::decimal(&rows, delimiter);
        let mark_char = self.choices.decimal.unwrap_or(decimal.mark);
        if mark_char == ',' {
            issues.push(Issue::new(IssueKind::DecimalCommaDetected));
        }
        if decimal.open && self.choices.decimal.is_none() {
            issues.extend(open_numbers(&rows, &layout.names, mark_char));
        }
        let known = decimal.seen || self.choices.decimal.is_some();
        let given = Given { choices: &self.choices, decimal: known.then_some(mark_char) };
        let plan = if complete { None } else { Some(self.plan(&text, delimiter, &layout, &given)?) };
        let source = Source {
            encoding,
            bom: mark > 0,
            delimiter: Some(delimiter),
            decimal: mark_char,
            header_line: layout.header_line,
            date_order: None,
            sheets: None,
        };
        let columns = layout.names.len() as u64;
        let mut streaming = Streaming {
            text: stream,
            splitter: Splitter::new(delimiter),
            builder: Builder::new(layout, &given, plan.as_ref()),
            issues,
            source,
            replaced: 0,
            kept: (self.size <= KEPT_BYTES).then(String::new),
            columns,
        };
        streaming.take(text, complete)?;
        Ok(streaming)
    }

    /// How each column is to be read, and how many rows to expect, by what a sample holds.
    fn plan(
        &self,
        text: &str,
        delimiter: char,
        layout: &layout::Layout,
        given: &Given,
    ) -> Result<Plan, ReadError> {
        let mut builder = Builder::new(layout.clone(), given, None);
        Splitter::new(delimiter).push(text, false, &mut |row| {
            builder.push(row);
            true
        })?;
        let rows = builder.rows() as u64 * self.size.max(text.len() as u64) / text.len().max(1) as u64;
        let mut decisions = builder.plan();
        // So much more than would fit that the estimate need not be good: nobody waits for what is refused.
        let columns = decisions.len() as u64;
        if rows * columns > 2 * MOST_CELLS {
            return Err(ReadError::TooLarge { limit: MOST_CELLS, columns: columns as u32 });
        }
        self.gather.iter().for_each(|&index| decisions[index] = None);
        Ok(Plan { decisions, rows: (rows + rows / 50).min(MOST_CELLS) as usize })
    }
}

impl Streaming {
    fn push(&mut self, bytes: &[u8], last: bool) -> Result<(), ReadError> {
        let text = self.text.decode(bytes, last)?;
        self.take(text, last)
    }

    fn take(&mut self, text: String, last: bool) -> Result<(), ReadError> {
        if self.source.encoding != Encoding::Utf8 {
            self.replaced += text.matches('\u{fffd}').count() as u32;
        }
        let builder = &mut self.builder;
        self.splitter.push(&text, last, &mut |row| {
            builder.push(row);
            true
        })?;
        if let Some(kept) = &mut self.kept {
            kept.push_str(&text);
        }
        if self.builder.rows() as u64 * self.columns > MOST_CELLS {
            return Err(ReadError::TooLarge { limit: MOST_CELLS, columns: self.columns as u32 });
        }
        Ok(())
    }
}

/// Text that is something else than a table.
fn refuse_other_texts(text: &str) -> Result<(), ReadError> {
    let start = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\0');
    if start.is_empty() {
        return Err(ReadError::EmptyFile);
    }
    let opening: String = start.chars().take(15).collect::<String>().to_ascii_lowercase();
    if opening.starts_with("<!doctype html") || opening.starts_with("<html") {
        let before = &text[..text.len() - start.len()];
        return Err(ReadError::NotCsvHtml { line: 1 + encoding::line_ends(before) });
    }
    for (format, signs) in [("JSON", ["{", "[{"]), ("XML", ["<?xml", "<svg"])] {
        if signs.iter().any(|sign| opening.starts_with(sign)) {
            return Err(ReadError::NotText { format: format.to_owned() });
        }
    }
    Ok(())
}

/// The columns whose numbers leave the decimal mark open.
fn open_numbers(rows: &[records::Row], names: &[String], decimal: char) -> Vec<Issue> {
    let issue = |(index, name): (usize, &String)| {
        let open = |row: &records::Row| match cell::mark(row.cell(index)) {
            Some(cell::Mark::Either(mark)) => Some((mark, row.line)),
            _ => None,
        };
        let (mark, _) = rows.iter().find_map(open)?;
        let kind = IssueKind::AmbiguousNumberFormat { mark, decimal: mark == decimal };
        Issue::new(kind).in_column(name).on_lines(rows.iter().filter_map(open).map(|(_, line)| line))
    };
    names.iter().enumerate().filter_map(issue).collect()
}
