"""Collecting: from a learning platform's download to the submissions of the class.

A zip as Moodle or Canvas makes it, a folder of files, or a single notebook (`download`), named as
`whose` knows them.  What counts is stored under names of our own; what was refused, and files
between which only the instructor can decide (`counting`), wait (`waiting`).
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from . import waiting
from .counting import HandedIn, Released, choose
from .download import LONG_AGO, OUTSIDE, File, Refused, files, is_notebook, shown
from .folder import Assignment, ClassError, Folder, digest, read_json, write, write_json
from .notebook import Unreadable, read
from .policies import extended
from .waiting import Waiting
from .whose import MOODLE, Claim, around, claim

# Platforms stamp files with the moment at which they packed them, unless they know better.
PACKED_TOGETHER = timedelta(minutes=10)
JUNK = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.ipynb_checkpoints/.*|\._[^/]*|\.DS_Store)", re.DOTALL)
STAMP = "%Y-%m-%d %H:%M:%S UTC"
STATES = ("collected", "unchanged", "older", "waits", "refused", "dismissed")
ONLY_OTHERS = "expected a notebook (.ipynb), got only other files."
KEY = "expected somebody's work, got this class's answer key."
ANOTHER = "sent by another person of this name than the submission that counts"


@dataclass(frozen=True)
class Arrival:
    """What became of one file.

    state is "collected", "unchanged" (these very bytes are there), "older" (kept, does not count),
    "waits" (one of several, for the instructor), "refused" (with a reason) or "dismissed"; student
    and assignment are "" where they are not known.
    """

    file: str
    student: str
    assignment: str
    state: str
    reason: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Submission:
    """A notebook of an assignment, and whose it is."""

    file: File
    name: str
    claim: Claim
    handed_in: HandedIn


@dataclass(frozen=True)
class _Known:
    """An assignment, and what its files are compared with."""

    assignment: Assignment
    released: Released

    @property
    def name(self) -> str:
        return self.assignment.name

    @property
    def ids(self) -> frozenset[str]:
        return self.released.ids


def collect(folder: Folder, download: Path, assignment: str | None = None) -> list[Arrival]:
    """Store what counts of each student and assignment; one row a file, by file name.

    assignment: take no other's notebooks.  Raises ClassError if it was not released, there is no
    such download, it is no zip, or another command is at work.
    """
    if assignment is not None:
        folder.assignment(assignment)
    known = _known(folder)
    with folder.alone():
        found = [file for file in files(Path(download)) if not JUNK.fullmatch(file.name)]
        found.sort(key=lambda file: file.name)
        if Path(download).is_dir() and any(_in_a_home(file.path, known) for file in found):
            raise ClassError(
                f"{download}: these are home folders: --from-homes takes what was handed out there,"
                " and no copy for practice."
            )
        return _Collecting(folder, known, assignment).rows(found)


def _in_a_home(path: tuple[str, ...], known: list[_Known]) -> bool:
    """Whether it is the place of an assignment in a home folder of a hub."""
    return len(path) > 3 and path[-3] == "handout" and path[-2] in [one.name for one in known]


def collect_owned(
    folder: Folder,
    downloads: Iterable[list[File]],
    assignment: str,
    whose: Callable[[tuple[str, ...]], Claim],
) -> list[Arrival]:
    """The same for one assignment, download after download, where it is known whose a file is.

    whose: by the parts of the file's name.  The class folder is the caller's alone.
    """
    collecting = _Collecting(folder, _known(folder), assignment, whose)
    return [row for found in downloads for row in collecting.rows(found)]


def take(
    folder: Folder, students: Sequence[str], file: str, assignment: str | None = None
) -> list[Arrival]:
    """Let one file count for a student, or a team's for each of them: one that waits or was
    refused, by its name or the end of it, or any file there is.  Raises ClassError if it is none of
    these, or no notebook."""
    if unknown := [id for id in students if id not in folder.students]:
        raise ClassError(f"student: expected an id of the roster, got {unknown[0]!r}.")
    with folder.alone():
        return _Collecting(folder, _known(folder), assignment).take(students, file)


def dismiss(folder: Folder, file: str) -> Waiting:
    """Forget a file that was refused, also when it comes again.  Raises ClassError if it is
    none."""
    with folder.alone():
        records = [one for one in waiting.load(folder) if one.reason and not one.dismissed]
        record = _one(records, file)
        waiting.put(folder, replace(record, dismissed=True))
        waiting.remove(folder, record, only_content=True)
    return record


def missing(folder: Folder, name: str) -> list[str]:
    """The ids of those who handed in nothing for an assignment, not even what was refused."""
    assignment, records = folder.assignment(name), waiting.load(folder)
    return [
        id
        for id in folder.students
        if not folder.submitted(id, assignment).exists()
        and not waiting.several(records, id, name)
        and not waiting.refused(records, id, name, None)
    ]


def _known(folder: Folder) -> list[_Known]:
    released = [folder.assignment(name) for name in folder.assignments()]
    return [_Known(one, Released.of(_released(folder, one))) for one in released]


def _match(records: list[Waiting], file: str) -> Waiting | None:
    """The record of a file, by its name or the end of its path; None if not plain."""
    found = [one for one in records if file in (one.file, one.name)]
    found = found or [one for one in records if one.name.endswith(f"/{file}")]
    return found[0] if len(found) == 1 else None


def _one(records: list[Waiting], file: str) -> Waiting:
    """The same.  Raises ClassError, which names those that wait, instead."""
    record = _match(records, file)
    if record is None:
        names = ", ".join(sorted(one.name for one in records)) or "none"
        raise ClassError(f"file: expected one of those that wait ({names}), got {file!r}.")
    return record


def _another(one: HandedIn, own: set[str]) -> bool:
    """Whether a platform's number says that it is another person's than these senders'."""
    platforms = {sender.partition(" ")[0] for sender in own}
    return one.sender not in own and one.sender.partition(" ")[0] in platforms


