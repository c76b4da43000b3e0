//! Drawing a chart onto a plotters backend.

use std::cell::RefCell;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use thiserror::Error;

use super::chart::{Chart, Mark, Scale, Series};
use super::frame::Frame;
use super::style::{Rgb, Style, stroke};
use super::svg::SvgBackend;
use super::{decimate, ticks};

/// A backend that refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the chart could not be drawn: {0}")]
pub struct DrawError(String);

const FONT: &str = "system-ui, \"Noto Sans CJK SC\", \"PingFang SC\", sans-serif";
const FONT_SIZE: f64 = 11.0;
/// A digit is about this much of the font's size wide.
const DIGIT: f64 = 0.58;
/// Room above the frame for the y label.
const TOP: f64 = 30.0;
/// Room below it for the x labels.
const BOTTOM: f64 = 34.0;
const RIGHT: f64 = 12.0;
const TITLE: f64 = 22.0;
/// A line so many times as long as its picture is wide and high has no dashes.
const DASHED: f64 = 12.0;
/// So many dots are drawn one by one; more are counted in cells of so many CSS pixels.
const DOTS: usize = 4000;
const CELL: f64 = 3.0;

/// The chart as an SVG document of that size in CSS pixels.
///
/// # Errors
/// None in practice.
pub fn svg(chart: &Chart, style: &Style, width: u32, height: u32) -> Result<String, DrawError> {
    let mut text = String::new();
    draw(SvgBackend::new(&mut text, (width, height)), chart, &Style { scale: 1.0, ..*style })?;
    Ok(text)
}

/// Draws a chart and says where. The backend's size is in device pixels: CSS pixels times `style.scale`.
///
/// # Errors
/// What the backend says.
pub fn draw<DB: DrawingBackend>(backend: DB, chart: &Chart, style: &Style) -> Result<Frame, DrawError> {
    let surface = RefCell::new(backend);
    let frame = Pen { surface: &surface, style }.chart(chart)?;
    surface.into_inner().present().map_err(|error| DrawError(error.to_string()))?;
    Ok(frame)
}

/// What a chart needs of a backend, so that the drawing itself is compiled once. Places are in device pixels.
trait Surface {
    fn size(&self) -> (u32, u32);
    fn fill(&self, color: Rgb) -> Result<(), DrawError>;
    fn path(&self, points: Vec<(i32, i32)>, color: Rgb, width: u32) -> Result<(), DrawError>;
    fn dot(&self, at: (i32, i32), radius: u32, color: Rgb, opacity: f64) -> Result<(), DrawError>;
    fn block(&self, from: (i32, i32), to: (i32, i32), color: Rgb, opacity: f64) -> Result<(), DrawError>;
    fn words(
        &self,
        words: &str,
        at: (i32, i32),
        size: f64,
        color: Rgb,
        anchor: (HPos, VPos),
    ) -> Result<(), DrawError>;
}

impl<DB: DrawingBackend> Surface for RefCell<DB> {
    fn size(&self) -> (u32, u32) {
        self.borrow().get_size()
    }

    fn fill(&self, color: Rgb) -> Result<(), DrawError> {
        let (width, height) = self.size();
        let drawn =
            self.borrow_mut().draw_rect((0, 0), (width as i32, height as i32), &color.color().filled(), true);
        drawn.map_err(|error| DrawError(error.to_string()))
    }

    fn path(&self, points: Vec<(i32, i32)>, color: Rgb, width: u32) -> Result<(), DrawError> {
        let drawn = self.borrow_mut().draw_path(points, &color.color().stroke_width(width));
        drawn.map_err(|error| DrawError(error.to_string()))
    }

    fn dot(&self, at: (i32, i32), radius: u32, color: Rgb, opacity: f64) -> Result<(), DrawError> {
        let drawn = self.borrow_mut().draw_circle(at, radius, &color.color().mix(opacity).filled(), true);
        drawn.map_err(|error| DrawError(error.to_string()))
    }

    fn block(&self, from: (i32, i32), to: (i32, i32), color: Rgb, opacity: f64) -> Result<(), DrawError> {
        let drawn = self.borrow_mut().draw_rect(from, to, &color.color().mix(opacity).filled(), true);
        drawn.map_err(|error| DrawError(error.to_string()))
    }

