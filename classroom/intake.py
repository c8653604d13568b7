"""Collecting: from a learning platform's download to the submissions of the class.

    Moodle   First Last_1234567_assignsubmission_file_/notebook.ipynb, or the same without folders
    Canvas   lastfirst_LATE_12345_67890_notebook-1.ipynb: user, then upload; -1 is a resubmission
    plain    s01/notebook.ipynb, s01/04/notebook.ipynb, s01.ipynb: by the roster's ids

A zip of these, a folder of them, or a single notebook.  Nothing is unpacked: members are read into
memory, within limits, and stored under names of our own.
"""

import hashlib
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from .folder import Assignment, ClassError, Folder, Student, write
from .notebook import MOST_BYTES, Unreadable, read

DOWNLOAD_BYTES = 500_000_000
MEMBERS = 10_000
RATIO = 500  # deflate ends at 1032; looked at from a megabyte on
# Platforms stamp files with the moment at which they packed them, unless they know better.
PACKED_TOGETHER = timedelta(minutes=10)

# Both match as far left as they can: what comes later is a file name, which the student chose.
MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<number>[0-9]+)_assignsubmission_[a-z]+(?:_(?P<rest>.*))?", re.DOTALL
)
CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<number>[0-9]+)_(?:(?P<upload>[0-9]+)_)?(?P<rest>.+)",
    re.DOTALL,
)
JUNK = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.ipynb_checkpoints/.*|\._[^/]*|\.DS_Store)", re.DOTALL)
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip
OUTSIDE = "expected a path inside the download, got one that leads out of it."
STAMP = "%Y-%m-%d %H:%M:%S UTC"


@dataclass(frozen=True)
class Arrival:
    """What became of one file.

    state is "collected", "unchanged" (these very bytes are there), "older" (kept, does not count)
    or "refused" (with a reason); student and assignment are "" where they are not known.
    """

    file: str
    student: str
    assignment: str
    state: str
    reason: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    """One file of the download; content is None for what is no notebook, or has a problem."""

    name: str
    time: datetime
    content: bytes | None = None
    problem: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        return PurePosixPath(self.name).parts or ("",)


@dataclass(frozen=True)
class _Claim:
    """Whose a file is by its name; order tells which of two was uploaded later."""

    student: Student | None
    problem: str = ""
    file: str = ""
    platform: str = ""
    late: bool = False
    order: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Submission:
    file: _File
    claim: _Claim
    marker: str

    @property
    def order(self) -> tuple:
        return *self.claim.order, self.file.time


class _Refused(Exception):
    pass


def collect(folder: Folder, download: Path, assignment: str | None = None) -> list[Arrival]:
    """Store the newest notebook of each student and assignment; one row a file, by file name.

    assignment: take no other's notebooks.  Raises ClassError if it was not released, there is no
    such download, it is no zip, or another command is at work.
    """
    if assignment is not None:
        folder.assignment(assignment)
    released = [folder.assignment(name) for name in folder.assignments()]
    known = [(one, _grade_ids(_released(folder, one))) for one in released]
    with folder.alone():
        files = [file for file in _files(Path(download)) if not JUNK.fullmatch(file.name)]
        files.sort(key=lambda file: file.name)
        found = _sort(files, folder.students, known, assignment)
        rows = found.refused
        for (student, name), submissions in found.groups.items():
            rows += _store(folder, student, folder.assignment(name), submissions)
    return sorted(_with_others(rows, found.others), key=lambda row: row.file)


@dataclass
class _Sorted:
    """A download's files: those refused; those that are no notebooks, by student; submissions, by
    student and assignment."""

    refused: list[Arrival] = field(default_factory=list)
    others: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[tuple[str, str], list[_Submission]] = field(default_factory=dict)


def _sort(
    files: list[_File],
    students: dict[str, Student],
    known: list[tuple[Assignment, set[str]]],
    wanted: str | None,
) -> _Sorted:
    inside = [one for one in files if one.problem != OUTSIDE and _is_notebook(one.name)]
    cut = _around([file.path for file in inside], students)
    packed = _packed_together(file for file in inside if MOODLE.fullmatch(file.path[cut]))
    found = _Sorted()
    for file in files:
        claim = _Claim(None)
        if file.problem != OUTSIDE:
            claim = _claim(file.path[cut:] or file.path, students)
        student = claim.student.id if claim.student else ""
        if file.content is None and not file.problem:
            found.others.setdefault(student, []).append(file.name)
            continue
        try:
            assignment = _accept(file, claim, known, wanted)
        except _Refused as refused:
            row = Arrival(shown(file.name), student, "", "refused", str(refused))
            found.refused.append(row)
        else:
            submission = _Submission(file, claim, _marker(claim, packed))
            found.groups.setdefault((student, assignment.name), []).append(submission)
    return found


