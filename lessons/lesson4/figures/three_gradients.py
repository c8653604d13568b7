"""The figure `three_gradients` of lesson 4."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import study_passed
from course_utils.logistic import gradient, probabilities
from course_utils.pictures import COLORS
from lessons.drawing import mean_bce
from lessons.live import LiveFigure, course_figure, slider


@course_figure
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
    live.marker(bowl, ws[:, None] - nudges, low, along=both, drag="nudge", color=red, symbol="x")
    live.marker(
        bowl, ws[:, None] + nudges, high, along=both, drag="nudge", color=red, symbol="x"
    )
    live.marker(slopes, ws, auto, along="w", drag="w", color=COLORS["green"], symbol="s", size=14,
                filled=False)  # fmt: skip
    live.marker(slopes, ws[:, None], nudged, along=both, color=red, symbol="x")

    agree = np.round(nudged, 4) == np.round(hand[:, None], 4)  # as they are printed
    live.caption(
        "By hand {hand:.4f}; autograd {auto:.4f}, {same}; two nudges of {nudge} say {nudged:.4f}, "
        "which {off}.",
        aloud="At w = {w} the slope by hand is {hand:.4f}. Autograd says {auto:.4f}: {same}. Two "
        "nudges of {nudge} say {nudged:.4f}, which {off}.",
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
