//! A frame as one matrix, each column of which stands for itself: what an explanation may change.

use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate, s};

use super::frame::Frame;

impl Frame {
    /// One matrix `[rows, columns]`: what the absolute view shows, what the relative view shows of the past, the level,
    /// what only the line gets, and the values of before.
    pub fn flat(&self) -> Array2<f64> {
        let level = self.level.view().insert_axis(Axis(1));
        let own = self.own_reference();
        let reference = self.reference.select(Axis(1), &own);
        let parts = [
            self.absolute.view(),
            self.relative.slice(s![.., self.fixed..]),
            level,
            reference.view(),
            self.before.view(),
        ];
        concatenate(Axis(1), &parts).unwrap_or_default()
    }

    /// Which columns of [`Frame::flat`] are of the past: all behind those that the views share, but for those of the line.
    pub fn is_past(&self, column: usize) -> bool {
        let reference = self.absolute.ncols() + self.relative.ncols() - self.fixed + 1;
        let of_line = reference..reference + self.own_reference().len();
        self.rhythm.is_some() && column >= self.fixed && !of_line.contains(&column)
    }

    /// The name of a column of [`Frame::flat`]; those behind the absolute view's have none of their own.
    pub fn flat_name(&self, column: usize) -> Option<&str> {
        self.names.get(column).map(String::as_str)
    }

    /// The frame of other rows of that matrix. Their targets and days are not known.
    pub fn with_flat(&self, x: ArrayView2<f64>) -> Self {
        let rows = x.nrows();
        let (absolute, past) = (self.absolute.ncols(), self.relative.ncols() - self.fixed);
        let own = self.own_reference();
        let level = absolute + past;
        let reference = level + 1;
        let before = reference + own.len();
        let shared = x.slice(s![.., ..absolute]);
        let mut relative = Array2::zeros((rows, self.relative.ncols()));
        relative.slice_mut(s![.., ..self.fixed]).assign(&shared.slice(s![.., ..self.fixed]));
        relative.slice_mut(s![.., self.fixed..]).assign(&x.slice(s![.., absolute..level]));
        let mut line = Array2::zeros((rows, self.reference.ncols()));
        for (column, mut into) in line.columns_mut().into_iter().enumerate() {
            let from = match (self.shared[column], own.iter().position(|own| *own == column)) {
                (Some(shared), _) => shared,
                (None, place) => reference + place.unwrap_or(0),
            };
            into.assign(&x.column(from));
        }
        Self {
            reference: line,
            before: x.slice(s![.., before..]).to_owned(),
            spans: self.spans.clone(),
            target: Array1::from_elem(rows, f64::NAN),
            days: self.days.as_ref().map(|_| vec![f64::NAN; rows]),
            rhythm: self.rhythm,
            absolute: shared.to_owned(),
            relative,
            level: x.column(level).to_owned(),
            names: self.names.clone(),
            shown: self.shown.clone(),
            fixed: self.fixed,
            shared: self.shared.clone(),
        }
    }

    /// The line's columns that no view shows as they are, and that are no values of before.
    fn own_reference(&self) -> Vec<usize> {
        (0..self.reference.ncols()).filter(|&column| self.shared[column].is_none()).collect()
    }
}
