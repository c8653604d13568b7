"""The figure `three_students` of lesson 4."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_passed
from course_utils.logistic import train
from course_utils.pictures import COLORS
from course_utils.sigmoid import bce_from_logits, sigmoid
from lessons.drawing import draw_students, mean_bce, written
from lessons.live import LiveFigure, course_figure, slider

from .shared import digits, draw_course, epoch_or_epochs, mark_course

HOURS = np.concatenate(  # closer where curves get steep: the boundary comes to lie at 2 to 3 hours
    [np.linspace(0, 2, 14), np.linspace(2.05, 3, 24), np.linspace(3.15, 5, 13), np.arange(6, 11)]
)


@course_figure
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
    draw_students(curve, x[:, 0], y, 10)
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.set(title="The probability (● passed, □ failed)")
    draw_course(course, 10_000)

    live = LiveFigure(
        figure,
        name="4-three-students",
        lr=slider(lrs, start=0.01),
        epoch=slider(epochs, start=100),
    )
    both = ("lr", "epoch")
    p = sigmoid(w[..., None] * HOURS + b[..., None])
    live.line(curve, HOURS, p, along=both, color=COLORS["blue"])
    live.marker(curve, half, 0.5, along=both, color=COLORS["blue"], symbol="D")
    live.marker(curve, 4, at_4, along=both, color=COLORS["blue"], symbol="x")
    live.line(course, epochs, loss, along="lr", color=COLORS["blue"])
    live.line(course, places, heights, along="lr", color=COLORS["green"], dash="dashed")
    mark_course(live, course, epochs, loss, right / 3)

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
        "After {epoch} {epochs} the loss is {loss}{above}. {right} of the three students {stand} "
        "on the right side of p = 0.5.",
        aloud="After {epoch} {epochs} at learning rate {lr} the loss is {loss}{above}. {right} "
        "of the three students {stand} on the right side of p = 0.5, which the curve "
        "{half}. For 4 hours the model says {p}.",
        epochs=epoch_or_epochs(epochs),
        loss=digits(loss),
        above=np.where(loss > course.get_ylim()[1], ", above the picture", ""),
        right=many[right],
        stand=np.where(right == 1, "is", "are"),
        half=_crossing(half),
        p=digits(at_4),
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


def _crossing(half: np.ndarray) -> np.ndarray:
    """Where the curve crosses 0.5, as the end of a sentence."""
    return np.select(
        [(half >= 0) & (half <= 10), np.isfinite(half)],
        [written(half, ".2f", "crosses at {} hours"), "crosses outside the picture"],
        "nowhere crosses",
    )
