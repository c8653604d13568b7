"""The figure `pass_model` of lesson 5."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import small_start, students
from course_utils.pictures import COLORS
from course_utils.sigmoid import bce_from_logits, sigmoid
from lessons.drawing import descend, draw_students, epoch_axis, mean_bce
from lessons.live import LiveFigure, course_figure, slider

from .shared import HOURS, TRUE_BOUNDARY, crossing, spaced_epochs

LOWEST = 0.343051  # mean BCE of the maximum-likelihood fit to the hundred students


@course_figure
def pass_model() -> LiveFigure:
    """The probability curve of the pass model and its loss, over learning rate and epoch."""
    hours, passed = students()
    lrs = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.3])
    epochs = spaced_epochs(20_000, 37)
    start_w, start_b = small_start()
    visited = descend(hours, passed, start_w[0], start_b, lrs, epochs[-1])
    w, b = (values[epochs].T for values in visited)  # (lr, epoch)
    loss = mean_bce(w[..., None] * hours + b[..., None], passed)
    start = bce_from_logits(start_w[0] * hours + start_b, passed)
    boundary = -b / w

    figure, (curve, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    draw_students(curve, hours, passed, 20)
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.axvline(TRUE_BOUNDARY, color="gray", linestyle=":")
    curve.set_title("Boundary (dashed), the true one (dotted)")
    course.axhline(LOWEST, color="gray", linestyle=":")
    course.text(1.2, LOWEST + 0.008, "lowest possible", color="gray", fontsize=8)
    epoch_axis(course, 20_000)
    course.set(ylim=(0.3, 0.9), title="The loss", ylabel="mean BCE")

    live = LiveFigure(
        figure, name="5-pass-model", lr=slider(lrs, start=0.01), epoch=slider(epochs, start=100)
    )
    both = ("lr", "epoch")
    p = sigmoid(w[..., None] * HOURS + b[..., None])
    live.line(curve, HOURS, p, along=both, color=COLORS["blue"])
    shown = np.where((boundary >= 0) & (boundary <= 20), boundary, np.nan)
    live.segments(curve, shown, 0, shown, 1, along=both, color=COLORS["blue"], dash="dashed")
    live.line(course, epochs, loss, along="lr", color=COLORS["blue"])
    live.marker(course, epochs, loss, along=both, drag="epoch", color=COLORS["blue"])
    regime = np.select(
        [loss > start, loss - LOWEST > 0.001],
        ["loss above its start", "not there yet"],
        "within 0.001 of the lowest loss",
    )
    live.regimes("lr", regime)
    live.caption(
        "Learning rate {lr}, epoch {epoch}: the loss is {loss:.4f}{high}, {regime}. The curve "
        "{half}.",
        loss=loss,
        high=np.where(loss > 0.9, ", above the picture", ""),
        regime=regime,
        half=crossing(boundary),
    )
    live.predict(
        "In truth the chance to pass is one half at 6 hours. You train with learning rate 0.01 for "
        "1000 epochs. Where will the model put it?",
        ["Near 3 hours", "Near 6 hours", "Near 9 hours"],
        answer=0,
        because="A thousand steps of this size are too few: w and b are still on their way. Ten "
        "times the learning rate, or twenty times the epochs, bring the boundary to a little over "
        "6 hours.",
    )
    live.play("epoch")
    return live
