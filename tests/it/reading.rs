//! Kinds of files, each in a few lines: what is understood of them, and what is said of them.

use greengrad::data::source::{MOST_CELLS, MOST_INPUTS};
use greengrad::data::{
    Column, DataSpec, Dataset, DatasetError, DateOrder, Encoding, HeaderChoice, IssueKind, Missing, Parsed,
    ReadChoices, ReadError, Scaling, Span, SplitMethod, SplitSpec, Table, TableReader, Values, legacy,
};
use greengrad::formats::python::to_csv;
use proptest::prelude::*;

use crate::support::{read, read_in_pieces, read_with};

fn codes(parsed: &Parsed) -> Vec<&'static str> {
    parsed.issues.iter().map(|issue| issue.kind.code()).collect()
}

fn lines(parsed: &Parsed, code: &str) -> Vec<u32> {
    let found = parsed.issues.iter().find(|issue| issue.kind.code() == code);
    found.unwrap_or_else(|| panic!("no {code} among {:?}", codes(parsed))).lines.clone()
}

fn cells(column: &Column, rows: usize) -> Vec<String> {
    (0..rows).map(|row| column.text(row)).collect()
}

/// Each column's cells as they are understood.
fn columns(text: &str) -> Vec<Vec<String>> {
    let parsed = read(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
    parsed.table.columns.iter().map(|column| cells(column, parsed.table.rows())).collect()
}

#[test]
fn dates_of_many_kinds() {
    let cases = [
        ("t;x\n13.01.2024 00:00;1\n13.01.2024 01:00;2\n", "2024-01-13T00:00:00"),
        ("t;x\n13. Januar 2024;1\n14. Januar 2024;2\n", "2024-01-13T00:00:00"),
        ("t;x\n5. März 2024;1\n6. März 2024;2\n", "2024-03-05T00:00:00"),
        ("t;x\n13-Dez-23;1\n14-Dez-23;2\n", "2023-12-13T00:00:00"),
        ("t,x\n1/13/2024 1:00 AM,1\n1/14/2024 1:00 PM,2\n", "2024-01-13T01:00:00"),
        ("t,x\n\"Jan 13, 2024\",1\n\"Jan 14, 2024\",2\n", "2024-01-13T00:00:00"),
        ("t,x\n2024年1月13日 8时,1\n2024年1月14日 8时,2\n", "2024-01-13T08:00:00"),
        ("t,x\n20240113,1\n20240114,2\n20240115,3\n", "2024-01-13T00:00:00"),
        ("t,x\n202401130800,1\n202401130900,2\n202401131000,3\n", "2024-01-13T08:00:00"),
        ("t,x\n20240113 0800,1\n20240113 0900,2\n", "2024-01-13T08:00:00"),
        ("time,x\n1705132800,1\n1705136400,2\n", "2024-01-13T08:00:00Z"),
        ("time,x\n1705132800000,1\n1705136400000,2\n", "2024-01-13T08:00:00Z"),
        ("Date,x\n45304.5,1\n45304.75,2\n", "2024-01-13T12:00:00"),
        ("t,x\n2024-01-13T08:00:00+01:00,1\n2024-01-13T09:00:00+01:00,2\n", "2024-01-13T07:00:00Z"),
        (
            "t,x\n13.01.2024 00:00 - 13.01.2024 01:00,1\n13.01.2024 01:00 - 13.01.2024 02:00,2\n",
            "2024-01-13T00:00:00",
        ),
        ("t,x\n2024-01-12 24:00,1\n2024-01-13 01:00,2\n", "2024-01-13T00:00:00"),
        ("t,x\n13/01/24 08:00,1\n13/01/24 09:00,2\n", "2024-01-13T08:00:00"),
        ("t,x\n2024-01,1\n2024-02,2\n", "2024-01-01T00:00:00"),
        ("t,x\nSa 13.01.2024,1\nSo 14.01.2024,2\n", "2024-01-13T00:00:00"),
    ];
    for (text, first) in cases {
        assert_eq!(columns(text)[0][0], first, "{text}");
    }
}

#[test]
fn numbers_of_many_kinds() {
    let cases = [
        ("a;x\nu;1.234,5\nv;2.000,25\n", ["1234.5", "2000.25"]),
        ("a;x\nu;1 234,5\nv;2\u{a0}000,25\n", ["1234.5", "2000.25"]),
        ("a\tx\nu\t1\u{2009}234.5\nv\t2'000.25\n", ["1234.5", "2000.25"]),
        ("a,x\nu,\"1,234\"\nv,\"12,345,678\"\n", ["1234", "12345678"]),
        ("a,x\nu,(12.5)\nv,3\n", ["-12.5", "3"]),
        ("a,x\nu,$12.5\nv,$3\n", ["12.5", "3"]),
        ("a;x\nu;12,5 €\nv;3,0 €\n", ["12.5", "3"]),
        ("a,x\nu,12.5 kWh\nv,3 kWh\n", ["12.5", "3"]),
        ("a,x\nu,１２．５\nv,３\n", ["12.5", "3"]),
        ("a,x\nu,1.5E+03\nv,2e-2\n", ["1500", "0.02"]),
        ("a;x\nu;1,5E+03\nv;2,5e-1\n", ["1500", "0.25"]),
        ("a,x\nu,−1.5\nv,3\n", ["-1.5", "3"]),
    ];
    for (text, expected) in cases {
        assert_eq!(columns(text)[1], expected, "{text}");
    }
    // Codes keep their zeros.
    assert_eq!(columns("zip,x\n00501,1\n10115,2\n")[0], ["00501", "10115"]);
}

#[test]
fn what_stands_around_a_table_is_told_from_it() {
    let text = "Report of the utility\nMeter;4711\n\nZeit;Verbrauch\n;kWh\n01.01.2024 00:00;1,5\n01.01.2024 01:00;1,75\nZeit;Verbrauch\n01.01.2024 02:00;2,5\n\nSumme;5,75\n";
    let parsed = read(text.as_bytes()).unwrap();
    assert_eq!(parsed.table.rows(), 3, "{:?}", parsed.table);
    assert_eq!(parsed.source.header_line, Some(4));
    assert_eq!(parsed.table.columns[1].unit.as_deref(), Some("kWh"));
    assert_eq!(lines(&parsed, "skipped_preamble"), [1, 2]);
    assert_eq!(lines(&parsed, "skipped_units_row"), [5]);
    assert_eq!(lines(&parsed, "repeated_header"), [8]);
    assert_eq!(lines(&parsed, "skipped_blank_rows"), [10]);
    assert_eq!(lines(&parsed, "skipped_footer"), [11]);
    assert_eq!(parsed.table.lines, [6, 7, 9]);

    let two = "t,kw\n2024-01-01,1\n2024-01-02,2\n\nsite,area\nA,12\nB,13\n";
    let parsed = read(two.as_bytes()).unwrap();
    assert_eq!((parsed.table.rows(), lines(&parsed, "second_table")), (2, vec![5, 6, 7]));

    let levels = ",Hall A,,Hall B,\ntime,kWh,degC,kWh,degC\n2024-01-01,1,2,3,4\n2024-01-02,2,3,4,5\n";
    let parsed = read(levels.as_bytes()).unwrap();
    let names: Vec<&str> = parsed.table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["time", "Hall A kWh", "Hall A degC", "Hall B kWh", "Hall B degC"]);
    assert_eq!(lines(&parsed, "two_level_header"), [1, 2]);

    let commented = "#time,kw\n2024-01-01,1\n# a note\n2024-01-02,2\n";
    let parsed = read(commented.as_bytes()).unwrap();
    assert_eq!((parsed.table.columns[0].name.as_str(), parsed.table.rows()), ("time", 2));
    assert_eq!(lines(&parsed, "skipped_comments"), [3]);

    // A first row without any value is no header.
    let parsed = read(b"x,label\n,a\n2.5,a\n4,b\n").unwrap();
    assert_eq!((parsed.table.rows(), parsed.source.header_line), (3, Some(1)));
    // Years as names of columns.
    let parsed = read(b"hour,2019,2020\n0,1.5,2.5\n1,3.5,4.5\n").unwrap();
    assert_eq!(parsed.table.columns[1].name, "2019");
    // A header that lacks the name of the row numbers.
    let parsed = read(b"time,kw\n1,2024-01-01,5\n2,2024-01-02,6\n").unwrap();
    assert_eq!(parsed.table.columns[1].name, "time");
}

