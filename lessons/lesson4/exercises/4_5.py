"""Exercise 4.5: accuracy at a threshold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.logistic import accuracy
from course_utils.sigmoid import bce
from lessons.cases import decisions


def _accuracy_cases(rng: np.random.Generator) -> list[tuple]:
    """Around 0.5 alone a decision at 0.5 could not be told from one at the threshold."""
    return [decisions(rng, threshold) for threshold in (0.7, 0.3, 0.5)]


# Every decision right, and all on one side of 0.5; the first and the last one wrong; the first
# alone wrong.
ALL_RIGHT = (np.array([0.1, 0.31, 0.22, 0.49]), np.array([0.0, 1.0, 0.0, 1.0]), 0.3)
ENDS_WRONG = (np.array([0.9, 0.2, 0.75, 0.1]), np.array([0.0, 0.0, 1.0, 1.0]), 0.7)
FIRST_WRONG = (np.array([0.75, 0.2, 0.9]), np.array([0.0, 0.0, 1.0]), 0.6)


def _share(decide: Callable) -> Callable[..., float]:
    """The accuracy of decisions made in another way."""
    return lambda p, y, threshold: np.mean(decide(p, threshold) == y)


EXERCISE = Exercise(
    id="4.5",
    title="Accuracy at a threshold",
    reference=accuracy,
    example=(np.array([0.2, 0.6, 0.5, 0.9]), np.array([0.0, 0.0, 1.0, 1.0]), 0.5),
    cases=lambda rng: [*_accuracy_cases(rng), ALL_RIGHT, ENDS_WRONG, FIRST_WRONG],
    right="It counts decisions. How sure they were, only the loss knows.",
    hints=(
        "Whom does this threshold call a 1, and for how many rows is that the label?",
        "`p >= threshold` holds True where the decision is 1. Compare it with y; the mean of"
        " True and False is the share of True.",
        "def accuracy(p, y, threshold):\n"
        "    decided = ...\n"
        "    return float(np.mean(decided == ...))",
    ),
    mistakes=(
        Mistake(
            _share(lambda p, threshold: p > threshold),
            "You left out the p that equals the threshold: use `>=`.",
        ),
        Mistake(
            _share(lambda p, threshold: p >= 0.5),
            "You decided at 0.5 whatever comes: use the threshold your function is given.",
        ),
        Mistake(
            _share(lambda p, threshold: np.round(p)),
            "You rounded p, which decides at 0.5: compare with the threshold you are given.",
        ),
        Mistake(
            lambda p, y, threshold: 1 - np.mean((p >= threshold) - y),
            "You let mistakes of the two kinds cancel, +1 and −1: count each of them.",
        ),
        Mistake(
            _share(lambda p, threshold: p < threshold),
            "You counted the wrong decisions: p of the threshold or more means 1.",
        ),
        Mistake(
            _share(lambda p, threshold: p <= threshold),
            "You turned the comparison round: p of the threshold or *more* means 1, `>=`.",
        ),
        Mistake(
            lambda p, y, threshold: float(accuracy(p, y, threshold) == 1),
            "You divided with `//`, which drops everything behind the point: divide with `/`.",
        ),
        Mistake(
            lambda p, y, threshold: float((p[0] >= threshold) == y[0]) / len(p),
            "You counted the first row alone: is `return` inside the loop?",
        ),
        Mistake(
            lambda p, y, threshold: float((p[-1] >= threshold) == y[-1]) / len(p),
            "You counted the last row alone: indent the comparison into the loop.",
        ),
        Mistake(
            lambda p, y, threshold: 1 / len(p),
            "You counted one row: is the count overwritten instead of added to, `+=`?",
        ),
        Mistake(
            lambda p, y, threshold: np.sum(((p >= threshold) == y)[:-1]) / len(p),
            "You left out the last row: `range(len(p))` goes through all of them.",
        ),
        Mistake(
            lambda p, y, threshold: np.sum((p >= threshold) == y),
            "You counted the right decisions: divide by the number of rows to get their share.",
        ),
        Mistake(
            lambda p, y, threshold: 100 * accuracy(p, y, threshold),
            "You returned percent: return the share, between 0 and 1.",
        ),
        Mistake(
            lambda p, y, threshold: (p >= threshold) == y,
            "You returned one answer for each row: take their mean.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(p >= threshold),
            "You counted how often the decision is 1: compare it with the label.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(p == y),
            "You compared the probabilities with the labels: decide first, `p >= threshold`.",
            misconception=11,
        ),
        Mistake(
            lambda p, y, threshold: bce(p, y),
            "You returned the loss: it weighs how sure the model was, accuracy counts decisions.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: 1 - bce(p, y),
            "You subtracted the loss from 1: accuracy counts decisions, and no formula turns one"
            " into the other.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: 1 - np.mean(np.abs(p - y)),
            "You measured how close p is to the label: accuracy counts decisions, right or wrong.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: np.mean(np.abs(p - y)),
            "You measured how far p is from the label: accuracy counts right decisions.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: np.mean((p >= threshold) * y),
            "You counted only those rightly called 1: those rightly called 0 count as well.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(y[p >= threshold]),
            "You counted only among those called 1: that is the precision; take all rows.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean((p >= threshold)[y == 1]),
            "You counted only among those whose label is 1: that is the recall; take all rows.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean((p < threshold) * (1 - y)),
            "You counted only those rightly called 0: those rightly called 1 count as well.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(np.abs(p - y) < threshold),
            "You compared the distance from the label with the threshold: compare p itself.",
        ),
        Mistake(
            lambda p, y, threshold: float((p[0] >= threshold) == y[0]) + 0.0,
            "You looked at the first row alone: is `return` inside a loop?",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(y),
            "You returned the share of the label 1: compare decisions with labels.",
        ),
        Mistake(
            lambda p, y, threshold: round(accuracy(p, y, threshold), 1),
            "You rounded: return the share as it is.",
        ),
    ),
)
