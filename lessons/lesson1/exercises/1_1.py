"""Exercise 1.1: the model."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.search import predict

from .shared import X


def _predict_cases(rng: np.random.Generator) -> list[tuple]:
    hours = rng.uniform(0.5, 6, (2, 4)).round(1)
    ws = rng.uniform(2.5, 5, 3).round(1).tolist()
    whole = (float(ws[0] + 0.03), np.array([0, 5]))  # as the lesson draws its line
    return [(ws[2], 4.0), (ws[0], hours[0]), (-ws[1], hours[1]), (1.5, X), whole]


EXERCISE = Exercise(
    id="1.1",
    title="The model",
    reference=predict,
    example=(1.5, 2.0),
    cases=_predict_cases,
    right="One multiplication serves one number of hours and a whole array of them alike.",
    hints=(
        "A student scores w points for every hour. How many points are that in 4 hours?",
        "The model is ŷ = w · x. NumPy multiplies every element of an array at once.",
        "def predict(w, x):\n    y_hat = ...\n    return y_hat",
    ),
    mistakes=(
        Mistake(
            lambda w, x: w + x,
            "You added w and x: w is points per hour, so multiply it by the hours.",
        ),
        Mistake(
            lambda w, x: x,
            "You handed the hours back as they came: multiply them by w.",
        ),
        Mistake(
            lambda w, x: w,
            "You returned w, the points for one hour: multiply it by the hours x.",
        ),
        Mistake(
            lambda w, x: x**w,
            "You raised x to the power w: `**` is a power, `*` multiplies.",
        ),
        Mistake(
            lambda w, x: x / w,
            "You divided the hours by w: w is points per hour, so multiply by it.",
        ),
        Mistake(
            lambda w, x: 2 * x,
            "You multiplied by 2 whatever w is: use the w your function is given.",
        ),
        Mistake(
            lambda w, x: 1.5 * x,
            "You multiplied by 1.5 whatever w is: use the w your function is given.",
        ),
        Mistake(
            lambda w, x: w * X,
            "You used the three students of the lesson: use the x your function is given.",
        ),
        Mistake(
            lambda w, x: np.sum(w * x),
            "You added the predictions up: return one prediction for every x, without a sum.",
        ),
        Mistake(
            lambda w, x: w**x,
            "You raised w to the power x: `**` is a power, `*` multiplies.",
        ),
        Mistake(
            lambda w, x: w * (x + 1),
            "You multiplied w by x + 1: the line goes through the origin, w times x.",
        ),
        Mistake(
            lambda w, x: w * x + 1,
            "You added 1: the line goes through the origin, so it is w times x and no more.",
        ),
        Mistake(
            lambda w, x: predict(w, x).astype(np.asarray(x).dtype) if np.ndim(x) else w * x,
            "You put the scores into an array made for whole numbers, which cuts them off:"
            " `np.zeros(len(x))` holds any, and `w * x` needs no such array.",
        ),
    ),
)
