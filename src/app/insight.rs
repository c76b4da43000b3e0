//! What the panel that judges and explains a run is about. The lab draws it; the page passes on what the lab's worker
//! said of the run, unread.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::run::Judgements;
use super::state::AppState;
use crate::data::Span;
use crate::i18n::Language;
use crate::session::Judged;

/// The panel as the page knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Insight {
    /// What the page adds.
    pub header: Header,
    /// What is said of the run.
    pub judged: Rc<Judgements>,
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
    /// How far ahead the forecast is.
    pub horizon: Option<Span>,
}

/// What a person does in the panel that others have to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InsightAction {}

impl Insight {
    /// The panel of a page; none before a run is judged.
    pub fn of(state: &AppState) -> Option<Self> {
        let judged = Rc::clone(state.run.judged.as_ref()?);
        let header = Header {
            language: state.language,
            example: state.data.example().is_some(),
            target: state.target as u32,
            horizon: state.data.spec.as_ref().filter(|spec| spec.time.is_some()).map(|spec| spec.horizon),
        };
        Some(Self { header, judged })
    }

    /// As bytes: the header, then what is said.
    ///
    /// # Errors
    /// None in practice.
    pub fn write(&self) -> postcard::Result<Vec<u8>> {
        let mut bytes = postcard::to_stdvec(&self.header)?;
        bytes.extend_from_slice(&self.judged.panel);
        Ok(bytes)
    }

    /// The header and what is said, from bytes.
    ///
    /// # Errors
    /// Bytes that are neither.
    pub fn read(bytes: &[u8]) -> postcard::Result<(Header, Judged)> {
        let (header, rest) = postcard::take_from_bytes(bytes)?;
        Ok((header, postcard::from_bytes(rest)?))
    }
}
