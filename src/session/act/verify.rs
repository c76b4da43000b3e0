//! A saving measured in a table: days before a measure, days after it, and what drives their energy.

use std::collections::BTreeMap;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::data::{CalendarPart, Span, Table, TimeAxis, Values};
use crate::evaluation::{Period, VerifiedSaving, cooling_degrees, heating_degrees, verify_saving};
use crate::plan::kw_factor;

/// How sure the uncertainty is, as is usual for savings.
const LEVEL: f64 = 0.9;

/// What is to be verified.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerifyWish {
    /// The times.
    pub time: String,
    /// The energy or power that was used.
    pub energy: String,
    /// The outside temperature in °C, where there is one.
    pub temperature: Option<String>,
    /// Heating is needed below the first and cooling above the second.
    pub bases_c: (f64, f64),
    /// Whether weekends use other than workdays.
    pub weekends: bool,
    /// When the measure was taken, in ms since 1970: days before it, and from it on.
    pub from: i64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verified {
    /// What was asked.
    pub wish: VerifyWish,
    /// Complete days before and after.
    pub days: (u32, u32),
    /// The drivers, in the order of the slopes.
    pub drivers: Vec<Driver>,
    /// The saving; `None` where the days do not allow it.
    pub saving: Option<VerifiedSaving>,
}

/// What drives the energy of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Driver {
    /// Heating degrees.
    Heating,
    /// Cooling degrees.
    Cooling,
    /// 1 on Saturday and Sunday.
    Weekend,
}

/// Verifies. `None` for columns that are not there, and times without a step.
pub(super) fn verify(table: &Table, wish: &VerifyWish) -> Option<Verified> {
    let axis = TimeAxis::new(table, &wish.time)?;
    let day_ms = Span::DAY.milliseconds();
    let step = axis.grid.step.milliseconds();
    if step <= 0 || day_ms % step != 0 {
        return None;
    }
    let dt_h = step as f64 / 3.6e6;
    let numbers = |name: &String| match table.column(name).map(|column| &column.values) {
        Some(Values::Number(values)) => Some(values),
        _ => None,
    };
    let energy = numbers(&wish.energy)?;
    let unit = table
        .column(&wish.energy)
        .and_then(|column| column.unit.clone())
        .or_else(|| crate::data::unit_of(&wish.energy).map(str::to_owned));
    let kwh = kw_factor(unit.as_deref(), dt_h)? * dt_h;
    let temperature = match &wish.temperature {
        Some(name) => Some(numbers(name)?),
        None => None,
    };
    // Of each day: steps with all values, energy, and the sum of the temperatures.
    let mut days: BTreeMap<i64, (i64, f64, f64)> = BTreeMap::new();
    for (row, at) in axis.times.iter().enumerate() {
        let Some(at) = at else { continue };
        let warm = temperature.map_or(0.0, |values| values[row]);
        if energy[row].is_finite() && warm.is_finite() {
            let day = days.entry(at.div_euclid(day_ms)).or_default();
            *day = (day.0 + 1, day.1 + energy[row] * kwh, day.2 + warm);
        }
    }
    let complete: Vec<(i64, f64, f64)> = days
        .into_iter()
        .filter(|(_, (steps, _, _))| steps * step == day_ms)
        .map(|(day, (steps, energy, warm))| (day * day_ms, energy, warm / steps as f64))
        .collect();
    let (before, after): (Vec<_>, Vec<_>) = complete.into_iter().partition(|(at, _, _)| *at < wish.from);
    // A driver that does not vary before says nothing, and would make the line impossible.
    let all = [Driver::Heating, Driver::Cooling, Driver::Weekend];
    let there = all.into_iter().filter(|driver| match driver {
        Driver::Heating | Driver::Cooling => wish.temperature.is_some(),
        Driver::Weekend => wish.weekends,
    });
    let drivers: Vec<Driver> = there
        .filter(|driver| {
            let values = driver.values(&before, wish);
            values.iter().any(|value| *value != values[0])
        })
        .collect();
    let matrix = |days: &[(i64, f64, f64)]| {
        let columns: Vec<Vec<f64>> = drivers.iter().map(|driver| driver.values(days, wish)).collect();
        Array2::from_shape_fn((days.len(), columns.len()), |(row, column)| columns[column][row])
    };
    let used = |days: &[(i64, f64, f64)]| days.iter().map(|day| day.1).collect::<Vec<f64>>();
    let (x, y, x_after, y_after) = (matrix(&before), used(&before), matrix(&after), used(&after));
    let saving = verify_saving(
        Period { drivers: x.view(), energy_kwh: &y },
        Period { drivers: x_after.view(), energy_kwh: &y_after },
        LEVEL,
    );
    Some(Verified { wish: wish.clone(), days: (before.len() as u32, after.len() as u32), drivers, saving })
}

impl Driver {
    fn values(self, days: &[(i64, f64, f64)], wish: &VerifyWish) -> Vec<f64> {
        let warm: Vec<f64> = days.iter().map(|day| day.2).collect();
        match self {
            Self::Heating => heating_degrees(&warm, wish.bases_c.0),
            Self::Cooling => cooling_degrees(&warm, wish.bases_c.1),
            Self::Weekend => {
                let is = |at: i64| f64::from(u8::from(CalendarPart::weekday(at) >= 5));
                days.iter().map(|day| is(day.0)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read_plain;

    /// By hand: a day uses 24 + 2 kWh per heating degree below 18 °C; from the 11th day on, 6 kWh less.
    #[test]
    fn a_saving_that_was_made_is_found() {
        let mut text = "time,use_kwh,temp_c\n".to_owned();
        for day in 0..20 {
            let warm = 5.0 + f64::from(day % 7);
            let kwh = 24.0 + 2.0 * (18.0 - warm) - if day >= 10 { 6.0 } else { 0.0 };
            for hour in 0..24 {
                text += &format!("2024-01-{:02}T{hour:02}:00,{},{warm}\n", day + 1, kwh / 24.0);
            }
        }
        let table = read_plain(&text);
        let wish = VerifyWish {
            time: "time".to_owned(),
            energy: "use_kwh".to_owned(),
            temperature: Some("temp_c".to_owned()),
            bases_c: (18.0, 22.0),
            weekends: false,
            from: 1_704_931_200_000,
        };
        let found = verify(&table, &wish).unwrap();
        assert_eq!((found.days, &found.drivers[..]), ((10, 10), &[Driver::Heating][..]));
        let saving = found.saving.unwrap();
        assert!((saving.saving_kwh - 60.0).abs() < 1e-6, "{saving:?}");
        assert!((saving.slopes[0] - 2.0).abs() < 1e-9 && (saving.intercept_kwh - 24.0).abs() < 1e-6);
    }
}
