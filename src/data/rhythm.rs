//! Spans of time, the step of a table's clock, and which values of the past a forecast may look at.

use serde::{Deserialize, Serialize};

use super::calendar::Civil;

const MS_PER_MINUTE: i64 = 60_000;
const MS_PER_HOUR: i64 = 60 * MS_PER_MINUTE;
const MS_PER_DAY: i64 = 24 * MS_PER_HOUR;
const MONTHS_PER_YEAR: i64 = 12;
/// The most units of a span that is written down.
const MOST: u32 = 1_000_000;

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// So many milliseconds.
    Milliseconds(i64),
    /// So many months of the calendar.
    Months(u32),
}

impl Span {
    /// A day.
    pub const DAY: Self = Self::Milliseconds(MS_PER_DAY);
    /// A week.
    pub const WEEK: Self = Self::Milliseconds(7 * MS_PER_DAY);

    /// So many hours.
    pub fn hours(hours: u32) -> Self {
        Self::Milliseconds(i64::from(hours) * MS_PER_HOUR)
    }

    /// Reads `24` (hours), `15min`, `6h`, `7d`, `4w` or `12mo`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let count: u32 = text[..digits].parse().ok().filter(|count| (1..=MOST).contains(count))?;
        let of = |unit: i64| Some(Self::Milliseconds(i64::from(count) * unit));
        match text[digits..].trim() {
            "s" => of(1000),
            "min" | "m" => of(MS_PER_MINUTE),
            "" | "h" => of(MS_PER_HOUR),
            "d" => of(MS_PER_DAY),
            "w" => of(7 * MS_PER_DAY),
            "mo" => Some(Self::Months(count)),
            _ => None,
        }
    }

    /// Whether [`Span::parse`] could have read it, or a fraction of it.
    pub fn is_within_bounds(self) -> bool {
        match self {
            Self::Milliseconds(milliseconds) => {
                (1..=i64::from(MOST) * 7 * MS_PER_DAY).contains(&milliseconds)
            }
            Self::Months(months) => (1..=MOST).contains(&months),
        }
    }

    /// About how long it is, in milliseconds; a month is the twelfth part of 365.2425 days.
    pub fn milliseconds(self) -> i64 {
        match self {
            Self::Milliseconds(milliseconds) => milliseconds,
            Self::Months(months) => i64::from(months) * 2_629_746_000,
        }
    }

    /// The time so long before another; `None` where the calendar has none.
    pub fn before(self, at: i64) -> Option<i64> {
        match self {
            Self::Milliseconds(milliseconds) => at.checked_sub(milliseconds),
            Self::Months(months) => months_later(at, -i64::from(months)),
        }
    }
}

/// `15min`, `24h`, `7d`, `12mo`: days only from two days on, so that a day ahead is 24 h as people say it.
impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Months(months) => write!(f, "{months}mo"),
            Self::Milliseconds(ms) if ms % MS_PER_DAY == 0 && ms > MS_PER_DAY => {
                write!(f, "{}d", ms / MS_PER_DAY)
            }
            Self::Milliseconds(ms) if ms % MS_PER_HOUR == 0 => write!(f, "{}h", ms / MS_PER_HOUR),
            Self::Milliseconds(ms) if ms % MS_PER_MINUTE == 0 => write!(f, "{}min", ms / MS_PER_MINUTE),
            Self::Milliseconds(ms) => write!(f, "{}s", ms / 1000),
        }
    }
}

/// Times that are one step apart: each has a place, a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// The step.
    pub step: Span,
    /// The time at place 0.
    pub origin: i64,
}

