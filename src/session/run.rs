//! One run: a trainer, and what of it was told.

use std::sync::Arc;

use super::learner::{Learner, learner};
use super::protocol::{Event, Go, Predictions, Progress, RunReport, TrainError};
use super::report;
use crate::data::{Dataset, Table};
use crate::formats::{Model, ModelFile, SCHEMA_VERSION};
use crate::training::{EpochReport, Outcome, Settings};

/// One run.
pub(super) struct Run {
    name: u32,
    dataset: Arc<Dataset>,
    learner: Box<dyn Learner>,
    #[cfg_attr(
        not(any(not(target_arch = "wasm32"), feature = "lab")),
        expect(dead_code, reason = "the lab draws by it")
    )]
    seed: u64,
    /// Where to stand still; `None`: it does.
    going: Option<Go>,
    rows_trained: u64,
    batch_loss: Option<f64>,
    /// Epochs that were not told yet.
    untold: Vec<EpochReport>,
}

impl Run {
    pub(super) fn start(
        name: u32,
        dataset: Arc<Dataset>,
        table: &Table,
        settings: &Settings,
        go: Go,
    ) -> Result<(Self, Event), TrainError> {
        let learner = learner(&dataset, table, settings)?;
        let event = Event::Started {
            run: name,
            parameters: learner.parameters(),
            epochs: learner.epochs(),
            steps_per_epoch: learner.steps_per_epoch(),
            initial_loss: learner.initial_loss(),
        };
        let run = Self {
            name,
            dataset,
            learner,
            seed: settings.seed,
            going: Some(go),
            rows_trained: 0,
            batch_loss: None,
            untold: Vec::new(),
        };
        Ok((run, event))
    }

    /// A run that ended elsewhere; `None` where its settings do not suit the data set.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn adopt(
        name: u32,
        dataset: Arc<Dataset>,
        settings: &Settings,
        outcome: Outcome,
        parameters: Vec<f32>,
    ) -> Option<Self> {
        let learner =
            super::learner::NetworkRun::new(&dataset, settings, Some((parameters, outcome))).ok()?;
        Some(Self {
            name,
            dataset,
            learner: Box::new(learner),
            seed: settings.seed,
            going: None,
            rows_trained: 0,
            batch_loss: None,
            untold: Vec::new(),
        })
    }

    /// What is said of it when it is over; nothing of one that diverged.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn judged(&mut self, table: &Table) -> Option<Event> {
        if matches!(self.learner.outcome(), None | Some(Outcome::Diverged(_))) {
            return None;
        }
        let dataset = Arc::clone(&self.dataset);
        let model = self.model();
        let test = report::predictions(&dataset, &dataset.split.test, self.learner.as_mut())?;
        let judged =
            super::judging::judged(&dataset, table, self.learner.as_mut(), model.as_ref(), &test, self.seed);
        let (verdicts, intervals) = judged
            .targets
            .iter()
            .map(|own| {
                let interval = own.as_ref().and_then(|own| own.interval.as_ref()).map(|skill| skill.interval);
                (own.as_ref().map(|own| own.standing), interval)
            })
            .unzip();
        let panel = postcard::to_stdvec(&judged).ok()?;
        Some(Event::Judged { run: self.name, verdicts, intervals, panel })
    }

    /// Answers a question about one target; `None` where nothing can be said.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn explain(
        &mut self,
        target: usize,
        question: &super::explaining::Question,
    ) -> Option<super::explaining::Explained> {
        let mut subject = self.learner.subject(&self.dataset, target)?;
        let dataset = &self.dataset;
        let targets: Vec<f64> =
            dataset.split.test.iter().map(|&row| dataset.targets[(row, target)]).collect();
        super::answers::explain(&mut subject, &targets, question, self.seed).ok()
    }

    pub(super) fn name(&self) -> u32 {
        self.name
    }

    pub(super) fn is_going(&self) -> bool {
        self.going.is_some()
    }

    pub(super) fn go(&mut self, go: Go) {
        if self.learner.outcome().is_none() {
            self.going = Some(go);
        }
    }

    pub(super) fn pause(&mut self) -> Option<Event> {
        self.going.take().map(|_| self.progress())
    }

    pub(super) fn set_learning_rate(&mut self, learning_rate: f64) {
        self.learner.set_learning_rate(learning_rate);
    }

    pub(super) fn work(&mut self, more: &mut dyn FnMut() -> bool, report: bool) -> Option<Event> {
        while let Some(go) = self.going {
            let step = self.learner.step();
            self.rows_trained += step.rows as u64;
            self.batch_loss = Some(step.loss);
            let epoch_ended = step.epoch.is_some();
            self.untold.extend(step.epoch);
            if step.outcome.is_some() {
                self.going = None;
                return Some(self.ended());
            }
            if go == Go::Step || go == Go::Epoch && epoch_ended {
                self.going = None;
                return Some(self.progress());
            }
            if !more() {
                break;
            }
        }
        (report && self.going.is_some()).then(|| self.progress())
    }

    /// The model as it is; none of a recipe that is not ready.
    pub(super) fn model(&self) -> Option<ModelFile> {
        let inputs = self.dataset.inputs.clone();
        self.learner.model().map(|model| ModelFile { schema_version: SCHEMA_VERSION, inputs, model })
    }

    fn progress(&mut self) -> Event {
        Event::Progress { run: self.name, progress: Box::new(self.how_far()) }
    }

    fn ended(&mut self) -> Event {
        let progress = Box::new(self.how_far());
        let dataset = Arc::clone(&self.dataset);
        let report = RunReport {
            outcome: self.learner.outcome().cloned().unwrap_or(Outcome::Finished),
            test: report::rows(&dataset, crate::session::Part::Test, &self.learner.fit_rows(&dataset)),
            predictions: report::predictions(&dataset, &dataset.split.test, self.learner.as_mut())
                .unwrap_or_else(Predictions::none),
            network: match self.learner.model() {
                Some(Model::Network(network)) => network.parameters().to_vec(),
                _ => Vec::new(),
            },
            parameters: self.learner.parameters(),
            fingerprint: self.learner.fingerprint(),
        };
        Event::Ended { run: self.name, progress, report: Box::new(report) }
    }

    fn how_far(&mut self) -> Progress {
        let dataset = Arc::clone(&self.dataset);
        let watched = report::part_rows(&dataset, report::watched_part(&dataset));
        let (epochs_done, steps_in_epoch) = self.learner.epochs_done();
        Progress {
            epochs_done,
            steps_in_epoch,
            share_done: self.learner.share_done(),
            rows_trained: self.rows_trained,
            batch_loss: self.batch_loss,
            epochs: std::mem::take(&mut self.untold),
            learning_rate: self.learner.learning_rate(),
            paused: self.going.is_none(),
            predictions: report::predictions(&dataset, watched, self.learner.as_mut()),
        }
    }
}
