//! Which character separates cells, and which marks decimals: by evidence from the file itself.

use super::records::Row;

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Records that are looked at.
const SAMPLE: usize = 100;

/// The separator that divides the first record and under which most records have the same number of cells; among
/// equals, the most cells.
pub(super) fn delimiter(text: &str) -> char {
    let score = |delimiter: char| {
        let mut reader = super::records::reader(delimiter).from_reader(text.as_bytes());
        let widths: Vec<usize> = reader
            .byte_records()
            .take(SAMPLE)
            .filter_map(Result::ok)
            .filter(|record| record.iter().any(|cell| !cell.is_empty()))
            .map(|record| record.len())
            .collect();
        let same = |width: usize| widths.iter().filter(|&&other| other == width).count();
        let most = widths.iter().copied().filter(|&width| width > 1).map(|width| (same(width), width)).max();
        (widths.first().is_some_and(|&width| width > 1), most.unwrap_or((0, 0)))
    };
    DELIMITERS
        .into_iter()
        .map(|delimiter| (score(delimiter), delimiter))
        // `max_by_key` takes the last of equals, so the more usual separator comes last.
        .rev()
        .max_by_key(|&(score, _)| score)
        .map_or(',', |(_, delimiter)| delimiter)
}

/// The decimal mark: a comma where cells are not separated by it and more cells read as `1,5` than as `1.5`.
pub(super) fn decimal(rows: &[Row], delimiter: char) -> char {
    if delimiter == ',' {
        return '.';
    }
    let (mut commas, mut points) = (0_u32, 0_u32);
    for cell in rows.iter().flat_map(|row| row.cells.iter()) {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = cell.trim().trim_start_matches(['-', '+', '−']);
        if let Some((whole, fraction)) = number.split_once(',') {
            // 1.234,5 has its points in front.
            commas += u32::from(digits(fraction) && digits(&whole.replace('.', "")));
        } else if let Some((whole, fraction)) = number.split_once('.') {
            points += u32::from(digits(whole) && digits(fraction));
        }
    }
    if commas > points { ',' } else { '.' }
}