impl Grid {
    /// The step that most neighbouring times are apart by. `None` for fewer than three times, or where not even half of
    /// them agree.
    pub fn find(times: impl Iterator<Item = i64>) -> Option<Self> {
        let mut times: Vec<i64> = times.collect();
        times.sort_unstable();
        times.dedup();
        let mut steps: Vec<i64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        if steps.len() < 2 {
            return None;
        }
        steps.sort_unstable();
        let origin = times[0];
        // Months differ in length, and some may lack.
        let monthly = |step: &&i64| (28 * MS_PER_DAY..=31 * MS_PER_DAY).contains(*step);
        if steps.iter().filter(monthly).count() * 2 > steps.len() {
            return Some(Self { step: Span::Months(1), origin });
        }
        let (mut best, mut most, mut from) = (0, 0, 0);
        for to in 1..=steps.len() {
            if to == steps.len() || steps[to] != steps[from] {
                if to - from > most {
                    (best, most) = (steps[from], to - from);
                }
                from = to;
            }
        }
        (most * 2 >= steps.len()).then_some(Self { step: Span::Milliseconds(best), origin })
    }

    /// The place of a time; `None` where it lies between two.
    pub fn place(&self, at: i64) -> Option<i64> {
        match self.step {
            Span::Milliseconds(step) => {
                let since = at - self.origin;
                (since % step == 0).then_some(since / step)
            }
            Span::Months(months) => {
                let since = month(at)? - month(self.origin)?;
                (since % i64::from(months) == 0).then_some(since / i64::from(months))
            }
        }
    }

    /// The time of a place.
    pub fn time(&self, place: i64) -> Option<i64> {
        match self.step {
            Span::Milliseconds(step) => place.checked_mul(step)?.checked_add(self.origin),
            Span::Months(months) => months_later(self.origin, place.checked_mul(i64::from(months))?),
        }
    }

    /// How many steps a span takes, rounded up; at least one.
    pub fn steps(&self, span: Span) -> usize {
        let steps = match (self.step, span) {
            (Span::Months(own), Span::Months(months)) => i64::from(months.div_ceil(own)),
            (own, span) => {
                let (own, span) = (own.milliseconds(), span.milliseconds());
                // A month is no whole number of days; a few hours off are the same month.
                let slack = if matches!(self.step, Span::Months(_)) { 3 * MS_PER_DAY } else { 0 };
                (span - slack + own - 1) / own
            }
        };
        steps.max(1) as usize
    }

    /// So many steps as a span.
    pub fn span(&self, steps: usize) -> Span {
        match self.step {
            Span::Milliseconds(step) => Span::Milliseconds(step * steps as i64),
            Span::Months(months) => Span::Months(months * steps as u32),
        }
    }
}

/// The same day and clock time so many months later; the last day of a month that is too short for it.
fn months_later(at: i64, months: i64) -> Option<i64> {
    let civil = Civil::at(at)?;
    let later = month(at)?.checked_add(months)?;
    let (year, month) = (later.div_euclid(MONTHS_PER_YEAR), later.rem_euclid(MONTHS_PER_YEAR) + 1);
    let day = (28..=civil.day).rev().find(|&day| Civil::date(year, month, day).is_some());
    let date = Civil { year, month, day: day.unwrap_or(civil.day), ..civil };
    Some(date.checked()?.milliseconds())
}

/// Months since the year 0.
pub(super) fn month(at: i64) -> Option<i64> {
    let civil = Civil::at(at)?;
    Some(civil.year * MONTHS_PER_YEAR + civil.month - 1)
}

/// The past that a forecast so far ahead may look at, in steps of the grid. None is shorter than the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The horizon.
    pub horizon: usize,
    /// The short cycle: a day, for daily values a week, for monthly ones a year.
    pub cycle: usize,
    /// The long cycle: a week, for daily values four weeks, for monthly ones a year.
    pub long: usize,
    /// The last whole number of short cycles before which everything is known: yesterday, at a day's horizon.
    pub near: usize,
    /// The same of long cycles: last week.
    pub far: usize,
}

impl Rhythm {
    /// The rhythm of a grid; `None` where a day is no whole number of its steps.
    pub fn new(grid: &Grid, horizon: Span) -> Option<Self> {
        let (cycle, long) = match grid.step {
            Span::Months(months) if MONTHS_PER_YEAR % i64::from(months) == 0 => {
                let year = (MONTHS_PER_YEAR / i64::from(months)) as usize;
                (year, year)
            }
            Span::Milliseconds(step) if step < MS_PER_DAY && MS_PER_DAY % step == 0 => {
                let day = (MS_PER_DAY / step) as usize;
                (day, 7 * day)
            }
            Span::Milliseconds(MS_PER_DAY) => (7, 28),
            Span::Milliseconds(step) if step == 7 * MS_PER_DAY => (52, 52),
            _ => return None,
        };
        let horizon = grid.steps(horizon);
        let (near, far) = (horizon.next_multiple_of(cycle), horizon.next_multiple_of(long));
        Some(Self { horizon, cycle, long, near, far })
    }

