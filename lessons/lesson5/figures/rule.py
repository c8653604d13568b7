"""The figure `rule` of lesson 5."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.drawing import written
from lessons.live import LiveFigure, choice, course_figure, slider


@course_figure
def rule(runs: dict[str, list]) -> LiveFigure:
    """Weights, loss and accuracy of the rule's model by epoch.

    runs: for each name of a loss, by epoch, the loss, the accuracy and the weights.
    """
    loss, accuracy, weights = (
        np.array([[entry[k] for entry in run] for run in runs.values()]) for k in range(3)
    )
    epochs = np.arange(1, loss.shape[1] + 1)
    reach = np.ceil(np.abs(weights).max() + 0.2)

    figure, (bars, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bars.axhline(0, color="gray", linewidth=0.8)
    bars.set_xticks(range(5), [f"w{k}" for k in "₀₁₂₃₄"])
    bars.set(xlim=(-0.6, 4.6), ylim=(-reach, reach), title="The five weights", ylabel="weight")
    course.set(title="Loss (solid), accuracy (dashed)", ylim=(0, 1.05))
    course.set(xlim=(0.5, epochs[-1] + 0.5), xlabel="epoch")
    course.set(ylabel="mean loss; share right of new samples")
    course.xaxis.get_major_locator().set_params(integer=True)

    live = LiveFigure(
        figure, name="5-rule", loss=choice(list(runs), "loss function"), epoch=slider(epochs)
    )
    both = ("loss", "epoch")
    middle = np.arange(5)
    live.rectangles(
        bars, middle - 0.35, np.zeros(5), middle + 0.35, weights, along=both,
        color=COLORS["blue"], fill=COLORS["sky"],
    )  # fmt: skip
    live.line(course, epochs, loss, along="loss", color=COLORS["blue"])
    live.line(course, epochs, accuracy, along="loss", color=COLORS["green"], dash="dashed")
    live.marker(course, epochs, loss, along=both, drag="epoch", color=COLORS["blue"])
    live.marker(course, epochs, accuracy, along=both, color=COLORS["green"], symbol="s")
    texts = [" ".join(ws) for ws in written(weights, "+.1f").reshape(-1, 5)]
    live.caption(
        "With {loss}, in epoch {epoch}, the weights are {weights}. {accuracy:.1%} of the new "
        "samples are decided rightly.",
        weights=np.reshape(texts, loss.shape),
        accuracy=accuracy,
    )
    live.predict(
        "Training takes the weight of x₀ to about 3. Where does it take the weight of x₄?",
        [
            "To about 0: one weight is enough to decide",
            "To about −3: as large, with the other sign",
            "To about 3: both numbers count alike",
        ],
        answer=1,
        because="The rule asks whether x₀ − x₄ is above 0: more of x₄ speaks against 1 as much as "
        "more of x₀ speaks for it. The other three say nothing and stay small. So you can read the "
        "rule off the weights.",
    )
    live.play("epoch")
    return live
