"""Sliders on a function of your own, which is called again at every move."""

import numpy as np

from livefigure import Playground


def darts(axes, count, seed):
    """Throw darts at a square, and find π from those that hit the disc in it."""
    x, y = np.random.default_rng(seed).uniform(-1, 1, size=(2, int(count)))
    hit = x**2 + y**2 < 1
    axes.scatter(x[hit], y[hit], s=4, color="#0072B2")
    axes.scatter(x[~hit], y[~hit], s=4, color="#D55E00")
    axes.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal")
    return f"{hit.sum()} of {hit.size} darts hit: π is about {4 * hit.mean():.3f}."


play = Playground(darts, count=(10, 10_000, "log"), seed=(0, 9))
play
