"""Exercise 2.4: the limit of the learning rate."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.descent import largest_stable_lr


def _largest_stable_lr_cases(rng: np.random.Generator) -> list[tuple]:
    # 1 / a is no whole number of thousandths, where a search would end exactly; and 1 / 29, say, is
    # rounded down to tenths, hundredths and thousandths, where a search ends above
    small, large = rng.integers(23, 46) / 100 + 0.003, rng.integers(51, 90) / 10 + 0.03
    return [(float(small),), (float(large),), (int(rng.choice([23, 29, 30, 31, 41, 47])),)]


EXERCISE = Exercise(
    id="2.4",
    title="The limit of the learning rate",
    reference=largest_stable_lr,
    example=(1.7,),
    cases=_largest_stable_lr_cases,
    right="Twice as steep a curve allows half the learning rate: the limit belongs to the curve,"
    " not to the method.",
    hints=(
        "What does one step multiply w by, and when is that factor between −1 and 1?",
        "A step goes from w to w − lr · slope. Put the slope of a · w² in, and write what you get"
        " as (…) · w: in the brackets stands the factor.",
        "def largest_stable_lr(a):\n    # 1 - lr * 2 * a = -1, so lr * 2 * a = ...\n    return ...",
    ),
    mistakes=(
        Mistake(
            lambda a: 2 / a,
            "You gave the limit for ½ · a · x²: here there is no ½, and the slope is 2 · a · w.",
        ),
        Mistake(
            lambda a: 1 / (2 * a),
            "You gave the rate that arrives in one step, with a factor of 0: beyond it a step"
            " overshoots, and still converges until the factor is −1.",
            misconception=2,
        ),
        Mistake(
            lambda a: 4 / a,
            "You multiplied by the 2 of the slope: 1 − 2 · a · lr = −1 has lr = 2 / (2 · a).",
        ),
        Mistake(
            lambda a: a,
            "You returned a: the larger a, the smaller the learning rate must be.",
        ),
        Mistake(
            lambda a: 2 * a,
            "You returned the factor of the slope: the limit is where lr times it is 2.",
        ),
        Mistake(
            lambda a: 1 - 2 * a,
            "You returned the factor for lr = 1: find the lr that makes the factor −1.",
        ),
        Mistake(
            lambda a: 1 / a**2,
            "You squared a: it is w that is squared in a · w².",
        ),
        Mistake(
            lambda a: a / 2,
            "You divided a by 2: the larger a, the smaller the learning rate must be.",
        ),
        Mistake(
            lambda a: 0.5,
            "You cancelled a: the limit depends on it.",
        ),
        Mistake(
            lambda a: 3 / 14,
            "You returned the limit for the cost of the three students: use the a given.",
        ),
        Mistake(
            lambda a: 1.0,
            "You returned 1 whatever a is: use the a your function is given.",
        ),
        Mistake(
            lambda a: -1 / a,
            "You returned a negative learning rate, which would go uphill: look at the sign when"
            " you solve 1 − 2 · a · lr = −1.",
        ),
        Mistake(
            lambda a: 0.0,
            "You returned 0: the factor is 1 there, and nothing moves.",
        ),
        Mistake(
            lambda a: 1 // a,
            "You divided with `//`, which drops what follows the point: use `/`.",
        ),
        Mistake(
            lambda a: round(1 / a, 2),
            "You rounded the limit: return it as it is.",
        ),
        Mistake(
            lambda a: round(1 / a, 3),
            "You rounded the limit to three digits: return it as it is.",
        ),
        Mistake(
            lambda a: 0.588,
            "You returned the number of the example: compute it from a.",
        ),
        Mistake(
            lambda a: np.ceil(1000 / a) / 1000,
            "You searched in steps of 0.001, which comes no closer than that: solve"
            " 1 − 2 · a · lr = −1 for lr.",
            misconception=7,
        ),
        *(
            Mistake(
                lambda a, n=n: np.ceil(n / a) / n,
                f"You searched in steps of {1 / n:g}, which comes no closer than that: solve"
                " 1 − 2 · a · lr = −1 for lr.",
                misconception=7,
            )
            for n in (10, 100)
        ),
        Mistake(
            lambda a: abs(1 - 2 * a),
            "You returned the size of the factor for lr = 1: find the lr that makes the factor −1.",
        ),
        Mistake(
            lambda a: 1 - a,
            "You took a from 1: divide 1 by a.",
        ),
        Mistake(
            lambda a: 2 / a**2,
            "You squared a, and kept the 2: 1 − 2 · a · lr = −1 has lr = 2 / (2 · a).",
        ),
    ),
)