@dataclass
class _Sorted:
    """A download's files: those refused; those that are no notebooks, by student; submissions, by
    student and assignment."""

    refused: list[tuple[Waiting, str, bytes | None]] = field(default_factory=list)
    others: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[tuple[str, str], list[_Submission]] = field(default_factory=dict)


class _Collecting:
    """One download on its way into the class folder.

    whose: says whose a file is by the parts of its name; None where `whose.claim` does.
    """

    def __init__(
        self,
        folder: Folder,
        known: list[_Known],
        wanted: str | None,
        whose: Callable[[tuple[str, ...]], Claim] | None = None,
    ):
        self.folder, self.known, self.wanted, self.owned = folder, known, wanted, whose
        self.by_name = {one.name: one for one in known}
        self.now = datetime.now(UTC).isoformat()
        self.records = waiting.load(folder)
        self.whose: dict[str, str] = {}  # by the names of this download's notebooks
        self.keys = {digest(path.read_bytes()) for path in folder.path.glob("key/*/*.ipynb")}

    def rows(self, found: list[File]) -> list[Arrival]:
        """Store what is in a download."""
        sorted_ = self._sort(found)
        if not self.owned:
            self._give_back()
        rows: list[Arrival] = []
        for (student, name), submissions in sorted_.groups.items():
            mine, strangers = self._strangers(student, self.by_name[name], submissions)
            sorted_.refused += strangers
            if mine:
                rows += self._store(student, self.by_name[name], mine)
        rows += self._refuse(sorted_.refused)
        rows = _with_others(rows, sorted_.others)
        rows += self._refuse(self._only_others(rows, sorted_.others))
        return sorted(rows, key=lambda row: row.file)

    def _sort(self, found: list[File]) -> _Sorted:
        inside = [one for one in found if one.problem != OUTSIDE and is_notebook(one.name)]
        cut = 0 if self.owned else around([file.path for file in inside], self.folder.students)
        packed = _packed_together(one for one in inside if MOODLE.fullmatch(one.path[cut]))
        result = _Sorted()
        for file in found:
            parts, whose = (file.name,), Claim(None)
            if file.problem != OUTSIDE:
                parts = file.path[cut:] or file.path
                whose = self.owned(parts) if self.owned else claim(parts, self.folder.students)
            name = "/".join(parts)
            student = whose.student.id if whose.student else ""
            if file.content is None and not file.problem:
                result.others.setdefault(student, []).append(name)
                continue
            problem, handed_in, assignment = file.problem, None, self._likely(whose)
            if not problem:
                try:
                    self._see_key(file.content)
                    notebook = read(file.content or b"")
                    one = _which(self.known, notebook, whose, self.wanted)
                    assignment = one.name
                    handed_in = _handed_in(file, name, notebook, one, whose, packed)
                except (Unreadable, Refused) as error:
                    problem = str(error)
            problem = file.problem or whose.problem or problem
            self.whose[name] = student
            if handed_in is not None and not problem:
                submission = _Submission(file, name, whose, handed_in)
                result.groups.setdefault((student, assignment), []).append(submission)
                continue
            students = (student,) if student else whose.candidates
            record = self._record(name, students, assignment, problem, handed_in)
            if file.content is not None:
                record = replace(record, digest=digest(file.content))
            content = file.content if handed_in else None
            result.refused.append((record, file.name, content))
        return result

    def _see_key(self, content: bytes | None) -> None:
        """Raises Refused for the answer key, which is nobody's work."""
        if content is not None and digest(content) in self.keys:
            raise Refused(KEY)

    def _likely(self, whose: Claim) -> str:
        """The assignment that a file seems to be for, "" if nothing tells."""
        if self.wanted is not None:
            return self.wanted
        stem = _stem(whose.file)
        named_so = [one.name for one in self.known if one.assignment.notebook == stem]
        likely = named_so or [one.name for one in self.known]
        return likely[0] if len(likely) == 1 else ""

    def _record(
        self,
        name: str,
        students: tuple[str, ...],
        assignment: str,
        reason: str,
        handed_in: HandedIn | None = None,
    ) -> Waiting:
        record = Waiting(name, students, assignment, reason, self.now)
        if handed_in is not None:
            record = replace(
                record,
                time=handed_in.time.strftime(STAMP),
                marker=handed_in.marker,
                sender=handed_in.sender,
                blank=handed_in.blank,
                digest=handed_in.digest,
            )
        return record

    def _refuse(self, refused: list[tuple[Waiting, str, bytes | None]]) -> list[Arrival]:
        """Keep what was refused; again, it stays as it is."""
        rows = []
        for record, shown_as, content in refused:
            self._forget(record)
            old = [one for one in self.records if _same_place(one, record)]
            if old and old[0].digest == record.digest:
                record = replace(record, since=old[0].since, dismissed=old[0].dismissed)
            if old != [record]:
                waiting.put(self.folder, record, None if record.dismissed else content)
            student = record.students[0] if len(record.students) == 1 else ""
            state = "dismissed" if record.dismissed else "refused"
            rows.append(Arrival(shown(shown_as), student, record.assignment, state, record.reason))
        return rows

    def _forget(self, record: Waiting) -> None:
        """Remove what was known of this file when it seemed to be another's."""
        for one in self.records:
            moved = one.file == record.file and one.reason and not _same_place(one, record)
            if moved and (one.students != record.students or record.assignment == one.assignment):
                waiting.remove(self.folder, one)

    def _only_others(
        self, rows: list[Arrival], others: dict[str, list[str]]
    ) -> list[tuple[Waiting, str, None]]:
        """A student who sent no notebook gets a row."""
        there = {row.student for row in rows}
        return [
            (self._record(names[0], (id,), self._likely(Claim(None)), ONLY_OTHERS), names[0], None)
            for id, names in sorted(others.items())
            if id and id not in there
        ]

    # What counts

    def _give_back(self) -> None:
        """Take from a student what only a name gave them, and now turns out to be another's; this
        download has it."""
        for record in [one for one in self.records if not one.reason and one.sender]:
            if self.whose.get(record.file, record.students[0]) != record.students[0]:
                waiting.remove(self.folder, record)
                self.records.remove(record)
        for student in self.folder.students:
            for known in self.known:
                came = origin(self.folder, student, known.assignment)
                by_name = came["sender"] and not came["sure"]
                if by_name and self.whose.get(came["file"], student) != student:
                    self._withdraw(student, known.assignment)

    def _known_senders(
        self, student: str, known: _Known, submissions: list[_Submission]
    ) -> set[str]:
        """Those of whom a number, or the instructor, says that they are the student."""
        came = origin(self.folder, student, known.assignment)
        own = {one.claim.sender for one in submissions if one.claim.sure}
        return (own | {came["sender"]} if came["sure"] else own) - {""}

    def _strangers(
        self, student: str, known: _Known, submissions: list[_Submission]
    ) -> tuple[list[_Submission], list[tuple[Waiting, str, bytes | None]]]:
        """The files that may be the student's, and those of another person."""
        own = self._known_senders(student, known, submissions)
        mine = [one for one in submissions if one.claim.sure or not _another(one.handed_in, own)]
        strangers = [
            (self._strange(one.handed_in, known), one.file.name, one.file.content)
            for one in submissions
            if one not in mine
        ]
        return mine, strangers

    def _strange(self, one: HandedIn, known: _Known) -> Waiting:
        return self._record(one.file, (), known.name, f"{ANOTHER} ({one.sender}).", one)

    def _store(self, student: str, known: _Known, submissions: list[_Submission]) -> list[Arrival]:
        own = self._known_senders(student, known, submissions)
        before = self._before(student, known, own)
        older = self.folder.older(student, known.assignment).glob("*.ipynb")
        replaced = {digest(path.read_bytes()) for path in older}
        new = [one.handed_in for one in submissions]
        group = waiting.several(self.records, student, known.name)
        if all(one.of == len(group) for one in group):
            chosen = choose(new, before, replaced)
        else:  # a crash left it: which came first is not known
            there = {one.key for one in new}
            chosen = choose([*new, *(one for one in before if one.key not in there)], [], ())
        if len(chosen) == 1:
            return self._count(student, known, submissions, chosen[0], before)
        return self._wait(student, known, submissions, chosen, before)

    def _before(self, student: str, known: _Known, own: set[str]) -> list[HandedIn]:
        """What counted until now, and what waited.  What turns out to be another person's, as
        these senders are the student, is nobody's from now on."""
        found = []
        for record in waiting.several(self.records, student, known.name):
            content = waiting.content(self.folder, record)
            if content is None:
                continue
            time = _time(record.time) or LONG_AGO
            one = self._again(known, record.file, content, time, record.sender, record.marker)
            if _another(one, own):
                waiting.put(self.folder, self._strange(one, known), content)
                waiting.remove(self.folder, record)
            else:
                found.append(replace(one, sure=one.sender in own or one.sure))
        path = self.folder.submitted(student, known.assignment)
        if path.exists():
            came = origin(self.folder, student, known.assignment)
            time = stored_time(self.folder.timestamp(student, known.assignment)) or LONG_AGO
            marker = path.with_name("late.txt")
            late = marker.read_text(errors="replace").strip() if marker.exists() else ""
            name, sender = came["file"] or path.name, came["sender"]
            one = self._again(known, name, path.read_bytes(), time, sender, late)
            if _another(one, own):
                waiting.put(self.folder, self._strange(one, known), one.content)
                self._withdraw(student, known.assignment)
            else:
                sure = came["sure"] or sender in own or not sender
                found.append(replace(one, sure=sure, taken=came["taken"]))
        return found

    def _again(
        self, known: _Known, name: str, content: bytes, time: datetime, sender: str, marker: str
    ) -> HandedIn:
        """A file that came in before."""
        try:
            notebook = read(content)
        except Unreadable:
            notebook = {"cells": []}
        work, blank = known.released.work(notebook), known.released.blank(notebook)
        return HandedIn(name, content, time, work, blank, sender, not sender, marker=marker)

    def _count(
        self,
        student: str,
        known: _Known,
        submissions: list[_Submission],
        chosen: HandedIn,
        before: list[HandedIn],
    ) -> list[Arrival]:
        """Let one file count; it may be the one that did."""
        assignment = known.assignment
        rows, latest = [], None
        for one in sorted(submissions, key=lambda one: (_order(one), one.file.name)):
            if one.handed_in.digest == chosen.digest:
                latest = one
        for one in submissions:
            self._forget(self._record(one.name, (student,), known.name, ""))
            if one is not latest:
                state = "older"
                if one.handed_in.digest != chosen.digest:
                    self._keep(student, assignment, one.handed_in)
                rows.append(_row(one, student, assignment, state))
        if latest is None:
            return rows
        tied = [one for one in submissions if one is not latest and _order(one) == _order(latest)]
        flags = _late_flags(chosen, extended(self.folder, assignment, student))
        flags += ("several files",) if tied else ()
        state = self._replace(student, assignment, chosen, latest.claim.sure, before)
        return [*rows, _row(latest, student, assignment, state, flags)]

    def _replace(
        self,
        student: str,
        assignment: Assignment,
        chosen: HandedIn,
        sure: bool,
        before: list[HandedIn],
    ) -> str:
        """Put a file where the submission that counts lies, and what counted or waited away."""
        folder = self.folder
        path, stamp = folder.submitted(student, assignment), folder.timestamp(student, assignment)
        marker = path.with_name("late.txt")
        there = path.read_bytes() if path.exists() else None
        state = "unchanged" if there == chosen.content else "collected"
        for one in before:
            if one.digest != chosen.digest:
                self._keep(student, assignment, one)
        if chosen.marker and (state == "collected" or not marker.exists()):  # set by hand, it stays
            _write_new(marker, chosen.marker.encode())
        elif state == "collected":
            marker.unlink(missing_ok=True)
        if state == "collected" or not stamp.exists():
            write(stamp, chosen.time.strftime(STAMP).encode())
        came = origin(folder, student, assignment)
        if state == "collected" or sure and not came["sure"] or chosen.taken:
            facts = {"file": chosen.file, "sender": chosen.sender, "sure": sure}
            facts["taken"] = chosen.taken
            since = self.now if state == "collected" else came["collected"]
            write_json(folder.origin(student, assignment), {**facts, "collected": since})
        # The notebook comes last: after a crash before, collecting again sets everything right.
        if state == "collected":
            write(path, chosen.content)
        self._settle(student, assignment, state)
        return state

    def _settle(self, student: str, assignment: Assignment, state: str) -> None:
        """What waited, or was refused before what counts now came, is settled."""
        for one in self.records:
            if (one.students, one.assignment) == ((student,), assignment.name):
                if not one.reason or state == "collected" and not one.dismissed:
                    waiting.remove(self.folder, one)

    def _wait(
        self,
        student: str,
        known: _Known,
        submissions: list[_Submission],
        chosen: list[HandedIn],
        before: list[HandedIn],
    ) -> list[Arrival]:
        """Let files wait for the instructor; none of them counts."""
        assignment = known.assignment
        group = waiting.several(self.records, student, assignment.name)
        records = {(one.digest, one.sender): one for one in group}
        kept: dict[tuple[str, str], Waiting] = {}
        names: set[str] = set()
        for one in chosen:  # those of this download come first and keep their names
            record = records.get(one.key)
            name = record.file if record else one.file
            while name in names:
                name += " (before)"
            names.add(name)
            record = record or self._record(name, (student,), assignment.name, "", one)
            kept[one.key] = replace(record, file=name, of=len(chosen))
        for one in before:
            if one.key not in kept:
                self._keep(student, assignment, one)
        for key, record in records.items():
            if key not in kept or kept[key].file != record.file:
                waiting.remove(self.folder, record)
        for one in chosen:
            if kept[one.key] != records.get(one.key):
                waiting.put(self.folder, kept[one.key], one.content)
        self._withdraw(student, assignment)
        rows, told = [], waiting.undecided(list(kept.values()))
        for one in submissions:
            self._forget(self._record(one.name, (student,), assignment.name, ""))
            flags = _late_flags(one.handed_in, extended(self.folder, assignment, student))
            flags += ("blank",) if one.handed_in.blank else ()
            if one.handed_in.key in kept:
                reason, told = told, ""  # once is enough
                rows.append(replace(_row(one, student, assignment, "waits", flags), reason=reason))
            else:
                self._keep(student, assignment, one.handed_in)
                rows.append(_row(one, student, assignment, "older"))
        return rows

    def _withdraw(self, student: str, assignment: Assignment) -> None:
        """Take back what counted, which waits now or is kept as older."""
        path = self.folder.submitted(student, assignment)
        path.unlink(missing_ok=True)
        for name in ("timestamp.txt", "late.txt", "from.json"):
            path.with_name(name).unlink(missing_ok=True)

    def _keep(self, student: str, assignment: Assignment, one: HandedIn) -> None:
        name = f"{one.time:%Y-%m-%dT%H%M%SZ}-{one.digest[:8]}.ipynb"
        path = self.folder.older(student, assignment) / name
        _write_new(path, one.content)
        if one.marker:
            _write_new(path.with_suffix(".late.txt"), one.marker.encode())

    # What the instructor says

    def take(self, students: Sequence[str], file: str) -> list[Arrival]:
        """Let a file count, whatever else there is."""
        records = [
            one
            for one in self.records
            if not one.dismissed and self.wanted in (None, one.assignment)
        ]
        own = [one for one in records if set(students) & set(one.students)]
        kept = [one for one in records if waiting.content(self.folder, one) is not None]
        likely = ([one for one in kept if one in own], kept, records)
        record = next(filter(None, (_match(some, file) for some in likely)), None)
        if record is None and Path(file).is_file():
            found = (self.wanted, Path(file).name, *_on_disk(Path(file)), "", "")
            return [self._take(student, *found) for student in students]
        record = record or _one(own or records, file)
        content = waiting.content(self.folder, record)
        if content is None:
            raise ClassError(f"{record.name}: it cannot count: {record.reason}")
        time = _time(record.time) or LONG_AGO
        found = (record.assignment, record.file, content, time, record.sender, record.marker)
        rows = [self._take(student, *found) for student in students]
        if record.students not in [(student,) for student in students]:
            waiting.remove(self.folder, record)
        return rows

    def _take(
        self,
        student: str,
        wanted: str | None,
        name: str,
        content: bytes,
        time: datetime,
        sender: str,
        marker: str,
    ) -> Arrival:
        try:
            self._see_key(content)
            notebook = read(content)
            known = _which(self.known, notebook, Claim(None, file=name), wanted)
        except (Unreadable, Refused) as error:
            raise ClassError(f"{shown(name)}: it cannot count: {error}") from None
        before = self._before(student, known, {sender} - {""})
        chosen = self._again(known, name, content, time, sender, marker)
        state = self._replace(student, known.assignment, replace(chosen, taken=True), True, before)
        flags = _late_flags(chosen, extended(self.folder, known.assignment, student))
        return Arrival(shown(name), student, known.name, state, "", flags)


