"""The exercises of lesson 3, sigmoid and cross-entropy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..logistic import bce, bce_from_logits, cross_entropy, sigmoid, sigmoid_slope
from .probes import call_and_hear
from .record import Exercise, Mistake
from .values import Told, encode, same

P, Y = np.array([0.8, 0.4]), np.array([1, 0])
LOGITS = np.array([[1.3, 0.1, 0.3], [0.9, 1.2, 0.9], [0.5, 1.4, 0.2]])
CLASSES = np.array([1, 2, 0])


# 3.1 sigmoid

TEXT = "You return a text: return the probability, a number."
COARSE = (
    "You cut z off or round p, and tiny probabilities come out wrong: at z = −40 p is 4·10⁻¹⁸, and"
    " at z = −1000 it is 0."
)
NOISE = (
    "You return the right values, but NumPy warns on the way: feed `np.exp` exponents that are"
    " never above 0."
)


def _weigh_sigmoid(value: dict, notes: dict, case: tuple) -> dict:
    """The value; in its place a sentence if that is a text, or if it is right to six digits, but
    far off where p is tiny, or computed with a warning of NumPy's on the way."""
    if value["kind"] == "text":
        return encode(Told(TEXT))
    want = encode(sigmoid(*case))
    if not same(value, want, SIGMOID.tolerance):
        return value
    # So close that a score of 40 is rounded to 1, as the lesson says.
    if not np.allclose(value["data"], want["data"], rtol=1e-8, atol=1e-16):
        return encode(Told(COARSE))
    return encode(Told(NOISE)) if notes["warned"] else value


def _sigmoid_cases(rng: np.random.Generator) -> list[tuple]:
    """A row, the extremes one at a time, then a table.  The row comes first, so that a wrong value
    is met before a warning."""
    scores = rng.uniform(0.5, 4, 8).round(1) * (-1) ** np.arange(8)
    return [
        (np.array([*scores[:3], 0.0, 0.4]),),
        (-1000.0,),
        (1000.0,),
        (np.array([[*scores[3:6], 40.0], [-1000.0, scores[6], 1000.0, -40.0]]),),
    ]


