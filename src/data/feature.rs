//! From columns to the numbers a network gets: amounts, one-hot labels, the calendar, and the target a day and a week
//! before.

use std::borrow::Cow;
use std::collections::HashMap;
use std::f64::consts::TAU;

use serde::{Deserialize, Serialize};

use super::{Grid, Rhythm, Span, Table, Values};
use crate::numeric::decimal;
use crate::numeric::order::sort_numbers;

/// One number of each row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// A column's number.
    Number {
        /// The column.
        column: String,
    },
    /// 1 where a column holds a label, else 0.
    OneHot {
        /// The column.
        column: String,
        /// The label.
        label: String,
    },
    /// 1 where a column holds no number, which was then filled.
    IsMissing {
        /// The column.
        column: String,
    },
    /// A part of the calendar.
    Calendar(CalendarPart),
    /// A column's number so long before, looked up by time.
    Lag {
        /// The column.
        column: String,
        /// How long before.
        before: Span,
    },
}

/// A part of the calendar, in the file's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarPart {
    /// sin(2π·hour/24).
    HourSin,
    /// cos(2π·hour/24).
    HourCos,
    /// sin(2π·weekday/7), Monday 0.
    WeekdaySin,
    /// cos(2π·weekday/7).
    WeekdayCos,
    /// 1 on Saturday and Sunday.
    Weekend,
    /// sin(2π·share of the year gone by).
    SeasonSin,
    /// cos(2π·share of the year gone by).
    SeasonCos,
}

impl CalendarPart {
    /// The time of the year, which is a feature where a person wants it.
    pub const SEASON: [Self; 2] = [Self::SeasonSin, Self::SeasonCos];

    /// Those that always are, in the order of the features.
    pub const ALL: [Self; 5] =
        [Self::HourSin, Self::HourCos, Self::WeekdaySin, Self::WeekdayCos, Self::Weekend];

    fn name(self) -> &'static str {
        match self {
            Self::HourSin => "hour_sin",
            Self::HourCos => "hour_cos",
            Self::WeekdaySin => "dow_sin",
            Self::WeekdayCos => "dow_cos",
            Self::Weekend => "weekend",
            Self::SeasonSin => "season_sin",
            Self::SeasonCos => "season_cos",
        }
    }

    /// The hour of a time as an angle: midnight 0, noon π.
    pub fn angle_of_hour(milliseconds: i64) -> f64 {
        TAU * hour_of_day(milliseconds) / 24.0
    }

    /// The time of the year as an angle: the turn of the year 0 (to within a day), midyear π.
    pub fn angle_of_year(milliseconds: i64) -> f64 {
        const MS_PER_YEAR: f64 = 365.2425 * MS_PER_DAY as f64;
        TAU * (milliseconds as f64 / MS_PER_YEAR).rem_euclid(1.0)
    }

    /// The month of a time, January 0 … December 11.
    pub fn month(milliseconds: i64) -> i64 {
        super::rhythm::month(milliseconds).map_or(0, |month| month.rem_euclid(12))
    }

    /// The weekday of a time, Monday 0 … Sunday 6.
    pub fn weekday(milliseconds: i64) -> i64 {
        weekday(milliseconds)
    }

    /// Its value at a time in ms since 1970.
    pub fn value(self, milliseconds: i64) -> f64 {
        let hour = Self::angle_of_hour(milliseconds);
        let weekday = weekday(milliseconds);
        let day = TAU * weekday as f64 / 7.0;
        match self {
            Self::HourSin => libm::sin(hour),
            Self::HourCos => libm::cos(hour),
            Self::WeekdaySin => libm::sin(day),
            Self::WeekdayCos => libm::cos(day),
            Self::Weekend => f64::from(u8::from(weekday >= 5)),
            Self::SeasonSin => libm::sin(Self::angle_of_year(milliseconds)),
            Self::SeasonCos => libm::cos(Self::angle_of_year(milliseconds)),
        }
    }
}

const MS_PER_HOUR: i64 = 3_600_000;
const MS_PER_DAY: i64 = 24 * MS_PER_HOUR;

/// The hour with its fraction, from 0 to 24: days are of equal length on a clock without daylight saving, and a file's
/// own clock is taken as it stands.
fn hour_of_day(milliseconds: i64) -> f64 {
    milliseconds.rem_euclid(MS_PER_DAY) as f64 / MS_PER_HOUR as f64
}

/// Monday 0 … Sunday 6; 1970-01-01 was a Thursday.
fn weekday(milliseconds: i64) -> i64 {
    (milliseconds.div_euclid(MS_PER_DAY) + 3).rem_euclid(7)
}

impl Feature {
    /// Whether a missing value of it may be filled.
    pub(super) fn can_be_filled(&self) -> bool {
        matches!(self, Self::Number { .. } | Self::OneHot { .. })
    }

    /// Its name, unique among the features of a table.
    pub fn name(&self) -> String {
        match self {
            Self::Number { column } => column.clone(),
            Self::OneHot { column, label } => format!("{column}={label}"),
            Self::IsMissing { column } => format!("{column}=?"),
            Self::Calendar(part) => part.name().to_owned(),
            Self::Lag { column, before } => format!("{column} −{before}"),
        }
    }

