"""The figure `capacity` of lesson 5."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from course_utils.data import tired_students
from course_utils.pictures import COLORS
from course_utils.sigmoid import sigmoid
from lessons.drawing import draw_students, epoch_axis, mean_bce
from lessons.live import LiveFigure, course_figure, slider

from .shared import network, scaled, spaced_epochs

WIDTHS = (1, 2, 4, 16, 64)


def trained_networks(epochs: np.ndarray) -> list[list[torch.Tensor]]:
    """The networks of all WIDTHS, trained side by side on twenty students.

    Returns for each of the given epochs (rising) their parameters, each of shape (width, …).
    Narrower layers are filled up with zeros: the gradients of such a unit are 0, so it stays out.
    """
    x, y = (torch.tensor(a, dtype=torch.float32)[:, None] for a in tired_students(20, seed=3))
    parameters = _side_by_side([network(width) for width in WIDTHS])
    optimizer = torch.optim.Adam(parameters, lr=0.03)
    labels = y.expand(len(WIDTHS), -1, -1)
    kept, wanted = [], set(epochs.tolist())
    for epoch in range(1, epochs[-1] + 1):
        z = logits(scaled(x), parameters)
        losses = nn.functional.binary_cross_entropy_with_logits(z, labels, reduction="none")
        optimizer.zero_grad()
        losses.mean(dim=1).sum().backward()  # the sum: each network gets its own gradient
        optimizer.step()
        if epoch in wanted:
            kept.append([p.detach().clone() for p in parameters])
    return kept


def logits(x: torch.Tensor, parameters: list[torch.Tensor]) -> torch.Tensor:
    """What networks side by side say about x, shape (n, 1).  Returns shape (width, n, 1)."""
    w1, b1, w2, b2 = parameters
    return torch.tanh(x @ w1 + b1) @ w2 + b2


def _side_by_side(models: list[nn.Sequential]) -> list[torch.Tensor]:
    count, most = len(models), max(WIDTHS)
    w1, b1 = torch.zeros(count, 1, most), torch.zeros(count, 1, most)
    w2, b2 = torch.zeros(count, most, 1), torch.zeros(count, 1, 1)
    for k, (first, _, second) in enumerate(models):
        width = first.out_features
        w1[k, 0, :width], b1[k, 0, :width] = first.weight.data[:, 0], first.bias.data
        w2[k, :width, 0], b2[k, 0, 0] = second.weight.data[0], second.bias.data
    return [p.requires_grad_() for p in (w1, b1, w2, b2)]


@course_figure
def capacity() -> LiveFigure:
    """Networks of several sizes on twenty students: how they fit these, and a thousand others."""
    epochs = spaced_epochs(600, 25)
    seen, new = tired_students(20, seed=3), tired_students(1000, seed=4)
    kept = trained_networks(epochs)

    hours = np.linspace(0, 20, 60)  # finer than HOURS: these curves have corners

    def said(hours: np.ndarray) -> np.ndarray:
        """Logits, shape (width, epoch, hours)."""
        x = scaled(torch.tensor(hours, dtype=torch.float32)[:, None])
        return np.stack([logits(x, ps)[..., 0].numpy() for ps in kept], axis=1).astype(float)

    z_seen, z_new = said(seen[0]), said(new[0])
    loss, loss_new = mean_bce(z_seen, seen[1]), mean_bce(z_new, new[1])
    right = ((z_seen >= 0) == seen[1]).sum(axis=-1)
    right_new = ((z_new >= 0) == new[1]).mean(axis=-1)

    figure, (curve, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    draw_students(curve, *seen, 20)
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.set_title("The twenty students (● passed, □ failed)")
    epoch_axis(course, 600)
    course.set(yscale="log", ylim=(0.05, 5), ylabel="mean BCE")
    course.set(title="Loss: these twenty (solid), new (dashed)")
    course.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
    course.minorticks_off()

    live = LiveFigure(
        figure,
        name="5-capacity",
        hidden=slider(WIDTHS, "hidden units"),
        epoch=slider(epochs, start=600),
    )
    both = ("hidden", "epoch")
    live.line(curve, hours, sigmoid(said(hours)), along=both, color=COLORS["blue"])
    live.line(course, epochs, loss, along="hidden", color=COLORS["blue"])
    live.line(course, epochs, loss_new, along="hidden", color=COLORS["red"], dash="dashed")
    live.marker(course, epochs, loss, along=both, drag="epoch", color=COLORS["blue"])
    live.marker(course, epochs, loss_new, along=both, color=COLORS["red"], symbol="s")
    better = "better on these than on new ones"
    regime = np.select(
        [loss_new > 1.5 * loss, np.minimum(loss, loss_new) > 0.5, loss_new > 1.15 * loss],
        [f"far {better}", "poor on both", better],
        "about as good on both",
    )
    live.regimes("hidden", regime)
    live.caption(
        "On the twenty students the loss is {loss:.2f}, {right} right; on new ones {loss_new:.2f}, "
        "{right_new:.0%} right: {regime}.",
        aloud="{hidden} hidden {units}, epoch {epoch}: on the twenty students the loss is "
        "{loss:.2f}, {right} right; on a thousand new ones it is {loss_new:.2f}, "
        "{right_new:.0%} right. The loss is {regime}{above}.",
        units=np.where(np.array(WIDTHS)[:, None] == 1, "unit", "units"),
        loss=loss,
        loss_new=loss_new,
        right=right,
        right_new=right_new,
        regime=regime,
        above=np.where(regime == "poor on both", ", above 0.5", ""),
    )
    live.predict(
        "With 64 hidden units the training loss falls until all twenty students are right. What "
        "does the loss on a thousand new students do meanwhile?",
        ["It falls as well, only less", "It falls, then stays", "It falls, then rises again"],
        answer=2,
        because="At first the network learns what all students share. Then it learns these twenty "
        "by heart, with the luck they had, and is sure of it where others had no such luck.",
        misconception=20,
    )
    live.play("epoch")
    return live
