"""The class folder: who is in the class, what was assigned, and where everything lies.

    roster.csv                 the students, as the instructor keeps them
    secret                     what the hidden cases are drawn from; readable by the owner alone
    nbgrader_config.py         so that nbgrader's own tools work in the folder
    gradebook.db               nbgrader's gradebook
    assignments/04.json        what was released
    source/ release/ submitted/ autograded/ feedback/      nbgrader's folders
    key/                       answer keys
    older/                     submissions that newer ones have replaced
    waiting/                   what was refused, and files between which you have to choose
    results/04/s01.json        the verdicts on a submission, or why there are none
    lines/04/s01.json          in which lines wrong answers are to be changed, for feedback
"""

import codecs
import csv
import hashlib
import io
import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
ROUNDED = re.compile(r"\b[0-9]+(?:[.,][0-9]+)?E\+[0-9]+\b")
COLUMNS = ("id", "first_name", "last_name", "email", "canvas_id", "moodle_id")


class ClassError(Exception):
    """Something the instructor must mend; the message is a sentence that says what."""


@dataclass(frozen=True)
class Student:
    """One row of the roster; all but the id may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    canvas_id: str = ""
    moodle_id: str = ""

    @property
    def name(self) -> str:
        """First and last name, or the id if there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.id


@dataclass(frozen=True)
class Assignment:
    """What was released.

    name        as in the commands, "04"
    notebook    the notebook's file name without its ending
    exercises   the ids assigned, in order; "6.6" and the like are answers graded by hand
    points      the points of each
    due         when, in ISO 8601 with a time zone, or ""
    digest      SHA-256 (hex) of the notebook it was made of
    released    SHA-256 (hex) of the file that students were given
    lines       whether feedback names lines in which a change makes a wrong answer right
    """

    name: str
    notebook: str
    exercises: tuple[str, ...]
    points: dict[str, float]
    due: str
    digest: str
    released: str = ""
    lines: bool = True

    @property
    def maximum(self) -> float:
        """The points there are to be had."""
        return sum(self.points.values())


