//! What learns in a run: one network as a person set it up, or a recipe for each target.

use std::sync::Arc;

use ndarray::{Array2, Axis};

use super::judge::CalibrationRows;
use super::protocol::{RecipeReport, TrainError};
use crate::data::{Dataset, Table};
use crate::formats::Model;
use crate::training::{Method, NoValidationRows, Outcome, Settings, StepReport, Trainer, TrainingData};

/// What learns.
pub(super) trait Learner {
    /// One batch.
    fn step(&mut self) -> StepReport;
    /// How it ended, if it did.
    fn outcome(&self) -> Option<&Outcome>;
    /// Changes α from the next step on, where α is a person's to change.
    fn set_learning_rate(&mut self, learning_rate: f64);
    /// α.
    fn learning_rate(&self) -> f64;
    /// The training loss before the first step, where there is one loss.
    fn initial_loss(&self) -> Option<f64>;
    /// The rows of the data set that it learns from.
    fn fit_rows(&self, dataset: &Dataset) -> Vec<usize>;
    /// Weights and biases of all networks.
    fn parameters(&self) -> u32;
    /// CRC-32 of all weights' bits.
    fn fingerprint(&self) -> u32;
    /// Steps in an epoch; 0 where epochs differ.
    fn steps_per_epoch(&self) -> u32;
    /// Epochs in all.
    fn epochs(&self) -> u32;
    /// Whole epochs done, and steps in the one that is under way.
    fn epochs_done(&self) -> (u32, u32);
    /// How much of the work is done, from 0 to 1.
    fn share_done(&self) -> f64;
    /// Predictions `[rows, targets]` in the targets' units for rows of the data set; `None` where nothing can be said
    /// of them without having seen them.
    fn predict(&mut self, dataset: &Dataset, rows: &[usize]) -> Option<Array2<f64>>;
    /// The model, when it is ready.
    fn model(&self) -> Option<Model>;
    /// What a recipe did and how its parts are trusted, a target each.
    #[cfg_attr(
        not(any(not(target_arch = "wasm32"), feature = "lab")),
        expect(dead_code, reason = "the lab asks for it")
    )]
    fn recipe_reports(&self) -> Vec<RecipeReport>;
    /// Rows by which a target's intervals are calibrated: predictions by networks that had not seen them.
    #[cfg_attr(
        not(any(not(target_arch = "wasm32"), feature = "lab")),
        expect(dead_code, reason = "the lab asks for it")
    )]
    fn calibration(&mut self, dataset: &Dataset, target: usize) -> Option<CalibrationRows>;
}

/// What learns by these settings.
pub(super) fn learner(
    dataset: &Arc<Dataset>,
    table: &Table,
    settings: &Settings,
) -> Result<Box<dyn Learner>, TrainError> {
    match settings.method {
        Method::Network => Ok(Box::new(NetworkRun::new(dataset, settings, None)?)),
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        Method::Recommended | Method::Quick => super::recipe_run::RecipeRun::new(dataset, table, settings)
            .map(|run| Box::new(run) as Box<dyn Learner>)
            .map_err(TrainError::Recipe),
        #[cfg(not(any(not(target_arch = "wasm32"), feature = "lab")))]
        Method::Recommended | Method::Quick => {
            let _ = table;
            Err(TrainError::NoLab)
        }
    }
}

/// One network.
pub(super) struct NetworkRun {
    trainer: Trainer,
    epochs: u32,
}

impl NetworkRun {
    /// A fresh network, or one that was trained elsewhere by the same settings and on the same rows.
    pub(super) fn new(
        dataset: &Dataset,
        settings: &Settings,
        trained: Option<(Vec<f32>, Outcome)>,
    ) -> Result<Self, TrainError> {
        let config = settings.check()?;
        let rows = |rows: &[usize]| dataset.features.select(Axis(0), rows);
        let targets = |rows: &[usize]| dataset.scaled_targets.select(Axis(0), rows);
        let data = TrainingData {
            x_train: rows(&dataset.split.train),
            y_train: targets(&dataset.split.train),
            x_validation: rows(&dataset.split.validation),
            y_validation: targets(&dataset.split.validation),
        };
        let mut trainer = Trainer::new(config, Arc::new(data))
            .map_err(|NoValidationRows| TrainError::PatienceWithoutValidation)?;
        if let Some((parameters, outcome)) = trained {
            trainer.adopt(&parameters, outcome);
        }
        Ok(Self { trainer, epochs: settings.epochs })
    }
}

impl Learner for NetworkRun {
    fn step(&mut self) -> StepReport {
        self.trainer.step()
    }

    fn outcome(&self) -> Option<&Outcome> {
        self.trainer.outcome()
    }

    fn set_learning_rate(&mut self, learning_rate: f64) {
        self.trainer.set_learning_rate(learning_rate);
    }

    fn learning_rate(&self) -> f64 {
        self.trainer.learning_rate()
    }

    fn initial_loss(&self) -> Option<f64> {
        Some(self.trainer.initial_loss())
    }

    fn fit_rows(&self, dataset: &Dataset) -> Vec<usize> {
        dataset.split.train.clone()
    }

    fn parameters(&self) -> u32 {
        self.trainer.network().parameters().len() as u32
    }

    fn fingerprint(&self) -> u32 {
        self.trainer.network().fingerprint()
    }

    fn steps_per_epoch(&self) -> u32 {
        self.trainer.steps_per_epoch() as u32
    }

    fn epochs(&self) -> u32 {
        self.epochs
    }

    fn epochs_done(&self) -> (u32, u32) {
        (self.trainer.epochs_done(), self.trainer.steps_in_epoch())
    }

    fn share_done(&self) -> f64 {
        let (epochs, steps) = self.epochs_done();
        let part = f64::from(steps) / f64::from(self.steps_per_epoch().max(1));
        ((f64::from(epochs) + part) / f64::from(self.epochs.max(1))).min(1.0)
    }

    fn predict(&mut self, dataset: &Dataset, rows: &[usize]) -> Option<Array2<f64>> {
        let scaled = self.trainer.predict(dataset.features.select(Axis(0), rows).view());
        Some(dataset.inputs.target_scaler.unscale(scaled.view()))
    }

    fn model(&self) -> Option<Model> {
        Some(Model::Network(self.trainer.network().clone()))
    }

    fn recipe_reports(&self) -> Vec<RecipeReport> {
        Vec::new()
    }

    fn calibration(&mut self, dataset: &Dataset, target: usize) -> Option<CalibrationRows> {
        let rows = &dataset.split.validation;
        let predictions = self.predict(dataset, rows)?;
        (!rows.is_empty()).then(|| CalibrationRows {
            targets: rows.iter().map(|&row| dataset.targets[(row, target)]).collect(),
            predictions: predictions.column(target).to_vec(),
            times: dataset.times.as_ref().map(|times| rows.iter().map(|&row| times[row]).collect()),
        })
    }
}
