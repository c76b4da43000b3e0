//! How far a figure would move with other data: intervals by drawing the data at hand again (Efron 1979).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::distributions::{normal_cdf, normal_quantile};
use super::more_metrics::skill;
use super::summary::{Centred, Interval, finite, is_rounding, is_share, largest, quantile, usable};
use crate::numeric::Rng;

/// The blocks of `block` values that begin at `starts`, one after the other and cut to the length of `series`: a
/// resample of the moving-block bootstrap (Künsch 1989), which keeps the order within a block. `None` for a block of no
/// length, for one that would end beyond the series, and for too few blocks.
pub fn moving_block_resample(series: &[f64], block: usize, starts: &[usize]) -> Option<Vec<f64>> {
    if block == 0 {
        return None;
    }
    let mut resample = Vec::new();
    for &start in starts {
        resample.extend_from_slice(series.get(start..start.checked_add(block)?)?);
    }
    if resample.len() < series.len() {
        return None;
    }
    resample.truncate(series.len());
    Some(resample)
}

/// As many starts as a series of `length` values needs, uniformly drawn. `None` unless 1 ≤ block ≤ length < 2³².
pub fn draw_block_starts(length: usize, block: usize, rng: &mut Rng) -> Option<Vec<usize>> {
    if block == 0 || block > length {
        return None;
    }
    let places = u32::try_from(length - block + 1).ok()?;
    Some((0..length.div_ceil(block)).map(|_| rng.below(places) as usize).collect())
}

/// `statistic` of `resamples` resamples of `series` in blocks of `block` values (of one value: Efron's bootstrap of
/// independent values). In the statistic's unit; `None` where there is no resample or one has no statistic.
pub fn block_bootstrap(
    series: &[f64],
    block: usize,
    statistic: &dyn Fn(&[f64]) -> Option<f64>,
    rng: &mut Rng,
    resamples: usize,
) -> Option<Vec<f64>> {
    (0..resamples)
        .map(|_| {
            let starts = draw_block_starts(series.len(), block, rng)?;
            statistic(&moving_block_resample(series, block, &starts)?)
        })
        .collect()
}

fn sorted(values: &[f64]) -> Option<Vec<f64>> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    usable(values).then_some(sorted)
}

/// The quantiles (1 ∓ level)/2 of the replicates (Efron 1979), of type 7. In their unit; `None` for no replicates,
/// for some that are not finite, and unless 0 < level < 1.
pub fn percentile_interval(replicates: &[f64], level: f64) -> Option<Interval> {
    if !is_share(level) {
        return None;
    }
    let (sorted, tail) = (sorted(replicates)?, 0.5 * (1.0 - level));
    Some(Interval { low: quantile(&sorted, tail)?, high: quantile(&sorted, 1.0 - tail)? })
}

/// What [`bca_interval`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bca {
    /// In the replicates' unit.
    pub interval: Interval,
    /// z₀, the correction for bias.
    pub bias_correction: f64,
    /// a, the acceleration.
    pub acceleration: f64,
    /// Which shares of the replicates lie below the ends.
    pub shares: Interval,
}

/// The bias-corrected and accelerated interval (Efron 1987) around `estimate`: the replicates' quantiles of type 7 at
/// Φ(z₀ + (z₀+z)/(1 − a(z₀+z))), with z₀ = Φ⁻¹((#{θ* < θ̂} + #{θ* ≤ θ̂})/2B) and
/// a = Σ(θ̄−θᵢ)³/(6·(Σ(θ̄−θᵢ)²)^(3/2)) of the `jackknife`: the statistic without the i-th value (or block).
///
/// `None` where all replicates lie on one side, where the jackknife does not vary, and unless 0 < level < 1.
pub fn bca_interval(replicates: &[f64], estimate: f64, jackknife: &[f64], level: f64) -> Option<Bca> {
    let sorted = sorted(replicates)?;
    // A replicate that equals the estimate may differ from it by rounding.
    let scale = largest(replicates);
    let equal = |value: f64| is_rounding(value - estimate, scale);
    let at = sorted.iter().filter(|&&value| equal(value)).count();
    let below = sorted.iter().filter(|&&value| value < estimate && !equal(value)).count();
    let bias_correction = normal_quantile((2 * below + at) as f64 / (2 * sorted.len()) as f64)?;

    let centred = Centred::of(jackknife)?;
    let squares = centred.variance * jackknife.len() as f64;
    let cubes: f64 = centred.deviations.iter().map(|off| -off * off * off).sum();
    let acceleration = finite(cubes / (6.0 * squares * squares.sqrt()))?;

    let share = |tail: f64| {
        let z = bias_correction + normal_quantile(tail)?;
        let stretch = 1.0 - acceleration * z;
        // Beyond its pole the formula turns around.
        (stretch > 0.0).then(|| normal_cdf(bias_correction + z / stretch))
    };
    let tail = 0.5 * (1.0 - level);
    let shares = Interval { low: share(tail)?, high: share(1.0 - tail)? };
    let interval = Interval { low: quantile(&sorted, shares.low)?, high: quantile(&sorted, shares.high)? };
    Some(Bca { interval, bias_correction, acceleration, shares })
}

