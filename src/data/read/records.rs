//! Text → records with the physical line each begins on, as the text comes.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use wide::u8x16;

use super::encoding::line_ends;
use crate::data::ReadError;

/// No record is longer: a quote that never closes must not gather the rest of a file.
const MOST_BYTES: usize = 4 << 20;

/// A record that is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// The line (from 1) on which it begins.
    pub(super) line: u32,
    /// How many lines it runs over.
    pub(super) lines: u32,
    text: String,
    ends: Vec<usize>,
    /// How many bytes lie between two cells of the text: its separators, or nothing.
    between: usize,
}

impl Row {
    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell without the blanks around it; empty where the record is too short.
    pub(super) fn cell(&self, index: usize) -> &str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] + self.between };
        let cell = self.text.get(start..end).unwrap_or("");
        // Nearly every cell begins and ends with a letter or a digit.
        let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if is_plain(cell.as_bytes().first()) && is_plain(cell.as_bytes().last()) { cell } else { cell.trim() }
    }

    /// A cell's first eight bytes, with those behind it where it is shorter, and its length.
    pub(super) fn eight_bytes(&self, index: usize) -> Option<([u8; 8], usize)> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] + self.between };
        Some((*self.text.as_bytes().get(start..)?.first_chunk()?, end - start))
    }

    /// Its cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// How many cells it has up to the last that is not blank.
    pub(super) fn width(&self) -> usize {
        (0..self.len()).rev().find(|&index| !self.cell(index).is_empty()).map_or(0, |index| index + 1)
    }
}

/// A parser at the beginning of a record. (A clone of one that was built is not whole: csv-core 0.1 forgets its states.)
fn core(delimiter: u8) -> Reader {
    ReaderBuilder::new().delimiter(delimiter).build()
}

/// Splits a text that comes in pieces. The rules are csv-core's; records that have no quote, and so none of its harder
/// cases, are split without it.
pub(super) struct Splitter {
    core: Reader,
    delimiter: u8,
    /// Text that is not split yet: the beginning of a record.
    pending: String,
    /// The line on which the pending text begins.
    line: u32,
    /// Whether the text before it ended in CR, so that LF in front belongs to that.
    after_cr: bool,
    row: Row,
    out: Vec<u8>,
    /// Lines of records in which NUL bytes were taken out.
    pub(super) nul_lines: Vec<u32>,
}

impl Splitter {
    /// Separators are ASCII by choice of the candidates.
    pub(super) fn new(delimiter: char) -> Self {
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        Self {
            core: core(delimiter),
            delimiter,
            pending: String::new(),
            line: 1,
            after_cr: false,
            row: Row::default(),
            out: vec![0; 1024],
            nul_lines: Vec::new(),
        }
    }

    /// Hands over every record that is complete; `each` may take it away and says whether it wants more. After `last`, nothing is pending.
    pub(super) fn push(
        &mut self,
        text: &str,
        last: bool,
        each: &mut dyn FnMut(&mut Row) -> bool,
    ) -> Result<(), ReadError> {
        let mut text_here = std::mem::take(&mut self.pending);
        let text = if text_here.is_empty() {
            text
        } else {
            text_here.push_str(text);
            &text_here
        };
        let mut from = 0;
        // A parser that is new passes over a byte order mark, so the first record is always its.
        let mut is_first = true;
        while from < text.len() {
            if !std::mem::take(&mut is_first)
                && let Some(length) = self.read_unquoted(&text[from..])
            {
                from += length;
                if !each(&mut self.row) {
                    return Ok(());
                }
                continue;
            }
            let Some(length) = self.read_record(&text.as_bytes()[from..], last) else { break };
            let raw = &text[from..from + length];
            self.count_lines(raw);
            if last
                && from + length == text.len()
                && let Some(offset) = open_quote(raw, char::from(self.delimiter))
            {
                return Err(ReadError::UnterminatedQuote { line: self.line_at(raw, offset) });
            }
            from += length;
            if self.row.len() > 0 {
                self.take_out_nul();
                if !each(&mut self.row) {
                    return Ok(());
                }
            }
        }
        let rest = &text[from..];
        if rest.len() > MOST_BYTES {
            let offset = open_quote(rest, char::from(self.delimiter));
            return Err(match offset {
                Some(offset) => ReadError::UnterminatedQuote { line: self.line + line_ends(&rest[..offset]) },
                None => ReadError::NotText { format: "binary".to_owned() },
            });
        }
        self.pending = rest.to_owned();
        self.core = core(self.delimiter);
        Ok(())
    }

