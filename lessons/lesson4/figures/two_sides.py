"""The figure `two_sides` of lesson 4."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course_utils.data import two_features, two_features_start
from course_utils.logistic import train
from course_utils.pictures import COLORS
from course_utils.sigmoid import bce_from_logits
from lessons.drawing import mean_bce
from lessons.live import LiveFigure, course_figure, slider

from .shared import digits, draw_course, epoch_or_epochs, mark_course

# From blue, where the model says 0, over white to orange, where it says 1: each from where on.
LEVELS = np.arange(0.05, 1, 0.1)
SHADES = LinearSegmentedColormap.from_list(
    "p", [COLORS["blue"], "#FFFFFF", COLORS["orange"]], N=len(LEVELS) + 1
)(range(len(LEVELS) + 1))
CORNERS = np.array([[-3.0, -3.0], [3.0, -3.0], [3.0, 3.0], [-3.0, 3.0]])  # of the picture
DRAWN = 200  # of the thousand points: more would hide each other


@course_figure
def two_sides() -> LiveFigure:
    """Points of two features, the model's probability and its boundary over lr and epoch."""
    x, y = two_features()
    lrs = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0])
    epochs = np.union1d(np.geomspace(1, 100, 22).round().astype(int), [10, 30])
    start_w, start_b = two_features_start()
    none = np.zeros(len(lrs))
    ws, bs = train(x, y[:, None], start_w[:, None] + none, start_b + none, lrs, epochs[-1])
    w, b = ws[epochs].transpose(2, 0, 1), bs[epochs].T  # (lr, epoch, feature), (lr, epoch)
    z = w @ x.T + b[..., None]
    loss = mean_bce(z, y)
    right = np.mean((z >= 0) == y, axis=-1)

    figure, (plane, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    few, side = x[:DRAWN], y[:DRAWN] == 1
    plane.plot(*few[side].T, "o", color="black", mec="white", ms=5)
    plane.plot(*few[~side].T, "s", color="white", mec="black", ms=4)
    plane.set(xlim=(-3, 3), ylim=(-3, 3))
    plane.set_title(
        f"{DRAWN} of the 1000 points: circles 1, squares 0;\n"
        "blue:\u00a0p\u00a0near\u00a00, orange:\u00a0p\u00a0near\u00a01"
    )
    plane.set(xlabel="feature x₀", ylabel="feature x₁")
    draw_course(course, 100)

    live = LiveFigure(
        figure,
        name="4-two-features",
        lr=slider(lrs, start=0.01),
        epoch=slider(epochs, start=epochs[5].item()),
    )
    both = ("lr", "epoch")
    live.area(plane, *CORNERS.T, color=SHADES[0])
    for color, level in zip(SHADES[1:], np.log(LEVELS / (1 - LEVELS)), strict=True):
        live.area(plane, *_above(w @ CORNERS.T + b[..., None] - level), along=both, color=color)
    ends = np.array([-3.0, 3.0])
    line = -(w[..., :1] * ends + b[..., None]) / w[..., 1:]
    live.line(plane, ends, line, along=both, color=COLORS["red"], width=3)
    live.line(course, epochs, loss, along="lr", color=COLORS["blue"])
    live.line(course, epochs, right, along="lr", color=COLORS["green"], dash="dashed")
    mark_course(live, course, epochs, loss, right)

    start = bce_from_logits(x @ start_w + start_b, y)
    live.regimes(
        "lr",
        np.select(
            [loss > start, right < 0.9, right < 0.98],
            ["loss above its start", "far from the rule", "near the rule"],
            "at the rule",
        ),
    )
    ratio = w[..., 1] / w[..., 0]
    live.caption(
        "After {epoch} {epochs} the accuracy is {right:.1%} and the loss {loss}{above}. w₁/w₀ is "
        "{ratio:.2f}, {side} the true −3.",
        aloud="After {epoch} {epochs} of full batches at learning rate {lr}, with the mean, the "
        "accuracy is {right:.1%} and the loss {loss}{above}. w₁/w₀ is {ratio:.2f}, {side} "
        "the true −3.",
        epochs=epoch_or_epochs(epochs),
        right=right,
        loss=digits(loss),
        above=np.where(loss > course.get_ylim()[1], ", above the picture", ""),
        ratio=ratio,
        side=np.select(
            [ratio > 0, np.abs(ratio + 3) < 0.1],
            ["of the other sign than", "within 0.1 of"],
            "of the same sign as",
        ),  # fmt: skip
    )
    live.predict(
        "Row by row, learning rate 0.001 brought 99.1% in 100 epochs. Now each epoch is one step "
        "with all 1000 rows, along their mean gradient. How far does learning rate 0.001 get in "
        "100 epochs?",
        [
            "As far: it sees the same rows as often",
            "Hardly anywhere",
            "Further: the mean of all rows is exact",
        ],
        answer=1,
        because="Row by row an epoch is 1000 steps; now it is one, and the mean is no larger than "
        "one row's gradient. Multiply the learning rate by the 1000 rows, and it gets there.",
        misconception=8,
    )
    live.play("epoch")
    return live


def _above(z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where in the picture something is above 0 that rises evenly over it: x and y of the corners
    of that part, shape (…, 8), nan where there is none.  z: its value at CORNERS, shape (…, 4)."""
    following = np.roll(z, -1, axis=-1)
    inside = np.where(z >= 0, 1.0, np.nan)[..., None] * CORNERS
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where((z >= 0) != (following >= 0), z / (z - following), np.nan)[..., None]
    crossing = CORNERS + share * (np.roll(CORNERS, -1, axis=0) - CORNERS)
    corners = np.stack([inside, crossing], axis=-2).reshape(*z.shape[:-1], 8, 2)
    return corners[..., 0], corners[..., 1]
