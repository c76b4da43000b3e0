//! Where the table begins in its file: what stands above it, its header, its units, and its columns' names.

use std::collections::HashSet;

use super::DateOrder;
use super::HeaderChoice;
use super::cell;
use super::records::Row;
use super::time;
use super::units::{is_time_form, is_unit};
use crate::data::{Issue, IssueKind, ReadError, unguarded};

/// Where the table begins and what its columns are called.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Unique, not empty.
    pub(super) names: Vec<String>,
    /// The unit that a row of units states for each column; empty where there is none.
    pub(super) units: Vec<String>,
    /// The header's line, where there is one.
    pub(super) header_line: Option<u32>,
    /// The header's cells, by which a header that is repeated is known.
    pub(super) header: Vec<String>,
    /// The line of the first data row.
    pub(super) first_line: u32,
    /// Which columns hold values (numbers, times) rather than words.
    pub(super) typed: Vec<bool>,
    /// Whether `#` begins a comment.
    pub(super) comments: bool,
}

/// The share of values above which a column holds values.
const TYPED: f64 = 0.6;

/// Whether a cell holds a number, a time or a clock rather than words.
pub(super) fn looks_like_value(cell: &str) -> bool {
    !cell.is_empty()
        && cell.contains(|character: char| character.is_numeric() || character == '∞')
        && (cell::number(cell, '.').is_some()
            || cell::number(cell, ',').is_some()
            || time::parse(cell, DateOrder::DayFirst).is_some()
            || time::parse(cell, DateOrder::MonthFirst).is_some()
            || time::time_of_day(cell).is_some()
            || time::duration_hours(cell).is_some())
}

/// What a sample of rows tells about each column.
struct Columns {
    /// The most usual number of cells.
    width: usize,
    typed: Vec<bool>,
    /// The share of values in each column.
    share: Vec<f64>,
}

impl Columns {
    fn of(rows: &[&Row]) -> Self {
        // Rows at the end of the sample are more likely the table than those at its beginning; the first may be a header.
        let body = &rows[(rows.len() / 4).max(usize::from(rows.len() > 1))..];
        let mut widths: Vec<usize> = body.iter().map(|row| row.len()).collect();
        widths.sort_unstable();
        let count = |width: usize| widths.iter().filter(|&&other| other == width).count();
        let width = widths.iter().copied().max_by_key(|&width| (count(width), width)).unwrap_or(0);
        // Rows of words only are headers and notes, unless all are.
        let of_width: Vec<&Row> = body.iter().copied().filter(|row| row.len() == width).collect();
        let mut telling: Vec<&Row> =
            of_width.iter().copied().filter(|row| row.cells().any(looks_like_value)).collect();
        if telling.is_empty() {
            telling = of_width;
        }
        let share: Vec<f64> = (0..width)
            .map(|column| {
                let (mut said, mut values) = (0.0, 0.0);
                for row in &telling {
                    let cell = row.cell(column);
                    if !cell::is_missing(cell) {
                        said += 1.0;
                        values += f64::from(u8::from(looks_like_value(cell)));
                    }
                }
                if said > 0.0 { values / said } else { 0.0 }
            })
            .collect();
        Self { width, typed: share.iter().map(|&share| share >= TYPED).collect(), share }
    }

    /// Whether a row's cells are values where the columns have values.
    fn fits(&self, row: &Row) -> bool {
        let (mut said, mut values) = (0, 0);
        for column in (0..self.width).filter(|&column| self.typed[column]) {
            let cell = row.cell(column);
            if !cell.is_empty() {
                said += 1;
                values += usize::from(looks_like_value(cell) || cell::is_missing(cell) && cell != "-");
            }
        }
        values > 0 && values * 2 > said
    }

    /// Whether a row of the table's width says nothing where the columns have values: a name would be a word there.
    fn lacks_values(&self, row: &Row) -> bool {
        let mut typed = (0..self.width).filter(|&column| self.typed[column]);
        row.len() == self.width && typed.all(|column| cell::is_missing(row.cell(column)))
    }

