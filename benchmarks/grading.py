"""What grading adds to the time in which a submission's own code runs: its cells, and its answers
while they are tried.  PyTorch, which the cells of lesson 5 import, is loaded before them; that is
their time, too."""

import os
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from classroom import judging
from classroom.grading import grade
from classroom.sandbox import Sandbox

from . import row
from .classes import hand_in_solved, made

SUBMISSIONS = 24
LESSONS = ("04", "05")


def run() -> list[dict]:
    """Seconds on the clock for each submission, all cores busy; and seconds of a core for each,
    beyond its own run."""
    rows = []
    for lesson in LESSONS:
        what, (whole, beyond) = f"lesson {lesson}: grading a submission", _seconds(lesson)
        rows.append(row(f"{what}, on {os.cpu_count()} cores", whole, "s", 1.0))
        rows.append(row(f"{what}, a core, beyond its own run", beyond, "s", 1.5))
    return rows


class _Timed(Sandbox):
    """Adds up how long a submission's code ran."""

    seconds = 0.0

    def ask(self, request: dict, limits: judging.Limits) -> dict:
        began = time.monotonic()
        try:
            return super().ask(request, limits)
        finally:
            if request["do"] in ("load", "run", "attempt"):
                _Timed.seconds += time.monotonic() - began


def _seconds(lesson: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as scratch:
        exercises = [id for id in judging.course if id.startswith(f"{int(lesson)}.")]
        folder, assignment = made(Path(scratch), SUBMISSIONS, lesson, exercises)
        hand_in_solved(folder, assignment)
        _Timed.seconds, cores = 0.0, os.cpu_count()
        began = time.monotonic()
        with patch.object(judging, "Sandbox", _Timed):
            rows = grade(folder, assignment, jobs=cores)
        seconds = time.monotonic() - began
        assert all(row.score == assignment.maximum for row in rows), rows
        return seconds / len(rows), (seconds * cores - _Timed.seconds) / len(rows)
