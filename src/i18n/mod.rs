//! Every sentence a person reads, one file a language, as fields of one struct: a missing translation does not compile.

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod about;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod act;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod carry;
mod en;
pub mod format;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod inside;
mod insight;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod lesson;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod proof;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod sweep;
mod texts;
mod zh;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use about::AboutTexts;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use act::{ActTexts, Story};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use carry::CarryTexts;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use inside::InsideTexts;
pub use insight::InsightTexts;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use lesson::LessonTexts;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use proof::ProofTexts;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use sweep::SweepTexts;
pub use texts::{Term, TermText, Texts, Verdict};

use serde::{Deserialize, Serialize};

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese (simplified).
    Zh,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The one that it is not.
    pub fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }

    /// Its tag in links and for the document.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The language of a tag such as `zh`, `zh-CN` or `en-GB`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag() == primary)
    }

    /// The first of a browser's languages that the page speaks; English where it speaks none.
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::from_tag).unwrap_or_default()
    }

    /// Its sentences.
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::En => &en::TEXTS,
            Self::Zh => &zh::TEXTS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_languages_choose() {
        assert_eq!(Language::preferred(["fr-FR", "zh-Hant-TW", "en"]), Language::Zh);
        assert_eq!(Language::preferred(["de"]), Language::En);
        assert_eq!(Language::preferred([]), Language::En);
    }

    /// A network without hidden layers is the line that it is compared with: nobody is told of a chance difference of 0 %.
    #[test]
    fn what_is_equally_good_is_called_so() {
        use crate::evaluation::BaselineName;
        use crate::session::judge::Standing;
        let says = |language: Language, skill: f64, judged: Option<Standing>| {
            let judged = judged.map(|standing| (standing, None));
            (language.texts().verdict)(&Verdict { best: BaselineName::Linear, skill, judged })
        };
        for skill in [-0.004, 0.0, 0.004] {
            for judged in [None, Some(Standing::NoBetter)] {
                assert!(says(Language::En, skill, judged).contains("equally good"), "{skill} {judged:?}");
                assert!(says(Language::Zh, skill, judged).contains("同样好"), "{skill} {judged:?}");
            }
            // Where the test is sure, a small difference is one.
            assert!(says(Language::En, skill, Some(Standing::Worse)).contains("is better"), "{skill}");
        }
        assert!(says(Language::En, 0.02, Some(Standing::NoBetter)).contains("may be chance"));
        assert!(says(Language::Zh, 0.02, Some(Standing::NoBetter)).contains("偶然"));
    }
}
