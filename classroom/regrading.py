"""After a change of the course: what would become of marks that an older check made.

A change of the course takes no mark back by itself.  Here it is seen what would change, and the new
marks are taken over where that is wanted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .folder import Assignment, ClassError, Folder, write_json
from .grading import Batches, Grader, Progress, choose
from .standing import read, scores


@dataclass(frozen=True)
class Regraded:
    """What came of judging a submission once more.

    exercises: those that an older check judged; changes: of these, the ones that another number of
    points came of, with the old points and the new (None: waits for the instructor); by_hand: of
    these, the ones with a mark by hand, which counts whatever the computer says; reason: why there
    is nothing new, if so.
    """

    student: str
    exercises: tuple[str, ...]
    changes: dict[str, tuple[float | None, float | None]]
    by_hand: frozenset[str] = frozenset()
    reason: str = ""


def regrade(
    folder: Folder,
    assignment: Assignment,
    students: Iterable[str] = (),
    jobs: int | None = None,
    isolated: bool = True,
    apply: bool = False,
    progress: Progress = lambda rows, count: rows,
    exercises: Collection[str] = (),
) -> list[Regraded]:
    """Judge anew what an older check has judged; all of the class if students is empty, and all of
    the exercises if those are.

    apply: take the new marks over; else nothing is changed.  Either way marks by hand stay, and so
    does a mark in place of which there would be none.  Raises ClassError as `grade` does, and for
    an exercise that the assignment has not.
    """
    chosen = choose(folder, students)
    if unknown := [id for id in exercises if id not in assignment.exercises]:
        known = ", ".join(assignment.exercises)
        raise ClassError(f"exercises: expected some of {known}, got {', '.join(unknown)}.")
    found: dict[str, Regraded] = {}
    with folder.alone():
        grader = Grader(folder, assignment, isolated)
        cells = scores(folder, assignment)

        def older(student: str) -> list[str]:
            return [id for id in grader.older(student) if id in exercises or not exercises]

        def compare(student: str, new: dict) -> None:
            ids = older(student)
            if new["status"] != "graded":
                found[student] = Regraded(student, tuple(ids), {}, reason=new["reason"])
                return
            kept = read(folder, assignment, student)
            pairs = {id: (_score(kept, id), _score(new, id)) for id in ids}
            manual = {
                grader.ids[name.removesuffix("-check")]
                for name, cell in cells.get(student, {}).items()
                if cell["manual"]
            }
            changes = {id: (old, now) for id, (old, now) in pairs.items() if old != now}
            by_hand = frozenset(manual & changes.keys())
            found[student] = Regraded(student, tuple(ids), changes, by_hand)
            if apply:
                # What is left as it is stays the older check's.
                taken = {
                    part: kept[part] | {id: new[part][id] for id in ids}
                    for part in ("marks", "keys")
                }
                write_json(folder.result(student, assignment), new | taken)
                batches.add(student)

        waiting = [student for student in chosen if older(student)]
        with Batches(grader.keep) as batches:
            grader.each(waiting, grader.verdicts, compare, jobs, progress)
    return [found[student] for student in chosen if student in found]


def _score(result: dict, id: str) -> float | None:
    return result["marks"].get(id, {}).get("score")