#[test]
fn encodings_and_what_a_person_says_of_them() {
    let german = b"Zeit;Z\xe4hler\n01.02.2024;1,5\n14.02.2024;2,5\n";
    let parsed = read(german).unwrap();
    assert_eq!(
        (parsed.source.encoding, parsed.table.columns[1].name.as_str()),
        (Encoding::Windows1252, "Zähler")
    );
    assert!(codes(&parsed).contains(&"encoding_guessed"));
    let wide: Vec<u8> =
        "时间,功率\n2024-01-01,1\n2024-01-02,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let parsed = read(&wide).unwrap();
    assert_eq!((parsed.source.encoding, parsed.table.columns[0].name.as_str()), (Encoding::Utf16Le, "时间"));
    let choices = ReadChoices { encoding: Some(Encoding::Utf8), ..ReadChoices::default() };
    assert_eq!(read_with(german, choices), Err(ReadError::NotUtf8 { line: 1 }));
}

#[test]
fn guesses_can_be_corrected() {
    let text = b"date;x\n03/02/2024;1.480\n04/02/2024;2.910\n";
    let parsed = read(text).unwrap();
    assert_eq!(lines(&parsed, "ambiguous_number_format"), [2, 3]);
    assert!(codes(&parsed).contains(&"ambiguous_date_order"));
    let choices = ReadChoices {
        decimal: Some(','),
        date_order: Some(DateOrder::MonthFirst),
        header: Some(HeaderChoice::None),
        ..ReadChoices::default()
    };
    let parsed = read_with(text, choices).unwrap();
    assert_eq!(parsed.table.rows(), 3);
    let choices =
        ReadChoices { decimal: Some(','), date_order: Some(DateOrder::MonthFirst), ..ReadChoices::default() };
    let parsed = read_with(text, choices).unwrap();
    assert_eq!(cells(&parsed.table.columns[0], 1), ["2024-03-02T00:00:00"]);
    assert_eq!(cells(&parsed.table.columns[1], 2), ["1480", "2910"]);
    assert!(!codes(&parsed).contains(&"ambiguous_date_order"));

    let sentinel = b"t,x\n2024-01-01,1\n2024-01-02,-999\n2024-01-03,3\n2024-01-04,2\n";
    assert_eq!(read(sentinel).unwrap().table.columns[1].missing(4), 0);
    let choices = ReadChoices { sentinels_missing: true, ..ReadChoices::default() };
    assert_eq!(read_with(sentinel, choices).unwrap().table.columns[1].missing(4), 1);

    let days = b"Date,x\n45304,1\n45305,2\n";
    let choices = ReadChoices { keep_numbers: vec!["Date".to_owned()], ..ReadChoices::default() };
    assert!(read_with(days, choices).unwrap().table.columns[0].numbers().is_some());

    let total = b"t,meter_kwh\n1,5\n2,7.5\n3,0\n4,1\n";
    let choices = ReadChoices { differences: vec!["meter_kwh".to_owned()], ..ReadChoices::default() };
    let parsed = read_with(total, choices).unwrap();
    assert_eq!(cells(&parsed.table.columns[2], 4), ["", "2.5", "", "1"]);
}

