#!/usr/bin/env bash
# Gets this machine ready to build GreenGrad, and says nothing where it already is.
#
#   scripts/setup.sh            what building the page needs
#   scripts/setup.sh --tests    also what the tests need: browsers, clippy, rustfmt, Python's libraries for the exports
#   eval "$(scripts/setup.sh --env)"    the same as the first, and this shell finds the tools (trunk and so on)
#
# scripts/serve.sh and scripts/test.sh source this file and call `setup_build` and `setup_tests`. What is
# missing is looked for in this order: on the PATH in the right version, in the tool cache, prebuilt from the
# tool's own releases, compiled. Only what cannot live in the home folder (Debian packages) uses sudo.
#
# The tool cache survives a clean checkout. Only these scripts put it on the PATH, so it never hides what you
# installed yourself: ${GREENGRAD_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/greengrad}
#
# Written for bash 3.2, the one that macOS has.
set -euo pipefail

TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132
# One on the PATH may be older, but not so old that it cannot parse what Rust emits (Debian 12 has 108).
BINARYEN_OLDEST=120
GECKODRIVER_VERSION=0.37.1
DENY_VERSION=0.20.2
WASM_TARGET=wasm32-unknown-unknown
# The name under which rustup knows Debian's own toolchain, where that had to be taken.
DEBIAN_TOOLCHAIN=greengrad-debian

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
TOOLS="${GREENGRAD_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/greengrad}"
mkdir -p "$TOOLS/logs"
TOOLS="$(cd "$TOOLS" && pwd)"

# trunk takes only the words true and false here, everybody else takes any text.
if [ -n "${NO_COLOR:-}" ]; then export NO_COLOR=true; fi

say() { printf 'setup: %s\n' "$*" >&2; }

die() {
  printf '\nsetup: %s\n' "$*" >&2
  exit 1
}

# timed LOG TITLE COMMAND...: runs the command with its output in a log, says what is going on and how long it
# took. The end of the log is shown when it fails.
timed() {
  local log="$TOOLS/logs/$1.log" title="$2" start=$SECONDS
  shift 2
  say "$title ..."
  if "$@" >"$log" 2>&1 </dev/null; then
    say "  done in $((SECONDS - start)) s"
  else
    say "  failed after $((SECONDS - start)) s; the end of $log:"
    tail -n 15 "$log" | sed 's/^/    /' >&2
    return 1
  fi
}

# quiet_try TITLE LOG COMMAND...: the same for an attempt that may well fail, because there is another way.
quiet_try() {
  local log="$TOOLS/logs/$1.log" title="$2" start=$SECONDS
  shift 2
  say "$title ..."
  if "$@" >"$log" 2>&1 </dev/null; then
    say "  done in $((SECONDS - start)) s"
  else
    say "  not possible here ($((SECONDS - start)) s), trying the next way"
    return 1
  fi
}

# limited SECONDS COMMAND...: ends a program (no shell function) that takes longer. macOS has no `timeout`.
limited() {
  if have timeout; then timeout "$@"; else perl -e 'alarm shift; exec @ARGV or exit 127' "$@"; fi
}

on_mac() { [ "$(uname -s)" = Darwin ]; }

have() { command -v "$1" >/dev/null 2>&1; }

# In CI nobody works in the checkout, so nothing is noted down for it.
in_ci() { [ "${CI:-}" = true ]; }

# ---------------------------------------------------------------------------------------------- Debian packages

