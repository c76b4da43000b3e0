//! Is one forecast better than another on the same rows? Tests of paired differences.
//!
//! Hours of one day are not independent: only the test of Diebold and Mariano allows for that. For the others the
//! differences should be of whole days, or of data sets.

use serde::{Deserialize, Serialize};

use super::distributions::{binomial_two_sided, t_critical, t_two_sided};
use super::summary::{Centred, Interval, crossing, finite, usable};

/// What [`dm_test`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DieboldMariano {
    /// Mean of the loss differences, in the loss's unit: below zero where the first forecast is better.
    pub mean_difference: f64,
    /// The corrected statistic, without unit.
    pub statistic: f64,
    /// Two-sided, of Student's t with n − 1 degrees of freedom.
    pub p_value: f64,
    /// The variance by the rectangular kernel was not positive, so that Bartlett's weights 1 − k/h were used.
    pub uses_bartlett: bool,
}

/// Whether two forecasts `h` steps ahead differ: d̄/√((γ₀ + 2·Σₖ₌₁ʰ⁻¹ γₖ)/n) (Diebold & Mariano 1995) times
/// √((n + 1 − 2h + h(h−1)/n)/n), against Student's t (Harvey, Leybourne & Newbold 1997).
///
/// `loss_differences` are the losses of the first forecast less those of the second, in time order without gaps.
/// `None` unless 1 ≤ h < n, for numbers that are not finite, and where the differences do not vary.
pub fn dm_test(loss_differences: &[f64], h: usize) -> Option<DieboldMariano> {
    if h == 0 || h >= loss_differences.len() {
        return None;
    }
    let centred = Centred::of(loss_differences)?;
    let (n, steps) = (loss_differences.len() as f64, h as f64);
    let variance = |bartlett: bool| {
        let weight = |lag: usize| if bartlett { 1.0 - lag as f64 / steps } else { 1.0 };
        let both_sides: f64 = (1..h).map(|lag| 2.0 * weight(lag) * centred.autocovariance(lag)).sum();
        centred.variance + both_sides
    };
    let positive = |value: f64| value > 1e-12 * centred.variance;
    let rectangular = variance(false);
    let uses_bartlett = !positive(rectangular);
    let variance = if uses_bartlett { variance(true) } else { rectangular };
    if !positive(variance) {
        return None;
    }
    let correction = ((n + 1.0 - 2.0 * steps + steps * (steps - 1.0) / n) / n).sqrt();
    let statistic = finite(centred.mean / (variance / n).sqrt() * correction)?;
    let p_value = t_two_sided(statistic, n - 1.0)?;
    Some(DieboldMariano { mean_difference: centred.mean, statistic, p_value, uses_bartlett })
}

/// What [`paired_t`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairedT {
    /// Mean difference, in the differences' unit.
    pub mean_difference: f64,
    /// d̄/(s/√n), without unit.
    pub statistic: f64,
    /// Two-sided.
    pub p_value: f64,
    /// d̄ ± t·s/√n, in the differences' unit.
    pub interval: Interval,
    /// d̄/s, the size of the effect without unit (d_z of Cohen 1988).
    pub cohen_dz: f64,
}

/// Student's t (1908) of paired differences, with n − 1 degrees of freedom and an interval that holds the true mean
/// with probability `level`. `None` for fewer than two, for differences that do not vary, and unless 0 < level < 1.
pub fn paired_t(differences: &[f64], level: f64) -> Option<PairedT> {
    let centred = Centred::of(differences)?;
    let (n, mean) = (differences.len() as f64, centred.mean);
    let sd = (centred.variance * n / (n - 1.0)).sqrt();
    let error = sd / n.sqrt();
    let statistic = finite(mean / error)?;
    let p_value = t_two_sided(statistic, n - 1.0)?;
    let reach = t_critical(level, n - 1.0)? * error;
    let interval = Interval { low: mean - reach, high: mean + reach };
    Some(PairedT { mean_difference: mean, statistic, p_value, interval, cohen_dz: mean / sd })
}

