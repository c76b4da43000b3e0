//! The register block of the matrix product: four rows by eight columns of the result, summed over the whole depth in eight
//! vector registers (the micro-kernel of Goto & van de Geijn 2008, *Anatomy of high-performance matrix multiplication*).
//!
//! What a step of k costs beside its eight multiplications and additions decides on the speed: a processor that does two
//! of each in a cycle has hardly room for addresses and checks. So four steps are written out where the left operand's
//! rows are contiguous, and two where its columns are; each then needs one check for a slice of four numbers. Loops
//! count by hand: compiled for size, each step of an iterator would be a call.

use crate::numeric::Real;
use crate::numeric::lanes::{LANES, Lanes};

/// Rows of the block.
pub(super) const BLOCK_ROWS: usize = 4;
/// Columns of the block: two vectors of four lanes in `f32`.
pub(super) const BLOCK_COLUMNS: usize = 8;

/// Eight numbers of a row as two vectors. Nested, because compiled for size, halves of an array of eight would be loaded number
/// by number.
pub(super) type Eight<F> = [[F; LANES]; BLOCK_COLUMNS / LANES];

/// The right operand `[depth, columns]`, eight columns at a time.
#[derive(Clone, Copy)]
pub(super) struct Right<'a, F> {
    pub(super) eights: &'a [Eight<F>],
    /// From the eight columns of a row to the next eight.
    pub(super) panel_step: usize,
    /// From a row to the next.
    pub(super) step: usize,
}

/// The sums of a block, a row each.
pub(super) struct Block<F: Real>(pub(super) [[F::Lanes; 2]; BLOCK_ROWS]);

impl<F: Real> Block<F> {
    /// Four rows (`strip`, a column at a time) times eight columns of the right operand, which begin at `right.eights[at]`.
    #[inline(always)]
    pub(super) fn sum(strip: &[[F; BLOCK_ROWS]], right: &Right<F>, mut at: usize) -> Self {
        let mut sums = Self::zero();
        for k in 0..strip.len() {
            sums.add(strip[k], &right.eights[at]);
            at += right.step;
        }
        sums
    }

    #[inline(always)]
    fn zero() -> Self {
        let zero = F::Lanes::splat(F::zero());
        Self([[zero, zero], [zero, zero], [zero, zero], [zero, zero]])
    }

    /// One step of k: the products of a number of each row with eight columns.
    #[inline(always)]
    fn add(&mut self, [a, b, c, d]: [F; BLOCK_ROWS], eight: &Eight<F>) {
        let eight = load(eight);
        add_products::<F>(&mut self.0[0], a, eight);
        add_products::<F>(&mut self.0[1], b, eight);
        add_products::<F>(&mut self.0[2], c, eight);
        add_products::<F>(&mut self.0[3], d, eight);
    }
}

/// The numbers of a slice, eight at a time; what is left over is left out.
#[inline(always)]
pub(super) fn eights<F>(values: &[F]) -> &[Eight<F>] {
    values.as_chunks::<LANES>().0.as_chunks().0
}

/// The same, to be changed.
#[inline(always)]
pub(super) fn eights_mut<F>(values: &mut [F]) -> &mut [Eight<F>] {
    values.as_chunks_mut::<LANES>().0.as_chunks_mut().0
}

#[inline(always)]
pub(super) fn load<F: Real>(eight: &Eight<F>) -> [F::Lanes; 2] {
    [F::Lanes::load(&eight[0]), F::Lanes::load(&eight[1])]
}

#[inline(always)]
pub(super) fn store<F: Real>(eight: [F::Lanes; 2]) -> Eight<F> {
    [eight[0].store(), eight[1].store()]
}

#[inline(always)]
pub(super) fn add_products<F: Real>(sums: &mut [F::Lanes; 2], left: F, right: [F::Lanes; 2]) {
    let left = F::Lanes::splat(left);
    sums[0] = sums[0] + left * right[0];
    sums[1] = sums[1] + left * right[1];
}
