"""The figure `saturation` of lesson 6."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import students
from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from course_utils.sweep import scale
from lessons.drawing import descend, epoch_axis
from lessons.live import LiveFigure, choice, course_figure, slider

from .shared import EPOCHS, START, draw_model, optimum


@course_figure
def saturation() -> LiveFigure:
    """Starting confident and wrong: cross-entropy recovers, the squared error stays stuck."""
    x, y = students()
    hours = scale(x, x)
    losses = {
        "squared error": lambda p, y: 2 * (p - y) * p * (1 - p),
        "cross-entropy": lambda p, y: p - y,
    }
    lr = np.array([10.0])
    runs = [descend(hours, y, -10, 0, lr, 1000, pull) for pull in losses.values()]
    w, b = (np.array([run[i][EPOCHS, 0] for run in runs]) for i in (0, 1))
    grid = np.linspace(0, 20, 41)
    p = sigmoid(w[..., None] * (grid - x.mean()) / x.std() + b[..., None])
    right = np.mean((w[..., None] * hours + b[..., None] >= 0) == y, axis=2)

    figure, (fit, weight) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    draw_model(fit, x, y)
    weight.axhline(optimum(hours, y)[0], color="gray", linewidth=1, linestyle=":")
    weight.set(ylim=(-11, 6), title="The weight", ylabel="w (per unit of scaled hours)")
    epoch_axis(weight, 1000, START)
    live = LiveFigure(
        figure,
        name="6-saturation",
        loss=choice(list(losses), "loss"),
        epoch=slider(EPOCHS, start=100),
    )
    live.line(fit, grid, p, along=("loss", "epoch"), color=COLORS["blue"])
    at = np.maximum(EPOCHS, START)
    live.line(weight, at, w, along="loss", color=COLORS["blue"])
    live.marker(weight, at, w, along=("loss", "epoch"), drag="epoch", color=COLORS["red"])
    live.play("epoch")
    live.caption(
        "At epoch {epoch} with the {loss} w is {w:.1f}, the curve {course}, and {right:.0%} "
        "of the students are decided rightly.",
        w=w,
        course=np.where(w < 0, "still falls with the hours", "rises with the hours"),
        right=right,
    )
    live.predict(
        "The model starts sure that studying harms: w = −10. The learning rate is 10 for both "
        "losses. Which model is right about four students of five after 100 epochs?",
        ["Both", "Only the one with cross-entropy", "Only the one with the squared error"],
        answer=1,
        because="Where the model is sure, p is close to 0 or 1, and the slope of the squared "
        "error carries the factor p(1 − p), nearly 0. Cross-entropy pulls with p − y, nearly 1.",
        misconception=13,
    )
    return live
