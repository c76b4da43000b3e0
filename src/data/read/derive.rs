//! Columns that are made of others: a date and a clock time joined, and the differences of a running total.

use super::ReadChoices;
use super::time::time_of_day;
use crate::data::{Column, Issue, IssueKind, Table, Values};

const MS_PER_DAY: i64 = 86_400_000;
const MS_PER_HOUR: f64 = 3_600_000.0;
/// The share of clock times that a column must have to be joined with a date.
const PURITY: f64 = 0.9;

/// Adds what can be made of a table's columns.
pub(super) fn add(table: &mut Table, choices: &ReadChoices, issues: &mut Vec<Issue>) {
    if let Some((column, issue)) = joined(table) {
        table.columns.push(column);
        issues.push(issue);
    }
    for name in &choices.differences {
        let Some(values) = table.column(name).and_then(Column::numbers) else { continue };
        let differences = differences(values);
        let unit = table.column(name).and_then(|column| column.unit.clone());
        table.columns.push(Column {
            name: fresh(table, &format!("Δ {name}")),
            values: Values::Number(differences),
            unit,
            derived: true,
        });
        issues.push(Issue::new(IssueKind::DifferencesAdded).in_column(name));
    }
}

/// The differences from row to row: none for the first row, beside missing values, and where a total falls back.
fn differences(values: &[f64]) -> Vec<f64> {
    let mut before = f64::NAN;
    let difference = |&value: &f64| {
        let difference = value - before;
        before = value;
        if difference >= 0.0 { difference } else { f64::NAN }
    };
    values.iter().map(difference).collect()
}

fn fresh(table: &Table, name: &str) -> String {
    let mut fresh = name.to_owned();
    while table.column(&fresh).is_some() {
        fresh.push('*');
    }
    fresh
}

/// The first column of bare dates, joined with the column of clock times beside it.
fn joined(table: &Table) -> Option<(Column, Issue)> {
    let is_midnight = |at: &i64| at.rem_euclid(MS_PER_DAY) == 0;
    let (index, dates, utc) =
        table.columns.iter().enumerate().find_map(|(index, column)| match &column.values {
            Values::Datetime { milliseconds, utc } if milliseconds.iter().flatten().all(is_midnight) => {
                Some((index, milliseconds, *utc))
            }
            _ => None,
        })?;
    let beside = [index.checked_add(1), index.checked_sub(1)].into_iter().flatten();
    let (clock, (times, hour_ending)) = beside
        .filter_map(|index| table.columns.get(index))
        .find_map(|column| Some((column, clock_times(column, table.rows())?)))?;
    let date = &table.columns[index].name;
    let milliseconds =
        dates.iter().zip(times).map(|(date, time)| date.zip(time).map(|(date, time)| date + time)).collect();
    let name = fresh(table, &format!("{date} {}", clock.name));
    let kind = IssueKind::DateTimeJoined { date: date.clone(), time: clock.name.clone(), hour_ending };
    let issue = Issue::new(kind).in_column(&name);
    Some((Column { name, values: Values::Datetime { milliseconds, utc }, unit: None, derived: true }, issue))
}

/// The milliseconds since midnight that a column states, and whether its hours are numbered by their end.
fn clock_times(column: &Column, rows: usize) -> Option<(Vec<Option<i64>>, bool)> {
    if let Values::Number(hours) = &column.values {
        return hours_of_day(&column.name, hours);
    }
    if !matches!(column.values, Values::Text(_) | Values::Category { .. }) {
        return None;
    }
    let cells: Vec<String> = (0..rows).map(|row| column.text(row)).collect();
    let said = cells.iter().filter(|cell| !cell.is_empty()).count();
    // `00` to `23` are hours that kept their zero.
    let hours: Vec<f64> = cells.iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect();
    if cells.iter().all(|cell| cell.len() <= 2) {
        return hours_of_day(&column.name, &hours);
    }
    let times: Vec<Option<i64>> = cells.iter().map(|cell| time_of_day(cell)).collect();
    let count = times.iter().flatten().count();
    (count > 0 && count as f64 >= PURITY * said as f64).then_some((times, false))
}

/// Whole hours from 0 to 23, or from 1 to 24, in a column whose name says that it holds hours.
fn hours_of_day(name: &str, hours: &[f64]) -> Option<(Vec<Option<i64>>, bool)> {
    const NAMES: [&str; 8] = ["hour", "stunde", "std", "hr", "he", "hour ending", "小时", "时"];
    let lower = name.to_lowercase();
    let named = NAMES.iter().any(|word| match word.len() {
        ..=3 => lower.split(|letter: char| !letter.is_alphabetic()).any(|own| own == *word),
        _ => lower.contains(word),
    });
    let present = || hours.iter().copied().filter(|hour| !hour.is_nan());
    let (least, most) =
        (present().fold(f64::INFINITY, f64::min), present().fold(f64::NEG_INFINITY, f64::max));
    if !named || present().any(|hour| hour.fract() != 0.0) || !(0.0..=24.0).contains(&least) || most > 24.0 {
        return None;
    }
    let hour_ending = least >= 1.0 && most == 24.0;
    let shift = if hour_ending { 1.0 } else { 0.0 };
    let time = |&hour: &f64| (!hour.is_nan()).then_some(((hour - shift) * MS_PER_HOUR) as i64);
    Some((hours.iter().map(time).collect(), hour_ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_that_falls_back_has_no_difference_there() {
        let found = differences(&[5.0, 7.5, 0.0, 1.0, f64::NAN, 3.0]);
        let present: Vec<(usize, f64)> =
            found.iter().copied().enumerate().filter(|(_, value)| !value.is_nan()).collect();
        assert_eq!(present, [(1, 2.5), (3, 1.0)]);
    }

    #[test]
    fn hours_are_numbered_from_nought_or_by_their_end() {
        let (times, ending) = hours_of_day("Hour", &[1.0, 2.0, 24.0]).unwrap();
        assert!(ending);
        assert_eq!(times, [Some(0), Some(3_600_000), Some(23 * 3_600_000)]);
        assert!(!hours_of_day("Stunde", &[0.0, 23.0]).unwrap().1);
        assert!(hours_of_day("share", &[1.0, 2.0]).is_none());
        assert!(hours_of_day("hour", &[1.0, 25.0]).is_none());
    }
}
