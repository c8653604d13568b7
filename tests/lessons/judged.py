"""Answers judged as a check judges them; what the course's own answers return is computed once."""

import json
from functools import cache
from typing import Any

from checks.checking import Judge, Verdict
from checks.exercise import Exercise
from checks.trying import run
from lessons import course


@cache
def judge(id: str, seed: int) -> Judge:
    """The judge of an exercise on the cases of a seed.  The reference has run, as in a check: what
    it loads (torch: seconds, on a busy machine) is not loaded in the time of an answer."""
    made = Judge(course[id], course[id].trials(seed))
    made.known(0)
    return made


def verdict(exercise: Exercise, answer: Any, seed: int = 0) -> Verdict:
    """Judged from JSON, as in another process."""
    known = judge(exercise.id, seed)
    return known.verdict(json.loads(json.dumps(run(exercise, answer, known.cases))))
