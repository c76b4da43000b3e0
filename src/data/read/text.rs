//! Bytes → text.

use crate::data::ReadError;

/// The text of a file.
pub(super) struct Text {
    /// Without byte order mark and NUL bytes.
    pub(super) text: String,
    /// Whether it began with a byte order mark.
    pub(super) bom: bool,
    /// Lines that held NUL bytes.
    pub(super) nul_lines: Vec<u32>,
}

/// First bytes of files that are not text, and what they are called.
const SIGNATURES: [(&[u8], &str); 7] = [
    (b"PK\x03\x04", "ZIP/XLSX"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"\x89PNG", "png"),
    (b"SQLite format 3", "sqlite"),
];

/// Decodes a file.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<Text, ReadError> {
    if let Some((_, format)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(ReadError::NotText { format: (*format).to_owned() });
    }
    let bom = bytes.starts_with(b"\xef\xbb\xbf");
    if bom {
        bytes.drain(..3);
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        ReadError::NotUtf8 { line: 1 + line_ends(&String::from_utf8_lossy(valid)) }
    })?;
    let mut nul_lines = Vec::new();
    if text.contains('\0') {
        nul_lines = lines(&text).filter(|(_, line)| line.contains('\0')).map(|(number, _)| number).collect();
        text.retain(|character| character != '\0');
    }
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ReadError::EmptyFile);
    }
    let opening: String = start.chars().take(15).collect::<String>().to_ascii_lowercase();
    if opening.starts_with("<!doctype html") || opening.starts_with("<html") {
        let before = &text[..text.len() - start.len()];
        return Err(ReadError::NotCsvHtml { line: 1 + line_ends(before) });
    }
    Ok(Text { text, bom, nul_lines })
}

/// How many lines end in a text, by LF, CRLF or CR.
pub(super) fn line_ends(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends =
        |(index, &byte): (usize, &u8)| byte == b'\n' || byte == b'\r' && bytes.get(index + 1) != Some(&b'\n');
    bytes.iter().enumerate().filter(|&at| ends(at)).count() as u32
}

/// The lines of a text with their numbers, from 1.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (1..).zip(text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')))
}
