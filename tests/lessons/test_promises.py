"""Each promise of a task's text shows on a case: an answer that breaks it alone is wrong there, and
right everywhere else.

A lesson's `promises.py` holds PROMISES = [(id, promise, shows, source), …]:
    promise  words quoted from the task, or from the docstring of the cell below it
    shows    a function of what a case holds: whether breaking the promise shows on it
    source   an answer, as in `blind.py`, that breaks this promise and no other; the course's own,
             which keeps them all, is `right` there
"""

import importlib
import json
from functools import cache
from pathlib import Path

import pytest

from checks.checking import Judge
from checks.trying import run
from lessons import course
from tests.lessons.blind import answer
from tests.notebooks.rules import ROOT
from tests.thorough import thinned

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong answers overflow

LESSONS = {
    path.parent.name[-1]: importlib.import_module(f"tests.lessons.{path.parent.name}.promises")
    for path in sorted(Path(__file__).parent.glob("lesson[1-9]/promises.py"))
}
PROMISES = [promise for module in LESSONS.values() for promise in module.PROMISES]
each = pytest.mark.parametrize("id", [id for id in course if id[0] in LESSONS])


@cache
def text(lesson: str) -> dict[str, str]:
    """What the exercises of a lesson say: the task and the cell below it, by id."""
    (path,) = (ROOT / "notebooks").glob(f"0{lesson}_*.ipynb")
    said = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        role, *number = cell["id"].split("-")[:3]
        if role in ("task", "answer"):
            id = ".".join(number)
            said[id] = f"{said.get(id, '')} {' '.join(''.join(cell['source']).split())}"
    return said


@cache
def apart(id: str, seed: int) -> list[Judge]:
    """A judge for each case."""
    return [Judge(course[id], [case]) for case in course[id].trials(seed)]


@each
def test_the_promises_of_an_exercise_stand_in_its_text(id):
    promises = [promise for of, promise, *_ in PROMISES if of == id]
    assert len(promises) >= 3
    assert [promise for promise in promises if promise not in text(id[0])[id]] == []


@pytest.mark.slow
@each
def test_breaking_a_promise_shows_where_it_should_and_nowhere_else(id):
    for promise, shows, source in (promise[1:] for promise in PROMISES if promise[0] == id):
        made = answer(id, source, right=course[id].reference)
        for seed in thinned(range(20), (0,)):
            judges = apart(id, seed)
            wrong = [j.verdict(run(j.exercise, made, j.cases)).state == "wrong" for j in judges]
            shown = [bool(shows(*judge.cases[0])) for judge in judges]
            assert wrong == shown and any(wrong), (promise, seed)
