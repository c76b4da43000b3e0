//! Spreadsheets: a sheet becomes comma-separated text, a line a row, so that it goes the way of all other files and
//! "line 7" is row 7 of the sheet.

use std::io::Cursor;

use calamine::{CellErrorType, Data, Reader, Sheets as Book, open_workbook_auto_from_rs};

use super::{ReadError, Sheets};

/// A sheet as text.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetText {
    /// The text, comma-separated, every cell of words in quotes.
    pub text: String,
    /// The sheets of the file, and which this is.
    pub sheets: Sheets,
}

/// Opens an xlsx, xlsb, xls or ods file and reads a sheet: that of the name, or the first that holds a table (two rows
/// and two columns), or else the first.
///
/// # Errors
/// [`ReadError::NotText`] where the file is no spreadsheet, and [`ReadError::EmptyFile`] where it has no sheet.
pub fn read_sheet(bytes: Vec<u8>, wanted: Option<&str>) -> Result<SheetText, ReadError> {
    let container = if bytes.starts_with(b"PK") { "zip" } else { "xls" };
    let not_one = |_| ReadError::NotText { format: container.to_owned() };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(not_one)?;
    let format = match book {
        Book::Xls(_) => "xls",
        Book::Xlsx(_) => "xlsx",
        Book::Xlsb(_) => "xlsb",
        Book::Ods(_) => "ods",
    };
    let names = book.sheet_names();
    let mut first = None;
    for name in names.iter().filter(|name| wanted.is_none_or(|wanted| wanted == name.as_str())) {
        let Ok(range) = book.worksheet_range(name) else { continue };
        let (rows, columns) = range.get_size();
        let is_table = rows > 1 && columns > 1;
        if first.is_none() || is_table {
            first = Some((name.clone(), range));
        }
        if is_table {
            break;
        }
    }
    let Some((chosen, range)) = first else { return Err(ReadError::EmptyFile) };
    let mut text = String::new();
    // Rows above the first that is used count as lines.
    let above = range.start().map_or(0, |(row, _)| row);
    (0..above).for_each(|_| text.push('\n'));
    for row in range.rows() {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            write_cell(cell, &mut text);
        }
        text.push('\n');
    }
    Ok(SheetText { text, sheets: Sheets { format: format.to_owned(), names, chosen } })
}

fn write_cell(cell: &Data, text: &mut String) {
    match cell {
        Data::Empty => {}
        Data::Int(number) => text.push_str(&number.to_string()),
        Data::Float(number) => text.push_str(&number.to_string()),
        Data::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Data::DateTime(at) if at.is_duration() => {
            let seconds = (at.as_f64() * 86_400.0).round() as i64;
            text.push_str(&format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
        }
        // A time of day without a date.
        Data::DateTime(at) if (0.0..1.0).contains(&at.as_f64()) => {
            let (_, _, _, hour, minute, second, _) = at.to_ymd_hms_milli();
            text.push_str(&format!("{hour:02}:{minute:02}:{second:02}"));
        }
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            text.push_str(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"));
        }
        Data::Error(error) => text.push_str(error_name(error)),
        Data::String(words) | Data::DateTimeIso(words) | Data::DurationIso(words) => {
            text.push('"');
            // A line break in a cell would shift the lines.
            text.push_str(&words.replace('"', "\"\"").replace(['\r', '\n'], " "));
            text.push('"');
        }
    }
}

/// An error as a missing cell is written.
fn error_name(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Num => "#NUM!",
        _ => "#N/A",
    }
}
