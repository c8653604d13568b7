"""What the figures of several lessons compute, draw and write alike."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axis import Axis

from livefigure.controls import written as written_once

FEW = 20  # students up to whom none hides another


def mean_bce(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Mean binary cross-entropy over the last axis of the logits z."""
    return np.mean(np.logaddexp(0, z) - y * z, axis=-1)


def descend(
    x: np.ndarray,
    y: np.ndarray,
    w: float,
    b: float,
    lrs: np.ndarray,
    epochs: int,
    pull: Callable[[np.ndarray, np.ndarray], np.ndarray] = np.subtract,
) -> tuple[np.ndarray, np.ndarray]:
    """Full-batch descent of sigma(w * x + b) at every learning rate, on any mean loss.

    x, y: shape (n,); pull: how one row's loss changes with its logit, from p and y; the default,
    p - y, is that of the BCE.  Returns all w and b, the start first, each (epochs + 1, rates).
    """
    rows, labels = np.stack([x, np.ones_like(x)], axis=1), y[:, None]
    means = rows.T / len(x)
    visited = np.empty((epochs + 1, 2, len(lrs)))
    visited[0] = [[w], [b]]
    for epoch in range(epochs):
        p = (1 + np.tanh(rows @ visited[epoch] / 2)) / 2  # sigma, computed fast
        visited[epoch + 1] = visited[epoch] - lrs * (means @ pull(p, labels))
    return visited[:, 0], visited[:, 1]


def draw_students(axes: plt.Axes, hours: np.ndarray, passed: np.ndarray, last: int) -> None:
    """Students at 0 to `last` hours: who passed as ● at height 1, who failed as □ at height 0."""
    size, opacity = (6, 1) if len(hours) <= FEW else (5, 0.5)
    for label, symbol, fill, name in ((1, "o", "black", "passed"), (0, "s", "white", "failed")):
        own = passed == label
        axes.plot(
            hours[own], passed[own], symbol, color="black", mfc=fill, ms=size, alpha=opacity,
            label=name,
        )  # fmt: skip
    axes.set(xlim=(0, last), ylim=(-0.06, 1.06))
    axes.set(xlabel="hours studied", ylabel="p, probability of passing")
    axes.locator_params(axis="x", integer=True)


def epoch_axis(axes: plt.Axes, last: int, zero: float | None = None) -> None:
    """A logarithmic axis of epochs; zero: where epoch 0 stands on it, if it does.

    Its labels are plain, for those with powers are slow to draw, and there is room for markers.
    """
    tens = [10**k for k in range(int(np.log10(last)) + 1)]
    ticks = {ten: f"{ten:,}" if ten >= 10_000 else f"{ten}" for ten in tens}
    if zero:
        ticks[zero] = "0"
    axes.set(xscale="log", xlim=(0.75 * zero if zero else 0.85, 1.18 * last), xlabel="epoch")
    axes.set_xticks(list(ticks), ticks.values())
    axes.minorticks_off()


def power_ticks(axis: Axis) -> None:
    """Ticks of a logarithmic axis as 10⁻⁴, 0.01, 1, 100, 10⁴ …: plain text, fast to set."""

    def text(value: float, _: int) -> str:
        return written_once(value, "g" if 1e-3 <= value < 1e4 else ".0e")

    axis.set_major_formatter(text)


def room_for(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Limits of an axis from low to high, further out where values (last axis) go beyond: shape
    (…, 2).  Values that are no finite numbers count for nothing."""
    least = np.min(values, axis=-1, where=np.isfinite(values), initial=low)
    most = np.max(values, axis=-1, where=np.isfinite(values), initial=high)
    edge = 0.08 * (most - least)
    return np.stack(
        [np.where(least < low, least - edge, low), np.where(most > high, most + edge, high)],
        axis=-1,
    )


def written(values: np.ndarray, form: str, phrase: str = "{}") -> np.ndarray:
    """Numbers in a format, ".2f" for instance, each in a phrase: texts of the same shape."""
    texts = [phrase.format(written_once(value, form)) for value in np.ravel(values).tolist()]
    return np.reshape(texts, np.shape(values))
