"""What a late hand-in costs and which of several counts: data, in `policies.toml` of the class.

    points_off_per_day_late = 1      # of every assignment that says nothing else
    count = "best"                   # of several hand-ins; "newest", as if it were left out
    [extensions]                     # in every assignment
    s02 = 2                          # days
    [04]                             # of assignment 04 alone
    points_off_per_day_late = 0.5
    [04.extensions]
    s03 = 2027-02-07T23:59:00+01:00  # a due date of one's own

Without the file, and for what it leaves out, nothing is taken off and the newest counts.
"""

import math
import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from .folder import Assignment, ClassError, Folder

NAME = "policies.toml"
OFF, COUNT, EXTENSIONS = "points_off_per_day_late", "count", "extensions"
NAMED = re.compile(r"\d\d[a-z]?")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Policy:
    """What holds for one assignment.

    per_day: points off for each day that has begun after the due date; best: whether the best of
    several hand-ins counts; extensions: days, or another due date, by student.
    """

    per_day: float = 0.0
    best: bool = False
    extensions: dict[str, float | datetime] = field(default_factory=dict)

    def due(self, student: str, due: str) -> str:
        """A student's due date, of the assignment's own, both ISO 8601; an extension never makes
        it earlier, and without a due date there is none to extend."""
        more = self.extensions.get(student)
        if not due or more is None:
            return due
        usual = datetime.fromisoformat(due).astimezone()
        later = more if isinstance(more, datetime) else usual + more * DAY
        return max(usual, later.astimezone(usual.tzinfo)).isoformat()

    def applied(self, score: float, days: int | None) -> tuple[float | None, str]:
        """The mark that is left of a score, and a sentence on what was taken off, if anything was.

        days: late; None where it is late and nothing says by how many days: then there is no mark.
        """
        if not self.per_day or days == 0:
            return score, ""
        if days is None:
            return None, ""
        off = min(max(score, 0.0), self.per_day * days)
        late = "a day" if days == 1 else f"{days} days"
        return score - off, f"{off:g} off: {late} late."


def of(folder: Folder, assignment: Assignment) -> Policy:
    """What holds for an assignment.  Raises ClassError, in a sentence, for a file that is damaged,
    a key that is none, a value of another kind, or a student who is not in the class."""
    path = folder.path / NAME
    if not path.exists():
        return Policy()
    try:
        found, named = _read(path.read_bytes())
    except OSError as error:
        raise ClassError(f"{NAME}: could not be read ({error.strerror}).") from None
    for where, student in named:
        if student not in folder.students:
            raise ClassError(f"{where}: {student!r} has an extension and is not in the roster.")
    return found.get(assignment.name, found[""])


def extended(folder: Folder, assignment: Assignment, student: str) -> Assignment:
    """The assignment with this student's due date.  Raises ClassError as `of` does, and where the
    assignment's due date is none."""
    try:
        due = of(folder, assignment).due(student, assignment.due)
    except (ValueError, OverflowError):
        raise ClassError(
            f"{assignment.name}: expected a due date in ISO 8601, got {assignment.due!r}."
        ) from None
    return assignment if due == assignment.due else replace(assignment, due=due)


@lru_cache(maxsize=8)
def _read(content: bytes) -> tuple[dict[str, Policy], list[tuple[str, str]]]:
    """The policy of each assignment that has a section, and under "" that of all others; then who
    has an extension, after the place in the file."""
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ClassError(f"{NAME}: the file is damaged ({error}): mend it, or remove it.") from None
    sections = {key: value for key, value in found.items() if NAMED.fullmatch(key)}
    top = {key: value for key, value in found.items() if key not in sections}
    policies = {"": _policy(top, NAME, Policy())}
    named = [(NAME, student) for student in top.get(EXTENSIONS, {})]
    for key, value in sections.items():
        where = f"{NAME}, [{key}]"
        policies[key] = _policy(value, where, policies[""])
        named += [(where, student) for student in value.get(EXTENSIONS, {})]
    return policies, named


def _policy(found: Any, where: str, usual: Policy) -> Policy:
    """A section's policy; of what it leaves out, the usual one's."""
    if not isinstance(found, dict):
        raise ClassError(f"{where}: expected a section, got {found!r}.")
    for key in found.keys() - {OFF, COUNT, EXTENSIONS}:
        known = f"{OFF}, {COUNT}, {EXTENSIONS}"
        raise ClassError(f"{where}: expected {known} or a section such as [04], got {key!r}.")
    off, count = found.get(OFF, usual.per_day), found.get(COUNT)
    if not _number(off):
        raise ClassError(f"{where}: expected a number of points for {OFF}, got {off!r}.")
    if count not in (None, "best", "newest"):
        raise ClassError(f'{where}: expected "best" or "newest" for {COUNT}, got {count!r}.')
    own = found.get(EXTENSIONS, {})
    if not isinstance(own, dict):
        raise ClassError(f"{where}: expected a section [{EXTENSIONS}], got {own!r}.")
    for student, more in own.items():
        if not (_number(more) or isinstance(more, datetime)):
            raise ClassError(
                f"{where}: expected days or a time such as 2027-02-07T23:59:00+01:00 for"
                f" {student}, got {more!r}."
            )
    best = usual.best if count is None else count == "best"
    return Policy(float(off), best, usual.extensions | own)


def _number(value: Any) -> bool:
    """Whether it is a number from 0 on, and no endless one."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and math.isfinite(value) and 0 <= value < 1e6
