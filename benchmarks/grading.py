"""What grading adds to the time in which a submission's own code runs: its cells, and its answers
while they are tried (in lesson 5, the first optimizer alone takes PyTorch a second to make)."""

import os
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import nbformat

from classroom import judging
from classroom.folder import Assignment, Folder, create, write
from classroom.grading import grade
from classroom.recording import enrol
from classroom.release import release
from classroom.sandbox import Sandbox
from lessons import course

SUBMISSIONS = 12
LESSONS = ("04", "05")


def run() -> list[dict]:
    """Seconds a submission and core beyond its own run, all cores used."""
    return [
        {
            "what": f"lesson {lesson}: grading a submission, a core, beyond its own run",
            "value": _beyond(lesson),
            "unit": "s",
            "limit": 1.5,
        }
        for lesson in LESSONS
    ]


class _Timed(Sandbox):
    """Adds up how long a submission's code ran."""

    seconds = 0.0

    def ask(self, request: dict, limits: judging.Limits) -> dict:
        began = time.monotonic()
        try:
            return super().ask(request, limits)
        finally:
            if request["do"] in ("run", "attempt"):
                _Timed.seconds += time.monotonic() - began


def _beyond(lesson: str) -> float:
    with tempfile.TemporaryDirectory() as scratch:
        folder, assignment = _class(Path(scratch), lesson)
        _Timed.seconds, cores = 0.0, os.cpu_count()
        began = time.monotonic()
        with patch.object(judging, "Sandbox", _Timed):
            rows = grade(folder, assignment, jobs=cores)
        seconds = time.monotonic() - began
        assert all(row.score == assignment.maximum for row in rows), rows
        return (seconds * cores - _Timed.seconds) / len(rows)


def _class(scratch: Path, lesson: str) -> tuple[Folder, Assignment]:
    """A class that has handed in solved lessons, no two the same."""
    ids = [f"s{number:02}" for number in range(SUBMISSIONS)]
    roster = scratch / "roster.csv"
    roster.write_text("\n".join(["id", *ids]), encoding="utf-8")
    folder = create(scratch / "class", roster)
    enrol(folder)
    exercises = [id for id in judging.course if id.startswith(f"{int(lesson)}.")]
    assignment = release(folder, lesson, exercises)[0]
    key = course.solved(nbformat.read(folder.released(assignment), as_version=4))
    for id in ids:
        key.cells[0].source += f"\n\n{id}"
        write(folder.submitted(id, assignment), nbformat.writes(key).encode())
    return folder, assignment
