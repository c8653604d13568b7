"""The figure `double_well` of lesson 2."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.descent import path
from course_utils.pictures import COLORS
from lessons.drawing import written
from lessons.live import LiveFigure, course_figure, slider

from .shared import first_index, step_by_step, steps_on


@course_figure
def double_well() -> LiveFigure:
    """Descent on w⁴ − 2 w² + 0.3 w: in which of its two valleys it ends depends on the start."""
    starts = np.linspace(-1.8, 1.8, 37).round(1)
    visited = path(lambda w: 4 * w**3 - 4 * w + 0.3, starts, 0.05, 200).T
    top, right, left = sorted(np.roots([4, 0, -4, 0.3]), key=abs)
    hills = {"left": left, "right": right}
    ends = np.where(visited[:, -1] < top, "left", "right")
    bottoms = np.array([hills[end] for end in ends])
    steps = first_index(np.abs(visited - bottoms[:, None]).T < 0.001)

    def f(w: np.ndarray) -> np.ndarray:
        return w**4 - 2 * w**2 + 0.3 * w

    figure, (wells, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    grid = np.linspace(-1.85, 1.85, 149)
    wells.plot(grid, f(grid), color="gray", linewidth=1)
    wells.set(xlim=(-2, 2), ylim=(-2, 5.2), xlabel="w", ylabel="f(w)")
    wells.set_title("Two valleys (square: start, circle: end)")
    course.set(xlim=(0, 60), ylim=(-2, 2), xlabel="step", ylabel="w", title="Step by step")
    for bottom in (left, right):
        course.axhline(bottom, color="gray", linestyle=":", linewidth=1)
    course.text(58, right + 0.1, "bottom of the right valley", ha="right")
    course.text(58, left - 0.3, "bottom of the left valley, the deeper one", ha="right")

    live = LiveFigure(figure, name="2-double-well", start=slider(starts, "start", start=-0.5))
    steps_on(live, wells, visited[:, :41], f(visited[:, :41]), "start")
    live.marker(wells, visited[:, -1], f(visited[:, -1]), along="start", color=COLORS["green"])
    step_by_step(live, course, visited[:, :61], "start")
    live.caption(
        "From w = {start} descent goes into the {end} valley, at w = {bottom}{deeper}.",
        aloud="From w = {start} at learning rate 0.05 descent goes into the {end} valley; after "
        "{steps} steps it is within 0.001 of its bottom at w = {bottom}, where f is "
        "{height}{deeper}.",
        steps=steps,
        end=ends,
        bottom=written(bottoms, ".2f"),
        height=written(f(bottoms), ".2f"),
        deeper=np.where(ends == "right", "; the left valley is deeper", ", the lowest there is"),
    )
    live.predict(
        "This curve has two valleys, and the left one is deeper. Descent at learning rate 0.05 "
        "starts high on the right slope, at w = 1.8, where its first steps are long. Where does it "
        "end?",
        [
            "In the left valley: that is the lowest place",
            "In the left valley: it comes fast and rolls over the hill",
            "In the right valley",
        ],
        answer=2,
        because="It knows the slope under its feet and nothing else. It gathers no speed: near a "
        "bottom its steps shrink. At this rate no step leaps over the hill, so the start decides.",
        covers=(course,),
    )
    return live
