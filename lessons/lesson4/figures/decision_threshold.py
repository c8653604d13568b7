"""The figure `decision_threshold` of lesson 4."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import small_start, study_passed, study_passed_unseen
from course_utils.logistic import boundary, probabilities, train
from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import draw_students
from lessons.live import LiveFigure, course_figure, slider


@course_figure
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
    draw_students(curve, hours[:, 0], passed, 7)
    curve.set_title("Where you cut (● passed, □ failed)")
    labels = ["passed,\ncalled pass", "failed,\ncalled fail", "passed,\ncalled fail",
              "failed,\ncalled pass"]  # fmt: skip
    bars.set_xticks(range(4), labels)
    bars.axvline(1.5, color="gray", linewidth=0.8)
    bars.set(xlim=(-0.6, 3.6), ylim=(0, 8), ylabel="students")
    bars.set_title("Right decisions   |   wrong decisions")

    live = LiveFigure(
        figure, name="4-threshold", threshold=slider(thresholds, start=0.5, format=".3g")
    )
    red = COLORS["red"]
    moved = {"along": "threshold", "drag": "threshold"}
    live.line(curve, [0, 7], thresholds[:, None] * [1, 1], **moved, color="gray", width=1)
    live.segments(curve, at, 0, at, 1, **moved, color=red, dash="dotted")
    live.marker(curve, at, thresholds, **moved, color=red, symbol="D")
    for k, color in enumerate((COLORS["green"], COLORS["green"], red, red)):
        live.rectangles(
            bars, k - 0.3, 0, k + 0.3, counts[:, k], along="threshold", color=color,
            fill=color if k < 2 else "none",
        )  # fmt: skip
        live.write(bars, k - 0.07, counts[:, k] + 0.2, counts[:, k].astype(str), along="threshold")
    for fate, symbol in ((1, "o"), (0, "s")):
        wrong = np.where((passed == fate) & (called != passed), hours[:, 0], np.nan)
        live.marker(
            curve, wrong, fate, along="threshold", color=red, symbol=symbol, size=13, filled=False
        )
    _, _, missed, false = counts.T
    live.caption(
        "Of the ten students {right} are called rightly; {missed} who passed {is_missed} called a "
        "fail, {false} who failed {is_false} called a pass.",
        aloud="With a threshold of {threshold} the model calls a pass from {at:.2f} hours "
        "on{name}. Of the ten students {right} are called rightly; {missed} who passed "
        "{is_missed} called a fail, {false} who failed {is_false} called a pass. w = "
        "{w:.3f} and b = {b:.3f} have not moved.",
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
