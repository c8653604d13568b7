"""Marks on their way out: as CSV, or filled into a grade file downloaded from Canvas or Moodle.

`fill` works on the file as a learning platform wrote it and gives back the same bytes but for the
fields of one column: platforms make new assignments of columns they do not know, and users of
names they do not know.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from .download import shown
from .folder import ROUNDED, Assignment, ClassError, Student, as_saved
from .whose import named

COMMANDING = re.compile(r"\s*[\t\r]")
# What shows nothing, and spreadsheets may leave out: by its category, or a letter without strokes.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
QUOTING = re.compile('[",;\t\r\n]')
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?!")')
# Canvas writes its own headers in English whatever the language.
CANVAS_OWN = {
    "student", "lastname", "firstname", "id", "sis user id", "sis login id", "integration id",
    "root account", "section",
}  # fmt: skip
HIDDEN = re.compile("(muted|manual posting.*)?")  # a row of these tells of posting
CANVAS_TOTAL = re.compile(r"(current|final|override) (score|points|grade|status)\b", re.I)
MOODLE_OWN = {
    "identifier", "full name", "first name", "last name", "surname", "username", "id number",
    "email address", "institution", "department", "status", "maximum grade", "grade",
    "grade can be changed", "last downloaded from this course",
}  # fmt: skip
MOODLE_TOTAL = re.compile(r"(course|category) total\b|\((feedback|letter|percentage)\)$", re.I)

NO_MARKS = {"canvas": (CANVAS_OWN, CANVAS_TOTAL), "gradebook": (MOODLE_OWN, MOODLE_TOTAL)}


@dataclass(frozen=True)
class Notice:
    """Something in a grade file to be looked at.

    kind is "unknown" (a row with no student of the class), "missing" (a student with a mark and
    no row), "twice" (several rows for one student), "short", "locked" or "excused" (a row that was
    left as it is).
    """

    kind: str
    sentence: str


@dataclass(frozen=True)
class _Field:
    start: int
    end: int
    value: str
    quoted: bool


def to_csv(
    students: Mapping[str, Student],
    assignments: Sequence[Assignment],
    marks: Mapping[tuple[str, str], tuple[float | None, str]],
) -> str:
    """One row a student; for each assignment its mark, maximum and status.

    marks: by student and assignment; no mark makes an empty cell, never 0.  Text that a
    spreadsheet would compute gets an apostrophe in front.
    """
    header = ["id", "first_name", "last_name", "email"]
    for one in assignments:
        header += [f"{one.name} mark", f"{one.name} maximum", f"{one.name} status"]
    rows = [header]
    for student in students.values():
        row = [student.id, student.first_name, student.last_name, student.email]
        for one in assignments:
            mark, status = marks.get((student.id, one.name), (None, ""))
            row += ["" if mark is None else _Number(mark), _Number(one.maximum), status]
        rows.append(row)
    return "".join(",".join(map(_cell, row)) + "\r\n" for row in rows)


def as_csv(rows: Iterable[Iterable[str | float | None]]) -> str:
    """Rows as CSV in which no spreadsheet finds a formula; None makes an empty cell."""
    return "".join(",".join(map(_cell, map(_field, row))) + "\r\n" for row in rows)


def _field(value: str | float | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _Number(value)


class _Number(str):
    def __new__(cls, value: float) -> "_Number":
        return super().__new__(cls, _written(value))


def _cell(text: str) -> str:
    """A field that no spreadsheet computes, whether it separates by commas or by semicolons."""
    if not isinstance(text, _Number) and _computes(text):
        text = f"'{text}"
    return '"{}"'.format(text.replace('"', '""')) if QUOTING.search(text) else text


def _computes(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula: by the first character that shows."""
    seen = (c for c in text if unicodedata.category(c) not in UNSEEN and c not in FILLERS)
    first = unicodedata.normalize("NFKC", next(seen, "x"))
    return first in ("=", "+", "-", "@") or bool(COMMANDING.match(text))