def _accept(
    file: _File, claim: _Claim, known: list[tuple[Assignment, set[str]]], wanted: str | None
) -> Assignment:
    """The assignment of a file.  Raises _Refused for what is no submission."""
    if problem := file.problem or claim.problem:
        raise _Refused(problem)
    try:
        notebook = read(file.content or b"")
    except Unreadable as error:
        raise _Refused(str(error)) from None
    return _which(known, notebook, claim, wanted)


def _marker(claim: _Claim, packed: bool) -> str:
    """What a platform says of the time of a submission."""
    if claim.platform == "canvas":
        return "late" if claim.late else "on time"
    return "unknown" if claim.platform == "moodle" and packed else ""


def late(folder: Folder, student: str, assignment: Assignment) -> bool:
    """Whether the submission came after the due date.

    A file late.txt beside it decides, unless it reads "on time" or "unknown"; without one, the
    timestamp does.  Raises ClassError if the due date is none.
    """
    marker = folder.submitted(student, assignment).with_name("late.txt")
    if marker.is_file():
        return marker.read_text(errors="replace").strip() not in ("on time", "unknown")
    handed_in = _stored_time(folder.timestamp(student, assignment))
    return handed_in is not None and _after_due(handed_in, assignment)


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


def shown(name: str) -> str:
    """A name from outside, without what would steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


# What is in the download


def _files(download: Path) -> Iterator[_File]:
    if download.is_dir():
        found = _in_folder(download)
    elif not download.is_file():
        raise ClassError(f"{download}: expected a zip, a folder or a notebook, found nothing.")
    elif _is_notebook(download.name):
        found = iter([_on_disk(download, download.name)])
    else:
        found = _in_zip(download)
    total = 0
    try:
        for file in found:
            total += len(file.content or b"")
            if total > DOWNLOAD_BYTES:
                raise _Refused(
                    f"expected at most {DOWNLOAD_BYTES / 1e6:g} MB of notebooks in a download, got"
                    f" more: {shown(file.name)} and what follows it was not read."
                )
            yield file
    except _Refused as refused:
        yield _File(download.name, datetime.now(UTC), None, str(refused))


def _in_folder(top: Path) -> Iterator[_File]:
    paths = []
    for path, folders, files in os.walk(top):
        links = [name for name in folders if (Path(path) / name).is_symlink()]
        paths += [Path(path) / name for name in links + files]
        if len(paths) > MEMBERS:
            raise _Refused(f"expected at most {MEMBERS:,} files, got more: none was read.")
    for path in paths:
        yield _on_disk(path, path.relative_to(top).as_posix())


def _on_disk(path: Path, name: str) -> _File:
    try:
        status = path.lstat()
        time = datetime.fromtimestamp(int(status.st_mtime), UTC)
        if stat.S_ISLNK(status.st_mode):
            return _File(name, time, None, "expected a file, got a link to one.")
        if not _is_notebook(name):
            return _File(name, time, None)
        if not stat.S_ISREG(status.st_mode):
            return _File(name, time, None, "expected a file, got a device or the like.")
        with open(path, "rb") as file:
            return _File(name, time, _bounded(file, status.st_size))
    except _Refused as refused:
        return _File(name, time, None, str(refused))
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        return _File(name, datetime.fromtimestamp(0, UTC), None, f"could not be read ({why}).")


def _in_zip(path: Path) -> Iterator[_File]:
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise ClassError(
            f"{path.name}: expected a zip as Canvas or Moodle makes it, got a file that is none or"
            f" is damaged ({error})."
        ) from None
    with archive:
        if len(archive.infolist()) > MEMBERS:
            raise _Refused(f"expected at most {MEMBERS:,} files, got more: none was read.")
        for member in archive.infolist():
            file = _member(archive, member, _time(member, path))
            if file is not None:
                yield file


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, time: datetime) -> _File | None:
    """None for a folder."""
    name = member.orig_filename
    try:
        if (
            "\\" in name
            or "\0" in name
            or name.startswith("/")
            or any(part == ".." or re.match("[A-Za-z]:", part) for part in name.split("/"))
        ):
            raise _Refused(OUTSIDE)
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _Refused("expected a file, got a link or a device.")
        if member.is_dir():
            return None
        if not _is_notebook(name):
            return _File(name, time, None)
        if member.flag_bits & 1:
            raise _Refused("expected a readable file, got one that is encrypted.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The others' decompressors cannot be stopped at a size.
            raise _Refused("expected a file stored or deflated, got another compression.")
        if member.file_size > max(1_000_000, RATIO * member.compress_size):
            raise _Refused(f"expected at most {RATIO} bytes out of one, got a file that swells.")
        # The declared sizes are checked first to spare the work, but are not what is relied on.
        with archive.open(member) as file:
            return _File(name, time, _bounded(file, member.file_size))
    except _Refused as refused:
        return _File(name, time, None, str(refused))
    except UNREADABLE as error:
        return _File(name, time, None, f"the file is damaged inside the zip ({error}).")


def _bounded(file: IO[bytes], declared: int) -> bytes:
    content = file.read(MOST_BYTES + 1) if declared <= MOST_BYTES else b""
    if max(declared, len(content)) > MOST_BYTES:
        raise _Refused(
            f"expected at most {MOST_BYTES / 1e6:g} MB, got more: clear its output and hand it"
            " in again."
        )
    return content


def _time(member: zipfile.ZipInfo, path: Path) -> datetime:
    """When a member was written: exact if the zip says so, else in this computer's time zone."""
    extra = member.extra
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        if tag == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return datetime.fromtimestamp(struct.unpack_from("<i", extra, 5)[0], UTC)
        extra = extra[4 + size :]
    try:
        return datetime(*member.date_time).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def _is_notebook(name: str) -> bool:
    return name.lower().endswith(".ipynb")


