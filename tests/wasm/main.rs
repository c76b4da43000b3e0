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
fn epochs_are_timed() {
    let sizes = if cfg!(debug_assertions) { &epoch::SIZES[..1] } else { &epoch::SIZES[..] };
    for line in epoch::report(sizes, js_sys::Date::now) {
        wasm_bindgen_test::console_log!("browser: {line}");
    }
}
