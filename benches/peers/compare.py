"""Trains the same networks by this project (in a browser's worker, and natively), TensorFlow.js (in a page of the same browser),
scikit-learn and JAX, in turns on one machine, and writes what it took into docs/benchmarks.md.

`scripts/bench.sh peers` sets up what it needs and calls it.
"""

import datetime
import http.server
import json
import math
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "benches" / "peers"
# Where npm has put TensorFlow.js, with the page beside it.
SERVED = ROOT / "target" / "peers"
PAPER = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- measured by scripts/bench.sh peers -->", "<!-- end -->"

# All of them take turns so often.
ROUNDS = 3
# In its turn a peer repeats a training so often, or as often as fits into the time, but at least once. Ours are repeated five times
# (benches/epoch.rs, tests/wasm/main.rs).
REPEATS, BUDGET_MS = 5, 10_000
PATIENCE_S = 900

# What TensorFlow.js can compute with in a browser: a name, its backend, threads (it takes no more than half of the cores, and
# eight). The fastest counts.
THREADS = min((os.cpu_count() or 1) // 2, 8)
BACKENDS = [
    ("wasm, SIMD, 1 thread", "wasm", 1),
    *([(f"wasm, SIMD, {THREADS} threads", "wasm", THREADS)] if THREADS > 1 else []),
    ("cpu", "cpu", 1),
    ("webgl", "webgl", 1),
]
WAYS = {"fit": "`model.fit`", "loop": "a loop over its core"}

OURS = re.compile(
    r"(?P<rows>\d+) × (?P<inputs>\d+), (?P<width>\d+)-\d+, batch (?P<batch>\d+), (?P<epochs>\d+) epochs: "
    r"(?P<ms>[\d.]+) ms, \d+ rows/s, [\d.]+ GFLOP/s, \d+ % of the peak, loss (?P<loss>[\d.]+)"
)
PEAK = re.compile(r"in registers: ([\d.]+) GFLOP/s")
SHAPE = ("rows", "inputs", "width", "batch", "epochs")


def say(words):
    print(f"peers: {words}", file=sys.stderr, flush=True)


def stop(words):
    sys.exit(f"peers: {words}")


def run(command, **options):
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", **options)
    if done.returncode != 0:
        stop(f"{command[0]} failed:\n{done.stdout[-3000:]}")
    return done.stdout


def built(name, arguments):
    """Compiles a test or a benchmark and gives its program's path."""
    text = run(["cargo", *arguments, name, "--no-run", "--message-format=json-render-diagnostics"])
    messages = [json.loads(line) for line in text.splitlines()]
    return [found["executable"] for found in messages if found.get("executable") and found["target"]["name"] == name][-1]


# ------------------------------------------------------------------------------------------------------------- ours


class Ours:
    """The repository's own benchmark: the best time of each training, and the most that registers can do."""

    def __init__(self, command, **options):
        self.command, self.options = command, options
        self.best, self.losses, self.peak = {}, {}, 0.0

    def turn(self):
        text = run(self.command, **self.options)
        if not OURS.search(text):
            stop(f"no times from {self.command[0]}:\n{text[-3000:]}")
        for match in OURS.finditer(text):
            size = tuple(int(match[name]) for name in SHAPE)
            self.best[size] = min(self.best.get(size, math.inf), float(match["ms"]))
            self.losses[size] = float(match["loss"])
        self.peak = max(self.peak, *map(float, PEAK.findall(text)))


# ----------------------------------------------------------------------------------------------------- TensorFlow.js


def in_browser(backend, threads, tasks):
    """Opens the page in a browser of its own and gives what it tells."""
    told, arrived = {}, threading.Event()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(SERVED))

        def end_headers(self):
            # Without these a page may not have threads.
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            super().end_headers()

        def do_GET(self):
            if self.path != "/task":
                super().do_GET()
                return
            body = json.dumps({"backend": backend, "threads": threads, "tasks": tasks}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            told.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            arrived.set()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    arguments = json.loads((ROOT / "tests" / "webdriver.json").read_text())["goog:chromeOptions"]["args"]
    # The graphics card where there is one, else what the browser has in its place.
    arguments = [argument for argument in arguments if argument != "--disable-gpu"] + ["--enable-unsafe-swiftshader"]
    with tempfile.TemporaryDirectory(prefix="greengrad.", ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            [
                os.environ["CHROMIUM"],
                *arguments,
                f"--user-data-dir={profile}",
                # No other machine is asked for anything.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                f"http://127.0.0.1:{server.server_port}/tensorflow.html",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            start = time.monotonic()
            while not arrived.wait(1.0):
                if browser.poll() is not None:
                    stop("the browser with TensorFlow.js ended by itself")
                if time.monotonic() - start > PATIENCE_S:
                    stop(f"TensorFlow.js ({backend}) told nothing in {PATIENCE_S} s")
        finally:
            browser.terminate()
            try:
                browser.wait(20)
            except subprocess.TimeoutExpired:
                browser.kill()
                browser.wait()
            server.shutdown()
            server.server_close()
    if "error" in told:
        stop(f"TensorFlow.js ({backend}): {told['error']}")
    return told


def as_dict(size):
    return dict(zip(SHAPE, size))


def tensorflow_task(size, way, repeats):
    return {"way": way, "size": as_dict(size), "repeats": repeats, "budget_ms": BUDGET_MS}


def steps(size):
    rows, _, _, batch, epochs = size
    return math.ceil(rows / batch) * epochs


def brief(size):
    """The same, of about 64 steps."""
    rows, inputs, width, batch, _ = size
    rows = min(rows, 64 * batch)
    return rows, inputs, width, batch, math.ceil(64 / math.ceil(rows / batch))


class TensorFlow:
    """For each training the fastest way, found by short runs of all; then its times."""

    def __init__(self, sizes):
        self.ways, self.tried, self.missing, self.version = {}, {}, [], ""
        self.runs = {size: [] for size in sizes}
        self.losses = {}
        for name, backend, threads in BACKENDS:
            order = [(size, brief(size), way) for size in sizes for way in WAYS]
            told = in_browser(backend, threads, [tensorflow_task(short, way, 2) for _, short, way in order])
            if "missing" in told:
                say(f"  {name}: not in this browser")
                self.missing.append(name)
                continue
            self.version = told["version"]
            if backend == "wasm" and told["used"]["threads"] != threads:
                stop(f"TensorFlow.js has {told['used']['threads']} threads instead of {threads}")
            for (size, short, way), result in zip(order, told["results"]):
                step_ms = min(result["runs"]) / steps(short)
                self.tried[size, name, way] = step_ms
                if size not in self.ways or step_ms < self.ways[size][0]:
                    self.ways[size] = (step_ms, name, backend, threads, way)
            say(f"  {name}: " + ", ".join(f"{self.tried[size, name, way]:.2f}" for size, _, way in order) + " ms a step")

    def turn(self):
        for backend, threads in {(backend, threads) for _, _, backend, threads, _ in self.ways.values()}:
            sizes = [size for size, way in self.ways.items() if way[2:4] == (backend, threads)]
            told = in_browser(backend, threads, [tensorflow_task(size, self.ways[size][4], REPEATS) for size in sizes])
            for size, result in zip(sizes, told["results"]):
                self.runs[size] += result["runs"]
                self.losses[size] = result["losses"][-1]


# ------------------------------------------------------------------------------------------------------ scikit-learn


class ScikitLearn:
    def __init__(self, sizes):
        self.sizes, self.versions = sizes, {}
        # By training, then by threads.
        self.runs = {size: {} for size in sizes}
        self.losses = {}

    def turn(self):
        task = {"sizes": [as_dict(size) for size in self.sizes], "repeats": REPEATS, "budget_ms": 2 * BUDGET_MS}
        told = json.loads(run([sys.executable, str(HERE / "sklearn_mlp.py")], input=json.dumps(task)))
        self.versions = told["versions"]
        for size, found in zip(self.sizes, told["results"]):
            for threads, result in found.items():
                self.runs[size].setdefault(int(threads), []).extend(result["runs"])
                self.losses[size] = result["losses"][-1]

    def best(self, size):
        """Of whichever number of threads is faster."""
        return min(map(min, self.runs[size].values()))


# ---------------------------------------------------------------------------------------------------------------- JAX


class Jax:
    def __init__(self, sizes):
        self.sizes, self.version = sizes, ""
        self.runs = {size: [] for size in sizes}
        self.losses = {}

    def turn(self):
        task = {"sizes": [as_dict(size) for size in self.sizes], "repeats": REPEATS, "budget_ms": BUDGET_MS}
        told = json.loads(run([sys.executable, str(HERE / "jax_mlp.py")], input=json.dumps(task)))
        self.version = told["version"]
        for size, result in zip(self.sizes, told["results"]):
            self.runs[size] += result["runs"]
            self.losses[size] = result["loss"]


# --------------------------------------------------------------------------------------------------------- the paper


def title(size):
    rows, inputs, width, batch, epochs = size
    return f"{rows:,} × {inputs}, {width}-{width}, batch {batch}, {epochs} epochs"


def weights(size):
    _, inputs, width, _, _ = size
    return inputs * width + width * width + width


def work(size):
    """Operations of the training: 6 a weight and row, forward and the two products backward."""
    return 6 * weights(size) * size[0] * size[4]


def gflops(size, ms):
    return work(size) / ms / 1e6


def number(value):
    """Three digits that mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(head, rows):
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(f"| {' | '.join(row)} |" for row in rows), ""]


def processor():
    """Its name and its cores."""
    name = ""
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    if cpuinfo.exists():
        found = re.search(r"^model name\s*: (.*)$", cpuinfo.read_text(), re.MULTILINE)
        name = found[1] if found else ""
    elif sys.platform == "darwin":
        name = run(["sysctl", "-n", "machdep.cpu.brand_string"]).strip()
    cores = os.cpu_count() or 1
    return f"{name or platform.machine()}, {cores} {'core' if cores == 1 else 'cores'}"


def first_line(command):
    # Some browsers' starters say more on the other stream.
    return run(command, stderr=subprocess.DEVNULL).splitlines()[0].strip()


def growth(browser, native, sizes, columns):
    first = sizes[0]
    return table(
        [columns, "operations", "browser, ms", "", "natively, ms", ""],
        [
            [
                title(size),
                f"× {number(work(size) / work(first))}",
                number(browser.best[size]),
                f"× {number(browser.best[size] / browser.best[first])}",
                number(native.best[size]),
                f"× {number(native.best[size] / native.best[first])}",
            ]
            for size in sizes
        ],
    )


def report(browser, native, tensorflow, sklearn, jax, sizes, load, took_s):
    grown = [size for size in browser.best if size not in sizes]
    # tests/shared/epoch.rs lists three numbers of rows, then three widths.
    by_rows, by_width = grown[:3], grown[3:]
    times, speeds, losses = [], [], []
    for size in sizes:
        a, b = browser.best[size], native.best[size]
        tf, sk, jx = min(tensorflow.runs[size]), sklearn.best(size), min(jax.runs[size])
        _, name, _, _, way = tensorflow.ways[size]
        times.append(
            [
                title(size),
                *map(number, (a, b, tf, sk, jx)),
                f"**{number(tf / a)}**",
                f"**{number(sk / a)}**",
                f"**{number(jx / a)}**",
            ]
        )
        speeds.append(
            [
                title(size),
                f"{gflops(size, a):.1f} ({100 * gflops(size, a) / browser.peak:.0f} %)",
                f"{gflops(size, b):.1f} ({100 * gflops(size, b) / native.peak:.0f} %)",
                f"{gflops(size, tf):.2f}",
                f"{gflops(size, sk):.1f}",
                f"{gflops(size, jx):.1f}",
            ]
        )
        losses.append(
            [
                title(size),
                *(f"{loss:.2g}" for loss in (each.losses[size] for each in (browser, native, tensorflow, sklearn, jax))),
                f"{name}, {WAYS[way]} (best of {len(tensorflow.runs[size])})",
                "; ".join(
                    f"{count} {'thread' if count == 1 else 'threads'}: {number(min(runs))} ms (best of {len(runs)})"
                    for count, runs in sorted(sklearn.runs[size].items())
                ),
            ]
        )
    versions = [
        re.sub(r" \(.*", "", first_line(["rustc", "--version"])),
        re.sub(r" built on.*", "", first_line([os.environ["CHROMIUM"], "--version"])),
        f"TensorFlow.js {tensorflow.version}",
        *(f"{name} {version}" for name, version in sklearn.versions.items()),
        f"JAX {jax.version}",
    ]
    names = list(dict.fromkeys(name for _, name, _ in tensorflow.tried))
    return "\n".join(
        [
            f"Measured on {datetime.date.today().isoformat()} on {processor()} ({platform.system()}, {platform.machine()}); "
            f"its load average was {load:.1f} when the first turn began. {', '.join(versions)}. The whole run took {took_s / 60:.0f} "
            "minutes.",
            "",
            "### Times",
            "",
            "Whole trainings, in ms; how many times ours the peer takes.",
            "",
            *table(
                ["training", "browser", "natively", "TensorFlow.js", "scikit-learn", "JAX", "TensorFlow.js ÷ browser", "scikit-learn ÷ browser", "JAX ÷ browser"],
                times,
            ),
            "### GFLOP/s",
            "",
            f"The most that one thread can multiply and add in registers, measured in the same run with the vectors that training uses: "
            f"{browser.peak:.1f} in the browser, {native.peak:.1f} natively. In brackets the share of it.",
            "",
            *table(["training", "browser", "natively", "TensorFlow.js", "scikit-learn", "JAX"], speeds),
            "### The same training",
            "",
            "The mean squared error of the last epoch (before it learns, it is about 1), and what was fastest of each peer, with the number of "
            "its runs.",
            "",
            *table(["training", "browser", "natively", "TensorFlow.js", "scikit-learn", "JAX", "TensorFlow.js by", "scikit-learn by"], losses),
            "What TensorFlow.js took for a step, in ms, when its ways were tried (64 steps, the best of two)"
            + (f"; this browser has no {', no '.join(tensorflow.missing)}:" if tensorflow.missing else ":"),
            "",
            *table(
                ["training", *(f"{name}, {WAYS[way]}" for name in names for way in WAYS)],
                [[title(size), *(number(tensorflow.tried[size, name, way]) for name in names for way in WAYS)] for size in sizes],
            ),
            "### As the work grows",
            "",
            "Ours; the operations and the times as multiples of the first line's.",
            "",
            *growth(browser, native, by_rows, "rows × 1, 10, 100"),
            *growth(browser, native, by_width, "width × 1, 2, 4"),
        ]
    )


def main():
    began = time.monotonic()
    if not PAPER.exists() or BEGIN not in PAPER.read_text(encoding="utf-8"):
        stop(f"{PAPER.relative_to(ROOT)} has no place for what is measured")
    say("compiling ours (minutes, the first time) ...")
    native_program = built("epoch", ["bench", "--bench"])
    wasm_program = built("wasm", ["test", "--profile", "page", "--target", os.environ["WASM_TARGET"], "--features", "page", "--test"])
    say(f"  done in {time.monotonic() - began:.0f} s")
    for name in ("tensorflow.html", "tensorflow.js"):
        (SERVED / name).write_text((HERE / name).read_text(encoding="utf-8"), encoding="utf-8")

    start = time.monotonic()
    load = os.getloadavg()[0]
    native = Ours([native_program])
    browser = Ours(["wasm-bindgen-test-runner", wasm_program, "trainings_are_timed", "--nocapture"], stderr=subprocess.STDOUT)
    tensorflow = sklearn = jax = None
    for turn in range(1, ROUNDS + 1):
        turns = [("ours in the browser", browser), ("ours natively", native)]
        for name, one in turns:
            say(f"round {turn} of {ROUNDS}: {name} ...")
            before = time.monotonic()
            one.turn()
            say(f"  done in {time.monotonic() - before:.0f} s")
        if tensorflow is None:
            # The benchmark itself says which trainings there are; the first four are compared.
            sizes = list(browser.best)[:4]
            say("which way TensorFlow.js is fastest ...")
            tensorflow, sklearn, jax = TensorFlow(sizes), ScikitLearn(sizes), Jax(sizes)
        for name, one in [("TensorFlow.js", tensorflow), ("scikit-learn", sklearn), ("JAX", jax)]:
            say(f"round {turn} of {ROUNDS}: {name} ...")
            before = time.monotonic()
            one.turn()
            say(f"  done in {time.monotonic() - before:.0f} s")

    text = PAPER.read_text(encoding="utf-8")
    found = report(browser, native, tensorflow, sklearn, jax, sizes, load, time.monotonic() - start)
    above, below = text.split(BEGIN)[0], text.split(END)[-1]
    PAPER.write_text(f"{above}{BEGIN}\n\n{found}\n{END}{below}", encoding="utf-8")
    print(found)
    say(f"written into {PAPER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
