//! What a person begins with: the columns that a plan can be made from, and a first wish.

use serde::{Deserialize, Serialize};

use super::{Day, Wish};
use crate::data::{DataSpec, Table, TimeAxis, Values};
use crate::plan::{
    Aim, Battery, EndCharge, GridLimits, Site, Yearly, g_per_kwh_factor, kw_factor, price_factor,
};
use crate::session::acting::{Foresight, Intensity, Price, Sources};
use crate::training::{Method, Settings};

/// A battery's capacity as a share of a day's demand, where nobody said how large it is.
const SHARE_OF_DAY: f64 = 0.2;
/// Hours in which such a battery is filled.
const HOURS_TO_FILL: f64 = 4.0;
/// What comes back of what is stored, as is usual for lithium batteries.
const ROUND_TRIP: f64 = 0.9;

/// A column of numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its name.
    pub name: String,
    /// Its unit, as stated or as its name ends.
    pub unit: Option<String>,
    /// Its mean, as it stands.
    pub mean: f64,
    /// Whether it can be a demand or what photovoltaics give.
    pub power: bool,
    /// What turns it into g/kWh, where its unit says so.
    pub g_per_kwh: Option<f64>,
    /// Its currency, where it can be a price.
    pub currency: Option<String>,
}

/// What a person begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// Columns of numbers.
    pub columns: Vec<Candidate>,
    /// A sensible first wish; `None` for a table without times that have a step, or without a demand.
    pub wish: Option<Box<Wish>>,
    /// Whether the table has times with a step that divides a day.
    pub timed: bool,
    /// The first and the last time, where there are times.
    pub span: Option<(i64, i64)>,
    /// The time from which on rows are of the test, where these are the last ones.
    pub test_from: Option<i64>,
}

/// What a person begins with on a table, with the present choice of columns and the settings of the page.
pub(in crate::session) fn start(table: &Table, spec: Option<&DataSpec>, settings: &Settings) -> Start {
    let columns: Vec<Candidate> = table.columns.iter().filter_map(candidate).collect();
    let time = spec.and_then(|spec| spec.time.clone()).or_else(|| {
        let times = table.columns.iter().find(|column| matches!(column.values, Values::Datetime { .. }));
        times.map(|column| column.name.clone())
    });
    let day = crate::data::Span::DAY.milliseconds();
    let axis = time.as_ref().and_then(|time| TimeAxis::new(table, time));
    let mut times: Vec<i64> = axis.iter().flat_map(|axis| axis.times.iter().flatten().copied()).collect();
    times.sort_unstable();
    let span = times.first().copied().zip(times.last().copied());
    let share = spec.map_or(Sources::default().split.test_share, |spec| spec.split.test_share);
    let test_from = times.get((times.len() as f64 * (1.0 - share)) as usize).copied();
    let step = axis.map(|axis| axis.grid.step.milliseconds());
    let step = step.filter(|step| *step > 0 && *step < day && day % step == 0);
    let named = |words: &[&str]| {
        let is = |own: &&Candidate| {
            let name = own.name.to_lowercase();
            own.power && words.iter().any(|word| name.contains(word))
        };
        columns.iter().find(is)
    };
    let target = spec.and_then(|spec| spec.targets.first());
    let pv = named(&["pv", "solar", "photovolt", "光伏"]);
    let is_demand = |own: &&Candidate| own.power && own.unit.is_some() && Some(*own) != pv;
    let load = columns
        .iter()
        .filter(is_demand)
        .find(|own| target == Some(&own.name))
        .or_else(|| named(&["load", "demand", "consum", "usage", "use_", "需求", "负荷", "用电"]))
        .or_else(|| columns.iter().find(is_demand));
    let wish = step.zip(time).zip(load).map(|((step, time), load)| {
        let dt_h = step as f64 / 3.6e6;
        let mean_kw = load.mean * kw_factor(load.unit.as_deref(), dt_h).unwrap_or(1.0);
        let intensity = columns.iter().find(|own| own.unit.is_some() && own.g_per_kwh.is_some());
        let price = columns.iter().find(|own| own.unit.is_some() && own.currency.is_some());
        let is_target = target == Some(&load.name);
        Box::new(Wish {
            number: 0,
            sources: Sources {
                time,
                load: load.name.clone(),
                pv: pv.filter(|pv| pv.name != load.name).map(|pv| pv.name.clone()),
                intensity: match intensity {
                    Some(own) => Intensity::Column { name: own.name.clone(), factor: None },
                    None => Intensity::Yearly(Yearly::of("WORLD")),
                },
                price: price.map(|own| Price::Column(own.name.clone())),
                price_ahead: true,
                known: spec.filter(|_| is_target).map(|spec| spec.features.clone()).unwrap_or_default(),
                split: spec.map_or_else(|| Sources::default().split, |spec| spec.split.clone()),
            },
            site: Site {
                battery: battery(mean_kw),
                grid: GridLimits::default(),
                flex: Vec::new(),
                aim: Aim::Carbon,
                peak_price: 0.0,
                feed_in: 0.0,
                dt_h,
            },
            foresight: if settings.method == Method::Network {
                Foresight::Article
            } else {
                Foresight::Recommended
            },
            settings: settings.clone(),
            day: Day::Last,
            marginal: false,
        })
    });
    Start { columns, wish, timed: step.is_some(), span, test_from }
}

fn candidate(column: &crate::data::Column) -> Option<Candidate> {
    let Values::Number(_) = column.values else { return None };
    let unit = column.unit.clone().or_else(|| crate::data::unit_of(&column.name).map(str::to_owned));
    let own = unit.as_deref();
    Some(Candidate {
        name: column.name.clone(),
        mean: column.range()?.1,
        power: kw_factor(own, 1.0).is_some(),
        g_per_kwh: g_per_kwh_factor(own),
        currency: price_factor(own).map(|(_, currency)| currency),
        unit,
    })
}

/// A battery that suits a mean demand, with round figures.
fn battery(mean_kw: f64) -> Battery {
    let round = |value: f64| {
        let power = libm::pow(10.0, libm::floor(libm::log10(value.max(1e-6))));
        (value / power).round() * power
    };
    let capacity_kwh = round(SHARE_OF_DAY * 24.0 * mean_kw.abs());
    let power_kw = round(capacity_kwh / HOURS_TO_FILL);
    Battery {
        capacity_kwh,
        p_charge_kw: power_kw,
        p_discharge_kw: power_kw,
        eta_c: libm::sqrt(ROUND_TRIP),
        eta_d: libm::sqrt(ROUND_TRIP),
        soc0_kwh: 0.0,
        soc_min_kwh: 0.0,
        soc_max_kwh: None,
        soc_end: EndCharge::Free,
        soc_end_kwh: 0.0,
        wear_per_kwh: 0.0,
    }
}
