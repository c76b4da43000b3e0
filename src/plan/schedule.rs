//! A schedule: what is done in each step, its figures, and whether it keeps to its case.

use serde::{Deserialize, Serialize};

use super::case::{Case, EndCharge};
use super::model::{Flex, Model};

/// Flows below this are rounding, in kW.
const NOTHING_KW: f64 = 1e-9;

/// What is done in each step: powers in kW (means over the step), one value a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// From the grid.
    pub g: Vec<f64>,
    /// To the grid.
    pub e: Vec<f64>,
    /// Of the photovoltaics, thrown away.
    pub u: Vec<f64>,
    /// Into the battery.
    pub c: Vec<f64>,
    /// Out of the battery.
    pub d: Vec<f64>,
    /// What the battery holds at the end of the step, in kWh.
    pub s: Vec<f64>,
    /// Each flexible load, in the case's order.
    pub f: Vec<Vec<f64>>,
}

/// What a schedule comes to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Σ dt·(import_coeff·g − export_coeff·e + wear·(c + d)) + peak_price·max g, in the case's unit.
    pub objective: f64,
    /// Σ dt·g.
    pub import_kwh: f64,
    /// Σ dt·e.
    pub export_kwh: f64,
    /// max g.
    pub peak_import_kw: f64,
    /// Σ dt·g·carbon intensity, where the case has one: exports are credited with nothing.
    pub carbon_g: Option<f64>,
}

impl Schedule {
    /// What a vertex says, made to fit exactly: levels follow from flows, and the grid carries the balance.
    pub(super) fn of(case: &Case, model: &Model, values: &[f64]) -> Self {
        let steps = case.len();
        let nothing = |value: f64| if value.abs() < NOTHING_KW { 0.0 } else { value };
        let mut schedule = Self {
            g: vec![0.0; steps],
            e: vec![0.0; steps],
            u: vec![0.0; steps],
            c: vec![0.0; steps],
            d: vec![0.0; steps],
            s: vec![0.0; steps],
            f: case.flex.iter().map(|_| vec![0.0; steps]).collect(),
        };
        for ((own, load), columns) in schedule.f.iter_mut().zip(&case.flex).zip(&model.flex) {
            for (step, power) in own.iter_mut().enumerate() {
                let terms = columns.terms(step).into_iter();
                let value: f64 = match columns {
                    Flex::Power { .. } => terms.map(|(column, _)| values[column]).sum(),
                    Flex::Block { .. } => {
                        terms.filter(|&(column, _)| values[column] > 0.5).map(|(_, power)| power).sum()
                    }
                };
                *power = nothing(value).clamp(0.0, load.p_max_kw);
            }
            fill(own, load.window(steps), load.energy_kwh / case.dt_h, load.p_max_kw);
        }
        if let (Some(battery), Some([_, _, levels])) = (&case.battery, &model.battery) {
            let mut level = battery.soc0_kwh;
            for step in 0..steps {
                let aim = values[levels[step]].clamp(battery.soc_min_kwh, battery.most_kwh());
                let stored = aim - level;
                if stored > 0.0 {
                    let power = nothing(stored / (battery.eta_c * case.dt_h)).min(battery.p_charge_kw);
                    schedule.c[step] = power;
                    level += power * battery.eta_c * case.dt_h;
                } else {
                    let power = nothing(-stored * battery.eta_d / case.dt_h).min(battery.p_discharge_kw);
                    schedule.d[step] = power;
                    level -= power * case.dt_h / battery.eta_d;
                }
                schedule.s[step] = level;
            }
        }
        for step in 0..steps {
            schedule.u[step] = nothing(values[model.curtailed[step]]).clamp(0.0, case.pv_kw[step].max(0.0));
            let flexible: f64 = schedule.f.iter().map(|own| own[step]).sum();
            let net = case.load_kw[step] - case.pv_kw[step] + schedule.u[step] + schedule.c[step]
                - schedule.d[step]
                + flexible;
            let net = nothing(net);
            (schedule.g[step], schedule.e[step]) = (net.max(0.0), (-net).max(0.0));
        }
        schedule
    }

