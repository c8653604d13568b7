"""Recording in batches: the rows that nbgrader would write, nothing twice, nobody held up."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import json
import shutil
import sqlite3
import threading
import warnings
from contextlib import closing

import nbformat
import nbgrader.api
import pytest
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import determine_grade
from sqlalchemy.exc import SAWarning

from classroom import grading, machine, recording
from classroom.entering import answers
from classroom.folder import ClassError, create, write, write_json
from classroom.gradebook import gradebook, url
from classroom.grading import Grader, grade
from classroom.judging import Mark
from classroom.standing import standing
from tests.classroom.classes import answered, cell, changed, hand_in, make, opened, released

STUDENTS = [f"s{n:02}" for n in range(1, 6)]
CHECK, WORDS = "6-5-updates-check", "6-6-experiment"


def told(state="right", score=1.0):
    """A desk's reply, without a sandbox."""
    mark = Mark(state, score, 1.0, state, f"{state}.", {"given": "1"}).as_json()
    reply = {"status": "graded", "reason": "", "flags": ["One."], "uses": []}
    return json.dumps(reply | {"marks": {"6.5": mark}}).encode()


def judge(folder, assignment, student, reply=None):
    """Keep verdicts that nobody has recorded."""
    grader, path = Grader(folder, assignment), folder.submitted(student, assignment)
    result = grader.result(path.read_bytes(), reply or told())
    write_json(folder.result(student, assignment), result)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A class with one exercise and one answer in words, nothing recorded."""
    path = tmp_path_factory.mktemp("template") / "class"
    folder, assignment = make(path, STUDENTS, "06", exercises=["6.5", "6.6"])
    notebook = answered(released(folder, assignment))
    written = changed(notebook, lambda nb: cell(nb, WORDS).update(source="The loss fell."))
    blank = released(folder, assignment)
    for student, one in zip(STUDENTS, [notebook, written, blank, written, written], strict=True):
        hand_in(folder, assignment, student, one)
        judge(folder, assignment, student)
    judge(folder, assignment, "s02", told("wrong", 0.0))
    judge(folder, assignment, "s04", told("review", None))
    write(folder.timestamp("s02", assignment), b"2026-11-02 10:30:01 UTC")
    folder.timestamp("s05", assignment).unlink()
    return path


@pytest.fixture
def school(template, tmp_path):
    return opened(template, tmp_path / "class", "06")


# The rows


class Theirs(SaveAutoGrades):
    """nbgrader's own way to record, with marks that were made beforehand."""

    def __init__(self, marks, differ):
        super().__init__()
        self.marks, self.differ = marks, differ

    def _add_score(self, cell, resources):
        name = cell.metadata["nbgrader"]["grade_id"]
        names = self.notebook_id, self.assignment_id, self.student_id
        grade = self.gradebook.find_grade(name, *names)
        known = name in self.marks
        grade.auto_score = self.marks[name] if known else determine_grade(cell)[0]
        by_hand = grade.manual_score is not None
        again = by_hand and name.removesuffix("-check") in self.differ
        grade.needs_manual_grade = again or grade.auto_score is None and not by_hand
        self.gradebook.db.commit()


def theirs(folder, assignment, before):
    """Record all as nbgrader does, after ours has written the notebooks; before: the answers that
    were recorded last, by student."""
    for student in folder.students:
        stamp = folder.timestamp(student, assignment)
        time = stamp.read_text().strip() if stamp.exists() else None
        with gradebook(folder) as book, warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            book.update_or_create_submission(assignment.name, student, timestamp=time)
        shown = nbformat.read(folder.graded(student, assignment), as_version=4)
        shown.cells = [c for c in shown.cells if c.id != "flags"]
        kept = json.loads(folder.result(student, assignment).read_text())["marks"]
        names = {"assignment": assignment.name, "notebook": assignment.notebook}
        names |= {"student": student, "db_url": url(folder)}
        now, old = answers(shown), before.get(student, {})
        differ = {id for id, text in now.items() if old.get(id, text) != text}
        Theirs({CHECK: kept["6.5"]["score"]}, differ).preprocess(shown, {"nbgrader": names})


