//! The runs of a table, side by side.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::explaining::{Explained, RunLine, Validated};
use super::judge::{CalibrationRows, Standing};
use super::protocol::Predictions;
use crate::data::DataSpec;
use crate::evaluation::dm_test;
use crate::formats::{ProjectError, SavedRun};
use crate::training::{EpochReport, Settings};

/// Runs that are kept at most, without those that are pinned.
const MOST_RUNS: usize = 24;
/// A paired test says something below this.
const SIGNIFICANT: f64 = 0.05;

/// What stays of a run when another begins.
pub(super) struct KeptRun {
    pub(super) told: ToldRun,
    /// What it is taken up from.
    pub(super) saved: SavedRun,
}

/// What is said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ToldRun {
    pub(super) name: u32,
    /// What a person calls it; empty where nothing.
    pub(super) title: String,
    /// Whether it stays however many others come.
    pub(super) pinned: bool,
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

/// What a person does with a run that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RunChange {
    /// It gets this name.
    Title(String),
    /// It is, or is no longer, to stay whatever comes.
    Pinned(bool),
    /// It is to go.
    Removed,
}

impl KeptRun {
    /// As bytes.
    ///
    /// # Errors
    /// None in practice.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, ProjectError> {
        let told = postcard::to_stdvec(&self.told).map_err(|_| ProjectError::NotWritten)?;
        self.saved.to_bytes(told)
    }

    /// Reads what [`KeptRun::to_bytes`] wrote.
    ///
    /// # Errors
    /// Bytes that are something else, or damaged.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, ProjectError> {
        let (saved, told) = SavedRun::from_bytes(bytes)?;
        let told =
            postcard::from_bytes(&told).map_err(|_| ProjectError::Inconsistent { part: "run".to_owned() })?;
        Ok(Self { told, saved })
    }
}

/// All that ran on the present table.
#[derive(Default)]
pub(super) struct Kept {
    runs: Vec<KeptRun>,
}

impl Kept {
    /// Keeps a run; one that was handed over is kept once. Gives the names of those that had to go for it.
    pub(super) fn push(&mut self, run: KeptRun) -> Vec<u32> {
        self.runs.retain(|own| own.told.name != run.told.name);
        self.runs.push(run);
        let loose = self.runs.iter().filter(|run| !run.told.pinned).count();
        let mut gone = Vec::new();
        let mut most = loose.saturating_sub(MOST_RUNS);
        self.runs.retain(|own| {
            let goes = most > 0 && !own.told.pinned;
            if goes {
                most -= 1;
                gone.push(own.told.name);
            }
            !goes
        });
        gone
    }

    /// The run of a name.
    pub(super) fn get(&self, name: u32) -> Option<&KeptRun> {
        self.runs.iter().find(|own| own.told.name == name)
    }

    /// A run took so many seconds.
    pub(super) fn took(&mut self, name: u32, seconds: f64) {
        if let Some(run) = self.runs.iter_mut().find(|own| own.told.name == name) {
            run.saved.seconds = seconds;
        }
    }

    /// All names.
    pub(super) fn names(&self) -> impl Iterator<Item = u32> {
        self.runs.iter().map(|own| own.told.name)
    }

    /// The name of the run that is this one, bit for bit.
    pub(super) fn same(&self, saved: &SavedRun) -> Option<u32> {
        let is_same = |own: &&KeptRun| {
            own.saved.fingerprint == saved.fingerprint
                && own.saved.settings == saved.settings
                && own.saved.inputs == saved.inputs
        };
        self.runs.iter().find(is_same).map(|own| own.told.name)
    }

    /// Puts a run in the place, and under the title, of the one before.
    pub(super) fn replace(&mut self, before: u32, name: u32) {
        let place = |name: u32| self.runs.iter().position(|own| own.told.name == name);
        let (Some(to), Some(from)) = (place(before), place(name)) else { return };
        if to == from {
            return;
        }
        let mut run = self.runs.remove(from);
        let old = &self.runs[to].told;
        (run.told.title, run.told.pinned) = (old.title.clone(), old.pinned);
        self.runs[to] = run;
    }

    /// Changes what a person may change.
    pub(super) fn change(&mut self, name: u32, change: RunChange) {
        if change == RunChange::Removed {
            return self.runs.retain(|own| own.told.name != name);
        }
        let Some(run) = self.runs.iter_mut().find(|own| own.told.name == name) else { return };
        match change {
            RunChange::Title(title) => run.told.title = title,
            RunChange::Pinned(pinned) => run.told.pinned = pinned,
            RunChange::Removed => {}
        }
    }

    /// All that predicted the target on the same test rows, the least error on unseen rows first.
    pub(super) fn compare(
        &self,
        name: u32,
        target: usize,
        actual: &[f64],
        horizon: usize,
    ) -> Option<Explained> {
        let all = || self.runs.iter().map(|run| &run.told);
        let present = all().find(|run| run.name == name)?;
        let wanted = present.spec.targets.get(target)?;
        let alike = |run: &ToldRun| {
            let target = run.spec.targets.iter().position(|own| own == wanted)?;
            (run.test_rows == present.test_rows).then_some(target)
        };
        let mut same: Vec<(usize, &ToldRun, usize)> = all()
            .enumerate()
            .filter_map(|(place, run)| alike(run).map(|target| (place, run, target)))
            .collect();
        let elsewhere = self.runs.len() - same.len();
        let common = common_times(&same);
        let validated = |run: &ToldRun, target: usize| {
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
            |run: &ToldRun, target: usize| validated(run, target).map_or(f64::INFINITY, |own| own.rmse);
        same.sort_by(|left, right| error(left.1, left.2).total_cmp(&error(right.1, right.2)));
        let squared = |run: &ToldRun, target: usize| -> Vec<f64> {
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
                name: run.name,
                title: run.title.clone(),
                pinned: run.pinned,
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
fn common_times(runs: &[(usize, &ToldRun, usize)]) -> Option<BTreeSet<i64>> {
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
