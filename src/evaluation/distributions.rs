//! The distributions that tests and intervals need, from the incomplete beta and gamma functions.
//!
//! A small p-value is as precise as a large one: no tail is computed as one less the rest, unless it is the larger part.

use std::f64::consts::{PI, SQRT_2};

use super::summary::{crossing, finite, is_share};

/// ln Γ(z) less Stirling's ln √(2π) + (z−½) ln z − z. With it, factors as large as Γ(10⁵) cancel before they are computed.
fn stirling_rest(z: f64) -> f64 {
    if z < 10.0 {
        return libm::lgamma(z) - ((z - 0.5) * libm::log(z) - z + 0.5 * libm::log(2.0 * PI));
    }
    // Abramowitz & Stegun (1964) 6.1.41; the first term that is left out is below 2·10⁻¹⁴.
    let square = 1.0 / (z * z);
    let tail = 1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0);
    (1.0 / 12.0 - square * (1.0 / 360.0 - square * tail)) / z
}

/// ln B(a, b).
fn ln_beta(a: f64, b: f64) -> f64 {
    let rest = stirling_rest(a) + stirling_rest(b) - stirling_rest(a + b);
    // a/(a+b) from the smaller share, as log1p keeps what 1 − share would lose.
    let ln_share = |own: f64, other: f64| -libm::log1p(other / own);
    0.5 * libm::log(2.0 * PI / b) + (a - 0.5) * ln_share(a, b) + b * ln_share(b, a) + rest
}

/// xᵃ yᵇ / B(a, b) with y = 1 − x.
fn beta_power(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 || y <= 0.0 {
        return 0.0;
    }
    let sum = a + b;
    // x over a/(a+b), near the peak by its small distance from one.
    let ln_ratio = |value: f64, other: f64, own: f64, others: f64| {
        let off = (value * others - other * own) / own;
        if off.abs() < 0.5 { libm::log1p(off) } else { libm::log(value * sum / own) }
    };
    let rest = stirling_rest(sum) - stirling_rest(a) - stirling_rest(b);
    let powers = a * ln_ratio(x, y, a, b) + b * ln_ratio(y, x, b, a);
    (a / sum * b / (2.0 * PI)).sqrt() * libm::exp(powers + rest)
}

/// The regularised incomplete beta function Iₓ(a, b) with y = 1 − x.
fn beta_share(a: f64, b: f64, x: f64, y: f64) -> f64 {
    // The fraction converges quickly on one side of the mean only.
    if x > (a + 1.0) / (a + b + 2.0) { 1.0 - beta_fraction(b, a, y, x) } else { beta_fraction(a, b, x, y) }
}

/// Iₓ(a, b) by its continued fraction (DLMF 8.17.22) in the way of Lentz (1976).
fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let power = beta_power(a, b, x, y);
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for step in 1..10_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    power * fraction / a
}

fn away_from_zero(value: f64) -> f64 {
    if value.abs() < 1e-300 { 1e-300 } else { value }
}

/// P(X ≤ x) of Beta(a, b): the regularised incomplete beta function Iₓ(a, b) (DLMF 8.17). `None` unless a, b > 0 and
/// 0 ≤ x ≤ 1.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> Option<f64> {
    let defined = a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x);
    if !defined {
        return None;
    }
    finite(beta_share(a, b, x, 1.0 - x))
}

/// The x at which [`beta_cdf`] reaches `probability`. `None` unless a, b > 0 and 0 < probability < 1.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> Option<f64> {
    let defined = is_share(probability) && a > 0.0 && b > 0.0 && (a + b).is_finite();
    defined.then(|| crossing(0.0, 1.0, &|x| beta_share(a, b, x, 1.0 - x) < probability))
}

