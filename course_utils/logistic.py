"""What lessons 3 and 4 build: probabilities from scores, their loss, and how a model learns them.

z is a logit, p a probability, y a label: 1 or 0.  In tables x of shape (n, features) each row is
one case.
"""

import numpy as np

# Lesson 3: from a score to a probability, and how wrong it is
#
# The stable forms are the usual ones: rewritten so that no exponent is ever above 0, as in the
# log-sum-exp trick.


def sigmoid(z: float | np.ndarray) -> float | np.ndarray:
    """1 / (1 + e^-z), element by element, for z of any size and shape."""
    # Both exponents are at most 0, so neither can overflow.
    top = np.exp(np.minimum(z, 0))  # 1 where z >= 0, e^z below
    return top / (1 + np.exp(-np.abs(z)))


def sigmoid_slope(z: float | np.ndarray) -> float | np.ndarray:
    """Slope of the sigmoid at z, for z of any size and shape."""
    p = sigmoid(z)
    return p * (1 - p)


def bce(p: np.ndarray, y: np.ndarray) -> float:
    """Mean binary cross-entropy.  p, y: shape (n,); no p is 0 or 1."""
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def bce_from_logits(z: np.ndarray, y: np.ndarray) -> float:
    """Mean binary cross-entropy of sigmoid(z).  z, y: shape (n,)."""
    against = np.where(y == 1, -z, z)  # how far z points the wrong way
    return float(np.mean(np.logaddexp(0, against)))


def cross_entropy(z: np.ndarray, classes: np.ndarray) -> float:
    """Mean cross-entropy of softmax(z), for any z.

    z: scores of k classes, shape (n, k); classes: true indices, shape (n,).
    """
    z = z - z.max(axis=1, keepdims=True)  # each row's largest is now 0
    true = z[np.arange(len(z)), classes]
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - true))


# Lesson 4: logistic regression
#
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
    """Share of right decisions, where p of the threshold or more means 1."""
    decided = p >= threshold
    return float(np.mean(decided == y))
