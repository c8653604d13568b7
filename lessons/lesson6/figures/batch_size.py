"""The figure `batch_size` of lesson 6."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import students
from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from course_utils.sweep import scale
from lessons.live import LiveFigure, choice, course_figure, slider

from .shared import best_parameters, loss_rings, mean_loss, optimum


@course_figure
def batch_size() -> LiveFigure:
    """Twenty epochs on scaled hours in batches, with the mean or the sum of their losses."""
    x, y = students()
    hours = scale(x, x)
    best, limit = best_parameters(hours, y)
    lr, epochs, n = 0.3, 20, len(x)
    batches, reductions = [1, 2, 5, 10, 20, 30, 100], ["mean", "sum"]
    per_epoch = np.array([-(-n // batch) for batch in batches])
    rests = [n % batch for batch in batches]  # students in an incomplete last batch
    shape = (len(batches), len(reductions))
    times, w, b = np.empty((3, *shape, 61))
    wobble, end = np.empty((2, *shape))
    for place in np.ndindex(shape):
        run = _in_batches(hours, y, lr, batches[place[0]], reductions[place[1]], epochs)
        at = np.linspace(0, len(run) - 1, 61).astype(int)
        times[place] = at / per_epoch[place[0]]
        w[place], b[place] = run[at].T
        last = mean_loss(hours, y, *run[-len(run) // 3 :].T)
        wobble[place], end[place] = np.diff(last).max(), last[-1] - best
    loss = mean_loss(hours, y, w, b)
    w_best, b_best = optimum(hours, y)

    figure, (curve, plane) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    curve.axhline(best, color="gray", linewidth=1, linestyle=":", label="the lowest there is")
    curve.legend(frameon=False)
    curve.set(xlim=(0, epochs), ylim=(0.3, 0.9), title="The loss of all 100 students")
    curve.set(xlabel="epoch", ylabel="loss", xticks=range(0, epochs + 1, 5))
    for ring in loss_rings(hours, y, above=(0.35, 0.15, 0.05, 0.01)):
        plane.plot(ring[0] + w_best, ring[1] + b_best, color="gray", linewidth=1)
    plane.plot(w_best, b_best, "+", color="black", markersize=10)
    plane.set(xlim=(-0.5, 6), ylim=(-1, 4), title="The path, from w = 0 and b = 0")
    plane.set(xlabel="w (per unit of scaled hours)", ylabel="b")
    live = LiveFigure(
        figure,
        name="6-batch-size",
        batch=slider(batches, "batch size", unit="students", start=100),
        reduction=choice(reductions, "loss of a batch"),
    )
    both = {"along": ("batch", "reduction"), "color": COLORS["blue"]}
    live.line(curve, times, loss, **both, replay=True)
    live.line(plane, w, b, **both, replay=True, width=1.2)
    live.marker(plane, w[..., -1], b[..., -1], **both, symbol="D")

    step = lr * np.where([True, False], 1, np.array(batches)[:, None])
    beyond = (step > limit) & (np.array(batches)[:, None] == n)
    way = np.select(
        [beyond, wobble <= 0, wobble < 0.002, wobble < 0.02],
        [
            f"keeps jumping, because the limit is at {limit:.1f}",
            "falls without a tremor",
            "falls almost smoothly, with rises too small to see",
            "trembles a little, because each batch pulls its own way",
        ],
        "trembles strongly, because each batch pulls its own way",
    )
    live.caption(
        "There {updates} an epoch. The loss {way}{end}.",
        aloud="In batches of {batch} with the {reduction} there {updates} an epoch, each as long "
        "as at learning rate {step:.3g} with the mean{last}. The loss {way}{end}.",
        updates=[[f"are {u} updates" if u > 1 else "is 1 update"] for u in per_epoch],
        step=step,
        last=[["", f", the last, of {m}, at {lr * m:.3g}" if m else ""] for m in rests],
        way=way,
        end=np.where(
            beyond, "", [[f", and ends {value:.3f} above the best" for value in row] for row in end]
        ),
    )
    live.predict(
        "Full batches of 100, learning rate 0.3: the mean of the losses becomes their sum, and "
        "nothing else changes. What does training do?",
        ["The same: the lowest point is where it was", "It jumps about", "It becomes 100 × slower"],
        answer=1,
        because="The lowest point stays, but the slope is 100 times steeper, so every step is "
        "100 times longer: as if the learning rate were 30. The limit is 13.6.",
        misconception=8,
    )
    return live


def _in_batches(
    x: np.ndarray, y: np.ndarray, lr: float, batch: int, reduction: str, epochs: int
) -> np.ndarray:
    """(w, b) at the start and after each update, the students in a new order every epoch."""
    rng = np.random.default_rng(0)
    rows = np.stack([x, np.ones_like(x)], axis=1)
    at = np.zeros(2)
    visited = [at]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for begin in range(0, len(x), batch):
            own = order[begin : begin + batch]
            slope = (sigmoid(rows[own] @ at) - y[own]) @ rows[own]
            at = at - lr * (slope / len(own) if reduction == "mean" else slope)
            visited.append(at)
    return np.array(visited)