    /// The latest value of all, where it is later than [`Rhythm::near`].
    pub fn last(&self) -> Option<usize> {
        (self.horizon < self.near).then_some(self.horizon)
    }

    /// Each single value of the past, the latest first: the last one where it is not near, near, far where it is not.
    pub fn lags(&self) -> Vec<usize> {
        let far = (self.far != self.near).then_some(self.far);
        self.last().into_iter().chain(std::iter::once(self.near)).chain(far).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(step: Span) -> Grid {
        Grid { step, origin: 0 }
    }

    #[test]
    fn spans_are_read_as_they_are_written() {
        for text in ["15min", "6h", "24h", "7d", "12mo", "30s"] {
            assert_eq!(Span::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Span::parse("24"), Some(Span::DAY));
        assert_eq!(Span::parse("1w"), Some(Span::WEEK));
        for wrong in ["", "d", "-3h", "0h", "3 parsecs", "9999999999d"] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
    }

    /// 2023-03-31 minus a month is the last day of February; 2020-04 minus 12 months is 2019-04.
    #[test]
    fn months_are_those_of_the_calendar() {
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        assert_eq!(Span::Months(1).before(at("2023-03-31T00:00Z")), Some(at("2023-02-28T00:00Z")));
        let times = ["2019-01-01T00:00Z", "2019-02-01T00:00Z", "2019-03-01T00:00Z", "2019-05-01T00:00Z"];
        let found = Grid::find(times.iter().map(|text| at(text))).unwrap();
        assert_eq!(found.step, Span::Months(1));
        assert_eq!(found.place(at("2019-05-01T00:00Z")), Some(4));
        assert_eq!(found.time(15), Some(at("2020-04-01T00:00Z")));
    }

    #[test]
    fn a_day_ahead_looks_at_yesterday_and_last_week_at_every_step() {
        for (minutes, steps) in [(60, 24), (30, 48), (15, 96), (5, 288)] {
            let grid = grid(Span::Milliseconds(minutes * MS_PER_MINUTE));
            let rhythm = Rhythm::new(&grid, Span::DAY).unwrap();
            assert_eq!((rhythm.near, rhythm.far, rhythm.last()), (steps, 7 * steps, None));
            assert_eq!(rhythm.lags(), [steps, 7 * steps]);
        }
        let daily = Rhythm::new(&grid(Span::DAY), Span::DAY).unwrap();
        assert_eq!(daily.lags(), [1, 7, 28]);
        let monthly = Rhythm::new(&grid(Span::Months(1)), Span::Months(1)).unwrap();
        assert_eq!(monthly.lags(), [1, 12]);
    }

    #[test]
    fn no_lag_is_shorter_than_the_horizon() {
        let hourly = grid(Span::hours(1));
        for (horizon, lags) in [
            (Span::hours(1), vec![1, 24, 168]),
            (Span::hours(24), vec![24, 168]),
            (Span::hours(25), vec![25, 48, 168]),
            (Span::WEEK, vec![168]),
            (Span::hours(24 * 8), vec![192, 336]),
        ] {
            let rhythm = Rhythm::new(&hourly, horizon).unwrap();
            assert_eq!(rhythm.lags(), lags, "{horizon}");
            assert!(rhythm.lags().iter().all(|&lag| lag >= hourly.steps(horizon)));
        }
    }

    #[test]
    fn a_few_gaps_do_not_hide_the_step() {
        let times = (0..100).filter(|hour| hour % 9 != 4).map(|hour| hour * MS_PER_HOUR);
        assert_eq!(Grid::find(times).unwrap().step, Span::hours(1));
        assert_eq!(Grid::find([0, 5, 7, 20, 80].into_iter()), None);
    }
}
