//! Wilcoxon's signed-rank test (1945) of paired differences.

use serde::{Deserialize, Serialize};

use super::distributions::normal_two_sided;
use super::summary::{largest, usable};

/// Up to so many differences all 2ⁿ signs are counted.
const EXACT_UP_TO: usize = 25;

/// What [`wilcoxon`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wilcoxon {
    /// The sum of the ranks of differences above zero.
    pub w_plus: f64,
    /// The sum of the ranks of differences below zero.
    pub w_minus: f64,
    /// How many differences are not zero.
    pub used: usize,
    /// Two-sided.
    pub p_value: f64,
    /// All signs were counted; else the normal distribution stands in.
    pub exact: bool,
    /// (W₊ − W₋)/(W₊ + W₋), from −1 to 1 without unit (Kerby 2014): above zero where the differences mostly are.
    pub rank_biserial: f64,
}

/// The signed-rank test of paired differences: exact up to 25 that are not zero, beyond that by the normal
/// distribution. `None` where all differences are zero or some are not finite.
pub fn wilcoxon(differences: &[f64]) -> Option<Wilcoxon> {
    let ranks = SignedRanks::of(differences)?;
    let used = ranks.ranks.len();
    let exact = ranks.exact_p();
    Some(Wilcoxon {
        w_plus: ranks.w_plus,
        w_minus: ranks.w_minus,
        used,
        p_value: exact.unwrap_or_else(|| normal_two_sided(ranks.normal_z())),
        exact: exact.is_some(),
        rank_biserial: (ranks.w_plus - ranks.w_minus) / (ranks.w_plus + ranks.w_minus),
    })
}

/// The ranks of |d| without zeros, equal ones sharing their mean.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedRanks {
    /// In the order of the differences that are not zero.
    pub ranks: Vec<f64>,
    /// The sum of the ranks of differences above zero.
    pub w_plus: f64,
    /// The sum of the ranks of differences below zero.
    pub w_minus: f64,
    /// Σ(t³ − t) over groups of t equal |d|.
    ties: f64,
}

impl SignedRanks {
    /// Ranks `differences`. `None` where all are zero or some are not finite.
    pub fn of(differences: &[f64]) -> Option<Self> {
        // 1.1 − 1 and 2.1 − 2 are equal, but not in binary: what differs by less than 10⁻¹⁰ of the largest is equal.
        let grain = 1e-10 * largest(differences);
        if !usable(differences) || grain <= 0.0 {
            return None;
        }
        let rounded: Vec<f64> = differences
            .iter()
            .map(|difference| (difference / grain).round())
            .filter(|&difference| difference != 0.0)
            .collect();
        let mut order: Vec<usize> = (0..rounded.len()).collect();
        order.sort_by(|&one, &other| rounded[one].abs().total_cmp(&rounded[other].abs()));
        let mut ranks = vec![0.0; rounded.len()];
        let mut ties = 0.0;
        let mut before = 0.0;
        for equal in order.chunk_by(|&one, &other| rounded[one].abs() == rounded[other].abs()) {
            let count = equal.len() as f64;
            for &place in equal {
                ranks[place] = before + 0.5 * (count + 1.0);
            }
            ties += count * count * count - count;
            before += count;
        }
        let side = |above: bool| {
            ranks
                .iter()
                .zip(&rounded)
                .filter(|&(_, &value)| (value > 0.0) == above)
                .map(|(rank, _)| rank)
                .sum()
        };
        let (w_plus, w_minus) = (side(true), side(false));
        Some(Self { ranks, w_plus, w_minus, ties })
    }

    /// 2·P(W ≤ min(W₊, W₋)) over all 2ⁿ equally likely signs; `None` for more than 25 differences.
    pub fn exact_p(&self) -> Option<f64> {
        if self.ranks.len() > EXACT_UP_TO {
            return None;
        }
        // Ranks are multiples of a half. How many choices of signs reach each doubled sum: one difference after the other.
        let doubled = |value: f64| (2.0 * value) as usize;
        let mut ways = vec![0.0; doubled(self.w_plus + self.w_minus) + 1];
        ways[0] = 1.0;
        for rank in self.ranks.iter().map(|&rank| doubled(rank)) {
            for sum in (rank..ways.len()).rev() {
                ways[sum] += ways[sum - rank];
            }
        }
        let all: f64 = ways.iter().sum();
        let least: f64 = ways.iter().take(doubled(self.w_plus.min(self.w_minus)) + 1).sum();
        Some((2.0 * least / all).min(1.0))
    }

    /// (min(W₊, W₋) + ½ − μ)/σ with μ = n(n+1)/4 and σ² = n(n+1)(2n+1)/24 − Σ(t³−t)/48, never above zero: standard
    /// normal for many differences, corrected for ties and for the step between two sums.
    pub fn normal_z(&self) -> f64 {
        let n = self.ranks.len() as f64;
        let mean = 0.25 * n * (n + 1.0);
        // Never zero: σ² is Σ rank²/4 over at least one rank.
        let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - self.ties / 48.0;
        (self.w_plus.min(self.w_minus) + 0.5 - mean).min(0.0) / variance.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_zeros_has_no_test() {
        assert_eq!(wilcoxon(&[0.0, 0.0]), None);
        assert_eq!(wilcoxon(&[]), None);
        assert_eq!(wilcoxon(&[1.0, f64::NAN]), None);
    }

    #[test]
    fn the_unit_does_not_matter() {
        let (small, large): (Vec<f64>, Vec<f64>) = [(1.1 - 1.0), (2.0 - 2.1), 0.4, 0.0]
            .iter()
            .map(|difference| (difference * 1e-12, difference * 1e12))
            .unzip();
        let ranks = SignedRanks::of(&small).unwrap();
        assert_eq!(ranks.ranks, [1.5, 1.5, 3.0]);
        assert_eq!(SignedRanks::of(&large).unwrap().ranks, ranks.ranks);
    }

    /// Of 26 equal differences above zero, W₋ = 0: z = (½ − 175.5)/√(26·27·53/24 − (26³−26)/48).
    #[test]
    fn many_differences_take_the_normal_distribution() {
        let found = wilcoxon(&[0.3; 26]).unwrap();
        assert!(!found.exact);
        let z = -175.0 / (1550.25_f64 - 17550.0 / 48.0).sqrt();
        assert!((found.p_value / normal_two_sided(z) - 1.0).abs() < 1e-12);
        assert_eq!(found.rank_biserial, 1.0);
    }
}
