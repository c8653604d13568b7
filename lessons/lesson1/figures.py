"""Live figures of lesson 1, exhaustive search."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import PowerNorm

from course_utils.data import study_scores, study_scores_with_bias
from course_utils.pictures import COLORS
from course_utils.search import cost, cost_b
from lessons.live import LiveFigure, course_figure, slider

UNSEEN_HOURS = 4
# One hour is drawn as long as two points, so a square of side r points is r / 2 hours wide.
HOURS_PER_POINT = 0.5


@course_figure
def one_weight() -> LiveFigure:
    """The line y_hat = w * x, its residual squares, and the cost where it has been measured."""
    x, y = study_scores()
    ws = np.linspace(0, 4, 41)
    y_hat = ws[:, None] * x
    costs = np.array([cost(w, x, y) for w in ws])

    figure, (fit, bowl) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    fit.plot(x, y, "o", color="black", markersize=8)
    fit.axvline(UNSEEN_HOURS, color="gray", linestyle=":", linewidth=1)
    fit.set(xlim=(0, 6.5), ylim=(0, 13), aspect=HOURS_PER_POINT)
    fit.set(xlabel="hours studied", ylabel="score (points)", title="The line and its errors")
    bowl.set(xlim=(-0.1, 4.1), ylim=(-0.8, 20), title="The cost where you measured it")
    bowl.set(xlabel="w (points per hour)", ylabel="cost (points²)")

    live = LiveFigure(figure, name="1-one-weight", w=slider(ws, "w", unit="points per hour"))
    ends = np.array([0, 6.5])
    side = HOURS_PER_POINT * np.abs(y_hat - y)
    live.rectangles(fit, x, y, x + side, y_hat, along="w", color=COLORS["red"], fill=COLORS["red"])
    live.line(fit, ends, ws[:, None] * ends, along="w", drag="w", color=COLORS["blue"])
    live.marker(
        fit, UNSEEN_HOURS, UNSEEN_HOURS * ws, along="w", drag="w", color=COLORS["blue"], symbol="D"
    )
    live.marker(bowl, ws, costs, along="w", color=COLORS["red"], reveal="measured")
    # When the last probe is spent the curve draws itself, on which all of them lie.
    live.line(bowl, ws, costs, color="gray", width=1.2, reveal="finished", replay=True)

    where = np.select(
        [y_hat[:, 0] < y[0], y_hat[:, 0] > y[0]],
        ["runs below all three points", "runs above all three points"],
        "goes through all three points",
    )
    scores = UNSEEN_HOURS * ws
    live.caption(
        "With w = {w} the line {where}.",
        aloud="With w = {w} the line {where} and predicts {score:.1f} points for 4 hours{beyond}.",
        where=where,
        score=scores,
        beyond=np.where(scores > fit.get_ylim()[1], ", above the picture", ""),
    )
    areas = [f"The three squares have a total area of {total:.2f}" for total in costs * len(x)]
    live.caption(
        "{squares}; the cost, their mean, is {cost:.2f}.",
        reveal="measured",
        squares=np.where(costs < 1e-12, "The three squares have shrunk to nothing", areas),
        cost=costs,
    )
    live.predict(
        "At w = 0 the line lies flat on the ground. You raise w step by step up to 4. "
        "What does the cost do on the way?",
        ["It falls all the way", "It falls, then rises again", "It rises all the way"],
        answer=1,
        because="At first each step brings the line closer to the points; past them, each step "
        "takes it away again. Somewhere between lies the lowest cost.",
    )
    live.measure(probes=5, goal={"w": 2.0}, what="the lowest cost")
    return live


@course_figure
def weight_and_bias() -> LiveFigure:
    """The line y_hat = w * x + b beside the cost of every (w, b) of the grid as a heat map."""
    x, y = study_scores_with_bias()
    ws, bs = np.linspace(0, 4, 41), np.linspace(-2, 2, 41)
    costs = np.array([[cost_b(w, b, x, y) for b in bs] for w in ws])
    lower = np.array([(costs < own - 1e-12).sum() for own in costs.ravel()]).reshape(costs.shape)

    figure, (fit, heat) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    fit.plot(x, y, "o", color="black", markersize=8)
    fit.axhline(0, color="gray", linewidth=0.8)
    fit.set(xlim=(0, 4), ylim=(-3, 14))
    fit.set(xlabel="hours studied", ylabel="score (points)", title="The line")
    half = (ws[1] - ws[0]) / 2
    image = heat.imshow(
        costs.T,
        origin="lower",
        extent=(ws[0] - half, ws[-1] + half, bs[0] - half, bs[-1] + half),
        cmap="cividis",
        norm=PowerNorm(0.5),  # spreads the low costs, which matter, over more of the colours
        aspect="auto",
    )
    heat.set(xlabel="w (points per hour)", ylabel="b (points)", title="All 1681 cells")
    bar = figure.colorbar(image, label="cost (points²)", ticks=[0, 1, 5, 10, 20, 30, 40])

    live = LiveFigure(
        figure,
        name="1-weight-and-bias",
        w=slider(ws, "w", unit="points per hour", start=2.0),
        b=slider(bs, "b", unit="points", start=0.0),
    )
    ends = np.array([0.0, 4.0])
    lines, both = ws[:, None, None] * ends + bs[:, None], ("w", "b")
    live.line(fit, ends, lines, along=both, drag=both, color=COLORS["blue"])
    w_edge, b_edge = ws[:, None], bs
    sides = (w_edge - half, b_edge - half, w_edge + half, b_edge + half)
    live.rectangles(heat, *sides, along=both, drag=both, color="white", width=2.5)
    live.rectangles(heat, *sides, along=both, color=COLORS["red"], width=1.2)

    live.caption(
        "With w = {w} and b = {b} the cost is {cost:.2f}; {rank}.",
        cost=costs,
        rank=np.where(lower == 0, "no cell of the grid has a lower cost", _ranks(lower)),
    )
    live.predict(
        "Suppose a line fits the points well. Now b is raised, so the line starts higher. "
        "How must w change to keep the cost low?",
        ["w must rise too", "w must fall", "w can stay where it is"],
        answer=1,
        because="A line that starts higher must climb less to meet the same points. That is why "
        "the low cells form a slanted valley on the heat map.",
        covers=(heat, bar.ax),
    )
    return live


def _ranks(lower: np.ndarray) -> np.ndarray:
    """A phrase for the number of cells with a lower cost."""
    return np.array(
        [f"{n} {'cell has' if n == 1 else 'cells have'} a lower cost" for n in lower.ravel()]
    ).reshape(lower.shape)