    /// Its value in every row of a table (NaN where it has none); `None` where the table lacks the column, or holds it
    /// in another kind.
    pub(super) fn values<'t>(&self, table: &'t Table, clock: Option<&Clock>) -> Option<Cow<'t, [f64]>> {
        let made = match self {
            Self::Number { column } => match &table.column(column)?.values {
                Values::Number(values) => return Some(Cow::Borrowed(values)),
                Values::Empty => Some(vec![f64::NAN; table.rows()]),
                _ => None,
            },
            Self::IsMissing { column } => {
                let values = table.column(column)?.numbers()?;
                Some(values.iter().map(|value| f64::from(u8::from(value.is_nan()))).collect())
            }
            Self::OneHot { column, label } => one_hot(&table.column(column)?.values, label),
            Self::Calendar(part) => {
                let times = &clock?.milliseconds;
                Some(times.iter().map(|at| at.map_or(f64::NAN, |at| part.value(at))).collect())
            }
            Self::Lag { column, before } => {
                let values = table.column(column)?.numbers()?;
                let clock = clock?;
                let row = |at: i64| clock.rows.get(&before.before(at)?);
                Some(
                    clock
                        .milliseconds
                        .iter()
                        .map(|at| at.and_then(row).map_or(f64::NAN, |&row| values[row]))
                        .collect(),
                )
            }
        };
        made.map(Cow::Owned)
    }
}

fn one_hot(values: &Values, label: &str) -> Option<Vec<f64>> {
    let is = |is: bool| f64::from(u8::from(is));
    match values {
        Values::Category { labels, codes } => {
            let code = labels.iter().position(|other| other == label);
            Some(codes.iter().map(|own| own.map_or(f64::NAN, |own| is(Some(own as usize) == code))).collect())
        }
        // Numbers that a person wants read as labels.
        Values::Number(numbers) => {
            let own = decimal::parse(label).map(f64::to_bits);
            let is_own =
                |&number: &f64| if number.is_nan() { f64::NAN } else { is(Some(number.to_bits()) == own) };
            Some(numbers.iter().map(is_own).collect())
        }
        Values::Text(texts) => {
            Some(texts.iter().map(|text| text.as_ref().map_or(f64::NAN, |text| is(text == label))).collect())
        }
        _ => None,
    }
}

/// The labels of a column that is read as labels, sorted (numbers as numbers).
pub(super) fn labels_of(values: &Values) -> Option<Vec<String>> {
    match values {
        Values::Category { labels, .. } => Some(labels.clone()),
        Values::Number(numbers) => {
            let mut distinct: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
            sort_numbers(&mut distinct);
            distinct.dedup();
            Some(distinct.iter().map(f64::to_string).collect())
        }
        _ => None,
    }
}

/// The time column of a table, and the row of each time.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    /// The time of each row.
    pub(super) milliseconds: Vec<Option<i64>>,
    /// Whether times are of UTC.
    pub(super) utc: bool,
    /// The first row of each time.
    rows: HashMap<i64, usize>,
}

impl Clock {
    /// The clock of a column of times.
    pub(super) fn new(values: &Values) -> Option<Self> {
        let Values::Datetime { milliseconds, utc } = values else { return None };
        let mut rows = HashMap::with_capacity(milliseconds.len());
        for (row, at) in milliseconds.iter().enumerate() {
            if let Some(at) = at {
                rows.entry(*at).or_insert(row);
            }
        }
        Some(Self { milliseconds: milliseconds.clone(), utc: *utc, rows })
    }

    /// The grid of its times, where they have a step.
    pub(super) fn grid(&self) -> Option<Grid> {
        Grid::find(self.milliseconds.iter().flatten().copied())
    }

    /// How long before a forecast so far ahead looks at single values: by the rhythm of its step; without one a day and
    /// a week before, or as many of these as the horizon needs.
    pub(super) fn lags(&self, horizon: Span) -> Vec<Span> {
        if let Some(grid) = self.grid()
            && let Some(rhythm) = Rhythm::new(&grid, horizon)
        {
            return rhythm.lags().into_iter().map(|steps| grid.span(steps)).collect();
        }
        let spans = [Span::DAY, Span::WEEK].map(|span| {
            let (span, horizon) = (span.milliseconds(), horizon.milliseconds());
            Span::Milliseconds((horizon.max(1) + span - 1) / span * span)
        });
        let different = if spans[0] == spans[1] { 1 } else { 2 };
        spans[..different].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2017-05-21 was a Sunday, 2024-02-29 a Thursday (any calendar).
    #[test]
    fn weekdays_and_hours_are_those_of_the_calendar() {
        assert_eq!(weekday(1_495_357_200_000), 6);
        assert_eq!(weekday(1_709_251_199_000), 3);
        assert_eq!(weekday(-1), 2);
        assert_eq!(hour_of_day(1_495_357_200_000), 9.0);
        assert_eq!(CalendarPart::Weekend.value(1_495_357_200_000), 1.0);
        assert!((CalendarPart::HourSin.value(6 * MS_PER_HOUR) - 1.0).abs() < 1e-15);
    }
}
