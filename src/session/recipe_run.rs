//! A recipe in a run: a forecaster for each target, one after the other.

use std::sync::Arc;

use ndarray::{Array2, Axis};

use super::crew::Member;
use super::judge::CalibrationRows;
use super::learner::Learner;
use super::protocol::{OriginReport, PartShare, RecipeReport};
use super::subject::{Input, Matter, Subject};
use crate::data::{Dataset, Table};
use crate::evaluation::{BaselineName, Evaluated};
use crate::forecast::{
    EpochOfMember, Frame, FrameError, MemberErrand, Recipe, RecipeName, SavedWork, TrainedMember, Work,
};
use crate::formats::{Model, RunState};
use crate::training::{Divergence, DivergenceReason, EpochReport, Method, Outcome, Settings, StepReport};

/// A recipe for each target, one after the other.
pub(super) struct RecipeRun {
    name: RecipeName,
    works: Vec<Work>,
    present: usize,
    epochs_done: u32,
    outcome: Option<Outcome>,
    /// The rows that are learnt from, and those of the test.
    fit_rows: Vec<usize>,
    test_rows: Vec<usize>,
    /// The times of the data set's rows, where there are any.
    times: Option<Vec<i64>>,
}

/// What a target's work begins with.
struct Begun {
    frame: Arc<Frame>,
    fit_rows: Vec<usize>,
    groups: Option<Vec<usize>>,
    recipe: Recipe,
    seed: u64,
}

impl RecipeRun {
    /// # Errors
    /// A table with time that cannot be looked back at, or whose test rows are not the last ones.
    pub(super) fn new(dataset: &Dataset, table: &Table, settings: &Settings) -> Result<Self, FrameError> {
        let begin = |begun: Begun| {
            Ok(Work::new(begun.frame, begun.fit_rows, begun.groups.as_deref(), begun.recipe, begun.seed))
        };
        Self::with(dataset, table, settings, begin)
    }

    /// A recipe that was put aside, on the rows that it learns from. The inner error is of works that are not this one's.
    pub(super) fn resume(
        dataset: &Dataset,
        table: &Table,
        settings: &Settings,
        (saved, outcome): (Vec<SavedWork>, Option<Outcome>),
    ) -> Result<Self, Option<FrameError>> {
        if saved.len() != dataset.inputs.targets.len() {
            return Err(None);
        }
        let mut saved = saved.into_iter();
        let go_on = |begun: Begun| {
            let saved = saved.next().ok_or(None)?;
            let groups = begun.groups.as_deref();
            Work::resume(begun.frame, begun.fit_rows, groups, begun.recipe, begun.seed, saved).ok_or(None)
        };
        let mut run = Self::with(dataset, table, settings, go_on)?;
        run.epochs_done = run.works.iter().map(Work::epochs_trained).sum::<usize>() as u32;
        run.outcome = run.outcome.or(outcome.filter(|outcome| matches!(outcome, Outcome::Diverged(_))));
        Ok(run)
    }

    fn with<E: From<FrameError>>(
        dataset: &Dataset,
        table: &Table,
        settings: &Settings,
        mut work: impl FnMut(Begun) -> Result<Work, E>,
    ) -> Result<Self, E> {
        let name = match settings.method {
            Method::Quick => RecipeName::Quick,
            Method::Network | Method::Recommended => RecipeName::Recommended,
        };
        if dataset.times.is_some() && !is_chronological(dataset) {
            return Err(FrameError::NotChronological.into());
        }
        let mut fit_rows = [&dataset.split.train[..], &dataset.split.validation[..]].concat();
        fit_rows.sort_unstable();
        let groups: Option<Vec<usize>> =
            dataset.groups.as_ref().map(|groups| fit_rows.iter().map(|&row| groups[row]).collect());
        let works = (0..dataset.inputs.targets.len()).map(|target| {
            let (frame, recipe) = if dataset.times.is_some() {
                (Frame::new(table, &dataset.inputs, target, &dataset.rows)?, Recipe::ahead(name))
            } else {
                let names = dataset.inputs.features.iter().map(|feature| feature.name()).collect();
                let own = dataset.targets.column(target).to_owned();
                (Frame::of_rows(dataset.raw_features().to_array(), own, names), Recipe::of_rows(name))
            };
            let begun = Begun {
                frame: Arc::new(frame),
                fit_rows: fit_rows.clone(),
                groups: groups.clone(),
                recipe,
                seed: settings.seed,
            };
            work(begun)
        });
        let works = works.collect::<Result<Vec<_>, E>>()?;
        let done = works.iter().all(|work| work.forecaster().is_some());
        let outcome = done.then_some(Outcome::Finished);
        let test_rows = dataset.split.test.clone();
        Ok(Self {
            name,
            works,
            present: 0,
            epochs_done: 0,
            outcome,
            fit_rows,
            test_rows,
            times: dataset.times.clone(),
        })
    }