fn hours(from: &str, skip: &[usize], repeat: &[usize], count: usize) -> String {
    let start: jiff::civil::DateTime = from.parse().unwrap();
    let mut text = "time,kw\n".to_owned();
    for hour in (0..count).filter(|hour| !skip.contains(hour)) {
        let at = start.checked_add(jiff::Span::new().hours(hour as i64)).unwrap();
        for _ in 0..1 + usize::from(repeat.contains(&hour)) {
            text.push_str(&format!("{at},{}\n", hour % 7));
        }
    }
    text
}

#[test]
fn times_are_looked_at_as_a_clock() {
    // The last Sunday of March 2024 in Europe skips 02:00, that of October has it twice.
    let parsed = read(hours("2024-03-31T00:00:00", &[2], &[], 12).as_bytes()).unwrap();
    let spring = parsed.issues.iter().find(|issue| issue.kind.code() == "daylight_saving").unwrap();
    assert!(matches!(spring.kind, IssueKind::DaylightSaving { repeated: 0, skipped: 1, .. }));
    assert_eq!(spring.lines, [4]);
    assert!(!codes(&parsed).contains(&"time_gaps"));
    let parsed = read(hours("2024-10-27T00:00:00", &[], &[2], 12).as_bytes()).unwrap();
    assert_eq!(lines(&parsed, "duplicate_timestamps"), [4, 5]);
    assert_eq!(lines(&parsed, "daylight_saving"), [4, 5]);
    // On any other day these are a gap and a repeat.
    let parsed = read(hours("2024-05-05T00:00:00", &[2, 3], &[6], 12).as_bytes()).unwrap();
    let gap = parsed.issues.iter().find(|issue| issue.kind.code() == "time_gaps").unwrap();
    assert_eq!(
        (gap.kind.clone(), gap.lines.as_slice()),
        (IssueKind::TimeGaps { step_seconds: 3600, missing: 2 }, &[4][..])
    );
    assert!(!codes(&parsed).contains(&"daylight_saving"));
    // Newest first is one thing, disorder another.
    let parsed = read(b"t,x\n2024-01-03,1\n2024-01-02,2\n2024-01-01,3\n").unwrap();
    assert!(codes(&parsed).contains(&"newest_first"));
    let parsed = read(b"t,x\n2024-01-03,1\n2024-01-01,2\n2024-01-02,3\n").unwrap();
    assert_eq!(lines(&parsed, "unsorted_timestamps"), [3]);
    let parsed =
        read(b"t,x\n2024-01-03,1\n2024-01-04,2\n2024-01-09,3\n2024-01-20,3\n2024-01-22,3\n").unwrap();
    assert!(codes(&parsed).contains(&"irregular_steps"));
}

