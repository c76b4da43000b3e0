//! Units as they stand in files.

/// Units as they stand beside numbers and in rows of units.
pub(super) const UNITS: [&str; 66] = [
    "%",
    "％",
    "‰",
    "€",
    "$",
    "£",
    "¥",
    "￥",
    "元",
    "度",
    "Wh",
    "kWh",
    "MWh",
    "GWh",
    "W",
    "kW",
    "MW",
    "GW",
    "kvar",
    "kvarh",
    "VA",
    "kVA",
    "V",
    "A",
    "Hz",
    "°C",
    "℃",
    "C",
    "°F",
    "F",
    "K",
    "EUR",
    "USD",
    "CHF",
    "GBP",
    "CNY",
    "RMB",
    "kg",
    "g",
    "t",
    "km",
    "m",
    "cm",
    "m²",
    "m2",
    "m³",
    "m3",
    "l",
    "L",
    "h",
    "min",
    "s",
    "km/h",
    "m/s",
    "hPa",
    "Pa",
    "bar",
    "mbar",
    "ppm",
    "g/kWh",
    "EUR/MWh",
    "€/MWh",
    "W/m²",
    "W/m2",
    "千瓦时",
    "千瓦",
];
/// Further ones that are words, and so no units beside numbers.
const UNIT_WORDS: [&str; 10] =
    ["degC", "degF", "deg C", "kWh/h", "ct/kWh", "USD/MWh", "$/MWh", "kg/kWh", "hours", "watts"];

/// Whether a cell is a unit, in brackets or not.
pub(super) fn is_unit(cell: &str) -> bool {
    let bare = cell.trim().trim_start_matches(['[', '(', '（']).trim_end_matches([']', ')', '）']).trim();
    UNITS.iter().chain(&UNIT_WORDS).any(|unit| *unit == bare)
}

/// Whether a cell states the form of a date or a clock, as `TT.MM.JJJJ`, `hh:mm` or `YYYY-MM-DD HH:MM:SS` do.
pub(super) fn is_time_form(cell: &str) -> bool {
    const PARTS: [&str; 8] = ["YYYY", "JJJJ", "AAAA", "YY", "MM", "DD", "TT", "HH"];
    let upper = cell.trim().trim_matches(['[', ']', '(', ')']).to_uppercase();
    let words: Vec<&str> =
        upper.split(['.', ':', '/', '-', ' ', '_']).filter(|word| !word.is_empty()).collect();
    words.len() >= 2
        && words.iter().all(|word| PARTS.contains(word) || matches!(*word, "SS" | "JJ" | "AA" | "NN"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_times_are_no_words() {
        for form in ["TT.MM.JJJJ", "hh:mm", "[YYYY-MM-DD HH:MM:SS]", "dd/mm/yyyy", "JJ/MM/AAAA", "HH:MM"] {
            assert!(is_time_form(form), "{form}");
        }
        for word in ["Datum", "MM", "hh", "kW", "2024-01-01", "", "MM-Profil", "DD ab"] {
            assert!(!is_time_form(word), "{word}");
        }
    }
}