can_be_root() { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# True on Debian and what descends from it, where packages can be installed without asking for a password.
can_apt() { have apt-get && have dpkg-query && can_be_root; }

apt_has() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

apt_run() {
  # An old list of packages names versions that are gone from the server.
  as_root apt-get update || return 1
  # --no-remove: rather fail than take away what somebody uses.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-remove "$@"
}

# apt_install TITLE PACKAGE...: installs those that are missing.
apt_install() {
  local title="$1" package missing=""
  shift
  for package in "$@"; do
    apt_has "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086 # a list of words
  timed apt "installing $title:$missing" apt_run $missing
}

# -------------------------------------------------------------------------------------------------- C compiler

# rustc links native programs, among them every crate's build script, by way of cc.
setup_cc() {
  # Asked for its version, because macOS has a cc that only says what to install.
  if cc --version >/dev/null 2>&1; then return; fi
  if can_apt && apt_install "a C compiler" build-essential; then return; fi
  if on_mac; then
    die "a C compiler is missing, which Rust needs to link. Run: xcode-select --install"
  fi
  die "a C compiler (cc) is missing, which Rust needs to link. On Debian and Ubuntu run: \
sudo apt-get install build-essential"
}

# ------------------------------------------------------------------------------------------------ Rust and wasm32

in_root() { (cd "$ROOT" && "$@"); }

host_triple() { in_root rustc -vV | sed -n 's/^host: //p'; }

# True when what the checkout's rustc makes for wasm32 links. That covers everything that can be wrong: no
# standard library for the target, one of another compiler version, no linker.
wasm_links() {
  local out
  out="$(mktemp "${TMPDIR:-/tmp}/greengrad.XXXXXX")"
  if printf 'fn main() { println!("{}", std::env::args().count()); }\n' |
    in_root rustc --target "$WASM_TARGET" --crate-name probe -o "$out" - >/dev/null 2>&1; then
    rm -f "$out"
  else
    rm -f "$out"
    return 1
  fi
}

use_debian_toolchain() {
  export RUSTUP_TOOLCHAIN="$DEBIAN_TOOLCHAIN"
  if ! in_ci; then
    # So that plain cargo in this checkout uses the same compiler as the scripts do. Kept in rustup's own
    # settings: nothing of it is committed.
    rustup override set --path "$ROOT" "$DEBIAN_TOOLCHAIN" >/dev/null 2>&1 || return 1
    say "this checkout now uses Debian's Rust (undo: rustup override unset --path $ROOT)"
  fi
}

# Builds the target's standard library into the folder $1. The bitcode is what `lto = true` needs, the crate
# `test` what `cargo test` needs.
build_std() {
  mkdir -p "$1/src" || return 1
  : >"$1/src/lib.rs"
  printf '[package]\nname = "greengrad_empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$1/Cargo.toml"
  (
    cd "$1" || exit 1
    unset RUSTUP_TOOLCHAIN RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER CARGO_ENCODED_RUSTFLAGS
    RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes" /usr/bin/cargo build --release \
      --target "$WASM_TARGET" --target-dir "$1/target" -Zbuild-std=std,panic_abort,test
  )
}

install_std() {
  local built="$1/target/$WASM_TARGET/release/deps" into
  into="$(/usr/bin/rustc --print target-libdir --target "$WASM_TARGET")" || return 1
  rm -f "$built"/libgreengrad_empty-*.rlib
  as_root mkdir -p "$into" || return 1
  # Two versions of one crate side by side would be ambiguous.
  as_root find "$into" -name '*.rlib' -delete || return 1
  as_root cp "$built"/*.rlib "$into/" || return 1
  as_root chmod -R a+rX "$(dirname "$into")"
}

# rustc calls LLVM's linker by the name rust-lld, and Debian's packages do not have it under that name.
install_lld() {
  local bin
  bin="$(dirname "$(/usr/bin/rustc --print target-libdir)")/bin"
  [ ! -x "$bin/rust-lld" ] || return 0
  as_root mkdir -p "$bin" && as_root ln -sf "$(command -v "$1")" "$bin/rust-lld"
}

build_and_install_std() {
  local work status=0
  work="$(mktemp -d "$TOOLS/tmp.XXXXXX")" || return 1
  { build_std "$work" && install_std "$work"; } || status=$?
  rm -rf "$work"
  return "$status"
}

# Debian has a whole matching toolchain with the source of the standard library: everything for wasm32 but the
# built library itself. For machines that reach Debian's packages and crates.io but not Rust's own server.
setup_debian_toolchain() {
  local package lld=""
  can_apt || return 1
  # The newest of the line that rustc-web is known to work with, or whatever is there.
  for package in lld-19 lld-20 lld-21 lld; do
    if apt_has "$package" || apt-cache show "$package" >/dev/null 2>&1; then
      lld="$package"
      break
    fi
  done
  apt_install "Debian's Rust toolchain (about 1 min)" \
    rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web "${lld:-lld-19}" || return 1
  install_lld "${lld:-lld-19}" || return 1
  if have rustup; then
    rustup toolchain link "$DEBIAN_TOOLCHAIN" "$(/usr/bin/rustc --print sysroot)" >/dev/null 2>&1 || return 1
    use_debian_toolchain || return 1
  fi
  wasm_links || timed std "building the standard library for $WASM_TARGET (about 1 min, once)" build_and_install_std
}

# The oldest compiler that Cargo.toml allows, checked here because cargo says so only after a long list.
rust_is_new_enough() {
  local want is
  want="$(sed -n 's/^rust-version = "\([0-9.]*\)".*/\1/p' "$ROOT/Cargo.toml")"
  is="$(in_root rustc --version | awk '{print $2}')"
  awk -v want="${want:-0.0}" -v is="${is%%-*}" 'BEGIN {
    split(want, w, "."); split(is, i, ".")
    exit !(i[1] + 0 > w[1] + 0 || (i[1] + 0 == w[1] + 0 && i[2] + 0 >= w[2] + 0))
  }'
}

