//! Whether intervals held what they promised.

use serde::{Deserialize, Serialize};

use super::distributions::{beta_binomial_cdf, beta_quantile, binomial_two_sided, normal_quantile};
use super::summary::{Interval, is_share};

/// How many of the rows lay within their intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Rows within.
    pub hits: usize,
    /// All rows.
    pub rows: usize,
}

impl Coverage {
    /// Counts the targets that lie within, ends included; an end may be infinite. `None` for no rows, different
    /// lengths, and numbers that are NaN.
    pub fn measure(targets: &[f64], intervals: &[Interval]) -> Option<Self> {
        let nan = targets.iter().any(|target| target.is_nan())
            || intervals.iter().any(|interval| interval.low.is_nan() || interval.high.is_nan());
        if targets.is_empty() || targets.len() != intervals.len() || nan {
            return None;
        }
        let within =
            |&(target, interval): &(&f64, &Interval)| (interval.low..=interval.high).contains(target);
        Some(Self { hits: targets.iter().zip(intervals).filter(within).count(), rows: targets.len() })
    }

    /// Hits, rows and their ratio; `None` for no rows and more hits than rows.
    fn counts(self) -> Option<(f64, f64, f64)> {
        let (hits, rows) = (self.hits as f64, self.rows as f64);
        (self.rows > 0 && self.hits <= self.rows).then(|| (hits, rows, hits / rows))
    }

    /// hits/rows; `None` for no rows.
    pub fn rate(self) -> Option<f64> {
        self.counts().map(|(_, _, rate)| rate)
    }

    /// (p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²))/(1 + z²/n) (Wilson 1927): between which the true rate lies, as a share
    /// of one. `None` for no rows, and unless 0 < level < 1.
    pub fn wilson(self, level: f64) -> Option<Interval> {
        let (_, n, rate) = self.counts()?;
        let z = normal_quantile(0.5 * (1.0 + level)).filter(|_| is_share(level))?;
        let square = z * z / n;
        let middle = (rate + 0.5 * square) / (1.0 + square);
        let reach = z * (rate * (1.0 - rate) / n + 0.25 * square / n).sqrt() / (1.0 + square);
        // At 0 and n hits an end is exactly 0 or 1, up to rounding.
        Some(Interval { low: (middle - reach).max(0.0), high: (middle + reach).min(1.0) })
    }

    /// The rates that an exact test does not reject (Clopper & Pearson 1934): quantiles (1−level)/2 of
    /// Beta(hits, n−hits+1) and (1+level)/2 of Beta(hits+1, n−hits), as a share of one. `None` for no rows, and unless
    /// 0 < level < 1.
    pub fn clopper_pearson(self, level: f64) -> Option<Interval> {
        let (hits, n, _) = self.counts()?;
        if !is_share(level) {
            return None;
        }
        let tail = 0.5 * (1.0 - level);
        let low = if self.hits == 0 { 0.0 } else { beta_quantile(tail, hits, n - hits + 1.0)? };
        let high =
            if self.hits == self.rows { 1.0 } else { beta_quantile(1.0 - tail, hits + 1.0, n - hits)? };
        Some(Interval { low, high })
    }

    /// The two-sided p-value of this coverage if each row lay within with probability `promised`, independently
    /// (exact binomial test, as SciPy's `binomtest`). `None` for no rows, and unless 0 < promised < 1.
    pub fn binomial_p(self, promised: f64) -> Option<f64> {
        binomial_two_sided(self.hits, self.rows, promised)
    }

    /// The probability of so few hits or fewer with intervals of [`split_quantile`](super::split_quantile) at `rank` of
    /// `calibration_rows` scores: the hits follow Beta-Binomial(rows, rank, calibration_rows + 1 − rank) (Vovk 2012;
    /// Angelopoulos & Bates 2021), which is wider than the binomial distribution. `None` for no rows, and unless
    /// 1 ≤ rank ≤ calibration_rows.
    pub fn conformal_p(self, rank: usize, calibration_rows: usize) -> Option<f64> {
        let above = (calibration_rows + 1).checked_sub(rank)?;
        self.counts()?;
        beta_binomial_cdf(self.hits, self.rows, rank as f64, above as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_count_as_within() {
        let intervals = [
            Interval { low: 1.0, high: 2.0 },
            Interval { low: 1.0, high: 2.0 },
            Interval { low: f64::NEG_INFINITY, high: f64::INFINITY },
        ];
        assert_eq!(Coverage::measure(&[2.0, 2.5, -7.0], &intervals), Some(Coverage { hits: 2, rows: 3 }));
        assert_eq!(Coverage::measure(&[f64::NAN, 2.5, -7.0], &intervals), None);
    }

    #[test]
    fn none_and_all_have_intervals_up_to_the_end() {
        let none = Coverage { hits: 0, rows: 10 };
        // 1 − 0.025^(1/10).
        assert!((none.clopper_pearson(0.95).unwrap().high - 0.308_497_1).abs() < 1e-7);
        assert!(none.wilson(0.95).unwrap().low < 1e-15);
        assert_eq!(Coverage { hits: 10, rows: 10 }.clopper_pearson(0.95).unwrap().high, 1.0);
        assert_eq!(Coverage { hits: 0, rows: 0 }.rate(), None);
        assert_eq!(none.wilson(1.0), None);
    }
}
