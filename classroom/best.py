"""Where the class's policies say so: of several hand-ins of one student, the best counts.

Each hand-in is judged once, and its verdicts are kept beside it.  The best, after what its lateness
takes off, is put where the submission that counts lies, so that marks, pages and formgrader all
speak of the same file.  A file that the instructor chose by `collect --take` stays.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import policies
from .folder import Assignment, Folder, digest, read_json, write, write_json
from .intake import STAMP, days_of, origin
from .standing import read

NAMED = "%Y-%m-%dT%H%M%SZ"  # as intake names what newer files have replaced
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _HandIn:
    """One file that a student handed in, with its time, what late.txt says of it (None: there is
    none), and its verdicts, if there are some."""

    path: Path
    time: datetime | None
    marker: str | None
    verdicts: dict | None


class _HandIns(Folder):
    """The class folder, in which each older hand-in is the submission of a student of its own,
    called "s01/<its name>"."""

    def submitted(self, student: str, assignment: Assignment) -> Path:
        """The hand-in."""
        whose, _, name = student.partition("/")
        return self.older(whose, assignment) / name

    def result(self, student: str, assignment: Assignment) -> Path:
        """Its verdicts."""
        return self.submitted(student, assignment).with_suffix(".json")


Judge = Callable[[Any, list[str], Callable[[str], None]], None]


def settle(grader: Any, students: Iterable[str], judge: Judge) -> list[str]:
    """Let the best of each student's hand-ins count; or the newest again, where the policy was
    another one before.

    grader: a `grading.Grader`, which has graded what counts until now; judge: makes a grader judge
    submissions, and calls what is to follow each.

    Returns the students of whom another file counts now.  Raises ClassError as `grade` does.
    """
    folder, assignment = grader.folder, grader.assignment
    policy = policies.of(folder, assignment)
    waiting: dict[str, list[str]] = {}
    for student in students:
        older = _others(folder, assignment, student)
        came = origin(folder, student, assignment)
        if came["taken"] and not came.get("best"):
            continue  # the instructor has chosen
        if older and (policy.best or came.get("best")):
            waiting[student] = [f"{student}/{name}" for name in older]
    if not waiting:
        return []
    by = type(grader)(_HandIns(folder.path), assignment, grader.isolated)
    if policy.best:
        due = [one for older in waiting.values() for one in older if by.is_due(one)]
        judge(by, due, lambda one: _noted(by, one))
    others = []
    for student, older in waiting.items():
        found = [_current(folder, assignment, student)]
        found += [_older(by.folder, assignment, one) for one in older]
        best = max(found, key=_rank(folder, assignment, student, policy))
        facts = origin(folder, student, assignment)
        if best is not found[0]:
            facts["file"] = best.path.name
            _swap(grader, student, found[0], best)
            others.append(student)
        # As if the instructor had taken it: collecting the same files again leaves it.
        facts |= {"best": len(found) if policy.best else 0, "taken": policy.best}
        write_json(folder.origin(student, assignment), facts)
    return others


def _others(folder: Folder, assignment: Assignment, student: str) -> list[str]:
    """The names of the older hand-ins, where there is one that counts.  One that is the same is no
    other: a swap that was interrupted leaves it in both places."""
    counts = folder.submitted(student, assignment)
    if not counts.exists():
        return []
    content = counts.read_bytes()
    paths = sorted(folder.older(student, assignment).glob("*.ipynb"))
    return [path.name for path in paths if path.read_bytes() != content]


def _noted(by: Any, one: str) -> None:
    path = by.folder.result(one, by.assignment)
    if path.exists():
        write_json(path, {**read_json(path), "recorded": True})


def _current(folder: Folder, assignment: Assignment, student: str) -> _HandIn:
    path, stamp = folder.submitted(student, assignment), folder.timestamp(student, assignment)
    time = _time(stamp.read_text(encoding="utf-8").strip(), STAMP) if stamp.exists() else None
    return _HandIn(path, time, _text(path.with_name("late.txt")), read(folder, assignment, student))


def _older(folder: Folder, assignment: Assignment, one: str) -> _HandIn:
    path = folder.submitted(one, assignment)
    time = _time(path.name.rpartition("-")[0], NAMED)
    marker = _text(path.with_suffix(".late.txt"))
    return _HandIn(path, time, marker, read(folder, assignment, one))


def _rank(folder: Folder, assignment: Assignment, student: str, policy: policies.Policy):
    """By which the hand-in that counts is the largest: its mark, if that is to decide, then its
    time.  Points that wait for the instructor are none yet."""
    own = policies.extended(folder, assignment, student)

    def rank(one: _HandIn) -> tuple[float, datetime]:
        time = one.time or LONG_AGO
        if not policy.best:
            return 0.0, time
        if one.verdicts is None or one.verdicts["status"] != "graded":
            return -1.0, time
        points = sum(mark["score"] or 0.0 for mark in one.verdicts["marks"].values())
        days = days_of(one.marker, one.time, own)
        return policy.applied(points, 1 if days is None else days)[0] or 0.0, time

    return rank


def _swap(grader: Any, student: str, current: _HandIn, best: _HandIn) -> None:
    """Put the best in the place of what counted, and that beside the others."""
    folder, assignment = grader.folder, grader.assignment
    content = current.path.read_bytes()
    name = f"{(current.time or LONG_AGO).strftime(NAMED)}-{digest(content)[:8]}.ipynb"
    away = folder.older(student, assignment) / name
    write(away, content)
    if current.marker is not None:
        write(away.with_suffix(".late.txt"), current.marker.encode())
    if current.verdicts is not None:
        write_json(away.with_suffix(".json"), current.verdicts)
    _put(current.path.with_name("late.txt"), best.marker)
    _put(folder.timestamp(student, assignment), best.time and best.time.strftime(STAMP))
    write(current.path, best.path.read_bytes())
    result = folder.result(student, assignment)
    if best.verdicts is None:
        result.unlink(missing_ok=True)  # it is graded next
    else:
        write_json(result, {**best.verdicts, "recorded": False})
        grader.keep([student])
    for ending in (".ipynb", ".late.txt", ".json"):
        best.path.with_suffix(ending).unlink(missing_ok=True)


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write(path, text.encode())


def _text(path: Path) -> str | None:
    return path.read_text(errors="replace").strip() if path.is_file() else None


def _time(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return None
