"""The figure `learning_rate` of lesson 2."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_scores
from course_utils.descent import path
from lessons.drawing import power_ticks, written
from lessons.live import LiveFigure, choice, course_figure, slider

from .shared import CLOSE, NEVER, errors_on, first_index, regime_of, walk_on


@course_figure
def learning_rate() -> LiveFigure:
    """Lesson 1's cost: the steps on the bowl, and w against the epoch; mean or sum."""
    lrs = np.array(
        [0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 1 / 28, 0.05, 0.2 / 3]
        + [1 / 14, 0.22 / 3, 0.08, 0.1, 0.107, 3 / 28, 0.12, 0.15, 0.18, 0.2, 0.21, 3 / 14, 0.22]
        + [0.25, 0.3, 0.4, 0.5, 0.7, 1.0]
    )
    x, _ = study_scores()
    curves = 2 * np.array([np.mean(x**2), np.sum(x**2)])  # slope = curve · (w − 2)
    starts = np.array([*range(0, 20, 2), 19, 21, *range(22, 41, 2)]) / 10  # all but the bottom
    rates = (lrs[:, None] + 0 * curves)[..., None] + 0 * starts
    with np.errstate(over="ignore", invalid="ignore"):
        visited = path(lambda w: curves[:, None] * (w - 2), starts, rates, 5000)
    steps = first_index(np.abs(visited - 2) < CLOSE)
    factor = 1 - lrs[:, None] * curves

    figure, (bowl, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bowl.set(xlim=(-0.3, 4.3), ylim=(-1, 20))
    bowl.set(xlabel="w (points per hour)", ylabel="cost (points²)")
    bowl.set_title("On the cost curve (square: start)")
    course.set(xlim=(-2, 102), ylim=(1e-8, 10), yscale="log", title="How far from the best w")
    power_ticks(course.yaxis)
    course.set(xlabel="epoch", ylabel="|w − 2| (points per hour)")
    course.axhline(CLOSE, color="gray", linestyle=":", linewidth=1)
    course.text(100, 1.5 * CLOSE, "close enough: 0.000001", ha="right", color="gray")

    # On the sum 1/28 arrives in one step and 1/14 is the limit; on the mean 3/28 and 3/14.
    landmarks = {1 / 28: "1/28", 1 / 14: "1/14", 3 / 28: "3/28", 3 / 14: "3/14"}
    live = LiveFigure(
        figure,
        name="2-learning-rate",
        lr=slider(lrs, start=0.05, format=".4g", landmarks=landmarks),
        cost=choice(["mean", "sum"], "cost"),
        start=slider(starts, start=1.0),
    )
    both = ("lr", "cost")
    walk_on(live, bowl, np.moveaxis(visited[:101], 0, -1) - 2, curves, factor, both, bottom=2)
    errors_on(live, course, starts - 2, factor, both, 100, 10)
    factor = factor[..., None]  # whatever the start
    regime = regime_of(factor)
    live.regimes("lr", regime)
    moves = np.abs(np.diff(visited[:4], axis=0))
    live.caption(
        "On the {cost} from {start}, a step multiplies the error by {factor}: w {regime}. "
        "{steps}.",
        aloud="From w = {start} at learning rate {lr} on the {cost} each step multiplies the "
        "error by {factor}: w {regime}. The first three moves are {one}, {two} and {three} long. "
        "{steps}, and after 100 epochs w is {end}.",
        factor=written(factor.round(9), ".3g"),
        regime=regime,
        one=written(moves[0], ".3f"),
        two=written(moves[1], ".3f"),
        three=written(moves[2], ".3f"),
        steps=np.where(
            steps < NEVER,
            np.char.mod("It is within 0.000001 of 2 from step %d on", steps),
            "No number of steps brings it within 0.000001 of 2",
        ),
        end=written(visited[100].round(9), ".4g"),
    )  # fmt: skip
    live.predict(
        "On the mean, a learning rate of 0.05 needs 22 steps to come within 0.000001 of 2. How "
        "many does 0.2 need, four times as large?",
        ["About 6, a quarter", "About 22, as before", "About 97, four times as many"],
        answer=2,
        because="At 0.2 each step leaps over the bottom and lands almost as far on the other side. "
        "The best rate lies between: at 3/28 ≈ 0.107 one step does.",
        misconception=1,
    )
    return live
