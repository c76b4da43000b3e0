//! Least squares with coefficients that are not negative.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::least_squares::solve;

/// min ‖A·w − b‖², w ≥ 0, by the active sets of Lawson & Hanson (*Solving Least Squares Problems*, 1974, chapter 23);
/// `a` is `[rows, columns]`. Zeros where no column helps.
pub fn non_negative_least_squares(a: ArrayView2<f64>, b: ArrayView1<f64>) -> Vec<f64> {
    let count = a.ncols();
    let (gram, right) = (a.t().dot(&a), a.t().dot(&b));
    let mut passive = vec![false; count];
    let mut w = Array1::<f64>::zeros(count);
    let tiny = 1e-12 * gram.diag().iter().fold(0.0_f64, |most, value| most.max(*value));
    // Each round takes a column in; Lawson & Hanson find it enough to allow three rounds a column.
    for _ in 0..3 * count {
        let slope = &right - &gram.dot(&w);
        let steepest = (0..count).filter(|&k| !passive[k]).max_by(|&l, &r| slope[l].total_cmp(&slope[r]));
        let Some(steepest) = steepest.filter(|&k| slope[k] > tiny) else { break };
        passive[steepest] = true;
        while let Some(wanted) = on(&gram, &right, &passive) {
            let blocking = (0..count).filter(|&k| passive[k] && wanted[k] <= 0.0);
            let step = blocking.map(|k| w[k] / (w[k] - wanted[k])).fold(f64::INFINITY, f64::min);
            if step == f64::INFINITY {
                w = wanted;
                break;
            }
            w = &w + &((&wanted - &w) * step);
            for k in 0..count {
                if passive[k] && w[k] <= tiny {
                    passive[k] = false;
                    w[k] = 0.0;
                }
            }
        }
    }
    w.to_vec()
}

/// The unrestrained solution on the passive columns, zero elsewhere; `None` where there is none.
fn on(gram: &Array2<f64>, right: &Array1<f64>, passive: &[bool]) -> Option<Array1<f64>> {
    let chosen: Vec<usize> = (0..passive.len()).filter(|&k| passive[k]).collect();
    if chosen.is_empty() {
        return None;
    }
    let small = gram.select(Axis(0), &chosen).select(Axis(1), &chosen);
    let scale = small.diag().iter().fold(0.0_f64, |most, value| most.max(*value));
    let solution = solve(&small, &right.select(Axis(0), &chosen).insert_axis(Axis(1)), scale * 1e-14)?;
    let mut all = Array1::zeros(passive.len());
    chosen.iter().zip(solution.column(0)).for_each(|(&k, &value)| all[k] = value);
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// The example of SciPy's documentation of `scipy.optimize.nnls`: [1.5, 1] for b = (2, 1, 1), and for b = −(1, 1, 1)
    /// zeros.
    #[test]
    fn agrees_with_scipy() {
        let a = array![[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
        let w = non_negative_least_squares(a.view(), array![2.0, 1.0, 1.0].view());
        assert!((w[0] - 1.5).abs() < 1e-12 && (w[1] - 1.0).abs() < 1e-12, "{w:?}");
        assert_eq!(non_negative_least_squares(a.view(), array![-1.0, -1.0, -1.0].view()), [0.0, 0.0]);
    }

    /// The conditions of Karush, Kuhn and Tucker are what a solution is: w ≥ 0, slope ≤ 0, and one of them zero.
    #[test]
    fn solutions_satisfy_their_conditions() {
        let mut rng = crate::numeric::Rng::new(5, crate::numeric::Stream::Split);
        for _ in 0..200 {
            let a = Array2::from_shape_simple_fn((12, 5), || rng.normal());
            let b = Array1::from_shape_simple_fn(12, || rng.normal());
            let w = non_negative_least_squares(a.view(), b.view());
            let slope = a.t().dot(&(&b - &a.dot(&ArrayView1::from(&w))));
            for k in 0..5 {
                assert!(w[k] >= 0.0 && slope[k] < 1e-8, "{w:?} {slope}");
                assert!(w[k] == 0.0 || slope[k].abs() < 1e-8, "{w:?} {slope}");
            }
        }
    }
}
