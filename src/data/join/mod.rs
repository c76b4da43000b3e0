//! Several tables joined to one by their times: each on its own clock, each with its own step.
//!
//! The first table's clock counts. The joined table has a row for each row of the first one or, where another table has
//! a longer step, for each such step that the first one has rows in, unless its own step is to be kept. What was
//! measured more often is averaged or summed, and nothing is made up: an interval of which a part is missing has no sum.
//! Only where the first table's step is kept, what was measured less often is held, or shared out evenly.

mod clocks;
mod grid;
mod measure;

use std::collections::HashMap;

use super::zone::{Clock, Moment};
use super::{
    Column, Issue, IssueKind, JoinedFile, Kind, Measure, Parsed, ReadChoices, ReadError, Table, Values, Zone,
    ZoneReason,
};
use clocks::Times;
use grid::{Grid, Groups, Key, Step};
use measure::measure;

/// The share of an interval's rows that have to be there for a mean.
const ENOUGH: f64 = 0.5;

/// A file to be joined.
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its table.
    pub parsed: Parsed,
    /// What a person said about it.
    pub choices: ReadChoices,
}

/// Joins tables to the first of them, whose text and form stay those of the joined table. With `keep_step`, its step
/// stays too, also where another table's is longer.
///
/// # Errors
/// Which part (from 0) cannot be joined, and why: no times, or none in common.
pub fn join(parts: Vec<Part>, keep_step: bool) -> Result<(Parsed, Vec<JoinedFile>), (usize, ReadError)> {
    let times = parts.iter().enumerate().map(|(index, part)| {
        Times::of(&part.parsed, part.choices.zone).ok_or((index, ReadError::NoTimesToJoin))
    });
    let times: Vec<Times> = times.collect::<Result<_, _>>()?;
    let zones = clocks::zones(&times);
    let first_zone = zones.first().map_or(Zone::Unstated, |&(zone, _)| zone);
    let first_clock = Clock::new(first_zone);
    let timed = parts.into_iter().zip(&times).zip(zones).map(|((part, times), (zone, reason))| {
        let moments = times.moments(zone, (zone != first_zone).then_some(&first_clock));
        Timed { step: Step::of(&moments), column: times.column, moments, zone, reason, part }
    });
    let timed: Vec<Timed> = timed.collect();
    let Some(first) = timed.first() else { return Err((0, ReadError::NoTimesToJoin)) };
    let longest = timed.iter().max_by_key(|timed| timed.step).unwrap_or(first);
    let giver = if keep_step || first.step.is_none() { first } else { longest };
    let mut joining = Joining::new(Grid::new(giver.step, &giver.moments), giver.step, first);
    for (index, timed) in timed.into_iter().enumerate() {
        joining.add(timed).map_err(|error| (index, error))?;
    }
    let Joining { table, issues, files, form, .. } = joining;
    let (source, text) = form.ok_or((0, ReadError::NoTimesToJoin))?;
    Ok((Parsed { table, issues, source, text }, files))
}

/// A part with its times on the first one's clock.
struct Timed {
    part: Part,
    column: usize,
    zone: Zone,
    reason: ZoneReason,
    moments: Vec<Option<Moment>>,
    step: Option<Step>,
}

/// The joined table while it grows.
struct Joining {
    grid: Grid,
    step: Option<Step>,
    /// The intervals that have rows, numbered in the order in which the first table comes to them.
    keys: HashMap<Key, u32>,
    /// The interval of each row of the joined table, by number; `None` where the first table has no time.
    of_row: Vec<Option<u32>>,
    /// When each row of the joined table begins.
    begins: Vec<Option<Moment>>,
    table: Table,
    issues: Vec<Issue>,
    files: Vec<JoinedFile>,
    form: Option<(super::Source, Option<String>)>,
}

