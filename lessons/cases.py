"""What the cases of several lessons draw alike."""

from itertools import chain, combinations

import numpy as np


def four_counts(rng: np.random.Generator) -> list[int]:
    """For cases: numbers of four kinds of things, no two sums of which are equal.  Neither two of
    the numbers nor two sums of two differ by 1, where one thing may be counted otherwise."""
    while True:
        counts = rng.integers(2, 14, 4).tolist()
        sums = [[sum(some) for some in combinations(counts, size)] for size in range(5)]
        close = any(one + 1 == two for few in sums[1:3] for one in few for two in few)
        if len(set(chain(*sums))) == 16 and not close:
            return counts


def decisions(rng: np.random.Generator, threshold: float) -> tuple[np.ndarray, np.ndarray, float]:
    """p, y and the threshold: rows close around it, one of them on it; so many of each kind,
    called 1 or 0 and labelled 1 or 0, that shares differ."""
    hits, false_alarms, rejections, misses = counts = four_counts(rng)
    above = threshold + rng.uniform(0.02, 0.18, hits + false_alarms)
    below = threshold - rng.uniform(0.02, 0.18, rejections + misses)
    above[0] = threshold
    p = np.concatenate([above, below]).round(3)
    y = np.repeat([1.0, 0.0, 0.0, 1.0], counts)
    order = rng.permutation(len(y))
    return p[order], y[order], threshold
