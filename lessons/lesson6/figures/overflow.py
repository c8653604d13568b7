"""The figure `overflow` of lesson 6."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_scores
from course_utils.pictures import COLORS
from lessons.drawing import power_ticks, written
from lessons.live import LiveFigure, course_figure, slider


@course_figure
def overflow() -> LiveFigure:
    """The loss of lesson 1's students against learning rate in float32, step by step."""
    lrs = np.geomspace(0.01, 1, 31)
    steps = np.arange(51)
    x, y = (values.astype(np.float32) for values in study_scores())
    w = np.empty((len(lrs), len(steps)), np.float32)
    w[:, 0] = 1
    with np.errstate(over="ignore", invalid="ignore"):
        for step in steps[1:]:
            before = w[:, step - 1, None]
            slope = np.mean(2 * (before * x - y) * x, axis=1, dtype=np.float32)
            w[:, step] = w[:, step - 1] - lrs.astype(np.float32) * slope
        loss = np.mean((w[..., None] * x - y) ** 2, axis=2, dtype=np.float32)

    floor, over = 1e-10, 1e45  # where losses too small, and losses that are no numbers, are drawn
    drawn = np.where(np.isfinite(loss), np.maximum(loss, floor), loss.astype(float))
    point_at = np.where(np.isfinite(loss), drawn, over)
    largest = float(np.finfo(np.float32).max)
    figure, (arms, run) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for axes in (arms, run):
        axes.set(ylim=(1e-14, 1e49), yscale="log", ylabel="loss (points²)")
        axes.axhline(largest, color="gray", linewidth=1, linestyle=":")
        ticks = {floor: "10⁻¹⁰ or less", 1: "1", over: "inf or nan"}
        ticks |= {1e10: "10¹⁰", 1e20: "10²⁰", 1e30: "10³⁰"}
        axes.set_yticks(list(ticks), ticks.values())
        axes.minorticks_off()
    arms.set(xlim=(0.009, 1.1), xscale="log", title="The loss of every run at this step")
    arms.set(xlabel="learning rate")
    arms.text(0.01, 10 * largest, "the largest number of float32", color="gray")
    power_ticks(arms.xaxis)
    run.set(xlim=(0, 50), xlabel="step", title="The run you point at")
    live = LiveFigure(
        figure,
        name="6-overflow",
        lr=slider(lrs, start=lrs[15], format=".3g"),
        step=slider(steps, "step", start=10),
    )
    both, point = ("lr", "step"), {"color": COLORS["blue"], "symbol": "D"}
    most = np.maximum(1e12, 1e3 * drawn.max(axis=1, keepdims=True))
    top = np.where(np.isfinite(most), most, 1e49)
    live.follow(run, y=np.hstack([np.full_like(top, 1e-14), top]), along="lr")
    live.line(arms, lrs, drawn.T, along="step", color=COLORS["blue"])
    live.marker(arms, lrs[:, None], point_at, along=both, drag="lr", **point)
    live.line(run, steps, drawn, along="lr", color=COLORS["blue"])
    live.marker(run, steps, point_at, along=both, drag="step", **point)
    live.play("step")
    factor = 1 - 28 * lrs / 3
    regime = np.select(
        [factor > 0, factor > -1], ["falls steadily", "overshoots and converges"], "diverges"
    )
    live.regimes("lr", regime[:, None])
    live.caption(
        "At step {step} w is {w} and the loss is {loss}{note}.",
        aloud="At step {step} of the run at learning rate {lr} w is {w} and the loss is "
        "{loss}{note}. Of the 31 rates {alive} still have a finite loss.",
        w=written(w, ".3g"),
        loss=written(loss, ".3g"),
        note=np.select(
            [np.isnan(w), np.isinf(w), np.isinf(loss)],
            [
                ": infinity minus infinity is no number",
                ": w has left the range of float32",
                ": a square has left the range of float32",
            ],
            "",
        ),
        alive=np.isfinite(loss).sum(axis=0),
    )
    live.predict(
        "Thirty-one learning rates run side by side, one column each. After 43 steps the column of "
        "learning rate 1 holds nan. What has happened?",
        [
            "A bug in the library: the whole run is spoilt",
            "That column ran out of numbers; the others are untouched",
            "At the next step every column becomes nan",
        ],
        answer=1,
        because="At rate 1 every step multiplies the error by −8.33, until 32 bits cannot hold "
        "it: arithmetic, not a bug, in NumPy and in PyTorch. No column looks at another.",
        misconception=19,
    )
    return live
