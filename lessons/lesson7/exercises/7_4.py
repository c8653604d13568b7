"""Exercise 7.4: who is taken for whom."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.digits import confusion_matrix


def _matrix_cases(rng: np.random.Generator) -> list[tuple]:
    """Each kind of pair a different number of times, pairs turned round included; then ten classes,
    the last of which never occurs, and one that is no prediction and one that is no truth."""
    few = _pairs(rng, [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 2)], (1, 2, 3, 4, 5, 6))
    many = [(0, 0), (1, 1), (8, 1), (3, 8), (5, 5), (2, 7), (8, 8), (6, 6), (4, 4)]
    right = _pairs(rng, [(0, 0), (1, 1), (2, 2), (2, 3)], (2, 4, 3, 1))
    return [(*few, 3), (*_pairs(rng, many, (3, 2, 4, 1, 2, 3, 5, 2, 1)), 10), (*right, 5)]


def _pairs(
    rng: np.random.Generator, pairs: list[tuple[int, int]], numbers: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Labels and predictions: each pair so many times, in any order; the last pair, at the end, is
    another one than the first."""
    given = np.repeat(pairs, rng.permutation(numbers), axis=0)
    given = rng.permutation(given)
    while (given[0] == given[-1]).all() or given[0, 0] == given[0, 1]:
        given = rng.permutation(given)
    return given[:, 0], given[:, 1]


def _of(turn: Callable[[np.ndarray], object]) -> Callable:
    """Something else made of the right counts."""
    return lambda y, y_hat, classes: turn(confusion_matrix(y, y_hat, classes))


def _for(some: Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]) -> Callable:
    """The counts of other labels and predictions."""
    return lambda y, y_hat, classes: confusion_matrix(*some(y, y_hat), classes)


def _shares(counts: np.ndarray, axis: int) -> np.ndarray:
    """Shares along an axis, nan where there is nothing to share."""
    return counts / counts.sum(axis=axis, keepdims=True)


def _size(size: Callable[[np.ndarray, np.ndarray], int]) -> Callable:
    """As many classes as size(y, y_hat), and pairs beyond them left out."""

    def answer(y, y_hat, classes):
        whole = confusion_matrix(y, y_hat, max(classes, size(y, y_hat)))
        return whole[: size(y, y_hat), : size(y, y_hat)]

    return answer


