//! Records → columns, a record at a time: rows that are none (blank, comments, repeated headers, totals at the end, a
//! second table) are told apart on the way.

use std::collections::VecDeque;

use super::layout::{Layout, looks_like_value};
use super::records::Row;
use super::time::Proof;
use super::typing::{ColumnBuilder, Decision, Known};
use super::{Given, Plan};
use crate::data::{Column, Issue, IssueKind, Table};

/// Rows at the end that may turn out to be totals or notes.
const TAIL: usize = 6;

/// The first words of rows that sum up those above.
const TOTALS: [&str; 9] = ["total", "totals", "sum", "summe", "gesamt", "grand", "subtotal", "合计", "总计"];
/// And those that do so only where the column has values otherwise.
const STATISTICS: [&str; 8] = ["average", "mean", "mittelwert", "min", "max", "minimum", "maximum", "平均"];

/// A count of lines, of which the first are kept.
#[derive(Default)]
struct Lines {
    first: Vec<u32>,
    count: u32,
    /// Cells of the first such row.
    cells: u32,
}

impl Lines {
    fn note(&mut self, line: u32, cells: usize) {
        if self.count == 0 {
            self.cells = cells as u32;
        }
        self.count += 1;
        if self.first.len() < Issue::LINES {
            self.first.push(line);
        }
    }

    fn issue(self, kind: IssueKind) -> Option<Issue> {
        (self.count > 0).then_some(Issue {
            kind,
            lines: self.first,
            count: self.count,
            column: None,
            file: None,
        })
    }
}

/// A table on its way.
pub(super) struct Builder {
    layout: Layout,
    columns: Vec<ColumnBuilder>,
    lines: Vec<u32>,
    tail: VecDeque<Row>,
    spare: Vec<Row>,
    /// The line behind the last record.
    next_line: u32,
    after_blank: bool,
    /// A second table began: its rows are counted only.
    stopped: bool,
    blank: Lines,
    comments: Lines,
    repeated: Lines,
    second: Lines,
    short: Lines,
    long: Lines,
    trailing: Lines,
    runaway: Lines,
}

impl Builder {
    /// Without a plan, every column is decided when all its cells are there.
    pub(super) fn new(layout: Layout, given: &Given, plan: Option<&Plan>) -> Self {
        let rows = plan.map_or(0, |plan| plan.rows);
        let column = |(index, name): (usize, &String)| {
            let known = given.of(name);
            match plan.and_then(|plan| plan.decisions.get(index)?.as_ref()) {
                Some(decision) => ColumnBuilder::planned(name, known, decision, rows),
                None => ColumnBuilder::gather(name, known),
            }
        };
        let columns = layout.names.iter().enumerate().map(column).collect();
        Self {
            next_line: layout.first_line,
            layout,
            columns,
            lines: Vec::with_capacity(rows),
            tail: VecDeque::new(),
            spare: Vec::new(),
            after_blank: false,
            stopped: false,
            blank: Lines::default(),
            comments: Lines::default(),
            repeated: Lines::default(),
            second: Lines::default(),
            short: Lines::default(),
            long: Lines::default(),
            trailing: Lines::default(),
            runaway: Lines::default(),
        }
    }

    /// Takes in the next record, and leaves another in its place.
    pub(super) fn push(&mut self, row: &mut Row) {
        if row.line < self.layout.first_line {
            return;
        }
        for line in self.next_line..row.line {
            self.blank.note(line, 0);
            self.after_blank = true;
        }
        self.next_line = row.line + row.lines;
        let width = row.width();
        if width == 0 {
            self.blank.note(row.line, row.len());
            self.after_blank = true;
            return;
        }
        if self.layout.comments && row.cell(0).starts_with('#') {
            return self.comments.note(row.line, row.len());
        }
        if self.stopped || self.after_blank && self.begins_another(row, width) {
            self.stopped = true;
            return self.second.note(row.line, row.len());
        }
        self.after_blank = false;
        let header = &self.layout.header;
        if !header.is_empty() && row.cell(0) == header[0] && row.cells().eq(header.iter().map(String::as_str))
        {
            return self.repeated.note(row.line, row.len());
        }
        let mut kept = self.spare.pop().unwrap_or_default();
        std::mem::swap(&mut kept, row);
        self.tail.push_back(kept);
        if self.tail.len() > TAIL
            && let Some(row) = self.tail.pop_front()
        {
            self.commit(&row);
            self.spare.push(row);
        }
    }

    /// Whether a row behind a blank one is the header of another table: words where this table has values.
    fn begins_another(&self, row: &Row, width: usize) -> bool {
        let filled = (0..width)
            .any(|index| self.layout.typed.get(index) == Some(&true) && !row.cell(index).is_empty());
        let rows = self.lines.len() + self.tail.len();
        rows > 0 && width >= 2 && filled && !row.cells().any(looks_like_value) && !is_total(row, true)
    }

