"""Checks that say what is wrong with an answer.  Knows nothing of any lesson: see `Course`."""

from .course import Course
from .exercise import Exercise, Mistake
from .messages import say

__all__ = ["Course", "Exercise", "Mistake", "say"]
