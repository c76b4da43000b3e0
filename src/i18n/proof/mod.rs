//! The sentences about what training cost, what was saved, what a little more of an input does, and the least carbon for a
//! need.

mod en;
mod zh;

use super::Language;
use crate::evaluation::DeviceClass;
use crate::session::act::{Change, Driver};

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct ProofTexts {
    pub tab_receipt: &'static str,
    pub tab_verify: &'static str,
    pub tab_effects: &'static str,
    pub tab_mix: &'static str,
    pub tab_sheet: &'static str,

    pub receipt_says: &'static str,
    pub device: &'static str,
    pub device_is: fn(DeviceClass) -> &'static str,
    pub watts: [&'static str; 3],
    pub watts_says: &'static str,
    pub where_computed: &'static str,
    pub grams: &'static str,
    pub what: &'static str,
    pub seconds: &'static str,
    pub energy: &'static str,
    pub carbon: &'static str,
    pub this_run: &'static str,
    pub forecasts: &'static str,
    pub both: &'static str,
    pub nothing_trained: &'static str,
    pub formula: fn(&str, &str, &str, &str, &str) -> String,
    pub compare: fn(&str) -> String,
    pub payback: fn(&str, &str) -> String,
    pub no_payback: &'static str,
    pub payback_waits: &'static str,
    pub duration: fn(f64) -> String,
    pub early: fn(u32, u32, &str, &str) -> String,

    pub verify_says: &'static str,
    pub energy_column: &'static str,
    pub temperature: &'static str,
    pub no_temperature: &'static str,
    pub heating_base: &'static str,
    pub cooling_base: &'static str,
    pub weekends: &'static str,
    pub measure_date: &'static str,
    pub date_wrong: &'static str,
    pub verify: &'static str,
    pub verify_fails: fn(u32, u32) -> String,
    pub verify_columns: &'static str,
    pub verified: fn(&str, &str, &str, &str) -> String,
    pub verified_none: fn(&str, &str) -> String,
    pub verify_how: fn(u32, u32) -> String,
    pub weak_line: fn(&str) -> String,
    pub little_explained: fn(&str) -> String,
    pub baseline: &'static str,
    pub used: &'static str,
    pub saving: &'static str,
    pub uncertainty: &'static str,
    pub uncertainty_alike: &'static str,
    pub by_squares: &'static str,
    pub fit: &'static str,
    pub driver: fn(Driver) -> &'static str,
    pub intercept: &'static str,
    pub own_data_only: &'static str,

    pub effects_says: &'static str,
    pub effects_wait: &'static str,
    pub effects_none: &'static str,
    pub effects_past: &'static str,
    pub change: &'static str,
    pub change_is: fn(&str, &Change) -> String,
    pub on_average: fn(&str) -> String,
    pub most_rows: &'static str,
    pub correlation: &'static str,

    pub mix_says: &'static str,
    pub mix_wait: &'static str,
    pub need: fn(&str) -> String,
    pub margin: fn(&str) -> String,
    pub input: &'static str,
    pub factor: &'static str,
    pub fixed: &'static str,
    pub fixed_open: &'static str,
    pub factors_says: &'static str,
    pub search: &'static str,
    pub searching: &'static str,
    pub no_mix: fn(&str) -> String,
    pub too_few_rows: &'static str,
    pub found: fn(&str, &str, &str) -> String,
    pub found_none_better: &'static str,
    pub best: &'static str,
    pub best_row: &'static str,
    pub predicted: &'static str,
    pub emits: &'static str,
    pub nearness: &'static str,
    pub mix_how: fn(u32) -> String,

    pub sheet_says: &'static str,
    pub scenario: &'static str,
    pub scenario_of: [&'static str; 4],
    pub open: &'static str,
    pub train_all: &'static str,
    pub stop: &'static str,
    pub training_now: fn(&str) -> String,
    pub skill: &'static str,
    pub rank: &'static str,
    pub mean_rank: &'static str,
    pub network: &'static str,
    pub friedman: fn(u32, u32, &str, &str, &str, bool) -> String,
    pub friedman_wait: &'static str,
    pub sheet_how: &'static str,
}

impl Language {
    /// The sentences about what training cost, and what it was good for.
    pub fn proof(self) -> &'static ProofTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