    /// Whether a first row names columns although some of its names are numbers (`hour,2019,2020`).
    fn names_numbers(&self, row: &Row) -> bool {
        (0..self.width).any(|column| {
            let cell = row.cell(column);
            self.share[column] >= 0.9 && !cell::is_missing(cell) && !looks_like_value(cell)
        })
    }
}

/// Finds the table among the first rows of a file.
pub(super) fn find(
    rows: &[Row],
    choice: Option<HeaderChoice>,
    issues: &mut Vec<Issue>,
) -> Result<Layout, ReadError> {
    let filled: Vec<&Row> = rows.iter().filter(|row| row.width() > 0).collect();
    let comments = has_comments(&filled);
    let is_comment = |row: &Row| comments && row.cell(0).starts_with('#');
    let body: Vec<&Row> = filled.iter().copied().filter(|row| !is_comment(row)).collect();
    let Some(&first) = body.first().or(filled.first()) else { return Err(ReadError::EmptyFile) };
    let columns = Columns::of(if body.is_empty() { &filled } else { &body });
    let (header, data) = match choice {
        Some(HeaderChoice::Line(line)) => {
            let header = filled.iter().copied().find(|row| row.line >= line);
            let after = header.map_or(0, |header| header.line);
            (header, body.iter().copied().find(|row| row.line > after))
        }
        Some(HeaderChoice::None) => (None, Some(first)),
        None => guess(&body, &columns, comments.then_some(&filled)),
    };
    let Some(mut data) = data else {
        return Err(ReadError::NoDataRows { line: header.unwrap_or(first).line });
    };
    let mut units = Vec::new();
    if let Some(header) = header
        && is_units_row(data, header, &columns)
    {
        let next = body.iter().copied().find(|row| row.line > data.line);
        if let Some(next) = next {
            issues.extend(Issue::new(IssueKind::SkippedUnitsRow).on_lines([data.line]));
            units = data
                .cells()
                .map(|cell| if is_unit(cell) { cell.to_owned() } else { String::new() })
                .collect();
            data = next;
        }
    }
    let above = header.unwrap_or(data).line;
    let upper = header.and_then(|header| upper_header(&body, header));
    let preamble = filled
        .iter()
        .filter(|row| row.line < above && upper.is_none_or(|upper| upper.line != row.line))
        .flat_map(|row| row.line..row.line + row.lines);
    issues.extend(Issue::new(IssueKind::SkippedPreamble).on_lines(preamble));
    let mut names: Vec<String> = match header {
        Some(header) => {
            header.cells().map(|name| unguarded(name.trim_start_matches('#').trim()).to_owned()).collect()
        }
        None => {
            issues.push(Issue::new(IssueKind::HeaderAssumedAbsent));
            vec![String::new(); columns.width.max(data.len())]
        }
    };
    if let (Some(header), Some(upper)) = (header, upper) {
        join_levels(&mut names, upper);
        issues.extend(Issue::new(IssueKind::TwoLevelHeader).on_lines([upper.line, header.line]));
    }
    if header.is_some() {
        fit_names(&mut names, &body, data.line);
    }
    let original = header.map(|header| header.cells().map(str::to_owned).collect()).unwrap_or_default();
    if make_unique(&mut names) && header.is_some() {
        issues.extend(
            Issue::new(IssueKind::DuplicateHeadersRenamed).on_lines(header.map(|header| header.line)),
        );
    }
    units.resize(names.len(), String::new());
    let mut typed = columns.typed;
    typed.resize(names.len(), false);
    Ok(Layout {
        names,
        units,
        header_line: header.map(|header| header.line),
        header: original,
        first_line: data.line,
        typed,
        comments,
    })
}

