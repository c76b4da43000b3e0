//! Where the page begins.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::{complain, root};

/// Puts the page into its element.
pub fn start() {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(element) = document.and_then(|document| document.get_element_by_id("app")) else {
        return complain("the page has no element for the app");
    };
    // In a task of its own: this one has instantiated the module.
    after(0, || {
        // What stood there while it loaded.
        element.set_inner_html("");
        yew::Renderer::<root::Root>::with_root(element).render();
    });
}

/// Does something after so many ms.
pub fn after(milliseconds: i32, then: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(then);
    let set = web_sys::window().map(|window| {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), milliseconds)
    });
    if !matches!(set, Some(Ok(_))) {
        complain("no timer");
    }
}

/// Does something every so many ms, for the page's life.
pub fn every(milliseconds: i32, tick: impl FnMut() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(tick).into_js_value();
    let set = web_sys::window().map(|window| {
        window.set_interval_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), milliseconds)
    });
    if !matches!(set, Some(Ok(_))) {
        complain("no timer");
    }
}
