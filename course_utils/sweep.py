"""What lesson 6 builds: many learning rates in one run, and what a learning rate depends on.

Importing this module imports torch; `course_utils` itself does not.
"""

import numpy as np
import torch
from torch import nn

# x, y: one feature and its labels, each of shape (n,).  Training starts from w = 0 and b = 0 and
# takes all n points at once; the loss is the mean BCE, computed from logits.


def sweep(x: torch.Tensor, y: torch.Tensor, lrs: torch.Tensor, epochs: int) -> torch.Tensor:
    """Logistic regression with one feature, at every learning rate at once.

    lrs: shape (k,).  Returns the losses at the start and after each epoch,
    one column a rate: shape (epochs + 1, k).
    """
    w = torch.zeros_like(lrs, requires_grad=True)
    b = torch.zeros_like(lrs, requires_grad=True)
    bce = nn.BCEWithLogitsLoss(reduction="none")
    labels = y[:, None].expand(-1, len(lrs))
    history = []
    for _ in range(epochs + 1):
        z = x[:, None] * w + b
        losses = bce(z, labels).mean(dim=0)
        history.append(losses.detach())
        w.grad, b.grad = None, None
        losses.sum().backward()
        with torch.no_grad():
            w -= lrs * w.grad
            b -= lrs * b.grad
    return torch.stack(history)


def choose_lr(x: torch.Tensor, y: torch.Tensor, epochs: int) -> float:
    """A learning rate that brings the loss within 0.001 of its lowest in so
    many epochs, for hours centred and scaled.

    x, y: the hours and their labels, shape (n,).
    """
    lrs = torch.logspace(-2, 1.5, 36)
    final = sweep(x, y, lrs, epochs)[-1]
    return lrs[final.argmin()].item()


def matching_lr(lr: float, n: int, reduction: str) -> float:
    """The learning rate for the other reduction of n losses: the same steps.

    reduction: "mean" or "sum", the one that lr belongs to.
    """
    if reduction == "mean":
        return lr / n
    return lr * n


def scale(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    """x, measured from the mean of train in its standard deviations.

    x: shape (m, features), or (m,) for one feature; train: the same with n
    rows, and no column of it constant.  Returns the shape of x.
    """
    return (x - train.mean(axis=0)) / train.std(axis=0)


def updates(n: int, batch: int, epochs: int) -> int:
    """How many updates so many epochs make, the last batch included."""
    full, rest = divmod(n, batch)
    return epochs * (full + 1 if rest else full)
