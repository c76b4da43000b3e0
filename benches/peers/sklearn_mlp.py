"""Whole trainings by scikit-learn's MLPRegressor, timed: ReLU, Adam, mean squared error, single precision.

Reads what to train as JSON from its input and writes times and losses as JSON. benches/peers/compare.py calls it.
"""

import json
import os
import platform
import sys
import time
import warnings

import numpy
import sklearn
import threadpoolctl
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor


def table(rows, inputs):
    """As in tests/shared/epoch.rs: normal inputs, the product of the first two as target."""
    x = numpy.random.default_rng(1).standard_normal((rows, inputs), dtype=numpy.float32)
    return x, x[:, 0] * x[:, 1]


def train(size, x, y):
    """Milliseconds of a training, and the mean squared error of its last epoch."""
    model = MLPRegressor(
        hidden_layer_sizes=(size["width"], size["width"]),
        activation="relu",
        solver="adam",
        learning_rate_init=0.001,
        alpha=0.0,
        batch_size=size["batch"],
        max_iter=size["epochs"],
        shuffle=True,
        random_state=1,
        # All epochs, whatever the loss does.
        early_stopping=False,
        tol=0.0,
        n_iter_no_change=size["epochs"] + 1,
    )
    begin = time.perf_counter()
    model.fit(x, y)
    ms = (time.perf_counter() - begin) * 1e3
    assert model.n_iter_ == size["epochs"], "it stopped early"
    assert model.coefs_[0].dtype == numpy.float32, "not in single precision"
    # Its loss is half of the mean square.
    return ms, 2.0 * float(model.loss_)


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    task = json.load(sys.stdin)
    threads = sorted({1, os.cpu_count() or 1})
    results = []
    for size in task["sizes"]:
        x, y = table(size["rows"], size["inputs"])
        found = {count: {"runs": [], "losses": []} for count in threads}
        spent = 0.0
        # With one thread and with all, in turns.
        for _ in range(task["repeats"]):
            for count in threads:
                with threadpoolctl.threadpool_limits(count):
                    ms, loss = train(size, x, y)
                found[count]["runs"].append(ms)
                found[count]["losses"].append(loss)
                spent += ms
            if spent > task["budget_ms"]:
                break
        results.append(found)
    # NumPy's own: SciPy brings another.
    blas = [
        f"{pool['internal_api']} {pool['version']}"
        for pool in threadpoolctl.threadpool_info()
        if pool["user_api"] == "blas" and "numpy" in pool["filepath"]
    ]
    json.dump(
        {
            "versions": {
                "scikit-learn": sklearn.__version__,
                "NumPy": numpy.__version__,
                "BLAS": blas[0] if blas else "unknown",
                "Python": platform.python_version(),
            },
            "results": results,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