impl Joining {
    fn new(grid: Grid, step: Option<Step>, first: &Timed) -> Self {
        let mut keys = HashMap::new();
        let (mut of_row, mut begins, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        let each_row = first.step == step;
        for (moment, &line) in first.moments.iter().zip(&first.part.parsed.table.lines) {
            let next = keys.len() as u32;
            let key = moment.map(|moment| grid.key(moment));
            let number = key.map(|key| *keys.entry(key).or_insert(next));
            if each_row || number == Some(next) {
                of_row.push(number);
                begins.push(if each_row { *moment } else { key.map(|key| grid.begin(key)) });
                lines.push(line);
            }
        }
        let table = Table { columns: Vec::new(), lines };
        Self { grid, step, keys, of_row, begins, table, issues: Vec::new(), files: Vec::new(), form: None }
    }

    fn add(&mut self, timed: Timed) -> Result<(), ReadError> {
        let Timed { part: Part { name, parsed, choices }, column, zone, reason, moments, step } = timed;
        let Parsed { table, issues, source, text } = parsed;
        let is_first = self.files.is_empty();
        let resampled = matches!((step, self.step), (Some(own), Some(step)) if own != step);
        let own_grid = Grid::new(step, &moments);
        let spread = if resampled && step > self.step { Some(&own_grid) } else { None };
        let partners = if is_first && !resampled {
            Partners::same(table.rows())
        } else {
            self.partners(&moments, spread)
        };
        let found = (0..self.of_row.len()).filter(|&row| !partners.get(row).is_empty()).count();
        if found == 0 {
            return Err(self.no_common_times(&moments));
        }
        let in_file = |issue: Issue| if is_first { issue } else { issue.in_file(&name) };
        let clock_parts = joined_clock_times(&issues);
        let mut incomplete = vec![false; self.of_row.len()];
        let mut columns = Vec::new();
        for (index, own) in table.columns.iter().enumerate() {
            if !is_first && (own.kind() == Kind::Datetime || clock_parts.contains(&&own.name)) {
                continue;
            }
            if is_first && resampled && index == column {
                self.table.columns.push(Column { values: self.begin_times(&own.values), ..own.clone() });
                continue;
            }
            let measure = measure(own, &issues, &choices);
            let values = if !resampled {
                first_values(&own.values, &partners, self.of_row.len())
            } else if let Some(longer) = spread {
                let share = |row: usize| self.share(row, longer);
                held(
                    &own.values,
                    &partners,
                    self.of_row.len(),
                    (measure == Measure::Amount).then_some(&share as &dyn Fn(usize) -> f64),
                )
            } else {
                self.gathered(&own.values, &partners, measure, step, &mut incomplete)
            };
            let free = free_name(&self.table, &own.name, &name);
            if free != own.name {
                let kind = IssueKind::ColumnRenamed { from: own.name.clone() };
                self.issues.push(in_file(Issue::new(kind).in_column(&free)));
            }
            if matches!(values, Values::Number(_)) {
                columns.push((own.name.clone(), free.clone(), measure));
            }
            self.table.columns.push(Column {
                name: free,
                values,
                unit: own.unit.clone(),
                derived: own.derived,
            });
        }
        if !is_first {
            let without = (0..self.of_row.len()).filter(|&row| partners.get(row).is_empty());
            let lines = without.map(|row| self.table.lines[row]);
            self.issues
                .extend(Issue::new(IssueKind::RowsWithoutPartner { file: name.clone() }).on_lines(lines));
        }
        let mut used = vec![false; table.rows()];
        partners.groups.all().iter().for_each(|&row| used[row as usize] = true);
        let over = used.iter().zip(&table.lines).filter(|(used, _)| !**used).map(|(_, &line)| line);
        self.issues.extend(Issue::new(IssueKind::RowsLeftOver).on_lines(over).map(in_file));
        if let (true, Some(from), Some(to)) = (resampled, step, self.step) {
            let of = |wanted: Measure| {
                let named = columns.iter().filter(|&&(_, _, measure)| measure == wanted);
                named.map(|(_, name, _)| name.clone()).collect()
            };
            let (summed, averaged) = (of(Measure::Amount), of(Measure::Rate));
            let kind = IssueKind::StepChanged { from: from.seconds(), to: to.seconds(), summed, averaged };
            self.issues.push(in_file(Issue::new(kind)));
        }
        let lines = incomplete.iter().zip(&self.table.lines).filter(|(own, _)| **own).map(|(_, &line)| line);
        self.issues.extend(Issue::new(IssueKind::IncompleteIntervals).on_lines(lines).map(in_file));
        self.issues.push(in_file(Issue::new(IssueKind::ZoneTaken { zone, reason })));
        self.issues.extend(issues.into_iter().map(in_file));
        self.files.push(JoinedFile {
            rows: table.rows() as u32,
            partners: found as u32,
            columns,
            step_seconds: step.map(Step::seconds),
            resampled,
            zone,
            reason,
            name,
        });
        self.form.get_or_insert((source, text));
        Ok(())
    }

    /// The rows of a table that belong to each row of the joined one: those in its interval, or the one whose own, longer
    /// interval it lies in.
    fn partners(&self, moments: &[Option<Moment>], spread: Option<&Grid>) -> Partners {
        let Some(grid) = spread else {
            return Partners {
                groups: Groups::new(&self.grid, &self.keys, moments),
                of_row: self.of_row.clone(),
            };
        };
        let mut keys = HashMap::new();
        let number = |begin: &Option<Moment>| {
            let next = keys.len() as u32;
            begin.map(|begin| *keys.entry(grid.key(begin)).or_insert(next))
        };
        let of_row = self.begins.iter().map(number).collect();
        Partners { groups: Groups::new(grid, &keys, moments), of_row }
    }

    /// The share of its interval in a longer grid that a row takes up.
    fn share(&self, row: usize, longer: &Grid) -> f64 {
        let length =
            |grid: &Grid| self.begins[row].map_or(f64::NAN, |begin| grid.length(grid.key(begin)) as f64);
        length(&self.grid) / length(longer)
    }

    fn begin_times(&self, like: &Values) -> Values {
        let utc = matches!(like, Values::Datetime { utc: true, .. });
        Values::Datetime {
            milliseconds: self.begins.iter().map(|begin| begin.map(|begin| begin.clock)).collect(),
            utc,
        }
    }

    /// One value of those that fall into each row's interval.
    fn gathered(
        &self,
        values: &Values,
        partners: &Partners,
        measure: Measure,
        step: Option<Step>,
        incomplete: &mut [bool],
    ) -> Values {
        let rows = 0..self.of_row.len();
        match values {
            Values::Number(values) if measure != Measure::State => {
                let one = |row: usize| {
                    let own = partners.get(row).iter().map(|&row| values[row as usize]);
                    let (mut sum, mut count) = (0.0, 0.0);
                    own.filter(|value| !value.is_nan()).for_each(|value| {
                        sum += value;
                        count += 1.0;
                    });
                    let key = self.begins[row].map(|begin| self.grid.key(begin)).unwrap_or_default();
                    let expected = self.grid.expected(key, step);
                    let enough = match measure {
                        Measure::Amount => expected,
                        Measure::Rate | Measure::State => (ENOUGH * expected).max(1.0),
                    };
                    if count < enough {
                        incomplete[row] |= count > 0.0;
                        return f64::NAN;
                    }
                    if measure == Measure::Amount { sum } else { sum / count }
                };
                Values::Number(rows.map(one).collect())
            }
            Values::Category { labels, codes } => {
                let one = |row: usize| {
                    let mut counts: Vec<(u32, u32)> = Vec::new();
                    for code in partners.get(row).iter().filter_map(|&row| codes[row as usize]) {
                        match counts.iter_mut().find(|(own, _)| *own == code) {
                            Some((_, count)) => *count += 1,
                            None => counts.push((code, 1)),
                        }
                    }
                    // The most frequent; among equals the first.
                    counts.iter().rev().max_by_key(|(_, count)| *count).map(|&(code, _)| code)
                };
                Values::Category { labels: labels.clone(), codes: rows.map(one).collect() }
            }
            other => first_values(other, partners, self.of_row.len()),
        }
    }

    fn no_common_times(&self, moments: &[Option<Moment>]) -> ReadError {
        let span = |moments: &[Option<Moment>]| {
            let clocks = || moments.iter().flatten().map(|moment| moment.clock);
            clocks().min().zip(clocks().max()).unwrap_or_default()
        };
        ReadError::NoCommonTimes { first: span(&self.begins), this: span(moments) }
    }
}

/// The rows of a table that belong to each row of the joined one.
struct Partners {
    groups: Groups,
    of_row: Vec<Option<u32>>,
}

impl Partners {
    /// Each row belongs to itself.
    fn same(rows: usize) -> Self {
        Self { groups: Groups::each(rows), of_row: (0..rows as u32).map(Some).collect() }
    }

