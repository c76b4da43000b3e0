//! What a column holds: decided on all its cells, or on a sample of a large file, then taken in cell by cell.

use rustc_hash::FxHashMap;

use super::DateOrder;
use super::cell;
use super::records::Row;
use super::time::{self, Proof};
use crate::data::{Issue, IssueKind, Values, unguarded};

/// The share of a column's values that must be numbers (or times) for it to be one; the rest is read as missing.
const PURITY: f64 = 0.9;

/// How a column's cells are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum As {
    /// As numbers, in this unit where one stands beside them.
    Numbers { decimal: char, unit: &'static str },
    /// As hours, of cells such as `25:30`.
    Hours,
    /// As points in time: in UTC where the cells state an offset.
    Times { form: TimeForm, order: DateOrder, utc: bool },
    /// As labels or text.
    Words,
}

/// How points in time are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeForm {
    /// As people and machines write dates.
    Written,
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMilliseconds,
    /// Days since 1899-12-30, as spreadsheets count.
    SpreadsheetDays,
}

/// What was decided on a column, and why it may be doubted.
pub(super) struct Decision {
    pub(super) read_as: As,
    pub(super) doubts: Vec<IssueKind>,
    /// What dates prove about the order of day and month; `None` where they are not open to it.
    pub(super) proof: Option<Proof>,
}

/// What a person chose or other columns prove.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// The decimal mark; `None` where no number of the sample had one.
    pub(super) decimal: Option<char>,
    pub(super) order: Option<DateOrder>,
    /// Whether numbers of this column are just that.
    pub(super) keep_numbers: bool,
}

/// All cells of a column, each distinct one kept once.
#[derive(Default)]
pub(super) struct Gathered {
    /// Distinct cells in the order in which they first occur, and how often they do.
    distinct: Vec<(String, u32)>,
    places: FxHashMap<String, u32>,
    codes: Vec<u32>,
}

impl Gathered {
    fn push(&mut self, cell: &str) {
        let cell = unguarded(cell);
        let code = match self.places.get(cell) {
            Some(&code) => code,
            None => {
                let code = self.distinct.len() as u32;
                self.distinct.push((cell.to_owned(), 0));
                self.places.insert(cell.to_owned(), code);
                code
            }
        };
        self.distinct[code as usize].1 += 1;
        self.codes.push(code);
    }

    /// The distinct cells that hold a value.
    fn said(&self) -> impl Iterator<Item = (&str, u32)> {
        self.distinct
            .iter()
            .map(|(cell, count)| (cell.as_str(), *count))
            .filter(|(cell, _)| !cell::is_missing(cell))
    }

    fn count(&self, holds: impl Fn(&str) -> bool) -> u32 {
        self.said().filter(|(cell, _)| holds(cell)).map(|(_, count)| count).sum()
    }

    /// Decides how the column is read.
    pub(super) fn decide(&self, name: &str, known: Known) -> Decision {
        let said = self.count(|_| true);
        let pure = |count: u32| count > 0 && f64::from(count) >= PURITY * f64::from(said);
        let plainly = |read_as| Decision { read_as, doubts: Vec::new(), proof: None };
        let is_digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        let decimal = known.decimal.unwrap_or_else(|| self.decimal());
        let number = |cell: &str| cell::number_and_unit(cell, decimal);
        // Codes such as 00501: a number would lose their zeros.
        let codes = self.said().any(|(cell, _)| cell.len() > 1 && cell.starts_with('0') && is_digits(cell))
            && self.said().all(|(cell, _)| is_digits(cell));
        if codes {
            return plainly(As::Words);
        }
        if pure(self.count(|cell| number(cell).is_some())) {
            let special = if known.keep_numbers { None } else { self.numbers_that_are_times(name, known) };
            return special.unwrap_or_else(|| self.decide_numbers(decimal));
        }
        if let Some(decision) = self.decide_times(known, &pure) {
            return decision;
        }
        let hours = |cell: &str| time::duration_hours(cell);
        let long = self.said().any(|(cell, _)| hours(cell).is_some_and(|hours| hours > 24.0));
        if (long || has_word(name, &DURATION_WORDS)) && pure(self.count(|cell| hours(cell).is_some())) {
            return Decision { doubts: vec![IssueKind::DurationsAsHours], ..plainly(As::Hours) };
        }
        plainly(As::Words)
    }

    /// The decimal mark under which more cells are numbers.
    fn decimal(&self) -> char {
        let count = |decimal| self.count(|cell| cell::number(cell, decimal).is_some());
        if count(',') > count('.') { ',' } else { '.' }
    }

