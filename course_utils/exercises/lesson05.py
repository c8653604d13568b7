"""The exercises of lesson 5, the full PyTorch pipeline.  They need torch, and are loaded late."""

from .record import Later

EXERCISES = tuple(Later(f"5.{number}", ".lesson05_torch") for number in range(1, 6))
