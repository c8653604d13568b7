"""What several exercises of lesson 4 share."""

from __future__ import annotations

import numpy as np

from course_utils.data import study_passed

X, Y = study_passed()
Pair = tuple[np.ndarray, float]  # weights and bias, or the slopes by them


def away_from_zero(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of either sign, none of them near 0, no two equal."""
    size = np.prod(shape, dtype=int)
    steps = rng.permutation(np.arange(4, 4 + size)) / 10
    return (steps * rng.choice([-1, 1], size)).reshape(shape)


def drawn(rng: np.random.Generator, n: int, features: int) -> tuple:
    """A table, labels of both kinds, and probabilities of which no two errors cancel."""
    y = rng.permutation([1.0] + [0.0] * (n - 1))
    p = rng.permutation(np.linspace(0.23, 0.83, n) + rng.uniform(-0.05, 0.05))
    return np.abs(away_from_zero(rng, n, features)) + 0.7, y, p.round(3)


def slopes(x: np.ndarray, error: np.ndarray) -> Pair:
    return x.T @ error / len(x), np.mean(error)
