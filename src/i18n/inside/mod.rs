//! The sentences of the look inside a network.

mod en;
mod zh;

use super::Language;
use crate::nn::{Loss, OptimizerKind};
use crate::training::Plane;

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct InsideTexts {
    pub title: &'static str,
    pub says: &'static str,
    pub not_begun: fn(u64) -> String,
    pub learnt: fn(u32, u32) -> String,
    pub drawing: fn(&str) -> String,
    pub inputs: &'static str,
    pub output: &'static str,
    pub layer: fn(usize) -> String,
    pub bias: &'static str,
    pub more_units: fn(u32, u32, u32) -> String,
    pub units_before: fn(&str) -> String,
    pub units_after: fn(&str) -> String,
    pub add_layer: &'static str,
    pub remove_layer: &'static str,
    pub add_unit: fn(usize) -> String,
    pub remove_unit: fn(usize) -> String,
    pub legend_negative: &'static str,
    pub legend_positive: &'static str,
    pub dead: fn(&str, &[u32]) -> String,
    pub saturated: fn(&str, &[u32]) -> String,
    pub of_other_settings: &'static str,
    pub unscaled: &'static str,
    pub scale: &'static str,
    pub made_up: &'static str,
    pub made_up_is: &'static str,
    pub standardised: &'static str,

    pub tab_weight: &'static str,
    pub tab_unit: &'static str,
    pub tab_slow: &'static str,
    pub tab_landscape: &'static str,
    pub asking: &'static str,

    pub which_layer: &'static str,
    pub which_from: &'static str,
    pub which_unit: &'static str,
    pub weight_is: fn(&str, &str) -> String,
    pub bias_is: fn(&str, &str) -> String,
    pub batch: fn(u32) -> String,
    pub loss_mean: fn(u32, Loss) -> String,
    pub loss_by_mean: fn(u32) -> String,
    pub value_now: fn(&str) -> String,
    pub gradient_mean: fn(&str) -> String,
    pub gradient_sum: fn(&str, u32) -> String,
    pub added_by: fn(&str) -> String,
    pub part_of_g: &'static str,
    pub cost_of: fn(&str) -> String,
    pub not_in_loss: &'static str,
    pub difference: fn(&str) -> String,
    pub agrees: fn(&str) -> String,
    pub disagrees: fn(&str) -> String,
    pub learning_rate: &'static str,
    pub optimizer_step: fn(OptimizerKind, &str, bool) -> String,
    pub first_moment: &'static str,
    pub second_moment: &'static str,
    pub velocity: &'static str,
    pub mean_square: &'static str,
    pub not_remembered: &'static str,
    pub new_value: fn(&str) -> String,
    pub loss_after: fn(bool) -> &'static str,
    pub loss_after_all: &'static str,
    pub fell: fn(&str) -> String,
    pub unchanged: &'static str,
    pub rose: fn(&str) -> String,
    pub along: fn(bool) -> &'static str,
    pub loss_axis: &'static str,
    pub tangent: &'static str,
    pub formulas: fn(&str) -> String,
    pub without_dropout: &'static str,

    pub unit_name: fn(&str, u32) -> String,
    pub plane_x: &'static str,
    pub plane_y: &'static str,
    pub unit_is: fn(u32, &str) -> String,
    pub unit_map: fn(&str, &str) -> String,

    pub which_row: &'static str,
    pub sample: fn(u32, u32, Option<String>) -> String,
    pub inputs_changed: &'static str,
    pub input_outside: fn(&str, &str, &str, &str) -> String,
    pub beats: [&'static str; 4],
    pub beat_says: [&'static str; 4],
    pub play: &'static str,
    pub pause: &'static str,
    pub next_beat: &'static str,
    pub once_more: &'static str,
    pub from_start: &'static str,
    pub updates_before: fn(u32) -> String,
    pub steepness: fn(&str) -> String,
    pub copy_only: &'static str,
    pub activation: &'static str,
    pub delta: &'static str,
    pub cost: &'static str,
    pub predicted: &'static str,
    pub actual: &'static str,
    pub new_prediction: &'static str,

    pub plane: fn(Plane) -> &'static str,
    pub plane_says: fn(Plane) -> &'static str,
    pub landscape_is: fn(u32, &str, &str, &str) -> String,
    pub landscape_map: &'static str,
    pub no_path: &'static str,
}

impl Language {
    /// The sentences of the look inside.
    pub fn inside(self) -> &'static InsideTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
