"""The figure `shift` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch

from course_utils.data import digits
from course_utils.pictures import COLORS
from lessons.live import LiveFigure, course_figure, slider

from ..experiments import SHIFTS, moved, stored
from .shared import INK, corners, frame, show

NAMES = "linear", "64-32-10", "eight filters"


@course_figure
def shift() -> LiveFigure:
    """All of the 400 moved by some pixels, and the share that each of three models gets right."""
    shares = stored("moved").transpose(1, 2, 0)  # (right, down, model)
    example = torch.tensor(digits("judge")[0][:1])
    seen = np.array([[moved(example, i, j).numpy()[0] for j in SHIFTS] for i in SHIFTS])
    still = shares[2, 2]

    figure, (sheet, bars) = plt.subplots(
        1, 2, figsize=(9, 4.2), layout="constrained", width_ratios=(1, 1)
    )
    frame(sheet, 1, 1, [""])
    sheet.set(xlim=(-2.6, 10.6), ylim=(-2.6, 10.6))  # room for the frame, wherever it goes
    sheet.set_title("One of the 400 (drag its frame)")
    bars.set(xlim=(-0.6, 2.6), ylim=(0, 1.08), title="Right, of the 400 (◆ not moved)")
    bars.set(ylabel="share right")
    bars.set_xticks(range(3), NAMES)
    live = LiveFigure(
        figure,
        name="7-shift",
        right=slider(SHIFTS, "moved right", unit="pixels", start=0),
        down=slider(SHIFTS, "moved down", unit="pixels", start=0),
    )
    both, middle = ("right", "down"), np.arange(3)
    show(live, sheet, np.rint(16 * seen).astype(int), INK, corners(1, 1)[0], along=both)
    # Where the picture's frame has gone with it; what is beyond the sheet is lost.
    left, bottom = np.broadcast_arrays(np.array(SHIFTS)[:, None], -np.array(SHIFTS))
    live.rectangles(
        sheet, left, bottom, left + 8, bottom + 8, along=both, drag=both, color=COLORS["red"],
    )  # fmt: skip
    live.rectangles(
        bars, middle - 0.36, np.zeros(3), middle + 0.36, shares, along=both,
        color=COLORS["blue"], fill=COLORS["sky"], fill_opacity=0.6,
    )  # fmt: skip
    live.marker(bars, middle, still, color=None, symbol="D", size=9)
    live.caption(
        "Right of the 400: the linear model {line:.0%}, the network {net:.0%}, the eight filters "
        "{eight:.0%}.",
        aloud="Moved right by {right} and down by {down} pixels, the linear model is right for "
        "{line:.0%} of the 400, the network for {net:.0%}, the eight filters for {eight:.0%}.",
        line=shares[..., 0],
        net=shares[..., 1],
        eight=shares[..., 2],
    )
    live.predict(
        "Every picture of the 400 moves one pixel to the right. You would hardly notice. The "
        f"linear model was right for {still[0]:.0%}. And now?",
        ["About 95%: the shapes are the same", "About 70%", "About 40%"],
        answer=2,
        because="Each weight belongs to a place, not to a shape: a pixel further right meets the "
        "weights of its neighbour. A filter slides over the whole picture, so it suffers less.",
    )
    return live
