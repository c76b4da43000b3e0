#!/usr/bin/env bash
# Checks and tests everything, in the order in which mistakes are cheapest to find, and stops at the first.
#
#   scripts/test.sh           all, as in CI
#   scripts/test.sh --fast    formatting, native lints and native tests: no browser, no page, no Python
set -euo pipefail

# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

fast=false
case "${1:-}" in
  "") ;;
  --fast) fast=true ;;
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *)
    echo "unknown option $1 (there is only --fast)" >&2
    exit 2
    ;;
esac

# A fresh clone is built once: noting down what a second build could reuse only costs time and space.
if in_ci; then export CARGO_INCREMENTAL=0; fi

# step TITLE COMMAND...
step() {
  local title="$1" start=$SECONDS
  shift
  printf '\n== %s\n' "$title"
  if "$@" </dev/null; then
    printf -- '-- %s: ok, %d s\n' "$title" "$((SECONDS - start))"
  else
    local status=$?
    printf '\n-- FAILED: %s (after %d s)\n' "$title" "$((SECONDS - start))" >&2
    exit "$status"
  fi
}

wasm_tests() {
  local config status=0
  config="$(mktemp "${TMPDIR:-/tmp}/greengrad.XXXXXX")" || return 1
  # The browser that was found, not the one chromedriver would choose: its driver fits only that one.
  sed "s|\"args\"|\"binary\": \"$CHROMIUM\", \"args\"|" tests/webdriver.json >"$config" || return 1
  # A busy machine may need longer than the runner's 20 and 5 seconds.
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    WASM_BINDGEN_TEST_WEBDRIVER_JSON="$config" \
    WASM_BINDGEN_TEST_TIMEOUT=300 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=60 \
    cargo test --target "$WASM_TARGET" --features page --test wasm || status=$?
  rm -f "$config"
  return "$status"
}

# What is run in the engines beside Chromium for every change; scripts/quality.sh engines runs all of it in all of them.
IN_EVERY_ENGINE="flows::the_page_and_the_terminal_train_the_same_bits flows::open_press_space_and_read_the_tiles
  flows::own_data_is_predicted_in_its_unit flows::a_gbk_file flows::a_spreadsheet_opens flows::a_reload_keeps flows::pasted_text
  flows::a_broken_file flows::an_exploding_loss"

# end_to_end_tests ENGINE [TEST...]: the tests start the engine's driver themselves and serve the page from ports of their own;
# what the page computes is compared with what the terminal does.
end_to_end_tests() {
  local engine="$1"
  shift
  GREENGRAD_ENGINE="$engine" GREENGRAD_DIST="$ROOT/dist" cargo test --features e2e --test e2e -- --test-threads=1 "$@"
}

if $fast; then setup_checks; else setup_tests; fi
cd "$ROOT"

step "formatting" cargo fmt --check
step "lints" cargo clippy --all-targets -- -D warnings
if ! $fast; then
  step "lints with the end-to-end tests" cargo clippy --features e2e --test e2e -- -D warnings
  step "lints for wasm32" cargo clippy --target "$WASM_TARGET" --features page --lib --bin greengrad --test wasm \
    -- -D warnings
  step "lints for the page's lab" cargo clippy --target "$WASM_TARGET" --features page,lab --lib --bin lab \
    -- -D warnings
  step "lints for the page's reader" cargo clippy --target "$WASM_TARGET" --features page,reader --lib --bin reader \
    -- -D warnings
fi
step "native tests" cargo test
if ! $fast; then
  step "a minute of bytes that nobody meant, for every reader" cargo test --test fuzz -- 60
  step "exports in Python" cargo test --test python
  step "wasm tests in the browser" wasm_tests
  step "release build of the page" trunk build --release --offline
  step "size of the page" scripts/size.sh
  step "Lighthouse, one run" env CHROMIUM="$CHROMIUM" node target/lighthouse/measure.mjs "$ROOT/dist" short
  for engine in $ENGINES; do
    tests=""
    if [ "$engine" != chromium ]; then tests="$IN_EVERY_ENGINE"; fi
    # shellcheck disable=SC2086 # a list of words
    step "end-to-end tests in $engine" end_to_end_tests "$engine" $tests
  done
  if [ -n "$NOT_RUN" ]; then printf '\nnot run here, end-to-end tests in\n%s\n' "$NOT_RUN"; fi
fi

printf '\nall tests passed in %d s\n' "$SECONDS"
