//! What electricity costs by the hour, where no column says it: a table of hours, kinds of day and months, as utilities
//! publish them (peak, flat, valley).

use serde::{Deserialize, Serialize};

use crate::data::CalendarPart;

/// The days that a line of a tariff is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Days {
    /// All.
    #[default]
    All,
    /// Monday to Friday.
    Workdays,
    /// Saturday and Sunday.
    Weekends,
}

/// A line of a tariff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// The first hour of the day, from 0.
    pub from_h: u8,
    /// The hour in which it ends, up to 24; less than the first where it runs over midnight.
    pub to_h: u8,
    /// Its days.
    pub days: Days,
    /// The first and the last month, from 1 to 12; the first may be the later one.
    pub months: (u8, u8),
    /// The price, in the tariff's currency per kWh.
    pub price: f64,
}

/// A tariff. Of several lines that are for an hour the first holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tariff {
    /// The currency, as a person wrote it.
    pub currency: String,
    /// Its lines.
    pub periods: Vec<Period>,
    /// The price of an hour that is in no line.
    pub otherwise: f64,
}

impl Period {
    fn holds(&self, milliseconds: i64) -> bool {
        let hour = (milliseconds.rem_euclid(86_400_000) / 3_600_000) as u8;
        let within = |first: u8, last: u8, value: u8| {
            if first <= last { first <= value && value <= last } else { first <= value || value <= last }
        };
        let in_hours = if self.from_h < self.to_h {
            self.from_h <= hour && hour < self.to_h
        } else {
            self.from_h <= hour || hour < self.to_h
        };
        let weekend = CalendarPart::weekday(milliseconds) >= 5;
        let on_day = match self.days {
            Days::All => true,
            Days::Workdays => !weekend,
            Days::Weekends => weekend,
        };
        let month = CalendarPart::month(milliseconds) as u8 + 1;
        in_hours && on_day && within(self.months.0, self.months.1, month)
    }
}

impl Tariff {
    /// The price at a time in ms since 1970 on the tariff's clock, in its currency per kWh.
    pub fn at(&self, milliseconds: i64) -> f64 {
        self.periods
            .iter()
            .find(|period| period.holds(milliseconds))
            .map_or(self.otherwise, |period| period.price)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand and by a calendar: 2024-07-01 was a Monday, 2024-07-06 a Saturday, 2024-01-01 a Monday.
    #[test]
    fn the_first_line_that_is_for_an_hour_holds() {
        const HOUR: i64 = 3_600_000;
        let (monday, saturday, january) = (1_719_792_000_000, 1_720_224_000_000, 1_704_067_200_000);
        let tariff = Tariff {
            currency: "CNY".to_owned(),
            periods: vec![
                Period { from_h: 17, to_h: 21, days: Days::Workdays, months: (6, 9), price: 1.2 },
                Period { from_h: 23, to_h: 7, days: Days::All, months: (1, 12), price: 0.3 },
                Period { from_h: 8, to_h: 24, days: Days::Weekends, months: (11, 7), price: 0.5 },
            ],
            otherwise: 0.7,
        };
        let at = |day: i64, hour: i64| tariff.at(day + hour * HOUR);
        assert_eq!([at(monday, 16), at(monday, 17), at(monday, 20), at(monday, 21)], [0.7, 1.2, 1.2, 0.7]);
        assert_eq!([at(monday, 23), at(monday, 0), at(monday, 6), at(monday, 7)], [0.3, 0.3, 0.3, 0.7]);
        assert_eq!([at(saturday, 18), at(saturday, 23)], [0.5, 0.3]);
        assert_eq!(at(january, 18), 0.7);
    }
}
