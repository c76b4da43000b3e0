//! Numbers as text and back, in the page as in the terminal. The standard library's way needs a table of 10 kB and as much
//! code again, which every visitor of the page would fetch.

/// Up to this power of ten an `f64` is exact.
const EXACT_POWER: u32 = 22;
/// Up to this whole number too.
const EXACT_WHOLE: u64 = 1 << 53;
/// Digits of a whole number that are kept.
const KEPT: u64 = 1_000_000_000_000_000_000;

/// Reads digits with or without a point, a sign, and an exponent: `-12.5`, `.5`, `1e-3`. The nearest number where the text
/// has up to 19 digits, of which up to 21 are behind the point; beyond that it may be the next one.
pub fn parse(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mut whole, mut power, mut any, mut fraction) = (0_u64, 0_i32, false, false);
    for (place, byte) in digits.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                any = true;
                if whole < KEPT {
                    whole = whole * 10 + u64::from(byte - b'0');
                    power -= i32::from(fraction);
                } else {
                    power += i32::from(!fraction);
                }
            }
            b'.' if !fraction => fraction = true,
            b'e' | b'E' if any => {
                let exponent: i32 = digits.get(place + 1..)?.parse().ok()?;
                power += exponent.clamp(-1000, 1000);
                break;
            }
            _ => return None,
        }
    }
    any.then(|| sign * value(whole, power))
}

/// `whole` · 10^`power`.
fn value(whole: u64, power: i32) -> f64 {
    if whole <= EXACT_WHOLE && power.unsigned_abs() <= EXACT_POWER {
        // Both are exact, so that there is one rounding (Clinger 1990).
        return times_ten(whole as f64, power);
    }
    if whole == 0 || power < -400 {
        return 0.0;
    }
    if power > 400 {
        return f64::INFINITY;
    }
    value_of_long(whole, power)
}

/// The same in 128 bits, of which the last tells whether anything was cut off.
fn value_of_long(whole: u64, mut power: i32) -> f64 {
    let (mut bits, mut exponent) = (u128::from(whole), 0);
    while power > 0 {
        let step = power.min(19);
        (bits, exponent) = narrowed(bits, exponent);
        bits *= 10_u128.pow(step.unsigned_abs());
        power -= step;
    }
    while power < 0 {
        let step = power.max(-21);
        let room = bits.leading_zeros();
        bits <<= room;
        exponent -= room as i32;
        let ten = 10_u128.pow(step.unsigned_abs());
        let quotient = bits / ten;
        bits = quotient | u128::from(quotient * ten != bits);
        power -= step;
    }
    (bits, exponent) = narrowed(bits, exponent);
    libm::ldexp(bits as u64 as f64, exponent)
}

/// The upper 64 bits.
fn narrowed(bits: u128, exponent: i32) -> (u128, i32) {
    let cut = 64_u32.saturating_sub(bits.leading_zeros());
    let kept = bits >> cut;
    (kept | u128::from(kept << cut != bits), exponent + cut as i32)
}

/// Times a power of ten.
fn times_ten(value: f64, power: i32) -> f64 {
    let ten = |power: u32| (0..power).fold(1.0, |ten, _| ten * 10.0);
    let power_size = power.unsigned_abs();
    // In two, so that neither is beyond the largest number.
    let (one, other) = (ten(power_size / 2), ten(power_size - power_size / 2));
    match power_size {
        0..=EXACT_POWER if power < 0 => value / (one * other),
        0..=EXACT_POWER => value * (one * other),
        _ if power < 0 => value / one / other,
        _ => value * one * other,
    }
}

/// The power of ten of the first digit.
fn first_power(size: f64) -> i32 {
    size.log10().floor() as i32
}

/// The fewest digits that [`parse`] makes the same number of, without an exponent: `0.1`, `-12.5`, `300`.
pub fn shortest(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    let size = number.abs();
    if size.is_infinite() {
        return format!("{sign}inf");
    }
    let (digits, power) = digits_of(size);
    let zeros = "0".repeat(power.max(0).unsigned_abs() as usize);
    format!("{sign}{}{zeros}", with_point(digits, power.min(0).unsigned_abs() as usize))
}

fn digits_of(size: f64) -> (u64, i32) {
    if size == 0.0 {
        return (0, 0);
    }
    let first = first_power(size);
    for power in (first - 18..=first).rev() {
        let near = times_ten(size, -power).round() as u64;
        // So many digits are more than a product is exact to: those around it too, nearest first.
        let around = if near < KEPT / 1000 { 0 } else { 16 };
        let candidate =
            |place: u64| if place.is_multiple_of(2) { near - place / 2 } else { near + place.div_ceil(2) };
        if let Some(digits) = (0..=around).map(candidate).find(|digits| value(*digits, power) == size) {
            return (digits, power);
        }
    }
    (times_ten(size, 16 - first).round() as u64, first - 16)
}

