//! Further figures of one target's predictions: shares of the target, of a simple forecast's error, and losses of
//! quantiles and intervals.

use serde::{Deserialize, Serialize};

use super::metrics::Evaluated;
use super::summary::{Interval, finite, is_rounding, is_share, largest, mean, usable};

/// Figures beside [`Metrics`](super::Metrics), of errors e = y − ŷ over n rows. A share is `None` where what it is a
/// share of is zero (no more than 10⁻⁹ of the largest value at hand).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoreMetrics {
    /// Σ(ŷ−y)/n, in the target's unit: above zero where the predictions are too high.
    pub bias: f64,
    /// 100·Σ|e/y|/n, in percent; `None` where any target is zero. (Hyndman & Koehler 2006 on its faults.)
    pub mape: Option<f64>,
    /// 200·Σ(|e|/(|y|+|ŷ|))/n, in percent, from 0 to 200 (Makridakis 1993). A row where both are zero is right and
    /// counts as 0; `None` where all are.
    pub smape: Option<f64>,
    /// 100·Σ|e|/Σ|y|, in percent (Kolassa & Schütz 2007, as MAD/mean).
    pub wape: Option<f64>,
    /// MAE over the mean |yₜ−yₜ₋ₘ| of the history (Hyndman & Koehler 2006), without unit: below 1 is better than
    /// repeating the last season was. `None` where the history has no two values a season apart, or repeats itself.
    pub mase: Option<f64>,
    /// 100·√(Σe²/(n−1))/ȳ, in percent (ASHRAE Guideline 14-2014, p = 1); `None` for one row and unless ȳ > 0.
    pub cv_rmse: Option<f64>,
    /// 100·Σe/((n−1)·ȳ), in percent (ASHRAE Guideline 14-2014, p = 1): *below* zero where the predictions are too high.
    /// `None` for one row and unless ȳ > 0.
    pub nmbe: Option<f64>,
}

impl Evaluated<'_> {
    /// The further figures. `history` holds targets from before these rows, evenly spaced and in time order (NaN where
    /// one is missing), and `season` is the number of steps after which they repeat (24 for hours of a day); an empty
    /// one leaves out the MASE. `None` for no rows, different lengths, and numbers that are not finite.
    pub fn more_metrics(&self, history: &[f64], season: usize) -> Option<MoreMetrics> {
        let (targets, predictions) = (self.targets.to_vec(), self.predictions.to_vec());
        if targets.len() != predictions.len() || !usable(&targets) || !usable(&predictions) {
            return None;
        }
        let n = targets.len() as f64;
        let rows = || targets.iter().zip(&predictions).map(|(&target, &prediction)| (target, prediction));
        let scale = largest(&targets).max(largest(&predictions));
        let absolute: f64 = rows().map(|(target, prediction)| (target - prediction).abs()).sum();
        let squares: f64 = rows().map(|(target, prediction)| (target - prediction).powi(2)).sum();
        let signed: f64 = rows().map(|(target, prediction)| target - prediction).sum();
        let size: f64 = targets.iter().map(|target| target.abs()).sum();
        let level = mean(&targets).filter(|&level| n > 1.0 && level > 0.0 && !is_rounding(level, scale));

        let no_zero = targets.iter().all(|&target| !is_rounding(target, scale));
        let of_target = || rows().map(|(target, prediction)| ((target - prediction) / target).abs());
        let of_both = |(target, prediction): (f64, f64)| {
            let both = target.abs() + prediction.abs();
            if both > 0.0 { (target - prediction).abs() / both } else { 0.0 }
        };
        Some(MoreMetrics {
            bias: finite(-signed / n)?,
            mape: no_zero.then(|| 100.0 * of_target().sum::<f64>() / n).and_then(finite),
            smape: (scale > 0.0).then(|| 200.0 * rows().map(of_both).sum::<f64>() / n).and_then(finite),
            wape: (!is_rounding(size, scale)).then(|| 100.0 * absolute / size).and_then(finite),
            mase: seasonal_error(history, season).and_then(|error| finite(absolute / n / error)),
            cv_rmse: level.and_then(|level| finite(100.0 * (squares / (n - 1.0)).sqrt() / level)),
            nmbe: level.and_then(|level| finite(100.0 * signed / ((n - 1.0) * level))),
        })
    }
}

