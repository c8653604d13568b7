"""Live figures of lesson 4, logistic regression by hand."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from ..data import (
    small_start,
    study_passed,
    study_passed_middle,
    study_passed_unseen,
    two_features,
    two_features_start,
)
from ..live import LiveFigure, choice, slider
from ..logistic import bce_from_logits, boundary, gradient, probabilities, sigmoid, train
from ..pictures import COLORS
from ._shared import mean_bce

HOURS = np.concatenate(  # closer where curves get steep: the boundary comes to lie at 2 to 3 hours
    [np.linspace(0, 2, 14), np.linspace(2.05, 3, 24), np.linspace(3.15, 5, 13), np.arange(6, 11)]
)
SHADES = [plt.get_cmap("cividis")(v) for v in np.linspace(0, 1, 11)]
DRAWN = 200  # of the thousand points: more would hide each other


def three_students() -> LiveFigure:
    """Probability curve, loss and accuracy of the three students over lr and epoch."""
    x, y = study_passed()
    lrs = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0])
    # At 359 the third student comes to the right side, at learning rate 0.01.
    epochs = np.union1d(np.geomspace(1, 10_000, 33).round().astype(int), [359])
    none = np.zeros(len(lrs))
    ws, bs = train(x, y[:, None], none[None], none, lrs, epochs[-1])
    w, b = ws[epochs, 0].T, bs[epochs].T  # (lr, epoch)
    z = w[..., None] * x[:, 0] + b[..., None]
    loss = mean_bce(z, y)
    right = ((z >= 0) == y).sum(axis=-1)
    at_4 = sigmoid(4 * w + b)
    always = (ws * x[:, 0, None] + bs[:, None] >= 0) == y[:, None]  # (epoch, student, lr)
    steps = [_stairs(row) for row in always.mean(axis=1)[1:].T]
    places, heights = np.array(_filled_up(steps)).transpose(1, 0, 2)
    with np.errstate(divide="ignore"):  # in the first epoch w is still 0
        half = -b / w

    figure, (curve, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    _draw_students(curve, x[:, 0], y)
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.set(xlim=(0, 10), ylim=(-0.06, 1.06), title="The probability (● passed, □ failed)")
    curve.set(xlabel="hours studied", ylabel="p, probability of passing")
    _draw_course(course, [1, 10, 100, 1000, 10_000])

    live = LiveFigure(
        figure,
        name="4-three-students",
        lr=slider(lrs, start=0.01),
        epoch=slider(epochs, start=100),
    )
    both = ("lr", "epoch")
    p = sigmoid(w[..., None] * HOURS + b[..., None])
    live.line(curve, HOURS, p, along=both, color=COLORS["blue"])
    live.marker(curve, half, 0.5, along=both, color=COLORS["red"], symbol="D")
    live.marker(curve, 4, at_4, along=both, color=COLORS["blue"], symbol="x")
    live.line(course, epochs, loss, along="lr", color=COLORS["blue"])
    live.line(course, places, heights, along="lr", color=COLORS["green"], dash="dashed")
    _mark_course(live, course, epochs, loss, right / 3)

    start = bce_from_logits(np.zeros(3), y)
    live.regimes(
        "lr",
        np.select(
            [loss > start, right < 3],
            ["loss above its start", "not all three right yet"],
            "all three right",
        ),
    )
    many = np.array(["None", "One", "Two", "All"])
    live.caption(
        "After {epoch} {epochs} at learning rate {lr} the loss is {loss}{above}. {right} of the "
        "three students {stand} on the right side of p = 0.5, which the curve {half}. For 4 hours "
        "the model says {p}.",
        epochs=_noun(epochs),
        loss=_digits(loss),
        above=np.where(loss > course.get_ylim()[1], ", above the picture", ""),
        right=many[right],
        stand=np.where(right == 1, "is", "are"),
        half=_crossing(half),
        p=_digits(at_4),
    )
    live.predict(
        "At some epoch all three students are on the right side. You go on training on the same "
        "three students. What becomes of the probability that the model gives for 4 hours?",
        ["It stays: nothing new is learned", "It goes on towards 1", "It falls back towards 0.5"],
        answer=1,
        because="Once all three are right, a steeper curve has a lower loss, so w grows as long as "
        "you train. The model becomes surer with the epochs alone, without one more student.",
        misconception=15,
    )
    live.play("epoch")
    return live


def decision_threshold() -> LiveFigure:
    """A threshold moves the decision about ten unseen students, and the model stays."""
    x, y = study_passed()
    ws, bs = train(x, y, *small_start(), 0.03, 1000)
    w, b = ws[-1, 0], bs[-1]
    hours, passed = study_passed_unseen()
    p = probabilities(hours, ws[-1], b)
    thresholds = np.arange(4, 37) / 40  # 0.1 to 0.9
    at = boundary(w, b, thresholds)
    called = p >= thresholds[:, None]
    kinds = ((1, 1), (0, 0), (1, 0), (0, 1))  # (passed, called a pass): right, right, wrong, wrong
    counts = np.stack([((passed == k) & (called == c)).sum(axis=1) for k, c in kinds], axis=1)

    figure, (curve, bars) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    grid = np.linspace(0, 7, 71)
    curve.plot(grid, sigmoid(w * grid + b), color=COLORS["blue"])
    _draw_students(curve, hours[:, 0], passed)
    curve.set(xlim=(0, 7), ylim=(-0.06, 1.06))
    curve.set_title("The model, and where you cut (● passed, □ failed)")
    curve.set(xlabel="hours studied", ylabel="p, probability of passing")
    labels = ["passed,\ncalled pass", "failed,\ncalled fail", "passed,\ncalled fail",
              "failed,\ncalled pass"]  # fmt: skip
    bars.set_xticks(range(4), labels)
    bars.axvline(1.5, color="gray", linewidth=0.8)
    bars.set(xlim=(-0.6, 3.6), ylim=(0, 8), ylabel="students")
    bars.set_title("right decisions   |   wrong decisions")

    live = LiveFigure(
        figure, name="4-threshold", threshold=slider(thresholds, start=0.5, format=".3g")
    )
    red = COLORS["red"]
    live.line(
        curve, [0, 7], thresholds[:, None] * [1, 1], along="threshold", color="gray", width=1
    )
    live.segments(curve, at, 0, at, 1, along="threshold", color=red, dash="dotted")
    live.marker(curve, at, thresholds, along="threshold", color=red, symbol="D")
    for k, color in enumerate((COLORS["green"], COLORS["green"], red, red)):
        live.rectangles(
            bars, k - 0.3, 0, k + 0.3, counts[:, k], along="threshold", color=color,
            fill=color if k < 2 else "none",
        )  # fmt: skip
        live.write(bars, k - 0.07, counts[:, k] + 0.2, counts[:, k].astype(str), along="threshold")
    _, _, missed, false = counts.T
    live.caption(
        "With a threshold of {threshold} the model calls a pass from {at:.2f} hours on{name}. Of "
        "the ten students {right} are called rightly; {missed} who passed {is_missed} called a "
        "fail, {false} who failed {is_false} called a pass. w = {w:.3f} and b = {b:.3f} have not "
        "moved.",
        at=at,
        name=np.where(np.isclose(thresholds, 0.5), ", which is −b/w", ""),
        right=10 - missed - false,
        missed=missed,
        is_missed=np.where(missed == 1, "is", "are"),
        false=false,
        is_false=np.where(false == 1, "is", "are"),
        w=w,
        b=b,
    )
    live.predict(
        "You raise the threshold from 0.5 to 0.8. What becomes of the wrong decisions about these "
        "ten students, and of w and b?",
        [
            "Fewer of both kinds; w and b stay",
            "Fewer who failed are called a pass; w and b change",
            "More who passed are called a fail; w and b stay",
        ],
        answer=2,
        because="The model predicts probabilities, and they stay; you only decide otherwise. A "
        "higher threshold trades one kind of mistake for the other: which is worse, you must say.",
        misconception=11,
    )
    return live


def two_sides() -> LiveFigure:
    """Points of two features, the model's probability and its boundary over lr and epoch."""
    x, y = two_features()
    lrs = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0])
    epochs = np.unique(np.geomspace(1, 100, 22).round().astype(int))
    start_w, start_b = two_features_start()
    none = np.zeros(len(lrs))
    ws, bs = train(x, y[:, None], start_w[:, None] + none, start_b + none, lrs, epochs[-1])
    w, b = ws[epochs].transpose(2, 0, 1), bs[epochs].T  # (lr, epoch, feature), (lr, epoch)
    z = w @ x.T + b[..., None]
    loss = mean_bce(z, y)
    right = np.mean((z >= 0) == y, axis=-1)

    figure, (plane, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    few, side = x[:DRAWN], y[:DRAWN] == 1
    plane.plot(*few[side].T, "o", color="black", mec="white", ms=5)
    plane.plot(*few[~side].T, "s", color="white", mec="black", ms=4)
    plane.set(xlim=(-3, 3), ylim=(-3, 3))
    plane.set_title(
        f"{DRAWN} of the 1000 points (● label 1, □ label 0)\nblue: p near 0, yellow: p near 1"
    )
    plane.set(xlabel="feature x₀", ylabel="feature x₁")
    _draw_course(course, [1, 10, 100])

    live = LiveFigure(
        figure,
        name="4-two-features",
        lr=slider(lrs, start=0.01),
        epoch=slider(epochs, start=epochs[5].item()),
    )
    both = ("lr", "epoch")
    middles = np.linspace(-3, 3, 24, endpoint=False) + 3 / 24
    across, up = np.meshgrid(middles, middles)
    p = sigmoid(np.multiply.outer(w[..., 0], across) + np.multiply.outer(w[..., 1], up)
                + b[..., None, None])  # fmt: skip
    live.shade(plane, (p * 10).round().astype(int), SHADES, extent=(-3, 3, -3, 3), along=both)
    ends = np.array([-3.0, 3.0])
    line = -(w[..., :1] * ends + b[..., None]) / w[..., 1:]
    live.line(plane, ends, line, along=both, color=COLORS["red"], width=3)
    live.line(course, epochs, loss, along="lr", color=COLORS["blue"])
    live.line(course, epochs, right, along="lr", color=COLORS["green"], dash="dashed")
    _mark_course(live, course, epochs, loss, right)

    start = bce_from_logits(x @ start_w + start_b, y)
    live.regimes(
        "lr",
        np.select(
            [loss > start, right < 0.9, right < 0.98],
            ["loss above its start", "far from the rule", "near the rule"],
            "at the rule",
        ),
    )
    ratio = w[..., 1] / w[..., 0]
    live.caption(
        "After {epoch} {epochs} of full batches at learning rate {lr}, with the mean, the accuracy "
        "is {right:.1%} and the loss {loss}{above}. w₁/w₀ is {ratio:.2f}, {side} the true −3.",
        epochs=_noun(epochs),
        right=right,
        loss=_digits(loss),
        above=np.where(loss > course.get_ylim()[1], ", above the picture", ""),
        ratio=ratio,
        side=np.select(
            [ratio > 0, np.abs(ratio + 3) < 0.1], ["of the other sign than", "within 0.1 of"],
            "of the same sign as",
        ),  # fmt: skip
    )
    live.predict(
        "Row by row, learning rate 0.001 brought 99.1 % in 100 epochs. Now each epoch is one step "
        "with all 1000 rows, along their mean gradient. How far does learning rate 0.001 get in "
        "100 epochs?",
        [
            "As far: it sees the same rows as often",
            "Hardly anywhere",
            "Further: the mean of all rows is exact",
        ],
        answer=1,
        because="Row by row an epoch is 1000 steps; now it is one, and the mean is no larger than "
        "one row's gradient. Multiply the learning rate by the 1000 rows, and it gets there.",
        misconception=8,
    )
    live.play("epoch")
    return live


def three_gradients() -> LiveFigure:
    """The slope of the loss by w: by hand, by two nudges, and by torch's autograd."""
    import torch  # here, because the package must load without it

    x, y = study_passed()
    b = -2.5
    ws = np.linspace(-1, 3, 41)
    nudges = np.array([1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001])

    def loss(w: np.ndarray) -> np.ndarray:
        return mean_bce(w[..., None] * x[:, 0] + b, y)

    hand = np.array([gradient(x, y, probabilities(x, np.array([w]), b))[0][0] for w in ws])
    auto = []
    for w in ws:
        own = torch.tensor([w], requires_grad=True)
        z = torch.tensor(x) @ own + b
        torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(y)).backward()
        auto.append(own.grad.item())
    auto = np.array(auto)
    low, high = loss(ws[:, None] - nudges), loss(ws[:, None] + nudges)
    nudged = (high - low) / (2 * nudges)

    figure, (bowl, slopes) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    grid = np.linspace(-2.2, 4.2, 129)
    bowl.plot(grid, loss(grid), color="gray")
    bowl.set(xlim=(-2.2, 4.2), ylim=(0, 4), title="The loss, and a line through two nudges")
    bowl.set(xlabel="w (per hour)", ylabel="loss")
    slopes.plot(ws, hand, color=COLORS["blue"], label="by hand")
    slopes.set(xlim=(-1.1, 3.1), ylim=(-1.3, 1.3), title="Three ways to the slope")
    slopes.set(xlabel="w (per hour)", ylabel="slope of the loss by w")
    slopes.plot([], [], "s", color=COLORS["green"], mfc="none", ms=12, label="autograd")
    slopes.plot([], [], "x", color=COLORS["red"], ms=9, mew=2, label="two nudges")
    slopes.legend(loc="lower right")

    live = LiveFigure(
        figure,
        name="4-three-gradients",
        w=slider(ws, "w", unit="per hour", start=1.0),
        nudge=slider(nudges, start=1.0),
    )
    both = ("w", "nudge")
    red = COLORS["red"]
    ends = np.array([-1.5, 1.5])
    middle = (low + high) / 2
    live.line(
        bowl, ws[:, None, None] + ends, middle[..., None] + nudged[..., None] * ends,
        along=both, color=red, dash="dashed",
    )  # fmt: skip
    live.marker(bowl, ws[:, None] - nudges, low, along=both, color=red, symbol="x")
    live.marker(bowl, ws[:, None] + nudges, high, along=both, color=red, symbol="x")
    live.marker(slopes, ws, auto, along="w", color=COLORS["green"], symbol="s", size=14,
                filled=False)  # fmt: skip
    live.marker(slopes, ws[:, None], nudged, along=both, color=red, symbol="x")

    agree = np.round(nudged, 4) == np.round(hand[:, None], 4)  # as they are printed
    live.caption(
        "At w = {w} the slope by hand is {hand:.4f}. Autograd says {auto:.4f}: {same}. Two nudges "
        "of {nudge} say {nudged:.4f}, which {off}.",
        hand=hand[:, None],
        auto=auto[:, None],
        same=np.where(np.abs(auto - hand) < 1e-12, "the same", "another number")[:, None],
        nudged=nudged,
        off=np.where(agree, "agrees to four decimals", "is not exact: the loss is curved"),
    )
    live.predict(
        "At w = 1, nudges of 1 measure a slope of −0.089, and your formula says −0.065. Which "
        "number does PyTorch's autograd give?",
        [
            "The −0.089: a computer can only try out",
            "A third number: it is another method",
            "The −0.065, up to rounding",
        ],
        answer=2,
        because="Autograd applies the chain rule, as you did with pencil and paper, to every "
        "operation in turn. Nudging is the odd one out: it measures, and needs a small nudge.",
        misconception=18,
    )
    return live


