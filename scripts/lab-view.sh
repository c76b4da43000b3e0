#!/usr/bin/env bash
# Makes lab-view.js of the lab's script: the same module for the page itself, which draws a panel by it. The script is
# put into a function of its own, because its names are those of the page's own module.
#
# trunk calls it after a build; the folder that it is about to publish is in TRUNK_STAGING_DIR.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="${TRUNK_STAGING_DIR:-$root/dist}"
{
  echo '(() => {'
  cat "$folder/lab.js"
  # A minified script ends without a semicolon.
  printf '\n;window.greengradLab = wasm_bindgen;\n'
  echo '})();'
} >"$folder/lab-view.js"
