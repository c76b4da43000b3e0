//! Several files joined by their times. Expected values are worked out by hand beside each case.

use std::fmt::Write as _;

use greengrad::data::{
    IssueKind, JoinedFile, Measure, Parsed, Part, ReadChoices, ReadError, Region, Values, Zone, ZoneReason,
    join,
};

use crate::support::read;

fn part(name: &str, text: &str) -> Part {
    Part { name: name.to_owned(), parsed: read(text.as_bytes()).unwrap(), choices: ReadChoices::default() }
}

fn joined(texts: &[&str], keep_step: bool) -> (Parsed, Vec<JoinedFile>) {
    let parts = texts.iter().enumerate().map(|(index, text)| part(&format!("file{index}.csv"), text));
    join(parts.collect(), keep_step).unwrap()
}

fn numbers<'a>(parsed: &'a Parsed, column: &str) -> &'a [f64] {
    parsed.table.column(column).unwrap_or_else(|| panic!("no column {column}")).numbers().unwrap()
}

/// Rows of `step` minutes from a time (in minutes since the beginning of 2024-01-01), with a value each.
fn rows(header: &str, first: usize, step: usize, values: &[f64]) -> String {
    let mut text = format!("{header}\n");
    for (index, value) in values.iter().enumerate() {
        let at = first + index * step;
        let (day, hour, minute) = (1 + at / 1440, at / 60 % 24, at % 60);
        writeln!(text, "2024-01-{day:02} {hour:02}:{minute:02},{value}").unwrap();
    }
    text
}

fn counting(count: usize) -> Vec<f64> {
    (0..count).map(|value| value as f64).collect()
}

fn has(parsed: &Parsed, found: impl Fn(&IssueKind) -> bool) -> bool {
    parsed.issues.iter().any(|issue| found(&issue.kind))
}

#[test]
fn equal_steps_meet_row_by_row_and_rows_without_a_partner_are_counted() {
    let meter = rows("time,load_kwh", 0, 60, &counting(48));
    // Begins two hours later and ends three hours later.
    let weather = rows("zeit,temp_c", 120, 60, &counting(49));
    let (parsed, files) = joined(&[&meter, &weather], false);
    assert_eq!(parsed.table.rows(), 48);
    let temperatures = numbers(&parsed, "temp_c");
    assert!(temperatures[0].is_nan() && temperatures[1].is_nan());
    assert_eq!((temperatures[2], temperatures[47]), (0.0, 45.0));
    let without = parsed
        .issues
        .iter()
        .find(|issue| matches!(&issue.kind, IssueKind::RowsWithoutPartner { file } if file == "file1.csv"))
        .unwrap();
    assert_eq!((without.count, without.lines.as_slice()), (2, [2, 3].as_slice()));
    let over = parsed.issues.iter().find(|issue| matches!(issue.kind, IssueKind::RowsLeftOver)).unwrap();
    assert_eq!((over.count, over.file.as_deref()), (3, Some("file1.csv")));
    assert_eq!((files[1].rows, files[1].partners), (49, 46));
}

#[test]
fn the_shorter_step_is_brought_to_the_longer_one_energy_summed_and_power_averaged() {
    // Quarters of an hour: 0, 1, 2, 3 | 4, 5, 6, 7 | …; sums 6, 22, …; means 1.5, 5.5, …
    let mut meter = "time,energy_kwh,power_kw\n".to_owned();
    for index in 0..96 {
        writeln!(meter, "2024-01-01 {:02}:{:02},{index},{index}", index / 4, index % 4 * 15).unwrap();
    }
    let price = rows("time,price_eur_mwh", 0, 60, &counting(24));
    let (parsed, files) = joined(&[&meter, &price], false);
    assert_eq!(parsed.table.rows(), 24);
    assert_eq!(numbers(&parsed, "energy_kwh")[..2], [6.0, 22.0]);
    assert_eq!(numbers(&parsed, "power_kw")[..2], [1.5, 5.5]);
    assert_eq!(numbers(&parsed, "price_eur_mwh")[..3], [0.0, 1.0, 2.0]);
    assert_eq!(parsed.table.column("time").unwrap().text(1), "2024-01-01T01:00:00");
    // The first line of each hour's quarters.
    assert_eq!(parsed.table.lines[..2], [2, 6]);
    assert!(has(
        &parsed,
        |kind| matches!(kind, IssueKind::StepChanged { from: 900, to: 3600, summed, averaged }
        if *summed == ["energy_kwh"] && *averaged == ["power_kw"])
    ));
    assert!(files[0].resampled && !files[1].resampled);
    // The other way about: the finer file is joined to the hourly one.
    let (parsed, _) = joined(&[&price, &meter], false);
    assert_eq!(parsed.table.rows(), 24);
    assert_eq!(numbers(&parsed, "energy_kwh")[23], 92.0 + 93.0 + 94.0 + 95.0);
    assert_eq!(numbers(&parsed, "power_kw")[23], 93.5);
}

