"""What the figures of several lessons compute alike."""

import numpy as np


def mean_bce(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Mean binary cross-entropy over the last axis of the logits z."""
    return np.mean(np.logaddexp(0, z) - y * z, axis=-1)
