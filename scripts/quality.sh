#!/usr/bin/env bash
# Measures what takes too long for every change, keeps the figures in docs/quality/, and writes docs/quality.md from them.
#
#   scripts/quality.sh              everything, one after the other
#   scripts/quality.sh fuzz [MIN]   bytes that nobody meant, for every reader (10 minutes); adds to what was tried before
#   scripts/quality.sh soak [MIN]   all of the page again and again in one tab (120 minutes)
#   scripts/quality.sh lighthouse   Lighthouse on the release build, from a server of this machine that compresses
#   scripts/quality.sh speed        when the page is there, and how fast it draws
#   scripts/quality.sh deny         licences, sources, duplicates and advisories of all crates
#   scripts/quality.sh engines [E]  the end-to-end tests in every engine of this machine, or in one, counted
#   scripts/quality.sh report       docs/quality.md alone, from the figures that are there
#
# A run that is broken off loses nothing but the part it was at: each part writes its figures when it is done, and fuzz adds up.
# Figures are of this machine; their dates and versions stand beside them.
set -euo pipefail

# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

part="${1:-all}"
minutes="${2:-}"
case "$part" in
  all | fuzz | soak | lighthouse | engines | speed | deny | report) ;;
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *)
    echo "unknown part $part (see --help)" >&2
    exit 2
    ;;
esac

cd "$ROOT"
figures=docs/quality
# Another page than the one that was built last, where a variable names it.
dist="${GREENGRAD_DIST:-$ROOT/dist}"
mkdir -p "$figures"

machine() {
  local name memory
  name="$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)"
  memory="$(awk '/MemTotal/ { printf "%.0f GB", $2 / 1e6 }' /proc/meminfo 2>/dev/null)"
  printf '%s, %s cores, %s, %s' "${name:-$(uname -m)}" "$(getconf _NPROCESSORS_ONLN)" "${memory:-memory unknown}" "$(uname -s)"
}

# stamp FILE VERSIONS: when, on what, and of which commit the figures of a part are.
stamp() {
  local changed=""
  git diff --quiet HEAD -- src static scripts index.html Cargo.lock || changed=" with changes"
  printf '%s · %s%s · %s · %s\n' "$(date -u +%Y-%m-%d)" "$(git rev-parse --short HEAD)" "$changed" "$(machine)" "$2" >"$figures/$1.stamp"
}

built() {
  [ -f "$dist/greengrad.html" ] || { setup_build && trunk build --release --offline; }
}

fuzz() {
  setup_checks
  # Another seed each time: what was tried is not tried again.
  local seed
  seed="$(($(date +%s) % 1000000))"
  cargo test --test fuzz -- "$((${1:-10} * 60))" "$seed" | tee "$figures/fuzz.last"
  cat "$figures/fuzz.last" >>"$figures/fuzz.tried"
  rm "$figures/fuzz.last"
  stamp fuzz "$(in_root rustc --version | cut -d' ' -f1-2)"
}

soak() {
  setup_tests
  built
  # The page may be changed while this one is tried for hours.
  stamp soak.begun "$("$CHROMIUM" --version | head -n 1)"
  GREENGRAD_SOAK_MINUTES="${1:-120}" GREENGRAD_DIST="$dist" cargo test --features e2e --test e2e -- --nocapture hours_in_one_tab |
    tee "target/soak.log"
  grep '^soak ' "target/soak.log" >"$figures/soak.curve"
  rm "target/soak.log"
  mv "$figures/soak.begun.stamp" "$figures/soak.stamp"
}

# The end-to-end tests in one engine, or in all: each has figures of its own, so that one can be measured again alone.
engines() {
  setup_tests
  built
  local engine log
  for engine in ${1:-$ENGINES}; do
    stamp "engine-$engine.begun" "$(engine_version "$engine")"
    log="target/$engine.log"
    GREENGRAD_ENGINE="$engine" GREENGRAD_DIST="$dist" cargo test --features e2e --test e2e -- --test-threads=1 --nocapture \
      >"$log" 2>&1 || true
    {
      sed -n 's/^test result: //p' "$log" | tail -n 1 | grep . || echo "did not run to its end"
      sed -n 's/^\(test .* \.\.\. \)\{0,1\}\(.*\): not (all) run in .*$/  left out, or a part of it: \2/p' "$log"
      sed -n '/^failures:$/,/^test result/s/^    \([a-z_]*::[a-z_0-9]*\)$/  FAILED: \1/p' "$log" | sort -u
    } | tee "$figures/engine-$engine.txt"
    if [ "$engine" = chromium ]; then
      sed -n '/six times slower/,/^loading/p' "$log" | tail -n +2 >"$figures/slow.txt"
    fi
    mv "$figures/engine-$engine.begun.stamp" "$figures/engine-$engine.stamp"
  done
}

engine_version() {
  case "$1" in
    chromium) "$CHROMIUM" --version | head -n 1 ;;
    firefox) { firefox --version || firefox-esr --version; } 2>/dev/null | head -n 1 ;;
    webkit) dpkg-query --showformat 'WebKitGTK ${Version}' --show webkit2gtk-driver 2>/dev/null ;;
    *) echo "$1" ;;
  esac
}

