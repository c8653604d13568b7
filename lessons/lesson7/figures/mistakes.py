"""The figure `mistakes` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import digits
from course_utils.pictures import COLORS
from lessons.live import LiveFigure, course_figure, slider

from .shared import INK, corners, frame, probabilities, show


@course_figure
def mistakes() -> LiveFigure:
    """Those of the 400 that the linear model gets wrong, the surest first, and what it says."""
    x, truth = digits("judge")
    p = probabilities(x)
    said, sure = p.argmax(axis=1), p.max(axis=1)
    wrong = np.flatnonzero(said != truth)
    wrong = wrong[np.argsort(-sure[wrong])]
    right = said == truth

    figure, (sheet, bars) = plt.subplots(
        1, 2, figsize=(9, 4.2), layout="constrained", width_ratios=(2, 3)
    )
    frame(sheet, 1, 1, [""])
    sheet.set_title("The picture")
    bars.set(xlim=(-0.6, 9.6), ylim=(0, 1.08), title="What the model says (◆ the truth)")
    bars.set(xlabel="digit", ylabel="p")
    bars.set_xticks(range(10))
    rank = np.arange(1, len(wrong) + 1)
    live = LiveFigure(figure, name="7-mistakes", mistake=slider(rank))
    show(live, sheet, np.rint(16 * x[wrong]).astype(int), INK, corners(1, 1)[0], along="mistake")
    middle = np.arange(10)
    live.rectangles(
        bars, middle - 0.36, np.zeros(10), middle + 0.36, p[wrong], along="mistake",
        color=COLORS["blue"], fill=COLORS["sky"], fill_opacity=0.6,
    )  # fmt: skip
    own = p[wrong, truth[wrong]]
    live.marker(bars, truth[wrong], own, along="mistake", color=None, symbol="D", size=9)
    live.play("mistake")
    live.caption(
        "The picture is of {truth}. The model gives {said} a p of {p:.2f}, and {truth} only "
        "{own:.2f}.",
        aloud="Mistake {mistake} of {count}: it is of {truth}. The model gives {said} a p of "
        "{p:.2f}, and {truth} only {own:.2f}.",
        count=np.full(len(wrong), len(wrong)),
        truth=truth[wrong],
        said=said[wrong],
        p=sure[wrong],
        own=own,
    )
    live.predict(
        f"A linear model, of another shuffle than yours, is right for {right.sum()} of the 400, "
        f"and gives them {sure[right].mean():.2f} on average. How sure is it, on average, of its "
        f"{len(wrong)} mistakes?",
        ["About 0.2: it hardly prefers any", "About 0.6", "About 0.9: as sure as ever"],
        answer=1,
        because="Most mistakes are close calls between two digits, but not all: the surest is "
        f"given {sure[wrong].max():.2f}. A high p is a reason to trust, and no proof.",
        misconception=15,
    )
    return live