def _both_forms(z: float | np.ndarray) -> np.ndarray:
    return np.where(np.greater_equal(z, 0), 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


SIGMOID = Exercise(
    id="3.1",
    title="The sigmoid",
    reference=sigmoid,
    example=(2.0,),
    cases=_sigmoid_cases,
    points=2,
    array=True,
    probe=call_and_hear,
    weigh=_weigh_sigmoid,
    right="Right and silent, for a number and for a whole array alike. The surest way: no exponent"
    " is ever above 0, so nothing can overflow.",
    hints=(
        "e^−1000 is harmless and e^1000 is not: which exponents does each of the two forms need"
        " when z is negative?",
        "Take 1 / (1 + e^−z) for z ≥ 0 and e^z / (1 + e^z) below. Then both denominators are"
        " 1 + e^−|z|. The numerator is 1 or e^z: e to the power of the smaller of z and 0.",
        "def sigmoid(z):\n"
        "    top = np.exp(np.minimum(..., ...))\n"
        "    return top / (1 + np.exp(...))",
    ),
    mistakes=(
        Mistake(
            lambda z: 1 / (1 + np.exp(-z)),
            "You return the right values, but at z = −1000 `np.exp(-z)` overflows and NumPy warns:"
            " use e^z / (1 + e^z) where z is negative.",
        ),
        Mistake(
            _both_forms,
            "You pick the right form, but only after NumPy has computed both for every element,"
            " and one of them overflows: feed `np.exp` exponents that are never above 0.",
        ),
        Mistake(
            lambda z: 1 - 1 / (1 + np.exp(z)),
            "You return the right values, but at z = 1000 `np.exp(z)` overflows and NumPy warns:"
            " use 1 / (1 + e^−z) where z is positive.",
        ),
        Mistake(
            lambda z: sigmoid(np.clip(z, -30, 30)),
            "You cut z off too early: every score beyond gets the same p, and at z = −1000 that is"
            " not 0. Let all of z in, and keep the exponents at or below 0.",
        ),
        Mistake(
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "You use e^z / (1 + e^z) for every z: at z = 1000 that is inf / inf, which is nan.",
        ),
        Mistake(
            lambda z: sigmoid(-np.asarray(z)),
            "You lost a minus sign: your curve falls as z grows, and the sigmoid rises.",
        ),
        Mistake(
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
            "You use |z| everywhere, so a negative z gets a probability above 0.5: below 0 the"
            " numerator is e^z, not 1.",
        ),
        Mistake(
            lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))),
            "You use −|z| everywhere, so a positive z gets a probability below 0.5: from 0 on the"
            " numerator is 1.",
        ),
        Mistake(
            lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, 0))),
            "You took the smaller of z and 0 in both places, so every positive z gets 1/2: the"
            " exponent below is −|z|.",
        ),
        Mistake(
            lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(-z)),
            "You mixed the two forms: where z is negative, e^z on top goes with 1 + e^z below, so"
            " the exponent there is −|z|.",
        ),
        Mistake(
            lambda z: np.exp(np.maximum(z, 0)) / (1 + np.exp(np.abs(z))),
            "You raise e to positive numbers, and at z = 1000 that is inf / inf: take"
            " `np.minimum(z, 0)` on top and −|z| below.",
        ),
        Mistake(
            lambda z: np.exp(np.minimum(z, 0)) / (1 + np.exp(np.abs(z))),
            "You lost the minus of −|z| below: both denominators are 1 + e^−|z|.",
        ),
        Mistake(
            lambda z: np.exp(-np.minimum(z, 0)) / (1 + np.exp(-np.abs(z))),
            "You put a minus before the smaller of z and 0: the numerator for a negative z is e^z.",
        ),
        Mistake(
            lambda z: 1 / (1 + np.exp(-np.maximum(z, 0))),
            "You replaced every negative z by 0, and that gives 1/2: use e^z / (1 + e^z) there.",
        ),
        Mistake(
            lambda z: 1 / (1 + np.exp(-np.minimum(z, 0))),
            "You replaced every positive z by 0, and that gives 1/2: the form 1 / (1 + e^−z) needs"
            " no such care there, it is the negative z that does.",
        ),
        Mistake(
            lambda z: 1 / 1 + np.exp(-z),
            "You divide 1 by 1 alone: put the whole denominator in parentheses.",
        ),
        Mistake(
            lambda z: 1 / np.exp(-z),
            "You left out the 1 in the denominator: it is 1 + e^−z.",
        ),
        Mistake(
            lambda z: np.exp(-z),
            "You return e^−z: divide 1 by 1 + e^−z.",
        ),
        Mistake(
            lambda z: np.tanh(z),
            "You return tanh(z), which goes from −1 to 1: a probability is never below 0.",
        ),
        Mistake(
            lambda z: np.where(np.greater(z, 0), 1.0, 0.0),
            "You return 0 or 1, a decision: the sigmoid returns a probability between them.",
        ),
        Mistake(
            lambda z: np.exp(z) / np.sum(np.exp(z)),
            "You divide by the sum over all elements: each z has a probability of its own.",
        ),
        Mistake(
            lambda z: np.clip(z, 0, 1),
            "You cut z off at 0 and 1: bend it with e^−z instead.",
        ),
    ),
)


# 3.2 sigmoid_slope


def _slope_cases(rng: np.random.Generator) -> list[tuple]:
    scores = rng.uniform(0.5, 4, 7).round(1) * (-1) ** np.arange(7)
    return [(0.0,), (scores[:4],), (np.array([scores[4:], [0.0, 6.0, -6.0]]),)]


SLOPE = Exercise(
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
    ),
)