#[test]
fn a_date_and_a_clock_time_are_joined() {
    for (text, second, ending) in [
        ("day,hhmm,kw\n20240113,0015,1\n20240113,0030,2\n20240114,0045,3\n", "2024-01-13T00:30:00", false),
        ("Datum;Uhrzeit;kW\n13.01.2024;8:15;1\n13.01.2024;8:30;2\n", "2024-01-13T08:30:00", false),
        ("日期,时间,功率\n2024年1月13日,8时15分,1\n2024年1月13日,8时30分,2\n", "2024-01-13T08:30:00", false),
        ("date,hour,kw\n2024-01-13,1,5\n2024-01-13,24,6\n", "2024-01-13T23:00:00", true),
        ("date,hour,kw\n2024-01-13,0,5\n2024-01-13,23,6\n", "2024-01-13T23:00:00", false),
    ] {
        let parsed = read(text.as_bytes()).unwrap();
        let joined = parsed.table.columns.last().unwrap();
        assert!(joined.derived, "{text}");
        assert_eq!(joined.text(1), second, "{text}");
        let told = parsed.issues.iter().any(|issue| {
            matches!(issue.kind, IssueKind::DateTimeJoined { hour_ending, .. } if hour_ending == ending)
        });
        assert!(told, "{text}");
    }
}

/// A long file whose first megabyte misleads: a sensor that comes late, a column of numbers that turns to words, and
/// dates that show their order only later.
#[test]
fn a_long_file_may_turn_out_otherwise() {
    let mut text = "date;late;turns;x\n".to_owned();
    let rows = 120_000_usize;
    for row in 0..rows {
        let (day, month) =
            if row < 60_000 { (1 + row % 12, 1 + row % 12) } else { (13 + row % 10, 1 + row % 12) };
        let late = if row < 60_000 { String::new() } else { format!("{},5", row % 10) };
        let turns = if row < 60_000 { "7" } else { ["cold", "warm"][row % 2] };
        text.push_str(&format!("{day:02}/{month:02}/2024;{late};{turns};{}\n", row % 100));
    }
    assert!(text.len() > 2 << 20);
    let parsed = read_in_pieces(text.as_bytes(), 1 << 16).unwrap();
    let table = &parsed.table;
    assert_eq!(table.rows(), rows);
    assert_eq!(table.columns[0].text(60_000), "2024-01-13T00:00:00");
    assert_eq!(table.columns[0].missing(rows), 0);
    assert_eq!(table.columns[1].missing(rows), 60_000);
    assert_eq!(table.columns[1].text(60_001), "1.5");
    assert!(matches!(&table.columns[2].values, Values::Category { labels, .. } if labels.len() == 3));
    assert_eq!(table.columns[3].numbers().unwrap().iter().sum::<f64>(), 49.5 * rows as f64);
}

