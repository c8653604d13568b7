"""How long the instructors' quick commands take, from the prompt to the prompt."""

import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from statistics import median

from classroom.folder import create
from classroom.gradebook import enrol
from classroom.release import release

RUNS = 7
STUDENTS = 40


def run() -> list[dict]:
    """Medians of seconds on the clock; collecting takes in a class's download anew each time."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, download = _class(Path(scratch))
        return [
            _row("python -m classroom --help", 0.5, "--help"),
            _row(f"collect {STUDENTS} files", 0.5, "collect", folder, download),
            _row(f"export the marks of {STUDENTS}", 0.5, "export", folder, "--to", "csv"),
        ]


def _row(what: str, limit: float, *arguments: object) -> dict:
    seconds = []
    for _ in range(RUNS):
        command = [sys.executable, "-m", "classroom", *map(str, arguments)]
        began = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True)
        seconds.append(time.monotonic() - began)
        assert done.returncode < 2, done.stderr
    return {"what": what, "value": median(seconds), "unit": "s", "limit": limit}


def _class(scratch: Path) -> tuple[Path, Path]:
    """A class, and its download from Moodle: for each student the handout with a cell more."""
    ids = [f"s{number:02}" for number in range(STUDENTS)]
    roster = scratch / "roster.csv"
    roster.write_text("\n".join(["id", *ids]), encoding="utf-8")
    folder = create(scratch / "class", roster)
    enrol(folder)
    assignment = release(folder, "04")[0]
    handout = folder.released(assignment).read_text(encoding="utf-8")
    with zipfile.ZipFile(scratch / "download.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for id in ids:
            name = f"{id}_9{id[1:]}_assignsubmission_file_/{assignment.notebook}.ipynb"
            archive.writestr(name, handout.replace("your code here", f"the code of {id}"))
    return folder.path, scratch / "download.zip"
