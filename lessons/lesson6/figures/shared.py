"""What several figures of lesson 6 share."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.sigmoid import sigmoid
from lessons.drawing import draw_students, mean_bce

NEAR = 0.001  # this close to the best loss a run has arrived
EPOCHS = np.array([0, *np.unique(np.geomspace(1, 1000, 37).round().astype(int))])  # with 100
START = 0.4  # where a logarithmic axis shows epoch 0


def mean_loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Mean BCE from logits for every pair of w and b, which have one shape."""
    return mean_bce(w[..., None] * x + b[..., None], y)


def optimum(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(w, b) of the lowest loss, by Newton's method."""
    at = np.zeros(2)
    for _ in range(12):
        slope = np.array([np.mean((sigmoid(at[0] * x + at[1]) - y) * f) for f in (x, 1)])
        at = at - np.linalg.solve(_hessian(x, at), slope)
    return at


def _hessian(x: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Second derivatives of the loss at (w, b), shape (2, 2)."""
    p = sigmoid(at[0] * x + at[1])
    rows = np.stack([x, np.ones_like(x)])
    return (rows * p * (1 - p)) @ rows.T / len(x)


def best_parameters(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The lowest loss, and the learning rate beyond which descent cannot stay there."""
    at = optimum(x, y)
    return float(mean_loss(x, y, *at)), 2 / np.linalg.eigvalsh(_hessian(x, at))[-1]


def loss_rings(x: np.ndarray, y: np.ndarray, above: tuple) -> list[np.ndarray]:
    """Level lines of the loss around its lowest point, relative to it: (2, 61) for each height."""
    at = optimum(x, y)
    values, vectors = np.linalg.eigh(_hessian(x, at))
    angle = np.linspace(0, 2 * np.pi, 61)
    ways = (vectors / np.sqrt(values)) @ [np.cos(angle), np.sin(angle)]  # even on an ellipse
    best, rings = float(mean_loss(x, y, *at)), []
    for height in above:
        low, high = np.zeros(angle.size), np.full(angle.size, 50.0)
        for _ in range(30):  # the loss rises along every ray: halve the interval
            middle = (low + high) / 2
            inside = mean_loss(x, y, *(at[:, None] + middle * ways)) < best + height
            low, high = np.where(inside, middle, low), np.where(inside, high, middle)
        rings.append(low * ways)
    return rings


def draw_model(axes: plt.Axes, x: np.ndarray, y: np.ndarray) -> None:
    """The students and the axes that a probability curve is drawn on."""
    draw_students(axes, x, y, 20)
    axes.axhline(0.5, color="gray", linewidth=0.8)
    axes.set_title("The model", loc="left")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, borderpad=0.2)
