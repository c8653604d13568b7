"""Figures of lesson 4 that need arguments, called with some that give the same everywhere."""

from functools import partial

import numpy as np

from lessons.lesson4.compare import compare
from tools.figures import picture_of

COURSES = {"w₀": np.array([0.0, 0.5, 0.8, 1.0]), "b": np.array([0.0, -0.2, -0.3, -0.35])}
YOURS = COURSES | {"b": np.array([0.0, -0.2, -0.5, -0.9])}

FIGURES = {
    "compare": lambda: picture_of("4-compare", partial(compare, YOURS, COURSES, [], "epoch")),
}
