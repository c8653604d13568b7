"""Wrong answers as people write them: each is rejected, with words about its own mistake."""

import json
from textwrap import indent

import numpy as np
import pytest

from checks.checking import Judge
from checks.probes import call
from checks.trying import run
from lessons import course
from lessons.lesson1.answers import loop, pairs, positions
from tests.lessons import judged
from tests.lessons.answers import WRONG
from tests.lessons.blind import answer
from tests.thorough import thinned

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong answers overflow


def verdict(id, body, parameters=None, seed=0):
    exercise = course[id]
    if parameters:
        body = f"def {exercise.name}({', '.join(parameters)}):\n" + indent(body, "  ")
    return judged.verdict(exercise, answer(id, body), seed)


@pytest.mark.slow
@pytest.mark.parametrize("id", course)
def test_a_wrong_answer_gets_words_about_its_own_mistake(id):
    missed = []
    for seed in thinned(range(20 if course[id].probe is call else 5), (0,)):
        for body, kind, words in (wrong[1:] for wrong in WRONG if wrong[0] == id):
            found = verdict(id, body, seed=seed)
            seen = found.state, found.kind.split()[0], words in found.sentence
            if seen != ("wrong", kind, True):
                missed.append((body, kind, words, seed, found))
    assert missed == []


@pytest.mark.parametrize("body", [loop(), positions("len(ws)")])
def test_the_searches_around_these_mistakes_are_right(body):
    assert verdict("1.3", body).state == "right"


def test_the_search_for_pairs_around_these_mistakes_is_right():
    assert verdict("1.4", pairs()).state == "right"


@pytest.mark.parametrize("id", [e.id for e in course.values() if len(e.parameters) > 1])
def test_the_same_parameters_in_another_order_are_named(id):
    exercise = course[id]
    turned = exercise.parameters[1:] + exercise.parameters[:1]
    found = verdict(id, f"return {exercise.parameters[0]}", turned)
    assert (found.state, found.kind) == ("wrong", "order")
    assert f"yours takes `({', '.join(turned)})`, the same in another order." in found.sentence


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("return w * x if x > 2 else 0", "An `if` decides once, not for each element"),
        ("import math\nreturn math.exp(x)", "those of `np` take a whole array"),
        ("return np.ones((2, 3)) @ x", "a row of a meets a column of b"),
        ("return np.array([x, 1.0])", "return `a, b` instead"),
    ],
)
def test_an_error_about_arrays_comes_with_advice(body, advice):
    exercise = course["1.1"]
    cases = [(2.0, np.array([1.0, 3.0]))]
    outcomes = run(exercise, answer("1.1", body), cases)
    assert advice in Judge(exercise, cases).verdict(outcomes).sentence


def test_a_changed_input_is_shown_before_and_after():
    found = verdict("1.1", "x *= w\nreturn x")
    before, after = found.facts["x changed"].split(" → ")
    w = float(found.facts["given"].split(",")[0].removeprefix("w = "))
    assert before in found.facts["given"]
    assert json.loads(after) == pytest.approx([w * x for x in json.loads(before)])
