//! Acting on a forecast: what is asked for, and what comes of it.
//!
//! A [`Job`] learns what has to be forecast, plans one day, and then lets every day of the test happen by each way of
//! forecasting. It does so in small pieces, so that it can be left at any time.

mod effects;
mod job;
mod mix;
mod next;
mod start;
mod verify;

use serde::{Deserialize, Serialize};

use super::acting::{ActingDay, ActingError, Foresight, Sources};
use super::protocol::KnownAhead;
use crate::evaluation::Interval;
use crate::plan::{Case, Compared, DayReport, Figures, Outcome, PlanError, Reasons, Saved, Series, Site};
use crate::training::Settings;

pub use effects::{Change, Effect};
pub(super) use job::{Forecasts, Job};
pub use mix::{Mix, MixWish, Mixes};
pub(super) use start::start;
pub use start::{Candidate, Start};
pub use verify::{Driver, Verified, VerifyWish};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// What there is to plan from, with these settings of the networks.
    Begin(Box<Settings>),
    /// A plan, and how it would have done on every day of the test.
    Plan(Box<Wish>),
    /// What a little more of each input of the run's model does.
    Effects,
    /// The inputs with the least carbon that reach a needed value.
    Mix(MixWish),
    /// What a measure saved, in this table.
    Verify(VerifyWish),
    /// That the plan of that number, which is under way, be left.
    Cancel(u32),
}

/// What a plan is wanted for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Its number, by which what comes of it is known.
    pub number: u32,
    /// What it is made from.
    pub sources: Sources,
    /// What it has to do with. Windows of flexible loads are hours of the day.
    pub site: Site,
    /// How what is not known ahead is forecast.
    pub foresight: Foresight,
    /// The networks' settings.
    pub settings: Settings,
    /// Which day.
    pub day: Day,
    /// Whether the column of the intensity is a marginal one, as its owner says.
    pub marginal: bool,
}

/// The day that is planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Day {
    /// The last complete day of the test.
    Last,
    /// The complete day of the test of that place, from 0.
    Test(u32),
    /// The day behind the table's end, with what a person knows of it: a cell a step of each column that is known ahead.
    Next(Vec<(String, Vec<String>)>),
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// What there is to plan from.
    Start(Box<Start>),
    /// So much of the work is done, from 0 to 1.
    Working {
        /// Whether it still learns; then it lets days happen.
        learning: bool,
        /// How much of that.
        share: f64,
    },
    /// Nothing was planned.
    Refused {
        /// The wish's number.
        number: u32,
        /// Why.
        refusal: Refusal,
    },
    /// The wish of that number was left.
    Left(u32),
    /// The plan of the day.
    Planned(Box<DayPlan>),
    /// How it would have done on every day of the test.
    Judged(Box<Verdict>),
    /// What a little more of each input does.
    Effects(Vec<Effect>),
    /// The inputs with the least carbon; `None` where the model has too few rows.
    Mix(Option<Box<Mixes>>),
    /// What a measure saved; `None` where the columns do not allow it.
    Verified(Option<Box<Verified>>),
}

impl Told {
    /// What it is about: of each, only the latest is shown.
    pub(super) fn about(&self) -> u8 {
        match self {
            Self::Judged(_) => 13,
            Self::Working { .. } | Self::Left(_) => 14,
            Self::Planned(_) => 12,
            Self::Refused { .. } => 16,
            Self::Effects(_) => 17,
            Self::Mix(_) => 18,
            Self::Verified(_) => 19,
            Self::Start(_) => 15,
        }
    }
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Refusal {
    /// The table or the choice does not allow it.
    Acting(ActingError),
    /// The numbers of the case do not.
    Plan(PlanError),
    /// There is no table.
    NoTable,
}

/// A plan of a day, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayPlan {
    /// What was wished.
    pub wish: Wish,
    /// The day: its place among those of the test, and how many there are. Of the day behind the table's end there is none.
    pub place: Option<(u32, u32)>,
    /// Its first step, its forecast, and for a day of the test how it was.
    pub day: ActingDay,
    /// Whether times are of UTC.
    pub utc: bool,
    /// What the plan was made for.
    pub case: Case,
    /// The plan, or what is lacking.
    pub outcome: Outcome,
    /// Why each bar stands where it does.
    pub reasons: Option<Checked>,
    /// By how much the schedule breaks its case at worst, in kW or kWh.
    pub violation: f64,
    /// Figures by the forecast: as it is without a plan.
    pub as_it_is: DayFigures,
    /// Figures by the forecast: as planned.
    pub planned: Option<DayFigures>,
    /// What really came of it, for a day of the test: without a plan, by the plan, and by a plan that knew the day.
    pub happened: Option<[DayFigures; 3]>,
    /// Columns that are known ahead, for the day behind the table's end.
    pub known: Vec<KnownAhead>,
}

