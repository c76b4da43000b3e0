//! Intervals that hold a promised share of what happens, from the errors on rows that were not trained on.
//!
//! The promise needs rows whose order does not matter. Errors that drift break it; [`adaptive_conformal`] follows them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::summary::is_share;

/// The k of the quantile that holds 1 − α of the next values: ⌈(n+1)(1−α)⌉.
fn conformal_rank(rows: usize, alpha: f64) -> usize {
    // (9+1)·(1−0.7) is 3, but 3.0000000000000004 in binary.
    ((rows + 1) as f64 * (1.0 - alpha) - 1e-9).ceil().max(0.0) as usize
}

/// What [`split_quantile`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SplitQuantile {
    /// k = ⌈(n+1)(1−α)⌉, counted from one.
    pub rank: usize,
    /// The k-th smallest score, in its unit; `None` where k > n: so few scores promise nothing, the interval is infinite.
    pub score: Option<f64>,
}

/// The score that the next one stays within with probability 1 − α or more: the ⌈(n+1)(1−α)⌉-th smallest of n (Vovk,
/// Gammerman & Shafer 2005; split conformal, Lei et al. 2018). With scores |y−ŷ| the interval is ŷ ± it. `None` unless
/// 0 < α < 1, and for scores that are not finite.
pub fn split_quantile(scores: &[f64], alpha: f64) -> Option<SplitQuantile> {
    if !is_share(alpha) || scores.iter().any(|score| !score.is_finite()) {
        return None;
    }
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = conformal_rank(scores.len(), alpha).max(1);
    Some(SplitQuantile { rank, score: sorted.get(rank - 1).copied() })
}

/// The quantile of one group of rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupQuantile {
    /// Its number.
    pub group: usize,
    /// How many of the scores are of it.
    pub rows: usize,
    /// Its own, or that of all scores.
    pub quantile: SplitQuantile,
    /// The group has too few scores for a promise of its own, so the quantile is that of all.
    pub falls_back: bool,
}

/// Quantiles of each group of rows, and of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupQuantiles {
    /// Of all scores.
    pub overall: SplitQuantile,
    /// By ascending number.
    pub groups: Vec<GroupQuantile>,
}

impl GroupQuantiles {
    /// [`split_quantile`] in each group apart (Mondrian conformal, Vovk et al. 2003), so that the promise holds in each
    /// of them. `groups` holds the number of each score's group. `None` for different lengths and where there is no
    /// quantile of all.
    pub fn of(scores: &[f64], groups: &[usize], alpha: f64) -> Option<Self> {
        let overall = split_quantile(scores, alpha)?;
        if scores.len() != groups.len() {
            return None;
        }
        let mut by_group = BTreeMap::<usize, Vec<f64>>::new();
        for (&group, &score) in groups.iter().zip(scores) {
            by_group.entry(group).or_default().push(score);
        }
        let groups = by_group.into_iter().filter_map(|(group, scores)| {
            let own = split_quantile(&scores, alpha)?;
            let falls_back = own.score.is_none();
            let quantile = if falls_back { overall } else { own };
            Some(GroupQuantile { group, rows: scores.len(), quantile, falls_back })
        });
        Some(Self { overall, groups: groups.collect() })
    }

    /// The quantile for a row of `group`; for one without scores, that of all.
    pub fn of_group(&self, group: usize) -> GroupQuantile {
        let known = self.groups.iter().find(|known| known.group == group);
        let unknown = GroupQuantile { group, rows: 0, quantile: self.overall, falls_back: true };
        known.copied().unwrap_or(unknown)
    }
}

/// How far an interval of [`adaptive_conformal`] reaches.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reach {
    /// As far as this score, in its unit.
    Score(f64),
    /// Everything: α has fallen so low that no known score is enough.
    Everything,
    /// Nothing: α has risen to 1.
    Nothing,
}

/// One row of [`adaptive_conformal`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdaptiveStep {
    /// αₜ with which the row's interval was made.
    pub alpha: f64,
    /// The interval, made before the row's own score was known.
    pub reach: Reach,
    /// The row's score lies within.
    pub covered: bool,
}

/// How [`adaptive_conformal`] follows the errors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Adaptive {
    /// The share of rows that may lie outside, in the long run.
    pub alpha: f64,
    /// γ ≥ 0, how far one row moves α: 0 keeps it; the authors use 0.005.
    pub gamma: f64,
    /// After how many rows a score becomes known: 1 where it is known when the next row is predicted, 24 for hours that
    /// are predicted a day ahead.
    pub delay: usize,
}

