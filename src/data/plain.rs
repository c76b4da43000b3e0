//! The tables that come with the page: comma-separated, one header line, no quotes, ISO times, decimal points. The full
//! reader for people's own files is a module of its own that is loaded when it is first needed; this is all that the
//! first training takes.

use std::collections::HashMap;

use super::column::iso_milliseconds;
use super::{Column, Table, Values};
use crate::numeric::decimal;

/// Reads a table of that form; what is not of it becomes text.
pub fn read_plain(text: &str) -> Table {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let column = |(index, name): (usize, &&str)| {
        let cells: Vec<&str> = rows.iter().map(|row| row.get(index).copied().unwrap_or_default()).collect();
        Column { name: (*name).to_owned(), values: values(&cells), unit: None, derived: false }
    };
    Table { columns: names.iter().enumerate().map(column).collect(), lines: (2..).take(rows.len()).collect() }
}

fn values(cells: &[&str]) -> Values {
    let numbers: Option<Vec<f64>> = cells
        .iter()
        .map(|cell| if cell.is_empty() { Some(f64::NAN) } else { decimal::parse(cell) })
        .collect();
    if let Some(numbers) = numbers {
        return Values::Number(numbers);
    }
    let times: Option<Vec<Option<i64>>> = cells
        .iter()
        .map(|cell| if cell.is_empty() { Some(None) } else { iso_milliseconds(cell).map(Some) })
        .collect();
    if let Some(milliseconds) = times {
        return Values::Datetime { milliseconds, utc: false };
    }
    let mut distinct: Vec<(String, u32)> = Vec::new();
    let mut places: HashMap<&str, u32> = HashMap::new();
    let mut codes = Vec::with_capacity(cells.len());
    for &cell in cells {
        let code = *places.entry(cell).or_insert_with(|| {
            distinct.push((cell.to_owned(), 0));
            distinct.len() as u32 - 1
        });
        distinct[code as usize].1 += 1;
        codes.push(code);
    }
    Values::of_words(distinct, codes)
}
