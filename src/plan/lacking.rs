//! What a case without a schedule lacks: which demand cannot be met, and what would make it so.

use serde::{Deserialize, Serialize};

use super::PlanError;
use super::case::{Case, EndCharge};
use super::model::Relaxed;
use super::solve::{Best, best};

/// Less than this is rounding, in kW or kWh.
const NOTHING: f64 = 1e-6;

/// Why no schedule meets all demands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lacking {
    /// The demands that cannot be met together. Where one alone would do, the first of: the charge at the end, flexible
    /// loads in their order, the least charge, what the grid takes, what the grid gives. Empty where letting go all of
    /// these would not do either.
    pub unmet: Vec<Unmet>,
    /// What each by itself would make it feasible, changed by as little as that takes.
    pub remedies: Vec<Remedy>,
}

/// A demand that cannot be met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmet {
    /// What the battery is to hold at the end, in kWh.
    EndCharge {
        /// What is asked.
        asked_kwh: f64,
        /// What comes nearest.
        possible_kwh: f64,
    },
    /// What the battery is to hold at least, in kWh.
    LeastCharge {
        /// What is asked.
        asked_kwh: f64,
        /// What could be held throughout.
        possible_kwh: f64,
    },
    /// What a flexible load needs, in kWh.
    Energy {
        /// Its place in the case.
        load: usize,
        /// Its name.
        name: String,
        /// What it needs.
        asked_kwh: f64,
        /// What it can get within its window.
        possible_kwh: f64,
    },
    /// What has to come from the grid, in kW.
    Import {
        /// The first step at which the limit is passed.
        step: usize,
        /// The least peak that meets all.
        asked_kw: f64,
        /// The limit.
        possible_kw: f64,
    },
    /// What has to go to the grid, in kW.
    Export {
        /// The first step at which the limit is passed.
        step: usize,
        /// The least peak that meets all.
        asked_kw: f64,
        /// The limit.
        possible_kw: f64,
    },
}

/// What would make a case feasible, by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// To ask for this charge at the end, in kWh.
    EndCharge {
        /// The nearest that can be reached.
        kwh: f64,
    },
    /// To ask for a least charge of no more than this, in kWh.
    LeastCharge {
        /// The most.
        kwh: f64,
    },
    /// To charge with up to this power, in kW.
    ChargePower {
        /// The least that does.
        kw: f64,
    },
    /// To discharge with up to this power, in kW.
    DischargePower {
        /// The least that does.
        kw: f64,
    },
    /// To give a flexible load only so much, in kWh.
    Energy {
        /// Its place in the case.
        load: usize,
        /// The most it can get.
        kwh: f64,
    },
    /// To give a flexible load this power, in kW.
    Power {
        /// Its place in the case.
        load: usize,
        /// The least that does.
        kw: f64,
    },
    /// To let this much come from the grid, in kW.
    Import {
        /// The least that does.
        kw: f64,
    },
    /// To let this much go to the grid, in kW.
    Export {
        /// The least that does.
        kw: f64,
    },
    /// To throw photovoltaic power away.
    Surplus {
        /// How much, in kWh over all steps.
        kwh: f64,
    },
}

