"""What several exercises of lesson 5 share."""

from __future__ import annotations

import numpy as np

# Float32, on different machines: right answers agree far better than this, wrong ones far worse.
TOLERANCE = 1e-4


def weights(rng: np.random.Generator, features: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights and a bias well away from 0, of both signs where there are several."""
    signs = rng.permutation(np.resize([1.0, -1.0], features + 1))
    values = signs * rng.uniform(0.3, 1.2, features + 1).round(2)
    return values[None, :-1], values[-1:]


def expected(weight: np.ndarray, bias: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The probabilities of a classifier with these parameters, shape (n, 1)."""
    return 1 / (1 + np.exp(-(x @ weight.T + bias)))