    fn commit(&mut self, row: &Row) {
        let expected = self.columns.len();
        if row.len() != expected {
            if row.len() < expected {
                self.short.note(row.line, row.len());
            } else if row.width() > expected {
                self.long.note(row.line, row.len());
            } else {
                self.trailing.note(row.line, row.len());
            }
            // A quote that is closed by a later one swallows the rows between.
            if row.lines > 2 {
                self.runaway.note(row.line, row.len());
            }
        }
        self.lines.push(row.line);
        for (index, column) in self.columns.iter_mut().enumerate() {
            column.push_cell(row, index);
        }
    }

    /// Takes totals and notes off the end; what is left of the last rows becomes rows.
    fn close(&mut self) -> Option<Issue> {
        let tail: Vec<Row> = std::mem::take(&mut self.tail).into();
        let above = self.lines.len();
        let footer = |row: &Row| self.is_footer(row);
        let mut rows = tail.len();
        while rows > 0 && above + rows > 1 && footer(&tail[rows - 1]) {
            rows -= 1;
        }
        tail[..rows].iter().for_each(|row| self.commit(row));
        Issue::new(IssueKind::SkippedFooter).on_lines(tail[rows..].iter().map(|row| row.line))
    }

    fn is_footer(&self, row: &Row) -> bool {
        let values_first = self.layout.typed.first().is_some_and(|typed| *typed);
        let note = || {
            let wordy = values_first || row.cell(0).split_whitespace().count() > 3;
            row.width() == 1 && self.columns.len() > 1 && self.layout.typed.contains(&true) && wordy
        };
        is_total(row, values_first)
            || note() && !looks_like_value(row.cell(0)) && row.cell(0).contains(char::is_alphabetic)
    }

    /// What is decided on the rows so far, for the columns that are gathered. Dates that leave the order of day and
    /// month open follow those that prove it.
    fn decisions(&self) -> Vec<Option<Decision>> {
        let mut decisions: Vec<Option<Decision>> =
            self.columns.iter().map(|column| column.decide(None)).collect();
        let proof = |decision: &Option<Decision>| decision.as_ref().and_then(|decision| decision.proof);
        let proved = decisions.iter().find_map(|decision| match proof(decision) {
            Some(Proof::Only(order)) => Some(order),
            _ => None,
        });
        if let Some(order) = proved {
            for (decision, column) in decisions.iter_mut().zip(&self.columns) {
                if proof(decision) == Some(Proof::Either) {
                    *decision = column.decide(Some(order));
                }
            }
        }
        decisions
    }

    /// The plan for the whole file, where these rows are its sample: columns of words are gathered again.
    pub(super) fn plan(mut self) -> Vec<Option<Decision>> {
        self.close();
        let words = |decision: &Decision| decision.read_as != super::typing::As::Words;
        self.decisions().into_iter().map(|decision| decision.filter(words)).collect()
    }

    /// Rows so far.
    pub(super) fn rows(&self) -> usize {
        self.lines.len() + self.tail.len()
    }

    /// The table; or, where what a sample decided does not hold, the columns that have to be read again.
    pub(super) fn finish(mut self, issues: &mut Vec<Issue>) -> Result<Table, Vec<usize>> {
        let footer = self.close();
        let wrong: Vec<usize> =
            (0..self.columns.len()).filter(|&index| !self.columns[index].holds()).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let decisions = self.decisions();
        let expected = self.columns.len() as u32;
        let (short, long) = (self.short.cells, self.long.cells);
        let of_rows = [
            self.short.issue(IssueKind::RaggedRowPadded { expected, found: short }),
            self.long.issue(IssueKind::RaggedRowExtra { expected, found: long }),
            self.runaway.issue(IssueKind::QuoteOverLines),
            self.trailing.issue(IssueKind::TrailingDelimiterDropped),
            self.blank.issue(IssueKind::SkippedBlankRows),
            self.comments.issue(IssueKind::SkippedComments),
            self.repeated.issue(IssueKind::RepeatedHeader),
            footer,
            self.second.issue(IssueKind::SecondTable),
        ];
        issues.extend(of_rows.into_iter().flatten());
        let mut columns = Vec::with_capacity(self.columns.len());
        for (((builder, decision), name), unit) in
            self.columns.into_iter().zip(decisions).zip(self.layout.names).zip(self.layout.units)
        {
            let (values, own) = builder.finish(decision, &self.lines, issues);
            let unit = own.or_else(|| (!unit.is_empty()).then_some(unit));
            columns.push(Column { name, values, unit, derived: false });
        }
        Ok(Table { columns, lines: self.lines })
    }
}

impl Given<'_> {
    /// What is known of a column before its cells are.
    fn of(&self, name: &str) -> Known {
        let keep_numbers = self.choices.keep_numbers.iter().any(|other| other == name);
        Known { decimal: self.decimal, order: self.choices.date_order, keep_numbers }
    }
}

/// Whether a row sums up those above.
fn is_total(row: &Row, values_first: bool) -> bool {
    let Some(first) = row.cells().find(|cell| !cell.is_empty()) else { return false };
    let lower = first.to_lowercase();
    let word = lower.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
    let among = |words: &[&str]| {
        words.iter().any(|total| word == *total || !total.is_ascii() && word.starts_with(total))
    };
    among(&TOTALS) || values_first && among(&STATISTICS)
}
