//! The page's program. One module is both page and worker: it wakes up as what its global scope says.

use wasm_bindgen::JsCast;

fn main() {
    let global = js_sys::global();
    if let Ok(scope) = global.dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        greengrad::web::worker::start(scope);
    } else {
        greengrad::web::page::start();
    }
}
