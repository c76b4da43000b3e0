#!/usr/bin/env bash
# Draws static/icons/*.png, which an installed page is shown by, from static/icon.svg. The pictures are committed: run this
# only after the drawing has changed.
#
#   scripts/icons.sh
#
# Needs Chromium or Chrome; one that is not called chromium can be named: CHROMIUM=/path/to/it
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
if [ $# -gt 0 ]; then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
  exit 0
fi
chromium="${CHROMIUM:-chromium}"
svg="$root/static/icon.svg"
work="$(mktemp -d "${TMPDIR:-/tmp}/greengrad.XXXXXX")"
trap 'rm -rf "$work"' EXIT
mkdir -p "$root/static/icons"

# draw NAME SIZE FILE: a page that shows nothing but the drawing, as a picture with a clear ground.
draw() {
  printf '<!doctype html><style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>' >"$work/page.html"
  cat "$3" >>"$work/page.html"
  "$chromium" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
    --default-background-color=00000000 "--window-size=$2,$2" "--screenshot=$root/static/icons/$1-$2.png" \
    "file://$work/page.html" >/dev/null 2>&1
}

draw icon 192 "$svg"
draw icon 512 "$svg"
# A mask may cut away all outside of the circle of 80 %: the ground goes to the edges, and what is drawn is made smaller.
sed -e 's|<rect width="32" height="32" rx="7"|<rect x="-5" y="-5" width="42" height="42"|' \
  -e 's|viewBox="0 0 32 32"|viewBox="-4 -4 40 40"|' "$svg" >"$work/maskable.svg"
draw maskable 512 "$work/maskable.svg"
