"""Exercise 4.2: the gradient of the loss."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.logistic import gradient
from course_utils.sigmoid import sigmoid

from .shared import Pair, X, Y, drawn, slopes


def _gradient_cases(rng: np.random.Generator) -> list[tuple]:
    """One feature, and as many rows as features, so that a sum along the wrong axis stops no
    code and gets its own sentence."""
    return [drawn(rng, 4, 1), drawn(rng, 3, 3), drawn(rng, 2, 2), drawn(rng, 5, 1)]


def _scaled(dw: float, db: float) -> Callable[..., Pair]:
    """The right gradient, times these."""
    return lambda x, y, p: (dw * gradient(x, y, p)[0], db * gradient(x, y, p)[1])


def _summed(x: np.ndarray, y: np.ndarray, p: np.ndarray) -> Pair:
    return x.T @ (p - y), np.sum(p - y)


def _divided_inside(x: np.ndarray, y: np.ndarray, p: np.ndarray) -> Pair:
    dw, db = np.zeros(x.shape[1]), 0.0
    for row, error in zip(x, p - y, strict=True):
        dw, db = (dw + error * row) / len(x), (db + error) / len(x)
    return dw, db


EXERCISE = Exercise(
    id="4.2",
    title="The gradient of the loss",
    reference=gradient,
    example=(X, Y, np.array([0.2, 0.4, 0.6])),
    cases=_gradient_cases,
    right="Each row adds its error times its features: a student with many hours pulls harder"
    " at w.",
    array=True,
    hints=(
        "How much does one student's loss change when w rises a little, and how do the students'"
        " shares become one number?",
        "error = p − y. For each column of x: the mean of error times that column. `x.T @ error`"
        " adds up the products of every column at once.",
        "def gradient(x, y, p):\n"
        "    error = ...\n"
        "    dw = x.T @ ... / len(x)\n"
        "    db = ...\n"
        "    return dw, db",
    ),
    mistakes=(
        Mistake(
            _summed,
            "You added the rows up: divide by their number, the loss is their mean.",
            misconception=8,
        ),
        Mistake(
            lambda x, y, p: (_summed(x, y, p)[0], np.mean(p - y)),
            "You added the rows up for w but took the mean for b: divide `dw` by `len(x)` too.",
            misconception=8,
        ),
        Mistake(
            lambda x, y, p: (gradient(x, y, p)[0], np.sum(p - y)),
            "You took the mean for w but the sum for b: take the mean of the errors.",
            misconception=8,
        ),
        Mistake(
            lambda x, y, p: (_summed(x, y, p)[0] / x.shape[1], np.mean(p - y)),
            "You divided by the number of columns: the mean is over the rows, `len(x)` of them.",
        ),
        Mistake(
            lambda x, y, p: (_summed(x, y, p)[0] / x.size, np.mean(p - y)),
            "You divided by the number of entries of the table: the mean is over the rows,"
            " `len(x)` of them.",
        ),
        Mistake(
            _scaled(-1, -1),
            "You took y − p: the error is p − y, and the step will subtract the gradient.",
        ),
        Mistake(
            _scaled(2, 2),
            "You kept the factor 2 of a squared error: the cross-entropy has none.",
        ),
        Mistake(
            lambda x, y, p: slopes(x, 2 * (p - y) * p * (1 - p)),
            "You differentiated the squared error: for the cross-entropy the slope by z is p − y.",
        ),
        Mistake(
            lambda x, y, p: slopes(x, (p - y) * p * (1 - p)),
            "You multiplied by the sigmoid's slope p(1 − p): p − y holds it already.",
        ),
        Mistake(
            lambda x, y, p: (np.full(x.shape[1], np.mean(p - y)), np.mean(p - y)),
            "You gave w the slope of b: multiply each error by that row's feature first.",
        ),
        Mistake(
            lambda x, y, p: gradient(x, y, p)[::-1],
            "You returned (db, dw): return dw first, then db.",
        ),
        Mistake(
            lambda x, y, p: gradient(x, y, p)[0],
            "You returned dw alone: return both, `dw, db`.",
        ),
        Mistake(
            lambda x, y, p: (gradient(x, y, p)[0], 0.0),
            "You left the slope by b at 0: it is the mean of the errors.",
        ),
        Mistake(
            lambda x, y, p: (np.mean((p - y) * x), np.mean(p - y)),
            "You multiplied every error with every number of x: NumPy lines p − y up with the"
            " columns, so use `x.T @ error`.",
        ),
        Mistake(
            lambda x, y, p: (np.mean((p - y) * x, axis=0), np.mean(p - y)),
            "You lined the errors up with the columns of x: each error belongs to a row, so use"
            " `x.T @ error`.",
        ),
        Mistake(
            lambda x, y, p: (
                np.mean((p - y)[:, None] * x, axis=1)
                if len(x) == x.shape[1]
                else gradient(x, y, p)[0],
                np.mean(p - y),
            ),
            "You summed along the rows: a weight belongs to a column, so use `x.T @ error`, with"
            " the `.T`.",
        ),
        Mistake(
            lambda x, y, p: (np.mean((p - y)[:, None] * x), np.mean(p - y)),
            "You took one mean over the whole table: every column has a slope of its own.",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[:, None] * x, p - y),
            "You returned the slopes of every row: take their mean over the rows.",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[0] * x[0] / len(x), (p - y)[0] / len(x)),
            "You added up the first row alone: is `return` inside the loop?",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[-1] * x[-1] / len(x), np.mean(p - y)),
            "You kept the last row's slope by w alone: add the rows up, with `+=`.",
        ),
        Mistake(
            lambda x, y, p: (gradient(x, y, p)[0], x.shape[1] * np.mean(p - y)),
            "You added each error to `db` once for every column: once a row, outside the loop over"
            " the columns.",
        ),
        Mistake(
            _divided_inside,
            "You divided inside the loop, so that earlier rows are divided again and again: divide"
            " once, after it.",
        ),
        Mistake(
            lambda x, y, p: (gradient(x, y, p)[0], np.mean((p - y) * x[:, 0])),
            "You multiplied the errors by x for b too: the slope by b has no such factor.",
        ),
        Mistake(
            lambda x, y, p: gradient(x, y, sigmoid(x.sum(axis=1) - 2.5)),
            "You computed p anew, from the lesson's w and b: use the p your function is given.",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[0] * x[0], (p - y)[0]),
            "You returned the slopes of the first row: is `return` inside a loop?",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[-1] * x[-1], (p - y)[-1]),
            "You returned the slopes of the last row: take the mean over all rows.",
        ),
        Mistake(
            lambda x, y, p: (np.mean(p - y) * np.mean(x, axis=0), np.mean(p - y)),
            "You multiplied the mean error by the mean feature: multiply row by row, then take"
            " the mean.",
        ),
        Mistake(
            lambda x, y, p: slopes(x, (p - y) ** 2),
            "You squared the errors: the slope by z is p − y, with its sign.",
        ),
        Mistake(
            lambda x, y, p: slopes(x, np.abs(p - y)),
            "You took the errors without their sign: it says whether w must rise or fall.",
        ),
        Mistake(
            lambda x, y, p: slopes(x, (p >= 0.5) - y),
            "You rounded p to a decision: the error is the probability minus the label.",
            misconception=11,
        ),
        Mistake(
            lambda x, y, p: slopes(x, p),
            "You left out the labels: the error is p − y.",
        ),
        Mistake(
            lambda x, y, p: gradient(x, y, sigmoid(p)),
            "You put p through the sigmoid once more: it is a probability already.",
        ),
        Mistake(
            lambda x, y, p: slopes(x, (p - y) / len(x)),
            "You divided by the number of rows twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda x, y, p: (x.T @ (p - y) / 3, np.sum(p - y) / 3),
            "You divided by 3 whatever comes: divide by the number of rows given, `len(x)`.",
        ),
    ),
)