/// What [`skill_interval`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkillInterval {
    /// Of all rows, without unit.
    pub skill: f64,
    /// Between which the middle `level` of the resamples lie.
    pub interval: Interval,
    /// How many days were drawn from: of few days the interval is too narrow.
    pub days: usize,
}

/// The skill 1 − √(Σe²/Σe₀²) against a simple method on the same rows, with a percentile interval of `resamples`
/// resamples. Whole days are drawn, because the hours of one are not independent (block bootstrap, Carlstein 1986).
/// `days` holds the number of each row's day, in any order. `rng` should be of [`Stream::Bootstrap`].
///
/// `None` for different lengths, less than two days, no resample, squares that are below zero or not finite, and where
/// the simple method makes no error (in all rows, or in those of a resample).
///
/// [`Stream::Bootstrap`]: crate::numeric::Stream::Bootstrap
pub fn skill_interval(
    own_squared_errors: &[f64],
    base_squared_errors: &[f64],
    days: &[usize],
    rng: &mut Rng,
    resamples: usize,
    level: f64,
) -> Option<SkillInterval> {
    let alike = own_squared_errors.len() == days.len() && base_squared_errors.len() == days.len();
    let squares = |values: &[f64]| usable(values) && values.iter().all(|&value| value >= 0.0);
    if !alike || !squares(own_squared_errors) || !squares(base_squared_errors) {
        return None;
    }
    let mut by_day = BTreeMap::<usize, (f64, f64)>::new();
    for (day, (own, base)) in days.iter().zip(own_squared_errors.iter().zip(base_squared_errors)) {
        let sums = by_day.entry(*day).or_default();
        *sums = (sums.0 + own, sums.1 + base);
    }
    let sums: Vec<(f64, f64)> = by_day.into_values().collect();
    let count = u32::try_from(sums.len()).ok().filter(|&count| count > 1)?;
    // Both have equally many rows, so that their sums stand for their means.
    let of = |(own, base): (f64, f64)| skill(own.sqrt(), base.sqrt());
    let add = |all: (f64, f64), day: (f64, f64)| (all.0 + day.0, all.1 + day.1);
    let replicates: Vec<f64> = (0..resamples)
        .map(|_| of((0..count).map(|_| sums[rng.below(count) as usize]).fold((0.0, 0.0), add)))
        .collect::<Option<_>>()?;
    Some(SkillInterval {
        skill: of(sums.iter().copied().fold((0.0, 0.0), add))?,
        interval: percentile_interval(&replicates, level)?,
        days: sums.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Stream;

    fn rng() -> Rng {
        Rng::new(5, Stream::Bootstrap)
    }

    #[test]
    fn blocks_stay_within_the_series() {
        assert_eq!(moving_block_resample(&[1.0, 2.0, 3.0], 2, &[1, 0]), Some(vec![2.0, 3.0, 1.0]));
        assert_eq!(moving_block_resample(&[1.0, 2.0, 3.0], 2, &[2, 0]), None);
        assert_eq!(moving_block_resample(&[1.0, 2.0, 3.0], 2, &[0]), None);
        assert_eq!(draw_block_starts(3, 4, &mut rng()), None);
        let starts = draw_block_starts(100, 7, &mut rng()).unwrap();
        assert!(starts.len() == 15 && starts.iter().all(|&start| start <= 93));
    }

    /// By hand: the resamples of two days are both, and each twice: skills 1 − √(4/8), 1 − √(1/4) and 1 − √(3/4).
    #[test]
    fn the_skill_of_two_days_lies_between_their_skills() {
        let (own, base, days) = ([0.5, 3.0, 0.5], [1.0, 4.0, 3.0], [9, 2, 9]);
        let found = skill_interval(&own, &base, &days, &mut rng(), 1000, 0.95).unwrap();
        assert_eq!(found.days, 2);
        assert!((found.skill - (1.0 - 0.5_f64.sqrt())).abs() < 1e-12);
        assert!((found.interval.low - (1.0 - 0.75_f64.sqrt())).abs() < 1e-12);
        assert!((found.interval.high - 0.5).abs() < 1e-12);
        assert_eq!(skill_interval(&own, &base, &[1, 1, 1], &mut rng(), 1000, 0.95), None);
        assert_eq!(skill_interval(&own, &[0.0; 3], &days, &mut rng(), 1000, 0.95), None);
        assert_eq!(skill_interval(&own, &base, &days, &mut rng(), 0, 0.95), None);
    }

    #[test]
    fn replicates_on_one_side_have_no_bca_interval() {
        assert_eq!(bca_interval(&[1.0, 2.0, 3.0], 9.0, &[1.0, 2.0], 0.95), None);
        assert_eq!(bca_interval(&[1.0, 2.0, 3.0], 2.0, &[1.0, 1.0], 0.95), None);
    }
}
