"""Exercise 3.2: the slope of the sigmoid."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.sigmoid import sigmoid, sigmoid_slope


def _slope_cases(rng: np.random.Generator) -> list[tuple]:
    logits = rng.uniform(0.5, 4, 7).round(1) * (-1) ** np.arange(7)
    return [(0.0,), (logits[:4],), (np.array([logits[4:], [0.0, 6.0, -6.0]]),)]


EXERCISE = Exercise(
    id="3.2",
    title="The slope of the sigmoid",
    reference=sigmoid_slope,
    example=(2.0,),
    cases=_slope_cases,
    right="The slope is 1/4 at its highest, where z = 0, and close to 0 far away on both sides.",
    hints=(
        "At z = 0 you have 0.5 and 0.5, and the slope is 0.25; at z = 2 you have 0.881 and 0.119,"
        " and it is 0.105. What do you do with the two numbers?",
        "Compute p = σ(z) once. The slope is p times what is missing to 1.",
        "def sigmoid_slope(z):\n    p = ...\n    return p * ...",
    ),
    mistakes=(
        Mistake(
            lambda z: np.asarray(z) * (1 - np.asarray(z)),
            "You multiplied z by 1 − z: compute p = σ(z) first, and use p in the place of z.",
        ),
        Mistake(
            lambda z: sigmoid(z),
            "You returned the sigmoid itself: multiply it by 1 − p.",
        ),
        Mistake(
            lambda z: 1 - sigmoid(z),
            "You returned 1 − p: multiply it by p.",
        ),
        Mistake(
            lambda z: sigmoid(z) ** 2,
            "You squared p: multiply p by 1 − p.",
        ),
        Mistake(
            lambda z: sigmoid(z) * (1 + sigmoid(z)),
            "You added where you should subtract: it is p · (1 − p).",
        ),
        Mistake(
            lambda z: sigmoid(z) * (sigmoid(z) - 1),
            "You turned the difference round: 1 − p, not p − 1; the sigmoid never falls.",
        ),
        Mistake(
            lambda z: 0 * sigmoid(z),
            "You got 0 everywhere: `p * 1 - p` multiplies first, so put 1 − p in parentheses.",
        ),
        Mistake(
            lambda z: sigmoid(z) * (1 - np.asarray(z)),
            "You used z in one place: it is 1 − p there too.",
        ),
        Mistake(
            lambda z: 2 * sigmoid(z) * (1 - sigmoid(z)),
            "You doubled the slope: it is p · (1 − p), without a factor.",
        ),
        Mistake(
            lambda z: sigmoid(z) - sigmoid(z) ** 3,
            "You multiplied by 1 − p²: there is no square, it is 1 − p.",
        ),
        Mistake(
            lambda z: 1 - sigmoid(z) ** 2,
            "You returned 1 − p², the slope of tanh: for the sigmoid it is p · (1 − p).",
        ),
        *(
            Mistake(
                lambda z, h=h: (sigmoid(z + h) - sigmoid(z - h)) / (2 * h),
                f"You measured between points {2 * h:g} apart, which is close and not exact:"
                " make the slope of p and 1 − p.",
            )
            for h in (0.1, 0.01)
        ),
        *(
            Mistake(
                lambda z, h=h: (sigmoid(z + h) - sigmoid(z)) / h,
                f"You measured from z to z + {h:g}, which is close and not exact: make the slope"
                " of p and 1 − p.",
            )
            for h in (0.1, 0.01, 0.001, 0.0001)
        ),
        Mistake(
            lambda z: np.minimum(sigmoid(z), 1 - sigmoid(z)) / 2,
            "You halved the smaller of p and 1 − p: that is right at 0 alone.",
        ),
        Mistake(
            lambda z: 0.25 + 0 * sigmoid(z),
            "You returned 1/4 for every z: that is the slope at 0, and elsewhere it is smaller.",
        ),
        Mistake(
            lambda z: np.sum(sigmoid_slope(z)),
            "You added the slopes up: return one slope for every z, without a sum.",
        ),
        Mistake(
            lambda z: np.mean(sigmoid_slope(z)),
            "You took the mean of the slopes: return one slope for every z.",
        ),
        Mistake(
            lambda z: sigmoid(z) ** 2 * (1 - sigmoid(z)),
            "You took p twice: it is p · (1 − p).",
        ),
        Mistake(
            lambda z: np.minimum(sigmoid(z), 1 - sigmoid(z)),
            "You took the smaller of p and 1 − p: multiply the two.",
        ),
        Mistake(
            lambda z: 1 + 0 * sigmoid(z),
            "You added p and 1 − p, which is 1 everywhere: multiply the two.",
        ),
        Mistake(
            lambda z: 2 * sigmoid(z) - 1,
            "You took 1 − p from p: multiply the two.",
        ),
        Mistake(
            lambda z: sigmoid(z) / (1 - sigmoid(z)),
            "You divided p by 1 − p: multiply the two.",
        ),
        Mistake(
            lambda z: sigmoid(z) ** (1 - sigmoid(z)),
            "You raised p to the power 1 − p: `**` is a power, `*` multiplies.",
        ),
        Mistake(
            lambda z: sigmoid(z * (1 - np.asarray(z))),
            "You multiplied logits inside the sigmoid: compute p = σ(z) first, then p · (1 − p).",
        ),
        Mistake(
            lambda z: sigmoid(z * (1 - sigmoid(z))),
            "You multiplied inside the sigmoid: compute p = σ(z) first, then p · (1 − p).",
        ),
        Mistake(
            lambda z: sigmoid(z) * (1 - sigmoid(z)) * np.asarray(z),
            "You multiplied by z as well: the slope is p · (1 − p), and z enters through p alone.",
        ),
    ),
)
