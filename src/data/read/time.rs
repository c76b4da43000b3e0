//! Dates and times as people and machines write them. The calendar is jiff's.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::DateOrder;
use super::cell::plain;
use crate::data::column::iso_milliseconds;

/// A point in time as a cell states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Milliseconds since 1970, of UTC where an offset is stated, else of the file's own clock.
    pub(super) milliseconds: i64,
    /// The minutes east of UTC that the cell states.
    pub(super) offset_minutes: Option<i32>,
    /// What the cell proves about the order of day and month.
    pub(super) proof: Proof,
}

/// What a cell proves about the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing is open: the year comes first, the month is a word, or day and month are equal.
    Clear,
    /// It reads in this order only.
    Only(DateOrder),
    /// It reads both ways.
    Either,
}

/// Reads a date with an optional clock and offset: `2024-01-31T09:00:00.250+01:00`, `31.12.2024 14:30`,
/// `12/31/2024 2:30 PM`, `5. März 2024`, `January 5, 2024`, `5-Jan-24`, `2024年1月5日 8时30分`, `20240131 0915`,
/// `2024-01`; of a stretch (`01.01.2024 00:00 - 01.01.2024 01:00`) its beginning.
///
/// `24:00` is the midnight that ends the day. Two-digit years are of 1970 to 2069.
pub(super) fn parse(cell: &str, order: DateOrder) -> Option<Moment> {
    let cell = cell.trim();
    if cell.len() < 6 || cell.len() > 60 {
        return None;
    }
    if let Some(moment) = iso(cell) {
        return Some(moment);
    }
    let text = plain(cell);
    let text = text.trim();
    if !text.contains(|character: char| character.is_ascii_digit()) {
        return None;
    }
    // A stretch of time: its beginning, if its end is a time too.
    if let Some((from, to)) = text.split_once(" - ").or_else(|| text.split_once(" – "))
        && to.contains(':')
    {
        let to = to.trim();
        return (parse(to, order).is_some() || clock(to).is_some()).then(|| parse(from, order)).flatten();
    }
    let mut scanner = Scanner { rest: text };
    scanner.skip_weekday();
    let (date, proof) = date(&mut scanner, order)?;
    let rest = scanner.rest.trim_start_matches(['T', ' ', ',']);
    let (time, next_day, offset_minutes) =
        if rest.is_empty() { (Time::midnight(), false, None) } else { clock(rest)? };
    moment(date, time, next_day, offset_minutes, proof)
}

fn moment(
    date: Date,
    time: Time,
    next_day: bool,
    offset_minutes: Option<i32>,
    proof: Proof,
) -> Option<Moment> {
    let date = if next_day { date.tomorrow().ok()? } else { date };
    let milliseconds = TimeZone::UTC.to_timestamp(DateTime::from_parts(date, time)).ok()?.as_millisecond();
    Some(Moment {
        milliseconds: milliseconds - i64::from(offset_minutes.unwrap_or(0)) * 60_000,
        offset_minutes,
        proof,
    })
}

/// The one form that most files have, without a detour.
fn iso(cell: &str) -> Option<Moment> {
    let milliseconds = iso_minute(cell.as_bytes()).or_else(|| iso_milliseconds(cell))?;
    Some(Moment { milliseconds, offset_minutes: None, proof: Proof::Clear })
}

/// The same as [`iso_milliseconds`] for `2024-01-31T09:00` and `2024-01-31 09:00:00`, which nearly all times of long files
/// are; `None` is no answer.
fn iso_minute(cell: &[u8]) -> Option<i64> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b' ', h1, h2, b':', n1, n2, ref rest @ ..] =
        cell
    else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
    };
    let (year, month, day) = (two(y1, y2)? * 100 + two(y3, y4)?, two(m1, m2)?, two(d1, d2)?);
    let (hour, minute) = (two(h1, h2)?, two(n1, n2)?);
    let second = match *rest {
        [] => 0,
        [b':', s1, s2] => two(s1, s2)?,
        _ => return None,
    };
    // Every month has 28 days; the others are left to the calendar.
    let plain = (1..9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=28).contains(&day)
        && (hour < 24 && minute < 60 && second < 60);
    if !plain {
        return None;
    }
    // Years from March on, so that a leap day is their last day (Hinnant, chrono-compatible low-level date algorithms).
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000)
}

