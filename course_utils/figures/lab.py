"""Live figures of lesson 6, the learning-rate lab.

All but the first train logistic regression on the study-hours set, from w = 0 and b = 0 unless
said otherwise, many runs at once in float64.
"""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from ..data import students, study_scores
from ..live import LiveFigure, choice, slider
from ..logistic import sigmoid
from ..pictures import COLORS
from ..training import scale
from ._shared import mean_bce

NEAR = 0.001  # this close to the best loss a run has arrived
LAST = 50  # losses whose median stands for a run that jumps
EPOCHS = np.array([0, *np.unique(np.geomspace(1, 1000, 37).round().astype(int))])  # with 100
START = 0.4  # where a logarithmic axis shows epoch 0


def overflow() -> LiveFigure:
    """Lesson 1's cost against learning rate in float32, step by step, until the numbers end."""
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
        cost = np.mean((w[..., None] * x - y) ** 2, axis=2, dtype=np.float32)

    floor, over = 1e-10, 1e45  # where costs too small, and costs that are no numbers, are drawn
    drawn = np.where(np.isfinite(cost), np.maximum(cost, floor), cost.astype(float))
    point_at = np.where(np.isfinite(cost), drawn, over)
    largest = float(np.finfo(np.float32).max)
    figure, (arms, run) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for axes in (arms, run):
        axes.set(ylim=(1e-14, 1e49), yscale="log", ylabel="cost (points²)")
        axes.axhline(largest, color="gray", linewidth=1, linestyle=":")
        ticks = {floor: "1e-10 or less", 1: "1", over: "inf or nan"}
        ticks |= {10.0**n: f"1e+{n}" for n in (10, 20, 30)}
        axes.set_yticks(list(ticks), ticks.values())
        axes.minorticks_off()
    arms.set(xlim=(0.009, 1.1), xscale="log", title="The cost of every run at this step")
    arms.set(xlabel="learning rate")
    arms.text(0.01, 10 * largest, "the largest number of float32", color="gray")
    _plain(arms.xaxis)
    run.set(xlim=(0, 50), xlabel="step", title="The run you point at")
    live = LiveFigure(
        figure,
        name="6-overflow",
        lr=slider(lrs, start=lrs[15], format=".3g"),
        step=slider(steps, "step", start=10),
    )
    both, point = ("lr", "step"), {"color": COLORS["red"], "symbol": "D"}
    live.line(arms, lrs, drawn.T, along="step", color=COLORS["blue"])
    live.marker(arms, lrs[:, None], point_at, along=both, **point)
    live.line(run, steps, drawn, along="lr", color=COLORS["red"])
    live.marker(run, steps, point_at, along=both, **point)
    live.play("step")
    factor = 1 - 28 * lrs / 3
    regime = np.select(
        [factor > 0, factor > -1], ["falls steadily", "overshoots and converges"], "diverges"
    )
    live.regimes("lr", regime[:, None])
    live.caption(
        "At step {step} of the run at learning rate {lr} w is {w} and the cost is {cost}{note}. "
        "Of the 31 rates {alive} still have a finite cost.",
        w=_numbers(w),
        cost=_numbers(cost),
        note=np.select(
            [np.isnan(w), np.isinf(w), np.isinf(cost)],
            [
                ": infinity minus infinity is no number",
                ": w has left the range of float32",
                ": a square has left the range of float32",
            ],
            "",
        ),
        alive=np.isfinite(cost).sum(axis=0),
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


def budget() -> LiveFigure:
    """Final loss against learning rate, for the budget of epochs that the slider gives."""
    x, y = students()
    best, edge = _best(x, y)
    lrs = np.geomspace(0.001, 1, 31)
    budgets = [10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000]
    w, b = _descend(x, y, lrs, budgets[-1])
    shown = [np.geomspace(1, most, 45).round().astype(int) for most in budgets]
    last = [np.arange(max(0, most + 1 - LAST), most + 1) for most in budgets]
    needed = np.unique(np.concatenate([*shown, *last, [9 * most // 10 for most in budgets]]))
    losses = np.empty((len(w), len(lrs)))
    losses[needed] = _loss(x, y, w[needed], b[needed])

    over = (lrs > edge)[:, None]
    median = np.array([np.median(losses[own], axis=0) for own in last]).T
    final = np.where(over, median, losses[budgets].T)  # (lr, epochs)
    near = final <= best + NEAR
    gain = losses[[9 * most // 10 for most in budgets]].T - final
    curves = np.array([losses[own].T for own in shown]).swapaxes(0, 1)

    figure, (arms, run) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for axes in (arms, run):
        axes.axhline(best, color="gray", linewidth=1, linestyle=":")
        axes.set(xscale="log", ylim=(0.3, 0.9), ylabel="loss")
        _plain(axes.xaxis)
    arms.set(xlim=(0.0009, 1.1), xlabel="learning rate", title="Where every run ends")
    run.set(xlim=(1, 3000), xlabel="epoch", title="The run you point at")
    live = LiveFigure(
        figure,
        name="6-budget",
        lr=slider(lrs, start=lrs[10], format=".3g"),
        epochs=slider(budgets, "budget", unit="epochs", start=100),
    )
    live.line(arms, lrs, final.T, along="epochs", color=COLORS["blue"])
    live.marker(arms, lrs[:, None], final, along=("lr", "epochs"), color=COLORS["red"], symbol="D")
    live.line(run, shown, curves, along=("lr", "epochs"), color=COLORS["red"])
    live.marker(run, budgets, final, along=("lr", "epochs"), color=COLORS["red"], symbol="D")
    live.pin("epochs")

    regime = np.select(
        [np.broadcast_to(over, near.shape), near, gain > 0],
        ["beyond the edge", "arrived", "still falling"],
        "still swinging",
    )
    live.regimes("lr", regime)
    says = {
        "beyond the edge": "keeps jumping; the curve joins some of its losses, the point marks the "
        "median of the last, and more epochs do not mend it",
        "arrived": f"has arrived, within {NEAR} of the best loss {best:.3f}",
        "still falling": "is still falling: its loss is {loss:.3f}, and the last tenth of its "
        "epochs took off {gain:.4f}",
        "still swinging": "is still swinging: its loss is {loss:.3f}",
    }
    live.caption(
        "After {epochs} epochs the run at learning rate {lr} {state}.",
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


def two_runs() -> LiveFigure:
    """The loss by epoch and the probability curve of a run; another can be pinned beside it."""
    x, y = students()
    best, _ = _best(x, y)
    lrs = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3]
    w, b = (values[EPOCHS].T for values in _descend(x, y, np.array(lrs), EPOCHS[-1]))
    loss = _loss(x, y, w, b)
    hours = np.linspace(0, 20, 41)
    p = sigmoid(w[..., None] * hours + b[..., None])
    start = np.log(2)

    figure, (curve, fit) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for height, label, side in ((best, "the best", "left"), (start, "the start", "right")):
        curve.axhline(height, color="gray", linewidth=1, linestyle=":")
        at = 0.5 if side == "left" else 900
        curve.text(at, height, label, ha=side, va="bottom", color="gray")
    curve.set(ylim=(0.3, 1.5), title="The loss", ylabel="loss")
    _epoch_axis(curve)
    _draw_students(fit, x, y)
    live = LiveFigure(
        figure, name="6-two-runs", lr=slider(lrs, start=0.02), epoch=slider(EPOCHS, start=100)
    )
    at = np.maximum(EPOCHS, START)
    live.line(curve, at, loss, along="lr", color=COLORS["blue"])
    live.marker(curve, at, loss, along=("lr", "epoch"), color=COLORS["red"])
    live.line(fit, hours, p, along=("lr", "epoch"), color=COLORS["blue"])
    live.play("epoch")
    live.pin("lr")

    live.caption(
        "At epoch {epoch} of the run at learning rate {lr} the loss is {loss:.3f}, {place}; "
        "the probability {course}.",
        loss=loss,
        place=np.select(
            [np.broadcast_to(EPOCHS == 0, loss.shape), loss > start, loss > best + NEAR],
            ["the start", "higher than before the first step", f"above the best, {best:.3f}"],
            "as low as it can be",
        ),
        course=_courses(w, b),
    )
    live.predict(
        "Two runs begin at the same place, one at learning rate 0.02, one at 0.2. "
        "Which has the lower loss after two epochs?",
        ["The one at 0.02", "The one at 0.2, with steps ten times larger", "They are level"],
        answer=0,
        because="At the start the valley is steep. Steps of 0.2 jump across it and land higher "
        "than they began, steps of 0.02 do not; later the larger rate overtakes.",
        misconception=1,
    )
    return live


def scaling() -> LiveFigure:
    """The descent path on the loss of raw hours, a ravine, and of scaled hours, a bowl."""
    x, y = students()
    features = {"raw": x, "scaled": scale(x, x)}
    lrs = np.array([0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 1.0, 3.0, 10.0, 20.0])
    epochs, path = np.arange(101), 60
    best, _ = _best(x, y)
    edges, ws, bs, above, rings = [], [], [], [], []
    for hours in features.values():
        edges.append(_best(hours, y)[1])
        w_best, b_best = _optimum(hours, y)
        w, b = _descend(hours, y, lrs, epochs[-1])
        above.append(_loss(hours, y, w, b).T - best)
        ws.append(w.T - w_best)
        bs.append(b.T - b_best)
        rings.append(_rings(hours, y, above=(0.35, 0.15, 0.05, 0.01)))
    w, b, above = np.array(ws), np.array(bs), np.array(above)  # (hours, lr, epoch)
    edges = np.array(edges)[:, None]

    figure, (plane, fall) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    plane.plot(0, 0, "+", color="black", markersize=10)
    plane.set(xlim=(-3.6, 3.6), ylim=(-3.6, 3.6), aspect="equal", title="The path")
    plane.set(xlabel="w minus the best w", ylabel="b minus the best b")
    fall.axhline(NEAR, color="gray", linewidth=1, linestyle=":")
    fall.set(xlim=(0, 100), ylim=(1e-8, 10), yscale="log", title="The loss above the best")
    fall.set(xlabel="epoch", ylabel="loss minus the best loss")
    _plain(fall.yaxis)
    live = LiveFigure(
        figure,
        name="6-scaling",
        hours=choice(list(features), "hours"),
        lr=slider(lrs, start=0.1),
    )
    for i in range(len(rings[0])):
        ring = np.array([own[i] for own in rings]).clip(-3.6, 3.6)  # (hours, w or b, point)
        live.line(plane, ring[:, 0], ring[:, 1], along="hours", color=COLORS["sky"], width=1.2)
    at = (..., slice(0, path + 1))
    live.line(plane, w[at], b[at], along=("hours", "lr"), color=COLORS["red"], width=1.2)
    live.marker(plane, w[at], b[at], along=("hours", "lr"), color=COLORS["red"], size=3)
    live.line(fall, epochs, above, along=("hours", "lr"), color=COLORS["red"])

    end = above[..., -1]
    regime = np.select(
        [lrs > edges, end <= NEAR],
        ["beyond the edge", "arrives"],
        "not there yet",
    )
    live.regimes("lr", regime)
    says = {
        "beyond the edge": "jumps to and fro across the valley and does not arrive",
        "arrives": f"has arrived: the loss is within {NEAR} of the best",
        "not there yet": "is on its way: the loss is {:.3f} above the best",
    }
    shape = np.array([["a ravine"], ["a bowl"]])
    outside = (np.abs([w[at], b[at]]) > 3.6).any(axis=(0, -1))
    live.caption(
        "With {hours} hours the loss is {shape}; after 100 epochs at learning rate {lr} the "
        "run {state}.{outside}",
        shape=shape,
        outside=np.where(outside, " Part of the path is outside the picture.", ""),
        state=[
            [says[r].format(value) for r, value in zip(*row, strict=True)]
            for row in zip(regime, end, strict=True)
        ],
    )
    live.predict(
        "Hours are measured from their mean, in units of their spread. What happens to the "
        "largest learning rate that works?",
        ["It stays: the students are the same", "It becomes larger", "It becomes smaller"],
        answer=1,
        because="The steepest direction sets the limit, and in the bowl of scaled hours no "
        "direction is steep. The limit moves from 0.35 to 13.6.",
    )
    return live


def saturation() -> LiveFigure:
    """Starting confident and wrong: cross-entropy recovers, the squared error stays stuck."""
    x, y = students()
    hours = scale(x, x)
    losses = {"squared error": True, "cross-entropy": False}
    runs = [_descend(hours, y, np.array([10.0]), 1000, w=-10.0, squared=s) for s in losses.values()]
    w, b = (np.array([run[i][EPOCHS, 0] for run in runs]) for i in (0, 1))
    grid = np.linspace(0, 20, 41)
    p = sigmoid(w[..., None] * (grid - x.mean()) / x.std() + b[..., None])
    right = np.mean((w[..., None] * hours + b[..., None] >= 0) == y, axis=2)

    figure, (fit, weight) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    _draw_students(fit, x, y)
    weight.axhline(_optimum(hours, y)[0], color="gray", linewidth=1, linestyle=":")
    weight.set(ylim=(-11, 6), title="The weight", ylabel="w (per unit of scaled hours)")
    _epoch_axis(weight)
    live = LiveFigure(
        figure,
        name="6-saturation",
        loss=choice(list(losses), "loss"),
        epoch=slider(EPOCHS, start=100),
    )
    live.line(fit, grid, p, along=("loss", "epoch"), color=COLORS["blue"])
    at = np.maximum(EPOCHS, START)
    live.line(weight, at, w, along="loss", color=COLORS["blue"])
    live.marker(weight, at, w, along=("loss", "epoch"), color=COLORS["red"])
    live.play("epoch")
    live.caption(
        "At epoch {epoch} with the {loss} w is {w:.1f}, the curve {course}, and {right:.0%} "
        "of the students are decided rightly.",
        w=w,
        course=np.where(w < 0, "still falls with the hours", "rises with the hours"),
        right=right,
    )
    live.predict(
        "The model starts sure that studying harms: w = −10. The learning rate is 10 for both "
        "losses. Which model is right about most students after 100 epochs?",
        ["Both", "Only the one with cross-entropy", "Only the one with the squared error"],
        answer=1,
        because="Where the model is sure, p is close to 0 or 1, and the slope of the squared "
        "error carries the factor p(1 − p), nearly 0. Cross-entropy pulls with p − y, nearly 1.",
        misconception=13,
    )
    return live


def batch_size() -> LiveFigure:
    """Twenty epochs on scaled hours in batches, with the mean or the sum of their losses."""
    x, y = students()
    hours = scale(x, x)
    best, edge = _best(hours, y)
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
        last = _loss(hours, y, *run[-len(run) // 3 :].T)
        wobble[place], end[place] = np.diff(last).max(), last[-1] - best
    loss = _loss(hours, y, w, b)
    w_best, b_best = _optimum(hours, y)

    figure, (curve, plane) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    curve.axhline(best, color="gray", linewidth=1, linestyle=":")
    curve.set(xlim=(0, epochs), ylim=(0.3, 0.9), title="The loss of all 100 students")
    curve.set(xlabel="epoch", ylabel="loss")
    for ring in _rings(hours, y, above=(0.35, 0.15, 0.05, 0.01)):
        plane.plot(ring[0] + w_best, ring[1] + b_best, color=COLORS["sky"], linewidth=1.2)
    plane.plot(w_best, b_best, "+", color="black", markersize=10)
    plane.set(xlim=(-0.5, 6), ylim=(-1, 4), title="The path, from w = 0 and b = 0")
    plane.set(xlabel="w (per unit of scaled hours)", ylabel="b")
    live = LiveFigure(
        figure,
        name="6-batch-size",
        batch=slider(batches, "batch size", unit="students", start=100),
        reduction=choice(reductions, "loss of a batch"),
    )
    both = {"along": ("batch", "reduction"), "color": COLORS["red"]}
    live.line(curve, times, loss, **both)
    live.line(plane, w, b, **both, width=1.2)
    live.marker(plane, w[..., -1], b[..., -1], **both, symbol="D")

    step = lr * np.where([True, False], 1, np.array(batches)[:, None])
    beyond = (step > edge) & (np.array(batches)[:, None] == n)
    way = np.select(
        [beyond, wobble <= 0, wobble < 0.002, wobble < 0.02],
        [
            f"keeps jumping, because the edge is at {edge:.1f}",
            "falls without a tremor",
            "falls almost smoothly, with rises too small to see",
            "trembles a little, because each batch pulls its own way",
        ],
        "trembles strongly, because each batch pulls its own way",
    )
    live.caption(
        "In batches of {batch} with the {reduction} there {updates} an epoch, each as long as at "
        "learning rate {step:.3g} with the mean{last}. The loss {way}{end}.",
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


# What the figures compute


def _descend(
    x: np.ndarray, y: np.ndarray, lrs: np.ndarray, epochs: int, w: float = 0, squared: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Full-batch descent from (w, 0) at every rate: all w and b, each (epochs + 1, rates)."""
    ws, bs = np.zeros((2, epochs + 1, len(lrs)))
    ws[0] = w
    columns, labels = x[:, None], y[:, None]
    for epoch in range(epochs):
        p = (1 + np.tanh((columns * ws[epoch] + bs[epoch]) / 2)) / 2  # sigma, computed fast
        pull = p - labels
        if squared:
            pull = 2 * pull * p * (1 - p)
        ws[epoch + 1] = ws[epoch] - lrs * (x @ pull) / len(x)
        bs[epoch + 1] = bs[epoch] - lrs * pull.mean(axis=0)
    return ws, bs


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


def _loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Mean BCE from logits for every pair of w and b, which have one shape."""
    return mean_bce(w[..., None] * x + b[..., None], y)


def _optimum(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """(w, b) of the lowest loss, by Newton's method."""
    at = np.zeros(2)
    for _ in range(12):
        slope = np.array([np.mean((sigmoid(at[0] * x + at[1]) - y) * f) for f in (x, 1)])
        at = at - np.linalg.solve(_hessian(x, at), slope)
    return at


def _hessian(x: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Second derivatives of the loss at (w, b), shape (2, 2)."""
    p = sigmoid(at[0] * x + at[1])
    rows = np.stack([x, np.ones_like(x)])
    return (rows * p * (1 - p)) @ rows.T / len(x)


def _best(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The lowest loss, and the learning rate beyond which descent cannot stay there."""
    at = _optimum(x, y)
    return float(_loss(x, y, *at)), 2 / np.linalg.eigvalsh(_hessian(x, at))[-1]


def _rings(x: np.ndarray, y: np.ndarray, above: tuple) -> list[np.ndarray]:
    """Level lines of the loss around its lowest point, relative to it: (2, 61) for each height."""
    at = _optimum(x, y)
    values, vectors = np.linalg.eigh(_hessian(x, at))
    angle = np.linspace(0, 2 * np.pi, 61)
    ways = (vectors / np.sqrt(values)) @ [np.cos(angle), np.sin(angle)]  # even on an ellipse
    best, rings = float(_loss(x, y, *at)), []
    for height in above:
        low, high = np.zeros(angle.size), np.full(angle.size, 50.0)
        for _ in range(30):  # the loss rises along every ray: halve the interval
            middle = (low + high) / 2
            inside = _loss(x, y, *(at[:, None] + middle * ways)) < best + height
            low, high = np.where(inside, middle, low), np.where(inside, high, middle)
        rings.append(low * ways)
    return rings


# What they write and draw


def _draw_students(axes: plt.Axes, x: np.ndarray, y: np.ndarray) -> None:
    axes.plot(x[y == 1], y[y == 1], "o", color=COLORS["green"], alpha=0.6, label="passed")
    axes.plot(x[y == 0], y[y == 0], "x", color=COLORS["orange"], label="failed")
    axes.axhline(0.5, color="gray", linewidth=1, linestyle=":")
    axes.set(xlim=(0, 20), ylim=(-0.05, 1.05))
    axes.set_title("The model", loc="left")
    axes.set(xlabel="hours studied", ylabel="probability of passing")
    axes.set_xticks(range(0, 21, 5))
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, borderpad=0.2)


def _epoch_axis(axes: plt.Axes) -> None:
    """Epochs 0 to 1000 on a logarithmic axis, with a place of its own for 0."""
    axes.set(xlim=(0.3, 1000), xscale="log", xlabel="epoch")
    axes.set_xticks([START, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
    axes.set_xticks([], minor=True)


def _plain(axis) -> None:
    """Ticks of a logarithmic axis as plain numbers, which need no mathematics to be set."""
    axis.set_major_formatter("{x:g}")


def _numbers(values: np.ndarray) -> np.ndarray:
    """Numbers as texts, with three digits."""
    return np.array([f"{value:.3g}" for value in values.ravel()]).reshape(values.shape)


def _courses(w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How the probability runs from 0 to 20 hours, in words; it is nowhere below 0.5 throughout."""
    level = (w == 0) & (b == 0)
    times = -b / np.where(level, 1, w)
    crossing = np.array([f"crosses 0.5 at {t:.1f} hours" for t in times.ravel()]).reshape(w.shape)
    above = np.minimum(b, 20 * w + b) > 0
    words = ["is 0.5 throughout", "stays above 0.5 throughout"]
    return np.select([level, above], words, crossing)
