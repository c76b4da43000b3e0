//! Many settings tried on the same rows, and judged on the validation rows: test rows are not looked at.

mod grid;
mod lines;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::crew::{Errand, Place};
use super::learner::training_data;
use crate::data::Dataset;
use crate::training::{Config, Settings, SettingsError, Trainer, TrainingData, Trial, TrialResult};

pub use grid::{Grid, GridError, GridField};
pub use lines::{Line, LineError, lines};

/// As many networks are tried at once at most.
pub const MOST_TRIALS: usize = 200;

/// What is asked of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SweepAsk {
    /// Try these settings.
    Begin {
        /// The sweep's number, by which what comes of it is known.
        number: u32,
        /// All of them.
        trials: Vec<Settings>,
    },
    /// Leave the sweep of this number; what is done by then stays told.
    Cancel(u32),
}

/// How far a sweep is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepTold {
    /// Its number.
    pub number: u32,
    /// What each trial came to, in the order they were asked for; none of those that are not done.
    pub results: Vec<Option<TrialResult>>,
    /// The standard deviation of each target, by which errors come back to its unit.
    pub units: Vec<f64>,
    /// Rows that were learnt from, and rows that the errors are of.
    pub rows: (u32, u32),
    /// How much is done, from 0 to 1.
    pub share: f64,
    /// Workers that were at it at once.
    pub workers: u32,
    /// Whether it is over, or was left.
    pub over: bool,
    /// Why it did not begin.
    pub refusal: Option<SweepRefusal>,
}

/// Why a sweep does not begin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SweepRefusal {
    /// There is no data set.
    NoData,
    /// There are no validation rows to judge by.
    NoValidationRows,
    /// None, or more than [`MOST_TRIALS`].
    Count(u32),
    /// A trial has settings that nothing can be trained by.
    Settings(SettingsError),
}

/// A sweep under way.
pub(super) struct Sweep {
    number: u32,
    settings: Vec<Settings>,
    data: Arc<TrainingData>,
    units: Vec<f64>,
    results: Vec<Option<TrialResult>>,
    present: Option<(usize, Box<Trainer>)>,
    /// Trials that others are at, and the share that is done.
    away: BTreeMap<usize, f64>,
    /// Trials that nobody else can do.
    own: Vec<usize>,
    workers: u32,
    waits: bool,
    /// Whether a trial came back that was not told yet.
    untold: bool,
}

impl Sweep {
    pub(super) fn new(
        number: u32,
        settings: Vec<Settings>,
        dataset: Option<&Dataset>,
    ) -> Result<Self, SweepRefusal> {
        let dataset = dataset.ok_or(SweepRefusal::NoData)?;
        if settings.is_empty() || settings.len() > MOST_TRIALS {
            return Err(SweepRefusal::Count(settings.len() as u32));
        }
        if dataset.split.validation.is_empty() {
            return Err(SweepRefusal::NoValidationRows);
        }
        for own in &settings {
            own.check().map_err(SweepRefusal::Settings)?;
        }
        Ok(Self {
            number,
            results: vec![None; settings.len()],
            settings,
            data: Arc::new(training_data(dataset)),
            units: dataset.inputs.target_scaler.sd.clone(),
            present: None,
            away: BTreeMap::new(),
            own: Vec::new(),
            workers: 1,
            waits: false,
            untold: false,
        })
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    pub(super) fn is_over(&self) -> bool {
        self.results.iter().all(Option::is_some)
    }

    /// Whether all that is left is with others.
    pub(super) fn waits(&self) -> bool {
        self.waits
    }

    /// Whether a trial came back since this was asked.
    pub(super) fn takes_note(&mut self) -> bool {
        std::mem::take(&mut self.untold)
    }

    fn next_free(&self) -> Option<usize> {
        let present = self.present.as_ref().map(|(trial, _)| *trial);
        (0..self.results.len()).find(|trial| {
            self.results[*trial].is_none() && present != Some(*trial) && !self.away.contains_key(trial)
        })
    }

    /// One step of training. Says whether a trial ended.
    pub(super) fn step(&mut self) -> bool {
        if self.present.is_none() {
            let Some(trial) = self.next_free() else {
                self.waits = !self.is_over();
                return false;
            };
            self.present = self.begin(trial).map(|trainer| (trial, Box::new(trainer)));
        }
        let Some((trial, trainer)) = &mut self.present else { return false };
        if trainer.step().outcome.is_none() {
            return false;
        }
        self.results[*trial] = trainer.trial_result();
        self.present = None;
        true
    }

    fn begin(&self, trial: usize) -> Option<Trainer> {
        let config: Config = self.settings[trial].check().ok()?;
        Trainer::new(config, Arc::clone(&self.data)).ok()
    }

    pub(super) fn hand_out(&mut self) -> Option<(Place, Errand)> {
        // The first is begun here: who has no others is as quick as ever.
        self.present.as_ref()?;
        let trial = self.next_free().filter(|trial| !self.own.contains(trial))?;
        self.away.insert(trial, 0.0);
        self.workers = self.workers.max(1 + self.away.len() as u32);
        let errand = Errand::Trial(Trial::new(self.settings[trial].clone(), &self.data));
        Some((Place::Trial { sweep: self.number, trial }, errand))
    }

    pub(super) fn expects(&self, trial: usize) -> bool {
        self.away.contains_key(&trial)
    }

    pub(super) fn hears(&mut self, trial: usize, share: f64) {
        self.waits = false;
        if let Some(own) = self.away.get_mut(&trial) {
            *own = share;
        }
    }

    pub(super) fn take_back(&mut self, trial: usize, result: Option<TrialResult>) {
        self.waits = false;
        if self.away.remove(&trial).is_none() {
            return;
        }
        if result.is_none() {
            self.own.push(trial);
        }
        if let Some(place) = self.results.get_mut(trial) {
            *place = result;
            self.untold = true;
        }
    }

    pub(super) fn told(&self, over: bool) -> SweepTold {
        let done = self.results.iter().flatten().count() as f64;
        let present = self.present.as_ref().map_or(0.0, |(_, trainer)| trainer.share_done());
        let under_way = present + self.away.values().sum::<f64>();
        SweepTold {
            number: self.number,
            results: self.results.clone(),
            units: self.units.clone(),
            rows: (self.data.train.len() as u32, self.data.validation.len() as u32),
            share: (done + under_way) / self.results.len().max(1) as f64,
            workers: self.workers,
            over: over || self.is_over(),
            refusal: None,
        }
    }
}

impl SweepTold {
    /// A sweep that does not begin.
    pub(super) fn refused(number: u32, refusal: SweepRefusal) -> Self {
        Self {
            number,
            results: Vec::new(),
            units: Vec::new(),
            rows: (0, 0),
            share: 0.0,
            workers: 0,
            over: true,
            refusal: Some(refusal),
        }
    }
}
