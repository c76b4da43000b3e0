//! The one matrix product. Everything the network multiplies goes through [`matmul`], so that a faster kernel has one
//! place to live.
//!
//! Each element of the result is Σₖ aᵢₖ·bₖⱼ, added in the order of k from zero, with a multiplication and an addition
//! that each round: no fused multiply-add and no other order on any platform, so a terminal and a browser get the
//! same bits. The naive triple loop gives them too; the tests hold this against it.

use ndarray::{ArrayView2, ArrayViewMut2, Axis};

use crate::numeric::Real;

/// Rows of the register block.
const BLOCK_ROWS: usize = 4;
/// Columns of the register block: two vectors of four lanes in `f32`.
const BLOCK_COLUMNS: usize = 8;

/// Packed copies of the operands, kept between calls so that none allocates.
#[derive(Clone, Debug)]
pub struct Scratch<F> {
    left: Vec<F>,
    right: Vec<F>,
}

impl<F> Default for Scratch<F> {
    fn default() -> Self {
        Self { left: Vec::new(), right: Vec::new() }
    }
}

/// `out = a · b` for `[m, k]`, `[k, n]` and `[m, n]`, of any strides (a transposed view is as good).
///
/// `out` should be in standard layout; elsewhere it is filled element by element.
pub fn matmul<F: Real>(
    a: ArrayView2<F>,
    b: ArrayView2<F>,
    mut out: ArrayViewMut2<F>,
    scratch: &mut Scratch<F>,
) {
    let (depth, columns) = (a.ncols(), b.ncols());
    if depth == 0 || out.is_empty() {
        out.fill(F::zero());
        return;
    }
    pack::<F, BLOCK_ROWS>(a, &mut scratch.left);
    pack::<F, BLOCK_COLUMNS>(b.reversed_axes(), &mut scratch.right);
    let strips = scratch.left.chunks_exact(BLOCK_ROWS * depth);
    if let Some(out) = out.as_slice_mut() {
        for (strip, rows) in strips.zip(out.chunks_mut(BLOCK_ROWS * columns)) {
            for (index, panel) in scratch.right.chunks_exact(BLOCK_COLUMNS * depth).enumerate() {
                let block = multiply(strip, panel);
                let from = index * BLOCK_COLUMNS;
                let to = (from + BLOCK_COLUMNS).min(columns);
                for (row, sums) in rows.chunks_exact_mut(columns).zip(&block) {
                    row[from..to].copy_from_slice(&sums[..to - from]);
                }
            }
        }
    } else {
        for (strip, mut rows) in strips.zip(out.axis_chunks_iter_mut(Axis(0), BLOCK_ROWS)) {
            for (panel, mut tile) in scratch
                .right
                .chunks_exact(BLOCK_COLUMNS * depth)
                .zip(rows.axis_chunks_iter_mut(Axis(1), BLOCK_COLUMNS))
            {
                let block = multiply(strip, panel);
                tile.indexed_iter_mut().for_each(|((row, column), value)| *value = block[row][column]);
            }
        }
    }
}

/// One block of sums over the whole depth. Written so that the compiler keeps `sums` in vector registers.
#[inline(always)]
fn multiply<F: Real>(strip: &[F], panel: &[F]) -> [[F; BLOCK_COLUMNS]; BLOCK_ROWS] {
    let mut sums = [[F::zero(); BLOCK_COLUMNS]; BLOCK_ROWS];
    let (lefts, _) = strip.as_chunks::<BLOCK_ROWS>();
    let (rights, _) = panel.as_chunks::<BLOCK_COLUMNS>();
    for (left, right) in lefts.iter().zip(rights) {
        for row in 0..BLOCK_ROWS {
            for column in 0..BLOCK_COLUMNS {
                sums[row][column] += left[row] * right[column];
            }
        }
    }
    sums
}

/// Copies `WIDTH` rows at a time so that their elements of one column stand side by side; rows that are not there are
/// zeros.
fn pack<F: Real, const WIDTH: usize>(view: ArrayView2<F>, packed: &mut Vec<F>) {
    let (rows, depth) = view.dim();
    packed.clear();
    packed.resize(rows.div_ceil(WIDTH) * WIDTH * depth, F::zero());
    let side_by_side = view.strides()[0] == 1;
    for (strip, packed) in view.axis_chunks_iter(Axis(0), WIDTH).zip(packed.chunks_exact_mut(WIDTH * depth)) {
        if side_by_side {
            for (column, packed) in strip.columns().into_iter().zip(packed.chunks_exact_mut(WIDTH)) {
                packed.iter_mut().zip(column).for_each(|(to, &from)| *to = from);
            }
        } else {
            for (index, row) in strip.rows().into_iter().enumerate() {
                packed[index..].iter_mut().step_by(WIDTH).zip(row).for_each(|(to, &from)| *to = from);
            }
        }
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
