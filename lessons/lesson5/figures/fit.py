"""The figure `fit` of lesson 5."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import torch
from torch import nn

from course_utils.data import students
from course_utils.pictures import COLORS, picture
from lessons.drawing import draw_students
from lessons.live import course_figure

from .shared import TRUE_BOUNDARY


@course_figure
def fit(model: Callable[[torch.Tensor], torch.Tensor], history: list[float]) -> None:
    """A picture of a trained pass model: its curve through the students, and its loss by epoch."""
    hours, passed = students()
    kinds = [p.dtype for p in model.parameters()] if isinstance(model, nn.Module) else []
    ask = torch.arange(20.0, dtype=kinds[0] if kinds else None)[:, None]
    with torch.no_grad():
        p = model(ask)
    figure, (curve, course) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    draw_students(curve, hours, passed, 20)
    curve.plot(ask, p, ".-", color=COLORS["blue"])
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.axvline(TRUE_BOUNDARY, color="gray", linestyle=":")
    curve.set_title("Asked for 0, 1 … 19 hours")
    course.plot(range(1, len(history) + 1), history, color=COLORS["blue"])
    course.set(xlabel="epoch", ylabel="mean BCE", ylim=(0.3, 0.7), title="The loss")
    picture(
        figure,
        "Left: an S-shaped curve through the students, which crosses 0.5 a little right of the "
        "dotted line at 6 hours. Right: the loss falls steeply, then slowly, to 0.34.",
    )