def content(folder):
    """All rows, with ids of chance named by what they stand for."""
    with closing(sqlite3.connect(folder.path / "gradebook.db")) as book:
        ids = dict(book.execute("SELECT id, name FROM assignment"))
        ids |= dict(book.execute("SELECT id, name FROM notebook"))
        ids |= dict(book.execute("SELECT id, name || type FROM base_cell"))
        ids |= dict(book.execute("SELECT id, name FROM source_cell"))
        ids |= dict(book.execute("SELECT id, student_id FROM submitted_assignment"))
        for id, one in book.execute("SELECT id, assignment_id FROM submitted_notebook").fetchall():
            ids[id] = f"notebook of {ids[one]}"
        for table in ("grade", "comment"):
            rows = book.execute(f"SELECT id, notebook_id, cell_id FROM {table}").fetchall()
            ids |= {id: f"{table} {ids[one]} {ids[other]}" for id, one, other in rows}
        names = [n for (n,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(
                [tuple(ids.get(value, value) for value in row)
                 for row in book.execute(f"SELECT * FROM {name}")],  # fmt: skip
                key=repr,
            )
            for name in names
        }


def by_hand(folder, assignment):
    with gradebook(folder) as book:
        for student in ("s01", "s02", "s04"):
            found = book.find_grade(CHECK, assignment.notebook, assignment.name, student)
            found.manual_score, found.needs_manual_grade = 0.5, False
            names = WORDS, assignment.notebook, assignment.name, student
            book.find_comment(*names).manual_comment = "Read it again."
            book.find_grade(*names).manual_score = 2.0
        book.db.commit()


def test_the_rows_are_those_that_nbgrader_writes(school, tmp_path):
    """New ones, and over marks by hand where one answer is another one now."""
    folder, assignment = school
    other, _ = opened(folder.path, tmp_path / "other" / "class", "06")
    before = {}
    for again in (False, True):
        Grader(folder, assignment).keep(STUDENTS)
        shutil.copytree(folder.path / "autograded", other.path / "autograded", dirs_exist_ok=True)
        theirs(other, assignment, before)
        ours = content(folder)
        assert ours == content(other)
        assert len(ours["grade"]) == 10 and len(ours["comment"]) == 10
        if again:
            break
        paths = {id: folder.graded(id, assignment) for id in STUDENTS}
        before = {id: answers(nbformat.read(p, as_version=4)) for id, p in paths.items()}
        for one in (folder, other):
            by_hand(one, assignment)
            text = one.submitted("s02", assignment).read_text().replace("loss fell", "loss rose")
            write(one.submitted("s02", assignment), text.encode())
            judge(one, assignment, "s02")
    waits = {row[1] for row in ours["grade"] if row[-1] and row[4] is not None}
    assert waits == {"notebook of s02"}


def test_a_new_gradebook_is_nbgrader_s_own(tmp_path, monkeypatch):
    """So is the roster in it, also after a change."""
    head = ScriptDirectory(ALEMBIC_DIR).get_current_head()  # else a process of seconds tells it
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: head)
    roster = tmp_path / "roster.csv"
    roster.write_text("id,first_name,email\ns01,One,a@example.org\ns02,Two,\n")
    folder = create(tmp_path / "class", roster)
    recording.enrol(folder)
    roster.write_text("id,first_name,last_name\ns01,One,Student\ns03,Three,\n")
    folder = create(folder.path, roster)
    recording.enrol(folder)
    with Gradebook(f"sqlite:///{tmp_path / 'theirs.db'}", "class") as book:
        book.update_or_create_student("s02", first_name="Two", last_name="", email="")
        for student in folder.students.values():
            words = {name: getattr(student, name) for name in ("first_name", "last_name", "email")}
            book.update_or_create_student(student.id, **words)
    made = []
    for path in (folder.path / "gradebook.db", tmp_path / "theirs.db"):
        with closing(sqlite3.connect(path)) as book:
            made.append(sorted(book.iterdump()))
    assert made[0] == made[1]


