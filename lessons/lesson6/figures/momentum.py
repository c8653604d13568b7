"""The figure `momentum` of lesson 6."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import students
from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import room_for
from lessons.live import LiveFigure, course_figure, slider

from .shared import NEAR, best_parameters, loss_rings, mean_loss, optimum

BETAS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9]
BETAS += [0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99]
LAST = 1000  # epochs
FLOOR = 1e-5  # where losses still closer to the best are drawn


@course_figure
def momentum() -> LiveFigure:
    """The path down the ravine of raw hours at rate 0.1, for every momentum of the slider."""
    x, y = students()
    best, _ = best_parameters(x, y)
    w_best, b_best = optimum(x, y)
    w, b = _roll(x, y, 0.1, np.array(BETAS))
    above = mean_loss(x, y, w, b) - best  # (momentum, epoch)
    settled = LAST + 1 - np.argmax(above[:, ::-1] > NEAR, axis=1)
    shown = np.array([*range(300), *range(300, LAST + 1, 2)])

    figure, (plane, fall) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    plane.plot(w_best, b_best, "+", color="black", markersize=10, label="the best")
    plane.plot(0, 0, "s", color=COLORS["blue"], mfc="none", label="start")
    for ring in loss_rings(x, y, above=(0.15, 0.05, 0.01)):
        plane.plot(ring[0] + w_best, ring[1] + b_best, color="gray", linewidth=1)
    plane.lines[-1].set_label("equal loss")
    plane.legend(frameon=False, ncols=3, loc="upper right")
    plane.set(xlim=(-0.3, 1.1), ylim=(-5, 1), title="The path of 300 epochs")
    plane.set(xlabel="w (per hour)", ylabel="b")
    fall.axhline(NEAR, color="gray", linewidth=1, linestyle=":", label="near enough")
    fall.legend(frameon=False, loc="upper right")
    fall.set(xlim=(0, LAST), ylim=(5e-6, 10), yscale="log", title="The loss above the best")
    fall.set(xlabel="epoch", ylabel="loss minus the best loss")
    ticks = {FLOOR: "10⁻⁵ or less", 1e-3: "0.001", 1e-1: "0.1", 10: "10"}
    fall.set_yticks(list(ticks), ticks.values())
    fall.minorticks_off()
    live = LiveFigure(
        figure,
        name="6-momentum",
        momentum=slider(BETAS, "momentum", landmarks={0: "none", 0.9: "the usual 0.9"}),
    )
    live.follow(plane, x=room_for(w, -0.3, 1.1), y=room_for(b, -5, 1), along="momentum")
    look = {"along": "momentum", "replay": True, "color": COLORS["blue"]}
    live.line(plane, w[:, :301], b[:, :301], **look, width=1.5)
    live.line(fall, shown, np.maximum(above[:, shown], FLOOR), **look, width=1.5)
    level = np.full(len(BETAS), NEAR)
    live.marker(fall, settled, level, along="momentum", color=None, symbol="D")
    label = [f"settled: {n}" for n in settled]
    live.write(fall, np.minimum(settled + 25, 690), 3 * NEAR, label, along="momentum")
    live.pin("momentum")

    past = b.min(axis=1) < b_best - 0.5
    regime = np.select(
        [settled <= 100, past],
        ["settles within 100 epochs", "rolls past"],
        "creeps along the floor",
    )
    live.regimes("momentum", regime)
    says = {
        "creeps along the floor": "it creeps along the floor of the ravine",
        "settles within 100 epochs": "it rolls along the floor, and settles soon",
        "rolls past": "it rolls past the best, and has to come back",
    }
    live.caption(
        "With momentum {momentum} the loss stays within 0.001 of the best from epoch {settled} on: "
        "{way}.",
        settled=settled,
        way=[says[name] for name in regime],
    )
    live.predict(
        "Raw hours, learning rate 0.1. Without momentum the loss settles after 720 epochs, with "
        "momentum 0.9 after 57. And with momentum 0.99?",
        ["After about 6", "After about 57: faster it cannot get", "After about 700"],
        answer=2,
        because="A memory that long does not let go at the bottom: the run rolls past it, climbs "
        "the far side and comes back, and settles after 695 epochs.",
        misconception=22,
    )
    return live


def _roll(
    x: np.ndarray, y: np.ndarray, lr: float, betas: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """w and b of full-batch descent from 0 with each momentum: shape (momenta, epochs + 1) each."""
    rows = np.stack([x, np.ones_like(x)])
    at = velocity = np.zeros((len(betas), 2))
    visited = [at]
    for _ in range(LAST):
        velocity = betas[:, None] * velocity + (sigmoid(at @ rows) - y) @ rows.T / len(x)
        at = at - lr * velocity
        visited.append(at)
    w, b = np.moveaxis(visited, 0, -1).swapaxes(0, 1)
    return w, b
