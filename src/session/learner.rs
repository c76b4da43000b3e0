//! What learns in a run: one network as a person set it up, or a recipe for each target.

use std::sync::Arc;

use ndarray::Array2;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use ndarray::ArrayView2;

use super::protocol::TrainError;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use super::{
    crew::Member,
    inside::Trail,
    judge::CalibrationRows,
    protocol::RecipeReport,
    subject::{Input, Matter, Subject},
};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::data::{CalendarPart, Feature};
use crate::data::{Dataset, Table};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::forecast::{MemberErrand, TrainedMember};
use crate::formats::Model;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::formats::RunState;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::numeric::Entries;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
use crate::training::{Checkpoint, CheckpointError};
use crate::training::{Method, NoValidationRows, Outcome, Settings, StepReport, Trainer, TrainingData};

/// Rows that are predicted at once.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
const PREDICTION_ROWS: usize = 256;

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
    /// All that it is, to be gone on with elsewhere, and how many of its epochs that holds where some will be done again.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn save(&self) -> (RunState, Option<usize>);
    /// What a recipe did and how its parts are trusted, a target each.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn recipe_reports(&self) -> Vec<RecipeReport>;
    /// The model of one target, to be explained.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn subject(&self, dataset: &Dataset, target: usize) -> Option<Subject>;
    /// The trainer of a network by one's own settings, and the weights that it had earlier.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn inside(&self) -> Option<(&Trainer, &Trail)> {
        None
    }
    /// A network that another worker can train, where there is one.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn hand_out(&mut self) -> Option<(Member, MemberErrand)> {
        None
    }
    /// Whether it waits for that network.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn expects(&self, _member: Member) -> bool {
        false
    }
    /// How far somebody is with that network.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn hears(&mut self, _member: Member, _share: f64) {}
    /// Takes that network back; `None`: nobody will train it.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn take_back(&mut self, _member: Member, _trained: Option<TrainedMember>) {}
    /// Rows by which a target's intervals are calibrated: predictions by networks that had not seen them.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
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
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    trail: Trail,
}

impl NetworkRun {
    /// A fresh network, or one that was trained elsewhere by the same settings and on the same rows.
    pub(super) fn new(
        dataset: &Dataset,
        settings: &Settings,
        trained: Option<(Vec<f32>, Outcome)>,
    ) -> Result<Self, TrainError> {
        let config = settings.check()?;
        let mut trainer = Trainer::new(config, Arc::new(training_data(dataset)))
            .map_err(|NoValidationRows| TrainError::PatienceWithoutValidation)?;
        if let Some((parameters, outcome)) = trained {
            trainer.adopt(&parameters, outcome);
        }
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        let trail = {
            let mut trail = Trail::default();
            trail.keep(0, trainer.network().parameters());
            trail
        };
        Ok(Self {
            trainer,
            epochs: settings.epochs,
            #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
            trail,
        })
    }

    /// A network that was put aside, on the rows that it learns from.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn resume(
        dataset: &Dataset,
        settings: &Settings,
        checkpoint: Checkpoint,
    ) -> Result<Self, CheckpointError> {
        let trainer = Trainer::resume(settings, checkpoint, Arc::new(training_data(dataset)))?;
        // The path of the weights before is not kept.
        let mut trail = Trail::default();
        trail.keep(trainer.epochs_done(), trainer.network().parameters());
        Ok(Self { trainer, epochs: settings.epochs, trail })
    }
}

/// What a network learns from and what is watched.
pub(super) fn training_data(dataset: &Dataset) -> TrainingData {
    TrainingData {
        features: Arc::clone(&dataset.features),
        targets: Arc::clone(&dataset.scaled_targets),
        train: dataset.split.train.clone(),
        validation: dataset.split.validation.clone(),
    }
}

impl Learner for NetworkRun {
    fn step(&mut self) -> StepReport {
        let step = self.trainer.step();
        #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
        if let Some(epoch) = &step.epoch {
            self.trail.keep(epoch.epoch, self.trainer.network().parameters());
        }
        step
    }

    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn inside(&self) -> Option<(&Trainer, &Trail)> {
        Some((&self.trainer, &self.trail))
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
        self.trainer.share_done().min(1.0)
    }

    fn predict(&mut self, dataset: &Dataset, rows: &[usize]) -> Option<Array2<f64>> {
        let scaled = self.trainer.predict(rows);
        Some(dataset.inputs.target_scaler.unscale(scaled.view()))
    }

    fn model(&self) -> Option<Model> {
        Some(Model::Network(self.trainer.network().clone()))
    }

    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn save(&self) -> (RunState, Option<usize>) {
        (RunState::Network(Box::new(self.trainer.checkpoint())), None)
    }

    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn recipe_reports(&self) -> Vec<RecipeReport> {
        Vec::new()
    }

    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    fn subject(&self, dataset: &Dataset, target: usize) -> Option<Subject> {
        let features = dataset.raw_features();
        let rows = |rows: &[usize]| features.pick(rows);
        let inputs = dataset.inputs.features.iter().map(|feature| Input {
            name: feature.name(),
            free: matches!(feature, Feature::Number { .. } | Feature::Lag { .. }),
            matter: match feature {
                Feature::Calendar(CalendarPart::HourSin | CalendarPart::HourCos) => Matter::Hour,
                Feature::Calendar(CalendarPart::SeasonSin | CalendarPart::SeasonCos) => Matter::Season,
                Feature::Calendar(_) => Matter::Weekday,
                Feature::Lag { column, .. } => Matter::Past(column.clone()),
                Feature::Number { column }
                | Feature::OneHot { column, .. }
                | Feature::IsMissing { column } => Matter::Column(column.clone()),
            },
        });
        let (network, inputs_of) = (self.trainer.network().clone(), dataset.inputs.clone());
        let mut workspace = network.workspace(PREDICTION_ROWS);
        let model = move |x: ArrayView2<f64>| {
            let scaled = inputs_of.scale(x);
            let mut values = ndarray::Array1::zeros(x.nrows());
            for from in (0..x.nrows()).step_by(PREDICTION_ROWS) {
                let to = (from + PREDICTION_ROWS).min(x.nrows());
                let own = network.forward(scaled.slice(ndarray::s![from..to, ..]), &mut workspace, None);
                let own = inputs_of.target_scaler.unscale(own);
                values.slice_mut(ndarray::s![from..to]).assign(&own.column(target));
            }
            values
        };
        Some(Subject {
            inputs: inputs.collect(),
            known: rows(&dataset.split.train),
            test: rows(&dataset.split.test),
            model: Box::new(model),
        })
    }

    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
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
