//! The one matrix product. Everything the network multiplies goes through [`matmul`], so that a faster kernel has one
//! place to live.
//!
//! Each element of the result is Σₖ aᵢₖ·bₖⱼ, added in the order of k from zero, with a multiplication and an addition
//! that each round: no fused multiply-add and no other order on any platform, so a terminal and a browser get the
//! same bits. The naive triple loop gives them too; the tests hold this against it.

use ndarray::{ArrayView2, ArrayViewMut2};

use crate::numeric::{Lanes, Real};

/// Rows of the register block.
const BLOCK_ROWS: usize = 4;
/// Columns of the register block: two vectors of four lanes in `f32`.
const BLOCK_COLUMNS: usize = 8;

/// A copy of the right operand where it cannot be read as it is, kept between calls so that none allocates.
#[derive(Clone, Debug)]
pub struct Scratch<F> {
    panels: Vec<F>,
}

impl<F> Default for Scratch<F> {
    fn default() -> Self {
        Self { panels: Vec::new() }
    }
}

/// `out = a · b` for `[m, k]`, `[k, n]` and `[m, n]`, of any strides (a transposed view is as good).
///
/// `out` should be in standard layout; elsewhere it is filled by way of a copy.
pub fn matmul<F: Real>(
    a: ArrayView2<F>,
    b: ArrayView2<F>,
    mut out: ArrayViewMut2<F>,
    scratch: &mut Scratch<F>,
) {
    let ((rows, depth), columns) = (a.dim(), b.ncols());
    if depth == 0 || out.is_empty() {
        out.fill(F::zero());
        return;
    }
    let copy;
    let left = match (a.to_slice(), a.reversed_axes().to_slice()) {
        (Some(values), _) => Left { values, row_step: depth, step: 1 },
        (None, Some(values)) => Left { values, row_step: 1, step: rows },
        (None, None) => {
            copy = a.as_standard_layout().into_owned();
            Left { values: copy.as_slice().unwrap_or_default(), row_step: depth, step: 1 }
        }
    };
    let right = match b.to_slice() {
        Some(values) if columns.is_multiple_of(BLOCK_COLUMNS) => {
            Right { eights: values.as_chunks().0, panel_step: 1, step: columns / BLOCK_COLUMNS }
        }
        _ => {
            pack(b, &mut scratch.panels);
            Right { eights: scratch.panels.as_chunks().0, panel_step: depth, step: 1 }
        }
    };
    match out.as_slice_mut() {
        Some(out) => multiply_all(&left, &right, [rows, depth, columns], out),
        None => {
            let mut copy = vec![F::zero(); rows * columns];
            multiply_all(&left, &right, [rows, depth, columns], &mut copy);
            out.iter_mut().zip(copy).for_each(|(to, value)| *to = value);
        }
    }
}

/// The left operand: where its rows begin and how far the elements of a row are apart.
struct Left<'a, F> {
    values: &'a [F],
    row_step: usize,
    step: usize,
}

/// The right operand in panels of [`BLOCK_COLUMNS`] columns, eight numbers at a time: where panels begin and how far their
/// rows are apart.
struct Right<'a, F> {
    eights: &'a [[F; BLOCK_COLUMNS]],
    panel_step: usize,
    step: usize,
}

/// Loops count by hand here and in [`pack`]: compiled for size, each step of an iterator would be a call.
fn multiply_all<F: Real>(
    left: &Left<F>,
    right: &Right<F>,
    [rows, depth, columns]: [usize; 3],
    out: &mut [F],
) {
    for panel in 0..columns.div_ceil(BLOCK_COLUMNS) {
        for strip in 0..rows.div_ceil(BLOCK_ROWS) {
            let first = strip * BLOCK_ROWS;
            // Rows that are not there are the last one again; what comes of them is not written.
            let row = |index: usize| (first + index).min(rows - 1) * left.row_step;
            let begins = [row(0), row(1), row(2), row(3)];
            let block = multiply(left, begins, right, panel * right.panel_step, depth);
            let from = panel * BLOCK_COLUMNS;
            for index in 0..BLOCK_ROWS.min(rows - first) {
                let into = &mut out[(first + index) * columns + from..(first + index + 1) * columns];
                if let Some(whole) = into.first_chunk_mut::<BLOCK_COLUMNS>() {
                    *whole = block[index];
                } else {
                    into.copy_from_slice(&block[index][..columns - from]);
                }
            }
        }
    }
}

