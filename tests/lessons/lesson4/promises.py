"""What the tasks of lesson 4 promise, and where breaking it shows: see `test_promises.py`."""

import numpy as np

from course_utils.logistic import accuracy, boundary
from tests.lessons.changing import change

from .blind import A, B, G, N, P, T


def everywhere(*case):
    return True


PROMISES = [
    ("4.1", "one probability for each row", everywhere,
     change(P, "sigmoid(x @ w + b)", "np.mean(sigmoid(x @ w + b))")),
    ("4.1", "any number of rows", lambda x, w, b: len(x) != 3, """
def probabilities(x, w, b):
    return np.array([sigmoid(x[i] @ w + b) for i in range(3)])
"""),
    ("4.1", "and of features", lambda x, w, b: len(w) > 2, """
def probabilities(x, w, b):
    return sigmoid(x[:, :2] @ w[:2] + b)
"""),
    ("4.1", "one feature included", lambda x, w, b: len(w) == 1, """
def probabilities(x, w, b):
    return sigmoid(w[0] * x[:, 0] + w[1] * x[:, 1] + x[:, 2:] @ w[2:] + b)
"""),
    ("4.1", "`b` = 0.5", lambda x, w, b: b != 0.5, change(P, "+ b", "+ 0.5")),
    ("4.1", "Return an array", everywhere,
     change(P, "sigmoid(x @ w + b)", "list(sigmoid(x @ w + b))")),
    ("4.2", "each slope is the mean of the rows' slopes", everywhere,
     change(G, " / len(x)", "", "error.mean()", "error.sum()")),
    ("4.2", "one slope for each column of `x`", lambda x, y, p: x.shape[1] > 1,
     change(G, "x.T @ error / len(x)", "np.array([np.mean(error * x[:, 0])])")),
    ("4.2", "The errors p − y", everywhere, change(G, "p - y", "p")),
    ("4.2", "`db` is one number", everywhere, change(G, "error.mean()", "error")),
    ("4.2", "`dw` is an array", everywhere,
     change(G, "x.T @ error / len(x)", "list(x.T @ error / len(x))")),
    ("4.2", "`dw, db`", everywhere, change(G, "return dw, db", "return db, dw")),
    ("4.3", "so many times", lambda *case: case[-1] != 1, change(T, "range(epochs)", "range(1)")),
    # The steps of the last case are too short to show it.
    ("4.3", "Take both slopes at the same place, before you move", lambda x, *_: x.max() < 10,
     change(T, "        b = b - lr * db\n",
            "        b = b - lr * gradient(x, y, probabilities(x, w, b))[1]\n")),
    ("4.3", "The start comes first", everywhere,
     change(T, "ws, bs = [w], [b]", "ws, bs = [], []")),
    ("4.3", "a learning rate of 0.5", lambda x, y, w, b, lr, epochs: lr != 0.5,
     change(T, "lr * dw", "0.5 * dw", "lr * db", "0.5 * db")),
    ("4.3", "from w = 1, b = −2.5", lambda x, y, w, b, lr, epochs: b != -2.5,
     change(T, "ws, bs = [w], [b]", "b = -2.5\n    ws, bs = [w], [b]")),
    ("4.3", "as two arrays", everywhere,
     change(T, "return np.array(ws), np.array(bs)", "return ws, bs")),
    ("4.3", "the weights, one row an epoch, and the biases", everywhere,
     change(T, "return np.array(ws), np.array(bs)", "return np.array(bs), np.array(ws)")),
    ("4.4", "any p between 0 and 1", lambda w, b, p: p != 0.5, change(B, "(z - b)", "-b")),
    ("4.4", "where p is exactly 0.5", lambda w, b, p: p == 0.5,
     change(B, "    return", "    if z != 0:\n        return")),
    ("4.4", "`w` is not 0", lambda w, b, p: w < 0, change(B, "/ w", "/ abs(w)")),
    ("4.4", "on to x", lambda w, b, p: boundary(w, b, p) < 0, change(B, "(z - b)", "abs(z - b)",
                                                                   "/ w", "/ abs(w)")),
    ("4.5", "p of the threshold or more means 1", lambda p, y, threshold: threshold in p,
     change(A, "p >= threshold", "p > threshold")),
    ("4.5", "It need not be 0.5", lambda p, y, t: accuracy(p, y, t) != accuracy(p, y, 0.5),
     change(A, "p >= threshold", "p >= 0.5")),
    ("4.5", "less means 0", lambda p, y, threshold: any((p < threshold) & (y == 0)),
     change(A, "decisions == y", "decisions * y")),
    ("4.5", "the share of right decisions", everywhere, change(A, "np.mean", "np.sum")),
    ("4.6", "decided as 1, label 1", everywhere, change(N, "tp = np.sum(called & (y == 1))",
                                                        "tp = np.sum(called)")),
    ("4.6", "Returns tp, fp, fn, tn", everywhere,
     change(N, "return tp, fp, fn, tn", "return tp, fn, fp, tn")),
    ("4.6", "the threshold is 0.5", lambda p, y, t: np.any((p >= 0.5) != (p >= t)),
     change(N, "p >= threshold", "p >= 0.5")),
    ("4.6", "How many cases", everywhere,
     change(N, "return tp, fp, fn, tn", "return tp / len(y), fp, fn, tn")),
]
