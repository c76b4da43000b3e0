//! A chart is a value; drawing it is a pure function onto any plotters backend: the canvas of the page, and SVG for
//! downloads and tests.

mod chart;
mod decimate;
mod draw;
mod frame;
mod style;
mod svg;
mod ticks;

pub use chart::{Axis, Chart, Ink, Mark, Marker, Scale, Series};
pub use draw::{DrawError, draw, svg};
pub use frame::{Frame, HoverValue};
pub use style::{Rgb, Style, Theme};
