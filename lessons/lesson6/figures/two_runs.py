"""The figure `two_runs` of lesson 6."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import students
from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import descend, epoch_axis, written
from lessons.live import LiveFigure, course_figure, slider

from .shared import EPOCHS, NEAR, START, best_parameters, draw_model, mean_loss


@course_figure
def two_runs() -> LiveFigure:
    """The loss by epoch and the probability curve of a run; another can be pinned beside it."""
    x, y = students()
    best, _ = best_parameters(x, y)
    lrs = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3]
    w, b = (values[EPOCHS].T for values in descend(x, y, 0, 0, np.array(lrs), EPOCHS[-1]))
    loss = mean_loss(x, y, w, b)
    hours = np.linspace(0, 20, 41)
    p = sigmoid(w[..., None] * hours + b[..., None])
    start = np.log(2)

    figure, (curve, fit) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for height, label, side in ((best, "the best", "left"), (start, "the start", "right")):
        curve.axhline(height, color="gray", linewidth=1, linestyle=":")
        at = 0.5 if side == "left" else 900
        curve.text(at, height, label, ha=side, va="bottom", color="gray")
    curve.set(ylim=(0.3, 1.5), title="The loss", ylabel="loss")
    epoch_axis(curve, 1000, START)
    draw_model(fit, x, y)
    live = LiveFigure(
        figure, name="6-two-runs", lr=slider(lrs, start=0.02), epoch=slider(EPOCHS, start=100)
    )
    at = np.maximum(EPOCHS, START)
    live.line(curve, at, loss, along="lr", color=COLORS["blue"])
    live.marker(curve, at, loss, along=("lr", "epoch"), drag="epoch", color=COLORS["red"])
    live.line(fit, hours, p, along=("lr", "epoch"), color=COLORS["blue"])
    live.play("epoch")
    live.pin("lr")

    live.caption(
        "At epoch {epoch} the loss is {loss:.3f}, {place}; the probability {course}.",
        aloud="At epoch {epoch} of the run at learning rate {lr} the loss is {loss:.3f}, {place}; "
        "the probability {course}.",
        loss=loss,
        place=np.select(
            [np.broadcast_to(EPOCHS == 0, loss.shape), loss > start, loss > best + NEAR],
            ["the start", "higher than before the first step", f"above the best, {best:.3f}"],
            "as low as it can be",
        ),
        course=_courses(w, b),
    )
    live.predict(
        "Two runs begin at the same place, one at learning rate 0.02, one at 0.2. "
        "Which has the lower loss after two epochs?",
        ["The one at 0.02", "The one at 0.2, with steps ten times larger", "They are level"],
        answer=0,
        because="At the start the valley is steep. The first step of 0.2 jumps across it and "
        "lands higher than it began, those of 0.02 do not; later the larger rate overtakes.",
        misconception=1,
    )
    return live


def _courses(w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How the probability runs from 0 to 20 hours, in words; it is nowhere below 0.5 throughout."""
    level = (w == 0) & (b == 0)
    times = -b / np.where(level, 1, w)
    crossing = written(times, ".1f", "crosses 0.5 at {} hours")
    above = np.minimum(b, 20 * w + b) > 0
    words = ["is 0.5 throughout", "stays above 0.5 throughout"]
    return np.select([level, above], words, crossing)
