"""Writes tests/it/fixtures/nn_reference.json: what PyTorch computes for a small network, in float64.

The network is 3 -> 5 -> 4 -> 2 with a linear last layer and a batch of 6 rows. The fixture holds

* `parameters`, `x`, `y`: one start for everything, rounded to 12 significant digits before anything is computed;
* `passes`: for every hidden activation and every loss, the predictions, the loss and the gradients;
* `runs`: for every optimiser with L2 of 0 and 0.05, the parameters after `steps` full-batch steps at `learning_rate`
  (tanh, mean squared error).

Parameters and gradients are flat in GreenGrad's layout: layer by layer the weights [inputs, outputs] row by row
(PyTorch's weight transposed), then the biases. L2 is PyTorch's `weight_decay`, of a parameter group that holds the
weights alone. Gradients come from autograd and steps from torch.optim: no formula of GreenGrad's is repeated here.

The script also checks that no pre-activation and no error lies so near a kink that float32 could fall on its other
side.

Made with PyTorch 2.15.0+cu132 (on the CPU), NumPy 2.4.6 and Python 3.11.7. To run:

    python3 -m venv .venv && .venv/bin/pip install torch numpy
    .venv/bin/python tests/reference/make_nn_fixture.py
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

SIZES = [3, 5, 4, 2]
ROWS = 6
SEED = 20240611
STEPS = 10
LEARNING_RATE = 0.01
KINK_MARGIN = 1e-3

ACTIVATIONS = {
    "relu": F.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, negative_slope=0.01),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": lambda z: F.gelu(z, approximate="none"),
}
LOSSES = {
    "mean_squared_error": lambda p, y: F.mse_loss(p, y, reduction="mean"),
    "mean_absolute_error": lambda p, y: F.l1_loss(p, y, reduction="mean"),
    "huber": lambda p, y: F.huber_loss(p, y, reduction="mean", delta=1.0),
}
OPTIMIZERS = {
    "adam": lambda groups: torch.optim.Adam(groups, lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8),
    "adamw": lambda groups: torch.optim.AdamW(groups, lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8),
    "rmsprop": lambda groups: torch.optim.RMSprop(groups, lr=LEARNING_RATE, alpha=0.9, eps=1e-8),
    "momentum": lambda groups: torch.optim.SGD(groups, lr=LEARNING_RATE, momentum=0.9),
    "sgd": lambda groups: torch.optim.SGD(groups, lr=LEARNING_RATE),
}


def rounded(values):
    """Nested lists of floats of 12 significant digits."""
    if isinstance(values, torch.Tensor):
        values = values.detach().tolist()
    if isinstance(values, list):
        return [rounded(value) for value in values]
    return float(f"{values:.12g}")


def random(*shape):
    return torch.tensor(rounded(torch.randn(*shape)))


def build(start):
    """Fresh linear layers that hold the start."""
    layers = [torch.nn.Linear(inputs, outputs) for inputs, outputs in zip(SIZES, SIZES[1:])]
    with torch.no_grad():
        for layer, (weight, bias) in zip(layers, start):
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)
    return layers


def forward(layers, activation, x):
    """Predictions, and the pre-activations of the hidden layers."""
    pre = []
    for layer in layers[:-1]:
        pre.append(layer(x))
        x = activation(pre[-1])
    return layers[-1](x), pre


def flat(pairs):
    return torch.cat([part for weight, bias in pairs for part in (weight.T.reshape(-1), bias)])


def parameters(layers):
    return flat((layer.weight, layer.bias) for layer in layers)


def gradients(layers):
    return flat((layer.weight.grad, layer.bias.grad) for layer in layers)


def away_from(values, kinks, what):
    for kink in kinks:
        nearest = (values.detach() - kink).abs().min().item()
        assert nearest > KINK_MARGIN, f"{what} comes within {nearest} of {kink}: take another seed"


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    start = [(random(outputs, inputs), random(outputs)) for inputs, outputs in zip(SIZES, SIZES[1:])]
    x, y = random(ROWS, SIZES[0]), random(ROWS, SIZES[-1])

    passes = []
    for activation_name, activation in ACTIVATIONS.items():
        for loss_name, loss in LOSSES.items():
            layers = build(start)
            predictions, pre = forward(layers, activation, x)
            for z in pre:
                away_from(z, [0.0], f"a pre-activation of {activation_name}")
            errors = predictions - y
            away_from(errors, [-1.0, 0.0, 1.0], f"an error of {activation_name}")
            assert (errors.abs() < 1).any() and (errors.abs() > 1).any(), "the errors try one side of Huber's only"
            value = loss(predictions, y)
            value.backward()
            passes.append({
                "activation": activation_name,
                "loss": loss_name,
                "predictions": rounded(predictions),
                "value": rounded(value.item()),
                "gradients": rounded(gradients(layers)),
            })

    runs = []
    for name, make in OPTIMIZERS.items():
        for l2 in (0.0, 0.05):
            layers = build(start)
            optimizer = make([
                {"params": [layer.weight for layer in layers], "weight_decay": l2},
                {"params": [layer.bias for layer in layers], "weight_decay": 0.0},
            ])
            for _ in range(STEPS):
                optimizer.zero_grad()
                predictions, _ = forward(layers, torch.tanh, x)
                F.mse_loss(predictions, y).backward()
                optimizer.step()
            runs.append({"optimizer": name, "l2": l2, "parameters": rounded(parameters(layers))})

    fixture = {
        "made_by": f"tests/reference/make_nn_fixture.py, torch {torch.__version__}",
        "sizes": SIZES,
        "parameters": rounded(flat(start)),
        "x": rounded(x),
        "y": rounded(y),
        "passes": passes,
        "learning_rate": LEARNING_RATE,
        "steps": STEPS,
        "runs": runs,
    }
    into = Path(__file__).resolve().parents[1] / "it" / "fixtures" / "nn_reference.json"
    into.parent.mkdir(parents=True, exist_ok=True)
    lines = [f" {json.dumps(key)}: {pretty(value)}" for key, value in fixture.items()]
    into.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(into, into.stat().st_size, "bytes")


def pretty(value):
    """JSON with one line for each pass and each run."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"  {json.dumps(each)}" for each in value) + "\n ]"
    return json.dumps(value)


if __name__ == "__main__":
    main()
