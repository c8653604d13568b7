"""For feedback: the lines in which a change makes a wrong answer right.

They are looked for after all marks of a submission are fixed, in a fresh sandbox of its own, on the
cases that every learner's check draws: a class's own cases are not in it.  What comes out is as
hostile as what is in it, so it is a number of lines and a phrase of a fixed list, or nothing.
"""

import hashlib
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from checks.checking import Judge
from checks.lines.changes import KINDS
from lessons import course

from . import judging, notebook, package
from .folder import Assignment, ClassError, Folder, read_json, write_json
from .grading import Grader, Progress, choose
from .judging import Cancelled, Run, TookTooLong
from .sandbox import Limits, Sandbox, SandboxError, Stopped
from .standing import read

LINES = Limits(computing=10.0, clock=40.0)  # to look at one answer: the search takes four at most
MOST = 5  # lines that are named together
# Kinds of verdicts on code that did not come to be tried, or must not be.
UNTRIED = frozenset(
    {"own", "missing", "cell", "parameters", "order", "class", *judging.STOPPED, "TimeUp"}
)


def look(
    folder: Folder,
    assignment: Assignment,
    students: Iterable[str] = (),
    jobs: int | None = None,
    progress: Progress = lambda rows, count: rows,
) -> None:
    """Look at the wrong answers of all who were graded, where that was not done yet; of all of the
    class if students is empty.

    Raises ClassError where the sandbox does not start.  Nothing is run without one.
    """
    finder = _Finder(folder, assignment)

    def keep(student: str, lines: dict[str, Any] | None) -> None:
        if lines is not None:
            content = {"key": finder.key(student), "lines": lines}
            write_json(folder.lines(student, assignment), content)

    waiting = [id for id in choose(folder, students) if finder.is_waiting(id)]
    finder.each(waiting, finder.find, keep, jobs, progress)


def sentences(folder: Folder, assignment: Assignment) -> dict[str, dict[str, str]]:
    """What is to be said of lines, by student and exercise."""
    try:
        finder = _Finder(folder, assignment)
    except ClassError:  # what was released is gone: so it cannot be said of what the lines are
        return {}
    return {
        student: {id: sentence(*found) for id, found in finder.kept(student).items()}
        for student in folder.students
        if finder.wanted(student)
    }


def sentence(lines: list[int], kind: str) -> str:
    """What is said of lines; kind: of `KINDS`, or "" for a change that is no small one."""
    *most, last = map(str, lines)
    one = not most
    where = f"Line {last}" if one else f"Lines {', '.join(most)} and {last}"
    if not kind:
        need = "needs" if one else "need"
        return f"{where} {need} a change, there or right after, as the lesson's own cases show."
    each = "here" if one else "in each"
    small = f"{where}: one small change {each} makes it right on the lesson's own cases."
    return f"{small} It is about {kind}."


def told(reply: dict, source: str) -> tuple[list[int], str] | None:
    """What the sandbox says of an answer's cell, if it has the one form that it may have."""
    lines, kind = reply.get("lines"), reply.get("kind")
    if type(lines) is not list or not 1 <= len(lines) <= MOST or type(kind) is not str:
        return None
    rows = source.splitlines()
    blank = next((n for n, row in enumerate(rows) if row.strip()), 0)  # IPython leaves them out
    if not all(type(n) is int and 1 <= n <= len(rows) - blank for n in lines):
        return None
    if lines != sorted({*lines}) or kind not in {*KINDS, ""}:
        return None
    return [n + blank for n in lines], kind


@dataclass
class _Desk:
    """In the place of `judging.Bench`: there is nothing to judge with."""

    probes: list[str]  # ids of exercises
    judges: dict[str, Judge]  # which have no cases
    cancelled: threading.Event = field(default_factory=threading.Event)


