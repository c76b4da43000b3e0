//! Text → records with the physical line each begins on.

use csv::{ReaderBuilder, StringRecord};

use super::text::line_ends;
use crate::data::ReadError;

/// A record.
pub(super) struct Row {
    /// The line (from 1) on which it begins.
    pub(super) line: u32,
    /// Its cells as they stand.
    pub(super) cells: StringRecord,
}

/// All records but blank ones.
pub(super) struct Records {
    /// The records.
    pub(super) rows: Vec<Row>,
    /// Lines of records whose cells are all blank.
    pub(super) blank_lines: Vec<u32>,
}

/// A reader of records of any length.
pub(super) fn reader(delimiter: char) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    // Separators are ASCII by choice of the candidates.
    builder.has_headers(false).flexible(true).delimiter(u8::try_from(delimiter).unwrap_or(b','));
    builder
}

/// Splits a text into records.
pub(super) fn split(text: &str, delimiter: char) -> Result<Records, ReadError> {
    let mut reader = reader(delimiter).from_reader(text.as_bytes());
    let mut records = Records { rows: Vec::new(), blank_lines: Vec::new() };
    let (mut line, mut counted, mut last) = (1, 0, 0);
    let mut cells = StringRecord::new();
    // The text is UTF-8 and records may have any length, so nothing is left that could fail.
    while let Ok(true) = reader.read_record(&mut cells) {
        let start = cells.position().map_or(last, |position| position.byte() as usize);
        // The reader skips empty lines only after it noted where it was.
        let start = start + text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
        line += line_ends(&text[counted..start]);
        (counted, last) = (start, start);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            records.blank_lines.push(line);
        } else {
            records.rows.push(Row { line, cells: cells.clone() });
        }
    }
    match open_quote(&text[last..], delimiter) {
        Some(offset) => {
            Err(ReadError::UnterminatedQuote { line: line + line_ends(&text[last..last + offset]) })
        }
        None => Ok(records),
    }
}

/// Where in the last record a quote opens that never closes.
fn open_quote(record: &str, delimiter: char) -> Option<usize> {
    let mut open = None;
    let mut at_start = true;
    for (offset, character) in record.char_indices() {
        if character == '"' && open.is_some() {
            // A doubled quote closes and opens again.
            open = None;
        } else if character == '"' && (at_start || record[..offset].ends_with('"')) {
            open = Some(offset);
        }
        at_start = open.is_none() && (character == delimiter || character == '\n' || character == '\r');
    }
    open
}
