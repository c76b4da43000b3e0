//! What came of a sweep, as the lines of its table.

use super::SweepTold;
use crate::training::{Outcome, Settings};

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