impl std::fmt::Display for Lacking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.unmet.is_empty() {
            return f.write_str("no schedule exists, whatever one demand is let go");
        }
        for (place, unmet) in self.unmet.iter().enumerate() {
            if place > 0 {
                f.write_str("; ")?;
            }
            match unmet {
                Unmet::EndCharge { asked_kwh, possible_kwh } => write!(
                    f,
                    "the terminal SoC (charge at the end) of {asked_kwh:.3} kWh cannot be reached; nearest is {possible_kwh:.3} kWh"
                )?,
                Unmet::LeastCharge { asked_kwh, possible_kwh } => write!(
                    f,
                    "the least charge of {asked_kwh:.3} kWh cannot be held; {possible_kwh:.3} kWh can"
                )?,
                Unmet::Energy { name, asked_kwh, possible_kwh, .. } => write!(
                    f,
                    "flexible load \"{name}\" cannot get {asked_kwh:.3} kWh in its window; {possible_kwh:.3} kWh it can"
                )?,
                Unmet::Import { step, asked_kw, possible_kw } => write!(
                    f,
                    "{asked_kw:.3} kW have to come from the grid at step {step}; the limit is {possible_kw:.3} kW"
                )?,
                Unmet::Export { step, asked_kw, possible_kw } => write!(
                    f,
                    "{asked_kw:.3} kW have to go to the grid at step {step}; the limit is {possible_kw:.3} kW"
                )?,
            }
        }
        for (place, remedy) in self.remedies.iter().enumerate() {
            f.write_str(if place == 0 { ". It would be feasible with " } else { ", or " })?;
            match remedy {
                Remedy::EndCharge { kwh } => write!(f, "{kwh:.3} kWh at the end")?,
                Remedy::LeastCharge { kwh } => write!(f, "a least charge of {kwh:.3} kWh")?,
                Remedy::ChargePower { kw } => write!(f, "{kw:.3} kW to charge")?,
                Remedy::DischargePower { kw } => write!(f, "{kw:.3} kW to discharge")?,
                Remedy::Energy { load, kwh } => write!(f, "{kwh:.3} kWh for flexible load {load}")?,
                Remedy::Power { load, kw } => write!(f, "{kw:.3} kW for flexible load {load}")?,
                Remedy::Import { kw } => write!(f, "{kw:.3} kW from the grid")?,
                Remedy::Export { kw } => write!(f, "{kw:.3} kW to the grid")?,
                Remedy::Surplus { kwh } => write!(f, "{kwh:.3} kWh of photovoltaics thrown away")?,
            }
        }
        Ok(())
    }
}

/// Lets each demand go by itself, as little as that takes; where none alone does, all of them.
///
/// # Errors
/// The solver fails on the numbers.
pub(super) fn lacking(case: &Case) -> Result<Lacking, PlanError> {
    let mut remedies = Vec::new();
    let mut unmet = Vec::new();
    for relaxed in candidates(case) {
        let Some(found) = best(case, &[(relaxed, 1.0)])? else { continue };
        let slack = found.slack(0);
        remedies.push(remedy(case, relaxed, slack, &found));
        if unmet.is_empty() {
            unmet.extend(demand(case, relaxed, slack, &found));
        }
    }
    if unmet.is_empty() {
        // A kWh of the earlier ones is let go before a kWh or kW of the later ones.
        let demands: Vec<Relaxed> = candidates(case)
            .into_iter()
            .filter(|relaxed| {
                !matches!(
                    relaxed,
                    Relaxed::ChargePower | Relaxed::DischargePower | Relaxed::Power(_) | Relaxed::Surplus
                )
            })
            .collect();
        let weighted: Vec<(Relaxed, f64)> =
            demands.iter().enumerate().map(|(place, &own)| (own, 1.0 + place as f64)).collect();
        if let (false, Some(found)) = (weighted.is_empty(), best(case, &weighted)?) {
            for (place, &relaxed) in demands.iter().enumerate() {
                let slack = found.slack(place);
                if slack > NOTHING {
                    unmet.extend(demand(case, relaxed, slack, &found));
                }
            }
        }
    }
    Ok(Lacking { unmet, remedies })
}

/// What can be let go, demands first, in the order in which they are named.
fn candidates(case: &Case) -> Vec<Relaxed> {
    let mut all = Vec::new();
    let battery = case.battery.as_ref();
    if battery.is_some_and(|own| own.soc_end != EndCharge::Free) {
        all.push(Relaxed::EndCharge);
    }
    all.extend((0..case.flex.len()).map(Relaxed::Energy));
    if battery.is_some_and(|own| own.soc_min_kwh > 0.0) {
        all.push(Relaxed::LeastCharge);
    }
    if case.grid.export_max_kw.is_some() {
        all.push(Relaxed::Export);
    }
    if case.grid.import_max_kw.is_some() {
        all.push(Relaxed::Import);
    }
    if battery.is_some() {
        all.extend([Relaxed::ChargePower, Relaxed::DischargePower]);
    }
    let divisible = case.flex.iter().enumerate().filter(|(_, load)| load.interruptible);
    all.extend(divisible.map(|(place, _)| Relaxed::Power(place)));
    if !case.pv_curtailable && case.pv_kw.iter().any(|power| *power > 0.0) {
        all.push(Relaxed::Surplus);
    }
    all
}

