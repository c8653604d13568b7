"""How long the instructors' quick commands take, from the prompt to the prompt, and what each of
their commands computes before there is anything to do."""

import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from . import row
from .classes import made

RUNS = 7
STUDENTS = 40


def run() -> list[dict]:
    """Medians of seconds on the clock, the least of seconds of computing; collecting takes in a
    class's download anew each time."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, download = _class(Path(scratch))
        roster = folder.with_name("roster.csv")
        return [
            _whole("python -m classroom --help", 0.5, "--help"),
            _whole(f"collect {STUDENTS} files", 0.5, "collect", folder, download),
            _whole(f"export the marks of {STUDENTS}", 0.5, "export", folder, "--to", "csv"),
            _start("new, for a class that is there", 0.3, "new", folder, "--roster", roster),
            _start("release, again", None, "release", folder, "04"),
            _start("grade", 1, "grade", folder, "04", "--student", "s00"),
            _start("regrade", 1, "regrade", folder, "04"),
            _start("feedback", 1, "feedback", folder, "04"),
        ]


def _whole(what: str, limit: float, *arguments: object) -> dict:
    seconds = [_run(arguments)[0] for _ in range(RUNS)]
    return row(what, median(seconds), "s", limit)


def _start(what: str, limit: float | None, *arguments: object) -> dict:
    """Where what is to be done is done already."""
    _run(arguments)
    seconds = min(_run(arguments)[1] for _ in range(RUNS))
    return row(f"{what}: computing", seconds, "s", limit)


def _run(arguments: Sequence[object]) -> tuple[float, float]:
    """Seconds on the clock, and of computing, that a command takes."""
    command = [sys.executable, "-m", "classroom", *map(str, arguments)]
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True)
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode < 2, done.stderr
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _class(scratch: Path) -> tuple[Path, Path]:
    """A class, and its download from Moodle: for each student the handout with a cell more."""
    folder, assignment = made(scratch, STUDENTS)
    handout = folder.released(assignment).read_text(encoding="utf-8")
    with zipfile.ZipFile(scratch / "download.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for id in folder.students:
            name = f"{id}_9{id[1:]}_assignsubmission_file_/{assignment.notebook}.ipynb"
            archive.writestr(name, handout.replace("your code here", f"the code of {id}"))
    return folder.path, scratch / "download.zip"
