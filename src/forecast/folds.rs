//! Which rows the gate is settled on, and what is fitted to predict them.

use super::recipe::Folds;
use crate::numeric::{Rng, Stream};

/// Rows that are predicted by what was fitted on others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fold {
    pub(super) fit: Vec<usize>,
    pub(super) ahead: Vec<usize>,
}

impl Folds {
    /// No folds of this kind.
    pub(super) fn none(&self) -> Self {
        match self {
            Self::Ahead(_) => Self::Ahead(Vec::new()),
            Self::Parts(_) => Self::Parts(0),
        }
    }

    /// The folds of these rows, of which `groups` names each one's group. Parts are random by the seed; a group is in one
    /// part, and there are no more parts than groups.
    pub(super) fn of(&self, rows: &[usize], groups: Option<&[usize]>, seed: u64) -> Vec<Fold> {
        match self {
            Self::Ahead(shares) => {
                let at = |share: f64| (share * rows.len() as f64) as usize;
                let fold = |&(from, to): &(f64, f64)| Fold {
                    fit: rows[..at(from)].to_vec(),
                    ahead: rows[at(from)..at(to)].to_vec(),
                };
                shares.iter().map(fold).collect()
            }
            Self::Parts(parts) => {
                let part = parts_of(*parts, rows.len(), groups, &mut Rng::new(seed, Stream::Folds));
                let count = part.iter().max().map_or(0, |last| last + 1);
                let fold = |own: usize| {
                    let all = || rows.iter().copied().zip(part.iter().copied());
                    Fold {
                        fit: all().filter(|&(_, part)| part != own).map(|(row, _)| row).collect(),
                        ahead: all().filter(|&(_, part)| part == own).map(|(row, _)| row).collect(),
                    }
                };
                // One part alone has no others to be predicted by.
                if count > 1 { (0..count).map(fold).collect() } else { Vec::new() }
            }
        }
    }
}

/// The part of each row: groups (without groups: rows) in a random order, each into the part that is the smallest then.
fn parts_of(parts: usize, rows: usize, groups: Option<&[usize]>, rng: &mut Rng) -> Vec<usize> {
    if parts == 0 {
        return Vec::new();
    }
    let own: Vec<usize> = groups.map_or_else(|| (0..rows).collect(), <[usize]>::to_vec);
    let mut sizes = vec![0_usize; own.iter().max().map_or(0, |last| last + 1)];
    own.iter().for_each(|&group| sizes[group] += 1);
    let mut order: Vec<usize> = (0..sizes.len()).filter(|&group| sizes[group] > 0).collect();
    rng.shuffle(&mut order);
    let mut filled = vec![0_usize; parts];
    let mut part_of = vec![0; sizes.len()];
    for group in order {
        let smallest = (0..parts).min_by_key(|&part| filled[part]).unwrap_or(0);
        part_of[group] = smallest;
        filled[smallest] += sizes[group];
    }
    own.iter().map(|&group| part_of[group]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of ten rows, the folds from 60 % and 80 % on.
    #[test]
    fn with_time_what_comes_is_predicted_by_what_was() {
        let rows: Vec<usize> = (0..10).collect();
        let folds = Folds::Ahead(vec![(0.6, 0.8), (0.8, 1.0)]).of(&rows, None, 1);
        assert_eq!(folds[0], Fold { fit: (0..6).collect(), ahead: vec![6, 7] });
        assert_eq!(folds[1], Fold { fit: (0..8).collect(), ahead: vec![8, 9] });
    }

    #[test]
    fn each_row_is_in_one_part_and_parts_are_of_a_size() {
        let rows: Vec<usize> = (0..23).map(|row| 2 * row).collect();
        let folds = Folds::Parts(5).of(&rows, None, 7);
        let mut all: Vec<usize> = folds.iter().flat_map(|fold| fold.ahead.clone()).collect();
        all.sort_unstable();
        assert_eq!(all, rows);
        for fold in &folds {
            assert!(fold.ahead.len() == 4 || fold.ahead.len() == 5);
            assert_eq!(fold.fit.len() + fold.ahead.len(), 23);
            assert!(fold.ahead.iter().all(|row| !fold.fit.contains(row)));
        }
        assert_eq!(Folds::Parts(5).of(&rows, None, 7), folds);
        assert_ne!(Folds::Parts(5).of(&rows, None, 8), folds);
        assert!(Folds::Parts(0).of(&rows, None, 7).is_empty());
    }

    #[test]
    fn a_group_is_in_one_part() {
        let rows: Vec<usize> = (0..40).collect();
        let groups: Vec<usize> = rows.iter().map(|row| (row * row) % 7 * 3).collect();
        let folds = Folds::Parts(3).of(&rows, Some(&groups), 1);
        assert_eq!(folds.len(), 3);
        for fold in &folds {
            assert!(fold.ahead.iter().all(|&row| fold.fit.iter().all(|&other| groups[row] != groups[other])));
        }
        // Two groups make two parts, one group none.
        assert_eq!(Folds::Parts(5).of(&[0, 1, 2], Some(&[4, 9, 4]), 1).len(), 2);
        assert!(Folds::Parts(5).of(&[0, 1, 2], Some(&[4, 4, 4]), 1).is_empty());
    }
}
