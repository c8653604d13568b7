"""Exercise 2.5: three partial derivatives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.data import quadratic
from course_utils.descent import partial_derivatives

from .shared import students


def _partial_cases(rng: np.random.Generator) -> list[tuple]:
    cases = []
    for n in (3, 4, 6):
        w = rng.uniform(0.5, 4, 3).round(1) * np.array([1, -1, 1])
        x = rng.uniform(0.2, 0.8, n).round(1) + np.arange(n) / 2
        cases.append((w, x, _quadratic(w, x) - students(rng, n)[1]))
    return cases


def _quadratic(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return w[0] * x**2 + w[1] * x + w[2]


def _partials(errors: np.ndarray, *factors: np.ndarray | float) -> np.ndarray:
    """The mean of 2 * errors * factor for each factor."""
    return np.array([np.mean(2 * errors * factor) for factor in factors])


def _of_errors(answer: Callable) -> Callable:
    """An answer to 2.5, given the errors too."""
    return lambda w, x, y: answer(w, x, y, _quadratic(w, x) - y)


EXERCISE = Exercise(
    id="2.5",
    title="Three partial derivatives",
    reference=partial_derivatives,
    example=(np.array([1.0, 0.0, -1.0]), np.array([0.5]), np.array([6.0])),
    cases=_partial_cases,
    array=True,
    right="Error, times what the weight is multiplied by in the model: every linear model's"
    " gradient looks like this.",
    hints=(
        "If w3 alone grows by 1, by how much does ŷ grow? And the loss of a point?",
        "Each partial derivative is the mean of 2 · error · (what this weight is multiplied by):"
        " x² for w1, x for w2, and for w3 … ?",
        "def partial_derivatives(w, x, y):\n"
        "    errors = w[0] * x**2 + ...\n"
        "    first = np.mean(2 * errors * x**2)\n"
        "    second = ...\n"
        "    third = ...\n"
        "    return np.array([first, second, third])",
    ),
    mistakes=(
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y) * len(x),
            "You added up: the cost is a mean, so each partial derivative is a mean.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y) / 2,
            "You lost the factor 2: the slope of error² is 2 · error.",
        ),
        Mistake(
            lambda w, x, y: -partial_derivatives(w, x, y),
            "You turned the sign round: an error is what the model says minus what is true.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y)[::-1],
            "You returned the three in the other order: w[0] belongs to x².",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 1, 1, 1)),
            "You left out x² and x: how fast ŷ grows with a weight is what the weight is"
            " multiplied by.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x, x, 1)),
            "You multiplied by x for w[0] too: it is multiplied by x² in the model.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x, x, x)),
            "You multiplied by x three times: use what each weight is multiplied by in the model.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x**2, x, 0)),
            "You took 0 for w[2]: it is no fixed number but a weight, and ŷ grows by 1 with it.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x**2, x, w[2])),
            "You multiplied by w[2] in the third: when w[2] grows by 1, ŷ grows by 1.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, *w)),
            "You multiplied by the weights: multiply by what stands beside each, x², x and 1.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, w[0] * x**2, w[1] * x, w[2])),
            "You multiplied by whole terms of the model: leave the weight itself out of each.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 2 * x, 1, 0)),
            "You took the slope by x: here the weights change, and x stays as it is.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 2 * w[0] * x, w[1], 0)),
            "You took the slope by x, with its weights: here the weights change, and x stays.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 2 * x, x, 1)),
            "You took 2 · x for w[0]: x² is a fixed number here, and w[0] is multiplied by it.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e**2, x**2, x, 1)),
            "You kept the square: the slope of error² is 2 · error, without a square.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w[::-1], x, y),
            "You used the weights in the other order in the model: w[0] belongs to x².",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w * [1, 1, 0], x, y),
            "You left w[2] out of the model: ŷ = w[0] · x² + w[1] · x + w[2].",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, 0 * y),
            "You left y out: the slope depends on the errors, ŷ − y.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: 2 * e * np.array([x**2, x, np.ones(len(x))])),
            "You returned the slopes for every point: take the mean over the points for each"
            " weight.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: np.sum(_partials(e, x**2, x, 1))),
            "You added the three partial derivatives up: return them side by side, three numbers.",
        ),
        Mistake(
            _of_errors(
                lambda w, x, y, e: np.mean(2 * e) * np.array([np.mean(x**2), np.mean(x), 1])
            ),
            "You multiplied means: multiply each error by its own x² or x first, then take the"
            " mean.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y) * len(x) / 100,
            "You divided by 100 whatever comes: divide by the number of points given, `len(x)`.",
        ),
        Mistake(
            lambda w, x, y: np.array(
                [
                    np.mean(2 * (w[0] * x**2 - y) * x**2),
                    np.mean(2 * (w[1] * x - y) * x),
                    np.mean(2 * (w[2] - y)),
                ]
            ),
            "You gave each weight an error of its own: a point has one error, that of the whole"
            " model.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y).round(3),
            "You rounded the three: return them as they are.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, *quadratic()),
            "You used the hundred points of the lesson: use the x and y your function is given.",
        ),
        Mistake(
            lambda w, x, y: np.array([np.mean(2 * w[0] * x), w[1], 0]),
            "You took the slope of the model by x, without its errors: each partial derivative is"
            " the mean of 2 · error · (what this weight is multiplied by).",
        ),
        Mistake(
            lambda w, x, y: _partials(w[0] * x + w[1] * x + w[2] - y, x**2, x, 1),
            "You multiplied w[0] by x in the model: ŷ = w[0] · x² + w[1] · x + w[2].",
        ),
        Mistake(
            lambda w, x, y: _partials((w[0] * x + w[1]) ** 2 + w[2] - y, x**2, x, 1),
            "You squared too much in the model: ŷ = w[0] · x² + w[1] · x + w[2].",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: np.array([*_partials(e, x**2, x), 2])),
            "You left the error out of the third: for w[2] it is the mean of 2 · error.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x**3, x**2, x)),
            "You multiplied by one x too many in each: w[0] belongs to x², w[1] to x, w[2] to 1.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(np.abs(e), x**2, x, 1)),
            "You dropped the signs of the errors: they say which way is down.",
        ),
        Mistake(
            lambda w, x, y: w - partial_derivatives(w, x, y),
            "You took a step: the three partial derivatives themselves are asked for.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: 2 * e[0] * np.array([x[0] ** 2, x[0], 1])),
            "You looked at the first point alone: take the mean over all of them.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: 2 * e[-1] * np.array([x[-1] ** 2, x[-1], 1]) / len(x)),
            "You divided what the last point gives: add up all of them with `+=`.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x**2, x, x)),
            "You multiplied by x in the third too: when w[2] grows by 1, ŷ grows by 1.",
        ),
    ),
)
