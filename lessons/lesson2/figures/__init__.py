"""The live figures of lesson 2, gradient descent on a quadratic, a file each."""

from .curvature import curvature
from .double_well import double_well
from .learning_rate import learning_rate
from .overflow import overflow
from .quadratic_fit import quadratic_fit
from .search_and_descent import search_and_descent
from .valley import valley

__all__ = [
    "search_and_descent",
    "learning_rate",
    "curvature",
    "overflow",
    "quadratic_fit",
    "valley",
    "double_well",
]
