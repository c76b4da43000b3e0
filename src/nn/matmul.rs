//! The one matrix product. Everything the network multiplies goes through [`matmul`] or [`matmul_then`]: operands are packed
//! (`pack`), multiplied block by block in registers (`kernel`), and finished before they are written ([`Epilogue`]). A single
//! output makes products with a vector, which would leave most of a block idle (`vector`).
//!
//! Each element of the result is Σₖ aᵢₖ·bₖⱼ, added in the order of k from zero, with a multiplication and an addition
//! that each round: no fused multiply-add and no other order on any platform, so a terminal and a browser get the
//! same bits. The naive triple loop gives them too; the tests hold this against it.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "compiled for size, each step of an iterator is a call, and so is the copy of a few numbers"
)]

use ndarray::{ArrayView2, ArrayViewMut2};

use super::kernel::{
    BLOCK_COLUMNS, BLOCK_ROWS, Sixteen, Sums, load, multiply_block, part, sixteens, sixteens_mut, store,
};
use super::{pack, vector};
use crate::numeric::Real;
use crate::numeric::lanes::Lanes;

/// Operands in the kernel's order, kept between calls so that none allocates.
#[derive(Clone, Debug)]
pub struct Scratch<F> {
    left: Vec<F>,
    panels: Vec<F>,
}

impl<F> Default for Scratch<F> {
    fn default() -> Self {
        Self { left: Vec::new(), panels: Vec::new() }
    }
}

