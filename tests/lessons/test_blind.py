"""Answers written blind: right ones are right, wrong ones wrong, in words about their mistake."""

import re

import pytest

from checks.probes import call
from lessons import course
from tests.lessons.blind import RIGHT, WRONG, judged
from tests.thorough import thinned

UNSAID = ("value", "some")  # kinds whose sentence fits any mistake

pytestmark = [
    pytest.mark.slow,  # over a thousand answers; a change to an exercise is first met by its own
    pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning"),
]


def seeds(id):
    return thinned(range(20 if course[id].probe is call else 5), (0,))


@pytest.mark.parametrize(
    ("id", "source"), [pytest.param(id, source, id=f"{id}-{name}") for id, name, source in RIGHT]
)
def test_right(id, source):
    for seed in seeds(id):
        found, _ = judged(id, source, seed)
        assert found.state == "right", found


@pytest.mark.parametrize(
    ("id", "words", "source"),
    [pytest.param(id, words, source, id=f"{id}-{name}") for id, name, words, source in WRONG],
)
def test_wrong(id, words, source):
    for seed in seeds(id):
        found, said = judged(id, source, seed)
        assert found.state == "wrong", found
        if words is not None:
            assert found.kind not in UNSAID and re.search(words, said, re.IGNORECASE), found


def test_of_nearly_all_mistakes_something_is_said():
    assert sum(words is None for _, _, words, _ in WRONG) <= 0.05 * len(WRONG)
