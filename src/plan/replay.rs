//! A closed loop: each day is planned on forecasts, then happens as it happened.
//!
//! Every day at its beginning, with what the battery then holds: a plan for the day on the forecasts (below zero taken as
//! zero), the charge at its end free. Then, step by step, x = planned charge − discharge. A discharge is cut to the observed
//! net load (the battery never exports) and to what is in it times η_d, a charge to the room left over η_c; the grid gives
//! max(load − pv + x, 0). What is saved is against max(load − pv, 0). Where the grid pays for what it is given, a discharge
//! may go beyond the net load. Loads that can be moved are moved as planned; without a plan they run at once.

use serde::{Deserialize, Serialize};

use super::case::{Battery, Case, EndCharge, FlexibleLoad, GridLimits};
use super::schedule::Schedule;
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

impl Aim {
    /// What a day came to by this aim, as it was planned and as it is without a plan: in kg for the carbon, else in the currency;
    /// `None` where there is no price.
    pub fn comes_to(self, day: &DayReport) -> Option<(f64, f64)> {
        let kg = (day.carbon_g / G_PER_KG, day.base_carbon_g / G_PER_KG);
        let cost = day.cost.zip(day.base_cost);
        match self {
            Self::Carbon => Some(kg),
            Self::Cost => cost,
            Self::Both(price) => cost.map(|(own, base)| (own + price * kg.0, base + price * kg.1)),
        }
    }
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

/// What a plan has to do with: battery, connection, loads that can be moved, and what it is to make small.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// The battery; one without capacity where there is none.
    pub battery: Battery,
    /// The connection to the grid.
    pub grid: GridLimits,
    /// Loads that are moved within each day; their windows are steps of it.
    pub flex: Vec<FlexibleLoad>,
    /// What is to become small.
    pub aim: Aim,
    /// What the highest import of a day costs, in the aim's unit per kW.
    pub peak_price: f64,
    /// What a kWh to the grid earns, in the currency. Without that the battery never gives to the grid.
    pub feed_in: f64,
    /// The length of a step, in h.
    pub dt_h: f64,
}

impl Site {
    /// The case of some steps, from a forecast (below zero taken as zero; its price as it is), with what the battery holds
    /// at the start and the loads that are still to be moved.
    pub fn case(&self, forecast: &Series, level_kwh: f64, flex: &[FlexibleLoad]) -> Case {
        let above = |values: &[f64]| -> Vec<f64> { values.iter().map(|value| value.max(0.0)).collect() };
        let intensity = above(&forecast.intensity_g_per_kwh);
        let steps = intensity.len();
        let price = || match &forecast.price_per_kwh {
            Some(price) => price.clone(),
            None => vec![0.0; steps],
        };
        let (import_coeff, export_coeff, wear_per_kwh) = match self.aim {
            // What is given to the grid is credited with nothing, and wear is money.
            Aim::Carbon => (intensity.clone(), 0.0, 0.0),
            Aim::Cost => (price(), self.feed_in, self.battery.wear_per_kwh),
            Aim::Both(per_kg) => {
                let pairs = price().into_iter().zip(&intensity);
                let both = pairs.map(|(price, grams)| price + per_kg * grams / G_PER_KG).collect();
                (both, self.feed_in, self.battery.wear_per_kwh)
            }
        };
        Case {
            name: String::new(),
            steps: None,
            dt_h: self.dt_h,
            load_kw: above(&forecast.load_kw),
            pv_kw: above(&forecast.pv_kw),
            pv_curtailable: true,
            export_coeff: vec![export_coeff; steps],
            import_coeff,
            carbon_g_kwh: Some(intensity),
            peak_price: self.peak_price,
            grid: self.grid,
            battery: Some(Battery { soc0_kwh: level_kwh, wear_per_kwh, ..self.battery }),
            flex: flex.to_vec(),
        }
    }

    /// The loads that can be moved as they are without a plan: each at full power from its window's first step on, in kW
    /// together.
    pub fn unmoved_kw(&self, steps: usize) -> Vec<f64> {
        let mut all = vec![0.0; steps];
        for load in &self.flex {
            for (into, power) in all[load.window(steps)].iter_mut().zip(load.block_kw(self.dt_h)) {
                *into += power;
            }
        }
        all
    }
}