/// The time of day that a cell states, in milliseconds since midnight (24 h for `24:00`): `9:30`, `09:30:15`, `0930`,
/// `8时30分`, `2:30 PM`.
pub(super) fn time_of_day(cell: &str) -> Option<i64> {
    let text = plain(cell.trim());
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let (time, next_day, offset) = match (digits, text.len()) {
        (true, 4 | 6) => compact_clock(text)?,
        (true, _) => return None,
        _ => clock(text)?,
    };
    if offset.is_some() {
        return None;
    }
    let day = i64::from(next_day) * 86_400_000;
    let nanoseconds = time.duration_since(Time::midnight()).as_nanos();
    Some(day + (nanoseconds / 1_000_000) as i64)
}

/// Hours of a duration `H:MM` or `H:MM:SS` of any length.
pub(super) fn duration_hours(cell: &str) -> Option<f64> {
    let mut parts = cell.trim().split(':');
    let (hours, minutes) = (digits(parts.next()?)?, digits(parts.next()?)?);
    let seconds = parts.next().map_or(Some(0), digits)?;
    let fine = parts.next().is_none() && minutes < 60 && seconds < 60;
    fine.then(|| f64::from(hours) + f64::from(minutes) / 60.0 + f64::from(seconds) / 3600.0)
}

struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    /// The next run of digits, at most so many; nothing is taken where there is none.
    fn number(&mut self, most: usize) -> Option<&'a str> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 || length > most {
            return None;
        }
        let (number, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(number)
    }

    /// The next run of letters.
    fn word(&mut self) -> Option<&'a str> {
        let length = self.rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest.len());
        if length == 0 {
            return None;
        }
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(word)
    }

    /// Whether the text goes on with this, which is then taken.
    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// A weekday in front says nothing that the date does not.
    fn skip_weekday(&mut self) {
        const LETTERS: [&str; 13] =
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son"];
        let mut ahead = Scanner { rest: self.rest };
        let Some(word) = ahead.word() else { return };
        let short: String = word.to_lowercase().chars().take(3).collect();
        let short_german = ["mo", "di", "mi", "do", "fr", "sa", "so"].contains(&short.as_str());
        let chinese = word.starts_with("星期") || word.starts_with('周');
        if month(word).is_none() && (LETTERS.contains(&short.as_str()) || short_german || chinese) {
            self.rest = ahead.rest.trim_start_matches(['.', ',', ' ']);
        }
    }
}

