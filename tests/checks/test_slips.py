"""Slips told from results alone: each is named where it holds on every case, and only there."""

import numpy as np
import pytest

from checks.checking import Judge
from checks.exercise import Exercise
from checks.trying import run

X, Y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 7.0])


def exercise(reference, example, cases):
    return Exercise("9.1", "Nine", reference, example, cases, "So it is.", ("?", "", ""), ())


def told(of, answer):
    found = Judge(of, of.trials(0)).verdict(run(of, answer, of.trials(0)))
    assert found.state == "wrong"
    return found.sentence if found.kind == "slip" else ""


def loss(w, x, y):
    return float(np.mean((w * x - y) ** 2))


def losses(rng):
    return [(rng.uniform(2, 4), rng.uniform(1, 3, n), -rng.uniform(4, 6, n)) for n in (4, 5, 7)]


def count(a, k, y):
    return a**k + float(np.mean(y))


def counts(rng):
    return [(rng.uniform(1, 2), k, np.array([0, 1, 1] + [0] * k)) for k in (2, 3, 5)]


def pair(a, b, k):
    return a - 2 * b, k


def pairs(rng):
    return [(rng.uniform(1, 2), rng.uniform(3, 4), k) for k in (2, 3, 5)]


def bend(z):
    return np.where(z < 0, z / 2, z)


LOSS = exercise(loss, (1.5, X, Y), losses)
COUNT = exercise(count, (1.5, 4, np.array([0, 1])), counts)
PAIR = exercise(pair, (1.5, 3.0, 4), pairs)
BEND = exercise(bend, (np.array([-1.0, 0.5, 4.0]),), lambda rng: [(rng.uniform(-3, 3, 9),)])
ALL = [
    # the inputs
    (LOSS, lambda w, x, y: x, "You returned `x` as it came"),
    (LOSS, lambda w, x, y: np.max(x), "You returned the largest of `x`"),
    (LOSS, lambda w, x, y: 2.5, "You returned 2.5 every time: compute it from `w`, `x` and `y`"),
    # one relation to the right result
    (LOSS, lambda w, x, y: -loss(w, x, y), "but for its sign"),
    (LOSS, lambda w, x, y: round(loss(w, x, y), 1), "rounded to 1 digit"),
    (LOSS, lambda w, x, y: loss(w, x, y) / 2, "half of the right one"),
    (LOSS, lambda w, x, y: -3 * loss(w, x, y), "3 times the right one every time, with the other"),
    (LOSS, lambda w, x, y: 1.00001 * loss(w, x, y), "very nearly right: is something rounded"),
    (LOSS, lambda w, x, y: loss(w, x, y) + 1, "1 more than the right one"),
    (LOSS, lambda w, x, y: len(x) * loss(w, x, y), "a sum where a mean is asked for"),
    (LOSS, lambda w, x, y: loss(w, x, y) / len(x), "once too often"),
    (LOSS, lambda w, x, y: loss(w, x, y) * len(x) / (len(x) - 1), "one less than the number"),
    (LOSS, lambda w, x, y: loss(w, x, y) * len(x) / (len(x) + 1), "one more than the number"),
    (LOSS, lambda w, x, y: loss(w, x, y) * len(x) / 3, "divided by 3 whatever comes"),
    (LOSS, lambda w, x, y: loss(w, x, y) ** 0.5, "the root of"),
    (LOSS, lambda w, x, y: loss(w, x, y) ** 2, "the square of"),
    (LOSS, lambda w, x, y: 1 / loss(w, x, y), "1 divided by"),
    (LOSS, lambda w, x, y: np.log(loss(w, x, y)), "the logarithm of"),
    (LOSS, lambda w, x, y: (w * x - y) ** 2, "the mean of them is the one asked for"),
    (PAIR, lambda a, b, k: (a - 2 * b, k + 1), "The second number is 1 more than the right one"),
    (PAIR, lambda a, b, k: (a * b * b, k), "The first number is wrong; the other is right."),
    (BEND, lambda z: z, "You returned `z` as it came"),
    (BEND, lambda z: np.sum(bend(z)), "the sum of the right numbers"),
    (BEND, lambda z: np.where(z < 0, z**3, z), "Right except where `z` is below 0"),
    # the right result for other inputs
    (LOSS, lambda w, x, y: loss(w, y, x), "right for `x` and `y` exchanged"),
    (PAIR, lambda a, b, k: (b - 2 * a, k), "right for `a` and `b` exchanged"),
    (LOSS, lambda w, x, y: loss(1.5, x, y), "You used 1.5 whatever `w` is"),
    (LOSS, lambda w, x, y: loss(w, X, Y), "You used the `x` and `y` of the example"),
    (LOSS, lambda w, x, y: loss(w, x[:1], y[:1]), "the first of `x` and `y` alone"),
    (LOSS, lambda w, x, y: loss(w, x[:1], y[:1]) / len(x), "the first of `x` and `y` alone"),
    (LOSS, lambda w, x, y: loss(w, x[-1:], y[-1:]), "the last of `x` and `y` alone"),
    (LOSS, lambda w, x, y: loss(w, x[1:], y[1:]), "leaves out the first of `x` and `y`"),
    (LOSS, lambda w, x, y: sum((w * x - y)[:-1] ** 2) / len(x), "leaves out the last of"),
    (LOSS, lambda w, x, y: sum((w * x - y)[:-1] ** 2), "And it adds up where"),
    (LOSS, lambda w, x, y: np.mean((w * x - y)[:3] ** 2), "looks at three of"),
    (LOSS, lambda w, x, y: np.median((w * x - y) ** 2), "the median of what each point"),
    (LOSS, lambda w, x, y: loss(w, x, -y), "look for a minus"),
    (LOSS, lambda w, x, y: loss(w, x, 0 * y), "right for 0 in place of `y`"),
    (LOSS, lambda w, x, y: loss(w**2, x, y), "right for w² in place of `w`"),
    (COUNT, lambda a, k, y: count(a, k - 1, y), "right for one less in place of `k`"),
    (COUNT, lambda a, k, y: count(a, k, 1 - y), "right for 1 − y in place of `y`"),
]


@pytest.mark.parametrize(("of", "answer", "words"), ALL, ids=[words for _, _, words in ALL])
def test_a_slip_is_named(of, answer, words):
    assert words in told(of, answer)


@pytest.mark.parametrize(("of", "answer", "words"), ALL, ids=[words for _, _, words in ALL])
def test_a_slip_that_holds_on_all_cases_but_one_is_not_named(of, answer, words):
    cases = of.trials(0)
    wanted = of.reference(*cases[-1])

    def once_otherwise(*case):
        last = all(np.array_equal(a, b) for a, b in zip(case, cases[-1], strict=True))
        return np.multiply(wanted, 1.2345) + 0.321 if last else answer(*case)

    assert words not in told(of, once_otherwise)


def test_nan_everywhere_is_no_slip_whatever_other_inputs_lead_to_it():
    of = exercise(lambda x: float(np.log(x)), (2.0,), lambda rng: [(3.0,), (rng.uniform(4, 9),)])
    found = Judge(of, of.trials(0)).verdict(run(of, lambda x: np.nan, of.trials(0)))
    assert found.kind == "nan"


def test_inputs_that_the_reference_cannot_take_are_no_slip():
    def pick(k, x):
        if k < 0:
            raise ValueError
        return x[k]

    of = exercise(pick, (1, X), lambda rng: [(k, rng.uniform(1, 2, 3)) for k in (0, 2)])
    assert told(of, lambda k, x: 7.0 + x[k] ** 3) == ""
