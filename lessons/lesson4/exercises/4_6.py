"""Exercise 4.6: the four counts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.logistic import accuracy, counts
from lessons.cases import decisions

Four = tuple[int, int, int, int]


def _counts_cases(rng: np.random.Generator) -> list[tuple]:
    return [decisions(rng, threshold) for threshold in (0.7, 0.3, 0.5)]


def _in_order(*places: int) -> Callable[..., Four]:
    """The four right counts, each at another place."""
    return lambda p, y, threshold: tuple(counts(p, y, threshold)[k] for k in places)


def _of(turn: Callable[[Four], object]) -> Callable[..., object]:
    """Something else made of the four right counts."""
    return lambda p, y, threshold: turn(counts(p, y, threshold))


EXERCISE = Exercise(
    id="4.6",
    title="The four counts",
    reference=counts,
    example=(
        np.array([0.1, 0.2, 0.2, 0.3, 0.6, 0.7, 0.4, 0.5, 0.8, 0.9]),
        np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]),
        0.5,
    ),
    cases=_counts_cases,
    right="Accuracy is (tp + tn) divided by all four. It cannot tell a cancer that was missed from"
    " a false alarm; these four can.",
    hints=(
        "Two yes-or-no questions sort each case into one of four boxes: which two?",
        "`p >= threshold` says which cases are called 1, `y == 1` which are 1. `&` joins two such"
        " arrays with *and*, `~` turns one round, and `np.sum` counts the True.",
        "def counts(p, y, threshold):\n"
        "    called, happened = p >= threshold, y == 1\n"
        "    tp = np.sum(called & happened)\n"
        "    fp = np.sum(called & ...)\n"
        "    fn = ...\n"
        "    tn = ...\n"
        "    return tp, fp, fn, tn",
    ),
    mistakes=(
        Mistake(
            _in_order(0, 2, 1, 3),
            "You took false positives and false negatives for each other: a false *positive* is"
            " called 1, and is 0.",
        ),
        Mistake(
            _in_order(3, 2, 1, 0),
            "You counted for the label 0 what is asked for the label 1: *positive* means called 1.",
        ),
        Mistake(
            _in_order(0, 3, 2, 1),
            "You took false positives and true negatives for each other: a negative is called 0.",
        ),
        Mistake(
            _in_order(1, 0, 3, 2),
            "You turned the label round: a true positive is called 1 and *is* 1.",
        ),
        Mistake(
            _in_order(1, 0, 2, 3),
            "You took true and false positives for each other: a true positive is called 1 and"
            " *is* 1.",
        ),
        Mistake(
            lambda p, y, threshold: counts(-p, y, -threshold),
            "You turned the decision round: p of the threshold or *more* is called 1, `>=`.",
        ),
        Mistake(
            _in_order(2, 3, 0, 1),
            "You turned the decision round: p of the threshold or more is called 1.",
        ),
        Mistake(
            _in_order(0, 1, 3, 2),
            "You took false and true negatives for each other: a false negative is called 0, and"
            " is 1.",
        ),
        Mistake(
            _in_order(0, 3, 1, 2),
            "You return the four in another order: tp, fp, fn, tn are asked for.",
        ),
        Mistake(
            _in_order(3, 1, 2, 0),
            "You took true positives and true negatives for each other: the positives come first.",
        ),
        Mistake(
            _in_order(0, 3),
            "You return the right decisions alone: the two kinds of wrong ones are asked for, too.",
        ),
        Mistake(
            lambda p, y, threshold: counts(p, y, np.nextafter(threshold, 2)),
            "You left out the p that equals the threshold: use `>=`.",
        ),
        Mistake(
            lambda p, y, threshold: counts(p, y, 0.5),
            "You decided at 0.5 whatever comes: use the threshold your function is given.",
        ),
        Mistake(
            _of(lambda four: (four[0] + four[1], four[1], four[2], four[3] + four[2])),
            "You counted all called 1, and all called 0: how many of them rightly?",
        ),
        Mistake(
            _of(lambda four: (four[0] + four[2], four[1], four[2], four[3] + four[1])),
            "You counted all whose label is 1, and all whose label is 0: how many of them are"
            " called so?",
        ),
        Mistake(
            _of(lambda four: tuple(count / sum(four) for count in four)),
            "You returned shares: return how many, four whole numbers.",
        ),
        Mistake(
            accuracy,
            "You returned the accuracy: it adds up what these four numbers keep apart.",
            misconception=21,
        ),
    ),
)
