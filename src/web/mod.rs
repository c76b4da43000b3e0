//! The browser: components, the worker, canvas and files. The only rank that knows what it runs in.

mod canvas;
mod dispatch;
mod engine;
mod engines;
mod files;
#[cfg(feature = "lab")]
mod keep;
mod listen;
mod memo;
pub mod page;
mod parts;
#[cfg(feature = "reader")]
pub mod reader;
#[cfg(feature = "lab")]
mod room;
mod root;
#[cfg(feature = "lab")]
mod shelf;
mod turns;
mod wire;
pub mod worker;

/// Says on the console what went wrong where no person can be told, with what the browser says of it.
fn complain_of(what: &str, error: &wasm_bindgen::JsValue) {
    web_sys::console::error_2(&what.into(), error);
}

/// Says on the console what went wrong where no person can be told.
fn complain(what: &str) {
    web_sys::console::error_1(&what.into());
}
