//! The register block of the matrix product: two rows by sixteen columns of the result, summed over the whole depth in eight
//! vector registers (the micro-kernel of Goto & van de Geijn 2008, *Anatomy of high-performance matrix multiplication*).
//!
//! What a step of k costs beside its eight multiplications and additions decides on the speed: a processor that does two
//! of each in a cycle has hardly room for addresses and checks. So the right operand is packed, all slices of a block are of
//! one length, which leaves no check in the loop, and there are more columns than rows: loads of a row's neighbours share an
//! address, and each row needs one of its own. Steps are not written out several times: the compiler would sum each register for
//! itself, and fourteen registers would not do. Loops count by hand: compiled for size, each step of an iterator would be a
//! call.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "compiled for size, each step of an iterator is a call, and so is the copy of a few numbers"
)]

use crate::numeric::Real;
use crate::numeric::lanes::{LANES, Lanes};

/// Rows of the block.
pub(super) const BLOCK_ROWS: usize = 2;
/// Columns of the block.
pub(super) const BLOCK_COLUMNS: usize = VECTORS * LANES;
/// Vectors in a row of the block.
pub(super) const VECTORS: usize = 4;

/// Numbers of a row of the block. Nested, because compiled for size, quarters of an array of sixteen would be loaded number by
/// number.
pub(super) type Sixteen<F> = [[F; LANES]; VECTORS];

/// Sums of a row of the block.
pub(super) type Sums<F> = [<F as Real>::Lanes; VECTORS];

/// `[2, depth]` (two rows) times `[depth, 16]` (a panel). All three are of the same length.
#[inline(always)]
pub(super) fn multiply_block<F: Real>(
    [first, second]: [&[F]; BLOCK_ROWS],
    panel: &[Sixteen<F>],
) -> [Sums<F>; BLOCK_ROWS] {
    let (mut sums, mut more) = (zeros::<F>(), zeros::<F>());
    // Said once, this is checked for no k.
    assert!(first.len() == panel.len() && second.len() == panel.len());
    for k in 0..panel.len() {
        let right = load(&panel[k]);
        add_products::<F>(&mut sums, first[k], right);
        add_products::<F>(&mut more, second[k], right);
    }
    [sums, more]
}

#[inline(always)]
pub(super) fn zeros<F: Real>() -> Sums<F> {
    let zero = F::Lanes::splat(F::zero());
    [zero, zero, zero, zero]
}

/// One step of k for a row of the block.
#[inline(always)]
pub(super) fn add_products<F: Real>(sums: &mut Sums<F>, left: F, right: Sums<F>) {
    let left = F::Lanes::splat(left);
    sums[0] = sums[0] + left * right[0];
    sums[1] = sums[1] + left * right[1];
    sums[2] = sums[2] + left * right[2];
    sums[3] = sums[3] + left * right[3];
}

/// `values[at..at + length]`, or nothing where that is not there: compiled for size, indexing by a range is a call.
#[inline(always)]
pub(super) fn part<T>(values: &[T], at: usize, length: usize) -> &[T] {
    values.get(at..at + length).unwrap_or_default()
}

/// The numbers of a slice, sixteen at a time; what is left over is left out.
#[inline(always)]
pub(super) fn sixteens<F>(values: &[F]) -> &[Sixteen<F>] {
    values.as_chunks::<LANES>().0.as_chunks().0
}

/// The same, to be changed.
#[inline(always)]
pub(super) fn sixteens_mut<F>(values: &mut [F]) -> &mut [Sixteen<F>] {
    values.as_chunks_mut::<LANES>().0.as_chunks_mut().0
}

#[inline(always)]
pub(super) fn load<F: Real>(values: &Sixteen<F>) -> Sums<F> {
    [
        F::Lanes::load(&values[0]),
        F::Lanes::load(&values[1]),
        F::Lanes::load(&values[2]),
        F::Lanes::load(&values[3]),
    ]
}

#[inline(always)]
pub(super) fn store<F: Real>(values: Sums<F>) -> Sixteen<F> {
    [values[0].store(), values[1].store(), values[2].store(), values[3].store()]
}
