//! Spreadsheets: a sheet becomes comma-separated text, a line a row, so that it goes the way of all other files and
//! "line 7" is row 7 of the sheet.

use std::io::{Cursor, Read, Seek};
use std::ops::Range;

use calamine::{Cell, CellErrorType, Data, DataRef, Reader, Sheets as Book, open_workbook_auto_from_rs};

use super::source::MOST_CELLS;
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
/// [`ReadError::NotText`] where the file is no spreadsheet, [`ReadError::EmptyFile`] where it has no sheet, and
/// [`ReadError::TooLarge`] where its cells are too far apart.
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
        let Some(sheet) = Cells::of(&mut book, name) else { continue };
        let is_table = sheet.rows.end - sheet.rows.start > 1 && sheet.columns.end - sheet.columns.start > 1;
        if first.is_none() || is_table {
            first = Some((name.clone(), sheet));
        }
        if is_table {
            break;
        }
    }
    let Some((chosen, sheet)) = first else { return Err(ReadError::EmptyFile) };
    Ok(SheetText { text: sheet.text()?, sheets: Sheets { format: format.to_owned(), names, chosen } })
}

/// The cells of a sheet that hold something. Two of them may be a million rows and all columns apart, so the ones between are
/// nowhere until the text is written.
struct Cells {
    /// Row, column and what is there, row after row.
    cells: Vec<(u32, u32, Data)>,
    rows: Range<u32>,
    columns: Range<u32>,
}

impl Cells {
    /// `None` where the sheet cannot be read.
    fn of<R: Read + Seek>(book: &mut Book<R>, name: &str) -> Option<Self> {
        let mut cells = Vec::new();
        let mut add = |cell: &Cell<DataRef>| {
            let (row, column) = cell.get_position();
            if *cell.get_value() != DataRef::Empty {
                cells.push((row, column, cell.get_value().clone().into()));
            }
        };
        match book {
            Book::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(name).ok()?;
                while let Some(cell) = reader.next_cell().ok()? {
                    add(&cell);
                }
            }
            Book::Xlsb(book) => {
                let mut reader = book.worksheet_cells_reader(name).ok()?;
                while let Some(cell) = reader.next_cell().ok()? {
                    add(&cell);
                }
            }
            // These were read whole as they were opened.
            Book::Xls(_) | Book::Ods(_) => {
                let range = book.worksheet_range(name).ok()?;
                let (above, left) = range.start().unwrap_or_default();
                cells.extend(
                    range
                        .used_cells()
                        .map(|(row, column, cell)| (above + row as u32, left + column as u32, cell.clone())),
                );
            }
        }
        cells.sort_by_key(|&(row, column, _)| (row, column));
        let spans = |all: &mut dyn Iterator<Item = u32>| {
            all.fold(None, |span: Option<Range<u32>>, at| {
                Some(span.map_or(at..at + 1, |span| span.start.min(at)..span.end.max(at + 1)))
            })
        };
        let rows = spans(&mut cells.iter().map(|cell| cell.0)).unwrap_or_default();
        let columns = spans(&mut cells.iter().map(|cell| cell.1)).unwrap_or_default();
        Some(Self { cells, rows, columns })
    }

    /// A line a row, from the first column that is used; rows above the first that is used are lines too.
    fn text(&self) -> Result<String, ReadError> {
        let Self { cells, rows, columns } = self;
        let width = columns.end - columns.start;
        if u64::from(rows.end) * u64::from(width) > MOST_CELLS {
            return Err(ReadError::TooLarge { limit: MOST_CELLS, columns: width });
        }
        let mut text = String::new();
        (0..rows.start).for_each(|_| text.push('\n'));
        let mut next = cells.iter().peekable();
        for row in rows.clone() {
            for column in columns.clone() {
                if column > columns.start {
                    text.push(',');
                }
                while let Some((.., cell)) = next.next_if(|cell| (cell.0, cell.1) == (row, column)) {
                    write_cell(cell, &mut text);
                }
            }
            text.push('\n');
        }
        Ok(text)
    }
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
