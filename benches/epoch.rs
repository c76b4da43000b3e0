//! How fast an epoch is on this machine. `scripts/bench.sh` prints the same for the browser beside it.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops where something is wrong"
)]

#[path = "../tests/shared/epoch.rs"]
mod epoch;

use std::time::Instant;

fn main() {
    let start = Instant::now();
    for line in epoch::report(&epoch::SIZES, || start.elapsed().as_secs_f64() * 1e3) {
        println!("native:  {line}");
    }
}
