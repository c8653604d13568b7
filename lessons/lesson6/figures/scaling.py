"""The figure `scaling` of lesson 6."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import students
from course_utils.pictures import COLORS
from course_utils.sweep import scale
from lessons.drawing import descend, power_ticks, room_for
from lessons.live import LiveFigure, choice, course_figure, slider

from .shared import NEAR, best_parameters, loss_rings, mean_loss, optimum


@course_figure
def scaling() -> LiveFigure:
    """The descent path on the loss of raw hours, a ravine, and of scaled hours, a bowl."""
    x, y = students()
    features = {"raw": x, "scaled": scale(x, x)}
    lrs = np.array([0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 1.0, 3.0, 10.0, 20.0])
    epochs, path = np.arange(101), 60
    best, _ = best_parameters(x, y)
    limits, ws, bs, above, rings = [], [], [], [], []
    for hours in features.values():
        limits.append(best_parameters(hours, y)[1])
        w_best, b_best = optimum(hours, y)
        w, b = descend(hours, y, 0, 0, lrs, epochs[-1])
        above.append(mean_loss(hours, y, w, b).T - best)
        ws.append(w.T - w_best)
        bs.append(b.T - b_best)
        rings.append(loss_rings(hours, y, above=(0.15, 0.05, 0.01)))
    w, b, above = np.array(ws), np.array(bs), np.array(above)  # (hours, lr, epoch)
    limits = np.array(limits)[:, None]

    figure, (plane, fall) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    plane.plot(0, 0, "+", color="black", markersize=10, label="the best")
    plane.plot([], [], "s", color=COLORS["blue"], mfc="none", label="start")
    plane.plot([], [], color="gray", label="equal loss")
    plane.legend(frameon=False, ncols=3)
    plane.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal", title="The path")
    plane.set(xlabel="w minus the best w", ylabel="b minus the best b")
    fall.axhline(NEAR, color="gray", linewidth=1, linestyle=":", label="near enough: arrived")
    fall.legend(frameon=False)
    fall.set(xlim=(0, 100), ylim=(1e-8, 10), yscale="log", title="The loss above the best")
    fall.set(xlabel="epoch", ylabel="loss minus the best loss")
    power_ticks(fall.yaxis)
    live = LiveFigure(
        figure,
        name="6-scaling",
        hours=choice(list(features), "hours"),
        lr=slider(lrs, start=0.1),
    )
    at, both = (..., slice(0, path + 1)), ("hours", "lr")
    reach = room_for(np.concatenate([np.abs(w[at]), np.abs(b[at])], axis=-1), 0, 5)
    reach[..., 0] = -reach[..., 1]
    live.follow(plane, x=reach, y=reach, along=both)
    top = np.maximum(10, 2 * above.max(axis=-1, keepdims=True))
    live.follow(fall, y=np.concatenate([np.full_like(top, 1e-8), top], axis=-1), along=both)
    for i in range(len(rings[0])):
        ring = np.array([own[i] for own in rings])  # (hours, w or b, point)
        live.line(plane, ring[:, 0], ring[:, 1], along="hours", color="gray", width=1)
    look = {"along": both, "replay": True, "color": COLORS["blue"]}
    live.line(plane, w[at], b[at], **look, width=1.2)
    live.marker(plane, w[at], b[at], **look, size=3)
    live.line(fall, epochs, above, **look)
    start = (w[:, :, 0], b[:, :, 0])
    live.marker(plane, *start, along=both, color=COLORS["blue"], symbol="s", filled=False)

    end = above[..., -1]
    regime = np.select(
        [lrs > limits, end <= NEAR],
        ["beyond the limit", "arrives"],
        "not there yet",
    )
    live.regimes("lr", regime)
    says = {
        "beyond the limit": "jumps to and fro across the valley and does not arrive",
        "arrives": f"has arrived: the loss is within {NEAR} of the best",
        "not there yet": "is on its way: the loss is {:.3f} above the best",
    }
    shape = np.array([["a ravine"], ["a bowl"]])
    live.caption(
        "With {hours} hours the loss is {shape}; after 100 epochs at learning rate {lr} the "
        "run {state}.",
        shape=shape,
        state=[
            [says[r].format(value) for r, value in zip(*row, strict=True)]
            for row in zip(regime, end, strict=True)
        ],
    )
    live.predict(
        "Hours are measured from their mean, in units of their standard deviation. What "
        "happens to the largest learning rate that works?",
        ["It stays: the students are the same", "It becomes larger", "It becomes smaller"],
        answer=1,
        because="The steepest direction sets the limit, and in the bowl of scaled hours no "
        "direction is steep. The limit moves from 0.35 to 13.6.",
    )
    return live
