//! A chart on a canvas: drawn sharp on any screen, again when its size or the colour scheme changes, with the values
//! under the pointer.

mod backend;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlCanvasElement, MediaQueryList, ResizeObserver};
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
    let resized = use_state(|| 0_u32);
    let frame = use_mut_ref(|| None::<Frame>);
    let turn = use_memo((), |()| Turn::default());
    use_resizes(&props.canvas, &resized);
    {
        let (canvas, frame) = (props.canvas.clone(), frame.clone());
        let deps = (Rc::clone(&props.chart), theme, shell.language, *resized);
        use_effect_with(deps, move |(chart, theme, language, _)| {
            let style = Style {
                theme: *theme,
                chinese: *language == Language::Zh,
                scale: pixel_ratio(),
                alone: false,
            };
            let chart = Rc::clone(chart);
            turn.take(move || {
                *frame.borrow_mut() =
                    canvas.cast::<HtmlCanvasElement>().and_then(|canvas| paint(&canvas, &chart, &style));
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

/// Draws on a canvas at the screen's own resolution.
fn paint(canvas: &HtmlCanvasElement, chart: &Chart, style: &Style) -> Option<Frame> {
    let at = canvas.get_bounding_client_rect();
    let device = |css: f64| (css * style.scale).round() as u32;
    let (width, height) = (device(at.width()), device(at.height()));
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

/// Counts the changes of an element's size.
#[hook]
fn use_resizes(node: &NodeRef, resized: &UseStateHandle<u32>) {
    let (node, resized) = (node.clone(), resized.clone());
    use_effect_with((), move |()| {
        let count = std::cell::Cell::new(0_u32);
        let changed = Closure::<dyn FnMut()>::new(move || {
            count.set(count.get() + 1);
            resized.set(count.get());
        });
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, node.cast::<web_sys::Element>()) {
            observer.observe(&element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(changed);
        }
    });
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