setup_rust() {
  # rustup's own folder, in a shell that has not read its profile yet.
  if ! have cargo && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
    export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
  fi
  if ! have cargo || ! have rustc; then
    die "Rust is missing. Install it as https://rustup.rs says (one line), open a new terminal, run this again."
  fi

  wasm_links || setup_wasm_target
  rust_is_new_enough ||
    die "$(in_root rustc --version) is older than Cargo.toml allows (rust-version). Run: rustup update stable"
}

setup_wasm_target() {
  if have rustup; then
    # Set up by an earlier run, for another checkout.
    if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && rustup which --toolchain "$DEBIAN_TOOLCHAIN" rustc >/dev/null 2>&1 &&
      RUSTUP_TOOLCHAIN="$DEBIAN_TOOLCHAIN" wasm_links; then
      use_debian_toolchain
      return
    fi
    # A server that does not answer would cost several minutes: the first number is how long it may be silent.
    if quiet_try target "rustup target add $WASM_TARGET" in_root limited 300 \
      env RUSTUP_DOWNLOAD_TIMEOUT=20 RUSTUP_MAX_RETRIES=1 rustup target add "$WASM_TARGET" && wasm_links; then
      return
    fi
  fi
  if setup_debian_toolchain && wasm_links; then return; fi
  die "the Rust target $WASM_TARGET is missing and could not be downloaded. With a connection to Rust's server:
  rustup target add $WASM_TARGET
Without one, on Debian as root (or with sudo that asks no password), this script can build it from Debian's packages."
}

# setup_component COMMAND COMPONENT: for example the subcommand fmt and rustup's component rustfmt.
setup_component() {
  if in_root cargo "$1" --version >/dev/null 2>&1; then return; fi
  if have rustup && quiet_try "$2" "rustup component add $2" in_root limited 300 \
    env RUSTUP_DOWNLOAD_TIMEOUT=20 RUSTUP_MAX_RETRIES=1 rustup component add "$2" &&
    in_root cargo "$1" --version >/dev/null 2>&1; then
    return
  fi
  die "cargo $1 is missing. Run: rustup component add $2"
}

# Everything later runs offline: trunk passes --offline on to cargo. A Cargo.lock that is out of date is written
# anew, as cargo does, but in CI it is a mistake.
setup_crates() {
  local log="$TOOLS/logs/crates.log" start=$SECONDS locked=""
  if in_ci; then locked=--locked; fi
  # shellcheck disable=SC2086 # no word at all when empty
  if in_root cargo fetch $locked --target "$(host_triple)" --target "$WASM_TARGET" >"$log" 2>&1; then
    if grep -q Download "$log"; then say "downloaded the crates in $((SECONDS - start)) s"; fi
  else
    tail -n 15 "$log" >&2
    die "cargo fetch failed, see above"
  fi
}

# ---------------------------------------------------------------------------------------------------------- tools

# download URL FILE
download() {
  if have curl; then
    curl -fsSL --proto '=https' --connect-timeout 5 --max-time 120 -o "$2" "$1"
  elif have wget; then
    wget -q --https-only --connect-timeout=5 --tries=1 -O "$2" "$1"
  else
    echo "neither curl nor wget is installed"
    return 1
  fi
}