# Whose it is


def _around(paths: list[tuple[str, ...]], students: dict[str, Student]) -> int:
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


def _claim(parts: tuple[str, ...], students: dict[str, Student]) -> _Claim:
    """The first part alone decides: folders inside a student's are the student's own."""
    first, last = parts[0], parts[-1]
    if match := MOODLE.fullmatch(first):
        student, problem = _find(match["name"], match["number"], "moodle_id", students)
        file = last if len(parts) > 1 else match["rest"] or ""
        return _Claim(student, problem, file, "moodle")
    if len(parts) == 1 and (match := CANVAS.fullmatch(first)):
        student, problem = _find(match["name"], match["number"], "canvas_id", students)
        again = re.search(r"-([0-9]{1,6})\.[^.]*$", match["rest"])
        order = (int((match["upload"] or "0")[:30]), int(again[1]) if again else 0)
        return _Claim(student, problem, match["rest"], "canvas", bool(match["late"]), order)
    student = _by_id(first if len(parts) > 1 else PurePosixPath(first).stem, students)
    if student is None:
        return _Claim(
            None,
            "no student of the roster: expected a folder or file named by an id, or as Canvas or"
            " Moodle names it.",
        )
    return _Claim(student, file=last)


def _by_id(text: str, students: dict[str, Student]) -> Student | None:
    return next((one for one in students.values() if one.id.lower() == text.lower()), None)


def _find(
    name: str, number: str, column: str, students: dict[str, Student]
) -> tuple[Student | None, str]:
    """By the platform's number, else by name.

    Moodle numbers a participant anew in every assignment: its column may hold several, and one
    that is not there says nothing.  A Canvas number stays: another one is another person.
    """
    for student in students.values():
        if number in getattr(student, column).split():
            return student, ""
    found = named(students, name)
    if column == "canvas_id":
        found = [student for student in found if not student.canvas_id]
    if len(found) == 1:
        return found[0], ""
    if found:
        return None, (
            f"{len(found)} students of the roster are called {shown(name)!r}: the roster needs"
            f" their {column} (here it is {number})."
        )
    return None, f"no student of the roster is called {shown(name)!r} or has {column} {number}."


def _packed_together(files: Iterable[_File]) -> bool:
    """Whether the times tell when the files were packed, not when they were handed in."""
    times = [file.time for file in files if file.content is not None]
    return len(times) > 2 and max(times) - min(times) <= PACKED_TOGETHER


# Which assignment's it is


def _released(folder: Folder, assignment: Assignment) -> dict:
    path = folder.released(assignment)
    try:
        return read(path.read_bytes())
    except OSError:
        raise ClassError(
            f"{assignment.name}: the released notebook is missing; release it again."
        ) from None
    except Unreadable:
        raise ClassError(
            f"{path.name}: the file is damaged; put back a copy of it, or remove it."
        ) from None


def _grade_ids(notebook: dict) -> set[str]:
    return {cell["grade_id"] for cell in notebook["cells"]} - {""}


