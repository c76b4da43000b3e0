//! Bytes → text → dialect → records → header → typed columns, each in a file of its own.

mod cell;
mod dialect;
mod header;
mod records;
mod text;
mod time;
mod typing;

use serde::{Deserialize, Serialize};

use super::{Issue, IssueKind, ReadError, Table};

/// The most bytes that are read: half of what a 32-bit module can address.
const LIMIT_BYTES: u64 = 1 << 30;

/// Reads a table from bytes that come in chunks.
#[derive(Clone, Debug, Default)]
pub struct TableReader {
    bytes: Vec<u8>,
}

/// A table and all that was understood of its form.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The table.
    pub table: Table,
    /// What was doubtful, in the order of reading.
    pub issues: Vec<Issue>,
    /// The file's form.
    pub source: Source,
}

/// The form of a file as it was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The encoding's name.
    pub encoding: String,
    /// Whether the file began with a byte order mark.
    pub bom: bool,
    /// What separates cells; `None` for a single column.
    pub delimiter: Option<char>,
    /// The decimal mark.
    pub decimal: char,
    /// The line of the header; `None` where there is none.
    pub header_line: Option<u32>,
}

impl TableReader {
    /// A reader that has read nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`].
    pub fn chunk(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        if (self.bytes.len() + bytes.len()) as u64 > LIMIT_BYTES {
            self.bytes = Vec::new();
            return Err(ReadError::TooLarge { limit: LIMIT_BYTES });
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Understands what was read.
    ///
    /// # Errors
    /// Why the bytes are no table.
    pub fn finish(self) -> Result<Parsed, ReadError> {
        let text = text::decode(self.bytes)?;
        let delimiter = dialect::delimiter(&text.text);
        let mut records = records::split(&text.text, delimiter)?;
        let mut issues = Vec::new();
        issues.extend(Issue::new(IssueKind::NulBytesRemoved).on_lines(text.nul_lines));
        let header = header::take(&mut records, &mut issues)?;
        let decimal = dialect::decimal(&records.rows, delimiter);
        if decimal == ',' {
            issues.push(Issue::new(IssueKind::DecimalCommaDetected));
        }
        let table = typing::columns(&header, &records.rows, decimal, &mut issues);
        if table.columns.len() == 1 {
            issues.push(Issue::new(IssueKind::SingleColumn));
        }
        let source = Source {
            encoding: "utf-8".to_owned(),
            bom: text.bom,
            delimiter: (table.columns.len() > 1).then_some(delimiter),
            decimal,
            header_line: header.line,
        };
        Ok(Parsed { table, issues, source })
    }
}
