//! The unit that a column's name states: `power (kW)`, `Energy [kWh]`, `load_kwh`.

/// Endings of names in lower case, and the unit as it is written. Longer endings come first.
const ENDINGS: [(&str, &str); 34] = [
    ("_g_per_kwh", "g/kWh"),
    ("_kg_per_kwh", "kg/kWh"),
    ("_eur_per_mwh", "EUR/MWh"),
    ("_usd_per_kwh", "USD/kWh"),
    ("_eur_mwh", "EUR/MWh"),
    ("_eur_kwh", "EUR/kWh"),
    ("_usd_mwh", "USD/MWh"),
    ("_usd_kwh", "USD/kWh"),
    ("_kg_kwh", "kg/kWh"),
    ("_g_kwh", "g/kWh"),
    ("_kg_m3", "kg/m³"),
    ("_g_km", "g/km"),
    ("_wm2", "W/m²"),
    ("_kvarh", "kvarh"),
    ("_gwh", "GWh"),
    ("_mwh", "MWh"),
    ("_kwh", "kWh"),
    ("_wh", "Wh"),
    ("_gw", "GW"),
    ("_mw", "MW"),
    ("_kw", "kW"),
    ("_w", "W"),
    ("_mpa", "MPa"),
    ("_hpa", "hPa"),
    ("_mbar", "mbar"),
    ("_kmh", "km/h"),
    ("_ppm", "ppm"),
    ("_pct", "%"),
    ("_days", "d"),
    ("_kg", "kg"),
    ("_m2", "m²"),
    ("_c", "°C"),
    ("_m", "m"),
    ("_s", "s"),
];

/// The unit that a name states, if it does.
pub fn unit_of(name: &str) -> Option<&str> {
    let name = name.trim();
    for (open, close) in [('(', ')'), ('[', ']'), ('（', '）')] {
        if let Some((_, unit)) = name.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) {
            let unit = unit.trim();
            return (!unit.is_empty() && unit.chars().count() <= 12).then_some(unit);
        }
    }
    let lower = name.to_ascii_lowercase();
    let joined = lower.replace(' ', "_");
    // A column may be called by its unit alone; a single letter says too little.
    let states = |(ending, unit): &&(&str, &str)| {
        lower.ends_with(ending)
            || ending.len() > 2 && joined.ends_with(ending)
            || name == *unit && unit.chars().nth(1).is_some()
    };
    ENDINGS.iter().find(states).map(|&(_, unit)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_state_a_unit() {
        let cases = [
            ("load_kwh", Some("kWh")),
            ("intensity_g_kwh", Some("g/kWh")),
            ("Electricity [kWh]", Some("kWh")),
            ("用电量（千瓦时）", Some("千瓦时")),
            ("temp_c", Some("°C")),
            ("kWh", Some("kWh")),
            ("m", None),
            ("Load kWh", Some("kWh")),
            ("Vitamin C", None),
            ("rentals", None),
            ("price (per hour or so, roughly)", None),
            ("()", None),
        ];
        for (name, unit) in cases {
            assert_eq!(unit_of(name), unit, "{name}");
        }
    }
}