def _written(value: float) -> str:
    """7 for 7.0, 7.5 for 7.5."""
    if not math.isfinite(value):
        raise ClassError(f"marks: expected a number, got {value}.")
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def fill(
    content: bytes,
    students: dict[str, Student],
    marks: dict[str, float],
    maximum: float,
    column: str | None = None,
    assignment: Assignment | None = None,
    scale: bool = False,
) -> tuple[bytes, list[Notice]]:
    """A grade file with one column's marks filled in, and what there is to be looked at.

    content: Canvas's gradebook, Moodle's grading worksheet or gradebook, as downloaded
    marks: by student id; students without one keep what is in the file
    maximum: the points behind the marks; where the file has another, it is an error or, with
    `scale`, the marks are scaled to it
    column: its header, with or without Canvas's ` (id)`; by default the one of the assignment

    Raises ClassError if the file is none of these, or which column, or the maximum, is in doubt.
    """
    text, encoding = _decoded(content)
    table = _Table(text)
    target = table.target(column, assignment)
    places, rows = table.places(students)
    comma = table.comma(target)
    edits: list[tuple[_Field, str]] = []
    for id, mark in marks.items():
        found = places.get(id, [])
        if len(found) == 1 and not (row := table.closed(found[0], target, id)):
            theirs = table.maximum(found[0], target)
            points = _fitted(mark, maximum, theirs, scale, table.headers[target])
            cell = _written(points).replace(".", "," if comma else ".")
            if found[0][target].quoted or table.delimiter in cell:
                cell = f'"{cell}"'
            edits.append((found[0][target], cell))
        elif len(found) == 1:
            rows.append(row)
        elif found:
            sentence = f"{id} has {len(found)} rows in the file: none was filled in."
            rows.append(Notice("twice", sentence))
        else:
            rows.append(Notice("missing", f"{id} has a mark but no row in the file."))
    for field, cell in sorted(edits, key=lambda edit: edit[0].start, reverse=True):
        text = text[: field.start] + cell + text[field.end :]
    return text.encode(encoding), rows


