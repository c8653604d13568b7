"""The figure `budget` of lesson 6."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import students
from course_utils.pictures import COLORS
from lessons.drawing import descend, epoch_axis, power_ticks, room_for
from lessons.live import LiveFigure, course_figure, slider

from .shared import NEAR, best_parameters, mean_loss

LAST = 50  # losses whose median stands for a run that jumps


@course_figure
def budget() -> LiveFigure:
    """Final loss against learning rate, for the budget of epochs that the slider gives."""
    x, y = students()
    best, limit = best_parameters(x, y)
    lrs = np.geomspace(0.001, 1, 31)
    budgets = [10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000]
    w, b = descend(x, y, 0, 0, lrs, budgets[-1])
    shown = [np.geomspace(1, most, 45).round().astype(int) for most in budgets]
    last = [np.arange(max(0, most + 1 - LAST), most + 1) for most in budgets]
    needed = np.unique(np.concatenate([*shown, *last, [9 * most // 10 for most in budgets]]))
    losses = np.empty((len(w), len(lrs)))
    losses[needed] = mean_loss(x, y, w[needed], b[needed])

    over = (lrs > limit)[:, None]
    median = np.array([np.median(losses[own], axis=0) for own in last]).T
    final = np.where(over, median, losses[budgets].T)  # (lr, epochs)
    near = final <= best + NEAR
    gain = losses[[9 * most // 10 for most in budgets]].T - final
    curves = np.array([losses[own].T for own in shown]).swapaxes(0, 1)

    figure, (arms, run) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for axes in (arms, run):
        axes.axhline(best, color="gray", linewidth=1, linestyle=":", label="the lowest there is")
        axes.set(ylim=(0.3, 0.9), ylabel="loss")
    arms.set(xlim=(0.0009, 1.1), xscale="log", xlabel="learning rate", title="Where every run ends")
    arms.legend(frameon=False)
    power_ticks(arms.xaxis)
    epoch_axis(run, 3000)
    run.set_title("The run you point at")
    live = LiveFigure(
        figure,
        name="6-budget",
        lr=slider(lrs, start=lrs[10], format=".3g"),
        epochs=slider(budgets, "budget", unit="epochs", start=100),
    )
    both, point = ("lr", "epochs"), {"color": COLORS["blue"], "symbol": "D"}
    live.follow(run, y=room_for(curves, 0.3, 0.9), along=both)
    live.line(arms, lrs, final.T, along="epochs", color=COLORS["blue"])
    live.marker(arms, lrs[:, None], final, along=both, drag="lr", **point)
    live.line(run, shown, curves, along=both, color=COLORS["blue"])
    live.marker(run, budgets, final, along=both, drag="epochs", **point)
    live.pin("epochs")

    regime = np.select(
        [np.broadcast_to(over, near.shape), near, gain > 0],
        ["beyond the limit", "arrived", "still falling"],
        "still swinging",
    )
    live.regimes("lr", regime)
    says = {
        "beyond the limit": "keeps jumping, and more epochs do not mend it",
        "arrived": f"has arrived, within {NEAR} of the best loss {best:.3f}",
        "still falling": "is still falling: its loss is {loss:.3f}, and the last tenth of its "
        "epochs took off {gain:.4f}",
        "still swinging": "is still swinging: its loss is {loss:.3f}",
    }
    live.caption(
        "After {epochs} epochs the run at learning rate {lr} {state}.",
        aloud="After {epochs} epochs the run at learning rate {lr} {state}{marks}.",
        marks=np.where(
            over,
            "; the curve joins some of its losses, the point marks the median of the last",
            "",
        ),
        state=[
            [says[r].format(loss=f, gain=g) for r, f, g in zip(*row, strict=True)]
            for row in zip(regime, final, gain, strict=True)
        ],
    )
    live.predict(
        "At learning rate 0.5 the loss still jumps after 1000 epochs. You train 3000 epochs "
        "instead. What does it do?",
        ["It settles: it only needs time", "It goes on jumping", "It grows without end"],
        answer=1,
        because="Close to the best point every step at this rate jumps across the valley and "
        "lands further away. No number of such steps leads to the bottom.",
        misconception=4,
    )
    return live
