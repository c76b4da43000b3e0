//! Forecasts to act on: demand, photovoltaics and intensity of the test days, each by the same method, a step at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::learner::{Learner, learner};
use super::protocol::TrainError;
use crate::data::{
    DataSpec, Dataset, DatasetError, Missing, Scaling, Span, SplitMethod, SplitSpec, Table, TimeAxis, Values,
};
use crate::linear::LeastSquares;
use crate::plan::{Series, g_per_kwh_factor, kw_factor, price_factor};
use crate::training::{Method, Outcome, Settings};

/// The test's share of the rows, from the end.
const TEST_SHARE: f64 = 0.2;
const VALIDATION_SHARE: f64 = 0.1;

/// How what is not known ahead is forecast. All but the first look back a day at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foresight {
    /// As it came: what no forecast can do, to compare with.
    Perfect,
    /// The value of a day before.
    Yesterday,
    /// Least squares on the calendar and the values a day and a week before.
    Linear,
    /// One network as in the article: 64-64, 100 epochs.
    Article,
    /// The recommended recipe.
    Recommended,
}

impl Foresight {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Perfect, Self::Yesterday, Self::Linear, Self::Article, Self::Recommended];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Perfect => "perfect",
            Self::Yesterday => "yesterday",
            Self::Linear => "linear",
            Self::Article => "article",
            Self::Recommended => "recommended",
        }
    }
}

/// Which columns a plan is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingColumns {
    /// The times.
    pub time: String,
    /// Demand, as a power or an energy a step.
    pub load: String,
    /// Photovoltaics, where there are any.
    pub pv: Option<String>,
    /// The grid's carbon intensity.
    pub intensity: String,
    /// The price, known ahead, where there is one.
    pub price: Option<String>,
    /// Columns that are known ahead and from which demand is forecast.
    pub known: Vec<String>,
}

/// Why there is nothing to act on.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ActingError {
    /// No column of numbers has that name.
    #[error("there is no column of numbers {column:?}")]
    NoColumn {
        /// The name.
        column: String,
    },
    /// A column's unit is not of what it is used as.
    #[error("{column:?} is in {unit}, which is no unit of it")]
    Unit {
        /// The column.
        column: String,
        /// Its unit.
        unit: String,
    },
    /// The times have no step that divides a day.
    #[error("the times have no step that divides a day")]
    NoStep,
    /// No day of the test is complete.
    #[error("no day of the test is complete")]
    NoDays,
    /// The choice of columns makes no data set.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// A network cannot be trained on it.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// Training diverged.
    #[error("training on {column:?} diverged")]
    Diverged {
        /// The target.
        column: String,
    },
}

impl ActingError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoColumn { .. } => "unknown_column",
            Self::Unit { .. } => "unit",
            Self::NoStep => "no_time_step",
            Self::NoDays => "no_days",
            Self::Dataset(error) => error.code(),
            Self::Train(_) => "settings",
            Self::Diverged { .. } => "diverged",
        }
    }

    /// The column that it is about.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::NoColumn { column } | Self::Unit { column, .. } | Self::Diverged { column } => Some(column),
            Self::Dataset(error) => error.column(),
            Self::NoStep | Self::NoDays | Self::Train(_) => None,
        }
    }
}

/// A complete day of the test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActingDay {
    /// Its first time, in ms since 1970 on the table's clock.
    pub from: i64,
    /// As it was.
    pub observed: Series,
    /// As it was forecast the day before; the price is the observed one.
    pub forecast: Series,
}

/// A column that is forecast.
struct Task {
    column: String,
    factor: f64,
    dataset: Arc<Dataset>,
    learner: Option<Box<dyn Learner>>,
}

/// Forecasts under way.
pub struct Acting {
    foresight: Foresight,
    tasks: Vec<Task>,
    present: usize,
    has_pv: bool,
    price: Option<BTreeMap<i64, f64>>,
    step_ms: i64,
    seed: u64,
}

