"""The figure `baselines` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import digits
from course_utils.pictures import COLORS
from lessons.live import LiveFigure, course_figure, slider

from .shared import INK, corners, frame, show

EACH = np.array([1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 45, 65, 94])  # 94: of 2 there are no more


@course_figure
def baselines() -> LiveFigure:
    """Mean pictures of ever more pictures, and how many of the 300 the nearest one names."""
    (x, y), (new, truth) = digits("learn"), digits("choose")
    means = np.array([[x[y == k][:n].mean(axis=0) for k in range(10)] for n in EACH])
    said = np.array([_distances(new, own).argmin(axis=1) for own in means])
    right = (said == truth).sum(axis=1)
    share = right / len(truth)
    nearest = (y[_distances(new, x).argmin(axis=1)] == truth).mean()
    usual = np.bincount(y).argmax()
    always = (truth == usual).mean()

    figure, (sheet, course) = plt.subplots(
        1, 2, figsize=(9, 3.8), layout="constrained", width_ratios=(4, 3)
    )
    frame(sheet, 2, 5, [str(k) for k in range(10)])
    sheet.set_title("The mean pictures")
    course.set(xscale="log", xlim=(0.9, 110), ylim=(0, 1.08), title="Right, of the 300")
    course.set(xlabel="pictures in each mean", ylabel="share right")
    course.set_xticks([1, 3, 10, 30, 94], ["1", "3", "10", "30", "94"])
    course.minorticks_off()
    levels = {f"always “{usual}”": always, "the most similar of all 1097": nearest}
    for name, level in levels.items():
        course.axhline(level, color="gray", linewidth=1, linestyle=":")
        course.text(1, level + 0.015, name, color="gray")

    live = LiveFigure(
        figure, name="7-baselines", each=slider(EACH, "pictures of each digit", start=1)
    )
    for k, corner in enumerate(corners(2, 5)):
        ink = np.rint(16 * means[:, k]).astype(int)
        show(live, sheet, ink, INK, corner, along="each")
    live.line(course, EACH, share, color=COLORS["blue"])
    live.marker(course, EACH, share, along="each", drag="each", color=COLORS["red"])
    live.play("each")
    live.caption(
        "With {each} in each mean, the nearest mean picture names {right} of the 300 rightly: "
        "{share:.0%}, and nothing was trained.",
        right=right,
        share=share,
    )
    live.predict(
        "No step of gradient descent is taken. For each digit there is the mean of 94 pictures, as "
        "many as there are of the rarest. A new picture gets the digit whose mean is nearest. How "
        "many of the 300 are right?",
        ["About 30: one of ten, as by chance", "About 150: every second one", "About 265"],
        answer=2,
        because="The digits differ so much that blurred means tell most of them apart. So a model "
        "that is right for 89% of them has learned nothing yet that a mean does not know.",
        misconception=21,
    )
    return live


def _distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Squared distances between pictures: (n, 64) and (m, 64) give (n, m)."""
    return (a**2).sum(axis=1)[:, None] - 2 * a @ b.T + (b**2).sum(axis=1)
