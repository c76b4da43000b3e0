//! Which rows are trained on, watched and kept for the test.

use super::{DataSpec, DatasetError, SplitMethod, SplitSpec, Table, Values};
use crate::numeric::{Rng, Stream};

/// Indices of rows, ascending in each part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Rows to learn from.
    pub train: Vec<usize>,
    /// Rows to watch.
    pub validation: Vec<usize>,
    /// Rows that are kept for the test.
    pub test: Vec<usize>,
}

/// (number·2654435761 mod 2³²)/2³², Knuth's multiplicative hash: the same rows for everyone.
fn hash(number: usize) -> f64 {
    f64::from((number as u32).wrapping_mul(2_654_435_761)) / 4_294_967_296.0
}

impl Split {
    /// Splits rows `0..file_rows.len()`, of which row i is row `file_rows[i]` of the file; `groups` names each row's group
    /// by its place among the sorted groups.
    pub(super) fn new(spec: &SplitSpec, file_rows: &[usize], groups: Option<&[usize]>) -> Self {
        let rows = file_rows.len();
        let count = |share: f64| (share * rows as f64 + 1e-9).floor() as usize;
        let (test, validation) = (count(spec.test_share), count(spec.validation_share));
        match &spec.method {
            SplitMethod::Chronological => Self::by_end((0..rows).collect(), test, validation),
            SplitMethod::Random { seed } => {
                let mut order: Vec<usize> = (0..rows).collect();
                Rng::new(*seed, Stream::Split).shuffle(&mut order);
                Self::by_end(order, test, validation)
            }
            SplitMethod::Hash => {
                let (test, mut train): (Vec<_>, Vec<_>) =
                    (0..rows).partition(|&row| hash(file_rows[row]) < spec.test_share);
                let validation = train.split_off(train.len() - validation.min(train.len()));
                Self { train, validation, test }
            }
            SplitMethod::Group { .. } => {
                let mut split = Self::default();
                for row in 0..rows {
                    let group = hash(groups.and_then(|groups| groups.get(row)).copied().unwrap_or(row));
                    if group < spec.test_share {
                        split.test.push(row);
                    } else if group < spec.test_share + spec.validation_share {
                        split.validation.push(row);
                    } else {
                        split.train.push(row);
                    }
                }
                split
            }
        }
    }

    /// The end of an order is the test, what stands before it validation.
    fn by_end(mut order: Vec<usize>, test: usize, validation: usize) -> Self {
        let mut test = order.split_off(order.len() - test.min(order.len()));
        let mut validation = order.split_off(order.len() - validation.min(order.len()));
        for part in [&mut order, &mut validation, &mut test] {
            part.sort_unstable();
        }
        Self { train: order, validation, test }
    }
}

/// Each row's group by its place among the sorted groups.
fn places<K: Ord + Clone>(keys: &[K]) -> Vec<usize> {
    let mut sorted = keys.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    keys.iter().map(|key| sorted.partition_point(|other| other < key)).collect()
}

/// An integer that sorts as the number does (the total order of IEEE 754).
fn sorting_key(number: f64) -> i64 {
    let bits = number.to_bits() as i64;
    if bits < 0 { bits ^ i64::MAX } else { bits }
}

/// Each row's group by its place among the sorted groups, where the split goes by groups.
pub(super) fn groups(
    table: &Table,
    spec: &DataSpec,
    rows: &[usize],
) -> Result<Option<Vec<usize>>, DatasetError> {
    let SplitMethod::Group { column } = &spec.split.method else { return Ok(None) };
    if column.is_empty() {
        return Err(DatasetError::NoGroup);
    }
    let column =
        table.column(column).ok_or_else(|| DatasetError::UnknownColumn { column: column.clone() })?;
    Ok(Some(match &column.values {
        Values::Number(values) => {
            places(&rows.iter().map(|&row| sorting_key(values[row])).collect::<Vec<_>>())
        }
        _ => places(&rows.iter().map(|&row| column.text(row)).collect::<Vec<_>>()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(method: SplitMethod, rows: usize, groups: Option<&[usize]>) -> Split {
        let file_rows: Vec<usize> = (0..rows).collect();
        Split::new(&SplitSpec { method, test_share: 0.2, validation_share: 0.1 }, &file_rows, groups)
    }

    #[test]
    fn the_end_is_the_test_and_shares_are_rounded_down() {
        let split = split(SplitMethod::Chronological, 29, None);
        assert_eq!((split.train.len(), split.validation.len(), split.test.len()), (22, 2, 5));
        assert_eq!(split.test, [24, 25, 26, 27, 28]);
        assert_eq!(split.validation, [22, 23]);
    }

    /// 2654435761/2³² = 0.6180…, twice it 0.2360…, three times 0.8541…, … : multiples of the golden section.
    #[test]
    fn the_hash_is_the_golden_section() {
        let share: Vec<f64> = (0..4).map(hash).collect();
        for (hash, expected) in share.iter().zip([0.0, 0.618_034, 0.236_068, 0.854_102]) {
            assert!((hash - expected).abs() < 1e-6, "{share:?}");
        }
        let split = split(SplitMethod::Hash, 100, None);
        assert!(split.test.contains(&0) && !split.test.contains(&1));
        assert_eq!(split.validation.len(), 10);
        assert!(split.train.iter().max() < split.validation.iter().min());
    }

    #[test]
    fn groups_are_sorted_as_numbers() {
        let keys: Vec<i64> = [10.0, -2.0, 9.0, -2.0, 0.0, -30.0].map(sorting_key).to_vec();
        assert_eq!(places(&keys), [4, 1, 3, 1, 2, 0]);
    }

    #[test]
    fn every_row_is_in_one_part_and_groups_stay_together() {
        let groups: Vec<usize> = (0..100).map(|row| row % 17).collect();
        for method in [
            SplitMethod::Chronological,
            SplitMethod::Random { seed: 3 },
            SplitMethod::Hash,
            SplitMethod::Group { column: "g".to_owned() },
        ] {
            let split = split(method.clone(), 100, Some(&groups));
            let mut all: Vec<usize> =
                [&split.train, &split.validation, &split.test].into_iter().flatten().copied().collect();
            all.sort_unstable();
            assert_eq!(all, (0..100).collect::<Vec<_>>(), "{method:?}");
            if let SplitMethod::Group { .. } = method {
                let of = |rows: &[usize]| {
                    rows.iter().map(|&row| groups[row]).collect::<std::collections::BTreeSet<_>>()
                };
                assert!(of(&split.train).is_disjoint(&of(&split.test)));
                assert!(of(&split.validation).is_disjoint(&of(&split.test)));
                assert!(!split.test.is_empty() && !split.validation.is_empty());
            }
        }
    }
}
