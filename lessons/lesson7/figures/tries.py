"""The figure `tries` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.live import LiveFigure, course_figure, slider

from ..experiments import TRIES, stored

COUNTS = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60])
BY = np.array([20, 30, 50, 75, 100, 150])
ROUNDS = 400


def rehearse(right: np.ndarray, by: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The winner's share right of the `by` pictures that it is chosen by, and of the others.

    right: which pictures each network decides rightly, shape (networks, 300).  Pictures and
    networks are dealt anew 400 times; both means are returned for each of COUNTS.
    """
    rng = np.random.default_rng(seed)
    chosen, others = np.zeros((2, len(COUNTS)))
    for _ in range(ROUNDS):
        dealt = right[rng.permutation(len(right))][:, rng.permutation(right.shape[1])]
        here, there = dealt[:, :by].mean(axis=1), dealt[:, by:].mean(axis=1)
        winner = [here[:count].argmax() for count in COUNTS]
        chosen += here[winner]
        others += there[winner]
    return chosen / ROUNDS, others / ROUNDS


@course_figure
def tries() -> LiveFigure:
    """What the best of many networks shows on the pictures it was chosen by, and on others."""
    right = stored("tries")
    chosen, others = np.array([rehearse(right, by) for by in BY]).swapaxes(0, 1)  # (by, count)

    figure, axes = plt.subplots(figsize=(8, 4.2), layout="constrained")
    axes.set(xscale="log", xlim=(0.9, 75), ylim=(0.94, 1.005), ylabel="share right")
    axes.set(xlabel="networks tried", title="The winner: where it was chosen (■), elsewhere (●)")
    axes.set_xticks([1, 2, 5, 10, 20, 60], ["1", "2", "5", "10", "20", "60"])
    axes.set_yticks([0.94, 0.96, 0.98, 1], ["0.94", "0.96", "0.98", "1"])
    axes.minorticks_off()
    live = LiveFigure(
        figure,
        name="7-tries",
        tries=slider(COUNTS, "networks tried", start=1),
        by=slider(BY, "chosen by", unit="pictures", start=50),
    )
    both = ("tries", "by")
    live.line(axes, COUNTS, chosen, along="by", color=COLORS["red"], dash="dashed")
    live.line(axes, COUNTS, others, along="by", color=COLORS["blue"])
    here = COUNTS[:, None]
    live.segments(axes, here, others.T, here, chosen.T, along=both, color=None, width=1)
    live.marker(axes, here, chosen.T, along=both, drag="tries", color=COLORS["red"], symbol="s")
    live.marker(axes, here, others.T, along=both, color=COLORS["blue"])
    live.pin("by")
    gap = 100 * (chosen.round(3) - others.round(3)).T  # of what the caption says
    live.caption(
        "Of the {by} it was chosen by, the best of {tries} gets {chosen:.1%} right on average; of "
        "the others {others:.1%}: {gap}.",
        chosen=chosen.T,
        others=others.T,
        gap=[[_fewer(points) for points in row] for row in gap],
    )
    live.predict(
        f"{TRIES} networks differ by their seed alone. Deal 50 of the 300 out, many times: the one "
        f"that is best on the 50 is right for {chosen[2, -1]:.1%} of them on average. Of the other "
        "250, which it never saw?",
        [
            f"About {chosen[2, -1]:.0%}, too: it did not learn from these 50 either",
            f"About {others[2, -1]:.0%}, as any of the sixty",
            "More: it is the best",
        ],
        answer=1,
        because="It won on these 50 because they suited it. That luck does not come along. Data "
        "that chose among many are used up as a judge.",
        misconception=23,
    )
    return live


def _fewer(points: float) -> str:
    return "about as many" if abs(points) < 0.25 else f"{points:.1f} points fewer"