/// The loop, with what the battery holds.
#[derive(Clone, Debug)]
pub struct Replay {
    site: Site,
    level_kwh: f64,
}

impl Replay {
    /// A loop that begins with what the battery holds at its start.
    pub fn new(site: Site) -> Self {
        Self { level_kwh: site.battery.soc0_kwh, site }
    }

    /// What the battery holds, in kWh.
    pub fn level_kwh(&self) -> f64 {
        self.level_kwh
    }

    /// Plans a day on `forecast` and lets it happen as `observed`.
    ///
    /// # Errors
    /// Series of different lengths, or numbers on which the solver fails.
    pub fn day(&mut self, forecast: &Series, observed: &Series) -> Result<DayReport, PlanError> {
        let known = forecast.with_price_of(observed);
        let planned = self.plan(&known, &self.site.flex)?;
        let mut day = DayReport::begin(observed, planned.is_some());
        let still = || Moves { flows: vec![0.0; observed.load_kw.len()], flex: Vec::new() };
        let unmoved = self.site.unmoved_kw(observed.load_kw.len());
        let moves = planned.unwrap_or_else(still);
        for (step, &at_once) in unmoved.iter().enumerate() {
            let flex = if day.planned { moves.flex_kw(step) } else { at_once };
            self.happen(&mut day, moves.flows[step], flex, at_once, observed, step);
        }
        Ok(day)
    }

    /// As [`Replay::day`], but planned again at each step for the rest of the day, with what the battery then holds and the
    /// loads still need; only the first step of each plan is carried out. A block that has begun runs to its end. In a step
    /// without a plan the battery rests, and loads run at once.
    ///
    /// # Errors
    /// As of a day.
    pub fn rolling_day(&mut self, forecast: &Series, observed: &Series) -> Result<DayReport, PlanError> {
        let known = forecast.with_price_of(observed);
        let steps = observed.load_kw.len();
        let unmoved = self.site.unmoved_kw(steps);
        let mut day = DayReport::begin(observed, true);
        let mut open = self.site.flex.clone();
        // What blocks that began still need, a value a step of the day.
        let mut running = vec![0.0; steps];
        for step in 0..steps {
            let mut rest = known.from(step);
            for (load, fixed) in rest.load_kw.iter_mut().zip(&running[step..]) {
                *load = load.max(0.0) + fixed;
            }
            let ahead: Vec<FlexibleLoad> = open
                .iter()
                .map(|load| {
                    let window = load.window(steps);
                    FlexibleLoad {
                        start: window.start.saturating_sub(step),
                        end: Some(window.end.saturating_sub(step)),
                        ..load.clone()
                    }
                })
                .collect();
            let planned = self.plan(&rest, &ahead)?;
            day.planned &= planned.is_some();
            let (flow, powers) = match &planned {
                Some(moves) => (moves.flows[0], moves.flex.iter().map(|own| own[0]).collect()),
                None => {
                    let at_once = |load: &FlexibleLoad| {
                        if load.window(steps).contains(&step) {
                            load.p_max_kw.min(load.energy_kwh / self.site.dt_h)
                        } else {
                            0.0
                        }
                    };
                    (0.0, open.iter().map(at_once).collect::<Vec<f64>>())
                }
            };
            let mut flex = running[step];
            for (load, power) in open.iter_mut().zip(powers) {
                flex += power;
                if !load.interruptible && power > 0.0 {
                    for (into, more) in running[step..].iter_mut().zip(load.block_kw(self.site.dt_h)).skip(1)
                    {
                        *into += more;
                    }
                    load.energy_kwh = 0.0;
                } else {
                    load.energy_kwh = (load.energy_kwh - power * self.site.dt_h).max(0.0);
                }
            }
            self.happen(&mut day, flow, flex, unmoved[step], observed, step);
        }
        Ok(day)
    }

    /// Planned flows; `None` where no schedule meets all demands.
    fn plan(&self, forecast: &Series, flex: &[FlexibleLoad]) -> Result<Option<Moves>, PlanError> {
        let mut case = self.site.case(forecast, self.level_kwh, flex);
        // A loop asks for no charge at the end: the next day is planned with what is there.
        if let Some(battery) = &mut case.battery {
            (battery.soc_end, battery.soc_end_kwh) = (EndCharge::Free, 0.0);
        }
        Ok(match plan(&case)? {
            Outcome::Planned(plan) => Some(Moves::of(plan.schedule)),
            Outcome::Infeasible(_) => None,
        })
    }

