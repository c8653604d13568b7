"""What several exercises of lesson 1 share."""

from __future__ import annotations

import numpy as np

from course_utils.data import study_scores

X, Y = study_scores()
GRID = np.linspace(0, 4, 41)  # what the lesson searches


def scatter(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """n hours, and n errors of alternating sign, none of them near zero; the second is the smallest
    and the third the largest."""
    sizes = rng.uniform(1.2, 2, n)
    sizes[1:3] = rng.uniform(0.5, 1), rng.uniform(2.2, 3)
    return rng.uniform(1, 6, n).round(1), sizes.round(1) * (-1) ** np.arange(n)


def near_values(rng: np.random.Generator) -> np.ndarray:
    """Nine rising values 0.5 apart, off whole numbers, so that none equals an index."""
    return rng.integers(1, 4) / 2 + 0.25 + 0.5 * np.arange(9)


def far_values(rng: np.random.Generator) -> np.ndarray:
    """Three rising values so large that 0 beats them all, whatever the cost of 0."""
    return rng.integers(2000, 9000) + 0.25 + 0.5 * np.arange(3)
