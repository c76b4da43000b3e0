//! A chart on a canvas: drawn sharp on any screen, again when its size or the colour scheme changes, with the values
//! under the pointer.

mod backend;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlCanvasElement, MediaQueryList, ResizeObserver};
use yew::prelude::*;

use backend::CanvasBackend;

use super::complain;
use super::dispatch::use_shell;
use super::turns::Turn;
use crate::i18n::Language;
use crate::plot::{Chart, Frame, HoverValue, Style, Theme, draw};

/// What is drawn.
#[derive(Properties, PartialEq)]
pub struct CanvasProps {
    /// The chart.
    pub chart: Rc<Chart>,
    /// What it shows, for listeners.
    pub summary: String,
    /// Says what the pointer is on; nothing when it leaves.
    pub onhover: Callback<Vec<HoverValue>>,
    /// The canvas, for saving it.
    pub canvas: NodeRef,
}

/// A chart on a canvas.
#[component]
pub fn Canvas(props: &CanvasProps) -> Html {
    let shell = use_shell();
    let theme = use_theme();
    let frame = use_mut_ref(|| None::<Frame>);
    let turn = use_memo((), |()| Turn::default());
    let size = use_size(&props.canvas);
    {
        let (canvas, frame) = (props.canvas.clone(), frame.clone());
        let deps = (Rc::clone(&props.chart), theme, shell.language, size);
        use_effect_with(deps, move |(chart, theme, language, size)| {
            let Some(size) = *size else { return };
            let style = Style {
                theme: *theme,
                chinese: *language == Language::Zh,
                scale: pixel_ratio(),
                alone: false,
            };
            let chart = Rc::clone(chart);
            turn.take(move || {
                *frame.borrow_mut() = canvas
                    .cast::<HtmlCanvasElement>()
                    .and_then(|canvas| paint(&canvas, size, &chart, &style));
            });
        });
    }
    let hover = {
        let (chart, frame, onhover, canvas) =
            (Rc::clone(&props.chart), frame.clone(), props.onhover.clone(), props.canvas.clone());
        Callback::from(move |event: PointerEvent| {
            let (Some(frame), Some(canvas)) = (*frame.borrow(), canvas.cast::<HtmlCanvasElement>()) else {
                return;
            };
            let at = canvas.get_bounding_client_rect();
            let (x, y) = (f64::from(event.client_x()) - at.left(), f64::from(event.client_y()) - at.top());
            onhover.emit(frame.nearest(&chart, x, y));
        })
    };
    let leave = props.onhover.reform(|_: PointerEvent| Vec::new());
    html! {
        <canvas ref={props.canvas.clone()} role="img" aria-label={props.summary.clone()}
            onpointermove={hover.clone()} onpointerdown={hover} onpointerleave={leave}></canvas>
    }
}

/// Draws on a canvas of this size in CSS pixels at the screen's own resolution.
fn paint(canvas: &HtmlCanvasElement, size: (f64, f64), chart: &Chart, style: &Style) -> Option<Frame> {
    let device = |css: f64| (css * style.scale).round() as u32;
    let (width, height) = (device(size.0), device(size.1));
    if width < 20 || height < 20 {
        return None;
    }
    canvas.set_width(width);
    canvas.set_height(height);
    let backend = CanvasBackend::new(canvas.clone())?;
    match draw(backend, chart, style) {
        Ok(frame) => Some(frame),
        Err(error) => {
            complain(&error.to_string());
            None
        }
    }
}

/// Device pixels per CSS pixel.
pub fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).max(1.0)
}

/// The width and height of an element in CSS pixels, measured again when they change; `None` before they are known. While it is hidden, the
/// last ones.
#[hook]
pub fn use_size(node: &NodeRef) -> Option<(f64, f64)> {
    let size = use_state_eq(|| None);
    let (node, own) = (node.clone(), size.setter());
    use_effect_with((), move |()| {
        let element = node.cast::<Element>();
        let measured = {
            let (element, turn) = (element.clone(), Turn::default());
            Closure::<dyn FnMut()>::new(move || {
                // All is laid out already; asked at another time, it would be for this.
                let at = element.as_ref().map(Element::get_bounding_client_rect);
                if let Some(at) = at.filter(|at| at.width() > 0.0) {
                    // Drawn in this very task, it would be laid out twice.
                    let own = own.clone();
                    turn.take(move || own.set(Some((at.width(), at.height()))));
                }
            })
        };
        let observer = ResizeObserver::new(measured.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, &element) {
            observer.observe(element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(measured);
        }
    });
    *size
}

thread_local! {
    /// One for all canvases: the browser keeps each that was ever asked for.
    static DARK: Option<MediaQueryList> =
        web_sys::window().and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten());
}

/// The colour scheme that the person chose for their system.
#[hook]
pub fn use_theme() -> Theme {
    let theme = use_state(theme);
    {
        let theme = theme.clone();
        use_effect_with((), move |()| {
            let changed = Closure::<dyn FnMut()>::new(move || theme.set(self::theme()));
            let dark = DARK.with(Clone::clone);
            if let Some(dark) = &dark
                && dark.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref()).is_err()
            {
                complain("the colour scheme cannot be followed");
            }
            move || {
                if let Some(dark) = dark {
                    let _ =
                        dark.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
                }
            }
        });
    }
    *theme
}

fn theme() -> Theme {
    if DARK.with(|dark| dark.as_ref().is_some_and(MediaQueryList::matches)) {
        Theme::Dark
    } else {
        Theme::Light
    }
}
