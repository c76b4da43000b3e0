//! What the panel that judges and explains a run is about. The lab draws it; the page passes on what the lab's worker
//! said of the run, unread.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::run::{Judgements, RunState};
use super::state::{AppState, DatasetState, Lab};
use crate::data::DataSpec;
use crate::i18n::Language;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::session::Judged;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::session::explaining::Explained;
use crate::session::{Example, Go};
use crate::training::{EpochReport, Outcome, Settings};

/// The panel as the page knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Insight {
    /// What the page adds.
    pub header: Header,
    /// What is said of the run.
    pub judged: Option<Rc<Judgements>>,
    /// What was answered.
    pub answers: Vec<(u8, Rc<[u8]>)>,
}

/// What the page adds to what is said of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The language.
    pub language: Language,
    /// The example that is loaded, which is said on each chart.
    pub example: Option<Example>,
    /// Which target.
    pub target: u32,
    /// How often figures of the test rows were shown.
    pub looks: u32,
    /// The choice of columns, where its data set is ready, in the worker too.
    pub spec: Option<DataSpec>,
    /// Inputs of the network.
    pub inputs: u32,
    /// The settings of the next run.
    pub form: Settings,
    /// How often the worker was started again: what was asked before that is not answered any more.
    pub restarts: u32,
    /// The run; its settings are those that it began with.
    pub run: RunHeader,
    /// The parts of the link that are about lessons, as they stand.
    pub lesson: Vec<String>,
}

/// What the panel has to know of the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunHeader {
    /// Its name; it is not the last one where nothing ran.
    pub id: u32,
    /// Whether it trains right now.
    pub running: bool,
    /// Whether it has begun and not ended: it trains or stands still.
    pub under_way: bool,
    /// Its settings.
    pub settings: Settings,
    /// The present α.
    pub learning_rate: f64,
    /// Epochs done, and steps in the one under way.
    pub done: (u32, u32),
    /// Its losses.
    pub history: Vec<EpochReport>,
    /// How it ended, where it did.
    pub outcome: Option<Outcome>,
    /// Seconds that it was really going.
    pub seconds: f64,
}

/// What a person does in the panel that others have to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InsightAction {
    /// Something is asked about the run: a [`Question`](crate::session::explaining::Question) in postcard, for the lab.
    Asked(Vec<u8>),
    /// A link is followed: other settings, another example. It names no language, which may have been changed since it was drawn.
    Followed(String),
    /// Another choice of columns and split.
    Chosen(Box<DataSpec>),
    /// The run goes on, or another begins.
    Went(Go),
    /// A run that is kept comes back.
    Reopened {
        /// Its name in messages.
        name: u32,
        /// Its choice of columns and split.
        spec: Box<DataSpec>,
        /// Its settings.
        settings: Box<Settings>,
    },
    /// What is kept in this browser under this name is opened.
    WorkOpened(u64),
}

impl Header {
    /// Whether all that is new since another is how far the same run has come.
    pub fn only_goes_on_from(&self, other: &Self) -> bool {
        let (run, before) = (&self.run, &other.run);
        let of =
            |header: &Self| (header.language, header.example, header.target, header.looks, header.restarts);
        of(self) == of(other)
            && self.spec == other.spec
            && self.form == other.form
            && self.lesson == other.lesson
            && (run.id, run.running, run.under_way) == (before.id, before.running, before.under_way)
            && run.outcome == before.outcome
    }
}

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
impl Header {
    /// What every chart is marked with, where the table is not a person's own.
    pub fn badge(&self) -> Option<String> {
        self.example.map(|example| self.language.texts().badge(example).to_owned())
    }
}

impl Insight {
    /// The panel of a page; none before a run is judged.
    pub fn of(state: &AppState) -> Option<Self> {
        if state.lab != Lab::InCharge {
            return None;
        }
        let run = &state.run;
        let ended = match &run.state {
            RunState::Finished(report) | RunState::Diverged(report) => Some(report.outcome.clone()),
            _ => None,
        };
        let header = Header {
            language: state.language,
            example: state.data.example(),
            target: state.target as u32,
            looks: state.test_looks,
            restarts: state.restarts,
            spec: state
                .data
                .spec
                .clone()
                .filter(|_| matches!(state.data.dataset, DatasetState::Ready(_)) && !state.data.unread),
            inputs: state.data.shown.as_ref().map_or(0, |shown| shown.features.len() as u32),
            form: state.form.settings.clone(),
            run: RunHeader {
                id: run.id,
                running: run.is_running(),
                under_way: run.is_under_way(),
                settings: run.settings.clone(),
                learning_rate: run.learning_rate,
                done: (run.epochs_done, run.steps_in_epoch),
                history: run.history.to_vec(),
                outcome: ended,
                seconds: run.speed.seconds(),
            },
            lesson: state.lesson.clone(),
        };
        Some(Self { header, judged: run.judged.clone(), answers: run.answers.clone() })
    }

    /// Whether all that is new since another is how far the same run has come. What was said and answered in between must be heard:
    /// a later answer may stand in the place of one that ended something.
    pub fn only_goes_on_from(&self, other: &Self) -> bool {
        self.header.only_goes_on_from(&other.header)
            && self.judged == other.judged
            && self.answers == other.answers
    }

    /// As bytes: the header, what is said, and each answer.
    ///
    /// # Errors
    /// None in practice.
    pub fn write(&self) -> postcard::Result<Vec<u8>> {
        let mut bytes = postcard::to_stdvec(&self.header)?;
        match &self.judged {
            // As postcard writes an option.
            Some(judged) => {
                bytes.push(1);
                bytes.extend_from_slice(&judged.panel);
            }
            None => bytes.push(0),
        }
        self.answers.iter().for_each(|(_, answer)| bytes.extend_from_slice(answer));
        Ok(bytes)
    }

    /// The header, from bytes, and the bytes of what was said and answered: the lab reads what the page writes.
    ///
    /// # Errors
    /// Bytes that are no header.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn read(bytes: &[u8]) -> postcard::Result<(Header, &[u8])> {
        postcard::take_from_bytes(bytes)
    }

    /// What was said of a run, from the bytes behind the header, and the bytes of what was answered.
    ///
    /// # Errors
    /// Bytes that are no judgement.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn read_judged(bytes: &[u8]) -> postcard::Result<(Option<Judged>, &[u8])> {
        postcard::take_from_bytes(bytes)
    }

    /// What was answered, from the bytes behind that.
    ///
    /// # Errors
    /// Bytes that are no answers.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn read_answers(mut bytes: &[u8]) -> postcard::Result<Vec<Explained>> {
        let mut answers = Vec::new();
        while !bytes.is_empty() {
            let (answer, behind) = postcard::take_from_bytes(bytes)?;
            answers.push(answer);
            bytes = behind;
        }
        Ok(answers)
    }
}
