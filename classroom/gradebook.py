"""nbgrader's side: its gradebook, its formats, and its formgrader for a class folder."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import bleach
import nbformat
from jinja2 import DictLoader
from nbconvert.filters import markdown2html
from nbconvert.preprocessors import Preprocessor
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde, BaseConverter, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    ComputeChecksums,
    LockCells,
    SaveAutoGrades,
    SaveCells,
)
from nbgrader.utils import determine_grade
from sqlalchemy.exc import DatabaseError, SAWarning

from .folder import Assignment, ClassError, Folder, write
from .judging import Mark

CONFIG = '''"""nbgrader's settings for this class folder; `python -m classroom new` writes them."""

from classroom.gradebook import refuse

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
refuse()
# No script of a student's runs in formgrader, whose page has no filter of its own.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {{"markdown2html": "classroom.gradebook.markdown"}}
c.HTMLExporter.preprocessors = ["classroom.gradebook.Harmless"]
'''
# In place of the script that formgrader's page would ask the network for, and waits for.
NO_MATHJAX = """\
{% macro mathjax() %}
<script>MathJax = {Hub: {Startup: {signal: {Interest: (f) => f("End")}}}};</script>
{% endmacro %}"""

TAGS = frozenset(
    "a abbr b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i li ol p pre s"
    " span strong sub summary sup table tbody td th thead tr ul".split()
)


def markdown(source: str) -> str:
    """Markdown as HTML that holds no script and loads nothing; formgrader's page uses it by our
    settings."""
    return bleach.clean(markdown2html(source), TAGS, {"a": ["href"]}, strip=True)


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


def refuse() -> None:
    """Keep formgrader's buttons from doing by nbgrader's own ways what our commands do: grading
    without protection, and pages that load scripts."""

    def start(self: BaseConverter) -> None:
        raise NbGraderException("Use `python -m classroom`: grade isolates what it runs.")

    for converter in (Autograde, GenerateAssignment, GenerateFeedback):
        converter.start = start


class SaveMarks(SaveAutoGrades):
    """Saves marks that were made beforehand; of the notebook's outputs nothing is believed.

    marks: by the grade id of the check.  before: the sources that were graded last, by grade id.
    Marks and comments made by hand stay; where the answer is another one now, they wait to be
    looked at.
    """

    def __init__(self, marks: dict[str, Mark], before: dict[str, str], **options: Any):
        super().__init__(**options)
        self.marks, self.before = marks, before

    def preprocess(self, nb: Any, resources: dict) -> tuple[Any, dict]:
        """Save the marks of a notebook's graded cells."""
        self.changed = {id for id, text in answers(nb).items() if self.before.get(id, text) != text}
        return super().preprocess(nb, resources)

    def _add_score(self, cell: Any, resources: dict) -> None:
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        if name in self.marks:
            grade.auto_score = self.marks[name].score
        else:  # an answer in words: none is 0, any other waits for the instructor
            grade.auto_score = determine_grade(cell, self.log)[0]
        by_hand = grade.manual_score is not None
        again = by_hand and name.removesuffix("-check") in self.changed
        grade.needs_manual_grade = again or grade.auto_score is None and not by_hand
        self.gradebook.db.commit()


def answers(notebook: Any) -> dict[str, str]:
    """The sources of a notebook's answer cells by grade id."""
    cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]
    return {cell.metadata["nbgrader"]["grade_id"]: cell.source for cell in cells}


def url(folder: Folder) -> str:
    """The gradebook's address."""
    return f"sqlite:///{folder.path / 'gradebook.db'}"


@contextmanager
def gradebook(folder: Folder) -> Iterator[Gradebook]:
    """The class's gradebook.  Raises ClassError where it is damaged, locked or incomplete."""
    try:
        with _opened(folder) as book:
            yield book
    except DatabaseError as error:
        raise ClassError(f"gradebook.db: not to be used now ({error.orig}).") from None
    except MissingEntry as error:
        raise ClassError(
            f"gradebook.db: {error}; put back a copy of it, or give `new` and `release` again."
        ) from None


def _opened(folder: Folder) -> Gradebook:
    # nbgrader calls alembic by its name: that of this Python must be found first.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    before, os.environ["PATH"] = os.environ.get("PATH"), path
    try:
        return Gradebook(url(folder), folder.path.name)
    finally:
        if before is not None:
            os.environ["PATH"] = before


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
    path = folder.graded(student, assignment)
    before = answers(nbformat.read(path, as_version=4)) if path.exists() else {}
    SaveMarks(marks, before).preprocess(notebook, resources)
    write(path, (nbformat.writes(notebook) + "\n").encode())
    if time:
        write(path.with_name("timestamp.txt"), time.encode())


def _resources(folder: Folder, assignment: str, notebook: str, student: str = "") -> dict:
    names = {"assignment": assignment, "notebook": notebook, "student": student}
    return {"nbgrader": {**names, "db_url": url(folder)}}
