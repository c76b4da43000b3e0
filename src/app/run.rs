//! The run that is on the page.

use std::rc::Rc;

use super::state::SecondTable;

use crate::evaluation::Interval;
use crate::session::judge::Standing;
use crate::session::{Predictions, Progress, RunReport, TrainError};
use crate::training::{EpochReport, Settings};

/// What a run is doing.
#[derive(Clone, Debug, PartialEq)]
pub enum RunState {
    /// There is none yet.
    Idle,
    /// It trains.
    Running,
    /// It stands still.
    Paused,
    /// It came to its end, or stopped early.
    Finished(Rc<RunReport>),
    /// Its loss exploded; the last good weights are back.
    Diverged(Rc<RunReport>),
    /// It could not begin or was lost.
    Failed(RunFailure),
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq)]
pub enum RunFailure {
    /// It could not begin.
    Refused(TrainError),
    /// The worker died.
    Lost,
}

/// The run on the page and what it has shown so far.
#[derive(Clone, Debug, PartialEq)]
pub struct RunView {
    /// Its name in messages; 0 before the first.
    pub id: u32,
    /// What it is doing.
    pub state: RunState,
    /// The settings it began with.
    pub settings: Settings,
    /// The present α.
    pub learning_rate: f64,
    /// Weights and biases.
    pub parameters: Option<u32>,
    /// The training loss before the first step.
    pub initial_loss: Option<f64>,
    /// Epochs in all.
    pub epochs: u32,
    /// How much of it is done, from 0 to 1.
    pub share_done: f64,
    /// Steps in an epoch.
    pub steps_per_epoch: u32,
    /// Whole epochs done.
    pub epochs_done: u32,
    /// Steps done in the epoch under way.
    pub steps_in_epoch: u32,
    /// The loss of the last batch.
    pub batch_loss: Option<f64>,
    /// The loss of each epoch.
    pub history: Rc<Vec<EpochReport>>,
    /// The losses of the run before.
    pub previous: Option<Rc<Vec<EpochReport>>>,
    /// The latest predictions for the watched rows.
    pub predictions: Option<Rc<Predictions>>,
    /// What is said of it when it is over.
    pub judged: Option<Rc<Judgements>>,
    /// What was answered about it, the latest of each kind.
    pub answers: Vec<(u8, Rc<[u8]>)>,
    /// How fast it is.
    pub speed: Speed,
    /// A second table that its network predicts.
    pub second: SecondTable,
    /// Whether it was taken up from what was put aside: its figures were seen before.
    pub taken_up: bool,
}

/// What is said of a run when it is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgements {
    /// How each target's model stands beside the best simple method.
    pub verdicts: Vec<Option<Standing>>,
    /// The 95 % interval of each target's skill.
    pub intervals: Vec<Option<Interval>>,
    /// All else, for the panel that the lab draws.
    pub panel: Vec<u8>,
}

/// Rows per second over the time that a run was really going.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Speed {
    rows: u64,
    seen_ms: Option<f64>,
    going_ms: f64,
}

impl Speed {
    /// The clock starts; so many seconds went before.
    pub fn start(&mut self, now_ms: f64, seconds: f64) {
        self.going_ms = seconds * 1000.0;
        self.seen_ms = Some(now_ms);
    }

    /// So many rows were trained on up to now.
    pub fn heard(&mut self, rows_trained: u64, now_ms: f64) {
        if let Some(seen) = self.seen_ms {
            self.going_ms += (now_ms - seen).max(0.0);
        }
        self.seen_ms = Some(now_ms);
        self.rows = rows_trained;
    }

    /// The clock stands still.
    pub fn stop(&mut self) {
        self.seen_ms = None;
    }

    /// Rows per second so far.
    pub fn rows_per_second(&self) -> Option<f64> {
        (self.rows > 0 && self.going_ms > 0.0).then(|| self.rows as f64 / self.going_ms * 1000.0)
    }

    /// Seconds that the run was really going.
    pub fn seconds(&self) -> f64 {
        self.going_ms / 1000.0
    }
}

impl Default for RunView {
    fn default() -> Self {
        Self {
            id: 0,
            state: RunState::Idle,
            settings: Settings::default(),
            learning_rate: Settings::default().learning_rate,
            parameters: None,
            initial_loss: None,
            epochs: 0,
            share_done: 0.0,
            steps_per_epoch: 0,
            epochs_done: 0,
            steps_in_epoch: 0,
            batch_loss: None,
            history: Rc::default(),
            previous: None,
            predictions: None,
            judged: None,
            answers: Vec::new(),
            speed: Speed::default(),
            second: SecondTable::None,
            taken_up: false,
        }
    }
}

impl RunView {
    /// Whether it trains right now.
    pub fn is_running(&self) -> bool {
        self.state == RunState::Running
    }

    /// Whether it can go on.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, RunState::Running | RunState::Paused)
    }

    /// Its result, if it came to one. A run that diverged has none: what it left is not put to the test.
    pub fn report(&self) -> Option<&Rc<RunReport>> {
        match &self.state {
            RunState::Finished(report) => Some(report),
            _ => None,
        }
    }

    /// Seconds to the end at the present speed, without early stopping.
    pub fn seconds_left(&self) -> Option<f64> {
        let done = self.share_done;
        // What is done, and still under way, is the last look at all rows; nobody knows how long that takes.
        (self.is_running() && done > 0.0 && done < 1.0).then(|| self.speed.seconds() * (1.0 - done) / done)
    }

    /// The epoch with the least validation loss (or training loss, without validation rows).
    pub fn best_epoch(&self) -> Option<&EpochReport> {
        let loss = |epoch: &EpochReport| epoch.validation_loss.unwrap_or(epoch.train_loss);
        self.history
            .iter()
            .filter(|epoch| loss(epoch).is_finite())
            .min_by(|left, right| loss(left).total_cmp(&loss(right)))
    }

    /// Takes over what the worker said of its progress.
    pub fn progress(&mut self, progress: &Progress, now_ms: f64) {
        self.epochs_done = progress.epochs_done;
        self.steps_in_epoch = progress.steps_in_epoch;
        self.share_done = progress.share_done;
        self.batch_loss = progress.batch_loss;
        self.learning_rate = progress.learning_rate;
        self.speed.heard(progress.rows_trained, now_ms);
        if !progress.epochs.is_empty() {
            Rc::make_mut(&mut self.history).extend(progress.epochs.iter().cloned());
        }
        self.predictions = progress.predictions.clone().map(Rc::new);
    }
}