/// Intervals of rows in time order, each by α as it stands when the row is predicted: αₜ₊₁ = αₜ + γ·(α − errₜ), with
/// errₜ = 1 for a row outside of its interval, else 0 (Gibbs & Candès 2021). The quantile is that of [`split_quantile`]
/// over the scores of `calibration` and of all rows known by then. Over many rows the share outside tends to α, whatever
/// the errors do.
///
/// `None` unless 0 < α < 1, γ ≥ 0 and delay ≥ 1, and for scores that are not finite.
pub fn adaptive_conformal(calibration: &[f64], scores: &[f64], how: Adaptive) -> Option<Vec<AdaptiveStep>> {
    let finite = calibration.iter().chain(scores).all(|score| score.is_finite());
    let follows = how.gamma >= 0.0 && how.gamma.is_finite() && how.delay > 0;
    if !finite || !follows || !is_share(how.alpha) {
        return None;
    }
    let mut known = calibration.to_vec();
    known.sort_by(f64::total_cmp);
    let mut steps: Vec<AdaptiveStep> = Vec::with_capacity(scores.len());
    let mut alpha = how.alpha;
    for (row, &score) in scores.iter().enumerate() {
        if let Some(past) = row.checked_sub(how.delay) {
            let err = if steps[past].covered { 0.0 } else { 1.0 };
            alpha += how.gamma * (how.alpha - err);
            known.insert(known.partition_point(|&other| other < scores[past]), scores[past]);
        }
        let reach = match conformal_rank(known.len(), alpha) {
            0 => Reach::Nothing,
            rank => known.get(rank - 1).map_or(Reach::Everything, |&score| Reach::Score(score)),
        };
        let covered = match reach {
            Reach::Score(most) => score <= most,
            Reach::Everything => true,
            Reach::Nothing => false,
        };
        steps.push(AdaptiveStep { alpha, reach, covered });
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_does_not_raise_the_rank() {
        assert_eq!(conformal_rank(9, 0.7), 3);
        assert_eq!(conformal_rank(9, 0.3), 7);
        assert_eq!(split_quantile(&[], 0.1), Some(SplitQuantile { rank: 1, score: None }));
        assert_eq!(split_quantile(&[1.0], 0.0), None);
        assert_eq!(split_quantile(&[f64::NAN], 0.1), None);
    }

    #[test]
    fn a_group_with_few_scores_takes_the_quantile_of_all() {
        let scores = [1.0, 2.0, 3.0, 4.0, 9.0];
        let found = GroupQuantiles::of(&scores, &[0, 0, 0, 0, 7], 0.2).unwrap();
        assert_eq!(found.overall, SplitQuantile { rank: 5, score: Some(9.0) });
        assert_eq!(found.of_group(0).quantile, SplitQuantile { rank: 4, score: Some(4.0) });
        assert!(!found.of_group(0).falls_back);
        let few = GroupQuantile { group: 7, rows: 1, quantile: found.overall, falls_back: true };
        assert_eq!(found.of_group(7), few);
        assert_eq!(found.of_group(8), GroupQuantile { group: 8, rows: 0, ..few });
    }

    /// By hand, with α = ½, γ = ¼ and scores known after two rows.
    #[test]
    fn alpha_follows_the_errors_as_they_become_known() {
        let how = Adaptive { alpha: 0.5, gamma: 0.25, delay: 2 };
        let steps = adaptive_conformal(&[1.0, 2.0, 3.0], &[5.0, 1.0, 1.0, 9.0], how).unwrap();
        let step = |alpha, reach, covered| AdaptiveStep { alpha, reach, covered };
        let expected = [
            // k = 4·½ = 2 of 1, 2, 3; the second row knows no more than the first.
            step(0.5, Reach::Score(2.0), false),
            step(0.5, Reach::Score(2.0), true),
            // The first row's miss is known: α = ⅜, k = ⌈5·⅝⌉ = 4 of 1, 2, 3, 5.
            step(0.375, Reach::Score(5.0), true),
            // The second row's hit: α = ½, k = 3 of 1, 1, 2, 3, 5.
            step(0.5, Reach::Score(2.0), false),
        ];
        assert_eq!(steps, expected);
    }

    /// Scores that double every row outgrow every quantile: α falls until everything is covered.
    #[test]
    fn drifting_scores_are_followed() {
        let scores: Vec<f64> = (0..60).map(|row| f64::from(row).exp2()).collect();
        let steps =
            adaptive_conformal(&[0.1, 0.2], &scores, Adaptive { alpha: 0.2, gamma: 0.1, delay: 1 }).unwrap();
        let outside = steps[20..].iter().filter(|step| !step.covered).count();
        assert!((6..=10).contains(&outside), "{outside} of 40");
        assert!(steps.iter().any(|step| step.reach == Reach::Everything));
        let still = Adaptive { alpha: 0.2, gamma: 0.0, delay: 1 };
        assert!(adaptive_conformal(&[0.1; 9], &scores, still).unwrap().iter().all(|step| !step.covered));
    }
}
