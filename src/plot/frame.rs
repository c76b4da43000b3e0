//! Where a chart was drawn, so that a pointer on it can be told what it points at.

use super::chart::{Chart, Ink, Scale};

/// The area between the axes, in CSS pixels of the canvas, and what it spans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// From the left to the right.
    pub x: (f64, f64),
    /// From the bottom to the top.
    pub y: (f64, f64),
    /// How x is scaled.
    pub x_scale: Scale,
    /// How y is scaled.
    pub y_scale: Scale,
}

/// The value of a series nearest to a pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct HoverValue {
    /// The series.
    pub label: String,
    /// What it means.
    pub ink: Ink,
    /// The point.
    pub point: (f64, f64),
}

fn position(value: f64, (from, to): (f64, f64), scale: Scale) -> f64 {
    match scale {
        Scale::Log => (value / from).ln() / (to / from).ln(),
        _ => (value - from) / (to - from),
    }
}

impl Frame {
    /// The place of a point in CSS pixels.
    pub fn to_pixel(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.left + position(x, self.x, self.x_scale) * self.width,
            self.top + (1.0 - position(y, self.y, self.y_scale)) * self.height,
        )
    }

    /// Where an x is drawn.
    pub fn x_to_pixel(&self, x: f64) -> f64 {
        self.left + position(x, self.x, self.x_scale) * self.width
    }

    /// The x at a place.
    pub fn x_at(&self, pixel: f64) -> f64 {
        let share = (pixel - self.left) / self.width;
        match self.x_scale {
            Scale::Log => self.x.0 * (self.x.1 / self.x.0).powf(share),
            _ => self.x.0 + share * (self.x.1 - self.x.0),
        }
    }

    /// The y at a place.
    pub fn y_at(&self, pixel: f64) -> f64 {
        let share = 1.0 - (pixel - self.top) / self.height;
        match self.y_scale {
            Scale::Log => self.y.0 * (self.y.1 / self.y.0).powf(share),
            _ => self.y.0 + share * (self.y.1 - self.y.0),
        }
    }

    /// For a pointer at `(px, py)`: the point of each series that is nearest in x (in both directions, for a chart of
    /// points).
    pub fn nearest(&self, chart: &Chart, px: f64, py: f64) -> Vec<HoverValue> {
        use super::chart::Mark;
        let shown = |&&(x, y): &&(f64, f64)| self.x_scale.shows(x) && self.y_scale.shows(y);
        let distance = |mark: Mark, (x, y): (f64, f64)| {
            let (at_x, at_y) = self.to_pixel(x, y);
            match mark {
                Mark::Line => (at_x - px).abs(),
                Mark::Points => (at_x - px).hypot(at_y - py),
            }
        };
        let series = chart.series.iter().filter(|series| series.ink != Ink::Reference);
        series
            .filter_map(|series| {
                let near = |left: &&(f64, f64), right: &&(f64, f64)| {
                    distance(series.mark, **left).total_cmp(&distance(series.mark, **right))
                };
                let point = *series.points.iter().filter(shown).min_by(near)?;
                Some(HoverValue { label: series.label.clone(), ink: series.ink, point })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_back() {
        let frame = Frame {
            left: 40.0,
            top: 10.0,
            width: 200.0,
            height: 100.0,
            x: (0.0, 50.0),
            y: (0.01, 1.0),
            x_scale: Scale::Linear,
            y_scale: Scale::Log,
        };
        assert_eq!(frame.to_pixel(25.0, 0.1), (140.0, 60.0));
        assert!((frame.x_at(140.0) - 25.0).abs() < 1e-9);
        assert!((frame.y_at(60.0) - 0.1).abs() < 1e-9);
    }
}
