//! What learns in a run: one network as a person set it up, or a recipe for each target.

use std::sync::Arc;

use ndarray::{Array2, Axis};

use super::protocol::{PartShare, RecipeReport, TrainError};
use crate::data::{Dataset, Table};
use crate::evaluation::{BaselineName, Evaluated};
use crate::forecast::{Frame, FrameError, Recipe, RecipeName, Work};
use crate::formats::Model;
use crate::training::{
    Divergence, DivergenceReason, EpochReport, Method, Outcome, Settings, StepReport, Trainer, TrainingData,
};

/// What learns.
pub(super) enum Learner {
    Network(Box<Trainer>),
    Recipe(RecipeRun),
}

impl Learner {
    pub(super) fn new(
        dataset: &Arc<Dataset>,
        table: &Table,
        settings: &Settings,
    ) -> Result<Self, TrainError> {
        let config = settings.check()?;
        let name = match settings.method {
            Method::Recommended => RecipeName::Recommended,
            Method::Quick => RecipeName::Quick,
            Method::Network => {
                let rows = |rows: &[usize]| dataset.features.select(Axis(0), rows);
                let targets = |rows: &[usize]| dataset.scaled_targets.select(Axis(0), rows);
                let data = TrainingData {
                    x_train: rows(&dataset.split.train),
                    y_train: targets(&dataset.split.train),
                    x_validation: rows(&dataset.split.validation),
                    y_validation: targets(&dataset.split.validation),
                };
                let trainer = Trainer::new(config, Arc::new(data))
                    .map_err(|_no_rows| TrainError::PatienceWithoutValidation)?;
                return Ok(Self::Network(Box::new(trainer)));
            }
        };
        RecipeRun::new(dataset, table, name, settings.seed).map(Self::Recipe).map_err(TrainError::Recipe)
    }

    pub(super) fn step(&mut self) -> StepReport {
        match self {
            Self::Network(trainer) => trainer.step(),
            Self::Recipe(run) => run.step(),
        }
    }

