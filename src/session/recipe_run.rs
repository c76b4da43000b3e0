//! A recipe in a run: a forecaster for each target, one after the other.

use std::sync::Arc;

use ndarray::Array2;

use super::judge::CalibrationRows;
use super::learner::Learner;
use super::protocol::{PartShare, RecipeReport};
use super::subject::{Input, Matter, Subject};
use crate::data::{Dataset, Table};
use crate::evaluation::{BaselineName, Evaluated};
use crate::forecast::{Frame, FrameError, Recipe, RecipeName, Work};
use crate::formats::Model;
use crate::training::{Divergence, DivergenceReason, EpochReport, Method, Outcome, Settings, StepReport};

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
    pub(super) fn new(dataset: &Dataset, table: &Table, settings: &Settings) -> Result<Self, FrameError> {
        let name = match settings.method {
            Method::Quick => RecipeName::Quick,
            Method::Network | Method::Recommended => RecipeName::Recommended,
        };
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
            Ok(Work::new(Arc::new(frame), fit_rows, Recipe::named(name), settings.seed))
        });
        let works = works.collect::<Result<Vec<_>, _>>()?;
        let done = works.iter().all(|work| work.forecaster().is_some());
        let outcome = done.then_some(Outcome::Finished);
        Ok(Self { name, works, present: 0, epochs_done: 0, outcome, fit_rows })
    }

    fn work(&self) -> &Work {
        &self.works[self.present.min(self.works.len() - 1)]
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

impl Learner for RecipeRun {
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
        (0..self.fit_rows).collect()
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
        self.works.iter().map(|work| (work.networks().1 * work.recipe().epochs) as u32).sum()
    }

    fn epochs_done(&self) -> (u32, u32) {
        (self.epochs_done, 0)
    }

    fn share_done(&self) -> f64 {
        let add = |sum: (usize, usize), work: (usize, usize)| (sum.0 + work.0, sum.1 + work.1);
        let (done, all) = self.works.iter().map(Work::progress).fold((0, 0), add);
        done as f64 / all.max(1) as f64
    }

    /// Rows behind those of the fit by the forecast, rows of the folds by networks that had not seen them.
    fn predict(&mut self, _dataset: &Dataset, rows: &[usize]) -> Option<Array2<f64>> {
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

    fn model(&self) -> Option<Model> {
        let all: Option<Vec<_>> = self.works.iter().map(|work| work.forecaster().cloned()).collect();
        all.map(Model::Recipe)
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
                    None if name.starts_with("hour") => Matter::Hour,
                    None if name.starts_with("season") => Matter::Season,
                    None => Matter::Weekday,
                },
                name: name.to_owned(),
            }
        });
        let inputs = inputs.collect();
        let (test, fit) = (ndarray::s![self.fit_rows.., ..], ndarray::s![..self.fit_rows, ..]);
        let (known, test) = (flat.slice(fit).to_owned(), flat.slice(test).to_owned());
        let model = move |x: ndarray::ArrayView2<f64>| {
            let own = frame.with_flat(x);
            forecaster.predict(&own, 0..own.rows())
        };
        Some(Subject { inputs, known, test, model: Box::new(model) })
    }

    fn calibration(&mut self, dataset: &Dataset, target: usize) -> Option<CalibrationRows> {
        let work = self.works.get(target)?;
        let folds = work.calibration()?;
        Some(CalibrationRows {
            targets: folds.rows.clone().map(|row| work.frame().target[row]).collect(),
            times: dataset.times.as_ref().map(|times| times[folds.rows.clone()].to_vec()),
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