# unpack_release URL FOLDER NAME...: the named files, wherever they lie in the archive, into FOLDER/bin.
unpack_release() {
  local url="$1" folder="$2" name found
  shift 2
  mkdir -p "$folder/archive" "$folder/bin" || return 1
  download "$url" "$folder/archive.tar.gz" && tar -xzf "$folder/archive.tar.gz" -C "$folder/archive" || return 1
  for name in "$@"; do
    found="$(find "$folder/archive" -type f -name "$name")"
    cp "$found" "$folder/bin/$name" || return 1
    chmod +x "$folder/bin/$name" || return 1
  done
  # Where a program brings its shared library, it looks for it in ../lib.
  for found in "$folder/archive"/*/lib; do
    if [ -d "$found" ]; then cp -R "$found" "$folder/lib" || return 1; fi
  done
  rm -rf "$folder/archive" "$folder/archive.tar.gz"
}

github_release() { printf 'https://github.com/%s/releases/download/%s' "$1" "$2"; }

binstall() {
  in_root cargo binstall --version || return 1
  in_root cargo binstall --no-confirm --disable-strategies compile --maximum-resolution-timeout 15 --root "$2" "$1"
}

# compile FOLDER CRATE VERSION
compile() {
  local locked
  # Without --locked only where the lock file of the release names a version that the registry does not have.
  for locked in --locked ""; do
    # The tools' own release profiles take many minutes, and neither tool needs the speed.
    # shellcheck disable=SC2086 # no word at all when empty
    if in_root env -u CARGO_BUILD_TARGET CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_STRIP=symbols \
      nice -n 5 cargo install $locked --root "$1" --target-dir "$1/target" --version "$3" "$2"; then
      rm -rf "$1/target"
      return 0
    fi
  done
  return 1
}

trunk_binstall() { binstall "trunk@$TRUNK_VERSION" "$1"; }

trunk_release() {
  local triple
  case "$(host_triple)" in
    *-linux-*) triple="$(uname -m)-unknown-linux-musl" ;; # needs no particular libc
    *) triple="$(host_triple)" ;;
  esac
  unpack_release "$(github_release trunk-rs/trunk "v$TRUNK_VERSION")/trunk-$triple.tar.gz" "$1" trunk
}

trunk_compile() { compile "$1" trunk "$TRUNK_VERSION"; }

trunk_works() { [ "$("$1/bin/trunk" --version 2>/dev/null)" = "trunk $TRUNK_VERSION" ]; }

bindgen_binstall() { binstall "wasm-bindgen-cli@$BINDGEN_VERSION" "$1"; }

bindgen_release() {
  local base triple
  base="$(github_release wasm-bindgen/wasm-bindgen "$BINDGEN_VERSION")/wasm-bindgen-$BINDGEN_VERSION"
  case "$(host_triple)" in
    x86_64-*-linux-*) triple=x86_64-unknown-linux-musl ;;
    *) triple="$(host_triple)" ;;
  esac
  unpack_release "$base-$triple.tar.gz" "$1" wasm-bindgen wasm-bindgen-test-runner
}

bindgen_compile() { compile "$1" wasm-bindgen-cli "$BINDGEN_VERSION"; }

bindgen_works() {
  [ "$("$1/bin/wasm-bindgen" --version 2>/dev/null)" = "wasm-bindgen $BINDGEN_VERSION" ] &&
    [ -x "$1/bin/wasm-bindgen-test-runner" ]
}

binaryen_npm() {
  have npm || return 1
  npm install --prefix "$1" --no-save --no-audit --no-fund "binaryen@$BINARYEN_VERSION" || return 1
  mkdir -p "$1/bin" && ln -s ../node_modules/.bin/wasm-opt "$1/bin/wasm-opt"
}

binaryen_release() {
  local name="version_$BINARYEN_VERSION" platform
  case "$(uname -sm)" in
    "Darwin arm64") platform=arm64-macos ;;
    "Darwin "*) platform=x86_64-macos ;;
    *) platform="$(uname -m)-linux" ;;
  esac
  unpack_release "$(github_release WebAssembly/binaryen "$name")/binaryen-$name-$platform.tar.gz" "$1" wasm-opt
}

# binaryen_version COMMAND: the number, or 0. It prints "wasm-opt version 132 (version_132)".
binaryen_version() {
  local version
  version="$("$1" --version 2>/dev/null | awk 'NR == 1 { print $3 }')" || true
  case "$version" in
    "" | *[!0-9]*) echo 0 ;;
    *) echo "$version" ;;
  esac
}

binaryen_works() { [ "$(binaryen_version "$1/bin/wasm-opt")" -ge "$BINARYEN_VERSION" ]; }

# cached_tool NAME PROBE WAY...: puts the folder NAME of the tool cache first on the PATH, and makes it
# if it is missing: in a folder beside it, moved into place only when the tool has answered, so that a run which was
# interrupted leaves nothing half made. A WAY is "command|what it does, for the reader".
cached_tool() {
  local name="$1" probe="$2" stage way
  local folder="$TOOLS/$name"
  shift 2
  if [ ! -d "$folder" ]; then
    # What a run left that was interrupted; a younger one may be at work in it.
    find "$TOOLS" -maxdepth 1 -name 'tmp.*' -mtime +0 -exec rm -rf {} +
    stage="$(mktemp -d "$TOOLS/tmp.XXXXXX")"
    chmod 755 "$stage"
    for way in "$@"; do
      if quiet_try "$name" "$name: ${way#*|}" "${way%%|*}" "$stage" && "$probe" "$stage"; then
        # Somebody else's run may have been faster.
        [ -d "$folder" ] || mv "$stage" "$folder"
        break
      fi
      rm -rf "$stage"
      mkdir "$stage"
    done
    rm -rf "$stage"
    [ -d "$folder" ] || die "$name could be had in no way; the last attempt is in $TOOLS/logs/$name.log. \
Install it yourself so that it is on the PATH, and run this again."
  fi
  export PATH="$folder/bin:$PATH"
}

setup_trunk() {
  if [ "$(trunk --version 2>/dev/null)" = "trunk $TRUNK_VERSION" ]; then return; fi
  cached_tool "trunk-$TRUNK_VERSION" trunk_works \
    "trunk_binstall|with cargo binstall" \
    "trunk_release|downloading the release" \
    "trunk_compile|compiling it (about 4 min on two cores, once)"
}

setup_bindgen() {
  # The tool and the crate must be of exactly the same version.
  BINDGEN_VERSION="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, ""); print $3 }' "$ROOT/Cargo.lock")"
  [ -n "$BINDGEN_VERSION" ] || die "Cargo.lock names no wasm-bindgen"
  if [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $BINDGEN_VERSION" ] &&
    [ "$(wasm-bindgen-test-runner --version 2>/dev/null)" = "wasm-bindgen-test-runner $BINDGEN_VERSION" ]; then
    return
  fi
  cached_tool "wasm-bindgen-$BINDGEN_VERSION" bindgen_works \
    "bindgen_binstall|with cargo binstall" \
    "bindgen_release|downloading the release" \
    "bindgen_compile|compiling it (about 3 min on two cores, once)"
}

setup_binaryen() {
  if have wasm-opt && [ "$(binaryen_version wasm-opt)" -ge "$BINARYEN_OLDEST" ]; then return; fi
  cached_tool "binaryen-$BINARYEN_VERSION" binaryen_works \
    "binaryen_release|downloading the release" \
    "binaryen_npm|from the npm package of that name"
}

geckodriver_binstall() { binstall "geckodriver@$GECKODRIVER_VERSION" "$1"; }

geckodriver_release() {
  local platform
  case "$(uname -sm)" in
    "Darwin arm64") platform=macos-aarch64 ;;
    "Darwin "*) platform=macos ;;
    *" aarch64") platform=linux-aarch64 ;;
    *) platform=linux64 ;;
  esac
  unpack_release "$(github_release mozilla/geckodriver "v$GECKODRIVER_VERSION")/geckodriver-v$GECKODRIVER_VERSION-$platform.tar.gz" \
    "$1" geckodriver
}

geckodriver_compile() { compile "$1" geckodriver "$GECKODRIVER_VERSION"; }

geckodriver_works() {
  "$1/bin/geckodriver" --version 2>/dev/null | grep -q "^geckodriver $GECKODRIVER_VERSION"
}

# Any that is there will do: unlike Chromium's, it drives browsers of many versions.
setup_geckodriver() {
  if [ -n "${GECKODRIVER:-}" ]; then
    have "$GECKODRIVER" || die "GECKODRIVER=$GECKODRIVER is not there"
  elif ! have geckodriver; then
    cached_tool "geckodriver-$GECKODRIVER_VERSION" geckodriver_works \
      "geckodriver_binstall|with cargo binstall" \
      "geckodriver_release|downloading the release" \
      "geckodriver_compile|compiling it (about 2 min on two cores, once)"
  fi
  GECKODRIVER="$(command -v "${GECKODRIVER:-geckodriver}")"
}

# ------------------------------------------------------------------------------------------------------- browsers

# first_command NAME...: the first that is there, as a name on the PATH or a full path.
first_command() {
  local name
  for name in "$@"; do
    if have "$name"; then
      command -v "$name"
      return
    fi
  done
}

# find_browser DRIVER: one that was named is the only one that counts; else the first of the driver's version
# (a machine may well have several), else the first.
find_browser() {
  local name want="" browser first=""
  if [ -n "${CHROMIUM:-}" ]; then
    first_command "$CHROMIUM"
    return
  fi
  if [ -n "$1" ]; then want="$(major "$1")" || true; fi
  for name in chromium google-chrome google-chrome-stable chromium-browser \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    browser="$(first_command "$name")"
    if [ -z "$browser" ]; then continue; fi
    if [ -n "$want" ] && [ "$(major "$browser")" = "$want" ]; then
      echo "$browser"
      return
    fi
    first="${first:-$browser}"
  done
  echo "$first"
}

find_chromedriver() {
  if [ -n "${CHROMEDRIVER:-}" ]; then
    first_command "$CHROMEDRIVER"
    return
  fi
  # Hosted CI machines name the folder that holds the one for their Chrome.
  first_command ${CHROMEWEBDRIVER:+"$CHROMEWEBDRIVER/chromedriver"} chromedriver chromium.chromedriver \
    /usr/lib/chromium/chromedriver /usr/lib/chromium-browser/chromedriver
}

# major COMMAND: "Google Chrome 130.0.1.2" and "ChromeDriver 130.0.1.2 (...)" give 130.
major() { "$1" --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9][0-9]*\)\..*/\1/p'; }

browser_hint() {
  if on_mac; then
    echo "Run: brew install --cask google-chrome chromedriver"
  elif have apt-get; then
    echo "On Debian run: sudo apt-get install chromium chromium-driver. On Ubuntu, whose chromium is a snap, install
Google Chrome and the chromedriver of the same version (https://googlechromelabs.github.io/chrome-for-testing)."
  else
    echo "Install Chromium or Google Chrome and the chromedriver of the same version."
  fi
}

# Only Debian itself has Chromium as a package; Ubuntu's package of that name is a snap.
debian_itself() { [ -r /etc/os-release ] && grep -q '^ID=debian$' /etc/os-release; }

setup_browser() {
  local named_browser="${CHROMIUM:-}" named_driver="${CHROMEDRIVER:-}" browser_major driver_major
  CHROMEDRIVER="$(find_chromedriver)"
  CHROMIUM="$(find_browser "$CHROMEDRIVER")"
  [ -n "$CHROMIUM" ] || [ -z "$named_browser" ] || die "CHROMIUM=$named_browser is not there"
  [ -n "$CHROMEDRIVER" ] || [ -z "$named_driver" ] || die "CHROMEDRIVER=$named_driver is not there"
  if { [ -z "$CHROMIUM" ] || [ -z "$CHROMEDRIVER" ]; } && debian_itself && can_apt; then
    apt_install "a browser for the tests (about 1 min)" chromium chromium-driver || true
    CHROMEDRIVER="$(find_chromedriver)"
    CHROMIUM="$(find_browser "$CHROMEDRIVER")"
  fi
  [ -n "$CHROMIUM" ] || die "the tests need Chromium or Chrome, and there is none. $(browser_hint)
One that lies elsewhere can be named: CHROMIUM=/path/to/it"
  [ -n "$CHROMEDRIVER" ] || die "the tests need chromedriver, and there is none. $(browser_hint)
One that lies elsewhere can be named: CHROMEDRIVER=/path/to/it"
  # One that does not even start has no version, and the sentence below says so.
  browser_major="$(major "$CHROMIUM")" || true
  driver_major="$(major "$CHROMEDRIVER")" || true
  if [ -z "$browser_major" ] || [ "$browser_major" != "$driver_major" ]; then
    die "the browser and chromedriver must be of one version, but $CHROMIUM is ${browser_major:-unknown} and \
$CHROMEDRIVER is ${driver_major:-unknown}. $(browser_hint)"
  fi
  export CHROMIUM CHROMEDRIVER
}

find_firefox() {
  local firefox
  if [ -n "${FIREFOX:-}" ]; then
    first_command "$FIREFOX"
    return
  fi
  firefox="$(first_command firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox")"
  # Ubuntu's is a script that starts a snap, which does not see the profile that its driver makes.
  if [ -n "$firefox" ] && ! grep -q /snap/ "$firefox"; then echo "$firefox"; fi
}

find_webkitdriver() { first_command "${WEBKITDRIVER:-WebKitWebDriver}"; }

find_xvfb() { first_command "${XVFB:-Xvfb}"; }

# lacking ENGINE SENTENCE: notes an engine that this machine does not offer. Debian offers all of them.
lacking() {
  if debian_itself; then die "the end-to-end tests need $1, which is missing. $2"; fi
  say "no end-to-end tests in $1: $2"
  NOT_RUN="${NOT_RUN:+$NOT_RUN
}$1: $2"
}

