//! How fast whole trainings are, beside what the processor can do at all: ReLU, Adam, one worker. Shared by the native
//! benchmark and the browser's, which differ in their clock.

use std::hint::black_box;
use std::sync::Arc;

use greengrad::numeric::{Lanes, Real, Rng, Stream};
use greengrad::training::{Settings, StepReport, Trainer, TrainingData};
use ndarray::Array2;

/// A whole training.
#[derive(Clone, Copy)]
pub struct Size {
    rows: usize,
    inputs: usize,
    /// Units of each of the two hidden layers.
    width: u32,
    batch: u32,
    epochs: u32,
}

const fn size(rows: usize, inputs: usize, width: u32, batch: u32, epochs: u32) -> Size {
    Size { rows, inputs, width, batch, epochs }
}

/// The article's training (100 rows), and larger ones.
pub const SIZES: [Size; 4] = [
    size(100, 10, 64, 32, 100),
    size(768, 8, 64, 32, 100),
    size(17_520, 12, 64, 32, 20),
    size(17_520, 32, 256, 128, 2),
];

/// What more rows and wider layers cost: rows × 1, 10, 100, then width × 1, 2, 4.
pub const GROWTH: [Size; 6] = [
    size(1_000, 12, 64, 32, 10),
    size(10_000, 12, 64, 32, 10),
    size(100_000, 12, 64, 32, 10),
    size(10_000, 12, 64, 32, 5),
    size(10_000, 12, 128, 32, 5),
    size(10_000, 12, 256, 32, 5),
];

fn trainer(size: Size) -> Trainer {
    let Size { rows, inputs, width, batch, epochs } = size;
    let mut rng = Rng::new(1, Stream::Split);
    let x = Array2::from_shape_simple_fn((rows, inputs), || rng.normal() as f32);
    let y = Array2::from_shape_fn((rows, 1), |(row, _)| x[(row, 0)] * x[(row, 1)]);
    let train = (0..rows).collect();
    let data = TrainingData { features: Arc::new(x), targets: Arc::new(y), train, validation: Vec::new() };
    let settings = Settings { epochs, hidden: vec![width, width], batch_size: batch, ..Settings::default() };
    Trainer::new(settings.check().unwrap(), Arc::new(data)).unwrap()
}

/// A line for the peak and one for each size: the best of several whole runs, in ms, rows/s and GFLOP/s (6 operations per
/// weight and row: forward, and the two products backward), the share of the peak that was measured beside it, and the training
/// loss of the last epoch. `benches/peers/compare.py` reads these lines.
pub fn report(sizes: &[Size], repeats: usize, now_ms: impl Fn() -> f64) -> Vec<String> {
    let mut peak = 0.0_f64;
    let mut results = Vec::new();
    for &size in sizes {
        peak = peak.max(peak_gflops(&now_ms));
        let mut trainer = trainer(size);
        let weights: usize = trainer.network().weight_ranges().iter().map(ExactSizeIterator::len).sum();
        // By way of a pointer, so that it stays a function of its own: a browser compiles one for speed between two of its
        // calls, never within one.
        let step: fn(&mut Trainer) -> StepReport = black_box(Trainer::step);
        let (mut best_ms, mut loss) = (f64::INFINITY, f64::NAN);
        for _ in 0..repeats {
            trainer.reset().unwrap();
            let start = now_ms();
            let last = loop {
                let report = step(&mut trainer);
                if report.outcome.is_some() {
                    break report;
                }
            };
            best_ms = best_ms.min(now_ms() - start);
            loss = last.epoch.unwrap().train_loss;
        }
        let passes = size.rows as f64 * f64::from(size.epochs);
        results.push((size, best_ms, passes, 6.0 * weights as f64 * passes / best_ms / 1e6, loss));
    }
    let mut lines = vec![format!("peak of multiplications and additions in registers: {peak:.1} GFLOP/s")];
    lines.extend(results.into_iter().map(|(size, ms, passes, gflops, loss)| {
        let Size { rows, inputs, width, batch, epochs } = size;
        format!(
            "{rows} × {inputs}, {width}-{width}, batch {batch}, {epochs} epochs: {ms:.1} ms, {:.0} rows/s, {gflops:.1} GFLOP/s, {:.0} % of the peak, loss {loss:.5}",
            passes / ms * 1e3,
            100.0 * gflops / peak
        )
    }));
    lines
}

/// The most that one thread can multiply and add with the vectors that training uses: twelve independent chains that
/// never leave their registers, the best of many short runs.
fn peak_gflops(now_ms: &impl Fn() -> f64) -> f64 {
    const STEPS: u32 = 2_000_000;
    let chains: fn(u32, f32) -> f32 = black_box(chains);
    let mut best_ms = f64::INFINITY;
    for _ in 0..20 {
        let start = now_ms();
        black_box(chains(black_box(STEPS), black_box(1e-9)));
        best_ms = best_ms.min(now_ms() - start);
    }
    // Twelve vectors of four lanes, a multiplication and an addition each.
    f64::from(STEPS) * 12.0 * 4.0 * 2.0 / best_ms / 1e6
}

#[inline(never)]
fn chains(steps: u32, small: f32) -> f32 {
    let all = <f32 as Real>::Lanes::splat;
    let (a, b) = (all(1.0 - small), all(small));
    let (mut s0, mut s1, mut s2, mut s3) = (all(small), all(1.0), all(2.0), all(3.0));
    let (mut s4, mut s5, mut s6, mut s7) = (all(4.0), all(5.0), all(6.0), all(7.0));
    let (mut s8, mut s9, mut s10, mut s11) = (all(8.0), all(9.0), all(10.0), all(11.0));
    for _ in 0..steps {
        (s0, s1, s2, s3) = (s0 * a + b, s1 * a + b, s2 * a + b, s3 * a + b);
        (s4, s5, s6, s7) = (s4 * a + b, s5 * a + b, s6 * a + b, s7 * a + b);
        (s8, s9, s10, s11) = (s8 * a + b, s9 * a + b, s10 * a + b, s11 * a + b);
    }
    let sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
    sum.store()[0]
}
