//! Cells of CSV files for others to open: a spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula and
//! carries it out.

/// A text as a cell of a CSV file (RFC 4180), with an apostrophe in front where a spreadsheet would take it for a formula.
/// [`unguarded`] takes it off again. For texts and names only: a number is written as it stands.
pub fn text_cell(text: &str) -> String {
    // One that has apostrophes already gets one more, or it would come back with one less.
    let guard = if begins_a_formula(text.trim_start_matches('\'')) { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// The text of a cell that [`text_cell`] may have written.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if begins_a_formula(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

fn begins_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_come_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-", "'-"),
            ("@here", "'@here"),
            ("'=1", "''=1"),
            ("'''@", "''''@"),
            ("'tis", "'tis"),
            ("a=b", "a=b"),
            ("", ""),
            ("=\"a\",b", "\"'=\"\"a\"\",b\""),
        ] {
            assert_eq!(text_cell(text), cell);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in "[=+@'a-]{0,6}") {
            let cell = text_cell(&text);
            proptest::prop_assert_eq!(unguarded(&cell), &text);
        }
    }
}