/// Reasons, with the proof of their prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// They.
    pub reasons: Reasons,
    /// What the objective really changes by where 0.1 kWh more, and 0.1 kWh less, is needed in each step; NaN where the
    /// plan cannot do that.
    pub moved: Vec<(f64, f64)>,
    /// Whether each step's price lies between these two, as a multiplier must.
    pub holds: Vec<bool>,
}

/// What a day comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DayFigures {
    /// Carbon of what comes from the grid, in kg.
    pub carbon_kg: f64,
    /// Its cost less what was earned, where there is a price.
    pub cost: Option<f64>,
    /// The highest import, in kW.
    pub peak_kw: f64,
    /// From the grid, in kWh.
    pub import_kwh: f64,
}

/// How a way of forecasting did on all days of the test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The way.
    pub foresight: Foresight,
    /// Whether it was planned again at each step.
    pub again: bool,
    /// What it saved.
    pub saved: Saved,
    /// How much of the carbon that perfect foresight saved, with the interval by whole days.
    pub share: Option<(f64, Option<Interval>)>,
    /// Days on which no schedule met all demands.
    pub unplanned: u32,
}

/// How all ways did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What was wished.
    pub wish: Wish,
    /// The first and the last day.
    pub days: (i64, i64),
    /// Each way.
    pub lines: Vec<Line>,
    /// The chosen way against the simple ones, in kg.
    pub against: Vec<(Foresight, Compared)>,
}

impl DayFigures {
    fn of_plan(
        site: &Site,
        figures: &Figures,
        imports: &[f64],
        exports: &[f64],
        price: Option<&[f64]>,
    ) -> Self {
        let cost = |price: &[f64]| {
            let steps = imports.iter().zip(exports).zip(price);
            steps.map(|((import, export), price)| import * price - export * site.feed_in).sum::<f64>()
                * site.dt_h
        };
        Self {
            carbon_kg: figures.carbon_g.unwrap_or(0.0) / 1000.0,
            cost: price.map(cost),
            peak_kw: figures.peak_import_kw,
            import_kwh: figures.import_kwh,
        }
    }

    fn of_day(day: &DayReport, dt_h: f64) -> Self {
        Self {
            carbon_kg: day.carbon_g / 1000.0,
            cost: day.cost,
            peak_kw: day.peak_kw,
            import_kwh: day.import_kw.iter().sum::<f64>() * dt_h,
        }
    }

    /// Without a plan.
    fn unmoved(site: &Site, series: &Series) -> Self {
        let mut figures = Self { cost: series.price_per_kwh.as_ref().map(|_| 0.0), ..Self::default() };
        let out_most = site.grid.export_max_kw.unwrap_or(f64::INFINITY);
        for (step, moved) in site.unmoved_kw(series.load_kw.len()).into_iter().enumerate() {
            let net = series.load_kw[step].max(0.0) - series.pv_kw[step].max(0.0) + moved;
            let import = net.max(0.0);
            figures.import_kwh += import * site.dt_h;
            figures.carbon_kg += import * site.dt_h * series.intensity_g_per_kwh[step].max(0.0) / 1000.0;
            figures.peak_kw = figures.peak_kw.max(import);
            if let (Some(cost), Some(price)) = (&mut figures.cost, &series.price_per_kwh) {
                *cost += site.dt_h * (import * price[step] - (-net).max(0.0).min(out_most) * site.feed_in);
            }
        }
        figures
    }
}

/// Answers what is asked of a run's model.
pub(super) fn of_model(subject: &mut super::subject::Subject, ask: &Ask, seed: u64) -> Option<Told> {
    match ask {
        Ask::Effects => Some(Told::Effects(effects::effects(subject))),
        Ask::Mix(wish) => Some(Told::Mix(mix::mix(subject, wish, seed).map(Box::new))),
        Ask::Begin(_) | Ask::Plan(_) | Ask::Cancel(_) | Ask::Verify(_) => None,
    }
}

/// Verifies a saving in a table.
pub(super) fn verified(table: &crate::data::Table, wish: &VerifyWish) -> Told {
    Told::Verified(verify::verify(table, wish).map(Box::new))
}
