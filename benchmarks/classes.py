"""Classes for the measurements of grading."""

from collections.abc import Iterable
from pathlib import Path

import nbformat

from classroom.folder import Assignment, Folder, create, write
from classroom.recording import enrol
from classroom.release import release
from lessons import course


def made(
    scratch: Path, size: int, lesson: str = "04", exercises: Iterable[str] = ()
) -> tuple[Folder, Assignment]:
    """A class folder of so many students in this one, with one assignment released; the students
    are s00, s01 …."""
    wide = max(2, len(str(size - 1)))
    roster = scratch / "roster.csv"
    ids = [f"s{number:0{wide}}" for number in range(size)]
    roster.write_text("\n".join(["id", *ids]), encoding="utf-8")
    folder = create(scratch / "class", roster)
    enrol(folder)
    return folder, release(folder, lesson, list(exercises))[0]


def hand_in_solved(folder: Folder, assignment: Assignment) -> None:
    """Let each student hand in the lesson solved, no two the same."""
    key = course.solved(nbformat.read(folder.released(assignment), as_version=4))
    first = key.cells[0].source
    for id in folder.students:
        key.cells[0].source = f"{first}\n\n{id}"
        write(folder.submitted(id, assignment), nbformat.writes(key).encode())
