//! One sample in slow motion, as the page shows it.

use serde::{Deserialize, Serialize};

use super::unit::is_free;
use crate::data::Dataset;
use crate::training::{Parameter, SlowMotion, Trainer};

/// A sample in slow motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The row, by its place among the training rows; how many there are.
    pub row: (u32, u32),
    /// Its time in ms since 1970, where there is one.
    pub time: Option<i64>,
    /// Whether that is in UTC.
    pub utc: bool,
    /// Updates on it before.
    pub before: u32,
    /// The parameter that is followed.
    pub parameter: Parameter,
    /// Its inputs in their own units.
    pub inputs: Vec<SampleInput>,
    /// The same, standardised.
    pub scaled: Vec<f64>,
    /// The first target: what it is, what was predicted, what would be predicted after the update, in its own unit.
    pub target: (f64, f64, f64),
    /// Everything in between.
    pub motion: SlowMotion,
}

/// An input of a sample, in its own unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleInput {
    /// Its value.
    pub value: f64,
    /// Its value in the table.
    pub actual: f64,
    /// The least and the largest value that was learnt from.
    pub learnt: (f64, f64),
    /// Whether it can be set to another value by itself, unlike a part of a time or of a label.
    pub free: bool,
}

impl SampleInput {
    /// Whether its value is none of those between which the network learnt.
    pub fn is_outside(&self) -> bool {
        let (least, most) = self.learnt;
        // Training is in single precision.
        let rounding = 1e-6 * (most - least).max(most.abs()).max(least.abs());
        self.value < least - rounding || self.value > most + rounding
    }
}

pub(super) fn sample(
    trainer: &Trainer,
    dataset: &Dataset,
    row: u32,
    before: u32,
    followed: Parameter,
    changed: &[(u32, f64)],
) -> Option<Sample> {
    let place = *dataset.split.train.get(row as usize)?;
    let (features, own) = (&dataset.features, &dataset.inputs);
    let mut x = features.row(place).to_owned();
    let changed = changed.iter().filter(|(input, value)| (*input as usize) < x.len() && value.is_finite());
    let changed: Vec<(usize, f64)> = changed.map(|(input, value)| (*input as usize, *value)).collect();
    for &(input, value) in &changed {
        x[input] = own.scale_one(input, value) as f32;
    }
    let motion = trainer.slow_motion(row as usize, x.view(), before, followed)?;
    let inputs = own.features.iter().enumerate().map(|(input, feature)| {
        let column = dataset.split.train.iter().map(|&row| features[(row, input)]);
        let (least, most) = column
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), own| (least.min(own), most.max(own)));
        let ends = [least, most].map(|end| own.unscale(input, f64::from(end)));
        // What single precision leaves of a 0.
        let dust = 1e-6 * ends[0].abs().max(ends[1].abs());
        let whole = |value: f64| if value.abs() <= dust { 0.0 } else { value };
        let actual = whole(own.unscale(input, f64::from(features[(place, input)])));
        let typed = changed.iter().rev().find(|(other, _)| *other == input);
        SampleInput {
            value: typed.map_or(actual, |(_, value)| *value),
            actual,
            learnt: (whole(ends[0]), whole(ends[1])),
            free: is_free(feature),
        }
    });
    let inputs = inputs.collect();
    let scaler = &dataset.inputs.target_scaler;
    let unscaled =
        |value: Option<&f64>| value.map_or(f64::NAN, |value| value * scaler.sd[0] + scaler.mean[0]);
    Some(Sample {
        row: (row, dataset.split.train.len() as u32),
        time: dataset.times.as_ref().map(|times| times[place]),
        utc: dataset.utc,
        before,
        parameter: followed,
        inputs,
        target: (
            dataset.targets[(place, 0)],
            unscaled(motion.prediction.first()),
            unscaled(motion.new_prediction.first()),
        ),
        scaled: x.iter().copied().map(f64::from).collect(),
        motion,
    })
}
