//! How fast an epoch is: 64-64 ReLU, Adam, batch 32, on three sizes of data. Shared by the native benchmark and the
//! browser's, which differ in their clock.

use std::sync::Arc;

use greengrad::numeric::{Rng, Stream};
use greengrad::training::{Settings, Trainer, TrainingData};
use ndarray::Array2;

/// Rows, inputs and epochs of each size; the first is the article's whole training.
pub const SIZES: [(usize, usize, u32); 3] = [(100, 10, 100), (768, 8, 20), (17_520, 12, 2)];

const REPEATS: usize = 5;

fn trainer(rows: usize, inputs: usize, epochs: u32) -> Trainer {
    let mut rng = Rng::new(1, Stream::Split);
    let x_train = Array2::from_shape_simple_fn((rows, inputs), || rng.normal() as f32);
    let y_train = Array2::from_shape_fn((rows, 1), |(row, _)| x_train[(row, 0)] * x_train[(row, 1)]);
    let (x_validation, y_validation) = (Array2::zeros((0, inputs)), Array2::zeros((0, 1)));
    let data = TrainingData { x_train, y_train, x_validation, y_validation };
    Trainer::new(Settings { epochs, ..Settings::default() }.check().unwrap(), Arc::new(data)).unwrap()
}

/// A line for each size: the best of several whole runs, in ms per epoch, rows/s and GFLOP/s (6 operations per weight
/// and row: forward, and the two products backward).
pub fn report(sizes: &[(usize, usize, u32)], now_ms: impl Fn() -> f64) -> Vec<String> {
    sizes
        .iter()
        .map(|&(rows, inputs, epochs)| {
            let mut trainer = trainer(rows, inputs, epochs);
            let weights: usize = trainer.network().weight_ranges().iter().map(ExactSizeIterator::len).sum();
            let mut best_ms = f64::INFINITY;
            for _ in 0..REPEATS {
                trainer.reset().unwrap();
                let start = now_ms();
                while trainer.step().outcome.is_none() {}
                best_ms = best_ms.min(now_ms() - start);
            }
            let passes = rows as f64 * f64::from(epochs);
            format!(
                "{rows} rows, {inputs} inputs, {epochs} epochs: {best_ms:.1} ms, {:.3} ms/epoch, {:.0} rows/s, {:.1} GFLOP/s",
                best_ms / f64::from(epochs),
                passes / best_ms * 1e3,
                6.0 * weights as f64 * passes / best_ms / 1e6
            )
        })
        .collect()
}
