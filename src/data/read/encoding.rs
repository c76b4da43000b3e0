//! Bytes → text: which encoding a file has, by its byte order mark, then by evidence.

use wide::u8x16;

use crate::data::{Encoding, ReadError};

/// Decodes a text that comes in pieces. What cannot be decoded becomes U+FFFD.
pub trait Decode {
    /// The text of the next bytes; a letter that is cut off waits for the next piece, unless this is the last.
    fn decode(&mut self, bytes: &[u8], last: bool) -> String;
}

/// Makes a decoder of an encoding other than UTF-8.
pub type Decoders = fn(Encoding) -> Box<dyn Decode>;

/// Bytes that are looked through at once.
const PIECE: usize = 4096;

const BYTE_ORDER_MARKS: [(&[u8], Encoding); 3] =
    [(b"\xef\xbb\xbf", Encoding::Utf8), (b"\xff\xfe", Encoding::Utf16Le), (b"\xfe\xff", Encoding::Utf16Be)];

/// The encoding that the first bytes of a file speak for, and the length of its byte order mark.
pub(super) fn detect(sample: &[u8]) -> (Encoding, usize) {
    match BYTE_ORDER_MARKS.iter().find(|(mark, _)| sample.starts_with(mark)) {
        Some((mark, encoding)) => (*encoding, mark.len()),
        None => (without_mark(sample), 0),
    }
}

/// The length of a byte order mark of this encoding.
pub(super) fn mark_length(sample: &[u8], encoding: Encoding) -> usize {
    let own = |(mark, other): &&(&[u8], Encoding)| *other == encoding && sample.starts_with(mark);
    BYTE_ORDER_MARKS.iter().find(own).map_or(0, |(mark, _)| mark.len())
}

fn without_mark(sample: &[u8]) -> Encoding {
    // In UTF-16 every letter, digit and separator of ASCII has a zero byte on one side.
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let many = sample.len() / 8;
    if sample.len() >= 4 && low > many && high * 10 < low {
        return Encoding::Utf16Le;
    }
    if sample.len() >= 4 && high > many && low * 10 < high {
        return Encoding::Utf16Be;
    }
    match std::str::from_utf8(sample) {
        Ok(_) => Encoding::Utf8,
        // A letter that the end of the sample cuts off is no fault.
        Err(error) if error.error_len().is_none() => Encoding::Utf8,
        Err(_) if looks_like_gb18030(sample) => Encoding::Gb18030,
        Err(_) => Encoding::Windows1252,
    }
}

/// Whether the bytes above 127 come in pairs as Chinese has them. In Western text nearly every one stands alone, and a
/// lone one with the letter behind it reads as a rare pair, outside of the common characters.
fn looks_like_gb18030(sample: &[u8]) -> bool {
    let (mut common, mut other) = (0_u32, 0_u32);
    let mut index = 0;
    while let Some(&lead) = sample.get(index) {
        let Some(&trail) = sample.get(index + 1) else { break };
        match (lead, trail) {
            (0..=0x80, _) => index += 1,
            // The characters of GB 2312: symbols and the two levels of hanzi.
            (0xa1..=0xa9 | 0xb0..=0xf7, 0xa1..=0xfe) => {
                common += 1;
                index += 2;
            }
            (0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe) => {
                other += 1;
                index += 2;
            }
            (0x81..=0xfe, 0x30..=0x39) if matches!(sample.get(index + 2), Some(0x81..=0xfe)) => {
                other += 1;
                index += 4;
            }
            _ => return false,
        }
    }
    common > other
}

/// Text as it comes: UTF-8 here, the rest by a decoder that was brought along.
pub(super) struct TextStream {
    decoder: Option<Box<dyn Decode>>,
    /// Bytes of a letter that is not complete yet.
    rest: Vec<u8>,
    /// Lines of the text so far, for the place of a fault.
    lines: u32,
}