#[test]
fn a_doubt_names_its_lines_once() {
    let parsed =
        read(b"t,x\n1,5\n2,none\n3,7\n4,8\n5,9\n6,inf\n7,1\n8,2\n9,3\n10,4\n11,n/a\n12,5\n").unwrap();
    assert_eq!(lines(&parsed, "missing_tokens"), [3, 12]);
    assert_eq!(lines(&parsed, "non_finite_values"), [7]);
}

/// A table as comma-separated text, in the form in which [`read`] gives back the same table.
fn written(parsed: &Parsed) -> Vec<u8> {
    let table = &parsed.table;
    let own: Vec<&Column> = table.columns.iter().filter(|column| !column.derived).collect();
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    writer.write_record(own.iter().map(|column| column.name.as_str())).unwrap();
    for row in 0..table.rows() {
        writer.write_record(own.iter().map(|column| column.text(row))).unwrap();
    }
    writer.into_inner().unwrap()
}

fn lengths_agree(parsed: &Parsed) -> bool {
    let rows = parsed.table.rows();
    parsed.table.columns.iter().all(|column| {
        rows == match &column.values {
            Values::Number(values) => values.len(),
            Values::Datetime { milliseconds, .. } => milliseconds.len(),
            Values::Category { codes, .. } => codes.len(),
            Values::Text(values) => values.len(),
            Values::Empty => rows,
        }
    })
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

    /// No bytes make it panic, and no column is shorter than the table; cutting the bytes elsewhere changes nothing.
    #[test]
    fn no_bytes_break_it(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        text in "[0-9a,;\t\r\n\"|. :/年月日TZ%$()#-]{0,200}",
        table in "((([0-9]{1,4}|[a-z]{0,3}|20[0-9]{2}-0[1-9]-1[0-9]|[0-3][0-9][./][01][0-9][./]2024|-|\"[a-z\n]{0,4}\"|[0-9]{1,3}[.,][0-9]{3})[,;]){2,4}\n){1,12}",
        piece in 1_usize..40,
    ) {
        for bytes in [bytes.as_slice(), text.as_bytes(), table.as_bytes()] {
            let whole = read(bytes);
            // As text, in which NaN is NaN.
            prop_assert_eq!(format!("{whole:?}"), format!("{:?}", read_in_pieces(bytes, piece)));
            if let Ok(parsed) = whole {
                prop_assert!(lengths_agree(&parsed));
                let infinite = parsed.table.columns.iter().filter_map(Column::numbers).flatten().any(|number| number.is_infinite());
                prop_assert!(!infinite);
            }
        }
    }

    /// A table of the kinds that are read can be written and read again to the same table.
    #[test]
    fn a_table_survives_writing_and_reading(
        rows in proptest::collection::vec((0_i64..40_000, -1e9..1e9_f64, proptest::option::of(-500..500_i32), "[a-d]{1}"), 3..60),
    ) {
        let mut text = "when,amount,maybe,label\n".to_owned();
        for (day, amount, maybe, label) in &rows {
            let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(*day)).unwrap();
            let maybe = maybe.map(|number| number.to_string()).unwrap_or_default();
            text.push_str(&format!("{date},{amount},{maybe},{label}\n"));
        }
        let first = read(text.as_bytes()).unwrap();
        let second = read(&written(&first)).unwrap();
        prop_assert_eq!(first.table.columns.len(), second.table.columns.len());
        for (a, b) in first.table.columns.iter().zip(&second.table.columns) {
            prop_assert_eq!(a.name.as_str(), b.name.as_str());
            prop_assert_eq!(a.kind(), b.kind());
            prop_assert_eq!(cells(a, first.table.rows()), cells(b, second.table.rows()));
        }
    }
}

/// The examples are read by a reader of their own in the page; it must not see them differently.
#[test]
fn the_examples_are_the_same_to_both_readers() {
    for example in greengrad::session::Example::every() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(example.path());
        let text = std::fs::read_to_string(path).unwrap();
        let plain = greengrad::data::read_plain(&text);
        let full = read(text.as_bytes()).unwrap().table;
        assert_eq!(format!("{plain:?}"), format!("{full:?}"), "{}", example.id());
    }
}

