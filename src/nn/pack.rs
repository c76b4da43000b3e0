//! Copies of operands in the order in which the kernel reads them, where they do not stand so already.
//!
//! Numbers that are not there, because a shape is no multiple of the block, are copies of others or what was there before:
//! what comes of them is never written.

use super::kernel::{BLOCK_COLUMNS, BLOCK_ROWS, eights, eights_mut, store};
use crate::numeric::Real;
use crate::numeric::lanes::{LANES, Lanes};

/// The right operand `[depth, columns]` of standard layout in panels: eight columns at a time, row after row.
#[expect(clippy::needless_range_loop, reason = "compiled for size, each step of an iterator is a call")]
pub(super) fn panels<F: Real>(values: &[F], [depth, columns]: [usize; 2], into: &mut Vec<F>) {
    let into = room(into, columns.div_ceil(BLOCK_COLUMNS) * BLOCK_COLUMNS * depth);
    let into = eights_mut(into);
    for panel in 0..columns.div_ceil(BLOCK_COLUMNS) {
        let (from, into) = (panel * BLOCK_COLUMNS, &mut into[panel * depth..][..depth]);
        for k in 0..depth {
            let row = &values[k * columns + from..(k + 1) * columns];
            if let Some(eight) = eights(row).first() {
                into[k] = *eight;
            } else {
                let into = into[k].as_flattened_mut();
                for column in 0..row.len() {
                    into[column] = row[column];
                }
            }
        }
    }
}

/// The same from the transposed operand `[columns, depth]` of standard layout, four by four in vector registers.
pub(super) fn panels_of_transposed<F: Real>(values: &[F], [depth, columns]: [usize; 2], into: &mut Vec<F>) {
    let into = room(into, columns.div_ceil(BLOCK_COLUMNS) * BLOCK_COLUMNS * depth);
    let into = eights_mut(into);
    for panel in 0..columns.div_ceil(BLOCK_COLUMNS) {
        let row = |index: usize| &values[(panel * BLOCK_COLUMNS + index).min(columns - 1) * depth..][..depth];
        let low = [row(0), row(1), row(2), row(3)];
        let high = [row(4), row(5), row(6), row(7)];
        let into = &mut into[panel * depth..][..depth];
        let (low_fours, high_fours) = (fours(low), fours(high));
        for block in 0..depth / LANES {
            let from = block * LANES;
            let (low, high) = (four_columns::<F>(low_fours, block), four_columns::<F>(high_fours, block));
            into[from] = store::<F>([low[0], high[0]]);
            into[from + 1] = store::<F>([low[1], high[1]]);
            into[from + 2] = store::<F>([low[2], high[2]]);
            into[from + 3] = store::<F>([low[3], high[3]]);
        }
        for k in depth / LANES * LANES..depth {
            let ([a, b, c, d], [e, f, g, h]) = (low, high);
            into[k] = [[a[k], b[k], c[k], d[k]], [e[k], f[k], g[k], h[k]]];
        }
    }
}

#[inline(always)]
fn fours<F>([a, b, c, d]: [&[F]; LANES]) -> [&[[F; LANES]]; LANES] {
    [a.as_chunks().0, b.as_chunks().0, c.as_chunks().0, d.as_chunks().0]
}

/// Four columns of four rows.
#[inline(always)]
fn four_columns<F: Real>([a, b, c, d]: [&[[F; LANES]]; LANES], block: usize) -> [F::Lanes; LANES] {
    let load = |four: &[F; LANES]| F::Lanes::load(four);
    F::Lanes::transpose([load(&a[block]), load(&b[block]), load(&c[block]), load(&d[block])])
}

/// The left operand `[rows, depth]`, from the transposed one `[depth, rows]` of standard layout, in strips: four rows at a
/// time, column after column.
pub(super) fn strips_of_transposed<F: Real>(values: &[F], [rows, depth]: [usize; 2], into: &mut Vec<F>) {
    let into = room(into, rows.div_ceil(BLOCK_ROWS) * BLOCK_ROWS * depth);
    let into = into.as_chunks_mut::<BLOCK_ROWS>().0;
    let whole = rows / BLOCK_ROWS;
    for k in 0..depth {
        let (fours, rest) = values[k * rows..][..rows].as_chunks::<BLOCK_ROWS>();
        let mut at = k;
        for strip in 0..whole {
            into[at] = fours[strip];
            at += depth;
        }
        for row in 0..rest.len() {
            into[at][row] = rest[row];
        }
    }
}

/// The same from the operand as it is.
pub(super) fn strips<F: Real>(values: &[F], [rows, depth]: [usize; 2], into: &mut Vec<F>) {
    let into = room(into, rows.div_ceil(BLOCK_ROWS) * BLOCK_ROWS * depth);
    let into = into.as_chunks_mut::<BLOCK_ROWS>().0;
    for strip in 0..rows.div_ceil(BLOCK_ROWS) {
        let row = |index: usize| &values[(strip * BLOCK_ROWS + index).min(rows - 1) * depth..][..depth];
        let rows = [row(0), row(1), row(2), row(3)];
        let into = &mut into[strip * depth..][..depth];
        let rows_fours = fours(rows);
        for block in 0..depth / LANES {
            let from = block * LANES;
            let columns = four_columns::<F>(rows_fours, block);
            into[from] = columns[0].store();
            into[from + 1] = columns[1].store();
            into[from + 2] = columns[2].store();
            into[from + 3] = columns[3].store();
        }
        for k in depth / LANES * LANES..depth {
            let [a, b, c, d] = rows;
            into[k] = [a[k], b[k], c[k], d[k]];
        }
    }
}

/// So many numbers of a buffer that grows where it has to and never shrinks.
fn room<F: Real>(buffer: &mut Vec<F>, length: usize) -> &mut [F] {
    if buffer.len() < length {
        buffer.resize(length, F::zero());
    }
    &mut buffer[..length]
}
