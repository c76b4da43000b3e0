//! A recipe at work, a batch at a time: the folds of the gate, the gate, then the networks of the forecast.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use ndarray::{Array1, Array2, ArrayView1, Axis};
use serde::{Deserialize, Serialize};

use super::fit::{EpochOfMember, Fit, Lesson, MemberErrand, TrainedMember, epochs, lesson, steps};
use super::folds::Fold;
use super::frame::Frame;
use super::gate;
use super::pieces::Pieces;
use super::recipe::{Clipped, FittedLine, FittedView, Forecaster, Recipe, Unit};
use crate::linear::Ridge;
use crate::nn::Network;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod saved;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use saved::SavedWork;

/// Fewer long cycles (weeks, of hourly rows) than these teach no network.
const LEAST_CYCLES: usize = 4;
/// Without time, fewer rows teach none.
const LEAST_ROWS: usize = 50;

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
    /// Without time: fewer than 50 rows: the line alone.
    FewRows,
    /// All rows are of one group, so there is no other to settle a gate on: the gate's first guess.
    OneGroup,
}

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advance {
    /// Rows of the batch; 0 where nothing was trained, because there was something to tell or to wait for.
    pub rows: usize,
    /// Its loss, where there was a batch.
    pub loss: Option<f64>,
    /// An epoch of a network that is over. Networks are told in the order of the plan, whoever trained them.
    pub epoch: Option<EpochOfMember>,
    /// Whether all that is left to do is with others.
    pub waits: bool,
    /// Whether the forecaster is ready.
    pub done: bool,
}

/// A network that is to be trained.
#[derive(Clone, Copy, Debug)]
struct Job {
    /// The fold it is for; behind the last one: the forecast.
    stage: usize,
    view: usize,
    member: usize,
    /// Whether it is the last of its stage.
    last: bool,
}

/// What the folds said, which no network of theirs had seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The rows of the frame, fold by fold.
    pub rows: Vec<usize>,
    /// The forecast of these, by the gate.
    pub predictions: Vec<f64>,
}

/// The network that is trained here.
struct Present {
    /// Its place in the plan.
    number: usize,
    fit: Fit,
    lesson: Lesson,
    /// Epochs that it is too early to tell.
    epochs: Vec<EpochOfMember>,
}

/// A recipe at work on some rows of a frame.
pub struct Work {
    frame: Arc<Frame>,
    recipe: Recipe,
    seed: u64,
    left_out: LeftOut,
    /// What is fitted: the folds, then all rows, ahead of which there is nothing.
    stages: Vec<Fold>,
    jobs: Vec<Job>,
    /// Networks that are where they belong, in the order of the plan.
    next: usize,
    present: Option<Present>,
    /// Networks that others are training, by their place in the plan, and the share that is done.
    away: BTreeMap<usize, f64>,
    /// Networks that are trained before their turn.
    early: BTreeMap<usize, TrainedMember>,
    /// Epochs that are still to be told.
    untold: VecDeque<EpochOfMember>,
    /// What each view of a stage learnt from its rows before any network, by stage and view.
    fitted: BTreeMap<(usize, usize), FittedView>,
    /// The views of the stage that is under way.
    views: Vec<FittedView>,
    fold_parts: Vec<Array2<f64>>,
    forecaster: Option<Forecaster>,
    steps_done: usize,
    steps: usize,
    epochs: usize,
}

