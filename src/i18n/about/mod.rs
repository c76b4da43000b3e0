//! The sentences about the page itself: what it is made of, and how it is there without a network.

mod en;
mod zh;

use super::Language;

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct AboutTexts {
    pub about: &'static str,
    pub version: fn(&str, Option<&str>) -> String,
    pub take: fn(&str) -> String,
    pub take_is: &'static str,
    /// Alone in its file.
    pub is_alone: &'static str,
    pub is_coming: &'static str,
    pub is_kept: &'static str,
    pub is_impossible: &'static str,
    pub has_failed: fn(&str) -> String,
    pub new_version: &'static str,
    pub not_now: &'static str,
    pub open_new: &'static str,
    pub licence: &'static str,
    pub data: &'static str,
    pub grids: &'static str,
    pub grid_sources: [&'static str; 4],
    pub limits: &'static str,
    /// What is refused beyond, with a sentence where it happens.
    pub limits_are: fn() -> Vec<String>,
    pub crates: &'static str,
    pub crates_are: fn(usize) -> String,
    pub crate_name: &'static str,
    pub crate_version: &'static str,
    pub crate_licence: &'static str,
    pub text_of: fn(&str) -> String,
    pub loading: &'static str,
    pub missing: fn(&str) -> String,
    pub close: &'static str,
}

impl Language {
    /// The sentences about the page itself.
    pub fn about(self) -> &'static AboutTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