impl TextStream {
    pub(super) fn new(encoding: Encoding, decoders: Decoders) -> Self {
        let decoder = (encoding != Encoding::Utf8).then(|| decoders(encoding));
        Self { decoder, rest: Vec::new(), lines: 1 }
    }

    /// The text of the next bytes.
    pub(super) fn decode(&mut self, bytes: &[u8], last: bool) -> Result<String, ReadError> {
        if let Some(decoder) = &mut self.decoder {
            return Ok(decoder.decode(bytes, last));
        }
        let mut own = std::mem::take(&mut self.rest);
        own.extend_from_slice(bytes);
        let text = match String::from_utf8(own) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let cut = error.utf8_error().error_len().is_none() && !last;
                let mut own = error.into_bytes();
                let rest = own.split_off(valid);
                let text = String::from_utf8(own).unwrap_or_default();
                if !cut {
                    return Err(ReadError::NotUtf8 { line: self.lines + line_ends(&text) });
                }
                self.rest = rest;
                text
            }
        };
        self.lines += line_ends(&text);
        Ok(text)
    }
}

/// How many lines end in a text, by LF, CRLF or CR.
pub(super) fn line_ends(text: &str) -> u32 {
    // In pieces, as a browser compiles a function for speed between two of its calls.
    #[inline(never)]
    fn of_piece(piece: &[u8]) -> (u32, u32) {
        let (blocks, rest) = piece.as_chunks();
        let [lf, cr] = [b'\n', b'\r'].map(|end| {
            let in_block =
                |block: &[u8; 16]| u8x16::new(*block).simd_eq(u8x16::splat(end)).to_bitmask().count_ones();
            blocks.iter().map(in_block).sum::<u32>()
                + rest.iter().map(|&byte| u32::from(byte == end)).sum::<u32>()
        });
        (lf, cr)
    }
    let bytes = text.as_bytes();
    let (mut lf, mut cr) = (0, 0);
    for piece in bytes.chunks(PIECE) {
        let (more_lf, more_cr) = of_piece(piece);
        (lf, cr) = (lf + more_lf, cr + more_cr);
    }
    if cr == 0 {
        return lf;
    }
    let alone = |&index: &usize| bytes[index] == b'\r' && bytes.get(index + 1) != Some(&b'\n');
    lf + (0..bytes.len()).filter(alone).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_by_evidence() {
        let cases: [(&[u8], Encoding); 8] = [
            (b"time,kw\n2024-01-01,1\n", Encoding::Utf8),
            ("时间,功率\n".as_bytes(), Encoding::Utf8),
            (b"\xef\xbb\xbfa,b", Encoding::Utf8),
            (b"\xca\xb1\xbc\xe4,\xb9\xa6\xc2\xca\n", Encoding::Gb18030),
            (b"Z\xe4hlerstand;Verbrauch\n", Encoding::Windows1252),
            (b"\xdcberschuss;M\xe4rz;Gr\xf6\xdfe\n", Encoding::Windows1252),
            (b"t\0,\0k\0w\0\n\0", Encoding::Utf16Le),
            (b"\0t\0,\0k\0w\0\n", Encoding::Utf16Be),
        ];
        for (bytes, expected) in cases {
            assert_eq!(detect(bytes).0, expected, "{}", String::from_utf8_lossy(bytes));
        }
        // A sample may end in the middle of a letter.
        assert_eq!(detect(&"时间".as_bytes()[..4]).0, Encoding::Utf8);
    }

    #[test]
    fn a_letter_may_be_cut_and_a_fault_has_a_line() {
        fn none(_: Encoding) -> Box<dyn Decode> {
            panic!("UTF-8 needs no decoder")
        }
        let mut stream = TextStream::new(Encoding::Utf8, none);
        let bytes = "功率\n".as_bytes();
        let text: String = bytes.iter().map(|byte| stream.decode(&[*byte], false).unwrap()).collect();
        assert_eq!(text, "功率\n");
        assert_eq!(stream.decode(b"a\r\nb\xff", false), Err(ReadError::NotUtf8 { line: 3 }));
    }
}