def _handed_in(
    file: File, name: str, notebook: dict, known: _Known, whose: Claim, packed: bool
) -> HandedIn:
    return HandedIn(
        name,
        file.content or b"",
        file.time,
        known.released.work(notebook),
        known.released.blank(notebook),
        whose.sender,
        whose.sure,
        whose.order,
        _marker(whose, packed),
        _stem(whose.file),
    )


def _stem(name: str) -> str:
    """A file's name without Canvas's number of the attempt and the ending."""
    return re.sub(r"(-[0-9]{1,6})?\.ipynb$", "", name, flags=re.IGNORECASE)


def _order(one: _Submission) -> tuple:
    return *one.claim.order, one.file.time


def _same_place(one: Waiting, other: Waiting) -> bool:
    return (one.file, one.students, one.assignment) == (
        other.file,
        other.students,
        other.assignment,
    ) and bool(one.reason) == bool(other.reason)


def _marker(whose: Claim, packed: bool) -> str:
    """What a platform says of the time of a submission."""
    if whose.platform == "canvas":
        return "late" if whose.late else "on time"
    return "unknown" if whose.platform == "moodle" and packed else ""


def _late_flags(one: HandedIn, assignment: Assignment) -> tuple[str, ...]:
    if one.marker.startswith("late") or not one.marker and _after_due(one.time, assignment):
        return ("late",)
    if one.marker == "unknown" and _after_due(one.time, assignment):
        return ("hand-in time unknown",)
    return ()


