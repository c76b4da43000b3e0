//! The sentences about acting on a forecast.

mod en;
mod zh;

use super::Language;
use crate::plan::{Aim, Basis, Days, Lacking, Place};
use crate::session::act::Refusal;
use crate::session::acting::Foresight;

/// What a bar of a plan is for, in words that can be put together: times and amounts are written already.
#[derive(Clone, Debug, PartialEq)]
pub enum Story {
    /// The battery charges.
    Charge {
        /// What a kWh costs.
        costs: String,
        /// What it spares later.
        spares: String,
        /// When it is used.
        used_at: Option<String>,
    },
    /// The battery gives.
    Discharge {
        /// What a kWh spares.
        spares: String,
        /// What the energy is worth at another time.
        worth: String,
    },
    /// A load that can pause runs.
    Load {
        /// Its name.
        name: String,
        /// What a kWh costs.
        costs: String,
        /// The cheapest other hour that has room, and what a kWh costs there.
        otherwise: Option<(String, String)>,
    },
    /// A block begins.
    Block {
        /// Its name.
        name: String,
        /// The next best hour, and what all would cost more.
        otherwise: Option<(String, String)>,
    },
}

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct ActTexts {
    pub title: &'static str,
    pub says: &'static str,
    pub no_times: &'static str,
    pub no_demand: &'static str,
    pub looking: &'static str,

    pub from: &'static str,
    pub demand: &'static str,
    pub pv: &'static str,
    pub none: &'static str,
    pub intensity: &'static str,
    pub yearly: &'static str,
    pub place: &'static str,
    pub levels: [&'static str; 4],
    pub place_is: fn(&Place, &str) -> String,
    pub basis: fn(Basis) -> &'static str,
    pub basis_alone: &'static str,
    pub shape: &'static str,
    pub flat: &'static str,
    pub own_shape: &'static str,
    pub lent_shape: fn(&str) -> String,
    pub flat_says: &'static str,
    pub hypothetical: &'static str,
    pub hypothetical_says: fn(&str, &str) -> String,
    pub unit: &'static str,
    pub unit_guessed: fn(&str) -> String,
    pub mean_is: fn(&str) -> String,
    pub marginal: &'static str,
    pub marginal_says: &'static str,
    pub average_says: &'static str,
    pub price: &'static str,
    pub price_ahead: &'static str,
    pub tariff: &'static str,
    pub currency: &'static str,
    pub from_h: &'static str,
    pub to_h: &'static str,
    pub days: &'static str,
    pub day_kind: fn(Days) -> &'static str,
    pub months: &'static str,
    pub price_per_kwh: fn(&str) -> String,
    pub otherwise: &'static str,
    pub add_line: &'static str,
    pub remove: &'static str,
    pub peak: &'static str,
    pub shoulder: &'static str,
    pub valley: &'static str,
    pub feed_in: fn(&str) -> String,
    pub forecast_by: &'static str,
    pub way: fn(Foresight) -> &'static str,
    pub way_says: fn(Foresight) -> &'static str,

    pub battery: &'static str,
    pub capacity: &'static str,
    pub charge_power: &'static str,
    pub discharge_power: &'static str,
    pub round_trip: &'static str,
    pub charge_start: &'static str,
    pub charge_least: &'static str,
    pub charge_end: &'static str,
    pub end_free: &'static str,
    pub wear: fn(&str) -> String,
    pub homes_battery: &'static str,

    pub flexible: &'static str,
    pub flexible_says: &'static str,
    pub load_name: &'static str,
    pub load_examples: [&'static str; 3],
    pub energy: &'static str,
    pub power: &'static str,
    pub window_from: &'static str,
    pub deadline: &'static str,
    pub one_block: &'static str,
    pub add_load: &'static str,

    pub aims: &'static str,
    pub aim: fn(&Aim) -> &'static str,
    pub carbon_price: fn(&str) -> String,
    pub peak_price: fn(&str) -> String,
    pub import_limit: &'static str,
    pub export_limit: &'static str,
    pub no_limit: &'static str,
    pub needs_price: &'static str,

    pub which_day: &'static str,
    pub last_day: &'static str,
    pub next_day: &'static str,
    pub next_day_asks: fn(&[String]) -> String,
    pub next_day_assumed: fn(&[String]) -> String,
    pub plan: &'static str,
    pub cancel: &'static str,
    pub wrong: &'static str,
    /// The plan that stands there is of another wish.
    pub stale: &'static str,
    pub not_a_number: fn(&str, &str) -> String,
    pub learning: fn(&str) -> String,
    pub replaying: fn(&str) -> String,
    pub left: &'static str,
    pub refused: fn(&Refusal) -> String,
    pub lacking: fn(&Lacking, &dyn Fn(usize) -> String) -> Vec<String>,
    pub infeasible: &'static str,

    pub headline: fn(&str, &str, &str, bool) -> String,
    pub headline_really: fn(&str, &str) -> String,
    pub more_carbon: &'static str,
    pub day_title: fn(&str, bool) -> String,
    pub before_day: &'static str,
    pub after_day: &'static str,
    pub table_day: &'static str,
    pub carbon: &'static str,
    pub cost: &'static str,
    pub peak_column: &'static str,
    pub import: &'static str,
    pub by_forecast: &'static str,
    pub really: &'static str,
    pub as_it_is: &'static str,
    pub planned: &'static str,
    pub by_the_plan: &'static str,
    pub perfect_plan: &'static str,
    pub peak_up: fn(&str, &str) -> String,

    pub chart_title: fn(&str) -> String,
    pub chart_says: fn(&str, &str, &str, &str) -> String,
    pub chart_keys: &'static str,
    pub legend_demand: &'static str,
    pub legend_plan: &'static str,
    pub legend_pv: &'static str,
    pub legend_flex: &'static str,
    pub legend_charge: &'static str,
    pub legend_ground: &'static str,
    pub store_axis: &'static str,
    pub hour: &'static str,
    pub hour_is: fn(&str, &str, &str, &str) -> String,
    pub story: fn(&Story) -> String,
    pub rests: &'static str,
    pub proof: fn(&str, &str, &str, bool) -> String,
    pub export_csv: &'static str,
    pub as_table: &'static str,
    pub kept: &'static str,
    pub tick: [&'static str; 4],
    pub kept_to: fn(&str) -> String,
    pub not_optimal: fn(&str) -> String,

    pub tab_plan: &'static str,
    pub tab_why: &'static str,
    pub tab_judge: &'static str,
    pub why_says: &'static str,
    pub why_when: &'static str,
    pub why_bar: &'static str,
    pub why_proof: &'static str,

    pub judge_waits: &'static str,
    pub judge_title: fn(u32, &str, &str) -> String,
    pub way_column: &'static str,
    pub again: fn(&str) -> String,
    pub saved_carbon: &'static str,
    pub saved_cost: &'static str,
    pub mean_peak: &'static str,
    pub share: &'static str,
    pub kg: &'static str,
    pub against: fn(&str, &str, &str, &str, &str, bool, bool) -> String,
    pub unplanned: fn(u32) -> String,
    pub judge_how: &'static str,
    pub rivals_flat: &'static str,
}

impl Language {
    /// The sentences about acting on a forecast.
    pub fn act(self) -> &'static ActTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
