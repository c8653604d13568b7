"""Exercise 1.5: count before you run."""

from __future__ import annotations

import math

import numpy as np

from checks import Exercise, Mistake
from course_utils.search import evaluations


def _evaluations_cases(rng: np.random.Generator) -> list[tuple]:
    """The lesson's range; 0.3 / 0.1 and 4.2 / 0.3, which floating point puts below 3 and
    above 14; two drawn ranges; a power that floating point gets wrong in the last digit."""
    steps = rng.integers(10, 60, 2).tolist()
    return [
        (4.0, 0.001, 1),
        (4.0, 0.001, 2),
        (4.0, 0.001, 3),
        (0.3, 0.1, 2),
        (4.2, 0.3, 2),
        (float(steps[0]), 0.5, 4),
        (steps[1] / 4, 0.25, 1),
        (4.0, 0.1, 10),
    ]


EXERCISE = Exercise(
    id="1.5",
    title="Count before you run",
    reference=evaluations,
    example=(4.0, 0.1, 1),
    cases=_evaluations_cases,
    whole=True,
    right="Each further parameter multiplies the work by the number of values:"
    " ten parameters with 41 values each take 425 years at a million evaluations a second.",
    hints=(
        "How many fence posts does a fence of 4 metres need, one at every metre?",
        "One parameter takes width / precision steps, and one value more than steps."
        " Every value goes with every value of the next parameter: a power.",
        "def evaluations(width, precision, parameters):\n"
        "    values = round(...) + ...\n"
        "    return values ** ...",
    ),
    mistakes=(
        Mistake(
            lambda width, precision, parameters: round(width / precision) ** parameters,
            "You counted the steps: both ends are tried, so there is one value more than steps.",
        ),
        Mistake(
            lambda width, precision, parameters: round((width / precision + 1) ** parameters),
            "You rounded after the power, which is no longer exact then: round the steps first.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 1) * parameters,
            "You multiplied by the number of parameters: every value goes with every value of"
            " the others, so raise to the power `** parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: round(width / precision) * parameters,
            "You multiplied the steps by the number of parameters: add 1 for the values, and raise"
            " them to the power `** parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 1) ^ parameters,
            "You wrote `^`, which is no power in Python: a power is `**`.",
        ),
        Mistake(
            lambda width, precision, parameters: parameters ** (round(width / precision) + 1),
            "You swapped base and exponent: raise the number of values to the power `parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: round(width / precision) ** parameters + 1,
            "You added 1 after the power: add it to the steps first, with parentheses.",
        ),
        Mistake(
            lambda width, precision, parameters: round(width / precision) + 1,
            "You counted one parameter alone: raise the whole sum to the power, with"
            " parentheses, `(...) ** parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: int(width / precision) + 1,
            "You counted one parameter alone, and cut its steps off: take `round`, and raise the"
            " whole sum to the power, with parentheses.",
        ),
        Mistake(
            lambda width, precision, parameters: (int(width / precision) + 1) ** parameters,
            "You cut the steps off to a whole number, and 0.3 / 0.1 is 2.9999999999999996 for a"
            " computer: use `round`.",
        ),
        Mistake(
            lambda width, precision, parameters: (math.ceil(width / precision) + 1) ** parameters,
            "You rounded up, and 4.2 / 0.3 is 14.000000000000002 for a computer: use `round`.",
        ),
        Mistake(
            lambda width, precision, parameters: int(width // precision + 1) ** parameters,
            "You divided with `//`, which cuts off, and 4 // 0.1 is 39 for a computer: use `/` and"
            " `round`.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(precision / width) + 1) ** parameters,
            "You divided the precision by the width: the steps are width / precision.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width * precision) + 1) ** parameters,
            "You multiplied width and precision: the steps are width / precision.",
        ),
        Mistake(
            lambda width, precision, parameters: 41**parameters,
            "You used 41 values whatever width and precision are: count them, one more than steps.",
        ),
        Mistake(
            lambda width, precision, parameters: len(np.arange(0, width, precision)) ** parameters,
            "You counted what `np.arange` makes: it leaves out the end, but for a rounding.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 2) ** parameters,
            "You added 2 to the steps: there is one value more than steps, both ends together.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) - 1) ** parameters,
            "You took 1 from the steps: there is one value more than steps, both ends together.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 1)
            ** (parameters + 1),
            "You multiplied once too often: begin with 1, and multiply once for each parameter.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 1)
            ** (parameters - 1),
            "You multiplied once too few: with one parameter there are as many evaluations as"
            " values.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 1)
            ** (2**parameters),
            "You squared the number in each round: multiply by the number of values, which stays.",
        ),
        Mistake(
            lambda width, precision, parameters: int((width / precision + 1) ** parameters),
            "You cut off after the power, and 0.3 / 0.1 is 2.9999999999999996 for a computer:"
            " `round` the steps first.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(2 * width / precision) + 1)
            ** parameters,
            "You took the width for one half of the range: it reaches from one end to the other.",
        ),
        Mistake(
            lambda width, precision, parameters: round(parameters * width / precision) + 1,
            "You put the ranges end to end: every value goes with every value of the others, a"
            " power.",
        ),
    ),
)
