"""Class folders for the tests, made as the commands make them, and submissions to put in."""

import copy
import csv
import io
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import nbgrader.api

from checks.exercise import exercise_id
from classroom.folder import Assignment, Folder, create, write
from classroom.recording import enrol
from classroom.release import release
from lessons import course

# Half of what nbgrader takes: each gradebook that it opens has it compile its SQL anew.
COMPILED: dict[Any, Any] = {}
DIALECTS: list[Any] = []  # the first, to which all that is compiled belongs
create_engine = nbgrader.api.create_engine


def remembering(*given: Any, **options: Any) -> Any:
    """An engine of SQLAlchemy's that knows what another has compiled."""
    engine = create_engine(*given, **options)
    DIALECTS[1:] = [engine.dialect]
    engine.dialect = DIALECTS[0]
    return engine.execution_options(compiled_cache=COMPILED)


nbgrader.api.create_engine = remembering
STAMP = b"2026-11-02 10:00:00 UTC"


def opened(template: Path, target: Path, name: str = "04") -> tuple[Folder, Assignment]:
    """A copy of a class in this place, to be changed, and one of its assignments."""
    shutil.copytree(template, target)
    folder = Folder(target)
    return folder, folder.assignment(name)


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
        one.source = solution(grading(one).get("grade_id", "")) or one.source
    for grade_id, source in (answers or {}).items():
        cell(notebook, grade_id).source = source
    return notebook


@cache
def solution(grade_id: str) -> str:
    """What solves an answer's cell; "" where it is none of the course's."""
    id = exercise_id(grade_id)
    return course[id].solution if id in course and course[id].grade_id == grade_id else ""


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
