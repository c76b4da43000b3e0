//! ISO dates and times. The calendar is jiff's.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// A point in time as a cell states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Milliseconds since 1970, of UTC where `utc`, else of the file's own clock.
    pub(super) milliseconds: i64,
    /// Whether the cell states an offset.
    pub(super) utc: bool,
}

/// Reads `2024-01-31`, `2024/01/31`, `2024-01`, each year-first date with an optional clock after `T` or a blank:
/// `09:00`, `09:00:00`, `09:00:00.250`, and after it an optional offset: `Z`, `+01:00`, `+0100`, `+01`.
pub(super) fn parse(cell: &str) -> Option<Moment> {
    let cell = cell.trim();
    if !cell.is_ascii() || cell.len() < 7 {
        return None;
    }
    let (date, rest) = match cell.find(['T', ' ']) {
        Some(at) => (&cell[..at], Some(cell[at + 1..].trim_start())),
        None => (cell, None),
    };
    let date = parse_date(date)?;
    let (time, offset_minutes) = match rest {
        None => (Time::midnight(), None),
        Some(rest) => parse_clock(rest)?,
    };
    let civil = DateTime::from_parts(date, time);
    let milliseconds = TimeZone::UTC.to_timestamp(civil).ok()?.as_millisecond();
    Some(Moment {
        milliseconds: milliseconds - offset_minutes.unwrap_or(0) * 60_000,
        utc: offset_minutes.is_some(),
    })
}

fn parse_date(text: &str) -> Option<Date> {
    let separator = if text.contains('/') { '/' } else { '-' };
    let mut parts = text.split(separator);
    let year = parts.next().filter(|year| year.len() == 4)?;
    let month = parts.next()?;
    let day = parts.next();
    if parts.next().is_some() || day.is_none() && separator == '/' {
        return None;
    }
    Date::new(digits(year)? as i16, digits(month)? as i8, day.map_or(Some(1), digits)? as i8).ok()
}

fn parse_clock(text: &str) -> Option<(Time, Option<i64>)> {
    let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => (text[..at].trim_end(), Some(parse_offset(&text[at..])?)),
        None => (text, None),
    };
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?)?, digits(parts.next()?)?);
    let second = parts.next().map_or(Some(0), digits)?;
    if parts.next().is_some() {
        return None;
    }
    let nanoseconds = match fraction {
        None => 0,
        Some(fraction) if (1..=9).contains(&fraction.len()) => {
            digits(fraction)? * 10_i32.pow(9 - fraction.len() as u32)
        }
        Some(_) => return None,
    };
    Some((Time::new(hour as i8, minute as i8, second as i8, nanoseconds).ok()?, offset))
}

/// Minutes east of UTC.
fn parse_offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let rest = &text[1..];
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 4 => rest.split_at(2),
        None => (rest, "0"),
    };
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    (hours <= 18 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

fn digits(text: &str) -> Option<i32> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected seconds: `date -u -d … +%s`.
    #[test]
    fn iso_times_are_those_of_the_calendar() {
        let cases = [
            ("1970-01-01", 0, false),
            ("2017-05-21T09:00", 1_495_357_200, false),
            ("2024-02-29 23:59:59", 1_709_251_199, false),
            ("2024/01/31", 1_706_659_200, false),
            ("2024-03", 1_709_251_200, false),
            ("2024-10-27T02:00:00+02:00", 1_729_987_200, true),
            ("2024-10-27T00:00:00Z", 1_729_987_200, true),
            ("2024-10-26 23:00-0100", 1_729_987_200, true),
        ];
        for (cell, seconds, utc) in cases {
            assert_eq!(parse(cell), Some(Moment { milliseconds: seconds * 1000, utc }), "{cell}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.250").unwrap().milliseconds, 250);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for cell in [
            "2023-02-29",
            "2024-13-01",
            "2024",
            "12:30",
            "31.12.2024",
            "2024-01-01T25:00",
            "hello",
            "2024-01-01T",
            "2024-01-01x",
        ] {
            assert_eq!(parse(cell), None, "{cell}");
        }
    }
}
