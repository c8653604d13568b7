"""Figures of lesson 5 that need arguments, called with some that give the same everywhere."""

from functools import partial

import torch

from lessons.lesson5 import figures
from tools.figures import picture_of

# What the lesson might record for two losses: (loss, accuracy, weights) by epoch.
RUNS = {
    name: [
        (0.7 / k, 1 - 0.3 / k, [0.1 * k * scale, 0.2, -0.1, 0.0, -0.12 * k]) for k in range(1, 21)
    ]
    for name, scale in (("MSE", 1.0), ("BCE", 1.5))
}


def model(hours):
    """A model that says one half at 6.25 hours."""
    return torch.sigmoid(0.5 * (hours - 6.25))


FIGURES = {
    "rule": partial(figures.rule, RUNS),
    "fit": lambda: picture_of("5-fit", partial(figures.fit, model, [0.6, 0.45, 0.4, 0.35])),
}
