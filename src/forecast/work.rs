//! A recipe at work, a batch at a time: the folds of the gate, the gate, then the networks of the forecast.

use std::ops::Range;
use std::sync::Arc;

use ndarray::{Array1, Array2, s};
use serde::{Deserialize, Serialize};

use super::fit::{Fit, Lesson, lesson, steps};
use super::frame::Frame;
use super::gate;
use super::recipe::{Clipped, FittedLine, FittedView, Forecaster, Recipe, Unit, View};
use crate::linear::Ridge;

/// Fewer long cycles (weeks, of hourly rows) than these teach no network.
const LEAST_CYCLES: usize = 4;

/// What of a recipe is left out because there are too few rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// Nothing.
    Nothing,
    /// A fold of the gate would be shorter than a long cycle: one view, and the gate's first guess.
    Gate,
    /// All rows are fewer than four long cycles: the line alone.
    Networks,
}

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advance {
    /// Rows of the batch.
    pub rows: usize,
    /// Its loss.
    pub loss: f64,
    /// The mean loss of the network's epoch, where that is over.
    pub epoch: Option<f64>,
    /// Whether the forecaster is ready.
    pub done: bool,
}

/// A network that is to be trained.
#[derive(Clone, Copy, Debug)]
struct Job {
    /// On the rows before this one.
    rows: usize,
    view: usize,
    member: usize,
    /// The fold it is for; `None`: the forecast.
    fold: Option<usize>,
    /// Whether it is the last of its stage.
    last: bool,
}

/// What the folds said, which no network of theirs had seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The rows of the frame.
    pub rows: Range<usize>,
    /// The forecast of these, by the gate.
    pub predictions: Vec<f64>,
}

/// A recipe at work on the first `fit_rows` rows of a frame.
pub struct Work {
    frame: Arc<Frame>,
    recipe: Recipe,
    fit_rows: usize,
    seed: u64,
    left_out: LeftOut,
    jobs: Vec<Job>,
    next: usize,
    present: Option<(Fit, Lesson)>,
    /// The views of the stage that is under way.
    views: Vec<FittedView>,
    fold_parts: Vec<Array2<f64>>,
    forecaster: Option<Forecaster>,
    steps_done: usize,
    steps: usize,
}

impl Work {
    /// Begins. `fit_rows` are the rows before the test.
    pub fn new(frame: Arc<Frame>, fit_rows: usize, mut recipe: Recipe, seed: u64) -> Self {
        let long = frame.rhythm.long;
        let shortest = fold_rows(&recipe, fit_rows).map(|rows| rows.len()).min().unwrap_or(0);
        let left_out = if fit_rows < LEAST_CYCLES * long {
            LeftOut::Networks
        } else if shortest < long {
            LeftOut::Gate
        } else {
            LeftOut::Nothing
        };
        match left_out {
            LeftOut::Nothing => {}
            LeftOut::Gate => {
                recipe.folds.clear();
                recipe.views = vec![View::Absolute];
            }
            LeftOut::Networks => {
                recipe.folds.clear();
                recipe.views.clear();
            }
        }
        let folds = fold_rows(&recipe, fit_rows).enumerate();
        let stages: Vec<(usize, Option<usize>, usize)> = folds
            .map(|(fold, rows)| (rows.start, Some(fold), recipe.fold_members))
            .chain(std::iter::once((fit_rows, None, recipe.members)))
            .collect();
        let mut jobs = Vec::new();
        for (rows, fold, members) in stages {
            let count = recipe.views.len() * members;
            for number in 0..count {
                let (view, member) = (number / members, number % members);
                jobs.push(Job { rows, view, member, fold, last: number + 1 == count });
            }
        }
        let steps = jobs.iter().map(|job| steps(job.rows, &recipe)).sum();
        let mut work = Self {
            frame,
            recipe,
            fit_rows,
            seed,
            left_out,
            jobs,
            next: 0,
            present: None,
            views: Vec::new(),
            fold_parts: Vec::new(),
            forecaster: None,
            steps_done: 0,
            steps,
        };
        if work.jobs.is_empty() {
            work.finish();
        }
        work
    }

    /// One batch.
    pub fn advance(&mut self) -> Advance {
        let Some(job) = self.jobs.get(self.next).copied() else {
            return Advance { rows: 0, loss: f64::NAN, epoch: None, done: true };
        };
        let (mut fit, lesson) = self.present.take().unwrap_or_else(|| self.begin(job));
        let step = fit.step(&lesson, &self.recipe);
        self.steps_done += 1;
        if step.done {
            self.end(job, fit);
        } else {
            self.present = Some((fit, lesson));
        }
        Advance { rows: step.rows, loss: step.loss, epoch: step.epoch, done: self.forecaster.is_some() }
    }

    /// A network's lesson: what the ridge of its view leaves.
    fn begin(&mut self, job: Job) -> (Fit, Lesson) {
        let view = self.recipe.views[job.view];
        if job.member == 0 {
            let fitted = self.fit_ridge(view, job.rows);
            self.views.push(fitted);
        }
        let (x, offset) = self.frame.view(view);
        let fitted = &self.views[job.view];
        let z = fitted.scaler.apply(x.slice(s![..job.rows, ..]));
        let line = fitted.ridge.predict(z.view());
        let left = (0..job.rows).map(|row| {
            let target = self.frame.target[row] - offset.map_or(0.0, |offset| offset[row]);
            ((target - fitted.unit.mean) / fitted.unit.sd - line[row]) as f32
        });
        let left: Vec<f32> = left.collect();
        // Each network has draws of its own, by its place in the plan.
        let seed = self.seed.wrapping_mul(1009).wrapping_add(self.next as u64);
        let fit = Fit::new(job.rows, z.ncols(), &self.recipe, seed);
        (fit, lesson(z.view(), left, &self.frame.days[..job.rows], &self.recipe))
    }