class Folder:
    """A class folder that exists.  Raises ClassError if `path` is none, or its roster is broken."""

    def __init__(self, path: Path):
        self.path = Path(path).resolve()
        if not (self.path / "secret").is_file():
            raise ClassError(
                f"{path}: no class folder; `python -m classroom new {path} --roster roster.csv`"
                " makes one."
            )
        self.students = read_roster(self.path / "roster.csv")

    @property
    def secret(self) -> bytes:
        """What the hidden cases of this class are drawn from."""
        return (self.path / "secret").read_bytes()

    def assignment(self, name: str) -> Assignment:
        """Raises ClassError if it was not released."""
        path = self.path / "assignments" / f"{name}.json"
        if name not in self.assignments():
            known = ", ".join(self.assignments()) or "none yet"
            raise ClassError(f"assignment: expected one that was released ({known}), got {name!r}.")
        kept = read_json(path)
        try:
            return Assignment(**{**kept, "exercises": tuple(kept["exercises"])})
        except (TypeError, KeyError):
            raise ClassError(f"{path.name}: the file is damaged; put back a copy of it.") from None

    def assignments(self) -> list[str]:
        """The names of what was released, in order."""
        return sorted(path.stem for path in (self.path / "assignments").glob("*.json"))

    def released(self, assignment: Assignment) -> Path:
        """The notebook that students were given."""
        return self.path / "release" / assignment.name / f"{assignment.notebook}.ipynb"

    def submitted(self, student: str, assignment: Assignment) -> Path:
        """The submission that counts; it need not exist."""
        return self.path / "submitted" / student / assignment.name / f"{assignment.notebook}.ipynb"

    def timestamp(self, student: str, assignment: Assignment) -> Path:
        """When it was handed in, ISO 8601: nbgrader reads it there; it need not exist."""
        return self.submitted(student, assignment).with_name("timestamp.txt")

    def origin(self, student: str, assignment: Assignment) -> Path:
        """Which file of which download it is; it need not exist."""
        return self.submitted(student, assignment).with_name("from.json")

    def older(self, student: str, assignment: Assignment) -> Path:
        """The folder for the submissions that newer ones have replaced."""
        return self.path / "older" / student / assignment.name

    def result(self, student: str, assignment: Assignment) -> Path:
        """The verdicts on the submission; it need not exist."""
        return self.path / "results" / assignment.name / f"{student}.json"

    def lines(self, student: str, assignment: Assignment) -> Path:
        """In which lines wrong answers are to be changed; it need not exist."""
        return self.path / "lines" / assignment.name / f"{student}.json"

    def graded(self, student: str, assignment: Assignment) -> Path:
        """The notebook with its verdicts, for formgrader; it need not exist."""
        return self.path / "autograded" / student / assignment.name / f"{assignment.notebook}.ipynb"

    def feedback(self, student: str, assignment: Assignment) -> Path:
        """The student's page."""
        return self.path / "feedback" / student / assignment.name / f"{assignment.notebook}.html"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other command that changes the folder out.  Raises ClassError if one runs."""
        try:
            with FileLock(self.path / ".lock", timeout=0):
                yield
        except Timeout:
            raise ClassError(
                f"{self.path.name}: another command is at work in this class folder; wait for it"
                " to end."
            ) from None


def create(path: Path, roster: Path) -> Folder:
    """Make a class folder, or bring the roster of one that exists up to date.

    Raises ClassError for a broken roster, a folder that holds something else, or one inside the
    course's repository, where personal data might be committed.
    """
    read_roster(roster)
    path = Path(path).resolve()
    repository = Path(__file__).resolve().parent.parent
    if path == repository or repository in path.parents:
        raise ClassError(f"{path.name}: the class folder must lie outside the course's repository.")
    if path.exists() and not (path / "secret").exists() and any(path.iterdir()):
        raise ClassError(f"{path.name}: the folder exists and holds something else.")
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)  # names and marks are for its owner alone
    write(path / "roster.csv", Path(roster).read_bytes())
    if not (path / "secret").exists():
        write(path / "secret", secrets.token_bytes(32))
    return Folder(path)


def read_roster(path: Path) -> dict[str, Student]:
    """The students by id.  Raises ClassError with the line of what is wrong."""
    try:
        text = as_saved(Path(path).read_bytes())[0].removeprefix("\ufeff")
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        file = io.StringIO(text, newline="")
        rows = list(csv.DictReader(file, strict=True, delimiter=delimiter))
    except FileNotFoundError:
        raise ClassError(f"{path}: there is no such roster.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ClassError(f"{path}: expected a CSV file in UTF-8, got one with {error}.") from None
    students: dict[str, Student] = {}
    for number, row in enumerate(rows, 2):
        if "id" not in row:
            raise ClassError(
                f"{path}: expected a first line such as {','.join(COLUMNS)}, of which `id` is"
                " needed."
            )
        values = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(values.values()):
            continue
        if not ID.fullmatch(values["id"]):
            raise ClassError(
                f"{path}, row {number}: expected an id of letters, digits and . _ @ -, got"
                f" {values['id']!r}."
            )
        for name in ("id", "canvas_id", "moodle_id"):
            if ROUNDED.search(values[name]):
                raise ClassError(
                    f"{path}, row {number}: {name} reads {values[name]}: a spreadsheet has rounded"
                    " the number. Write it anew, in a column formatted as text."
                )
        if values["id"].lower() in map(str.lower, students):
            raise ClassError(f"{path}, row {number}: the id {values['id']} is there twice.")
        students[values["id"]] = Student(**values)
    if not students:
        raise ClassError(f"{path}: no students in it.")
    return students


def digest(content: bytes) -> str:
    """SHA-256, hex: by it a file is known again."""
    return hashlib.sha256(content).hexdigest()


def as_saved(content: bytes) -> tuple[str, str]:
    """A text and its encoding: UTF-8, or what spreadsheets write on Windows.  Raises
    UnicodeDecodeError."""
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encoding = "utf-16-le" if content[:2] == codecs.BOM_UTF16_LE else "utf-16-be"
        return content.decode(encoding), encoding
    for encoding in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding), encoding
    return content.decode("latin-1"), "latin-1"


def write(path: Path, content: bytes) -> None:
    """Replace a file in one step, readable by its owner alone: no reader sees half of it, and a
    crash or a full disk leaves the old one.  Raises ClassError if it cannot be written."""
    new = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except OSError as error:
        if new:
            Path(new).unlink(missing_ok=True)
        raise ClassError(
            f"{path.name}: could not be written ({error.strerror}); what was there is unchanged."
        ) from None


def write_json(path: Path, value: Any) -> None:
    """As `write`, one form for one value."""
    write(path, (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode())


def read_json(path: Path) -> Any:
    """Raises ClassError if the file is not JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise ClassError(
            f"{path.name}: the file is damaged; put back a copy of it, or remove it."
        ) from None
