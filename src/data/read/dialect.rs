//! Which character separates cells, and which marks decimals: by evidence from the file itself.

use super::cell::{self, Mark};
use super::layout::looks_like_value;
use super::records::{self, Row};

/// The separators that are looked for.
pub(super) const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Records that are looked at.
const SAMPLE: usize = 200;

/// The separator that a first line of `sep=;` states, and the length of that line.
pub(super) fn hint(text: &str) -> Option<(char, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    let stated = line.trim().trim_matches('"').strip_prefix("sep=")?;
    let mut letters = stated.chars();
    let delimiter = match letters.next() {
        Some(letter) => letter,
        // `sep=` and a tab, which the trimming took.
        None if line.contains('\t') => '\t',
        None => return None,
    };
    (delimiter.is_ascii() && letters.next().is_none()).then_some((delimiter, line.len()))
}

/// The separator under which most records have the same number of cells and the cells make most sense.
pub(super) fn delimiter(text: &str, complete: bool) -> char {
    let mut best = (0.0, ',');
    for delimiter in DELIMITERS {
        let score = score(&records::sample(text, delimiter, complete, SAMPLE), delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// The share of records that have the most usual width, times the share of their cells that are values or words in
/// which no other separator stands; 0 where that width is one cell. (The idea of two factors, one for the pattern and
/// one for the types, is van den Burg, Nazábal and Sutton's: *Wrangling messy CSV files*, 2019.)
fn score(rows: &[Row], delimiter: char) -> f64 {
    let widths: Vec<usize> = rows.iter().map(Row::width).filter(|&width| width > 0).collect();
    let same = |width: usize| widths.iter().filter(|&&other| other == width).count();
    let Some((count, width)) = widths.iter().map(|&width| (same(width), width)).max() else { return 0.0 };
    if width < 2 {
        return 0.0;
    }
    let (mut sound, mut cells) = (0.0, 0.0);
    for cell in rows.iter().filter(|row| row.width() == width).flat_map(Row::cells) {
        cells += 1.0;
        let torn = DELIMITERS.iter().any(|&other| other != delimiter && cell.contains(other));
        sound += if looks_like_value(cell) || cell::is_missing(cell) || !torn { 1.0 } else { 0.0 };
        // A cell that keeps a bare quote was torn apart.
        if cell.starts_with('"') {
            sound -= 1.0;
        }
    }
    // More cells say more, where all else is equal.
    (count as f64 / widths.len() as f64) * (sound / cells) + 1e-3 * width.min(50) as f64
}

/// The decimal mark, and whether the numbers leave it open.
pub(super) struct Decimal {
    pub(super) mark: char,
    /// No number proves it, and those that have a mark could be read both ways.
    pub(super) open: bool,
    /// Some number has a mark.
    pub(super) seen: bool,
}

/// The decimal mark by what most numbers prove. Where none does, a mark before exactly three digits is a decimal mark,
/// but for commas in a file that separates cells by commas: these are thousands.
pub(super) fn decimal(rows: &[Row], delimiter: char) -> Decimal {
    let (mut points, mut commas, mut open_points, mut open_commas) = (0, 0, 0, 0);
    for cell in rows.iter().flat_map(Row::cells) {
        match cell::mark(cell) {
            Some(Mark::Decimal('.')) => points += 1,
            Some(Mark::Decimal(_)) => commas += 1,
            Some(Mark::Either('.')) => open_points += 1,
            Some(Mark::Either(_)) => open_commas += 1,
            None => {}
        }
    }
    if points + commas > 0 {
        return Decimal { mark: if commas > points { ',' } else { '.' }, open: false, seen: true };
    }
    let mark = if open_commas > open_points && delimiter != ',' { ',' } else { '.' };
    let open =
        if delimiter == ',' { open_commas > 0 && open_points == 0 } else { open_points + open_commas > 0 };
    Decimal { mark, open, seen: open_points + open_commas > 0 }
}
