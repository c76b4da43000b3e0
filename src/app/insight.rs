//! What the panel that judges and explains a run is about. The lab draws it; the page passes on what the lab's worker
//! said of the run, unread.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::run::Judgements;
use super::state::AppState;
use crate::data::Span;
use crate::i18n::Language;
use crate::session::Judged;
use crate::session::explaining::Explained;

/// The panel as the page knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Insight {
    /// What the page adds.
    pub header: Header,
    /// What is said of the run.
    pub judged: Rc<Judgements>,
    /// What was answered.
    pub answers: Vec<(u8, Rc<[u8]>)>,
}

/// What the page adds to what is said of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The language.
    pub language: Language,
    /// Whether an example is loaded, which is said on each chart.
    pub example: bool,
    /// Which target.
    pub target: u32,
    /// How often figures of the test rows were shown.
    pub looks: u32,
    /// How far ahead the forecast is.
    pub horizon: Option<Span>,
}

/// What a person does in the panel that others have to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InsightAction {
    /// Something is asked about the run: a [`Question`](crate::session::explaining::Question) in postcard, for the lab.
    Asked(Vec<u8>),
}

impl Insight {
    /// The panel of a page; none before a run is judged.
    pub fn of(state: &AppState) -> Option<Self> {
        let judged = Rc::clone(state.run.judged.as_ref()?);
        let header = Header {
            language: state.language,
            example: state.data.example().is_some(),
            target: state.target as u32,
            looks: state.test_looks,
            horizon: state.data.spec.as_ref().filter(|spec| spec.time.is_some()).map(|spec| spec.horizon),
        };
        Some(Self { header, judged, answers: state.run.answers.clone() })
    }

    /// As bytes: the header, what is said, and each answer.
    ///
    /// # Errors
    /// None in practice.
    pub fn write(&self) -> postcard::Result<Vec<u8>> {
        let mut bytes = postcard::to_stdvec(&self.header)?;
        bytes.extend_from_slice(&self.judged.panel);
        self.answers.iter().for_each(|(_, answer)| bytes.extend_from_slice(answer));
        Ok(bytes)
    }

    /// All of it, from bytes.
    ///
    /// # Errors
    /// Bytes that are neither.
    pub fn read(bytes: &[u8]) -> postcard::Result<(Header, Judged, Vec<Explained>)> {
        let (header, rest) = postcard::take_from_bytes(bytes)?;
        let (judged, mut rest) = postcard::take_from_bytes(rest)?;
        let mut answers = Vec::new();
        while !rest.is_empty() {
            let (answer, behind) = postcard::take_from_bytes(rest)?;
            answers.push(answer);
            rest = behind;
        }
        Ok((header, judged, answers))
    }
}