def days_late(folder: Folder, student: str, assignment: Assignment) -> int | None:
    """How many days after the student's due date the submission came, each that has begun counted;
    0 where it is not late, None where it is and nothing says by how much.

    A file late.txt beside it decides, such as "late" or "late 2"; with "on time" or "unknown" it is
    not late, without one the timestamp decides.  Raises ClassError if the due date is none.
    """
    path = folder.submitted(student, assignment).with_name("late.txt")
    marker = path.read_text(errors="replace").strip() if path.is_file() else None
    handed_in = stored_time(folder.timestamp(student, assignment))
    return days_of(marker, handed_in, extended(folder, assignment, student))


def days_of(marker: str | None, handed_in: datetime | None, assignment: Assignment) -> int | None:
    """The same, of what late.txt says (None: there is none), the time, and the student's due
    date in the assignment."""
    if marker is not None:
        days = re.fullmatch(r"late (\d{1,4})", marker)
        return int(days[1]) if days else 0 if marker in ("on time", "unknown") else None
    if handed_in is None or not _after_due(handed_in, assignment):
        return 0
    late = handed_in - datetime.fromisoformat(assignment.due).astimezone(UTC)
    return math.ceil(late / timedelta(days=1))


def late(folder: Folder, student: str, assignment: Assignment) -> bool:
    """Whether the submission came after the student's due date, see `days_late`."""
    return days_late(folder, student, assignment) != 0


