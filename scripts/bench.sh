#!/usr/bin/env bash
# Times whole trainings natively and in the browser, one after the other on the same machine (rows/s, GFLOP/s and the share of
# the peak measured beside them, also as rows and widths grow), reports long tasks on the page while it trains, plans days by the hour and by the quarter, and reads a table of 1,000,000 rows in the page and in the fastest readers of
# the JavaScript world (needs npm, which fetches these).
#
#   scripts/bench.sh
set -euo pipefail

# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
setup_tests
cd "$ROOT"

cargo bench --bench epoch

config="$(mktemp "${TMPDIR:-/tmp}/greengrad.XXXXXX")"
trap 'rm -f "$config"' EXIT
# The browser that was found, not the one chromedriver would choose.
sed "s|\"args\"|\"binary\": \"$CHROMIUM\", \"args\"|" tests/webdriver.json >"$config"
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
  WASM_BINDGEN_TEST_WEBDRIVER_JSON="$config" WASM_BINDGEN_TEST_TIMEOUT=300 \
  cargo test --profile page --target "$WASM_TARGET" --features page --test wasm -- --nocapture

# Tasks of more than 50 ms on the page's thread while it trains, as a browser reports them.
trunk build --release --offline
CHROMIUM="$CHROMIUM" CHROMEDRIVER="$CHROMEDRIVER" \
  cargo test --features e2e --test e2e long_tasks -- --nocapture

# Plans of a day, and all days of the test planned by five ways.
CHROMIUM="$CHROMIUM" CHROMEDRIVER="$CHROMEDRIVER" \
  cargo test --features e2e --test e2e plans_and_replays -- --ignored --nocapture

# The readers, each in a browser of its own, in turns.
have npm || die "npm is missing, which fetches the readers to compare with"
mkdir -p target/readers
cp benches/readers/* target/readers/
npm ci --prefix target/readers --no-audit --no-fund
CHROMIUM="$CHROMIUM" CHROMEDRIVER="$CHROMEDRIVER" GREENGRAD_PEERS="$PWD/target/readers" \
  cargo test --features e2e --test e2e readers_side_by_side -- --ignored --nocapture
