"""What the tasks of lesson 1 promise, and where breaking it shows: see `test_promises.py`."""

import numpy as np


def everywhere(*case):
    return True


PROMISES = [
    ("1.1", "w points per hour times x hours", everywhere, "return w + x"),
    (
        "1.1",
        "When `x` is an array of hours, it returns an array of scores",
        lambda w, x: np.ndim(x) > 0,
        "return w * np.max(x)",
    ),
    (
        "1.1",
        "With w = 1.5 and x = 2 it returns 3.0.",
        lambda w, x: w != 1.5,
        "return 1.5 * x",
    ),
]