lighthouse() {
  setup_build
  setup_browser
  setup_lighthouse
  built
  CHROMIUM="$CHROMIUM" node target/lighthouse/measure.mjs "$dist" | tee "$figures/lighthouse.txt"
  stamp lighthouse "$("$CHROMIUM" --version | head -n 1)"
}

speed() {
  setup_tests
  built
  GREENGRAD_TURNS=5 GREENGRAD_DIST="$dist" cargo test --features e2e --test e2e -- --test-threads=1 --nocapture speed:: |
    sed -n 's/^\(test .* \.\.\. \)\{0,1\}\(first paint after\|a chart of\|a million rows\|a sweep of\)/\2/p' | tee "$figures/speed.txt"
  stamp speed "$("$CHROMIUM" --version | head -n 1)"
}

# Licences, sources and duplicates; advisories where their database, a repository of GitHub's, can be had.
deny() {
  setup_rust
  setup_deny
  {
    cargo deny --offline check licenses bans sources 2>&1 | tail -n 1
    printf 'crates twice in different versions: %s\n' "$(cargo deny --offline check bans 2>&1 | grep -c '^warning\[duplicate\]' || true)"
    local said
    if said="$(cargo deny check advisories 2>&1)"; then
      echo "advisories ok"
    elif grep -q 'failed to fetch advisory database' <<<"$said"; then
      echo "advisories: their database, a repository of GitHub's, cannot be had on this machine"
    else
      echo "advisories: $(grep -c '^error\[' <<<"$said" || true) found"
    fi
  } | tee "$figures/deny.txt"
  stamp deny "$(cargo deny --version)"
}

# part_of TITLE NAME: a heading, the stamp, and what is known.
part_of() {
  printf '## %s\n\n' "$1"
  if [ -f "$figures/$2.stamp" ]; then printf 'Measured %s.\n\n' "$(cat "$figures/$2.stamp")"; else printf 'Not measured yet.\n\n'; fi
}

report() {
  {
    printf '# Quality\n\nWritten by `scripts/quality.sh`; every figure is of a run. What runs where and against what it is held stands in [tests.md](tests.md), speed in [benchmarks.md](benchmarks.md).\n\n'
    printf '## Engines\n\n'
    local engine
    for engine in chromium firefox webkit safari; do
      if [ -f "$figures/engine-$engine.txt" ]; then
        printf 'In %s, measured %s:\n\n```\n%s\n```\n\n' "$engine" "$(cat "$figures/engine-$engine.stamp")" "$(cat "$figures/engine-$engine.txt")"
      fi
    done
    printf 'All rules of axe-core are held in every state of the page, light and dark, in both languages, as a part of these tests (`tests/e2e/access.rs`); the faults that are injected are those of `tests/e2e/faults.rs`, `keeping.rs` and `carry.rs`:\n\n'
    sed -n '/^#\[test\]/{n;s/^fn \(.*\)() {.*/\1/p;}' tests/e2e/faults.rs tests/e2e/keeping.rs tests/e2e/carry.rs | tr _ ' ' | sed 's/^/- /'
    printf '\n'
    if [ -s "$figures/slow.txt" ]; then printf 'On a processor that looks six times slower, tasks of more than 50 ms on the page'"'"'s thread, in ms:\n\n```\n%s\n```\n\n' "$(cat "$figures/slow.txt")"; fi
    part_of "Speed" speed
    if [ -s "$figures/speed.txt" ]; then printf '```\n%s\n```\n\n' "$(cat "$figures/speed.txt")"; fi
    part_of "Lighthouse" lighthouse
    if [ -f "$figures/lighthouse.txt" ]; then printf '```\n%s\n```\n\n' "$(cat "$figures/lighthouse.txt")"; fi
    part_of "Inputs tried" fuzz
    if [ -f "$figures/fuzz.tried" ]; then
      printf '| reader | inputs | finds |\n|---|---|---|\n'
      awk -F'[:, ]+' '$1 == "all" { next } { tried += $2; found += $4; inputs[$1] += $2; finds[$1] += $4; if (!($1 in seen)) { seen[$1] = 1; order[++count] = $1 } }
        END { for (place = 1; place <= count; place++) printf "| %s | %d | %d |\n", order[place], inputs[order[place]], finds[order[place]]
          printf "| all | %d | %d |\n", tried, found }' "$figures/fuzz.tried"
      printf '\nWhat was found is kept in `tests/fuzz/finds` and read again by every `cargo test`.\n\n'
    fi
    part_of "Soak" soak
    if [ -s "$figures/soak.curve" ]; then printf 'Examples and a file loaded, trained and planned, the language changed, in one tab:\n\n```\n%s\n```\n\n' "$(awk 'NR % 6 == 1 || NR < 3' "$figures/soak.curve"; tail -n 1 "$figures/soak.curve")"; fi
    part_of "Dependencies" deny
    if [ -s "$figures/deny.txt" ]; then printf '```\n%s\n```\n\n' "$(cat "$figures/deny.txt")"; fi
    printf '## Sizes\n\n'
    if [ -f dist/index.html ]; then printf '```\n%s\n```\n' "$(scripts/size.sh)"; else printf 'No page was built.\n'; fi
  } >docs/quality.md
  say "wrote docs/quality.md"
}

case "$part" in
  all)
    engines
    lighthouse
    speed
    deny
    fuzz
    soak
    ;;
  report) ;;
  *) "$part" "$minutes" ;;
esac
report
