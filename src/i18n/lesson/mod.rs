//! The sentences around the lessons; the lessons' own texts are files.

mod en;
mod zh;

use super::Language;
use crate::lesson::{Fact, Hideable, View};

/// All of them in one language.
#[expect(missing_docs, reason = "a field is named by its sentence, which stands in the language's file")]
pub struct LessonTexts {
    pub lessons: &'static str,
    pub lesson_of: fn(u32, usize) -> String,
    pub close: &'static str,
    pub guess_first: &'static str,
    pub right: &'static str,
    pub not_quite: &'static str,
    pub tasks: &'static str,
    pub done: &'static str,
    pub open: &'static str,
    pub your_number: &'static str,
    pub check: &'static str,
    pub hint: &'static str,
    pub remember: &'static str,
    pub practice: &'static str,
    pub show: fn(View) -> &'static str,
    pub if_you_like: &'static str,
    pub open_data: fn(&str) -> String,
    pub next: &'static str,
    pub all_done: &'static str,
    pub again: &'static str,
    pub count: fn(u32, u32) -> String,
    pub number: fn(Fact, f64, &str, f64) -> String,
    pub missed: fn(f64) -> String,
    pub not_a_number: fn(&str) -> String,
    pub kept_here: &'static str,
    pub not_kept: &'static str,
    pub own_table: &'static str,
    pub begin: &'static str,
    pub setting_up: &'static str,
    pub no_such_lesson: fn(&str) -> String,
    pub no_such_part: fn(&[String]) -> String,
    pub part: fn(Hideable) -> &'static str,
    pub needed: fn(&[&str]) -> String,
    pub glossary: &'static str,
    pub back: &'static str,
    pub to_lesson: &'static str,
}

impl Language {
    /// The sentences around the lessons.
    pub fn lesson(self) -> &'static LessonTexts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}
