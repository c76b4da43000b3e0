//! Files as people have them, and what a careful reader makes of each.
//!
//! `fixtures/reading/expected.json` holds what was noted of each file without this code: rows, kinds, missing cells, the
//! first and last value, sums, the doubts that must be told, and why a file must be refused.

use std::path::Path;

use greengrad::data::{Column, IssueKind, TableReader, Values};
use proptest::prelude::*;
use serde_json::Value;

fn same(column: &Column, row: usize, expected: &Value) -> bool {
    let text = column.text(row);
    match expected {
        Value::Null => text.is_empty(),
        Value::Number(number) => text.parse::<f64>().ok() == number.as_f64(),
        other => other.as_str().is_some_and(|expected| expected.trim() == text.trim()),
    }
}

#[test]
fn every_file_is_read_as_a_careful_reader_would() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/reading");
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let cases = expected.as_object().unwrap();
    assert!(cases.len() >= 35);
    for (name, case) in cases {
        let mut reader = TableReader::new();
        // In small pieces, as a large file comes.
        for chunk in std::fs::read(folder.join(name)).unwrap().chunks(7) {
            reader.chunk(chunk).unwrap();
        }
        let parsed = match reader.finish() {
            Ok(parsed) => parsed,
            Err(error) => {
                assert_eq!(case["outcome"], "refuse", "{name}: {error}");
                assert_eq!(case["error"]["code"], error.code(), "{name}");
                assert_eq!(case["error"]["line"].as_u64(), error.line().map(u64::from), "{name}");
                continue;
            }
        };
        assert_eq!(case["outcome"], "load", "{name} was loaded");
        let table = &parsed.table;
        assert_eq!(case["rows"], table.rows(), "{name}");
        for expected in case["columns"].as_array().unwrap() {
            let column = &table.columns[expected["pos"].as_u64().unwrap() as usize - 1];
            let at = format!("{name}: {}", column.name);
            assert!(
                expected["kinds"].as_array().unwrap().iter().any(|other| other == column.kind().code()),
                "{at} is {}",
                column.kind().code()
            );
            assert_eq!(expected["missing"], column.missing(table.rows()), "{at}");
            for (end, row) in [("first", 0), ("last", table.rows() - 1)] {
                if let Some(value) = expected.get(end) {
                    assert!(same(column, row, value), "{at}: {end} is {:?}, not {value}", column.text(row));
                }
            }
            if let (Some(sum), Some(numbers)) = (expected["sum"].as_f64(), column.numbers()) {
                let found: f64 = numbers.iter().filter(|number| !number.is_nan()).sum();
                assert!((found - sum).abs() <= 1e-6 * sum.abs().max(1e-3), "{at}: {found} {sum}");
            }
        }
        for code in case["warnings"].as_array().unwrap() {
            assert!(parsed.issues.iter().any(|issue| issue.kind.code() == code), "{name}: no {code}");
        }
    }
}

fn read(bytes: &[u8]) -> Result<greengrad::data::Parsed, greengrad::data::ReadError> {
    let mut reader = TableReader::new();
    reader.chunk(bytes)?;
    reader.finish()
}

proptest! {
    /// Whatever stands in the cells: what the csv crate writes is read back, cell by cell.
    #[test]
    fn what_was_written_is_read_back(rows in proptest::collection::vec(("[a-z]{1,8}|\"?[ ,;\n\"x]{1,6}z", -1e6..1e6_f64), 2..40)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["word", "amount"]).unwrap();
        for (word, amount) in &rows {
            writer.write_record([word.as_str(), &amount.to_string()]).unwrap();
        }
        let parsed = read(&writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(parsed.table.rows(), rows.len());
        for (row, (word, amount)) in rows.iter().enumerate() {
            prop_assert_eq!(parsed.table.columns[0].text(row), word.trim());
            prop_assert_eq!(parsed.table.columns[1].text(row).parse::<f64>().unwrap(), *amount);
        }
    }

    /// No bytes make it panic, and no column is shorter than the table.
    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "[0-9a,;\t\r\n\"|. -]{0,200}") {
        for bytes in [bytes.as_slice(), text.as_bytes()] {
            if let Ok(parsed) = read(bytes) {
                for column in &parsed.table.columns {
                    let rows = match &column.values {
                        Values::Number(values) => values.len(),
                        Values::Datetime { milliseconds, .. } => milliseconds.len(),
                        Values::Category { codes, .. } => codes.len(),
                        Values::Text(values) => values.len(),
                        Values::Empty => parsed.table.rows(),
                    };
                    prop_assert_eq!(rows, parsed.table.rows());
                }
                let infinite = parsed.table.columns.iter().filter_map(Column::numbers).flatten().any(|number| number.is_infinite());
                prop_assert!(!infinite);
            }
        }
    }
}

#[test]
fn a_doubt_names_its_lines_once() {
    let parsed =
        read(b"t,x\n1,5\n2,none\n3,7\n4,8\n5,9\n6,inf\n7,1\n8,2\n9,3\n10,4\n11,n/a\n12,5\n").unwrap();
    let tokens =
        parsed.issues.iter().find(|issue| matches!(issue.kind, IssueKind::MissingTokens { .. })).unwrap();
    assert_eq!((tokens.lines.as_slice(), tokens.count), (&[3, 12][..], 2));
    let infinite =
        parsed.issues.iter().find(|issue| matches!(issue.kind, IssueKind::NonFiniteValues { .. })).unwrap();
    assert_eq!((infinite.lines.as_slice(), infinite.column.as_deref()), (&[7][..], Some("x")));
}
