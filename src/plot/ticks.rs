//! Where an axis is labelled, and with what.

use crate::data::calendar::Civil;
use crate::i18n::format::fixed;

/// A labelled place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) at: f64,
    pub(super) label: String,
}

/// About `most` ticks at 1, 2 or 5 times a power of ten from `from` to `to`.
pub(super) fn linear(from: f64, to: f64, most: usize, whole: bool) -> Vec<Tick> {
    let span = to - from;
    if !span.is_finite() || span <= 0.0 {
        return vec![Tick { at: from, label: fixed(from, 0) }];
    }
    let mut step = nice_step(span / most.max(1) as f64);
    if whole {
        step = step.max(1.0);
    }
    let decimals = (-step.log10().floor()).clamp(0.0, 12.0) as usize;
    let (first, last) = ((from / step - 1e-9).ceil() as i64, (to / step + 1e-9).floor() as i64);
    (first..=last)
        .map(|index| {
            let at = index as f64 * step;
            Tick { at, label: fixed(at, decimals) }
        })
        .collect()
}

/// The least of 1, 2, 5 times a power of ten that is not below `least`.
pub(super) fn nice_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// Powers of ten; with 2 and 5 times them where there are few; evenly where even those are few.
pub(super) fn logarithmic(from: f64, to: f64, most: usize) -> Vec<Tick> {
    let (low, high) = (from.log10().floor() as i32, to.log10().ceil() as i32);
    let within = |factors: &[f64], every: i32| -> Vec<Tick> {
        (low..=high)
            .filter(|power| power.rem_euclid(every) == 0)
            .flat_map(|power| factors.iter().map(move |factor| (factor, power)))
            .map(|(factor, power)| {
                let at = factor * 10_f64.powi(power);
                Tick { at, label: log_label(*factor, power) }
            })
            .filter(|tick| tick.at >= from * (1.0 - 1e-9) && tick.at <= to * (1.0 + 1e-9))
            .collect()
    };
    for ticks in [within(&[1.0, 2.0, 5.0], 1), within(&[1.0, 3.0], 1)] {
        if (3..=most).contains(&ticks.len()) {
            return ticks;
        }
    }
    for every in 1.. {
        let ticks = within(&[1.0], every);
        if ticks.len() <= most.max(2) {
            return if ticks.len() >= 2 { ticks } else { linear(from, to, most, false) };
        }
    }
    Vec::new()
}

/// `factor`, a single digit, times a power of ten.
fn log_label(factor: f64, power: i32) -> String {
    if (-4..=5).contains(&power) {
        fixed(factor * 10_f64.powi(power), (-power).max(0) as usize)
    } else {
        format!("{}e{power}", fixed(factor, 0)).replace('-', "−")
    }
}

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Steps of a time axis.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Minutes(i64),
    Hours(i64),
    Days(i64),
    Months(i64),
    Years(i64),
}

const STEPS: [Step; 19] = [
    Step::Minutes(1),
    Step::Minutes(5),
    Step::Minutes(15),
    Step::Minutes(30),
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
];

impl Step {
    fn about_ms(self) -> i64 {
        match self {
            Self::Minutes(minutes) => minutes * 60_000,
            Self::Hours(hours) => hours * HOUR_MS,
            Self::Days(days) => days * DAY_MS,
            Self::Months(months) => months * 30 * DAY_MS,
            Self::Years(years) => years * 365 * DAY_MS,
        }
    }
}

/// At most about `most` ticks at whole hours, days, weeks (Mondays), months or years.
pub(super) fn time(from: f64, to: f64, most: usize, chinese: bool) -> Vec<Tick> {
    let (from, to) = (from as i64, to as i64);
    let fits = |step: &Step| (to - from) / step.about_ms() <= most.max(1) as i64;
    let step = STEPS.into_iter().find(fits).unwrap_or(Step::Years(50));
    let places: Vec<i64> = match step {
        Step::Minutes(_) | Step::Hours(_) => every(step.about_ms(), 0, from, to),
        Step::Days(days) if days % 7 == 0 => every(days * DAY_MS, 4 * DAY_MS, from, to),
        Step::Days(days) => every(days * DAY_MS, 0, from, to),
        Step::Months(months) => months_between(months, from, to),
        Step::Years(years) => months_between(12 * years, from, to),
    };
    places
        .into_iter()
        .filter_map(|at| Some(Tick { at: at as f64, label: label(at, step, chinese)? }))
        .collect()
}

