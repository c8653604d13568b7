"""The figure `two_losses` of lesson 3."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from course_utils.sigmoid import bce_from_logits, sigmoid, sigmoid_slope
from lessons.drawing import written
from lessons.live import LiveFigure, choice, course_figure, slider

EDGE = 10  # as far the axis is even, and beyond it logarithmic: 1000 is in the picture too
FAR = np.array([16, 25, 40, 63, 100, 160, 250, 400, 630, 1000])  # five steps for each decade
SCALE = {"linthresh": EDGE, "linscale": 3.6}  # on it they are as far apart as the close ones
ENDS = (-1400, 1400)
MARKS = (-1000, -100, -10, -5, 0, 5, 10, 100, 1000)


@course_figure
def two_losses() -> LiveFigure:
    """One logit z: the probability, cross-entropy and squared error, and the slope of each."""
    zs = np.concatenate([-FAR[::-1], np.linspace(-EDGE, EDGE, 41), FAR])
    answers = ["passed (y = 1)", "failed (y = 0)"]
    y = np.array([1, 0])

    figure, (chance, loss, slope) = plt.subplots(1, 3, figsize=(9, 4.2), layout="constrained")
    for panel in (chance, loss, slope):
        panel.set_xscale("symlog", **SCALE)
        named = ["" if abs(z) in (EDGE, 100) else f"{z}".replace("-", "−") for z in MARKS]
        panel.set_xticks(MARKS, named)
        panel.set(xlim=ENDS, xlabel=f"logit z (squeezed beyond ±{EDGE})")
    chance.plot(zs, sigmoid(zs), color="gray", linewidth=1)
    # Of a student who passed, the gap has the same length and height here as among the slopes.
    chance.set(ylim=(-0.15, 2.15), yticks=[0, 0.5, 1], ylabel="p = σ(z)", title="The gap p − y")
    loss.set_yscale("symlog", **SCALE)  # squeezed as z is: a straight line stays one
    loss.set_yticks([0, 2, 4, 6, 8, 10, 100, 1000], ["0", "2", "4", "6", "8", "10", "100", "1000"])
    loss.set(ylim=(-0.3, ENDS[1]), ylabel=f"loss (squeezed beyond {EDGE})", title="The loss")
    chance.plot([], [], "D", color=COLORS["red"], label="p, the model")
    chance.plot([], [], "x", color=COLORS["red"], label="y, the student")
    chance.plot([], [], color=COLORS["red"], linewidth=4, label="the gap p − y")
    chance.legend(loc="upper center", fontsize=9)
    loss.plot([], [], color=COLORS["blue"], label="cross-entropy")
    loss.plot([], [], color=COLORS["orange"], linestyle="--", label="squared error")
    loss.legend(loc="upper center", fontsize=9)
    slope.axhline(0, color="gray", linewidth=0.8)
    slope.set(ylim=(-1.15, 1.15), ylabel="slope by z", title="The slope of the loss")

    live = LiveFigure(
        figure,
        name="3-two-losses",
        z=slider(zs, "logit z", start=0.0),
        y=choice(answers, "the student"),
    )
    both = {"along": ("z", "y")}
    at = _two_losses(zs, y)
    for panel, kind in ((loss, "losses"), (slope, "slopes")):
        for i, (color, dash, symbol) in enumerate(
            ((COLORS["blue"], "solid", "o"), (COLORS["orange"], "dashed", "s"))
        ):
            live.line(panel, zs, at[kind][i].T, along="y", color=color, dash=dash)
            look = {"color": color, "symbol": symbol, "size": 8}
            live.marker(panel, zs[:, None], at[kind][i], **both, drag="z", **look)
    z = zs[:, None]
    bracket = {"along": ("z", "y"), "color": COLORS["red"], "width": 4}
    live.segments(chance, z, y, z, at["p"], **bracket)
    live.segments(slope, z, 0, z, at["gap"], **bracket)
    live.marker(chance, z, at["p"], **both, drag="z", color=COLORS["red"], symbol="D", size=7)
    live.marker(chance, z, y, **both, color=COLORS["red"], symbol="x", size=8)
    gap, flat = (written(slopes, "+.4f") for slopes in at["slopes"])
    words = written(at["gap"], "+.4f", "p − y = {}")
    live.write(chance, -6.8, 1.17, words, color=COLORS["red"])

    size = np.abs(at["gap"])
    state = np.select(
        [size > 0.99, size > 0.5, size < 0.01, size < 0.2],
        [
            "confident and wrong, the squared error is almost level and cross-entropy is steep",
            "wrong, and both losses are sloping",
            "confident and right, both losses are almost level",
            "right, both losses are levelling out",
        ],
        "not sure, both losses are sloping",
    )
    live.caption(
        "At z = {z} p is {p:.4f}: {state}.",
        aloud="At z = {z} the model says p = {p:.4f} for a student who {y}: {state}. "
        "Cross-entropy is {bce:.4f} with slope {gap}, the squared error {mse:.4f} "
        "with slope {flat}.{numerics}",
        p=at["p"],
        state=state,
        bce=at["losses"][0],
        gap=gap,
        mse=at["losses"][1],
        flat=flat,
        numerics=_through_p(zs, y),
    )
    live.predict(
        "A student passed, and the model is confident and wrong: z = −8, so p is 0.0003 and the "
        "squared error is 0.9993, almost the largest there is. How long a step does gradient "
        "descent take on it there, compared with z = 0?",
        ["A longer one: the error is larger", "About as long", "Next to none"],
        answer=2,
        because="The squared error is large there, but level: its slope is −0.0007, and −0.25 at "
        "z = 0. A level curve moves nothing. Cross-entropy has the slope −0.9997.",
        misconception=13,
        covers=(loss, slope),
    )
    return live


def _two_losses(z: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """p, p − y, and for cross-entropy and squared error the losses and their slopes by z.

    Each of shape (z, y), with an axis for the two kinds of loss in front.
    """
    p = sigmoid(z)[:, None] + 0 * y
    gap = p - y
    entropy = [[bce_from_logits(np.array([one]), np.array([label])) for label in y] for one in z]
    return {
        "p": p,
        "gap": gap,
        "losses": np.array([entropy, gap**2]),
        "slopes": np.array([gap, 2 * gap * sigmoid_slope(z)[:, None]]),
    }


def _through_p(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What becomes of the cross-entropy when it is computed from the rounded probability."""
    p = sigmoid(z)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        from_p = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    lost = np.select(
        [np.isnan(from_p), np.isinf(from_p)],
        [
            " Computed from p, which the computer rounds to {:g} here, cross-entropy would be nan.",
            " Computed from p, which the computer rounds to {:g} here, cross-entropy would be inf.",
        ],
        "",
    )
    return np.vectorize(str.format, otypes=[object])(lost, p)
