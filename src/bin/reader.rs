//! The page's reader of people's own files, in a worker of its own. The page loads it when the first
//! file is dropped.

use wasm_bindgen::JsCast;

fn main() {
    if let Ok(scope) = js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        greengrad::web::reader::start(scope);
    }
}
