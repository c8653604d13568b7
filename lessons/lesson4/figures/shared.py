"""What several figures of lesson 4 share."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.live import LiveFigure


def draw_students(axes: plt.Axes, hours: np.ndarray, passed: np.ndarray) -> None:
    """Who passed at height 1, who failed at height 0."""
    axes.plot(hours[passed == 1], passed[passed == 1], "o", color="black")
    axes.plot(hours[passed == 0], passed[passed == 0], "s", color="black", mfc="white")


def draw_course(axes: plt.Axes, ticks: list[int]) -> None:
    """The empty axes of loss and accuracy over the epochs."""
    axes.set(xlim=(0.9, 1.2 * ticks[-1]), ylim=(0, 1.2), xscale="log", title="Loss and accuracy")
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.set(xlabel="epoch", ylabel="loss (line), accuracy (dashed)")


def mark_course(
    live: LiveFigure, axes: plt.Axes, epochs: np.ndarray, loss: np.ndarray, right: np.ndarray
) -> None:
    """Loss and accuracy of this epoch: the square is hollow and larger, so that it hides no dot."""
    both = ("lr", "epoch")
    live.marker(axes, epochs, loss, along=both, color=COLORS["blue"])
    live.marker(
        axes, epochs, right, along=both, color=COLORS["green"], symbol="s", size=14, filled=False
    )


def epoch_or_epochs(epochs: np.ndarray) -> np.ndarray:
    """What so many epochs are called."""
    return np.where(epochs == 1, "epoch", "epochs")


def digits(values: np.ndarray) -> np.ndarray:
    """Numbers from 0 on as text of three decimals; those that would read 0 or 1 in words."""
    texts = [
        "below 0.001" if v < 0.001 else "above 0.999" if 0.999 < v < 1 else f"{v:.3f}"
        for v in values.ravel()
    ]
    return np.array(texts).reshape(values.shape)