/// A header by what the rows below it hold, and the first data row.
fn guess<'r>(
    body: &[&'r Row],
    columns: &Columns,
    with_comments: Option<&Vec<&'r Row>>,
) -> (Option<&'r Row>, Option<&'r Row>) {
    let Some(&first) = body.first() else { return (None, None) };
    if !columns.typed.contains(&true) {
        // Words only: the first row of the table's width names them.
        let header = body.iter().copied().find(|row| row.len() == columns.width).unwrap_or(first);
        if body.len() == 1 && header.cells().all(|cell| looks_like_value(cell) || cell.is_empty()) {
            return (None, Some(header));
        }
        return (Some(header), body.iter().copied().find(|row| row.line > header.line));
    }
    let mut data = body.iter().position(|row| columns.fits(row)).unwrap_or(0);
    // A row that lacks all values is data too, where the row above it could be the header.
    while data > 1 && columns.lacks_values(body[data - 1]) && body[data - 2].len() >= columns.width {
        data -= 1;
    }
    if data == 0 {
        if columns.names_numbers(first) && body.len() > 1 {
            return (Some(first), Some(body[1]));
        }
        // A header behind `#`: the last comment above the data, if it divides as the data do.
        let names = with_comments.into_iter().flatten().copied().rfind(|row| row.line < first.line);
        return match names.filter(|row| row.len() == columns.width && columns.width > 1) {
            Some(header) => (Some(header), Some(first)),
            None if body.len() == 1 && columns.names_numbers(first) => (Some(first), None),
            None => (None, Some(first)),
        };
    }
    // The nearest row above, but one further up where that is a row of units.
    let above = body[data - 1];
    if data >= 2 && is_units_row(above, body[data - 2], columns) {
        return (Some(body[data - 2]), Some(above));
    }
    (Some(above), Some(body[data]))
}

/// `#` begins a comment where the first row begins with it, or few rows do.
fn has_comments(rows: &[&Row]) -> bool {
    let is_marked = |row: &&&Row| row.cell(0).starts_with('#');
    let marked = rows.iter().filter(is_marked).count();
    marked > 0
        && marked < rows.len()
        && (rows.first().is_some_and(|row| is_marked(&row)) || marked * 2 < rows.len())
}

/// Whether a row below the header states units: every cell is a unit, the form of a time, a dash or empty, and one is
/// a unit.
fn is_units_row(row: &Row, header: &Row, columns: &Columns) -> bool {
    row.len() <= header.len().max(columns.width)
        && row.cells().any(is_unit)
        && row.cells().all(|cell| is_unit(cell) || is_time_form(cell) || cell::is_missing(cell))
}

/// The row above a header that groups its columns: the header repeats names, and the row above has the same cells or
/// fewer, none of which is a value.
fn upper_header<'r>(body: &[&'r Row], header: &Row) -> Option<&'r Row> {
    let names: HashSet<&str> = header.cells().filter(|name| !name.is_empty()).collect();
    let named = header.cells().filter(|name| !name.is_empty()).count();
    let above = body.iter().copied().rfind(|row| row.line < header.line)?;
    let filled = above.cells().filter(|cell| !cell.is_empty()).count();
    let groups = filled >= 2 && above.len() == header.len() && !above.cells().any(looks_like_value);
    (groups && names.len() < named).then_some(above)
}

/// `Hall A | (empty) | Hall B` over `kWh | °C | kWh` → `Hall A kWh`, `Hall A °C`, `Hall B kWh`.
fn join_levels(names: &mut [String], upper: &Row) {
    let mut group = String::new();
    for (index, name) in names.iter_mut().enumerate() {
        if !upper.cell(index).is_empty() {
            upper.cell(index).clone_into(&mut group);
        }
        if !group.is_empty() && *name != group {
            *name = format!("{group} {name}").trim().to_owned();
        }
    }
}

/// A header that ends in a separator names a column that no row has; one that is a cell short of every row lacks the
/// name of the first column.
fn fit_names(names: &mut Vec<String>, body: &[&Row], first_line: u32) {
    let rows: Vec<&&Row> = body.iter().filter(|row| row.line >= first_line).collect();
    if names.len() > 1
        && names.last().is_some_and(String::is_empty)
        && rows.iter().all(|row| row.cell(names.len() - 1).is_empty())
    {
        names.pop();
    }
    // As R writes its row names.
    if rows.len() > 1 && rows.iter().all(|row| row.len() == names.len() + 1 && row.width() == row.len()) {
        let numbered = rows.iter().zip(1..).all(|(row, number): (_, u32)| row.cell(0) == number.to_string());
        if numbered {
            names.insert(0, String::new());
        }
    }
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
