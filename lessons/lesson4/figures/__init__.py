"""The live figures of lesson 4, logistic regression by hand, a file each."""

from .decision_threshold import decision_threshold
from .forgotten_zero import forgotten_zero
from .three_gradients import three_gradients
from .three_students import three_students
from .tumours import tumours
from .two_sides import two_sides

__all__ = [
    "three_students",
    "decision_threshold",
    "two_sides",
    "three_gradients",
    "forgotten_zero",
    "tumours",
]