/// One block of sums over the whole depth, kept in eight vector registers.
#[inline(always)]
fn multiply<F: Real>(
    left: &Left<F>,
    begins: [usize; BLOCK_ROWS],
    right: &Right<F>,
    begin: usize,
    depth: usize,
) -> [[F; BLOCK_COLUMNS]; BLOCK_ROWS] {
    let zero = F::Lanes::splat(F::zero());
    let (mut sums0, mut sums1, mut sums2, mut sums3) =
        ([zero, zero], [zero, zero], [zero, zero], [zero, zero]);
    let (mut at, mut offset) = (begin, 0);
    for _ in 0..depth {
        let eight = halves(&right.eights[at]);
        add_products(&mut sums0, left.values[begins[0] + offset], eight);
        add_products(&mut sums1, left.values[begins[1] + offset], eight);
        add_products(&mut sums2, left.values[begins[2] + offset], eight);
        add_products(&mut sums3, left.values[begins[3] + offset], eight);
        at += right.step;
        offset += left.step;
    }
    [joined(sums0), joined(sums1), joined(sums2), joined(sums3)]
}

#[inline(always)]
fn halves<F: Real>(eight: &[F; BLOCK_COLUMNS]) -> [F::Lanes; 2] {
    let [a, b, c, d, e, f, g, h] = *eight;
    [F::Lanes::load(&[a, b, c, d]), F::Lanes::load(&[e, f, g, h])]
}

#[inline(always)]
fn joined<F: Real>(sums: [F::Lanes; 2]) -> [F; BLOCK_COLUMNS] {
    let ([a, b, c, d], [e, f, g, h]) = (sums[0].store(), sums[1].store());
    [a, b, c, d, e, f, g, h]
}

#[inline(always)]
fn add_products<F: Real>(sums: &mut [F::Lanes; 2], left: F, right: [F::Lanes; 2]) {
    let left = F::Lanes::splat(left);
    sums[0] = sums[0] + left * right[0];
    sums[1] = sums[1] + left * right[1];
}

/// Copies [`BLOCK_COLUMNS`] columns at a time, so that their elements of one row stand side by side; columns that are not
/// there are zeros.
#[expect(clippy::needless_range_loop, reason = "compiled for size, each step of an iterator is a call")]
fn pack<F: Real>(view: ArrayView2<F>, panels: &mut Vec<F>) {
    let (depth, columns) = view.dim();
    let length = columns.div_ceil(BLOCK_COLUMNS) * BLOCK_COLUMNS * depth;
    if panels.len() < length {
        panels.resize(length, F::zero());
    }
    if let Some(last) = panels[..length].get_mut(columns / BLOCK_COLUMNS * BLOCK_COLUMNS * depth..) {
        last.fill(F::zero());
    }
    if let Some(values) = view.reversed_axes().to_slice() {
        for column in 0..columns {
            let values = &values[column * depth..][..depth];
            let panel =
                &mut panels[column / BLOCK_COLUMNS * BLOCK_COLUMNS * depth..][..BLOCK_COLUMNS * depth];
            let mut at = column % BLOCK_COLUMNS;
            for k in 0..depth {
                panel[at] = values[k];
                at += BLOCK_COLUMNS;
            }
        }
        return;
    }
    for ((k, column), &value) in view.indexed_iter() {
        panels[(column / BLOCK_COLUMNS * depth + k) * BLOCK_COLUMNS + column % BLOCK_COLUMNS] = value;
    }
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
