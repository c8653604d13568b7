"""The figure `sigmoid_twice` of lesson 5."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.data import students
from course_utils.pictures import COLORS
from course_utils.sigmoid import bce_from_logits, sigmoid
from lessons.drawing import descend, draw_students, epoch_axis, mean_bce
from lessons.live import LiveFigure, choice, course_figure, slider

from .shared import HOURS, crossing, spaced_epochs


def through_both(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """How the BCE of a sigmoid of p changes with the logit of p, which is a sigmoid's itself."""
    return (sigmoid(p) - y) * p * (1 - p)


@course_figure
def sigmoid_twice() -> LiveFigure:
    """The pass model trained with one sigmoid and with two."""
    hours, passed = students()
    endings = ["one sigmoid", "two sigmoids"]
    epochs = spaced_epochs(10_000, 33)
    rates, last = np.array([0.1]), epochs[-1]
    runs = [descend(hours, passed, 0, 0, rates, last, pull) for pull in (np.subtract, through_both)]
    w, b = np.array(runs)[:, :, epochs, 0].transpose(1, 0, 2)  # (ending, epoch)
    z = w[..., None] * hours + b[..., None]
    # A second sigmoid makes the first one's probabilities the logits of the loss.
    loss = np.stack([mean_bce(z[0], passed), mean_bce(sigmoid(z[1]), passed)])
    right = ((z >= 0) == passed).sum(axis=-1)
    floor = bce_from_logits(passed, passed)  # every probability right, then one sigmoid more

    figure, (curve, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    draw_students(curve, hours, passed, 20)
    curve.set(title="Model (solid), what the loss gets (dashed)", ylabel="probability")
    epoch_axis(course, 10_000)
    course.set(ylim=(0.3, 0.75), title="The loss, at lr 0.1 from w = b = 0", ylabel="mean BCE")

    live = LiveFigure(
        figure,
        name="5-sigmoid-twice",
        ending=choice(endings, "before the logarithm"),
        epoch=slider(epochs, start=1000),
    )
    both = ("ending", "epoch")
    p = sigmoid(w[..., None] * HOURS + b[..., None])
    live.line(curve, HOURS, p, along=both, color=COLORS["blue"])
    given = np.stack([p[0], sigmoid(p[1])])
    live.line(curve, HOURS, given, along=both, color=COLORS["red"], dash="dashed")
    live.line(course, epochs, loss, along="ending", color=COLORS["red"], dash="dashed")
    live.marker(course, epochs, loss, along=both, drag="epoch", color=COLORS["red"])
    # The floor is drawn where it is one: with one sigmoid it would give the answer away.
    floors = np.array([[np.nan, np.nan], [floor, floor]])
    live.line(course, epochs[[0, -1]], floors, along="ending", color="gray", dash="dotted")
    live.write(course, 1.2, floor - 0.018, [[""], ["floor"]], size=8, color="gray")
    bound = np.array([[""], [f", and it can never fall below {floor:.3f}"]])
    live.caption(
        "The loss is {loss:.3f}{bound}; {right} of 100 students are decided rightly.",
        aloud="With {ending}, in epoch {epoch}, the loss is {loss:.3f}{bound}. The model's own "
        "probability {half} and decides {right} of 100 students rightly.",
        loss=loss,
        bound=bound,
        half=crossing(np.where(w == 0, np.nan, -b / np.where(w == 0, 1, w))),
        right=right,
    )
    live.predict(
        "A model ends in a sigmoid, and the loss function applies a sigmoid of its own once more. "
        "What happens in training?",
        [
            "Nothing: a sigmoid of a sigmoid is still a sigmoid",
            "The loss stays far higher, however long you train",
            "torch stops with an error",
        ],
        answer=1,
        because="The second sigmoid turns 0 … 1 into 0.5 … 0.73. So even whoever surely fails "
        "counts as passing with at least one half, and the loss has a floor. No error tells you; "
        "but the probabilities are wrong, and in the end the boundary is, too: above 8 hours.",
        misconception=16,
    )
    live.play("epoch")
    return live