def _which(
    known: list[tuple[Assignment, set[str]]], notebook: dict, claim: _Claim, wanted: str | None
) -> Assignment:
    ids = _grade_ids(notebook)
    common = {one.name: len(ids & theirs) for one, theirs in known}
    most = max(common.values(), default=0)
    if not most:
        raise _Refused("no cell of an assignment of this class is in this notebook.")
    best = [one for one, _ in known if common[one.name] == most]
    if wanted is not None:
        best = [one for one in best if one.name == wanted] or best
        if best[0].name != wanted:
            names = " or ".join(one.name for one in best)
            raise _Refused(f"the notebook of another assignment: expected {wanted}, got {names}.")
    stem = re.sub(r"(-[0-9]+)?\.ipynb$", "", claim.file, flags=re.IGNORECASE)
    for named_so in (
        [one for one in best if one.name == notebook["assignment"]],
        [one for one in best if one.notebook == stem],
    ):
        if len(best) > 1 and len(named_so) == 1:
            best = named_so
    if len(best) > 1:
        names = ", ".join(one.name for one in best)
        raise _Refused(f"it may belong to any of {names}: pass --assignment with one of them.")
    return best[0]


# Where it goes


def _store(
    folder: Folder, student: str, assignment: Assignment, submissions: list[_Submission]
) -> list[Arrival]:
    *before, newest = sorted(submissions, key=lambda one: (one.order, one.file.name))
    rows = [
        _row(one, student, assignment, _keep(folder, student, assignment, one.file))
        for one in before
    ]
    flags = []
    if newest.marker == "late" or not newest.marker and _after_due(newest.file.time, assignment):
        flags.append("late")
    if newest.marker == "unknown" and _after_due(newest.file.time, assignment):
        flags.append("hand-in time unknown")
    if before and before[-1].order == newest.order:
        flags.append("several files")
    state = _replace(folder, student, assignment, newest)
    return rows + [_row(newest, student, assignment, state, tuple(flags))]


def _row(
    one: _Submission, student: str, assignment: Assignment, state: str, flags: tuple[str, ...] = ()
) -> Arrival:
    return Arrival(shown(one.file.name), student, assignment.name, state, "", flags)


def _replace(folder: Folder, student: str, assignment: Assignment, new: _Submission) -> str:
    path, stamp = folder.submitted(student, assignment), folder.timestamp(student, assignment)
    marker = path.with_name("late.txt")
    content = new.file.content or b""
    state = "collected"
    if path.exists():
        there, time = path.read_bytes(), _stored_time(stamp)
        if there == content:
            state = "unchanged"
        elif time is not None and new.file.time < time:
            return _keep(folder, student, assignment, new.file)
        else:
            old = _File("", time or datetime.fromtimestamp(0, UTC), there)
            _keep(folder, student, assignment, old)
    if new.marker and (state == "collected" or not marker.exists()):  # one set by hand stays
        _write_new(marker, new.marker.encode())
    elif state == "collected":
        marker.unlink(missing_ok=True)
    # The notebook comes last: after a crash in between, collecting again sets everything right.
    if state == "collected" or not stamp.exists():
        write(stamp, new.file.time.strftime(STAMP).encode())
    if state == "collected":
        write(path, content)
    return state


def _keep(folder: Folder, student: str, assignment: Assignment, file: _File) -> str:
    content = file.content or b""
    name = f"{file.time:%Y-%m-%dT%H%M%SZ}-{hashlib.sha256(content).hexdigest()[:8]}.ipynb"
    _write_new(folder.older(student, assignment) / name, content)
    return "older"


def _write_new(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        write(path, content)


def _stored_time(stamp: Path) -> datetime | None:
    """None if there is no time to be read."""
    try:
        text = stamp.read_text(encoding="utf-8").strip()
        return datetime.fromisoformat(re.sub(r" ?UTC$", "+00:00", text)).astimezone(UTC)
    except (OSError, ValueError, OverflowError):
        return None


def _after_due(time: datetime, assignment: Assignment) -> bool:
    try:
        due = datetime.fromisoformat(assignment.due) if assignment.due else None
    except ValueError:
        raise ClassError(
            f"{assignment.name}: expected a due date in ISO 8601, got {assignment.due!r}."
        ) from None
    return due is not None and time > due.astimezone(UTC)


def _with_others(rows: list[Arrival], others: dict[str, list[str]]) -> list[Arrival]:
    """Rows with a word on files that are no notebooks; a student who sent no other gets a row."""
    count = Counter({student: len(names) for student, names in others.items() if student})
    there = {row.student for row in rows}
    for student in sorted(set(count) - there):
        only = "expected a notebook (.ipynb), got only other files."
        rows.append(Arrival(shown(others[student][0]), student, "", "refused", only))
    flag = {s: f"{n} other file{'s' * (n > 1)} ignored" for s, n in count.items()}
    return [
        replace(row, flags=(*row.flags, flag[row.student]))
        if row.student in flag and row.state != "older"
        else row
        for row in rows
    ]
