"""What judging on dask's workers costs beside judging in the grader's own process.

Cores are shared with whatever else runs here, so an engine's own cost is told by tasks of a known
length, which compute nothing: what is computed meanwhile, and what goes beyond it, is the engine's.
"""

import os
import tempfile
import time
from pathlib import Path

import psutil

from classroom import cluster
from classroom.desk import Desk, not_judged
from classroom.folder import Folder
from classroom.grading import Grader, grade

from . import row
from .classes import hand_in_solved, made

LENGTH = 0.25  # seconds, of a task that computes nothing
IDLE = 4.0  # seconds
TASKS, SUBMISSIONS = 40, 12
WAYS = (1, 2)


def run() -> list[dict]:
    """Submissions a minute, milliseconds a submission, and megabytes of memory."""
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        folder, assignment = made(Path(scratch), TASKS)
        hand_in_solved(folder, assignment)
        grader = Grader(folder, assignment)
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
    return [row(f"--jobs {jobs}", SUBMISSIONS / seconds * 60, "a minute")]


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
    rows = [row(where, SUBMISSIONS / seconds * 60, "a minute")]
    client.run(_known)
    before_idle = _computing()
    time.sleep(IDLE)
    idle = (_computing() - before_idle) / IDLE  # of scheduler and workers that have nothing to do
    began, computing = time.monotonic(), _computing()
    assert len(list(judges.judge(order, students[:TASKS], read))) == TASKS
    seconds = time.monotonic() - began
    computing = 1000 * (_computing() - computing - idle * seconds) / TASKS
    each = 1000 * (seconds * workers / TASKS - LENGTH)
    rows.append(row(f"{where}: computing of its own, a submission", computing, "ms", 15))
    rows.append(row(f"{where}: idle, of a core", 100 * idle, "%"))
    rows.append(row(f"{where}: on the clock, a submission, a worker", each, "ms"))
    return [*rows, row(f"{where}: memory of all its processes", max(before, _memory()), "MB")]


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