/// One table as three kinds of spreadsheet, written by openpyxl 3.1, xlwt 1.3 and odfpy 1.4: 240 hours from 2024-01-29,
/// their sum by Python's `sum`.
#[test]
fn spreadsheets_are_read_sheet_by_sheet() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/spreadsheets");
    for (name, format) in [("load.xlsx", "xlsx"), ("load.xls", "xls"), ("load.ods", "ods")] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        assert!(greengrad::data::is_spreadsheet(&bytes), "{name}");
        let sheet = greengrad::data::spreadsheet::read_sheet(bytes.clone(), None).unwrap();
        assert_eq!((sheet.sheets.format.as_str(), sheet.sheets.chosen.as_str()), (format, "Load"));
        let table = read(sheet.text.as_bytes()).unwrap().table;
        assert_eq!(table.rows(), 240, "{name}");
        assert_eq!(table.columns[0].text(0), "2024-01-29T00:00:00", "{name}");
        assert_eq!(table.columns[0].text(239), "2024-02-07T23:00:00", "{name}");
        assert_eq!(table.columns[1].numbers().unwrap().iter().sum::<f64>(), 3210.0, "{name}");
        assert_eq!(table.columns[2].text(5 * 24), "weekend", "{name}");
        // A line is a row of the sheet.
        assert_eq!(table.lines[0], 2);
    }
    let bytes = std::fs::read(folder.join("load.xlsx")).unwrap();
    let sheet = greengrad::data::spreadsheet::read_sheet(bytes, Some("Tariff")).unwrap();
    assert_eq!(sheet.sheets.names, ["Notes", "Load", "Tariff"]);
    assert_eq!(read(sheet.text.as_bytes()).unwrap().table.rows(), 24);
    let error =
        greengrad::data::spreadsheet::read_sheet(b"PK\x03\x04 no spreadsheet".to_vec(), None).unwrap_err();
    assert_eq!(error, ReadError::NotText { format: "zip".to_owned() });
}

/// Two cells, the first and the last of a sheet (written by openpyxl 3.1): what lies between is in no memory, and the text would not fit
/// into any. In another sheet they are a million rows apart, which are read.
#[test]
fn cells_that_are_far_apart_are_refused_or_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/spreadsheets");
    let bytes = std::fs::read(folder.join("far.xlsx")).unwrap();
    let error = greengrad::data::spreadsheet::read_sheet(bytes.clone(), None).unwrap_err();
    assert_eq!(error, ReadError::TooLarge { limit: MOST_CELLS, columns: 16_384 });
    let sheet = greengrad::data::spreadsheet::read_sheet(bytes, Some("Tall")).unwrap();
    let table = read(sheet.text.as_bytes()).unwrap().table;
    assert_eq!((table.rows(), table.lines.last()), (2, Some(&1_000_000)));
}

/// What cannot fit is refused by its first megabyte, not when all of it has been read.
#[test]
fn a_file_that_is_far_too_large_is_refused_at_once() {
    let rows = "2024-01-01,1.5,2.5\n".repeat(60_000);
    let text = format!("day,load,temp\n{rows}");
    let mut reader = TableReader::new(3 << 30, ReadChoices::default(), legacy::decoder);
    assert_eq!(reader.chunk(text.as_bytes()), Err(ReadError::TooLarge { limit: MOST_CELLS, columns: 3 }));
}

/// 50 labels are 50 inputs: 1.4 million rows of them are read, and are more than a network can be given.
#[test]
fn more_inputs_than_fit_are_refused() {
    let rows = 1_400_000_u32;
    let labels: Vec<String> = (0..50).map(|label| format!("label {label:02}")).collect();
    let column = |name: &str, values| Column { name: name.to_owned(), values, unit: None, derived: false };
    let codes = (0..rows).map(|row| Some(row % 50)).collect();
    let table = Table {
        columns: vec![
            column("label", Values::Category { labels, codes }),
            column("load", Values::Number((0..rows).map(f64::from).collect())),
        ],
        lines: (0..rows).collect(),
    };
    let spec = DataSpec {
        targets: vec!["load".to_owned()],
        features: vec!["label".to_owned()],
        time: None,
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::LeaveOut,
        season: false,
        scaling: Scaling::Standard,
        split: SplitSpec { method: SplitMethod::Random { seed: 1 }, test_share: 0.2, validation_share: 0.0 },
    };
    let (rows, limit) = (u64::from(rows), MOST_INPUTS);
    assert_eq!(
        Dataset::new(table.clone(), &spec).err(),
        Some(DatasetError::TooLarge { rows, inputs: 50, limit })
    );
}