impl Work {
    /// Begins. `fit_rows` are the rows of the frame that are not of the test, in their order (with time: those before it);
    /// `groups` names the group of each, where the test rows are whole groups.
    pub fn new(
        frame: Arc<Frame>,
        fit_rows: Vec<usize>,
        groups: Option<&[usize]>,
        mut recipe: Recipe,
        seed: u64,
    ) -> Self {
        let mut stages = recipe.folds.of(&fit_rows, groups, seed);
        let left_out = match frame.rhythm {
            Some(rhythm) => {
                let shortest = stages.iter().map(|fold| fold.ahead.len()).min().unwrap_or(0);
                if fit_rows.len() < LEAST_CYCLES * rhythm.long {
                    LeftOut::Networks
                } else if shortest < rhythm.long {
                    LeftOut::Gate
                } else {
                    LeftOut::Nothing
                }
            }
            None if fit_rows.len() < LEAST_ROWS => LeftOut::FewRows,
            None if stages.is_empty() => LeftOut::OneGroup,
            None => LeftOut::Nothing,
        };
        match left_out {
            LeftOut::Nothing => {}
            LeftOut::Gate | LeftOut::OneGroup => recipe.views.truncate(1),
            LeftOut::Networks | LeftOut::FewRows => recipe.views.clear(),
        }
        if left_out != LeftOut::Nothing {
            recipe.folds = recipe.folds.none();
            stages.clear();
        }
        stages.push(Fold { fit: fit_rows, ahead: Vec::new() });
        let mut jobs = Vec::new();
        for stage in 0..stages.len() {
            let members = if stage + 1 == stages.len() { recipe.members } else { recipe.fold_members };
            let count = recipe.views.len() * members;
            for number in 0..count {
                let (view, member) = (number / members, number % members);
                jobs.push(Job { stage, view, member, last: number + 1 == count });
            }
        }
        let sum = |of: &dyn Fn(usize, &Recipe) -> usize| -> usize {
            jobs.iter().map(|job| of(stages[job.stage].fit.len(), &recipe)).sum()
        };
        let (steps, epochs) = (sum(&steps), sum(&epochs));
        let mut work = Self {
            frame,
            seed,
            left_out,
            stages,
            jobs,
            next: 0,
            present: None,
            away: BTreeMap::new(),
            early: BTreeMap::new(),
            untold: VecDeque::new(),
            fitted: BTreeMap::new(),
            views: Vec::new(),
            fold_parts: Vec::new(),
            forecaster: None,
            steps_done: 0,
            steps,
            epochs,
            recipe,
        };
        if work.jobs.is_empty() {
            work.finish();
        }
        work
    }

    /// One batch, or one epoch that is still to be told.
    pub fn advance(&mut self) -> Advance {
        self.settle();
        let idle = Advance { rows: 0, loss: None, epoch: None, waits: false, done: false };
        if let Some(epoch) = self.untold.pop_front() {
            self.settle();
            return Advance { epoch: Some(epoch), done: self.forecaster.is_some(), ..idle };
        }
        if self.forecaster.is_some() {
            return Advance { done: true, ..idle };
        }
        let mut present = match self.present.take() {
            Some(present) => present,
            None => match self.next_free() {
                Some(number) => {
                    let lesson = self.lesson(number);
                    let fit = Fit::new(lesson.y.len(), lesson.x.ncols(), &self.recipe, self.seed_of(number));
                    Present { number, fit, lesson, epochs: Vec::new() }
                }
                None => return Advance { waits: true, ..idle },
            },
        };
        let step = present.fit.step(&present.lesson, &self.recipe);
        self.steps_done += 1;
        present.epochs.extend(step.epoch);
        let epoch = if present.number == self.next {
            self.untold.extend(present.epochs.drain(..));
            self.untold.pop_front()
        } else {
            None
        };
        if step.done {
            let Present { number, fit, epochs, .. } = present;
            self.early.insert(number, TrainedMember { network: fit.into_network(), epochs });
            self.settle();
        } else {
            self.present = Some(present);
        }
        Advance {
            rows: step.rows,
            loss: Some(step.loss),
            epoch,
            waits: false,
            done: self.forecaster.is_some(),
        }
    }

    /// The first network that nobody has trained or is training.
    fn next_free(&self) -> Option<usize> {
        let present = self.present.as_ref().map(|present| present.number);
        (self.next..self.jobs.len()).find(|number| {
            present != Some(*number) && !self.away.contains_key(number) && !self.early.contains_key(number)
        })
    }

    /// A network for somebody else to train, by its place in the plan; the first one only if it is begun here.
    pub fn hand_out(&mut self) -> Option<(usize, MemberErrand)> {
        self.present.as_ref()?;
        let number = self.next_free()?;
        let errand = MemberErrand::new(&self.lesson(number), &self.recipe, self.seed_of(number));
        self.away.insert(number, 0.0);
        Some((number, errand))
    }

    /// Whether it waits for this network.
    pub fn expects(&self, number: usize) -> bool {
        self.away.contains_key(&number)
    }

    /// How far somebody is with a network that was handed out.
    pub fn hears(&mut self, number: usize, share: f64) {
        if let Some(own) = self.away.get_mut(&number) {
            *own = share;
        }
    }

    /// Takes a network back; `None`: nobody will train it, so it is done here. What nobody was asked for is left alone.
    pub fn take_back(&mut self, number: usize, trained: Option<TrainedMember>) {
        if self.away.remove(&number).is_some()
            && let Some(trained) = trained
        {
            self.steps_done += steps(self.rows_of(number).len(), &self.recipe);
            self.early.insert(number, trained);
        }
    }