/// What is done to the sums before they are written, while they are in registers.
#[derive(Clone, Copy, Debug)]
pub enum Epilogue<'a, F> {
    /// Nothing.
    None,
    /// A bias `[columns]` is added to each row.
    Bias(&'a [F]),
    /// The same, and then max(0, z).
    BiasRelu(&'a [F]),
    /// 0 where the activation `[rows, columns]`, in standard layout, is not above 0: the derivative of max(0, z).
    ReluGradient(&'a [F]),
}

/// `out = a · b` for `[m, k]`, `[k, n]` and `[m, n]`, of any strides (a transposed view is as good).
///
/// `out` should be in standard layout; elsewhere it is filled by way of a copy.
pub fn matmul<F: Real>(a: ArrayView2<F>, b: ArrayView2<F>, out: ArrayViewMut2<F>, scratch: &mut Scratch<F>) {
    matmul_then(a, b, Epilogue::None, out, scratch);
}

/// The same with an epilogue.
pub fn matmul_then<F: Real>(
    a: ArrayView2<F>,
    b: ArrayView2<F>,
    epilogue: Epilogue<F>,
    mut out: ArrayViewMut2<F>,
    scratch: &mut Scratch<F>,
) {
    let ((rows, depth), columns) = (a.dim(), b.ncols());
    if out.is_empty() {
        return;
    }
    let (a_slice, a_turned) = (a.to_slice(), a.reversed_axes().to_slice());
    let (b_slice, b_turned) = (b.to_slice(), b.reversed_axes().to_slice());
    // A column is a row of the transposed product, which stands in memory alike.
    let alike = if columns == 1 { (b_turned, a_turned) } else { (a_slice, b_slice) };
    if let ((Some(row), Some(matrix)), true, Epilogue::None, Some(out)) =
        (alike, rows == 1 || columns == 1, epilogue, out.as_slice_mut())
    {
        return vector::row_times_matrix(row, matrix, out);
    }
    let Scratch { left: left_copy, panels } = scratch;
    let left = match (a_slice, a_turned) {
        (Some(values), _) => values,
        (None, Some(values)) => {
            pack::transposed(values, [rows, depth], left_copy);
            &left_copy[..rows * depth]
        }
        (None, None) => {
            left_copy.clear();
            left_copy.extend(a.iter().copied());
            left_copy
        }
    };
    match (epilogue, b_slice.or(b_turned), out.as_slice_mut()) {
        (Epilogue::Bias(&[bias]), Some(column), Some(out)) if columns == 1 => {
            return vector::matrix_times_column(left, column, bias, out);
        }
        (Epilogue::ReluGradient(activation), Some(row), Some(out)) if depth == 1 => {
            return vector::column_times_row(left, row, activation, out);
        }
        _ => {}
    }
    match (b_slice, b_turned) {
        (Some(values), _) => pack::panels(values, [depth, columns], panels),
        (None, Some(values)) => pack::panels_of_transposed(values, [depth, columns], panels),
        (None, None) => {
            let copy: Vec<F> = b.iter().copied().collect();
            pack::panels(&copy, [depth, columns], panels);
        }
    }
    let panels = sixteens(panels);
    match out.as_slice_mut() {
        Some(out) => multiply(left, panels, [rows, depth, columns], epilogue, out),
        None => {
            let mut copy = vec![F::zero(); rows * columns];
            multiply(left, panels, [rows, depth, columns], epilogue, &mut copy);
            out.iter_mut().zip(copy).for_each(|(to, value)| *to = value);
        }
    }
}

/// Block by block. The right operand's panel stays in the first cache while the left operand passes by.
#[inline(never)]
fn multiply<F: Real>(
    left: &[F],
    panels: &[Sixteen<F>],
    [rows, depth, columns]: [usize; 3],
    epilogue: Epilogue<F>,
    out: &mut [F],
) {
    for panel in 0..columns.div_ceil(BLOCK_COLUMNS) {
        let (from, panel) = (panel * BLOCK_COLUMNS, part(panels, panel * depth, depth));
        for pair in 0..rows.div_ceil(BLOCK_ROWS) {
            let (first, last) = (pair * BLOCK_ROWS, rows - 1);
            // A row that is not there is the last one again, and what comes of it is written there again.
            let second = (first + 1).min(last);
            let two = [part(left, first * depth, depth), part(left, second * depth, depth)];
            let [sums, more] = multiply_block(two, panel);
            write(sums, epilogue, from, [first, columns], out);
            write(more, epilogue, from, [second, columns], out);
        }
    }
}

/// Finishes sums of a row, from column `from` on, and writes those that are there.
#[inline(always)]
fn write<F: Real>(
    sums: Sums<F>,
    epilogue: Epilogue<F>,
    from: usize,
    [row, columns]: [usize; 2],
    out: &mut [F],
) {
    let at = row * columns + from;
    let width = BLOCK_COLUMNS.min(columns - from);
    let sums = match epilogue {
        Epilogue::None => sums,
        Epilogue::Bias(bias) => each(sums, padded(part(bias, from, width)), |z, b| z + b),
        Epilogue::BiasRelu(bias) => {
            each(sums, padded(part(bias, from, width)), |z, b| (z + b).where_positive(z + b))
        }
        Epilogue::ReluGradient(activation) => {
            each(sums, padded(part(activation, at, width)), |g, a| g.where_positive(a))
        }
    };
    let (out, sums) = (out.get_mut(at..at + width).unwrap_or_default(), store::<F>(sums));
    if let Some(whole) = sixteens_mut(out).first_mut() {
        *whole = sums;
    } else {
        for index in 0..out.len() {
            out[index] = sums.as_flattened()[index];
        }
    }
}

#[inline(always)]
fn each<V: Copy>([a, b, c, d]: [V; 4], others: [V; 4], f: impl Fn(V, V) -> V) -> [V; 4] {
    [f(a, others[0]), f(b, others[1]), f(c, others[2]), f(d, others[3])]
}

/// The first sixteen numbers, with zeros behind them where there are fewer.
#[inline(always)]
fn padded<F: Real>(values: &[F]) -> Sums<F> {
    match sixteens(values).first() {
        Some(whole) => load::<F>(whole),
        None => padded_part(values),
    }
}

#[inline(never)]
fn padded_part<F: Real>(values: &[F]) -> Sums<F> {
    let mut sixteen = [F::zero(); BLOCK_COLUMNS];
    for index in 0..values.len() {
        sixteen[index] = values[index];
    }
    load::<F>(&sixteens(&sixteen)[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{Rng, Stream};
    use ndarray::{Array2, ShapeBuilder};

    fn naive(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Array2<f32> {
        Array2::from_shape_fn((a.nrows(), b.ncols()), |(i, j)| {
            let mut sum = 0.0;
            for k in 0..a.ncols() {
                sum += a[(i, k)] * b[(k, j)];
            }
            sum
        })
    }

    fn random(rows: usize, columns: usize, seed: u64) -> Array2<f32> {
        let mut rng = Rng::new(seed, Stream::Initialise);
        Array2::from_shape_simple_fn((rows, columns), || rng.normal() as f32)
    }

    fn same_bits(left: &Array2<f32>, right: &Array2<f32>) -> bool {
        left.dim() == right.dim() && left.iter().zip(right).all(|(l, r)| l.to_bits() == r.to_bits())
    }

    #[test]
    fn has_the_bits_of_the_naive_loop_for_every_shape_and_transposition() {
        let mut scratch = Scratch::default();
        for m in [1, 3, 4, 5, 32] {
            for k in [1, 2, 7, 64] {
                for n in [1, 7, 8, 9, 33] {
                    let (a, b) = (random(m, k, 1), random(k, n, 2));
                    let expected = naive(a.view(), b.view());
                    let mut out = Array2::zeros((m, n));
                    matmul(a.view(), b.view(), out.view_mut(), &mut scratch);
                    assert!(same_bits(&out, &expected), "{m} {k} {n}");
                    let (at, bt) =
                        (a.t().as_standard_layout().to_owned(), b.t().as_standard_layout().to_owned());
                    let mut columns_first = Array2::zeros((m, n).f());
                    matmul(at.t(), bt.t(), columns_first.view_mut(), &mut scratch);
                    assert!(same_bits(&columns_first, &expected), "{m} {k} {n} transposed");
                }
            }
        }
    }

    /// What the epilogue does, number by number.
    fn finished(sums: &Array2<f32>, epilogue: &Epilogue<f32>) -> Array2<f32> {
        Array2::from_shape_fn(sums.dim(), |(row, column)| {
            let sum = sums[(row, column)];
            let relu = |z: f32| if z > 0.0 { z } else { 0.0 };
            match *epilogue {
                Epilogue::None => sum,
                Epilogue::Bias(bias) => sum + bias[column],
                Epilogue::BiasRelu(bias) => relu(sum + bias[column]),
                Epilogue::ReluGradient(activation) => {
                    if activation[row * sums.ncols() + column] > 0.0 {
                        sum
                    } else {
                        0.0
                    }
                }
            }
        })
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        /// The oracle's very bits, so more than the 10⁻⁵ that training could do with, for any shape and epilogue, where the
        /// operands stand transposed or not, and with what other products left in the scratch.
        #[test]
        fn any_product_has_the_bits_of_the_naive_loop(
            m in 1_usize..70, k in 1_usize..70, n in 1_usize..140, seed in 0_u64..1000, turned in 0_u8..4,
        ) {
            let (a, b, bias) = (random(m, k, seed), random(k, n, seed + 1), random(1, n, seed + 2));
            let gate = random(m, n, seed + 3);
            let (bias, gate) = (bias.as_slice().unwrap(), gate.as_slice().unwrap());
            let (at, bt) = (a.t().as_standard_layout().to_owned(), b.t().as_standard_layout().to_owned());
            let left = if turned & 1 == 0 { a.view() } else { at.t() };
            let right = if turned & 2 == 0 { b.view() } else { bt.t() };
            let sums = naive(a.view(), b.view());
            let mut scratch = Scratch { left: vec![f32::NAN; 50], panels: vec![f32::NAN; 50] };
            let mut out = Array2::from_elem((m, n), f32::NAN);
            for epilogue in
                [Epilogue::None, Epilogue::Bias(bias), Epilogue::BiasRelu(bias), Epilogue::ReluGradient(gate)]
            {
                matmul_then(left, right, epilogue, out.view_mut(), &mut scratch);
                proptest::prop_assert!(same_bits(&out, &finished(&sums, &epilogue)), "{:?}", epilogue);
            }
        }
    }

    #[test]
    fn nothing_to_add_is_zero() {
        let mut out = Array2::from_elem((2, 3), 7.0_f32);
        matmul(
            Array2::zeros((2, 0)).view(),
            Array2::zeros((0, 3)).view(),
            out.view_mut(),
            &mut Scratch::default(),
        );
        assert_eq!(out, Array2::<f32>::zeros((2, 3)));
    }
}
