//! The page's lab: the worker that trains, with recipes and judgements, compiled for speed. The page fetches it while its
//! first worker shows the example, and it takes over then.

use wasm_bindgen::JsCast;

fn main() {
    if let Ok(scope) = js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        greengrad::web::worker::start(scope);
    }
}
