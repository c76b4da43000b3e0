//! What a single cell says.

/// Ways to write that there is no value, in lower case. The empty cell is one too.
const MISSING: [&str; 16] = [
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
];

/// Whether a cell says that there is no value.
pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() <= 11 && MISSING.contains(&cell.to_ascii_lowercase().as_str())
}

/// The number that a cell holds; infinite where it overflows or says so.
pub(super) fn number(cell: &str, decimal: char) -> Option<f64> {
    let cell = cell.trim();
    if let Ok(plain) = plain_number(cell)
        && (decimal == '.' || !cell.contains('.'))
    {
        return Some(plain);
    }
    let (sign, digits) = match cell.strip_prefix(['-', '−']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, cell.strip_prefix('+').unwrap_or(cell)),
    };
    match digits.to_ascii_lowercase().as_str() {
        "inf" | "infinity" | "∞" => return Some(sign * f64::INFINITY),
        _ => {}
    }
    let group = if decimal == '.' { ',' } else { '.' };
    let (whole, fraction) = match digits.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let whole = ungroup(whole, group)?;
    let text = fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"));
    plain_number(&text).ok().filter(|_| !text.starts_with(['-', '+'])).map(|value| sign * value)
}

/// A number as Rust writes it, but no words such as `inf` and `nan`.
fn plain_number(text: &str) -> Result<f64, ()> {
    let allowed = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    if text.bytes().all(allowed) && text.bytes().any(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| ())
    } else {
        Err(())
    }
}

/// `1.234.567` → `1234567`: groups of three after the first; anything else in it is no number.
fn ungroup(whole: &str, group: char) -> Option<String> {
    if !whole.contains(group) {
        return Some(whole.to_owned());
    }
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
            ("1,234.5", '.', Some(1234.5)),
            ("1,5", '.', None),
            ("1,5", ',', Some(1.5)),
            ("12.508,4", ',', Some(12508.4)),
            ("-1.234.567,25", ',', Some(-1_234_567.25)),
            ("+7", '.', Some(7.0)),
            ("1e999", '.', Some(f64::INFINITY)),
            ("-Infinity", '.', Some(f64::NEG_INFINITY)),
            ("2024-01-01", '.', None),
            ("12:30", '.', None),
            ("", '.', None),
            ("e", '.', None),
            ("kWh", '.', None),
            ("--5", '.', None),
        ];
        for (cell, decimal, expected) in cases {
            assert_eq!(number(cell, decimal), expected, "{cell:?} {decimal:?}");
        }
    }

    #[test]
    fn missing_tokens_ignore_case_and_blanks() {
        for cell in ["", " ", "N/A", "NaN", " null ", "-", "Unknown"] {
            assert!(is_missing(cell), "{cell:?}");
        }
        for cell in ["0", "nana", "none of these", "x"] {
            assert!(!is_missing(cell), "{cell:?}");
        }
    }
}
