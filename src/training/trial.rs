//! One network of many that are tried: all that its training needs, and what came of it.

use std::sync::Arc;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::{Outcome, Settings, Trainer, TrainingData};
use crate::numeric::select_rows;

/// Settings and the rows to try them on, without the test rows: whoever carries this out, where and when, the same bits come
/// of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    settings: Settings,
    /// Features in a row, and targets.
    columns: (usize, usize),
    /// Row by row: those to learn from, then those to watch.
    features: Vec<f32>,
    targets: Vec<f32>,
    train: usize,
}

/// What came of a trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialResult {
    /// How it ended.
    pub outcome: Outcome,
    /// Epochs trained.
    pub epochs: u32,
    /// Weights and biases.
    pub parameters: u32,
    /// CRC-32 of the weights' bits.
    pub fingerprint: u32,
    /// The root mean square of the validation rows' errors, a target each, in standard deviations of the target; none where
    /// training diverged.
    pub validation: Vec<f64>,
}

impl Trial {
    /// A trial of these settings.
    pub fn new(settings: Settings, data: &TrainingData) -> Self {
        let rows = [&data.train[..], &data.validation[..]].concat();
        let of = |values: &Array2<f32>| select_rows(values.view(), &rows).into_iter().collect();
        Self {
            settings,
            columns: (data.features.ncols(), data.targets.ncols()),
            features: of(&data.features),
            targets: of(&data.targets),
            train: data.train.len(),
        }
    }

    /// Trains. `share` hears after each step how much is done, from 0 to 1. `None` where the settings or the rows are none to
    /// train with.
    pub fn carry_out(self, share: &mut dyn FnMut(f64)) -> Option<TrialResult> {
        let rows = self.targets.len().checked_div(self.columns.1)?;
        let of = |values, columns| Array2::from_shape_vec((rows, columns), values).ok().map(Arc::new);
        let data = TrainingData {
            features: of(self.features, self.columns.0)?,
            targets: of(self.targets, self.columns.1)?,
            train: (0..self.train).collect(),
            validation: (self.train..rows).collect(),
        };
        if self.train == 0 || self.train > rows {
            return None;
        }
        let mut trainer = Trainer::new(self.settings.check().ok()?, Arc::new(data)).ok()?;
        while trainer.step().outcome.is_none() {
            share(trainer.share_done());
        }
        trainer.trial_result()
    }
}

impl Trainer {
    /// What came of it as a trial, once it is over.
    pub fn trial_result(&mut self) -> Option<TrialResult> {
        let outcome = self.outcome()?.clone();
        let data = Arc::clone(&self.data);
        let validation = if matches!(outcome, Outcome::Diverged(_)) || data.validation.is_empty() {
            Vec::new()
        } else {
            let predictions = self.predict(&data.validation);
            let actual = select_rows(data.targets.view(), &data.validation);
            let columns = predictions.columns().into_iter().zip(actual.columns());
            let error = |(said, actual): (&f32, &f32)| (f64::from(*said) - f64::from(*actual)).powi(2);
            columns
                .map(|(said, actual)| {
                    (said.iter().zip(&actual).map(error).sum::<f64>() / actual.len() as f64).sqrt()
                })
                .collect()
        };
        Some(TrialResult {
            outcome,
            epochs: self.epochs_done(),
            parameters: self.network().parameters().len() as u32,
            fingerprint: self.network().fingerprint(),
            validation,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::OptimizerKind;
    use crate::numeric::{Rng, Stream};

    fn data() -> TrainingData {
        let mut rng = Rng::new(4, Stream::Split);
        let x = Array2::from_shape_simple_fn((90, 3), || rng.normal() as f32);
        let y = Array2::from_shape_fn((90, 2), |(row, target)| x[(row, target)].abs() - x[(row, 2)]);
        // The rows stand in no order, and some are of the test.
        let order: Vec<usize> = (0..90).map(|row| row * 37 % 90).collect();
        TrainingData {
            features: Arc::new(x),
            targets: Arc::new(y),
            train: order[..50].to_vec(),
            validation: order[50..70].to_vec(),
        }
    }

    /// Elsewhere, on a copy of the rows, it ends as it does here.
    #[test]
    fn elsewhere_it_comes_to_the_same_bits() {
        for patience in [None, Some(2)] {
            let settings = Settings { hidden: vec![8], epochs: 12, patience, ..Settings::default() };
            let trial = Trial::new(settings.clone(), &data());
            let trial: Trial = postcard::from_bytes(&postcard::to_stdvec(&trial).unwrap()).unwrap();
            let mut shares = Vec::new();
            let there = trial.carry_out(&mut |share| shares.push(share)).unwrap();
            let mut trainer = Trainer::new(settings.check().unwrap(), Arc::new(data())).unwrap();
            while trainer.step().outcome.is_none() {}
            assert_eq!(trainer.trial_result(), Some(there.clone()));
            assert_eq!(there.validation.len(), 2);
            assert!(there.validation.iter().all(|rmse| *rmse > 0.0 && *rmse < 3.0));
            assert!(shares.is_sorted() && shares.iter().all(|share| (0.0..1.0).contains(share)));
        }
    }

    #[test]
    fn what_diverges_has_no_error_and_what_cannot_be_trained_no_result() {
        let wild = Settings {
            learning_rate: 100.0,
            optimizer: OptimizerKind::Sgd,
            hidden: vec![8],
            ..Settings::default()
        };
        let result = Trial::new(wild, &data()).carry_out(&mut |_| ()).unwrap();
        assert!(matches!(result.outcome, Outcome::Diverged(_)) && result.validation.is_empty());
        let none = Trial { train: 0, ..Trial::new(Settings::default(), &data()) };
        assert_eq!(none.carry_out(&mut |_| ()), None);
        let wrong = Trial { features: vec![0.0; 7], ..Trial::new(Settings::default(), &data()) };
        assert_eq!(wrong.carry_out(&mut |_| ()), None);
    }
}
