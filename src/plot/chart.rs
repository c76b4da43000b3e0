//! What a chart shows.

use std::rc::Rc;

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows, in words.
    pub title: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn, from back to front.
    pub series: Vec<Series>,
    /// A vertical line with a word.
    pub marker: Option<Marker>,
    /// A word that stands on the chart itself, such as "Example".
    pub badge: Option<String>,
}

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it counts, with its unit.
    pub label: String,
    /// How it is scaled.
    pub scale: Scale,
    /// Its ends; from the data where `None`.
    pub range: Option<(f64, f64)>,
}

/// How an axis is scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By powers of ten; only positive values are drawn.
    Log,
    /// Milliseconds since 1970 on the clock of the data.
    Time,
    /// Whole numbers.
    Count,
}

/// A series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// What it means, which decides colour, dash and shape.
    pub ink: Ink,
    /// Line or points.
    pub mark: Mark,
    /// Points by x; a NaN breaks the line.
    pub points: Rc<[(f64, f64)]>,
}

/// What a series means. Colour means one thing on the whole page, and is never the only sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// What happened: slate, solid, thin.
    Actual,
    /// The model: orange, thick.
    Model,
    /// Validation: blue, dashed.
    Validation,
    /// A simple method: grey, dotted.
    Baseline,
    /// The model of the run before: pale orange, dotted.
    Ghost,
    /// The line y = x and the like: a hairline.
    Reference,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A line through its points.
    Line,
    /// Its points alone.
    Points,
}

/// A vertical line with a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// Where.
    pub x: f64,
    /// The word.
    pub label: String,
}

impl Axis {
    /// An axis whose ends come from the data.
    pub fn new(label: impl Into<String>, scale: Scale) -> Self {
        Self { label: label.into(), scale, range: None }
    }
}

impl Scale {
    /// Whether a value can be drawn on it.
    pub fn shows(self, value: f64) -> bool {
        value.is_finite() && (self != Self::Log || value > 0.0)
    }
}

impl Chart {
    /// All points that can be drawn.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let all = self.series.iter().flat_map(|series| series.points.iter().copied());
        all.filter(|&(x, y)| self.x.scale.shows(x) && self.y.scale.shows(y))
    }

    /// The least and the largest x or y of all points that can be drawn; infinite where there is none.
    #[allow(clippy::needless_range_loop, reason = "compiled for size, each step of an iterator is a call")]
    pub(super) fn extent(&self, horizontal: bool) -> (f64, f64) {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for series in &self.series {
            let points = &series.points[..];
            for index in 0..points.len() {
                let (x, y) = points[index];
                if self.x.scale.shows(x) && self.y.scale.shows(y) {
                    let value = if horizontal { x } else { y };
                    least = if value < least { value } else { least };
                    most = if value > most { value } else { most };
                }
            }
        }
        (least, most)
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.points().next().is_none()
    }
}
