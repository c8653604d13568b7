"""The figure `forgotten_zero` of lesson 4."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_passed_middle
from course_utils.logistic import gradient, probabilities
from course_utils.pictures import COLORS
from course_utils.sigmoid import bce_from_logits
from lessons.live import LiveFigure, choice, course_figure, slider

from .shared import epoch_or_epochs


@course_figure
def forgotten_zero() -> LiveFigure:
    """Training with gradients that are zeroed, and with gradients that pile up."""
    x, y = study_passed_middle()
    lr, epochs = 0.1, np.arange(37)
    names = ["zeroed", "not zeroed"]
    runs = [_full_run(x, y, lr, epochs[-1], keep) for keep in (False, True)]
    loss, slope, grad = (np.array(values) for values in zip(*runs, strict=True))

    figure, (course, slopes) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    course.plot(epochs, loss[0], color="lightgray", linewidth=6, label="with zeroing")
    best = bce_from_logits(np.full(3, -np.log(2)), y)
    course.axhline(best, color="gray", ls=":", label="the lowest there is")
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
    live.marker(course, epochs, loss, along=both, drag="epoch", color=COLORS["blue"])
    live.line(slopes, epochs, slope, along="gradients", color=COLORS["blue"])
    live.line(slopes, epochs, grad, along="gradients", color=red, dash="dashed")
    live.marker(slopes, epochs, slope, along=both, drag="epoch", color=COLORS["blue"], size=11)
    live.marker(slopes, epochs, grad, along=both, color=red, symbol="x")

    lowest = np.minimum.accumulate(loss, axis=1)
    live.caption(
        "{when} the slope is {slope:+.3f}, and .grad holds {grad:+.3f}: {what}.",
        aloud="{when} the loss is {loss:.3f}{trend}. The slope by w is {slope:+.3f} here, and "
        ".grad holds {grad:+.3f}: {what}.",
        when=[
            f"After {k} {noun} at learning rate {lr}" if k else "At the start, w = 0 and b = 0,"
            for k, noun in zip(epochs, epoch_or_epochs(epochs), strict=True)
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