    fn decide_numbers(&self, decimal: char) -> Decision {
        let mut units: Vec<(&'static str, u32)> = Vec::new();
        for (cell, count) in self.said() {
            let Some((_, unit)) = cell::number_and_unit(cell, decimal).filter(|(_, unit)| !unit.is_empty())
            else {
                continue;
            };
            match units.iter_mut().find(|(other, _)| *other == unit) {
                Some((_, all)) => *all += count,
                None => units.push((unit, count)),
            }
        }
        let unit = units.iter().max_by_key(|(_, count)| *count).map_or("", |(unit, _)| unit);
        let mut doubts = Vec::new();
        match unit {
            "" => {}
            "%" | "％" => doubts.push(IssueKind::PercentHandling),
            unit => doubts.push(IssueKind::UnitsInCells { unit: unit.to_owned() }),
        }
        if units.len() > 1 {
            doubts.push(IssueKind::MixedUnits {
                units: units.iter().map(|(unit, _)| (*unit).to_owned()).collect(),
            });
        }
        Decision { read_as: As::Numbers { decimal, unit }, doubts, proof: None }
    }

    /// Days as `20240131`, seconds or milliseconds since 1970, days as spreadsheets count them: by their range, and by
    /// a name or an order that speaks for times.
    fn numbers_that_are_times(&self, name: &str, known: Known) -> Option<Decision> {
        let numbers: Vec<f64> = self.said().filter_map(|(cell, _)| cell::plain_number(cell)).collect();
        if numbers.len() != self.said().count() {
            return None;
        }
        let within = |least: f64, most: f64| numbers.iter().all(|number| (least..=most).contains(number));
        let whole = numbers.iter().all(|number| number.fract() == 0.0);
        let rising = numbers.len() > 2 && numbers.is_sorted();
        let named = has_word(name, &TIME_WORDS);
        let compact = |length: usize| {
            self.said()
                .all(|(cell, _)| cell.len() == length && time::parse(cell, DateOrder::DayFirst).is_some())
        };
        let (form, doubt) =
            if whole && (compact(8) || compact(12) || compact(14)) && (named || numbers.len() > 2) {
                (TimeForm::Written, IssueKind::LooksLikeCompactDates)
            } else if whole && within(946_684_800.0, 4_102_444_800.0) && (named || rising) {
                (TimeForm::EpochSeconds, IssueKind::LooksLikeEpoch)
            } else if whole && within(946_684_800_000.0, 4_102_444_800_000.0) && (named || rising) {
                (TimeForm::EpochMilliseconds, IssueKind::LooksLikeEpoch)
            } else if within(20_000.0, 80_000.0) && named {
                (TimeForm::SpreadsheetDays, IssueKind::LooksLikeExcelDates)
            } else {
                return None;
            };
        let utc = matches!(form, TimeForm::EpochSeconds | TimeForm::EpochMilliseconds);
        let read_as = As::Times { form, order: known.order.unwrap_or_default(), utc };
        Some(Decision { read_as, doubts: vec![doubt], proof: None })
    }

    fn decide_times(&self, known: Known, pure: &dyn Fn(u32) -> bool) -> Option<Decision> {
        let count = |order| self.count(|cell| time::parse(cell, order).is_some());
        let (day_first, month_first) = (count(DateOrder::DayFirst), count(DateOrder::MonthFirst));
        if !pure(day_first.max(month_first)) {
            return None;
        }
        let either = self.said().any(|(cell, _)| {
            time::parse(cell, DateOrder::DayFirst).is_some_and(|moment| moment.proof == Proof::Either)
        });
        let mut doubts = Vec::new();
        let (order, proof) = match (known.order, day_first.cmp(&month_first)) {
            (Some(order), _) => (order, None),
            (None, std::cmp::Ordering::Greater) => {
                (DateOrder::DayFirst, either.then_some(Proof::Only(DateOrder::DayFirst)))
            }
            (None, std::cmp::Ordering::Less) => {
                (DateOrder::MonthFirst, Some(Proof::Only(DateOrder::MonthFirst)))
            }
            (None, std::cmp::Ordering::Equal) if either => {
                let order = self.more_regular();
                doubts.push(IssueKind::AmbiguousDateOrder { order });
                (order, Some(Proof::Either))
            }
            (None, std::cmp::Ordering::Equal) => (DateOrder::DayFirst, None),
        };
        let with_offset =
            self.count(|cell| time::parse(cell, order).is_some_and(|moment| moment.offset_minutes.is_some()));
        // Cells with an offset and cells without one are on different clocks: they are never mixed.
        let utc = with_offset * 2 > day_first.max(month_first);
        Some(Decision { read_as: As::Times { form: TimeForm::Written, order, utc }, doubts, proof })
    }

    /// The order of day and month under which the dates go on in the steadier steps.
    fn more_regular(&self) -> DateOrder {
        let unsteady = |order| {
            let times: Vec<i64> = self
                .said()
                .filter_map(|(cell, _)| time::parse(cell, order))
                .map(|at| at.milliseconds)
                .collect();
            let mut steps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
            steps.sort_unstable();
            steps.dedup();
            steps.len()
        };
        if unsteady(DateOrder::MonthFirst) < unsteady(DateOrder::DayFirst) {
            DateOrder::MonthFirst
        } else {
            DateOrder::DayFirst
        }
    }
}

const TIME_WORDS: [&str; 12] =
    ["date", "time", "datum", "zeit", "timestamp", "epoch", "unix", "ts", "tag", "day", "日期", "时间"];
const DURATION_WORDS: [&str; 7] = ["duration", "dauer", "elapsed", "runtime", "laufzeit", "时长", "hh:mm"];

/// Whether one of the words stands in a name (on its own, where it is of Latin letters and short).
fn has_word(name: &str, words: &[&str]) -> bool {
    let lower = name.to_lowercase();
    words.iter().any(|word| match word.len() {
        ..=3 => lower.split(|letter: char| !letter.is_alphanumeric()).any(|own| own == *word),
        _ => lower.contains(word),
    })
}

/// Cells of one sort that are noted: the first, where, and how many.
#[derive(Default)]
struct Sighting {
    value: String,
    lines: Vec<u32>,
    count: u32,
}

impl Sighting {
    fn note(&mut self, cell: &str, line: u32) {
        if self.count == 0 {
            cell.clone_into(&mut self.value);
        }
        self.count += 1;
        if self.lines.len() < Issue::LINES {
            self.lines.push(line);
        }
    }

