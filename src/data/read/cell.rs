//! What a single cell says: nothing, or a number as people write it.

use std::borrow::Cow;

use super::units::UNITS;

/// Ways to write that there is no value, in lower case. The empty cell is one too.
const MISSING: [&str; 21] = [
    "",
    "-",
    "--",
    "---",
    "n/a",
    "na",
    "#n/a",
    "nan",
    "null",
    "none",
    "*",
    "?",
    "unknown",
    "unavailable",
    "n/e",
    "–",
    "#value!",
    "#ref!",
    "#div/0!",
    "#name?",
    "#num!",
];

/// Whether a cell says that there is no value.
pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() <= 11 && MISSING.iter().any(|token| token.eq_ignore_ascii_case(cell))
}

/// Full-width letters and digits as ASCII, and every kind of blank as a plain one.
pub(super) fn plain(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() {
        return Cow::Borrowed(cell);
    }
    let plain = |character: char| match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '\u{ffe5}' => '¥',
        '\u{2212}' | '\u{2013}' => '-',
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => ' ',
        '\u{2019}' | '\u{2018}' => '\'',
        other => other,
    };
    Cow::Owned(cell.chars().map(plain).collect())
}

/// The number that a cell holds; infinite where it overflows or says so.
pub(super) fn number(cell: &str, decimal: char) -> Option<f64> {
    number_and_unit(cell, decimal).map(|(value, _)| value)
}

/// The number that a cell holds, and the unit beside it (empty where there is none).
///
/// Understood are a sign (also the typographic minus), parentheses for a negative amount, groups of three digits by
/// comma or dot (the one that is not the decimal mark), apostrophe or any blank, an exponent, a currency or a unit in
/// front or behind, full-width digits, and words for infinity.
pub(super) fn number_and_unit(cell: &str, decimal: char) -> Option<(f64, &'static str)> {
    if let Some(value) = short_number(cell.as_bytes(), decimal) {
        return Some((value, ""));
    }
    let cell = cell.trim();
    if let Some(value) = plain_number(cell)
        && (decimal == '.' || !cell.contains('.'))
    {
        return Some((value, ""));
    }
    // No number is long, and no word is looked at twice.
    if cell.len() > 60 || cell.is_empty() {
        return None;
    }
    let text = plain(cell);
    let text = text.trim();
    let (text, negative) = match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    };
    let starts =
        |text: &str| text.starts_with(|first: char| first.is_ascii_digit() || first == '.' || first == ',');
    let (text, sign) = signed(text);
    if infinite(text) {
        return Some((if sign == Some('-') { f64::NEG_INFINITY } else { f64::INFINITY }, ""));
    }
    let (text, before) = if starts(text) { (text, "") } else { unit_in_front(text) };
    let (text, second) = signed(text);
    let end = text.rfind(|last: char| last.is_ascii_digit() || last == '.').map_or(0, |at| at + 1);
    let (digits, behind) = (&text[..end], text[end..].trim());
    let behind = match behind {
        "" => "",
        behind => UNITS.iter().find(|unit| plain(unit) == behind)?,
    };
    let value = if starts(digits) { grouped(digits, decimal)? } else { return None };
    if sign.is_some() && second.is_some() || negative && (sign.is_some() || second.is_some()) {
        return None;
    }
    let negative = negative || sign == Some('-') || second == Some('-');
    Some((if negative { -value } else { value }, if behind.is_empty() { before } else { behind }))
}

