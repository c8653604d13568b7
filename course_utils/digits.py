"""What lesson 7 builds: everything between real pictures and a judged classifier.

Importing this module imports torch; `course_utils` itself does not.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn


def loss_and_gradient(z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean cross-entropy of logits, and its gradient.

    z: shape (n, classes); y: (n,), labels as whole numbers.
    Returns a number and an array of the shape of z.
    """
    n, classes = z.shape
    shifted = z - z.max(axis=1, keepdims=True)
    sums = np.exp(shifted).sum(axis=1, keepdims=True)
    log_p = shifted - np.log(sums)
    one_hot = np.eye(classes)[y]
    loss = -(one_hot * log_p).sum() / n
    return float(loss), (np.exp(log_p) - one_hot) / n


def train_epoch(
    model: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    loss_function: nn.Module,
    optimizer: torch.optim.Optimizer,
    order: torch.Tensor,
    batch: int,
) -> float:
    """One epoch, in batches of the given order.

    x: shape (n, features); y: (n,), labels; order: (n,), positions.
    Returns the mean loss over all pictures, a number.
    """
    total = 0.0
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        z = model(x[rows])
        loss = loss_function(z, y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
    return total / len(order)


def split(order: np.ndarray, learn: int, choose: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three arrays of positions: to learn, to choose, to be judged by.

    order: shape (n,), positions; learn, choose: how many of them.
    Returns shapes (learn,), (choose,) and (n - learn - choose,).
    """
    end = learn + choose
    return order[:learn], order[learn:end], order[end:]


def confusion_matrix(y: np.ndarray, y_hat: np.ndarray, classes: int) -> np.ndarray:
    """Counts of each pair: rows are the truth, columns the prediction.

    y, y_hat: shape (n,), labels and predictions as whole numbers.
    Returns shape (classes, classes).
    """
    counts = np.zeros((classes, classes), dtype=int)
    for truth, guess in zip(y, y_hat, strict=True):
        counts[truth, guess] += 1
    return counts


def calibration(
    p: np.ndarray, right: np.ndarray, bins: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Promised, happened and count of each bin, three arrays.

    p: shape (n,), from 0 to 1; right: (n,), 1 or 0; bins: how many.
    Returns three arrays of shape (bins,); nan for what an empty bin lacks.
    """
    promised, happened = np.full(bins, np.nan), np.full(bins, np.nan)
    count = np.zeros(bins, dtype=int)
    bin_of = np.minimum((p * bins).astype(int), bins - 1)
    for k in range(bins):
        inside = bin_of == k
        count[k] = inside.sum()
        if count[k] > 0:
            promised[k] = p[inside].mean()
            happened[k] = right[inside].mean()
    return promised, happened, count
