"""What several figures of lesson 5 share."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from course_utils.data import students
from course_utils.pictures import COLORS

HOURS = np.linspace(0, 20, 41)
TRUE_THRESHOLD = 6  # hours, where the chance to pass is one half


def descend(
    w: float, b: float, lrs: np.ndarray, epochs: np.ndarray, twice: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """w and b of the pass model after the given epochs (rising), each of shape (lr, epoch).

    Full batch, mean BCE of a sigmoid, or of a sigmoid of a sigmoid if twice.
    """
    hours, passed = students()
    rows = np.column_stack([hours, np.ones_like(hours)])
    against, means = -rows, rows.T / len(hours)
    parameters = np.repeat([[float(w)], [float(b)]], len(lrs), axis=1)
    kept, wanted = [], set(epochs.tolist())
    labels = passed[:, None]
    for epoch in range(1, epochs[-1] + 1):
        p = 1 / (1 + np.exp(against @ parameters))
        error = p - labels
        if twice:
            error = (1 / (1 + np.exp(-p)) - labels) * p * (1 - p)
        parameters = parameters - lrs * (means @ error)
        if epoch in wanted:
            kept.append(parameters)
    return tuple(np.array(kept).transpose(1, 2, 0))


def spaced_epochs(last: int, count: int) -> np.ndarray:
    """So many epochs or fewer, evenly on a log axis, with the powers of ten among them."""
    tens = 10 ** np.arange(int(np.log10(last)) + 1)
    return np.unique([*np.geomspace(1, last, count - len(tens)).round().astype(int), *tens])


def epoch_axis(axes: plt.Axes, last: int) -> None:
    """A log axis of epochs with plain labels: those with powers are slow to draw."""
    axes.set(xscale="log", xlim=(0.85, 1.18 * last), xlabel="epoch")  # room for markers
    tens = [10**k for k in range(int(np.log10(last)) + 1)]
    axes.set_xticks(tens, [f"{ten:,}" for ten in tens])
    axes.minorticks_off()


def draw_students(axes: plt.Axes, hours: np.ndarray, passed: np.ndarray) -> None:
    right = passed == 1
    axes.plot(hours[right], passed[right], "o", color=COLORS["green"], alpha=0.5, markersize=5)
    axes.plot(hours[~right], passed[~right], "x", color=COLORS["red"], alpha=0.7, markersize=5)
    axes.set(xlim=(0, 20), ylim=(-0.06, 1.06), xlabel="hours studied")


def crossing(at: np.ndarray) -> np.ndarray:
    """Phrases for where curves cross p = 0.5."""
    texts = [f"crosses 0.5 at {hours:.2f} hours" for hours in at.ravel()]
    inside = (at >= 0) & (at <= 20)
    return np.where(inside, np.reshape(texts, at.shape), "does not cross 0.5 in the picture")


def network(width: int) -> nn.Sequential:
    """The lesson's network with one hidden layer, from torch seed 0.  Returns logits."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1))


def scaled(hours: np.ndarray) -> np.ndarray:
    """0 to 20 hours as −2 to 2."""
    return (hours - 10) / 5