    fn work(&self) -> &Work {
        &self.works[self.present.min(self.works.len() - 1)]
    }

    fn report(&self, work: &Work) -> Option<RecipeReport> {
        let forecaster = work.forecaster()?;
        let frame = work.frame();
        // Without time, the mean stands where the values of before do.
        let before = frame.spans.iter().map(|span| BaselineName::Before(*span));
        let mean = frame.days.is_none().then_some(BaselineName::Mean);
        let names = [None, Some(BaselineName::Linear)].into_iter().chain(before.chain(mean).map(Some));
        let parts = forecaster.parts(frame, &self.test_rows);
        let targets = frame.target.select(Axis(0), &self.test_rows);
        let shares = names.zip(&forecaster.gate).zip(parts.columns()).map(|((name, &share), predictions)| {
            PartShare { name, share, test: Evaluated { targets: targets.view(), predictions }.metrics() }
        });
        let folds = work.calibration().map(|folds| {
            let actual = frame.target.select(Axis(0), &folds.rows);
            let predictions = ndarray::Array1::from(folds.predictions);
            Evaluated { targets: actual.view(), predictions: predictions.view() }.metrics()
        });
        let origins = work.origins().into_iter().map(|(rows, rmse)| OriginReport {
            times: rows
                .first()
                .zip(rows.last())
                .and_then(|(&first, &last)| self.times.as_ref().map(|times| (times[first], times[last]))),
            rows: rows.len() as u32,
            rmse,
        });
        Some(RecipeReport {
            name: self.name,
            recipe: work.recipe().clone(),
            left_out: work.left_out(),
            rows: self.fit_rows.len() as u32,
            features: frame.names.clone(),
            shares: shares.collect(),
            folds,
            origins: origins.collect(),
        })
    }
}

impl Learner for RecipeRun {
    fn step(&mut self) -> StepReport {
        while self.works.get(self.present).is_some_and(|work| work.forecaster().is_some()) {
            self.present += 1;
        }
        let Some(work) = self.works.get_mut(self.present) else {
            self.outcome = Some(Outcome::Finished);
            return StepReport::nothing(self.outcome.clone());
        };
        let advance = work.advance();
        let told = [advance.loss, advance.epoch.map(|epoch| epoch.loss)];
        if let Some(loss) = told.into_iter().flatten().find(|loss| !loss.is_finite()) {
            self.outcome = Some(Outcome::Diverged(Divergence {
                epoch: self.epochs_done + 1,
                reason: DivergenceReason::NotFinite,
                loss,
                initial_loss: f64::NAN,
                steepest: None,
            }));
        }
        let epoch = advance.epoch.map(|EpochOfMember { loss, learning_rate }| {
            self.epochs_done += 1;
            EpochReport { epoch: self.epochs_done, train_loss: loss, validation_loss: None, learning_rate }
        });
        if self.works.iter().all(|work| work.forecaster().is_some()) {
            self.outcome = Some(Outcome::Finished);
        }
        StepReport {
            rows: advance.rows,
            loss: advance.loss,
            epoch,
            outcome: self.outcome.clone(),
            waits: advance.waits,
        }
    }

    fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// A recipe has a plan of its own for α.
    fn set_learning_rate(&mut self, _learning_rate: f64) {}

    fn learning_rate(&self) -> f64 {
        self.work().learning_rate()
    }

    fn initial_loss(&self) -> Option<f64> {
        None
    }

    fn fit_rows(&self, _dataset: &Dataset) -> Vec<usize> {
        self.fit_rows.clone()
    }

    fn parameters(&self) -> u32 {
        let done = |work: &Work| -> usize {
            let networks = work.forecaster().into_iter().flat_map(|forecaster| forecaster.networks());
            networks.map(|network| network.parameters().len()).sum()
        };
        self.works.iter().map(done).sum::<usize>() as u32
    }

    fn fingerprint(&self) -> u32 {
        let networks =
            self.works.iter().filter_map(Work::forecaster).flat_map(|forecaster| forecaster.networks());
        networks.fold(0_u32, |sum, network| sum.rotate_left(1) ^ network.fingerprint())
    }

    fn steps_per_epoch(&self) -> u32 {
        0
    }

    fn epochs(&self) -> u32 {
        self.works.iter().map(|work| work.epochs() as u32).sum()
    }

    fn epochs_done(&self) -> (u32, u32) {
        (self.epochs_done, 0)
    }

    fn share_done(&self) -> f64 {
        let add = |sum: (usize, usize), work: (usize, usize)| (sum.0 + work.0, sum.1 + work.1);
        let (done, all) = self.works.iter().map(Work::progress).fold((0, 0), add);
        done as f64 / all.max(1) as f64
    }

