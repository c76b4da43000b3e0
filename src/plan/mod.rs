//! What to do about a forecast: a battery's and movable loads' schedule with the least carbon, cost, or both.
//!
//! # Formulation
//!
//! T steps of `dt` hours. Powers are means over a step, in kW; energies in kWh; all columns ≥ 0. For each step t:
//!
//! | column | what | unit | at most |
//! |---|---|---|---|
//! | `g`, `e` | from and to the grid | kW | `import_max_kw`, `export_max_kw` |
//! | `u` | photovoltaic power thrown away | kW | `pv_kw` where it is `pv_curtailable`, else 0 |
//! | `c`, `d` | into and out of the battery, on its AC side | kW | `p_charge_kw`, `p_discharge_kw` |
//! | `s` | what the battery holds at the end of the step | kWh | `soc_max_kwh`; at least `soc_min_kwh` |
//! | `f_j` | flexible load j, within its window `[start, end)` | kW | `p_max_kw` |
//! | `p` | the highest import | kW | |
//!
//! min Σₜ dt·(`import_coeff`·g − `export_coeff`·e + `wear_per_kwh`·(c + d)) + `peak_price`·p, subject to
//!
//! - balance: g − e − u − c + d − Σⱼ fⱼ = load − pv;
//! - store: sₜ = sₜ₋₁ + η_c·c·dt − d·dt/η_d, with s before the first step `soc0_kwh`;
//! - end: s_T = or ≥ `soc_end_kwh`, or free;
//! - need: Σₜ fⱼ·dt = `energy_kwh`;
//! - peak: p ≥ gₜ.
//!
//! The coefficients are in one unit: g/kWh for carbon, a currency for cost, or price + carbon price · intensity for both.
//! It is the usual model of a household's energy management: loads by their energy and window as in Mohsenian-Rad &
//! Leon-Garcia, *Optimal residential load control with price prediction in real-time electricity pricing environments*,
//! IEEE Trans. Smart Grid 1 (2010), and a peak charge by its epigraph (Boyd & Vandenberghe, *Convex Optimization*, 2004,
//! 4.1.3). When the relaxed battery is exact is the matter of Li, Guo, Sun & Wang, *Sufficient conditions for exact
//! relaxation of complementarity constraints for storage-concerned economic dispatch*, IEEE Trans. Power Syst. 31 (2016).
//!
//! # Integers
//!
//! A battery either charges or discharges, and a connection either imports or exports. The relaxation keeps to that by
//! itself unless it gains by burning energy (below a price of zero, or where nothing may be thrown away) or by selling
//! dearer than it buys. Only steps where its vertex does not get a binary column z: c ≤ C·z, d ≤ D·(1 − z), and alike for
//! g and e, where C and D are the limits of power, or what the store can take or give in one step if that is less.
//! A load that runs in one block has a binary column for each step at which it may begin, of which one is 1.
//!
//! # Which vertex
//!
//! Optima are rarely unique. Among all that cost the same, a second programme takes the one with the least battery
//! throughput, then with the least thrown away; of hours that are equal otherwise it takes those with less carbon, then the
//! earlier. So nothing is switched without a reason. The printed schedule is then made to fit exactly: levels are summed up from flows, the grid
//! carries the balance, and the figures are recomputed from these numbers.

mod case;
mod intensity;
mod lacking;
mod model;
mod program;
mod reasons;
mod replay;
mod schedule;
mod solve;
mod tariff;
mod unit;

pub use case::{Battery, Case, CaseError, EndCharge, FlexibleLoad, GridLimits, MOST_STEPS};
pub use intensity::{Basis, Level, Place, Yearly, place, places, shape, shapes};
pub use lacking::{Lacking, Remedy, Unmet};
pub use reasons::{Reason, Reasons, moved, reasons};
pub use replay::{Aim, Compared, DayReport, Replay, Saved, Series, Site, compared, saved, share_of};
pub use schedule::{Figures, Schedule};
pub use solve::{Outcome, Plan, PlanError, plan};
pub use tariff::{Days, Period, Tariff};
pub use unit::{g_per_kwh_factor, kw_factor, price_factor};
