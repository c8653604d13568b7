"""Answers written blind: right ones are right, wrong ones wrong, in words about their mistake."""

import re

import pytest

from checks import trying
from checks.learner import Limits
from checks.probes import call
from lessons import course
from tests.lessons import blind
from tests.lessons.blind import judged
from tests.thorough import thinned

# What they are measured on is THOROUGH's: every other one has each kind of answer, too.
RIGHT, WRONG = (thinned(every, every[::2]) for every in (blind.RIGHT, blind.WRONG))
UNSAID = ("value", "some")  # kinds whose sentence fits any mistake

pytestmark = [
    pytest.mark.slow,  # over a thousand answers; a change to an exercise is first met by its own
    pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning"),
]


@pytest.fixture(autouse=True)
def a_second(monkeypatch):
    """Which some answers that never end take, and none that does."""
    monkeypatch.setattr(trying, "LIMITS", Limits(computing=1.0, clock=60.0))


def seeds(id):
    return thinned(range(20 if course[id].probe is call else 5), (0,))


@pytest.mark.parametrize("id", course)
def test_right(id):
    missed = []
    for name, source in (right[1:] for right in RIGHT if right[0] == id):
        found = [judged(id, source, seed)[0] for seed in seeds(id)]
        missed += [(name, verdict) for verdict in found if verdict.state != "right"]
    assert missed == []


@pytest.mark.parametrize("id", course)
def test_wrong(id):
    missed = []
    for name, words, source in (wrong[1:] for wrong in WRONG if wrong[0] == id):
        for seed in seeds(id):
            found, said = judged(id, source, seed)
            named = words is None or (
                found.kind not in UNSAID and re.search(words, said, re.IGNORECASE)
            )
            if found.state != "wrong" or not named:
                missed.append((name, seed, found))
    assert missed == []


def test_of_nearly_all_mistakes_something_is_said():
    assert sum(words is None for _, _, words, _ in blind.WRONG) <= 0.05 * len(blind.WRONG)
