"""Collecting from the students' home folders on a hub: what lies where it was handed out.

Of DIR/<login>/handout/04/ the notebooks are taken, and nothing else: a copy for practice elsewhere
in a home is no hand-in.  A home is under its student's hands while it is read, so it is walked
along open folders and no link is followed, at no step.
"""

import errno
import os
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from .download import LONG_AGO, File, Refused, is_notebook, shown
from .folder import ClassError, Folder, Student
from .intake import Arrival, collect_owned
from .notebook import MOST_BYTES
from .whose import Claim

HANDOUT = "handout"  # below a home; in it a folder for each assignment
NOTEBOOKS = 20  # of one student for one assignment
ENTRIES = 10_000  # of any kind beside them
if sys.platform != "win32":
    FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    NO_LINKS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # for a pipe no waiting


@dataclass(frozen=True)
class Home:
    """A home folder: name as it lies there, shown_as in rows, and the student whose it is, by the
    name; None if it is nobody's of the roster."""

    name: str
    shown_as: str
    owner: Student | None


def collect(folder: Folder, top: Path, assignment: str | None = None) -> list[Arrival]:
    """As `intake.collect`, from the folder of all home folders.

    assignment: look for no other's.  A home's name is the id of its owner; what was handed in from
    any other is refused.  Raises ClassError if there is no such folder or assignment.
    """
    names = folder.assignments() if assignment is None else [folder.assignment(assignment).name]
    rows = []
    with folder.alone():
        homes = _homes(top, folder.students)
        whose = partial(_claim, {home.shown_as: home.owner for home in homes})
        for name in names:
            # One home at a time: none can use up what all may have.
            found = (list(_handed_in(top, home, name)) for home in homes)
            rows += collect_owned(folder, filter(None, found), name, whose)
    return sorted(rows, key=lambda row: row.file)


def copied(top: Path, target: Path, assignment: str) -> list[tuple[str, str]]:
    """Copy what lies there for an assignment, into folders of the same names and with its times, by
    somebody who may read the homes, for an instructor who may not.

    target: a new folder.  Returns the name of each file and what was wrong with it, "" if nothing.
    Raises ClassError if target holds something or top is none.
    """
    new_folder(target)
    rows = []
    for home in _homes(top, {}):
        for file in _handed_in(top, replace(home, owner=Student(home.shown_as)), assignment):
            if file.content is not None:
                path = target / file.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.content)
                os.utime(path, (file.time.timestamp(),) * 2)
            rows.append((file.name, file.problem))
    return rows


def new_folder(path: Path) -> None:
    """Make a folder, for its owner alone.  Raises ClassError if there is something: it might be the
    homes."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ClassError(f"{path}: expected a new folder, and there is something.")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _homes(top: Path, students: dict[str, Student]) -> list[Home]:
    try:
        with os.scandir(top) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        raise ClassError(
            f"{top}: expected the folder of all home folders, and it cannot be read"
            f" ({error.strerror})."
        ) from None
    ids = {id.lower(): id for id in students}
    alike = Counter(map(str.lower, names))
    homes = []
    for name in names:
        id = ids.get(name.lower(), "")
        plain = name == id or alike[name.lower()] == 1  # else another home may be meant
        homes.append(Home(name, _usual(name), students[id] if id and plain else None))
    return homes


def _claim(owners: dict[str, Student | None], parts: tuple[str, ...]) -> Claim:
    """Whose a file is: its home's owner's, whatever else it is named by."""
    owner = owners[parts[0]]
    if owner is None:
        problem = f"no student of the roster has the id {shown(parts[0])!r}, as this home is named."
        return Claim(None, problem, parts[-1])
    return Claim(owner, file=parts[-1], sure=True)


def _handed_in(top: Path, home: Home, assignment: str) -> Iterator[File]:
    """The notebooks in a home's folder of an assignment; a File with a problem in place of a
    folder of a student's that cannot be read."""
    place = "/".join((home.shown_as, HANDOUT, assignment))
    try:
        with _folder(top, home.name, HANDOUT, assignment) as handle:
            for name in _notebooks(handle):
                yield _read(handle, name, f"{place}/{_usual(name)}")
    except FileNotFoundError:
        return  # nothing was handed out here
    except (OSError, Refused) as error:
        if home.owner is not None:
            yield File(place, LONG_AGO, None, _why(error, "a folder"))


@contextmanager
def _folder(top: Path, *names: str) -> Iterator[int]:
    """A folder below another, open; each step is taken from the one before, along no link."""
    handle = os.open(top, FOLDER)
    try:
        for name in names:
            below = os.open(name, NO_LINKS | FOLDER, dir_fd=handle)
            os.close(handle)
            handle = below
        yield handle
    finally:
        os.close(handle)


def _notebooks(handle: int) -> list[str]:
    """The names of the notebooks in an open folder, in order."""
    found = []
    with os.scandir(handle) as entries:
        for count, entry in enumerate(entries, 1):
            if is_notebook(entry.name) and not entry.name.startswith("."):
                found.append(entry.name)
            if len(found) > NOTEBOOKS or count > ENTRIES:
                raise Refused(
                    f"expected at most {NOTEBOOKS} notebooks and {ENTRIES:,} files in a folder, got"
                    " more: none was read."
                )
    return sorted(found)


def _read(handle: int, name: str, shown_as: str) -> File:
    """A file of an open folder; what is looked at is what was opened."""
    try:
        with open(os.open(name, NO_LINKS, dir_fd=handle), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Refused("expected a file, got a folder, a device or the like.")
            content = file.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise Refused(
                    f"expected at most {MOST_BYTES / 1e6:g} MB, got more: the student clears its"
                    " output and saves it."
                )
        return File(shown_as, datetime.fromtimestamp(int(status.st_mtime), UTC), content)
    except (OSError, OverflowError, ValueError, Refused) as error:
        return File(shown_as, LONG_AGO, None, _why(error, "a file"))


def _why(error: Exception, expected: str) -> str:
    if getattr(error, "errno", None) in (errno.ELOOP, errno.ENOTDIR):
        return f"expected {expected}, got a link or something else."
    if isinstance(error, Refused):
        return str(error)
    return f"could not be read ({getattr(error, 'strerror', None) or error})."


def _usual(name: str) -> str:
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))
