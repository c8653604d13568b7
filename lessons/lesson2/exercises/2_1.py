"""Exercise 2.1: the gradient of the cost."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.descent import gradient
from course_utils.search import cost

from .shared import X, Y, students


def _gradient_cases(rng: np.random.Generator) -> list[tuple]:
    cases = []
    for n in (3, 4, 6):
        w = round(rng.uniform(2.5, 5), 1)
        x, errors = students(rng, n)
        cases.append((w, x, w * x - errors))
        cases.append((-w, x, -w * x + errors))
    # So large that w + h is w: there no measured slope is right.
    return [*cases, (1e17, x, 2 * x - errors)]


def _measured_slope(w: float, x: np.ndarray, y: np.ndarray) -> float:
    return (cost(w + 0.001, x, y) - cost(w, x, y)) / 0.001


EXERCISE = Exercise(
    id="2.1",
    title="The gradient of the cost",
    reference=gradient,
    example=(1.0, X, Y),
    cases=_gradient_cases,
    right="Its sign says which way is uphill, and it is 0 at the bottom:"
    " nothing else is needed to find the way down.",
    hints=(
        "What is the slope of each student's loss, and how do several losses become one cost?",
        "`w * x - y` is the errors of all students at once. Their slopes, too, are one line of code"
        " on whole arrays, and `np.mean` makes one number of them.",
        "def gradient(w, x, y):\n    errors = ...\n    return float(np.mean(...))",
    ),
    mistakes=(
        Mistake(
            lambda w, x, y: np.sum(2 * (w * x - y) * x),
            "You added the slopes up: the cost is a mean, so its slope is the mean of the slopes.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) * x),
            "You lost the factor 2: the slope of a square is twice what is squared.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (y - w * x) * x),
            "You turned the sign round: an error is what the model says minus what is true,"
            " `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean((y - w * x) * x),
            "You turned the sign round and lost the factor 2: begin with `errors = w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y)),
            "You left out the factor x: when w grows by 1, the prediction grows by x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(w * x - y),
            "You returned the mean error: each error still has to be multiplied by 2 and by its x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) * w),
            "You multiplied the errors by w: when w grows by 1, the prediction grows by x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y)) * np.mean(x),
            "You multiplied the mean of the errors by the mean of x: multiply each error by its"
            " own x first, then take the mean.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) ** 2 * x),
            "You kept the square: the slope of error² is 2 · error, without a square.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * np.abs(w * x - y) * x),
            "You dropped the signs of the errors: they say which way is down.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x + y) * x),
            "You added y to the prediction: an error is their difference, `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * w * x * x),
            "You left y out: the slope depends on the errors, `w * x - y`.",
        ),
        Mistake(
            cost,
            "You returned the cost, the height of the curve: its slope is asked for.",
        ),
        Mistake(
            lambda w, x, y: gradient(w, X, Y),
            "You used the three students of the lesson: use the x and y your function is given.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x - y) * x,
            "You returned the slope for every student: return their mean, one number.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x - y) * x / len(x),
            "You divided each slope by the number of students: add them up as well.",
        ),
        Mistake(
            lambda w, x, y: np.sum(2 * (w * x - y) * x) / 3,
            "You divided by 3 whatever comes: divide by the number of students given, `len(x)`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) * x) / len(x),
            "You divided by the number of students twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[0] - y[0]) * x[0],
            "You returned the slope for the first student: is `return` inside a loop?",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[-1] - y[-1]) * x[-1],
            "You returned the slope for the last student: take the mean over all of them.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[-1] - y[-1]) * x[-1] / len(x),
            "You divided the slope for the last student alone: add up all of them with `+=`.",
        ),
        Mistake(
            _measured_slope,
            "You measured the slope with a step of 0.001, which is near but not exact:"
            " use 2 · error · x.",
        ),
        Mistake(
            lambda w, x, y: gradient(w, x, y) if abs(w) < 1e15 else 0.0,
            "You measured the slope, which fails for a large w: a computer cannot tell w + h from"
            " it. Use 2 · error · x.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[0] - y[0]) * x[0] / len(x),
            "You returned after the first student: move the `return` out of the loop.",
        ),
        Mistake(
            lambda w, x, y: -9.33,
            "You returned the number of the example: compute it from w, x and y.",
        ),
        Mistake(
            lambda w, x, y: -np.sum(2 * (w * x - y) * x),
            "You turned the sign round and added the slopes up: an error is `w * x - y`, and the"
            " cost is a mean.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: round(gradient(w, x, y), 2),
            "You rounded the slope: return it as it is.",
        ),
        *(
            Mistake(
                lambda w, x, y, h=h: (cost(w + h, x, y) - cost(w, x, y)) / h,
                f"You measured the slope with a step of {h:g}, which is near but not exact: use"
                " 2 · error · x.",
            )
            for h in (0.1, 0.01, 0.0001)
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y * x)),
            "You multiplied y alone by x: put the error in parentheses, `(w * x - y) * x`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * w * x - y * x),
            "You multiplied parts of the error: put it in parentheses, `2 * (w * x - y) * x`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) * x**2),
            "You multiplied by x²: when w grows by 1, the prediction grows by x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) * y),
            "You multiplied the errors by y: when w grows by 1, the prediction grows by x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) / x),
            "You divided the errors by x: multiply each by its x.",
        ),
        Mistake(
            lambda w, x, y: 2 * np.mean(w * x - y) ** 2,
            "You squared the mean error: the slope of error² is 2 · error, times x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (x - y) * x),
            "You left w out: an error is `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: 2 * np.mean(x),
            "You left the errors out: multiply each error by 2 and by its x.",
        ),
    ),
)
