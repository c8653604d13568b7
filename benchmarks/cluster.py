"""What judging on dask's workers costs beside judging in the grader's own process.

Cores are shared with whatever else runs here, so an engine's own cost is told by tasks of a known
length, which compute nothing: what is computed meanwhile, and what goes beyond it, is the engine's.
"""

import os
import tempfile
import time
from pathlib import Path

import nbformat
import psutil

from classroom import cluster
from classroom.desk import Desk, not_judged
from classroom.folder import Folder, create, write
from classroom.grading import Grader, grade
from classroom.recording import enrol
from classroom.release import release
from lessons import course

LENGTH = 0.25  # seconds, of a task that computes nothing
IDLE = 4.0  # seconds
TASKS, SUBMISSIONS = 40, 12
WAYS = (1, 2)


def run() -> list[dict]:
    """Submissions a minute, milliseconds a submission, and megabytes of memory."""
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = _class(Path(scratch))
        grader = Grader(folder, folder.assignment("04"))
        for many in WAYS:
            rows += _locally(folder, many)
            with cluster.client(f"local:{many}", None) as client:
                judges = cluster.Judges(client, print)
                rows += _elsewhere(judges, client, grader, many)
    return rows


def _locally(folder: Folder, jobs: int) -> list[dict]:
    assignment = folder.assignment("04")
    for path in folder.path.glob("results/*/*.json"):
        path.unlink()
    began = time.monotonic()
    rows = grade(folder, assignment, list(folder.students)[:SUBMISSIONS], jobs)
    seconds = time.monotonic() - began
    assert all(row.score == assignment.maximum for row in rows), rows
    return [_row(f"--jobs {jobs}", SUBMISSIONS / seconds * 60, "a minute")]


def _elsewhere(judges: cluster.Judges, client, grader: Grader, workers: int) -> list[dict]:
    students = list(grader.folder.students)
    where, order = f"--on local:{workers}", grader.order()

    def read(student: str) -> bytes:
        return grader.folder.submitted(student, grader.assignment).read_bytes()

    before = _memory()
    began = time.monotonic()
    for *_, reply in judges.judge(order, students[:SUBMISSIONS], read):
        assert b'"graded"' in reply, reply
    seconds = time.monotonic() - began
    rows = [_row(where, SUBMISSIONS / seconds * 60, "a minute")]
    client.run(_known)
    before_idle = _computing()
    time.sleep(IDLE)
    idle = (_computing() - before_idle) / IDLE  # of scheduler and workers that have nothing to do
    began, computing = time.monotonic(), _computing()
    assert len(list(judges.judge(order, students[:TASKS], read))) == TASKS
    seconds = time.monotonic() - began
    computing = 1000 * (_computing() - computing - idle * seconds) / TASKS
    each = 1000 * (seconds * workers / TASKS - LENGTH)
    rows.append(_row(f"{where}: computing of its own, a submission", computing, "ms", 15))
    rows.append(_row(f"{where}: idle, of a core", 100 * idle, "%"))
    rows.append(_row(f"{where}: on the clock, a submission, a worker", each, "ms"))
    return [*rows, _row(f"{where}: memory of all its processes", max(before, _memory()), "MB")]


def _row(what: str, value: float, unit: str, limit: float | None = None) -> dict:
    return {"what": what, "value": value, "unit": unit, "limit": limit}


def _sleep(self: Desk, submission: bytes) -> bytes:
    time.sleep(LENGTH)
    return not_judged("a task of known length")


def _known() -> None:
    """On a worker: tasks are of known length from now on."""
    Desk.judge = _sleep


def _computing() -> float:
    """Seconds that this process and all below it have computed."""
    processes = [psutil.Process(os.getpid()), *psutil.Process(os.getpid()).children(True)]
    return sum(one.cpu_times().user + one.cpu_times().system for one in processes)


def _memory() -> float:
    """Megabytes of this process and all below it, each page of memory counted once."""
    processes = [psutil.Process(os.getpid()), *psutil.Process(os.getpid()).children(True)]
    return sum(one.memory_full_info().pss for one in processes) / 1e6


def _class(scratch: Path) -> Folder:
    """A class that has handed in solved lessons, no two the same."""
    ids = [f"s{number:02}" for number in range(TASKS)]
    roster = scratch / "roster.csv"
    roster.write_text("\n".join(["id", *ids]), encoding="utf-8")
    folder = create(scratch / "class", roster)
    enrol(folder)
    assignment = release(folder, "04")[0]
    key = course.solved(nbformat.read(folder.released(assignment), as_version=4))
    for id in ids:
        key.cells[0].source += f"\n\n{id}"
        write(folder.submitted(id, assignment), nbformat.writes(key).encode())
    return folder
