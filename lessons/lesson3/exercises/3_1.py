"""Exercise 3.1: the sigmoid."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from checks.probes import call_and_hear
from checks.values import Told, encode, same
from course_utils.sigmoid import sigmoid

TEXT = "You return a text: return the probability, a number."

COARSE = (
    "You cut z off or round p, and tiny probabilities come out wrong: at z = −20 p is 2·10⁻⁹, at"
    " z = −40 it is 4·10⁻¹⁸, and 0 only far beyond."
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
    if not same(value, want, EXERCISE.tolerance):
        return value
    # So close that a logit of 40 is rounded to 1, as the lesson says.
    if not np.allclose(value["data"], want["data"], rtol=1e-8, atol=1e-16):
        return encode(Told(COARSE))
    return encode(Told(NOISE)) if notes["warned"] else value


def _sigmoid_cases(rng: np.random.Generator) -> list[tuple]:
    """A row, the extremes one at a time, then tables, the last with tiny probabilities, and whole
    numbers.  The row comes first, so that a wrong value is met before a warning."""
    logits = rng.uniform(0.5, 4, 8).round(1) * (-1) ** np.arange(8)
    return [
        (np.array([*logits[:3], 0.0, 0.4]),),
        (-1000.0,),
        (1000.0,),
        (np.array([[*logits[3:6], 40.0], [-1000.0, logits[6], 1000.0, -40.0]]),),
        (np.array([[-16.0, 16.0], [-20.0, -30.0]]),),
        (rng.permutation([-3, -1, 0, 2]),),
    ]


def _both_forms(z: float | np.ndarray) -> np.ndarray:
    return np.where(np.greater_equal(z, 0), 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def _softmax(z: float | np.ndarray) -> np.ndarray:
    raised = np.exp(z - np.max(z))
    return raised / np.sum(raised)


EXERCISE = Exercise(
    id="3.1",
    title="The sigmoid",
    reference=sigmoid,
    example=(2.0,),
    cases=_sigmoid_cases,
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
            "You cut z off too early: every logit beyond gets the same p, and at z = −1000 that is"
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
        Mistake(
            lambda z: 1 / (1 - np.exp(-np.abs(z))),
            "You subtract in the denominator: it is 1 + e^−|z|.",
        ),
        Mistake(
            lambda z: 1 / 1 + np.exp(-np.abs(z)),
            "You divide 1 by 1 alone and add e^−|z|: put the denominator in parentheses.",
        ),
        Mistake(
            lambda z: np.exp(z) / 1 + np.exp(z),
            "You divide e^z by 1 alone: put the whole denominator in parentheses.",
        ),
        Mistake(
            lambda z: 0.5 * (1 + np.tanh(z)),
            "You took tanh of z: the sigmoid is half of 1 + tanh(z / 2).",
        ),
        Mistake(
            _softmax,
            "You divide by the sum over all elements, after a shift: each z has a probability of"
            " its own.",
        ),
        Mistake(
            lambda z: sigmoid(np.log(2) * np.asarray(z)),
            "You raise 2 to the power −z: the base is e, and `np.exp` raises it.",
        ),
        Mistake(
            lambda z: sigmoid(np.log(10) * np.asarray(z)),
            "You raise 10 to the power −z: the base is e, and `np.exp` raises it.",
        ),
        Mistake(
            lambda z: np.nan_to_num(np.exp(z) / (1 + np.exp(z))),
            "You replaced nan by 0, but at z = 1000 p is 1: feed `np.exp` exponents that are never"
            " above 0.",
        ),
        Mistake(
            lambda z: np.exp(-np.abs(z)),
            "You return e^−|z|: divide 1, or e^z where z is negative, by 1 + e^−|z|.",
        ),
        Mistake(
            lambda z: np.sign(z),
            "You return the sign of z: the sigmoid returns a probability, between 0 and 1.",
        ),
        *(
            Mistake(
                lambda z, most=most: sigmoid(np.clip(z, -most, most)),
                f"You cut z off at {most}: every logit beyond gets the same p. Let all of z in, and"
                " keep the exponents at or below 0.",
            )
            for most in (1, 2, 5, 10)
        ),
        Mistake(
            lambda z: 1 / (2 + np.exp(-np.abs(z))),
            "You wrote 2 in the denominator: it is 1 + e^−|z|.",
        ),
        Mistake(
            lambda z: sigmoid(z).astype(np.asarray(z).dtype) if np.ndim(z) else sigmoid(z),
            "You put the probabilities into an array made for whole numbers, which cuts them off:"
            " give it `dtype=float`.",
        ),
    ),
)
