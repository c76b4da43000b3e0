//! Several methods on several data sets: ranks, and whether they differ at all (Friedman 1937; Demšar 2006).

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use super::distributions::{beta_cdf, chi_squared_tail, normal_cdf};
use super::summary::{crossing, finite, is_share};

/// What [`friedman`] finds for k methods on n data sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Friedman {
    /// Each method's mean rank, 1 for the one with the least figures throughout.
    pub mean_ranks: Vec<f64>,
    /// χ² with k − 1 degrees of freedom, corrected for ties.
    pub chi_squared: f64,
    /// Of χ²: how likely ranks so different are if no method is better than another. Rough for few data sets.
    pub p_value: f64,
    /// F = (n−1)·χ²/(n·(k−1) − χ²) (Iman & Davenport 1980), which is less timid; `None` where all data sets rank alike.
    pub f: Option<f64>,
    /// Of F, with k − 1 and (k−1)(n−1) degrees of freedom; 0 where all data sets rank alike.
    pub f_p_value: f64,
    /// The degrees of freedom of F.
    pub f_freedom: (usize, usize),
}

/// Friedman's test of `figures` `[data sets, methods]` such as RMSEs, of which less is better: χ² = 12n/(k(k+1)) ·
/// (Σ R̄² − k(k+1)²/4), divided by 1 − Σ(t³−t)/(n·k(k²−1)) over groups of t ties. `None` for less than two methods or data
/// sets, for figures that are not finite, and where all are ties.
pub fn friedman(figures: ArrayView2<f64>) -> Option<Friedman> {
    let (sets, methods) = figures.dim();
    if sets < 2 || methods < 2 || figures.iter().any(|figure| !figure.is_finite()) {
        return None;
    }
    let mut sums = vec![0.0; methods];
    let mut ties = 0.0;
    for row in figures.rows() {
        let mut order: Vec<usize> = (0..methods).collect();
        order.sort_by(|&one, &other| row[one].total_cmp(&row[other]));
        let mut before = 0.0;
        for equal in order.chunk_by(|&one, &other| row[one] == row[other]) {
            let count = equal.len() as f64;
            for &method in equal {
                sums[method] += before + 0.5 * (count + 1.0);
            }
            ties += count * count * count - count;
            before += count;
        }
    }
    let (n, k) = (sets as f64, methods as f64);
    let mean_ranks: Vec<f64> = sums.iter().map(|sum| sum / n).collect();
    let squares: f64 = mean_ranks.iter().map(|rank| (rank - 0.5 * (k + 1.0)).powi(2)).sum();
    let chi_squared = finite(12.0 * n / (k * (k + 1.0)) * squares / (1.0 - ties / (n * k * (k * k - 1.0))))?;
    let f_freedom = (methods - 1, (methods - 1) * (sets - 1));
    let (first, second) = (f_freedom.0 as f64, f_freedom.1 as f64);
    let rest = n * first - chi_squared;
    let f = if rest > 1e-9 * n * first { Some((n - 1.0) * chi_squared / rest) } else { None };
    // P(F > f) = I of d₂/(d₂ + d₁f) with d₂/2 and d₁/2 (DLMF 8.17).
    let f_p_value =
        f.map_or(Some(0.0), |f| beta_cdf(second / (second + first * f), 0.5 * second, 0.5 * first))?;
    let p_value = chi_squared_tail(chi_squared, first)?;
    Some(Friedman { mean_ranks, chi_squared, p_value, f, f_p_value, f_freedom })
}

/// By how much the mean ranks of two of `methods` methods on `sets` data sets have to differ for Nemenyi's test (1963):
/// q·√(k(k+1)/6n), with q the quantile `level` of the range of k standard normal values, divided by √2. `None` for less
/// than two methods, no data sets, and unless 0 < level < 1.
pub fn critical_difference(methods: usize, sets: usize, level: f64) -> Option<f64> {
    if sets == 0 {
        return None;
    }
    let k = methods as f64;
    Some(nemenyi_quantile(methods, level)? * (k * (k + 1.0) / (6.0 * sets as f64)).sqrt())
}

/// The q of [`critical_difference`]. `None` for less than two methods and unless 0 < level < 1.
pub fn nemenyi_quantile(methods: usize, level: f64) -> Option<f64> {
    if methods < 2 || !is_share(level) {
        return None;
    }
    let q = crossing(0.0, 40.0, &|range| range_cdf(range, methods) < level);
    Some(q / std::f64::consts::SQRT_2)
}

/// P(range ≤ q) of k standard normal values: k·∫ φ(z)·(Φ(z) − Φ(z−q))ᵏ⁻¹ dz.
fn range_cdf(range: f64, methods: usize) -> f64 {
    // The integrand is smooth and has vanished at both ends: there the trapezoidal rule is as good as the numbers are.
    const HALVES: i32 = 160;
    const REACH: f64 = 9.0;
    let step = REACH / f64::from(HALVES);
    let density = |z: f64| libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
    let at = |place: i32| {
        let z = f64::from(place) * step;
        let inside = normal_cdf(z) - normal_cdf(z - range);
        density(z) * inside.powi(methods as i32 - 1)
    };
    methods as f64 * step * (-HALVES..=HALVES).map(at).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Demšar (2006), table 5: q₀.₀₅ of 2 to 10 methods.
    #[test]
    fn quantiles_are_those_of_the_table() {
        let table = [1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164];
        for (methods, expected) in (2..).zip(table) {
            assert!((nemenyi_quantile(methods, 0.95).unwrap() - expected).abs() < 1.1e-3, "{methods}");
        }
        assert_eq!(nemenyi_quantile(1, 0.95), None);
        assert_eq!(critical_difference(3, 0, 0.95), None);
    }

    /// By hand: ranks 1, 2, 3 in both rows give 12·2/12·(1 + 0 + 1) = 4. With a tie in the first row they are 1.25, 1.75 and 3
    /// on average, which gives 12·2/12·(0.5625 + 0.0625 + 1) = 3.25, over 1 − 6/48 for the tie.
    #[test]
    fn ties_share_their_ranks() {
        let found = friedman(array![[1.0, 2.0, 3.0], [5.0, 6.0, 7.0]].view()).unwrap();
        assert_eq!((found.chi_squared, found.f, found.f_p_value), (4.0, None, 0.0));
        let found = friedman(array![[1.0, 1.0, 3.0], [5.0, 6.0, 7.0]].view()).unwrap();
        assert_eq!(found.mean_ranks, [1.25, 1.75, 3.0]);
        assert!((found.chi_squared - 3.25 / 0.875).abs() < 1e-12);
        assert_eq!(friedman(array![[1.0, 1.0], [2.0, 2.0]].view()), None);
        assert_eq!(friedman(array![[1.0, f64::NAN], [2.0, 2.0]].view()), None);
    }
}
