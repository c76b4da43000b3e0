//! The lessons and the glossary that come with the page.

use super::error::LessonError;
use super::glossary::Glossary;
use super::read::Lesson;

/// A text in every language of the page.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The stem of its file.
    pub name: &'static str,
    /// English.
    pub en: &'static str,
    /// 简体中文.
    pub zh: &'static str,
}

impl Source {
    /// The text in the language of a tag, such as `zh`; English where there is no other.
    pub fn text(&self, tag: &str) -> &'static str {
        match tag {
            "zh" => self.zh,
            _ => self.en,
        }
    }
}

/// The text of a file in both languages: one that is missing does not compile.
macro_rules! source {
    ($name:literal) => {
        Source {
            name: $name,
            en: include_str!(concat!("../../static/lessons/en/", $name, ".md")),
            zh: include_str!(concat!("../../static/lessons/zh/", $name, ".md")),
        }
    };
}

/// The lessons, the first one first.
pub const LESSONS: &[Source] = &[
    source!("01-model"),
    source!("02-loss"),
    source!("03-gradient"),
    source!("04-learning-rate"),
    source!("05-layers"),
    source!("06-data"),
    source!("07-overfitting"),
    source!("08-optimisers"),
    source!("09-testing"),
    source!("10-carbon"),
];

/// The glossary.
pub const GLOSSARY: Source = source!("glossary");

/// All lessons in the language of a tag.
///
/// # Errors
/// The first line that is not as it should be (a test reads them all).
pub fn lessons(tag: &str) -> Result<Vec<Lesson>, LessonError> {
    (1..).zip(LESSONS).map(|(number, source)| Lesson::parse(number, source.text(tag))).collect()
}

/// The glossary in the language of a tag.
///
/// # Errors
/// The first line that is not as it should be (a test reads it).
pub fn glossary(tag: &str) -> Result<Glossary, LessonError> {
    Glossary::parse(GLOSSARY.text(tag))
}