# In batches


def test_what_a_crash_left_is_recorded_and_not_judged_again(school, tmp_path, monkeypatch):
    folder, assignment = school
    whole, _ = opened(folder.path, tmp_path / "whole" / "class", "06")
    Grader(whole, assignment).keep(STUDENTS)
    monkeypatch.setattr(recording, "BATCH", 2)
    real, calls = recording._enter, []

    def crashing(*given):
        calls.append(given)
        if len(calls) == 4:  # in the midst of the second batch
            raise KeyboardInterrupt
        real(*given)

    with monkeypatch.context() as patch:
        patch.setattr(recording, "_enter", crashing)
        with pytest.raises(KeyboardInterrupt):
            grade(folder, assignment)
    assert {row[2] for row in content(folder)["submitted_assignment"]} == {"s01", "s02"}
    stands = [row.status for row in standing(folder, assignment).values()]
    assert stands == ["graded", "to review", *["not graded yet"] * 3]
    monkeypatch.setattr(Grader, "verdicts", None)
    grade(folder, assignment)
    assert content(folder) == content(whole)
    assert standing(folder, assignment) == standing(whole, assignment)


def test_verdicts_of_another_submission_are_not_recorded(school, monkeypatch):
    folder, assignment = school
    write(folder.submitted("s01", assignment), folder.submitted("s02", assignment).read_bytes())
    grader = Grader(folder, assignment)
    assert [grader.is_unrecorded(id) for id in STUDENTS] == [False, True, True, True, True]
    assert [grader.is_due(id) for id in STUDENTS] == [True, False, False, False, False]


def test_a_student_whom_the_gradebook_does_not_know_is_told(school):
    folder, assignment = school
    with closing(sqlite3.connect(folder.path / "gradebook.db")) as book:
        book.execute("DELETE FROM student WHERE id = 's03'")
        book.commit()
    with pytest.raises(ClassError, match=r"No such student: s03; put back a copy of it"):
        grade(folder, assignment)
    assert not content(folder)["submitted_assignment"]


def test_nobody_waits_for_recording(school, monkeypatch):
    """With one thread, all are judged while the first batch is being recorded."""
    folder, assignment = school
    shutil.rmtree(folder.path / "results")
    monkeypatch.setattr(recording, "BATCH", 1)
    judged = threading.Semaphore(0)
    real = grading.record

    class Desk:
        def __init__(self, *_):
            self.bench = None

        def judge(self, _):
            judged.release()
            return told()

    def record(*given):
        if not done:
            done.extend(judged.acquire(timeout=60) for _ in STUDENTS)
        real(*given)

    done: list[bool] = []
    monkeypatch.setattr(grading, "Desk", Desk)
    monkeypatch.setattr(grading, "record", record)
    monkeypatch.setattr(grading.Grader, "prepare", lambda self: setattr(self, "desk", Desk()))
    rows = grade(folder, assignment, jobs=1)
    assert done == [True] * len(STUDENTS)
    waits = ["to review"]  # with an answer in words
    assert [row.status for row in rows] == ["graded", *waits, "graded", *waits, *waits]


# Jobs


@pytest.mark.parametrize(
    ("available", "limit", "used", "expected"),
    [(64, "max", 0, 4), (8, "max", 0, 3), (1, "max", 0, 1), (64, 5, 0.4, 1), (64, 6, 1, 2)],
)
def test_memory_decides_too_how_many_run(tmp_path, monkeypatch, available, limit, used, expected):
    (tmp_path / "meminfo").write_text(f"MemFree: 1 kB\nMemAvailable: {available << 20} kB\n")
    (tmp_path / "memory.max").write_text(str(limit if limit == "max" else limit << 30))
    (tmp_path / "memory.current").write_text(str(int(used * (1 << 30))))
    monkeypatch.setattr(machine, "MEMORY", tmp_path / "meminfo")
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: range(4), raising=False)
    assert machine.jobs() == expected
