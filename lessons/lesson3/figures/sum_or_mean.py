"""The figure `sum_or_mean` of lesson 3."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import written
from lessons.live import LiveFigure, course_figure, slider

STUDENTS, PASSED = 10, 8
EPOCHS = 40


@course_figure
def sum_or_mean() -> LiveFigure:
    """One bias for ten students: gradient descent with the mean and the sum of their slopes."""
    lrs = np.geomspace(0.01, 10, 37)  # twelve a decade: ten times a rate is a rate again
    share = PASSED / STUDENTS
    paths = []
    b = np.zeros((2, len(lrs)))  # mean, sum
    for _ in range(EPOCHS + 1):
        paths.append(sigmoid(b))
        b = b - lrs * np.array([[1], [STUDENTS]]) * (sigmoid(b) - share)
    p = np.array(paths).transpose(1, 2, 0)  # (reduction, lr, epoch)
    epochs = np.arange(EPOCHS + 1)

    figure, axes = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
    axes.axhline(share, color="gray", linestyle=":", linewidth=1)
    axes.set(xlim=(-0.5, EPOCHS + 0.5), ylim=(-0.05, 1.3), yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    axes.set(xlabel="epochs", ylabel="p = σ(b)")
    axes.plot([], [], "-o", color=COLORS["blue"], markersize=4, label="mean of the slopes")
    axes.plot([], [], "-s", color=COLORS["orange"], markersize=4, label="sum of the slopes")
    axes.legend(loc="upper right", ncols=2, fontsize=9)

    live = LiveFigure(figure, name="3-sum-or-mean", lr=slider(lrs, start=lrs[12], format=".3g"))
    live.line(axes, epochs, p[0], along="lr", color=COLORS["blue"])
    live.marker(axes, epochs, p[0], along="lr", color=COLORS["blue"], size=5)
    live.line(axes, epochs, p[1], along="lr", color=COLORS["orange"])
    live.marker(axes, epochs, p[1], along="lr", color=COLORS["orange"], symbol="s", size=5)

    state = _how_it_went(p, share)
    live.regimes("lr", np.array([f"mean {m}, sum {s}" for m, s in _short(state)]))
    live.caption(
        "After 40 epochs the mean {mean}; the sum {sum}.",
        aloud="At learning rate {lr}, after 40 epochs, the mean {mean}; the sum {sum}. The sum "
        "takes the steps that the mean would take at learning rate {tenfold:.3g}.",
        mean=_with_p(state[0], p[0, :, -1]),
        sum=_with_p(state[1], p[1, :, -1]),
        tenfold=STUDENTS * lrs,
    )
    live.predict(
        "One run takes the mean of the ten students' slopes, the other their sum, at the same "
        "learning rate. What is different?",
        [
            "Nothing: it is the same loss on another scale",
            "Each step of the sum is longer, and too long sooner",
            "The sum is always faster",
        ],
        answer=1,
        because="The sum is ten times the mean, so every step is ten times as long. That is "
        "faster at a small learning rate, and too far at a large one.",
        misconception=8,
    )
    return live


ARRIVED, ON_THE_WAY, OVERSHOT, SWINGS = range(4)


def _how_it_went(p: np.ndarray, target: float) -> np.ndarray:
    """One of the four outcomes for every path; p: shape (…, epochs)."""
    close = (np.abs(p[..., -3:] - target) < 0.0005).all(axis=-1)
    beyond = (p > target + 0.0005).any(axis=-1)
    return np.select([close & ~beyond, close, ~beyond], [ARRIVED, OVERSHOT, ON_THE_WAY], SWINGS)


def _short(state: np.ndarray) -> list[tuple[str, str]]:
    words = np.array(["arrives", "too slow", "arrives", "too far"])
    return list(zip(*words[state], strict=True))


def _with_p(state: np.ndarray, last: np.ndarray) -> np.ndarray:
    """A phrase for each outcome."""
    return np.select(
        [state == ARRIVED, state == OVERSHOT, state == ON_THE_WAY],
        [
            "has arrived at 0.8",
            "has arrived at 0.8 after overshooting",
            written(last, ".3f", "is still on its way, at {}"),
        ],
        "jumps past 0.8 and has not settled",
    )
