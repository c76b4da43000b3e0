//! The rows of a table as a recipe's views show them.

use ndarray::{Array1, Array2, s};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::recipe::View;
use crate::data::{CalendarPart, Feature, ModelInputs, Rhythm, Series, Span, Table, TimeAxis};

/// Harmonics of the hour.
const HARMONICS: u32 = 3;
/// So many years of rows tell the season from the trend.
const LEAST_YEARS: i64 = 2;
const MS_PER_DAY: f64 = 86_400_000.0;
const MS_PER_YEAR: i64 = 31_556_952_000;

/// Why a table with time cannot be forecast by a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum FrameError {
    /// Times have no step, or one that no whole number of makes a day.
    #[error("the times have no step that a day is made of")]
    NoStep,
    /// The test rows are not the last ones.
    #[error("the test rows are not the last ones")]
    NotChronological,
    /// Too few rows of the past.
    #[error("too few rows of the past")]
    NoPast,
}

/// Rows of one target, in the order of time where there is time: what each view shows of them, what the line gets, and
/// the values of before.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// What the line gets `[rows, features]`.
    pub reference: Array2<f64>,
    /// The values of before `[rows, lags]`, the latest first.
    pub before: Array2<f64>,
    /// How long before these are.
    pub spans: Vec<Span>,
    /// What happened; NaN where that is not known.
    pub target: Array1<f64>,
    /// The time of each row in days, where there is time.
    pub days: Option<Vec<f64>>,
    /// The past that is looked at, where there is time.
    pub rhythm: Option<Rhythm>,
    pub(super) absolute: Array2<f64>,
    pub(super) relative: Array2<f64>,
    /// The mean of the long cycle before.
    pub(super) level: Array1<f64>,
    /// The names of the features of a view, which both have but for what is relative.
    pub names: Vec<String>,
    /// How many of these, the first ones, are not of the past.
    pub(super) fixed: usize,
    /// Where each column of the line stands in the absolute view; `None` where it does not.
    pub(super) shared: Vec<Option<usize>>,
}

impl Frame {
    /// The frame of one target without time: its features `[rows, features]` in their own units, which have these names,
    /// and what happened.
    pub fn of_rows(features: Array2<f64>, target: Array1<f64>, names: Vec<String>) -> Self {
        let rows = target.len();
        Self {
            reference: features.clone(),
            before: Array2::zeros((rows, 0)),
            spans: Vec::new(),
            target,
            days: None,
            rhythm: None,
            relative: Array2::zeros((rows, 0)),
            level: Array1::zeros(rows),
            shared: (0..features.ncols()).map(Some).collect(),
            fixed: 0,
            absolute: features,
            names,
        }
    }

