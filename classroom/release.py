"""From a lesson to an assignment: the students' notebook, and the answer key."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

from checks.exercise import exercise_id
from lessons import course

from . import waiting
from .folder import Assignment, ClassError, Folder, digest, read_json, write, write_json
from .hub import repository

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
NAME = re.compile(r"(\d\d)[a-z]?")
TITLE = """\
**Assignment {name}** · {count}, {points:g} {unit} in all{due}

Work in this notebook, and hand in this file. Its checks tell you what they tell you in the lesson,
and hints end before the solution; the marks come from other inputs, which your code has not seen.
Leave the cells of the exercises where they are: add cells of your own as you like.

{table}"""

# At the end of the set-up cell.  An attribute is all: it does no harm where nobody reads it, in a
# course installed long ago or in the sandbox.
ASSIGNED = """

import lessons

lessons.assignment = "{name}"  # graded: hints end before the solution"""


def release(
    folder: Folder,
    name: str,
    exercises: Sequence[str] = (),
    due: str = "",
    lines: bool = True,
) -> tuple[Assignment, Path, Path]:
    """Make an assignment of a lesson, or of a choice of its exercises; again, it changes nothing.

    name: the lesson's number, "04"; a letter after it tells several assignments of one lesson
    apart.  exercises: ids such as "4.1"; all of the lesson if empty.  due: ISO 8601, or "".
    lines: whether feedback names lines that are to be changed; this may change at any time.
    Returns the assignment, the file for students and the answer key.  Raises ClassError for names
    that are not there, and for a lesson that has changed after work was handed in.
    """
    lesson = _lesson(name)
    source = nbformat.read(lesson, as_version=4)
    points = _points(source)
    chosen = tuple(dict.fromkeys(exercises)) or tuple(points)
    if unknown := [id for id in chosen if id not in points]:
        raise ClassError(
            f"exercises: expected some of {', '.join(points)}, got {', '.join(unknown)}."
        )
    chosen = tuple(id for id in points if id in chosen)
    points = {id: points[id] for id in chosen}
    due = _due(due)

    source = _choose(source, set(chosen))
    _introduce(source, name, points, due)
    key = course.solved(source)
    old = read_json(path) if (path := folder.path / "assignments" / f"{name}.json").exists() else {}
    waits = any(not one.reason and one.assignment == name for one in waiting.load(folder))
    handed_in = waits or any(folder.path.glob(f"submitted/*/{name}/*.ipynb"))
    made_of = digest(nbformat.writes(source).encode())
    if handed_in and old.get("digest", made_of) != made_of:
        raise ClassError(
            f"{name}: the lesson, the due date or the choice has changed since it was released, and"
            f" work was handed in already: release it as {name[:2]}b, say."
        )
    from .gradebook import register  # nbgrader takes a second to load

    released = register(folder, name, lesson.stem, source, due)
    content = (nbformat.writes(released) + "\n").encode()
    sealed = digest(content)
    assignment = Assignment(name, lesson.stem, chosen, points, due, made_of, sealed, lines)
    write(folder.path / "source" / name / lesson.name, nbformat.writes(source).encode())
    write(folder.released(assignment), content)
    write(folder.path / "key" / name / lesson.name, (nbformat.writes(key) + "\n").encode())
    handout = folder.path / "handout" / f"{name}.zip"
    write(handout, _zip(lesson.name, content))
    write_json(path, vars(assignment))
    if repository.available():
        files = {lesson.name: content}
        repository.publish(handout.with_suffix(".git"), files, f"Assignment {name}")
    return assignment, handout, folder.path / "key" / name / lesson.name


def _lesson(name: str) -> Path:
    found = NAME.fullmatch(name)
    paths = sorted(NOTEBOOKS.glob(f"{found[1]}_*.ipynb")) if found and found[1] != "00" else []
    paths = [path for path in paths if "_my_copy" not in path.stem]
    if not paths:
        raise ClassError(f"lesson: expected a lesson's number such as 04, got {name!r}.")
    return paths[0]


def _points(notebook: Any) -> dict[str, float]:
    """The points of each exercise of a lesson, in order."""
    found = {}
    for cell in notebook.cells:
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("grade"):
            found[exercise_id(grading["grade_id"])] = float(grading["points"])
    return found


def _due(text: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone().isoformat() if text else ""
    except ValueError:
        raise ClassError(
            f"due: expected a time such as 2027-01-31T23:59+01:00, got {text!r}."
        ) from None


def _choose(notebook: Any, chosen: set[str]) -> Any:
    """The notebook, with the exercises that are not chosen as ordinary cells."""
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id and exercise_id(grade_id) not in chosen:
            del cell.metadata["nbgrader"]
    return notebook


def _introduce(notebook: Any, name: str, points: dict[str, float], due: str) -> None:
    """Say, under the title, what the assignment is, in it and in its metadata."""
    titles = {id: course[id].title for id in points if id in course}  # the others stay unloaded
    rows = [f"| {id} | {titles.get(id, 'Answer in words')} | {points[id]:g} |" for id in points]
    text = TITLE.format(
        name=name,
        count=f"{len(points)} exercise{'s' * (len(points) != 1)}",
        points=sum(points.values()),
        unit="point" if sum(points.values()) == 1 else "points",
        due=f", due {due[:10]} at {due[11:16]}" if due else "",
        table="\n".join(["| Exercise | | Points |", "|---|---|---|", *rows]),
    )
    [setup] = [cell for cell in notebook.cells if "setup" in cell.metadata.get("tags", ())]
    setup.source += ASSIGNED.format(name=name)
    cell = nbformat.v4.new_markdown_cell(text, id="assignment")
    notebook.cells.insert(1, cell)
    notebook.metadata["course"] = {"assignment": name}


def _zip(name: str, content: bytes) -> bytes:
    """A zip with one file in it, the same bytes for the same content."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return target.getvalue()
