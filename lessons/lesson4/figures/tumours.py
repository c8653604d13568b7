"""The figure `tumours` of lesson 4."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils import data
from course_utils.logistic import counts, probabilities, train
from course_utils.pictures import COLORS
from lessons.drawing import written
from lessons.live import LiveFigure, course_figure, slider


@course_figure
def tumours() -> LiveFigure:
    """A threshold decides about 569 tumours: which cancers it misses, and whom it alarms."""
    x, y = data.tumours()
    x = x[:, [2, 1]]  # radius, concave points
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    table = (x - mean) / deviation
    ws, bs = train(table, y, np.zeros(2), 0.0, 1.0, 1000)
    p = probabilities(table, ws[-1], bs[-1])
    w = ws[-1] / deviation  # the same model, for features as they were measured
    b = bs[-1] - w @ mean
    ends = [0, 0.01, 0.02, 0.05]  # closer where the counts change fast; 0 and 1 call all alike
    thresholds = np.union1d(np.arange(2, 19) / 20, [*ends, *np.round(1 - np.array(ends), 2)])
    tp, fp, fn, tn = np.array([counts(p, y, threshold) for threshold in thresholds]).T
    sick, always = int(y.sum()), np.mean(y == 0)

    figure, (plane, bars) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    ill = y == 1
    plane.plot(*x[~ill].T, "s", color="white", mec="gray", ms=3.5)
    plane.plot(*x[ill].T, "o", color="black", mec="white", mew=0.3, ms=4)
    plane.set(xlim=(6, 29), ylim=(-0.01, 0.21), yticks=[0, 0.05, 0.1, 0.15, 0.2])
    plane.set(xlabel="mean radius (the image's units)", ylabel="mean concave points")
    plane.set_title("Where you cut (● malignant, □ benign)")
    names = ["cancer\nfound", "benign\nleft alone", "cancer\nmissed", "false\nalarm"]
    bars.set_xticks(range(4), names)
    bars.axvline(1.5, color="gray", linewidth=0.8)
    bars.set(xlim=(-0.6, 3.6), ylim=(0, 400), ylabel="tumours")
    bars.set_title("Right decisions   |   wrong decisions")

    live = LiveFigure(
        figure, name="4-tumours", threshold=slider(thresholds, start=0.5, format=".3g")
    )
    red = COLORS["red"]
    with np.errstate(divide="ignore"):
        logit = np.log(thresholds / (1 - thresholds))
    reach = np.where(np.isfinite(logit), logit, np.nan) - b
    low, high = plane.get_ylim()
    # From where the line comes into the picture to where it leaves it: it falls from left to right.
    across = np.clip((reach[:, None] - w[1] * np.array([high, low])) / w[0], *plane.get_xlim())
    up = (reach[:, None] - w[0] * across) / w[1]
    live.line(
        plane, across, up, along="threshold", drag="threshold", color=red, dash="dashed", width=3
    )
    called = p >= thresholds[:, None]
    for label, symbol in ((1, "o"), (0, "s")):
        wrong = np.where(called[:, y == label] == label, np.nan, x[y == label, 1])
        live.marker(
            plane, x[y == label, 0], wrong, along="threshold", color=red, symbol=symbol, size=8,
            filled=False,
        )  # fmt: skip
    for k, (height, color) in enumerate(
        ((tp, COLORS["green"]), (tn, COLORS["green"]), (fn, red), (fp, red))
    ):
        live.rectangles(
            bars, k - 0.3, 0, k + 0.3, height, along="threshold", color=color,
            fill=color if k < 2 else "none",
        )  # fmt: skip
        live.write(bars, k - 0.15, height + 8, height.astype(str), along="threshold")
    right = (tp + tn) / len(y)
    live.caption(
        "It finds {tp} of the {sick} cancers, with {fp} false {alarms}. Recall is {recall:.1%}, "
        "precision {precision}; right for {right:.1%} (“benign”: {always:.1%}).",
        aloud="With a threshold of {threshold} the model finds {tp} of the {sick} cancers and "
        "misses {fn}; of the {well} benign tumours {fp} {are} called malignant. Recall is "
        "{recall:.1%}, precision {precision}. It is right for {right:.1%}, {compared} “benign” "
        "for every tumour.",
        tp=tp, fn=fn, fp=fp, sick=sick, well=len(y) - sick,
        are=np.where(fp == 1, "is", "are"),
        alarms=np.where(fp == 1, "alarm", "alarms"),
        always=always,
        recall=tp / sick,
        precision=np.where(
            tp + fp > 0, written(tp / np.maximum(tp + fp, 1), ".1%"), "has no value"
        ),
        right=right,
        compared=np.select(
            [np.isclose(right, always), right < always], ["exactly as often as", "less often than"],
            "more often than",
        ),
    )  # fmt: skip
    live.predict(
        "With a threshold of 0.9 the model is right for 89.1% of the tumours, with 0.1 for 87.0%. "
        "212 of the 569 are malignant. Which of the two thresholds misses fewer cancers?",
        [
            "0.9: it is right more often",
            "They miss about as many",
            "0.1, though it is right less often",
        ],
        answer=2,
        because="With 0.9 it misses 61 cancers, with 0.1 only 5, for 69 false alarms instead of 1. "
        "Accuracy adds both kinds of mistakes up, and hides which of them were made.",
        misconception=21,
    )
    return live
