"""What a verdict costs in the grader's own process once it is there, and what a class's table does.

The verdicts are one solved submission's, given to a whole class; the submissions differ by a word.
"""

import json
import tempfile
import time
from pathlib import Path

import nbformat

from classroom.folder import Folder, read_json
from classroom.grading import Grader, grade
from classroom.recording import Batches
from classroom.standing import standing
from lessons import course

from . import row
from .classes import made

SIZES = (40, 1000)
RUNS = 2


def run() -> list[dict]:
    """Milliseconds of computing a submission, the least of several times, over marks that are
    there; seconds of computing for the table."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            grader = _graded(Path(scratch), size)
            recording = min(_computing(lambda g=grader: _record(g)) for _ in range(RUNS))
            table = min(
                _computing(lambda g=grader: standing(g.folder, g.assignment)) for _ in range(RUNS)
            )
        what = f"recording a verdict in a class of {size:,}"
        rows.append(row(what, 1000 * recording / size, "ms", 15))
        what = f"where {size:,} stand"
        rows.append(row(what, table, "s", 1))
    return rows


def _computing(work) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _record(grader: Grader) -> None:
    with Batches(grader.keep) as batches:
        for student in grader.folder.students:
            batches.add(student)


def _graded(scratch: Path, size: int) -> Grader:
    """A class whose verdicts are there, all of them one student's."""
    folder, assignment = made(scratch, size)
    ids = list(folder.students)
    key = nbformat.writes(course.solved(nbformat.read(folder.released(assignment), as_version=4)))
    for id in ids:
        content = key.replace('"cells": [', f'"cells": [{_own(id)},', 1)
        _put(folder.submitted(id, assignment), content.encode())
    grade(Folder(folder.path), assignment, ids[:1])
    grader = Grader(folder, assignment)
    kept = read_json(folder.result(ids[0], assignment))
    for id in ids:
        submission = folder.submitted(id, assignment).read_bytes()
        parts = ("status", "reason", "flags", "uses", "marks")
        reply = json.dumps({part: kept[part] for part in parts}).encode()
        result = grader.result(submission, reply)
        _put(folder.result(id, assignment), json.dumps(result).encode())
    return grader


def _put(path: Path, content: bytes) -> None:
    """Write a file; nobody minds if a crash takes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _own(id: str) -> str:
    """A cell of a learner's own."""
    return json.dumps(nbformat.v4.new_markdown_cell(id, id=f"own-{id}"))
