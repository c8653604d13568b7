"""What lessons 3 and 4 build: probabilities from scores, their loss, and how a model learns them.

z is a logit, p a probability, y a label: 1 or 0.  In tables x of shape (n, features) each row is
one case.
"""

import numpy as np

# Lesson 3: from a score to a probability, and how wrong it is


def sigmoid(z: float | np.ndarray) -> float | np.ndarray:
    """1 / (1 + e^-z), element by element, for z of any size and shape."""
    small = np.exp(-np.abs(z))  # between 0 and 1: never overflows
    return np.where(np.greater_equal(z, 0), 1, small) / (1 + small)


def sigmoid_slope(z: float | np.ndarray) -> float | np.ndarray:
    """Derivative of the sigmoid at z, element by element: sigma(z) * (1 - sigma(z))."""
    p = sigmoid(z)
    return p * (1 - p)


def bce(p: np.ndarray, y: np.ndarray) -> float:
    """Mean binary cross-entropy of probabilities p, all between 0 and 1.  p, y: shape (n,)."""
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def bce_from_logits(z: np.ndarray, y: np.ndarray) -> float:
    """Mean binary cross-entropy of sigmoid(z), exact for every z.  z, y: shape (n,)."""
    return float(np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))))


def softmax(z: np.ndarray) -> np.ndarray:
    """Probabilities of the classes, which sum to one.  z: logits, shape (n, classes)."""
    raised = np.exp(z - z.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def cross_entropy(z: np.ndarray, classes: np.ndarray) -> float:
    """Mean cross-entropy of softmax(z).  z: shape (n, classes); classes: true indices, (n,)."""
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-np.mean(log_p[np.arange(len(z)), classes]))


# Lesson 4: logistic regression
#
# Several learning rates at once, one column a rate: lr of shape (k,), w of shape (features, 1),
# y of shape (n, 1).  Then every result has a last axis of length k.


def probabilities(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Probability of label 1 for each row of x.  x: (n, features), w: (features,)."""
    return sigmoid(x @ w + b)


def gradient(x: np.ndarray, y: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, float]:
    """Gradient of the mean BCE by w and by b, where the model says p.  p, y: shape (n,)."""
    error = p - y
    return x.T @ error / len(x), np.mean(error, axis=0)


def train(
    x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, lr: float | np.ndarray, epochs: int
) -> tuple[np.ndarray, np.ndarray]:
    """Gradient descent on the mean BCE, all rows at once.

    Returns the weights, shape (epochs + 1, features), and the biases, shape (epochs + 1,), the
    start first.
    """
    ws, bs = [w + 0 * lr], [b + 0 * lr]
    for _ in range(epochs):
        dw, db = gradient(x, y, probabilities(x, ws[-1], bs[-1]))
        ws.append(ws[-1] - lr * dw)
        bs.append(bs[-1] - lr * db)
    return np.array(ws), np.array(bs)


def boundary(w: float, b: float) -> float:
    """The x at which a model of one feature says 0.5."""
    return -b / w


def accuracy(p: np.ndarray, y: np.ndarray, threshold: float = 0.5) -> float:
    """Share of the cases decided rightly, where p of the threshold or more means 1."""
    return float(np.mean((p >= threshold) == y))
