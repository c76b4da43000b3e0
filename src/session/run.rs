//! One run: a trainer, and what of it was told.

use std::sync::Arc;

use super::protocol::{Event, Go, Progress, RunReport, TrainError};
use super::report;
use crate::data::Dataset;
use crate::formats::{ModelFile, SCHEMA_VERSION};
use crate::training::{EpochReport, Settings, Trainer, TrainingData};

/// One run.
pub(super) struct Run {
    name: u32,
    dataset: Arc<Dataset>,
    trainer: Trainer,
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
        settings: &Settings,
        go: Go,
    ) -> Result<(Self, Event), TrainError> {
        let config = settings.check()?;
        let rows = |rows: &[usize]| dataset.features.select(ndarray::Axis(0), rows);
        let targets = |rows: &[usize]| dataset.scaled_targets.select(ndarray::Axis(0), rows);
        let data = TrainingData {
            x_train: rows(&dataset.split.train),
            y_train: targets(&dataset.split.train),
            x_validation: rows(&dataset.split.validation),
            y_validation: targets(&dataset.split.validation),
        };
        let trainer =
            Trainer::new(config, Arc::new(data)).map_err(|_no_rows| TrainError::PatienceWithoutValidation)?;
        let event = Event::Started {
            run: name,
            parameters: trainer.network().parameters().len() as u32,
            steps_per_epoch: trainer.steps_per_epoch() as u32,
            initial_loss: trainer.initial_loss(),
        };
        let run = Self {
            name,
            dataset,
            trainer,
            going: Some(go),
            rows_trained: 0,
            batch_loss: None,
            untold: Vec::new(),
        };
        Ok((run, event))
    }

    pub(super) fn name(&self) -> u32 {
        self.name
    }

    pub(super) fn is_going(&self) -> bool {
        self.going.is_some()
    }

    pub(super) fn go(&mut self, go: Go) {
        if self.trainer.outcome().is_none() {
            self.going = Some(go);
        }
    }

    pub(super) fn pause(&mut self) -> Option<Event> {
        self.going.take().map(|_| self.progress())
    }

    pub(super) fn set_learning_rate(&mut self, learning_rate: f64) {
        self.trainer.set_learning_rate(learning_rate);
    }

    pub(super) fn work(&mut self, more: &mut dyn FnMut() -> bool, report: bool) -> Option<Event> {
        while let Some(go) = self.going {
            let step = self.trainer.step();
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

    pub(super) fn model(&self) -> ModelFile {
        ModelFile {
            schema_version: SCHEMA_VERSION,
            inputs: self.dataset.inputs.clone(),
            network: self.trainer.network().clone(),
        }
    }

    fn progress(&mut self) -> Event {
        Event::Progress { run: self.name, progress: Box::new(self.how_far()) }
    }

    fn ended(&mut self) -> Event {
        let progress = Box::new(self.how_far());
        let dataset = Arc::clone(&self.dataset);
        let report = RunReport {
            outcome: self.trainer.outcome().cloned().unwrap_or(crate::training::Outcome::Finished),
            test: report::rows(&dataset, crate::session::Part::Test),
            predictions: report::predictions(&dataset, &dataset.split.test, &mut self.trainer),
            parameters: self.trainer.network().parameters().len() as u32,
            fingerprint: self.trainer.network().fingerprint(),
        };
        Event::Ended { run: self.name, progress, report: Box::new(report) }
    }

    fn how_far(&mut self) -> Progress {
        let dataset = Arc::clone(&self.dataset);
        let watched = report::part_rows(&dataset, report::watched_part(&dataset));
        Progress {
            epochs_done: self.trainer.epochs_done(),
            steps_in_epoch: self.trainer.steps_in_epoch(),
            rows_trained: self.rows_trained,
            batch_loss: self.batch_loss,
            epochs: std::mem::take(&mut self.untold),
            learning_rate: self.trainer.learning_rate(),
            paused: self.going.is_none(),
            predictions: report::predictions(&dataset, watched, &mut self.trainer),
        }
    }
}