class _Look(Run):
    """A submission's way through sandboxes in which no mark is made.

    states: of all its exercises; wanted: the ones that are looked at.
    """

    program = package.FINDER

    def __init__(self, desk: _Desk, box: Any, states: dict[str, str], wanted: set[str]):
        super().__init__(desk, box, isolated=True)
        self.states, self.wanted = states, wanted
        self.found: dict[str, tuple[list[int], str]] = {}

    def check(self, id: str) -> None:
        """Look at an answer, then give the course's own function back."""
        if id in self.wanted and id not in self._ended:
            cell = self._sources[id].removesuffix("\n\n")
            try:
                reply = self._ask({"do": "find", "id": id, "cell": cell}, LINES)
            except Stopped:
                reply = {}
            if found := told(reply, cell):
                self.found[id] = found
        self.give_back(id, self.states.get(id) == "right")


class _Finder(Grader):
    """Looks at the submissions to one assignment."""

    def __init__(self, folder: Folder, assignment: Assignment):
        super().__init__(folder, assignment)
        self._course = hashlib.sha256()
        for path in package.modules().values():
            self._course.update(path.read_bytes())

    def wanted(self, student: str) -> list[str]:
        """The exercises whose wrong answers no known mistake explains."""
        result = read(self.folder, self.assignment, student)
        marks = result["marks"] if result and result["status"] == "graded" else {}
        return [
            id
            for id, mark in marks.items()
            if mark["state"] == "wrong"
            and mark["kind"] not in UNTRIED
            and not mark["kind"].startswith("mistake")
        ]

    def key(self, student: str) -> str:
        """What the lines were made of."""
        made_of = read(self.folder, self.assignment, student)["submission"], self.wanted(student)
        return hashlib.sha256(self._course.digest() + json.dumps(made_of).encode()).hexdigest()

    def is_waiting(self, student: str) -> bool:
        """Whether there are answers to look at that were not looked at."""
        path = self.folder.submitted(student, self.assignment)
        if not path.exists() or self.is_due(student) or not self.wanted(student):
            return False
        return self._kept(student) is None

    def kept(self, student: str) -> dict[str, tuple[list[int], str]]:
        """What was found of a student's exercises."""
        return self._kept(student) or {}

    def _kept(self, student: str) -> dict | None:
        path = self.folder.lines(student, self.assignment)
        try:
            kept = read_json(path) if path.exists() else {}
        except ClassError:  # damaged: it is made anew
            return None
        return kept.get("lines") if kept.get("key") == self.key(student) else None

    def prepare(self) -> None:
        """Build what the sandbox holds, and see whether it starts.  Raises ClassError."""
        self._see_to_walls()
        self.box = self.folder.path / "box" / f"{self.assignment.name}-lines"
        judges = {id: Judge(course[id], []) for id in self.checked}
        self.bench = _Desk([], judges)
        try:
            package.build(self.box, self.checked, whole=True)
            with Sandbox(self.box, program=package.FINDER):
                pass
        except SandboxError as error:
            raise ClassError(f"{error} No lines are named.") from None
        except OSError as error:
            raise ClassError(f"The sandbox could not be built: {error.strerror}.") from None

    def find(self, student: str) -> dict[str, tuple[list[int], str]] | None:
        """What is found of a student's answers; None where nobody waits for it any more.  A
        submission that cannot be looked at has no lines: its marks are there already."""
        wanted = set(self.wanted(student))
        marks = read(self.folder, self.assignment, student)["marks"]
        states = {id: mark["state"] for id, mark in marks.items()}
        desk = _Desk(sorted(wanted), self.bench.judges, self.bench.cancelled)
        found: dict[str, tuple[list[int], str]] = {}
        try:
            steps = self.rebuild(self.folder.submitted(student, self.assignment)).steps
            cells = [step.id for step in steps if step.kind == "answer"]
            alone = {id for id in wanted if cells.count(id) == 1}  # else: a line of which cell?
            with _Look(desk, self.box, states, alone) as run:
                found = run.found
                for step in steps:
                    run.do(step)
        except Cancelled:
            return None
        except (notebook.Unreadable, TookTooLong, SandboxError, OSError):
            pass
        return found
