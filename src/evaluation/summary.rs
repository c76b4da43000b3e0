//! What the parts of the judge share: means, quantiles, intervals, and autocovariances.

use serde::{Deserialize, Serialize};

/// From `low` to `high`, in the unit of what it is an interval of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Σx/n, in the unit of x; `None` for no values and for values that are not finite.
pub fn mean(values: &[f64]) -> Option<f64> {
    let sum: f64 = values.iter().sum();
    finite(sum / values.len() as f64)
}

/// The quantile x₍ᵢ₎ + f·(x₍ᵢ₊₁₎ − x₍ᵢ₎) of `sorted` (ascending) values, with i + f = (n−1)·share counted from zero:
/// type 7 of Hyndman & Fan (1996), which R and NumPy use unless told otherwise. In the unit of x; `None` for no values
/// and for a share outside of `0..=1`.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * share;
    let below = place.floor() as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    finite(low + (place - below as f64) * (high - low))
}

/// A figure that cannot be told apart from rounding in sums of numbers of size `scale`.
pub(super) fn is_rounding(value: f64, scale: f64) -> bool {
    value.abs() <= 1e-9 * scale
}

pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Some values, and all of them finite.
pub(super) fn usable(values: &[f64]) -> bool {
    !values.is_empty() && values.iter().all(|value| value.is_finite())
}

/// The largest |x|.
pub(super) fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| most.max(value.abs()))
}

/// A probability strictly between none and all.
pub(super) fn is_share(value: f64) -> bool {
    value > 0.0 && value < 1.0
}

/// Values less their mean.
pub(super) struct Centred {
    pub mean: f64,
    pub deviations: Vec<f64>,
    /// Σ(x−x̄)²/n, above zero.
    pub variance: f64,
}

impl Centred {
    /// `None` for no values, for some that are not finite, and where they do not vary.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mean = mean(values)?;
        let deviations: Vec<f64> = values.iter().map(|value| value - mean).collect();
        let mut centred = Self { mean, deviations, variance: 0.0 };
        centred.variance = finite(centred.autocovariance(0))?;
        // What rounding leaves of a constant is no variation.
        let noise = largest(values) * f64::EPSILON * 16.0;
        (centred.variance > noise * noise).then_some(centred)
    }

    /// Σₜ (xₜ−x̄)(xₜ₋ₖ−x̄)/n.
    pub fn autocovariance(&self, lag: usize) -> f64 {
        let later = self.deviations.iter().skip(lag);
        later.zip(&self.deviations).map(|(now, before)| now * before).sum::<f64>()
            / self.deviations.len() as f64
    }
}

/// Where an increasing quantity passes its mark between `low` and `high`, by bisection down to neighbouring numbers:
/// the smallest number that is not `below`.
pub(super) fn crossing(mut low: f64, mut high: f64, below: &dyn Fn(f64) -> bool) -> f64 {
    // 200 halvings reach neighbours unless the mark lies near zero, where they leave high/2²⁰⁰.
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_mean_and_no_quantile() {
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&[1.0, f64::NAN]), None);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[1.0], 1.5), None);
    }

    /// R: `quantile(c(1, 2, 4, 8), c(0, .25, .5, 1))` gives 1, 1.75, 3, 8.
    #[test]
    fn quantiles_are_of_type_7() {
        let at = |share| quantile(&[1.0, 2.0, 4.0, 8.0], share);
        assert_eq!([at(0.0), at(0.25), at(0.5), at(1.0)], [Some(1.0), Some(1.75), Some(3.0), Some(8.0)]);
    }

    #[test]
    fn a_constant_does_not_vary() {
        assert!(Centred::of(&[0.1; 7]).is_none());
        assert!(Centred::of(&[0.1, 0.1, 0.2]).is_some());
    }
}