    /// Reads one record of a single line, with its end, that has neither quote nor NUL, into `row`, and counts its line;
    /// gives the bytes it takes up, or `None` where it is another, of which nothing is read then.
    // A browser compiles a function for speed between two of its calls: a loop that never leaves its function stays slow.
    #[inline(never)]
    fn read_unquoted(&mut self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let begin = usize::from(self.after_cr && bytes[0] == b'\n');
        if matches!(bytes.get(begin), None | Some(b'\n' | b'\r')) {
            return None;
        }
        let all = u8x16::splat;
        let (delimiter, lf, cr) = (all(self.delimiter), all(b'\n'), all(b'\r'));
        let (quote, nul) = (all(b'"'), all(0));
        self.row.ends.clear();
        let mut at = begin;
        let end = loop {
            // The last bytes of a text are left to the parser.
            let block = u8x16::new(*bytes.get(at..)?.first_chunk()?);
            let line_end = block.simd_eq(lf) | block.simd_eq(cr);
            let stop = (line_end | block.simd_eq(quote) | block.simd_eq(nul)).to_bitmask();
            let stop = stop.trailing_zeros().min(16);
            let mut found = block.simd_eq(delimiter).to_bitmask() & ((1 << stop) - 1);
            while found != 0 {
                self.row.ends.push(at - begin + found.trailing_zeros() as usize);
                found &= found - 1;
            }
            at += stop as usize;
            if stop < 16 {
                break at;
            }
        };
        if !matches!(bytes[end], b'\n' | b'\r') || bytes[end] == self.delimiter {
            return None;
        }
        self.row.ends.push(end - begin);
        self.row.text.clear();
        self.row.text.push_str(&text[begin..end]);
        // So that there are eight bytes from wherever a cell begins.
        self.row.text.push_str("        ");
        self.row.between = 1;
        (self.row.line, self.row.lines) = (self.line, 1);
        self.line += 1;
        let is_crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        self.after_cr = bytes[end] == b'\r' && !is_crlf;
        Some(end + 1 + usize::from(is_crlf))
    }

