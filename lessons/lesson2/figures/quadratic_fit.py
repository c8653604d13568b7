"""The figure `quadratic_fit` of lesson 2."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import quadratic
from course_utils.descent import partial_derivatives
from course_utils.pictures import COLORS
from lessons.drawing import power_ticks, room_for, written
from lessons.live import LiveFigure, course_figure, slider

from .shared import first_index

LARGEST = 1e200  # of a run that leaves all numbers what is larger is not drawn


def epoch_maps(lrs: np.ndarray, batch: int) -> tuple[np.ndarray, np.ndarray]:
    """What an epoch in batches does to the error of the quadratic fit, for every learning rate.

    The data lie on the model, so with e = w − best a step on the points F (rows x², x, 1) takes e
    to (I − 2 · lr / batch · FᵀF) e, and the squared errors it sees add up to eᵀFᵀF e.
    Returns the matrices M, e → M e, and L, loss = eᵀL e, each of shape (len(lrs), 3, 3).
    """
    x, _ = quadratic()
    rows = np.stack([x**2, x, np.ones(len(x))], axis=1)
    whole, loss = np.broadcast_to(np.eye(3), (len(lrs), 3, 3)), np.zeros((len(lrs), 3, 3))
    for first in range(0, len(x) - batch + 1, batch):
        part = rows[first : first + batch]
        products = part.T @ part
        loss = loss + whole.swapaxes(1, 2) @ products @ whole
        whole = (np.eye(3) - 2 * lrs[:, None, None] / batch * products) @ whole
    return whole, loss / len(x)


BEST = np.array([2.0, 3.0, 4.0])
START = np.array([1.0, 0.0, -1.0])


@course_figure
def quadratic_fit() -> LiveFigure:
    """The quadratic fit in batches of 20 over lr × epoch: the curve, the loss, the weights."""
    lrs = np.array(
        [0.001, 0.0015, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15]
        + [0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.72, 0.73, 0.75, 0.8, 1.0]
    )
    epochs = np.unique(np.r_[np.geomspace(1, 1000, 37).round().astype(int), 100, 889])
    x, y = quadratic()
    maps, losses = epoch_maps(lrs, batch=20)
    errors = [np.broadcast_to(START - BEST, (len(lrs), 3))]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs[-1]):
            errors.append((maps @ errors[-1][..., None])[..., 0])
        every_loss = np.einsum("nli,lij,nlj->nl", errors[:-1], losses, errors[:-1])
    w = np.moveaxis(np.array(errors)[epochs], 0, 1) + BEST
    loss = every_loss[epochs - 1].T
    stop = first_index(every_loss < 1e-5) + 1
    radius = np.abs(np.linalg.eigvals(maps)).max(axis=1)

    figure = plt.figure(figsize=(9, 5.2), layout="constrained")
    grid = figure.add_gridspec(2, 2)
    fit = figure.add_subplot(grid[:, 0])
    curve, weights = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
    fit.plot(x, y, "o", color="black", markersize=6, alpha=0.25)
    fit.set(xlim=(0, 1), ylim=(-2, 12), xlabel="x", ylabel="y")
    fit.set_title("The curve (grey: the 100 points)")
    curve.set(xlim=(0.9, 1150), ylim=(1e-7, 1e4), xscale="log", yscale="log", ylabel="loss")
    curve.axhline(1e-5, color="gray", linestyle=":", linewidth=1)
    curve.set(xlabel="epochs done", title="Loss (dotted: where it stops)")
    weights.set(xlim=(0.9, 1150), ylim=(-2, 10), xscale="log", xlabel="epochs done")
    for panel in (curve, weights):
        panel.minorticks_off()  # hundreds of them, which take half of the drawing time
        power_ticks(panel.xaxis)
    power_ticks(curve.yaxis)
    weights.set(ylabel="weights", title="Weights (dotted: 2, 3, 4, the best)")
    for value in BEST:
        weights.axhline(value, color="gray", linestyle=":", linewidth=1)

    live = LiveFigure(
        figure,
        name="2-quadratic-fit",
        lr=slider(lrs, start=0.1),
        epoch=slider(epochs, "epochs done", start=1),
    )
    both, converges = ("lr", "epoch"), radius < 1
    places = np.linspace(0, 1, 21)
    shapes = np.stack([places**2, places, 1 + 0 * places])
    with np.errstate(invalid="ignore", over="ignore"):
        y_hat = w @ shapes
        y_hat = np.where(np.abs(y_hat) < LARGEST, y_hat, np.nan)
    live.follow(fit, y=room_for(y_hat, -2, 12), along=both)
    live.line(fit, places, y_hat, along=both, color=COLORS["blue"])
    lost = ~np.isfinite(y_hat).all(axis=-1)
    # Two lines, above the points: the panel is narrow.
    for height, words in ((10.8, "too large for"), (9.2, "the computer")):
        live.write(fit, 0.02, height, np.where(lost, words, ""), along=both)

    loss_drawn = np.where(np.isfinite(loss), loss, np.nan)
    most = np.nanmax(loss_drawn, axis=1, keepdims=True)
    top = np.maximum(1e4, 10 * np.minimum(most, 1e306))  # a number, too
    live.follow(curve, y=np.hstack([np.full_like(top, 1e-7), top]), along="lr")
    live.line(curve, epochs, loss_drawn, along="lr", color=COLORS["blue"])
    live.marker(curve, epochs, loss_drawn, along=both, drag="epoch", color=COLORS["blue"])

    # A weight that diverges is drawn up to the present epoch, at which its axis ends.
    drawn = np.where(np.abs(w) < LARGEST, w, np.nan)
    past = np.tri(len(epochs), dtype=bool) | converges[:, None, None]  # (lr, epoch, point)
    runs = np.where(past[..., None], drawn[:, None], np.nan)
    reached = np.where(converges[:, None, None], np.nan, runs.reshape(*past.shape[:2], -1))
    live.follow(weights, y=room_for(reached, -2, 10), along=both)
    colors, dashes, symbols = ("blue", "red", "green"), ("solid", "dashed", "dotted"), "os^"
    for i, (color, dash, symbol) in enumerate(zip(colors, dashes, symbols, strict=True)):
        live.line(weights, epochs, runs[..., i], along=both, color=COLORS[color], dash=dash)
        live.marker(weights, epochs, drawn[..., i], along=both, color=COLORS[color], symbol=symbol)
        weights.plot([], [], color=COLORS[color], linestyle=dash, marker=symbol, label=f"w{i + 1}")
    weights.legend(loc="upper right", ncol=3, frameon=False)

    live.regimes("lr", np.where(converges, "converges", "diverges")[:, None])
    said = np.array([
        [_fit_in_words(w[i, j], loss[i, j], epochs[j] >= stop[i], stop[i])
         for j in range(len(epochs))]
        for i in range(len(lrs))
    ])  # fmt: skip
    live.caption(
        "Epochs done: {epoch}. {fit}.",
        aloud="Epochs done: {epoch}, at learning rate {lr}. {weights}{fit}. {way}.",
        **dict(zip(("weights", "fit", "way"), np.moveaxis(said, -1, 0), strict=True)),
    )
    live.play("epoch", seconds=5)
    live.predict(
        "At learning rate 0.1, training stops as soon as the loss is below 0.00001. The data lie "
        "exactly on 2x² + 3x + 4. How far off is the worst weight then?",
        ["At most 0.001%", "About 0.1%", "About 2%"],
        answer=2,
        because="Some changes of the three weights hardly bend the curve: an error of w1 is made "
        "up for by w2 and w3. The loss does not feel them, so it is tiny long before the weights "
        "are right.",
        misconception=3,
    )
    return live


def _fit_in_words(w: np.ndarray, loss: float, stopped: bool, stop: int) -> tuple[str, str, str]:
    """The weights, what has become of them, and where the steepest way down leads from them."""
    if not np.isfinite(w).all():
        lost = "The weights have grown beyond all numbers, to inf and nan"
        return "", lost, "No way leads back"
    error = w - BEST
    size = np.abs(error).max()
    worst = np.max(np.abs(error) / BEST)
    off = f"{100 * worst:.2g}%" if worst < 0.99 else written(worst, ".3g", "{} times its value")
    if worst < 0.0001:
        off = "less than 0.01%"
    shown = f"{loss:.8f}" if loss < 1e-4 else written(loss, ".3g")
    if loss < 1e-8:
        shown = "below 0.00000001"
    if not np.isfinite(loss):  # a sum of squares: inf, even where the closed form has inf − inf
        shown = "inf, for it overflows first"
    way = "From the best weights no way leads down"
    if size > 1e-9:
        error /= size  # the gradient is as many times smaller there, and keeps its direction
        slope = partial_derivatives(BEST + error, *quadratic())
        cosine = error @ slope / np.linalg.norm(error) / np.linalg.norm(slope)
        way = "From here the steepest way down of the loss of all points misses the best weights"
        way += f" by {np.degrees(np.arccos(cosine)):.0f}°"
    fell = f"; it fell below 0.00001 after {stop} epochs" if stopped else ""
    weights = ", ".join(written(w.round(9), ".4g"))
    return (
        f"The weights are ({weights}). ",
        f"The worst weight is off by {off}, and the loss is {shown}{fell}",
        way,
    )
