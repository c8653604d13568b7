"""What the tasks of lesson 6 promise, and where breaking it shows: see `test_promises.py`."""

import math

import numpy as np

from course_utils.sweep import updates
from tests.lessons.changing import change

from .blind import H, M, R, W


def everywhere(*case):
    return True


def counted(other):
    """Where updates counted in another way are of another number."""
    return lambda *case: other(*case) != updates(*case)


PROMISES = [
    ("6.1", "with every rate in `lrs` at once", everywhere,
     change(W, "lrs * w.grad", "lrs[0] * w.grad", "lrs * b.grad", "lrs[0] * b.grad")),
    ("6.1", "from w = 0 and b = 0", everywhere,
     change(W, "w = torch.zeros(k, ", "w = torch.ones(k, ")),
    ("6.1", "with all points in every epoch", everywhere,
     change(W, "        z = x", "        x, labels = x[1:], labels[1:]\n        z = x")),
    ("6.1", "the mean cross-entropy", everywhere, change(W, "mean(dim=0)", "sum(dim=0)")),
    ("6.1", "computed from logits", lambda x, y, lrs, epochs: max(lrs) >= 100,
     change(W, "nn.BCEWithLogitsLoss", "nn.BCELoss", "(z, labels)", "(z.sigmoid(), labels)")),
    ("6.1", "at the start and after each epoch", everywhere,
     change(W, "range(epochs + 1)", "range(epochs)")),
    ("6.1", "2 epochs", lambda x, y, lrs, epochs: epochs != 2, change(W, "epochs + 1", "3")),
    ("6.1", "shape `(epochs + 1, len(lrs))`", everywhere,
     change(W, "torch.stack(rows)", "torch.stack(rows).T")),
    ("6.1", "lets go of how a row was computed", everywhere,
     change(W, "losses.detach()", "losses")),
    ("6.2", "must end within 0.001 of the lowest possible one", everywhere, """
def choose_lr(x, y, epochs):
    return 0.3
"""),
    ("6.2", "30 or a few more", lambda x, y, epochs: epochs != 30, """
def choose_lr(x, y, epochs):
    return 4.0 if epochs == 30 else 20.0
"""),
    ("6.2", "chooses a learning rate", everywhere,
     change(H, "lrs[final.argmin()].item()", "final.min().item()")),
    ("6.2", "Return a number", everywhere,
     change(H, "return lrs[final.argmin()].item()", "return [4.0]")),
    ("6.3", "a rate `lr`", lambda lr, n, reduction: lr != 0.3,
     change(M, "lr / n", "0.3 / n", "lr * n", "0.3 * n")),
    ("6.3", '`"sum"`', lambda lr, n, reduction: reduction == "sum", change(M, "lr * n", "lr / n")),
    ("6.3", '`"mean"`', lambda lr, n, reduction: reduction == "mean",
     change(M, "lr / n", "lr * n")),
    ("6.3", "of n losses", lambda lr, n, reduction: n != 100,
     change(M, "lr / n", "lr / 100", "lr * n", "lr * 100")),
    ("6.4", "the standard deviation of `train`", lambda x, train: not np.array_equal(x, train),
     change(R, "train.mean", "x.mean", "train.std", "x.std")),
    ("6.4", "each column has its own", lambda x, train: x.ndim > 1,
     change(R, "mean(axis=0)", "mean()", "std(axis=0)", "std()")),
    ("6.4", "of shape `(n,)`", lambda x, train: x.ndim == 1, """
def scale(x, train):
    columns = zip(x.T, train.T)
    return np.column_stack([(a - t.mean()) / t.std() for a, t in columns])
"""),
    ("6.4", "or `(n, features)`", lambda x, train: x.shape[1:] not in ((), (3,)), """
def scale(x, train):
    if x.ndim == 1:
        return (x - train.mean()) / train.std()
    columns = [(x[:, j] - train[:, j].mean()) / train[:, j].std() for j in range(3)]
    return np.column_stack(columns)
"""),
    ("6.4", "Scale `x`", lambda x, train: not np.array_equal(x, train),
     change(R, "(x - mean)", "(train - mean)")),
    ("6.5", "The last batch of an epoch may be incomplete",
     counted(lambda n, batch, epochs: n // batch * epochs), """
def updates(n, batch, epochs):
    return n // batch * epochs
"""),
    ("6.5", "`epochs` epochs", counted(lambda n, batch, epochs: math.ceil(n / batch)), """
def updates(n, batch, epochs):
    return math.ceil(n / batch)
"""),
    ("6.5", "The last batch of an epoch",
     counted(lambda n, batch, epochs: math.ceil(n * epochs / batch)), """
def updates(n, batch, epochs):
    return math.ceil(n * epochs / batch)
"""),
    ("6.5", "over `n` students", counted(lambda n, batch, epochs: updates(100, batch, epochs)), """
def updates(n, batch, epochs):
    return math.ceil(100 / batch) * epochs
"""),
    ("6.5", "in batches of `batch`", counted(lambda n, batch, epochs: updates(n, 30, epochs)), """
def updates(n, batch, epochs):
    return math.ceil(n / 30) * epochs
"""),
    ("6.5", "Return a whole number", everywhere, """
def updates(n, batch, epochs):
    return np.ceil(n / batch) * epochs
"""),
]
