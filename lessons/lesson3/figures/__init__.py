"""The live figures of lesson 3, sigmoid and cross-entropy, a file each."""

from .sum_or_mean import sum_or_mean
from .three_logits import three_logits
from .two_losses import two_losses
from .weight_and_bias import weight_and_bias

__all__ = ["weight_and_bias", "two_losses", "sum_or_mean", "three_logits"]
