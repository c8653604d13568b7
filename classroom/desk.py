"""Judging one submission: from bytes to bytes, whoever calls it and on whatever machine.

What goes out is an order, the same for all submissions to an assignment, and the submission.  In
neither is anything that only the instructor's own process may have: the class's secret, its roster,
its answer key.  What comes back says nothing of who handed in, nor of other submissions.
"""

import json
from pathlib import Path

import nbformat

from . import judging, notebook, package, rebuild
from .deciding import Keys
from .judging import Bench, Cancelled, TookTooLong
from .sandbox import SandboxError

NOT_JUDGED = {"status": "not judged", "reason": "", "flags": [], "uses": [], "marks": {}}
MOST_REASON = 300  # characters


def order(
    released: bytes, ids: dict[str, str], points: dict[str, float], seeds: dict[str, int]
) -> bytes:
    """What a `Desk` is made of.

    released: the notebook that students were given; ids: grade id of each answer cell -> id of its
    exercise; points: of each exercise; seeds: what the cases of each that is checked are drawn
    with.
    """
    parts = {"released": released.decode(), "ids": ids, "points": points, "seeds": seeds}
    return json.dumps(parts).encode()


class Desk:
    """Where the submissions to one assignment are judged; by many threads, if need be.

    box: a folder, which is made, for what the sandbox holds.  Raises OSError where it cannot be.
    """

    def __init__(self, order: bytes, box: Path, isolated: bool = True):
        parts = json.loads(order)
        self.box, self.isolated = box, isolated
        self.ids, self.points = parts["ids"], parts["points"]
        self.released = nbformat.reads(parts["released"], as_version=4)
        package.build(box, parts["seeds"])
        self.bench = Bench(b"", parts["seeds"], parts["seeds"])
        self._keys = Keys()

    def judge(self, submission: bytes) -> bytes:
        """The verdicts on a submission, as JSON: {"status", "reason", "flags", "uses", "marks"},
        see `grading`.  Raises Cancelled where nobody waits for them any more."""
        reply = dict(NOT_JUDGED)
        try:
            read = notebook.read_within_limits(submission)
            rebuilt = rebuild.rebuild(self.released, read, self.ids)
            uses = self._keys.uses(step.source for step in rebuilt.steps)
            reply |= {"flags": rebuilt.flags, "uses": list(uses)}
            marks, flags = judging.marks(
                rebuilt, self.points, self.bench, self.box, self.isolated
            )
            reply |= {"status": "graded", "flags": rebuilt.flags + flags}
            reply["marks"] = {id: mark.as_json() for id, mark in marks.items()}
        except Cancelled:
            raise
        except notebook.Unreadable as error:
            why = str(error)
            reply["reason"] = why[0].upper() + why[1:]
        except TookTooLong:
            reply["reason"] = f"All of it took more than {judging.WHOLE_SECONDS:g} seconds."
        except SandboxError as error:
            reply["reason"] = str(error)
        except Exception as error:  # a fault of ours must not stop the others
            return not_judged(f"The checker failed ({type(error).__name__}: {error})", reply)
        return json.dumps(reply).encode()


def not_judged(why: str, reply: dict = NOT_JUDGED) -> bytes:
    """A desk's reply where there is no verdict."""
    return json.dumps(reply | {"reason": why[:MOST_REASON]}).encode()
