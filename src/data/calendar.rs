//! Days of the calendar and times of day on a clock that is never set. Zones, and dates as people write them, are for
//! jiff, which the page needs for nothing else.

const DAY_MS: i64 = 86_400_000;
/// Days of 400 years, after which the calendar repeats itself.
const ERA: i64 = 146_097;
/// From 1 March of the year 0 to 1 January 1970.
const TO_1970: i64 = 719_468;
/// From the year −9999 to the year 9999.
const KNOWN: std::ops::Range<i64> = -377_705_116_800_000..253_402_300_800_000;

/// A day of the Gregorian calendar and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the part that its name says; months and days are counted from 1")]
pub struct Civil {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub millisecond: i64,
}

impl Civil {
    /// What a clock shows so many milliseconds after 1970 began; `None` in years of more than four digits.
    pub fn at(milliseconds: i64) -> Option<Self> {
        if !KNOWN.contains(&milliseconds) {
            return None;
        }
        // H. Hinnant, chrono-Compatible Low-Level Date Algorithms: years that begin in March end in their leap day.
        let days = milliseconds.div_euclid(DAY_MS) + TO_1970;
        let (era, day_of_era) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let year = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * day_of_year + 2) / 153;
        let next_year = i64::from(month >= 10);
        let rest = milliseconds.rem_euclid(DAY_MS);
        Some(Self {
            year: year + era * 400 + next_year,
            month: month + 3 - 12 * next_year,
            day: day_of_year - (153 * month + 2) / 5 + 1,
            hour: rest / 3_600_000,
            minute: rest / 60_000 % 60,
            second: rest / 1000 % 60,
            millisecond: rest % 1000,
        })
    }

    /// The beginning of a day; `None` where the calendar has no such day.
    pub fn date(year: i64, month: i64, day: i64) -> Option<Self> {
        let civil = Self { year, month, day, hour: 0, minute: 0, second: 0, millisecond: 0 };
        let exists = (-9999..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        civil.checked().filter(|_| exists)
    }

    /// Itself, if a calendar and a clock show it.
    pub fn checked(self) -> Option<Self> {
        (Self::at(self.milliseconds()) == Some(self)).then_some(self)
    }

    /// Milliseconds since 1970 began.
    pub fn milliseconds(&self) -> i64 {
        let before_march = i64::from(self.month <= 2);
        let year = self.year - before_march;
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * (self.month - 3 + 12 * before_march) + 2) / 5 + self.day - 1;
        let days = era * ERA + 365 * year + year / 4 - year / 100 + day_of_year - TO_1970;
        let seconds = (self.hour * 60 + self.minute) * 60 + self.second;
        days * DAY_MS + seconds * 1000 + self.millisecond
    }

    /// Days since the last Monday.
    pub fn weekday(&self) -> i64 {
        // 1 January 1970 was a Thursday.
        (self.milliseconds().div_euclid(DAY_MS) + 3).rem_euclid(7)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_that_are_none() {
        for (year, month, day) in
            [(2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0)]
        {
            assert_eq!(Civil::date(year, month, day), None, "{year} {month} {day}");
        }
        assert!(Civil::date(2000, 2, 29).is_some() && Civil::date(-4, 2, 29).is_some());
        let midnight = Civil::date(2024, 1, 31).unwrap();
        assert_eq!(Civil { hour: 24, ..midnight }.checked(), None);
        assert_eq!(Civil { minute: 60, ..midnight }.checked(), None);
        assert_eq!(Civil::at(i64::MAX), None);
    }

    proptest! {
        /// jiff is the reference.
        #[test]
        fn clocks_show_what_jiff_says(milliseconds in -377_705_023_201_000_i64..=253_402_207_200_999) {
            let civil = Civil::at(milliseconds).unwrap();
            let other = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(milliseconds).unwrap());
            prop_assert_eq!((civil.year, civil.month, civil.day), (other.year().into(), other.month().into(), other.day().into()));
            prop_assert_eq!((civil.hour, civil.minute, civil.second), (other.hour().into(), other.minute().into(), other.second().into()));
            prop_assert_eq!(civil.weekday(), i64::from(other.weekday().to_monday_zero_offset()));
            prop_assert_eq!(civil.milliseconds(), milliseconds);
        }
    }
}