/// Multiples of `step` after 1970 (and `offset`: 1970-01-05 was a Monday).
fn every(step: i64, offset: i64, from: i64, to: i64) -> Vec<i64> {
    let first = (from - offset).div_euclid(step) + i64::from((from - offset).rem_euclid(step) != 0);
    (first..).map(|index| index * step + offset).take_while(|&at| at <= to).collect()
}

fn months_between(months: i64, from: i64, to: i64) -> Vec<i64> {
    let Some(start) = Civil::at(from) else { return Vec::new() };
    let first = start.year * 12 + start.month - 1;
    let first = first.div_euclid(months) * months;
    (0..)
        .map_while(|index| {
            let month = first + index * months;
            Some(Civil::date(month.div_euclid(12), month.rem_euclid(12) + 1, 1)?.milliseconds())
        })
        .take_while(|&at| at <= to)
        .filter(|&at| at >= from)
        .collect()
}

const WEEKDAYS: [(&str, &str); 7] = [
    ("Mon", "周一"),
    ("Tue", "周二"),
    ("Wed", "周三"),
    ("Thu", "周四"),
    ("Fri", "周五"),
    ("Sat", "周六"),
    ("Sun", "周日"),
];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn label(at: i64, step: Step, chinese: bool) -> Option<String> {
    let civil = Civil::at(at)?;
    let (month, day) = (civil.month, civil.day);
    let month_name = MONTHS.get(usize::try_from(month).ok()? - 1)?;
    let date = if chinese { format!("{month}月{day}日") } else { format!("{day} {month_name}") };
    let midnight = civil.hour == 0 && civil.minute == 0;
    Some(match step {
        Step::Minutes(_) | Step::Hours(_) if midnight => date,
        Step::Minutes(_) | Step::Hours(_) => format!("{:02}:{:02}", civil.hour, civil.minute),
        Step::Days(1) => {
            let weekday = usize::try_from(civil.weekday()).ok()?;
            let (english, chinese_name) = WEEKDAYS.get(weekday)?;
            if chinese { format!("{chinese_name} {day}日") } else { format!("{english} {day}") }
        }
        Step::Days(_) => date,
        Step::Months(_) if month == 1 => year(civil.year, chinese),
        Step::Months(_) if chinese => format!("{month}月"),
        Step::Months(_) => (*month_name).to_owned(),
        Step::Years(_) => year(civil.year, chinese),
    })
}

fn year(year: i64, chinese: bool) -> String {
    if chinese { format!("{year}年") } else { year.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn even_ticks_are_one_two_or_five() {
        assert_eq!(labels(&linear(0.0, 100.0, 5, false)), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(&linear(0.0, 1.0, 5, false)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&linear(-3.2, 2.9, 4, false)), ["−2", "0", "2"]);
        assert_eq!(labels(&linear(0.0, 3.0, 10, true)), ["0", "1", "2", "3"]);
        assert_eq!(labels(&linear(0.0, 12_000.0, 3, false)), ["0", "5\u{202f}000", "10\u{202f}000"]);
    }

    #[test]
    fn logarithmic_ticks_fit() {
        assert_eq!(labels(&logarithmic(0.01, 1.0, 5)), ["0.01", "0.03", "0.1", "0.3", "1"]);
        assert_eq!(labels(&logarithmic(0.08, 0.9, 6)), ["0.1", "0.2", "0.5"]);
        assert_eq!(labels(&logarithmic(1e-8, 10.0, 5)), ["1e−8", "1e−6", "0.0001", "0.01", "1"]);
        assert_eq!(labels(&logarithmic(0.31, 0.36, 5)), ["0.31", "0.32", "0.33", "0.34", "0.35", "0.36"]);
    }

    /// 2017-05-21T09:00 = 1495357200 (date -u); 22 May 2017 was a Monday.
    #[test]
    fn times_are_labelled_at_steps_of_the_calendar() {
        let from = 1_495_357_200_000.0;
        let day = DAY_MS as f64;
        assert_eq!(labels(&time(from, from + 3.0 * day, 4, false)), ["Mon 22", "Tue 23", "Wed 24"]);
        assert_eq!(labels(&time(from, from + 3.0 * day, 4, true)), ["周一 22日", "周二 23日", "周三 24日"]);
        assert_eq!(
            labels(&time(from, from + 0.5 * day, 4, false)),
            ["09:00", "12:00", "15:00", "18:00", "21:00"]
        );
        assert_eq!(labels(&time(from, from + 70.0 * day, 3, false)), ["Jun", "Jul"]);
        assert_eq!(labels(&time(from, from + 800.0 * day, 4, false)), ["Jul", "2018", "Jul", "2019", "Jul"]);
        assert_eq!(labels(&time(from, from + 30.0 * day, 6, false))[0], "22 May");
    }
}
