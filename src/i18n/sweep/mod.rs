//! The sentences about trying many settings at once.

mod en;
mod zh;

use super::Language;
use crate::session::sweep::SweepRefusal;

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct SweepTexts {
    pub title: &'static str,
    pub intro: &'static str,
    pub seeds: &'static str,
    pub lists: &'static str,
    pub not_a: fn(&str, &str, (f64, f64)) -> String,
    pub nothing_in: fn(&str) -> String,
    pub no_layers: fn(&str) -> String,
    pub too_many: fn(usize, usize) -> String,
    /// How many, and their epochs.
    pub will_try: fn(usize, u32) -> String,
    pub start: fn(usize) -> String,
    pub not_while_training: &'static str,
    pub cancel: &'static str,
    /// Done, of so many, and workers.
    pub under_way: fn(usize, usize, u32) -> String,
    /// Done, of so many, seconds, and workers.
    pub done: fn(usize, usize, f64, u32) -> String,
    pub judged_on: fn(u32, u32) -> String,
    /// No hidden layer.
    pub none: &'static str,
    pub rank: &'static str,
    pub parameters: &'static str,
    pub error: fn(&str) -> String,
    /// From the least to the most of so many seeds.
    pub range: fn(&str, &str, usize) -> String,
    pub diverged: &'static str,
    pub not_done: &'static str,
    pub present: &'static str,
    pub use_it: &'static str,
    pub chance: &'static str,
    pub refusal: fn(&SweepRefusal) -> String,
}

impl Language {
    /// The sentences about trying many settings at once.
    pub fn sweep(self) -> &'static SweepTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