    /// Its figures, recomputed from its numbers alone.
    pub fn figures(&self, case: &Case) -> Figures {
        let wear = case.battery.as_ref().map_or(0.0, |battery| battery.wear_per_kwh);
        let peak_import_kw = self.g.iter().fold(0.0_f64, |most, power| most.max(*power));
        let steps = (0..self.g.len()).map(|step| {
            let flows = self.c[step] + self.d[step];
            let grid = case.import_coeff[step] * self.g[step] - case.export_coeff[step] * self.e[step];
            case.dt_h * (grid + wear * flows)
        });
        let carbon =
            |own: &Vec<f64>| self.g.iter().zip(own).map(|(power, grams)| case.dt_h * power * grams).sum();
        Figures {
            objective: steps.sum::<f64>() + case.peak_price * peak_import_kw,
            import_kwh: self.g.iter().sum::<f64>() * case.dt_h,
            export_kwh: self.e.iter().sum::<f64>() * case.dt_h,
            peak_import_kw,
            carbon_g: case.carbon_g_kwh.as_ref().map(carbon),
        }
    }

    /// By how much it breaks its case at worst, in kW or kWh: balance, limits, windows, needs, levels. NaN for a number
    /// that is none.
    pub fn violation(&self, case: &Case) -> f64 {
        let steps = case.len();
        let mut worst = 0.0_f64;
        let mut see = |off: f64| worst = if off.is_nan() { f64::NAN } else { worst.max(off) };
        let limit = |own: Option<f64>| own.unwrap_or(f64::INFINITY);
        let mut before = case.battery.as_ref().map_or(0.0, |battery| battery.soc0_kwh);
        for step in 0..steps {
            let flexible: f64 = self.f.iter().map(|own| own[step]).sum();
            let balance = self.g[step] - self.e[step] - self.u[step] - self.c[step] + self.d[step] - flexible;
            see((balance - case.load_kw[step] + case.pv_kw[step]).abs());
            let throwable = if case.pv_curtailable { case.pv_kw[step].max(0.0) } else { 0.0 };
            let (charge, discharge) =
                case.battery.as_ref().map_or((0.0, 0.0), |own| (own.p_charge_kw, own.p_discharge_kw));
            for (value, most) in [
                (self.g[step], limit(case.grid.import_max_kw)),
                (self.e[step], limit(case.grid.export_max_kw)),
                (self.u[step], throwable),
                (self.c[step], charge),
                (self.d[step], discharge),
            ] {
                see(-value);
                see(value - most);
            }
            if let Some(battery) = &case.battery {
                let flow = battery.eta_c * self.c[step] - self.d[step] / battery.eta_d;
                see((self.s[step] - before - flow * case.dt_h).abs());
                see(battery.soc_min_kwh - self.s[step]);
                see(self.s[step] - battery.most_kwh());
                before = self.s[step];
            }
        }
        if let Some(battery) = &case.battery {
            match battery.soc_end {
                EndCharge::Eq => see((before - battery.soc_end_kwh).abs()),
                EndCharge::Ge => see(battery.soc_end_kwh - before),
                EndCharge::Free => {}
            }
        }
        for (own, load) in self.f.iter().zip(&case.flex) {
            let window = load.window(steps);
            for (step, &power) in own.iter().enumerate() {
                see(-power);
                see(power - if window.contains(&step) { load.p_max_kw } else { 0.0 });
            }
            see((own.iter().sum::<f64>() * case.dt_h - load.energy_kwh).abs());
        }
        worst
    }

    /// The most that flows both ways at once, in kW: in and out of the battery, or from and to the grid. A plan has none.
    pub fn simultaneous_kw(&self) -> f64 {
        let both = |one: &[f64], other: &[f64]| {
            one.iter().zip(other).fold(0.0_f64, |most, (one, other)| most.max(one.min(*other)))
        };
        both(&self.c, &self.d).max(both(&self.g, &self.e))
    }
}

/// Adds or takes what rounding left over, so that powers add up to `sum`, where there is room.
fn fill(powers: &mut [f64], window: std::ops::Range<usize>, sum: f64, most: f64) {
    let mut off = sum - powers.iter().sum::<f64>();
    // Where the load runs already, before where it does not.
    for running in [true, false] {
        for power in powers[window.clone()].iter_mut().filter(|power| (**power > 0.0) == running) {
            let changed = (*power + off).clamp(0.0, most);
            off -= changed - *power;
            *power = changed;
        }
    }
}
