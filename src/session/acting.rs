//! Forecasts to act on: demand, photovoltaics, intensity and, where it is not known ahead, the price of the test days, each
//! by the same method, a step at a time.

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
use crate::numeric::Entries;
use crate::plan::{Series, Tariff, Yearly, g_per_kwh_factor, kw_factor, price_factor};
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

/// What a plan is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sources {
    /// The column of the times.
    pub time: String,
    /// The column of the demand, as a power or an energy a step.
    pub load: String,
    /// The column of the photovoltaics, where there are any.
    pub pv: Option<String>,
    /// The grid's carbon intensity.
    pub intensity: Intensity,
    /// The price, where there is one.
    pub price: Option<Price>,
    /// Whether a price from a column is known ahead, as of an exchange that settles the day before; if not, it is forecast as
    /// the demand is.
    pub price_ahead: bool,
    /// Columns that are known ahead and from which demand is forecast.
    pub known: Vec<String>,
    /// Which rows are learnt from, watched, and planned for.
    pub split: SplitSpec,
}

/// Where the grid's carbon intensity comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Intensity {
    /// A column, which is forecast.
    Column {
        /// Its name.
        name: String,
        /// What turns its values into g/kWh, where a person said so; else its unit does.
        factor: Option<f64>,
    },
    /// A year's figure with the shape of a day: known ahead, and no more than that.
    Yearly(Yearly),
}

/// Where the price comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Price {
    /// A column.
    Column(String),
    /// A tariff.
    Tariff(Tariff),
}

impl Default for Sources {
    fn default() -> Self {
        Self {
            time: String::new(),
            load: String::new(),
            pv: None,
            intensity: Intensity::Yearly(Yearly::of("WORLD")),
            price: None,
            price_ahead: true,
            known: Vec::new(),
            split: SplitSpec {
                method: SplitMethod::Chronological,
                test_share: TEST_SHARE,
                validation_share: VALIDATION_SHARE,
            },
        }
    }
}

/// Why there is nothing to act on.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
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
    /// The place of a year's figure, or the grid of a shape, does not exist.
    #[error("there is no grid {code:?}")]
    NoGrid {
        /// Its code.
        code: String,
    },
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
            Self::NoGrid { .. } => "unknown_grid",
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
            Self::NoStep | Self::NoDays | Self::NoGrid { .. } | Self::Train(_) => None,
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
    /// As it was forecast the day before; a price that is known ahead is the observed one.
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
    /// Where the intensity is no column.
    yearly: Option<Yearly>,
    prices: Prices,
    step_ms: i64,
}

/// The price by time.
enum Prices {
    None,
    /// Known ahead.
    Column(BTreeMap<i64, f64>),
    /// The last task.
    Forecast,
    Tariff(Tariff),
}

impl Acting {
    /// Prepares forecasts of the columns by the method; those that learn do so in [`Acting::step`], by `settings` as far as
    /// the method leaves them open.
    ///
    /// # Errors
    /// Columns that are not there or of no suitable unit, times without a step, and what makes no data set.
    pub fn new(
        table: &Arc<Table>,
        sources: &Sources,
        foresight: Foresight,
        settings: &Settings,
    ) -> Result<Self, ActingError> {
        let axis = TimeAxis::new(table, &sources.time).ok_or(ActingError::NoStep)?;
        let day = Span::DAY.milliseconds();
        let step_ms = axis.grid.step.milliseconds();
        if step_ms <= 0 || day % step_ms != 0 {
            return Err(ActingError::NoStep);
        }
        let dt_h = step_ms as f64 / 3.6e6;
        let mut tasks = Vec::new();
        let mut push = |name: &str, known: &[String], factor: f64| -> Result<(), ActingError> {
            let dataset = Arc::new(Dataset::new(Arc::clone(table), &spec(name, known, sources))?);
            tasks.push(Task { column: name.to_owned(), factor, dataset, learner: None });
            Ok(())
        };
        let wrong = |name: &str, unit: Option<String>| ActingError::Unit {
            column: name.to_owned(),
            unit: unit.unwrap_or_default(),
        };
        for (name, known) in std::iter::once((&sources.load, &sources.known[..]))
            .chain(sources.pv.iter().map(|pv| (pv, &[][..])))
        {
            let unit = unit(table, name)?;
            push(name, known, kw_factor(unit.as_deref(), dt_h).ok_or_else(|| wrong(name, unit))?)?;
        }
        let yearly = match &sources.intensity {
            Intensity::Column { name, factor } => {
                let unit = unit(table, name)?;
                let factor = factor.or_else(|| g_per_kwh_factor(unit.as_deref()));
                push(name, &[], factor.ok_or_else(|| wrong(name, unit))?)?;
                None
            }
            Intensity::Yearly(yearly) => {
                if yearly.at(0).is_none() {
                    return Err(ActingError::NoGrid { code: yearly.place.clone() });
                }
                Some(yearly.clone())
            }
        };
        let prices = match &sources.price {
            None => Prices::None,
            Some(Price::Tariff(tariff)) => Prices::Tariff(tariff.clone()),
            Some(Price::Column(name)) => {
                let unit = unit(table, name)?;
                let (factor, _) = price_factor(unit.as_deref()).ok_or_else(|| wrong(name, unit))?;
                let Some(Values::Number(values)) = table.column(name).map(|column| &column.values) else {
                    return Err(ActingError::NoColumn { column: name.clone() });
                };
                if !sources.price_ahead {
                    push(name, &[], factor)?;
                }
                let pairs = axis.times.iter().zip(values);
                let by_time = || pairs.filter_map(|(at, value)| Some(((*at)?, value * factor))).collect();
                if sources.price_ahead { Prices::Column(by_time()) } else { Prices::Forecast }
            }
        };
        Self { foresight, has_pv: sources.pv.is_some(), yearly, prices, tasks, present: 0, step_ms }
            .with_learners(table, settings)
    }

