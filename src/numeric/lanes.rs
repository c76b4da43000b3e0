//! Four numbers at once, in the processor's vector registers. Each lane does what the scalar operation does, so results
//! are the same bits whatever the registers are. Written out rather than left to the compiler, so that the page can be
//! compiled for size; loops count by hand, because each step of an iterator would then be a call.

#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    reason = "compiled for size, each step of an iterator is a call, and so is the copy of a few numbers"
)]

use std::ops::{Add, Div, Mul, Sub};

use wide::{f32x4, f64x4};

use super::Real;

/// Lanes in a vector.
pub const LANES: usize = 4;

/// Four numbers of the type `F`.
pub trait Lanes<F>:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// The same number in every lane.
    fn splat(value: F) -> Self;
    /// Four numbers that stand side by side.
    fn load(values: &[F; LANES]) -> Self;
    /// The four numbers.
    fn store(self) -> [F; LANES];
    /// Square roots.
    fn sqrt(self) -> Self;
    /// Four vectors as the rows of a square, by its columns.
    fn transpose(rows: [Self; LANES]) -> [Self; LANES];
    /// Itself where `other` is above 0, and 0 elsewhere.
    fn where_positive(self, other: Self) -> Self;
}

macro_rules! lanes {
    ($number:ty, $vector:ty) => {
        impl Lanes<$number> for $vector {
            #[inline(always)]
            fn splat(value: $number) -> Self {
                // Not `[value; 4]`: compiled for size, that is a loop.
                <$vector>::new([value, value, value, value])
            }
            #[inline(always)]
            fn load(values: &[$number; LANES]) -> Self {
                <$vector>::new(*values)
            }
            #[inline(always)]
            fn store(self) -> [$number; LANES] {
                self.to_array()
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                <$vector>::sqrt(self)
            }
            #[inline(always)]
            fn transpose(rows: [Self; LANES]) -> [Self; LANES] {
                <$vector>::transpose(rows)
            }
            #[inline(always)]
            fn where_positive(self, other: Self) -> Self {
                self & other.simd_gt(<$vector>::new([0.0, 0.0, 0.0, 0.0]))
            }
        }
    };
}

lanes!(f32, f32x4);
lanes!(f64, f64x4);

/// The numbers of a slice that are too few for a vector, with zeros behind them.
#[inline(always)]
fn padded<F: Real>(rest: &[F]) -> [F; LANES] {
    let at = |index: usize| if index < rest.len() { rest[index] } else { F::zero() };
    [at(0), at(1), at(2), at(3)]
}

// In each of these, `f` is called in one place only, in a second pass for the last numbers: so it is compiled into the loop.

/// `values[i] = f(values[i])` for all numbers, four at a time.
#[inline(always)]
pub fn map<F: Real>(values: &mut [F], f: impl Fn(F::Lanes) -> F::Lanes) {
    let (fours, rest) = values.as_chunks_mut::<LANES>();
    let mut last = [padded(rest)];
    for pass in 0..2 {
        let fours = if pass == 0 { &mut *fours } else { &mut last[..] };
        for index in 0..fours.len() {
            fours[index] = f(F::Lanes::load(&fours[index])).store();
        }
    }
    put(rest, last[0]);
}

/// Whether all numbers are finite: these alone are 0 when they are multiplied by it.
pub fn all_finite<F: Real>(values: &[F]) -> bool {
    let (fours, rest) = values.as_chunks::<LANES>();
    let zero = F::Lanes::splat(F::zero());
    let mut sum = zero;
    for index in 0..fours.len() {
        sum = sum + zero * F::Lanes::load(&fours[index]);
    }
    (sum + zero * F::Lanes::load(&padded(rest))).store().iter().all(|sum| *sum == F::zero())
}

/// `to[i] = f(to[i], from[i])` for all numbers, four at a time; both slices are of one length.
#[inline(always)]
pub fn combine<F: Real>(to: &mut [F], from: &[F], f: impl Fn(F::Lanes, F::Lanes) -> F::Lanes) {
    let (to, to_rest) = to.as_chunks_mut::<LANES>();
    let (from, from_rest) = from.as_chunks::<LANES>();
    let (mut last, from_last) = ([padded(to_rest)], [padded(from_rest)]);
    for pass in 0..2 {
        let (to, from) = if pass == 0 { (&mut *to, from) } else { (&mut last[..], &from_last[..]) };
        // Said once, this is checked for no index.
        assert!(to.len() == from.len());
        for index in 0..to.len() {
            to[index] = f(F::Lanes::load(&to[index]), F::Lanes::load(&from[index])).store();
        }
    }
    put(to_rest, last[0]);
}

/// The same for three slices that change and one that does not.
#[inline(always)]
pub fn combine_three<F: Real>(
    to: [&mut [F]; 3],
    from: &[F],
    f: impl Fn([F::Lanes; 3], F::Lanes) -> [F::Lanes; 3],
) {
    let [a, b, c] = to;
    let (a, a_rest) = a.as_chunks_mut::<LANES>();
    let (b, b_rest) = b.as_chunks_mut::<LANES>();
    let (c, c_rest) = c.as_chunks_mut::<LANES>();
    let (from, from_rest) = from.as_chunks::<LANES>();
    let (mut a_last, mut b_last, mut c_last) = ([padded(a_rest)], [padded(b_rest)], [padded(c_rest)]);
    let from_last = [padded(from_rest)];
    for pass in 0..2 {
        let (a, b, c, from) = if pass == 0 {
            (&mut *a, &mut *b, &mut *c, from)
        } else {
            (&mut a_last[..], &mut b_last[..], &mut c_last[..], &from_last[..])
        };
        assert!(a.len() == from.len() && b.len() == from.len() && c.len() == from.len());
        for index in 0..from.len() {
            let before = [F::Lanes::load(&a[index]), F::Lanes::load(&b[index]), F::Lanes::load(&c[index])];
            let next = f(before, F::Lanes::load(&from[index]));
            (a[index], b[index], c[index]) = (next[0].store(), next[1].store(), next[2].store());
        }
    }
    put(a_rest, a_last[0]);
    put(b_rest, b_last[0]);
    put(c_rest, c_last[0]);
}

/// Writes as many of the numbers as there is room for.
#[inline(always)]
fn put<F: Real>(rest: &mut [F], four: [F; LANES]) {
    for index in 0..rest.len().min(LANES) {
        rest[index] = four[index];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_combined_as_number_by_number() {
        for length in 0..10 {
            let mut to: Vec<f32> = (0..length).map(|value| value as f32).collect();
            let from: Vec<f32> = (0..length).map(|value| 10.0 - 3.0 * value as f32).collect();
            let expected: Vec<f32> =
                to.iter().zip(&from).map(|(a, b)| if *b > 0.0 { a * b } else { 0.0 }).collect();
            combine(&mut to, &from, |a, b| (a * b).where_positive(b));
            assert_eq!(to, expected);
        }
    }

    #[test]
    fn what_is_not_finite_is_found_anywhere() {
        for length in 0..11 {
            let mut values = vec![f32::MAX; length];
            assert!(all_finite(&values));
            for place in 0..length {
                for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    values[place] = odd;
                    assert!(!all_finite(&values), "{odd} at {place} of {length}");
                }
                values[place] = -f32::MIN_POSITIVE;
            }
        }
    }

    #[test]
    fn nothing_is_positive_about_nan() {
        let nan = f32x4::splat(f32::NAN);
        assert_eq!(f32x4::splat(1.0).where_positive(nan).to_array(), [0.0; 4]);
    }
}
