//! The runs of a table, side by side.

use std::collections::BTreeSet;

use super::explaining::{Explained, RunLine, Validated};
use super::judge::{CalibrationRows, Standing};
use super::protocol::Predictions;
use crate::data::DataSpec;
use crate::evaluation::dm_test;
use crate::training::{EpochReport, Settings};

/// A paired test says something below this.
const SIGNIFICANT: f64 = 0.05;

/// What stays of a run when another begins.
pub(super) struct KeptRun {
    pub(super) name: u32,
    pub(super) settings: Settings,
    pub(super) spec: DataSpec,
    /// Inputs of the model, or of the recipe's networks.
    pub(super) inputs: u32,
    pub(super) parameters: u32,
    pub(super) history: Vec<EpochReport>,
    /// The rows of the table that were the test, and what was said of them.
    pub(super) test_rows: Vec<usize>,
    pub(super) test: Predictions,
    /// A target each: rows of no test that the model had not seen.
    pub(super) unseen: Vec<Option<CalibrationRows>>,
    /// A target each: the skill and the verdict.
    pub(super) skill: Vec<Option<(f64, Standing)>>,
}

/// All that ran on the present table.
#[derive(Default)]
pub(super) struct Kept {
    runs: Vec<KeptRun>,
}

impl Kept {
    /// Keeps a run; one that was handed over is kept once.
    pub(super) fn push(&mut self, run: KeptRun) {
        self.runs.retain(|own| own.name != run.name);
        self.runs.push(run);
    }

    /// All that predicted the target on the same test rows, the least error on unseen rows first.
    pub(super) fn compare(
        &self,
        name: u32,
        target: usize,
        actual: &[f64],
        horizon: usize,
    ) -> Option<Explained> {
        let present = self.runs.iter().find(|run| run.name == name)?;
        let wanted = present.spec.targets.get(target)?;
        let alike = |run: &KeptRun| {
            let target = run.spec.targets.iter().position(|own| own == wanted)?;
            (run.test_rows == present.test_rows).then_some(target)
        };
        let mut same: Vec<(usize, &KeptRun, usize)> = self
            .runs
            .iter()
            .enumerate()
            .filter_map(|(place, run)| alike(run).map(|target| (place, run, target)))
            .collect();
        let elsewhere = self.runs.len() - same.len();
        let common = common_times(&same);
        let validated = |run: &KeptRun, target: usize| {
            let rows = run.unseen.get(target)?.as_ref()?;
            let counts = |place: &usize| match (&common, &rows.times) {
                (Some(common), Some(times)) => common.contains(&times[*place]),
                _ => true,
            };
            let places: Vec<usize> = (0..rows.targets.len()).filter(counts).collect();
            let squares = places.iter().map(|&place| (rows.predictions[place] - rows.targets[place]).powi(2));
            Some(Validated {
                rmse: (squares.sum::<f64>() / places.len().max(1) as f64).sqrt(),
                rows: places.len() as u32,
            })
        };
        let error =
            |run: &KeptRun, target: usize| validated(run, target).map_or(f64::INFINITY, |own| own.rmse);
        same.sort_by(|left, right| error(left.1, left.2).total_cmp(&error(right.1, right.2)));
        let squared = |run: &KeptRun, target: usize| -> Vec<f64> {
            let values = run.test.values.get(target).map_or(&[][..], Vec::as_slice);
            values.iter().zip(actual).map(|(own, actual)| (own - actual).powi(2)).collect()
        };
        let best = same.first().map(|(_, run, target)| squared(run, *target))?;
        let lines = same.iter().enumerate().map(|(rank, (place, run, target))| {
            let differences: Vec<f64> =
                squared(run, *target).iter().zip(&best).map(|(own, best)| own - best).collect();
            let test = if rank == 0 { None } else { dm_test(&differences, horizon) };
            RunLine {
                number: *place as u32 + 1,
                present: run.name == name,
                settings: run.settings.clone(),
                spec: run.spec.clone(),
                inputs: run.inputs,
                parameters: run.parameters,
                history: run.history.clone(),
                validated: validated(run, *target),
                test: run.test.metrics.get(*target).copied(),
                skill: run.skill.get(*target).copied().flatten(),
                against_first: test.map(|test| {
                    let standing = match test.mean_difference {
                        _ if test.p_value >= SIGNIFICANT => Standing::NoBetter,
                        difference if difference < 0.0 => Standing::Better,
                        _ => Standing::Worse,
                    };
                    (test.p_value, standing)
                }),
            }
        });
        Some(Explained::Runs { runs: lines.collect(), elsewhere: elsewhere as u32 })
    }
}

/// The times of the rows that no run of the list had seen: an error on other rows is nothing to compare with. `None`
/// without times, or where hardly any are left.
fn common_times(runs: &[(usize, &KeptRun, usize)]) -> Option<BTreeSet<i64>> {
    const LEAST: usize = 20;
    let mut all =
        runs.iter().filter_map(|(_, run, target)| run.unseen.get(*target)?.as_ref()?.times.as_ref());
    let mut common: BTreeSet<i64> = all.next()?.iter().copied().collect();
    for times in all {
        let own: BTreeSet<i64> = times.iter().copied().collect();
        common.retain(|at| own.contains(at));
    }
    (common.len() >= LEAST).then_some(common)
}