/// Mean |yₜ−yₜ₋ₘ| over the pairs that are there; `None` where there is none, and for a history that repeats itself.
fn seasonal_error(history: &[f64], season: usize) -> Option<f64> {
    if season == 0 {
        return None;
    }
    let pairs = history.iter().skip(season).zip(history);
    let steps: Vec<f64> =
        pairs.map(|(now, before)| (now - before).abs()).filter(|step| step.is_finite()).collect();
    let scale = history.iter().filter(|value| value.is_finite()).fold(0.0, |most: f64, v| most.max(v.abs()));
    mean(&steps).filter(|&error| !is_rounding(error, scale))
}

/// 1 − RMSE/RMSE₀ against a simple method (Murphy 1988, there of the squares): 1 is perfect, 0 no better, below 0
/// worse. `None` where the simple method makes no error, and for what is no RMSE.
pub fn skill(own_rmse: f64, baseline_rmse: f64) -> Option<f64> {
    (own_rmse >= 0.0 && baseline_rmse > 0.0).then(|| 1.0 - own_rmse / baseline_rmse).and_then(finite)
}

/// Each row's pinball loss of predictions of one `quantile` τ: τ·(y−q) where y ≥ q, else (1−τ)·(q−y) (Koenker &
/// Bassett 1978), in the target's unit. `None` for no rows, different lengths, numbers that are not finite, and unless
/// 0 < τ < 1.
pub fn pinball_losses(targets: &[f64], predictions: &[f64], quantile: f64) -> Option<Vec<f64>> {
    let alike = targets.len() == predictions.len() && usable(targets) && usable(predictions);
    if !alike || !is_share(quantile) {
        return None;
    }
    let loss = |(target, prediction): (&f64, &f64)| {
        let error = target - prediction;
        if error >= 0.0 { quantile * error } else { (quantile - 1.0) * error }
    };
    Some(targets.iter().zip(predictions).map(loss).collect())
}

/// Each row's score of an interval that should hold 1 − α of the targets: its width, and 2/α times what the target
/// lies outside of it (Gneiting & Raftery 2007), in the target's unit. Less is better. `None` for no rows, different
/// lengths, numbers that are not finite, an interval that ends before it begins, and unless 0 < α < 1.
pub fn interval_scores(targets: &[f64], intervals: &[Interval], alpha: f64) -> Option<Vec<f64>> {
    if targets.is_empty() || targets.len() != intervals.len() || !is_share(alpha) {
        return None;
    }
    let score = |(target, interval): (&f64, &Interval)| {
        let width = interval.high - interval.low;
        let outside = (interval.low - target).max(0.0) + (target - interval.high).max(0.0);
        // `max` would hide a target that is not a number.
        (width >= 0.0 && target.is_finite()).then(|| width + 2.0 / alpha * outside).and_then(finite)
    };
    targets.iter().zip(intervals).map(score).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_share_of_nothing_is_not_defined() {
        let (targets, predictions) = (array![0.0, 0.0, 0.0], array![0.5, -0.5, 0.0]);
        let rows = Evaluated { targets: targets.view(), predictions: predictions.view() };
        let figures = rows.more_metrics(&[1.0, 1.0, 1.0], 1).unwrap();
        assert_eq!(figures.mape.or(figures.wape).or(figures.mase).or(figures.cv_rmse).or(figures.nmbe), None);
        assert_eq!(figures.bias, 0.0);
        // Two of three rows are entirely wrong.
        assert!((figures.smape.unwrap() - 400.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_gap_in_the_history_is_passed_over() {
        // |3−1| and |8−4|: 3 in the mean.
        assert_eq!(seasonal_error(&[1.0, 4.0, f64::NAN, 3.0, 8.0, 7.0], 3), Some(3.0));
        assert_eq!(seasonal_error(&[1.0, 4.0], 2), None);
        assert_eq!(seasonal_error(&[1.0, 4.0], 0), None);
    }

    #[test]
    fn skill_needs_a_method_that_errs() {
        assert_eq!(skill(1.0, 2.0), Some(0.5));
        assert_eq!(skill(1.0, 0.0), None);
        assert_eq!(skill(f64::NAN, 1.0), None);
    }
}
