//! What can be asked of a column.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Column, Kind, Table, Values};

impl Table {
    /// Data rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl Column {
    /// What it holds, as a person is told.
    pub fn kind(&self) -> Kind {
        let one_value = |present: usize, distinct: bool| present > 1 && !distinct;
        match &self.values {
            Values::Empty => Kind::Empty,
            Values::Number(values) => {
                let mut present = values.iter().filter(|value| !value.is_nan());
                let first = present.next();
                let count = 1 + present.clone().count();
                if one_value(count, present.any(|value| Some(value) != first)) {
                    Kind::Constant
                } else {
                    Kind::Number
                }
            }
            Values::Datetime { milliseconds, .. } => {
                let mut present = milliseconds.iter().flatten();
                let first = present.next();
                let count = 1 + present.clone().count();
                if one_value(count, present.any(|value| Some(value) != first)) {
                    Kind::Constant
                } else {
                    Kind::Datetime
                }
            }
            Values::Category { labels, codes } => {
                let present = codes.iter().flatten().count();
                if one_value(present, labels.len() > 1) { Kind::Constant } else { Kind::Category }
            }
            Values::Text(_) => Kind::Text,
        }
    }

    /// Cells without a value.
    pub fn missing(&self, rows: usize) -> usize {
        match &self.values {
            Values::Empty => rows,
            Values::Number(values) => values.iter().filter(|value| value.is_nan()).count(),
            Values::Datetime { milliseconds, .. } => {
                milliseconds.iter().filter(|value| value.is_none()).count()
            }
            Values::Category { codes, .. } => codes.iter().filter(|code| code.is_none()).count(),
            Values::Text(values) => values.iter().filter(|value| value.is_none()).count(),
        }
    }

    /// Its numbers, where it holds any.
    pub fn numbers(&self) -> Option<&[f64]> {
        match &self.values {
            Values::Number(values) => Some(values),
            _ => None,
        }
    }

    /// Distinct values of labels, texts and numbers.
    pub fn distinct(&self) -> Option<u32> {
        match &self.values {
            Values::Empty => Some(0),
            Values::Category { labels, .. } => Some(labels.len() as u32),
            Values::Text(values) => Some(values.iter().flatten().collect::<HashSet<_>>().len() as u32),
            Values::Number(values) => {
                let present = values.iter().filter(|value| !value.is_nan()).map(|value| value.to_bits());
                Some(present.collect::<HashSet<_>>().len() as u32)
            }
            Values::Datetime { .. } => None,
        }
    }

    /// Least, mean and largest number.
    pub fn range(&self) -> Option<(f64, f64, f64)> {
        let present = || self.numbers().into_iter().flatten().copied().filter(|value| !value.is_nan());
        let count = present().count();
        (count > 0).then(|| {
            let (least, most) =
                (present().fold(f64::INFINITY, f64::min), present().fold(f64::NEG_INFINITY, f64::max));
            (least, present().sum::<f64>() / count as f64, most)
        })
    }

    /// A cell as it was understood; empty where it is missing.
    pub fn text(&self, row: usize) -> String {
        match &self.values {
            Values::Empty => String::new(),
            Values::Number(values) => match values.get(row) {
                Some(value) if !value.is_nan() => value.to_string(),
                _ => String::new(),
            },
            Values::Datetime { milliseconds, utc } => {
                milliseconds.get(row).copied().flatten().map(|at| iso_time(at, *utc)).unwrap_or_default()
            }
            Values::Category { labels, codes } => {
                let code = codes.get(row).copied().flatten();
                code.and_then(|code| labels.get(code as usize)).cloned().unwrap_or_default()
            }
            Values::Text(values) => values.get(row).cloned().flatten().unwrap_or_default(),
        }
    }

    /// A coarse picture: the mean of each of up to `bins` stretches of rows, or the count of each of up to `bins` labels.
    pub fn sketch(&self, bins: usize) -> Vec<f64> {
        let stretches = |values: &[f64]| {
            let length = values.len().div_ceil(bins.max(1)).max(1);
            let mean = |stretch: &[f64]| {
                let present = stretch.iter().filter(|value| !value.is_nan());
                present.clone().sum::<f64>() / present.count() as f64
            };
            values.chunks(length).map(mean).collect()
        };
        match &self.values {
            Values::Number(values) => stretches(values),
            Values::Datetime { milliseconds, .. } => stretches(
                &milliseconds.iter().map(|at| at.map_or(f64::NAN, |at| at as f64)).collect::<Vec<_>>(),
            ),
            Values::Category { labels, codes } => {
                let mut counts = vec![0.0; labels.len()];
                codes.iter().flatten().for_each(|&code| counts[code as usize] += 1.0);
                counts.truncate(bins);
                counts
            }
            Values::Text(_) | Values::Empty => Vec::new(),
        }
    }
}

/// `2024-01-31T09:00:00`, with `Z` in UTC.
pub fn iso_time(milliseconds: i64, utc: bool) -> String {
    let Ok(timestamp) = Timestamp::from_millisecond(milliseconds) else { return String::new() };
    let civil = TimeZone::UTC.to_datetime(timestamp);
    format!("{civil}{}", if utc { "Z" } else { "" })
}
