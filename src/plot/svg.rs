//! A picture as an SVG document: a backend of plotters for what a chart is drawn of. The page has it too, so it is small:
//! text stands upright, and numbers are written by [`decimal`].

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use crate::numeric::decimal;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Writes a document of that size in CSS pixels.
pub(super) struct SvgBackend<'a> {
    document: &'a mut String,
    size: (u32, u32),
}

impl<'a> SvgBackend<'a> {
    /// Begins a document; [`DrawingBackend::present`] ends it.
    pub(super) fn new(document: &'a mut String, size: (u32, u32)) -> Self {
        let (width, height) = (size.0.to_string(), size.1.to_string());
        let view = format!("0 0 {width} {height}");
        let mut backend = Self { document, size };
        backend.open(
            "svg",
            &[
                ("width", &width),
                ("height", &height),
                ("viewBox", &view),
                ("xmlns", "http://www.w3.org/2000/svg"),
            ],
        );
        backend.document.push_str(">\n");
        backend
    }

    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.document.push('<');
        self.document.push_str(tag);
        for (name, value) in attributes {
            self.document.push(' ');
            self.document.push_str(name);
            self.document.push_str("=\"");
            self.escape(value);
            self.document.push('"');
        }
    }

    fn shape(&mut self, tag: &str, attributes: &[(&str, &str)]) -> Drawn {
        self.open(tag, attributes);
        self.document.push_str("/>\n");
        Ok(())
    }

    fn escape(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '<' => self.document.push_str("&lt;"),
                '>' => self.document.push_str("&gt;"),
                '&' => self.document.push_str("&amp;"),
                '"' => self.document.push_str("&quot;"),
                other => self.document.push(other),
            }
        }
    }
}

fn color(color: BackendColor) -> String {
    let (red, green, blue) = color.rgb;
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Fill and stroke of a shape.
fn inks(of: BackendColor, fill: bool) -> [String; 2] {
    let none = "none".to_owned();
    if fill { [color(of), none] } else { [none, color(of)] }
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.document.push_str("</svg>\n");
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &color, true)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let [fill, stroke] = inks(style.color(), fill);
        let place = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(|length| length.to_string());
        self.shape(
            "rect",
            &[
                ("x", &place[0]),
                ("y", &place[1]),
                ("width", &place[2]),
                ("height", &place[3]),
                ("opacity", &decimal::shortest(style.color().alpha)),
                ("fill", &fill),
                ("stroke", &stroke),
            ],
        )
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points = path.into_iter().fold(String::new(), |mut points, (x, y)| {
            // Writing to a text cannot fail.
            let _ = write!(points, "{x},{y} ");
            points
        });
        self.shape(
            "polyline",
            &[
                ("fill", "none"),
                ("opacity", &decimal::shortest(style.color().alpha)),
                ("stroke", &color(style.color())),
                ("stroke-width", &style.stroke_width().to_string()),
                ("points", &points),
            ],
        )
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let [fill, stroke] = inks(style.color(), fill);
        self.shape(
            "circle",
            &[
                ("cx", &center.0.to_string()),
                ("cy", &center.1.to_string()),
                ("r", &radius.to_string()),
                ("opacity", &decimal::shortest(style.color().alpha)),
                ("fill", &fill),
                ("stroke", &stroke),
                ("stroke-width", &style.stroke_width().to_string()),
            ],
        )
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = style.anchor();
        self.open(
            "text",
            &[
                ("x", &at.0.to_string()),
                ("y", &at.1.to_string()),
                (
                    "dy",
                    match anchor.v_pos {
                        VPos::Top => "0.76em",
                        VPos::Center => "0.5ex",
                        VPos::Bottom => "-0.5ex",
                    },
                ),
                (
                    "text-anchor",
                    match anchor.h_pos {
                        HPos::Left => "start",
                        HPos::Right => "end",
                        HPos::Center => "middle",
                    },
                ),
                ("font-family", style.family().as_str()),
                // As large as plotters' own backend writes it.
                ("font-size", &decimal::shortest(style.size() / 1.24)),
                ("opacity", &decimal::shortest(style.color().alpha)),
                ("fill", &color(style.color())),
            ],
        );
        self.document.push_str(">\n");
        self.escape(text);
        self.document.push_str("\n</text>\n");
        Ok(())
    }
}
