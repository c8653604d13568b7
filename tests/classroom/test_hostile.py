"""Hostile submissions gain nothing, learn nothing, and touch nobody else's result."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import json
import os
import re
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

import nbformat
import numpy as np
import pytest

from classroom import judging
from classroom.feedback import feedback
from classroom.folder import Folder, write
from classroom.grading import grade, read
from classroom.judging import Bench
from classroom.sandbox import Sandbox
from lessons import course
from tests.classroom import hostile, known
from tests.classroom.classes import answered, hand_in, make, released
from tests.classroom.hostile import Hostile
from tests.classroom.hostile_next import CARRYING_4, NEXT
from tests.thorough import thinned

CHOSEN = {lesson: [*some, *NEXT.get(lesson, [])] for lesson, some in hostile.CHOSEN.items()}
CANARY = "canary-7c1e90"
SECRET = b"1" * 32
INNOCENT = {
    "reference": Hostile("the reference", "innocent", answered),
    "blank": Hostile("nothing done", "innocent", lambda notebook: notebook),
}
WITH_INNOCENT = thinned([*CHOSEN], ["04"])  # lessons in which somebody is honest
REPOSITORY = Path(judging.__file__).resolve().parents[1]


class Batch:
    """A class in which all of these were graded together, and what was there before."""

    def __init__(self, path, lesson, entries, secret=SECRET):
        self.entries = entries
        self.folder, self.assignment = make(path, list(entries), lesson)
        write(self.folder.path / "secret", secret)
        notebook = self.released = released(self.folder, self.assignment)
        for student, entry in entries.items():
            content = entry.make(notebook)
            if not isinstance(content, bytes):
                content = json.dumps(content).encode()
            content = content.replace(b"@FOLDER@", str(self.folder.path).encode())
            content = content.replace(b"@REPOSITORY@", str(REPOSITORY).encode())
            hand_in(self.folder, self.assignment, student, content)
        self.files = everything(self.folder)
        self.rows = {}
        with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
            patch.setattr(judging, "WHOLE_SECONDS", 3600.0)  # on a busy machine
            spaces = seen_starting(patch, stack)
            for limits in {entry.limits for entry in entries.values()}:
                patch.setattr(judging, "LEARNER", limits)
                group = [student for student, e in entries.items() if e.limits == limits]
                self.rows |= {r.student: r for r in grade(self.folder, self.assignment, group)}
            self.started, self.left = len(spaces), left(spaces)
        feedback(self.folder, self.assignment)

    def result(self, student):
        return read(self.folder, self.assignment, student)

    def written(self, student):
        """All texts that were made of a submission, by file."""
        folder, one = self.folder, self.assignment
        autograded = folder.path / "autograded" / student / one.name / f"{one.notebook}.ipynb"
        paths = folder.result(student, one), folder.feedback(student, one), autograded
        return {path.suffix: path.read_text() for path in paths if path.exists()}

    def said(self, student):
        """What the grader says of each exercise, which is all that a student did not write."""
        marks = self.result(student)["marks"].values()
        return [(mark["sentence"], mark["facts"]) for mark in marks]


def seen_starting(patch, stack):
    """From now on, the PID namespaces of all sandboxes that we start: other tests have theirs."""
    spaces, start = set(), Sandbox.__init__

    def seen(self, *args, **options):
        start(self, *args, **options)
        # Held open: a namespace that is gone gives its number to another.
        space = stack.enter_context(open(f"/proc/{self._pid}/ns/pid", "rb"))
        spaces.add(os.fstat(space.fileno()).st_ino)

    patch.setattr(Sandbox, "__init__", seen)
    return spaces


def left(spaces):
    """What runs in one of these PID namespaces, whoever started it there."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone, or not ours to look at
            words = (process / "cmdline").read_bytes()  # none, once it has ended
            if (process / "ns/pid").stat().st_ino in spaces and words:
                found.add((process.name, words))
    return found


def everything(folder: Folder):
    return {str(path.relative_to(folder.path)) for path in folder.path.rglob("*")}


def students(lesson):
    entries = {f"s{n:03}": entry for n, entry in enumerate(CHOSEN[lesson], 1)}
    middle = len(entries) // 2
    items = list(entries.items())
    between = INNOCENT.items() if lesson in WITH_INNOCENT else ()
    return dict([*items[:middle], *between, *items[middle:]])


@pytest.fixture(scope="module", autouse=True)
def ours(tmp_path_factory):
    """A folder of our own for temporary files, and a word in the environment that nobody must
    see."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
        patch.setenv("CANARY", CANARY)
        yield


@pytest.fixture(scope="module")
def batches(ours, plain, once, tmp_path_factory):
    """Each lesson's whole table as one class, when it is first asked for."""
    made = {}

    def batch(lesson):
        if lesson not in made:
            path = tmp_path_factory.mktemp(f"hostile{lesson}") / "class"
            made[lesson] = Batch(path, lesson, students(lesson))
        return made[lesson]

    return batch


