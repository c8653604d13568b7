"""Exercise 1.2: the cost."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.search import cost

from .shared import X, Y, scatter


def _cost_cases(rng: np.random.Generator) -> list[tuple]:
    """Of 3, 5 and 7 students, whose mean never lies halfway between two hundredths, with scores so
    low that float32 keeps enough digits of an error."""
    cases = []
    for n in (3, 5, 7):
        w = round(rng.uniform(1.5, 2.5), 1)
        x, errors = scatter(rng, n)
        cases.append((w, x, w * x - errors))
    return cases


EXERCISE = Exercise(
    id="1.2",
    title="The cost",
    reference=cost,
    example=(1.5, X, Y),
    cases=_cost_cases,
    right="Squares let no error cancel another and make large ones count most;"
    " the mean does not grow with the number of points.",
    hints=(
        "How far off is the line at one point, and how do three such errors become one number?",
        "cost = mean of (ŷ − y)², with ŷ = w · x: error, then square, then mean.",
        "def cost(w, x, y):\n    errors = ... - y\n    return float(np.mean(...))",
    ),
    mistakes=(
        Mistake(
            lambda w, x, y: np.sum((w * x - y) ** 2),
            "You added the squared errors up: divide by the number of points to get their mean.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: np.mean(w * x - y),
            "You took the mean of the errors themselves, and those above and below the line"
            " cancel: square each error first.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) * 2),
            "You doubled the errors: `* 2` doubles, `** 2` squares.",
        ),
        Mistake(
            lambda w, x, y: np.mean(np.abs(w * x - y)),
            "You took the mean of the absolute errors: square each error instead.",
        ),
        Mistake(
            lambda w, x, y: np.sqrt(np.mean((w * x - y) ** 2)),
            "You took the root at the end, which gives the RMSE: leave the root out.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) ** 2) / 2,
            "You halved the mean of the squared errors: here the cost is the whole mean.",
        ),
        Mistake(
            lambda w, x, y: np.mean(w * x - y) ** 2,
            "You squared the mean of the errors: square each error first, then take the mean.",
        ),
        Mistake(
            lambda w, x, y: np.sum(w * x - y) ** 2 / len(x),
            "You squared the sum of the errors: square each error first, then add them up.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x + y) ** 2),
            "You added y to the prediction: an error is their difference, `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w + x - y) ** 2),
            "Your line adds w and x: the prediction is w times x.",
        ),
        Mistake(
            lambda w, x, y: np.mean((x - y) ** 2),
            "You compared the hours with the points: multiply x by w first.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x) ** 2),
            "You squared the predictions: subtract y from them before you square.",
        ),
        Mistake(
            lambda w, x, y: (w * x[-1] - y[-1]) ** 2,
            "You returned the squared error of the last point: take the mean over all points.",
        ),
        Mistake(
            lambda w, x, y: (w * x[-1] - y[-1]) ** 2 / len(x),
            "You divided the squared error of the last point alone: add up all of them with `+=`.",
        ),
        Mistake(
            lambda w, x, y: (w * x[0] - y[0]) ** 2,
            "You returned the squared error of the first point: is `return` inside a loop?",
        ),
        Mistake(
            lambda w, x, y: np.sum((w * x - y) ** 2) / (len(x) - 1),
            "You divided by one less than the number of points: divide by their number.",
        ),
        Mistake(
            lambda w, x, y: np.sum((w * x - y) ** 2) / 3,
            "You divided by 3 whatever comes: divide by the number of points given, `len(x)`.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) ** 2) / len(x),
            "You divided by the number of points twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda w, x, y: round(cost(w, x, y), 2),
            "You rounded the cost: return it as it is.",
        ),
        Mistake(
            lambda w, x, y: (w * x - y) ** 2 / len(x),
            "You divided each squared error by the number of points: add them up as well.",
        ),
        Mistake(
            lambda w, x, y: (w * x - y) ** 2,
            "You returned the squared error of every point: take their mean, one number.",
        ),
        Mistake(
            lambda w, x, y: np.mean(w * x - y**2),
            "You squared y alone: put the whole error in parentheses, `(w * x - y) ** 2`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(w * (x - y) ** 2),
            "You took y from x, and w times the square of that: first w times x, then minus y, then"
            " the square.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * (x - y)) ** 2),
            "You took y from x before multiplying: leave out the parentheses, `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x) ** 2 - y**2),
            "You subtracted the squares: square the difference, one for each point.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w - y) ** 2),
            "You left x out: the prediction is w times x.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) ** 3),
            "You raised the errors to the power 3: square them, `** 2`.",
        ),
        Mistake(
            lambda w, x, y: np.var(w * x - y),
            "You took the variance, which first takes the mean error away: take the mean of the"
            " squares.",
        ),
        Mistake(
            lambda w, x, y: np.std(w * x - y),
            "You took the standard deviation, the root of what is left without the mean error: take"
            " the mean of the squares.",
        ),
        Mistake(
            lambda w, x, y: cost(w, x, y) + 1 / len(x),
            "You began the sum with 1: it begins with 0.",
        ),
    ),
)