/// P(X > x) of χ² with `freedom` degrees of freedom: the regularised upper incomplete gamma function Q(freedom/2, x/2)
/// (DLMF 8.2), by its series below a + 1 and its continued fraction above. `None` unless freedom > 0 and x ≥ 0.
pub fn chi_squared_tail(x: f64, freedom: f64) -> Option<f64> {
    let defined = x >= 0.0 && x.is_finite() && freedom > 0.0;
    if !defined {
        return None;
    }
    let (a, x) = (0.5 * freedom, 0.5 * x);
    if x <= 0.0 {
        return Some(1.0);
    }
    // xᵃ e⁻ˣ / Γ(a).
    let power = (a / (2.0 * PI)).sqrt() * libm::exp(a * libm::log(x / a) + a - x - stirling_rest(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return finite(1.0 - power * sum);
    }
    // DLMF 8.9.2, in the way of Lentz.
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut fraction = d;
    for step in 1..10_000 {
        let n = f64::from(step);
        let term = n * (a - n);
        b += 2.0;
        d = 1.0 / away_from_zero(b + term * d);
        c = away_from_zero(b + term / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    finite(power * fraction)
}

/// P(X ≤ z) of the standard normal distribution. NaN only for NaN.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// P(|X| ≥ |z|) of the standard normal distribution. NaN only for NaN.
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / SQRT_2)
}

/// The z at which [`normal_cdf`] reaches `probability`; `None` unless 0 < probability < 1.
pub fn normal_quantile(probability: f64) -> Option<f64> {
    if !is_share(probability) {
        return None;
    }
    // Of the lower half only: there the tail keeps its digits.
    let tail = probability.min(1.0 - probability);
    let z = crossing(-40.0, 0.0, &|z| normal_cdf(z) < tail);
    Some(if probability > 0.5 { -z } else { z })
}

/// P(|T| ≥ |t|) of Student's t (1908) with `freedom` degrees of freedom. `None` unless freedom > 0 and t is finite.
pub fn t_two_sided(t: f64, freedom: f64) -> Option<f64> {
    let defined = t.is_finite() && freedom > 0.0;
    if !defined {
        return None;
    }
    // t²/freedom over one plus itself, and its complement; a t so large that its square is not a number has no tail.
    let square = t * t / freedom;
    let x = 1.0 / (1.0 + square);
    let y = if square > 1.0 { 1.0 / (1.0 + 1.0 / square) } else { square * x };
    finite(beta_share(0.5 * freedom, 0.5, x, y))
}

/// The t > 0 that |T| stays below with probability `level`. `None` unless freedom > 0 and 0 < level < 1.
pub fn t_critical(level: f64, freedom: f64) -> Option<f64> {
    if !is_share(level) {
        return None;
    }
    let inside = |t: f64| t_two_sided(t, freedom).is_some_and(|p| p > 1.0 - level);
    t_two_sided(1.0, freedom)?;
    let mut high = 1.0;
    while inside(high) {
        high *= 2.0;
    }
    Some(crossing(0.0, high, &inside))
}

/// P(X = hits) of Binomial(rows, probability), for 0 < probability < 1 and hits ≤ rows.
fn binomial_weight(hits: f64, rows: f64, probability: f64) -> f64 {
    let other = 1.0 - probability;
    beta_power(hits + 1.0, rows - hits + 1.0, probability, other) / ((rows + 1.0) * probability * other)
}

/// The two-sided p-value of `hits` in `rows` tries at `probability`: the sum of all outcomes on the side of `hits`, and
/// on the other side of those that are no more likely than it (the method of SciPy's `binomtest`). `None` for no rows,
/// for more hits than rows, and unless 0 < probability < 1.
pub fn binomial_two_sided(hits: usize, rows: usize, probability: f64) -> Option<f64> {
    if rows == 0 || hits > rows || !is_share(probability) {
        return None;
    }
    let (n, expected) = (rows as f64, rows as f64 * probability);
    let weight = |count: usize| binomial_weight(count as f64, n, probability);
    // Outcomes that are equally likely must not be parted by rounding.
    let most = weight(hits) * (1.0 + 1e-7);
    let observed = hits as f64;
    let sum: f64 = (0..=rows)
        .map(|count| {
            let place = count as f64;
            let (own_side, beyond) = if observed < expected {
                (count <= hits, place >= expected.ceil())
            } else {
                (count >= hits, place <= expected.floor())
            };
            let value = weight(count);
            if own_side || (beyond && value <= most) { value } else { 0.0 }
        })
        .sum();
    Some(if observed == expected { 1.0 } else { sum.min(1.0) })
}

/// P(X ≤ hits) of the beta-binomial distribution: `rows` tries at a probability that is itself drawn from Beta(a, b)
/// (Skellam 1948). `None` unless a, b > 0 and hits ≤ rows.
pub fn beta_binomial_cdf(hits: usize, rows: usize, a: f64, b: f64) -> Option<f64> {
    let defined = a > 0.0 && b > 0.0 && (a + b).is_finite() && hits <= rows;
    if !defined {
        return None;
    }
    let (n, all) = (rows as f64, ln_beta(a, b));
    let weight = |count: f64| {
        let choices = -libm::log(n + 1.0) - ln_beta(count + 1.0, n - count + 1.0);
        libm::exp(choices + ln_beta(count + a, n - count + b) - all)
    };
    finite((0..=hits).map(|count| weight(count as f64)).sum::<f64>().min(1.0))
}

#[cfg(test)]
mod tests;
