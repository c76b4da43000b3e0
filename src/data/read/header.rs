//! The header: whether there is one, and a unique name for every column.

use std::collections::HashSet;

use super::cell;
use super::records::{Records, Row};
use super::time;
use crate::data::{Issue, IssueKind, ReadError};

/// The columns' names and where they stand.
pub(super) struct Header {
    /// Unique, not empty.
    pub(super) names: Vec<String>,
    /// The header's line, where there is one.
    pub(super) line: Option<u32>,
}

/// Takes the header off the records and makes every record as long as it.
pub(super) fn take(records: &mut Records, issues: &mut Vec<Issue>) -> Result<Header, ReadError> {
    let Some(first) = records.rows.first() else { return Err(ReadError::EmptyFile) };
    let has_header = !looks_like_data(first);
    let line = has_header.then_some(first.line);
    let mut names: Vec<String> = if has_header {
        let first = records.rows.remove(0);
        first.cells.iter().map(|name| name.trim().to_owned()).collect()
    } else {
        issues.push(Issue::new(IssueKind::HeaderAssumedAbsent));
        vec![String::new(); first.cells.len()]
    };
    if let (Some(line), true) = (line, records.rows.is_empty()) {
        return Err(ReadError::NoDataRows { line });
    }
    // A header that ends in a separator names a column that no row has.
    if has_header && names.len() > 1 && names.last().is_some_and(String::is_empty) {
        let width = names.len();
        if records.rows.iter().all(|row| row.cells.get(width - 1).is_none_or(|cell| cell.trim().is_empty())) {
            names.pop();
        }
    }
    let width = names.len();
    let is_blank = |cell: &str| cell.trim().is_empty();
    let short = |row: &Row| row.cells.len() < width;
    let long = |row: &Row| row.cells.iter().skip(width).any(|cell| !is_blank(cell));
    let trailing = |row: &Row| row.cells.len() > width && !long(row);
    let found = |wrong: &dyn Fn(&Row) -> bool| {
        let rows: Vec<&Row> = records.rows.iter().filter(|row| wrong(row)).collect();
        (
            rows.first().map_or(0, |row| row.cells.len() as u32),
            rows.iter().map(|row| row.line).collect::<Vec<_>>(),
        )
    };
    let expected = width as u32;
    let (cells, lines) = found(&short);
    issues.extend(Issue::new(IssueKind::RaggedRowPadded { expected, found: cells }).on_lines(lines));
    let (cells, lines) = found(&long);
    issues.extend(Issue::new(IssueKind::RaggedRowExtra { expected, found: cells }).on_lines(lines));
    issues.extend(Issue::new(IssueKind::TrailingDelimiterDropped).on_lines(found(&trailing).1));
    issues.extend(Issue::new(IssueKind::SkippedBlankRows).on_lines(records.blank_lines.iter().copied()));
    if make_unique(&mut names) && has_header {
        issues.extend(Issue::new(IssueKind::DuplicateHeadersRenamed).on_lines(line));
    }
    Ok(Header { names, line })
}

/// Whether a first record holds values rather than names: numbers or times, and not a word.
fn looks_like_data(first: &Row) -> bool {
    let value = |cell: &str| {
        cell::number(cell, '.').is_some() || cell::number(cell, ',').is_some() || time::parse(cell).is_some()
    };
    let mut cells = first
        .cells
        .iter()
        .map(str::trim)
        .filter(|cell| !cell.is_empty() && !cell::is_missing(cell))
        .peekable();
    cells.peek().is_some() && cells.all(value)
}

/// Gives empty and repeated names new ones; says whether any did not have one of its own.
fn make_unique(names: &mut [String]) -> bool {
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let mut seen = HashSet::new();
    let mut renamed = false;
    for (index, name) in names.iter_mut().enumerate() {
        if !name.is_empty() && seen.insert(name.clone()) {
            continue;
        }
        renamed = true;
        let stem =
            if name.is_empty() { format!("column {}", index + 1) } else { format!("{name} ({})", index + 1) };
        let mut fresh = stem.clone();
        for number in 2.. {
            if taken.insert(fresh.clone()) {
                break;
            }
            fresh = format!("{stem} {number}");
        }
        seen.insert(fresh.clone());
        *name = fresh;
    }
    renamed
}
