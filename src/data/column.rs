//! What can be asked of a column.

use rustc_hash::FxHashSet;

use super::calendar::Civil;
use super::{Column, Kind, Table, Values};
use crate::numeric::decimal;
use crate::numeric::order::few_in_order;

impl Table {
    /// Data rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether a table that was read from a file is one that a reader would have made: columns of equal length with names
    /// of their own, labels that are there, times of the calendar and numbers that are finite.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn is_consistent(&self) -> bool {
        let rows = self.rows();
        let mut names = std::collections::BTreeSet::new();
        self.columns.iter().all(|column| {
            let fits = match &column.values {
                Values::Number(values) => values.len() == rows && !values.iter().any(|own| own.is_infinite()),
                Values::Datetime { milliseconds, .. } => {
                    milliseconds.len() == rows
                        && milliseconds.iter().flatten().all(|&at| Civil::at(at).is_some())
                }
                Values::Category { labels, codes } => {
                    codes.len() == rows && codes.iter().flatten().all(|&code| (code as usize) < labels.len())
                }
                Values::Text(values) => values.len() == rows,
                Values::Empty => true,
            };
            fits && !column.name.is_empty() && names.insert(&column.name)
        })
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
        let words = || (0..distinct.len()).filter(|&index| !distinct[index].0.is_empty());
        let count = words().count();
        if count > MOST_LABELS || count as u32 >= said {
            let own = |code: u32| Some(distinct[code as usize].0.clone()).filter(|cell| !cell.is_empty());
            return Self::Text(codes.into_iter().map(own).collect());
        }
        let order = few_in_order(words(), |&one, &other| distinct[one].0 < distinct[other].0);
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
        match &self.values {
            Values::Empty => Kind::Empty,
            Values::Number(values) => {
                if is_constant(values.iter().filter(|value| !value.is_nan())) {
                    Kind::Constant
                } else {
                    Kind::Number
                }
            }
            Values::Datetime { milliseconds, .. } => {
                if is_constant(milliseconds.iter().flatten()) {
                    Kind::Constant
                } else {
                    Kind::Datetime
                }
            }
            Values::Category { labels, codes } => {
                let one_label = labels.len() <= 1 && codes.iter().flatten().nth(1).is_some();
                if one_label { Kind::Constant } else { Kind::Category }
            }
            Values::Text(_) => Kind::Text,
        }
    }

    /// Cells without a value.
    pub fn missing(&self, rows: usize) -> usize {
        match &self.values {
            Values::Empty => rows,
            Values::Number(values) => count(values, |value| value.is_nan()),
            Values::Datetime { milliseconds, .. } => count(milliseconds, Option::is_none),
            Values::Category { codes, .. } => count(codes, Option::is_none),
            Values::Text(values) => count(values, Option::is_none),
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
                let mut found = Distinct::new();
                values.chunks(PIECE).all(|piece| found.add(piece)).then_some(found.count)
            }
            Values::Datetime { .. } => None,
        }
    }

    /// Least, mean and largest number.
    pub fn range(&self) -> Option<(f64, f64, f64)> {
        let values = self.numbers()?;
        let (least, most) = extremes(values)?;
        let (mut sum, mut count) = (-0.0, 0);
        values.chunks(PIECE).for_each(|piece| (sum, count) = sum_on(sum, count, piece));
        Some((least, sum / f64::from(count), most))
    }

    /// Whether it holds numbers that are not all the same.
    pub(super) fn varies(&self) -> bool {
        let mut present = self.numbers().into_iter().flatten().filter(|value| !value.is_nan());
        present.next().is_some_and(|first| present.any(|value| value != first))
    }

    /// A cell as it was understood; empty where it is missing.
    pub fn text(&self, row: usize) -> String {
        match &self.values {
            Values::Empty => String::new(),
            Values::Number(values) => match values.get(row) {
                Some(&value) if !value.is_nan() => decimal::shortest(value),
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
        let length = |rows: usize| rows.div_ceil(bins.max(1)).max(1);
        match &self.values {
            Values::Number(values) => {
                let mean = |stretch: &[f64]| {
                    let (mut sum, mut count) = (0.0, 0);
                    stretch.chunks(PIECE).for_each(|piece| (sum, count) = sum_on(sum, count, piece));
                    sum / f64::from(count)
                };
                values.chunks(length(values.len())).map(mean).collect()
            }
            Values::Datetime { milliseconds, .. } => {
                let mean = |stretch: &[Option<i64>]| {
                    let (mut sum, mut count) = (0.0, 0);
                    for piece in stretch.chunks(PIECE) {
                        let times: Vec<f64> = piece.iter().flatten().map(|&at| at as f64).collect();
                        (sum, count) = sum_on(sum, count, &times);
                    }
                    sum / f64::from(count)
                };
                milliseconds.chunks(length(milliseconds.len())).map(mean).collect()
            }
            Values::Category { labels, codes } => {
                #[inline(never)]
                fn count(piece: &[Option<u32>], counts: &mut [f64]) {
                    piece.iter().flatten().for_each(|&code| counts[code as usize] += 1.0);
                }
                let mut counts = vec![0.0; labels.len()];
                codes.chunks(PIECE).for_each(|piece| count(piece, &mut counts));
                counts.truncate(bins);
                counts
            }
            Values::Text(_) | Values::Empty => Vec::new(),
        }
    }

    /// How many numbers fall into each of `bins` equal stretches between the least and the largest ([`Column::range`]).
    pub fn histogram(&self, bins: usize, least: f64, most: f64) -> Vec<u32> {
        let Some(values) = self.numbers() else { return Vec::new() };
        if most <= least || bins == 0 {
            return Vec::new();
        }
        let mut counts = vec![0; bins];
        let scale = bins as f64 / (most - least);
        // In pieces: see `PIECE`.
        #[inline(never)]
        fn count(piece: &[f64], least: f64, scale: f64, counts: &mut [u32]) {
            let last = counts.len() - 1;
            for value in piece.iter().filter(|value| !value.is_nan()) {
                counts[(((value - least) * scale) as usize).min(last)] += 1;
            }
        }
        values.chunks(PIECE).for_each(|piece| count(piece, least, scale, &mut counts));
        counts
    }
}

/// Values of a column that are gone through at once, in a function of their own: a browser compiles a function for speed
/// between two of its calls, so that one loop over a million values would be slow to its end.
pub(super) const PIECE: usize = 4096;

/// Whether there are two values at least, and all are the same.
fn is_constant<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    let (first, second) = (values.next(), values.next());
    second.is_some() && first == second && values.all(|value| Some(value) == first)
}

