//! Units of columns as a plan needs them: kW, g/kWh, and a currency per kWh.

/// kg in a pound (by definition, 1959).
const KG_PER_LB: f64 = 0.453_592_37;

fn plain(unit: &str) -> String {
    unit.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// What turns a column's values into kW: an energy of each step of `dt_h` hours, or a power. A column without a unit is
/// taken to be in kW; `None` for a unit that is neither energy nor power.
pub fn kw_factor(unit: Option<&str>, dt_h: f64) -> Option<f64> {
    let Some(unit) = unit else { return Some(1.0) };
    Some(match plain(unit).as_str() {
        "w" => 1e-3,
        "kw" | "千瓦" => 1.0,
        "mw" | "兆瓦" => 1e3,
        "gw" => 1e6,
        "wh" => 1e-3 / dt_h,
        "kwh" | "千瓦时" | "度" => 1.0 / dt_h,
        "mwh" | "兆瓦时" => 1e3 / dt_h,
        "gwh" => 1e6 / dt_h,
        _ => return None,
    })
}

/// What turns a column's values into g/kWh: of g, kg, t or lb (of CO₂, of CO₂e) per kWh or MWh. A column without a unit is
/// taken to be in g/kWh; `None` for another unit.
pub fn g_per_kwh_factor(unit: Option<&str>) -> Option<f64> {
    let Some(unit) = unit else { return Some(1.0) };
    let unit = plain(unit);
    let (mass, energy) = unit.split_once('/').or_else(|| unit.split_once("per"))?;
    let grams = match mass.split("co").next()? {
        "g" => 1.0,
        "kg" => 1e3,
        "t" => 1e6,
        "lb" | "lbs" => 1e3 * KG_PER_LB,
        _ => return None,
    };
    Some(grams * per_kwh(energy)?)
}

/// What turns a column's values into its currency per kWh, with the currency as it is written. A column without a unit is
/// taken to be per kWh, in no currency; `None` for another unit.
pub fn price_factor(unit: Option<&str>) -> Option<(f64, String)> {
    let Some(unit) = unit else { return Some((1.0, String::new())) };
    let (currency, energy) = unit.split_once('/')?;
    Some((per_kwh(&plain(energy))?, currency.trim().to_owned()))
}

fn per_kwh(energy: &str) -> Option<f64> {
    match energy {
        "kwh" | "千瓦时" => Some(1.0),
        "mwh" | "兆瓦时" => Some(1e-3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 1000 lb/MWh are 453.59237 kg/MWh, as many g/kWh.
    #[test]
    fn units_as_columns_state_them() {
        assert_eq!(kw_factor(Some("kWh"), 0.25), Some(4.0));
        assert_eq!(kw_factor(Some("MW"), 0.25), Some(1000.0));
        assert_eq!(kw_factor(Some("°C"), 1.0), None);
        for (unit, expected) in [
            (Some("g/kWh"), 1.0),
            (Some("kgCO2/kWh"), 1000.0),
            (Some("kg/MWh"), 1.0),
            (Some("t CO2e / MWh"), 1000.0),
            (Some("lb/MWh"), 0.453_592_37),
            (None, 1.0),
        ] {
            let found = g_per_kwh_factor(unit).unwrap();
            assert!((found - expected).abs() < 1e-12 * expected, "{unit:?} {found}");
        }
        assert_eq!(g_per_kwh_factor(Some("km/h")), None);
        assert_eq!(price_factor(Some("EUR/MWh")), Some((1e-3, "EUR".to_owned())));
        assert_eq!(price_factor(Some("USD/kWh")), Some((1.0, "USD".to_owned())));
    }
}
