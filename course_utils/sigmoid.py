"""What lesson 3 builds: probabilities from logits, and how wrong they are.

z is a logit, p a probability, y a label: 1 or 0.
"""

import numpy as np

# The stable forms are the usual ones: rewritten so that no exponent is ever above 0, as in the
# log-sum-exp trick.


def sigmoid(z: float | np.ndarray) -> float | np.ndarray:
    """1 / (1 + e^-z), element by element.

    z: of any size and shape.  Returns the same shape.
    """
    # Both exponents are at most 0, so neither can overflow.
    top = np.exp(np.minimum(z, 0))  # 1 where z >= 0, e^z below
    return top / (1 + np.exp(-np.abs(z)))


def sigmoid_slope(z: float | np.ndarray) -> float | np.ndarray:
    """Slope of the sigmoid at z.

    z: of any size and shape.  Returns the same shape.
    """
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

    z: logits of k classes, shape (n, k); classes: true indices, shape (n,).
    """
    z = z - z.max(axis=1, keepdims=True)  # each row's largest is now 0
    true = z[np.arange(len(z)), classes]
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - true))
