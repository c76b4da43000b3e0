//! People's own files on their way to tables. In the page it lives in a worker and a module of its own, so that only
//! those who bring a file load it, and its memory is given back.

use super::protocol::{Event, LineView};
use super::summary;
use crate::data::{
    Decoders, Finished, Issue, IssueKind, Parsed, ReadChoices, ReadError, Sheets, TableReader,
};

/// How often a load tells how far it is.
const REPORT_EVERY_BYTES: u64 = 4 << 20;
/// Lines that are shown before and after one that is asked for.
const AROUND: u32 = 3;

/// A load that is under way.
struct Loading {
    request: u32,
    name: String,
    bytes: u64,
    reported: u64,
    /// Whether the file is read for the second time.
    again: bool,
    sheets: Option<Sheets>,
    reader: TableReader,
}

/// Reads one file at a time.
pub struct Reader {
    decoders: Decoders,
    loading: Option<Loading>,
    parsed: Option<Parsed>,
}

impl Reader {
    /// A reader of nothing yet; `decoders` is for texts that are not UTF-8.
    pub fn new(decoders: Decoders) -> Self {
        Self { decoders, loading: None, parsed: None }
    }

    /// Begins to read a file of `size` bytes, which follow by [`Reader::chunk`].
    pub fn begin(&mut self, request: u32, name: String, size: u64, choices: ReadChoices) {
        let reader = TableReader::new(size, choices, self.decoders);
        self.loading =
            Some(Loading { request, name, bytes: 0, reported: 0, again: false, sheets: None, reader });
    }

    /// Whether a load is under way (and was not replaced by another or given up). After [`Reader::end_of_file`], this
    /// says that the file has to be given once more, from its beginning.
    pub fn is_loading(&self, request: u32) -> bool {
        self.loading.as_ref().is_some_and(|loading| loading.request == request)
    }

    /// The text that follows is that of a spreadsheet's sheet.
    pub fn is_sheet(&mut self, request: u32, sheets: Sheets) {
        if let Some(loading) = self.loading.as_mut().filter(|loading| loading.request == request) {
            loading.sheets = Some(sheets);
        }
    }

    /// Gives a load up, for this reason.
    pub fn give_up(&mut self, request: u32, error: ReadError) -> Option<Event> {
        self.loading.take_if(|loading| loading.request == request)?;
        Some(Event::LoadFailed { request, error })
    }

    /// Takes the next bytes of the file that is being loaded. Bytes of a load that was replaced are dropped.
    pub fn chunk(&mut self, request: u32, bytes: &[u8]) -> Option<Event> {
        let loading = self.loading.as_mut().filter(|loading| loading.request == request)?;
        if let Err(error) = loading.reader.chunk(bytes) {
            return self.give_up(request, error);
        }
        loading.bytes += bytes.len() as u64;
        if loading.bytes - loading.reported < REPORT_EVERY_BYTES {
            return None;
        }
        loading.reported = loading.bytes;
        let rows = loading.reader.rows();
        Some(Event::Loading { request, bytes: loading.bytes, rows, again: loading.again })
    }

    /// The file is at its end: understands it.
    pub fn end_of_file(&mut self, request: u32) -> Option<Event> {
        let mut loading = self.loading.take_if(|loading| loading.request == request)?;
        match loading.reader.finish() {
            Ok(Finished::Done(parsed)) => {
                let mut parsed = *parsed;
                note_spreadsheet(&mut parsed, loading.sheets, &loading.name);
                let summary = Box::new(summary::of_table(
                    loading.name,
                    &parsed.table,
                    Some(parsed.source.clone()),
                    parsed.issues.clone(),
                ));
                self.parsed = Some(parsed);
                Some(Event::Loaded { request, summary })
            }
            Ok(Finished::Again(reader)) => {
                loading.reader = *reader;
                self.loading = Some(Loading { bytes: 0, reported: 0, again: true, ..loading });
                None
            }
            Err(error) => Some(Event::LoadFailed { request, error }),
        }
    }

    /// What was read last.
    pub fn parsed(&self) -> Option<&Parsed> {
        self.parsed.as_ref()
    }

    /// What was read last, to be given away.
    pub fn take(&mut self) -> Option<Parsed> {
        self.parsed.take()
    }

    /// The lines around one, each as it stands in the file beside what was understood of it; none where the file is too
    /// long for its text to be kept.
    pub fn lines(&self, line: u32) -> Vec<LineView> {
        let Some((parsed, text)) =
            self.parsed.as_ref().and_then(|parsed| Some((parsed, parsed.text.as_ref()?)))
        else {
            return Vec::new();
        };
        let table = &parsed.table;
        let view = |(number, raw): (u32, &str)| {
            let row = table.lines.binary_search(&number).ok();
            let cells = row.map(|row| table.columns.iter().map(|column| column.text(row)).collect());
            LineView { line: number, raw: raw.to_owned(), cells }
        };
        (1..)
            .zip(text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')))
            .skip(line.saturating_sub(AROUND + 1) as usize)
            .take(2 * AROUND as usize + 1)
            .map(view)
            .collect()
    }
}

/// A spreadsheet that is called a text file is said to be one.
fn note_spreadsheet(parsed: &mut Parsed, sheets: Option<Sheets>, name: &str) {
    let Some(sheets) = sheets else { return };
    let lower = name.to_lowercase();
    if [".csv", ".tsv", ".txt"].iter().any(|ending| lower.ends_with(ending)) {
        let kind = IssueKind::SpreadsheetUnderOtherName { format: sheets.format.clone() };
        parsed.issues.insert(0, Issue::new(kind));
    }
    parsed.source.sheets = Some(sheets);
}