    /// The frame of one target for these rows of a table, in the order of time. The inputs say which columns are known
    /// ahead and which values of before there are.
    ///
    /// # Errors
    /// No time, no step, or no past.
    pub fn new(
        table: &Table,
        inputs: &ModelInputs,
        target: usize,
        rows: &[usize],
    ) -> Result<Self, FrameError> {
        let axis = inputs.time.as_deref().ok_or(FrameError::NoStep)?;
        let axis = TimeAxis::new(table, axis).ok_or(FrameError::NoStep)?;
        let rhythm = Rhythm::new(&axis.grid, inputs.horizon).ok_or(FrameError::NoStep)?;
        let name = inputs.targets.get(target).ok_or(FrameError::NoPast)?;
        let values = table.column(name).and_then(|column| column.numbers()).ok_or(FrameError::NoPast)?;
        let series = axis.series(values);
        let raw = inputs.raw(table).map_err(|_| FrameError::NoPast)?;
        let own_lag = |feature: &Feature| match feature {
            Feature::Lag { column, before } if column == name => Some(*before),
            _ => None,
        };
        let spans: Vec<Span> = inputs.features.iter().filter_map(own_lag).collect();
        if spans.is_empty() {
            return Err(FrameError::NoPast);
        }
        // The line knows nothing of the other targets' past: each target stands for itself.
        let is_reference =
            |feature: &Feature| !matches!(feature, Feature::Lag { .. }) || own_lag(feature).is_some();
        let places = |wanted: &dyn Fn(&Feature) -> bool| -> Vec<usize> {
            (0..inputs.features.len()).filter(|&place| wanted(&inputs.features[place])).collect()
        };
        let pick = |columns: &[usize]| {
            Array2::from_shape_fn((rows.len(), columns.len()), |(row, column)| {
                raw[(rows[row], columns[column])]
            })
        };
        let known = places(&|feature| !matches!(feature, Feature::Lag { .. } | Feature::Calendar(_)));
        let place = |row: usize| axis.places[rows[row]].unwrap_or(0);
        let times: Vec<i64> = rows.iter().map(|&row| axis.times[row].unwrap_or(0)).collect();
        let mut columns = Columns { rows: rows.len(), names: Vec::new(), values: Vec::new() };
        let seasons = times
            .last()
            .zip(times.first())
            .is_some_and(|(last, first)| last - first >= LEAST_YEARS * MS_PER_YEAR);
        columns.calendar(&times, axis.grid.step.milliseconds() < MS_PER_DAY as i64, seasons);
        for &feature in &known {
            let of = axis.series(&raw.column(feature).to_vec());
            let label = inputs.features[feature].name();
            columns.add(label.clone(), |row| raw[(rows[row], feature)]);
            // Where the table has no value that long before, the present one says nothing new.
            columns.add(format!("{label} −{}", axis.grid.span(rhythm.near)), |row| {
                or(of.before(place(row), rhythm.near), raw[(rows[row], feature)])
            });
        }
        let fixed = columns.names.len();
        let past = Past { series: &series, rhythm };
        let level: Array1<f64> = (0..rows.len()).map(|row| past.level(place(row))).collect();
        let spans_of = |steps: usize| axis.grid.span(steps);
        for (label, value) in past.views(&spans_of) {
            columns.add(format!("{name} {label}"), |row| value(&past, place(row)));
        }
        let all = columns.matrix();
        // The second near value is shown by the relative view alone: beside the others it says little that is new.
        let second = fixed + past.second_place();
        let shown: Vec<usize> = (0..all.ncols()).filter(|&column| column != second).collect();
        let absolute = all.select(ndarray::Axis(1), &shown);
        let mut relative = all;
        for mut column in relative.slice_mut(s![.., fixed..]).columns_mut() {
            column -= &level;
        }
        let names: Vec<String> = shown.iter().map(|&column| columns.names[column].clone()).collect();
        let shared = places(&is_reference).into_iter().map(|feature| {
            let own = match &inputs.features[feature] {
                Feature::Calendar(CalendarPart::HourSin) => "hour_sin1".to_owned(),
                Feature::Calendar(CalendarPart::HourCos) => "hour_cos1".to_owned(),
                feature => feature.name(),
            };
            names.iter().position(|name| *name == own)
        });
        Ok(Self {
            fixed,
            shared: shared.collect(),
            reference: pick(&places(&is_reference)),
            before: pick(&places(&|feature| own_lag(feature).is_some())),
            spans,
            target: rows.iter().map(|&row| values[row]).collect(),
            days: Some(times.iter().map(|&at| at as f64 / MS_PER_DAY).collect()),
            rhythm: Some(rhythm),
            absolute,
            relative,
            level,
            names,
        })
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.target.len()
    }

    /// Parts of a forecast of it: networks, line, and each value of before; without time the mean in their place.
    pub fn parts(&self) -> usize {
        2 + if self.days.is_some() { self.before.ncols() } else { 1 }
    }

    /// What a view shows `[rows, features]`, and what it subtracts from the target.
    pub fn view(&self, view: View) -> (&Array2<f64>, Option<&Array1<f64>>) {
        match view {
            View::Absolute => (&self.absolute, None),
            View::Relative => (&self.relative, Some(&self.level)),
        }
    }
}

/// Columns on their way to a matrix.
struct Columns {
    rows: usize,
    names: Vec<String>,
    values: Vec<Vec<f64>>,
}

impl Columns {
    fn add(&mut self, name: String, value: impl Fn(usize) -> f64) {
        self.names.push(name);
        self.values.push((0..self.rows).map(value).collect());
    }

