"""Exercise 6.4: scale the features."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.data import students
from course_utils.sweep import scale

HOURS = students()[0]


def _table(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Hours of study, a score in percent and hours of sleep: columns of different size."""
    columns = rng.uniform(0, 20, rows), rng.normal(60, 15, rows), rng.normal(7, 1, rows)
    return np.stack(columns, axis=1).round(1)


def _scale_cases(rng: np.random.Generator) -> list[tuple]:
    train = _table(rng, 3)  # as many rows as columns: a wrong axis still has a shape that fits
    hours = rng.uniform(0, 20, 5).round(1)
    return [(hours[:2], hours), (train, train), (_table(rng, 3), train),
            (_table(rng, 4)[:, :2], _table(rng, 6)[:, :2])]  # fmt: skip


def _rowwise(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    if x.ndim == 1:
        return scale(x, train)
    return (x.T - x.mean(axis=1)).T / x.std(axis=1)[:, None]


def _along_rows(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    if train.ndim == 1 or len(train) != x.shape[1]:
        return scale(x, train)
    return (x - train.mean(axis=1)) / train.std(axis=1)


EXERCISE = Exercise(
    id="6.4",
    title="Scale the features",
    reference=scale,
    example=(np.array([8.0, 2.0]), np.array([2.0, 4.0, 6.0])),
    cases=_scale_cases,
    array=True,
    right="New students are measured with the training set's ruler: the model learned what a"
    " scaled 1 means there, and nowhere else.",
    hints=(
        "A student who studied exactly the mean number of hours: which scaled value is that?",
        "(x − mean) / standard deviation, both of train, and each column with its own:"
        " `train.mean(axis=0)`, `train.std(axis=0)`.",
        "def scale(x, train):\n    mean = ...\n    spread = ...\n    return (x - ...) / ...",
    ),
    mistakes=(
        Mistake(
            lambda x, train: scale(x, x),
            "You measured x by its own mean and spread: take those of train, for new students too.",
        ),
        Mistake(
            lambda x, train: (x - train.mean()) / train.std(),
            "You took one mean and one spread for the whole table: `axis=0` gives one a column.",
        ),
        Mistake(
            lambda x, train: x - train.mean(axis=0),
            "You centred x and did not scale it: divide by `train.std(axis=0)`.",
        ),
        Mistake(
            lambda x, train: x / train.std(axis=0),
            "You scaled x and did not centre it: subtract `train.mean(axis=0)` first.",
        ),
        Mistake(
            lambda x, train: x - train.mean(axis=0) / train.std(axis=0),
            "You divided the mean alone: the difference needs parentheses.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / train.var(axis=0),
            "You divided by the variance: its root, the standard deviation, is `std`.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / train.std(axis=0, ddof=1),
            "You divided by n − 1 inside the standard deviation: use NumPy's `std` as it is"
            " (torch's divides by n − 1).",
        ),
        Mistake(
            lambda x, train: (x - train.min(axis=0)) / (train.max(axis=0) - train.min(axis=0)),
            "You squeezed x between 0 and 1: that is another scaling; use mean and standard"
            " deviation.",
        ),
        Mistake(
            lambda x, train: (train.mean(axis=0) - x) / train.std(axis=0),
            "You subtracted the wrong way round: x minus the mean.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) * train.std(axis=0),
            "You multiplied by the standard deviation: divide by it.",
        ),
        Mistake(
            lambda x, train: scale(train, train),
            "You returned the training set scaled: scale x.",
        ),
        Mistake(
            lambda x, train: (x - x.mean(axis=0)) / train.std(axis=0),
            "You subtracted the mean of x: new students are measured from the mean of train.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / x.std(axis=0),
            "You divided by the spread of x: new students are measured in the spread of train.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / train.std(),
            "You took one spread for the whole table: `train.std(axis=0)` gives one a column, as"
            " it does for the mean.",
        ),
        Mistake(
            lambda x, train: (x - train.mean()) / train.std(axis=0),
            "You took one mean for the whole table: `train.mean(axis=0)` gives one a column, as"
            " it does for the spread.",
        ),
        Mistake(
            lambda x, train: (x - np.median(train, axis=0)) / train.std(axis=0),
            "You subtracted the median: subtract the mean.",
        ),
        Mistake(
            _along_rows,
            "You took mean and spread along the rows of train: `axis=0` goes down its columns, and"
            " gives one a column.",
        ),
        Mistake(
            _rowwise,
            "You took each student's own mean, `axis=1`: a feature is a column, so `axis=0`, and of"
            " train.",
        ),
        Mistake(
            lambda x, train: np.abs(scale(x, train)),
            "You dropped the sign: below the mean the scaled value is negative.",
        ),
        Mistake(
            lambda x, train: x / train.std(axis=0) - train.mean(axis=0),
            "You divided before you subtracted: the mean goes first, in parentheses.",
        ),
        Mistake(
            lambda x, train: (x - train.T[0].mean()) / train.T[0].std()
            if train.ndim > 1
            else scale(x, train),
            "You measured every column by the first: each column has a mean and a spread of its"
            " own.",
        ),
        Mistake(
            lambda x, train: (train - x.mean(axis=0)) / x.std(axis=0),
            "You exchanged x and train: scale x, by mean and spread of train.",
        ),
        Mistake(
            lambda x, train: scale(x, HOURS),
            "You measured by the lesson's hours: take mean and spread of train.",
        ),
        Mistake(
            lambda x, train: (x - 9.404) / 5.92,
            "You used the numbers of the lesson's hours: take mean and spread of train.",
        ),
    ),
)
