//! Why this hour? What a kWh more would cost in each step, and what each bar of a plan is for.
//!
//! With a plan's integers fixed, what is left is a linear programme, and the multipliers of its rows say what its objective
//! would become if a demand were a little larger (Boyd & Vandenberghe 2004, 5.6). They are found by solving the dual
//! programme: max b·y + low·r⁺ − high·r⁻ with Aᵀy + r⁺ − r⁻ = cost, where y is free for an equation, ≥ 0 for "at least" and
//! ≤ 0 for "at most". Where a plan sits at a corner, more and less differ, and the multiplier lies between what a little
//! more costs and what a little less spares.

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::model::{Choices, Flex, Mode, Model};
use super::program::{Compare, Program};
use super::solve::{Plan, PlanError};

/// Flows below this need no reason, in kW.
const NOTHING_KW: f64 = 1e-6;

/// What a plan's hours are worth, in the objective's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reasons {
    /// What one kWh more of demand in a step would add to the objective.
    pub demand_per_kwh: Vec<f64>,
    /// What one kWh more in the battery at the end of a step would spare; empty without a battery.
    pub stored_per_kwh: Vec<f64>,
    /// Each bar of battery and flexible loads.
    pub bars: Vec<Reason>,
}

/// Why a bar stands where it does. Costs are per kWh, in the objective's unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The battery is charged.
    Charge {
        /// When.
        step: usize,
        /// What a kWh costs there.
        costs: f64,
        /// What it spares later, after losses and wear.
        spares: f64,
        /// The first step after it in which the battery gives, if there is one.
        used_at: Option<usize>,
    },
    /// The battery gives.
    Discharge {
        /// When.
        step: usize,
        /// What a kWh spares there.
        spares: f64,
        /// What the store's energy for it is worth at another time, with losses and wear.
        costs: f64,
    },
    /// A load that can pause runs.
    Load {
        /// Its place in the case.
        load: usize,
        /// When.
        step: usize,
        /// What a kWh costs there.
        costs: f64,
        /// The cheapest step of its window that has room, and what a kWh costs there.
        otherwise: Option<(usize, f64)>,
    },
    /// A load runs in one block.
    Block {
        /// Its place in the case.
        load: usize,
        /// Its first step.
        step: usize,
        /// The next best first step, and what the whole plan would cost more; `None` where there is no other.
        otherwise: Option<(usize, f64)>,
    },
}

/// The reasons of a plan of this case.
///
/// # Errors
/// The solver fails on the numbers.
pub fn reasons(case: &Case, plan: &Plan) -> Result<Reasons, PlanError> {
    let choices = choices(case, plan);
    let model = Model::new(case, &choices, &[]);
    let prices = model.program.prices()?;
    let demand_per_kwh: Vec<f64> = model.balance.iter().map(|&row| prices[row] / case.dt_h).collect();
    // The store's row is s − s₀ − … = 0: a kWh more on its right is one more in the store, which spares.
    let stored_per_kwh: Vec<f64> = model.store.iter().map(|&row| -prices[row]).collect();
    let mut bars = Vec::new();
    if let Some(battery) = &case.battery {
        for step in 0..case.len() {
            let (here, stored) = (demand_per_kwh[step], stored_per_kwh[step]);
            if plan.schedule.c[step] > NOTHING_KW {
                let later = plan.schedule.d[step..].iter().position(|power| *power > NOTHING_KW);
                bars.push(Reason::Charge {
                    step,
                    costs: here,
                    spares: battery.eta_c * stored - battery.wear_per_kwh,
                    used_at: later.map(|place| step + place),
                });
            }
            if plan.schedule.d[step] > NOTHING_KW {
                let costs = stored / battery.eta_d + battery.wear_per_kwh;
                bars.push(Reason::Discharge { step, spares: here, costs });
            }
        }
    }
    for (load, own) in case.flex.iter().enumerate() {
        let powers = &plan.schedule.f[load];
        if own.interruptible {
            let window = own.window(case.len());
            for step in window.clone().filter(|&step| powers[step] > NOTHING_KW) {
                let room = |other: &usize| *other != step && powers[*other] < own.p_max_kw - NOTHING_KW;
                let cheapest = window
                    .clone()
                    .filter(room)
                    .min_by(|&one, &other| demand_per_kwh[one].total_cmp(&demand_per_kwh[other]));
                let otherwise = cheapest.map(|other| (other, demand_per_kwh[other]));
                bars.push(Reason::Load { load, step, costs: demand_per_kwh[step], otherwise });
            }
        } else if let Some(step) = choices.blocks[load] {
            let otherwise = next_block(case, &choices, load, plan.figures.objective)?;
            bars.push(Reason::Block { load, step, otherwise });
        }
    }
    Ok(Reasons { demand_per_kwh, stored_per_kwh, bars })
}

