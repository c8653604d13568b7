"""Exercise 4.4: the boundary."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.logistic import boundary
from course_utils.sigmoid import sigmoid


def _boundary_cases(rng: np.random.Generator) -> list[tuple]:
    """Rising and falling curves, probabilities below 0.5 and above, 0.5 itself and one close to 1,
    places on either side of 0."""
    sizes = rng.permutation(np.arange(4, 40))[:6] / 10
    shares = (rng.integers(6, 10) / 10, rng.integers(1, 5) / 10, 0.55)
    signs = ((1, -1), (-1, -1), (1, 1))
    rows = zip(signs, sizes[:3], sizes[3:] + 0.05, shares, strict=True)
    cases = [(float(s * w), float(t * b), float(p)) for (s, t), w, b, p in rows]
    return [*cases, (*cases[0][:2], 0.5), (*cases[1][:2], 0.999)]


def _with(logit: Callable[[float], float]) -> Callable[..., float]:
    """A boundary that takes another logit for p."""
    return lambda w, b, p: (logit(p) - b) / w


def _logit(p: float) -> float:
    return np.log(p / (1 - p))


def _nearest_hour(w: float, b: float, p: float) -> float:
    hours = np.linspace(0, 10, 101)
    return hours[np.argmin(np.abs(sigmoid(w * hours + b) - p))]


EXERCISE = Exercise(
    id="4.4",
    title="The boundary",
    reference=boundary,
    example=(2.0, -5.0, 0.8),
    cases=_boundary_cases,
    right="For p = 0.5 the logit is 0, and the place depends on the ratio of b to w alone:"
    " doubling both makes the curve steeper and leaves the boundary where it is.",
    hints=(
        "Two questions, one after the other: at which logit z does the sigmoid say p, and at which"
        " x is w · x + b this z?",
        "Turn p = 1 / (1 + e^−z) round: e^−z = (1 − p) / p, so e^z = p / (1 − p). The logarithm"
        " gives z. Then solve w · x + b = z for x.",
        "def boundary(w, b, p):\n    z = np.log(...)\n    return ... / w",
    ),
    mistakes=(
        Mistake(
            lambda w, b, p: -b / w,
            "You solved z = 0, which is right for p = 0.5 alone: find the z that belongs to p.",
            misconception=12,
        ),
        Mistake(
            lambda w, b, p: 0.0,
            "You returned 0: find the z that belongs to p, then the x that has this z.",
            misconception=12,
        ),
        Mistake(
            lambda w, b, p: (_logit(p) + b) / w,
            "You lost a sign: from w · x + b = z follows w · x = z − b.",
        ),
        Mistake(
            lambda w, b, p: (b - _logit(p)) / w,
            "You turned the sign round: from w · x + b = z follows w · x = z − b.",
        ),
        Mistake(
            lambda w, b, p: _logit(p) / w,
            "You left out b: from w · x + b = z follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: (_logit(p) - b) / abs(w),
            "You took w without its sign, and the place lies on the other side where the curve"
            " falls: divide by w as it is.",
        ),
        Mistake(
            lambda w, b, p: (_logit(p) - w) / b,
            "You took w and b for each other: from w · x + b = z follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: _logit(p) - b / w,
            "You divided b alone by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: _logit(p) / w - b,
            "You divided z alone by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: _logit(p) - b,
            "You forgot to divide by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: (_logit(p) - b) * w,
            "You multiplied by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: w / (_logit(p) - b),
            "You turned the fraction over: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            _with(lambda p: -_logit(p)),
            "You took the logit of 1 − p: e^z is p / (1 − p).",
        ),
        Mistake(
            _with(lambda p: p),
            "You solved z = p: p is the sigmoid of z, so find z first.",
        ),
        Mistake(
            _with(sigmoid),
            "You put p through the sigmoid: z is sought, and p is *its* sigmoid.",
        ),
        Mistake(
            _with(lambda p: p - 0.5),
            "You solved z = p − 0.5: the sigmoid is a curve, so p and z do not rise alike.",
        ),
        Mistake(
            _with(np.log),
            "You took log(p) for the logit: from p = 1 / (1 + e^−z) follows e^z = p / (1 − p).",
        ),
        Mistake(
            _with(lambda p: -np.log(1 - p)),
            "You left p out of the fraction: from p = 1 / (1 + e^−z) follows e^z = p / (1 − p).",
        ),
        Mistake(
            _with(lambda p: np.log10(p / (1 - p))),
            "You took the logarithm to base 10: e^z needs `np.log`, to base e.",
        ),
        Mistake(
            _with(lambda p: p / (1 - p)),
            "You left out the logarithm: p / (1 − p) is e^z, not z.",
        ),
        Mistake(
            lambda w, b, p: -np.inf / w,
            "You took the logarithm of p / 1 − p, which is 0: the parentheses of p / (1 − p) are"
            " missing.",
        ),
        Mistake(
            _nearest_hour,
            "You picked the nearest hour of a list: solve for x, which may lie between them, or"
            " outside.",
        ),
        Mistake(
            lambda w, b, p: _logit(p),
            "You returned the logit: now solve w · x + b = z for x.",
        ),
        Mistake(
            lambda w, b, p: p,
            "You returned the probability: find the x at which the model says it.",
        ),
        Mistake(
            lambda w, b, p: w * p + b,
            "You put p in for x: p is the probability, and x is asked for.",
        ),
        Mistake(
            lambda w, b, p: sigmoid(w * p + b),
            "You put p in for x and asked the model: p is what it says, and x is asked for.",
        ),
        Mistake(
            lambda w, b, p: sigmoid(boundary(w, b, p)),
            "You put the place through the sigmoid: it is an x, no probability.",
        ),
        Mistake(
            lambda w, b, p: abs(boundary(w, b, p)),
            "You dropped the sign: the place may be negative.",
        ),
        Mistake(
            lambda w, b, p: (_logit(p) - b) // w,
            "You divided with `//`, which rounds down: use `/`.",
        ),
        Mistake(
            lambda w, b, p: round(boundary(w, b, p), 1),
            "You rounded: return the place as it is.",
        ),
        Mistake(
            lambda w, b, p: round(boundary(w, b, p), 2),
            "You rounded to two digits: return the place as it is.",
        ),
    ),
)
