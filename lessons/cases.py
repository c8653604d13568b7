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
