//! What becomes of a column's values when several intervals are made one: kWh are summed, kW averaged.

use crate::data::{Column, Issue, IssueKind, Measure, ReadChoices, unit_of};

/// Units of what adds up over time.
const AMOUNTS: [&str; 27] = [
    "wh",
    "kwh",
    "mwh",
    "gwh",
    "twh",
    "vah",
    "kvah",
    "varh",
    "kvarh",
    "j",
    "kj",
    "mj",
    "gj",
    "btu",
    "therm",
    "ah",
    "mm",
    "l",
    "m³",
    "m3",
    "km",
    "kg",
    "t",
    "千瓦时",
    "度",
    "万千瓦时",
    "毫米",
];
/// Words in the names of what adds up, for columns that state no unit.
const AMOUNT_WORDS: [&str; 20] = [
    "energy",
    "consumption",
    "verbrauch",
    "energie",
    "rain",
    "rainfall",
    "precipitation",
    "precip",
    "niederschlag",
    "rentals",
    "rides",
    "trips",
    "sessions",
    "count",
    "anzahl",
    "用电量",
    "电量",
    "能耗",
    "降水",
    "降雨",
];

/// Whether a column's values add up over time, as kWh do and kW do not.
fn adds_up(name: &str, unit: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    match unit.or_else(|| unit_of(name)) {
        Some(unit) => AMOUNTS.contains(&unit.to_lowercase().as_str()),
        None => AMOUNT_WORDS.iter().any(|word| {
            if word.is_ascii() {
                lower.split(|letter: char| !letter.is_alphanumeric()).any(|own| own == *word)
            } else {
                lower.contains(word)
            }
        }),
    }
}

/// What becomes of a column's values when several intervals are made one.
pub(super) fn measure(column: &Column, issues: &[Issue], choices: &ReadChoices) -> Measure {
    let chosen = choices.measures.iter().find(|(name, _)| *name == column.name);
    let is_total = issues.iter().any(|issue| {
        matches!(issue.kind, IssueKind::CounterLike | IssueKind::CounterLikeWithDrops)
            && issue.column.as_ref() == Some(&column.name)
    });
    match chosen {
        Some(&(_, measure)) => measure,
        None if is_total => Measure::State,
        None if adds_up(&column.name, column.unit.as_deref()) => Measure::Amount,
        None => Measure::Rate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_adds_up_and_power_does_not() {
        for (name, unit) in [
            ("load_kwh", None),
            ("Bezug", Some("kWh")),
            ("rain (mm)", None),
            ("用电量", None),
            ("rides", None),
        ] {
            assert!(adds_up(name, unit), "{name}");
        }
        for (name, unit) in [
            ("load_kw", None),
            ("Leistung", Some("MW")),
            ("price_eur_mwh", None),
            ("intensity_g_kwh", None),
            ("temp_c", None),
        ] {
            assert!(!adds_up(name, unit), "{name}");
        }
    }
}
