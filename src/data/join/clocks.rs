//! Which clock each table's times are on, and all times on the first one's clock.

use std::collections::HashSet;

use crate::data::zone::{Clock, Moment};
use crate::data::{IssueKind, Parsed, Region, Values, Zone, ZoneReason};

/// A table's times as they stand.
pub(super) struct Times {
    /// The column's place in the table.
    pub(super) column: usize,
    /// What each row's clock shows.
    pub(super) shown: Vec<Option<i64>>,
    /// Why and which zone, as far as the table itself says.
    stated: Option<(Zone, ZoneReason)>,
}

impl Times {
    /// The times of a table, if it has any.
    pub(super) fn of(parsed: &Parsed, chosen: Option<Zone>) -> Option<Self> {
        let name = &parsed.table.time_column()?.name;
        let column = parsed.table.columns.iter().position(|column| column.name == *name)?;
        let Values::Datetime { milliseconds, utc } = &parsed.table.columns[column].values else {
            return None;
        };
        let region = parsed.issues.iter().find_map(|issue| match issue.kind {
            IssueKind::DaylightSaving { region, .. } if issue.column.as_ref() == Some(name) => Some(region),
            _ => None,
        });
        let stated = if *utc {
            Some((Zone::Utc, ZoneReason::Offsets))
        } else if let Some(zone) = chosen {
            Some((zone, ZoneReason::Chosen))
        } else if let Some(region) = region {
            Some((region.usual_zone(), ZoneReason::Changes))
        } else {
            zone_in_name(name).map(|zone| (without_changes(zone, milliseconds), ZoneReason::Name))
        };
        Some(Self { column, shown: milliseconds.clone(), stated })
    }

    /// The times on their own clock, or on `other`. Of times that a clock shows twice, the one that comes second in the
    /// order of time is the second.
    pub(super) fn moments(&self, zone: Zone, other: Option<&Clock>) -> Vec<Option<Moment>> {
        let clock = Clock::new(zone);
        let set = matches!(zone, Zone::Local { .. });
        let ends = |mut times: Box<dyn Iterator<Item = &Option<i64>> + '_>| times.find_map(|time| *time);
        let backwards = ends(Box::new(self.shown.iter())) > ends(Box::new(self.shown.iter().rev()));
        let mut seen = HashSet::new();
        let mut moment = |shown: &Option<i64>| {
            let shown = (*shown)?;
            // A time that comes once is the first: nothing says otherwise.
            let repeated = set && clock.shows_twice(shown) && !seen.insert(shown);
            let own = Moment { clock: shown, again: repeated };
            Some(other.map_or(own, |other| other.show(clock.to_utc(own))))
        };
        if !backwards {
            return self.shown.iter().map(moment).collect();
        }
        let mut moments: Vec<Option<Moment>> = self.shown.iter().rev().map(&mut moment).collect();
        moments.reverse();
        moments
    }
}

/// The zone of each table: what it states, else that of the first one that states any.
pub(super) fn zones(all: &[Times]) -> Vec<(Zone, ZoneReason)> {
    let stated = |times: &Times| times.stated.filter(|(zone, _)| *zone != Zone::Unstated);
    let known = all.iter().find_map(stated).map(|(zone, _)| zone);
    let zone = |times: &Times| match (times.stated, known) {
        // A person says that it is the same as the others'.
        (Some((Zone::Unstated, reason)), _) => (known.unwrap_or(Zone::Unstated), reason),
        (Some(stated), _) => stated,
        (None, None) => (Zone::Unstated, ZoneReason::Assumed),
        (None, Some(other)) => {
            let zone = without_changes(other, &times.shown);
            (zone, if zone == other { ZoneReason::Assumed } else { ZoneReason::NoChanges })
        }
    };
    all.iter().map(zone).collect()
}

/// The same offset all year, where times go straight through the hours that the zone's clock skips.
fn without_changes(zone: Zone, shown: &[Option<i64>]) -> Zone {
    let Zone::Local { minutes, .. } = zone else { return zone };
    let clock = Clock::new(zone);
    if shown.iter().flatten().any(|&shown| clock.skips(shown)) { Zone::Fixed { minutes } } else { zone }
}

/// The zone that a column's name states, as in `time (UTC)`, `Zeit MEZ`, `timestamp_utc`, `local time (UTC+8)`.
fn zone_in_name(name: &str) -> Option<Zone> {
    let lower = name.to_lowercase();
    if lower.contains("北京时间") {
        return Some(Zone::Fixed { minutes: 480 });
    }
    if let Some(at) = lower.find("utc").or_else(|| lower.find("gmt")) {
        let rest = lower[at + 3..].trim_start();
        let east = match rest.chars().next() {
            Some('+') => 1,
            Some('-' | '−') => -1,
            _ => return Some(Zone::Utc),
        };
        let digits: Vec<i16> = rest
            .trim_start_matches(['+', '-', '−'])
            .split(|letter: char| !letter.is_ascii_digit())
            .map_while(|part| part.parse().ok())
            .collect();
        let minutes = match digits[..] {
            [hours @ 0..=14] => hours * 60,
            [hours @ 0..=14, minutes @ 0..=59, ..] => hours * 60 + minutes,
            [packed @ 100..=1400] => packed / 100 * 60 + packed % 100,
            _ => return None,
        };
        return Some(if minutes == 0 { Zone::Utc } else { Zone::Fixed { minutes: east * minutes } });
    }
    let words = [
        ("cest", Region::CentralEurope.usual_zone()),
        ("cet", Region::CentralEurope.usual_zone()),
        ("mesz", Region::CentralEurope.usual_zone()),
        ("mez", Region::CentralEurope.usual_zone()),
        ("bst", Region::WesternEurope.usual_zone()),
        ("eet", Region::EasternEurope.usual_zone()),
        ("eest", Region::EasternEurope.usual_zone()),
        ("est", Region::NorthAmerica.usual_zone()),
        ("edt", Region::NorthAmerica.usual_zone()),
        ("pst", Zone::Local { region: Region::NorthAmerica, minutes: -480 }),
        ("pdt", Zone::Local { region: Region::NorthAmerica, minutes: -480 }),
        ("aest", Region::Australia.usual_zone()),
        ("aedt", Region::Australia.usual_zone()),
    ];
    let is_word = |word: &str| lower.split(|letter: char| !letter.is_alphanumeric()).any(|own| own == word);
    words.into_iter().find(|(word, _)| is_word(word)).map(|(_, zone)| zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_in_names() {
        let cases = [
            ("time (UTC)", Some(Zone::Utc)),
            ("timestamp_utc", Some(Zone::Utc)),
            ("local time (UTC+8)", Some(Zone::Fixed { minutes: 480 })),
            ("UTC+05:30", Some(Zone::Fixed { minutes: 330 })),
            ("GMT-0330", Some(Zone::Fixed { minutes: -210 })),
            ("Zeit MEZ", Some(Region::CentralEurope.usual_zone())),
            ("北京时间", Some(Zone::Fixed { minutes: 480 })),
            ("timestamp", None),
            ("latest", None),
        ];
        for (name, zone) in cases {
            assert_eq!(zone_in_name(name), zone, "{name}");
        }
    }
}
