"""nbgrader's side: its gradebook, its formats, and its formgrader for a class folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import bleach
from alembic.script import ScriptDirectory
from jinja2 import DictLoader
from nbconvert.filters import markdown2html
from nbconvert.preprocessors import Preprocessor
from nbgrader.api import Base, Gradebook, MissingEntry
from nbgrader.converters import Autograde, BaseConverter, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    ComputeChecksums,
    LockCells,
    SaveCells,
)
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from .folder import ClassError, Folder

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
    if not (folder.path / "gradebook.db").exists():
        make(folder)
    return Gradebook(url(folder), folder.path.name)


def make(folder: Folder) -> None:
    """Make an empty gradebook in one step.  Raises ClassError if it cannot be written."""
    new = folder.path / ".new-gradebook.db"
    new.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{new}")
    try:
        Base.metadata.create_all(engine)
        with engine.begin() as book:  # nbgrader asks for this number by a process of seconds
            book.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            number = ScriptDirectory(ALEMBIC_DIR).get_current_head()
            book.execute(text("INSERT INTO alembic_version VALUES (:number)"), {"number": number})
        os.replace(new, folder.path / "gradebook.db")
    except (DatabaseError, OSError) as error:
        why = getattr(error, "orig", error)
        raise ClassError(f"gradebook.db: could not be made ({why}).") from None
    finally:
        engine.dispose()
        new.unlink(missing_ok=True)


def register(folder: Folder, assignment: str, name: str, source: Any, due: str) -> Any:
    """Prepare a source notebook for students and note its cells in the gradebook; returns the
    notebook to release."""
    with gradebook(folder) as book:
        book.update_or_create_assignment(assignment, duedate=due or None)
    resources = _resources(folder, assignment, name)
    for preprocess in (LockCells, ClearOutput, CheckCellMetadata, ComputeChecksums, SaveCells):
        source, resources = preprocess().preprocess(source, resources)
    return source


def _resources(folder: Folder, assignment: str, notebook: str) -> dict:
    names = {"assignment": assignment, "notebook": notebook, "student": ""}
    return {"nbgrader": {**names, "db_url": url(folder)}}
