"""Exercise 3.4: cross-entropy from the logit."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.sigmoid import bce_from_logits, sigmoid

from .shared import Y, each_loss


def _logits_cases(rng: np.random.Generator) -> list[tuple]:
    """Drawn logits, right and wrong; two that could pass for probabilities; 40, where 1 − p is
    rounded to 0; 720, where e^z overflows and p is not yet 0; and ±1000, both right and both
    wrong."""
    z = rng.uniform(0.5, 4, 5).round(1) * (-1) ** np.arange(5)
    y = np.array([1, 1, 0, 0, 1])
    return [
        (z, y),
        (rng.uniform(0.2, 0.8, 2).round(2), np.array([1, 0])),
        (np.array([40.0, -z[0], z[2], -3.0]), np.array([0, 1, 1, 1])),
        (np.array([-720.0, 720.0, z[0]]), np.array([1, 0, 0])),
        (np.array([1000.0, -1000.0, z[1]]), np.array([1, 0, 1])),
        (np.array([1000.0, -1000.0, z[2]]), np.array([0, 1, 0])),
    ]


def _exact(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The loss of each."""
    return np.logaddexp(0, np.where(y == 1, -z, z))


EXERCISE = Exercise(
    id="3.4",
    title="Cross-entropy from the logit",
    reference=bce_from_logits,
    example=(np.array([2.0, -1.0]), Y),
    cases=_logits_cases,
    right="The logit never became a probability, so none was rounded to 0 or 1. Did NumPy warn of"
    " an overflow? Then some e^z was computed in vain: `np.logaddexp` is silent.",
    hints=(
        "Both losses are log(1 + e^a). What is a for a student who passed, and for one who failed?",
        "log(1 + e^a) is log(e^0 + e^a), and `np.logaddexp(0, a)` computes that without overflow."
        " a says how far the logit points the wrong way: −z if y is 1, z if y is 0.",
        "def bce_from_logits(z, y):\n"
        "    against = np.where(y == 1, ..., ...)\n"
        "    return float(np.mean(np.logaddexp(0, ...)))",
    ),
    mistakes=(
        Mistake(
            lambda z, y: np.mean(each_loss(sigmoid(z), y)),
            "You went through the probability: at z = 40 the computer rounds p to 1, and then"
            " log(1 − p) is log 0. Work with z itself.",
            misconception=17,
        ),
        Mistake(
            lambda z, y: np.mean(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))),
            "You compute e^1000, which overflows, and 0 · inf is nan: let `np.logaddexp(0, a)`"
            " compute log(1 + e^a).",
        ),
        Mistake(
            lambda z, y: np.mean(np.log(1 + np.exp(np.where(y == 1, -z, z)))),
            "You chose the right exponent, but e^1000 overflows: let `np.logaddexp(0, a)` compute"
            " log(1 + e^a).",
        ),
        Mistake(
            lambda z, y: -np.mean(np.log(sigmoid(np.where(y == 1, z, -z)))),
            "You went through the probability of what happened: for z = 1000 and y = 0 it is"
            " rounded to 0, and log 0 is −inf. Work with z itself.",
            misconception=17,
        ),
        *(
            Mistake(
                lambda z, y, most=most: np.mean(_exact(np.clip(z, -most, most), y)),
                f"You cut z off at {most}, so no loss can exceed {most}: for z = 1000 and y = 0 it"
                " is 1000, and `np.logaddexp` needs no cut.",
            )
            for most in (709, 700, 500, 100, 50)
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, np.exp(np.where(y == 1, -z, z)))),
            "You gave `np.logaddexp` a power of e, but it raises e to its arguments itself: give it"
            " the exponents.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(1, np.exp(np.where(y == 1, -z, z)))),
            "You gave `np.logaddexp` 1 and e^a, but it raises e to its arguments itself: give it 0"
            " and a.",
        ),
        Mistake(
            lambda z, y: np.mean(np.log(np.logaddexp(0, np.where(y == 1, -z, z)))),
            "You took the logarithm twice: `np.logaddexp` has it inside.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, -z * y)),
            "You used −z · y, which is 0 for everybody who failed: there the exponent is z.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, z * y)),
            "You used z · y, which is 0 for everybody who failed: the exponent is −z where y is 1"
            " and z where y is 0.",
        ),
        Mistake(
            lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z),
            "You compute e^z for every z, and e^1000 overflows: let `np.logaddexp(0, z)` compute"
            " log(1 + e^z).",
        ),
        *(
            Mistake(
                lambda z, y, low=low: np.mean(each_loss(np.clip(sigmoid(z), low, 1 - low), y)),
                f"You clipped the probability, so no loss can exceed about {-np.log(low):.1f}: at"
                " z = 1000 it should be 1000. Work with z itself.",
                misconception=17,
            )
            for low in (1e-3, 1e-6, 1e-7, 1e-9, 1e-12, 1e-15)
        ),
        Mistake(
            lambda z, y: np.sum(_exact(z, y)),
            "You added the losses up: divide by the number of students to get their mean.",
            misconception=8,
        ),
        Mistake(
            lambda z, y: np.mean(_exact(-z, y)),
            "You swapped the two cases: the exponent is −z where y is 1 and z where y is 0.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, z)),
            "You took log(1 + e^z) for everybody: where y is 1 the exponent is −z.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, -z)),
            "You took log(1 + e^−z) for everybody: where y is 0 the exponent is z.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(1, np.where(y == 1, -z, z))),
            "You wrote `np.logaddexp(1, …)`, which is log(e^1 + …): 1 is e^0, so the first"
            " argument is 0.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, -np.abs(z))),
            "You used −|z|, as if every answer were right: the exponent is −z where y is 1 and z"
            " where y is 0.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, np.abs(z))),
            "You used |z|, as if every answer were wrong: the exponent is −z where y is 1 and z"
            " where y is 0.",
        ),
        Mistake(
            lambda z, y: -np.mean(_exact(z, y)),
            "You turned the sign: log(1 + e^a) is positive already, as a loss should be.",
        ),
        Mistake(
            lambda z, y: np.mean(np.where(y == 1, 1, -1) * _exact(z, y)),
            "You gave the two cases different signs: log(1 + e^a) is positive in both.",
        ),
        Mistake(
            lambda z, y: np.mean(_exact(sigmoid(z), y)),
            "You applied the sigmoid first, but this form has it inside: give it z itself.",
            misconception=16,
        ),
        Mistake(
            lambda z, y: np.mean(each_loss(z, y)),
            "You took the logarithm of the logit: a logit may be negative, it is no probability.",
        ),
        Mistake(
            lambda z, y: np.mean(np.maximum(0, np.where(y == 1, -z, z))),
            "You took the larger of 0 and the exponent: that is close for logits far from 0, the"
            " loss is log(1 + e^a).",
        ),
        Mistake(
            lambda z, y: _exact(z, y),
            "You returned the loss of every student: take their mean, one number.",
        ),
        Mistake(
            lambda z, y: _exact(z, y)[0],
            "You returned the loss of the first student: is `return` inside a loop?",
        ),
        Mistake(
            lambda z, y: _exact(z, y)[-1],
            "You returned the loss of the last student: take the mean over all.",
        ),
        Mistake(
            lambda z, y: _exact(z, y)[-1] / len(y),
            "You divided the loss of the last student alone: add up all of them with `+=`.",
        ),
        Mistake(
            lambda z, y: np.mean(_exact(z, y)) / len(y),
            "You divided by the number of students twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda z, y: np.mean((sigmoid(z) - y) ** 2),
            "You computed the squared error of the probabilities: this loss is log(1 + e^a).",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp2(0, np.where(y == 1, -z, z))),
            "You used `np.logaddexp2`, which works with powers of 2: `np.logaddexp` works with e.",
        ),
        Mistake(
            lambda z, y: -np.mean(np.where(y == 1, np.log(sigmoid(z)), np.log(1 - sigmoid(z)))),
            "You went through the probability: at z = 40 the computer rounds p to 1, and log(1 − p)"
            " is −inf. Work with z itself.",
            misconception=17,
        ),
        Mistake(
            lambda z, y: np.nan_to_num(np.mean(each_loss(sigmoid(z), y))),
            "You replaced nan, but the loss that was lost is none of these numbers: for z = 1000"
            " and y = 0 it is 1000. Work with z itself.",
            misconception=17,
        ),
        Mistake(
            lambda z, y: np.mean(y * _exact(z, 1)),
            "You counted those who passed alone: add log(1 + e^z) for the others.",
        ),
        Mistake(
            lambda z, y: np.mean((1 - y) * _exact(z, 0)),
            "You counted those who failed alone: add log(1 + e^−z) for the others.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(1, z) - y * z),
            "You wrote `np.logaddexp(1, z)`, which is log(e^1 + e^z): 1 is e^0, so the first"
            " argument is 0.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(z, -z)),
            "You added e^z and e^−z: it is log(1 + e^a), `np.logaddexp(0, a)`, and y decides"
            " which a.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(z, np.where(y == 1, -z, z))),
            "You put z in the place of the 0: it is log(1 + e^a), `np.logaddexp(0, a)`.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, z) + y * z),
            "You added y · z: subtract it, since log(1 + e^−z) is log(1 + e^z) − z.",
        ),
        Mistake(
            lambda z, y: np.mean(np.logaddexp(0, z) - y),
            "You subtracted y alone: where y is 1 the loss is log(1 + e^z) − z.",
        ),
        Mistake(
            lambda z, y: np.mean(
                y * np.logaddexp(0, np.exp(-z)) + (1 - y) * np.logaddexp(0, np.exp(z))
            ),
            "You gave `np.logaddexp` powers of e, and e^1000 overflows: it raises e to its"
            " arguments itself, so give it −z and z.",
        ),
        Mistake(
            lambda z, y: np.logaddexp(0, np.mean(np.where(y == 1, -z, z))),
            "You took the mean of the exponents: take the mean of the losses.",
        ),
        *(
            Mistake(
                lambda z, y, most=most: np.mean(_exact(np.minimum(z, most), y)),
                f"You let no logit exceed {most}: for z = 1000 and y = 0 the loss is 1000, and"
                " `np.logaddexp` needs no cut.",
            )
            for most in (709, 700, 500, 100, 50)
        ),
    ),
)