    fn words(
        &self,
        words: &str,
        at: (i32, i32),
        size: f64,
        color: Rgb,
        anchor: (HPos, VPos),
    ) -> Result<(), DrawError> {
        // Not `FontDesc::from`: that looks for a name in all scripts' cases.
        let font = FontDesc::new(FontFamily::Name(FONT), size, FontStyle::Normal);
        let style = font.color(&color.color()).pos(Pos::new(anchor.0, anchor.1));
        let drawn = self.borrow_mut().draw_text(words, &style, at);
        drawn.map_err(|error| DrawError(error.to_string()))
    }
}

/// How wide a label is, about; wide characters count twice.
fn width_of(label: &str) -> f64 {
    label.chars().map(|character| if character > '\u{2e80}' { 1.0 } else { DIGIT }).sum::<f64>() * FONT_SIZE
}

fn layout(chart: &Chart, style: &Style, (width, height): (f64, f64)) -> Frame {
    let (x, y) = (range(chart, true), range(chart, false));
    let legend = if style.alone { TITLE } else { 0.0 };
    let top = TOP + if style.alone { TITLE } else { 0.0 };
    let inner_height = (height - top - BOTTOM - legend).max(10.0);
    let widest = y_ticks(chart, y, inner_height).iter().map(|tick| width_of(&tick.label)).fold(0.0, f64::max);
    let left = (widest + 10.0).max(24.0);
    Frame {
        left,
        top,
        width: (width - left - RIGHT).max(10.0),
        height: inner_height,
        x,
        y,
        x_scale: chart.x.scale,
        y_scale: chart.y.scale,
    }
}

/// The ends of an axis: as given, or those of the data with a little room.
fn range(chart: &Chart, horizontal: bool) -> (f64, f64) {
    let axis = if horizontal { &chart.x } else { &chart.y };
    if let Some(range) = axis.range.filter(|range| range.1 > range.0) {
        return range;
    }
    let (least, most) = chart.extent(horizontal);
    if !least.is_finite() {
        return if axis.scale == Scale::Log { (0.01, 1.0) } else { (0.0, 1.0) };
    }
    if axis.scale == Scale::Log {
        let room = if most > least { (most / least).powf(0.05) } else { 2.0 };
        return (least / room, most * room);
    }
    if most <= least {
        let room = if least == 0.0 { 1.0 } else { least.abs() * 0.1 };
        return (least - room, most + room);
    }
    if horizontal {
        return (least, most);
    }
    let room = (most - least) * 0.06;
    // Values that are never negative stand on zero.
    let floor = if least >= 0.0 && least < (most - least) { 0.0 } else { least - room };
    (floor, most + room)
}

fn y_ticks(chart: &Chart, range: (f64, f64), height: f64) -> Vec<ticks::Tick> {
    let most = ((height / 34.0) as usize).clamp(2, 6);
    match chart.y.scale {
        Scale::Log => ticks::logarithmic(range.0, range.1, most),
        scale => ticks::linear(range.0, range.1, most, scale == Scale::Count),
    }
}

fn x_ticks(chart: &Chart, frame: &Frame, style: &Style) -> Vec<ticks::Tick> {
    let fitting = |label: f64| ((frame.width / (label + 18.0)) as usize).clamp(1, 8);
    match chart.x.scale {
        Scale::Time => ticks::time(frame.x.0, frame.x.1, fitting(48.0), style.chinese),
        Scale::Log => ticks::logarithmic(frame.x.0, frame.x.1, fitting(40.0)),
        scale => ticks::linear(frame.x.0, frame.x.1, fitting(36.0), scale == Scale::Count),
    }
}

/// Draws in CSS pixels on a surface of device pixels.
struct Pen<'a> {
    surface: &'a dyn Surface,
    style: &'a Style,
}

