"""What the tasks of lesson 3 promise, and where breaking it shows: see `test_promises.py`."""

import numpy as np


def everywhere(*case):
    return True


def wrong_way(z, y):
    """How far each logit points away from its label."""
    return np.where(y == 1, -z, z)


SHIFT = "z = z - z.max(axis=1, keepdims=True)\n"
MEAN = "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])"
PROMISES = [
    (
        "3.1",
        "for one number or an array of any shape",
        lambda z: np.ndim(z) > 1,
        "return right(np.ravel(z)) if np.ndim(z) else right(z)",
    ),
    (
        "3.1",
        "for one number",
        lambda z: np.ndim(z) == 0,
        "return np.array([right(part) for part in z])",
    ),
    (
        "3.1",
        "**right and silent** for z = 1000 and z = −1000",
        lambda z: np.min(z) < -709,
        "return 1 / (1 + np.exp(-z))",
    ),
    (
        "3.1",
        "where p rounds to 1 and 0",
        lambda z: np.min(z) < -30,
        "return right(np.clip(z, -30, 30))",
    ),
    (
        "3.1",
        "Probability that belongs to the logit z.",
        lambda z: np.min(np.abs(z)) < 35,
        "return np.where(np.greater(z, 0), 1.0, 0.0)",
    ),
    (
        "3.2",
        "for one number or an array of any shape",
        lambda z: np.ndim(z) > 1,
        "return right(np.ravel(z)) if np.ndim(z) else right(z)",
    ),
    (
        "3.2",
        "for one number",
        lambda z: np.ndim(z) == 0,
        "return np.array([right(part) for part in z])",
    ),
    (
        "3.2",
        "The exact slope needs no measuring",
        everywhere,
        "return (sigmoid(z + 0.1) - sigmoid(z)) / 0.1",
    ),
    ("3.2", "p and 1 − p, make it", everywhere, "return sigmoid(z)"),
    (
        "3.3",
        "Write the mean binary cross-entropy of a set",
        lambda p, y: len(p) != 2,
        "return np.sum(-np.log(np.where(y == 1, p, 1 - p))) / 2",
    ),
    (
        "3.3",
        "`p` holds the probabilities, `y` the labels",
        lambda p, y: any((p > 0.5) != y),
        "return np.mean(-np.log(np.maximum(p, 1 - p)))",
    ),
    (
        "3.3",
        "No p is exactly 0 or 1.",
        lambda p, y: min(*p, *(1 - p)) < 0.01,
        "return right(np.clip(p, 0.01, 0.99), y)",
    ),
    ("3.3", "Returns a float.", everywhere, "return -np.log(np.where(y == 1, p, 1 - p))"),
    ("3.4", "Write the mean binary cross-entropy", everywhere,
     "return np.sum(np.logaddexp(0, z) - y * z)"),
    (
        "3.4",
        "from the logits `z` and the labels `y`",
        lambda z, y: any(wrong_way(z, y) > 0),
        "return np.mean(np.logaddexp(0, -np.abs(z)))",
    ),
    (
        "3.4",
        "right for every logit",
        lambda z, y: any(np.where(y == 0, z, 0) > 37) or any(wrong_way(z, y) > 745),
        """
p = sigmoid(z)
return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
""",
    ),
    (
        "3.4",
        "With z = 1000 and y = 0 the loss is 1000, not `inf`",
        lambda z, y: any(wrong_way(z, y) > 800),
        "return right(np.clip(z, -800, 800), y)",
    ),
    (
        "3.5",
        "Return the mean loss of the rows",
        lambda z, classes: len(z) > 1 and any(z.argmax(axis=1) != classes),  # else 0
        SHIFT + MEAN.replace("np.mean", "np.sum"),
    ),
    (
        "3.5",
        "right for logits such as 1000 too",
        lambda z, classes: np.max(np.abs(z)) > 700,
        MEAN,
    ),
    (
        "3.5",
        "a row for each student",
        lambda z, classes: len(z) != 3,
        SHIFT + MEAN.replace("len(z)", "3"),
    ),
    (
        "3.5",
        "a column for each class",
        lambda z, classes: z.shape[1] > 3,
        SHIFT + MEAN.replace("np.exp(z)", "np.exp(z[:, :3])"),
    ),
    (
        "3.5",
        "`classes` holds the index of each row's true class",
        lambda z, classes: any(z.argmax(axis=1) != classes),
        SHIFT + MEAN.replace("classes", "z.argmax(axis=1)"),
    ),
]