def forgotten_zero() -> LiveFigure:
    """Training with gradients that are zeroed, and with gradients that pile up."""
    x, y = study_passed_middle()
    lr, epochs = 0.1, np.arange(37)
    names = ["zeroed", "not zeroed"]
    runs = [_full_run(x, y, lr, epochs[-1], keep) for keep in (False, True)]
    loss, slope, grad = (np.array(values) for values in zip(*runs, strict=True))

    figure, (course, slopes) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    course.plot(epochs, loss[0], color="lightgray", linewidth=6, label="zeroed")
    best = bce_from_logits(np.full(3, -np.log(2)), y)
    course.axhline(best, color="gray", ls=":", label="the best model's")
    course.legend(loc="upper right", ncols=2)
    course.set(xlim=(-1.5, 37.5), ylim=(0.63, 0.71), title="The loss")
    course.set(xlabel="epoch", ylabel="loss")
    slopes.axhline(0, color="gray", linewidth=0.8)
    slopes.set(xlim=(-1.5, 37.5), ylim=(-1.3, 1.3), title="The slope by w")
    slopes.set(xlabel="epoch", ylabel="slope: true (line), in .grad (dashed)")

    live = LiveFigure(
        figure,
        name="4-forgotten-zero",
        gradients=choice(names, "the gradients are"),
        epoch=slider(epochs, start=0),
    )
    both, red = ("gradients", "epoch"), COLORS["red"]
    live.line(course, epochs, loss, along="gradients", color=COLORS["blue"])
    live.marker(course, epochs, loss, along=both, color=COLORS["blue"])
    live.line(slopes, epochs, slope, along="gradients", color=COLORS["blue"])
    live.line(slopes, epochs, grad, along="gradients", color=red, dash="dashed")
    live.marker(slopes, epochs, slope, along=both, color=COLORS["blue"], size=11)
    live.marker(slopes, epochs, grad, along=both, color=red, symbol="x")

    lowest = np.minimum.accumulate(loss, axis=1)
    live.caption(
        "{when} the loss is {loss:.3f}{trend}. The slope by w is {slope:+.3f} here, and .grad "
        "holds {grad:+.3f}: {what}.",
        when=[
            f"After {k} {noun} at learning rate {lr}" if k else "At the start, w = 0 and b = 0,"
            for k, noun in zip(epochs, _noun(epochs), strict=True)
        ],
        loss=loss,
        trend=np.where(
            epochs == 0,
            "",
            np.where(loss > lowest + 5e-4, ", above its lowest so far", ", the lowest so far"),
        ),
        slope=slope,
        grad=grad,
        what=[
            ["this slope alone"],
            ["the sum of this slope and of all those before it"],
        ],
    )
    live.predict(
        "These labels, 0, 1, 0, do have a best model. You forget the line that zeroes the "
        "gradients, so each new gradient is added to the old ones. What does the training do?",
        [
            "It goes the same way, only faster",
            "It runs past the best model, and back, and past it",
            "It stops with an error",
        ],
        answer=1,
        because="The old gradients keep pushing after the slope has turned. No error is raised: "
        "you see it in the loss, which rises again.",
        misconception=9,
    )
    live.play("epoch")
    return live


