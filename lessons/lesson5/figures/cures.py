"""The figure `cures` of lesson 5."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from course_utils.data import tired_students
from course_utils.pictures import COLORS, picture
from course_utils.training import bar
from lessons.live import course_figure

from .shared import network, scaled


@course_figure
def cures(train: Callable) -> None:
    """A picture of six networks that `train` trains here, a pair of bars each: too small and too
    large for the twenty students, and two cures of each."""

    def wide(hours: np.ndarray) -> torch.Tensor:
        return torch.tensor(scaled(hours), dtype=torch.float32)[:, None]

    def with_squares(hours: np.ndarray) -> torch.Tensor:
        return torch.cat([wide(hours), wide(hours) ** 2], dim=1)

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        line = nn.Linear(2, 1)
    trials = {  # name: model, its inputs, students, L2
        "1 hidden unit, 20 students": (network(1), wide, 20, 0.0),
        "more capacity: 2 hidden units": (network(2), wide, 20, 0.0),
        "more features: hours and hours²": (line, with_squares, 20, 0.0),
        "64 hidden units, 20 students": (network(64), wide, 20, 0.0),
        "L2: weight_decay=0.003": (network(64), wide, 20, 0.003),
        "more data: 200 students": (network(64), wide, 200, 0.0),
    }
    losses = np.array([_tried(train, *trial) for trial in bar(list(trials.values()))])

    figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
    rows = np.array([0, 1, 2, 3.6, 4.6, 5.6])
    kinds = (("trained on", "blue", ""), ("new students", "orange", "//"))
    for k, (label, color, hatch) in enumerate(kinds):
        drawn = axes.barh(
            rows + 0.36 * k, losses[:, k], 0.34,
            color=COLORS[color], hatch=hatch, edgecolor="white", label=label,
        )  # fmt: skip
        axes.bar_label(drawn, fmt="%.2g", padding=2, fontsize=8)
    axes.set_yticks(rows + 0.18, list(trials))
    axes.invert_yaxis()
    axes.set(xlim=(0, max(1, losses.max() * 1.12)), xlabel="mean BCE")
    axes.legend(loc="lower right")
    picture(
        figure,
        "Loss of six networks on the students they were trained on and on new ones. With 1 hidden "
        "unit both are high, and both cures bring them down. With 64 units the loss on the twenty "
        "is low and that on new students very high; both cures bring the two together.",
    )


def _tried(
    train: Callable, model: nn.Module, inputs: Callable, n: int, weight_decay: float
) -> list[float]:
    """Mean loss on the n students that the model is trained on here, and on a thousand new ones."""
    seen, new = (
        (inputs(hours), torch.tensor(passed, dtype=torch.float32)[:, None])
        for hours, passed in (tired_students(n, seed=3), tired_students(1000, seed=4))
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03, weight_decay=weight_decay)
    loss_function = nn.BCEWithLogitsLoss()
    train(model, [seen], loss_function, optimizer, 600)
    with torch.no_grad():
        return [loss_function(model(x), y).item() for x, y in (seen, new)]