impl Acting {
    /// Prepares forecasts of the columns by the method; those that learn do so in [`Acting::step`].
    ///
    /// # Errors
    /// Columns that are not there or of no suitable unit, times without a step, and what makes no data set.
    pub fn new(
        table: &Table,
        columns: &ActingColumns,
        foresight: Foresight,
        seed: u64,
    ) -> Result<Self, ActingError> {
        let axis = TimeAxis::new(table, &columns.time).ok_or(ActingError::NoStep)?;
        let day = Span::DAY.milliseconds();
        let step_ms = axis.grid.step.milliseconds();
        if step_ms <= 0 || day % step_ms != 0 {
            return Err(ActingError::NoStep);
        }
        let dt_h = step_ms as f64 / 3.6e6;
        let unit = |name: &str| -> Result<Option<String>, ActingError> {
            let column = table.column(name).filter(|column| matches!(column.values, Values::Number(_)));
            let column = column.ok_or_else(|| ActingError::NoColumn { column: name.to_owned() })?;
            Ok(column.unit.clone().or_else(|| crate::data::unit_of(name).map(str::to_owned)))
        };
        let wrong = |name: &str, unit: Option<String>| ActingError::Unit {
            column: name.to_owned(),
            unit: unit.unwrap_or_default(),
        };
        let mut tasks = Vec::new();
        let mut push = |name: &str, known: &[String], factor: f64| -> Result<(), ActingError> {
            let spec = spec(name, known, &columns.time);
            let dataset = Arc::new(Dataset::new(table, &spec)?);
            tasks.push(Task { column: name.to_owned(), factor, dataset, learner: None });
            Ok(())
        };
        for (name, known) in std::iter::once((&columns.load, &columns.known[..]))
            .chain(columns.pv.iter().map(|pv| (pv, &[][..])))
        {
            let unit = unit(name)?;
            push(name, known, kw_factor(unit.as_deref(), dt_h).ok_or_else(|| wrong(name, unit))?)?;
        }
        let own = unit(&columns.intensity)?;
        push(
            &columns.intensity,
            &[],
            g_per_kwh_factor(own.as_deref()).ok_or_else(|| wrong(&columns.intensity, own))?,
        )?;
        let price = columns.price.as_ref().map(|name| {
            let unit = unit(name)?;
            let (factor, _) = price_factor(unit.as_deref()).ok_or_else(|| wrong(name, unit))?;
            let Some(Values::Number(values)) = table.column(name).map(|column| &column.values) else {
                return Err(ActingError::NoColumn { column: name.clone() });
            };
            let pairs = axis.times.iter().zip(values);
            Ok(pairs.filter_map(|(at, value)| Some(((*at)?, value * factor))).collect())
        });
        Self {
            foresight,
            has_pv: columns.pv.is_some(),
            price: price.transpose()?,
            tasks,
            present: 0,
            step_ms,
            seed,
        }
        .with_learners(table)
    }

    fn with_learners(mut self, table: &Table) -> Result<Self, ActingError> {
        let method = match self.foresight {
            Foresight::Article => Method::Network,
            Foresight::Recommended => Method::Recommended,
            Foresight::Perfect | Foresight::Yesterday | Foresight::Linear => return Ok(self),
        };
        let settings = Settings { method, seed: self.seed, ..Settings::default() };
        for task in &mut self.tasks {
            task.learner = Some(learner(&task.dataset, table, &settings)?);
        }
        Ok(self)
    }

    /// The length of a step, in h.
    pub fn dt_h(&self) -> f64 {
        self.step_ms as f64 / 3.6e6
    }

    /// How much of the learning is done, from 0 to 1.
    pub fn share_done(&self) -> f64 {
        let share = |task: &Task| task.learner.as_ref().map_or(1.0, |learner| learner.share_done());
        self.tasks.iter().map(share).sum::<f64>() / self.tasks.len().max(1) as f64
    }

    /// One batch of learning; says whether all is learnt.
    ///
    /// # Errors
    /// Training diverged.
    pub fn step(&mut self) -> Result<bool, ActingError> {
        let Some(task) = self.tasks.get_mut(self.present) else { return Ok(true) };
        if let Some(learner) = &mut task.learner {
            if learner.outcome().is_none() {
                learner.step();
            }
            match learner.outcome() {
                Some(Outcome::Diverged(_)) => {
                    return Err(ActingError::Diverged { column: task.column.clone() });
                }
                Some(_) => {}
                None => return Ok(false),
            }
        }
        self.present += 1;
        Ok(self.present == self.tasks.len())
    }