# 3.3 bce


def _bce_cases(rng: np.random.Generator) -> list[tuple]:
    """Sets in which every student is told apart, and nobody has p = 0.5 or p equal to 1 − p; last
    one about two of whom the model was sure, and wrong."""
    cases = []
    for n in (3, 4, 6):
        p = rng.permutation(np.array([0.1, 0.25, 0.35, 0.6, 0.7, 0.95])[:n]) + 0.01 * rng.integers(
            0, 4, n
        )
        y = rng.permutation((np.arange(n) % 2 == 0).astype(int))
        cases.append((p, y))
    sure = np.array([0.0001, 0.9999, *rng.uniform(0.2, 0.4, 2).round(2)])
    return [*cases, (sure, np.array([1, 0, 0, 1]))]


def _losses(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


BCE = Exercise(
    id="3.3",
    title="Binary cross-entropy",
    reference=bce,
    example=(P, Y),
    cases=_bce_cases,
    points=2,
    right="Only the probability of what really happened counts, p or 1 − p: the smaller it was, the"
    " larger the loss.",
    hints=(
        "What is left of y · log p when y is 1, and what when y is 0? And of (1 − y) · log(1 − p)?",
        "Add both terms, for all students at once: one of them is always 0. Take the mean, and turn"
        " the sign.",
        "def bce(p, y):\n"
        "    if_passed = y * ...\n"
        "    if_failed = (1 - y) * ...\n"
        "    return float(-np.mean(...))",
    ),
    mistakes=(
        Mistake(
            lambda p, y: np.sum(_losses(p, y)),
            "You added the losses up: divide by the number of students to get their mean.",
            misconception=8,
        ),
        Mistake(
            lambda p, y: -bce(p, y),
            "You left the minus out: the logarithm of a probability is negative, a loss is not.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / np.log(10),
            "You used `np.log10`: `np.log` is the natural logarithm.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / np.log(2),
            "You used `np.log2`: `np.log` is the natural logarithm.",
        ),
        Mistake(
            lambda p, y: -np.mean(y * np.log(p)),
            "You counted those who passed alone: add (1 − y) · log(1 − p) for the others.",
        ),
        Mistake(
            lambda p, y: -np.mean((1 - y) * np.log(1 - p)),
            "You counted those who failed alone: add y · log p for the others.",
        ),
        Mistake(
            lambda p, y: -np.sum(y * np.log(p)) / np.sum(y),
            "You left out those who failed: every student has a loss.",
        ),
        Mistake(
            lambda p, y: -np.mean(np.log(p)),
            "You took −log p for everybody: for a student who failed it is −log(1 − p).",
        ),
        Mistake(
            lambda p, y: bce(1 - p, y),
            "You swapped the two cases: log p goes with y, log(1 − p) with 1 − y.",
        ),
        Mistake(
            lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)),
            "You gave the two cases different signs: the loss is minus a logarithm in both.",
        ),
        Mistake(
            lambda p, y: -np.mean(np.log(np.maximum(p, 1 - p))),
            "You let p say what happened: y does.",
        ),
        Mistake(
            lambda p, y: -np.mean(y * np.log(p) + 1 - y * np.log(1 - p)),
            "You left out the parentheses of (1 − y), and `1 - y * …` multiplies first.",
        ),
        Mistake(
            lambda p, y: -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y)),
            "You took the logarithm of y, and log 0 is −inf: it belongs to p.",
        ),
        Mistake(
            lambda p, y: np.mean((p - y) ** 2),
            "You computed the mean squared error: cross-entropy uses logarithms of p.",
        ),
        Mistake(
            lambda p, y: np.mean(np.abs(p - y)),
            "You took the mean gap between p and y: the loss is −log of the probability of what"
            " happened, not 1 minus it.",
        ),
        Mistake(
            lambda p, y: -np.mean(p * np.log(p) + (1 - p) * np.log(1 - p)),
            "You weighted the logarithms with p: weight them with y, what really happened.",
        ),
        Mistake(
            lambda p, y: bce(np.mean(p), np.mean(y)),
            "You averaged p and y first: compute every student's loss, then take the mean.",
        ),
        Mistake(
            lambda p, y: -np.mean(y * p + (1 - y) * (1 - p)),
            "You left out the logarithm: it is log p and log(1 − p).",
        ),
        Mistake(
            lambda p, y: _losses(p, y)[0],
            "You returned the loss of the first student: is `return` inside a loop?",
        ),
        Mistake(
            lambda p, y: _losses(p, y)[-1],
            "You returned the loss of the last student: take the mean over all.",
        ),
        Mistake(
            lambda p, y: _losses(p, y)[-1] / len(y),
            "You divided the loss of the last student alone: add up all of them with `+=`.",
        ),
        Mistake(
            lambda p, y: _losses(p, y),
            "You returned the loss of every student: take their mean, one number.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / len(y),
            "You divided by the number of students twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda p, y: bce(p, y) / 2,
            "You halved the mean: of the two terms one is 0 for every student.",
        ),
        Mistake(
            lambda p, y: np.sum(_losses(p, y)) / 2,
            "You divided by 2 whatever comes: divide by the number of students, `len(y)`.",
        ),
        Mistake(
            lambda p, y: bce(np.where(p >= 0.5, 0.99, 0.01), y),
            "You made decisions of the probabilities: use p as it is.",
        ),
        *(
            Mistake(
                lambda p, y, low=low: bce(np.clip(p, low, 1 - low), y),
                f"You clipped p at {low:g}, so no loss can exceed {-np.log(low):.1f}: use p as it"
                " is.",
            )
            for low in (0.01, 0.001)
        ),
        Mistake(
            lambda p, y: round(bce(p, y), 3),
            "You rounded the loss: return it as it is.",
        ),
        Mistake(
            lambda p, y: bce(sigmoid(p), y),
            "You applied the sigmoid to p, which is a probability already: use p as it is.",
            misconception=16,
        ),
    ),
)


