"""What lesson 4 builds: logistic regression by hand.

p is a probability, y a label: 1 or 0.  In tables x of shape (n, features) each row is one case.
"""

import numpy as np

from .moved import names_of
from .sigmoid import bce, sigmoid

__all__ = ["accuracy", "bce", "boundary", "counts", "gradient", "probabilities", "sigmoid", "train"]
__getattr__ = names_of(__name__)

# Several learning rates at once, one column a rate: lr and b of shape (k,), w of shape
# (features, k), y of shape (n, 1).  Then every result has a last axis of length k.


def probabilities(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Probability of label 1 for each row of x.

    x: a table of shape (n, features); w: (features,).  Returns shape (n,).
    """
    z = x @ w + b
    return sigmoid(z)


def gradient(x: np.ndarray, y: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, float]:
    """Gradient of the mean BCE by w and by b, where the model says p.

    x: a table of shape (n, features); y, p: shape (n,).
    Returns dw, of shape (features,), and db.  By the chain rule: the BCE of
    one row changes by p - y with its logit z, and z changes by x with w.
    """
    error = p - y
    dw = x.T @ error / len(x)
    db = np.mean(error, axis=0)
    return dw, db


def train(
    x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, lr: float | np.ndarray, epochs: int
) -> tuple[np.ndarray, np.ndarray]:
    """Gradient descent on the mean BCE, all rows at once, from w and b.

    x: a table of shape (n, features); y: (n,); w: (features,).
    Returns the history, the start first: the weights, of shape
    (epochs + 1, features), and the biases, of shape (epochs + 1,).
    """
    ws, bs = [w], [b]
    for _ in range(epochs):
        p = probabilities(x, w, b)
        dw, db = gradient(x, y, p)
        w = w - lr * dw
        b = b - lr * db
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)


def boundary(w: float, b: float, p: float) -> float:
    """The x at which a model of one feature says p.

    w: not 0; p: above 0 and below 1.
    From p = 1 / (1 + e^-z) follows e^z = p / (1 - p).
    """
    z = np.log(p / (1 - p))
    return (z - b) / w


def accuracy(p: np.ndarray, y: np.ndarray, threshold: float) -> float:
    """Share of right decisions, where p of the threshold or more means 1.

    p, y: shape (n,).
    """
    decided = p >= threshold
    return float(np.mean(decided == y))


def counts(p: np.ndarray, y: np.ndarray, threshold: float) -> tuple[int, int, int, int]:
    """How many cases end in each of the four ways.

    p, y: shape (n,); p of the threshold or more is called 1.
    Returns the numbers of true positives, false positives, false
    negatives and true negatives.
    """
    called, happened = p >= threshold, y == 1
    tp = np.sum(called & happened)
    fp = np.sum(called & ~happened)
    fn = np.sum(~called & happened)
    tn = np.sum(~called & ~happened)
    return int(tp), int(fp), int(fn), int(tn)
