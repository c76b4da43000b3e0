"""Whole trainings by JAX, timed: ReLU, Adam, mean squared error, single precision, each epoch one compiled function.

Reads what to train as JSON from its input and writes times and losses as JSON. benches/peers/compare.py calls it.
"""

import json
import math
import os
import sys
import time

os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy
from sklearn_mlp import table

RATE, BETA1, BETA2, EPSILON = 0.001, 0.9, 0.999, 1e-8


def first_weights(size):
    """By He et al. 2015, as ours."""
    rng = numpy.random.default_rng(1)
    sizes = [size["inputs"], size["width"], size["width"], 1]
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        weights = rng.standard_normal((inputs, outputs), dtype=numpy.float32) * math.sqrt(2.0 / inputs)
        layers.append((jnp.asarray(weights, dtype=jnp.float32), jnp.zeros(outputs, dtype=jnp.float32)))
    return layers


def loss_of(layers, x, y):
    for weights, bias in layers[:-1]:
        x = jax.nn.relu(x @ weights + bias)
    weights, bias = layers[-1]
    return jnp.mean((x @ weights + bias - y) ** 2)


def step(state, batch):
    layers, first, second, count = state
    loss, slopes = jax.value_and_grad(loss_of)(layers, *batch)
    count = count + 1.0
    first = jax.tree.map(lambda m, g: BETA1 * m + (1.0 - BETA1) * g, first, slopes)
    second = jax.tree.map(lambda v, g: BETA2 * v + (1.0 - BETA2) * g * g, second, slopes)
    scale1, scale2 = 1.0 / (1.0 - BETA1**count), 1.0 / (1.0 - BETA2**count)
    move = lambda p, m, v: p - RATE * (m * scale1) / (jnp.sqrt(v * scale2) + EPSILON)
    return (jax.tree.map(move, layers, first, second), first, second, count), loss


def compiled_epoch(rows, batch):
    """An epoch as one function: another order of the rows, whole batches by a scan, and the smaller last one."""
    whole = rows // batch

    def epoch(state, key, x, y):
        order = jax.random.permutation(key, rows)
        x, y = x[order], y[order]
        batches = [values[: whole * batch].reshape(whole, batch, -1) for values in (x, y)]
        state, losses = jax.lax.scan(step, state, tuple(batches))
        total = jnp.sum(losses) * batch
        if rows % batch:
            state, loss = step(state, (x[whole * batch :], y[whole * batch :]))
            total = total + loss * (rows % batch)
        return state, total / rows

    return jax.jit(epoch, donate_argnums=0)


def train(size, epoch, x, y):
    """Milliseconds of a training, and the mean squared error of its last epoch."""
    layers = first_weights(size)
    zeros = lambda: jax.tree.map(jnp.zeros_like, layers)
    state = (layers, zeros(), zeros(), jnp.float32(0.0))
    keys = list(jax.random.split(jax.random.key(1), size["epochs"]))
    jax.block_until_ready((state, keys))
    begin = time.perf_counter()
    for key in keys:
        state, loss = epoch(state, key, x, y)
    jax.block_until_ready((state, loss))
    return (time.perf_counter() - begin) * 1e3, float(loss)


def main():
    task = json.load(sys.stdin)
    results = []
    for size in task["sizes"]:
        x, y = table(size["rows"], size["inputs"])
        x, y = jnp.asarray(x), jnp.asarray(y).reshape(-1, 1)
        epoch = compiled_epoch(size["rows"], size["batch"])
        # Compiling is not timed.
        train({**size, "epochs": 1}, epoch, x, y)
        runs, spent = [], 0.0
        for _ in range(task["repeats"]):
            ms, loss = train(size, epoch, x, y)
            assert math.isfinite(loss), "it diverged"
            runs.append(ms)
            spent += ms
            if spent > task["budget_ms"]:
                break
        results.append({"runs": runs, "loss": loss})
    json.dump({"version": jax.__version__, "results": results}, sys.stdout)


if __name__ == "__main__":
    main()
