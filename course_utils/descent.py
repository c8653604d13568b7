"""What lesson 2 builds: following the slope of a cost downhill.

First one weight: the line w * x of lesson 1 and its mean squared error, x and y of shape (n,).
Then three: w[0] * x² + w[1] * x + w[2].
"""

from collections.abc import Callable

import numpy as np

# One weight


def gradient(w: float, x: np.ndarray, y: np.ndarray) -> float:
    """Slope of the mean squared error of the line w * x when w changes.

    x, y: shape (n,).
    """
    errors = w * x - y
    return float(np.mean(2 * errors * x))


def step(w: float, lr: float, x: np.ndarray, y: np.ndarray) -> float:
    """w after one step of gradient descent on the cost of the line w * x.

    x, y: shape (n,).
    """
    return w - lr * gradient(w, x, y)


def descend(
    w: float, lr: float, x: np.ndarray, y: np.ndarray, tolerance: float, epochs: int
) -> tuple[float, int]:
    """Steps until one moves w by less than tolerance, at most epochs of them.

    x, y: shape (n,).  Returns the last w and the number of steps taken.
    """
    for taken in range(1, epochs + 1):
        before = w
        w = step(w, lr, x, y)
        if abs(w - before) < tolerance:
            return w, taken
    return w, epochs


# Any function


def path(
    slope: Callable[[np.ndarray], np.ndarray],
    start: float | np.ndarray,
    lr: float | np.ndarray,
    epochs: int,
) -> np.ndarray:
    """Every w that gradient descent visits, the start first.

    slope: a function of w.  lr and start: numbers, or arrays that broadcast: then there is one
    path for each entry.  Returns shape (epochs + 1, *that of lr and start together).
    """
    w = start + 0 * lr  # an array if lr is one: a start for each
    visited = [w]
    for _ in range(epochs):
        w = w - lr * slope(w)
        visited.append(w)
    return np.array(visited)


def largest_stable_lr(a: float) -> float:
    """Below this learning rate, descent on a * w² converges."""
    return 1 / a


# Three weights


def partial_derivatives(w: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Gradient of the cost of w[0] * x² + w[1] * x + w[2].

    w: shape (3,); x, y: shape (n,).
    Returns the slopes by each weight, shape (3,).
    """
    errors = w[0] * x**2 + w[1] * x + w[2] - y
    first = np.mean(2 * errors * x**2)
    second = np.mean(2 * errors * x)
    third = np.mean(2 * errors)
    return np.array([first, second, third])


def train(
    w: np.ndarray, x: np.ndarray, y: np.ndarray, batch: int, lr: float, epochs: int
) -> tuple[np.ndarray, list[float]]:
    """Fits w[0] * x² + w[1] * x + w[2] in batches, in order, until the loss is below 1e-5.

    w: shape (3,); x, y: shape (n,).  The loss of an epoch is what its steps saw on their way: the
    sum of their squared errors, divided by n.  Points that do not fill a last batch are never used.
    Returns the weights, and the loss of every epoch.
    """
    losses = []
    for _ in range(epochs):
        total = 0.0
        for first in range(0, len(x) - batch + 1, batch):
            part = slice(first, first + batch)
            y_hat = w[0] * x[part] ** 2 + w[1] * x[part] + w[2]
            total += np.sum((y_hat - y[part]) ** 2)
            w = w - lr * partial_derivatives(w, x[part], y[part])
        losses.append(total / len(x))
        if losses[-1] < 1e-5:
            break
    return w, losses
