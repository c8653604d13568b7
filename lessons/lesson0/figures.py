"""The figures of the start page: its landscape, and the smallest live figure there is."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.live import LiveFigure, course_figure, slider

from .landscape import landscape

__all__ = ["hello", "landscape"]


@course_figure
def hello() -> LiveFigure:
    """A line that turns with a slider.  The first edition's start page shows it; today it is the
    one to begin with when you write your own."""
    slopes = np.linspace(-2, 2, 9)
    x = np.array([-3.0, 3.0])
    figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
    axes.axhline(0, color="gray", linewidth=0.8)
    axes.axvline(0, color="gray", linewidth=0.8)
    axes.set(xlim=(-3, 3), ylim=(-6.5, 6.5), xlabel="x", ylabel="slope times x")

    live = LiveFigure(figure, name="0-hello", slope=slider(slopes, "slope", start=0.5))
    live.line(axes, x, slopes[:, None] * x, along="slope", color=COLORS["blue"], width=3)
    live.caption(
        "With a slope of {slope} the line {way} from left to right.",
        way=np.select([slopes < 0, slopes > 0], ["falls", "rises"], "stays level"),
    )
    return live