#[test]
fn an_interval_of_which_a_part_is_missing_has_no_sum() {
    let mut meter = String::from("time,energy_kwh,power_kw\n");
    for index in 0..96 {
        // 01:00 lacks one quarter, 02:00 lacks three.
        if index == 5 || (9..12).contains(&index) {
            continue;
        }
        writeln!(meter, "2024-01-01 {:02}:{:02},1,{index}", index / 4, index % 4 * 15).unwrap();
    }
    let price = rows("time,price_eur_mwh", 0, 60, &counting(24));
    let (parsed, _) = joined(&[&price, &meter], false);
    let (energy, power) = (numbers(&parsed, "energy_kwh"), numbers(&parsed, "power_kw"));
    assert_eq!((energy[0], energy[3]), (4.0, 4.0));
    assert!(energy[1].is_nan() && energy[2].is_nan() && power[2].is_nan());
    assert_eq!(power[1], (4.0 + 6.0 + 7.0) / 3.0);
    let incomplete =
        parsed.issues.iter().find(|issue| matches!(issue.kind, IssueKind::IncompleteIntervals)).unwrap();
    assert_eq!((incomplete.count, incomplete.lines.as_slice()), (2, [3, 4].as_slice()));
}

#[test]
fn the_first_step_can_be_kept_then_longer_ones_are_held_or_shared_out() {
    let meter = rows("time,load_kw", 0, 15, &counting(96));
    let mut hourly = String::from("time,temp_c,rain_mm\n");
    for hour in 0..24 {
        writeln!(hourly, "2024-01-01 {hour:02}:00,{hour},{}", hour * 4).unwrap();
    }
    let (parsed, _) = joined(&[&meter, &hourly], true);
    assert_eq!(parsed.table.rows(), 96);
    assert_eq!(numbers(&parsed, "load_kw"), counting(96));
    assert_eq!(numbers(&parsed, "temp_c")[4..9], [1.0, 1.0, 1.0, 1.0, 2.0]);
    assert_eq!(numbers(&parsed, "rain_mm")[4..9], [1.0, 1.0, 1.0, 1.0, 2.0]);
}

#[test]
fn a_person_says_what_is_summed() {
    let meter = rows("time,load", 0, 15, &[1.0; 96]);
    let price = rows("time,price", 0, 60, &counting(24));
    let mut meter = part("meter.csv", &meter);
    meter.choices.measures.push(("load".to_owned(), Measure::Amount));
    let (parsed, _) = join(vec![meter, part("price.csv", &price)], false).unwrap();
    assert!(numbers(&parsed, "load").iter().all(|&sum| sum == 4.0));
}

/// Hours of a clock with daylight saving in Central Europe around 27 October 2024, where 02:00 comes twice.
fn local_october() -> String {
    let mut text = String::from("Zeit,load_kwh\n");
    let mut value = 0;
    for day in 26..=28 {
        for hour in 0..24 {
            let times = if day == 27 && hour == 2 { 2 } else { 1 };
            for _ in 0..times {
                writeln!(text, "{day}.10.2024 {hour:02}:00,{value}").unwrap();
                value += 1;
            }
        }
    }
    text
}

#[test]
fn a_clock_with_daylight_saving_meets_universal_time() {
    let mut utc = String::from("time,temp_c\n");
    // From 2024-10-25T22:00Z, which is 00:00 on the 26th in Central Europe, one value an hour.
    for index in 0..73 {
        let at = 22 + index;
        writeln!(utc, "2024-10-{}T{:02}:00Z,{index}", 25 + at / 24, at % 24).unwrap();
    }
    let (parsed, files) = joined(&[&local_october(), &utc], false);
    assert_eq!(parsed.table.rows(), 73);
    // Both count the hours from the same beginning, through the hour that comes twice.
    assert_eq!(numbers(&parsed, "load_kwh"), numbers(&parsed, "temp_c"));
    let zones: Vec<_> = files.iter().map(|file| (file.zone, file.reason)).collect();
    let local = Zone::Local { region: Region::CentralEurope, minutes: 60 };
    assert_eq!(zones, [(local, ZoneReason::Changes), (Zone::Utc, ZoneReason::Offsets)]);
    assert!(!has(&parsed, |kind| matches!(
        kind,
        IssueKind::RowsWithoutPartner { .. } | IssueKind::RowsLeftOver
    )));
    // The other way about.
    let (parsed, _) = joined(&[&utc, &local_october()], false);
    assert_eq!(numbers(&parsed, "load_kwh"), numbers(&parsed, "temp_c"));
}

