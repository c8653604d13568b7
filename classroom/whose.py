"""Whose a file is, by its name as a platform writes it, or by an id of the roster.

Moodle   First Last_1234567_assignsubmission_file_/notebook.ipynb, or the same without folders
Canvas   lastfirst_LATE_12345_67890_notebook-1.ipynb: user, then upload; -1 is a resubmission
plain    s01/notebook.ipynb, s01/04/notebook.ipynb, s01.ipynb: by the roster's ids
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from .download import shown
from .folder import Student

# Both match as far left as they can: what comes later is a file name, which the student chose.
MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<number>[0-9]+)_assignsubmission_[a-z]+(?:_(?P<rest>.*))?", re.DOTALL
)
CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>[0-9]+)_(?:(?P<upload>[0-9]+)_)?(?P<rest>.+)",
    re.DOTALL,
)
# Where an instructor finds whose a number is.
WHERE = {
    "moodle_id": "In Moodle's grading worksheet the column Identifier has it beside the e-mail"
    " address",
    "canvas_id": "In Canvas's grade file the column ID has it beside the login",
}
ANONYMOUS = re.compile(r"(?:LATE_)?anon_[A-Za-z0-9]{5}_.*", re.DOTALL)
CANVAS_ANONYMOUS = (
    "graded anonymously in Canvas: post the grades or turn anonymous grading off, and download"
    " again."
)
BLIND = "If Moodle hides names, reveal the identities and download again."
TEAM = "If it is a team's, --take s01,s02 gives it to each of them."


@dataclass(frozen=True)
class Claim:
    """Whose a file is by its name.

    candidates: ids of those who may be meant where it is not plain; sender: the platform and its
    number, "" where there is none; sure: whether a number or an id says it, not the name alone;
    order: what Canvas numbers uploads and files of one name by.
    """

    student: Student | None
    problem: str = ""
    file: str = ""
    platform: str = ""
    late: bool = False
    order: tuple[int, int] = (0, 0)
    sender: str = ""
    sure: bool = False
    candidates: tuple[str, ...] = ()


def named(students: dict[str, Student], name: str) -> list[Student]:
    """The students who may be meant by a name as a platform writes it: the last name first or
    last, letters and digits alone or not, accents as they are, left out or with their letters."""
    sought = (_squeeze(name), _squeeze(_bare(name)), _squeeze(name))
    for i, wanted in enumerate(sought):
        found = [
            student
            for student in students.values()
            if wanted and wanted in _forms(student.first_name, student.last_name)[i]
        ]
        if found:
            return found
    return []


@lru_cache(maxsize=10_000)
def _forms(first: str, last: str) -> tuple[set[str], set[str], set[str]]:
    """A name squeezed: as it is, without accents, without letters that are not ASCII.  Every word
    comes first in turn: platforms differ in where a last name of several words begins."""
    words = f"{first} {last}".split()
    turns = ["".join(words[k:] + words[:k]) for k in range(len(words))]
    return (
        {_squeeze(turn) for turn in turns},
        {_squeeze(_bare(turn)) for turn in turns},
        {"".join(c for c in turn.lower() if c.isascii() and c.isalnum()) for turn in turns},
    )


def _squeeze(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in folded if character.isalnum())


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def around(paths: list[tuple[str, ...]], students: dict[str, Student]) -> int:
    """How many folders lie around all notebooks, none of them a student's."""
    cut = 0
    while (
        paths
        and all(len(path) > cut + 1 for path in paths)
        and len({path[cut] for path in paths}) == 1
        and not MOODLE.fullmatch(paths[0][cut])
        and not _by_id(paths[0][cut], students)
    ):
        cut += 1
    return cut


def claim(parts: tuple[str, ...], students: dict[str, Student]) -> Claim:
    """The first part alone decides: folders inside a student's are the student's own."""
    first, last = parts[0], parts[-1]
    if match := MOODLE.fullmatch(first):
        file = last if len(parts) > 1 else match["rest"] or ""
        return _found(match, "moodle", students, file=file)
    if len(parts) == 1 and ANONYMOUS.fullmatch(first):
        return Claim(None, CANVAS_ANONYMOUS, first, "canvas")
    if len(parts) == 1 and (match := CANVAS.fullmatch(first)):
        again = re.search(r"-([0-9]{1,6})\.[^.]*$", match["rest"])
        order = (int((match["upload"] or "0")[:30]), int(again[1]) if again else 0)
        return _found(
            match, "canvas", students, file=match["rest"], late=bool(match["late"]), order=order
        )
    student = _by_id(first if len(parts) > 1 else PurePosixPath(first).stem, students)
    if student is None:
        return Claim(
            None,
            "no student of the roster: expected a folder or file named by an id, or as Canvas or"
            " Moodle names it.",
        )
    return Claim(student, file=last, sure=True)


def _by_id(text: str, students: dict[str, Student]) -> Student | None:
    return next((one for one in students.values() if one.id.lower() == text.lower()), None)


def _found(match: re.Match, platform: str, students: dict[str, Student], **more) -> Claim:
    """By the platform's number, else by name; nobody's where these point to two students.

    Moodle numbers a participant anew in every assignment: its column may hold several, and one
    that is not there says nothing.  A Canvas number stays: another one is another person.
    """
    name, number, column = match["name"], match["number"], f"{platform}_id"
    more |= {"platform": platform, "sender": f"{platform} {number}"}
    called = named(students, name)
    if platform == "moodle" and not called:  # a team's name may come first: Group A-First Last
        parts = name.split("-")
        rest = (named(students, "-".join(parts[n:])) for n in range(1, len(parts)))
        called = next(filter(None, rest), [])
    owner = next((s for s in students.values() if number in getattr(s, column).split()), None)
    if owner is not None and (not called or owner in called):
        return Claim(owner, sure=True, **more)
    if owner is not None:
        problem = (
            f"the number {number} is {owner.id}'s in the roster, and the name"
            f" {', '.join(one.id for one in called)}'s: correct the roster, or say whose it is"
            " (--take)."
        )
        return Claim(None, problem, candidates=_ids([owner, *called]), **more)
    if platform == "canvas":
        called = [student for student in called if not student.canvas_id]
    if len(called) == 1:
        return Claim(called[0], **more)
    if called:
        problem = (
            f"{len(called)} students of the roster are called {shown(name)!r}: the roster needs"
            f" their {column} (here it is {number}). {WHERE[column]}."
        )
        return Claim(None, problem, candidates=_ids(called), **more)
    problem = f"no student of the roster is called {shown(name)!r} or has {column} {number}."
    if platform == "moodle":
        problem += f" {BLIND if re.fullmatch(r'[^ ]+', name) else TEAM}"
    return Claim(None, problem, **more)


def _ids(students: list[Student]) -> tuple[str, ...]:
    return tuple(student.id for student in students)
