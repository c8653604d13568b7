"""The figure `weight_and_bias` of lesson 3."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.live import LiveFigure, course_figure, slider
from livefigure.controls import written


@course_figure
def weight_and_bias() -> LiveFigure:
    """sigmoid(w * x + b): where it crosses 0.5, and how steep it is there."""
    ws, bs = np.linspace(-2, 2, 41).round(1), np.linspace(-10, 10, 41)
    x = np.linspace(0, 10, 51)
    climb = np.where(ws == 0, np.nan, ws)[:, None]  # a level line crosses nowhere
    crossing = np.round(-bs / climb, 9) + 0.0  # hours; never -0.0
    slope = np.repeat(ws[:, None], len(bs), axis=1) / 4
    z = ws[:, None, None] * x + bs[:, None]

    figure, (logit, chance) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    logit.axhline(0, color="gray", linestyle=":", linewidth=1)
    logit.set(xlim=(0, 10), ylim=(-20, 20), title="The logit")
    logit.set(xlabel="hours studied", ylabel="z = w·x + b")
    chance.axhline(0.5, color="gray", linestyle=":", linewidth=1)
    chance.set(xlim=(0, 10), ylim=(-0.05, 1.05), title="The probability of passing")
    chance.set(xlabel="hours studied", ylabel="p = σ(z)")
    chance.plot([], [], color=COLORS["orange"], ls="--", label="steepest here: slope w/4")
    chance.legend(frameon=False)

    live = LiveFigure(
        figure,
        name="3-weight-and-bias",
        w=slider(ws, "w", unit="per hour", start=1.0),
        b=slider(bs, "b", start=-5.0),
    )
    both = {"along": ("w", "b")}
    live.line(logit, x, z, **both, drag=("w", "b"), color=COLORS["blue"])
    live.line(chance, x, sigmoid(z), **both, color=COLORS["blue"])
    there = crossing[..., None]
    nearby = there + np.array([-1.5, 1.5])
    tangent = 0.5 + slope[..., None] * (nearby - there)
    inside = (crossing >= 0) & (crossing <= 10)
    tangent = np.where(inside[..., None], tangent, np.nan)  # not a mark for each end far away
    live.line(chance, nearby, tangent, **both, color=COLORS["orange"], dash="dashed")
    live.marker(logit, crossing, 0, **both, drag="b", color=COLORS["red"], symbol="D")
    live.marker(chance, crossing, 0.5, **both, drag="b", color=COLORS["red"], symbol="D")

    live.caption(
        "The probability {says}.",
        aloud="With w = {w} and b = {b} the probability {says}.",
        says=_where_it_crosses(ws, crossing, slope, sigmoid(z)),
    )
    live.predict(
        "Set w = 2 and b = −6. After how many hours is the probability of passing 0.5?",
        ["0 hours", "3 hours", "6 hours"],
        answer=1,
        because="The probability is 0.5 where the logit is 0, and 2 · 3 − 6 = 0. "
        "It is the logit that must be 0, not the hours and not the bias.",
        misconception=12,
    )
    return live


def _where_it_crosses(
    ws: np.ndarray, crossing: np.ndarray, slope: np.ndarray, p: np.ndarray
) -> np.ndarray:
    """A phrase for every w and b, shape (w, b); p: the curve of each."""
    phrases = np.empty(crossing.shape, dtype=object)
    for (i, k), hours in np.ndenumerate(crossing):
        verb = "rises" if ws[i] > 0 else "falls"
        first, last = p[i, k, 0], p[i, k, -1]
        if ws[i] == 0 and first == 0.5:
            phrases[i, k] = "is 0.5 everywhere: the hours do not matter"
        elif ws[i] == 0:
            level = written(first, ".3g")
            phrases[i, k] = f"is level at {level} and never crosses 0.5: the hours do not matter"
        elif 0 <= hours <= 10:
            phrases[i, k] = (
                f"{verb} through 0.5 at {hours:.2f} hours, where z = 0; there it is steepest, "
                f"with a slope of {written(slope[i, k], '.3f')} per hour"
            )
        else:
            side = "left" if hours < 0 else "right"
            how = "all the way" if abs(last - first) > 0.01 else "too little to be seen"
            at = written(hours, ".2f")
            phrases[i, k] = f"{verb} {how}; it is 0.5 at {at} hours, {side} of the picture"
    return phrases