    pub(super) fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::Network(trainer) => trainer.outcome(),
            Self::Recipe(run) => run.outcome.as_ref(),
        }
    }

    pub(super) fn set_learning_rate(&mut self, learning_rate: f64) {
        // A recipe has a plan of its own.
        if let Self::Network(trainer) = self {
            trainer.set_learning_rate(learning_rate);
        }
    }

    pub(super) fn learning_rate(&self) -> f64 {
        match self {
            Self::Network(trainer) => trainer.learning_rate(),
            Self::Recipe(run) => run.work().learning_rate(),
        }
    }

    /// The training loss before the first step, where there is one loss.
    pub(super) fn initial_loss(&self) -> Option<f64> {
        match self {
            Self::Network(trainer) => Some(trainer.initial_loss()),
            Self::Recipe(_) => None,
        }
    }

    /// The rows of the data set that it learns from.
    pub(super) fn fit_rows(&self, dataset: &Dataset) -> Vec<usize> {
        match self {
            Self::Network(_) => dataset.split.train.clone(),
            Self::Recipe(run) => (0..run.fit_rows).collect(),
        }
    }

    /// Weights and biases of all networks.
    pub(super) fn parameters(&self) -> u32 {
        let parameters = match self {
            Self::Network(trainer) => trainer.network().parameters().len(),
            Self::Recipe(run) => run.parameters(),
        };
        parameters as u32
    }

    /// CRC-32 of all weights' bits.
    pub(super) fn fingerprint(&self) -> u32 {
        match self {
            Self::Network(trainer) => trainer.network().fingerprint(),
            Self::Recipe(run) => {
                let networks = run
                    .works
                    .iter()
                    .filter_map(Work::forecaster)
                    .flat_map(|forecaster| forecaster.networks());
                networks.fold(0_u32, |sum, network| sum.rotate_left(1) ^ network.fingerprint())
            }
        }
    }

    pub(super) fn steps_per_epoch(&self) -> u32 {
        match self {
            Self::Network(trainer) => trainer.steps_per_epoch() as u32,
            Self::Recipe(_) => 0,
        }
    }

    /// Epochs in all.
    pub(super) fn epochs(&self, settings: &Settings) -> u32 {
        match self {
            Self::Network(_) => settings.epochs,
            Self::Recipe(run) => {
                run.works.iter().map(|work| (work.networks().1 * work.recipe().epochs) as u32).sum()
            }
        }
    }

    /// Whole epochs done, and steps in the one that is under way.
    pub(super) fn epochs_done(&self) -> (u32, u32) {
        match self {
            Self::Network(trainer) => (trainer.epochs_done(), trainer.steps_in_epoch()),
            Self::Recipe(run) => (run.epochs_done, 0),
        }
    }

    /// How much of the work is done, from 0 to 1.
    pub(super) fn share_done(&self, settings: &Settings) -> f64 {
        match self {
            Self::Network(trainer) => {
                let steps = f64::from(trainer.steps_in_epoch()) / trainer.steps_per_epoch().max(1) as f64;
                ((f64::from(trainer.epochs_done()) + steps) / f64::from(settings.epochs.max(1))).min(1.0)
            }
            Self::Recipe(run) => {
                let (done, all) = run
                    .works
                    .iter()
                    .map(Work::progress)
                    .fold((0, 0), |sum, work| (sum.0 + work.0, sum.1 + work.1));
                done as f64 / all.max(1) as f64
            }
        }
    }

    /// Predictions `[rows, targets]` in the targets' units for rows of the data set; `None` where nothing can be said
    /// of them yet without having seen them.
    pub(super) fn predict(&mut self, dataset: &Dataset, rows: &[usize]) -> Option<Array2<f64>> {
        match self {
            Self::Network(trainer) => {
                let scaled = trainer.predict(dataset.features.select(Axis(0), rows).view());
                Some(dataset.inputs.target_scaler.unscale(scaled.view()))
            }
            Self::Recipe(run) => run.predict(rows),
        }
    }

    pub(super) fn model(&self) -> Option<Model> {
        match self {
            Self::Network(trainer) => Some(Model::Network(trainer.network().clone())),
            Self::Recipe(run) => {
                let all: Option<Vec<_>> = run.works.iter().map(|work| work.forecaster().cloned()).collect();
                Some(Model::Recipe(all?))
            }
        }
    }

    /// What a recipe did and how its parts are trusted, a target each.
    pub(super) fn recipe_reports(&self) -> Vec<RecipeReport> {
        match self {
            Self::Network(_) => Vec::new(),
            Self::Recipe(run) => run.works.iter().filter_map(|work| run.report(work)).collect(),
        }
    }
}

/// A recipe for each target, one after the other.
pub(super) struct RecipeRun {
    name: RecipeName,
    works: Vec<Work>,
    present: usize,
    epochs_done: u32,
    outcome: Option<Outcome>,
    fit_rows: usize,
}

impl RecipeRun {
    fn new(dataset: &Dataset, table: &Table, name: RecipeName, seed: u64) -> Result<Self, FrameError> {
        if !is_chronological(dataset) {
            return Err(if dataset.times.is_none() {
                FrameError::NoTime
            } else {
                FrameError::NotChronological
            });
        }
        let fit_rows = dataset.split.train.len() + dataset.split.validation.len();
        let works = (0..dataset.inputs.targets.len()).map(|target| {
            let frame = Frame::new(table, &dataset.inputs, target, &dataset.rows)?;
            Ok(Work::new(Arc::new(frame), fit_rows, Recipe::named(name), seed))
        });
        let works = works.collect::<Result<Vec<_>, _>>()?;
        let done = works.iter().all(|work| work.forecaster().is_some());
        let outcome = done.then_some(Outcome::Finished);
        Ok(Self { name, works, present: 0, epochs_done: 0, outcome, fit_rows })
    }

    fn work(&self) -> &Work {
        &self.works[self.present.min(self.works.len() - 1)]
    }

