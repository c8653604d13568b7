"""The figure `curvature` of lesson 2."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.descent import path
from lessons.drawing import power_ticks, written
from lessons.live import LiveFigure, course_figure, slider

from .shared import CLOSE, NEVER, errors_on, first_index, regime_of, walk_on


@course_figure
def curvature() -> LiveFigure:
    """Descent on ½ a w² from w = 3: the steps, the error, and the regimes of lr for each a."""
    lrs = np.array(
        [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.6, 0.75, 0.9]
        + [1.0, 1.25, 1.5, 1.75, 1.9, 2.0, 2.1, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0]
    )
    curves = np.array([0.5, 1.0, 2.0, 4.0])
    right = np.array([0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5])
    starts = np.concatenate([-right[::-1], right])
    rates = (lrs[:, None] + 0 * curves)[..., None] + 0 * starts
    with np.errstate(over="ignore", invalid="ignore"):
        visited = path(lambda w: curves[:, None] * w, starts, rates, 3200)
    observed = first_index(np.abs(visited) < CLOSE)
    factor = 1 - lrs[:, None] * curves
    size = np.abs(factor)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        exact = np.ceil(np.log(CLOSE / np.abs(starts)) / np.log(size))
    predicted = np.select([size < 1e-12, size < 1 - 1e-12], [1, exact], NEVER)

    figure, (bowl, error) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bowl.set(xlim=(-4.2, 4.2), ylim=(-0.24, 6.8), xlabel="w", ylabel="f(w) = ½ · a · w²")
    bowl.set(title="On the parabola (square: start)")
    error.set(xlim=(-0.7, 30.7), ylim=(1e-8, 10), yscale="log")
    power_ticks(error.yaxis)
    error.set(xlabel="step", ylabel="|w|, the error")
    error.axhline(CLOSE, color="gray", linestyle=":", linewidth=1)
    error.text(0, 1.5 * CLOSE, "close enough: 0.000001", color="gray")
    error.set_title("The error: straight on a log axis")

    live = LiveFigure(
        figure,
        name="2-curvature",
        lr=slider(lrs, start=0.2),
        a=slider(curves, "curvature a", start=1.0),
        start=slider(starts, start=3.0),
    )
    both = ("lr", "a")
    walk_on(live, bowl, np.moveaxis(visited[:31], 0, -1), curves, factor, both)
    errors_on(live, error, starts, factor, both, 30, 5)
    factor = factor[..., None]  # whatever the start
    regime = regime_of(factor)
    live.regimes("lr", regime)
    counted = np.vectorize(lambda n: "never" if n >= NEVER else f"{n:.0f}", otypes=[str])
    live.caption(
        "From {start} a step multiplies w by 1 − {lr} · {a} = {factor}: it {regime}. Steps to "
        "0.000001: predicted {predicted}, observed {observed}.",
        aloud="From w = {start} at learning rate {lr} and curvature {a} each step multiplies w "
        "by 1 − {lr} · {a} = {factor}: it {regime}. Steps until |w| < 0.000001: predicted "
        "{predicted}, observed {observed}. From another start the factor is the same.",
        factor=written(factor.round(9), ".4g"),
        regime=regime,
        predicted=counted(predicted),
        observed=counted(observed),
    )
    live.predict(
        "At curvature 1 and learning rate 0.5 each step halves w. Is there another learning rate "
        "that needs as many steps?",
        ["Yes: 0.25", "Yes: 1.5", "No: every other rate is faster or slower"],
        answer=1,
        because="At 1.5 each step multiplies w by −0.5: it lands on the other side, half as far "
        "out. What counts is the size of the factor. Overshooting is not yet diverging.",
        misconception=2,
    )
    return live