    /// Reads one record into `row`; gives the bytes it takes up, or `None` where it is not complete.
    fn read_record(&mut self, input: &[u8], last: bool) -> Option<usize> {
        let (mut read, mut written, mut ends) = (0, 0, 0);
        self.row.ends.resize(self.row.ends.capacity().max(16), 0);
        loop {
            let (result, more_read, more_written, more_ends) =
                self.core.read_record(&input[read..], &mut self.out[written..], &mut self.row.ends[ends..]);
            read += more_read;
            written += more_written;
            ends += more_ends;
            match result {
                ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.row.ends.resize(self.row.ends.len() * 2, 0),
                // An empty input says that the text is over.
                ReadRecordResult::InputEmpty if last => {}
                ReadRecordResult::InputEmpty => return None,
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        self.row.ends.truncate(ends);
        self.row.between = 0;
        self.row.text.clear();
        // Separators and quotes are ASCII, so what is left of UTF-8 is UTF-8.
        self.row.text.push_str(std::str::from_utf8(&self.out[..written]).unwrap_or_default());
        Some(read)
    }

    /// Moves on by the lines of a record: those in front of it are blank.
    fn count_lines(&mut self, raw: &str) {
        // Nearly every record is one line with LF behind it.
        if let Some(line) = raw.strip_suffix('\n')
            && !self.after_cr
            && !line.is_empty()
            && !line.bytes().fold(false, |found, byte| found | (byte == b'\n') | (byte == b'\r'))
        {
            (self.row.line, self.row.lines) = (self.line, 1);
            self.line += 1;
            return;
        }
        let mut lines = self.line;
        let mut started = false;
        let mut begin = self.line;
        for byte in raw.bytes() {
            match byte {
                b'\n' if self.after_cr => self.after_cr = false,
                b'\n' => lines += 1,
                b'\r' => {
                    lines += 1;
                    self.after_cr = true;
                }
                _ => {
                    if !started {
                        started = true;
                        begin = lines;
                    }
                    self.after_cr = false;
                }
            }
        }
        self.row.line = begin;
        let ended = raw.ends_with(['\n', '\r']);
        self.row.lines = (lines - begin).max(1) + u32::from(!ended && lines > begin);
        self.line = lines;
    }

    /// The line of a place in the record that was read last.
    fn line_at(&self, raw: &str, offset: usize) -> u32 {
        let blank = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        self.row.line + line_ends(&raw[blank..offset.max(blank)])
    }

    fn take_out_nul(&mut self) {
        if !self.row.text.contains('\0') {
            return;
        }
        self.nul_lines.push(self.row.line);
        let mut gone = 0;
        let mut start = 0;
        for end in &mut self.row.ends {
            gone += self.row.text[start..*end].matches('\0').count();
            start = *end;
            *end -= gone;
        }
        self.row.text.retain(|character| character != '\0');
    }
}

/// Where in a record a quote opens that never closes.
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

/// The first records of a text, blank ones too where they have separators; the last may be cut off.
pub(super) fn sample(text: &str, delimiter: char, complete: bool, most: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut keep = |row: &mut Row| {
        rows.push(row.clone());
        rows.len() < most
    };
    // A quote that never closes is told when the whole file is read.
    let _ = Splitter::new(delimiter).push(text, complete, &mut keep);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, piece: usize) -> Vec<(u32, Vec<String>)> {
        let mut splitter = Splitter::new(',');
        let mut rows = Vec::new();
        let mut keep = |row: &mut Row| {
            rows.push((row.line, row.cells().map(str::to_owned).collect()));
            true
        };
        let pieces: Vec<&str> =
            text.as_bytes().chunks(piece).map(|piece| std::str::from_utf8(piece).unwrap()).collect();
        for (index, piece) in pieces.iter().enumerate() {
            splitter.push(piece, index + 1 == pieces.len(), &mut keep).unwrap();
        }
        rows
    }

    #[test]
    fn lines_are_counted_by_lf_crlf_and_cr_wherever_the_text_is_cut() {
        for text in [
            "a,b\n\n1,2\n\"x\ny\",3\n4,5",
            "a,b\r\n\r\n1,2\r\n\"x\r\ny\",3\r\n4,5\r\n",
            "a,b\r\r1,2\r\"x\ry\",3\r4,5",
        ] {
            for piece in [1, 2, 3, 5, 100] {
                let rows = all(text, piece);
                let lines: Vec<u32> = rows.iter().map(|(line, _)| *line).collect();
                assert_eq!(lines, [1, 3, 4, 6], "{text:?} in pieces of {piece}");
                assert_eq!(rows[3].1, ["4", "5"]);
            }
        }
    }

    /// A text that comes letter by letter is split by csv-core alone, as each record is the first of its piece.
    #[test]
    fn records_without_quotes_are_split_by_the_same_rules() {
        type Found = (Vec<(u32, u32, Vec<String>)>, Vec<u32>, Result<(), ReadError>);
        fn split<'a>(pieces: impl Iterator<Item = &'a str>) -> Found {
            let mut splitter = Splitter::new(',');
            let mut rows = Vec::new();
            let mut keep = |row: &mut Row| {
                rows.push((row.line, row.lines, row.cells().map(str::to_owned).collect()));
                true
            };
            let mut result = Ok(());
            for piece in pieces {
                result = result.and_then(|()| splitter.push(piece, false, &mut keep));
            }
            result = result.and_then(|()| splitter.push("", true, &mut keep));
            (rows, splitter.nul_lines, result)
        }
        let parts = [
            ",",
            ",",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "a",
            "b c",
            "1.5",
            "ü",
            " ",
            "2024-01-31T09:00",
            "\0",
            "a cell that is longer than a block",
            "\"",
            "\"\"",
            ",\"x\ny\",",
        ];
        let mut state = 1_u64;
        let mut below = |most: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % most
        };
        for round in 0..800 {
            // Half of the texts have no quotes, a quarter no NUL either.
            let kinds = parts.len() - [0, 3, 5, 3][round % 4];
            let text: String = (0..below(80)).map(|_| parts[below(kinds)]).collect();
            let (front, back) = text.split_at(text.floor_char_boundary(below(text.len() + 1)));
            let letters = text.char_indices().map(|(at, letter)| &text[at..at + letter.len_utf8()]);
            assert_eq!(split([front, back].into_iter()), split(letters), "{text:?}, cut at {}", front.len());
        }
    }

    #[test]
    fn a_quote_that_never_closes_is_named_by_its_line() {
        let mut splitter = Splitter::new(',');
        let error = splitter.push("a,b\n1,2\n3,\"x\n4,5\n", true, &mut |_| true).unwrap_err();
        assert_eq!(error, ReadError::UnterminatedQuote { line: 3 });
    }
}