# What the end-to-end tests run in (ENGINES), and a line for each of the other engines (NOT_RUN).
setup_engines() {
  local missing=""
  # All at once, because apt reads its lists anew each time.
  if debian_itself && can_apt; then
    [ -n "$(find_chromedriver)" ] && [ -n "$(find_browser "")" ] || missing="chromium chromium-driver"
    [ -n "$(find_firefox)" ] || missing="$missing firefox-esr"
    [ -n "$(find_webkitdriver)" ] || missing="$missing webkit2gtk-driver"
    [ -n "$(find_xvfb)" ] || missing="$missing xvfb"
    # shellcheck disable=SC2086 # a list of words
    [ -z "$missing" ] || apt_install "browsers for the tests (about 2 min)" $missing || true
  fi
  NOT_RUN=""
  setup_browser
  ENGINES=chromium

  FIREFOX="$(find_firefox)"
  if [ -n "$FIREFOX" ]; then
    setup_geckodriver
    export FIREFOX GECKODRIVER
    ENGINES="$ENGINES firefox"
  elif on_mac; then
    lacking Firefox "run brew install --cask firefox"
  elif have apt-get; then
    lacking Firefox "on Debian run sudo apt-get install firefox-esr; on Ubuntu, whose firefox is a snap, install Mozilla's own package"
  else
    lacking Firefox "install it, or name it: FIREFOX=/path/to/it"
  fi

  WEBKITDRIVER="$(find_webkitdriver)"
  XVFB="$(find_xvfb)"
  if [ -n "$WEBKITDRIVER" ] && [ -n "$XVFB" ]; then
    export WEBKITDRIVER XVFB
    ENGINES="$ENGINES webkit"
  elif on_mac; then
    lacking WebKit "Safari lets itself be driven only after a person has allowed it, and its driver has one session at a time"
  elif have apt-get; then
    lacking WebKit "run sudo apt-get install webkit2gtk-driver xvfb"
  else
    lacking WebKit "install WebKitGTK with its driver (WebKitWebDriver), and Xvfb"
  fi
}