    /// The hour in harmonics (where steps are shorter than a day), the days of the week, and the season where there are
    /// years enough.
    fn calendar(&mut self, times: &[i64], hours: bool, seasons: bool) {
        if hours {
            for harmonic in 1..=HARMONICS {
                let angle = |row: usize| f64::from(harmonic) * CalendarPart::angle_of_hour(times[row]);
                self.add(format!("hour_sin{harmonic}"), |row| libm::sin(angle(row)));
                self.add(format!("hour_cos{harmonic}"), |row| libm::cos(angle(row)));
            }
        }
        self.add("weekend".to_owned(), |row| CalendarPart::Weekend.value(times[row]));
        for (day, name) in
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].iter().enumerate()
        {
            self.add((*name).to_owned(), |row| {
                f64::from(u8::from(CalendarPart::weekday(times[row]) == day as i64))
            });
        }
        if seasons {
            let angle = |row: usize| {
                times[row].rem_euclid(MS_PER_YEAR) as f64 / MS_PER_YEAR as f64 * std::f64::consts::TAU
            };
            self.add("season_sin".to_owned(), |row| libm::sin(angle(row)));
            self.add("season_cos".to_owned(), |row| libm::cos(angle(row)));
        }
    }

    fn matrix(&self) -> Array2<f64> {
        Array2::from_shape_fn((self.rows, self.values.len()), |(row, column)| self.values[column][row])
    }
}

/// What a row knows of its target's past.
struct Past<'a> {
    series: &'a Series,
    rhythm: Rhythm,
}

type Value = fn(&Past, usize) -> f64;

impl Past<'_> {
    /// The mean of the long cycle before.
    fn level(&self, place: usize) -> f64 {
        let Rhythm { near, long, .. } = self.rhythm;
        or(self.series.mean(place, near, near + long), self.series.before(place, near))
    }

    /// Each value of the past by name.
    fn views(&self, span: &dyn Fn(usize) -> Span) -> Vec<(String, Value)> {
        let Rhythm { horizon, cycle, near, far, .. } = self.rhythm;
        let single = |steps: usize| format!("−{}", span(steps));
        let mean = |from: usize, to: usize| format!("mean −{} to −{}", span(from), span(to));
        let mut all: Vec<(String, Value)> =
            vec![(single(near), |past, place| past.series.before(place, past.rhythm.near))];
        all.push((single(near + cycle), |past, place| past.second(place)));
        if far != near {
            all.push((single(far), |past, place| past.series.before(place, past.rhythm.far)));
        }
        let teeth = self.teeth();
        all.push((format!("mean of {teeth} × −{}", span(cycle)), |past, place| past.comb(place)));
        all.push((mean(near, near + cycle), |past, place| past.latest_cycle(place)));
        if self.rhythm.last().is_some() {
            all.push((single(horizon), |past, place| past.last(place)));
            all.push((mean(horizon, horizon + cycle), |past, place| {
                let Rhythm { horizon, cycle, .. } = past.rhythm;
                or(past.series.mean(place, horizon, horizon + cycle), past.last(place))
            }));
        }
        all
    }

    /// Where in the list of views the second near value stands.
    fn second_place(&self) -> usize {
        1
    }

    fn near(&self, place: usize) -> f64 {
        self.series.before(place, self.rhythm.near)
    }

    fn second(&self, place: usize) -> f64 {
        or(self.series.before(place, self.rhythm.near + self.rhythm.cycle), self.near(place))
    }

    fn last(&self, place: usize) -> f64 {
        or(self.series.before(place, self.rhythm.horizon), self.near(place))
    }

    fn teeth(&self) -> usize {
        (self.rhythm.long / self.rhythm.cycle).max(3)
    }

    fn comb(&self, place: usize) -> f64 {
        or(self.series.comb(place, self.rhythm.near, self.rhythm.cycle, self.teeth()), self.near(place))
    }

    fn latest_cycle(&self, place: usize) -> f64 {
        let Rhythm { cycle, near, .. } = self.rhythm;
        or(self.series.mean(place, near, near + cycle), self.near(place))
    }
}

fn or(value: f64, otherwise: f64) -> f64 {
    if value.is_nan() { otherwise } else { value }
}