/// What a plan's objective would become with so many kWh more demand in a step (less, below zero), its integers as they
/// are and all else planned anew; `None` where that is infeasible.
///
/// # Errors
/// The solver fails on the numbers.
pub fn moved(case: &Case, plan: &Plan, changes_kwh: &[(usize, f64)]) -> Result<Option<f64>, PlanError> {
    let mut changed = case.clone();
    for &(step, more_kwh) in changes_kwh {
        if let Some(load) = changed.load_kw.get_mut(step) {
            *load += more_kwh / case.dt_h;
        }
    }
    let model = Model::new(&changed, &choices(case, plan), &[]);
    Ok(model.program.solve()?.map(|vertex| model.program.cost(&vertex.values)))
}

/// The choices that a plan made by integers.
fn choices(case: &Case, plan: &Plan) -> Choices {
    let mut choices = Choices::open(case);
    for &step in &plan.integers {
        let of = |first: f64, second: f64| if second > first { Mode::Second } else { Mode::First };
        choices.battery[step] = of(plan.schedule.c[step], plan.schedule.d[step]);
        // Elsewhere buying and selling at once gains nothing, so that the grid needed no choice.
        if case.import_coeff[step] < case.export_coeff[step] {
            choices.grid[step] = of(plan.schedule.g[step], plan.schedule.e[step]);
        }
    }
    for ((first, load), powers) in choices.blocks.iter_mut().zip(&case.flex).zip(&plan.schedule.f) {
        if !load.interruptible {
            *first = powers.iter().position(|power| *power > 0.0);
        }
    }
    choices
}

/// The best of the other steps at which a block may begin, all else planned anew.
fn next_block(
    case: &Case,
    choices: &Choices,
    load: usize,
    objective: f64,
) -> Result<Option<(usize, f64)>, PlanError> {
    let own = choices.blocks[load];
    let Some(Flex::Block { start, columns, .. }) = Model::new(case, choices, &[]).flex.into_iter().nth(load)
    else {
        return Ok(None);
    };
    let mut best: Option<(usize, f64)> = None;
    for first in (start..start + columns.len()).filter(|&first| Some(first) != own) {
        let mut other = choices.clone();
        other.blocks[load] = Some(first);
        let model = Model::new(case, &other, &[]);
        let Some(vertex) = model.program.solve()? else { continue };
        let more = model.program.cost(&vertex.values) - objective;
        if best.is_none_or(|(_, least)| more < least) {
            best = Some((first, more));
        }
    }
    Ok(best)
}

impl Program {
    /// The multiplier of each row: what one more on its right adds to the least cost.
    fn prices(&self) -> Result<Vec<f64>, PlanError> {
        let mut dual = Program::default();
        // Minimised, so that signs of the objective are turned.
        let multipliers: Vec<usize> = self
            .rows
            .iter()
            .map(|row| {
                let (low, high) = match row.compare {
                    Compare::Equal => (f64::NEG_INFINITY, f64::INFINITY),
                    Compare::AtLeast => (0.0, f64::INFINITY),
                    Compare::AtMost => (f64::NEG_INFINITY, 0.0),
                };
                dual.column(-row.right, low, high)
            })
            .collect();
        let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.columns.len()];
        for (row, &multiplier) in self.rows.iter().zip(&multipliers) {
            for &(column, factor) in &row.terms {
                columns[column].push((multiplier, factor));
            }
        }
        for (own, mut terms) in self.columns.iter().zip(columns) {
            if own.low > f64::NEG_INFINITY {
                terms.push((dual.column(-own.low, 0.0, f64::INFINITY), 1.0));
            }
            if own.high < f64::INFINITY {
                terms.push((dual.column(own.high, 0.0, f64::INFINITY), -1.0));
            }
            dual.row(terms, Compare::Equal, own.cost);
        }
        let failed = |message: &str| PlanError::Solver { message: message.to_owned() };
        let vertex = dual.solve()?.ok_or_else(|| failed("the dual programme has no point"))?;
        Ok(multipliers.into_iter().map(|column| vertex.values[column]).collect())
    }
}
