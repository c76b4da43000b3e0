//! Everything the page can ask for, with no page: commands in, events out.
//!
//! The page's worker and the terminal drive the same [`Session`]; the only things they add are a clock, files and a
//! way to carry messages.

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod act;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod acting;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod answers;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod carry;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod crew;
pub mod example;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod explaining;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod inside;
pub mod judge;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod judging;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod keep;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod kept;
mod learner;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod predict;
pub mod protocol;
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
mod reader;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod recipe_run;
mod report;
mod run;
pub mod subject;
mod summary;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod sweep;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod walk;

pub use example::Example;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use protocol::ResumeError;
pub use protocol::{
    Ahead, BaselineReport, ColumnSummary, Command, DatasetSummary, Event, FileToRead, Go, Judged, KnownAhead,
    LineView, OUT_OF_MEMORY, OriginReport, Part, PartShare, PredictedTable, Predictions, Progress, Purpose,
    RecipeReport, RowsReport, RunReport, TableSummary, TargetReport, TrainError,
};
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
pub use reader::Reader;

use std::sync::Arc;

use crate::data::{Dataset, Table, read_plain};
use crate::formats::ModelFile;
use run::Run;

/// One person's table, data set and run.
#[derive(Default)]
pub struct Session {
    /// The table and the load it came by.
    table: Option<(u32, Arc<Table>)>,
    /// A second table, to be predicted.
    second: Option<(u32, Table)>,
    dataset: Option<Arc<Dataset>>,
    run: Option<Run>,
    /// The choice that the data set was made by.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    spec: Option<crate::data::DataSpec>,
    /// The runs on this table.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    kept: kept::Kept,
    /// The run's settings tried at earlier origins.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    walk: Option<walk::Walk>,
    /// Many settings, tried on the same rows.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    sweep: Option<sweep::Sweep>,
    /// A plan under way, and the run that was there as it was asked for.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    plan: Option<(u32, act::Job)>,
    /// What was forecast on this table to plan by.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    forecasts: act::Forecasts,
    /// Where the table came from.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    source: crate::formats::ProjectSource,
    /// The settings as they stand.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    settings: crate::training::Settings,
    /// How often figures of the present test rows were shown.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    looks: u32,
    /// A model that was made elsewhere.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    imported: Option<ModelFile>,
    /// The run of what was opened, until it is taken up.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    opened: Option<crate::formats::SavedRun>,
    /// What has to be kept anew.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    changes: keep::Changes,
    /// The comments of scripts, by the tag of a language: sentences are a matter of a higher rank.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    comments: Option<Comments>,
}

/// The comments of scripts in a language.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub type Comments = fn(&str) -> &'static crate::formats::python::Comments;

impl Session {
    /// A session with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Carries out what was asked and says what came of it. Training goes on in [`Session::work`].
    pub fn command(&mut self, command: Command) -> Vec<Event> {
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        {
            self.changes.now |= keep::changes_what_stands(&command);
        }
        match command {
            Command::Table { request, purpose, lines } => {
                let table = Table { lines, columns: Vec::new() };
                match purpose {
                    Purpose::Train => self.take(request, table),
                    Purpose::Predict => self.second = Some((request, table)),
                }
                Vec::new()
            }
            Command::Column { request, begins, column } => {
                let first = self.table.as_mut().filter(|(own, _)| *own == request);
                // Nothing shares it before all its columns are there.
                let first = first.and_then(|(_, table)| Arc::get_mut(table));
                let second = self.second.as_mut().filter(|(own, _)| *own == request);
                if let Some(table) = first.or(second.map(|(_, table)| table)) {
                    table.take_rows(begins, column);
                }
                Vec::new()
            }
            Command::Source { request, source } => {
                self.takes_from(request, &source);
                Vec::new()
            }
            // These are the reader's, and the shell's with a file.
            Command::Load { .. } | Command::Lines { .. } | Command::Example { .. } => Vec::new(),
            Command::Prepare { request, spec } => vec![self.prepare(request, &spec)],
            Command::Train { run, settings, go } => self.train(run, &settings, go),
            Command::Go { run, go } => {
                self.run_named(run).map(|run| run.go(go)).map(|()| Vec::new()).unwrap_or_default()
            }
            Command::Pause { run } => self.run_named(run).and_then(Run::pause).into_iter().collect(),
            Command::SetLearningRate { run, learning_rate } => {
                if let Some(current) = self.run_named(run) {
                    current.set_learning_rate(learning_rate);
                }
                Vec::new()
            }
            Command::Adopt { run, settings, outcome, parameters, history, seconds } => {
                self.adopt(run, &settings, outcome, (parameters, history, seconds)).into_iter().collect()
            }
            Command::Explain { run, target, question } => {
                self.explain(run, target, &question).into_iter().collect()
            }
            // These are the shell's too.
            Command::Open { .. } => Vec::new(),
            #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
            Command::Resume { run, kept } => self.take_up(run, kept),
            #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
            Command::Resume { .. } => Vec::new(),
            Command::Predict { request, run } => self.predict(request, run).into_iter().collect(),
            Command::Drop { run } => {
                if self.run_named(run).is_some() {
                    self.forget_run();
                }
                Vec::new()
            }
        }
    }

