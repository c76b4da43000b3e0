//! The one random generator: PCG-XSH-RR 64/32 (O'Neill 2014, <https://www.pcg-random.org>), by name, so that a link
//! with a seed in it means the same run in ten years.

use rand_core::Rng as _;
use rand_pcg::Pcg32;
use serde::{Deserialize, Serialize};

/// What the numbers are for. Each use has a stream of its own, so that, say, one more dropout draw
/// does not move the shuffles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Stream {
    /// Initial weights.
    Initialise = 1,
    /// The order of the rows in each epoch.
    Shuffle = 2,
    /// Dropout masks.
    Dropout = 3,
    /// The random split into train, validation and test.
    Split = 4,
    /// Permutations and orders of explanations.
    Explain = 5,
    /// What is drawn again to see how far a figure would move.
    Bootstrap = 6,
    /// The parts of the rows that a gate is settled on.
    Folds = 7,
}

/// A seeded generator with ranges of 32 bits, the same on every platform. What is kept of it draws on where it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rng(Pcg32);

impl Rng {
    /// The generator of one `seed` and one use.
    pub fn new(seed: u64, stream: Stream) -> Self {
        Self(Pcg32::new(seed, stream as u64))
    }

    /// 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// Uniform in `0..bound` without bias (Lemire 2019, "Fast random integer generation in an interval").
    /// `bound` = 0 gives 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        let mut product = u64::from(self.next_u32()) * u64::from(bound);
        if (product as u32) < bound {
            let threshold = bound.wrapping_neg() % bound;
            while (product as u32) < threshold {
                product = u64::from(self.next_u32()) * u64::from(bound);
            }
        }
        (product >> 32) as u32
    }

    /// Uniform in `[0, 1)`, a multiple of 2⁻²⁴: exact in `f32` and `f64`.
    pub fn unit(&mut self) -> f64 {
        f64::from(self.next_u32() >> 8) / f64::from(1_u32 << 24)
    }

    /// Standard normal, by the polar method (Marsaglia & Bray 1964); the second value of a pair is not kept.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Puts `items` into a uniformly random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let chosen = self.below(last as u32 + 1) as usize;
            items.swap(last, chosen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs of `pcg32` for seed 42, stream 54, from the author's C demo
    /// (pcg-c-basic, `pcg32-demo` run with the fixed seed: 0xa15c02b7 0x7b47f409 0xba1d3330 …).
    #[test]
    fn agrees_with_the_reference_implementation() {
        let mut rng = Pcg32::new(42, 54);
        let drawn: Vec<u32> = (0..6).map(|_| rng.next_u32()).collect();
        assert_eq!(drawn, [0xa15c_02b7, 0x7b47_f409, 0xba1d_3330, 0x83d2_f293, 0xbfa4_784b, 0xcbed_606e]);
    }

    #[test]
    fn a_shuffle_keeps_every_item_and_depends_on_seed_and_stream() {
        let shuffled = |seed, stream| {
            let mut items: Vec<u32> = (0..100).collect();
            Rng::new(seed, stream).shuffle(&mut items);
            items
        };
        let once = shuffled(7, Stream::Shuffle);
        assert_eq!(once, shuffled(7, Stream::Shuffle));
        assert_ne!(once, shuffled(8, Stream::Shuffle));
        assert_ne!(once, shuffled(7, Stream::Split));
        let mut sorted = once;
        sorted.sort_unstable();
        assert_eq!(sorted, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn draws_below_a_bound_are_even() {
        let mut rng = Rng::new(1, Stream::Split);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[rng.below(6) as usize] += 1;
        }
        // Chi-squared with 5 degrees of freedom: 20.5 is the 0.1 % point (tables).
        let chi2: f64 = counts.iter().map(|&c| (f64::from(c) - 10_000.0).powi(2) / 10_000.0).sum();
        assert!(chi2 < 20.5, "{counts:?}");
    }
}
