//! The built page in a real browser, as a person uses it.
//!
//! `scripts/test.sh` builds the page and names the browser and its driver; by hand:
//! `trunk build --release && cargo test --features e2e --test e2e -- --test-threads=1`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::type_complexity,
    missing_docs,
    reason = "a test stops where something is wrong, and its helpers too"
)]

mod access;
mod acting;
mod browser;
mod carry;
mod cores;
mod faults;
mod first;
mod flows;
mod keeping;
mod learning;
mod looks;
mod readers;
mod server;
mod speed;
mod watch;