impl Best {
    /// How far a demand was let go.
    fn slack(&self, place: usize) -> f64 {
        let columns = &self.model.slack[place];
        let value = |column: usize| self.vertex.values[column];
        columns.iter().map(|&column| value(column)).sum()
    }
}

/// The charge at the end of a schedule that was made without asking for it.
fn end_kwh(case: &Case, found: &Best) -> f64 {
    let last = found.model.battery.as_ref().and_then(|[_, _, levels]| levels.last());
    last.map_or(case.battery.as_ref().map_or(0.0, |own| own.soc0_kwh), |&column| found.vertex.values[column])
}

fn remedy(case: &Case, relaxed: Relaxed, slack: f64, found: &Best) -> Remedy {
    let battery = case.battery.as_ref();
    let of = |value: fn(&super::case::Battery) -> f64| battery.map_or(0.0, value);
    match relaxed {
        Relaxed::EndCharge => Remedy::EndCharge { kwh: end_kwh(case, found) },
        Relaxed::LeastCharge => Remedy::LeastCharge { kwh: of(|own| own.soc_min_kwh) - slack },
        Relaxed::ChargePower => Remedy::ChargePower { kw: of(|own| own.p_charge_kw) + slack },
        Relaxed::DischargePower => Remedy::DischargePower { kw: of(|own| own.p_discharge_kw) + slack },
        Relaxed::Energy(load) => Remedy::Energy { load, kwh: left(case, load, slack) },
        Relaxed::Power(load) => Remedy::Power { load, kw: case.flex[load].p_max_kw + slack },
        Relaxed::Import => Remedy::Import { kw: case.grid.import_max_kw.unwrap_or(0.0) + slack },
        Relaxed::Export => Remedy::Export { kw: case.grid.export_max_kw.unwrap_or(0.0) + slack },
        Relaxed::Surplus => Remedy::Surplus { kwh: slack * case.dt_h },
    }
}

/// What a flexible load gets; of a block, all or nothing.
fn left(case: &Case, load: usize, slack: f64) -> f64 {
    let own = &case.flex[load];
    let less = if own.interruptible { slack } else { slack.round() * own.energy_kwh };
    (own.energy_kwh - less).max(0.0)
}

fn demand(case: &Case, relaxed: Relaxed, slack: f64, found: &Best) -> Option<Unmet> {
    let first_above = |columns: &[usize], limit: f64| {
        columns.iter().position(|&column| found.vertex.values[column] > limit + NOTHING).unwrap_or(0)
    };
    match relaxed {
        Relaxed::EndCharge => Some(Unmet::EndCharge {
            asked_kwh: case.battery.as_ref().map_or(0.0, |own| own.soc_end_kwh),
            possible_kwh: end_kwh(case, found),
        }),
        Relaxed::LeastCharge => {
            let asked_kwh = case.battery.as_ref().map_or(0.0, |own| own.soc_min_kwh);
            Some(Unmet::LeastCharge { asked_kwh, possible_kwh: asked_kwh - slack })
        }
        Relaxed::Energy(load) => Some(Unmet::Energy {
            load,
            name: case.flex[load].name.clone(),
            asked_kwh: case.flex[load].energy_kwh,
            possible_kwh: left(case, load, slack),
        }),
        Relaxed::Import => {
            let possible_kw = case.grid.import_max_kw.unwrap_or(0.0);
            let step = first_above(&found.model.import, possible_kw);
            Some(Unmet::Import { step, asked_kw: possible_kw + slack, possible_kw })
        }
        Relaxed::Export => {
            let possible_kw = case.grid.export_max_kw.unwrap_or(0.0);
            let step = first_above(&found.model.export, possible_kw);
            Some(Unmet::Export { step, asked_kw: possible_kw + slack, possible_kw })
        }
        Relaxed::ChargePower | Relaxed::DischargePower | Relaxed::Power(_) | Relaxed::Surplus => None,
    }
}
