"""Live figures of lesson 3, sigmoid and cross-entropy."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from ..live import LiveFigure, choice, slider
from ..logistic import bce_from_logits, sigmoid, sigmoid_slope
from ..pictures import COLORS


def weight_and_bias() -> LiveFigure:
    """sigmoid(w * x + b): where it crosses 0.5, and how steep it is there."""
    ws, bs = np.linspace(-2, 2, 41).round(1), np.linspace(-10, 10, 41)
    x = np.linspace(0, 10, 51)
    climb = np.where(ws == 0, np.nan, ws)[:, None]  # a level line crosses nowhere
    crossing = np.round(-bs / climb, 9) + 0.0  # hours; never -0.0
    slope = np.repeat(ws[:, None], len(bs), axis=1) / 4
    z = ws[:, None, None] * x + bs[:, None]

    figure, (score, chance) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    score.axhline(0, color="gray", linestyle=":", linewidth=1)
    score.set(xlim=(0, 10), ylim=(-10, 10), title="The score")
    score.set(xlabel="hours studied", ylabel="z = w·x + b")
    chance.axhline(0.5, color="gray", linestyle=":", linewidth=1)
    chance.set(xlim=(0, 10), ylim=(-0.05, 1.05), title="The probability of passing")
    chance.set(xlabel="hours studied", ylabel="p = σ(z)")

    live = LiveFigure(
        figure,
        name="3-weight-and-bias",
        w=slider(ws, "w", unit="per hour", start=1.0),
        b=slider(bs, "b", start=-5.0),
    )
    both = {"along": ("w", "b")}
    live.line(score, x, z, **both, color=COLORS["blue"])
    live.line(chance, x, sigmoid(z), **both, color=COLORS["blue"])
    there = crossing[..., None]
    nearby = there + np.array([-1.5, 1.5])
    tangent = 0.5 + slope[..., None] * (nearby - there)
    inside = (crossing >= 0) & (crossing <= 10)
    tangent = np.where(inside[..., None], tangent, np.nan)  # not a mark for each end far away
    live.line(chance, nearby, tangent, **both, color=COLORS["orange"], dash="dashed")
    live.marker(score, crossing, 0, **both, color=COLORS["red"], symbol="D")
    live.marker(chance, crossing, 0.5, **both, color=COLORS["red"], symbol="D")

    live.caption(
        "With w = {w} and b = {b} the probability {says}.",
        says=_where_it_crosses(ws, crossing, slope, sigmoid(z)),
    )
    live.predict(
        "Set w = 2 and b = −6. After how many hours is the probability of passing 0.5?",
        ["0 hours", "3 hours", "6 hours"],
        answer=1,
        because="The probability is 0.5 where the score is 0, and 2 · 3 − 6 = 0. "
        "It is the score that must be 0, not the hours and not the bias.",
        misconception=12,
    )
    return live


def _where_it_crosses(
    ws: np.ndarray, crossing: np.ndarray, slope: np.ndarray, p: np.ndarray
) -> np.ndarray:
    """A phrase for every w and b, shape (w, b); p: the curve of each."""
    phrases = np.empty(crossing.shape, dtype=object)
    for (i, k), hours in np.ndenumerate(crossing):
        verb = "rises" if ws[i] > 0 else "falls"
        first, last = p[i, k, 0], p[i, k, -1]
        if ws[i] == 0 and first == 0.5:
            phrases[i, k] = "is 0.5 everywhere: the hours do not matter"
        elif ws[i] == 0:
            phrases[i, k] = (
                f"is level at {first:.3g} and never crosses 0.5: the hours do not matter"
            )
        elif 0 <= hours <= 10:
            phrases[i, k] = (
                f"{verb} through 0.5 at {hours:.2f} hours, where z = 0; there it is steepest, "
                f"with a slope of {slope[i, k]:.3f} per hour"
            )
        else:
            side = "left" if hours < 0 else "right"
            how = "all the way" if abs(last - first) > 0.01 else "too little to be seen"
            phrases[i, k] = f"{verb} {how}; it is 0.5 at {hours:.2f} hours, {side} of the picture"
    return phrases


FAR = (10, 20, 40, 1000)  # scores beside the close ones
EDGE = 10


def two_losses() -> LiveFigure:
    """One score z: the probability, cross-entropy and squared error, and the slope of each."""
    near = np.linspace(-8, 8, 33)
    zs = np.concatenate([-np.array(FAR[::-1], float), near, FAR])
    shown = np.clip(zs, -EDGE, EDGE)  # what lies beyond the picture stands at its edge
    grid = np.linspace(-11, 11, 60)
    answers = ["passed (y = 1)", "failed (y = 0)"]
    y = np.array([1, 0])

    figure, (chance, loss, slope) = plt.subplots(1, 3, figsize=(9, 4.2), layout="constrained")
    chance.plot(grid, sigmoid(grid), color="gray", linewidth=1)
    # The same span as the slopes, so that a gap has the same length in both.
    chance.set(xlim=(-11, 11), ylim=(-0.25, 2.05), yticks=[0, 0.5, 1])
    chance.set(xlabel="score z", ylabel="p = σ(z)", title="The gap p − y")
    loss.set(xlim=(-11, 11), ylim=(-0.3, 13), title="The loss")
    loss.set(xlabel="score z", ylabel="loss")
    chance.plot([], [], "D", color=COLORS["red"], label="p, the model")
    chance.plot([], [], "x", color=COLORS["red"], label="y, the student")
    chance.plot([], [], color=COLORS["red"], linewidth=4, label="the gap p − y")
    chance.legend(loc="upper center", fontsize=9)
    loss.plot([], [], color=COLORS["blue"], label="cross-entropy")
    loss.plot([], [], color=COLORS["orange"], linestyle="--", label="squared error")
    loss.legend(loc="upper center", fontsize=9)
    slope.axhline(0, color="gray", linewidth=0.8)
    slope.set(xlim=(-11, 11), ylim=(-1.15, 1.15), title="The slope of the loss")
    slope.set(xlabel="score z", ylabel="slope by z")

    live = LiveFigure(
        figure,
        name="3-two-losses",
        z=slider(zs, "score z", start=0.0),
        y=choice(answers, "the student"),
    )
    both = {"along": ("z", "y")}
    at, curves = _two_losses(zs, y), _two_losses(grid, y)
    for panel, kind in ((loss, "losses"), (slope, "slopes")):
        for i, (color, dash, symbol) in enumerate(
            ((COLORS["blue"], "solid", "o"), (COLORS["orange"], "dashed", "s"))
        ):
            live.line(panel, grid, curves[kind][i].T, along="y", color=color, dash=dash)
            live.marker(
                panel, shown[:, None], at[kind][i], **both, color=color, symbol=symbol, size=8
            )
    edge = shown[:, None]
    bracket = {"along": ("z", "y"), "color": COLORS["red"], "width": 4}
    live.segments(chance, edge, y, edge, at["p"], **bracket)
    live.segments(slope, edge, 0, edge, at["gap"], **bracket)
    live.marker(chance, edge, at["p"], **both, color=COLORS["red"], symbol="D", size=7)
    live.marker(chance, edge, y, **both, color=COLORS["red"], symbol="x", size=8)
    gap, flat = (_signed(slopes) for slopes in at["slopes"])
    words = np.char.add("p − y = ", gap.astype(str))
    live.write(chance, -6.8, 1.17, words, color=COLORS["red"])

    size = np.abs(at["gap"])
    state = np.select(
        [size > 0.99, size > 0.5, size < 0.01],
        [
            "confident and wrong, the squared error is almost level and cross-entropy is steep",
            "wrong, and both losses are sloping",
            "confident and right, both losses are almost level",
        ],
        "not sure, both losses are sloping",
    )
    live.caption(
        "At z = {z}{beyond} the model says p = {p:.4f} for a student who {y}: {state}. "
        "Cross-entropy is {bce:.4f} with slope {gap}, the squared error {mse:.4f} "
        "with slope {flat}.{numerics}",
        beyond=np.where(np.abs(zs) > EDGE, ", drawn at the edge of the picture,", "")[:, None],
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


def _signed(slopes: np.ndarray) -> np.ndarray:
    """Slopes as text with a sign, where the digits shown have one."""
    texts = [f"{v:+.4f}" if abs(v) >= 0.00005 else "0.0000" for v in slopes.ravel()]
    return np.array(texts, dtype=object).reshape(slopes.shape)


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


STUDENTS, PASSED = 10, 8
EPOCHS = 40


def sum_or_mean() -> LiveFigure:
    """One bias for ten students: gradient descent with the mean and the sum of their slopes."""
    lrs = np.geomspace(0.01, 10, 37)  # twelve a decade: ten times a rate is a rate again
    share = PASSED / STUDENTS
    paths = []
    b = np.zeros((2, len(lrs)))  # mean, sum
    for _ in range(EPOCHS + 1):
        paths.append(sigmoid(b))
        b = b - lrs * np.array([[1], [STUDENTS]]) * (sigmoid(b) - share)
    p = np.array(paths).transpose(1, 2, 0)  # (reduction, lr, epoch)
    epochs = np.arange(EPOCHS + 1)

    figure, axes = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
    axes.axhline(share, color="gray", linestyle=":", linewidth=1)
    axes.set(xlim=(-0.5, EPOCHS + 0.5), ylim=(-0.05, 1.3), yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    axes.set(xlabel="epochs", ylabel="p = σ(b)")
    axes.plot([], [], "-o", color=COLORS["blue"], markersize=4, label="mean of the slopes")
    axes.plot([], [], "-s", color=COLORS["orange"], markersize=4, label="sum of the slopes")
    axes.legend(loc="upper right", ncols=2, fontsize=9)

    live = LiveFigure(figure, name="3-sum-or-mean", lr=slider(lrs, start=lrs[12], format=".3g"))
    live.line(axes, epochs, p[0], along="lr", color=COLORS["blue"])
    live.marker(axes, epochs, p[0], along="lr", color=COLORS["blue"], size=5)
    live.line(axes, epochs, p[1], along="lr", color=COLORS["orange"])
    live.marker(axes, epochs, p[1], along="lr", color=COLORS["orange"], symbol="s", size=5)

    state = _how_it_went(p, share)
    live.regimes("lr", np.array([f"mean {m}, sum {s}" for m, s in _short(state)]))
    live.caption(
        "At learning rate {lr}, after 40 epochs, the mean {mean}; the sum {sum}. The sum takes "
        "the steps that the mean would take at learning rate {tenfold:.3g}.",
        mean=_with_p(state[0], p[0, :, -1]),
        sum=_with_p(state[1], p[1, :, -1]),
        tenfold=STUDENTS * lrs,
    )
    live.predict(
        "One run takes the mean of the ten students' slopes, the other their sum, at the same "
        "learning rate. What is different?",
        [
            "Nothing: it is the same loss on another scale",
            "Each step of the sum is longer, and too long sooner",
            "The sum is always faster",
        ],
        answer=1,
        because="The sum is ten times the mean, so every step is ten times as long. That is "
        "faster at a small learning rate, and too far at a large one.",
        misconception=8,
    )
    return live


ARRIVED, ON_THE_WAY, OVERSHOT, SWINGS = range(4)


def _how_it_went(p: np.ndarray, target: float) -> np.ndarray:
    """One of the four outcomes for every path; p: shape (…, epochs)."""
    close = (np.abs(p[..., -3:] - target) < 0.0005).all(axis=-1)
    beyond = (p > target + 0.0005).any(axis=-1)
    return np.select(
        [close & ~beyond, close, ~beyond], [ARRIVED, OVERSHOT, ON_THE_WAY], SWINGS
    )


def _short(state: np.ndarray) -> list[tuple[str, str]]:
    words = np.array(["arrives", "too slow", "arrives", "too far"])
    return list(zip(*words[state], strict=True))


def _with_p(state: np.ndarray, last: np.ndarray) -> np.ndarray:
    """A phrase for each outcome."""
    return np.select(
        [state == ARRIVED, state == OVERSHOT, state == ON_THE_WAY],
        [
            "has arrived at 0.8",
            "has arrived at 0.8 after overshooting",
            [f"is still on its way, at {value:.3f}" for value in last],
        ],
        "jumps past 0.8 and has not settled",
    )


CLASSES = ("A", "B", "C")
OTHERS = (1.0, 0.0)  # the logits of B and C


def three_logits() -> LiveFigure:
    """Softmax beside sigmoid for three classes, each applied once or twice."""
    zs = np.concatenate([np.arange(-4, 12.1, 0.5), [20]])
    z = np.stack(np.broadcast_arrays(zs, *OTHERS), axis=-1)
    soft = np.stack([_softmax(z), _softmax(_softmax(z))], axis=1)  # (z, times, class)
    own = np.stack([sigmoid(z), sigmoid(sigmoid(z))], axis=1)
    # Twice: the largest p of a class after once is 1, beside 0 and 0.
    ceiling = np.array([1, _softmax(np.array([1.0, 0.0, 0.0]))[0]])

    figure, panels = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for panel, name in zip(panels, ("Softmax", "A sigmoid for each"), strict=True):
        panel.set(xlim=(-0.6, 2.6), ylim=(0, 1.18), title=name, xlabel="class")
        panel.set(xticks=[0, 1, 2], xticklabels=CLASSES, yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
        panel.set(ylabel="probability")

    live = LiveFigure(
        figure,
        name="3-three-logits",
        z=slider(zs, "score of class A", start=1.0),
        times=choice(["once", "twice"], "applied"),
    )
    both = {"along": ("z", "times")}
    colors = (COLORS["blue"], COLORS["orange"])
    for panel, p, color in zip(panels, (soft, own), colors, strict=True):
        place = np.arange(3.0)
        live.rectangles(
            panel, place - 0.35, 0, place + 0.35, p, **both, color=color, fill=color,
            fill_opacity=0.5,
        )  # fmt: skip
        for k in range(3):
            words = np.array([f"{v:.3f}" for v in p[..., k].ravel()]).reshape(p.shape[:2])
            live.write(panel, k - 0.18, p[..., k] + 0.03, words, **both)
    live.segments(
        panels[0], -0.5, ceiling, 0.5, ceiling, along="times", color=COLORS["red"], dash="dashed"
    )
    live.caption(
        "With scores {z}, 1 and 0, applied {times}, the softmax adds up to 1 and the sigmoids to "
        "{total:.2f}. If A is true, the loss −log p is {loss:.4f}{floor}; p of class A cannot "
        "exceed the dashed line at {most:.3f}.{flat}",
        flat=["", " A sigmoid of a sigmoid lies between 0.5 and 0.73, whatever the score."],
        total=own.sum(axis=-1),
        loss=-np.log(soft[..., 0]),
        floor=["", ", and never below 0.5514"],
        most=ceiling,
    )
    live.predict(
        "Class A is the true one, and its score grows and grows. By mistake the softmax is applied "
        "twice. Where does the loss −log p end?",
        ["At 0, as with one softmax", "Near 0.1", "Near 0.55", "It grows without end"],
        answer=2,
        because="The first softmax leaves at most 1, 0 and 0. The second takes these for scores, "
        "and scores so close together make probabilities close together: 0.576 at most.",
        misconception=16,
    )
    return live


def _softmax(z: np.ndarray) -> np.ndarray:
    raised = np.exp(z - z.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