/// The two-sided p-value of as many differences above zero as there are, were above and below equally likely (Arbuthnott
/// 1710; Dixon & Mood 1946); zeros are left out. `None` where nothing else is there.
pub fn sign_test(differences: &[f64]) -> Option<f64> {
    if !usable(differences) {
        return None;
    }
    let above = differences.iter().filter(|&&difference| difference > 0.0).count();
    let below = differences.iter().filter(|&&difference| difference < 0.0).count();
    binomial_two_sided(above, above + below, 0.5)
}

/// The median of all means of two differences, one of them twice included (Hodges & Lehmann 1963): the shift that
/// belongs to Wilcoxon's test, in the differences' unit. `None` for none and for numbers that are not finite.
pub fn hodges_lehmann(differences: &[f64]) -> Option<f64> {
    if !usable(differences) {
        return None;
    }
    let mut sorted = differences.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    // A year of hours has 38 million pairs: they are counted, not kept.
    let up_to = |sum: f64| {
        let (mut count, mut end) = (0_u64, sorted.len());
        for (start, value) in sorted.iter().enumerate() {
            while end > 0 && value + sorted[end - 1] > sum {
                end -= 1;
            }
            if end <= start {
                break;
            }
            count += (end - start) as u64;
        }
        count
    };
    let smallest = |rank: u64| {
        if up_to(2.0 * first) >= rank {
            return 2.0 * first;
        }
        crossing(2.0 * first, 2.0 * last, &|sum| up_to(sum) < rank)
    };
    let n = sorted.len() as u64;
    let pairs = n * (n + 1) / 2;
    finite(0.25 * (smallest(pairs.div_ceil(2)) + smallest(pairs / 2 + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: d = 1, −1, 1, −1, … + 0.5 has γ₀ = 1, γ₁ = −(n−1)/n, so that with h = 2 the rectangular variance is
    /// 1 − 2·7/8 < 0 and Bartlett's 1 − 7/8 = 1/8.
    #[test]
    fn a_variance_below_zero_falls_back_to_bartlett() {
        let differences = [1.5, -0.5, 1.5, -0.5, 1.5, -0.5, 1.5, -0.5];
        let found = dm_test(&differences, 2).unwrap();
        assert!(found.uses_bartlett);
        let correction = ((8.0 + 1.0 - 4.0 + 2.0 / 8.0) / 8.0_f64).sqrt();
        assert!((found.statistic - 0.5 / (1.0_f64 / 64.0).sqrt() * correction).abs() < 1e-12);
        assert!(!dm_test(&differences, 1).unwrap().uses_bartlett);
    }

    #[test]
    fn what_does_not_vary_or_is_too_short_has_no_test() {
        assert_eq!(dm_test(&[0.1; 9], 1), None);
        assert_eq!(dm_test(&[1.0, 2.0, 4.0], 3), None);
        assert_eq!(dm_test(&[1.0, 2.0, 4.0], 0), None);
        assert_eq!(paired_t(&[1.0], 0.95), None);
        assert_eq!(sign_test(&[0.0, 0.0]), None);
        assert_eq!(hodges_lehmann(&[]), None);
    }

    /// By hand, of all means of pairs.
    #[test]
    fn hodges_lehmann_is_the_median_of_the_means_of_pairs() {
        for differences in
            [vec![3.0], vec![1.0, 2.0], vec![5.0, -1.0, 2.5, 2.5], vec![0.1, 0.7, -3.0, 9.0, 0.2]]
        {
            let mut means = Vec::new();
            for (place, first) in differences.iter().enumerate() {
                means.extend(differences[place..].iter().map(|second| 0.5 * (first + second)));
            }
            means.sort_by(f64::total_cmp);
            let median = 0.5 * (means[(means.len() - 1) / 2] + means[means.len() / 2]);
            assert!((hodges_lehmann(&differences).unwrap() - median).abs() < 1e-12, "{differences:?}");
        }
    }
}
