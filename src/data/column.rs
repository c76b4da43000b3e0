//! What can be asked of a column.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use rustc_hash::FxHashSet;

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

    /// Takes the first rows of the next column, or the next rows of the last one.
    pub fn take_rows(&mut self, begins: bool, mut column: Column) {
        let rows = self.rows();
        match self.columns.last_mut().filter(|_| !begins) {
            Some(last) => last.values.append(column.values),
            None => {
                column.values.reserve(rows);
                self.columns.push(column);
            }
        }
    }

    /// These rows, in this order.
    pub fn select(&self, rows: &[usize]) -> Self {
        let places: Vec<Option<usize>> = rows.iter().copied().map(Some).collect();
        let columns = self.columns.iter();
        Self {
            columns: columns
                .map(|own| Column {
                    name: own.name.clone(),
                    values: own.values.pick(&places),
                    unit: own.unit.clone(),
                    derived: own.derived,
                })
                .collect(),
            lines: rows.iter().map(|&row| self.lines[row]).collect(),
        }
    }

    /// The first column of times; a date that was joined with its clock time is the better clock.
    pub fn time_column(&self) -> Option<&Column> {
        let mut times = self.columns.iter().filter(|column| column.kind() == Kind::Datetime);
        times.clone().find(|column| column.derived).or_else(|| times.next())
    }
}

/// Labels that a category may have: few enough to learn something of each.
const MOST_LABELS: usize = 50;

impl Values {
    /// Labels where they repeat and are few, else free text, of the distinct cells with their counts and the code of each
    /// row. Only empty cells are missing: "none" may be a label.
    pub(super) fn of_words(distinct: Vec<(String, u32)>, codes: Vec<u32>) -> Self {
        let said: u32 = distinct.iter().filter(|(cell, _)| !cell.is_empty()).map(|(_, count)| count).sum();
        let mut order: Vec<usize> =
            (0..distinct.len()).filter(|&index| !distinct[index].0.is_empty()).collect();
        if order.len() > MOST_LABELS || order.len() as u32 >= said {
            let own = |code: u32| Some(distinct[code as usize].0.clone()).filter(|cell| !cell.is_empty());
            return Self::Text(codes.into_iter().map(own).collect());
        }
        order.sort_unstable_by(|&a, &b| distinct[a].0.cmp(&distinct[b].0));
        let mut label = vec![None; distinct.len()];
        order.iter().zip(0..).for_each(|(&index, place)| label[index] = Some(place));
        Self::Category {
            codes: codes.into_iter().map(|code| label[code as usize]).collect(),
            labels: order.into_iter().map(|index| distinct[index].0.clone()).collect(),
        }
    }
}

impl Values {
    /// Some of the rows.
    pub fn slice(&self, rows: std::ops::Range<usize>) -> Self {
        match self {
            Self::Number(values) => Self::Number(values[rows].to_vec()),
            Self::Datetime { milliseconds, utc } => {
                Self::Datetime { milliseconds: milliseconds[rows].to_vec(), utc: *utc }
            }
            Self::Category { labels, codes } => {
                Self::Category { labels: labels.clone(), codes: codes[rows].to_vec() }
            }
            Self::Text(values) => Self::Text(values[rows].to_vec()),
            Self::Empty => Self::Empty,
        }
    }

    /// These rows; one without a place is a missing cell.
    pub fn pick(&self, rows: &[Option<usize>]) -> Self {
        match self {
            Self::Number(values) => {
                Self::Number(rows.iter().map(|row| row.map_or(f64::NAN, |row| values[row])).collect())
            }
            Self::Datetime { milliseconds, utc } => Self::Datetime {
                milliseconds: rows.iter().map(|row| row.and_then(|row| milliseconds[row])).collect(),
                utc: *utc,
            },
            Self::Category { labels, codes } => Self::Category {
                labels: labels.clone(),
                codes: rows.iter().map(|row| row.and_then(|row| codes[row])).collect(),
            },
            Self::Text(values) => {
                Self::Text(rows.iter().map(|row| row.and_then(|row| values[row].clone())).collect())
            }
            Self::Empty => Self::Empty,
        }
    }