@pytest.mark.parametrize(
    ("lesson", "student"),
    [
        pytest.param(lesson, student, id=f"{lesson} {entry.family}: {entry.name}")
        for lesson in CHOSEN
        for student, entry in students(lesson).items()
        if entry.family != "innocent"
    ],
)
def test_it_gets_what_it_deserves(batches, lesson, student):
    batch = batches(lesson)
    entry, row, result = batch.entries[student], batch.rows[student], batch.result(student)
    if entry.reason:
        assert row.status == "not judged" and entry.reason in row.reason
        assert row.score is None and result["marks"] == {}
        return
    assert row.status in ("graded", "to review"), row
    states = {id: mark["state"] for id, mark in result["marks"].items()}
    assert states == dict.fromkeys(states, "right") | entry.states, result["marks"]
    for id, mark in result["marks"].items():
        points = batch.assignment.points[id]
        assert (mark["points"], mark["score"]) == (points, points * (mark["state"] == "right"))
    for id, words in entry.words.items():
        assert words in result["marks"][id]["sentence"]
    for words in entry.flags:
        assert any(words in flag for flag in row.flags), row.flags
    assert max(len(json.dumps(one)) for one in batch.said(student)) < 2000


@pytest.mark.parametrize("lesson", WITH_INNOCENT)
def test_the_innocent_are_judged_as_if_they_were_alone(batches, lesson, tmp_path, monkeypatch):
    batch = batches(lesson)
    monkeypatch.setattr(judging, "marks", known.real)
    alone = Batch(tmp_path / "alone", lesson, INNOCENT)
    for student in INNOCENT:
        assert alone.rows[student] == batch.rows[student]
        assert alone.written(student) == batch.written(student)
    points = [batch.assignment.points[id] for id in batch.result("reference")["marks"]]
    marks = [mark["score"] for mark in batch.result("reference")["marks"].values()]
    assert marks == points
    assert all(m["state"] == "blank" for m in batch.result("blank")["marks"].values())


@pytest.mark.parametrize("lesson", CHOSEN)
def test_nothing_stays_behind(batches, lesson):
    batch = batches(lesson)
    assert batch.started and batch.left == set()
    there = [path.name for path in Path(tempfile.gettempdir()).iterdir()]
    assert [name for name in there if not name.startswith("torchinductor")] == []  # torch's own
    planted = ("0", "x", "left", "a.pth", "numpy.py", "sitecustomize.py", "usercustomize.py")
    assert not [name for name in planted if Path("/tmp", name).exists()]
    one, name = batch.assignment, batch.assignment.notebook
    graded = [s for s, row in batch.rows.items() if row.status != "not judged"]
    expected = {"results", f"results/{one.name}", "autograded", "feedback", ".lock"}
    for student in batch.entries:
        expected.add(f"results/{one.name}/{student}.json")
    for student in graded:
        for top, ending in (("autograded", "ipynb"), ("feedback", "html")):
            expected |= {f"{top}/{student}", f"{top}/{student}/{one.name}"}
            expected.add(f"{top}/{student}/{one.name}/{name}.{ending}")
        expected.add(f"autograded/{student}/{one.name}/timestamp.txt")
    new = everything(batch.folder) - batch.files
    assert {path for path in new if not path.startswith("box")} <= expected


@pytest.mark.parametrize("lesson", CHOSEN)
def test_nothing_secret_is_written_anywhere(batches, lesson):
    batch = batches(lesson)
    for student in batch.entries:
        for kind, text in batch.written(student).items():
            assert CANARY not in text
            assert SECRET.hex() not in text and SECRET.decode() not in text
            assert str(batch.folder.path / "box") not in text
            others = set(batch.entries) - {student} - set(INNOCENT)
            found = set(re.findall(r"\bs\d{3}\b", text)) & others
            assert not found, (student, kind, found)


@pytest.mark.parametrize("lesson", CHOSEN)
def test_no_hidden_number_is_written_anywhere(batches, lesson):
    batch = batches(lesson)
    bench = Bench(SECRET, [id for id in batch.assignment.exercises if id in course])
    known = nbformat.writes(batch.released)
    for judge in bench.judges.values():
        known += json.dumps(judge.known(0)[0]) + repr(judge.cases[0])
        known += " ".join(f"{number:.6g}" for number in numbers(judge.known(0)[0]))
    hidden = {
        text
        for judge in bench.judges.values()
        for case, value in zip(judge.cases[1:], judge.known(0)[1:], strict=True)
        for number in [*numbers(case), *numbers(value)]
        for text in (f"{number!r}", f"{number:.6g}")
        if len(re.sub(r"^-?0*\.?0*", "", text)) > 3 and text not in known
    }
    assert len(hidden) > 20
    for student, entry in batch.entries.items():
        sources = json.dumps(str(entry.make(batch.released)))
        for kind, text in batch.written(student).items():
            for number in set(re.findall(r"-?\d+\.\d+(?:e-?\d+)?", text)) & hidden:
                assert number in sources, (student, entry.name, kind, number)


def numbers(value):
    if isinstance(value, dict):
        value = value["data"]
    if isinstance(value, tuple | list):
        return [number for part in value for number in numbers(part)]
    if hasattr(value, "tolist") and np.ndim(value):
        return numbers(np.asarray(value).tolist())
    return [float(value)] if isinstance(value, float | np.floating) else []


def test_what_is_said_does_not_depend_on_the_hidden_cases(batches, tmp_path):
    all_of_them = students("04").items()
    entries = {student: e for student, e in all_of_them if e.family == "carrying out"}
    assert len(entries) == len(thinned(hostile.CARRYING, hostile.CARRIED)) + len(CARRYING_4)
    batch, other = batches("04"), Batch(tmp_path / "other", "04", entries, b"2" * 32)
    for student, entry in entries.items():
        assert batch.said(student) == other.said(student), entry.name