def _fitted(mark: float, maximum: float, theirs: float | None, scale: bool, header: str) -> float:
    """The mark out of the file's maximum, `theirs`; None if the file tells none."""
    if scale:
        if theirs is None or min(theirs, maximum) <= 0:
            raise ClassError(
                f"{header}: to scale marks, expected a maximum above 0 in the file and in the"
                f" assignment, got {'none' if theirs is None else _written(theirs)} and"
                f" {_written(maximum)}."
            )
        return round(mark * theirs / maximum, 2)
    if theirs is not None and not math.isclose(theirs, maximum, abs_tol=0.005):
        raise ClassError(
            f"{header}: expected a maximum of {_written(maximum)} in the file, got"
            f" {_written(theirs)}; change it on the platform, or scale the marks to it."
        )
    return mark


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and the encoding that gives these very bytes back."""
    try:
        return as_saved(content)
    except UnicodeDecodeError:
        raise ClassError(
            "grade file: expected a CSV file, got one whose encoding is damaged."
        ) from None


def _scan(text: str, delimiter: str) -> Iterator[list[_Field]]:
    """The records, as Python's csv module reads them, but for empty lines; each field with its
    span.  Raises ClassError for a quote that is never closed."""
    end = re.compile(f"{delimiter}|\r\n?|\n")
    record: list[_Field] = []
    at = int(text.startswith("\ufeff"))
    while at < len(text) or record:
        start, value, quoted = at, "", text.startswith('"', at)
        if quoted:
            closing = QUOTED.match(text, at)
            if not closing:
                raise ClassError("grade file: a quote is opened and never closed.")
            at, value = closing.end(), closing[1].replace('""', '"')
        match = end.search(text, at)
        stop = match.start() if match else len(text)
        record.append(_Field(start, stop, value + text[at:stop], quoted))
        at = match.end() if match else len(text)
        if not match or match[0] != delimiter:
            if len(record) > 1 or record[0].end > record[0].start:
                yield record
            record = []


class _Table:
    """A grade file: its kind, its columns, and the rows of students."""

    def __init__(self, text: str):
        own = CANVAS_OWN | MOODLE_OWN
        self.delimiter, header = ",", []
        for delimiter in ",;\t":
            with suppress(ClassError):  # with the right one, it comes again below
                first = next(_scan(text, delimiter), [])
                if sum(_plain(one) in own for one in first) > sum(_plain(f) in own for f in header):
                    self.delimiter, header = delimiter, first
        self.headers = [field.value.strip() for field in header]
        self.at = {_plain(field): i for i, field in reversed(list(enumerate(header)))}
        if "id" in self.at and ("student" in self.at or {"lastname", "firstname"} <= set(self.at)):
            self.kind = "canvas"
        elif {"identifier", "grade"} <= set(self.at):
            self.kind = "worksheet"
        elif {"email address", "id number", "username"} & set(self.at):
            self.kind = "gradebook"
        else:
            raise ClassError(
                "grade file: expected the header of Canvas's gradebook, or of Moodle's grading"
                f" worksheet or gradebook in English, got {', '.join(self.headers[:8]) or 'none'}."
            )
        self.rows, self.points = list(_scan(text, self.delimiter))[1:], []
        self.rows = [one for one in self.rows if any(field.value.strip() for field in one)]
        for record in self.rows:
            if ROUNDED.fullmatch(number := self._value(record, "id", "identifier", "id number")):
                raise ClassError(
                    f"grade file: an id reads {number}: a spreadsheet has rounded it. Download the"
                    " file again, and fill it in before a spreadsheet saves it."
                )
        if self.kind == "canvas":
            points = [one for one in self.rows if "points possible" in map(_plain, one)]
            self.points = points[0] if points else []
            self.rows = [
                record
                for record in self.rows
                if "points possible" not in map(_plain, record)
                and not all(HIDDEN.fullmatch(_plain(field)) for field in record)
            ]

    def _value(self, record: list[_Field], *names: str) -> str:
        columns = [self.at[name] for name in names if name in self.at]
        return " ".join(record[i].value.strip() for i in columns if i < len(record)).strip()

    def target(self, column: str | None, assignment: Assignment | None) -> int:
        """The column for the marks.  Raises ClassError, naming the candidates, if in doubt."""
        if self.kind == "worksheet":
            candidates = [self.at["grade"]]
        else:
            own, total = NO_MARKS[self.kind]
            candidates = [
                i
                for i, header in enumerate(self.headers)
                if header.casefold() not in own
                and not total.search(header)
                and not (i < len(self.points) and "read only" in _plain(self.points[i]))
            ]
        names = [assignment.name, assignment.notebook] if assignment else []
        if column is not None:
            given = column.strip()
            tests = [lambda i: self.headers[i] == given, lambda i: self._title(i) == given]
        elif self.kind == "worksheet":
            tests = [lambda i: True]
        else:
            words = "|".join(re.escape(_words(name)) for name in names) or "$."
            tests = [
                lambda i: re.match(rf"(?:{words})(?![\w]|\.\w)", _words(self._title(i))),
                lambda i: re.search(rf"(?<![\w.])(?:{words})(?!\w|\.\w)", _words(self._title(i))),
            ]
        for test in tests:
            found = [i for i in candidates if test(i)]
            if found:
                break
        if len(found) != 1:
            wanted = column or " or ".join(names) or "a column's name"
            raise ClassError(
                f"grade file: expected one column for {wanted!r}, got {len(found)}; there are"
                f" {', '.join(repr(self.headers[i]) for i in candidates) or 'none for marks'}."
            )
        return found[0]

    def _title(self, i: int) -> str:
        if self.kind == "gradebook":
            return re.sub(r"^\w+:\s*|\s*\(real\)$", "", self.headers[i], flags=re.IGNORECASE)
        return re.sub(r"\s*\([0-9]+\)$", "", self.headers[i])

    def places(
        self, students: dict[str, Student]
    ) -> tuple[dict[str, list[list[_Field]]], list[Notice]]:
        """The records of each student; rows about those that are nobody's."""
        sure: dict[str, list] = defaultdict(list)
        likely: dict[str, list] = defaultdict(list)
        rows = []
        for record in self.rows:
            name = self._name(record)
            found, by_name = self._by_id(record, students), []
            if not found:
                by_name = named(students, name)
                if self.kind == "canvas" and self._value(record, "id"):
                    by_name = [one for one in by_name if not one.canvas_id]
            if found:
                sure[found.id].append(record)
            elif len(by_name) == 1:
                likely[by_name[0].id].append(record)
            elif by_name:
                id = "canvas_id" if self.kind == "canvas" else "moodle_id or email"
                several = (
                    f"{len(by_name)} students are called {name!r}: the roster needs their {id}."
                )
                rows.append(Notice("unknown", several))
            elif self.kind != "canvas" or name != "Student, Test":  # Canvas's own "Test Student"
                rows.append(Notice("unknown", f"no student of the class is {name!r}."))
        for id in likely.keys() & sure.keys():
            for record in likely.pop(id):
                name = self._name(record)
                another = f"{name!r} is called as {id}, who has another row."
                rows.append(Notice("unknown", another))
        return sure | likely, rows

    def _name(self, record: list[_Field]) -> str:
        parts = ("firstname", "first name", "lastname", "last name", "surname")
        for names in (["student"], ["full name"], parts, ["identifier"], ["email address"]):
            if name := self._value(record, *names):
                break
        return shown(name)

    def _by_id(self, record: list[_Field], students: dict[str, Student]) -> Student | None:
        everybody = students.values()
        if self.kind == "canvas":
            number, logins = self._value(record, "id"), ["sis user id", "sis login id"]
            found = [one for one in everybody if number and one.canvas_id == number]
        else:
            number = re.search("[0-9]*$", self._value(record, "identifier"))[0]
            logins = ["email address", "id number", "username"]
            found = [one for one in everybody if number and number in one.moodle_id.split()]
        for login in (self._value(record, name).casefold() for name in logins):
            if login and not found:
                found = [s for s in everybody if login in (s.id.casefold(), s.email.casefold())]
        return found[0] if len(found) == 1 else None

    def maximum(self, record: list[_Field], target: int) -> float | None:
        """What the file gives as the maximum, None if it gives none.  Raises ClassError if that
        is no number."""
        if self.kind == "canvas":
            text = self.points[target].value.strip() if target < len(self.points) else ""
        else:
            text = self._value(record, "maximum grade") if self.kind == "worksheet" else ""
        if text and not NUMBER.fullmatch(text):
            raise ClassError(
                f"{self.headers[target]}: expected a number as maximum in the file, got {text!r}."
            )
        return float(text.replace(",", ".")) if text else None

    def closed(self, record: list[_Field], target: int, id: str) -> Notice | None:
        """Why a student's row is left as it is, None if it is not."""
        if target >= len(record):
            return Notice("short", f"{id}: the row in the file ends before the column.")
        if self._value(record, "grade can be changed").casefold() == "no":
            return Notice("locked", f"{id}: Moodle says that the grade cannot be changed.")
        if self.kind == "canvas" and _plain(record[target]) in ("ex", "n/a"):
            there = record[target].value.strip()
            return Notice("excused", f"{id}: excused, or not assigned it, in Canvas ({there}).")
        return None

    def comma(self, target: int) -> bool:
        """Whether the file writes numbers with a decimal comma."""
        column = self.at["maximum grade"] if "maximum grade" in self.at else target
        records = [one for one in (self.points, *self.rows) if column < len(one)]
        return any(re.fullmatch("[0-9]+,[0-9]+", one[column].value.strip()) for one in records)


def _plain(field: _Field) -> str:
    return field.value.strip().casefold()


def _words(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())