def _packed_together(files: Iterable[File]) -> bool:
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


def _which(known: list[_Known], notebook: dict, whose: Claim, wanted: str | None) -> _Known:
    ids = {cell["grade_id"] for cell in notebook["cells"]} - {""}
    common = {one.name: len(ids & one.ids) for one in known}
    most = max(common.values(), default=0)
    if not most:
        raise Refused("no cell of an assignment of this class is in this notebook.")
    best = [one for one in known if common[one.name] == most]
    if wanted is not None:
        best = [one for one in best if one.name == wanted] or best
        if best[0].name != wanted:
            names = " or ".join(one.name for one in best)
            raise Refused(f"the notebook of another assignment: expected {wanted}, got {names}.")
    stem = _stem(whose.file)
    for named_so in (
        [one for one in best if one.name == notebook["assignment"]],
        [one for one in best if one.assignment.notebook == stem],
    ):
        if len(best) > 1 and len(named_so) == 1:
            best = named_so
    if len(best) > 1:
        names = ", ".join(one.name for one in best)
        raise Refused(f"it may belong to any of {names}: pass --assignment with one of them.")
    return best[0]


# Where it goes


def _row(
    one: _Submission, student: str, assignment: Assignment, state: str, flags: tuple[str, ...] = ()
) -> Arrival:
    return Arrival(shown(one.file.name), student, assignment.name, state, "", flags)


