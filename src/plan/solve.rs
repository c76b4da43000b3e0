//! From a case to its plan: the relaxation first, integers only where it would cheat, and a tidy vertex.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::case::{Case, CaseError};
use super::lacking::{Lacking, lacking};
use super::model::{Choices, Mode, Model, Relaxed};
use super::program::Vertex;
use super::schedule::{Figures, Schedule};

/// Flows both ways below this are rounding, in kW.
const BOTH_KW: f64 = 1e-7;

/// What came of planning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A plan.
    Planned(Box<Plan>),
    /// No schedule meets all demands.
    Infeasible(Lacking),
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What is done.
    pub schedule: Schedule,
    /// What that comes to.
    pub figures: Figures,
    /// Whether nothing better exists. `false` only where the search over integers was too long to be ended.
    pub optimal: bool,
    /// How far the objective is from the best that could still exist, as a share of itself; 0 where `optimal`.
    pub gap: f64,
    /// The steps whose direction (of battery or grid) was chosen by an integer.
    pub integers: Vec<usize>,
}

/// Why there is neither a plan nor a reason why not.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
pub enum PlanError {
    /// The case is none.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The solver failed on the numbers.
    #[error("the solver failed: {message}")]
    Solver {
        /// What it says.
        message: String,
    },
    /// The search found nothing in so many nodes.
    #[error("no schedule was found in {nodes} nodes of the search")]
    GaveUp {
        /// How many.
        nodes: u64,
    },
}

impl PlanError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Case(error) => error.code(),
            Self::Solver { .. } => "solver",
            Self::GaveUp { .. } => "gave_up",
        }
    }
}

/// The best schedule of a case, or what the case lacks. The same case gives the same plan everywhere.
///
/// # Errors
/// A case that is none, or numbers on which the solver fails.
pub fn plan(case: &Case) -> Result<Outcome, PlanError> {
    case.check()?;
    match best(case, &[])? {
        Some(found) => {
            let schedule = found.schedule(case);
            let integers = found.choices.steps_chosen();
            Ok(Outcome::Planned(Box::new(Plan {
                figures: schedule.figures(case),
                optimal: found.vertex.proven,
                gap: if found.vertex.proven { 0.0 } else { found.vertex.gap },
                schedule,
                integers,
            })))
        }
        None => Ok(Outcome::Infeasible(lacking(case)?)),
    }
}

/// A vertex with the model that it belongs to. All choices are made.
pub(super) struct Best {
    pub(super) model: Model,
    pub(super) choices: Choices,
    pub(super) vertex: Vertex,
}

impl Best {
    pub(super) fn schedule(&self, case: &Case) -> Schedule {
        Schedule::of(case, &self.model, &self.vertex.values)
    }
}

impl Choices {
    /// Steps whose direction has been chosen.
    fn steps_chosen(&self) -> Vec<usize> {
        let chosen = |mode: Mode| mode != Mode::Both;
        (0..self.battery.len())
            .filter(|&step| chosen(self.battery[step]) || chosen(self.grid[step]))
            .collect()
    }
}

/// The best vertex of a case (with demands let go, the one that lets go least); `None` where there is none.
///
/// The relaxation may charge and discharge at once, to burn energy that it is paid to take, and buy and sell at once where
/// selling earns more than buying costs. Steps where a vertex does so get a binary column, until no vertex does: each of
/// these programmes allows more than the true one, so that the last one's vertex, which is allowed, is the best.
pub(super) fn best(case: &Case, relaxed: &[(Relaxed, f64)]) -> Result<Option<Best>, PlanError> {
    let mut choices = Choices::open(case);
    loop {
        let model = Model::new(case, &choices, relaxed);
        let Some(vertex) = model.program.solve()? else { return Ok(None) };
        // Before integers are fixed: what is fixed bounds the other flows so closely that they could not cheat any more.
        let has_integers = model.program.has_integers();
        if has_integers && more_integers(case, &mut choices, &model, &vertex.values) {
            continue;
        }
        let found = tidy(case, &choices, relaxed, model, vertex)?;
        if !more_integers(case, &mut choices, &found.model, &found.vertex.values) {
            return Ok(Some(found));
        }
    }
}

/// The tidiest vertex of the same cost, with all integers at what they are.
fn tidy(
    case: &Case,
    choices: &Choices,
    relaxed: &[(Relaxed, f64)],
    model: Model,
    vertex: Vertex,
) -> Result<Best, PlanError> {
    let has_integers = model.program.has_integers();
    let (choices, model) = if has_integers {
        let decided = model.decided(choices, &vertex.values);
        let fixed = Model::new(case, &decided, relaxed);
        (decided, fixed)
    } else {
        (choices.clone(), model)
    };
    // With integers fixed once more, as those may have been off by the solver's tolerance.
    let first = if has_integers {
        match model.program.solve()? {
            Some(fixed) => Vertex { proven: vertex.proven, gap: vertex.gap, ..fixed },
            None => {
                return Err(PlanError::Solver { message: "a choice of integers did not hold".to_owned() });
            }
        }
    } else {
        vertex
    };
    let cost = model.program.cost(&first.values);
    // A tie may be off by rounding; a failure on the way to tidiness costs nothing but it.
    let tidied = model.tidied(case, cost + 1e-10 * cost.abs()).solve().ok().flatten();
    let size: f64 =
        model.program.columns.iter().zip(&first.values).map(|(own, value)| (own.cost * value).abs()).sum();
    let vertex = match tidied {
        Some(tidied) if model.program.cost(&tidied.values) <= cost + 2e-8 * size => {
            Vertex { proven: first.proven, gap: first.gap, ..tidied }
        }
        _ => first,
    };
    Ok(Best { model, choices, vertex })
}

/// Gives steps a binary column where a vertex flows both ways at once; says whether there were such.
fn more_integers(case: &Case, choices: &mut Choices, model: &Model, values: &[f64]) -> bool {
    let both = |one: usize, other: usize| values[one].min(values[other]) > BOTH_KW;
    let mut more = false;
    if let Some([charge, discharge, _]) = &model.battery {
        let cheats: Vec<bool> = charge
            .iter()
            .zip(discharge)
            .zip(&choices.battery)
            .map(|((&charge, &discharge), &mode)| mode == Mode::Both && both(charge, discharge))
            .collect();
        if cheats.contains(&true) {
            more = true;
            let first = !choices.battery.contains(&Mode::Either);
            for (step, cheats) in cheats.into_iter().enumerate() {
                // Where the grid pays for taking, the others of these steps would be next.
                let paid = case.import_coeff[step] < 0.0 || case.export_coeff[step] < 0.0;
                if cheats || (first && paid) {
                    choices.battery[step] = Mode::Either;
                }
            }
        }
    }
    for (step, mode) in choices.grid.iter_mut().enumerate() {
        let gains = case.import_coeff[step] < case.export_coeff[step];
        if *mode == Mode::Both && gains && both(model.import[step], model.export[step]) {
            *mode = Mode::Either;
            more = true;
        }
    }
    more
}
