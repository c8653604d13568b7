"""The figure `three_logits` of lesson 3."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import written
from lessons.live import LiveFigure, choice, course_figure, slider

CLASSES = ("A", "B", "C")
OTHERS = (1.0, 0.0)  # the logits of B and C


@course_figure
def three_logits() -> LiveFigure:
    """Softmax beside sigmoid for three classes, each applied once or twice."""
    zs = np.concatenate([np.arange(-4, 12.1, 0.5), [20]])
    z = np.stack(np.broadcast_arrays(zs, *OTHERS), axis=-1)
    soft = np.stack([_softmax(z), _softmax(_softmax(z))], axis=1)  # (z, times, class)
    own = np.stack([sigmoid(z), sigmoid(sigmoid(z))], axis=1)
    # Twice: the largest p of a class after once is 1, beside 0 and 0.
    ceiling = np.array([1, _softmax(np.array([1.0, 0.0, 0.0]))[0]])

    figure, panels = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    titles = ("Softmax (dashed: the most for A)", "A sigmoid for each")
    for panel, name in zip(panels, titles, strict=True):
        panel.set(xlim=(-0.6, 2.6), ylim=(0, 1.18), title=name, xlabel="class")
        panel.set(xticks=[0, 1, 2], xticklabels=CLASSES, yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
        panel.set(ylabel="probability")

    live = LiveFigure(
        figure,
        name="3-three-logits",
        z=slider(zs, "logit of class A", start=1.0),
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
            words, top = written(p[..., k], ".3f"), p[..., k]
            if panel is panels[0] and not k:  # where the dashed line would run through it
                top = np.where(top + 0.14 > ceiling, ceiling, top)
            live.write(panel, k - 0.18, top + 0.03, words, **both)
        live.marker(panel, 0.35, p[..., :1], **both, drag="z", color=color)
    live.segments(
        panels[0], -0.5, ceiling, 0.5, ceiling, along="times", color=COLORS["red"], dash="dashed"
    )
    live.caption(
        "Applied {times}, the softmax adds up to 1 and the sigmoids to {total:.2f}. If A is true, "
        "the loss −log p is {loss:.4f}{floor}.",
        aloud="With logits {z}, 1 and 0, applied {times}, the softmax adds up to 1 and the "
        "sigmoids to {total:.2f}. If A is true, the loss −log p is {loss:.4f}{floor}; p of "
        "class A cannot exceed the dashed line at {most:.3f}.{flat}",
        flat=["", " A sigmoid of a sigmoid lies between 0.5 and 0.73, whatever the logit."],
        total=own.sum(axis=-1),
        loss=-np.log(soft[..., 0]),
        floor=["", ", and never below 0.5514"],
        most=ceiling,
    )
    live.predict(
        "Class A is the true one, and its logit grows and grows. By mistake the softmax is applied "
        "twice. Where does the loss −log p end?",
        ["At 0, as with one softmax", "Near 0.1", "Near 0.55", "It grows without end"],
        answer=2,
        because="The first softmax leaves at most 1, 0 and 0. The second takes these for logits, "
        "and logits so close together make probabilities close together: 0.576 at most.",
        misconception=16,
    )
    return live


def _softmax(z: np.ndarray) -> np.ndarray:
    raised = np.exp(z - z.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