    /// Whether a run wants [`Session::work`].
    pub fn is_busy(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.is_going() && !run.waits() || run.is_repeating())
            || self.is_walking()
    }

    /// Whether earlier origins are being tried, or a plan is being made.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn is_walking(&self) -> bool {
        let sweeps = self.sweep.as_ref().is_some_and(|sweep| !sweep.waits());
        self.walk.is_some() || self.plan.is_some() || sweeps
    }

    /// The first worker does neither.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
    fn is_walking(&self) -> bool {
        false
    }

    /// Trains for as long as `more` says so (it is asked after each step), then tells how far it is, where `report` says
    /// so or it came to a stand.
    pub fn work(&mut self, more: &mut dyn FnMut() -> bool, report: bool) -> Vec<Event> {
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        {
            self.changes.now |= self.is_training();
        }
        let told = self.run.as_mut().and_then(|run| run.work(more, report));
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        let told = told
            .or_else(|| self.walk_on(more))
            .or_else(|| self.plan_on(more, report))
            .or_else(|| self.sweep_on(more, report))
            .or_else(|| {
                self.run.iter_mut().for_each(|run| run.repeat(more));
                None
            });
        let is_over = matches!(told, Some(Event::Ended { .. }));
        let judged = if is_over { self.judged() } else { None };
        told.into_iter().chain(judged).collect()
    }

    /// Whether its run is training, which takes time that is to be told by [`Session::spend`].
    pub fn is_training(&self) -> bool {
        self.run.as_ref().is_some_and(Run::is_going)
    }

    /// The run took so many seconds more.
    pub fn spend(&mut self, seconds: f64) {
        let Some(run) = &mut self.run else { return };
        run.spend(seconds);
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        self.kept.took(run.name(), run.seconds());
    }

    /// What is said of the run that is over.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn judged(&mut self) -> Option<Event> {
        let (Some(run), Some((_, table)), Some(spec)) = (&mut self.run, &self.table, &self.spec) else {
            return None;
        };
        let (event, kept) = run.judged(table, spec)?;
        self.changes.now = true;
        self.changes.runs.insert(kept.told.name);
        self.changes.runs.extend(self.kept.push(kept));
        Some(event)
    }

    /// Tries the run's settings at earlier origins, for as long as `more` says so. Speaks when a stretch is done.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn walk_on(&mut self, more: &mut dyn FnMut() -> bool) -> Option<Event> {
        let (Some(walk), Some((_, table))) = (&mut self.walk, &self.table) else { return None };
        let told = loop {
            match walk.step(table) {
                // Where the rows by then make no data set, it ends there.
                Err(()) => {
                    break Some((walk.run, explaining::Explained::Walk { origins: Vec::new(), of: 0 }, true));
                }
                Ok(true) => break Some((walk.run, walk.told(), walk.is_over())),
                Ok(false) if more() => {}
                Ok(false) => break None,
            }
        };
        let (run, told, over) = told?;
        if over {
            self.walk = None;
        }
        explained(run, &explaining::Question::Walk, &told)
    }

    /// Goes on with a plan, for as long as `more` says so.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn plan_on(&mut self, more: &mut dyn FnMut() -> bool, report: bool) -> Option<Event> {
        let (Some((run, job)), Some((_, table))) = (&mut self.plan, &self.table) else { return None };
        // Of the run that is on the page now, or the page would take it for late.
        let run = self.run.as_ref().map_or(*run, Run::name);
        let (told, over) = job.work(table, &mut self.forecasts, more, report);
        if over {
            self.plan = None;
        }
        told_of(run, told?)
    }

    /// Goes on with a sweep, for as long as `more` says so. Speaks of each trial that ends.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn sweep_on(&mut self, more: &mut dyn FnMut() -> bool, report: bool) -> Option<Event> {
        let sweep = self.sweep.as_mut()?;
        let mut ended = sweep.takes_note();
        while !ended && !sweep.is_over() && !sweep.waits() {
            ended = sweep.step();
            if !more() {
                break;
            }
        }
        let over = sweep.is_over();
        let told = (ended || over || report).then(|| sweep.told(over));
        if over {
            self.sweep = None;
        }
        told_of_sweep(self.run.as_ref().map_or(0, Run::name), told?)
    }

    /// Begins a sweep, or leaves the one that is under way.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn sweep(&mut self, run: u32, ask: sweep::SweepAsk) -> Option<Event> {
        match ask {
            sweep::SweepAsk::Begin { number, trials } => {
                let begun = sweep::Sweep::new(number, trials, self.dataset.as_deref());
                let told = match &begun {
                    Ok(sweep) => sweep.told(false),
                    Err(refusal) => sweep::SweepTold::refused(number, refusal.clone()),
                };
                self.sweep = begun.ok();
                told_of_sweep(run, told)
            }
            sweep::SweepAsk::Cancel(number) => {
                let left = self.sweep.take_if(|sweep| sweep.number() == number)?;
                told_of_sweep(run, left.told(true))
            }
        }
    }

    /// The page's first worker leaves that to the second, which takes its run over.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
    fn judged(&mut self) -> Option<Event> {
        None
    }

    /// The first worker takes over from nobody.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
    fn adopt(
        &mut self,
        _run: u32,
        _settings: &crate::training::Settings,
        _outcome: crate::training::Outcome,
        _trained: (Vec<f32>, Vec<crate::training::EpochReport>, f64),
    ) -> Option<Event> {
        None
    }

    /// Takes over a run that ended elsewhere.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn adopt(
        &mut self,
        run: u32,
        settings: &crate::training::Settings,
        outcome: crate::training::Outcome,
        trained: (Vec<f32>, Vec<crate::training::EpochReport>, f64),
    ) -> Option<Event> {
        let dataset = Arc::clone(self.dataset.as_ref()?);
        self.run = Some(Run::adopt(run, dataset, settings, outcome, trained)?);
        self.judged()
    }

    /// The trained model with all that a new table needs to be predicted, if a run was started.
    pub fn model(&self) -> Option<ModelFile> {
        self.run.as_ref().and_then(Run::model)
    }

    /// The run as it stands, to be gone on with elsewhere.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn save(&mut self) -> Option<crate::formats::SavedRun> {
        self.run.as_mut().map(Run::save)
    }

    /// Takes up a run that was put aside, on the data set that is prepared. It stands still where it stood.
    ///
    /// # Errors
    /// Why it cannot be gone on with; the run that was there before is there still.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn resume(&mut self, run: u32, saved: crate::formats::SavedRun) -> Result<Vec<Event>, ResumeError> {
        let (Some(dataset), Some((_, table))) = (&self.dataset, &self.table) else {
            return Err(ResumeError::NoData);
        };
        let mut resumed = Run::resume(run, Arc::clone(dataset), table, saved)?;
        let told = resumed.told();
        let is_over = matches!(told, [_, Event::Ended { .. }]);
        self.forget_run();
        self.run = Some(resumed);
        let judged = if is_over { self.judged() } else { None };
        Ok(told.into_iter().chain(judged).collect())
    }

    /// Takes a table; what was made of the one before is gone.
    pub fn take(&mut self, request: u32, table: impl Into<Arc<Table>>) {
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        let (comments, settings, imported) = (self.comments, self.settings.clone(), self.imported.take());
        *self = Self { table: Some((request, table.into())), second: self.second.take(), ..Self::default() };
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        {
            (self.comments, self.settings, self.imported) = (comments, settings, imported);
            self.changes = keep::Changes::of_new_table();
        }
    }

    /// Where the comments of scripts come from.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn with_comments(self, comments: Comments) -> Self {
        Self { comments: Some(comments), ..self }
    }

    /// Learns where a table came from.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn takes_from(&mut self, request: u32, source: &[u8]) {
        if let (true, Ok(source)) =
            (self.table.as_ref().is_some_and(|(own, _)| *own == request), postcard::from_bytes(source))
        {
            self.source = source;
        }
    }

    /// The first worker takes nothing along.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
    fn takes_from(&mut self, _request: u32, _source: &[u8]) {}

    /// Takes the table that comes with the page.
    pub fn example(&mut self, request: u32, name: String, text: &str) -> Event {
        let table = read_plain(text);
        let summary = Box::new(summary::of_table(name, &table, None, Vec::new(), Vec::new()));
        self.take(request, table);
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        {
            self.source.name.clone_from(&summary.name);
            self.source.example = Some(summary.name.trim_end_matches(".csv").to_owned());
        }
        Event::Loaded { request, summary }
    }

    /// The table that is loaded.
    pub fn table(&self) -> Option<&Table> {
        self.table.as_ref().map(|(_, table)| &**table)
    }

    fn forget_run(&mut self) {
        self.run = None;
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        {
            self.walk = None;
        }
    }

    /// A run's name makes sure that a command that was sent before another run began does not touch it.
    fn run_named(&mut self, name: u32) -> Option<&mut Run> {
        self.run.as_mut().filter(|run| run.name() == name)
    }

    fn prepare(&mut self, request: u32, spec: &crate::data::DataSpec) -> Event {
        let Some((_, table)) = &self.table else {
            return Event::PrepareFailed { request, error: crate::data::DatasetError::NoTarget };
        };
        match Dataset::new(Arc::clone(table), spec) {
            Ok(dataset) => {
                let dataset = Arc::new(dataset);
                let summary = summary::of_dataset(table, &dataset);
                self.dataset = Some(dataset);
                self.forget_run();
                #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
                {
                    self.spec = Some(spec.clone());
                    self.sweep = None;
                }
                Event::Prepared { request, summary: Box::new(summary) }
            }
            Err(error) => Event::PrepareFailed { request, error },
        }
    }

    /// Answers a question about a run that is over.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn explain(&mut self, run: u32, target: u32, question: &[u8]) -> Option<Event> {
        let question: explaining::Question = postcard::from_bytes(question).ok()?;
        let target = target as usize;
        let own = self.run.as_mut().filter(|own| own.name() == run);
        if let explaining::Question::Inside { look, draft } = &question {
            let seen = match (draft, own, &self.dataset) {
                (Some(settings), _, Some(dataset)) => learner::NetworkRun::new(dataset, settings, None)
                    .map_or(inside::Seen::Nothing, |fresh| {
                        inside::look(look, &fresh, dataset, settings.seed)
                    }),
                (None, Some(own), _) => own.look(look),
                _ => inside::Seen::Nothing,
            };
            return explained(run, &question, &explaining::Explained::Inside(seen));
        }
        if let explaining::Question::Stands { settings, looks } = question {
            self.changes.now |= self.settings != *settings || self.looks != looks;
            (self.settings, self.looks) = (*settings, looks);
            return None;
        }
        if let explaining::Question::RunChanged { name, change } = &question {
            self.kept.change(*name, change.clone());
            self.changes.runs.insert(*name);
        }
        if let explaining::Question::Carry(wish) = &question {
            let carried = self.carry(wish)?;
            return explained(run, &question, &explaining::Explained::Carried(carried));
        }
        if let explaining::Question::Sweep(ask) = question {
            return self.sweep(run, ask);
        }
        if let explaining::Question::Act(ask) = question {
            return self.act(run, target, &ask);
        }
        let own = own?;
        let (table, spec) = (self.table.as_ref().map(|(_, table)| table)?, self.spec.as_ref()?);
        let answer = match &question {
            explaining::Question::Runs | explaining::Question::RunChanged { .. } => {
                own.beside(&self.kept, target)?
            }
            explaining::Question::Walk => match own.walk(target, spec) {
                Some(walk) => {
                    let told = walk.told();
                    self.walk = Some(walk);
                    told
                }
                None => explaining::Explained::Walk { origins: Vec::new(), of: 0 },
            },
            _ => own.explain(table, target, &question)?,
        };
        explained(run, &question, &answer)
    }

    /// Makes the files that a person takes along.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn carry(&mut self, wish: &carry::Wish) -> Option<carry::Carried> {
        let run = self.save();
        let belongings = carry::Belongings {
            source: &self.source,
            table: self.table.as_ref().map(|(_, table)| table)?,
            spec: self.spec.as_ref()?,
            run,
            comments: self.comments.map(|comments| comments(&wish.language)),
        };
        Some(carry::Carried { number: wish.number, files: belongings.files(wish.form, &wish.settings) })
    }

    /// Begins a plan, or leaves the one that is under way.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn act(&mut self, run: u32, target: usize, ask: &act::Ask) -> Option<Event> {
        let wish = match ask {
            act::Ask::Begin(settings) => {
                let (_, table) = self.table.as_ref()?;
                let start = act::start(table, self.spec.as_ref(), settings);
                return told_of(run, act::Told::Start(Box::new(start)));
            }
            act::Ask::Cancel(number) => {
                self.plan = None;
                return told_of(run, act::Told::Left(*number));
            }
            act::Ask::Effects | act::Ask::Mix(_) => {
                let own = self.run.as_ref().filter(|own| own.name() == run)?;
                return told_of(run, own.acted(target, ask)?);
            }
            act::Ask::Verify(wish) => {
                let (_, table) = self.table.as_ref()?;
                return told_of(run, act::verified(table, wish));
            }
            act::Ask::Plan(wish) => wish,
        };
        let job = match &self.table {
            None => Err(act::Refusal::NoTable),
            Some((_, table)) => act::Job::new(wish, table),
        };
        match job {
            Ok(job) => {
                self.plan = Some((run, job));
                told_of(run, act::Told::Working { learning: true, share: 0.0 })
            }
            Err(refusal) => {
                self.plan = None;
                told_of(run, act::Told::Refused { number: wish.number, refusal })
            }
        }
    }

    /// The first worker explains nothing.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
    fn explain(&mut self, _run: u32, _target: u32, _question: &[u8]) -> Option<Event> {
        None
    }

    /// The page's first worker leaves that to the lab, which is there by the time that a person has a second table.
    #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
    fn predict(&mut self, request: u32, _run: u32) -> Option<Event> {
        Some(Event::PredictFailed { request, error: crate::data::DatasetError::NoLab })
    }

    /// Predicts the second table, which is gone then.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn predict(&mut self, request: u32, run: u32) -> Option<Event> {
        let (_, second) = self.second.take_if(|(own, _)| *own == request)?;
        let (model, first) = if run == Command::IMPORTED {
            (self.imported.clone(), None)
        } else {
            let model = self.run_named(run).and_then(|run| run.model());
            (model, self.table())
        };
        Some(match predict::predict(model, &second, first) {
            Ok(result) => Event::Predicted { request, result: Box::new(result) },
            Err(error) => Event::PredictFailed { request, error },
        })
    }

    fn train(&mut self, run: u32, settings: &crate::training::Settings, go: Go) -> Vec<Event> {
        let (Some(dataset), Some((_, table))) = (&self.dataset, &self.table) else {
            return vec![Event::TrainFailed { run, error: TrainError::NoData }];
        };
        match Run::start(run, Arc::clone(dataset), table, settings, go) {
            Ok((started, event)) => {
                self.forget_run();
                self.run = Some(started);
                vec![event]
            }
            Err(error) => vec![Event::TrainFailed { run, error }],
        }
    }
}

/// An answer on its way.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
fn explained(run: u32, question: &explaining::Question, answer: &explaining::Explained) -> Option<Event> {
    let answer = postcard::to_stdvec(answer).ok()?;
    Some(Event::Explained { run, about: question.about(), answer })
}

/// What a plan has to tell.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
fn told_of(run: u32, told: act::Told) -> Option<Event> {
    let about = told.about();
    let answer = postcard::to_stdvec(&explaining::Explained::Act(told)).ok()?;
    Some(Event::Explained { run, about, answer })
}

/// How far a sweep is.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
fn told_of_sweep(run: u32, told: sweep::SweepTold) -> Option<Event> {
    let about = explaining::Question::Sweep(sweep::SweepAsk::Cancel(told.number)).about();
    let answer = postcard::to_stdvec(&explaining::Explained::Sweep(told)).ok()?;
    Some(Event::Explained { run, about, answer })
}