#[test]
fn a_clock_that_is_not_set_differs_from_one_that_is() {
    // The same 73 hours on the winter clock of Central Europe: 23:00 on the 25th is 00:00 summer time on the 26th.
    let mut winter = String::from("time,temp_c\n");
    for index in 0..73 {
        let at = 23 + index;
        writeln!(winter, "2024-10-{} {:02}:00,{index}", 25 + at / 24, at % 24).unwrap();
    }
    // Autumn alone cannot tell: nothing is repeated there by mistake. So it is said.
    let mut winter = part("winter.csv", &winter);
    winter.choices.zone = Some(Zone::Fixed { minutes: 60 });
    let (parsed, _) = join(vec![part("local.csv", &local_october()), winter], false).unwrap();
    assert_eq!(numbers(&parsed, "load_kwh"), numbers(&parsed, "temp_c"));
}

#[test]
fn a_clock_that_is_said_to_be_the_others_is() {
    let mut second = part("second.csv", &local_october().replace("load_kwh", "temp_c"));
    second.choices.zone = Some(Zone::Unstated);
    let (parsed, files) = join(vec![part("local.csv", &local_october()), second], false).unwrap();
    assert_eq!(numbers(&parsed, "load_kwh"), numbers(&parsed, "temp_c"));
    assert_eq!((files[1].zone, files[1].reason), (files[0].zone, ZoneReason::Chosen));
}

#[test]
fn days_are_sums_of_their_hours_also_where_one_has_twenty_five() {
    let mut days = String::from("date,peak_kw\n");
    for day in 26..=28 {
        writeln!(days, "{day}.10.2024,{day}").unwrap();
    }
    let (parsed, _) = joined(&[&local_october(), &days], false);
    assert_eq!(parsed.table.rows(), 3);
    // 0 + … + 23, 24 + … + 48 (25 hours), 49 + … + 72.
    let sums = [(0..24).sum::<i32>(), (24..49).sum(), (49..73).sum()].map(f64::from);
    assert_eq!(numbers(&parsed, "load_kwh"), sums);
    assert_eq!(numbers(&parsed, "peak_kw"), [26.0, 27.0, 28.0]);
}

