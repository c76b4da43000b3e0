//! One run: a trainer, and what of it was told.

use std::sync::Arc;

use super::learner::{Learner, learner};
use super::protocol::{Event, Go, Predictions, Progress, RunReport, TrainError};
use super::report;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use super::{
    answers,
    crew::Member,
    explaining::{Explained, Question},
    inside,
    kept::{Kept, KeptRun, ToldRun},
    learner::NetworkRun,
    protocol::ResumeError,
    recipe_run::RecipeRun,
    walk::Walk,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::data::DataSpec;
use crate::data::{Dataset, Table};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::forecast::{MemberErrand, TrainedMember};
use crate::formats::{Model, ModelFile, SCHEMA_VERSION};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::formats::{RunState, SavedRun};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::training::Method;
use crate::training::{EpochReport, Outcome, Settings};

/// One run.
pub(super) struct Run {
    name: u32,
    dataset: Arc<Dataset>,
    learner: Box<dyn Learner>,
    #[cfg_attr(
        not(any(not(target_arch = "wasm32"), feature = "lab")),
        expect(dead_code, reason = "the lab judges by it")
    )]
    settings: Settings,
    /// Where to stand still; `None`: it does.
    going: Option<Go>,
    rows_trained: u64,
    /// Seconds that it was really training, as whoever has a clock says.
    seconds: f64,
    batch_loss: Option<f64>,
    /// Whether all that is left to do is with other workers.
    waits: bool,
    /// Epochs that were not told yet.
    untold: Vec<EpochReport>,
    /// All epochs.
    history: Vec<EpochReport>,
    /// The same run once more, where it ended elsewhere: for what its optimiser remembers and for its path.
    repeated: Option<Box<dyn Learner>>,
    /// Whether its optimiser remembers what the run left with it.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    remembers: bool,
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
        let run = Self {
            name,
            dataset,
            learner,
            settings: settings.clone(),
            going: Some(go),
            rows_trained: 0,
            seconds: 0.0,
            batch_loss: None,
            waits: false,
            untold: Vec::new(),
            history: Vec::new(),
            repeated: None,
            #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
            remembers: true,
        };
        let event = run.begun();
        Ok((run, event))
    }

    /// What is told of a run that begins.
    fn begun(&self) -> Event {
        Event::Started {
            run: self.name,
            parameters: self.learner.parameters(),
            epochs: self.learner.epochs(),
            steps_per_epoch: self.learner.steps_per_epoch(),
            initial_loss: self.learner.initial_loss(),
            seconds: self.seconds,
        }
    }

    /// So much time went into it.
    pub(super) fn spend(&mut self, seconds: f64) {
        self.seconds += seconds;
    }

    /// The time that went into it, in seconds.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn seconds(&self) -> f64 {
        self.seconds
    }

    /// A run that ended elsewhere; `None` where its settings do not suit the data set.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn adopt(
        name: u32,
        dataset: Arc<Dataset>,
        settings: &Settings,
        outcome: Outcome,
        (parameters, history, seconds): (Vec<f32>, Vec<EpochReport>, f64),
    ) -> Option<Self> {
        let learner = NetworkRun::new(&dataset, settings, Some((parameters, outcome))).ok()?;
        let repeated = NetworkRun::new(&dataset, settings, None).ok()?;
        Some(Self {
            name,
            dataset,
            learner: Box::new(learner),
            settings: settings.clone(),
            going: None,
            rows_trained: 0,
            seconds,
            batch_loss: None,
            waits: false,
            untold: Vec::new(),
            history,
            repeated: Some(Box::new(repeated)),
            remembers: false,
        })
    }

    /// A run that was put aside; it stands still where it stood.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn resume(
        name: u32,
        dataset: Arc<Dataset>,
        table: &Table,
        saved: SavedRun,
    ) -> Result<Self, ResumeError> {
        if saved.inputs != dataset.inputs {
            return Err(ResumeError::OtherInputs);
        }
        let outcome = saved.outcome.clone();
        let mut history = saved.history;
        let learner: Box<dyn Learner> = match saved.state {
            RunState::Network(checkpoint) => {
                Box::new(NetworkRun::resume(&dataset, &saved.settings, *checkpoint)?)
            }
            RunState::Recipe(works) => {
                let run = RecipeRun::resume(&dataset, table, &saved.settings, (works, outcome))
                    .map_err(|error| error.map_or(ResumeError::DoesNotFit, ResumeError::Recipe))?;
                history.truncate(run.epochs_done().0 as usize);
                Box::new(run)
            }
        };
        let code = |outcome: Option<&Outcome>| outcome.map(Outcome::code);
        if learner.fingerprint() != saved.fingerprint
            || code(learner.outcome()) != code(saved.outcome.as_ref())
        {
            return Err(ResumeError::DoesNotFit);
        }
        Ok(Self {
            name,
            dataset,
            learner,
            settings: saved.settings,
            going: None,
            rows_trained: saved.rows_trained,
            seconds: saved.seconds,
            batch_loss: None,
            waits: false,
            untold: history.clone(),
            history,
            repeated: None,
            remembers: true,
        })
    }

    /// The run as it stands, to be gone on with elsewhere.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn save(&mut self) -> SavedRun {
        let (state, epochs) = self.learner.save();
        let mut history = self.history.clone();
        history.truncate(epochs.unwrap_or(usize::MAX));
        let outcome = self.learner.outcome().cloned();
        let test = outcome.as_ref().and_then(|_| self.test().map(|test| test.metrics));
        SavedRun {
            settings: self.settings.clone(),
            inputs: self.dataset.inputs.clone(),
            state,
            history,
            rows_trained: self.rows_trained,
            seconds: self.seconds,
            outcome,
            fingerprint: self.learner.fingerprint(),
            test,
        }
    }

    /// What it says of the test rows.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn test(&mut self) -> Option<Predictions> {
        let dataset = Arc::clone(&self.dataset);
        report::predictions(&dataset, &dataset.split.test, self.learner.as_mut())
    }

    /// What is told of a run that was taken up: what it is, and how far, or how it ended.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn told(&mut self) -> [Event; 2] {
        let begun = self.begun();
        [begun, if self.learner.outcome().is_some() { self.ended() } else { self.progress() }]
    }

    /// Repeats a run that ended elsewhere, for as long as `more` says so. The same seed leads to the same bits; where it
    /// does not, because α was changed on the way, what the run left stays as it came.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn repeat(&mut self, more: &mut dyn FnMut() -> bool) {
        while let Some(repeated) = &mut self.repeated {
            if repeated.step().outcome.is_some() {
                let alike = repeated.fingerprint() == self.learner.fingerprint();
                if let Some(repeated) = self.repeated.take().filter(|_| alike) {
                    self.learner = repeated;
                    self.remembers = true;
                }
            } else if !more() {
                break;
            }
        }
    }

    /// Looks inside.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn look(&self, look: &inside::Look) -> inside::Seen {
        match inside::look(look, self.learner.as_ref(), &self.dataset, self.settings.seed) {
            inside::Seen::Weight { found, .. } => inside::Seen::Weight { found, remembered: self.remembers },
            seen => seen,
        }
    }

    /// What is said of it when it is over; nothing of one that diverged.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn judged(&mut self, table: &Table, spec: &DataSpec) -> Option<(Event, KeptRun)> {
        if matches!(self.learner.outcome(), None | Some(Outcome::Diverged(_))) {
            return None;
        }
        let dataset = Arc::clone(&self.dataset);
        let model = self.model();
        let test = report::predictions(&dataset, &dataset.split.test, self.learner.as_mut())?;
        let judged = super::judging::judged(
            &dataset,
            table,
            self.learner.as_mut(),
            model.as_ref(),
            &test,
            self.settings.seed,
        );
        let (verdicts, intervals) = judged
            .targets
            .iter()
            .map(|own| {
                let interval = own.as_ref().and_then(|own| own.interval.as_ref()).map(|skill| skill.interval);
                (own.as_ref().map(|own| own.standing), interval)
            })
            .unzip();
        let panel = postcard::to_stdvec(&judged).ok()?;
        let skill = judged.targets.iter().map(|own| own.as_ref().map(|own| (own.skill, own.standing)));
        let inputs = judged.recipes.first().map_or(dataset.inputs.features.len(), |own| own.features.len());
        let told = ToldRun {
            name: self.name,
            title: String::new(),
            pinned: false,
            settings: self.settings.clone(),
            spec: spec.clone(),
            inputs: inputs as u32,
            parameters: self.learner.parameters(),
            history: self.history.clone(),
            test_rows: dataset.split.test.iter().map(|&row| dataset.rows[row]).collect(),
            unseen: (0..dataset.inputs.targets.len())
                .map(|target| self.learner.calibration(&dataset, target))
                .collect(),
            skill: skill.collect(),
            test,
        };
        let kept = KeptRun { told, saved: self.save() };
        Some((Event::Judged { run: self.name, verdicts, intervals, panel }, kept))
    }

    /// Answers a question about one target; `None` where nothing can be said.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn explain(&mut self, table: &Table, target: usize, question: &Question) -> Option<Explained> {
        let (dataset, seed) = (&self.dataset, self.settings.seed);
        let subject = || self.learner.subject(dataset, target);
        match question {
            Question::Importance => {
                let actual: Vec<f64> =
                    dataset.split.test.iter().map(|&row| dataset.targets[(row, target)]).collect();
                answers::importance(&mut subject()?, &actual, seed).ok()
            }
            Question::Dependence { input } => answers::dependence(&mut subject()?, *input).ok(),
            Question::Row { row, changed } => answers::one_row(&mut subject()?, *row, changed, seed).ok(),
            Question::Ahead { given } => {
                Some(Explained::Ahead(super::judging::ahead(dataset, table, &self.model()?, given)))
            }
            Question::Around { row } => {
                let place = *dataset.rows.get(*dataset.split.test.get(*row as usize)?)?;
                Some(answers::around(table, *row, place))
            }
            // The session answers these.
            Question::Walk
            | Question::Runs
            | Question::RunChanged { .. }
            | Question::Stands { .. }
            | Question::Works(_)
            | Question::Inside { .. }
            | Question::Act(_)
            | Question::Sweep(_)
            | Question::Carry(_) => None,
        }
    }

    /// What its model says of acting.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn acted(&self, target: usize, ask: &super::act::Ask) -> Option<super::act::Told> {
        let mut subject = self.learner.subject(&self.dataset, target)?;
        super::act::of_model(&mut subject, ask, self.settings.seed)
    }

    /// This run beside the others on the table.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn beside(&self, kept: &Kept, target: usize) -> Option<Explained> {
        let dataset = &self.dataset;
        let actual: Vec<f64> = dataset.split.test.iter().map(|&row| dataset.targets[(row, target)]).collect();
        let horizon =
            super::judging::rhythm(dataset).map_or(1, |(grid, _)| grid.steps(dataset.inputs.horizon));
        kept.compare(self.name, target, &actual, horizon)
    }

    /// Its settings at earlier origins.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn walk(&self, target: usize, spec: &DataSpec) -> Option<Walk> {
        Walk::new(self.name, target, &self.dataset, spec, &self.settings)
    }

    pub(super) fn name(&self) -> u32 {
        self.name
    }

    pub(super) fn is_going(&self) -> bool {
        self.going.is_some()
    }

    /// Whether it can do nothing before another worker answers.
    pub(super) fn waits(&self) -> bool {
        self.waits
    }

    /// Whether it goes on to its end, which others may help it to.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn wants_hands(&self) -> bool {
        self.going == Some(Go::ToTheEnd) && self.settings.method != Method::Network
    }

    /// A network that another worker can train.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn hand_out(&mut self) -> Option<(Member, MemberErrand)> {
        self.learner.hand_out()
    }

    /// Whether it waits for that network.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn expects(&self, member: Member) -> bool {
        self.learner.expects(member)
    }

    /// How far somebody is with that network.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn hears(&mut self, member: Member, share: f64) {
        self.waits = false;
        self.learner.hears(member, share);
    }

    /// Takes that network back; `None`: nobody will train it.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn take_back(&mut self, member: Member, trained: Option<TrainedMember>) {
        self.waits = false;
        self.learner.take_back(member, trained);
    }

    pub(super) fn is_repeating(&self) -> bool {
        self.repeated.is_some()
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
            self.batch_loss = step.loss.or(self.batch_loss);
            self.waits = step.waits;
            let epoch_ended = step.epoch.is_some();
            self.history.extend(step.epoch.clone());
            self.untold.extend(step.epoch);
            if step.outcome.is_some() {
                self.going = None;
                return Some(self.ended());
            }
            if go == Go::Step && step.rows > 0 || go == Go::Epoch && epoch_ended {
                self.going = None;
                return Some(self.progress());
            }
            if self.waits || !more() {
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
