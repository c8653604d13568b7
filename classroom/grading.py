"""Grading a class: each submission by itself, several at a time, and resumable.

The verdicts on a submission are kept in a file of their own as soon as they are there.  Its `key`
says what they were made of, and `keys` for each exercise what of the course decided it, see
`deciding`.  While the first stays, grading again changes nothing: where only the course has changed
since, the marks are left, and `regrading` shows what would become of them.

Recording follows in batches, beside the judging: what an interruption leaves unrecorded is recorded
by the next `grade`, which judges only what is not judged.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import nbformat

from . import judging, machine, notebook, package, rebuild
from .best import settle
from .deciding import Keys
from .desk import Desk, order
from .entering import enter, show
from .fitness import exposed
from .folder import Assignment, ClassError, Folder, digest, read_json, write_json
from .judging import Cancelled
from .recording import Batches, record
from .sandbox import Sandbox, SandboxError
from .standing import FIRST, SCHEMA, Standing, read, scores, standing

# By it submissions are judged elsewhere, as `cluster.Judges.judge` does it.
Engine = Callable[
    [bytes, list[str], Callable[[str], bytes]], Iterator[tuple[str, bytes, bytes]]
]
Progress = Callable[[Iterable, int], Iterable]


def grade(
    folder: Folder,
    assignment: Assignment,
    students: Iterable[str] = (),
    jobs: int | None = None,
    isolated: bool = True,
    progress: Progress = lambda rows, count: rows,
    engine: Engine | None = None,
) -> list[Standing]:
    """Grade what was handed in and is not graded yet; all of the class if students is empty.

    progress: wraps the rows as they come, of which there will be count; engine: what judges, in
    place of sandboxes of this process; it is always isolated.  Raises ClassError where
    the sandbox does not start, a file cannot be written, or another grader is at work.
    """
    chosen = choose(folder, students)
    with folder.alone():
        grader = Grader(folder, assignment, isolated)
        left = [id for id in chosen if grader.is_unrecorded(id) or grader.lacks_notebook(id)]
        waiting = [id for id in chosen if grader.is_due(id)]

        def judge(by: Grader, students: list[str], then: Callable[[str], None]) -> None:
            if engine is None:
                by.each(students, by.grade, lambda student, _: then(student), jobs, progress)
            else:
                by.judged_by(engine, students, then, progress)

        with Batches(grader.keep) as batches:
            for student in left:
                batches.add(student)
            judge(grader, waiting, batches.add)
        if others := [id for id in settle(grader, chosen, judge) if grader.is_due(id)]:
            with Batches(grader.keep) as batches:
                judge(grader, others, batches.add)
        rows = standing(folder, assignment)
    return [rows[id] for id in chosen]


def choose(folder: Folder, students: Iterable[str]) -> list[str]:
    """These students, or all of the class.  Raises ClassError for one who is not in it."""
    chosen = list(students) or list(folder.students)
    if unknown := [id for id in chosen if id not in folder.students]:
        raise ClassError(f"student: expected an id of the roster, got {unknown[0]!r}.")
    return chosen


def by_older_checks(
    folder: Folder, assignment: Assignment, students: Iterable[str] = (), isolated: bool = True
) -> dict[str, list[str]]:
    """The exercises whose marks stand as an older check made them, by student."""
    grader = Grader(folder, assignment, isolated)
    found = {student: grader.older(student) for student in choose(folder, students)}
    return {student: ids for student, ids in found.items() if ids}


class Grader:
    """Grades the submissions to one assignment.  `verdicts` and `grade` may be called from many
    threads."""

    def __init__(self, folder: Folder, assignment: Assignment, isolated: bool = True):
        self.folder, self.assignment, self.isolated = folder, assignment, isolated
        path = folder.released(assignment)
        if not path.exists() or digest(path.read_bytes()) != assignment.released:
            raise ClassError(
                f"{assignment.name}: its released notebook is missing, or not as it was released:"
                " release it again."
            )
        self._released_bytes = path.read_bytes()
        self.released = nbformat.reads(self._released_bytes.decode(), as_version=4)
        self.ids = rebuild.graded(self.released, assignment.exercises)
        graded = [c for c in self.released.cells if "nbgrader" in c.metadata]
        code = {c.metadata["nbgrader"]["grade_id"] for c in graded if c.cell_type == "code"}
        self.checked = [id for name, id in self.ids.items() if name in code]
        if gone := [id for id in self.checked if id not in judging.course]:
            raise ClassError(f"{assignment.name}: the course no longer has exercise {gone[0]}.")
        self._made_of = self._released_bytes + folder.secret + bytes([isolated])
        self._now = Keys()

    def order(self) -> bytes:
        """What a `Desk` for this assignment is made of."""
        seeds = {id: judging.seed(self.folder.secret, id) for id in self.checked}
        return order(self._released_bytes, self.ids, self.assignment.points, seeds)

    def is_due(self, student: str) -> bool:
        """Whether there is a submission that has not been graded, or has been made of something
        else than it would be now; the course alone is no reason to take a mark back."""
        path = self.folder.submitted(student, self.assignment)
        if not path.exists():
            return False
        kept = read(self.folder, self.assignment, student)
        if kept is None or kept["submission"] != digest(path.read_bytes()):
            return True
        if not kept["recorded"]:  # it may have been made of what was recorded in part
            return not self.is_unrecorded(student)
        if kept["status"] != "graded":  # so there is no mark
            return kept["key"] != self._key(student) or bool(self._changed(kept))
        return kept["schema"] != FIRST and kept["key"] != self._key(student)

    def is_unrecorded(self, student: str) -> bool:
        """Whether there are verdicts as they would be made now, which the gradebook may not have:
        what was interrupted goes on with them."""
        kept = read(self.folder, self.assignment, student)
        if kept is None or kept["recorded"] or kept["schema"] == FIRST:
            return False
        path = self.folder.submitted(student, self.assignment)
        return path.exists() and kept["key"] == self._key(student) and not self._changed(kept)

    def older(self, student: str) -> list[str]:
        """The exercises of a graded submission whose check has changed since."""
        kept = read(self.folder, self.assignment, student)
        if kept is None or kept["status"] != "graded" or self.is_due(student):
            return []
        there = self.folder.submitted(student, self.assignment).exists()
        return self._changed(kept) if there else []

    def _changed(self, kept: dict) -> list[str]:
        now = self._keys(tuple(kept["uses"]))
        return [id for id in self.checked if kept["keys"].get(id) != now[id]]

    def lacks_notebook(self, student: str) -> bool:
        """Whether a graded submission's notebook, which formgrader shows, is gone."""
        kept = read(self.folder, self.assignment, student)
        shown = self.folder.graded(student, self.assignment)
        return (
            kept is not None
            and kept["status"] == "graded"
            and not shown.exists()
            and self.folder.submitted(student, self.assignment).exists()
        )

    def each(
        self,
        students: list[str],
        work: Callable[[str], Any],
        then: Callable[[str, Any], None],
        jobs: int | None,
        progress: Progress,
    ) -> None:
        """Do some work for each student, several at a time; then, one after another, what is to be
        done with what came of it.  Raises what these raise, and what `prepare` does."""
        if not students:
            return
        self.prepare()
        pool = ThreadPoolExecutor(jobs or machine.jobs())
        running = {pool.submit(work, student): student for student in students}
        try:
            for done in progress(as_completed(running), len(running)):
                then(running[done], done.result())
        except Exception:  # of the class folder's: let what runs come to its next step
            self.bench.cancelled.set()
            pool.shutdown(cancel_futures=True)
            raise
        finally:  # Ctrl-C does not wait
            pool.shutdown(wait=False, cancel_futures=True)

    def judged_by(
        self,
        engine: Engine,
        students: list[str],
        then: Callable[[str], None],
        progress: Progress,
    ) -> None:
        """Keep the verdicts that an engine makes; then, for each student, what is to be done next.
        Raises what these raise, and ClassError for a gradebook that cannot be used."""
        if not students:
            return
        scores(self.folder, self.assignment)

        def read(student: str) -> bytes:
            return self.folder.submitted(student, self.assignment).read_bytes()

        replies = engine(self.order(), students, read)
        for student, submission, reply in progress(replies, len(students)):
            result = self.result(submission, reply)
            write_json(self.folder.result(student, self.assignment), result)
            then(student)

    def prepare(self) -> None:
        """Build what the sandbox holds, and see whether it and the gradebook are in order.

        Raises ClassError.
        """
        self._see_to_walls()
        scores(self.folder, self.assignment)
        self.box = self.folder.path / "box" / self.assignment.name
        try:
            self.desk = Desk(self.order(), self.box, self.isolated)
            self.bench = self.desk.bench
            with Sandbox(self.box, self.isolated):
                pass
        except SandboxError as error:
            raise ClassError(
                f"{error} Nothing was graded: without it a submission could do whatever you can."
            ) from None
        except OSError as error:
            raise ClassError(f"The sandbox could not be built: {error.strerror}.") from None

    def _see_to_walls(self) -> None:
        """Raises ClassError where the sandbox would show what is to stay outside."""
        ours = (package.ROOT / name for name in package.PACKAGES)
        if shown := exposed([self.folder.path, *ours]):
            raise ClassError(shown)

    def grade(self, student: str) -> None:
        """Make the verdicts on a submission and keep them in its file."""
        result = self.verdicts(student)
        if result is not None:
            write_json(self.folder.result(student, self.assignment), result)

    def verdicts(self, student: str) -> dict | None:
        """The verdicts on a submission, as its file will hold them; None where nobody waits for
        them any more."""
        submission = self.folder.submitted(student, self.assignment).read_bytes()
        try:
            return self.result(submission, self.desk.judge(submission))
        except Cancelled:
            return None

    def result(self, submission: bytes, reply: bytes) -> dict:
        """What the file of a submission's verdicts will hold; reply: a desk's."""
        told = json.loads(reply)
        return {
            "schema": SCHEMA,
            "key": self._key_of(submission),
            "keys": self._keys(tuple(told["uses"])),
            "uses": told["uses"],
            "submission": digest(submission),
            "recorded": False,
            "status": told["status"],
            "reason": told["reason"],
            "flags": told["flags"],
            "marks": told["marks"],
        }

    def keep(self, students: list[str]) -> None:
        """Record the verdicts on these students' submissions in nbgrader's gradebook.  Raises
        ClassError for a full disk, and for a gradebook that cannot be used."""
        results, entries, notebooks = {}, [], {}
        for student in students:
            result = results[student] = read_json(self.folder.result(student, self.assignment))
            if result["status"] != "graded":
                continue
            try:
                read = self._read(self.folder.submitted(student, self.assignment))
                shown = rebuild.kept(self.released, read, self.ids)
                of = self.folder, self.assignment, student
                entry, notebooks[student] = enter(*of, result, shown, self.released)
                entries.append(entry)
            except Exception as error:  # of one submission; the others go on
                result["status"] = "not judged"
                result["reason"] = f"It could not be recorded ({type(error).__name__})."
        if entries:
            record(self.folder, self.assignment, entries)
        for student, result in results.items():  # last: until then all of it can be done again
            if student in notebooks:
                show(self.folder, self.assignment, student, notebooks[student])
            path = self.folder.result(student, self.assignment)
            write_json(path, {**result, "recorded": True})

    def _read(self, path: Path) -> dict:
        return notebook.read_within_limits(path.read_bytes())

    def rebuild(self, path: Path) -> rebuild.Rebuilt:
        """What is run of a submission.  Raises notebook.Unreadable, and OSError."""
        return rebuild.rebuild(self.released, self._read(path), self.ids)

    def _keys(self, uses: tuple[str, ...]) -> dict[str, str]:
        return {id: self._now.key(id, uses) for id in self.checked}

    def _key(self, student: str) -> str:
        return self._key_of(self.folder.submitted(student, self.assignment).read_bytes())

    def _key_of(self, submission: bytes) -> str:
        return digest(self._made_of + submission)
