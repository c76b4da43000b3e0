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

/// A panic ends a worker with its own words, which the page tells. What ends it without words ran out of memory.
fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let words = panic.to_string();
        complain(&words);
        wasm_bindgen::throw_str(&words)
    }));
}

/// Says on the console what went wrong where no person can be told.
fn complain(what: &str) {
    web_sys::console::error_1(&what.into());
}
