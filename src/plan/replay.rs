//! A closed loop: each day is planned on forecasts, then happens as it happened.
//!
//! Every day at its beginning, with what the battery then holds: a plan for the day on the forecasts (below zero taken as
//! zero), the charge at its end free. Then, step by step, x = planned charge − discharge. A discharge is cut to the observed
//! net load (the battery never exports) and to what is in it times η_d, a charge to the room left over η_c; the grid gives
//! max(load − pv + x, 0). What is saved is against max(load − pv, 0).

use serde::{Deserialize, Serialize};

use super::case::{Battery, Case, EndCharge, GridLimits};
use super::solve::{Outcome, PlanError, plan};
use crate::evaluation::{Interval, Wilcoxon, mean, percentile_interval, wilcoxon};
use crate::numeric::{Rng, Stream};

/// Resamples of the days.
const RESAMPLES: usize = 4000;
const LEVEL: f64 = 0.95;
const G_PER_KG: f64 = 1000.0;

/// What a plan is to make small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// The carbon of what comes from the grid.
    #[default]
    Carbon,
    /// Its cost.
    Cost,
    /// Its cost with a price on carbon, in the currency per kg.
    Both(f64),
}

/// Series of some steps, all of one length: a day, as it was or as it was forecast.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Demand, in kW.
    pub load_kw: Vec<f64>,
    /// Photovoltaics, in kW.
    pub pv_kw: Vec<f64>,
    /// The grid's carbon intensity, in g/kWh.
    pub intensity_g_per_kwh: Vec<f64>,
    /// The price, in a currency per kWh, where there is one. It is known ahead: a plan uses the observed one.
    pub price_per_kwh: Option<Vec<f64>>,
}

/// How a day went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayReport {
    /// What came from the grid, in kW.
    pub import_kw: Vec<f64>,
    /// What the battery held at the end of each step, in kWh.
    pub level_kwh: Vec<f64>,
    /// The carbon of what came from the grid, in g.
    pub carbon_g: f64,
    /// The same without a battery.
    pub base_carbon_g: f64,
    /// The cost of what came from the grid, where there is a price.
    pub cost: Option<f64>,
    /// The same without a battery.
    pub base_cost: Option<f64>,
    /// The most that came from the grid, in kW.
    pub peak_kw: f64,
    /// The same without a battery.
    pub base_peak_kw: f64,
    /// Whether there was a plan; if not (no schedule met the limits) the battery rested.
    pub planned: bool,
}

/// The loop, with what the battery holds.
#[derive(Clone, Debug)]
pub struct Replay {
    battery: Battery,
    grid: GridLimits,
    aim: Aim,
    peak_price: f64,
    dt_h: f64,
    level_kwh: f64,
}

impl Replay {
    /// A loop in steps of `dt_h` hours that begins with what `battery` holds at its start. `peak_price` is what the highest
    /// import of a day costs, in the aim's unit per kW.
    pub fn new(battery: Battery, grid: GridLimits, aim: Aim, peak_price: f64, dt_h: f64) -> Self {
        Self { level_kwh: battery.soc0_kwh, battery, grid, aim, peak_price, dt_h }
    }

    /// The case of a day, from its forecast (and the observed price).
    pub fn case(&self, forecast: &Series) -> Case {
        let above = |values: &[f64]| -> Vec<f64> { values.iter().map(|value| value.max(0.0)).collect() };
        let intensity = above(&forecast.intensity_g_per_kwh);
        let price = || match &forecast.price_per_kwh {
            Some(price) => price.clone(),
            None => vec![0.0; intensity.len()],
        };
        let import_coeff = match self.aim {
            Aim::Carbon => intensity.clone(),
            Aim::Cost => price(),
            Aim::Both(per_kg) => price()
                .iter()
                .zip(&intensity)
                .map(|(price, grams)| price + per_kg * grams / G_PER_KG)
                .collect(),
        };
        Case {
            name: String::new(),
            steps: None,
            dt_h: self.dt_h,
            load_kw: above(&forecast.load_kw),
            pv_kw: above(&forecast.pv_kw),
            pv_curtailable: true,
            export_coeff: vec![0.0; intensity.len()],
            import_coeff,
            carbon_g_kwh: Some(intensity),
            peak_price: self.peak_price,
            grid: self.grid,
            battery: Some(Battery {
                soc0_kwh: self.level_kwh,
                soc_end: EndCharge::Free,
                soc_end_kwh: 0.0,
                ..self.battery
            }),
            flex: Vec::new(),
        }
    }

