"""Answers written blind: from the text of a task alone, before any look at what its check knows.

Beside each lesson's tests, `lessonN/blind.py` holds
    RIGHT    (id, name, source): answers as a cell would hold them, or the bodies of such
    WRONG    (id, name, words, source): of a wrong one also what a useful sentence must name, a
             regular expression, found with `re.search` whatever the case; None where a check
             has nothing to say of it
    SCOPE    what the lesson's cells have defined by then, beside the lesson's own `SCOPE`

They are what a check is measured on: do not change an answer so that a check meets it.
"""

import importlib
import itertools
import json
import linecache
import re
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from checks.checking import Verdict
from checks.trying import run
from lessons import course
from tests.lessons.answers import SCOPES
from tests.lessons.judged import judge

LESSONS = {
    path.parent.name[-1]: importlib.import_module(f"tests.lessons.{path.parent.name}.blind")
    for path in sorted(Path(__file__).parent.glob("lesson[1-9]/blind.py"))
}
RIGHT = [answer for module in LESSONS.values() for answer in module.RIGHT]
WRONG = [answer for module in LESSONS.values() for answer in module.WRONG]
CELLS = itertools.count(1)


def answer(id: str, source: str, **more: Any) -> Any:
    """What a cell with this source defines, where `more` stands for something too; its lines are
    found as those of a cell are."""
    scope = SCOPES[id[0]] | getattr(LESSONS.get(id[0]), "SCOPE", {}) | more
    exercise, text = course[id], dedent(source).strip() + "\n"
    if not re.search(rf"^(def|class) {exercise.name}\b|^{exercise.name} = ", text, re.MULTILINE):
        text = f"{exercise.header}\n{indent(text, '    ')}"
    name = f"<ipython-input-{next(CELLS)}-blind>"
    linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
    exec(compile(text, name, "exec"), scope)
    return scope[exercise.name]


def judged(id: str, source: str, seed: int = 0) -> tuple[Verdict, str]:
    """The verdict on an answer, tried on the cases of a seed, and what the check itself says: its
    sentence without the words of Python's error."""
    known = judge(id, seed)
    outcomes = json.loads(json.dumps(run(known.exercise, answer(id, source), known.cases)))
    verdict, error = known.verdict(outcomes), outcomes[-1].get("error", {})
    return verdict, verdict.sentence.replace(
        f"Your code stopped with {error.get('type')}: {error.get('message')}", ""
    )
