#!/usr/bin/env python3
"""Makes the tables static/examples/made_up_*.csv: points on a plane that were made up, to try networks out on.

    python3 scripts/made_up_data.py            writes them
    python3 scripts/made_up_data.py --check    says whether those that are there are the same

Nothing in them was measured. The shapes are those that TensorFlow Playground (Smilkov et al. 2017, *Direct-manipulation
visualization of deep networks*) made known; a class is −1 or +1, so that the squared error with a linear output fits it:

    clusters  250 points around (2, 2) are +1, 250 around (−2, −2) are −1; standard deviation 1 on both axes
    circles   250 points within 2.5 of the middle are +1, 250 between 3.5 and 5 are −1; even in angle and distance
    xor       500 points, even on ±0.3 … ±5.3 of both axes: +1 where both have the same sign, else −1
    spirals   two arms of 250 points: distance i/250·5, angle 1.75 turns · i/250, the second arm half a turn on;
              each coordinate moved by up to ±0.2
    plane     500 points, even on ±6: height = (x1 + x2) / 10, and normal noise of standard deviation 0.1

The seed is 1. All randomness is Python's `random.random()` of that seed, whose values are promised to stay the same; rows are
shuffled, and numbers rounded to three decimals.
"""

import math
import random
import sys
from pathlib import Path

SEED = 1
ROWS = 500
FOLDER = Path(__file__).resolve().parents[1] / "static" / "examples"


class Draw:
    def __init__(self, seed):
        self.uniform_01 = random.Random(seed).random

    def uniform(self, least, most):
        return least + (most - least) * self.uniform_01()

    def normal(self):
        # Box and Muller 1958; 1 − u is never 0.
        radius = math.sqrt(-2 * math.log(1 - self.uniform_01()))
        return radius * math.cos(2 * math.pi * self.uniform_01())

    def shuffle(self, rows):
        # Fisher and Yates.
        for last in range(len(rows) - 1, 0, -1):
            other = int(self.uniform_01() * (last + 1))
            rows[last], rows[other] = rows[other], rows[last]


def clusters(draw):
    for sign in (1, -1):
        for _ in range(ROWS // 2):
            yield 2 * sign + draw.normal(), 2 * sign + draw.normal(), sign


def circles(draw):
    for sign, least, most in ((1, 0, 2.5), (-1, 3.5, 5)):
        for _ in range(ROWS // 2):
            distance, angle = draw.uniform(least, most), draw.uniform(0, 2 * math.pi)
            yield distance * math.sin(angle), distance * math.cos(angle), sign


def xor(draw):
    for _ in range(ROWS):
        x1, x2 = (value + math.copysign(0.3, value) for value in (draw.uniform(-5, 5), draw.uniform(-5, 5)))
        yield x1, x2, 1 if x1 * x2 > 0 else -1


def spirals(draw):
    count = ROWS // 2
    for sign, begins in ((1, 0), (-1, math.pi)):
        for i in range(count):
            distance, angle = i / count * 5, 1.75 * i / count * 2 * math.pi + begins
            x1 = distance * math.sin(angle) + draw.uniform(-0.2, 0.2)
            x2 = distance * math.cos(angle) + draw.uniform(-0.2, 0.2)
            yield x1, x2, sign


def plane(draw):
    for _ in range(ROWS):
        x1, x2 = draw.uniform(-6, 6), draw.uniform(-6, 6)
        yield x1, x2, (x1 + x2) / 10 + 0.1 * draw.normal()


def text(make):
    draw = Draw(SEED)
    rows = list(make(draw))
    draw.shuffle(rows)
    target = "height" if make is plane else "class"
    # + 0.0 makes −0 a 0.
    number = lambda value: str(value) if isinstance(value, int) else f"{round(value, 3) + 0.0:.3f}"
    lines = [",".join(map(number, row)) for row in rows]
    return "\n".join([f"x1,x2,{target}", *lines, ""])


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    changed = []
    for make in (clusters, circles, xor, spirals, plane):
        path, made = FOLDER / f"made_up_{make.__name__}.csv", text(make)
        if not check:
            path.write_text(made, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != made:
            changed.append(path.name)
    if changed:
        sys.exit(f"not as this script makes them: {', '.join(changed)}")


if __name__ == "__main__":
    main()