    /// Each network that is trained goes where it belongs, as soon as those before it are there and its epochs are told: who
    /// puts this work aside never has networks without their epochs.
    fn settle(&mut self) {
        while self.untold.is_empty()
            && let Some(trained) = self.early.get_mut(&self.next)
        {
            self.untold.extend(trained.epochs.drain(..));
            if self.untold.is_empty()
                && let Some(trained) = self.early.remove(&self.next)
            {
                self.end(self.jobs[self.next], trained.network);
            }
        }
    }

    fn rows_of(&self, number: usize) -> &[usize] {
        &self.stages[self.jobs[number].stage].fit
    }

    /// Each network has draws of its own, by its place in the plan.
    fn seed_of(&self, number: usize) -> u64 {
        self.seed.wrapping_mul(1009).wrapping_add(number as u64)
    }

    /// What a network learns: what the ridge of its view leaves.
    fn lesson(&mut self, number: usize) -> Lesson {
        let job = self.jobs[number];
        let view = self.recipe.views[job.view];
        let rows = &self.stages[job.stage].fit;
        let (x, offset) = self.frame.view(view);
        let x = x.select(Axis(0), rows);
        let of_row = |row: usize| self.frame.target[row] - offset.map_or(0.0, |offset| offset[row]);
        let targets: Vec<f64> = rows.iter().map(|&row| of_row(row)).collect();
        let recipe = &self.recipe;
        let fitted = self.fitted.entry((job.stage, job.view)).or_insert_with(|| {
            let (scaler, unit) = (Clipped::fit(x.view(), recipe.clip), Unit::of(&targets));
            let pieces = Pieces::fit(x.view(), recipe.pieces);
            let ridge = ridge(&scaler.apply(x.view()), &targets, unit, recipe.ridge);
            FittedView { view, scaler, pieces, unit, ridge, networks: Vec::new() }
        });
        let (z, inputs) = fitted.inputs(x.view());
        let line = fitted.ridge.predict(z.view());
        let left = targets
            .iter()
            .zip(&line)
            .map(|(target, line)| ((target - fitted.unit.mean) / fitted.unit.sd - line) as f32);
        let left: Vec<f32> = left.collect();
        let days = self.frame.days.as_ref();
        let days: Option<Vec<f64>> = days.map(|days| rows.iter().map(|&row| days[row]).collect());
        lesson(inputs, left, days.as_deref(), recipe)
    }

    fn fit_line(&self, rows: &[usize]) -> FittedLine {
        let x = self.frame.reference.select(Axis(0), rows);
        let targets = self.frame.target.select(Axis(0), rows).to_vec();
        let (scaler, unit) = (Clipped::fit(x.view(), self.recipe.clip), Unit::of(&targets));
        let ridge = ridge(&scaler.apply(x.view()), &targets, unit, self.recipe.ridge);
        FittedLine { scaler, unit, ridge }
    }

    fn end(&mut self, job: Job, network: Network<f32>) {
        if job.member == 0 {
            self.views.extend(self.fitted.get(&(job.stage, job.view)).cloned());
        }
        if let Some(view) = self.views.get_mut(job.view) {
            view.networks.push(network);
        }
        self.next += 1;
        if !job.last {
            return;
        }
        if job.stage + 1 == self.stages.len() {
            self.finish();
        } else {
            let views = std::mem::take(&mut self.views);
            let fold = &self.stages[job.stage];
            let stage = Forecaster { views, line: self.fit_line(&fold.fit), gate: Vec::new() };
            self.fold_parts.push(stage.parts(&self.frame, &fold.ahead));
        }
    }

    fn finish(&mut self) {
        let gate = self.shares();
        let views = std::mem::take(&mut self.views);
        let line = self.fit_line(self.fit_rows());
        self.forecaster = Some(Forecaster { views, line, gate });
    }

    /// What the folds together say of each part.
    fn shares(&self) -> Vec<f64> {
        let mut guess = vec![0.0; self.frame.parts()];
        (guess[0], guess[1]) = self.recipe.first_guess;
        if self.recipe.views.is_empty() {
            (guess[0], guess[1]) = (0.0, 1.0);
        }
        if self.fold_parts.is_empty() {
            return guess;
        }
        let parts: Vec<_> = self.fold_parts.iter().map(|parts| parts.view()).collect();
        let target = self.frame.target.select(Axis(0), &self.fold_rows());
        match ndarray::concatenate(Axis(0), &parts) {
            Ok(parts) => gate::shares(parts.view(), target.view(), self.recipe.prior, &guess),
            Err(_) => guess,
        }
    }

