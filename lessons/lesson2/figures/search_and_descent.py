"""The figure `search_and_descent` of lesson 2."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_scores
from course_utils.descent import path
from course_utils.pictures import COLORS
from course_utils.search import best_w
from lessons.drawing import power_ticks
from lessons.live import LiveFigure, course_figure, slider

from .shared import CLOSE, first_index


@course_figure
def search_and_descent() -> LiveFigure:
    """The grid's 41 values and the values descent visits, for classes with another best w."""
    slopes = np.linspace(1.9, 2.1, 21).round(2)
    grid = np.linspace(0, 4, 41)
    x, _ = study_scores()
    curve = 2 * np.mean(x**2)
    visited = path(lambda w: curve * (w - slopes), 1.0, 0.05 + 0 * slopes, 40).T
    found = np.array([best_w(grid, x, slope * x) for slope in slopes])
    so_far = np.minimum.accumulate(np.abs(grid - slopes[:, None]), axis=1)
    errors = np.abs(visited - slopes[:, None])
    steps = first_index(errors.T < CLOSE)

    figure, (bowl, error) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bowl.set(xlim=(0.9, 2.6), ylim=(-0.35, 6), title="The cost, and where they look")
    bowl.set(xlabel="w (points per hour)", ylabel="cost (points²)")
    error.set(xlim=(0, 41), ylim=(1e-12, 3), yscale="log", title="How far from the best w")
    power_ticks(error.yaxis)
    error.set(xlabel="evaluations", ylabel="distance (points per hour)")
    error.axhline(CLOSE, color="gray", linestyle=":", linewidth=1)
    error.text(40.5, 1.3 * CLOSE, "0.000001", ha="right")

    live = LiveFigure(
        figure,
        name="2-search-and-descent",
        best=slider(slopes, "true best w", unit="points per hour", start=2.0, format=".2f"),
    )
    fine = np.linspace(0.95, 2.55, 49)
    near = grid[(grid > 0.95) & (grid < 2.55)]
    height = curve / 2 * (visited[:, :25] - slopes[:, None]) ** 2
    live.line(
        bowl, fine, curve / 2 * (fine - slopes[:, None]) ** 2, along="best", drag="best",
        color=None, width=1,
    )  # fmt: skip
    live.marker(
        bowl, near, curve / 2 * (near - slopes[:, None]) ** 2, along="best", color=COLORS["orange"],
        symbol="s", size=6, filled=False,
    )  # fmt: skip
    live.marker(
        bowl, visited[:, :25], height, along="best", replay=True, color=COLORS["blue"], size=6
    )
    counted = np.arange(1, 42).repeat(2)[1:]  # best so far: level until a better one, then down
    stairs = so_far.repeat(2, axis=1)[:, :-1]
    live.line(error, counted, stairs, along="best", color=COLORS["orange"], dash="dashed")
    live.line(error, np.arange(41), errors, along="best", color=COLORS["blue"])
    live.write(error, 22, 0.15, "search, best so far", color=COLORS["orange"])
    live.write(error, 4, 3e-6, "descent", color=COLORS["blue"])

    off = np.abs(found - slopes)
    exact = off < 1e-9
    live.caption(
        "The search evaluates 41 costs and answers {found:.1f}, {off}; descent evaluates {steps} "
        "slopes and is less than 0.000001 off.",
        aloud="The best w is {best}. The search evaluates 41 costs and answers {found:.1f}, "
        "{off}; descent from w = 1 evaluates {steps} slopes and answers {end:.6f}, less "
        "than 0.000001 off.",
        found=found,
        off=np.where(exact, "which lies on its grid", [f"{d:.2f} off" for d in off]),
        steps=steps,
        end=visited[np.arange(len(slopes)), steps],
    )
    live.predict(
        "Where the best w is 2.00, descent evaluates 22 slopes to come within 0.000001. Another "
        "class has 2.03. A grid from 0 to 4 that comes as close to any w needs two million values. "
        "How many slopes does descent need for 2.03?",
        ["Over a million: it must try the values between, too", "About 220", "23, one more"],
        answer=2,
        because="Descent never looks at most values: where the curve is steep it leaps, and near "
        "the bottom its steps shrink by themselves. No grid limits it.",
        misconception=6,
    )
    return live