    /// Carries out a planned flow (charge − discharge, in kW) and moved loads on what happens in a step; `unmoved` is what
    /// these loads would have taken without a plan.
    fn happen(
        &mut self,
        day: &mut DayReport,
        flow: f64,
        flex: f64,
        unmoved: f64,
        observed: &Series,
        step: usize,
    ) {
        let Battery { eta_c, eta_d, soc_min_kwh, .. } = self.site.battery;
        let (most_kwh, dt_h) = (self.site.battery.most_kwh(), self.site.dt_h);
        let net = observed.load_kw[step] - observed.pv_kw[step];
        let (own, base) = (net + flex, net + unmoved);
        let sells = self.site.feed_in > 0.0;
        let out_most = self.site.grid.export_max_kw.unwrap_or(f64::INFINITY);
        let flow = if flow < 0.0 {
            let within = ((self.level_kwh - soc_min_kwh) * eta_d / dt_h).max(0.0);
            let room = own + if sells { out_most } else { 0.0 };
            -(-flow).min(room.max(0.0)).min(within)
        } else {
            flow.min(((most_kwh - self.level_kwh) / (eta_c * dt_h)).max(0.0))
        };
        let before = self.level_kwh;
        let after = before + if flow > 0.0 { flow * eta_c * dt_h } else { flow * dt_h / eta_d };
        // What rounding leaves beyond a limit would be no level to plan from.
        self.level_kwh = after.max(soc_min_kwh.min(before)).min(most_kwh.max(before));
        day.add(observed, step, self, own + flow, base);
    }
}

/// Planned flows, a value a step.
struct Moves {
    /// Charge − discharge, in kW.
    flows: Vec<f64>,
    /// Each flexible load, in kW.
    flex: Vec<Vec<f64>>,
}

impl Moves {
    fn of(schedule: Schedule) -> Self {
        let pairs = schedule.c.iter().zip(&schedule.d);
        Self { flows: pairs.map(|(charge, discharge)| charge - discharge).collect(), flex: schedule.f }
    }

    fn flex_kw(&self, step: usize) -> f64 {
        self.flex.iter().map(|own| own[step]).sum()
    }
}

impl DayReport {
    fn begin(observed: &Series, planned: bool) -> Self {
        let cost = observed.price_per_kwh.as_ref().map(|_| 0.0);
        Self {
            import_kw: Vec::new(),
            level_kwh: Vec::new(),
            carbon_g: 0.0,
            base_carbon_g: 0.0,
            cost,
            base_cost: cost,
            peak_kw: 0.0,
            base_peak_kw: 0.0,
            planned,
        }
    }

    /// A step in which the site took `own` and would have taken `base`, in kW; below zero it had a surplus.
    fn add(&mut self, observed: &Series, step: usize, after: &Replay, own: f64, base: f64) {
        let Site { dt_h, feed_in, grid, .. } = &after.site;
        let out = |net: f64| (-net).max(0.0).min(grid.export_max_kw.unwrap_or(f64::INFINITY));
        let (import, base_import) = (own.max(0.0), base.max(0.0));
        let grams = observed.intensity_g_per_kwh[step];
        self.carbon_g += import * dt_h * grams;
        self.base_carbon_g += base_import * dt_h * grams;
        if let Some(price) = observed.price_per_kwh.as_ref().and_then(|price| price.get(step)) {
            let cost = |import: f64, net: f64| dt_h * (import * price - out(net) * feed_in);
            self.cost = self.cost.map(|sum| sum + cost(import, own));
            self.base_cost = self.base_cost.map(|sum| sum + cost(base_import, base));
        }
        self.peak_kw = self.peak_kw.max(import);
        self.base_peak_kw = self.base_peak_kw.max(base_import);
        self.import_kw.push(import);
        self.level_kwh.push(after.level_kwh);
    }
}

