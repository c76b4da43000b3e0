//! Columns of numbers cut into pieces of equally many rows, so that a network bends where the rows are.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

/// How far a value has come through each piece of its column, from 0 to 1 (Gorishniy, Rubachev & Babenko 2022, *On
/// Embeddings for Numerical Features in Tabular Deep Learning*).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pieces {
    /// A column's edges, ascending; none where it is not cut.
    edges: Vec<Vec<f64>>,
}

impl Pieces {
    /// Cuts the columns of `x` `[rows, columns]` at quantiles. Where several fall on one value, these are one edge, and a
    /// column that has no edge but its ends (such as a label's) is not cut.
    pub(super) fn fit(x: ArrayView2<f64>, pieces: usize) -> Self {
        if pieces == 0 || x.nrows() == 0 {
            return Self::default();
        }
        let edges = x.columns().into_iter().map(|column| {
            let mut values = column.to_vec();
            values.sort_unstable_by(f64::total_cmp);
            let last = values.len() - 1;
            let mut edges: Vec<f64> = (0..=pieces).map(|edge| values[edge * last / pieces]).collect();
            edges.dedup();
            if edges.len() > 2 { edges } else { Vec::new() }
        });
        Self { edges: edges.collect() }
    }

    /// Each piece: its column, where it begins and where it ends.
    pub fn all(&self) -> Vec<(usize, f64, f64)> {
        self.edges
            .iter()
            .enumerate()
            .flat_map(|(column, edges)| edges.windows(2).map(move |edge| (column, edge[0], edge[1])))
            .collect()
    }

    /// All pieces.
    pub(super) fn count(&self) -> usize {
        self.edges.iter().map(|edges| edges.len().saturating_sub(1)).sum()
    }

    /// Whether it was made for so many columns: none, or each with ascending edges.
    pub(super) fn fits(&self, columns: usize) -> bool {
        let ascends = |edges: &Vec<f64>| edges.is_sorted_by(|one, next| one < next);
        (self.edges.is_empty() || self.edges.len() == columns) && self.edges.iter().all(ascends)
    }

    /// The pieces of all columns, one after the other `[rows, pieces]`.
    pub(super) fn apply(&self, x: ArrayView2<f64>) -> Array2<f64> {
        let places = self.all();
        Array2::from_shape_fn((x.nrows(), places.len()), |(row, place)| {
            let (column, from, to) = places[place];
            ((x[(row, column)] - from) / (to - from)).clamp(0.0, 1.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// By hand: 0, 1, 2, 4, 8 in two pieces are cut at 0, 2 and 8; the second column has two values only.
    #[test]
    fn a_value_comes_through_one_piece_after_the_other() {
        let x = array![[8.0, 1.0], [0.0, 0.0], [4.0, 1.0], [1.0, 0.0], [2.0, 0.0]];
        let pieces = Pieces::fit(x.view(), 2);
        assert_eq!(pieces.edges, [vec![0.0, 2.0, 8.0], vec![]]);
        assert_eq!(pieces.count(), 2);
        let new = array![[1.0, 0.0], [2.0, 0.0], [5.0, 0.0], [9.0, 0.0], [-3.0, 7.0]];
        let expected = array![[0.5, 0.0], [1.0, 0.0], [1.0, 0.5], [1.0, 1.0], [0.0, 0.0]];
        assert_eq!(pieces.apply(new.view()), expected);
        assert_eq!(Pieces::fit(x.view(), 0).apply(new.view()).dim(), (5, 0));
    }
}
