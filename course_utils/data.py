"""The course's data sets, one function each.  A seed gives the same numbers every time."""

import numpy as np

Points = tuple[np.ndarray, np.ndarray]


def study_scores() -> Points:
    """Hours studied and points scored by three students, exactly on the line y = 2 x.

    Returns x (hours) and y (points), each of shape (3,), float.
    """
    x = np.array([1.0, 2.0, 3.0])
    return x, 2 * x


def study_scores_off_grid() -> Points:
    """Three students whose points lie exactly on y = 2.03 x: between two values 0.1 apart.

    Returns x (hours) and y (points), each of shape (3,), float.
    """
    x = np.array([1.0, 2.0, 3.0])
    return x, 2.03 * x


def study_scores_noisy(seed: int = 0) -> Points:
    """Twenty students near the line y = 2 x: no line goes through all of them.

    The points deviate by noise of standard deviation 0.4 and are rounded to 0.1.
    Returns x (hours, 0.5 to 5) and y (points), each of shape (20,), float.
    """
    x = np.linspace(0.5, 5.0, 20)
    noise = np.random.default_rng(seed).normal(0.0, 0.4, x.size)
    return x, np.round(2 * x + noise, 1)


def study_scores_with_bias() -> Points:
    """Three students exactly on y = 1.5 x + 1: without studying, one point is sure.

    Returns x (hours) and y (points), each of shape (3,), float.
    """
    x = np.array([1.0, 2.0, 3.0])
    return x, 1.5 * x + 1