def _draw_students(axes: plt.Axes, hours: np.ndarray, passed: np.ndarray) -> None:
    """Who passed at height 1, who failed at height 0."""
    axes.plot(hours[passed == 1], passed[passed == 1], "o", color="black")
    axes.plot(hours[passed == 0], passed[passed == 0], "s", color="black", mfc="white")


def _draw_course(axes: plt.Axes, ticks: list[int]) -> None:
    """The empty axes of loss and accuracy over the epochs."""
    axes.set(xlim=(0.9, 1.2 * ticks[-1]), ylim=(0, 1.2), xscale="log", title="Loss and accuracy")
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.set(xlabel="epoch", ylabel="loss (line), accuracy (dashed)")


def _mark_course(
    live: LiveFigure, axes: plt.Axes, epochs: np.ndarray, loss: np.ndarray, right: np.ndarray
) -> None:
    """Loss and accuracy of this epoch: the square is hollow and larger, so that it hides no dot."""
    both = ("lr", "epoch")
    live.marker(axes, epochs, loss, along=both, color=COLORS["blue"])
    live.marker(
        axes, epochs, right, along=both, color=COLORS["green"], symbol="s", size=14, filled=False
    )


def _stairs(shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The corners of shares that jump from epoch to epoch, the first epoch being 1."""
    jumps = np.flatnonzero(np.diff(shares)) + 1  # where the new share is first met
    inner = np.repeat(jumps + 1, 2)
    heights = np.repeat(shares[np.r_[0, jumps]], 2)
    return np.r_[1, inner, len(shares)], heights


def _filled_up(stairs: list[tuple[np.ndarray, np.ndarray]]) -> list[np.ndarray]:
    """Stairs with as many corners each: the last corner is repeated."""
    most = max(len(places) for places, _ in stairs)
    return [np.pad(both, ((0, 0), (0, most - len(both[0]))), mode="edge") for both in stairs]


def _noun(epochs: np.ndarray) -> np.ndarray:
    """What so many epochs are called."""
    return np.where(epochs == 1, "epoch", "epochs")


def _digits(values: np.ndarray) -> np.ndarray:
    """Numbers from 0 on as text of three decimals; those that would read 0 or 1 in words."""
    texts = [
        "below 0.001" if v < 0.001 else "above 0.999" if 0.999 < v < 1 else f"{v:.3f}"
        for v in values.ravel()
    ]
    return np.array(texts).reshape(values.shape)


def _crossing(half: np.ndarray) -> np.ndarray:
    """Where the curve crosses 0.5, as the end of a sentence."""
    texts = [
        f"crosses at {at:.2f} hours" if 0 <= at <= 10
        else "crosses outside the picture" if np.isfinite(at)
        else "nowhere crosses"
        for at in half.ravel()
    ]  # fmt: skip
    return np.array(texts).reshape(half.shape)


def _full_run(
    x: np.ndarray, y: np.ndarray, lr: float, epochs: int, keep: bool
) -> tuple[list[float], list[float], list[float]]:
    """Loss, slope by w and what `.grad` holds, at the start and after each epoch from zero."""
    w, b, dw, db = np.zeros(1), 0.0, 0.0, 0.0
    losses, slopes, grads = [], [], []
    for _ in range(epochs + 1):
        own_w, own_b = gradient(x, y, probabilities(x, w, b))
        dw, db = (dw + own_w, db + own_b) if keep else (own_w, own_b)
        losses.append(bce_from_logits(x @ w + b, y))
        slopes.append(own_w[0])
        grads.append(dw[0])
        w, b = w - lr * dw, b - lr * db
    return losses, slopes, grads
