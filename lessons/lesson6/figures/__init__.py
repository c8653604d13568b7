"""The live figures of lesson 6, the learning-rate lab, a file each."""

from .batch_size import batch_size
from .budget import budget
from .momentum import momentum
from .overflow import overflow
from .saturation import saturation
from .scaling import scaling
from .two_runs import two_runs

__all__ = ["overflow", "budget", "two_runs", "scaling", "saturation", "batch_size", "momentum"]