# Chinese pages have to be drawn with Chinese letters, not with boxes. macOS has them.
setup_fonts() {
  if on_mac || { have fc-list && [ -n "$(fc-list ':lang=zh' family)" ]; }; then return; fi
  if can_apt; then apt_install "Chinese fonts" fontconfig fonts-noto-cjk && return; fi
  say "no Chinese font was found, so pictures of the Chinese page show boxes. On Debian and Ubuntu:
  sudo apt-get install fonts-noto-cjk"
}

# --------------------------------------------------------------------------------------------------------- Python

# The oldest that the libraries of scripts/python-requirements.txt are made for.
PYTHON_OLDEST=11

# Can make virtual environments: Debian has that in a package of its own.
python_works() {
  "$1" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, $PYTHON_OLDEST))" >/dev/null 2>&1
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if have "$name" && python_works "$name"; then
      command -v "$name"
      return
    fi
  done
}

make_venv() {
  rm -rf "$2"
  "$1" -m venv "$2" || return 1
  "$2/bin/python" -m pip install --disable-pip-version-check --no-deps --only-binary :all: -r "$3" || return 1
  cp "$3" "$2/requirements.txt"
}

# setup_venv FOLDER REQUIREMENTS MODULES TITLE PURPOSE: a virtual environment that touches nothing else, with these libraries. The
# modules tell whether it works.
setup_venv() {
  local venv="$1" python
  if cmp -s "$2" "$venv/requirements.txt" && "$venv/bin/python" -c "import $3" >/dev/null 2>&1; then return; fi
  python="$(find_python)"
  if [ -z "$python" ] && can_apt; then
    apt_install "Python for $5" python3 python3-venv || true
    python="$(find_python)"
  fi
  [ -n "$python" ] || die "$5 need Python 3.$PYTHON_OLDEST or newer with its module venv, and there is \
none. On Debian and Ubuntu run: sudo apt-get install python3 python3-venv"
  mkdir -p "$ROOT/target"
  timed python "$4" make_venv "$python" "$venv" "$2" ||
    die "these libraries come from PyPI (pip's own settings for a mirror or a proxy count): see the lines above"
}

