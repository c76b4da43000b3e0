//! A canvas as a backend of plotters, for what a chart is drawn of. Text stands upright.

use std::cell::RefCell;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::numeric::decimal;

/// What the browser would not draw.
#[derive(Debug, Error)]
#[error("the canvas refused")]
pub struct Refused;

type Drawn = Result<(), DrawingErrorKind<Refused>>;

/// A colour, its opacity, and a width.
type Ink = ((u8, u8, u8), f64, u32);

/// Draws on a canvas, in its own pixels.
pub struct CanvasBackend {
    canvas: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    /// What fills and what strokes just now: a browser reads each colour anew.
    inks: RefCell<[Option<Ink>; 2]>,
}

impl CanvasBackend {
    /// `None` where the canvas is used in another way already.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let pen = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self { canvas, pen, inks: RefCell::default() })
    }

    fn ink(&self, color: BackendColor, fill: bool, width: u32) {
        let next = Some((color.rgb, color.alpha, width));
        if std::mem::replace(&mut self.inks.borrow_mut()[usize::from(fill)], next) == next {
            return;
        }
        let (red, green, blue) = color.rgb;
        let css = format!("rgba({red},{green},{blue},{})", decimal::shortest(color.alpha));
        if fill {
            self.pen.set_fill_style_str(&css);
        } else {
            self.pen.set_stroke_style_str(&css);
            self.pen.set_line_width(f64::from(width));
        }
    }
}

fn refused(_: JsValue) -> DrawingErrorKind<Refused> {
    DrawingErrorKind::DrawingError(Refused)
}

impl DrawingBackend for CanvasBackend {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        (self.canvas.width(), self.canvas.height())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
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
        self.ink(style.color(), fill, style.stroke_width());
        let [x, y, width, height] = [from.0, from.1, to.0 - from.0, to.1 - from.1].map(f64::from);
        if fill {
            self.pen.fill_rect(x, y, width, height);
        } else {
            self.pen.stroke_rect(x, y, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.ink(style.color(), false, style.stroke_width());
        self.pen.begin_path();
        // A line to somewhere begins there where there is no line yet.
        path.into_iter().for_each(|(x, y)| self.pen.line_to(f64::from(x), f64::from(y)));
        self.pen.stroke();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.ink(style.color(), fill, style.stroke_width());
        self.pen.begin_path();
        self.pen
            .arc(f64::from(center.0), f64::from(center.1), f64::from(radius), 0.0, std::f64::consts::TAU)
            .map_err(refused)?;
        if fill {
            self.pen.fill();
        } else {
            self.pen.stroke();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = style.anchor();
        self.pen.set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.pen.set_text_align(match anchor.h_pos {
            HPos::Left => "start",
            HPos::Right => "end",
            HPos::Center => "center",
        });
        self.ink(style.color(), true, 0);
        self.pen.set_font(&format!("{}px {}", decimal::shortest(style.size()), style.family().as_str()));
        self.pen.fill_text(text, f64::from(at.0), f64::from(at.1)).map_err(refused)
    }
}
