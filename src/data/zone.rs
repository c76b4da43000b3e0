//! Clocks: which offset from UTC a table's times have, and where they are set for daylight saving.

use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use super::{Region, Zone};

impl Region {
    /// All of them. Where several explain what was seen, the first is taken.
    pub const ALL: [Self; 5] =
        [Self::CentralEurope, Self::WesternEurope, Self::EasternEurope, Self::NorthAmerica, Self::Australia];

    /// The days on which clocks are set, as POSIX writes them.
    fn days(self) -> &'static str {
        match self {
            Self::CentralEurope => "M3.5.0,M10.5.0/3",
            Self::WesternEurope => "M3.5.0/1,M10.5.0",
            Self::EasternEurope => "M3.5.0/3,M10.5.0/4",
            Self::NorthAmerica => "M3.2.0,M11.1.0",
            Self::Australia => "M10.1.0,M4.1.0/3",
        }
    }

    /// The zone of most people there. In North America and Australia clocks of several offsets are set at the same hour
    /// of their own.
    pub fn usual_zone(self) -> Zone {
        let minutes = match self {
            Self::CentralEurope => 60,
            Self::WesternEurope => 0,
            Self::EasternEurope => 120,
            Self::NorthAmerica => -300,
            Self::Australia => 600,
        };
        Zone::Local { region: self, minutes }
    }
}

/// The point of time that a time of a clock is; of one that occurs twice, whether it is the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// What the clock shows, in milliseconds since it showed 1970-01-01T00:00:00.
    pub clock: i64,
    /// Whether the clock shows this for the second time, after it was set back.
    pub again: bool,
}

/// A clock that can be asked.
pub struct Clock(TimeZone);

impl Clock {
    /// The clock of a zone.
    pub fn new(zone: Zone) -> Self {
        let (minutes, rule) = match zone {
            Zone::Utc | Zone::Unstated => (0, None),
            Zone::Fixed { minutes } => (minutes, None),
            Zone::Local { region, minutes } => (minutes, Some(region.days())),
        };
        let fixed = || {
            let offset = Offset::from_seconds(i32::from(minutes) * 60).unwrap_or(Offset::UTC);
            TimeZone::fixed(offset)
        };
        let Some(rule) = rule else { return Self(fixed()) };
        // POSIX counts offsets to the west.
        let (sign, size) = (if minutes > 0 { "-" } else { "" }, minutes.unsigned_abs());
        let text = format!("STD{sign}{}:{:02}DST,{rule}", size / 60, size % 60);
        Self(TimeZone::posix(&text).unwrap_or_else(|_| fixed()))
    }

    fn offset(&self, clock: i64) -> Option<AmbiguousOffset> {
        let civil = TimeZone::UTC.to_datetime(Timestamp::from_millisecond(clock).ok()?);
        Some(self.0.to_ambiguous_timestamp(civil).offset())
    }

    /// Whether the clock shows this twice.
    pub fn shows_twice(&self, clock: i64) -> bool {
        matches!(self.offset(clock), Some(AmbiguousOffset::Fold { .. }))
    }

    /// Whether the clock never shows this.
    pub fn skips(&self, clock: i64) -> bool {
        matches!(self.offset(clock), Some(AmbiguousOffset::Gap { .. }))
    }

    /// Milliseconds since 1970 in UTC. Times that the clock skips are read as if it had not been set yet.
    pub fn to_utc(&self, moment: Moment) -> i64 {
        let offset = match self.offset(moment.clock) {
            Some(AmbiguousOffset::Unambiguous { offset }) => offset,
            Some(AmbiguousOffset::Fold { before, after }) => {
                if moment.again {
                    after
                } else {
                    before
                }
            }
            Some(AmbiguousOffset::Gap { before, .. }) => before,
            None => Offset::UTC,
        };
        moment.clock - i64::from(offset.seconds()) * 1000
    }

    /// What the clock shows at a time in milliseconds since 1970 in UTC.
    pub fn show(&self, utc: i64) -> Moment {
        let Ok(timestamp) = Timestamp::from_millisecond(utc) else {
            return Moment { clock: utc, again: false };
        };
        let offset = self.0.to_offset(timestamp);
        let clock = utc + i64::from(offset.seconds()) * 1000;
        let again = match self.offset(clock) {
            Some(AmbiguousOffset::Fold { after, .. }) => offset == after,
            _ => false,
        };
        Moment { clock, again }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::column::iso_milliseconds;

    /// Central Europe set its clocks on 31 March 2024 and 27 October 2024, both at 1:00 UTC.
    #[test]
    fn clocks_of_central_europe() {
        let clock = Clock::new(Region::CentralEurope.usual_zone());
        let at = |text| iso_milliseconds(text).unwrap();
        let cases = [
            ("2024-01-15T12:00", "2024-01-15T13:00", false),
            ("2024-07-15T12:00", "2024-07-15T14:00", false),
            ("2024-03-31T00:59", "2024-03-31T01:59", false),
            ("2024-03-31T01:00", "2024-03-31T03:00", false),
            ("2024-10-27T00:30", "2024-10-27T02:30", false),
            ("2024-10-27T01:30", "2024-10-27T02:30", true),
        ];
        for (utc, shown, again) in cases {
            let moment = Moment { clock: at(shown), again };
            assert_eq!(clock.show(at(utc)), moment, "{utc}");
            assert_eq!(clock.to_utc(moment), at(utc), "{shown}");
        }
        assert!(clock.skips(at("2024-03-31T02:30")) && clock.shows_twice(at("2024-10-27T02:00")));
    }

    #[test]
    fn clocks_west_of_greenwich_and_fixed_ones() {
        let at = |text| iso_milliseconds(text).unwrap();
        let chicago = Clock::new(Zone::Local { region: Region::NorthAmerica, minutes: -360 });
        assert_eq!(chicago.show(at("2024-07-04T17:00")).clock, at("2024-07-04T12:00"));
        assert_eq!(chicago.show(at("2024-12-04T18:00")).clock, at("2024-12-04T12:00"));
        let india = Clock::new(Zone::Fixed { minutes: 330 });
        assert_eq!(india.show(at("2024-07-04T00:00")).clock, at("2024-07-04T05:30"));
    }
}
