"""Exercise 3.3: binary cross-entropy."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.sigmoid import bce, sigmoid

from .shared import P, Y, each_loss


def _bce_cases(rng: np.random.Generator) -> list[tuple]:
    """Sets in which every student is told apart, and nobody has p = 0.5 or p equal to 1 − p; last
    one about two of whom the model was sure, and wrong, its labels no whole numbers."""
    cases = []
    for n in (3, 4, 6):
        p = rng.permutation(np.array([0.1, 0.25, 0.35, 0.6, 0.7, 0.95])[:n]) + 0.01 * rng.integers(
            0, 4, n
        )
        y = rng.permutation((np.arange(n) % 2 == 0).astype(int))
        cases.append((p, y))
    sure = np.array([0.0001, 0.9999, *rng.uniform(0.2, 0.4, 2).round(2)])
    return [*cases, (sure, np.array([1.0, 0.0, 0.0, 1.0]))]


EXERCISE = Exercise(
    id="3.3",
    title="Binary cross-entropy",
    reference=bce,
    example=(P, Y),
    cases=_bce_cases,
    right="Only the probability of what really happened counts, p or 1 − p: the smaller it was, the"
    " larger the loss.",
    hints=(
        "What is left of y · log p when y is 1, and what when y is 0? And of (1 − y) · log(1 − p)?",
        "Add both terms, for all students at once: one of them is always 0. Take the mean, and turn"
        " the sign.",
        "def bce(p, y):\n"
        "    if_passed = y * ...\n"
        "    if_failed = (1 - y) * ...\n"
        "    return float(-np.mean(...))",
    ),
    mistakes=(
        Mistake(
            lambda p, y: np.sum(each_loss(p, y)),
            "You added the losses up: divide by the number of students to get their mean.",
            misconception=8,
        ),
        Mistake(
            lambda p, y: -bce(p, y),
            "You left the minus out: the logarithm of a probability is negative, a loss is not.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / np.log(10),
            "You used `np.log10`: `np.log` is the natural logarithm.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / np.log(2),
            "You used `np.log2`: `np.log` is the natural logarithm.",
        ),
        Mistake(
            lambda p, y: -np.mean(y * np.log(p)),
            "You counted those who passed alone: add (1 − y) · log(1 − p) for the others.",
        ),
        Mistake(
            lambda p, y: -np.mean((1 - y) * np.log(1 - p)),
            "You counted those who failed alone: add y · log p for the others.",
        ),
        Mistake(
            lambda p, y: -np.sum(y * np.log(p)) / np.sum(y),
            "You left out those who failed: every student has a loss.",
        ),
        Mistake(
            lambda p, y: -np.mean(np.log(p)),
            "You took −log p for everybody: for a student who failed it is −log(1 − p).",
        ),
        Mistake(
            lambda p, y: bce(1 - p, y),
            "You swapped the two cases: log p goes with y, log(1 − p) with 1 − y.",
        ),
        Mistake(
            lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)),
            "You gave the two cases different signs: the loss is minus a logarithm in both.",
        ),
        Mistake(
            lambda p, y: -np.mean(np.log(np.maximum(p, 1 - p))),
            "You let p say what happened: y does.",
        ),
        Mistake(
            lambda p, y: -np.mean(y * np.log(p) + 1 - y * np.log(1 - p)),
            "You left out the parentheses of (1 − y), and `1 - y * …` multiplies first.",
        ),
        Mistake(
            lambda p, y: -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y)),
            "You took log 0 each time, which is −inf: the logarithm belongs to p, never 0, not to"
            " y.",
        ),
        Mistake(
            lambda p, y: np.mean((p - y) ** 2),
            "You computed the mean squared error: cross-entropy uses logarithms of p.",
        ),
        Mistake(
            lambda p, y: np.mean(np.abs(p - y)),
            "You took the mean gap between p and y: the loss is −log of the probability of what"
            " happened, not 1 minus it.",
        ),
        Mistake(
            lambda p, y: -np.mean(p * np.log(p) + (1 - p) * np.log(1 - p)),
            "You weighted the logarithms with p: weight them with y, what really happened.",
        ),
        Mistake(
            lambda p, y: bce(np.mean(p), np.mean(y)),
            "You averaged p and y first: compute every student's loss, then take the mean.",
        ),
        Mistake(
            lambda p, y: -np.mean(y * p + (1 - y) * (1 - p)),
            "You left out the logarithm: it is log p and log(1 − p).",
        ),
        Mistake(
            lambda p, y: each_loss(p, y)[0],
            "You returned the loss of the first student: is `return` inside a loop?",
        ),
        Mistake(
            lambda p, y: each_loss(p, y)[-1],
            "You returned the loss of the last student: take the mean over all.",
        ),
        Mistake(
            lambda p, y: each_loss(p, y)[-1] / len(y),
            "You divided the loss of the last student alone: add up all of them with `+=`.",
        ),
        Mistake(
            lambda p, y: each_loss(p, y),
            "You returned the loss of every student: take their mean, one number.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / len(y),
            "You divided by the number of students twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / 2,
            "You halved the mean: of the two terms one is 0 for every student.",
        ),
        Mistake(
            lambda p, y: np.sum(each_loss(p, y)) / 2,
            "You divided by 2 whatever comes: divide by the number of students, `len(y)`.",
        ),
        Mistake(
            lambda p, y: bce(np.where(p >= 0.5, 0.99, 0.01), y),
            "You made decisions of the probabilities: use p as it is.",
        ),
        *(
            Mistake(
                lambda p, y, low=low: bce(np.clip(p, low, 1 - low), y),
                f"You clipped p at {low:g}, so no loss can exceed {-np.log(low):.1f}: use p as it"
                " is.",
            )
            for low in (0.01, 0.001)
        ),
        Mistake(
            lambda p, y: round(bce(p, y), 3),
            "You rounded the loss: return it as it is.",
        ),
        Mistake(
            lambda p, y: bce(sigmoid(p), y),
            "You applied the sigmoid to p, which is a probability already: use p as it is.",
            misconception=16,
        ),
        Mistake(
            lambda p, y: np.mean(y * p + (1 - y) * (1 - p)),
            "You returned the mean probability of what happened: the loss is −log of each.",
        ),
        Mistake(
            lambda p, y: -np.log(np.mean(y * p + (1 - y) * (1 - p))),
            "You took the logarithm of the mean: take the mean of the logarithms.",
        ),
        Mistake(
            lambda p, y: -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p))),
            "You took 1 − log p for those who failed: it is log(1 − p), the 1 inside.",
        ),
        Mistake(
            lambda p, y: np.mean((p > 0.5) == y),
            "You returned the share of right decisions: the loss is −log of the probability of what"
            " happened.",
        ),
        Mistake(
            lambda p, y: np.sum(each_loss(p, y)) / np.sum(y),
            "You divided by the number of those who passed: divide by the number of all.",
        ),
        Mistake(
            lambda p, y: -np.mean(np.log(p) + np.log(1 - p)),
            "You took both terms for everybody: y says which of the two counts.",
        ),
        Mistake(
            lambda p, y: np.mean(each_loss(p, y) ** 2),
            "You squared the losses: −log of the probability is the loss already.",
        ),
        Mistake(
            lambda p, y: np.exp(-bce(p, y)),
            "You raised e to the mean of the logarithms: return minus that mean.",
        ),
        *(
            Mistake(
                lambda p, y, tiny=tiny: (
                    -np.mean(p * np.log(y + tiny) + (1 - p) * np.log(1 - y + tiny))
                ),
                f"You took the logarithm of y, with {tiny:g} added: it belongs to p, and y says"
                " which of the two counts.",
            )
            for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
        ),
    ),
)
