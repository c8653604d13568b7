"""Exercise 6.3: sum or mean."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.sweep import matching_lr


def _matching_cases(rng: np.random.Generator) -> list[tuple]:
    """Numbers of losses of which none is 1, and none the 100 of the lesson. Who rounds to two
    digits is seen in each product, and is told from who divides with `//`: some quotient is not 0
    yet."""
    sizes = rng.permutation([n for n in range(3, 60) if n % 10])[:3].tolist()
    lrs = ((10 * rng.integers(30, 200, 3) + 7) / 1000).tolist()
    return [
        (lrs[0], sizes[0], "sum"),
        (lrs[1], sizes[1], "mean"),
        (lrs[2], sizes[2], "sum"),
        (lrs[0], 1000, "mean"),
    ]


EXERCISE = Exercise(
    id="6.3",
    title="Sum or mean",
    reference=matching_lr,
    example=(0.3, 100, "mean"),
    cases=_matching_cases,
    right="The sum's slope is n times the mean's, so the same step needs a rate n times smaller."
    " Who changes the reduction changes the learning rate, knowingly or not.",
    hints=(
        "Ten losses are added up instead of averaged. How much steeper is the result?",
        "The step is lr · slope. The slope of the sum is n times that of the mean, so the rate"
        " for the sum is the rate for the mean, divided by n; and the other way round.",
        'def matching_lr(lr, n, reduction):\n    if reduction == "mean":\n        return ...\n'
        "    return ...",
    ),
    mistakes=(
        Mistake(
            lambda lr, n, reduction: lr * n if reduction == "mean" else lr / n,
            "You turned it round: the sum is steeper, so it needs the smaller rate.",
            misconception=8,
        ),
        Mistake(
            lambda lr, n, reduction: lr,
            "You left the rate as it was: the sum's slope is n times the mean's.",
            misconception=8,
        ),
        Mistake(
            lambda lr, n, reduction: lr / n,
            "You divided by n in both directions: from the sum to the mean the rate grows.",
        ),
        Mistake(
            lambda lr, n, reduction: lr * n,
            "You multiplied by n in both directions: from the mean to the sum the rate shrinks.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / 100 if reduction == "mean" else lr * 100,
            "You used the lesson's 100 students: use the n your function is given.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / n**2 if reduction == "mean" else lr * n**2,
            "You used n twice: the slope is n times steeper, not n² times.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / n**0.5 if reduction == "mean" else lr * n**0.5,
            "You used the root of n: the slope of a sum of n losses is n times steeper.",
        ),
        Mistake(
            lambda lr, n, reduction: lr // n if reduction == "mean" else lr * n,
            "You divided with `//`, which drops everything behind the point: divide with `/`.",
        ),
        Mistake(
            lambda lr, n, reduction: n / lr if reduction == "mean" else lr * n,
            "You divided n by lr: the rate is divided by the number, `lr / n`.",
        ),
        Mistake(
            lambda lr, n, reduction: lr - n if reduction == "mean" else lr + n,
            "You subtracted and added n: the slope is n *times* steeper, so divide and multiply.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / (n - 1) if reduction == "mean" else lr * (n - 1),
            "You used n − 1: a sum has n losses, as n says.",
        ),
        Mistake(
            lambda lr, n, reduction: round(lr / n if reduction == "mean" else lr * n, 2),
            "You rounded the rate to two digits: return it with all of them.",
        ),
        Mistake(
            lambda lr, n, reduction: round(lr / n, 2) if reduction == "mean" else lr * n,
            "You rounded the smaller rate to two digits: return it with all of them, small rates"
            " vanish otherwise.",
        ),
        Mistake(
            lambda lr, n, reduction: round(lr / n if reduction == "mean" else lr * n, 3),
            "You rounded the rate: return it with all its digits, small rates vanish otherwise.",
        ),
        Mistake(
            lambda lr, n, reduction: 1 / n if reduction == "mean" else float(n),
            "You returned the factor alone: multiply the given lr by it.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / n if reduction == "mean" else lr,
            "You changed the rate in one direction only: from the sum to the mean it grows n-fold.",
        ),
        Mistake(
            lambda lr, n, reduction: lr if reduction == "mean" else lr * n,
            "You changed the rate in one direction only: from the mean to the sum it shrinks"
            " n-fold.",
        ),
    ),
)
