"""The figure `weights` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import digits
from course_utils.pictures import COLORS
from lessons.live import LiveFigure, course_figure, slider

from ..experiments import cross_entropy
from .shared import EPOCHS, MOST, PULL, by_epoch, corners, frame, probabilities, show


@course_figure
def weights() -> LiveFigure:
    """The ten rows of weights as pictures, after every epoch."""
    (x, y), (new, truth) = digits("learn"), digits("choose")
    epochs = np.arange(EPOCHS + 1)
    loss = np.array([cross_entropy(probabilities(x, epoch), y) for epoch in epochs])
    right = [(probabilities(new, epoch).argmax(axis=1) == truth).mean() for epoch in epochs]
    rows = by_epoch()[:, :64]
    size = np.sqrt(np.abs(rows) / np.abs(rows).max())  # small weights are to be seen, too
    shades = np.rint(np.sign(rows) * size * MOST).astype(int) + MOST  # (epoch, 64, 10)

    figure, (sheet, course) = plt.subplots(
        1, 2, figsize=(9, 3.8), layout="constrained", width_ratios=(4, 3)
    )
    frame(sheet, 2, 5, [str(k) for k in range(10)])
    sheet.set_title("Blue: ink speaks for it, orange: against it")
    course.set(xlim=(-1, EPOCHS + 1), ylim=(0, 2.5), title="Loss (solid), right (dashed)")
    course.set(xlabel="epoch", ylabel="mean loss; share right of the 300")
    live = LiveFigure(
        figure, name="7-weights", epoch=slider(epochs, landmarks={1: "1", 20: "20", 40: "40"})
    )
    for k, corner in enumerate(corners(2, 5)):
        show(live, sheet, shades[..., k], PULL, corner, along="epoch")
    live.line(course, epochs, loss, color=COLORS["blue"])
    live.line(course, epochs, right, color=COLORS["green"], dash="dashed")
    live.marker(course, epochs, loss, along="epoch", drag="epoch", color=COLORS["blue"])
    live.marker(course, epochs, right, along="epoch", color=COLORS["green"], symbol="s")
    live.play("epoch")
    against = [f"row {i // 8 + 1}, column {i % 8 + 1}" for i in rows[:, :, 0].argmin(axis=1)]
    live.caption(
        "After epoch {epoch} the loss is {loss:.2f}, and {right:.0%} of the 300 are right.{pale}",
        aloud="After epoch {epoch} the loss is {loss:.2f}, and {right:.0%} of the 300 are right. "
        "{zero}.",
        loss=loss,
        right=np.array(right),
        pale=["", *[" Orange in the middle of 0: there it has no ink."] * EPOCHS],
        zero=[
            "All weights are 0",
            *(f"The lowest weight of 0 is at {place}" for place in against[1:]),
        ],
    )
    live.predict(
        "Each digit has 64 weights, one a pixel, so they form a picture. Where will ink speak "
        "most against a 0?",
        [
            "In the middle, where a 0 has no ink",
            "On the ring, where a 0 has its ink",
            "Along the edge of the picture, where no digit has ink",
        ],
        answer=0,
        because="Ink in the middle is the surest sign of another digit. Where no digit has ink a "
        "pixel is always 0: its gradient is 0, and its weight stays 0.",
    )
    return live
