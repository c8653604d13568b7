"""What was handed in and does not count yet: refused, or one of several that differ.

Each file has a record until it is settled, waiting/s02/….json, and beside it the file where it is a
notebook of the class; waiting/_ holds what is nobody's, or may be that of several students.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from .download import shown
from .folder import ClassError, Folder, digest, read_json, write, write_json

NOBODY = "_"  # no id begins so
NAMED = 3  # files that a sentence names


@dataclass(frozen=True)
class Waiting:
    """One file.

    students: whose it may be; assignment: "" where it is not known; reason: why it was refused, ""
    where it is one of several; since: when it came first, ISO 8601; time, marker, sender: as
    collecting stores them; blank: no answer in it; digest: SHA-256 of its content (hex);
    of: how many there are to choose from, by which a group that a crash left is known; dismissed:
    the instructor has said that it is no matter.
    """

    file: str
    students: tuple[str, ...]
    assignment: str
    reason: str
    since: str
    time: str = ""
    marker: str = ""
    sender: str = ""
    blank: bool = False
    digest: str = ""
    of: int = 0
    dismissed: bool = False

    @property
    def name(self) -> str:
        """The file's name, as it is shown."""
        return shown(self.file)


def load(folder: Folder) -> list[Waiting]:
    """All records, those dismissed too, in order.  Raises ClassError for one that is damaged."""
    found = []
    for path in sorted((folder.path / "waiting").glob("*/*.json")):
        kept = read_json(path)
        try:
            found.append(Waiting(**{**kept, "students": tuple(kept["students"])}))
        except (TypeError, KeyError):
            raise ClassError(f"{path.name}: the file is damaged; remove it.") from None
    return sorted(found, key=lambda one: (one.file, one.assignment))


def put(folder: Folder, record: Waiting, content: bytes | None = None) -> None:
    """Keep a record, and the content where there is some."""
    if content is not None:
        write(_path(folder, record, ".ipynb"), content)
    write_json(_path(folder, record, ".json"), asdict(record))


def content(folder: Folder, record: Waiting) -> bytes | None:
    """What the file holds, None where it was not kept."""
    path = _path(folder, record, ".ipynb")
    return path.read_bytes() if path.exists() else None


def remove(folder: Folder, record: Waiting, only_content: bool = False) -> None:
    """Forget a record, or its content alone."""
    if not only_content:
        _path(folder, record, ".json").unlink(missing_ok=True)
    _path(folder, record, ".ipynb").unlink(missing_ok=True)


def _path(folder: Folder, record: Waiting, ending: str) -> Path:
    whose = record.students[0] if len(record.students) == 1 else NOBODY
    key = json.dumps([record.file, record.assignment, bool(record.reason)]).encode()
    return folder.path / "waiting" / whose / (digest(key)[:16] + ending)


def several(records: Iterable[Waiting], student: str, assignment: str) -> list[Waiting]:
    """The files between which the instructor has to choose."""
    return [
        one
        for one in records
        if not one.reason and (one.students, one.assignment) == ((student,), assignment)
    ]


def refused(
    records: Iterable[Waiting], student: str, assignment: str, collected: str | None
) -> list[Waiting]:
    """What a student handed in for an assignment, or may have, and was refused.

    collected: when the submission that counts came in; None where there is none.  Where it came
    later, it settles what was refused before; a file that may be another's says nothing then.
    """
    return [
        one
        for one in records
        if one.reason
        and not one.dismissed
        and student in one.students
        and one.assignment in ("", assignment)
        and (collected is None or one.students == (student,) and one.since >= collected)
    ]


def nobodys(records: Iterable[Waiting], assignments: Iterable[str]) -> list[Waiting]:
    """What was refused and is in no student's row."""
    names = {"", *assignments}
    return [
        one
        for one in records
        if one.reason and not one.dismissed and not one.students and one.assignment in names
    ]


def undecided(records: list[Waiting]) -> str:
    """A sentence on files between which the instructor has to choose."""
    names = [one.name + " (blank)" * one.blank for one in records]
    senders = sorted({one.sender for one in records if one.sender})
    why = "whose answers differ"
    if len(senders) > 1:
        why = f"by two senders of one name ({', '.join(senders)})"
    student = records[0].students[0]
    return f"{_listed(names)}, {why}: `collect DIR --take {student} FILE` says which counts."


def reasons(records: list[Waiting]) -> str:
    """A sentence on files that were refused."""
    told = [f"{one.name}: {one.reason}" for one in records[:NAMED]]
    more = len(records) - NAMED
    return " ".join([*told, *([f"And {more} more."] if more > 0 else [])])


def _listed(names: list[str]) -> str:
    if len(names) > NAMED:
        names = [*names[:NAMED], f"{len(names) - NAMED} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]][len(names) == 1 :])
