//! Cells → typed columns.

use std::collections::{BTreeMap, HashMap};

use super::cell;
use super::header::Header;
use super::records::Row;
use super::time::{self, Moment};
use crate::data::{Column, Issue, IssueKind, Kind, Table, Values};

/// The share of a column's values that must be numbers (or times) for it to be one; the rest is read as missing.
const PURITY: f64 = 0.9;
/// Labels that a category may have: few enough to learn something of each.
const MOST_LABELS: usize = 50;

/// Types every column of the records.
pub(super) fn columns(header: &Header, rows: &[Row], decimal: char, issues: &mut Vec<Issue>) -> Table {
    let lines: Vec<u32> = rows.iter().map(|row| row.line).collect();
    let mut columns = Vec::with_capacity(header.names.len());
    for (index, name) in header.names.iter().enumerate() {
        let cells: Vec<&str> = rows.iter().map(|row| row.cells.get(index).unwrap_or("").trim()).collect();
        let typing = Typing { name, cells: &cells, lines: &lines, decimal };
        let column = Column { name: name.clone(), values: typing.values(issues) };
        match column.kind() {
            Kind::Empty => issues.push(Issue::new(IssueKind::EmptyColumn).in_column(name)),
            Kind::Constant => issues.push(Issue::new(IssueKind::ConstantColumn).in_column(name)),
            Kind::Text => {
                let distinct = column.distinct().unwrap_or(0);
                if u64::from(distinct) * 10 >= rows.len() as u64 * 9 && rows.len() > 1 {
                    issues.push(Issue::new(IssueKind::HighCardinality { distinct }).in_column(name));
                }
            }
            _ => {}
        }
        columns.push(column);
    }
    Table { columns, lines }
}

struct Typing<'a> {
    name: &'a str,
    cells: &'a [&'a str],
    lines: &'a [u32],
    decimal: char,
}

impl Typing<'_> {
    fn values(&self, issues: &mut Vec<Issue>) -> Values {
        let said = self.cells.iter().filter(|cell| !cell::is_missing(cell)).count();
        if said == 0 {
            return Values::Empty;
        }
        let pure = |number: usize| number > 0 && number as f64 >= PURITY * said as f64;
        let numbers: Vec<Option<f64>> =
            self.cells.iter().map(|cell| cell::number(cell, self.decimal)).collect();
        if pure(numbers.iter().flatten().count()) {
            return self.numbers(&numbers, issues);
        }
        let moments: Vec<Option<Moment>> = self.cells.iter().map(|cell| time::parse(cell)).collect();
        // Cells with an offset and cells without one are on different clocks: they are never mixed.
        let utc = moments.iter().flatten().filter(|moment| moment.utc).count();
        let utc = utc * 2 > moments.iter().flatten().count();
        let milliseconds: Vec<Option<i64>> = moments
            .iter()
            .map(|moment| moment.filter(|moment| moment.utc == utc).map(|moment| moment.milliseconds))
            .collect();
        if pure(milliseconds.iter().flatten().count()) {
            self.note_missing(|index| milliseconds[index].is_some(), issues);
            self.note_repeated(&milliseconds, issues);
            return Values::Datetime { milliseconds, utc };
        }
        self.words()
    }

    fn numbers(&self, numbers: &[Option<f64>], issues: &mut Vec<Issue>) -> Values {
        let infinite = |index: &usize| numbers[*index].is_some_and(f64::is_infinite);
        let all = 0..self.cells.len();
        self.note(all.filter(infinite), issues, |value| IssueKind::NonFiniteValues { value });
        self.note_missing(|index| numbers[index].is_some(), issues);
        Values::Number(
            numbers
                .iter()
                .map(|number| number.filter(|number| number.is_finite()).unwrap_or(f64::NAN))
                .collect(),
        )
    }

    /// Notes every line whose time occurs on another line too, where the column looks like a clock of the rows: most of
    /// its times are its own.
    fn note_repeated(&self, milliseconds: &[Option<i64>], issues: &mut Vec<Issue>) {
        let mut times: HashMap<i64, u32> = HashMap::new();
        milliseconds.iter().flatten().for_each(|&at| *times.entry(at).or_default() += 1);
        let repeated = |at: &Option<i64>| at.is_some_and(|at| times[&at] > 1);
        if milliseconds.iter().filter(|at| repeated(at)).count() * 2 <= milliseconds.len() {
            let lines =
                milliseconds.iter().zip(self.lines).filter(|(at, _)| repeated(at)).map(|(_, &line)| line);
            issues.extend(Issue::new(IssueKind::DuplicateTimestamps).in_column(self.name).on_lines(lines));
        }
    }

    /// Notes the cells of a column of values that are none: tokens that say so, and words that do not.
    fn note_missing(&self, is_value: impl Fn(usize) -> bool, issues: &mut Vec<Issue>) {
        let no_value = || (0..self.cells.len()).filter(|&index| !is_value(index));
        let token = |index: &usize| cell::is_missing(self.cells[*index]);
        let empty = |index: &usize| self.cells[*index].is_empty();
        self.note(no_value().filter(|index| token(index) && !empty(index)), issues, |value| {
            IssueKind::MissingTokens { value }
        });
        self.note(no_value().filter(|index| !token(index)), issues, |value| IssueKind::TextInNumberColumn {
            value,
        });
    }

    fn note(
        &self,
        indices: impl Iterator<Item = usize>,
        issues: &mut Vec<Issue>,
        kind: impl Fn(String) -> IssueKind,
    ) {
        let indices: Vec<usize> = indices.collect();
        let value = indices.first().map_or(String::new(), |&index| self.cells[index].to_owned());
        let lines = indices.iter().map(|&index| self.lines[index]);
        issues.extend(Issue::new(kind(value)).in_column(self.name).on_lines(lines));
    }

    /// Labels where they repeat or are few, else free text. Only empty cells are missing: "none" may be a label.
    fn words(&self) -> Values {
        let mut labels: BTreeMap<&str, u32> = BTreeMap::new();
        for cell in self.cells.iter().filter(|cell| !cell.is_empty()) {
            labels.entry(cell).or_default();
        }
        let said = self.cells.iter().filter(|cell| !cell.is_empty()).count();
        let repeat = labels.len() < said;
        if labels.len() > MOST_LABELS || !repeat {
            let own = |cell: &&str| (!cell.is_empty()).then(|| (*cell).to_owned());
            return Values::Text(self.cells.iter().map(own).collect());
        }
        labels.values_mut().enumerate().for_each(|(code, label)| *label = code as u32);
        Values::Category {
            codes: self.cells.iter().map(|cell| labels.get(cell).copied()).collect(),
            labels: labels.into_keys().map(str::to_owned).collect(),
        }
    }
}