    fn fit_ridge(&self, view: View, rows: usize) -> FittedView {
        let (x, offset) = self.frame.view(view);
        let x = x.slice(s![..rows, ..]);
        let targets: Vec<f64> =
            (0..rows).map(|row| self.frame.target[row] - offset.map_or(0.0, |offset| offset[row])).collect();
        let (scaler, unit) = (Clipped::fit(x, self.recipe.clip), Unit::of(&targets));
        let z = scaler.apply(x);
        let ridge = ridge(&z, &targets, unit, self.recipe.ridge);
        FittedView { view, scaler, unit, ridge, networks: Vec::new() }
    }

    fn fit_line(&self, rows: usize) -> FittedLine {
        let x = self.frame.reference.slice(s![..rows, ..]);
        let targets = self.frame.target.slice(s![..rows]).to_vec();
        let (scaler, unit) = (Clipped::fit(x, self.recipe.clip), Unit::of(&targets));
        let ridge = ridge(&scaler.apply(x), &targets, unit, self.recipe.ridge);
        FittedLine { scaler, unit, ridge }
    }

    fn end(&mut self, job: Job, fit: Fit) {
        self.views[job.view].networks.push(fit.into_network());
        self.next += 1;
        if !job.last {
            return;
        }
        match job.fold.and_then(|fold| fold_rows(&self.recipe, self.fit_rows).nth(fold)) {
            Some(rows) => {
                let views = std::mem::take(&mut self.views);
                let stage = Forecaster { views, line: self.fit_line(rows.start), gate: Vec::new() };
                self.fold_parts.push(stage.parts(&self.frame, rows));
            }
            None => self.finish(),
        }
    }

    fn finish(&mut self) {
        let gate = self.shares();
        let views = std::mem::take(&mut self.views);
        self.forecaster = Some(Forecaster { views, line: self.fit_line(self.fit_rows), gate });
    }

    /// What the folds together say of each part.
    fn shares(&self) -> Vec<f64> {
        let mut guess = vec![0.0; 2 + self.frame.before.ncols()];
        (guess[0], guess[1]) = self.recipe.first_guess;
        if self.left_out == LeftOut::Networks {
            (guess[0], guess[1]) = (0.0, 1.0);
        }
        let (Some(rows), false) = (self.folds_together(), self.fold_parts.is_empty()) else { return guess };
        let parts: Vec<_> = self.fold_parts.iter().map(|parts| parts.view()).collect();
        match ndarray::concatenate(ndarray::Axis(0), &parts) {
            Ok(parts) => {
                gate::shares(parts.view(), self.frame.target.slice(s![rows]), self.recipe.prior, &guess)
            }
            Err(_) => guess,
        }
    }

    /// The rows of all folds, which follow on each other.
    fn folds_together(&self) -> Option<Range<usize>> {
        let mut folds = fold_rows(&self.recipe, self.fit_rows);
        let first = folds.next()?;
        Some(first.start..folds.last().map_or(first.end, |last| last.end))
    }

    /// What the folds said together, which nothing but the gate's few shares had seen; `None` without folds or before
    /// the end.
    pub fn calibration(&self) -> Option<Calibration> {
        let gate = Array1::from(self.forecaster.as_ref()?.gate.clone());
        let rows = self.folds_together()?;
        let predictions = self.fold_parts.iter().flat_map(|parts| parts.dot(&gate).to_vec()).collect();
        Some(Calibration { rows, predictions })
    }

    /// The forecaster, when it is ready.
    pub fn forecaster(&self) -> Option<&Forecaster> {
        self.forecaster.as_ref()
    }

    /// The frame.
    pub fn frame(&self) -> &Arc<Frame> {
        &self.frame
    }

    /// What is left out.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// Steps done and steps in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.steps_done, self.steps)
    }

    /// Networks trained and networks in all.
    pub fn networks(&self) -> (usize, usize) {
        (self.next, self.jobs.len())
    }

    /// The present α.
    pub fn learning_rate(&self) -> f64 {
        self.present.as_ref().map_or(self.recipe.learning_rate, |(fit, _)| fit.rate(&self.recipe))
    }

    /// The recipe as it is carried out.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }
}

/// The rows that each fold predicts.
fn fold_rows(recipe: &Recipe, rows: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let at = move |share: f64| (share * rows as f64) as usize;
    recipe.folds.iter().map(move |&(from, to)| at(from)..at(to))
}

/// A ridge on standardised features and targets. Without rows or with a λ that does not help: the mean.
fn ridge(z: &Array2<f64>, targets: &[f64], unit: Unit, lambda: f64) -> Ridge {
    let scaled: Array1<f64> = targets.iter().map(|target| (target - unit.mean) / unit.sd).collect();
    Ridge::fit(z.view(), scaled.view(), lambda).unwrap_or_else(|| Ridge::constant(z.ncols(), 0.0))
}