#[test]
fn months_are_calendar_months() {
    let mut days = String::from("date,load_kwh\n");
    let lengths = [31, 29, 31, 30, 31, 30];
    for (month, length) in lengths.iter().enumerate() {
        for day in 1..=*length {
            writeln!(days, "2024-{:02}-{day:02},1", month + 1).unwrap();
        }
    }
    let mut months = String::from("month,intensity_g_kwh\n");
    for month in 1..=6 {
        writeln!(months, "2024-{month:02}-01,{month}").unwrap();
    }
    let (parsed, _) = joined(&[&days, &months], false);
    assert_eq!(numbers(&parsed, "load_kwh"), lengths.map(f64::from));
    assert_eq!(numbers(&parsed, "intensity_g_kwh"), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
}

#[test]
fn four_files_come_together() {
    let meter = rows("time,load_kwh", 0, 15, &[0.25; 192]);
    let weather = rows("time (UTC),temp_c,load_kwh", 0, 60, &counting(48));
    let weather = weather.lines().enumerate().map(|(index, line)| match index {
        0 => format!("{line}\n"),
        _ => format!("{line},7\n"),
    });
    let price = rows("time,price_eur_mwh", 0, 60, &counting(48));
    let intensity = rows("time,intensity_g_kwh", 0, 30, &counting(96));
    let (parsed, files) = joined(&[&meter, &weather.collect::<String>(), &price, &intensity], false);
    assert_eq!((parsed.table.rows(), files.len()), (48, 4));
    assert!(numbers(&parsed, "load_kwh").iter().all(|&sum| sum == 1.0));
    assert_eq!(numbers(&parsed, "load_kwh · file1")[0], 7.0);
    assert_eq!(numbers(&parsed, "intensity_g_kwh")[1], 2.5);
    assert!(has(&parsed, |kind| matches!(kind, IssueKind::ColumnRenamed { from } if from == "load_kwh")));
    // One file states a zone: the others are taken to be on the same clock, and it is said so.
    assert!(files.iter().all(|file| file.zone == Zone::Utc));
    assert_eq!(files[1].reason, ZoneReason::Name);
    assert_eq!(files[0].reason, ZoneReason::Assumed);
}

#[test]
fn files_that_cannot_be_joined_say_which_and_why() {
    let meter = rows("time,load_kwh", 0, 60, &counting(48));
    let timeless = "a,b\n1,2\n3,4\n";
    let failure = join(vec![part("a.csv", &meter), part("b.csv", timeless)], false).map(|_| ()).unwrap_err();
    assert_eq!(failure, (1, ReadError::NoTimesToJoin));
    let later = rows("time,price", 20 * 1440, 60, &counting(48));
    let (place, error) =
        join(vec![part("a.csv", &meter), part("b.csv", &later)], false).map(|_| ()).unwrap_err();
    assert!(place == 1 && matches!(error, ReadError::NoCommonTimes { first, this } if first.1 < this.0));
}

#[test]
fn a_joined_table_can_be_joined_in_any_order_of_rows() {
    let meter = rows("time,load_kwh", 0, 60, &counting(48));
    let weather = rows("time,temp_c", 0, 60, &counting(48));
    let mut lines: Vec<&str> = weather.lines().collect();
    lines[1..].reverse();
    let (parsed, _) = joined(&[&meter, &lines.join("\n")], false);
    assert_eq!(numbers(&parsed, "temp_c"), counting(48));
    assert!(matches!(parsed.table.column("time").unwrap().values, Values::Datetime { .. }));
}

/// A table of times in steps of so many minutes from a time of so many, with gaps and repeats, on a clock of its own.
fn any_table() -> impl proptest::strategy::Strategy<Value = (u32, u32, Vec<(u8, i16)>, usize)> {
    use proptest::prelude::*;
    let steps = prop::sample::select(vec![1_u32, 15, 30, 60, 180, 1440, 10_080]);
    let rows = prop::collection::vec((0..40_u8, any::<i16>()), 2..80);
    (steps, 0..600_000_u32, rows, 0..26_usize)
}

proptest::proptest! {
    /// Whatever is joined has a value at most where its file has one, and no sum is larger than that of its file.
    #[test]
    fn whatever_is_joined_makes_up_nothing(
        first in any_table(),
        second in any_table(),
        keep_step in proptest::bool::ANY,
    ) {
        let make = |(step, begin, rows, zone): &(u32, u32, Vec<(u8, i16)>, usize), name: &str| {
            let mut text = format!("time,{name}_kwh\n");
            let mut at = u64::from(*begin);
            for (jump, value) in rows {
                // Mostly the next step; now and then a repeat or a gap.
                at += u64::from(*step) * match jump { 0 => 0, 1 => 3, _ => 1 };
                let (day, minute) = (at / 1440, at % 1440);
                let (month, day) = (day / 28, day % 28);
                writeln!(
                    text,
                    "{}-{:02}-{:02} {:02}:{:02},{}",
                    2023 + month / 12, 1 + month % 12, 1 + day, minute / 60, minute % 60, i32::from(*value).abs(),
                ).unwrap();
            }
            let mut part = part(name, &text);
            part.choices.zone = Zone::all().nth(*zone);
            part
        };
        let parts = vec![make(&first, "a"), make(&second, "b")];
        let total = |part: &Part| -> f64 {
            let column = part.parsed.table.columns.iter().find_map(|column| column.numbers());
            column.unwrap_or_default().iter().filter(|value| !value.is_nan()).sum()
        };
        let totals: Vec<f64> = parts.iter().map(total).collect();
        let rows = parts[0].parsed.table.rows();
        if let Ok((parsed, files)) = join(parts, keep_step) {
            proptest::prop_assert!(parsed.table.rows() <= rows);
            proptest::prop_assert_eq!(files.len(), 2);
            for column in &parsed.table.columns {
                let kept = matches!(&column.values, Values::Number(values) if values.len() == parsed.table.rows());
                proptest::prop_assert!(kept || column.numbers().is_none());
            }
            // A row of another file that is held for several rows of the first is shared out among them; equal times of
            // the first file each get the whole, so only distinct ones are counted.
            let distinct = parsed.issues.iter().all(|issue| !matches!(issue.kind, IssueKind::DuplicateTimestamps));
            for (name, total) in ["a_kwh", "b_kwh"].iter().zip(&totals).filter(|_| distinct) {
                let values = parsed.table.column(name).and_then(|column| column.numbers()).unwrap_or_default();
                let sum: f64 = values.iter().filter(|value| !value.is_nan()).sum();
                proptest::prop_assert!(sum <= total * (1.0 + 1e-9) + 1e-6, "{}: {} of {}", name, sum, total);
            }
        }
    }
}