    /// The rows of all folds, one after the other.
    fn fold_rows(&self) -> Vec<usize> {
        self.stages.iter().flat_map(|stage| stage.ahead.iter().copied()).collect()
    }

    /// The rows that are learnt from.
    pub fn fit_rows(&self) -> &[usize] {
        self.stages.last().map_or(&[], |stage| &stage.fit)
    }

    /// What the folds said together, which nothing but the gate's few shares had seen; `None` without folds or before
    /// the end.
    pub fn calibration(&self) -> Option<Calibration> {
        let gate = Array1::from(self.forecaster.as_ref()?.gate.clone());
        let rows = self.fold_rows();
        let predictions: Vec<f64> =
            self.fold_parts.iter().flat_map(|parts| parts.dot(&gate).to_vec()).collect();
        // A recipe that was taken along without data does not know them.
        (!rows.is_empty() && rows.len() == predictions.len()).then_some(Calibration { rows, predictions })
    }

    /// Each fold: the rows that it predicted, and the RMSE of each part on them.
    pub fn origins(&self) -> Vec<(&[usize], Vec<f64>)> {
        let rmse = |part: ArrayView1<f64>, rows: &[usize]| {
            let squares: f64 =
                part.iter().zip(rows).map(|(said, &row)| (said - self.frame.target[row]).powi(2)).sum();
            (squares / rows.len().max(1) as f64).sqrt()
        };
        let stages = self.stages.iter().zip(&self.fold_parts);
        stages
            .map(|(stage, parts)| {
                let of_parts = parts.columns().into_iter().map(|part| rmse(part, &stage.ahead)).collect();
                (&stage.ahead[..], of_parts)
            })
            .collect()
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

    /// Steps done, also by others, and steps in all.
    pub fn progress(&self) -> (usize, usize) {
        let with_others: f64 = self
            .away
            .iter()
            .map(|(&number, share)| share * steps(self.rows_of(number).len(), &self.recipe) as f64)
            .sum();
        (self.steps_done + with_others as usize, self.steps)
    }

    /// Networks trained and networks in all.
    pub fn networks(&self) -> (usize, usize) {
        (self.next, self.jobs.len())
    }

    /// Epochs of all networks.
    pub fn epochs(&self) -> usize {
        self.epochs
    }

    /// The present α.
    pub fn learning_rate(&self) -> f64 {
        self.present.as_ref().map_or(self.recipe.learning_rate, |present| present.fit.rate(&self.recipe))
    }

    /// The recipe as it is carried out.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }
}

/// A ridge on standardised features and targets. Without rows or with a λ that does not help: the mean.
fn ridge(z: &Array2<f64>, targets: &[f64], unit: Unit, lambda: f64) -> Ridge {
    let scaled: Array1<f64> = targets.iter().map(|target| (target - unit.mean) / unit.sd).collect();
    Ridge::fit(z.view(), scaled.view(), lambda).unwrap_or_else(|| Ridge::constant(z.ncols(), 0.0))
}

#[cfg(test)]
mod tests {
    use super::super::recipe::RecipeName;
    use super::*;
    use crate::numeric::{Rng, Stream};

    /// Rows of y = |a| + noise/10, of which a second column says nothing.
    pub(super) fn frame(rows: usize) -> Arc<Frame> {
        let mut rng = Rng::new(3, Stream::Bootstrap);
        let x = Array2::from_shape_simple_fn((rows, 2), || rng.normal());
        let y = x.column(0).mapv(|a| a.abs() + 0.1 * rng.normal());
        Arc::new(Frame::of_rows(x, y, vec!["a".to_owned(), "b".to_owned()]))
    }

    pub(super) fn recipe() -> Recipe {
        Recipe { members: 2, hidden: vec![8], least_steps: 400, ..Recipe::of_rows(RecipeName::Recommended) }
    }

    fn done(frame: &Arc<Frame>, rows: Vec<usize>, groups: Option<&[usize]>, seed: u64) -> Work {
        let mut work = Work::new(Arc::clone(frame), rows, groups, recipe(), seed);
        while work.forecaster().is_none() {
            work.advance();
        }
        work
    }