fn date(scanner: &mut Scanner, order: DateOrder) -> Option<(Date, Proof)> {
    // A month in words in front: `January 5, 2024`, `Jan 2024`.
    if let Some(word) = scanner.word() {
        let month = month(word)?;
        scanner.rest = scanner.rest.trim_start_matches(['.', ' ', '-', '/']);
        let first = scanner.number(4)?;
        if first.len() == 4 {
            return Some((new_date(first, month, 1)?, Proof::Clear));
        }
        scanner.rest = scanner.rest.trim_start_matches(['s', 't', 'n', 'd', 'r', 'h', ',', '.', ' ', '-']);
        let before = scanner.rest;
        return match scanner.number(4).filter(|year| year.len() == 4) {
            Some(year) => Some((new_date(year, month, digits(first)?)?, Proof::Clear)),
            // `Jan-24` is a month of a year; `Jan 24 08:00` lacks its year.
            None if before.is_empty() => Some((new_date(first, month, 1)?, Proof::Clear)),
            None => None,
        };
    }
    let first = scanner.number(14)?;
    match first.len() {
        8 | 12 | 14 => return compact(first, scanner),
        1 | 2 | 4 => {}
        _ => return None,
    }
    scanner.blanks();
    if scanner.take("年") {
        scanner.blanks();
        let month = digits(scanner.number(2)?)?;
        if !scanner.take("月") {
            return None;
        }
        scanner.blanks();
        let day = match scanner.number(2) {
            Some(day) => {
                if !scanner.take("日") && !scanner.take("号") {
                    return None;
                }
                digits(day)?
            }
            None => 1,
        };
        return Some((new_date(first, month, day)?, Proof::Clear));
    }
    let separator = ['-', '/', '.'].into_iter().find(|&mark| scanner.rest.starts_with(mark));
    if let Some(mark) = separator {
        scanner.rest = &scanner.rest[mark.len_utf8()..];
        scanner.blanks();
    }
    // A month in words in the middle: `5. März 2024`, `5-Jan-24`, `5 January`.
    if let Some(word) = scanner.word() {
        let month = month(word)?;
        scanner.rest = scanner.rest.trim_start_matches(['.', ' ', '-', '/', ',']);
        let last = scanner.number(4)?;
        let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
        return Some((new_date(year, month, digits(day)?)?, Proof::Clear));
    }
    let mark = separator?;
    let second = scanner.number(4)?;
    let third = if scanner.take(mark.encode_utf8(&mut [0; 4])) {
        scanner.blanks();
        Some(scanner.number(4)?)
    } else {
        None
    };
    match (first.len(), second.len(), third.map(str::len)) {
        (4, 1 | 2, Some(1 | 2)) => Some((new_date(first, digits(second)?, digits(third?)?)?, Proof::Clear)),
        // `2024-01` and `01/2024`; `2024/01` and `2024.01` are no dates.
        (4, 2, None) if mark == '-' => Some((new_date(first, digits(second)?, 1)?, Proof::Clear)),
        (1 | 2, 4, None) if mark != '-' => Some((new_date(second, digits(first)?, 1)?, Proof::Clear)),
        (1 | 2, 1 | 2, Some(2 | 4)) => {
            let (a, b, year) = (digits(first)?, digits(second)?, third?);
            // With dots the day comes first everywhere.
            let day_first = new_date(year, b, a);
            let month_first = if mark == '.' { None } else { new_date(year, a, b) };
            match (day_first, month_first) {
                (Some(date), Some(_)) if a == b => Some((date, Proof::Clear)),
                (Some(day_first), Some(month_first)) => {
                    Some((if order == DateOrder::DayFirst { day_first } else { month_first }, Proof::Either))
                }
                (Some(date), None) => (order == DateOrder::DayFirst || mark == '.')
                    .then_some((date, Proof::Only(DateOrder::DayFirst))),
                (None, Some(date)) => {
                    (order == DateOrder::MonthFirst).then_some((date, Proof::Only(DateOrder::MonthFirst)))
                }
                (None, None) => None,
            }
        }
        _ => None,
    }
}

/// `20240131`, `202401310915`, `20240131091500`: what follows the date is left to the clock.
fn compact<'a>(number: &'a str, scanner: &mut Scanner<'a>) -> Option<(Date, Proof)> {
    let (day, time) = number.split_at(8);
    let year = digits(&day[..4])?;
    if !(1900..=2100).contains(&year) {
        return None;
    }
    let date = new_date(&day[..4], digits(&day[4..6])?, digits(&day[6..])?)?;
    if !time.is_empty() {
        if !scanner.rest.is_empty() {
            return None;
        }
        scanner.rest = time;
    }
    Some((date, Proof::Clear))
}

fn new_date(year: &str, month: i32, day: i32) -> Option<Date> {
    let number = digits(year)?;
    let year = match year.len() {
        4 => number,
        2 if number < 70 => 2000 + number,
        2 => 1900 + number,
        _ => return None,
    };
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// English and German months, in full or short.
fn month(word: &str) -> Option<i32> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "januar", "jänner", "jan"],
        &["february", "februar", "feb"],
        &["march", "märz", "maerz", "mar", "mär", "mrz"],
        &["april", "apr"],
        &["may", "mai"],
        &["june", "juni", "jun"],
        &["july", "juli", "jul"],
        &["august", "aug"],
        &["september", "sept", "sep"],
        &["october", "oktober", "oct", "okt"],
        &["november", "nov"],
        &["december", "dezember", "dec", "dez"],
    ];
    let word = word.to_lowercase();
    MONTHS.iter().position(|names| names.contains(&word.as_str())).map(|index| index as i32 + 1)
}

