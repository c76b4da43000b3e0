//! What must hold in a browser.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::type_complexity,
    missing_docs,
    reason = "a test stops where something is wrong, and its helpers too"
)]
#![cfg(target_arch = "wasm32")]

#[path = "../shared/bits.rs"]
mod bits;
#[path = "../shared/epoch.rs"]
mod epoch;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn a_browser_trains_the_same_bits_as_a_terminal() {
    let expected: Vec<&str> = bits::EXPECTED.lines().collect();
    assert_eq!(bits::fingerprints(), expected);
}

/// The times are printed, not asserted. Without optimisation they mean nothing, so only the smallest size is run then.
#[wasm_bindgen_test]
fn trainings_are_timed() {
    use wasm_bindgen::JsCast;
    let scope: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    let clock = scope.performance().unwrap();
    let all = [(&epoch::SIZES[..], 5), (&epoch::GROWTH[..], 2)];
    let smallest = [(&epoch::SIZES[..1], 1)];
    for &(sizes, repeats) in if cfg!(debug_assertions) { &smallest[..] } else { &all[..] } {
        for line in epoch::report(sizes, repeats, || clock.now()) {
            wasm_bindgen_test::console_log!("browser: {line}");
        }
    }
}