    #[test]
    fn rows_without_time_are_learnt_and_each_is_predicted_by_networks_that_had_not_seen_it() {
        let frame = frame(260);
        let (fit, test): (Vec<usize>, Vec<usize>) = (0..260).partition(|row| row % 13 > 2);
        let work = done(&frame, fit.clone(), None, 1);
        assert_eq!(work.left_out(), LeftOut::Nothing);
        // Five parts with a network each, then two.
        assert_eq!(work.networks(), (7, 7));
        assert_eq!(work.progress().0, work.progress().1);
        let forecaster = work.forecaster().unwrap();
        assert!((forecaster.gate.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(forecaster.gate.len() == 3 && forecaster.gate[0] > 0.9, "{:?}", forecaster.gate);
        let rmse = |rows: &[usize], predicted: &[f64]| {
            let errors = rows.iter().zip(predicted).map(|(&row, own)| (frame.target[row] - own).powi(2));
            (errors.sum::<f64>() / rows.len() as f64).sqrt()
        };
        // The standard deviation of |a| is 0.6, of which no line explains anything.
        let own = rmse(&test, &forecaster.predict(&frame, &test).to_vec());
        assert!(own < 0.25, "{own}");
        let calibration = work.calibration().unwrap();
        assert!(rmse(&calibration.rows, &calibration.predictions) < 0.3);
        let mut rows = calibration.rows.clone();
        rows.sort_unstable();
        assert_eq!(rows, fit);
        // The mean is the last part.
        let mean = fit.iter().map(|&row| frame.target[row]).sum::<f64>() / fit.len() as f64;
        assert!((forecaster.parts(&frame, &test)[(0, 2)] - mean).abs() < 1e-12);
    }

    /// Others train networks meanwhile, give them back late, in another order, or not at all.
    #[test]
    fn with_others_it_comes_to_the_same_bits_and_tells_the_same_epochs() {
        let (frame, rows): (_, Vec<usize>) = (frame(80), (0..70).collect());
        let new = || Work::new(Arc::clone(&frame), rows.clone(), None, recipe(), 3);
        let (mut alone, mut told) = (new(), Vec::new());
        while alone.forecaster().is_none() {
            told.extend(alone.advance().epoch);
        }
        assert_eq!(told.len(), alone.epochs());
        for others in 1..=6 {
            let (mut work, mut epochs, mut errands, mut waits) = (new(), Vec::new(), Vec::new(), 0);
            assert!(work.hand_out().is_none(), "the first network is done here");
            while work.forecaster().is_none() {
                let advance = work.advance();
                epochs.extend(advance.epoch);
                if errands.len() < others {
                    errands.extend(work.hand_out());
                }
                if advance.waits {
                    waits += 1;
                    // The last one first; one of them is lost.
                    let (number, errand) = errands.pop().unwrap();
                    assert!(work.expects(number));
                    let mut shares = Vec::new();
                    let trained = errand.carry_out(&mut |share| shares.push(share)).unwrap();
                    assert!(shares.is_sorted() && shares.last() < Some(&1.0));
                    work.hears(number, 0.5);
                    assert!(work.progress().0 < work.progress().1);
                    work.take_back(number, (waits != 2).then_some(trained));
                }
            }
            assert!(waits > 0 && errands.is_empty());
            assert_eq!(work.forecaster(), alone.forecaster(), "with {others} others");
            assert_eq!(work.calibration(), alone.calibration());
            assert_eq!(work.progress(), alone.progress());
            assert_eq!(epochs, told);
        }
    }

    #[test]
    fn a_seed_says_everything() {
        let (frame, rows): (_, Vec<usize>) = (frame(80), (0..70).collect());
        let forecasters = [1, 1, 2].map(|seed| done(&frame, rows.clone(), None, seed));
        assert_eq!(forecasters[0].forecaster(), forecasters[1].forecaster());
        assert_ne!(forecasters[0].forecaster(), forecasters[2].forecaster());
    }

    #[test]
    fn few_rows_get_the_line_and_one_group_no_gate() {
        let frame = frame(80);
        let work = done(&frame, (0..49).collect(), None, 1);
        assert_eq!((work.left_out(), work.networks()), (LeftOut::FewRows, (0, 0)));
        assert_eq!(work.forecaster().unwrap().gate, [0.0, 1.0, 0.0]);
        assert_eq!(work.calibration(), None);
        let work = done(&frame, (0..60).collect(), Some(&[4; 60]), 1);
        assert_eq!((work.left_out(), work.networks()), (LeftOut::OneGroup, (2, 2)));
        assert_eq!(work.forecaster().unwrap().gate, [1.0, 0.0, 0.0]);
        let groups: Vec<usize> = (0..60).map(|row| row / 30).collect();
        let work = done(&frame, (0..60).collect(), Some(&groups), 1);
        assert_eq!((work.left_out(), work.networks()), (LeftOut::Nothing, (4, 4)));
    }
}
