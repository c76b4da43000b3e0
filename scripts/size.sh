#!/usr/bin/env bash
# Prints what a visitor fetches before the first training, raw and gzipped: the page (HTML, scripts, styles, wasm)
# and the example that opens with it. Fails when the page alone is over its limit.
#
#   scripts/size.sh [FOLDER]
#
# FOLDER is dist by default, or the folder that trunk is about to publish when trunk calls this as a hook.
set -euo pipefail

# Of the page, gzipped. The example is data and does not count.
LIMIT_KIB=350
# The first of `Example::ALL` in src/session/example.rs.
FIRST_EXAMPLE=examples/homes_ca_2016.csv

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
case "${1:-}" in
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  -*)
    echo "size: unknown option $1" >&2
    exit 2
    ;;
esac
folder="${1:-${TRUNK_STAGING_DIR:-$root/dist}}"

# As trunk's hook: a debug build is no page for visitors, and far over the limit.
if [ "${TRUNK_PROFILE:-release}" = debug ]; then exit 0; fi

for file in index.html reader.js reader_bg.wasm lab.js lab_bg.wasm "$FIRST_EXAMPLE"; do
  if [ ! -f "$folder/$file" ]; then
    echo "size: no $file in $folder; build the page first: trunk build --release" >&2
    exit 1
  fi
done

raw_total=0
packed_total=0
# add FILE: prints its sizes and adds them to the totals.
add() {
  local raw packed
  raw=$(($(wc -c <"$1")))
  packed=$(($(gzip -9 -n -c "$1" | wc -c)))
  raw_total=$((raw_total + raw))
  packed_total=$((packed_total + packed))
  printf '%10d %10d  %s\n' "$raw" "$packed" "${1#"$folder"/}"
}

printf '%10s %10s\n' bytes gzipped
# Of the HTML only the page itself: other files are documents that a visitor may save. Not what keeps the page for visits
# without a network, which comes after all else. Not dist/.stage, where
# trunk leaves what an interrupted build had made. No pipe into the loop: it would lose the totals in its own shell.
while IFS= read -r file; do
  add "$file"
done < <(find "$folder" -path "$folder/.*" -prune -o -type f \
  \( -path "$folder/index.html" -o -name '*.js' -o -name '*.css' -o -name '*.wasm' \) ! -name 'reader*' ! -name 'lab*' ! -name sw.js ! -name offline.js -print |
  LC_ALL=C sort)
page=$packed_total
printf '%10d %10d  the page (limit %d gzipped)\n' "$raw_total" "$page" "$((LIMIT_KIB * 1024))"
add "$folder/$FIRST_EXAMPLE"
printf '%10d %10d  total before the first training\n' "$raw_total" "$packed_total"

echo "while the example is shown, for recipes, judgements and quicker training:"
add "$folder/lab.js"
add "$folder/lab_bg.wasm"
echo "when a visitor brings the first file of their own:"
add "$folder/reader.js"
add "$folder/reader_bg.wasm"

if [ "$page" -gt "$((LIMIT_KIB * 1024))" ]; then
  echo "size: the page is over its limit of $LIMIT_KIB KiB gzipped" >&2
  exit 1
fi
