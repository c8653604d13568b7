"""What several figures of lesson 5 share."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from lessons.drawing import written

HOURS = np.linspace(0, 20, 41)
TRUE_BOUNDARY = 6  # hours, where the chance to pass is one half


def spaced_epochs(last: int, count: int) -> np.ndarray:
    """So many epochs or fewer, evenly on a log axis, with the powers of ten among them."""
    tens = 10 ** np.arange(int(np.log10(last)) + 1)
    return np.unique([*np.geomspace(1, last, count - len(tens)).round().astype(int), *tens])


def crossing(at: np.ndarray) -> np.ndarray:
    """Phrases for where curves cross p = 0.5."""
    texts = written(at, ".2f", "crosses 0.5 at {} hours")
    return np.where((at >= 0) & (at <= 20), texts, "does not cross 0.5 in the picture")


def network(width: int) -> nn.Sequential:
    """The lesson's network with one hidden layer, from torch seed 0.  Returns logits."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1))


def scaled(hours: np.ndarray) -> np.ndarray:
    """0 to 20 hours as −2 to 2."""
    return (hours - 10) / 5
