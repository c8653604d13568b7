"""What of a submission and its verdicts is recorded, and the notebook that formgrader shows."""

from typing import Any

import nbformat

from checks.exercise import exercise_id

from .folder import Assignment, Folder, write
from .intake import stored_time
from .judging import Mark
from .recording import Entry


def enter(
    folder: Folder, assignment: Assignment, student: str, result: dict, shown: Any, released: Any
) -> tuple[Entry, bytes]:
    """The entry for the gradebook, and the notebook with its verdicts.

    result: the verdicts, as their file holds them; shown: the notebook that they are on, released:
    as students were given it.
    """
    path = folder.graded(student, assignment)
    before = answers(nbformat.read(path, as_version=4)) if path.exists() else {}
    stubs, now = answers(released), answers(shown)
    changed = frozenset(id for id, source in now.items() if before.get(id, source) != source)
    blank = frozenset(id for id, source in now.items() if stubs[id] == source)
    scores: dict[str, float | None] = {}
    for cell in shown.cells:
        if not cell.metadata.get("nbgrader", {}).get("grade"):
            continue
        id = cell.metadata["nbgrader"]["grade_id"]
        if kept := result["marks"].get(exercise_id(id)):
            mark = Mark(**kept)
            facts = [f"{name}: {fact}" for name, fact in mark.facts.items()]
            text = "\n".join([f"{mark.state}: {mark.sentence}", *facts, ""])
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
            scores[id] = mark.score
        else:  # an answer in words: none is 0, any other waits for the instructor
            scores[id] = 0.0 if id in blank else None
    if result["flags"]:
        lines = "\n".join(f"    {flag}" for flag in result["flags"])  # no text becomes markup
        note = nbformat.v4.new_markdown_cell(f"**For the instructor**\n\n{lines}", id="flags")
        shown.cells.insert(0, note)
    time = stored_time(folder.timestamp(student, assignment))
    entry = Entry(student, time, scores, changed, blank)
    return entry, (nbformat.v4.writes(shown) + "\n").encode()


def answers(notebook: Any) -> dict[str, str]:
    """The sources of a notebook's answer cells by grade id."""
    cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]
    return {cell.metadata["nbgrader"]["grade_id"]: cell.source for cell in cells}


def show(folder: Folder, assignment: Assignment, student: str, content: bytes) -> None:
    """Write a notebook with its verdicts where formgrader looks for it."""
    path = folder.graded(student, assignment)
    write(path, content)
    stamp = folder.timestamp(student, assignment)
    if stamp.exists():
        write(path.with_name("timestamp.txt"), stamp.read_bytes().strip())
