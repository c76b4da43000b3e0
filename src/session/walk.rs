//! Walking forward: the same network trained anew at several origins, each on what was there by then, and put to what
//! came next. The test rows are not touched.

use std::sync::Arc;

use ndarray::Axis;

use super::explaining::{Explained, Origin};
use super::learner::{Learner, learner};
use super::report;
use crate::data::{DataSpec, Dataset, SplitMethod, Table, Values};
use crate::evaluation::Evaluated;
use crate::training::{Method, Outcome, Settings};

/// Origins; the later half of the rows before the test is what comes next, in as many stretches.
const ORIGINS: usize = 4;
/// Fewer rows than this say nothing.
const LEAST_ROWS: usize = 20;

/// A walk under way.
pub(super) struct Walk {
    pub(super) run: u32,
    target: usize,
    settings: Settings,
    spec: DataSpec,
    /// The first and the last row of each stretch, by their place in the data set, and their times.
    stretches: Vec<((usize, usize), (i64, i64))>,
    done: Vec<Origin>,
    present: Option<(Arc<Dataset>, Box<dyn Learner>)>,
}

impl Walk {
    /// `None` without time, where the test rows are not the last ones, where rows are too few, or for a recipe (which
    /// walks forward on its own).
    pub(super) fn new(
        run: u32,
        target: usize,
        dataset: &Dataset,
        spec: &DataSpec,
        settings: &Settings,
    ) -> Option<Self> {
        let times = dataset.times.as_ref()?;
        let first_test = *dataset.split.test.iter().min()?;
        let chronological = spec.split.method == SplitMethod::Chronological;
        let length = first_test / 2 / ORIGINS;
        if settings.method != Method::Network || !chronological || length < LEAST_ROWS {
            return None;
        }
        let stretches = (0..ORIGINS).map(|origin| {
            let from = first_test - (ORIGINS - origin) * length;
            let to = from + length - 1;
            ((from, to), (times[from], times[to]))
        });
        Some(Self {
            run,
            target,
            settings: settings.clone(),
            spec: spec.clone(),
            stretches: stretches.collect(),
            done: Vec::new(),
            present: None,
        })
    }

    pub(super) fn is_over(&self) -> bool {
        self.done.len() == self.stretches.len()
    }

    /// How far it is.
    pub(super) fn told(&self) -> Explained {
        Explained::Walk { origins: self.done.clone(), of: self.stretches.len() as u32 }
    }

    /// One step of training, or the preparation of the next origin. Says so when a stretch is done; `None` as the error
    /// where the rows by then make no data set.
    pub(super) fn step(&mut self, table: &Table) -> Result<bool, ()> {
        let Some(((from, to), times)) = self.stretches.get(self.done.len()).copied() else {
            return Ok(false);
        };
        let Some((dataset, learner)) = &mut self.present else {
            self.present = Some(self.prepare(table, to - from + 1, times.1).ok_or(())?);
            return Ok(false);
        };
        if learner.step().outcome.is_none() {
            return Ok(false);
        }
        let diverged = matches!(learner.outcome(), Some(Outcome::Diverged(_)));
        let rows = dataset.split.test.clone();
        let actual = dataset.targets.select(Axis(0), &rows);
        let rmse = |predictions: &ndarray::Array2<f64>| {
            let (targets, predictions) = (actual.column(self.target), predictions.column(self.target));
            Evaluated { targets, predictions }.metrics().rmse
        };
        let own = learner.predict(dataset, &rows).filter(|_| !diverged).map(|own| rmse(&own));
        let fit = learner.fit_rows(dataset);
        let simple = report::baselines(dataset, &fit, &rows);
        let best = simple
            .iter()
            .map(|(name, predictions)| (*name, rmse(predictions)))
            .filter(|(_, rmse)| rmse.is_finite())
            .min_by(|left, right| left.1.total_cmp(&right.1));
        self.done.push(Origin { times, rows: rows.len() as u32, learnt: fit.len() as u32, rmse: own, best });
        self.present = None;
        Ok(true)
    }

    /// The table as it was at the end of the stretch, whose rows are the test.
    fn prepare(&self, table: &Table, rows: usize, until: i64) -> Option<(Arc<Dataset>, Box<dyn Learner>)> {
        let Values::Datetime { milliseconds, .. } = &table.column(self.spec.time.as_deref()?)?.values else {
            return None;
        };
        let known: Vec<usize> =
            (0..table.rows()).filter(|&row| milliseconds[row].is_some_and(|at| at <= until)).collect();
        let table = Arc::new(table.select(&known));
        let mut spec = self.spec.clone();
        // As many rows as the stretch has; half a row more, so that rounding down does not lose one.
        spec.split.test_share = 0.5;
        let usable = Dataset::new(Arc::clone(&table), &spec).ok()?.rows.len();
        spec.split.test_share = (rows as f64 + 0.5) / usable.max(1) as f64;
        let dataset = Arc::new(Dataset::new(Arc::clone(&table), &spec).ok()?);
        let learner = learner(&dataset, &table, &self.settings).ok()?;
        Some((dataset, learner))
    }
}
