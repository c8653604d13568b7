"""Grading a class: each submission by itself, several at a time, and resumable.

The verdicts on a submission are kept in a file of their own as soon as they are there.  Its `key`
says what they were made of, and `keys` for each exercise what of the course decided it, see
`deciding`.  While the first stays, grading again changes nothing: where only the course has changed
since, the marks are left, and `regrading` shows what would become of them.
"""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import MissingEntry
from sqlalchemy.exc import DatabaseError

from . import judging, notebook, package, rebuild
from .best import settle
from .deciding import Keys
from .folder import Assignment, ClassError, Folder, digest, read_json, write_json
from .gradebook import record
from .judging import Cancelled, Mark, TookTooLong
from .sandbox import Sandbox, SandboxError, readable
from .standing import FIRST, SCHEMA, Standing, read, scores, standing

Progress = Callable[[Iterable, int], Iterable]


def grade(
    folder: Folder,
    assignment: Assignment,
    students: Iterable[str] = (),
    jobs: int | None = None,
    isolated: bool = True,
    progress: Progress = lambda rows, count: rows,
) -> list[Standing]:
    """Grade what was handed in and is not graded yet; all of the class if students is empty.

    progress: wraps the rows as they come, of which there will be count.  Raises ClassError where
    the sandbox does not start, a file cannot be written, or another grader is at work.
    """
    chosen = choose(folder, students)
    with folder.alone():
        grader = Grader(folder, assignment, isolated)
        waiting = [id for id in chosen if grader.is_due(id)]
        grader.each(waiting, grader.grade, lambda id, _: grader.keep(id), jobs, progress)
        if waiting := [id for id in settle(grader, chosen, jobs, progress) if grader.is_due(id)]:
            grader.each(waiting, grader.grade, lambda id, _: grader.keep(id), jobs, progress)
        for student in chosen:
            if grader.lacks_notebook(student):
                grader.keep(student)
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
        self._lock = threading.Lock()
        self._rebuilt: dict[str, Any] = {}
        self._now = Keys()

    def is_due(self, student: str) -> bool:
        """Whether there is a submission that has not been graded, or has been made of something
        else than it would be now; the course alone is no reason to take a mark back."""
        path = self.folder.submitted(student, self.assignment)
        if not path.exists():
            return False
        kept = read(self.folder, self.assignment, student)
        if kept is None or not kept["recorded"] or kept["submission"] != digest(path.read_bytes()):
            return True
        if kept["status"] != "graded":  # so there is no mark
            return kept["key"] != self._key(student) or bool(self._changed(kept))
        return kept["schema"] != FIRST and kept["key"] != self._key(student)

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
        pool = ThreadPoolExecutor(jobs or os.cpu_count())
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

    def prepare(self) -> None:
        """Build what the sandbox holds, and see whether it and the gradebook are in order.

        Raises ClassError.
        """
        self._see_to_walls()
        scores(self.folder, self.assignment)
        self.box = self.folder.path / "box" / self.assignment.name
        try:
            package.build(self.box, self.checked)
            self.bench = judging.Bench(self.folder.secret, self.checked)
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
        for path in (self.folder.path, *(package.ROOT / name for name in package.PACKAGES)):
            if shown := [top for top in readable() if path.is_relative_to(top)]:
                raise ClassError(
                    f"{path.name}: it lies in {shown[0]}, which the sandbox shows; move it away."
                )

    def grade(self, student: str) -> None:
        """Make the verdicts on a submission and keep them in its file."""
        result = self.verdicts(student)
        if result is not None:
            write_json(self.folder.result(student, self.assignment), result)

    def verdicts(self, student: str) -> dict | None:
        """The verdicts on a submission, as its file will hold them; None where nobody waits for
        them any more."""
        path = self.folder.submitted(student, self.assignment)
        result = {
            "schema": SCHEMA,
            "key": self._key(student),
            "keys": self._keys(()),
            "uses": [],
            "submission": digest(path.read_bytes()),
            "recorded": False,
            "status": "not judged",
            "reason": "",
            "flags": [],
            "marks": {},
        }
        try:
            rebuilt = self.rebuild(path)
            uses = self._now.uses(step.source for step in rebuilt.steps)
            result |= {"flags": rebuilt.flags, "keys": self._keys(uses), "uses": list(uses)}
            marks, flags = judging.marks(
                rebuilt, self.assignment.points, self.bench, self.box, self.isolated
            )
            result |= {"status": "graded", "flags": rebuilt.flags + flags}
            result["marks"] = {id: mark.as_json() for id, mark in marks.items()}
            with self._lock:
                self._rebuilt[student] = rebuilt.notebook
        except Cancelled:
            return None
        except notebook.Unreadable as error:
            why = str(error)
            result["reason"] = why[0].upper() + why[1:]
        except TookTooLong:
            result["reason"] = f"All of it took more than {judging.WHOLE_SECONDS:g} seconds."
        except SandboxError as error:
            result["reason"] = str(error)
        except OSError as error:
            result["reason"] = f"The file could not be read: {error.strerror}."
        except Exception as error:  # a fault of ours must not stop the others
            result["reason"] = f"The checker failed ({type(error).__name__}: {error})"[:300]
        return result

    def keep(self, student: str) -> None:
        """Record the verdicts in nbgrader's gradebook.  Raises ClassError for a full disk."""
        path = self.folder.result(student, self.assignment)
        result = read_json(path)
        if result["status"] == "graded":
            try:
                self._record(student, result)
            except ClassError:
                raise
            except (DatabaseError, MissingEntry) as error:
                why = getattr(error, "orig", error)
                raise ClassError(f"gradebook.db: not to be used now ({why}).") from None
            except Exception as error:  # of one submission; the others go on
                result["status"] = "not judged"
                result["reason"] = f"The gradebook refused it ({type(error).__name__})."
        write_json(path, {**result, "recorded": True})

    def _record(self, student: str, result: dict) -> None:
        shown = self._rebuilt.pop(student, None)
        if shown is None:
            shown = self.rebuild(self.folder.submitted(student, self.assignment)).notebook
        marks = {id: Mark(**mark) for id, mark in result["marks"].items()}
        checks = {f"{name}-check": marks[id] for name, id in self.ids.items() if id in marks}
        _show(shown, checks, result["flags"])
        record(self.folder, self.assignment, student, shown, checks)

    def rebuild(self, path: Path) -> rebuild.Rebuilt:
        """What is run of a submission.  Raises notebook.Unreadable, and OSError."""
        submission = notebook.read_within_limits(path.read_bytes())
        return rebuild.rebuild(self.released, submission, self.ids)

    def _keys(self, uses: tuple[str, ...]) -> dict[str, str]:
        return {id: self._now.key(id, uses) for id in self.checked}

    def _key(self, student: str) -> str:
        submission = self.folder.submitted(student, self.assignment).read_bytes()
        return digest(self._made_of + submission)


def _show(notebook: Any, checks: dict[str, Mark], flags: list[str]) -> None:
    """Put the verdicts under the checks, and what is unusual at the top, for formgrader."""
    for cell in notebook.cells:
        mark = checks.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if mark is not None:
            facts = [f"{name}: {fact}" for name, fact in mark.facts.items()]
            text = "\n".join([f"{mark.state}: {mark.sentence}", *facts, ""])
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    if flags:
        lines = "\n".join(f"    {flag}" for flag in flags)  # a listing: no text becomes markup
        note = nbformat.v4.new_markdown_cell(f"**For the instructor**\n\n{lines}", id="flags")
        notebook.cells.insert(0, note)
