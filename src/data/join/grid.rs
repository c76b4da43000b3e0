//! Even steps, and the interval that a time falls into.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::data::read::usual_step;
use crate::data::zone::Moment;

const MS_PER_DAY: i64 = 86_400_000;
const MS_PER_HOUR: i64 = 3_600_000;

/// The even distance of a table's times. Months are longer than any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// So many milliseconds.
    Milliseconds(i64),
    /// So many calendar months.
    Months(i64),
}

impl Step {
    /// The step of a table, if it has one.
    pub(super) fn of(moments: &[Option<Moment>]) -> Option<Self> {
        let mut clocks: Vec<i64> = moments.iter().flatten().map(|moment| moment.clock).collect();
        clocks.sort_unstable();
        let days = |step: i64| step / MS_PER_DAY;
        usual_step(clocks.windows(2).map(|pair| pair[1] - pair[0])).map(|step| match days(step) {
            28..=31 => Self::Months(1),
            89..=92 => Self::Months(3),
            365 | 366 => Self::Months(12),
            _ => Self::Milliseconds(step),
        })
    }

    /// Its length in seconds, months taken as 30 days.
    pub(super) fn seconds(self) -> u32 {
        let milliseconds = match self {
            Self::Milliseconds(step) => step,
            Self::Months(months) => months * 30 * MS_PER_DAY,
        };
        (milliseconds / 1000).clamp(0, i64::from(u32::MAX)) as u32
    }
}

/// An interval: its number, and whether the clock shows its times for the second time.
pub(super) type Key = (i64, bool);

/// Even intervals; or, without a step, points of time.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    step: Option<Step>,
    /// A time at which an interval begins.
    origin: i64,
}

impl Grid {
    /// Intervals of a step that begin where a table's first time stands.
    pub(super) fn new(step: Option<Step>, moments: &[Option<Moment>]) -> Self {
        let origin = moments.iter().flatten().map(|moment| moment.clock).min().unwrap_or(0);
        Self { step, origin }
    }

    /// The interval that a time falls into.
    pub(super) fn key(&self, moment: Moment) -> Key {
        match self.step {
            None => (moment.clock, moment.again),
            Some(Step::Milliseconds(step)) => {
                ((moment.clock - self.origin).div_euclid(step), moment.again && step < MS_PER_DAY)
            }
            Some(Step::Months(months)) => {
                let date = civil(moment.clock).date();
                ((i64::from(date.year()) * 12 + i64::from(date.month()) - 1).div_euclid(months), false)
            }
        }
    }

    /// When an interval begins.
    pub(super) fn begin(&self, (number, again): Key) -> Moment {
        let clock = match self.step {
            None => number,
            Some(Step::Milliseconds(step)) => self.origin + number * step,
            Some(Step::Months(months)) => {
                let month = number * months;
                Date::new(month.div_euclid(12) as i16, month.rem_euclid(12) as i8 + 1, 1)
                    .ok()
                    .and_then(|date| {
                        TimeZone::UTC
                            .to_timestamp(DateTime::from_parts(date, jiff::civil::Time::midnight()))
                            .ok()
                    })
                    .map_or(0, |timestamp| timestamp.as_millisecond())
            }
        };
        Moment { clock, again }
    }

    /// How long an interval is in milliseconds; a point of time has no length.
    pub(super) fn length(&self, key: Key) -> i64 {
        match self.step {
            None => 0,
            Some(Step::Milliseconds(step)) => step,
            Some(Step::Months(_)) => self.begin((key.0 + 1, false)).clock - self.begin(key).clock,
        }
    }

    /// How many rows of another step an interval should have at least: a day on which the clock is set may be an hour
    /// short.
    pub(super) fn expected(&self, key: Key, own: Option<Step>) -> f64 {
        let Some(Step::Milliseconds(own)) = own else { return 1.0 };
        let length = self.length(key);
        let short = if length >= MS_PER_DAY && own < MS_PER_DAY { MS_PER_HOUR } else { 0 };
        ((length - short) as f64 / own as f64).floor().max(1.0)
    }
}

fn civil(clock: i64) -> DateTime {
    TimeZone::UTC.to_datetime(Timestamp::from_millisecond(clock).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// For each of several intervals the rows of a table that fall into it, in the order of the table. A time that occurs
/// more than once counts once.
pub(super) struct Groups {
    starts: Vec<usize>,
    rows: Vec<u32>,
}

impl Groups {
    /// The rows of a table with these times in each of `keys`.
    pub(super) fn new(grid: &Grid, keys: &HashMap<Key, u32>, moments: &[Option<Moment>]) -> Self {
        let mut seen = HashSet::new();
        let group = |moment: &Option<Moment>| {
            let moment = (*moment)?;
            let group = *keys.get(&grid.key(moment))?;
            seen.insert(moment).then_some(group)
        };
        let of_row: Vec<Option<u32>> = moments.iter().map(group).collect();
        let mut starts = vec![0; keys.len() + 1];
        of_row.iter().flatten().for_each(|&group| starts[group as usize + 1] += 1);
        (1..starts.len()).for_each(|index| starts[index] += starts[index - 1]);
        let mut next = starts.clone();
        let mut rows = vec![0; starts.last().copied().unwrap_or(0)];
        for (row, group) in of_row.iter().enumerate().filter_map(|(row, group)| Some((row, (*group)?))) {
            rows[next[group as usize]] = row as u32;
            next[group as usize] += 1;
        }
        Self { starts, rows }
    }

    /// A group for each row, with that row in it.
    pub(super) fn each(rows: usize) -> Self {
        Self { starts: (0..=rows).collect(), rows: (0..rows as u32).collect() }
    }

    /// The rows of a group.
    pub(super) fn get(&self, group: u32) -> &[u32] {
        &self.rows[self.starts[group as usize]..self.starts[group as usize + 1]]
    }

    /// All rows that are in a group.
    pub(super) fn all(&self) -> &[u32] {
        &self.rows
    }
}
