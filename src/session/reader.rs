//! People's own files on their way to tables. In the page it lives in a worker and a module of its own, so that only
//! those who bring a file load it, and its memory is given back.

use super::protocol::{Event, FileToRead, LineView, Purpose};
use super::summary;
use crate::data::{Decoders, Finished, Issue, IssueKind, Parsed, Part, ReadError, Sheets, TableReader, join};
use crate::formats::{ProjectSource, SourceFile};

/// How often a load tells how far it is.
const REPORT_EVERY_BYTES: u64 = 4 << 20;
/// Lines that are shown before and after one that is asked for.
const AROUND: u32 = 3;

/// A load that is under way.
struct Loading {
    request: u32,
    files: Vec<FileToRead>,
    keep_step: bool,
    purpose: Purpose,
    /// Those that were read.
    done: Vec<Part>,
    /// Bytes of these.
    bytes_done: u64,
    bytes: u64,
    reported: u64,
    /// Whether the present file is read for the second time.
    again: bool,
    sheets: Option<Sheets>,
    reader: TableReader,
}

/// Reads one file at a time, or several that are joined.
pub struct Reader {
    decoders: Decoders,
    loading: Option<Loading>,
    /// What was read last to be trained on, and to be predicted.
    parsed: Option<Parsed>,
    second: Option<Parsed>,
    /// Where the table that was read last came from.
    source: ProjectSource,
}

impl Reader {
    /// A reader of nothing yet; `decoders` is for texts that are not UTF-8.
    pub fn new(decoders: Decoders) -> Self {
        Self { decoders, loading: None, parsed: None, second: None, source: ProjectSource::default() }
    }

    /// Begins to read files, whose bytes follow by [`Reader::chunk`], in the order in which [`Reader::wants`] asks for
    /// them.
    pub fn begin(&mut self, request: u32, files: Vec<FileToRead>, keep_step: bool, purpose: Purpose) {
        let Some(first) = files.first() else { return };
        let reader = TableReader::new(first.size, first.choices.clone(), self.decoders);
        let of_files = files.iter().map(|FileToRead { name, size, choices }| SourceFile {
            name: name.clone(),
            size: *size,
            choices: choices.clone(),
        });
        self.source = ProjectSource { files: of_files.collect(), keep_step, ..ProjectSource::default() };
        self.loading = Some(Loading {
            request,
            files,
            keep_step,
            purpose,
            done: Vec::new(),
            bytes_done: 0,
            bytes: 0,
            reported: 0,
            again: false,
            sheets: None,
            reader,
        });
    }

    /// The file, by its place, whose bytes are wanted next from their beginning; none where the load is over, was
    /// replaced by another or given up. One file may be wanted twice.
    pub fn wants(&self, request: u32) -> Option<usize> {
        self.loading.as_ref().filter(|loading| loading.request == request).map(|loading| loading.done.len())
    }

    /// The text that follows is that of a spreadsheet's sheet, of so many bytes.
    pub fn is_sheet(&mut self, request: u32, size: u64, sheets: Sheets) {
        if let Some(loading) = self.loading.as_mut().filter(|loading| loading.request == request)
            && let Some(file) = loading.files.get_mut(loading.done.len())
        {
            file.size = size;
            loading.reader = TableReader::new(size, file.choices.clone(), self.decoders);
            loading.sheets = Some(sheets);
        }
    }

    /// Gives a load up, because of its present file, for this reason.
    pub fn give_up(&mut self, request: u32, error: ReadError) -> Option<Event> {
        let loading = self.loading.take_if(|loading| loading.request == request)?;
        Some(Event::LoadFailed { request, file: loading.done.len() as u32, error })
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
        let (bytes, rows) = (loading.bytes_done + loading.bytes, loading.reader.rows());
        Some(Event::Loading { request, bytes, rows, again: loading.again })
    }

    /// The file is at its end: understands it. The last file's end is the end of the load.
    pub fn end_of_file(&mut self, request: u32) -> Option<Event> {
        let mut loading = self.loading.take_if(|loading| loading.request == request)?;
        let place = loading.done.len();
        match loading.reader.finish() {
            Ok(Finished::Done(parsed)) => {
                let mut parsed = *parsed;
                let FileToRead { name, choices, .. } = loading.files[place].clone();
                note_spreadsheet(&mut parsed, loading.sheets.take(), &name);
                loading.done.push(Part { name, parsed, choices });
                loading.bytes_done += loading.bytes;
                let Some(next) = loading.files.get(place + 1) else {
                    let keep_step = loading.keep_step;
                    return Some(self.finish(request, loading.done, keep_step, loading.purpose));
                };
                let reader = TableReader::new(next.size, next.choices.clone(), self.decoders);
                self.loading = Some(Loading { reader, bytes: 0, reported: 0, again: false, ..loading });
                None
            }
            Ok(Finished::Again(reader)) => {
                loading.reader = *reader;
                self.loading = Some(Loading { bytes: 0, reported: 0, again: true, ..loading });
                None
            }
            Err(error) => Some(Event::LoadFailed { request, file: place as u32, error }),
        }
    }

    /// All files are read: joins them where there are several.
    fn finish(&mut self, request: u32, mut parts: Vec<Part>, keep_step: bool, purpose: Purpose) -> Event {
        let name = parts.first().map(|part| part.name.clone()).unwrap_or_default();
        let (parsed, joined) = if parts.len() > 1 {
            match join(parts, keep_step) {
                Ok(joined) => joined,
                Err((file, error)) => return Event::LoadFailed { request, file: file as u32, error },
            }
        } else {
            match parts.pop() {
                Some(part) => (part.parsed, Vec::new()),
                None => return Event::LoadFailed { request, file: 0, error: ReadError::EmptyFile },
            }
        };
        let (source, issues) = (Some(parsed.source.clone()), parsed.issues.clone());
        self.source.name.clone_from(&name);
        self.source.source.clone_from(&source);
        self.source.joined.clone_from(&joined);
        self.source.issues.clone_from(&issues);
        let summary = Box::new(summary::of_table(name, &parsed.table, source, joined, issues));
        *self.slot(purpose) = Some(parsed);
        Event::Loaded { request, summary }
    }

    /// Where the table that was read last came from.
    pub fn source(&self) -> &ProjectSource {
        &self.source
    }

    fn slot(&mut self, purpose: Purpose) -> &mut Option<Parsed> {
        match purpose {
            Purpose::Train => &mut self.parsed,
            Purpose::Predict => &mut self.second,
        }
    }

    /// What was read last for a purpose; it stays here too where `keep`, so that its lines can be shown.
    pub fn take(&mut self, purpose: Purpose, keep: bool) -> Option<Parsed> {
        let slot = self.slot(purpose);
        if keep { slot.clone() } else { slot.take() }
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