    /// The complete days of the test, once all is learnt.
    ///
    /// # Errors
    /// No day is complete, or a forecast is lacking.
    pub fn days(&mut self) -> Result<Vec<ActingDay>, ActingError> {
        let foresight = self.foresight;
        let mut series = Vec::new();
        for task in &mut self.tasks {
            series.push(task.by_time(foresight).ok_or(ActingError::NoDays)?);
        }
        let day = Span::DAY.milliseconds();
        let count = (day / self.step_ms) as usize;
        let Some((first, last)) = series[0].first_key_value().zip(series[0].last_key_value()) else {
            return Err(ActingError::NoDays);
        };
        let mut days = Vec::new();
        for number in first.0.div_euclid(day)..=last.0.div_euclid(day) {
            let times = (0..count as i64).map(|step| number * day + step * self.step_ms);
            let of = |series: &BTreeMap<i64, (f64, f64)>| -> Option<(Vec<f64>, Vec<f64>)> {
                times
                    .clone()
                    .map(|at| series.get(&at).copied())
                    .collect::<Option<Vec<_>>>()
                    .map(|pairs| pairs.into_iter().unzip())
            };
            let all: Option<Vec<_>> = series.iter().map(of).collect();
            let price = match &self.price {
                Some(price) => {
                    let all: Option<Vec<f64>> = times.clone().map(|at| price.get(&at).copied()).collect();
                    let Some(all) = all.filter(|all| all.iter().all(|value| value.is_finite())) else {
                        continue;
                    };
                    Some(all)
                }
                None => None,
            };
            let Some(mut all) = all else { continue };
            let (Some(intensity), Some(pv)) =
                (all.pop(), if self.has_pv { all.pop() } else { Some((vec![0.0; count], vec![0.0; count])) })
            else {
                continue;
            };
            let Some(load) = all.pop() else { continue };
            let series = |load_kw, pv_kw, intensity_g_per_kwh| Series {
                load_kw,
                pv_kw,
                intensity_g_per_kwh,
                price_per_kwh: price.clone(),
            };
            days.push(ActingDay {
                from: number * day,
                observed: series(load.0, pv.0, intensity.0),
                forecast: series(load.1, pv.1, intensity.1),
            });
        }
        if days.is_empty() { Err(ActingError::NoDays) } else { Ok(days) }
    }
}

impl Task {
    /// What happened and what was forecast at each time of the test, in kW or g/kWh.
    fn by_time(&mut self, foresight: Foresight) -> Option<BTreeMap<i64, (f64, f64)>> {
        let dataset = &self.dataset;
        let rows = &dataset.split.test;
        let times = dataset.times.as_ref()?;
        let observed: Vec<f64> = rows.iter().map(|&row| dataset.targets[(row, 0)]).collect();
        let forecast = match foresight {
            Foresight::Perfect => observed.clone(),
            Foresight::Yesterday => {
                let (_, before) = dataset.before.iter().find(|(span, _)| *span == Span::DAY)?;
                rows.iter().map(|&row| before[(row, 0)]).collect()
            }
            Foresight::Linear => {
                let mut fit = [&dataset.split.train[..], &dataset.split.validation[..]].concat();
                fit.sort_unstable();
                let features = dataset.linear_features.view();
                let line = LeastSquares::fit(features, dataset.targets.view(), &fit).ok()?;
                line.predict(features.select(ndarray::Axis(0), rows).view()).column(0).to_vec()
            }
            Foresight::Article | Foresight::Recommended => {
                self.learner.as_mut()?.predict(dataset, rows)?.column(0).to_vec()
            }
        };
        let values = rows.iter().zip(observed.into_iter().zip(forecast));
        let usable = values.filter(|(_, (observed, forecast))| observed.is_finite() && forecast.is_finite());
        let factor = self.factor;
        Some(usable.map(|(&row, (own, said))| (times[row], (own * factor, said * factor))).collect())
    }
}

fn spec(target: &str, known: &[String], time: &str) -> DataSpec {
    DataSpec {
        season: false,
        targets: vec![target.to_owned()],
        features: known.to_vec(),
        time: Some(time.to_owned()),
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::LeaveOut,
        scaling: Scaling::Standard,
        split: SplitSpec {
            method: SplitMethod::Chronological,
            test_share: TEST_SHARE,
            validation_share: VALIDATION_SHARE,
        },
    }
}
