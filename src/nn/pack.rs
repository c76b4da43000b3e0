//! Copies of operands in the order in which the kernel reads them.
//!
//! Numbers that are not there, because a shape is no multiple of the block, are copies of others or what was there before:
//! what comes of them is never written.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "compiled for size, each step of an iterator is a call, and so is the copy of a few numbers"
)]

use super::kernel::{BLOCK_COLUMNS, VECTORS, load, part, sixteens, sixteens_mut, store};
use crate::numeric::Real;
use crate::numeric::lanes::{LANES, Lanes};

/// The right operand `[depth, columns]`, in standard layout, in panels: sixteen columns at a time, row after row.
pub(super) fn panels<F: Real>(values: &[F], [depth, columns]: [usize; 2], into: &mut Vec<F>) {
    let into = sixteens_mut(room(into, columns.div_ceil(BLOCK_COLUMNS) * BLOCK_COLUMNS * depth));
    for panel in 0..columns.div_ceil(BLOCK_COLUMNS) {
        let (from, into) = (panel * BLOCK_COLUMNS, &mut into[panel * depth..][..depth]);
        for k in 0..depth {
            let row = part(values, k * columns + from, BLOCK_COLUMNS.min(columns - from));
            if let Some(sixteen) = sixteens(row).first() {
                // By way of registers: a copy of sixteen numbers would be a call.
                into[k] = store::<F>(load::<F>(sixteen));
            } else {
                let into = into[k].as_flattened_mut();
                for column in 0..row.len() {
                    into[column] = row[column];
                }
            }
        }
    }
}

/// The same from the transposed operand `[columns, depth]` in standard layout.
pub(super) fn panels_of_transposed<F: Real>(values: &[F], [depth, columns]: [usize; 2], into: &mut Vec<F>) {
    let into = sixteens_mut(room(into, columns.div_ceil(BLOCK_COLUMNS) * BLOCK_COLUMNS * depth));
    for panel in 0..columns.div_ceil(BLOCK_COLUMNS) {
        let into = &mut into[panel * depth..][..depth];
        for vector in 0..VECTORS {
            let first = panel * BLOCK_COLUMNS + vector * LANES;
            if first < columns {
                let rows = Four::new(values, [columns, depth], first);
                for block in 0..depth / LANES {
                    let [a, b, c, d] = rows.columns(block);
                    let from = block * LANES;
                    into[from][vector] = a;
                    into[from + 1][vector] = b;
                    into[from + 2][vector] = c;
                    into[from + 3][vector] = d;
                }
                for k in depth / LANES * LANES..depth {
                    into[k][vector] = rows.column(k);
                }
            }
        }
    }
}

/// The left operand `[rows, depth]` in standard layout, from the transposed one `[depth, rows]`.
pub(super) fn transposed<F: Real>(values: &[F], [rows, depth]: [usize; 2], into: &mut Vec<F>) {
    let into = room(into, rows * depth);
    let whole = if depth.is_multiple_of(LANES) { rows / LANES } else { 0 };
    let fours = into.as_chunks_mut::<LANES>().0;
    let step = depth / LANES;
    for strip in 0..step {
        let columns = Four::new(values, [depth, rows], strip * LANES);
        let mut at = strip;
        for block in 0..whole {
            let [a, b, c, d] = columns.columns(block);
            fours[at] = a;
            fours[at + step] = b;
            fours[at + 2 * step] = c;
            fours[at + 3 * step] = d;
            at += 4 * step;
        }
    }
    // What is no square of four by four.
    for k in 0..depth {
        for row in whole * LANES..rows {
            into[row * depth + k] = values[k * rows + row];
        }
    }
}

/// Four rows of a matrix; those that are not there are its last one again.
#[derive(Clone, Copy)]
pub(super) struct Four<'a, F>([&'a [F]; LANES]);

impl<'a, F: Real> Four<'a, F> {
    /// The rows from `first` on of a matrix `[rows, columns]` in standard layout.
    #[inline(always)]
    pub(super) fn new(values: &'a [F], [rows, columns]: [usize; 2], first: usize) -> Self {
        let last = rows - 1;
        Self([
            part(values, first * columns, columns),
            part(values, (first + 1).min(last) * columns, columns),
            part(values, (first + 2).min(last) * columns, columns),
            part(values, (first + 3).min(last) * columns, columns),
        ])
    }

    /// Four columns, from `block` times four on.
    #[inline(always)]
    pub(super) fn columns(&self, block: usize) -> [[F; LANES]; LANES] {
        let [a, b, c, d] = &self.0;
        let (a, b, c, d) = (a.as_chunks().0, b.as_chunks().0, c.as_chunks().0, d.as_chunks().0);
        let rows = [
            F::Lanes::load(&a[block]),
            F::Lanes::load(&b[block]),
            F::Lanes::load(&c[block]),
            F::Lanes::load(&d[block]),
        ];
        let columns = F::Lanes::transpose(rows);
        [columns[0].store(), columns[1].store(), columns[2].store(), columns[3].store()]
    }

    /// One column.
    #[inline(always)]
    pub(super) fn column(&self, k: usize) -> [F; LANES] {
        let [a, b, c, d] = &self.0;
        [a[k], b[k], c[k], d[k]]
    }
}

/// So many numbers of a buffer that grows where it has to and never shrinks.
fn room<F: Real>(buffer: &mut Vec<F>, length: usize) -> &mut [F] {
    if buffer.len() < length {
        buffer.resize(length, F::zero());
    }
    &mut buffer[..length]
}