    /// Rows of the test by the forecast, rows of the folds by networks that had not seen them.
    fn predict(&mut self, _dataset: &Dataset, rows: &[usize]) -> Option<Array2<f64>> {
        let mut values = Array2::zeros((rows.len(), self.works.len()));
        for (work, mut column) in self.works.iter().zip(values.columns_mut()) {
            let ahead = work.forecaster()?.predict(work.frame(), &self.test_rows);
            let mut known = vec![None; work.frame().rows()];
            for (&row, &value) in self.test_rows.iter().zip(&ahead) {
                known[row] = Some(value);
            }
            if let Some(folds) = work.calibration() {
                for (&row, &value) in folds.rows.iter().zip(&folds.predictions) {
                    known[row] = Some(value);
                }
            }
            for (into, &row) in column.iter_mut().zip(rows) {
                *into = known.get(row).copied().flatten()?;
            }
        }
        Some(values)
    }

    fn model(&self) -> Option<Model> {
        let all: Option<Vec<_>> = self.works.iter().map(|work| work.forecaster().cloned()).collect();
        all.map(Model::Recipe)
    }

    fn hand_out(&mut self) -> Option<(Member, MemberErrand)> {
        let target = self.present;
        let (network, errand) = self.works.get_mut(target)?.hand_out()?;
        Some((Member { target, network }, errand))
    }

    fn expects(&self, member: Member) -> bool {
        self.works.get(member.target).is_some_and(|work| work.expects(member.network))
    }

    fn hears(&mut self, member: Member, share: f64) {
        if let Some(work) = self.works.get_mut(member.target) {
            work.hears(member.network, share);
        }
    }

    fn take_back(&mut self, member: Member, trained: Option<TrainedMember>) {
        if let Some(work) = self.works.get_mut(member.target) {
            work.take_back(member.network, trained);
        }
    }

    /// The epochs of the network that is under way are done again.
    fn save(&self) -> (RunState, Option<usize>) {
        let epochs = self.works.iter().map(Work::epochs_trained).sum();
        (RunState::Recipe(self.works.iter().map(Work::save).collect()), Some(epochs))
    }

    fn recipe_reports(&self) -> Vec<RecipeReport> {
        self.works.iter().filter_map(|work| self.report(work)).collect()
    }

    fn subject(&self, dataset: &Dataset, target: usize) -> Option<Subject> {
        let work = self.works.get(target)?;
        let (forecaster, frame) = (work.forecaster()?.clone(), Arc::clone(work.frame()));
        let flat = frame.flat();
        let known = dataset.inputs.known_columns();
        let inputs = (0..flat.ncols()).map(|column| {
            let name = frame.flat_name(column).unwrap_or_default();
            let of_column = known.iter().find(|own| {
                name == **own || name.starts_with(&format!("{own}=")) || name.starts_with(&format!("{own} −"))
            });
            Input {
                free: of_column.is_some_and(|own| name == *own),
                matter: match of_column {
                    _ if frame.is_past(column) => Matter::Past(dataset.inputs.targets[target].clone()),
                    Some(own) => Matter::Column((*own).to_owned()),
                    // Without time, nothing but columns varies.
                    None if frame.rhythm.is_none() => {
                        Matter::Column(known.first().copied().unwrap_or_default().to_owned())
                    }
                    None if name.starts_with("hour") => Matter::Hour,
                    None if name.starts_with("season") => Matter::Season,
                    None => Matter::Weekday,
                },
                name: name.to_owned(),
            }
        });
        let inputs = inputs.collect();
        let rows = |rows: &[usize]| flat.select(Axis(0), rows);
        let (known, test) = (rows(&self.fit_rows), rows(&self.test_rows));
        let model = move |x: ndarray::ArrayView2<f64>| {
            let own = frame.with_flat(x);
            let all: Vec<usize> = (0..own.rows()).collect();
            forecaster.predict(&own, &all)
        };
        Some(Subject { inputs, known, test, model: Box::new(model) })
    }

    fn calibration(&mut self, dataset: &Dataset, target: usize) -> Option<CalibrationRows> {
        let work = self.works.get(target)?;
        let folds = work.calibration()?;
        Some(CalibrationRows {
            targets: folds.rows.iter().map(|&row| work.frame().target[row]).collect(),
            times: dataset.times.as_ref().map(|times| folds.rows.iter().map(|&row| times[row]).collect()),
            predictions: folds.predictions,
        })
    }
}

/// Whether the test rows are the last ones, behind validation and training rows.
fn is_chronological(dataset: &Dataset) -> bool {
    let split = &dataset.split;
    let order = split.train.iter().chain(&split.validation).chain(&split.test);
    dataset.times.is_some() && order.copied().eq(0..dataset.rows.len())
}