# The exports are read and run by the libraries they are made for.
setup_python() {
  local venv="$ROOT/target/python"
  export GREENGRAD_PYTHON="$venv/bin/python"
  setup_venv "$venv" "$ROOT/scripts/python-requirements.txt" "numpy, onnxruntime" \
    "libraries for the tests of the exports, into target/python (215 MB, about half a minute, once)" "the tests of the exports"
}

# -------------------------------------------------------------------------------------------------- accessibility

fetch_axe() {
  mkdir -p target/axe || return 1
  rm -f target/axe/installed.json
  cp tests/e2e/axe/package.json tests/e2e/axe/package-lock.json target/axe/ || return 1
  npm ci --prefix target/axe --ignore-scripts --no-audit --no-fund || return 1
  cp tests/e2e/axe/package-lock.json target/axe/installed.json
}

# The rules that the end-to-end tests hold the page against.
setup_axe() {
  if cmp -s "$ROOT/tests/e2e/axe/package-lock.json" "$ROOT/target/axe/installed.json"; then return; fi
  if ! have npm && can_apt; then apt_install "npm for the tests of accessibility" nodejs npm || true; fi
  have npm || die "the tests of accessibility need npm, which fetches axe-core, and there is none. On Debian and Ubuntu run: \
sudo apt-get install npm; on macOS: brew install node"
  timed axe "axe-core for the tests of accessibility, into target/axe (3 MB, once)" in_root fetch_axe ||
    die "axe-core comes from npm (npm's own settings for a mirror or a proxy count): see the lines above"
}