impl Series {
    /// With the other's price where it has none of its own: a price that is known ahead is forecast by nobody.
    fn with_price_of(&self, observed: &Self) -> Self {
        let price = self.price_per_kwh.as_ref().or(observed.price_per_kwh.as_ref());
        Self { price_per_kwh: price.cloned(), ..self.clone() }
    }

    /// What comes from a step on.
    fn from(&self, step: usize) -> Self {
        let rest = |values: &[f64]| values[step..].to_vec();
        Self {
            load_kw: rest(&self.load_kw),
            pv_kw: rest(&self.pv_kw),
            intensity_g_per_kwh: rest(&self.intensity_g_per_kwh),
            price_per_kwh: self.price_per_kwh.as_deref().map(rest),
        }
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

/// How much of what `perfect` saved by an aim a way of forecasting saved on the same days, with the interval of resamples
/// of whole days. `None` for other days, without prices, and where perfect foresight saved nothing.
pub fn share_of(
    own: &[DayReport],
    perfect: &[DayReport],
    aim: Aim,
    seed: u64,
) -> Option<(f64, Option<Interval>)> {
    let count = u32::try_from(own.len()).ok().filter(|&count| count > 0 && own.len() == perfect.len())?;
    let saves = |day: &DayReport| aim.comes_to(day).map(|(planned, base)| base - planned);
    let pairs: Option<Vec<(f64, f64)>> =
        own.iter().zip(perfect).map(|(own, best)| saves(own).zip(saves(best))).collect();
    let pairs = pairs?;
    let share = |(own, best): (f64, f64)| (best > 0.0).then(|| own / best);
    let sum = |sum: (f64, f64), pair: &(f64, f64)| (sum.0 + pair.0, sum.1 + pair.1);
    let mut rng = Rng::new(seed, Stream::Bootstrap);
    let replicates: Option<Vec<f64>> = (0..RESAMPLES)
        .map(|_| share((0..count).map(|_| &pairs[rng.below(count) as usize]).fold((0.0, 0.0), sum)))
        .collect();
    let interval = replicates.and_then(|replicates| percentile_interval(&replicates, LEVEL));
    Some((share(pairs.iter().fold((0.0, 0.0), sum))?, interval))
}

/// Whether one way of forecasting saves more than another on the same days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// How much less a day comes to by the aim than with the other, in kg or in the currency: below zero where it is more.
    pub per_day: f64,
    /// Between which the middle 95 % of resamples of whole days lie.
    pub interval: Option<Interval>,
    /// The signed-rank test of the days' differences; `None` where all days are alike.
    pub wilcoxon: Option<Wilcoxon>,
}

/// Compares the same days as they went by two forecasts. `None` for no days or not equally many, and without prices.
pub fn compared(own: &[DayReport], other: &[DayReport], aim: Aim, seed: u64) -> Option<Compared> {
    if own.len() != other.len() {
        return None;
    }
    let comes_to = |day: &DayReport| aim.comes_to(day).map(|(planned, _)| planned);
    let differences: Option<Vec<f64>> = own
        .iter()
        .zip(other)
        .map(|(own, other)| comes_to(own).zip(comes_to(other)).map(|(own, other)| other - own))
        .collect();
    let differences = differences?;
    let mut rng = Rng::new(seed, Stream::Bootstrap);
    let replicates = crate::evaluation::block_bootstrap(&differences, 1, &mean, &mut rng, RESAMPLES);
    Some(Compared {
        per_day: mean(&differences)?,
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
        Replay::new(Site {
            battery,
            grid: GridLimits::default(),
            flex: Vec::new(),
            aim: Aim::Carbon,
            peak_price: 0.0,
            feed_in: 0.0,
            dt_h: 1.0,
        })
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
        let mut day = DayReport::begin(&observed, true);
        for (step, flow) in [-1.0, -1.0, 1.0].into_iter().enumerate() {
            replay.happen(&mut day, flow, 0.0, 0.0, &observed, step);
        }
        assert_eq!(day.import_kw, [0.0, 2.75, 0.0]);
        assert_eq!(day.level_kwh, [0.5, 0.0, 0.8]);
        assert_eq!((day.carbon_g, day.base_carbon_g), (550.0, 625.0));
        assert_eq!((day.cost, day.base_cost), (Some(5.5), Some(6.25)));
        assert_eq!((day.peak_kw, day.base_peak_kw), (2.75, 3.0));
        let found = saved(&[day.clone(), day.clone()], 1).unwrap();
        assert!((found.carbon_saved_share - 0.12).abs() < 1e-12 && (found.kg - 1.1).abs() < 1e-12);
        let other = DayReport { carbon_g: 650.0, cost: Some(6.0), ..day.clone() };
        // In kg, in money, and in money with 2 on each kg.
        for (aim, less) in [(Aim::Carbon, 0.1), (Aim::Cost, 0.5), (Aim::Both(2.0), 0.7)] {
            let found = compared(std::slice::from_ref(&day), std::slice::from_ref(&other), aim, 1).unwrap();
            assert!((found.per_day - less).abs() < 1e-12, "{aim:?}");
        }
        // 0.25 of 0.75 that were to be saved.
        let (share, _) = share_of(&[other], &[day], Aim::Cost, 1).unwrap();
        assert!((share - 0.25 / 0.75).abs() < 1e-12);
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

    /// By hand. A battery of 2 kWh, no losses in this one: the forecast says that the dear hour is the last, and it is; but
    /// PV that was not forecast fills the battery in the first hour, so that a plan made again need not buy in the second.
    #[test]
    fn planning_again_sees_what_the_battery_holds() {
        let mut site = loop_of(0.0).site;
        (site.battery.eta_c, site.battery.eta_d, site.battery.capacity_kwh) = (1.0, 1.0, 1.0);
        let observed = Series {
            load_kw: vec![0.0, 0.0, 1.0],
            pv_kw: vec![1.0, 0.0, 0.0],
            intensity_g_per_kwh: vec![100.0, 100.0, 400.0],
            price_per_kwh: None,
        };
        let forecast = Series { pv_kw: vec![0.0; 3], ..observed.clone() };
        let once = Replay::new(site.clone()).day(&forecast, &observed).unwrap();
        let again = Replay::new(site).rolling_day(&forecast, &observed).unwrap();
        assert!(again.import_kw.iter().all(|power| *power < 1e-9), "{:?}", again.import_kw);
        assert!(again.carbon_g <= once.carbon_g + 1e-6);
    }

    /// By hand: a block of 1.5 kWh at 1 kW fits at 0, 1 or 2; by the intensities it belongs at 2 (10 + 0.5·20). Without a
    /// plan it runs from its window's first step (300 + 0.5·200).
    #[test]
    fn loads_are_moved_and_compared_with_running_at_once() {
        let mut site = loop_of(0.0).site;
        site.battery.capacity_kwh = 0.0;
        site.flex = vec![FlexibleLoad {
            name: "wash".to_owned(),
            energy_kwh: 1.5,
            p_max_kw: 1.0,
            start: 0,
            end: Some(4),
            interruptible: false,
        }];
        let observed = Series {
            load_kw: vec![0.0; 4],
            pv_kw: vec![0.0; 4],
            intensity_g_per_kwh: vec![300.0, 200.0, 10.0, 20.0],
            price_per_kwh: None,
        };
        for day in [
            Replay::new(site.clone()).day(&observed, &observed).unwrap(),
            Replay::new(site.clone()).rolling_day(&observed, &observed).unwrap(),
        ] {
            assert_eq!(day.import_kw, [0.0, 0.0, 1.0, 0.5]);
            assert!((day.carbon_g - 20.0).abs() < 1e-9 && (day.base_carbon_g - 400.0).abs() < 1e-9);
        }
    }

    /// By hand: what is sold earns its price, with the battery and without.
    #[test]
    fn a_surplus_is_sold_where_that_is_paid() {
        let mut site = loop_of(0.0).site;
        (site.aim, site.feed_in, site.battery.capacity_kwh) = (Aim::Cost, 0.1, 0.0);
        let observed = Series {
            load_kw: vec![1.0, 1.0],
            pv_kw: vec![3.0, 0.0],
            intensity_g_per_kwh: vec![100.0; 2],
            price_per_kwh: Some(vec![0.5; 2]),
        };
        let day = Replay::new(site).day(&observed, &observed).unwrap();
        let expected = 0.5 - 0.2;
        assert!(
            (day.cost.unwrap() - expected).abs() < 1e-12 && (day.base_cost.unwrap() - expected).abs() < 1e-12
        );
    }
}
