//! Rows in a new random order each epoch, a batch at a time.

use ndarray::{Array2, ArrayView2, s};

use super::TrainingData;
use crate::numeric::{Rng, Stream};

/// The order of the rows, and the batch that is gathered from it.
#[derive(Clone, Debug)]
pub(super) struct Batches {
    order: Vec<u32>,
    next: usize,
    size: usize,
    rng: Rng,
    x: Array2<f32>,
    y: Array2<f32>,
}

impl Batches {
    /// Batches of `size` rows of a data set of `rows` rows.
    pub(super) fn new(rows: usize, inputs: usize, outputs: usize, size: usize, seed: u64) -> Self {
        let size = size.min(rows).max(1);
        let order = (0..rows as u32).collect();
        let (x, y) = (Array2::zeros((size, inputs)), Array2::zeros((size, outputs)));
        Self { order, next: 0, size, rng: Rng::new(seed, Stream::Shuffle), x, y }
    }

    /// Where it stands: the order of the rows, the place of the next one, and the generator of the next order.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn place(&self) -> (&[u32], usize, &Rng) {
        (&self.order, self.next, &self.rng)
    }

    /// Goes on from another place; `false`, and nothing is changed, where that is no place in these rows.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub(super) fn go_on_from(&mut self, order: Vec<u32>, next: usize, rng: Rng) -> bool {
        let mut seen = vec![false; self.order.len()];
        let all = order.len() == seen.len()
            && order
                .iter()
                .all(|&row| seen.get_mut(row as usize).is_some_and(|seen| !std::mem::replace(seen, true)));
        if !all || next > order.len().saturating_sub(1) || !next.is_multiple_of(self.size) {
            return false;
        }
        (self.order, self.next, self.rng) = (order, next, rng);
        true
    }

    /// Rows in a full batch.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Batches in an epoch; the last may be smaller.
    pub(super) fn per_epoch(&self) -> usize {
        self.order.len().div_ceil(self.size)
    }

    /// The next batch `[rows, inputs]`, `[rows, outputs]`, and whether it is the last of its epoch.
    pub(super) fn next(&mut self, data: &TrainingData) -> (ArrayView2<'_, f32>, ArrayView2<'_, f32>, bool) {
        if self.next == 0 {
            self.rng.shuffle(&mut self.order);
        }
        let places = &self.order[self.next..(self.next + self.size).min(self.order.len())];
        gather(&data.features, &data.train, places, &mut self.x);
        gather(&data.targets, &data.train, places, &mut self.y);
        let count = places.len();
        self.next += count;
        let last = self.next == self.order.len();
        if last {
            self.next = 0;
        }
        (self.x.slice(s![..count, ..]), self.y.slice(s![..count, ..]), last)
    }
}

/// Copies the training rows at these places of a matrix in standard layout.
#[inline(never)]
#[expect(clippy::manual_memcpy, reason = "a row has few numbers, and copying them otherwise is a call")]
fn gather(from: &Array2<f32>, train: &[usize], places: &[u32], to: &mut Array2<f32>) {
    let width = to.ncols();
    if let (Some(from), Some(to)) = (from.as_slice(), to.as_slice_mut()) {
        let mut at = 0;
        for place in 0..places.len() {
            let row = train[places[place] as usize] * width;
            if let (Some(to), Some(from)) = (to.get_mut(at..at + width), from.get(row..row + width)) {
                for column in 0..to.len() {
                    to[column] = from[column];
                }
            }
            at += width;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn each_epoch_has_every_row_once_in_another_order() {
        // Every second row of twenty.
        let x = Arc::new(Array2::from_shape_fn((20, 1), |(row, _)| row as f32 / 2.0));
        let train = (0..20).step_by(2).collect();
        let data = TrainingData { features: Arc::clone(&x), targets: x, train, validation: Vec::new() };
        let mut batches = Batches::new(10, 1, 1, 4, 5);
        let mut epoch = || {
            let (mut seen, mut sizes) = (Vec::new(), Vec::new());
            loop {
                let (rows, _, last) = batches.next(&data);
                seen.extend(rows.iter().copied());
                sizes.push(rows.nrows());
                if last {
                    return (seen, sizes);
                }
            }
        };
        let ((first, sizes), (second, _)) = (epoch(), epoch());
        assert_eq!(sizes, [4, 4, 2]);
        assert_ne!(first, second);
        for mut seen in [first, second] {
            seen.sort_by(f32::total_cmp);
            assert_eq!(seen, (0..10).map(|row| row as f32).collect::<Vec<_>>());
        }
    }
}