    fn with_learners(mut self, table: &Table, settings: &Settings) -> Result<Self, ActingError> {
        let method = match self.foresight {
            Foresight::Article => Method::Network,
            Foresight::Recommended => Method::Recommended,
            Foresight::Perfect | Foresight::Yesterday | Foresight::Linear => return Ok(self),
        };
        let settings = Settings { method, ..settings.clone() };
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

    /// The complete days of the test, once all is learnt. The steps from `next` on are no part of them but a day of their
    /// own, the last, which begins there.
    ///
    /// # Errors
    /// No day is complete, or a forecast is lacking.
    pub fn days(&mut self, next: Option<i64>) -> Result<Vec<ActingDay>, ActingError> {
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
        // A day begins at midnight of the table's clock, at the first step that the times have on it.
        let offset = first.0.rem_euclid(self.step_ms);
        let begins = (first.0.div_euclid(day)..=last.0.div_euclid(day)).map(|number| number * day + offset);
        let is_past = |from: &i64| next.is_none_or(|next| from + day <= next);
        for from in begins.filter(is_past).chain(next) {
            let times: Vec<i64> = (0..count as i64).map(|step| from + step * self.step_ms).collect();
            days.extend(self.day(from, &times, &series));
        }
        if days.is_empty() { Err(ActingError::NoDays) } else { Ok(days) }
    }

    /// The steps of a day; `None` where one of them is lacking.
    fn day(&self, from: i64, times: &[i64], series: &[ByTime]) -> Option<ActingDay> {
        let of = |series: &ByTime| -> Option<(Vec<f64>, Vec<f64>)> {
            let pairs: Option<Vec<(f64, f64)>> = times.iter().map(|at| series.get(at).copied()).collect();
            pairs.map(|pairs| pairs.into_iter().unzip())
        };
        let mut all = series.iter().map(of).collect::<Option<Vec<_>>>()?;
        let both = |price: Vec<f64>| (Some(price.clone()), Some(price));
        let price = match &self.prices {
            Prices::None => (None, None),
            Prices::Tariff(tariff) => both(times.iter().map(|&at| tariff.at(at)).collect()),
            Prices::Column(price) => {
                let all: Option<Vec<f64>> = times.iter().map(|at| price.get(at).copied()).collect();
                both(all.filter(|all| all.iter().all(|value| value.is_finite()))?)
            }
            Prices::Forecast => {
                let (observed, forecast) = all.pop()?;
                (Some(observed), Some(forecast))
            }
        };
        let intensity = match &self.yearly {
            Some(yearly) => {
                let grams: Vec<f64> = times.iter().map(|&at| yearly.at(at)).collect::<Option<_>>()?;
                (grams.clone(), grams)
            }
            None => all.pop()?,
        };
        let none = || (vec![0.0; times.len()], vec![0.0; times.len()]);
        let pv = if self.has_pv { all.pop()? } else { none() };
        let load = all.pop()?;
        let series = |load_kw, pv_kw, intensity_g_per_kwh, price_per_kwh| Series {
            load_kw,
            pv_kw,
            intensity_g_per_kwh,
            price_per_kwh,
        };
        Some(ActingDay {
            from,
            observed: series(load.0, pv.0, intensity.0, price.0),
            forecast: series(load.1, pv.1, intensity.1, price.1),
        })
    }
}

/// What happened and what was forecast, by time.
type ByTime = BTreeMap<i64, (f64, f64)>;

impl Task {
    /// What happened and what was forecast at each time of the test, in kW or g/kWh.
    fn by_time(&mut self, foresight: Foresight) -> Option<ByTime> {
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
                let features = dataset.raw_features();
                let line = LeastSquares::fit(&features, dataset.targets.view(), &fit).ok()?;
                line.predict(features.pick(rows).view()).column(0).to_vec()
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

/// The unit of a column of numbers: as its values state it, or as its name ends.
fn unit(table: &Table, name: &str) -> Result<Option<String>, ActingError> {
    let column = table.column(name).filter(|column| matches!(column.values, Values::Number(_)));
    let column = column.ok_or_else(|| ActingError::NoColumn { column: name.to_owned() })?;
    Ok(column.unit.clone().or_else(|| crate::data::unit_of(name).map(str::to_owned)))
}

fn spec(target: &str, known: &[String], sources: &Sources) -> DataSpec {
    DataSpec {
        season: false,
        targets: vec![target.to_owned()],
        features: known.to_vec(),
        time: Some(sources.time.clone()),
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::LeaveOut,
        scaling: Scaling::Standard,
        split: sources.split.clone(),
    }
}