/// Loggers state the form of the date beside the units; the row below the header is no header.
#[test]
fn a_row_of_units_may_hold_forms_of_dates() {
    let mut text = "Lastgang\n\nDatum;Uhrzeit;Leistung;Temperatur\nTT.MM.JJJJ;hh:mm;kW;°C\n".to_owned();
    for hour in 0..48 {
        text.push_str(&format!("{:02}.03.2024;{:02}:00;{},5;7,25\n", 1 + hour / 24, hour % 24, 100 + hour));
    }
    let parsed = crate::support::read(text.as_bytes()).unwrap();
    assert_eq!(parsed.table.rows(), 48);
    let power = parsed.table.column("Leistung").unwrap();
    assert_eq!(power.unit.as_deref(), Some("kW"));
    assert_eq!(power.numbers().unwrap()[1], 101.5);
    assert!(parsed.table.time_column().is_some_and(|time| time.derived));
}

/// What a spreadsheet would carry out is guarded in the files that are written, and comes back as it was.
#[test]
fn texts_that_look_like_formulas_come_back_through_a_file_of_ours() {
    let texts = ["=HYPERLINK(\"x\")", "+1 a", "-b", "@c", "'=d", "'e", "f=g"];
    let mut file = "\"=name\",value\n".to_owned();
    for (row, text) in texts.iter().cycle().take(42).enumerate() {
        file += &format!("\"{}\",{}\n", text.replace('"', "\"\""), row as f64 - 20.5);
    }
    let first = read(file.as_bytes()).unwrap().table;
    let written = to_csv(&first);
    for line in written.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        assert!(!cells[0].trim_start_matches('"').starts_with(['=', '+', '-', '@']), "{line}");
        assert!(!cells[cells.len() - 1].starts_with('\''), "a number stands as it is: {line}");
    }
    assert!(written.contains("\n'-b,") && written.contains(",-18.5"));
    let second = read(written.as_bytes()).unwrap().table;
    assert_eq!(first.columns[0].name, "=name");
    assert_eq!(second.columns, first.columns);
    // "'=d" in a file of somebody else is "=d" to us, as it is to a spreadsheet.
    assert_eq!(first.columns[0].distinct(), Some(7));
}

/// A thousand where a decimal mark was meant is named by line; heavy tails and sentinels are not.
#[test]
fn a_value_far_from_all_others_is_named() {
    let far = |values: &[&str]| {
        let text = format!("x,y\n{}", values.iter().map(|value| format!("{value},1\n")).collect::<String>());
        let issues = read(text.as_bytes()).unwrap().issues;
        issues.into_iter().find_map(|issue| match issue.kind {
            IssueKind::FarFromRest { value, least, most } => Some((value, least, most, issue.lines)),
            _ => None,
        })
    };
    let temperatures =
        ["20.5", "31.2", "23.5", "24.1", "22.8", "26.0", "27.7", "25.1", "29.4", "21.9", "28.3"];
    let with = |more: &[&'static str]| [&temperatures[..], more].concat();
    assert_eq!(far(&with(&["1234.5", "22.2"])), Some((1234.5, 20.5, 31.2, vec![13])));
    assert_eq!(far(&with(&["-1234.5", "24.0"])), Some((-1234.5, 20.5, 31.2, vec![13])));
    assert_eq!(far(&with(&["45", "-3"])), None);
    assert_eq!(far(&with(&["-999", "24.0"])), None);
    // Rain: seldom, and sometimes much.
    assert_eq!(
        far(&["0", "0", "0", "0", "0", "0", "0", "0", "0.2", "1.4", "0", "6", "31", "0", "2.1"]),
        None
    );
    assert_eq!(far(&["1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "5"]), None);
}