/// The powers of ten that a number of this type holds exactly.
const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// A number of up to 15 digits with at most a minus and a decimal mark, which nearly all are. Both its digits and the
/// power of ten are exact then, so that their quotient is the nearest number (Clinger 1990).
fn short_number(cell: &[u8], decimal: char) -> Option<f64> {
    let (negative, rest) = match cell {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if rest.len() > 16 {
        return None;
    }
    let (mut value, mut digits, mut behind) = (0_u64, 0, None);
    for &byte in rest {
        if byte.is_ascii_digit() {
            value = value * 10 + u64::from(byte - b'0');
            digits += 1;
        } else if char::from(byte) == decimal && behind.is_none() {
            behind = Some(digits);
        } else {
            return None;
        }
    }
    if digits == 0 || digits > 15 {
        return None;
    }
    let value = value as f64 / POWERS[digits - behind.unwrap_or(digits)];
    Some(if negative { -value } else { value })
}

/// The same as [`short_number`] for the first `length` of these bytes, if they are few: all of them at once. `None` is no
/// answer.
pub(super) fn shortest_number(bytes: [u8; 8], length: usize, decimal: char) -> Option<f64> {
    const ALL: u64 = u64::from_le_bytes([1; 8]);
    let bytes = u64::from_le_bytes(bytes);
    let negative = bytes as u8 == b'-';
    let (bytes, length) = if negative { (bytes >> 8, length.wrapping_sub(1)) } else { (bytes, length) };
    if length == 0 || length > 8 - usize::from(negative) || !decimal.is_ascii() {
        return None;
    }
    // The first digit is in the lowest byte: zeros in front of it, and the last digit goes to the highest.
    let bits = 8 * length as u32;
    let mut digits = bytes << (64 - bits) | (ALL * u64::from(b'0')).unbounded_shr(bits);
    // The lowest byte that is the decimal mark.
    let others = digits ^ (ALL * u64::from(decimal as u8));
    let mark = others.wrapping_sub(ALL) & !others & (ALL << 7);
    let mut behind = 0;
    if mark != 0 {
        if length == 1 {
            return None;
        }
        // What stands before it moves into its place.
        let at = mark.trailing_zeros() / 8;
        let before = digits & ((1 << (8 * at)) - 1);
        let after = digits.unbounded_shr(8 * (at + 1)).unbounded_shl(8 * (at + 1));
        digits = after | before << 8 | u64::from(b'0');
        behind = 7 - at as usize;
    }
    let nibbles = ALL * 0xf0;
    let zeros = ALL * u64::from(b'0');
    if digits & nibbles != zeros || digits.wrapping_add(ALL * 6) & nibbles != zeros {
        return None;
    }
    // Neighbours become numbers of two digits, these become numbers of four, and these the whole.
    let digits = digits - zeros;
    let pairs = digits * 10 + (digits >> 8);
    let (even, odd) = (pairs & 0x0000_00ff_0000_00ff, pairs >> 16 & 0x0000_00ff_0000_00ff);
    let value =
        even.wrapping_mul(100 + (1_000_000 << 32)).wrapping_add(odd.wrapping_mul(1 + (10_000 << 32))) >> 32;
    let value = value as f64 / POWERS[behind];
    Some(if negative { -value } else { value })
}

fn signed(text: &str) -> (&str, Option<char>) {
    match text.chars().next() {
        Some(sign @ ('-' | '+')) => (text[1..].trim_start(), Some(sign)),
        _ => (text, None),
    }
}

fn unit_in_front(text: &str) -> (&str, &'static str) {
    const CURRENCIES: [&str; 10] = ["€", "$", "£", "¥", "EUR", "USD", "CHF", "GBP", "CNY", "RMB"];
    CURRENCIES
        .iter()
        .find_map(|currency| Some((text.strip_prefix(currency)?.trim_start(), *currency)))
        .unwrap_or((text, ""))
}

fn infinite(word: &str) -> bool {
    ["inf", "infinity", "∞"].iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// Digits with groups and a decimal mark, without sign.
fn grouped(digits: &str, decimal: char) -> Option<f64> {
    if digits.contains(['e', 'E']) {
        return plain_number(&digits.replace(decimal, "."));
    }
    let (whole, fraction) = match digits.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let other = if decimal == '.' { ',' } else { '.' };
    let group = [other, '\'', ' '].into_iter().find(|&group| whole.contains(group));
    let whole = match group {
        Some(group) => ungroup(whole, group)?,
        None => whole.to_owned(),
    };
    let text = fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"));
    plain_number(&text)
}

/// A number as Rust writes it, but no words such as `inf` and `nan`.
pub(super) fn plain_number(text: &str) -> Option<f64> {
    let mut digits = false;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits = true,
            b'.' | b'-' | b'+' | b'e' | b'E' => {}
            _ => return None,
        }
    }
    if digits { text.parse().ok() } else { None }
}