/// A clock, whether it is the midnight that ends the day, and the offset behind it in minutes.
fn clock(text: &str) -> Option<(Time, bool, Option<i32>)> {
    let mut scanner = Scanner { rest: text };
    let mut half = scanner.half();
    scanner.blanks();
    let first = scanner.number(6)?;
    if first.len() >= 4 {
        let (time, next_day, _) = compact_clock(first)?;
        return Some((time, next_day, offset(scanner.rest.trim())?));
    }
    let hour = digits(first)?;
    scanner.blanks();
    let (mut minute, mut second, mut nanosecond) = (0, 0, 0);
    let mut complete = false;
    if [":", "时", "點", "点", "h", ".", "Uhr"].into_iter().any(|mark| scanner.take(mark)) {
        complete = true;
        scanner.blanks();
        if let Some(number) = scanner.number(2) {
            minute = digits(number)?;
            if scanner.take(":") || scanner.take("分") || scanner.take(".") {
                scanner.blanks();
                if let Some(number) = scanner.number(2) {
                    second = digits(number)?;
                    scanner.take("秒");
                    if scanner.take(".") || scanner.take(",") {
                        let fraction = scanner.number(9)?;
                        nanosecond = digits(fraction)? * 10_i32.pow(9 - fraction.len() as u32);
                    }
                }
            }
        }
    }
    scanner.blanks();
    half = half.or_else(|| scanner.half());
    scanner.blanks();
    scanner.take("Uhr");
    if !complete && half.is_none() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) && hour > 12 => hour,
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    let offset = offset(scanner.rest.trim())?;
    let (time, next_day) = time_at(hour, minute, second, nanosecond)?;
    Some((time, next_day, offset))
}

impl Scanner<'_> {
    /// Which half of the day is said next: `true` is the afternoon.
    fn half(&mut self) -> Option<bool> {
        const HALVES: [(&str, bool); 10] = [
            ("a.m.", false),
            ("p.m.", true),
            ("am", false),
            ("pm", true),
            ("上午", false),
            ("凌晨", false),
            ("早上", false),
            ("下午", true),
            ("晚上", true),
            ("中午", true),
        ];
        for (word, afternoon) in HALVES {
            if self.rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
                self.rest = &self.rest[word.len()..];
                return Some(afternoon);
            }
        }
        None
    }
}

fn compact_clock(digits_only: &str) -> Option<(Time, bool, Option<i32>)> {
    let two = |at: usize| digits_only.get(at..at + 2).map_or(Some(0), digits);
    if !matches!(digits_only.len(), 4 | 6) {
        return None;
    }
    let (time, next_day) = time_at(two(0)?, two(2)?, two(4)?, 0)?;
    Some((time, next_day, None))
}

fn time_at(hour: i32, minute: i32, second: i32, nanosecond: i32) -> Option<(Time, bool)> {
    if (hour, minute, second, nanosecond) == (24, 0, 0, 0) {
        return Some((Time::midnight(), true));
    }
    let small = |number: i32| i8::try_from(number).ok();
    Some((Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()?, false))
}

