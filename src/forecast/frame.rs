//! The rows of a table as a recipe's views show them.

use ndarray::{Array1, Array2, s};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::recipe::View;
use super::shown::{self, MS_PER_YEAR, SECOND, Shown};
use crate::data::{CalendarPart, Feature, ModelInputs, Rhythm, Span, Table, TimeAxis};

/// So many years of rows tell the season from the trend.
const LEAST_YEARS: i64 = 2;
const MS_PER_DAY: f64 = 86_400_000.0;

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
    /// What the relative view shows, which is the absolute one's features and one more.
    pub shown: Vec<Shown>,
    /// How many of these, the first ones, are not of the past.
    pub fixed: usize,
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
            shown: (0..features.ncols()).map(Shown::Known).collect(),
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
        let seasons = times
            .last()
            .zip(times.first())
            .is_some_and(|(last, first)| last - first >= LEAST_YEARS * MS_PER_YEAR);
        let mut all_shown = Shown::calendar(axis.grid.step.milliseconds() < MS_PER_DAY as i64, seasons);
        for &feature in &known {
            all_shown.extend([Shown::Known(feature), Shown::KnownBefore { feature, steps: rhythm.near }]);
        }
        let fixed = all_shown.len();
        all_shown.extend(shown::past(rhythm));
        let level_looks = shown::level(rhythm);
        let level: Array1<f64> =
            (0..rows.len()).map(|row| shown::first(&level_looks, &series, place(row))).collect();
        let mut all = Array2::zeros((rows.len(), all_shown.len()));
        for (own, mut column) in all_shown.iter().zip(all.columns_mut()) {
            let value: Box<dyn Fn(usize) -> f64> = match own {
                Shown::Known(feature) => Box::new(|row| raw[(rows[row], *feature)]),
                // Where the table has no value that long before, the present one says nothing new.
                Shown::KnownBefore { feature, steps } => {
                    let of = axis.series(&raw.column(*feature).to_vec());
                    let raw = &raw;
                    Box::new(move |row| or(of.before(place(row), *steps), raw[(rows[row], *feature)]))
                }
                Shown::Past(looks) => Box::new(|row| shown::first(looks, &series, place(row))),
                calendar => Box::new(|row| calendar.at(times[row]).unwrap_or(f64::NAN)),
            };
            column.iter_mut().enumerate().for_each(|(row, into)| *into = value(row));
        }
        // The second near value is shown by the relative view alone: beside the others it says little that is new.
        let second = fixed + SECOND;
        let shown: Vec<usize> = (0..all.ncols()).filter(|&column| column != second).collect();
        let absolute = all.select(ndarray::Axis(1), &shown);
        let mut relative = all;
        for mut column in relative.slice_mut(s![.., fixed..]).columns_mut() {
            column -= &level;
        }
        let span = |steps: usize| axis.grid.span(steps);
        let feature = |place: usize| inputs.features[place].name();
        let names: Vec<String> =
            shown.iter().map(|&column| all_shown[column].name(&feature, name, &span)).collect();
        let shared = places(&is_reference).into_iter().map(|feature| {
            let own = match &inputs.features[feature] {
                Feature::Calendar(CalendarPart::HourSin) => "hour_sin1".to_owned(),
                Feature::Calendar(CalendarPart::HourCos) => "hour_cos1".to_owned(),
                feature => feature.name(),
            };
            names.iter().position(|name| *name == own)
        });
        Ok(Self {
            shown: all_shown,
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

    /// Which of what is shown the absolute view leaves out: the relative view alone has it.
    pub fn of_relative_alone(&self) -> Option<usize> {
        self.rhythm.map(|_| self.fixed + SECOND)
    }

    /// What a view shows `[rows, features]`, and what it subtracts from the target.
    pub fn view(&self, view: View) -> (&Array2<f64>, Option<&Array1<f64>>) {
        match view {
            View::Absolute => (&self.absolute, None),
            View::Relative => (&self.relative, Some(&self.level)),
        }
    }
}

fn or(value: f64, otherwise: f64) -> f64 {
    if value.is_nan() { otherwise } else { value }
}