    fn step(&mut self) -> StepReport {
        while self.works.get(self.present).is_some_and(|work| work.forecaster().is_some()) {
            self.present += 1;
        }
        let Some(work) = self.works.get_mut(self.present) else {
            self.outcome = Some(Outcome::Finished);
            return StepReport { rows: 0, loss: f64::NAN, epoch: None, outcome: self.outcome.clone() };
        };
        let learning_rate = work.learning_rate();
        let advance = work.advance();
        if !advance.loss.is_finite() {
            self.outcome = Some(Outcome::Diverged(Divergence {
                epoch: self.epochs_done + 1,
                reason: DivergenceReason::NotFinite,
                loss: advance.loss,
                initial_loss: f64::NAN,
                steepest: None,
            }));
        }
        let epoch = advance.epoch.map(|train_loss| {
            self.epochs_done += 1;
            EpochReport { epoch: self.epochs_done, train_loss, validation_loss: None, learning_rate }
        });
        if self.works.iter().all(|work| work.forecaster().is_some()) {
            self.outcome = Some(Outcome::Finished);
        }
        StepReport { rows: advance.rows, loss: advance.loss, epoch, outcome: self.outcome.clone() }
    }

    /// Rows behind those of the fit by the forecast, rows of the folds by networks that had not seen them.
    fn predict(&self, rows: &[usize]) -> Option<Array2<f64>> {
        let mut values = Array2::zeros((rows.len(), self.works.len()));
        for (work, mut column) in self.works.iter().zip(values.columns_mut()) {
            let forecaster = work.forecaster()?;
            let folds = work.calibration();
            let ahead = forecaster.predict(work.frame(), self.fit_rows..work.frame().rows());
            for (into, &row) in column.iter_mut().zip(rows) {
                *into = match (row.checked_sub(self.fit_rows), &folds) {
                    (Some(place), _) => ahead[place],
                    (None, Some(folds)) if folds.rows.contains(&row) => {
                        folds.predictions[row - folds.rows.start]
                    }
                    (None, _) => return None,
                };
            }
        }
        Some(values)
    }

    fn parameters(&self) -> usize {
        let done = |work: &Work| -> usize {
            let networks = work.forecaster().into_iter().flat_map(|forecaster| forecaster.networks());
            networks.map(|network| network.parameters().len()).sum()
        };
        self.works.iter().map(done).sum()
    }

    fn report(&self, work: &Work) -> Option<RecipeReport> {
        let forecaster = work.forecaster()?;
        let frame = work.frame();
        let names = [None, Some(BaselineName::Linear)]
            .into_iter()
            .chain(frame.spans.iter().map(|span| Some(BaselineName::Before(*span))));
        let parts = forecaster.parts(frame, self.fit_rows..frame.rows());
        let targets = frame.target.slice(ndarray::s![self.fit_rows..]);
        let shares = names.zip(&forecaster.gate).zip(parts.columns()).map(|((name, &share), predictions)| {
            PartShare { name, share, test: Evaluated { targets, predictions }.metrics() }
        });
        let folds = work.calibration().map(|folds| {
            let actual: ndarray::Array1<f64> = folds.rows.clone().map(|row| frame.target[row]).collect();
            let predictions = ndarray::Array1::from(folds.predictions);
            Evaluated { targets: actual.view(), predictions: predictions.view() }.metrics()
        });
        Some(RecipeReport {
            name: self.name,
            recipe: work.recipe().clone(),
            left_out: work.left_out(),
            rows: self.fit_rows as u32,
            features: frame.names.clone(),
            shares: shares.collect(),
            folds,
        })
    }
}

/// Whether the test rows are the last ones, behind validation and training rows.
fn is_chronological(dataset: &Dataset) -> bool {
    let split = &dataset.split;
    let order = split.train.iter().chain(&split.validation).chain(&split.test);
    dataset.times.is_some() && order.copied().eq(0..dataset.rows.len())
}
