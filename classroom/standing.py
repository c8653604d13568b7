"""Where each student's submission stands: by its verdicts, the gradebook, and what waits.

The gradebook is read as the SQLite file that it is: nbgrader takes seconds to load, which only the
commands that write into it need.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from . import policies, waiting
from .folder import Assignment, ClassError, Folder, digest, read_json
from .intake import days_late, origin

SCHEMA = 2
FIRST = 1  # the first edition's, whose key says nothing of single exercises
KEPT = {"schema", "key", "submission", "recorded", "status", "reason", "flags", "marks"}
# Marks by hand go before the computer's; what is left out of the columns is 0, as in nbgrader.
GRADES = """
    SELECT submission.student_id, cell.name, grade.auto_score, grade.manual_score,
           grade.extra_credit, coalesce(graded.max_score, 0.0), grade.needs_manual_grade
    FROM assignment
    JOIN submitted_assignment AS submission ON submission.assignment_id = assignment.id
    LEFT JOIN submitted_notebook AS notebook ON notebook.assignment_id = submission.id
    LEFT JOIN grade ON grade.notebook_id = notebook.id
    LEFT JOIN base_cell AS cell ON cell.id = grade.cell_id
    LEFT JOIN grade_cells AS graded ON graded.id = grade.cell_id
    WHERE assignment.name = ?"""
COMMENTS = """
    SELECT submission.student_id, cell.name, comment.manual_comment
    FROM assignment
    JOIN submitted_assignment AS submission ON submission.assignment_id = assignment.id
    JOIN submitted_notebook AS notebook ON notebook.assignment_id = submission.id
    JOIN comment ON comment.notebook_id = notebook.id
    JOIN base_cell AS cell ON cell.id = comment.cell_id
    WHERE assignment.name = ?"""


@dataclass(frozen=True)
class Standing:
    """What became of one student's submission.

    status: "graded"; "to review", where an instructor has marks to give; "not judged", with the
    reason; "not graded yet"; "to settle", where an instructor has to say which file counts;
    "refused", where what was handed in is; or "nothing handed in".  score is None unless graded.
    refused: what was refused beside the submission that counts, in a sentence.  off: the points
    that are off the score already; policy: sentences on what the class's policies did here.
    """

    student: str
    status: str
    score: float | None = None
    reason: str = ""
    flags: tuple[str, ...] = ()
    refused: str = ""
    off: float = 0.0
    policy: tuple[str, ...] = ()


def read(folder: Folder, assignment: Assignment, student: str) -> dict | None:
    """The verdicts on a submission; None if there are none."""
    path = folder.result(student, assignment)
    try:
        kept = read_json(path) if path.exists() else None
    except ClassError:
        return None  # damaged: it is made anew
    if not isinstance(kept, dict) or not kept.keys() >= KEPT:
        return None
    if kept["schema"] == FIRST:
        return kept | {"keys": {}, "uses": []}
    by_exercise = isinstance(kept.get("keys"), dict) and isinstance(kept.get("uses"), list)
    return kept if kept["schema"] == SCHEMA and by_exercise else None


def standing(folder: Folder, assignment: Assignment) -> dict[str, Standing]:
    """Where each student's submission stands, by its verdicts and the gradebook."""
    kept, records = scores(folder, assignment), waiting.load(folder)
    rows = {}
    for id in folder.students:
        there = folder.submitted(id, assignment).exists()
        since = origin(folder, id, assignment)["collected"] if there else None
        refused = waiting.reasons(waiting.refused(records, id, assignment.name, since))
        if several := waiting.several(records, id, assignment.name):
            rows[id] = Standing(id, "to settle", None, waiting.undecided(several))
        elif there:
            row = _stands(folder, assignment, id, kept.get(id, {}))
            rows[id] = replace(_by_policy(folder, assignment, row), refused=refused)
        elif refused:
            rows[id] = Standing(id, "refused", None, refused)
        else:
            rows[id] = Standing(id, "nothing handed in")
    return rows


def _stands(folder: Folder, assignment: Assignment, student: str, cells: dict) -> Standing:
    path = folder.submitted(student, assignment)
    result, content = read(folder, assignment, student), path.read_bytes()
    if result is None or result["submission"] != digest(content) or not result["recorded"]:
        # Nor is the mark of an older submission this one's.
        return Standing(student, "not graded yet")
    late = days_late(folder, student, assignment) != 0
    flags = (*result["flags"], *(["Late."] if late else []))
    if result["status"] != "graded":
        return Standing(student, result["status"], None, result["reason"], flags)
    if pending := [name for name, cell in cells.items() if cell["pending"]]:
        from checks.exercise import exercise_id  # NumPy comes with it

        ids = ", ".join(map(exercise_id, sorted(pending)))
        return Standing(student, "to review", None, f"Waiting for your marks: {ids}.", flags)
    return Standing(student, "graded", sum(cell["score"] for cell in cells.values()), "", flags)


def _by_policy(folder: Folder, assignment: Assignment, row: Standing) -> Standing:
    """Where a submission stands after what the class's policies take off, and what they did."""
    policy, student = policies.of(folder, assignment), row.student
    told = []
    if policy.best and (several := origin(folder, student, assignment).get("best")):
        told.append(f"The best of {several} hand-ins counts.")
    if (due := policies.extended(folder, assignment, student).due) != assignment.due:
        told.append(f"Extended to {due[:10]} {due[11:16]}.")
    if row.score is None:
        return replace(row, policy=tuple(told))
    days = days_late(folder, student, assignment)
    score, off = policy.applied(row.score, days)
    if score is None:
        why = (
            f"Late, and by how many days is not known: write `late 2`, say, or `on time` into"
            f" submitted/{student}/{assignment.name}/late.txt."
        )
        return replace(row, status="to review", score=None, reason=why, policy=tuple(told))
    if off:
        flags = tuple(flag for flag in row.flags if flag != "Late.")
        row = replace(row, flags=flags, off=row.score - score)
    return replace(row, score=score, policy=(*told, *filter(None, [off])))


def scores(folder: Folder, assignment: Assignment) -> dict[str, dict[str, Any]]:
    """By student, then by grade id: {"score", "points", "manual", "pending", "comment"} of each
    graded cell of whatever was recorded, by machine or by hand.  Raises ClassError where the
    gradebook is damaged, locked or incomplete."""
    found: dict[str, dict[str, Any]] = {}
    with _gradebook(folder) as book:
        of = (assignment.name,)
        if book.execute("SELECT 1 FROM assignment WHERE name = ?", of).fetchone() is None:
            raise ClassError(
                f"gradebook.db: No such assignment: {assignment.name}; put back a copy of it, or"
                " give `new` and `release` again."
            )
        comments = {(id, cell): text for id, cell, text in book.execute(COMMENTS, of)}
        for id, name, auto, manual, extra, points, pending in book.execute(GRADES, of):
            cells = found.setdefault(id, {})
            if name is None:
                continue
            given = auto if manual is None else manual
            cells[name] = {
                "score": 0.0 if given is None else given + (extra or 0.0),
                "points": points,
                "manual": manual is not None,
                "pending": bool(pending),
                "comment": comments.get((id, name.removesuffix("-check"))) or "",
            }
    return found


@contextmanager
def _gradebook(folder: Folder) -> Iterator[sqlite3.Connection]:
    """The gradebook, to read."""
    address = f"file:{quote(str(folder.path / 'gradebook.db'))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as book:
            yield book
    except sqlite3.Error as error:
        raise ClassError(f"gradebook.db: not to be used now ({error}).") from None