/// `1.234.567` → `1234567`: groups of three after the first; anything else in it is no number.
fn ungroup(whole: &str, group: char) -> Option<String> {
    let mut groups = whole.split(group);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// What the marks in a number prove about the decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// This mark is the decimal mark.
    Decimal(char),
    /// This mark stands once, before exactly three digits: `1.480` may be 1.48 or 1480.
    Either(char),
}

/// What a cell proves about the decimal mark, where it holds a number with a mark in it.
pub(super) fn mark(cell: &str) -> Option<Mark> {
    let text = plain(cell.trim());
    let text = text.trim().trim_start_matches(['-', '+', '(']);
    if !text.contains(['.', ','])
        || !text.starts_with(|first: char| first.is_ascii_digit() || first == '.' || first == ',')
    {
        return None;
    }
    number(text, '.').or_else(|| number(text, ','))?;
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let (mark, times) = match (points, commas) {
        (_, 0) => ('.', points),
        (0, _) => (',', commas),
        // Both: the last is the decimal mark.
        _ => return Some(Mark::Decimal(if text.rfind('.') > text.rfind(',') { '.' } else { ',' })),
    };
    let other = if mark == '.' { ',' } else { '.' };
    if times > 1 {
        return Some(Mark::Decimal(other));
    }
    let (whole, fraction) = text.split_once(mark)?;
    let behind = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let before = whole.bytes().filter(u8::is_ascii_digit).count();
    let either =
        behind == 3 && (1..=3).contains(&before) && !whole.starts_with('0') && !whole.contains(['\'', ' ']);
    Some(if either { Mark::Either(mark) } else { Mark::Decimal(mark) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let cases = [
            ("1", '.', Some(1.0)),
            (" -1.5 ", '.', Some(-1.5)),
            ("−4.25", '.', Some(-4.25)),
            ("1e3", '.', Some(1000.0)),
            ("1,5e3", ',', Some(1500.0)),
            ("1,234.5", '.', Some(1234.5)),
            ("1,5", '.', None),
            ("1,5", ',', Some(1.5)),
            (".5", '.', Some(0.5)),
            (",5", ',', Some(0.5)),
            ("12.508,4", ',', Some(12508.4)),
            ("-1.234.567,25", ',', Some(-1_234_567.25)),
            ("1'240.5", '.', Some(1240.5)),
            ("12’030.25", '.', Some(12030.25)),
            ("1 234,5", ',', Some(1234.5)),
            ("1\u{202f}234,5", ',', Some(1234.5)),
            ("1\u{a0}234\u{a0}567", '.', Some(1_234_567.0)),
            ("+7", '.', Some(7.0)),
            ("(1,234.50)", '.', Some(-1234.5)),
            ("45%", '.', Some(45.0)),
            ("45 %", '.', Some(45.0)),
            ("$1,200.50", '.', Some(1200.5)),
            ("-$3", '.', Some(-3.0)),
            ("$-3", '.', Some(-3.0)),
            ("€ 12,30", ',', Some(12.3)),
            ("12,30 EUR", ',', Some(12.3)),
            ("CHF 310.15", '.', Some(310.15)),
            ("3.5 kWh", '.', Some(3.5)),
            ("12kW", '.', Some(12.0)),
            ("21.5°C", '.', Some(21.5)),
            ("１２．５", '.', Some(12.5)),
            ("￥30", '.', Some(30.0)),
            ("1e999", '.', Some(f64::INFINITY)),
            ("-Infinity", '.', Some(f64::NEG_INFINITY)),
            ("2024-01-01", '.', None),
            ("12:30", '.', None),
            ("", '.', None),
            ("e", '.', None),
            ("kWh", '.', None),
            ("--5", '.', None),
            ("12 34", '.', None),
            ("3 boxes", '.', None),
            ("(-5)", '.', None),
            ("A12", '.', None),
            ("$", '.', None),
        ];
        for (cell, decimal, expected) in cases {
            assert_eq!(number(cell, decimal), expected, "{cell:?} {decimal:?}");
        }
        assert_eq!(number_and_unit("3.5 kWh", '.'), Some((3.5, "kWh")));
        assert_eq!(number_and_unit("€5", '.'), Some((5.0, "€")));
    }

    #[test]
    fn short_numbers_are_the_nearest_ones() {
        let mut state = 1_u64;
        for round in 0..200_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let digits = (state >> 20) % 10_u64.pow(1 + round % 15);
            let text = format!("{digits:03}");
            let at = (state >> 7) as usize % (text.len() + 1);
            let text = format!("{}{}.{}", if round % 3 == 0 { "-" } else { "" }, &text[..at], &text[at..]);
            let expected: f64 = text.parse().unwrap();
            assert_eq!(
                short_number(text.as_bytes(), '.').map(f64::to_bits),
                Some(expected.to_bits()),
                "{text}"
            );
        }
        for round in 0..60_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let letters = b"0123456789012345678901234567890123456789.-, e/:";
            let text: Vec<u8> = (0..8)
                .map(|at| {
                    letters
                        [(state >> (at * 5 + 8)) as usize % if round % 2 == 0 { 41 } else { letters.len() }]
                })
                .collect();
            let mut text: [u8; 8] = text.try_into().unwrap();
            if round % 5 == 0 {
                text[0] = b'-';
            }
            for length in 0..12 {
                let bits = |value: Option<f64>| value.map(f64::to_bits);
                let short = shortest_number(text, length, '.');
                let Some(cell) = text.get(..length) else {
                    assert_eq!(short, None);
                    continue;
                };
                assert_eq!(bits(short), bits(short_number(cell, '.')), "{cell:?}");
                let comma = shortest_number(text, length, ',');
                assert_eq!(bits(comma), bits(short_number(cell, ',')), "{cell:?}");
            }
        }
        for other in ["", "-", ".", "1.2.3", "1e5", "+1", "1234567890123456", " 1"] {
            assert_eq!(short_number(other.as_bytes(), '.'), None, "{other}");
        }
    }

    #[test]
    fn missing_tokens_ignore_case_and_blanks() {
        for cell in ["", " ", "N/A", "NaN", " null ", "-", "Unknown", "#DIV/0!"] {
            assert!(is_missing(cell), "{cell:?}");
        }
        for cell in ["0", "nana", "none of these", "x"] {
            assert!(!is_missing(cell), "{cell:?}");
        }
    }

    #[test]
    fn marks_prove_what_they_can() {
        let cases = [
            ("1.5", Some(Mark::Decimal('.'))),
            ("1,5", Some(Mark::Decimal(','))),
            ("1.480", Some(Mark::Either('.'))),
            ("1,480", Some(Mark::Either(','))),
            ("0.480", Some(Mark::Decimal('.'))),
            ("1480.125", Some(Mark::Decimal('.'))),
            ("1.234.567", Some(Mark::Decimal(','))),
            ("1,234.5", Some(Mark::Decimal('.'))),
            ("1'240.500", Some(Mark::Decimal('.'))),
            ("15", None),
            ("31.12.2024", None),
            ("a.b", None),
        ];
        for (cell, expected) in cases {
            assert_eq!(mark(cell), expected, "{cell}");
        }
    }
}