def origin(folder: Folder, student: str, assignment: Assignment) -> dict:
    """Where the submission that counts came from: {"file", "sender", "sure", "taken",
    "collected"}."""
    path = folder.origin(student, assignment)
    unknown = {"file": "", "sender": "", "sure": False, "taken": False, "collected": ""}
    kept = read_json(path) if path.exists() else {}
    return unknown | (kept if isinstance(kept, dict) else {})


def _on_disk(path: Path) -> tuple[bytes, datetime]:
    [file] = files(path)
    if file.problem:
        raise ClassError(f"{path.name}: it cannot count: {file.problem}")
    return file.content or b"", file.time


def _write_new(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        write(path, content)


def stored_time(stamp: Path) -> datetime | None:
    """None if there is no time to be read."""
    try:
        return _time(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(re.sub(r" ?UTC$", "+00:00", text.strip())).astimezone(UTC)
    except (ValueError, OverflowError):
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
    """Rows with a word on files that are no notebooks."""
    count = Counter({student: len(names) for student, names in others.items() if student})
    flag = {s: f"{n} other file{'s' * (n > 1)} ignored" for s, n in count.items()}
    return [
        replace(row, flags=(*row.flags, flag[row.student]))
        if row.student in flag and row.state != "older"
        else row
        for row in rows
    ]
