"""The figure `overflow` of lesson 2."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_scores
from course_utils.descent import path
from course_utils.pictures import COLORS
from lessons.live import LiveFigure, course_figure, slider
from livefigure.controls import written


@course_figure
def overflow() -> LiveFigure:
    """Lesson 1's cost at learning rate 1, in single and in double precision."""
    steps = np.r_[0:46, 60, 80:161:20, 166, 167, 168, 200:321:20, 334, 335, 336, 340]
    runs = {kind: _explosion(kind, 340) for kind in ("float32", "float64")}

    figure, panels = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    live = LiveFigure(figure, name="2-overflow", step=slider(steps, "step"))
    until = steps[np.minimum(np.arange(len(steps)), np.arange(len(steps))[:, None])]
    for axes, (kind, (w, cost)), last in zip(panels, runs.items(), (45, 345), strict=True):
        largest = np.log10(float(np.finfo(kind).max))
        axes.axhline(largest, color="gray", linestyle=":", linewidth=1)
        axes.text(0.01 * last, 0.96 * largest, f"largest {kind}", size=9, va="top")
        axes.set(xlim=(-0.02 * last, last), ylim=(-0.04 * largest, 1.13 * largest), title=kind)
        axes.set(xlabel="step", ylabel="power of ten of |w| and of the cost")
        for name, values, color, dash, symbol in (
            ("|w|", np.abs(w), COLORS["blue"], "solid", "o"),
            ("cost", cost, COLORS["red"], "dashed", "D"),
        ):
            size = np.log10(np.where(np.isfinite(values), values, np.nan))
            live.line(axes, until, size[until], along="step", color=color, dash=dash)
            live.marker(
                axes, steps, size[steps], along="step", drag="step", color=color, symbol=symbol
            )
            axes.plot([], [], color=color, linestyle=dash, marker=symbol, label=name)
        axes.legend(loc="lower right", frameon=False)
    live.caption(
        "After step {step}: in float32 {single}, in float64 {double}.",
        aloud="After step {step}: in float32 {single}, in float64 {double}{beyond}.{cross}",
        single=_said(*runs["float32"])[steps],
        double=_said(*runs["float64"])[steps],
        beyond=np.where(steps > 45, "; the left picture ends at step 45", ""),
        cross=np.where(
            np.isfinite(runs["float32"][1][steps]),
            "",
            " A line ends with × after its last finite number.",
        ),
    )
    live.predict(
        "PyTorch, computing in float32 at learning rate 1, shows nan for w after 43 steps. You "
        "repeat these steps in plain NumPy, in float32. What do you get?",
        [
            "A number: nan is a bug in PyTorch",
            "nan as well",
            "inf: NumPy does not turn it into nan",
        ],
        answer=1,
        because="The error grows by a factor of 8.33 a step until no float can hold it. Then "
        "it is inf, and inf − inf is nan. Every program that follows the same formula ends there.",
        misconception=19,
    )
    return live


def _explosion(kind: str, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """w from 1 at learning rate 1 and its cost, after each step, in numbers of this kind."""
    x, y = (values.astype(kind) for values in study_scores())
    one = x.dtype.type(1)
    with np.errstate(over="ignore", invalid="ignore"):
        w = path(lambda w: np.mean(2 * (w * x - y) * x), one, one, steps)
        return w, np.mean((w[:, None] * x - y) ** 2, axis=1)


def _said(w: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """What has become of w and of its cost, in words, for every step."""

    def phrase(w: float, cost: float) -> str:
        if np.isnan(w):
            return "w and the cost are nan"
        if np.isinf(w):
            return "w and the cost are inf"
        return f"w = {written(w, '.3g')} and the cost is {written(cost, '.3g')}"

    return np.array([phrase(*pair) for pair in zip(w.tolist(), cost.tolist(), strict=True)])