# ------------------------------------------------------------------------------------------------------- lighthouse

fetch_lighthouse() {
  mkdir -p target/lighthouse || return 1
  rm -f target/lighthouse/installed.json
  cp scripts/lighthouse/package.json scripts/lighthouse/package-lock.json target/lighthouse/ || return 1
  npm ci --prefix target/lighthouse --ignore-scripts --no-audit --no-fund || return 1
  cp scripts/lighthouse/package-lock.json target/lighthouse/installed.json
}

setup_lighthouse() {
  if ! cmp -s "$ROOT/scripts/lighthouse/package-lock.json" "$ROOT/target/lighthouse/installed.json"; then
    have npm || die "Lighthouse comes by npm, and there is none. On Debian and Ubuntu run: sudo apt-get install npm; on macOS: \
brew install node"
    timed lighthouse "Lighthouse, into target/lighthouse (150 MB, once)" in_root fetch_lighthouse ||
      die "Lighthouse comes from npm (npm's own settings for a mirror or a proxy count): see the lines above"
  fi
  cp "$ROOT/scripts/lighthouse/measure.mjs" "$ROOT/target/lighthouse/"
}

# ------------------------------------------------------------------------------------------------------- cargo-deny

deny_binstall() { binstall "cargo-deny@$DENY_VERSION" "$1"; }
deny_compile() { compile "$1" cargo-deny "$DENY_VERSION"; }
deny_works() { [ "$("$1/bin/cargo-deny" --version 2>/dev/null)" = "cargo-deny $DENY_VERSION" ]; }

setup_deny() {
  if have cargo-deny; then return; fi
  cached_tool "cargo-deny-$DENY_VERSION" deny_works \
    "deny_binstall|with cargo binstall" \
    "deny_compile|compiling it (about 5 min on two cores, once)"
}

# ----------------------------------------------------------------------------------------------------------- entry

# What building the page needs.
setup_build() {
  setup_cc
  setup_rust
  setup_crates
  setup_trunk
  setup_bindgen
  setup_binaryen
}

# What checking and testing without a browser needs.
setup_checks() {
  setup_cc
  setup_rust
  setup_component fmt rustfmt
  setup_component clippy clippy
  setup_crates
}

# What all the tests need.
setup_tests() {
  setup_checks
  setup_trunk
  setup_bindgen
  setup_binaryen
  setup_engines
  setup_fonts
  setup_axe
  setup_lighthouse
  setup_python
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  case "${1:-}" in
    "") setup_build ;;
    --tests) setup_tests ;;
    --env)
      setup_build
      printf 'export PATH=%q\n' "$PATH"
      if [ -n "${RUSTUP_TOOLCHAIN:-}" ]; then printf 'export RUSTUP_TOOLCHAIN=%q\n' "$RUSTUP_TOOLCHAIN"; fi
      ;;
    -h | --help) sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "$0" ;;
    *) die "unknown option $1 (there are --tests and --env)" ;;
  esac
fi
