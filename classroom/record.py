"""nbgrader's side: its gradebook, its formats, and its formgrader for a class folder."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import DictLoader
from nbconvert.filters import clean_html, markdown2html
from nbconvert.preprocessors import Preprocessor
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    ComputeChecksums,
    LockCells,
    NbGraderPreprocessor,
    SaveAutoGrades,
    SaveCells,
)
from sqlalchemy.exc import SAWarning

from .folder import Assignment, Folder, write
from .judging import Mark

CONFIG = '''"""nbgrader's settings for this class folder; `python -m classroom new` writes them."""

c = get_config()  # noqa: F821, nbgrader gives it to this file
c.CourseDirectory.course_id = {course!r}
# ClearSolutions would turn the lessons' stubs into code that raises.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
]
# nbgrader's own autograding runs a submission unprotected: `python -m classroom grade` does it.
c.Autograde.sanitize_preprocessors = ["classroom.record.Refuse"]
c.Autograde.autograde_preprocessors = ["classroom.record.Refuse"]
# No script of a student's runs in formgrader, whose page has no filter of its own.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {{"markdown2html": "classroom.record.markdown"}}
c.HTMLExporter.preprocessors = ["classroom.record.Harmless"]
'''
# In place of the script that formgrader's page would ask the network for, and waits for.
NO_MATHJAX = """\
{% macro mathjax() %}
<script>MathJax = {Hub: {Startup: {signal: {Interest: (f) => f("End")}}}};</script>
{% endmacro %}"""


def markdown(source: str) -> str:
    """Markdown as HTML that holds no script; what formgrader's page uses by our settings."""
    return clean_html(markdown2html(source))


class Harmless(Preprocessor):
    """Keeps formgrader's page from running what a student is called, and off the network."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.parent.extra_loaders = [DictLoader({"mathjax.html.j2": NO_MATHJAX})]

    def preprocess(self, nb: Any, resources: dict) -> tuple[Any, dict]:
        """Escape the names that the page puts into its script and headings."""
        for name in ("first_name", "last_name", "student"):
            resources[name] = escape(resources.get(name) or "")
        return nb, resources


class Refuse(NbGraderPreprocessor):
    """In place of nbgrader's own autograding, whose button formgrader shows."""

    def preprocess(self, nb: Any, resources: dict) -> tuple[Any, dict]:
        """Raises RuntimeError."""
        raise RuntimeError("Grade with `python -m classroom grade`: it isolates what it runs.")


class SaveMarks(SaveAutoGrades):
    """Saves marks that were made beforehand; of the notebook's outputs nothing is believed.

    Marks and comments made by hand stay.
    """

    def __init__(self, marks: dict[str, Mark], **options: Any):
        super().__init__(**options)
        self.marks = marks  # by the grade id of the check

    def _add_score(self, cell: Any, resources: dict) -> None:
        name = cell.metadata["nbgrader"]["grade_id"]
        if name not in self.marks:
            super()._add_score(cell, resources)  # an answer in words: blank is 0, else by hand
            return
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = self.marks[name].score
        grade.needs_manual_grade = grade.auto_score is None and grade.manual_score is None
        self.gradebook.db.commit()


def url(folder: Folder) -> str:
    """The gradebook's address."""
    return f"sqlite:///{folder.path / 'gradebook.db'}"


@contextmanager
def gradebook(folder: Folder) -> Iterator[Gradebook]:
    """The class's gradebook."""
    # nbgrader calls alembic by its name: that of this Python must be found first.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    before, os.environ["PATH"] = os.environ.get("PATH"), path
    try:
        book = Gradebook(url(folder), folder.path.name)
    finally:
        if before is not None:
            os.environ["PATH"] = before
    with book:
        yield book


def configure(folder: Folder) -> None:
    """Write nbgrader's settings."""
    write(folder.path / "nbgrader_config.py", CONFIG.format(course=folder.path.name).encode())


def enrol(folder: Folder) -> None:
    """Write nbgrader's settings, and the roster into the gradebook."""
    configure(folder)
    with gradebook(folder) as book:
        for student in folder.students.values():
            book.update_or_create_student(
                student.id,
                first_name=student.first_name,
                last_name=student.last_name,
                email=student.email,
            )


def register(folder: Folder, assignment: str, name: str, source: Any, due: str) -> Any:
    """Prepare a source notebook for students and note its cells in the gradebook; returns the
    notebook to release."""
    with gradebook(folder) as book:
        book.update_or_create_assignment(assignment, duedate=due or None)
    resources = _resources(folder, assignment, name)
    for preprocess in (LockCells, ClearOutput, CheckCellMetadata, ComputeChecksums, SaveCells):
        source, resources = preprocess().preprocess(source, resources)
    return source


def record(
    folder: Folder, assignment: Assignment, student: str, notebook: Any, marks: dict[str, Mark]
) -> None:
    """Write a graded notebook and its marks where nbgrader's tools look for them.

    marks: by the grade id of the check; a written answer has none and waits for the instructor.
    """
    stamp = folder.timestamp(student, assignment)
    time = stamp.read_text(encoding="utf-8").strip() if stamp.exists() else None
    with gradebook(folder) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's, and harmless
        book.update_or_create_submission(assignment.name, student, timestamp=time)
    resources = _resources(folder, assignment.name, assignment.notebook, student)
    SaveMarks(marks).preprocess(notebook, resources)
    target = folder.path / "autograded" / student / assignment.name
    write(target / f"{assignment.notebook}.ipynb", (nbformat.writes(notebook) + "\n").encode())
    if time:
        write(target / "timestamp.txt", time.encode())


def _resources(folder: Folder, assignment: str, notebook: str, student: str = "") -> dict:
    names = {"assignment": assignment, "notebook": notebook, "student": student}
    return {"nbgrader": {**names, "db_url": url(folder)}}


def scores(folder: Folder, assignment: Assignment) -> dict[str, dict[str, Any]]:
    """By student, then by grade id: {"score", "manual", "pending", "comment"} of each graded cell
    of whatever was recorded, by machine or by hand."""
    found: dict[str, dict[str, Any]] = {}
    with gradebook(folder) as book:
        try:
            submissions = book.find_assignment(assignment.name).submissions
        except MissingEntry:
            return {}
        for submission in submissions:
            cells = found.setdefault(submission.student_id, {})
            for notebook in submission.notebooks:
                comments = {c.name: c.comment for c in notebook.comments}
                for grade in notebook.grades:
                    cells[grade.name] = {
                        "score": grade.score,
                        "manual": grade.manual_score is not None,
                        "pending": bool(grade.needs_manual_grade),
                        "comment": comments.get(grade.name.removesuffix("-check")) or "",
                    }
    return found
