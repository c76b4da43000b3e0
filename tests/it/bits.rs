//! The same bits on every platform; `tests/wasm` holds the browser against the same file.

#[path = "../shared/bits.rs"]
mod shared;

#[test]
fn this_machine_trains_the_expected_bits() {
    let found = shared::fingerprints();
    let expected: Vec<&str> = shared::EXPECTED.lines().collect();
    assert_eq!(found, expected, "found:\n{}", found.join("\n"));
}
