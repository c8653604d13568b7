"""What several figures of lesson 4 share."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.drawing import epoch_axis, written
from lessons.live import LiveFigure


def draw_course(axes: plt.Axes, last: int) -> None:
    """The empty axes of loss and accuracy over the epochs."""
    epoch_axis(axes, last)
    axes.set(ylim=(0, 1.2), title="Loss and accuracy", ylabel="loss (line), accuracy (dashed)")


def mark_course(
    live: LiveFigure, axes: plt.Axes, epochs: np.ndarray, loss: np.ndarray, right: np.ndarray
) -> None:
    """Loss and accuracy of this epoch: the square is hollow and larger, so that it hides no dot."""
    both = ("lr", "epoch")
    live.marker(axes, epochs, loss, along=both, drag="epoch", color=COLORS["blue"])
    live.marker(
        axes, epochs, right, along=both, color=COLORS["green"], symbol="s", size=14, filled=False
    )


def epoch_or_epochs(epochs: np.ndarray) -> np.ndarray:
    """What so many epochs are called."""
    return np.where(epochs == 1, "epoch", "epochs")


def digits(values: np.ndarray) -> np.ndarray:
    """Numbers from 0 on as text of three decimals; those that would read 0 or 1 in words."""
    return np.select(
        [values < 0.001, (values > 0.999) & (values < 1)],
        ["below 0.001", "above 0.999"],
        written(values, ".3f"),
    )
