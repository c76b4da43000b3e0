//! Many settings tried on the same rows, and judged on the validation rows: test rows are not looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::crew::{Errand, Place};
use super::learner::training_data;
use crate::data::Dataset;
use crate::numeric::decimal;
use crate::training::{
    Config, Method, Outcome, Setting, Settings, SettingsError, Trainer, TrainingData, Trial, TrialResult,
};

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

/// A list of values that are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridField {
    /// α.
    LearningRate,
    /// Units of the hidden layers.
    Hidden,
    /// Rows a step.
    BatchSize,
    /// λ of the squared weights.
    L2,
    /// The share of units that is left out.
    Dropout,
    /// How many seeds each combination is tried with.
    Seeds,
}

impl GridField {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::LearningRate, Self::Hidden, Self::BatchSize, Self::L2, Self::Dropout, Self::Seeds];

    /// Its long name, as in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::LearningRate => "learning_rate",
            Self::Hidden => "hidden",
            Self::BatchSize => "batch_size",
            Self::L2 => "l2",
            Self::Dropout => "dropout",
            Self::Seeds => "seeds",
        }
    }

    /// What settings have there, as a person writes it; `none` for no hidden layer.
    pub fn of(self, settings: &Settings) -> String {
        match self {
            Self::LearningRate => decimal::shortest(settings.learning_rate),
            Self::Hidden if settings.hidden.is_empty() => "none".to_owned(),
            Self::Hidden => settings.hidden.iter().map(u32::to_string).collect::<Vec<_>>().join("-"),
            Self::BatchSize => settings.batch_size.to_string(),
            Self::L2 => decimal::shortest(settings.l2),
            Self::Dropout => decimal::shortest(settings.dropout),
            Self::Seeds => settings.seed.to_string(),
        }
    }
}

/// Why a text is no list of values.
#[derive(Clone, Debug, PartialEq)]
pub enum GridError {
    /// A value is no number, or not within its bounds.
    NotANumber {
        /// Where.
        field: GridField,
        /// What stands there.
        text: String,
        /// The least and the largest value.
        bounds: (f64, f64),
    },
    /// A value names no layers.
    NotLayers {
        /// What stands there.
        text: String,
    },
    /// There is no value.
    Empty {
        /// Where.
        field: GridField,
    },
    /// More combinations than [`MOST_TRIALS`].
    TooMany(usize),
}

impl GridError {
    /// The field that it is about.
    pub fn field(&self) -> Option<GridField> {
        match self {
            Self::NotANumber { field, .. } | Self::Empty { field } => Some(*field),
            Self::NotLayers { .. } => Some(GridField::Hidden),
            Self::TooMany(_) => None,
        }
    }
}

/// The lists as they are typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid([String; 6]);

impl Default for Grid {
    /// A first look: three decades of α, and sizes from a line to twice the usual.
    fn default() -> Self {
        Self(["0.0003, 0.001, 0.003, 0.01", "none, 16, 64-64", "32", "0", "0", "1"].map(str::to_owned))
    }
}

impl Grid {
    /// What is typed in a field.
    pub fn text(&self, field: GridField) -> &str {
        &self.0[field as usize]
    }

    /// The same with another text in a field.
    pub fn with(&self, field: GridField, text: String) -> Self {
        let mut grid = self.clone();
        grid.0[field as usize] = text;
        grid
    }

    /// Every combination, each otherwise like `base`; those of several seeds count up from that of `base`.
    ///
    /// # Errors
    /// The first text that is no list of values, or too many combinations.
    pub fn trials(&self, base: &Settings) -> Result<Vec<Settings>, GridError> {
        let [rates, batches, penalties, dropouts, seeds] = [
            (GridField::LearningRate, Setting::LearningRate.bounds()),
            (GridField::BatchSize, Setting::BatchSize.bounds()),
            (GridField::L2, Setting::L2.bounds()),
            (GridField::Dropout, Setting::Dropout.bounds()),
            (GridField::Seeds, (1.0, 20.0)),
        ]
        .map(|(field, bounds)| self.numbers(field, bounds));
        let (rates, hidden, batches) = (rates?, self.layers()?, batches?);
        let (penalties, dropouts, seeds) = (penalties?, dropouts?, seeds?);
        let seeds = seeds.first().map_or(1, |&seeds| seeds as u64);
        let count =
            [rates.len(), hidden.len(), batches.len(), penalties.len(), dropouts.len(), seeds as usize]
                .iter()
                .product();
        if count > MOST_TRIALS {
            return Err(GridError::TooMany(count));
        }
        let mut trials = vec![Settings { method: Method::Network, ..base.clone() }];
        let mut each = |change: &dyn Fn(&Settings) -> Vec<Settings>| {
            trials = trials.iter().flat_map(change).collect();
        };
        each(&|own| hidden.iter().map(|hidden| Settings { hidden: hidden.clone(), ..own.clone() }).collect());
        each(&|own| rates.iter().map(|&learning_rate| Settings { learning_rate, ..own.clone() }).collect());
        each(&|own| {
            batches.iter().map(|&size| Settings { batch_size: size as u32, ..own.clone() }).collect()
        });
        each(&|own| penalties.iter().map(|&l2| Settings { l2, ..own.clone() }).collect());
        each(&|own| dropouts.iter().map(|&dropout| Settings { dropout, ..own.clone() }).collect());
        each(&|own| {
            (0..seeds).map(|more| Settings { seed: own.seed.wrapping_add(more), ..own.clone() }).collect()
        });
        Ok(trials)
    }

