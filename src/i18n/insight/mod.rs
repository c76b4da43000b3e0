//! The sentences of the panel that judges and explains a run. They are apart from the page's, because that panel is
//! fetched later.

mod en;
mod zh;

use super::Language;
use crate::data::Span;
use crate::evaluation::BaselineName;
use crate::forecast::{LeftOut, Recipe};
use crate::session::judge::{Grouping, IntervalKind, Judgement};
use crate::session::subject::Matter;

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct InsightTexts {
    pub title: &'static str,
    pub waits: &'static str,
    pub tab_judge: &'static str,
    pub tab_errors: &'static str,
    pub tab_sure: &'static str,
    pub tab_ahead: &'static str,
    pub tab_made: &'static str,

    pub tab_matters: &'static str,
    pub tab_why: &'static str,
    pub asking: &'static str,
    pub matter: fn(&Matter) -> String,
    pub importance: &'static str,
    pub importance_column: &'static str,
    pub singles: &'static str,
    pub importance_is: fn(u32, &str) -> String,
    pub dependence: &'static str,
    pub dependence_title: fn(&str) -> String,
    pub dependence_is: &'static str,
    pub which_input: &'static str,
    pub choose: &'static str,
    pub nothing_free: &'static str,
    pub single_rows: &'static str,
    pub on_average: &'static str,
    pub local_effects: &'static str,
    pub not_the_world: &'static str,
    pub which_row: &'static str,
    pub row_before: &'static str,
    pub row_after: &'static str,
    pub made_of: fn(&str, &str) -> String,
    pub happened: fn(&str) -> String,
    pub adds: &'static str,
    pub shapley_is: &'static str,
    pub gradients: &'static str,
    pub gap: fn(&str) -> String,
    pub what_if: &'static str,
    pub would_be: fn(&str, &str) -> String,
    pub as_it_was: &'static str,
    pub outside: fn(&str, &str) -> String,

    pub tests: &'static str,
    pub test_name: &'static str,
    pub says: &'static str,
    pub skill_row: fn(&str) -> String,
    pub skill_days: fn(usize, bool) -> String,
    pub diebold_mariano: fn(u32) -> String,
    pub wilcoxon: &'static str,
    pub ljung_box: &'static str,
    pub p_value: fn(f64) -> String,
    pub noise: fn(bool) -> &'static str,
    pub how_judged: &'static str,
    pub figures: &'static str,
    pub figure: &'static str,
    pub when: &'static str,
    pub bias: &'static str,
    pub bias_when: &'static str,
    pub mape_when: &'static str,
    pub smape_when: &'static str,
    pub wape_when: &'static str,
    pub mase_when: &'static str,
    pub cv_rmse_when: &'static str,
    pub nmbe_when: &'static str,
    pub not_here: &'static str,

    pub group_title: fn(Grouping) -> &'static str,
    pub group_axis: fn(Grouping) -> &'static str,
    pub group_name: fn(Grouping, u32) -> String,
    pub rmse_of_model: &'static str,
    pub rmse_of_best: fn(&str) -> String,
    pub residuals_title: &'static str,
    pub residual: &'static str,
    pub autocorrelation_title: &'static str,
    pub lag: &'static str,
    pub worst: &'static str,
    pub row: &'static str,
    pub when_row: &'static str,

    pub interval_kind: fn(IntervalKind) -> &'static str,
    pub promised: &'static str,
    pub held: &'static str,
    pub width: &'static str,
    pub coverage_says: fn(f64, f64, Option<(f64, f64)>) -> String,
    pub interval_title: fn(&str) -> String,
    pub low: &'static str,
    pub high: &'static str,
    pub no_interval: &'static str,

    pub ahead_title: fn(&str, Span) -> String,
    pub assumed: fn(&[String], Span) -> String,
    pub no_ahead: &'static str,
    pub ahead_saved: &'static str,
    pub save: &'static str,

    pub networks: &'static str,
    pub share: &'static str,
    pub part: &'static str,
    pub alone: &'static str,
    pub gate_is: &'static str,
    pub walk_forward: &'static str,
    pub walk_forward_is: &'static str,
    pub stretch: &'static str,
    pub folds: fn(f64, &str) -> String,
    pub left_out: fn(LeftOut) -> Option<&'static str>,
    pub choices: fn(&Recipe) -> Vec<(&'static str, String)>,
    pub choices_title: &'static str,
    pub sees: &'static str,
    pub one_network: &'static str,
    pub share_of: fn(f64) -> String,
    pub method_of: fn(BaselineName) -> String,
    pub headline: fn(&Judgement) -> String,
}

impl Language {
    /// The sentences of the panel that judges and explains.
    pub fn insight(self) -> &'static InsightTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