fn count<T>(values: &[T], holds: impl Fn(&T) -> bool) -> usize {
    #[inline(never)]
    fn in_piece<T>(piece: &[T], holds: &impl Fn(&T) -> bool) -> usize {
        piece.iter().filter(|value| holds(value)).count()
    }
    values.chunks(PIECE).map(|piece| in_piece(piece, &holds)).sum()
}

/// A sum, and the count of what is in it, with those of these numbers that are not missing.
#[inline(never)]
fn sum_on(mut sum: f64, mut count: u32, piece: &[f64]) -> (f64, u32) {
    for value in piece.iter().filter(|value| !value.is_nan()) {
        sum += value;
        count += 1;
    }
    (sum, count)
}

/// The least and the largest of those numbers that are not missing, if there is one.
pub(super) fn extremes(values: &[f64]) -> Option<(f64, f64)> {
    #[inline(never)]
    fn of_piece(mut least: f64, mut most: f64, piece: &[f64]) -> (f64, f64) {
        // Nothing is less than NaN, or more.
        for &value in piece {
            least = if value < least { value } else { least };
            most = if value > most { value } else { most };
        }
        (least, most)
    }
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    values.chunks(PIECE).for_each(|piece| (least, most) = of_piece(least, most, piece));
    (least <= most).then_some((least, most))
}

/// Distinct numbers, as far as they are counted.
struct Distinct {
    /// Each number's bits at the first free place from where its hash says; NaN, which is no value, where a place is free.
    places: Vec<u64>,
    count: u32,
}

impl Distinct {
    /// The places are two to this power: more than three times [`DISTINCT_LIMIT`].
    const POWER: u32 = 15;
    const FREE: u64 = f64::NAN.to_bits();

    fn new() -> Self {
        Self { places: vec![Self::FREE; 1 << Self::POWER], count: 0 }
    }

    /// Takes in numbers, and says whether they are still few.
    #[inline(never)]
    fn add(&mut self, piece: &[f64]) -> bool {
        for bits in piece.iter().filter(|value| !value.is_nan()).map(|value| value.to_bits()) {
            // Numbers of few digits differ in their upper bits only; the product's upper bits depend on all.
            let hash = (bits ^ bits >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::POWER);
            let mut place = hash as usize;
            while self.places[place] != bits {
                if self.places[place] == Self::FREE {
                    self.places[place] = bits;
                    self.count += 1;
                    break;
                }
                place = (place + 1) % (1 << Self::POWER);
            }
            if self.count as usize > DISTINCT_LIMIT {
                return false;
            }
        }
        true
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
        let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
        digits.then(|| i64::from((tens - b'0') * 10 + (ones - b'0')))
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
    let (hour, minute, second) = if long || fits(b"0000-00-00T00:00") {
        (two(11)?, two(14)?, if long { two(17)? } else { 0 })
    } else if fits(b"0000-00-00") {
        (0, 0, 0)
    } else {
        return None;
    };
    let date = Civil::date(two(0)? * 100 + two(2)?, two(5)?, two(8)?)?;
    Some(Civil { hour, minute, second, ..date }.checked()?.milliseconds())
}

/// `2024-01-31T09:00:00`, with `Z` in UTC.
pub fn iso_time(milliseconds: i64, utc: bool) -> String {
    let Some(Civil { year, month, day, hour, minute, second, millisecond }) = Civil::at(milliseconds) else {
        return String::new();
    };
    let fraction = if millisecond == 0 { String::new() } else { format!(".{millisecond:03}") };
    let fraction = fraction.trim_end_matches('0');
    let zone = if utc { "Z" } else { "" };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}")
}