    fn values(&self, field: GridField) -> Result<Vec<&str>, GridError> {
        let text = self.text(field);
        let values: Vec<&str> = text
            .split(|letter: char| letter.is_whitespace() || ",;，；、".contains(letter))
            .filter(|value| !value.is_empty())
            .collect();
        if values.is_empty() { Err(GridError::Empty { field }) } else { Ok(values) }
    }

    fn numbers(&self, field: GridField, bounds: (f64, f64)) -> Result<Vec<f64>, GridError> {
        let whole = matches!(field, GridField::BatchSize | GridField::Seeds);
        let mut numbers = Vec::new();
        for text in self.values(field)? {
            let number = decimal::parse(text)
                .filter(|number| (bounds.0..=bounds.1).contains(number) && (!whole || number.fract() == 0.0));
            match number {
                // Twice the same would only be done twice.
                Some(number) if numbers.contains(&number) => {}
                Some(number) => numbers.push(number),
                None => return Err(GridError::NotANumber { field, text: text.to_owned(), bounds }),
            }
        }
        Ok(numbers)
    }

    fn layers(&self) -> Result<Vec<Vec<u32>>, GridError> {
        let mut all = Vec::new();
        for text in self.values(GridField::Hidden)? {
            let layers: Option<Vec<u32>> = if matches!(text, "none" | "0" | "无") {
                Some(Vec::new())
            } else {
                text.split(['-', '×', 'x']).map(|units| units.parse().ok()).collect()
            };
            let fits = |hidden: &Vec<u32>| {
                Settings { hidden: hidden.clone(), ..Settings::default() }.check().is_ok()
            };
            match layers.filter(fits) {
                Some(layers) if all.contains(&layers) => {}
                Some(layers) => all.push(layers),
                None => return Err(GridError::NotLayers { text: text.to_owned() }),
            }
        }
        Ok(all)
    }
}

/// Settings that were tried, with any number of seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The settings, with the first of their seeds.
    pub settings: Settings,
    /// Weights and biases, once one is done.
    pub parameters: Option<u32>,
    /// The error on the validation rows; none where nothing is done or one diverged.
    pub error: Option<LineError>,
    /// Whether one diverged.
    pub diverged: bool,
}

/// The RMSE of a target on the validation rows, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineError {
    /// The mean over the seeds that are done.
    pub mean: f64,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// Seeds that are done.
    pub seeds: usize,
}

/// What a sweep came to for one target, a line for the same settings with any seed: the least error first, then those that
/// diverged, then those that are not done.
pub fn lines(trials: &[Settings], told: &SweepTold, target: usize) -> Vec<Line> {
    let unit = told.units.get(target).copied().unwrap_or(f64::NAN);
    let mut lines: Vec<(Line, Vec<f64>)> = Vec::new();
    for (settings, result) in trials.iter().zip(&told.results) {
        let alike = |own: &Settings| Settings { seed: own.seed, ..settings.clone() } == *own;
        let place = lines.iter().position(|(line, _)| alike(&line.settings)).unwrap_or_else(|| {
            let line = Line { settings: settings.clone(), parameters: None, error: None, diverged: false };
            lines.push((line, Vec::new()));
            lines.len() - 1
        });
        if let Some(result) = result {
            let (line, errors) = &mut lines[place];
            line.parameters = Some(result.parameters);
            line.diverged |= matches!(result.outcome, Outcome::Diverged(_));
            errors.extend(result.validation.get(target).map(|error| error * unit));
        }
    }
    let mut lines: Vec<Line> = lines
        .into_iter()
        .map(|(line, errors)| {
            let error = (!errors.is_empty() && !line.diverged).then(|| LineError {
                mean: errors.iter().sum::<f64>() / errors.len() as f64,
                least: errors.iter().copied().fold(f64::INFINITY, f64::min),
                most: errors.iter().copied().fold(0.0, f64::max),
                seeds: errors.len(),
            });
            Line { error, ..line }
        })
        .collect();
    let place = |line: &Line| (line.error.is_none(), !line.diverged);
    lines.sort_by(|left, right| {
        let means = (left.error.map_or(0.0, |error| error.mean), right.error.map_or(0.0, |error| error.mean));
        place(left).cmp(&place(right)).then(means.0.total_cmp(&means.1))
    });
    lines
}
