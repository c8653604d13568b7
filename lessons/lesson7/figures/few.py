"""The figure `few` of lesson 7."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.drawing import epoch_axis, written
from lessons.live import LiveFigure, course_figure, slider

from ..experiments import DECAYS, FEW_EPOCHS, PICTURES, stored

LOWEST = 1e-3  # where losses still lower are drawn
NONE = 3e-5  # where a logarithmic axis shows no decay


@course_figure
def few() -> LiveFigure:
    """A network of 64 hidden units on few or many pictures, with a charge for large weights."""
    loss, right, loss_new, right_new = np.moveaxis(stored("few"), -1, 0)  # (pictures, decay, epoch)

    figure, (course, arms) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    for axes in (course, arms):
        axes.set(yscale="log", ylim=(8e-4, 8))
        axes.set_yticks([0.001, 0.01, 0.1, 1], ["0.001 or less", "0.01", "0.1", "1"])
        axes.minorticks_off()
    epoch_axis(course, 200)
    course.set(ylabel="mean loss", title="On its own (solid), on the 300 (dashed)")
    arms.set(xscale="log", xlim=(2e-5, 0.15), xlabel="weight decay", ylim=(0.06, 5))
    arms.set_xticks([NONE, 1e-3, 1e-2, 1e-1], ["0", "0.001", "0.01", "0.1"])
    arms.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
    arms.minorticks_off()
    arms.set(title="On the 300, by weight decay", ylabel="mean loss")

    live = LiveFigure(
        figure,
        name="7-few",
        pictures=slider(PICTURES, "learns from", unit="pictures", start=20),
        decay=slider(DECAYS, "weight decay", start=0),
        epoch=slider(FEW_EPOCHS, start=2),
    )
    run, everything = ("pictures", "decay"), ("pictures", "decay", "epoch")
    live.line(course, FEW_EPOCHS, np.maximum(loss, LOWEST), along=run, color=COLORS["blue"])
    live.line(course, FEW_EPOCHS, loss_new, along=run, color=COLORS["red"], dash="dashed")
    live.marker(
        course, FEW_EPOCHS, np.maximum(loss, LOWEST), along=everything, color=COLORS["blue"]
    )
    live.marker(
        course, FEW_EPOCHS, loss_new, along=everything, drag="epoch", color=COLORS["red"],
        symbol="s",
    )  # fmt: skip
    places = np.maximum(DECAYS, NONE)
    live.line(
        arms, places, loss_new.swapaxes(1, 2), along=("pictures", "epoch"), color=COLORS["red"],
        dash="dashed",
    )  # fmt: skip
    live.marker(
        arms, places[:, None], loss_new, along=everything, drag="decay", color=COLORS["red"],
        symbol="s",
    )  # fmt: skip
    live.play("epoch")
    live.pin("pictures")
    regime = np.select(
        [np.maximum(right, right_new) < 0.75, loss_new > 4 * loss, loss_new > 1.5 * loss],
        [
            "poor on both",
            "far better on these than on new ones",
            "better on these than on new ones",
        ],
        "about as good on both",
    )
    live.caption(
        "Loss {loss} on its {pictures}, {loss_new} on the 300. Right: {right:.0%} of its own, "
        "{right_new:.0%} of the 300.",
        aloud="Learning from {pictures} pictures with weight decay {decay}, after epoch {epoch}: "
        "the loss is {loss} on these and {loss_new} on the 300; {right:.0%} of its own and "
        "{right_new:.0%} of the 300 are right: {regime}.",
        loss=_loss(loss),
        loss_new=_loss(loss_new),
        right=right,
        right_new=right_new,
        regime=regime,
    )
    early, late = loss_new[0, 0, FEW_EPOCHS == 2][0], loss_new[0, 0, -1]
    live.predict(
        "A network learns from 20 pictures for 200 epochs. In the end it decides all 20 rightly. "
        f"On the 300 its loss was {early:.1f} after 2 epochs. And after 200?",
        [
            "Near 0, as on its twenty",
            "About 1: better, but not as good",
            f"About {late:.1f}: it has risen",
        ],
        answer=2,
        because="It learned its twenty by heart, and is sure now, also where it is wrong: each "
        "such picture costs dearly. More pictures help; so does a charge for large weights.",
        misconception=20,
    )
    return live


def _loss(values: np.ndarray) -> np.ndarray:
    """Losses as they are written: 0.004, 0.39, 2.4."""
    small = np.where(values < 0.0005, "under 0.001", written(values, ".3f"))
    return np.select(
        [values < 0.01, values < 1], [small, written(values, ".2f")], written(values, ".1f")
    )
