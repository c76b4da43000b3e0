//! Numbers, times and sizes as people read them.

use super::Language;
use crate::data::Span;
use crate::data::calendar::Civil;
use crate::numeric::decimal;

/// The thin space that groups thousands (U+202F, which does not break).
const GROUP: char = '\u{202f}';

/// A number with three significant figures, more where the whole part needs them: `0.0131`, `4.96`, `18 400`.
pub fn number(value: f64) -> String {
    with_digits(value, 3)
}

/// With six significant digits, for a number that is compared with another.
pub fn precise(value: f64) -> String {
    let shortest = decimal::shortest(value);
    // What is short as it stands gets no zeros behind it.
    if value.is_finite() && shortest.len() <= 6 {
        shortest.replace('-', "−")
    } else {
        with_digits(value, 6)
    }
}

fn with_digits(value: f64, digits: u32) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let size = value.abs();
    let sign = if value < 0.0 { "−" } else { "" };
    if value.is_infinite() {
        return format!("{sign}∞");
    }
    if size != 0.0 && !(1e-4..1e9).contains(&size) {
        let (mantissa, power) = decimal::scientific(size, digits);
        return format!("{sign}{mantissa}×10{}", superscript(&power.to_string()));
    }
    let whole_digits = if size < 1.0 { size.log10().floor() as i32 + 1 } else { size.log10() as i32 + 1 };
    let decimals = if size == 0.0 { 0 } else { (digits as i32 - whole_digits).clamp(0, 8) as usize };
    fixed(value, decimals)
}

/// A number with so many decimals, a true minus and grouped thousands.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = decimal::fixed(value.abs(), decimals);
    let (whole, fraction) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let is_zero = text.bytes().all(|digit| matches!(digit, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    let grouped = group(whole);
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

/// R² and the like: three decimals, since what is below does not matter.
pub fn ratio(value: f64) -> String {
    if !value.is_finite() || value.abs() >= 100.0 {
        return number(value);
    }
    fixed(value, 3)
}

/// A bound of a setting, as it would be typed: no decimals that say nothing.
pub fn bound(value: f64) -> String {
    if value.fract() == 0.0 && (0.0..1e15).contains(&value) {
        count(value as u64)
    } else {
        decimal::shortest(value)
    }
}

/// A count, its thousands grouped: `8 760`.
pub fn count(value: u64) -> String {
    group(&value.to_string())
}

/// A share as whole percent, with a true minus and the space the language puts: `8 %` or `8%`.
pub fn percent(share: f64, language: Language) -> String {
    let rounded = fixed(share * 100.0, 0);
    match language {
        Language::En => format!("{rounded}{GROUP}%"),
        Language::Zh => format!("{rounded}%"),
    }
}

/// The unit of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanUnit {
    /// Months of the calendar.
    Months,
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
}

/// A span as a whole number of the largest unit that fits; days only from two on, because a day ahead is 24 h.
pub fn span(span: Span) -> (u64, SpanUnit) {
    let milliseconds = match span {
        Span::Months(months) => return (u64::from(months), SpanUnit::Months),
        Span::Milliseconds(milliseconds) => milliseconds.unsigned_abs(),
    };
    const HOUR: u64 = 3_600_000;
    for (unit, length) in [(SpanUnit::Days, 24 * HOUR), (SpanUnit::Hours, HOUR), (SpanUnit::Minutes, 60_000)]
    {
        if milliseconds % length == 0 && (unit != SpanUnit::Days || milliseconds > length) {
            return (milliseconds / length, unit);
        }
    }
    (milliseconds / 1000, SpanUnit::Seconds)
}

/// Minutes east of UTC: `UTC+2`, `UTC−3:30`.
pub fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { "−" } else { "+" };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    match (minutes, rest) {
        (0, _) => "UTC".to_owned(),
        (_, 0) => format!("UTC{sign}{hours}"),
        _ => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

/// A time on the file's own clock (or UTC): `21 May 2017, 09:00` or `2017年5月21日 09:00`; midnight without its clock
/// where `date_only`.
pub fn time(milliseconds: i64, utc: bool, language: Language, date_only: bool) -> String {
    let Some(civil) = Civil::at(milliseconds) else { return "–".to_owned() };
    let Civil { year, month, day, hour, minute, .. } = civil;
    let date = match language {
        Language::En => format!("{day} {} {year}", english_month(month)),
        Language::Zh => format!("{year}年{month}月{day}日"),
    };
    if date_only {
        return date;
    }
    let separator = if language == Language::En { ", " } else { " " };
    let zone = if utc { " UTC" } else { "" };
    format!("{date}{separator}{hour:02}:{minute:02}{zone}")
}

fn english_month(month: i64) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or_default()
}

fn group(digits: &str) -> String {
    // Four digits are read at a glance only with a gap, too: tables line up.
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(GROUP);
        }
        grouped.push(digit);
    }
    grouped
}

fn superscript(power: &str) -> String {
    power
        .chars()
        .map(|digit| match digit {
            '-' => '⁻',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_figures_that_mean_something() {
        let cases = [
            (0.0, "0"),
            (0.013_14, "0.0131"),
            (4.9618, "4.96"),
            (-6.05, "−6.05"),
            (19.18, "19.2"),
            (344.6, "345"),
            (18_400.4, "18\u{202f}400"),
            (1_234_567.0, "1\u{202f}234\u{202f}567"),
            (1e-7, "1.00×10⁻⁷"),
            (3.65e12, "3.65×10¹²"),
            (f64::NAN, "–"),
            (-0.0, "0"),
            (1.0, "1.00"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text, "{value}");
        }
    }

    #[test]
    fn ratios_and_bounds() {
        assert_eq!(ratio(-6.16e-5), "0.000");
        assert_eq!(ratio(0.8874), "0.887");
        assert_eq!(ratio(-0.167), "−0.167");
        assert_eq!(bound(1.0), "1");
        assert_eq!(bound(0.000_001), "0.000001");
        assert_eq!(bound(10_000.0), "10\u{202f}000");
    }

    #[test]
    fn times_are_those_of_the_calendar() {
        // 1495357200 is 2017-05-21T09:00:00Z (date -u -d).
        let at = 1_495_357_200_000;
        assert_eq!(time(at, false, Language::En, false), "21 May 2017, 09:00");
        assert_eq!(time(at, true, Language::Zh, false), "2017年5月21日 09:00 UTC");
        assert_eq!(time(at, false, Language::Zh, true), "2017年5月21日");
    }

    #[test]
    fn shares_and_counts() {
        assert_eq!(percent(0.0837, Language::En), "8\u{202f}%");
        assert_eq!(percent(-0.84, Language::Zh), "−84%");
        assert_eq!(count(8760), "8\u{202f}760");
    }
}