# 3.4 bce_from_logits


def _logits_cases(rng: np.random.Generator) -> list[tuple]:
    """Drawn scores, right and wrong; two that could pass for probabilities; 40, where 1 − p is
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


BCE_FROM_LOGITS = Exercise(
    id="3.4",
    title="Cross-entropy from the score",
    reference=bce_from_logits,
    example=(np.array([2.0, -1.0]), Y),
    cases=_logits_cases,
    points=2,
    right="The score never became a probability, so none was rounded to 0 or 1. Did NumPy warn of"
    " an overflow? Then some e^z was computed in vain: `np.logaddexp` is silent.",
    hints=(
        "Both losses are log(1 + e^a). What is a for a student who passed, and for one who failed?",
        "log(1 + e^a) is log(e^0 + e^a), and `np.logaddexp(0, a)` computes that without overflow."
        " a says how far the score points the wrong way: −z if y is 1, z if y is 0.",
        "def bce_from_logits(z, y):\n"
        "    against = np.where(y == 1, ..., ...)\n"
        "    return float(np.mean(np.logaddexp(0, ...)))",
    ),
    mistakes=(
        Mistake(
            lambda z, y: np.mean(_losses(sigmoid(z), y)),
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
                lambda z, y, low=low: np.mean(_losses(np.clip(sigmoid(z), low, 1 - low), y)),
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
            lambda z, y: np.mean(_losses(z, y)),
            "You took the logarithm of the score: a score may be negative, it is no probability.",
        ),
        Mistake(
            lambda z, y: np.mean(np.maximum(0, np.where(y == 1, -z, z))),
            "You took the larger of 0 and the exponent: that is close for scores far from 0, the"
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
    ),
)


# 3.5 cross_entropy


def _entropy_cases(rng: np.random.Generator) -> list[tuple]:
    """Drawn tables of three and four columns, then one whose rows lie on levels far apart, and one
    in which the true class lies far below another: 8, 40 and 1000.

    No class is the true one of every row, none is always the likeliest, and there are more rows
    than classes, so that an index into rows is none into columns.
    """
    cases = []
    for k, classes in ((3, [1, 2, 0, 2]), (4, [2, 0, 3, 1, 0])):
        z = rng.uniform(-1.5, 1.5, (len(classes), k)).round(1)
        z[np.arange(len(classes)), classes] += rng.choice([-1, 1], len(classes))
        z[0] = rng.permutation([0.4, 1.5, -0.8, -0.1][:k])
        cases.append((z, np.array(classes)))
    level = np.array([[1000.0], [-1000.0], [0.0], [0.0]])
    far = level + rng.permuted(np.tile([0.5, 1.7, -0.9], (4, 1)), axis=1)
    high = (1000 + cases[0][0], cases[0][1])
    shift = rng.uniform(-1, 1, (4, 1)).round(1)
    gap = shift + np.array([[8.0, 0.3, 0], [0, 40, 0.7], [0.5, 0, 40], [0.2, 8, 0]])
    lost = (np.array([[1000.0, 0, 0], [0, 0, 1000], [0, 1000, 0], [0, 0, 1000]]) + shift)
    wrong = np.array([1, 2, 0, 0])
    return [*cases, high, (far, np.array([2, 0, 1, 1])), (gap, wrong), (lost, wrong)]


def _shifted(z: np.ndarray) -> np.ndarray:
    return z - z.max(axis=1, keepdims=True)


def _softmax(z: np.ndarray, shift: int | None = 1, total: int | None = 1) -> np.ndarray:
    """The softmax with the maximum along one axis and the sum along another; None: of all."""
    raised = np.exp(z - z.max(axis=shift, keepdims=True))
    return raised / raised.sum(axis=total, keepdims=True)


def _own(table: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The entry of each row's true class."""
    return table[np.arange(len(table)), classes]


