"""What several figures of lesson 7 share."""

from __future__ import annotations

from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_utils.pictures import COLORS
from lessons.live import LiveFigure

from ..experiments import linear, softmax, with_ones

# From paper to ink, as the pixels count it: 0 to 16.
INK = LinearSegmentedColormap.from_list("ink", ["#FFFFFF", "#101010"], N=17)(range(17))
# From orange, where ink speaks against a digit, over white to dark blue, where it speaks for it.
MOST = 12  # shades on either side of white
_PULL = [(0, COLORS["orange"]), (0.5, "#FFFFFF"), (0.75, COLORS["blue"]), (1, "#00385C")]
PULL = LinearSegmentedColormap.from_list("pull", _PULL, N=2 * MOST + 1)(range(2 * MOST + 1))
EPOCHS = 40  # of the linear model whose weights are shown; the lesson trains it for 20


@cache
def by_epoch() -> np.ndarray:
    """The lesson's linear model (batches of 32, rate 0.5) after 0, 1 … EPOCHS epochs: a column of
    64 weights and a bias for each digit, (epoch, 65, 10)."""
    return np.array(list(linear(0.5, EPOCHS)))


def probabilities(x: np.ndarray, epoch: int = 20) -> np.ndarray:
    """What that model says of pictures of shape (n, 64): shape (n, 10)."""
    return softmax(with_ones(x) @ by_epoch()[epoch])


def frame(axes: plt.Axes, rows: int, columns: int, names: list[str]) -> None:
    """Room for pictures of 8 by 8 in rows and columns, each with its name above it."""
    top = 12 * rows - (0.5 if any(names) else 3.5)
    axes.set(xlim=(-0.5, 10 * columns - 1.5), ylim=(-0.5, top))
    axes.set_aspect("equal")
    axes.set_axis_off()
    for (left, bottom), name in zip(corners(rows, columns), names, strict=False):
        axes.text(left, bottom + 8.7, name)
        axes.plot(
            [left, left, left + 8, left + 8, left],
            [bottom, bottom + 8, bottom + 8, bottom, bottom],
            color="gray",
            linewidth=0.8,
        )


def corners(rows: int, columns: int) -> list[tuple[int, int]]:
    """The lower left corners of the pictures in a frame, row by row from the top."""
    return [(10 * j, 12 * (rows - 1 - i)) for i in range(rows) for j in range(columns)]


def show(
    live: LiveFigure,
    axes: plt.Axes,
    pictures: np.ndarray,
    colors: np.ndarray,
    corner: tuple[int, int],
    along: str | tuple[str, ...],
) -> None:
    """A picture in a frame.  pictures: indices into colors, shape (controls of along …, 64)."""
    cells = np.reshape(pictures, (*pictures.shape[:-1], 8, 8))[..., ::-1, :]  # first row on top
    left, bottom = corner
    live.shade(axes, cells, colors, extent=(left, left + 8, bottom, bottom + 8), along=along)