    fn issue(self, name: &str, kind: impl FnOnce(String) -> IssueKind) -> Option<Issue> {
        (self.count > 0).then(|| Issue {
            kind: kind(self.value),
            lines: self.lines,
            count: self.count,
            column: Some(name.to_owned()),
            file: None,
        })
    }
}

enum Cells {
    Gathered(Gathered),
    Numbers(Vec<f64>),
    Times(Vec<Option<i64>>),
}

/// A column on its way.
pub(super) struct ColumnBuilder {
    name: String,
    known: Known,
    read_as: As,
    cells: Cells,
    doubts: Vec<IssueKind>,
    rows: usize,
    said: u32,
    missing: Sighting,
    wrong: Sighting,
    infinite: Sighting,
    /// Offsets from UTC that occur, at most a few.
    offsets: Vec<i32>,
}

impl ColumnBuilder {
    /// A column that is decided when all its cells are there.
    pub(super) fn gather(name: &str, known: Known) -> Self {
        Self::new(name, known, As::Words, Cells::Gathered(Gathered::default()), Vec::new())
    }

    /// A column that is read as was decided; `rows` is how many there will be.
    pub(super) fn planned(name: &str, known: Known, decision: &Decision, rows: usize) -> Self {
        let cells = match decision.read_as {
            As::Numbers { .. } | As::Hours => Cells::Numbers(Vec::with_capacity(rows)),
            As::Times { .. } => Cells::Times(Vec::with_capacity(rows)),
            As::Words => Cells::Gathered(Gathered::default()),
        };
        Self::new(name, known, decision.read_as, cells, decision.doubts.clone())
    }

    fn new(name: &str, known: Known, read_as: As, cells: Cells, doubts: Vec<IssueKind>) -> Self {
        Self {
            name: name.to_owned(),
            known,
            read_as,
            cells,
            doubts,
            rows: 0,
            said: 0,
            missing: Sighting::default(),
            wrong: Sighting::default(),
            infinite: Sighting::default(),
            offsets: Vec::new(),
        }
    }

    /// Takes in the next cell, which is the one of this row at that place.
    pub(super) fn push_cell(&mut self, row: &Row, index: usize) {
        // Nearly every cell of numbers is a short one.
        if let (Cells::Numbers(values), As::Numbers { decimal, .. }) = (&mut self.cells, self.read_as)
            && let Some((bytes, length)) = row.eight_bytes(index)
            && let Some(value) = cell::shortest_number(bytes, length, decimal)
        {
            self.rows += 1;
            self.said += 1;
            return values.push(value);
        }
        self.push(row.cell(index), row.line);
    }

    /// Takes in the next cell.
    fn push(&mut self, cell: &str, line: u32) {
        self.rows += 1;
        match &mut self.cells {
            Cells::Gathered(gathered) => gathered.push(cell),
            Cells::Numbers(_) => {
                let value = self.number(cell, line);
                if let Cells::Numbers(values) = &mut self.cells {
                    values.push(value.unwrap_or(f64::NAN));
                }
            }
            Cells::Times(_) => {
                let value = self.time(cell, line);
                if let Cells::Times(values) = &mut self.cells {
                    values.push(value);
                }
            }
        }
    }

