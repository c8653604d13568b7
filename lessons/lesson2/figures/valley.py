"""The figure `valley` of lesson 2."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_scores
from course_utils.pictures import COLORS
from lessons.drawing import power_ticks, written
from lessons.live import LiveFigure, choice, course_figure, slider

from .shared import first_swings

STEPS = 40
ARRIVED = 0.01  # points²: a loss below it
START = np.array([3.0, 0.0])  # b and w: everybody is predicted 3 points
MIDDLE, HALF = np.array([2.0, 1.2]), np.array([3.3, 2.2])  # of the land, b to the right, w upwards


def bowl(hours: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The loss of b + w · hours for the three students: its best (b, w), its curvatures, the
    flattest first, and as columns the directions that have them, shape (2, 2)."""
    _, y = study_scores()
    columns = np.stack([np.ones(len(hours)), hours], axis=1)
    curves, ways = np.linalg.eigh(2 * columns.T @ columns / len(hours))
    return np.linalg.solve(columns.T @ columns, columns.T @ y), curves, ways


def _beside(lines: np.ndarray) -> list[tuple[float, float]]:
    """Where to write beside each of two lines, best so that neither runs through what is written,
    nor ends in a triangle there, and it is nearer to its own: the step and the share of the axis
    where it begins, below.

    lines: shares of the axis, shape (2, steps + 1).
    """
    wide, high = 9, 0.07
    below = lines < 0
    leaves = np.where(below.any(axis=1), below.argmax(axis=1), 2 * STEPS)
    found: dict[int, tuple[float, float]] = {}
    for k, wish in ((1, 8), (0, 22)):

        def faults(place: tuple[int, float], k: int = k) -> tuple[bool, bool, bool]:
            step, height = place
            passed = lines[:, step : step + wide]
            over = (passed.max(axis=1) > height - 0.015) & (passed.min(axis=1) < height + high)
            ends = (leaves >= step) & (leaves < step + wide + 2) & (height < high)
            apart = np.abs(np.subtract(found.get(1, (-wide, 0)), place))
            far = np.abs(lines[:, step] - height - high / 2)
            outside = not 0.02 < height < 0.92
            meets = over.any() or ends.any()
            return outside, meets or (apart < (wide, high + 0.02)).all(), far[k] > far[1 - k]

        steps = sorted(range(STEPS - wide), key=lambda step: abs(step - wish))
        aways = (0.03, -0.1, -0.14)
        found[k] = min(
            ((step + 1, lines[k, step] + away) for away in aways for step in steps), key=faults
        )
    return [found[0], found[1]]


