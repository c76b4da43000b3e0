//! The one matrix product. Everything the network multiplies goes through [`matmul`] or [`matmul_then`]: operands are packed
//! (`pack`), multiplied block by block in registers (`kernel`), and finished before they are written ([`Epilogue`]).
//!
//! Each element of the result is Σₖ aᵢₖ·bₖⱼ, added in the order of k from zero, with a multiplication and an addition
//! that each round: no fused multiply-add and no other order on any platform, so a terminal and a browser get the
//! same bits. The naive triple loop gives them too; the tests hold this against it.

use std::ops::Range;

use ndarray::{ArrayView2, ArrayViewMut2};

use super::kernel::{BLOCK_COLUMNS, BLOCK_ROWS, Block, Right, eights, eights_mut, load, store};
use super::pack;
use crate::numeric::Real;
use crate::numeric::lanes::{Lanes, combine};

/// Operands that are further apart from row to row than so many numbers are copied: a column of them would lie in few sets
/// of a processor's first cache, and be fetched again for each block.
const FAR_APART: usize = 96;

/// Copies of operands where they cannot be read as they are, kept between calls so that none allocates.
#[derive(Clone, Debug)]
pub struct Scratch<F> {
    strips: Vec<F>,
    panels: Vec<F>,
}

impl<F> Default for Scratch<F> {
    fn default() -> Self {
        Self { strips: Vec::new(), panels: Vec::new() }
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
    let (at, bt) = (a.reversed_axes(), b.reversed_axes());
    // A column is a row of the transposed product, which stands in memory alike.
    let alike = if columns == 1 { (bt.to_slice(), at.to_slice()) } else { (a.to_slice(), b.to_slice()) };
    if let ((Some(row), Some(matrix)), true, Epilogue::None, Some(out)) =
        (alike, rows == 1 || columns == 1, epilogue, out.as_slice_mut())
    {
        return multiply_row(row, matrix, out);
    }
    let (left_copy, right_copy);
    match (a.to_slice(), a.reversed_axes().to_slice()) {
        (Some(values), _) => pack::strips(values, [rows, depth], &mut scratch.strips),
        (None, Some(values)) => pack::strips_of_transposed(values, [rows, depth], &mut scratch.strips),
        (None, None) => {
            left_copy = a.as_standard_layout().into_owned();
            pack::strips(left_copy.as_slice().unwrap_or_default(), [rows, depth], &mut scratch.strips);
        }
    }
    let left = scratch.strips.as_chunks().0;
    if let (1, Some(column), Epilogue::Bias(&[bias]), Some(out)) =
        (columns, b.to_slice(), epilogue, out.as_slice_mut())
    {
        return multiply_column(left, column, bias, out);
    }
    let packed = &mut scratch.panels;
    let right = match (b.to_slice(), b.reversed_axes().to_slice()) {
        (Some(values), _) if columns.is_multiple_of(BLOCK_COLUMNS) && columns <= FAR_APART => {
            Right { eights: eights(values), panel_step: 1, step: columns / BLOCK_COLUMNS }
        }
        (values, transposed) => {
            match (values, transposed) {
                (Some(values), _) => pack::panels(values, [depth, columns], packed),
                (None, Some(values)) => pack::panels_of_transposed(values, [depth, columns], packed),
                (None, None) => {
                    right_copy = b.as_standard_layout().into_owned();
                    pack::panels(right_copy.as_slice().unwrap_or_default(), [depth, columns], packed);
                }
            }
            Right { eights: eights(packed), panel_step: depth, step: 1 }
        }
    };
    match out.as_slice_mut() {
        Some(out) => multiply(left, &right, [rows, depth, columns], epilogue, out),
        None => {
            let mut copy = vec![F::zero(); rows * columns];
            multiply(left, &right, [rows, depth, columns], epilogue, &mut copy);
            out.iter_mut().zip(copy).for_each(|(to, value)| *to = value);
        }
    }
}

/// Block by block. The right operand's panel stays in the first cache while the left operand passes by.
#[inline(never)]
fn multiply<F: Real>(
    left: &[[F; BLOCK_ROWS]],
    right: &Right<F>,
    [rows, depth, columns]: [usize; 3],
    epilogue: Epilogue<F>,
    out: &mut [F],
) {
    for panel in 0..columns.div_ceil(BLOCK_COLUMNS) {
        let from = panel * BLOCK_COLUMNS;
        for strip in 0..rows.div_ceil(BLOCK_ROWS) {
            let first = strip * BLOCK_ROWS;
            let Block(sums) = Block::sum(&left[strip * depth..][..depth], right, panel * right.panel_step);
            let mut at = first * columns + from;
            if first + BLOCK_ROWS <= rows && from + BLOCK_COLUMNS <= columns {
                write(sums[0], epilogue, from, at, out);
                at += columns;
                write(sums[1], epilogue, from, at, out);
                at += columns;
                write(sums[2], epilogue, from, at, out);
                at += columns;
                write(sums[3], epilogue, from, at, out);
            } else {
                for index in 0..BLOCK_ROWS.min(rows - first) {
                    let width = BLOCK_COLUMNS.min(columns - from);
                    write_part(sums[index], epilogue, from, &(at..at + width), out);
                    at += columns;
                }
            }
        }
    }
}

/// `[1, k]` times `[k, n]`: the rows of the right operand, each times a number.
#[inline(never)]
fn multiply_row<F: Real>(row: &[F], matrix: &[F], out: &mut [F]) {
    out.fill(F::zero());
    let columns = out.len();
    for k in 0..row.len() {
        let factor = F::Lanes::splat(row[k]);
        combine(out, &matrix[k * columns..][..columns], |sum, value| sum + factor * value);
    }
}

/// `[m, k]` times `[k, 1]`, and a bias: four rows in the lanes of a vector.
#[inline(never)]
fn multiply_column<F: Real>(left: &[[F; BLOCK_ROWS]], column: &[F], bias: F, out: &mut [F]) {
    let depth = column.len();
    for strip in 0..out.len().div_ceil(BLOCK_ROWS) {
        let fours = &left[strip * depth..][..depth];
        let mut sums = F::Lanes::splat(F::zero());
        for k in 0..depth {
            sums = sums + F::Lanes::load(&fours[k]) * F::Lanes::splat(column[k]);
        }
        let sums = (sums + F::Lanes::splat(bias)).store();
        let first = strip * BLOCK_ROWS;
        for row in first..out.len().min(first + BLOCK_ROWS) {
            out[row] = sums[row - first];
        }
    }
}

/// Eight sums from column `from` on, to `out[at..at + 8]`.
#[inline(always)]
fn write<F: Real>(sums: [F::Lanes; 2], epilogue: Epilogue<F>, from: usize, at: usize, out: &mut [F]) {
    let eight = |values: &[F], at: usize| {
        let values = &values[at..at + BLOCK_COLUMNS];
        load::<F>(&eights(values)[0])
    };
    let sums = match epilogue {
        Epilogue::None => sums,
        Epilogue::Bias(bias) => add(sums, eight(bias, from)),
        Epilogue::BiasRelu(bias) => {
            let sums = add(sums, eight(bias, from));
            where_positive::<F, _>(sums, sums)
        }
        Epilogue::ReluGradient(activation) => where_positive::<F, _>(sums, eight(activation, at)),
    };
    eights_mut(&mut out[at..at + BLOCK_COLUMNS])[0] = store::<F>(sums);
}

/// The same at the edges, where there are fewer than eight columns or four rows.
#[inline(never)]
fn write_part<F: Real>(
    sums: [F::Lanes; 2],
    epilogue: Epilogue<F>,
    from: usize,
    places: &Range<usize>,
    out: &mut [F],
) {
    let mut eight = [F::zero(); BLOCK_COLUMNS];
    let mut padded = |values: &[F]| {
        for index in 0..values.len() {
            eight[index] = values[index];
        }
        load::<F>(&eights(&eight)[0])
    };
    let width = places.len();
    let sums = match epilogue {
        Epilogue::None => sums,
        Epilogue::Bias(bias) => add(sums, padded(&bias[from..from + width])),
        Epilogue::BiasRelu(bias) => {
            let sums = add(sums, padded(&bias[from..from + width]));
            where_positive::<F, _>(sums, sums)
        }
        Epilogue::ReluGradient(activation) => {
            where_positive::<F, _>(sums, padded(&activation[places.clone()]))
        }
    };
    let (out, sums) = (&mut out[places.clone()], store::<F>(sums));
    for index in 0..width {
        out[index] = sums.as_flattened()[index];
    }
}

#[inline(always)]
fn add<V: Copy + std::ops::Add<Output = V>>(left: [V; 2], right: [V; 2]) -> [V; 2] {
    [left[0] + right[0], left[1] + right[1]]
}

#[inline(always)]
fn where_positive<F: Real, V: Lanes<F>>(values: [V; 2], others: [V; 2]) -> [V; 2] {
    [values[0].where_positive(others[0]), values[1].where_positive(others[1])]
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
            let mut scratch = Scratch { strips: vec![f32::NAN; 50], panels: vec![f32::NAN; 50] };
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
