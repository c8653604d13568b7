"""The exercises of lesson 6, the learning-rate lab.  They need torch, and are loaded late."""

from .record import Later

EXERCISES = tuple(Later(f"6.{number}", ".lesson06_torch") for number in range(1, 6))
