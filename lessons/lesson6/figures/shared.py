"""What several figures of lesson 6 share."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import mean_bce

NEAR = 0.001  # this close to the best loss a run has arrived
EPOCHS = np.array([0, *np.unique(np.geomspace(1, 1000, 37).round().astype(int))])  # with 100
START = 0.4  # where a logarithmic axis shows epoch 0


def descend(
    x: np.ndarray, y: np.ndarray, lrs: np.ndarray, epochs: int, w: float = 0, squared: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Full-batch descent from (w, 0) at every rate: all w and b, each (epochs + 1, rates)."""
    ws, bs = np.zeros((2, epochs + 1, len(lrs)))
    ws[0] = w
    columns, labels = x[:, None], y[:, None]
    for epoch in range(epochs):
        p = (1 + np.tanh((columns * ws[epoch] + bs[epoch]) / 2)) / 2  # sigma, computed fast
        pull = p - labels
        if squared:
            pull = 2 * pull * p * (1 - p)
        ws[epoch + 1] = ws[epoch] - lrs * (x @ pull) / len(x)
        bs[epoch + 1] = bs[epoch] - lrs * pull.mean(axis=0)
    return ws, bs


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


def draw_students(axes: plt.Axes, x: np.ndarray, y: np.ndarray) -> None:
    axes.plot(x[y == 1], y[y == 1], "o", color=COLORS["green"], alpha=0.6, label="passed")
    axes.plot(x[y == 0], y[y == 0], "x", color=COLORS["orange"], label="failed")
    axes.axhline(0.5, color="gray", linewidth=1, linestyle=":")
    axes.set(xlim=(0, 20), ylim=(-0.05, 1.05))
    axes.set_title("The model", loc="left")
    axes.set(xlabel="hours studied", ylabel="probability of passing")
    axes.set_xticks(range(0, 21, 5))
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, borderpad=0.2)


def epoch_axis(axes: plt.Axes) -> None:
    """Epochs 0 to 1000 on a logarithmic axis, with a place of its own for 0."""
    axes.set(xlim=(0.3, 1000), xscale="log", xlabel="epoch")
    axes.set_xticks([START, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
    axes.set_xticks([], minor=True)


def plain(axis) -> None:
    """Ticks of a logarithmic axis as plain numbers, which need no mathematics to be set."""
    axis.set_major_formatter("{x:g}")
