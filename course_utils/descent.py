"""What lesson 2 builds: following the slope of a cost downhill.

A learning rate may be one number or an array of several: then there is one path a rate.
"""

from collections.abc import Callable

import numpy as np


def gradient(w: float, x: np.ndarray, y: np.ndarray) -> float:
    """Slope of the mean squared error of the line w * x, by w.  x, y: shape (n,)."""
    errors = w * x - y
    return float(np.mean(2 * errors * x))


def step(w: float, lr: float, x: np.ndarray, y: np.ndarray) -> float:
    """w after one step of gradient descent on the mean squared error of the line w * x."""
    return w - lr * gradient(w, x, y)


def path(slope: Callable, start: float, lr: float | np.ndarray, epochs: int) -> np.ndarray:
    """Every value that gradient descent visits, the start first.

    slope: a function of the current value.  lr: a number, or an array with one rate a path.
    Returns shape (epochs + 1,), and one column a rate if lr is an array.
    """
    w = start + 0 * lr  # one start for every learning rate
    visited = [w]
    for _ in range(epochs):
        w = w - lr * slope(w)
        visited.append(w)
    return np.array(visited)


def descend(
    w: float, lr: float, x: np.ndarray, y: np.ndarray, tolerance: float, epochs: int
) -> tuple[float, int]:
    """Gradient descent on the mean squared error of the line w * x, until a step moves w by less
    than the tolerance, or for so many epochs.

    Returns the last w and the number of steps taken.
    """
    for taken in range(1, epochs + 1):
        before = w
        w = step(w, lr, x, y)
        if abs(w - before) < tolerance:
            return w, taken
    return w, epochs


def largest_stable_lr(a: float) -> float:
    """Below this learning rate gradient descent on a * x² converges: the slope is 2 * a * x."""
    return 1 / a


def partial_derivatives(w: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Gradient of the mean squared error of w[0] * x² + w[1] * x + w[2].  Returns shape (3,)."""
    errors = w[0] * x**2 + w[1] * x + w[2] - y
    return np.array([np.mean(2 * errors * x**2), np.mean(2 * errors * x), np.mean(2 * errors)])
