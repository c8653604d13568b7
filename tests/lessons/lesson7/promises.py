"""What the tasks of lesson 7 promise, and where breaking it shows: see `test_promises.py`."""

import numpy as np

from tests.lessons.changing import change

from .blind import BACKWARD, STEP, ZERO, C, G, M, P, T


def everywhere(*case):
    return True


def far(z, y):
    """Whether the logits are too large for e^z as it is."""
    return np.abs(z).max() > 700


def smaller(weight, bias, x, y, order, batch, optimizer, lr):
    """Whether the last batch is smaller than the others."""
    return len(order) % batch > 0


def on_edges(p, right, bins):
    """Whether a p lies on the edge between two bins."""
    return bool(np.isin(p, np.arange(1, bins) / bins).any())


def of_unequal_width(p, right, bins):
    """Whether bins that are wide where p is small sort some p otherwise."""
    which, other = ((power * bins).astype(int) for power in (p, p * p))
    return bool((np.minimum(which, bins - 1) != np.minimum(other, bins - 1)).any())


def empty(p, right, bins):
    """Whether a bin is empty."""
    return len(set(np.minimum((p * bins).astype(int), bins - 1))) < bins


PROMISES = [
    ("7.1", "the **mean** cross-entropy of the rows", everywhere, change(G, "np.mean(", "np.sum(")),
    ("7.1", "one slope for each logit", everywhere,
     change(G, "gradient / len(z)", "gradient.mean(axis=0)")),
    ("7.1", "less 1 where the label points", everywhere,
     change(G, "gradient[rows, y]", "gradient[rows, 0 * y]")),
    ("7.1", "half of these slopes", everywhere, change(G, "gradient / len(z)", "gradient")),
    ("7.1", "Any number of classes may come", lambda z, y: z.shape[1] != 3, """
def loss_and_gradient(z, y):
    loss, gradient = right(z, y)
    return right(z[:, :3], np.minimum(y, 2)) if z.shape[1] > 3 else (loss, gradient)
"""),
    ("7.1", "logits such as 1000", far,
     change(G, "    z = z - z.max(axis=1, keepdims=True)\n", "")),
    ("7.1", "subtract each row's maximum", lambda z, y: far(z, y) and (z.max(axis=1) < 0).any(),
     change(G, "z.max(axis=1, keepdims=True)", "z.max()")),
    ("7.2", "The first `batch` of these positions are the first batch", everywhere,
     change(T, "len(order), batch)", "len(order), 1)", "start + batch", "start + 1")),
    ("7.2", "shuffled", everywhere,
     change(T, "order[start:start + batch]", "order.sort().values[start:start + batch]")),
    ("7.2", "the last batch may be smaller", smaller,
     change(T, "0, len(order), batch", "0, len(order) - batch + 1, batch")),
    ("7.2", "their labels are at the same ones", everywhere,
     change(T, "y[rows]", "y[start:start + batch]")),
    ("7.2", "the mean loss over all **pictures**", smaller,
     change(T, " * len(rows)", " * batch", "total / len(order)",
            "total / (batch * -(-len(order) // batch))")),
    ("7.2", "`loss_function` takes them as they are", everywhere,
     change(T, "loss_function(z, ", "loss_function(torch.softmax(z, dim=1), ")),
    ("7.3", "the first `learn` of them", lambda order, learn, choose: (learn, choose) != (3, 2),
     change(P, "order[:learn]", "order[:3]", "order[learn:learn + choose]", "order[3:5]",
            "order[learn + choose:]", "order[5:]")),
    ("7.3", "the next `choose` of them", everywhere,
     change(P, "order[learn:learn + choose]", "order[:choose]")),
    ("7.3", "**all the rest**", lambda order, learn, choose: len(order) > learn + 2 * choose,
     change(P, "order[learn + choose:]", "order[learn + choose:learn + 2 * choose]")),
    ("7.3", "No position may be in two parts", everywhere,
     change(P, "order[learn + choose:]", "order[learn:]")),
    ("7.3", "none may get lost", everywhere,
     change(P, "order[learn + choose:]", "order[learn + choose:-1]")),
    ("7.3", "Return the three in this order", everywhere,
     change(P, "first, second, third", "third, second, first")),
    ("7.3", "Leave the positions as they come", everywhere,
     change(P, "    first", "    order = np.sort(order)\n    first")),
    ("7.4", "counts every pair", everywhere, change(M, "+= 1", "= 1")),
    ("7.4", "**Rows are the truth, columns the prediction**", everywhere,
     change(M, "[truth, guess]", "[guess, truth]")),
    ("7.4", "Right answers stand on the diagonal", everywhere,
     change(M, "        matrix[truth", "        if truth != guess:\n            matrix[truth")),
    ("7.4", "shape `(classes, classes)`", lambda y, y_hat, classes: classes != 3,
     change(M, "(classes, classes)", "(3, 3)", "        matrix[truth",
            "        if max(truth, guess) < 3:\n            matrix[truth")),
    ("7.4", "never occurs keeps its row", lambda y, y_hat, classes: len({*y, *y_hat}) < classes,
     change(M, "    return matrix",
            "    occurs = sorted({*y, *y_hat})\n    return matrix[occurs][:, occurs]")),
    ("7.5", "the mean p", everywhere,
     change(C, "p[inside].mean()", "(k + 0.5) / bins")),
    ("7.5", "the share of right answers", everywhere,
     change(C, "right[inside].mean()", "right[inside].sum()")),
    ("7.5", "how many answers are in it", everywhere,
     change(C, "inside.sum()", "1")),
    ("7.5", "`bins` bins", lambda p, right, bins: bins != 2,
     change(C, "    which", "    bins = 2\n    which")),
    ("7.5", "of equal width from 0 to 1", of_unequal_width, change(C, "p * bins", "p * p * bins")),
    ("7.5", "belongs to the **upper** one", on_edges,
     change(C, "np.minimum((p * bins).astype(int), bins - 1)",
            "np.maximum(np.ceil(p * bins).astype(int) - 1, 0)")),
    ("7.5", "p = 1 to the last", lambda p, right, bins: p.max() == 1,
     change(C, "np.minimum((p * bins).astype(int), bins - 1)", "(p * bins).astype(int)")),
    ("7.5", "An **empty** bin promised nothing", empty,
     change(C, "promised = np.full(bins, np.nan)", "promised = np.zeros(bins)")),
    ("7.5", "its first two numbers are `np.nan`", empty,
     change(C, "happened = np.full(bins, np.nan)", "happened = np.zeros(bins)")),
]
PROMISES += [
    ("7.2", "Take the five steps for **every** batch", everywhere, change(T, line, ""))
    for line in (ZERO, BACKWARD, STEP)
]