impl Pen<'_> {
    fn chart(&self, chart: &Chart) -> Result<Frame, DrawError> {
        self.surface.fill(self.style.theme.panel())?;
        let frame = layout(chart, self.style, self.size());
        self.axes(chart, &frame)?;
        for series in &chart.series {
            self.series(series, &frame)?;
        }
        self.words(chart, &frame)?;
        Ok(frame)
    }

    fn size(&self) -> (f64, f64) {
        let (width, height) = self.surface.size();
        (f64::from(width) / self.style.scale, f64::from(height) / self.style.scale)
    }

    fn pixel(&self, (x, y): (f64, f64)) -> (i32, i32) {
        ((x * self.style.scale).round() as i32, (y * self.style.scale).round() as i32)
    }

    fn line(&self, points: &[(f64, f64)], color: Rgb, width: f64) -> Result<(), DrawError> {
        let points = points.iter().map(|&point| self.pixel(point)).collect();
        self.surface.path(points, color, (width * self.style.scale).round().max(1.0) as u32)
    }

    fn text(&self, words: &str, at: (f64, f64), color: Rgb, anchor: (HPos, VPos)) -> Result<(), DrawError> {
        self.surface.words(words, self.pixel(at), FONT_SIZE * self.style.scale, color, anchor)
    }

    fn axes(&self, chart: &Chart, frame: &Frame) -> Result<(), DrawError> {
        let theme = self.style.theme;
        for tick in y_ticks(chart, frame.y, frame.height) {
            let (_, y) = frame.to_pixel(frame.x.0, tick.at);
            self.line(&[(frame.left, y), (frame.left + frame.width, y)], theme.grid(), 1.0)?;
            self.text(&tick.label, (frame.left - 7.0, y), theme.muted(), (HPos::Right, VPos::Center))?;
        }
        let below = frame.top + frame.height;
        let label_room = width_of(&chart.x.label) + 8.0;
        let mut free = 0.0;
        for tick in x_ticks(chart, frame, self.style) {
            let (x, _) = frame.to_pixel(tick.at, frame.y.0);
            let half = width_of(&tick.label) / 2.0;
            // Not over its neighbour, not out of the picture.
            if x - half < free || x + half > frame.left + frame.width + RIGHT {
                continue;
            }
            free = x + half + 8.0;
            self.line(&[(x, below), (x, below + 4.0)], theme.grid(), 1.0)?;
            self.text(&tick.label, (x, below + 7.0), theme.muted(), (HPos::Center, VPos::Top))?;
        }
        let right = frame.left + frame.width;
        if label_room < frame.width {
            self.text(&chart.x.label, (right, below + 20.0), theme.muted(), (HPos::Right, VPos::Top))?;
        }
        let top = frame.top - 27.0;
        self.text(&chart.y.label, (0.0, top), theme.muted(), (HPos::Left, VPos::Top))
    }

    fn series(&self, series: &Series, frame: &Frame) -> Result<(), DrawError> {
        let color = self.style.theme.series(series.ink);
        match series.mark {
            Mark::Points => self.points(series, frame, color),
            Mark::Line => {
                let (width, dash) = stroke(series.ink);
                let column = |x: f64| (frame.x_to_pixel(x) * self.style.scale) as i64;
                let points = decimate::by_column(&series.points, column);
                for piece in points.split(|&(x, y)| !frame.x_scale.shows(x) || !frame.y_scale.shows(y)) {
                    let pixels: Vec<(f64, f64)> =
                        piece.iter().map(|&(x, y)| clip(frame, frame.to_pixel(x, y))).collect();
                    // Where a line goes up and down within each pixel, nobody sees its dashes, and there would be a hundred thousand.
                    match dash.filter(|_| length(&pixels) < DASHED * (frame.width + frame.height)) {
                        None => self.line(&pixels, color, width)?,
                        Some((on, off)) => {
                            for stretch in dashes(&pixels, on, off) {
                                self.line(&stretch, color, width)?;
                            }
                        }
                    }
                }
                Ok(())
            }
        }
    }

    fn points(&self, series: &Series, frame: &Frame, color: Rgb) -> Result<(), DrawError> {
        if series.points.len() > DOTS {
            return self.cells(series, frame, color);
        }
        let radius = if series.points.len() > 400 { 1.6 } else { 2.6 };
        let size = (radius * self.style.scale).max(1.0) as u32;
        let visible =
            series.points.iter().filter(|point| frame.x_scale.shows(point.0) && frame.y_scale.shows(point.1));
        let opacity = if series.points.len() > 400 { 0.45 } else { 0.75 };
        for &(x, y) in visible {
            self.surface.dot(self.pixel(frame.to_pixel(x, y)), size, color, opacity)?;
        }
        Ok(())
    }

    /// Many points: each cell in which there are some, the darker the more, neighbours that are alike in one piece.
    fn cells(&self, series: &Series, frame: &Frame, color: Rgb) -> Result<(), DrawError> {
        let (columns, rows) = ((frame.width / CELL) as usize + 1, (frame.height / CELL) as usize + 1);
        let counts = decimate::by_cell(&series.points, [columns, rows], |(x, y)| {
            let seen = frame.x_scale.shows(x) && frame.y_scale.shows(y);
            let (x, y) = frame.to_pixel(x, y);
            let (x, y) = ((x - frame.left) / CELL, (y - frame.top) / CELL);
            (seen && x >= 0.0 && y >= 0.0).then_some([x as usize, y as usize])
        });
        let opacity = |count: u32| match count {
            0 => 0.0,
            1 => 0.4,
            2..=4 => 0.65,
            _ => 0.9,
        };
        for (row, counts) in counts.chunks(columns).enumerate() {
            let mut column = 0;
            for run in counts.chunk_by(|one, next| opacity(*one) == opacity(*next)) {
                let corner = |column: usize, row: usize| {
                    self.pixel((frame.left + column as f64 * CELL, frame.top + row as f64 * CELL))
                };
                if run[0] > 0 {
                    let (from, to) = (corner(column, row), corner(column + run.len(), row + 1));
                    self.surface.block(from, to, color, opacity(run[0]))?;
                }
                column += run.len();
            }
        }
        Ok(())
    }

    fn words(&self, chart: &Chart, frame: &Frame) -> Result<(), DrawError> {
        let theme = self.style.theme;
        if let Some(marker) =
            chart.marker.as_ref().filter(|marker| frame.x.0 <= marker.x && marker.x <= frame.x.1)
        {
            let (x, _) = frame.to_pixel(marker.x, frame.y.1);
            for stretch in dashes(&[(x, frame.top), (x, frame.top + frame.height)], 3.0, 3.0) {
                self.line(&stretch, theme.muted(), 1.0)?;
            }
            // Beside the line, on the side where there is room.
            let fits = x + width_of(&marker.label) + 6.0 < frame.left + frame.width;
            let (at, anchor) = if fits { (x + 5.0, HPos::Left) } else { (x - 5.0, HPos::Right) };
            self.text(&marker.label, (at, frame.top + 2.0), theme.ink(), (anchor, VPos::Top))?;
        }
        if let Some(badge) = &chart.badge {
            let at = (frame.left + frame.width, frame.top - 22.0);
            self.text(badge, at, theme.muted(), (HPos::Right, VPos::Top))?;
        }
        if self.style.alone { self.legend(chart, frame) } else { Ok(()) }
    }

    /// The title above and the legend below a picture that stands alone.
    fn legend(&self, chart: &Chart, frame: &Frame) -> Result<(), DrawError> {
        let theme = self.style.theme;
        self.text(&chart.title, (0.0, 4.0), theme.ink(), (HPos::Left, VPos::Top))?;
        let y = frame.top + frame.height + BOTTOM + TITLE / 2.0;
        let mut x = frame.left;
        for series in &chart.series {
            let color = theme.series(series.ink);
            match (series.mark, stroke(series.ink)) {
                (Mark::Points, _) => {
                    self.surface.dot(
                        self.pixel((x + 8.0, y)),
                        (2.6 * self.style.scale) as u32,
                        color,
                        1.0,
                    )?;
                }
                (Mark::Line, (width, None)) => self.line(&[(x, y), (x + 16.0, y)], color, width)?,
                (Mark::Line, (width, Some((on, off)))) => {
                    for stretch in dashes(&[(x, y), (x + 16.0, y)], on, off) {
                        self.line(&stretch, color, width)?;
                    }
                }
            }
            self.text(&series.label, (x + 22.0, y), theme.muted(), (HPos::Left, VPos::Center))?;
            x += 22.0 + width_of(&series.label) + 18.0;
        }
        Ok(())
    }
}

