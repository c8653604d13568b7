"""Each belief of the course's table is met in each of its lessons, by an item that names it and by
a moment on a slider.

The moments themselves are in the tests of the lessons' figures: `test_belief_1_…` moves a slider
to where the belief fails, and compares what the figure says with a fresh computation.
"""

from pathlib import Path

import pytest

from lessons import course
from lessons.catalogue import builders
from lessons.misconceptions import BELIEFS
from tests.lessons.built import made

MET = [(number, lesson) for number, belief in BELIEFS.items() for lesson in belief.lessons]


def items() -> set[tuple[int, str]]:
    """(belief, lesson) of every question and every known mistake that names a belief."""
    found = {
        (mistake.misconception, id[0])
        for id, exercise in course.items()
        for mistake in exercise.mistakes
    }
    figures = [made(build) for build in builders()]
    found |= {(belief, live.name[0]) for live in figures for belief in live.beliefs}
    return {(belief, lesson) for belief, lesson in found if belief is not None}


def moments(lesson: str) -> set[int]:
    """The beliefs for which the tests of a lesson's figures have a moment."""
    tests = Path(__file__).parent / f"lesson{lesson}" / "test_figures.py"
    source = tests.read_text("utf-8")
    names = (line.split("(")[0] for line in source.splitlines() if "def test_belief_" in line)
    return {int(name.split("_")[2]) for name in names}


@pytest.fixture(scope="module")
def met():
    return items()


@pytest.mark.parametrize(("belief", "lesson"), MET)
def test_a_belief_is_met_by_an_item_that_names_it(belief, lesson, met):
    assert (belief, lesson) in met


@pytest.mark.parametrize(("belief", "lesson"), MET)
def test_a_belief_has_its_moment_on_a_slider(belief, lesson):
    assert belief in moments(lesson)


def test_the_table_is_numbered_and_says_whole_sentences():
    assert list(BELIEFS) == [*range(1, len(BELIEFS) + 1)]
    assert all(b.text.endswith(".") and b.otherwise.endswith(".") for b in BELIEFS.values())


def test_no_item_names_a_belief_that_its_lesson_does_not_meet(met):
    assert {(belief, lesson) for belief, lesson in met if lesson != "1"} <= set(MET)