def _through_p(z: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The loss of each row from its probability: inf where that is rounded to 0."""
    return -np.log(_own(_softmax(z), classes))


def _from_scores(z: np.ndarray, classes: np.ndarray, axis: int | None = 1) -> np.ndarray:
    """The loss of each row from scores no exponent of which overflows."""
    return np.log(np.exp(z).sum(axis=axis)) - _own(z, classes)


def _stable(z: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The right loss of each row."""
    return _from_scores(_shifted(z), classes)


def _p_unshifted(z: np.ndarray, classes: np.ndarray) -> float:
    raised = np.exp(z)
    return -np.mean(np.log(_own(raised / raised.sum(axis=1, keepdims=True), classes)))


def _two_ways(
    wrong: Callable[[Callable, np.ndarray, np.ndarray], Any],
    sentence: str,
    misconception: int | None = None,
) -> tuple[Mistake, Mistake]:
    """One mistake made with the scores, and with probabilities, which is a second one."""
    return (
        Mistake(lambda z, classes: wrong(_stable, z, classes), sentence, misconception),
        Mistake(
            lambda z, classes: wrong(_through_p, z, classes),
            f"{sentence} Besides, a probability can be rounded to 0: work with the scores.",
            misconception,
        ),
    )


CROSS_ENTROPY = Exercise(
    id="3.5",
    title="Cross-entropy for several classes",
    reference=cross_entropy,
    example=(LOGITS, CLASSES),
    cases=_entropy_cases,
    points=3,
    right="The shift by each row's maximum changes no probability, and no exponent is above 0.",
    hints=(
        "What happens to the three probabilities of a row when 5 is taken from each of its scores?",
        "Row by row: take the row's maximum from its scores, then log of the sum of e^z, minus the"
        " score of the true class. `z[np.arange(len(z)), classes]` picks that score in every row.",
        "def cross_entropy(z, classes):\n"
        "    z = z - z.max(axis=..., keepdims=True)\n"
        "    true = z[np.arange(len(z)), ...]\n"
        "    sums = np.exp(z).sum(axis=...)\n"
        "    return float(np.mean(... - true))",
    ),
    mistakes=(
        Mistake(
            lambda z, classes: np.mean(_from_scores(z, classes)),
            "You raise e to the scores as they are, and e^1000 overflows: take each row's largest"
            " from its scores first, `z - z.max(axis=1, keepdims=True)`.",
        ),
        Mistake(
            _p_unshifted,
            "You raise e to the scores as they are, and e^1000 overflows: take each row's maximum"
            " from its scores first.",
        ),
        Mistake(
            lambda z, classes: np.mean(_through_p(z, classes)),
            "You went through the probability: where another score is larger by 1000 it is rounded"
            " to 0, and log 0 is −inf. Work with the scores, log(e^z₀ + e^z₁ + …) − z of the true"
            " class.",
            misconception=17,
        ),
        *(
            Mistake(
                lambda z, classes, low=low: -np.mean(
                    np.log(np.maximum(_own(_softmax(z), classes), low))
                ),
                f"You kept p above {low:g}, so no loss can exceed about {-np.log(low):.1f}: work"
                " with the scores, not with p.",
                misconception=17,
            )
            for low in (1e-3, 1e-6, 1e-9, 1e-12, 1e-15)
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - z.max(), classes)),
            "You took one maximum from the whole table, and for a row far below it the sum of e^z"
            " is 0, and log 0 is −inf: take each row's own, with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: _p_unshifted(z - z.max(), classes),
            "You took one maximum from the whole table, and a row far below it has nothing but"
            " e^−2000 = 0 left: take each row's own, with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - z.max(axis=0), classes)),
            "You took each column's maximum, which changes the scores of a row against each other:"
            " take each row's, with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: _p_unshifted(z - z.max(axis=0), classes),
            "You took each column's maximum, and that changes the probabilities: take each row's,"
            " with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - 1000, classes)),
            "You took 1000 from every score, and of small ones nothing is left, e^−1000 = 0: take"
            " each row's maximum.",
        ),
        Mistake(
            lambda z, classes: _p_unshifted(z - 1000, classes),
            "You took 1000 from every score, and small ones leave 0 / 0: take each row's maximum.",
        ),
        Mistake(
            lambda z, classes: np.mean(np.log(np.exp(_shifted(z)).sum(axis=1)) - _own(z, classes)),
            "You shifted the scores in the sum and not the score of the true class: use the"
            " shifted ones in both places.",
        ),
        Mistake(
            lambda z, classes: np.mean(np.log(np.exp(z).sum(axis=1)) - _own(_shifted(z), classes)),
            "You shifted the score of the true class and not those in the sum: use the shifted"
            " ones in both places.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z))[:, :3].sum(axis=1)) - _own(_shifted(z), classes)
            ),
            "You added up three columns, and there may be more: `.sum(axis=1)` takes them all.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.sum(losses(z, classes)),
            "You added the losses up: divide by the number of rows to get their mean.",
            misconception=8,
        ),
        Mistake(
            lambda z, classes: np.mean(_stable(_softmax(z), classes)),
            "You applied the softmax twice: this loss has it inside, so give it the scores.",
            misconception=16,
        ),
        *_two_ways(
            lambda losses, z, classes: -np.mean(losses(z, classes)),
            "You turned the sign: a loss is positive, −log of a probability.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, classes)) / np.log(10),
            "You used `np.log10`: `np.log` is the natural logarithm.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log10(np.exp(_shifted(z)).sum(axis=1)) - _own(_shifted(z), classes)
            ),
            "You used `np.log10` for the sum: `np.log` is the natural logarithm, which undoes"
            " `np.exp`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(sigmoid(z), classes))),
            "You applied the sigmoid to each score: the softmax divides by the sum over the"
            " classes of the row.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, total=0), classes))),
            "You summed down the columns: the classes of one case stand in a row, `axis=1`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, shift=0, total=0), classes))),
            "You took the maximum and the sum down the columns: the classes of one case stand in a"
            " row, `axis=1` for both.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, total=None), classes))),
            "You summed over the whole table: every row has a sum of its own, `axis=1`.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(_shifted(z), classes, axis=None)),
            "You summed over the whole table, so all rows share one logarithm: every row has a sum"
            " of its own, `axis=1`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, None, None), classes))),
            "You took the maximum and the sum of the whole table: every row has its own, `axis=1`"
            " for both.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - z.max(), classes, axis=None)),
            "You took one maximum and one sum of the whole table: every row has its own, `axis=1`"
            " for both.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z)[classes])),
            "You wrote `[classes]`, which takes whole rows: one entry a row is"
            " `[np.arange(len(z)), classes]`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z)[:, classes])),
            "You wrote `[:, classes]`, which takes all those columns from every row: one entry a"
            " row is `[np.arange(len(z)), classes]`.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1, keepdims=True)) - _shifted(z)[:, classes]
            ),
            "You wrote `[:, classes]`, and so took all those columns from every row: one score a"
            " row is `[np.arange(len(z)), classes]`.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1, keepdims=True)) - _shifted(z)
            ),
            "You took the scores of all classes: only the true class of each row counts.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z))),
            "You took the mean over all classes: only the true class of each row counts.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z).max(axis=1))),
            "You took the loss of each row's likeliest class: subtract the score of the true one,"
            " which `classes` names.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1)) + _own(_shifted(z), classes)
            ),
            "You added the score of the true class: subtract it.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, classes - 1)),
            "You shifted the classes by one: they count from 0, as positions do.",
        ),
        Mistake(
            lambda z, classes: -np.log(np.mean(_own(_softmax(z), classes))),
            "You averaged the probabilities before the logarithm: take the mean of the losses.",
        ),
        Mistake(
            lambda z, classes: -np.mean(_own(_softmax(z), classes)),
            "You left out the logarithm: the loss of a row is −log of its probability.",
        ),
        Mistake(
            lambda z, classes: np.mean(_own(_softmax(z), classes)),
            "You returned the mean probability of the true classes: the loss of a row is −log of"
            " it.",
        ),
        Mistake(
            lambda z, classes: 1 - np.mean(_own(_softmax(z), classes)),
            "You took 1 minus the probability: the loss of a row is −log of it.",
        ),
        Mistake(
            lambda z, classes: -np.mean(_own(z, classes)),
            "You left out the logarithm of the sum: without it any higher score would be better.",
        ),
        Mistake(
            lambda z, classes: -np.mean(_own(_shifted(z), classes)),
            "You left out the logarithm of the sum of e^z: add it to each row's loss.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.exp(_shifted(z)).sum(axis=1) - _own(_shifted(z), classes)
            ),
            "You left out the logarithm of the sum: it is log(e^z₀ + e^z₁ + …) − z of the true"
            " class.",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes),
            "You returned the loss of every row: take their mean, one number.",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes)[0],
            "You returned the loss of the first row: is `return` inside a loop?",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes)[-1],
            "You returned the loss of the last row: take the mean over all rows.",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes)[-1] / len(z),
            "You divided the loss of the last row alone: add up all of them with `+=`.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.sum(losses(z, classes)) / z.size,
            "You divided by the number of entries in the table: divide by the number of rows.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, classes)) / len(z),
            "You divided by the number of rows twice: `np.mean` does so already.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, z.argmin(axis=1))),
            "You took the least likely class of each row: take the true one, given by `classes`.",
        ),
    ),
)

EXERCISES = (SIGMOID, SLOPE, BCE, BCE_FROM_LOGITS, CROSS_ENTROPY)
