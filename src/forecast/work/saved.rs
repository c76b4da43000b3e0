//! A recipe that is put aside: the networks that are trained stay, the one that is under way begins anew. As each has
//! draws of its own, the same bits come of it as in one go.

use std::sync::Arc;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::{FittedView, Forecaster, Frame, Recipe, Work, epochs, steps};

/// What stays of a recipe's work: all but the network that is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedWork {
    /// Networks that are trained.
    networks: u32,
    /// Those of the stage that is under way, by view.
    views: Vec<FittedView>,
    /// What the stages before it said of the rows ahead of them, `[row][part]` of each.
    fold_parts: Vec<Vec<Vec<f64>>>,
    forecaster: Option<Forecaster>,
}

impl SavedWork {
    /// The forecaster, when it is ready.
    pub fn forecaster(&self) -> Option<&Forecaster> {
        self.forecaster.as_ref()
    }

    /// Without what was said of single rows, which is near to what happened in them. Of a recipe that is not ready only
    /// its beginning is left then.
    pub fn without_rows(self) -> Self {
        if self.forecaster.is_some() {
            return Self { fold_parts: Vec::new(), ..self };
        }
        Self { networks: 0, views: Vec::new(), fold_parts: Vec::new(), forecaster: None }
    }

    /// Networks that are trained.
    pub fn networks(&self) -> u32 {
        self.networks
    }
}

impl Work {
    /// What stays where it is put aside now: networks that were trained before their turn are done again.
    pub fn save(&self) -> SavedWork {
        let rows = |parts: &Array2<f64>| parts.rows().into_iter().map(|row| row.to_vec()).collect();
        SavedWork {
            networks: self.next as u32,
            // The view of the network that is under way is made anew with it.
            views: self.views.iter().filter(|view| !view.networks.is_empty()).cloned().collect(),
            fold_parts: self.fold_parts.iter().map(rows).collect(),
            forecaster: self.forecaster.clone(),
        }
    }

    /// Begins as [`Work::new`] does and takes over what is there. `None` for what such work would not have left.
    pub fn resume(
        frame: Arc<Frame>,
        fit_rows: Vec<usize>,
        groups: Option<&[usize]>,
        recipe: Recipe,
        seed: u64,
        saved: SavedWork,
    ) -> Option<Self> {
        let mut work = Self::new(frame, fit_rows, groups, recipe, seed);
        let next = saved.networks as usize;
        let done = next == work.jobs.len();
        if next > work.jobs.len() || saved.forecaster.is_some() != done {
            return None;
        }
        let stages_done = work.jobs.get(next).map_or(work.stages.len() - 1, |job| job.stage);
        // Networks of the stage that is under way, a view each.
        let mut counts: Vec<usize> = Vec::new();
        for job in work.jobs[..next].iter().filter(|job| !done && job.stage == stages_done) {
            if job.member == 0 {
                counts.push(0);
            }
            *counts.last_mut()? += 1;
        }
        let views_fit = saved.views.len() == counts.len()
            && saved.views.iter().zip(&work.recipe.views).zip(&counts).all(|((own, &view), &count)| {
                own.view == view && own.networks.len() == count && own.fits(work.frame.view(view).0.ncols())
            });
        let forecaster_fits = saved.forecaster.as_ref().is_none_or(|own| own.fits(&work.frame));
        // A project without data has no rows of the folds.
        let without_rows = done && saved.fold_parts.is_empty();
        let stages_fit = saved.fold_parts.len() == stages_done || without_rows;
        if !stages_fit || !views_fit || !forecaster_fits {
            return None;
        }
        let parts = work.frame.parts();
        let of_stages = saved.fold_parts.into_iter().zip(&work.stages).map(|(rows, stage)| {
            let fits = rows.len() == stage.ahead.len() && rows.iter().all(|row| row.len() == parts);
            fits.then(|| Array2::from_shape_fn((rows.len(), parts), |(row, part)| rows[row][part]))
        });
        work.fold_parts = of_stages.collect::<Option<_>>()?;
        work.views = saved.views;
        work.next = next;
        work.steps_done = work.of_trained(&steps);
        work.forecaster = saved.forecaster;
        Some(work)
    }

    /// Epochs of the networks that are trained.
    pub fn epochs_trained(&self) -> usize {
        self.of_trained(&epochs)
    }

    fn of_trained(&self, of: &dyn Fn(usize, &Recipe) -> usize) -> usize {
        self.jobs[..self.next].iter().map(|job| of(self.stages[job.stage].fit.len(), &self.recipe)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{frame, recipe};
    use super::*;

    fn by_bytes(work: &Work) -> SavedWork {
        postcard::from_bytes(&postcard::to_stdvec(&work.save()).unwrap()).unwrap()
    }

    /// Put aside within a fold, between two folds, within the last stage and after it: seven networks in all, five of
    /// folds.
    #[test]
    fn a_recipe_that_was_put_aside_ends_in_the_same_forecaster() {
        let (frame, rows): (_, Vec<usize>) = (frame(80), (0..70).collect());
        let new = || Work::new(Arc::clone(&frame), rows.clone(), None, recipe(), 3);
        let resume = |saved| Work::resume(Arc::clone(&frame), rows.clone(), None, recipe(), 3, saved);
        let mut whole = new();
        let mut at = vec![0];
        while whole.forecaster().is_none() {
            whole.advance();
            if at.len() <= whole.networks().0 {
                at.push(whole.progress().0);
            }
        }
        for steps in [0, at[1] - 1, at[1], at[3] + 5, at[5], at[6] + 1, at[7]] {
            let mut first = new();
            for _ in 0..steps {
                first.advance();
            }
            let mut second = resume(by_bytes(&first)).unwrap();
            let trained = first.networks().0;
            assert_eq!((second.networks().0, second.progress().0), (trained, at[trained]));
            while second.forecaster().is_none() {
                second.advance();
            }
            assert_eq!(second.forecaster(), whole.forecaster(), "after {steps} steps");
            assert_eq!(second.calibration(), whole.calibration());
            assert_eq!(second.progress(), whole.progress());
        }
    }

    #[test]
    fn what_other_work_left_is_refused() {
        let rows: Vec<usize> = (0..70).collect();
        let mut work = Work::new(frame(80), rows.clone(), None, recipe(), 3);
        while work.networks().0 < 6 {
            work.advance();
        }
        let saved = by_bytes(&work);
        let refused = |saved: SavedWork, rows: &[usize], recipe: Recipe| {
            Work::resume(frame(80), rows.to_vec(), None, recipe, 3, saved).is_none()
        };
        assert!(!refused(saved.clone(), &rows, recipe()));
        assert!(refused(saved.clone(), &rows[..60], recipe()));
        assert!(refused(saved.clone(), &rows, Recipe { members: 1, ..recipe() }));
        assert!(refused(SavedWork { networks: 8, ..saved.clone() }, &rows, recipe()));
        assert!(refused(SavedWork { networks: 7, ..saved.clone() }, &rows, recipe()));
        assert!(refused(SavedWork { views: Vec::new(), ..saved.clone() }, &rows, recipe()));
        assert!(refused(SavedWork { fold_parts: Vec::new(), ..saved }, &rows, recipe()));
    }
}
