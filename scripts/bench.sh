#!/usr/bin/env bash
# Times whole trainings natively and in the browser, one after the other on the same machine (rows/s, GFLOP/s and the share of
# the peak measured beside them, also as rows and widths grow), reports long tasks on the page while it trains, plans days by the hour and by the quarter, and reads a table of 1,000,000 rows in the page and in the fastest readers of
# the JavaScript world (needs npm, which fetches these).
#
#   scripts/bench.sh
#   scripts/bench.sh peers    only the trainings, in turns with TensorFlow.js in the same browser, scikit-learn and JAX; the table
#                             goes into docs/benchmarks.md (needs npm and Python, which fetch these, about 720 MB into target/,
#                             once; then about ten minutes, on a machine that should do nothing else)
set -euo pipefail

# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

peers=false
case "${1:-}" in
  "") ;;
  peers) peers=true ;;
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *)
    echo "unknown option $1 (there is only peers)" >&2
    exit 2
    ;;
esac

# TensorFlow.js in the versions of the lock file, without the scripts that packages would like to run.
tensorflow() {
  mkdir -p target/peers
  rm -f target/peers/installed.json
  cp benches/peers/package.json benches/peers/package-lock.json target/peers/
  npm ci --prefix target/peers --ignore-scripts --no-audit --no-fund
  cp benches/peers/package-lock.json target/peers/installed.json
}

setup_peers() {
  setup_cc
  setup_rust
  setup_crates
  setup_bindgen
  setup_browser
  have npm || die "npm is missing, which fetches TensorFlow.js to compare with"
  cmp -s benches/peers/package-lock.json target/peers/installed.json ||
    timed peers "TensorFlow.js, into target/peers (120 MB, once)" tensorflow ||
    die "TensorFlow.js comes from npm (npm's own settings for a mirror or a proxy count): see the lines above"
  setup_venv "$ROOT/target/peers-python" "$ROOT/benches/peers/requirements.txt" "sklearn, jax" \
    "scikit-learn and JAX, into target/peers-python (600 MB, about half a minute, once)" "the trainings beside scikit-learn and JAX"
}

cd "$ROOT"
if $peers; then setup_peers; else setup_tests; fi

config="$(mktemp "${TMPDIR:-/tmp}/greengrad.XXXXXX")"
trap 'rm -f "$config"' EXIT
# The browser that was found, not the one chromedriver would choose.
sed "s|\"args\"|\"binary\": \"$CHROMIUM\", \"args\"|" tests/webdriver.json >"$config"
export CHROMIUM CHROMEDRIVER WASM_BINDGEN_TEST_WEBDRIVER_JSON="$config" WASM_BINDGEN_TEST_TIMEOUT=300

if $peers; then
  WASM_TARGET="$WASM_TARGET" target/peers-python/bin/python benches/peers/compare.py
  exit
fi

cargo bench --bench epoch

CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
  cargo test --profile page --target "$WASM_TARGET" --features page --test wasm -- --nocapture

# Tasks of more than 50 ms on the page's thread while it trains, as a browser reports them.
trunk build --release --offline
cargo test --features e2e --test e2e long_tasks -- --nocapture

# Plans of a day, and all days of the test planned by five ways.
cargo test --features e2e --test e2e plans_and_replays -- --ignored --nocapture

# The readers, each in a browser of its own, in turns.
have npm || die "npm is missing, which fetches the readers to compare with"
mkdir -p target/readers
cp benches/readers/* target/readers/
npm ci --prefix target/readers --no-audit --no-fund
GREENGRAD_PEERS="$PWD/target/readers" \
  cargo test --features e2e --test e2e readers_side_by_side -- --ignored --nocapture
