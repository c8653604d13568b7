"""What lesson 7 builds: everything between real pictures and a judged classifier.

Importing this module imports torch; `course_utils` itself does not.
"""

from __future__ import annotations

import numpy as np


def split(n: int, choose: int, judge: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The positions 0 to n - 1 in a random order, cut into three.

    Returns those to learn from, shape (n - choose - judge,), those to choose
    by, shape (choose,), and those to be judged by, shape (judge,).
    """
    order = np.random.default_rng(seed).permutation(n)
    learn = n - choose - judge
    return order[:learn], order[learn : learn + choose], order[learn + choose :]