/// Minutes east of UTC: `Z`, `+01:00`, `-0130`, `+1`, `UTC`, `CET`…; `Some(None)` where nothing is said.
fn offset(text: &str) -> Option<Option<i32>> {
    let text = text.trim_matches(['(', ')']);
    if text.is_empty() {
        return Some(None);
    }
    const NAMES: [(&str, i32); 8] = [
        ("z", 0),
        ("utc", 0),
        ("gmt", 0),
        ("cet", 60),
        ("mez", 60),
        ("cest", 120),
        ("mesz", 120),
        ("bst", 60),
    ];
    if let Some((_, minutes)) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(Some(*minutes));
    }
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let rest = &text[1..];
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() == 4 && rest.is_ascii() => rest.split_at(2),
        None => (rest, "0"),
    };
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    (hours <= 18 && minutes < 60).then(|| Some(sign * (hours * 60 + minutes)))
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

    fn seconds(cell: &str, order: DateOrder) -> Option<i64> {
        parse(cell, order).map(|moment| moment.milliseconds / 1000)
    }

    /// Expected seconds: `date -u -d … +%s`.
    #[test]
    fn times_are_those_of_the_calendar() {
        use DateOrder::{DayFirst, MonthFirst};
        let cases = [
            ("1970-01-01", DayFirst, 0),
            ("2017-05-21T09:00", DayFirst, 1_495_357_200),
            ("2024-02-29 23:59:59", DayFirst, 1_709_251_199),
            ("2024/01/31", DayFirst, 1_706_659_200),
            ("2024/1/31 0:00", DayFirst, 1_706_659_200),
            ("2024-03", DayFirst, 1_709_251_200),
            ("03/2024", DayFirst, 1_709_251_200),
            ("2024-10-27T02:00:00+02:00", DayFirst, 1_729_987_200),
            ("2024-10-27T00:00:00Z", DayFirst, 1_729_987_200),
            ("2024-10-27 00:00:00 UTC", DayFirst, 1_729_987_200),
            ("2024-10-26 23:00-0100", DayFirst, 1_729_987_200),
            ("2024-10-26 23:00 -01", DayFirst, 1_729_987_200),
            ("27.10.2024 02:00 MESZ", DayFirst, 1_729_987_200),
            ("27.10.2024", DayFirst, 1_729_987_200),
            ("27.10.2024", MonthFirst, 1_729_987_200),
            ("27.10.24", DayFirst, 1_729_987_200),
            ("27. 10. 2024", DayFirst, 1_729_987_200),
            ("27/10/2024", DayFirst, 1_729_987_200),
            ("10/27/2024", MonthFirst, 1_729_987_200),
            ("10/27/2024 12:00:00 AM", MonthFirst, 1_729_987_200),
            ("10/27/2024 12:00 PM", MonthFirst, 1_730_030_400),
            ("10/27/24 1:05 p.m.", MonthFirst, 1_730_034_300),
            ("10-27-2024", MonthFirst, 1_729_987_200),
            ("27-Oct-2024", DayFirst, 1_729_987_200),
            ("27-Oct-24 00:00", DayFirst, 1_729_987_200),
            ("27. Oktober 2024", DayFirst, 1_729_987_200),
            ("27. Okt. 2024, 00:00 Uhr", DayFirst, 1_729_987_200),
            ("So., 27.10.2024", DayFirst, 1_729_987_200),
            ("Sun Oct 27 2024", DayFirst, 1_729_987_200),
            ("October 27, 2024", DayFirst, 1_729_987_200),
            ("5. März 2024", DayFirst, 1_709_596_800),
            ("2024年10月27日", DayFirst, 1_729_987_200),
            ("2024年10月27日 0时0分", DayFirst, 1_729_987_200),
            ("2024年10月27日 12点", DayFirst, 1_730_030_400),
            ("2024年10月27日 下午1:05", DayFirst, 1_730_034_300),
            ("2024/10/27 上午 12:00:00", DayFirst, 1_729_987_200),
            ("２０２４－１０－２７", DayFirst, 1_729_987_200),
            ("2024-10-26 24:00", DayFirst, 1_729_987_200),
            ("26.10.2024 24:00:00", DayFirst, 1_729_987_200),
            ("20241027", DayFirst, 1_729_987_200),
            ("20241027 0000", DayFirst, 1_729_987_200),
            ("20241027T000000Z", DayFirst, 1_729_987_200),
            ("202410271200", DayFirst, 1_730_030_400),
            ("20241027120000", DayFirst, 1_730_030_400),
            ("27.10.2024 00:00 - 27.10.2024 01:00", DayFirst, 1_729_987_200),
            ("27.10.2024 00:00 - 00:15", DayFirst, 1_729_987_200),
            ("Oct 2024", DayFirst, 1_727_740_800),
            ("Oct-24", DayFirst, 1_727_740_800),
        ];
        for (cell, order, expected) in cases {
            assert_eq!(seconds(cell, order), Some(expected), "{cell}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.250", DateOrder::DayFirst).unwrap().milliseconds, 250);
        assert_eq!(parse("2024-10-27T00:00:00Z", DateOrder::DayFirst).unwrap().offset_minutes, Some(0));
    }

    #[test]
    fn the_usual_form_is_read_as_the_calendar_reads_it() {
        for (year, month, day) in [
            (1, 1, 1),
            (4, 2, 28),
            (1600, 3, 1),
            (1899, 12, 30),
            (1900, 2, 28),
            (1900, 3, 1),
            (1970, 1, 1),
            (2000, 2, 29),
            (2023, 2, 29),
            (2024, 2, 29),
            (2024, 12, 31),
            (2024, 13, 1),
            (2100, 3, 1),
            (9998, 12, 28),
            (9999, 12, 31),
        ] {
            for clock in ["00:00", "09:59:07", "23:59", "24:00", "12:60", "1a:00", "12:00:60", "12:00Z"] {
                for mark in ['T', ' '] {
                    let cell = format!("{year:04}-{month:02}-{day:02}{mark}{clock}");
                    let quick = iso_minute(cell.as_bytes());
                    assert!(quick.is_none() || quick == iso_milliseconds(&cell), "{cell}");
                    assert_eq!(
                        iso(&cell).map(|moment| moment.milliseconds),
                        iso_milliseconds(&cell),
                        "{cell}"
                    );
                }
            }
        }
        for day in 1..=28 {
            for month in 1..=12 {
                for year in (1..9999).step_by(97).chain(1990..2030) {
                    let cell = format!("{year:04}-{month:02}-{day:02}T10:20:30");
                    assert_eq!(iso_minute(cell.as_bytes()), iso_milliseconds(&cell), "{cell}");
                }
            }
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_proved_or_left_open() {
        let proof = |cell| parse(cell, DateOrder::DayFirst).map(|moment| moment.proof);
        assert_eq!(proof("13/02/2024"), Some(Proof::Only(DateOrder::DayFirst)));
        assert_eq!(proof("03/02/2024"), Some(Proof::Either));
        assert_eq!(proof("03/03/2024"), Some(Proof::Clear));
        assert_eq!(proof("03.02.2024"), Some(Proof::Only(DateOrder::DayFirst)));
        assert_eq!(proof("02/13/2024"), None);
        assert_eq!(seconds("03/02/2024", DateOrder::MonthFirst), seconds("2024-03-02", DateOrder::DayFirst));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for cell in [
            "2023-02-29",
            "2024-13-01",
            "2024",
            "12:30",
            "31.13.2024",
            "2024-01-01T25:00",
            "hello",
            "2024-01-01x",
            "1.5",
            "12.5",
            "1,234.5",
            "2024.01",
            "99999999",
            "market 5 2024",
            "24:00:01",
            "v1.2.3",
            "192.168.0.1",
            "2024-01-01 24:30",
            "May",
            "Site 12",
        ] {
            assert!(parse(cell, DateOrder::DayFirst).is_none(), "{cell}");
        }
    }

    #[test]
    fn clocks_and_durations() {
        let minutes = |cell| time_of_day(cell).map(|at| at / 60_000);
        assert_eq!(minutes("0015"), Some(15));
        assert_eq!(minutes("23:50:00"), Some(23 * 60 + 50));
        assert_eq!(minutes("8时30分"), Some(510));
        assert_eq!(minutes("2:30 PM"), Some(870));
        assert_eq!(minutes("24:00"), Some(1440));
        assert_eq!(minutes("15"), None);
        assert_eq!(minutes("25:00"), None);
        assert_eq!(duration_hours("02:30"), Some(2.5));
        assert_eq!(duration_hours("25:15:36"), Some(25.26));
        assert_eq!(duration_hours("2:75"), None);
    }
}