    /// Adds the rows that follow, of the same column. Those of another kind are left out.
    pub fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Number(values), Self::Number(more)) => values.extend(more),
            (Self::Datetime { milliseconds, .. }, Self::Datetime { milliseconds: more, .. }) => {
                milliseconds.extend(more);
            }
            (Self::Category { codes, .. }, Self::Category { codes: more, .. }) => codes.extend(more),
            (Self::Text(values), Self::Text(more)) => values.extend(more),
            _ => {}
        }
    }

    /// Makes room for so many rows in all.
    pub fn reserve(&mut self, rows: usize) {
        let more = |have: usize| rows.saturating_sub(have);
        match self {
            Self::Number(values) => values.reserve_exact(more(values.len())),
            Self::Datetime { milliseconds, .. } => milliseconds.reserve_exact(more(milliseconds.len())),
            Self::Category { codes, .. } => codes.reserve_exact(more(codes.len())),
            Self::Text(values) => values.reserve_exact(more(values.len())),
            Self::Empty => {}
        }
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

    /// Distinct values of labels, texts and numbers; `None` for times, and for more than [`DISTINCT_LIMIT`].
    pub fn distinct(&self) -> Option<u32> {
        match &self.values {
            Values::Empty => Some(0),
            Values::Category { labels, .. } => Some(labels.len() as u32),
            Values::Text(values) => few(values.iter().flatten().map(String::as_str)),
            Values::Number(values) => {
                few(values.iter().filter(|value| !value.is_nan()).map(|value| value.to_bits()))
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
        let stretches = |rows: usize, value: &dyn Fn(usize) -> f64| {
            let length = rows.div_ceil(bins.max(1)).max(1);
            let mean = |from: usize| {
                let (mut sum, mut count) = (0.0, 0.0);
                for value in (from..rows.min(from + length)).map(value).filter(|value| !value.is_nan()) {
                    sum += value;
                    count += 1.0;
                }
                sum / count
            };
            (0..rows).step_by(length).map(mean).collect()
        };
        match &self.values {
            Values::Number(values) => stretches(values.len(), &|row| values[row]),
            Values::Datetime { milliseconds, .. } => {
                stretches(milliseconds.len(), &|row| milliseconds[row].map_or(f64::NAN, |at| at as f64))
            }
            Values::Category { labels, codes } => {
                let mut counts = vec![0.0; labels.len()];
                codes.iter().flatten().for_each(|&code| counts[code as usize] += 1.0);
                counts.truncate(bins);
                counts
            }
            Values::Text(_) | Values::Empty => Vec::new(),
        }
    }

    /// How many numbers fall into each of `bins` equal stretches between the least and the largest.
    pub fn histogram(&self, bins: usize) -> Vec<u32> {
        let (Some(values), Some((least, _, most))) = (self.numbers(), self.range()) else {
            return Vec::new();
        };
        if most <= least || bins == 0 {
            return Vec::new();
        }
        let mut counts = vec![0; bins];
        let scale = bins as f64 / (most - least);
        for value in values.iter().filter(|value| !value.is_nan()) {
            counts[(((value - least) * scale) as usize).min(bins - 1)] += 1;
        }
        counts
    }
}

/// More distinct values than these are not counted: what they are is plain, and counting takes memory.
const DISTINCT_LIMIT: usize = 10_000;

fn few<T: std::hash::Hash + Eq>(values: impl Iterator<Item = T>) -> Option<u32> {
    let mut distinct = FxHashSet::default();
    for value in values {
        distinct.insert(value);
        if distinct.len() > DISTINCT_LIMIT {
            return None;
        }
    }
    Some(distinct.len() as u32)
}

/// Milliseconds since 1970 of `2024-01-31` and, after `T` or a blank, `09:00` or `09:00:00`.
pub(super) fn iso_milliseconds(cell: &str) -> Option<i64> {
    let bytes = cell.as_bytes();
    let two = |at: usize| {
        let (tens, ones) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| ((tens - b'0') * 10 + (ones - b'0')) as i8)
    };
    let fits = |template: &[u8]| {
        bytes.len() == template.len()
            && bytes.iter().zip(template).all(|(&byte, &wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'T' => byte == b'T' || byte == b' ',
                wanted => byte == wanted,
            })
    };
    let long = fits(b"0000-00-00T00:00:00");
    let time = if long || fits(b"0000-00-00T00:00") {
        Time::new(two(11)?, two(14)?, if long { two(17)? } else { 0 }, 0).ok()?
    } else if fits(b"0000-00-00") {
        Time::midnight()
    } else {
        return None;
    };
    let date = Date::new(i16::from(two(0)?) * 100 + i16::from(two(2)?), two(5)?, two(8)?).ok()?;
    Some(TimeZone::UTC.to_timestamp(DateTime::from_parts(date, time)).ok()?.as_millisecond())
}

/// `2024-01-31T09:00:00`, with `Z` in UTC.
pub fn iso_time(milliseconds: i64, utc: bool) -> String {
    let Ok(timestamp) = Timestamp::from_millisecond(milliseconds) else { return String::new() };
    let civil = TimeZone::UTC.to_datetime(timestamp);
    format!("{civil}{}", if utc { "Z" } else { "" })
}
