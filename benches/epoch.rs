//! How fast a training is on this machine, and how its time grows. `scripts/bench.sh` prints the same for the browser beside it.
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
    let now_ms = || start.elapsed().as_secs_f64() * 1e3;
    for (sizes, repeats) in [(&epoch::SIZES[..], 5), (&epoch::GROWTH[..], 2)] {
        for line in epoch::report(sizes, repeats, now_ms) {
            println!("native:  {line}");
        }
    }
}