    fn get(&self, row: usize) -> &[u32] {
        self.of_row[row].map_or(&[], |group| self.groups.get(group))
    }
}

/// The first value of those that belong to each row.
fn first_values(values: &Values, partners: &Partners, rows: usize) -> Values {
    let first = |row: usize| partners.get(row).first().map(|&row| row as usize);
    match values {
        Values::Number(values) => {
            let present = |row: usize| {
                let own = partners.get(row).iter().map(|&row| values[row as usize]);
                own.into_iter().find(|value| !value.is_nan()).unwrap_or(f64::NAN)
            };
            Values::Number((0..rows).map(present).collect())
        }
        Values::Datetime { milliseconds, utc } => Values::Datetime {
            milliseconds: (0..rows).map(|row| milliseconds[first(row)?]).collect(),
            utc: *utc,
        },
        Values::Category { labels, codes } => Values::Category {
            labels: labels.clone(),
            codes: (0..rows).map(|row| codes[first(row)?]).collect(),
        },
        Values::Text(values) => Values::Text((0..rows).map(|row| values[first(row)?].clone()).collect()),
        Values::Empty => Values::Empty,
    }
}

/// The value whose own interval each row lies in; of amounts the row's share of it.
fn held(values: &Values, partners: &Partners, rows: usize, share: Option<&dyn Fn(usize) -> f64>) -> Values {
    match (first_values(values, partners, rows), share) {
        (Values::Number(values), Some(share)) => {
            Values::Number(values.into_iter().enumerate().map(|(row, value)| value * share(row)).collect())
        }
        (values, _) => values,
    }
}

/// Columns whose clock times are part of the joined times already.
fn joined_clock_times(issues: &[Issue]) -> Vec<&String> {
    issues
        .iter()
        .filter_map(|issue| match &issue.kind {
            IssueKind::DateTimeJoined { time, .. } => Some(time),
            _ => None,
        })
        .collect()
}

/// A name that no column of the table has: its own, or with its file's.
fn free_name(table: &Table, name: &str, file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut free = name.to_owned();
    if table.column(&free).is_some() {
        free = format!("{name} · {stem}");
    }
    while table.column(&free).is_some() {
        free.push('*');
    }
    free
}
