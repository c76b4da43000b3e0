//! The gate: how far each part of a forecast is trusted.

use ndarray::{Array2, ArrayView1, ArrayView2, s};

use crate::linear::non_negative_least_squares;

/// How strongly the shares are held to add up to one, against errors of unit variance.
const SUM_WEIGHT: f64 = 1e3;

/// The shares w ≥ 0, Σw = 1 that minimise mean((y − P·w)²)/var(y) + prior·‖w − guess‖², for parts P `[rows, parts]` and
/// what happened, y. The guess where nothing can be said.
pub(super) fn shares(parts: ArrayView2<f64>, y: ArrayView1<f64>, prior: f64, guess: &[f64]) -> Vec<f64> {
    let (rows, count) = parts.dim();
    let mean = y.sum() / rows.max(1) as f64;
    let sd = (y.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / rows.max(1) as f64).sqrt();
    if sd <= 0.0 || !sd.is_finite() {
        return guess.to_vec();
    }
    let scale = 1.0 / (sd * (rows as f64).sqrt());
    let mut a = Array2::zeros((rows + count + 1, count));
    let mut b = vec![0.0; rows + count + 1];
    a.slice_mut(s![..rows, ..]).assign(&(&parts * scale));
    b.iter_mut().zip(y).for_each(|(b, y)| *b = y * scale);
    for (part, &share) in guess.iter().enumerate() {
        a[(rows + part, part)] = prior.sqrt();
        b[rows + part] = prior.sqrt() * share;
        a[(rows + count, part)] = SUM_WEIGHT;
    }
    b[rows + count] = SUM_WEIGHT;
    let shares = non_negative_least_squares(a.view(), ArrayView1::from(&b));
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 { shares.iter().map(|share| share / sum).collect() } else { guess.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_part_that_is_always_right_is_trusted_and_one_that_is_not_is_not() {
        let y = array![1.0, 5.0, 2.0, 8.0, 3.0, 9.0, 4.0, 0.0];
        let noise = array![3.0, -2.0, 4.0, -5.0, 1.0, -4.0, 2.0, 5.0];
        let parts = ndarray::stack(ndarray::Axis(1), &[(&y + &noise).view(), y.view()]).unwrap();
        let w = shares(parts.view(), y.view(), 1e-9, &[0.8, 0.2]);
        assert!((w[1] - 1.0).abs() < 1e-4 && w[0] < 1e-4, "{w:?}");
        // A strong prior holds the guess.
        let w = shares(parts.view(), y.view(), 1e9, &[0.8, 0.2]);
        assert!((w[0] - 0.8).abs() < 1e-4, "{w:?}");
        let constant = array![2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0];
        assert_eq!(shares(parts.view(), constant.view(), 0.1, &[0.8, 0.2]), [0.8, 0.2]);
    }
}
