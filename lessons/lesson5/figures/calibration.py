"""The figure `calibration` of lesson 5."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from course_utils.data import tired_students
from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import epoch_axis, mean_bce, written
from lessons.live import LiveFigure, course_figure, slider

from .shared import network, scaled, spaced_epochs

FAIR = 29  # an epoch near the lowest loss on new students
BINS = {
    "under 0.1": (0.0, 0.1),
    "0.1 to 0.5": (0.1, 0.5),
    "0.5 to 0.9": (0.5, 0.9),
    "0.9 and more": (0.9, np.inf),
}


def logits_by_epoch(epochs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the network of 64 hidden units says after each of the given epochs (rising), trained
    on twenty students as the lesson's `train` does.

    Returns its logits for these twenty, shape (epoch, 20), and for a thousand new ones.
    It computes in float64: 600 steps of Adam carry what float32 rounds into the second digit.
    """
    (hours, passed), (new, _) = tired_students(20, seed=3), tired_students(1000, seed=4)
    seen, unseen, y = (torch.tensor(a)[:, None] for a in (scaled(hours), scaled(new), passed))
    model = network(64).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    loss_function = nn.BCEWithLogitsLoss()
    kept: list[tuple[np.ndarray, np.ndarray]] = []
    wanted = set(epochs.tolist())
    for epoch in range(1, epochs[-1] + 1):
        loss = loss_function(model(seen), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch in wanted:
            with torch.no_grad():
                kept.append((model(seen)[:, 0].numpy(), model(unseen)[:, 0].numpy()))
    on_seen, on_new = zip(*kept, strict=True)
    return np.array(on_seen), np.array(on_new)


@course_figure
def calibration() -> LiveFigure:
    """What a network promises a thousand new students and what happens, beside its losses."""
    epochs = np.union1d(spaced_epochs(600, 40), FAIR)
    passed, passed_new = tired_students(20, seed=3)[1], tired_students(1000, seed=4)[1]
    z, z_new = logits_by_epoch(epochs)
    loss, loss_new = mean_bce(z, passed), mean_bce(z_new, passed_new)
    p = sigmoid(z_new)
    inside = np.stack([(low <= p) & (p < high) for low, high in BINS.values()], axis=1)
    count = inside.sum(axis=-1)  # (epoch, bin)
    some = np.where(count, count, np.nan)  # of nobody there is no share
    promised = (inside * p[:, None]).sum(axis=-1) / some
    happened = (inside * passed_new).sum(axis=-1) / some

    figure, (bars, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bars.set(xlim=(-0.6, 3.6), ylim=(0, 1.2), title="Promised (◆) and happened (bar)")
    bars.set_xticks(range(4), list(BINS))
    bars.set_yticks(np.arange(6) / 5)
    bars.set(xlabel="p that the network gives a new student", ylabel="share who pass")
    epoch_axis(course, 600)
    course.set(yscale="log", ylim=(0.05, 5), ylabel="mean BCE")
    course.set(title="Loss: these twenty (solid), new (dashed)")
    course.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
    course.minorticks_off()

    live = LiveFigure(
        figure,
        name="5-calibration",
        epoch=slider(epochs, start=FAIR, landmarks={FAIR: f"{FAIR}", 600: "600"}),
    )
    middle = np.arange(4.0)
    live.rectangles(
        bars, middle - 0.36, np.where(count, 0, np.nan), middle + 0.36, happened, along="epoch",
        color=COLORS["blue"], fill=COLORS["sky"],
    )  # fmt: skip
    live.segments(
        bars, middle, promised, middle, happened, along="epoch", color=COLORS["red"], width=3
    )
    live.marker(bars, middle, promised, along="epoch", color=COLORS["red"], symbol="D", size=10)
    for k, counts in enumerate(count.T.tolist()):
        live.write(bars, k - 0.34, 1.09, [f"n = {n}" for n in counts], size=8, color="gray")
    live.line(course, epochs, loss, color=COLORS["blue"])
    live.line(course, epochs, loss_new, color=COLORS["red"], dash="dashed")
    live.marker(course, epochs, loss, along="epoch", drag="epoch", color=COLORS["blue"])
    live.marker(course, epochs, loss_new, along="epoch", color=COLORS["red"], symbol="s")
    regime = np.select(
        [loss_new > 1.5 * loss, np.minimum(loss, loss_new) > 0.5, loss_new > 1.15 * loss],
        [
            "far better on these than on new ones",
            "poor on both",
            "better on these than on new ones",
        ],
        "about as good on both",
    )
    live.regimes("epoch", regime)
    sure = [
        f"of {n} new students with p ≥ 0.9, on average {mean:.2f}, {share:.0%} pass"
        if n
        else "no new student gets p ≥ 0.9 yet"
        for n, mean, share in zip(count[:, 3], promised[:, 3], happened[:, 3], strict=True)
    ]
    live.caption(
        "{Sure}. Loss: {loss} on the twenty, {loss_new} on new students; {right:.0%} right.",
        aloud="Epoch {epoch}: {sure}. The loss is {loss} on the twenty and {loss_new} on new "
        "students, of whom {right:.0%} are decided rightly: {regime}.",
        Sure=[text.capitalize() for text in sure],
        sure=sure,
        regime=regime,
        loss=_loss(loss),
        loss_new=_loss(loss_new),
        right=((z_new >= 0) == passed_new).mean(axis=-1),
    )
    fair = epochs.tolist().index(FAIR)
    before, after = _loss(loss[[fair, -1]])
    live.predict(
        f"After {FAIR} epochs the network gives {count[fair, 3]} new students 0.9 or more, and "
        f"{happened[fair, 3]:.0%} of them pass. Up to epoch 600 the loss on its twenty falls from "
        f"{before} to {after}. How many of those who get 0.9 or more pass then?",
        [
            "Nearly all: with so low a loss it knows better",
            "Nine of ten, as before: that is what 0.9 means",
            "Three of four: it is surer, and not righter",
        ],
        answer=2,
        because="It learns its twenty students by heart, with the luck they had, and becomes sure "
        "of it for everybody like them. A longer training moves p; it does not move who passes.",
        misconception=(15, 20),
    )
    live.play("epoch")
    return live


def _loss(values: np.ndarray) -> np.ndarray:
    """Losses as they are written: 0.39, 2.4."""
    return np.where(values < 1, written(values, ".2f"), written(values, ".1f"))