    fn number(&mut self, cell: &str, line: u32) -> Option<f64> {
        let value = match self.read_as {
            As::Hours => time::duration_hours(cell),
            As::Numbers { decimal, unit } => cell::number_and_unit(cell, decimal)
                .filter(|(_, own)| own.is_empty() || *own == unit)
                .map(|(value, _)| value),
            _ => None,
        };
        if value.is_none() && cell::is_missing(cell) {
            if !cell.is_empty() {
                self.missing.note(cell, line);
            }
            return None;
        }
        self.said += 1;
        match value {
            Some(value) if value.is_finite() => return Some(value),
            Some(_) => self.infinite.note(cell, line),
            None => self.wrong.note(cell, line),
        }
        None
    }

    fn time(&mut self, cell: &str, line: u32) -> Option<i64> {
        let As::Times { form, order, utc } = self.read_as else { return None };
        let number = || cell::plain_number(cell);
        let value = match form {
            TimeForm::Written => time::parse(cell, order)
                .filter(|moment| moment.offset_minutes.is_some() == utc)
                .map(|moment| {
                    if let Some(minutes) = moment.offset_minutes
                        && self.offsets.len() < 8
                        && !self.offsets.contains(&minutes)
                    {
                        self.offsets.push(minutes);
                    }
                    moment.milliseconds
                }),
            TimeForm::EpochSeconds => number().map(|seconds| (seconds * 1000.0) as i64),
            TimeForm::EpochMilliseconds => number().map(|milliseconds| milliseconds as i64),
            // 25,569 days lie between 1899-12-30 and 1970-01-01; a second is the least that is meant.
            TimeForm::SpreadsheetDays => {
                number().map(|days| ((days - 25_569.0) * 86_400.0).round() as i64 * 1000)
            }
        };
        if value.is_none() && cell::is_missing(cell) {
            if !cell.is_empty() {
                self.missing.note(cell, line);
            }
            return None;
        }
        self.said += 1;
        if value.is_none() {
            self.wrong.note(cell, line);
        }
        value
    }

    /// What is decided on the cells so far, where they are gathered.
    pub(super) fn decide(&self, order: Option<DateOrder>) -> Option<Decision> {
        let known = Known { order: self.known.order.or(order), ..self.known };
        match &self.cells {
            Cells::Gathered(gathered) => Some(gathered.decide(&self.name, known)),
            _ => None,
        }
    }

    /// Whether what was decided on a sample holds for the whole.
    pub(super) fn holds(&self) -> bool {
        matches!(self.cells, Cells::Gathered(_))
            || f64::from(self.said - self.wrong.count) >= PURITY * f64::from(self.said)
    }

    /// The values, the unit beside them, and what was doubtful; `lines` are those of the rows.
    pub(super) fn finish(
        mut self,
        decision: Option<Decision>,
        lines: &[u32],
        issues: &mut Vec<Issue>,
    ) -> (Values, Option<String>) {
        if let Cells::Gathered(gathered) = self.cells {
            let Some(decision) = decision.filter(|decision| decision.read_as != As::Words) else {
                let Gathered { distinct, codes, .. } = gathered;
                if distinct.iter().all(|(cell, _)| cell::is_missing(cell)) {
                    return (Values::Empty, None);
                }
                return (Values::of_words(distinct, codes), None);
            };
            if gathered.said().next().is_none() {
                return (Values::Empty, None);
            }
            let mut column = Self::planned(&self.name, self.known, &decision, gathered.codes.len());
            for (&code, &line) in gathered.codes.iter().zip(lines) {
                column.push(&gathered.distinct[code as usize].0, line);
            }
            return column.finish(None, lines, issues);
        }
        let name = self.name;
        issues.extend(self.doubts.drain(..).map(|kind| Issue::new(kind).in_column(&name)));
        issues.extend(self.missing.issue(&name, |value| IssueKind::MissingTokens { value }));
        issues.extend(self.wrong.issue(&name, |value| IssueKind::TextInNumberColumn { value }));
        issues.extend(self.infinite.issue(&name, |value| IssueKind::NonFiniteValues { value }));
        if self.offsets.len() > 1 {
            issues.push(
                Issue::new(IssueKind::MixedTimezones { offsets_minutes: self.offsets }).in_column(&name),
            );
        }
        match (self.cells, self.read_as) {
            (Cells::Numbers(_), _) if self.said == 0 => (Values::Empty, None),
            (Cells::Numbers(values), As::Numbers { unit, .. }) => {
                (Values::Number(values), (!unit.is_empty()).then(|| unit.to_owned()))
            }
            (Cells::Numbers(values), _) => (Values::Number(values), Some("h".to_owned())),
            (Cells::Times(milliseconds), As::Times { utc, .. }) => {
                (Values::Datetime { milliseconds, utc }, None)
            }
            _ => (Values::Empty, None),
        }
    }
}
