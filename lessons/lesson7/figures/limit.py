"""The figure `limit` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.drawing import epoch_axis
from lessons.live import LiveFigure, course_figure, slider

from ..experiments import LIMIT_EPOCHS, LIMIT_RATES, stored

START = 0.5  # where a logarithmic axis shows epoch 0


@course_figure
def limit() -> LiveFigure:
    """The loss of a full-batch run, and its limit, 2 ÷ the largest curvature, as it learns."""
    shown = LIMIT_RATES >= 0.1
    rates = LIMIT_RATES[shown]
    loss, limits, right, rises = (
        stored(f"limit_{name}")[shown] for name in ("loss", "limit", "right_new", "rises")
    )
    figure, (fall, bound) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    fall.set(yscale="log", ylim=(0.02, 25), ylabel="mean loss", title="The loss")
    fall.set_yticks([0.03, 0.1, 0.3, 1, 3, 10], ["0.03", "0.1", "0.3", "1", "3", "10"])
    fall.axhline(np.log(10), color="gray", linewidth=1, linestyle=":")
    fall.text(500, 2.5, "the start, 2.30", ha="right", va="bottom", color="gray")
    bound.set(yscale="log", ylim=(0.08, 20), ylabel="learning rate")
    bound.set(title="The limit (solid), the rate (dashed)")
    bound.set_yticks([0.1, 0.3, 1, 3, 10], ["0.1", "0.3", "1", "3", "10"])
    for axes in (fall, bound):
        epoch_axis(axes, 500, START)
        axes.minorticks_off()

    live = LiveFigure(
        figure,
        name="7-limit",
        lr=slider(rates, start=0.5),
        epoch=slider(LIMIT_EPOCHS, start=10),
    )
    at, both = np.maximum(LIMIT_EPOCHS, START), ("lr", "epoch")
    live.line(fall, at, loss, along="lr", color=COLORS["blue"])
    live.marker(fall, at, loss, along=both, drag="epoch", color=COLORS["blue"])
    live.line(bound, at, limits, along="lr", color=COLORS["blue"])
    live.marker(bound, at, limits, along=both, color=COLORS["blue"])
    ends = np.array([at[0], at[-1]])
    level = np.broadcast_to(rates[:, None], (len(rates), 2))
    live.line(bound, ends, level, along="lr", drag="lr", color=None, dash="dashed")
    live.play("epoch")
    live.pin("lr")

    often = [["once", "twice"][n - 1] if n < 3 else f"{n} times" for n in range(1, 100)]
    rose = np.array(["has never risen", *(f"has risen {text}" for text in often)])[rises]
    over = rates[:, None] > limits
    way = np.where(rises[:, -1:] > 0, "overshoots and converges", "falls steadily")
    live.regimes("lr", np.broadcast_to(way, rises.shape))
    live.caption(
        "The loss is {loss:.3f} and {rose}; the rate is {side} the limit, {limit:.2f}. "
        "{right:.0%} of the 300 are right.",
        aloud="At epoch {epoch} of the run at learning rate {lr} the loss is {loss:.3f} and "
        "{rose}; the rate is {side} the limit, {limit:.2f}. {right:.0%} of the 300 are right.",
        loss=loss,
        rose=rose,
        side=np.where(over, "above", "below"),
        limit=limits,
        right=right,
    )
    live.predict(
        "Where training starts, 2 divided by the largest curvature is 1.75. You train 500 epochs "
        "with full batches at learning rate 3. What does the loss do?",
        [
            "It grows without end: 3 is beyond the limit",
            "It jumps up and down for ever",
            "It rises a few times, then falls and falls",
        ],
        answer=2,
        because="The curvature belongs to the place. Jumping across, the run comes to where the "
        "loss is flatter; as p nears 0 and 1 the limit climbs past the rate, and the run calms "
        "down. On a parabola it could not.",
    )
    return live