    /// Plans a day on `forecast` and lets it happen as `observed`.
    ///
    /// # Errors
    /// Series of different lengths, or numbers on which the solver fails.
    pub fn day(&mut self, forecast: &Series, observed: &Series) -> Result<DayReport, PlanError> {
        let known = Series { price_per_kwh: observed.price_per_kwh.clone(), ..forecast.clone() };
        let (planned, flows) = match plan(&self.case(&known))? {
            Outcome::Planned(plan) => {
                let schedule = plan.schedule;
                let pairs = schedule.c.iter().zip(&schedule.d);
                (true, pairs.map(|(charge, discharge)| charge - discharge).collect())
            }
            Outcome::Infeasible(_) => (false, vec![0.0; observed.load_kw.len()]),
        };
        Ok(self.happen(&flows, observed, planned))
    }

    /// Carries out planned flows (charge − discharge, in kW) on what happens.
    fn happen(&mut self, flows: &[f64], observed: &Series, planned: bool) -> DayReport {
        let Battery { eta_c, eta_d, soc_min_kwh, .. } = self.battery;
        let (most_kwh, dt_h) = (self.battery.most_kwh(), self.dt_h);
        let mut report = DayReport {
            import_kw: Vec::new(),
            level_kwh: Vec::new(),
            carbon_g: 0.0,
            base_carbon_g: 0.0,
            cost: observed.price_per_kwh.as_ref().map(|_| 0.0),
            base_cost: observed.price_per_kwh.as_ref().map(|_| 0.0),
            peak_kw: 0.0,
            base_peak_kw: 0.0,
            planned,
        };
        let steps = observed.load_kw.iter().zip(&observed.pv_kw).zip(&observed.intensity_g_per_kwh);
        for (step, (((load, pv), grams), flow)) in steps.zip(flows).enumerate() {
            let net = load - pv;
            let flow = if *flow < 0.0 {
                let within = ((self.level_kwh - soc_min_kwh) * eta_d / dt_h).max(0.0);
                -(-flow).min(net.max(0.0)).min(within)
            } else {
                flow.min(((most_kwh - self.level_kwh) / (eta_c * dt_h)).max(0.0))
            };
            let before = self.level_kwh;
            let after = before + if flow > 0.0 { flow * eta_c * dt_h } else { flow * dt_h / eta_d };
            // What rounding leaves beyond a limit would be no level to plan from.
            self.level_kwh = after.max(soc_min_kwh.min(before)).min(most_kwh.max(before));
            let (import, base) = ((net + flow).max(0.0), net.max(0.0));
            report.carbon_g += import * dt_h * grams;
            report.base_carbon_g += base * dt_h * grams;
            if let Some(price) = observed.price_per_kwh.as_ref().and_then(|price| price.get(step)) {
                report.cost = report.cost.map(|cost| cost + import * dt_h * price);
                report.base_cost = report.base_cost.map(|cost| cost + base * dt_h * price);
            }
            report.peak_kw = report.peak_kw.max(import);
            report.base_peak_kw = report.base_peak_kw.max(base);
            report.import_kw.push(import);
            report.level_kwh.push(self.level_kwh);
        }
        report
    }
}

/// What days come to together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// How many.
    pub days: usize,
    /// Without a battery, in kg.
    pub base_kg: f64,
    /// With it.
    pub kg: f64,
    /// 1 − kg/base_kg.
    pub carbon_saved_share: f64,
    /// Between which the middle 95 % of resamples of whole days lie (Efron 1979).
    pub carbon_interval: Option<Interval>,
    /// Without a battery, where there is a price.
    pub base_cost: Option<f64>,
    /// With it.
    pub cost: Option<f64>,
    /// 1 − cost/base_cost.
    pub cost_saved_share: Option<f64>,
    /// The mean of each day's highest import, in kW.
    pub mean_daily_peak_kw: f64,
    /// The same without a battery.
    pub base_mean_daily_peak_kw: f64,
}

/// Sums up days; the resamples are drawn by `seed`. `None` for no days, and where nothing is emitted without a battery.
pub fn saved(days: &[DayReport], seed: u64) -> Option<Saved> {
    let of = |value: &dyn Fn(&DayReport) -> f64| -> Vec<f64> { days.iter().map(value).collect() };
    let all = |value: &dyn Fn(&DayReport) -> Option<f64>| days.iter().map(value).sum::<Option<f64>>();
    let share = |own: f64, base: f64| (base > 0.0).then(|| 1.0 - own / base);
    let (own, base) = (of(&|day| day.carbon_g), of(&|day| day.base_carbon_g));
    let (own_g, base_g): (f64, f64) = (own.iter().sum(), base.iter().sum());
    let count = u32::try_from(days.len()).ok().filter(|&count| count > 0)?;
    let mut rng = Rng::new(seed, Stream::Bootstrap);
    let replicates: Option<Vec<f64>> = (0..RESAMPLES)
        .map(|_| {
            let drawn = (0..count).map(|_| rng.below(count) as usize);
            let (own, base) = drawn.fold((0.0, 0.0), |(sum, all), day| (sum + own[day], all + base[day]));
            share(own, base)
        })
        .collect();
    let (cost, base_cost) = (all(&|day| day.cost), all(&|day| day.base_cost));
    Some(Saved {
        days: days.len(),
        base_kg: base_g / G_PER_KG,
        kg: own_g / G_PER_KG,
        carbon_saved_share: share(own_g, base_g)?,
        carbon_interval: replicates.and_then(|replicates| percentile_interval(&replicates, LEVEL)),
        base_cost,
        cost,
        cost_saved_share: cost.zip(base_cost).and_then(|(own, base)| share(own, base)),
        mean_daily_peak_kw: mean(&of(&|day| day.peak_kw))?,
        base_mean_daily_peak_kw: mean(&of(&|day| day.base_peak_kw))?,
    })
}