/// With so many decimals; ties go away from zero. From 10¹⁸ on there are none.
pub fn fixed(number: f64, decimals: usize) -> String {
    let sign = if number < 0.0 { "-" } else { "" };
    let size = number.abs();
    let digits = times_ten(size, decimals as i32).round();
    if digits < KEPT as f64 {
        format!("{sign}{}", with_point(digits as u64, decimals))
    } else {
        shortest(number.round())
    }
}

/// So many digits with a point behind the first, and the power of ten that they are multiplied by. For a number above zero.
pub fn scientific(size: f64, digits: u32) -> (String, i32) {
    let decimals = digits.saturating_sub(1);
    let least = 10_u64.pow(decimals);
    let mut power = first_power(size);
    let mut whole = times_ten(size, decimals as i32 - power).round() as u64;
    // A logarithm is rounded too, and so are the digits.
    if whole < least {
        power -= 1;
        whole = times_ten(size, decimals as i32 - power).round() as u64;
    } else if whole >= least * 10 {
        power += 1;
        whole = times_ten(size, decimals as i32 - power).round() as u64;
    }
    (with_point(whole, decimals as usize), power)
}

fn with_point(digits: u64, decimals: usize) -> String {
    let mut text = format!("{digits:0width$}", width = decimals + 1);
    if decimals > 0 {
        text.insert(text.len() - decimals, '.');
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "inf", "NaN", " 1", "1 ", "--1", "1e5.5",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn ends_of_the_range() {
        assert_eq!(parse("1e400"), Some(f64::INFINITY));
        assert_eq!(parse("-1e-400").map(f64::to_bits), Some((-0.0_f64).to_bits()));
        assert_eq!(parse("0e999999"), Some(0.0));
        assert_eq!(shortest(-0.0), "-0");
        assert_eq!(shortest(f64::NEG_INFINITY), "-inf");
        assert_eq!(shortest(1e21), "1000000000000000000000");
        assert_eq!(shortest(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(shortest(9_007_199_254_740_993.0), "9007199254740992");
    }

    #[test]
    fn so_many_decimals() {
        for (value, decimals, text) in [
            (0.0, 2, "0.00"),
            (1.005, 1, "1.0"),
            (-0.05, 1, "-0.1"),
            (999.96, 1, "1000.0"),
            (2.5, 0, "3"),
            (1e19, 3, "10000000000000000000"),
        ] {
            assert_eq!(fixed(value, decimals), text);
        }
        assert_eq!(scientific(9.996e-5, 3), ("1.00".to_owned(), -4));
        assert_eq!(scientific(1e15, 3), ("1.00".to_owned(), 15));
        assert_eq!(scientific(3.65e12, 3), ("3.65".to_owned(), 12));
    }

    proptest! {
        /// The standard library is the reference.
        #[test]
        fn read_as_the_standard_library_does(whole in 0_u64..10_000_000_000_000_000_000, decimals in 0_usize..=19) {
            let text = with_point(whole, decimals);
            prop_assert_eq!(parse(&text), text.parse().ok());
        }

        #[test]
        fn read_with_an_exponent(whole in 0_u64..EXACT_WHOLE, power in -22_i32..=22) {
            let text = format!("{whole}e{power}");
            prop_assert_eq!(parse(&text), text.parse().ok());
        }

        #[test]
        fn a_large_exponent_is_off_by_one_bit_at_most(whole in 1_u64..u64::MAX / 10, power in -320_i32..=285) {
            let text = format!("{whole}e{power}");
            let (own, exact) = (parse(&text).unwrap_or(f64::NAN), text.parse::<f64>().unwrap_or(f64::NAN));
            prop_assert!((own.to_bits() as i64 - exact.to_bits() as i64).abs() <= 1, "{} {} {}", text, own, exact);
        }

        #[test]
        fn written_as_the_standard_library_does(whole in 0_u64..1_000_000_000_000_000, decimals in 0_i32..=18) {
            let value = value(whole, -decimals);
            prop_assert_eq!(shortest(value), value.to_string());
        }

        #[test]
        fn what_is_written_is_read_as_the_same(value in -1e15_f64..1e15, power in -12_i32..=0) {
            let value = times_ten(value, power);
            prop_assert_eq!(parse(&shortest(value)), Some(value));
            prop_assert!(shortest(value).len() <= value.to_string().len());
        }
    }
}