EXERCISE = Exercise(
    id="7.4",
    title="Who is taken for whom",
    reference=confusion_matrix,
    example=(np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 1, 1]), 3),
    cases=_matrix_cases,
    array=True,
    right="The diagonal over the sum of everything is the accuracy; what stands beside the diagonal"
    " says which mistakes were made, and the accuracy never does.",
    hints=(
        "An 8 that was taken for a 1: in which row does it count, and in which column?",
        "Begin with a table of zeros, `np.zeros((classes, classes))`. For every pair of a label and"
        " a prediction, add 1 at [label, prediction].",
        "def confusion_matrix(y, y_hat, classes):\n"
        "    counts = np.zeros(..., dtype=int)\n"
        "    for truth, guess in zip(y, y_hat):\n"
        "        counts[...] += ...\n"
        "    return counts",
    ),
    mistakes=(
        Mistake(
            _of(np.transpose),
            "You put the predictions into the rows: rows are the truth, columns the prediction.",
        ),
        Mistake(
            _of(lambda counts: np.minimum(counts, 1)),
            "You counted each kind of pair once, however often it comes, as `counts[y, y_hat] += 1`"
            " does: add 1 for every pair, in a loop, or with `np.add.at`.",
        ),
        Mistake(
            _of(lambda counts: counts * (1 - np.eye(len(counts), dtype=int))),
            "You counted the mistakes alone: right answers are counted too, on the diagonal.",
        ),
        Mistake(
            _of(lambda counts: counts * np.eye(len(counts), dtype=int)),
            "You counted the right answers alone: mistakes stand beside the diagonal.",
        ),
        Mistake(
            _of(lambda counts: np.diag(counts)),
            "You returned the right answers of each class: return the whole table, mistakes"
            " included.",
        ),
        Mistake(
            _of(lambda counts: _shares(counts, 1)),
            "You divided each row by its sum: return the counts, not shares.",
        ),
        Mistake(
            _of(lambda counts: np.nan_to_num(_shares(counts, 1))),
            "You divided each row by its sum where there is one: return the counts, not shares.",
        ),
        Mistake(
            _of(lambda counts: _shares(counts, 0)),
            "You divided each column by its sum: return the counts, not shares.",
        ),
        Mistake(
            _of(lambda counts: np.nan_to_num(_shares(counts, 0))),
            "You divided each column by its sum where there is one: return the counts, not shares.",
        ),
        Mistake(
            _of(lambda counts: counts / counts.sum()),
            "You divided by the number of all pictures: return the counts, not shares.",
        ),
        Mistake(
            _of(lambda counts: 100 * counts / counts.sum()),
            "You returned percent of all pictures: return the counts, not shares.",
        ),
        Mistake(
            _for(lambda y, y_hat: (y, y)),
            "You counted the truth twice, as row and as column: the column is the prediction.",
        ),
        Mistake(
            _for(lambda y, y_hat: (y_hat, y_hat)),
            "You counted the prediction twice, as row and as column: the row is the truth.",
        ),
        Mistake(
            _for(lambda y, y_hat: (y[:1], y_hat[:1])),
            "You counted the first pair alone: is `return` inside the loop?",
        ),
        Mistake(
            _for(lambda y, y_hat: (y[-1:], y_hat[-1:])),
            "You counted the last pair alone: is the table made anew inside the loop?",
        ),
        Mistake(
            _for(lambda y, y_hat: (y[:-1], y_hat[:-1])),
            "You left out the last pair: `range(len(y))` goes through all of them.",
        ),
        Mistake(
            _for(lambda y, y_hat: (y[1:], y_hat[1:])),
            "You left out the first pair: positions count from 0.",
        ),
        Mistake(
            _for(lambda y, y_hat: (y - 1, y_hat - 1)),
            "You counted the classes from 1: they count from 0, so class 0 has row 0.",
        ),
        Mistake(
            _of(lambda counts: np.pad(counts[1:, 1:], ((1, 0), (1, 0)))),
            "You left class 0 out: `range(classes)` begins with it.",
        ),
        Mistake(
            _of(lambda counts: np.pad(counts[:-1, :-1], ((0, 1), (0, 1)))),
            "You left the last class out: `range(classes)` ends with it.",
        ),
        Mistake(
            _of(lambda counts: np.tile(counts.sum(axis=0), (len(counts), 1))),
            "You made one row and used it many times, as `[[0] * n] * n` does: each class needs a"
            " row of its own.",
        ),
        Mistake(
            _of(lambda counts: counts + counts.T),
            "You counted each pair both ways: an 8 taken for a 1 is no 1 taken for an 8.",
        ),
        Mistake(
            _of(lambda counts: counts[::-1]),
            "You put class 0 into the last row: rows and columns both begin with class 0.",
        ),
        Mistake(
            _of(lambda counts: counts + 1),
            "You began with ones: every count begins with 0.",
        ),
        Mistake(
            lambda y, y_hat, classes: np.outer(
                np.bincount(y, minlength=classes), np.bincount(y_hat, minlength=classes)
            ),
            "You paired every label with every prediction: a label belongs to the prediction at its"
            " own position.",
        ),
        Mistake(
            _of(lambda counts: counts.ravel()),
            "You returned all counts in one row: give it the shape `(classes, classes)`.",
        ),
        Mistake(
            _of(lambda counts: counts.sum(axis=1)),
            "You counted how often each class occurs: count each pair of truth and prediction.",
        ),
        Mistake(
            _of(lambda counts: counts.sum(axis=0)),
            "You counted how often each class is predicted: count each pair of truth and"
            " prediction.",
        ),
        Mistake(
            _of(lambda counts: np.trace(counts)),
            "You returned the number of right answers: return the table of all pairs.",
        ),
        Mistake(
            _of(lambda counts: np.trace(counts) / counts.sum()),
            "You returned the accuracy, one number: return the whole matrix, which says more.",
            misconception=21,
        ),
        Mistake(
            _size(lambda y, y_hat: max(y.max(), y_hat.max()) + 1),
            "You made room for the classes that occur: make it for `classes`, so that one that"
            " never occurs keeps a row and a column of zeros.",
        ),
        Mistake(
            _size(lambda y, y_hat: y.max() + 1),
            "You made room for the classes among the labels: make it for `classes`.",
        ),
        Mistake(
            _size(lambda y, y_hat: 10),
            "You made room for ten classes whatever comes: make it for `classes`.",
        ),
        Mistake(
            _size(lambda y, y_hat: 3),
            "You made room for the three classes of the example: make it for `classes`.",
        ),
    ),
)