/// Lines that leave the frame end just outside of it.
fn clip(frame: &Frame, (x, y): (f64, f64)) -> (f64, f64) {
    (x, y.clamp(frame.top - 4.0, frame.top + frame.height + 4.0))
}

/// Cuts a line into dashes of `on` with gaps of `off`, both along the line.
/// How long a line is.
fn length(points: &[(f64, f64)]) -> f64 {
    points.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum()
}

fn dashes(points: &[(f64, f64)], on: f64, off: f64) -> Vec<Vec<(f64, f64)>> {
    let mut stretches = Vec::new();
    let mut current: Vec<(f64, f64)> = points.first().copied().into_iter().collect();
    let (mut drawing, mut left) = (true, on);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let rest = (to.0 - from.0).hypot(to.1 - from.1);
            if rest <= left || rest == 0.0 {
                left -= rest;
                if drawing {
                    current.push(to);
                }
                break;
            }
            let share = left / rest;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            if drawing {
                current.push(from);
                stretches.push(std::mem::take(&mut current));
            } else {
                current = vec![from];
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
    }
    if drawing && current.len() > 1 {
        stretches.push(current);
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::{Axis, Ink, Theme};

    #[test]
    fn dashes_have_their_lengths() {
        let cut = dashes(&[(0.0, 0.0), (10.0, 0.0)], 3.0, 2.0);
        assert_eq!(cut, [vec![(0.0, 0.0), (3.0, 0.0)], vec![(5.0, 0.0), (8.0, 0.0)]]);
    }

    #[test]
    fn many_points_are_cells_and_the_farthest_are_among_them() {
        let mut points: Vec<(f64, f64)> =
            (0..20_000).map(|index| (f64::from(index % 141), f64::from(index / 141) / 2.0)).collect();
        points.push((1000.0, 500.0));
        let series =
            Series { label: "s".to_owned(), ink: Ink::Model, mark: Mark::Points, points: points.into() };
        let chart = Chart {
            title: String::new(),
            x: Axis::new("x", Scale::Linear),
            y: Axis::new("y", Scale::Linear),
            series: vec![series],
            marker: None,
            badge: None,
        };
        let text = svg(&chart, &Style::default(), 620, 240).unwrap();
        assert!(text.len() < 100_000, "{} letters", text.len());
        // The one at the upper right end stands alone.
        let alone = text.split("<rect").filter(|piece| piece.contains("opacity=\"0.4\"")).count();
        assert!(alone >= 1, "{text}");
    }

    #[test]
    fn no_two_series_of_a_chart_differ_by_colour_alone() {
        let inks = [Ink::Actual, Ink::Model, Ink::Validation, Ink::Baseline];
        for (index, ink) in inks.iter().enumerate() {
            for other in &inks[index + 1..] {
                assert_ne!(stroke(*ink), stroke(*other), "{ink:?} {other:?}");
            }
        }
    }

    #[test]
    fn nothing_breaks_it() {
        let points: [&[(f64, f64)]; 5] = [
            &[],
            &[(f64::NAN, f64::NAN)],
            &[(0.0, f64::INFINITY), (1.0, -1.0)],
            &[(5.0, 5.0)],
            &[(0.0, 1e300), (1.0, 1e-300)],
        ];
        for points in points {
            for scale in [Scale::Linear, Scale::Log, Scale::Time, Scale::Count] {
                for (width, height) in [(1, 1), (40, 30), (620, 240)] {
                    let chart = Chart {
                        title: String::new(),
                        x: Axis::new("x", scale),
                        y: Axis::new("y", if scale == Scale::Time { Scale::Linear } else { scale }),
                        series: vec![Series {
                            label: "s".to_owned(),
                            ink: Ink::Model,
                            mark: Mark::Line,
                            points: points.into(),
                        }],
                        marker: None,
                        badge: None,
                    };
                    let style = Style { theme: Theme::Dark, alone: true, ..Style::default() };
                    assert!(svg(&chart, &style, width, height).is_ok(), "{points:?} {scale:?}");
                }
            }
        }
    }
}
