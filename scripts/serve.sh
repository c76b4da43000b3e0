#!/usr/bin/env bash
# Builds the page as a visitor gets it and serves it on this machine.
#
#   scripts/serve.sh [--port PORT] [--open]
#
#   --port PORT   8080 by default
#   --open        opens the page in the browser once it is there
#
# Ctrl-C ends it.
set -euo pipefail

# shellcheck source=scripts/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; }

port=8080
open=false
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --open) open=true ;;
    --port)
      port="${2:-}"
      # Without its number the check below complains.
      if [ $# -gt 1 ]; then shift; fi
      ;;
    --port=*) port="${1#--port=}" ;;
    *)
      echo "serve: unknown option $1" >&2
      usage >&2
      exit 2
      ;;
  esac
  shift
done
case "$port" in
  "" | *[!0-9]* | ??????*) port=0 ;;
esac
if [ "$port" -lt 1 ] || [ "$port" -gt 65535 ]; then
  echo "serve: --port needs a number from 1 to 65535" >&2
  exit 2
fi

# Without leading zeros, which bash would take for an octal number.
port=$((10#$port))
address=127.0.0.1
url="http://$address:$port/"

show() {
  local command
  for command in xdg-open open; do
    if have "$command"; then
      "$command" "$url" >/dev/null 2>&1 || true
      return
    fi
  done
  echo "No way to open a browser was found (xdg-open); open $url yourself."
}

# bash opens this as a connection: it succeeds when somebody listens.
listening() { (exec 3<>"/dev/tcp/$address/$port") 2>/dev/null; }

if listening; then
  echo "Port $port is taken: another program, perhaps another GreenGrad, answers at $url" >&2
  echo "End that one, or use another port: scripts/serve.sh --port $((port + 1))" >&2
  exit 1
fi

setup_build
cd "$ROOT"

server=""
started="$(mktemp "${TMPDIR:-/tmp}/greengrad.XXXXXX")"
stop() {
  trap - EXIT INT TERM
  rm -f "$started"
  # trunk's own children are in its group: a compiler in the middle of its work ends with it.
  if [ -n "$server" ]; then
    kill -TERM -- "-$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM

echo "Building the page (the first build takes a few minutes) ..."
# Job control gives trunk a process group of its own, which `stop` can end as a whole.
set -m
trunk serve --release --offline --address "$address" --port "$port" </dev/null &
server=$!
set +m

while kill -0 "$server" 2>/dev/null; do
  if listening; then
    # trunk serves even when it could not build: what lies in dist is then missing or old.
    if [ ! dist/index.html -nt "$started" ]; then
      echo "The page could not be built, see above." >&2
      exit 1
    fi
    printf '\nGreenGrad is at %s   (Ctrl-C ends it; a change to the source is\nbuilt: reload the page, which then offers the new version)\n\n' "$url"
    if $open; then show; fi
    break
  fi
  sleep 1
done
# A signal interrupts `wait`, and the trap above does the rest.
wait "$server"
