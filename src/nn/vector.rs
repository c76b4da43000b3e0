//! Products with a vector: what a single output and the biases' gradient need. Each sum is added in the order of k from zero,
//! as in a block.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "compiled for size, each step of an iterator is a call, and so is the copy of a few numbers"
)]

use super::kernel::{BLOCK_COLUMNS, add_products, load, part, sixteens, sixteens_mut, store, zeros};
use super::pack::Four;
use crate::numeric::Real;
use crate::numeric::lanes::{LANES, Lanes, combine};

/// `[1, k]` times `[k, n]`: the rows of the right operand, each times a number.
#[inline(never)]
pub(super) fn row_times_matrix<F: Real>(row: &[F], matrix: &[F], out: &mut [F]) {
    let columns = out.len();
    let (wholes, rest) = out.split_at_mut(columns / BLOCK_COLUMNS * BLOCK_COLUMNS);
    let mut at = 0;
    let wholes = sixteens_mut(wholes);
    if columns.is_multiple_of(BLOCK_COLUMNS) {
        let (matrix, stride) = (sixteens(matrix), wholes.len());
        for panel in 0..wholes.len() {
            let (mut sums, mut at) = (zeros::<F>(), panel);
            for k in 0..row.len() {
                add_products::<F>(&mut sums, row[k], load(&matrix[at]));
                at += stride;
            }
            wholes[panel] = store::<F>(sums);
        }
        return;
    }
    for panel in 0..wholes.len() {
        let mut sums = zeros::<F>();
        for k in 0..row.len() {
            if let Some(sixteen) = sixteens(part(matrix, k * columns + at, BLOCK_COLUMNS)).first() {
                add_products::<F>(&mut sums, row[k], load(sixteen));
            }
        }
        wholes[panel] = store::<F>(sums);
        at += BLOCK_COLUMNS;
    }
    rest.fill(F::zero());
    for k in 0..row.len() {
        let factor = F::Lanes::splat(row[k]);
        combine(rest, part(matrix, k * columns + at, columns - at), |sum, value| sum + factor * value);
    }
}

/// `[m, 1]` times `[1, n]`, and 0 where `gate` `[m, n]` is not above 0.
#[inline(never)]
pub(super) fn column_times_row<F: Real>(column: &[F], row: &[F], gate: &[F], out: &mut [F]) {
    let (columns, zero) = (row.len(), F::Lanes::splat(F::zero()));
    // As every sum begins at zero, there is no −0.
    if columns.is_multiple_of(LANES) {
        let (row, gate) = (row.as_chunks::<LANES>().0, gate.as_chunks::<LANES>().0);
        let out = out.as_chunks_mut::<LANES>().0;
        assert!(out.len() == gate.len() && out.len() == column.len() * row.len());
        let mut at = 0;
        for index in 0..column.len() {
            let factor = F::Lanes::splat(column[index]);
            for place in 0..row.len() {
                let product = zero + factor * F::Lanes::load(&row[place]);
                out[at] = product.where_positive(F::Lanes::load(&gate[at])).store();
                at += 1;
            }
        }
        return;
    }
    for index in 0..column.len() {
        let factor = F::Lanes::splat(column[index]);
        let out = out.get_mut(index * columns..(index + 1) * columns).unwrap_or_default();
        combine(out, row, |_, value| zero + factor * value);
    }
    combine(out, gate, |gradient, gate| gradient.where_positive(gate));
}

/// `[m, k]` times `[k, 1]`, and a bias: four rows in the lanes of a vector.
#[inline(never)]
pub(super) fn matrix_times_column<F: Real>(left: &[F], column: &[F], bias: F, out: &mut [F]) {
    let (rows, depth) = (out.len(), column.len());
    for strip in 0..rows.div_ceil(LANES) {
        let first = strip * LANES;
        let four = Four::new(left, [rows, depth], first);
        let mut sums = F::Lanes::splat(F::zero());
        let (fours, _) = column.as_chunks::<LANES>();
        for block in 0..fours.len() {
            let ([a, b, c, d], factors) = (four.columns(block), &fours[block]);
            sums = sums + F::Lanes::load(&a) * F::Lanes::splat(factors[0]);
            sums = sums + F::Lanes::load(&b) * F::Lanes::splat(factors[1]);
            sums = sums + F::Lanes::load(&c) * F::Lanes::splat(factors[2]);
            sums = sums + F::Lanes::load(&d) * F::Lanes::splat(factors[3]);
        }
        for k in fours.len() * LANES..depth {
            sums = sums + F::Lanes::load(&four.column(k)) * F::Lanes::splat(column[k]);
        }
        let sums = (sums + F::Lanes::splat(bias)).store();
        for row in first..rows.min(first + LANES) {
            out[row] = sums[row - first];
        }
    }
}