@course_figure
def valley() -> LiveFigure:
    """The loss of w and b from above: rings of equal loss, the steepest way down, and the walk."""
    x, _ = study_scores()
    bowls = [bowl(x), bowl(x - x.mean())]
    best, curves, ways = (np.array(parts) for parts in zip(*bowls, strict=True))
    limit = 2 / curves[:, 1]
    lrs = np.array(
        [0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.13, 0.14]
        + [0.15, 0.16, 0.17, 0.175, limit[0], 0.185, 0.19, 0.2, 0.21, 0.22, 0.25, 0.3, 0.35, 0.4]
        + [0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.25, 1.5]
    )

    # Axes: hours, lr, direction (the flattest first), step.
    begin = START - best
    factor = 1 - lrs[:, None] * curves[:, None]
    powers = factor[..., None] ** np.arange(STEPS + 1)
    errors = np.einsum("hi,hid->hd", begin, ways)[:, None, :, None] * powers
    loss = (curves[:, None, :, None] / 2 * errors**2).sum(axis=2)
    shown = np.isnan(first_swings(errors[:, :, 1], STEPS))[:, :, None]
    walk = np.where(shown, np.nan, np.einsum("hid,hldn->hlin", ways, errors))
    walk += best[:, None, :, None]
    reach = np.nanmax(np.abs(walk - MIDDLE[:, None]) / HALF[:, None], axis=(2, 3))
    zoom = np.where(reach > 1, 1.08 * reach, 1)[..., None]  # (hours, lr, 1)
    sides = MIDDLE[:, None] + zoom[..., None] * np.outer(HALF, [-1, 1])  # (…, b or w, low or high)

    figure, (land, course) = plt.subplots(
        1, 2, figsize=(9, 3.9), layout="constrained", width_ratios=(5, 4)
    )
    land.set(xlim=sides[0, 0, 0], ylim=sides[0, 0, 1], aspect="equal")
    land.set(xlabel="b (points)", ylabel="w (points per hour)")
    land.set_title("From above (□ start, + best)")
    course.set(xlim=(-1, STEPS + 1), ylim=(1e-4, 10), yscale="log", xlabel="step")
    course.set(ylabel="distance from the best", title="In the two main directions")
    power_ticks(course.yaxis)
    live = LiveFigure(
        figure,
        name="2-valley",
        hours=choice(["raw", "centred"], "hours"),
        lr=slider(lrs, start=0.1, format=".3g", landmarks={limit[0]: "0.18", 1.0: "1"}),
    )
    both = ("hours", "lr")
    live.follow(land, x=sides[:, :, 0], y=sides[:, :, 1], along=both)
    angle = np.linspace(0, 2 * np.pi, 41)
    # Losses 0.25, 1, 2.25 … 9: rings equally far from each other.  For who steps far out there are
    # more, each twice as far as the last.  They stand still while the first step is dragged.
    for size in [0.5, 1, 1.5, 2, 2.5, 3, 6, 12, 24, 48, 96, 192]:
        axis = size * np.sqrt(2 / curves)[..., None] * [np.cos(angle), np.sin(angle)]
        ring = np.einsum("hid,hdn->hin", ways, axis) + best[..., None]
        live.area(land, ring[:, 0], ring[:, 1], along="hours", color="none", edge="gray")
    live.marker(land, *best.T, along="hours", color=None, symbol="+", size=11)

    # The steepest way down at the start, the way to the best, and the angle between them.
    down = -np.einsum("hid,hd,hd->hi", ways, curves, np.einsum("hi,hid->hd", begin, ways))
    first, second = (np.arctan2(v[:, 1], v[:, 0])[:, None] for v in (down, -begin))
    turn = (second - first + np.pi) % (2 * np.pi) - np.pi
    degrees = written(np.abs(np.degrees(turn)), ".0f", "{}°")
    sweep = first + turn * np.linspace(0, 1, 13)
    live.line(
        land, START[0] + 0.8 * np.cos(sweep), START[1] + 0.8 * np.sin(sweep), along="hours",
        color=None, width=1,
    )  # fmt: skip
    live.segments(land, *START, best[:, 0], best[:, 1], along="hours", dash="dashed", width=1)
    tip = START[0] + 1.7 * np.cos(first[:, 0]), START[1] + 1.7 * np.sin(first[:, 0])
    live.segments(land, *START, *tip, along="hours", arrow=True)
    near = np.where(zoom[..., 0] < 2, degrees, "")
    live.write(land, START[0] + 0.2, START[1] - 0.5, near, along="hours")

    look = {"replay": True, "color": COLORS["blue"]}
    _steps(live, land, walk, both, **look, width=1.6)
    live.marker(land, walk[:, :, 0], walk[:, :, 1], along=both, **look, size=4)
    live.marker(land, *START, color=COLORS["blue"], symbol="s", filled=False)
    live.marker(
        land, walk[:, :, 0, 1], walk[:, :, 1, 1], along=both, drag="lr", color=COLORS["blue"],
        size=8,
    )  # fmt: skip

    sizes = np.maximum(np.abs(errors), 1e-30)
    top = np.maximum(10, 2 * sizes.max(axis=(2, 3)))
    live.follow(course, y=np.stack([np.full_like(top, 1e-4), top], axis=-1), along=both)
    share = np.log(sizes / 1e-4) / np.log(top / 1e-4)[..., None, None]  # of the axis
    names = ("blue", "solid", "across, steepest"), ("green", "dashed", "along, flattest")
    for k, (color, dash, name) in zip((1, 0), names, strict=True):
        live.line(course, np.arange(STEPS + 1), sizes[:, :, k], along=both, replay=True,
                  color=COLORS[color], dash=dash)  # fmt: skip
        course.plot([], [], color=COLORS[color], linestyle=dash, label=name)
    places = np.array([[_beside(lines) for lines in own] for own in share])
    for k in (1, 0):
        times = written(factor[..., k].round(9), ".3g", "× {}")
        step, height = places[:, :, k, 0], places[:, :, k, 1]
        live.write(course, step, 1e-4 * (top / 1e-4) ** height, times, along=both)
    course.legend(frameon=False, ncols=2)

    end, steep = loss[..., -1], factor[..., 1]
    live.regimes(
        "lr",
        np.select(
            [np.isclose(steep, -1), steep < -1, end < ARRIVED],
            ["swings for ever", "changes sides and diverges", "arrives"],
            "not there yet",
        ),
    )
    live.caption(
        "The steepest way down misses the best by {off}. A step multiplies the error by "
        "{steep} across, {flat} along; the loss of step 40 is {loss}.",
        aloud="With {hours} hours the steepest way down, an arrow, misses the best by {off}. At "
        "learning rate {lr} a step multiplies the error by {steep} across the valley, in the "
        "steepest direction, and by {flat} along it, in the flattest; the loss of step 40 is "
        "{loss}.",
        off=degrees,
        steep=written(steep.round(9), ".3g"),
        flat=written(factor[..., 0].round(9), ".3g"),
        loss=written(end, ".3g"),
    )
    live.predict(
        "Everybody is predicted 3 points: w = 0, b = 3. The best is w = 2, b = 0, so b must fall. "
        "What does the first step downhill do to b?",
        ["It lowers b, towards 0", "It leaves b at 3", "It raises b, away from 0"],
        answer=2,
        because="The steepest way down leads to the floor of the valley, and there w and b are "
        "both larger. From the floor it is still far to the best, along it.",
        misconception=5,
    )
    return live


def _steps(live: LiveFigure, axes: plt.Axes, places: np.ndarray, along: tuple, **look: Any) -> None:
    """The ways from place to place, shape (…, 2, n), each of which is there as a whole or not."""
    pieces = np.stack([places[..., :-1], places[..., 1:]])
    pieces = np.where(np.isnan(pieces).any(axis=(0, -2), keepdims=True), np.nan, pieces)
    (b0, w0), (b1, w1) = np.moveaxis(pieces, -2, 1)
    live.segments(axes, b0, w0, b1, w1, along=along, **look)
