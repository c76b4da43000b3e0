//! A column on the grid of its times, where the past is looked up by counting steps.

use super::feature::Clock;
use super::{Grid, Table};

/// More places than these would be mostly empty: the times of the table are no grid.
const MOST_PLACES: i64 = 50_000_000;

/// The times of a table as places of their grid.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeAxis {
    /// The grid.
    pub grid: Grid,
    /// Whether times are of UTC.
    pub utc: bool,
    /// The time of each row of the table in ms since 1970.
    pub times: Vec<Option<i64>>,
    /// The place of each row of the table; `None` for one without a time, or between two places.
    pub places: Vec<Option<usize>>,
    /// Places from the first time to the last.
    pub length: usize,
}

impl TimeAxis {
    /// The axis of a table's time column; `None` where it has no step.
    pub fn new(table: &Table, time: &str) -> Option<Self> {
        let clock = Clock::new(&table.column(time)?.values)?;
        let grid = clock.grid()?;
        let place =
            |at: &Option<i64>| at.and_then(|at| grid.place(at)).and_then(|place| usize::try_from(place).ok());
        let places: Vec<Option<usize>> = clock.milliseconds.iter().map(place).collect();
        let length = places.iter().flatten().max()? + 1;
        let sparse = length as i64 > MOST_PLACES || length > 1000 + 100 * places.len();
        (!sparse).then_some(Self { grid, utc: clock.utc, times: clock.milliseconds, places, length })
    }

    /// A value of each row on the grid. Where two rows have one time, the first that has a value counts.
    pub fn series(&self, values: &[f64]) -> Series {
        let mut on_grid = vec![f64::NAN; self.length];
        for (place, &value) in self.places.iter().zip(values) {
            if let Some(place) = *place
                && on_grid[place].is_nan()
            {
                on_grid[place] = value;
            }
        }
        Series::new(on_grid)
    }
}

/// Values of a grid, NaN where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    values: Vec<f64>,
    /// Sums and counts of the values before each place, for means of any stretch at once.
    sums: Vec<(f64, u32)>,
}

impl Series {
    /// From the values of all places.
    pub fn new(values: Vec<f64>) -> Self {
        let mut sums = Vec::with_capacity(values.len() + 1);
        let mut so_far = (0.0, 0);
        sums.push(so_far);
        for value in &values {
            if !value.is_nan() {
                so_far = (so_far.0 + value, so_far.1 + 1);
            }
            sums.push(so_far);
        }
        Self { values, sums }
    }

    /// The value so many steps before a place; NaN where there is none.
    pub fn before(&self, place: usize, steps: usize) -> f64 {
        place.checked_sub(steps).and_then(|place| self.values.get(place)).copied().unwrap_or(f64::NAN)
    }

    /// The mean of the values from `from` to before `to` steps before a place, of those that are there; NaN for none.
    pub fn mean(&self, place: usize, from: usize, to: usize) -> f64 {
        let end = (place + 1).saturating_sub(from).min(self.values.len());
        let begin = (place + 1).saturating_sub(to).min(end);
        let ((low, few), (high, many)) = (self.sums[begin], self.sums[end]);
        if many > few { (high - low) / f64::from(many - few) } else { f64::NAN }
    }

    /// The mean of `count` values, the first one `from` and each further one `every` steps before a place.
    pub fn comb(&self, place: usize, from: usize, every: usize, count: usize) -> f64 {
        let present =
            (0..count).map(|tooth| self.before(place, from + tooth * every)).filter(|value| !value.is_nan());
        let (sum, found) = present.fold((0.0, 0), |(sum, found), value| (sum + value, found + 1));
        if found > 0 { sum / f64::from(found) } else { f64::NAN }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_counted_from_the_place_itself() {
        let series = Series::new(vec![1.0, 2.0, f64::NAN, 4.0, 5.0, 6.0]);
        assert_eq!(series.before(5, 1), 5.0);
        assert!(series.before(5, 3).is_nan() && series.before(1, 2).is_nan());
        // From 1 to before 4 steps before place 5: places 4, 3 and 2, of which the last has none.
        assert_eq!(series.mean(5, 1, 4), 4.5);
        assert_eq!(series.mean(5, 5, 9), 1.0);
        assert!(series.mean(0, 1, 9).is_nan());
        // Places 4, 2 (missing) and 0.
        assert_eq!(series.comb(5, 1, 2, 3), 3.0);
        // A forecast beyond the end looks back from there.
        assert_eq!(series.before(8, 3), 6.0);
        assert_eq!(series.mean(7, 2, 4), 5.5);
    }
}