/// Whether one way of forecasting saves more than another on the same days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// How much less is emitted than with the other, in kg a day: below zero where it is more.
    pub kg_per_day: f64,
    /// Between which the middle 95 % of resamples of whole days lie.
    pub interval: Option<Interval>,
    /// The signed-rank test of the days' differences; `None` where all days are alike.
    pub wilcoxon: Option<Wilcoxon>,
}

/// Compares the same days as they went by two forecasts. `None` for no days or not equally many.
pub fn compared(own: &[DayReport], other: &[DayReport], seed: u64) -> Option<Compared> {
    if own.len() != other.len() {
        return None;
    }
    let differences: Vec<f64> =
        own.iter().zip(other).map(|(own, other)| (other.carbon_g - own.carbon_g) / G_PER_KG).collect();
    let mut rng = Rng::new(seed, Stream::Bootstrap);
    let replicates = crate::evaluation::block_bootstrap(&differences, 1, &mean, &mut rng, RESAMPLES);
    Some(Compared {
        kg_per_day: mean(&differences)?,
        interval: replicates.and_then(|replicates| percentile_interval(&replicates, LEVEL)),
        wilcoxon: wilcoxon(&differences),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loop_of(level_kwh: f64) -> Replay {
        let battery = Battery {
            capacity_kwh: 2.0,
            p_charge_kw: 1.0,
            p_discharge_kw: 1.0,
            eta_c: 0.8,
            eta_d: 0.5,
            soc0_kwh: level_kwh,
            soc_min_kwh: 0.0,
            soc_max_kwh: None,
            soc_end: EndCharge::Free,
            soc_end_kwh: 0.0,
            wear_per_kwh: 0.0,
        };
        Replay::new(battery, GridLimits::default(), Aim::Carbon, 0.0, 1.0)
    }

    /// By hand: the first discharge is cut to the net load 0.25 (0.5 kWh leave the store), the second to the store's last
    /// 0.5 kWh (0.25 kW), the charge to 1 kW of which 0.8 kWh are stored.
    #[test]
    fn flows_are_cut_to_what_happens() {
        let mut replay = loop_of(1.0);
        let observed = Series {
            load_kw: vec![1.25, 3.0, 1.0],
            pv_kw: vec![1.0, 0.0, 5.0],
            intensity_g_per_kwh: vec![100.0, 200.0, 300.0],
            price_per_kwh: Some(vec![1.0, 2.0, 3.0]),
        };
        let day = replay.happen(&[-1.0, -1.0, 1.0], &observed, true);
        assert_eq!(day.import_kw, [0.0, 2.75, 0.0]);
        assert_eq!(day.level_kwh, [0.5, 0.0, 0.8]);
        assert_eq!((day.carbon_g, day.base_carbon_g), (550.0, 625.0));
        assert_eq!((day.cost, day.base_cost), (Some(5.5), Some(6.25)));
        assert_eq!((day.peak_kw, day.base_peak_kw), (2.75, 3.0));
        let found = saved(&[day.clone(), day.clone()], 1).unwrap();
        assert!((found.carbon_saved_share - 0.12).abs() < 1e-12 && (found.kg - 1.1).abs() < 1e-12);
        let other = DayReport { carbon_g: 650.0, ..day.clone() };
        let compared = compared(&[day], &[other], 1).unwrap();
        assert!((compared.kg_per_day - 0.1).abs() < 1e-12);
        assert_eq!(saved(&[], 1), None);
    }

    /// A forecast below zero is none: nothing is planned on it.
    #[test]
    fn a_day_is_planned_and_happens() {
        let mut replay = loop_of(0.0);
        let observed = Series {
            load_kw: vec![1.0, 1.0],
            pv_kw: vec![0.0, 0.0],
            intensity_g_per_kwh: vec![10.0, 400.0],
            price_per_kwh: None,
        };
        let forecast = Series { load_kw: vec![-1.0, 1.0], ..observed.clone() };
        let day = replay.day(&forecast, &observed).unwrap();
        assert!(day.planned && day.cost.is_none());
        // 0.8 kWh stored in the first hour give 0.4 kW in the second.
        assert!((day.carbon_g - (20.0 + 0.6 * 400.0)).abs() < 1e-6, "{}", day.carbon_g);
    }
}
