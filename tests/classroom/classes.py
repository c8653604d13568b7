"""Class folders for the tests, made as the commands make them, and submissions to put in."""

import copy
import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import nbgrader.api
from alembic.script import ScriptDirectory
from nbgrader.dbutil import ALEMBIC_DIR

from classroom.folder import Assignment, Folder, create, write
from classroom.record import enrol
from classroom.release import release
from course_utils.exercises import all_exercises

# Half of what grading takes beside the sandboxes.  For each gradebook that it makes nbgrader asks
# alembic for a number, by a process of seconds, and whenever it opens one it forgets its SQL.
open_engine = nbgrader.api.create_engine
HEAD = ScriptDirectory(ALEMBIC_DIR).get_current_head()
COMPILED: dict[Any, Any] = {}
nbgrader.api.get_alembic_version = lambda: HEAD
nbgrader.api.create_engine = lambda *given, **options: open_engine(
    *given, **options
).execution_options(compiled_cache=COMPILED)

SOLUTIONS = {e.grade_id: e.solution for e in all_exercises().values()}
STAMP = b"2026-11-02 10:00:00 UTC"


def make(path: Path, ids: list[str], lesson: str, **options: Any) -> tuple[Folder, Assignment]:
    """A class of these students with one assignment, nothing handed in."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["id", "first_name", "last_name"])
    rows.writerows([id, "Student", id] for id in ids)
    roster = path.with_name(f"{path.name}-roster.csv")
    roster.write_text(text.getvalue(), encoding="utf-8")
    folder = create(path, roster)
    enrol(folder)
    return folder, release(folder, lesson, **options)[0]


def released(folder: Folder, assignment: Assignment) -> Any:
    """The notebook that students were given."""
    return nbformat.read(folder.released(assignment), as_version=4)


def answered(notebook: Any, answers: dict[str, str] | None = None) -> Any:
    """A solved copy, with the sources of some answer cells, by grade id, replaced."""
    notebook = copy.deepcopy(notebook)
    for one in notebook.cells:
        one.source = SOLUTIONS.get(grading(one).get("grade_id"), one.source)
    for grade_id, source in (answers or {}).items():
        cell(notebook, grade_id).source = source
    return notebook


def cell(notebook: Any, grade_id: str) -> Any:
    """The graded cell of this id."""
    [found] = [c for c in notebook.cells if grading(c).get("grade_id") == grade_id]
    return found


def grading(cell: Any) -> dict:
    return cell.metadata.get("nbgrader", {})


def changed(notebook: Any, change: Callable[[Any], None]) -> Any:
    """A copy that `change` was applied to."""
    notebook = copy.deepcopy(notebook)
    change(notebook)
    return notebook


def hand_in(folder: Folder, assignment: Assignment, student: str, content: Any) -> None:
    """Put a submission, a notebook or bytes, where `collect` would."""
    if not isinstance(content, bytes):
        content = nbformat.writes(content, version=4).encode()
    write(folder.submitted(student, assignment), content)
    write(folder.timestamp(student, assignment), STAMP)
