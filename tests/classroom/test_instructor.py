"""The instructor's side: what is interrupted, damaged, missing, marked by hand or named oddly."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import csv
import errno
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import psutil
import pytest

from classroom import judging, rebuild, release
from classroom.__main__ import main
from classroom.folder import Folder, create, read_json, write
from classroom.gradebook import gradebook
from classroom.grading import Grader, grade, standing
from classroom.page import POLICY
from classroom.recording import enrol
from classroom.sandbox import Sandbox
from classroom.standing import scores
from tests.classroom import known
from tests.classroom.classes import answered, cell, changed, hand_in, make, opened, released
from tests.classroom.downloads import tree
from tests.thorough import thinned

# Few of these tests are about what a submission does: most start no sandbox of their own.
pytestmark = pytest.mark.usefixtures("plain", "here", "unsought")

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SMALL = ["4.4", "4.5"]  # two exercises are graded in half a second
BOUNDARY, ACCURACY = "4-4-boundary", "4-5-accuracy"
WRONG = {BOUNDARY: "def boundary(w, b, p):\n    return -b / w"}
LONG = 900  # seconds: for what has to end, on any machine
WEIRD = """id,first_name,last_name,email
s01,"Student 07,","""
WEIRD += '''"""B"""
s02,"=HYPERLINK(""https://example.org"",""x"")",=1+1,+1@example.org
s03,<script>document.title='ran'</script>,<b>&amp;</b>,"@SUM(1,2)"
s04,-2+3,O'Student \N{LATIN SMALL LETTER E WITH ACUTE},
s05,"two
lines","	tab; and semicolon",'''
WEIRD += '"\N{FULLWIDTH EQUALS SIGN}1"\n'


@pytest.fixture(scope="module")
def templates(plain, here, tmp_path_factory):
    """A class of three, all of whom are right, and the same class graded."""
    new, done = (tmp_path_factory.mktemp("template") / "class" for _ in range(2))
    folder, assignment = filled(new, ["s01", "s02", "s03"])
    shutil.copytree(new, done)
    grade(Folder(done), assignment)
    return new, done


@pytest.fixture
def school(templates, tmp_path):
    """A class of three, all of whom are right, and nothing graded yet."""
    return opened(templates[0], tmp_path / templates[0].name)


@pytest.fixture
def graded(templates, tmp_path):
    """The same, graded."""
    return opened(templates[1], tmp_path / templates[1].name)


def filled(path, students, exercises=SMALL, lesson="04", **options):
    path.parent.mkdir(exist_ok=True)
    folder, assignment = make(path, students, lesson, exercises=exercises, **options)
    for student in students:
        hand_in(folder, assignment, student, answered(released(folder, assignment)))
    return folder, assignment


def exported(folder):
    """The rows of the CSV file of all marks, by student."""
    target = folder.path.with_name(f"{folder.path.name} marks.csv")
    main(["export", str(folder.path), "--to", "csv", "--output", str(target)])
    with open(target, encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def kept(folder, *parts):
    """The files of a class, or of some of its folders, that say what was graded."""
    parts = parts or ("results", "autograded", "feedback", "submitted", "release", "assignments")
    return {name: b for name, b in tree(folder.path).items() if name.split(os.sep)[0] in parts}


def content(folder):
    """What the gradebook says, in SQL."""
    with sqlite3.connect(folder.path / "gradebook.db") as book:
        return list(book.iterdump())


class Page(HTMLParser):
    """The elements, attributes and visible text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words = set(), set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return "".join(self.words)


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "section", "p"),
    *("strong", "code", "pre", "details", "summary", "table", "tr", "th", "td", "tbody"),
}
ATTRIBUTES = {"lang", "charset", "name", "content", "class", "tabindex"}


def page(folder, assignment, student):
    """A student's page, which has nothing in it that runs or loads anything."""
    text = folder.feedback(student, assignment).read_text(encoding="utf-8")
    assert text.count(POLICY) == 1
    found = Page(text.replace(POLICY, ""))
    assert found.tags <= TAGS and found.attributes <= ATTRIBUTES
    return found


# One bad apple


@pytest.mark.parametrize(
    "apple",
    [
        b"",
        b"\x80\x81",
        b"[" * 100_000,
        json.dumps({"nbformat": 4, "cells": [{"cell_type": "\ud800"}]}).encode(),
        json.dumps(
            {
                "nbformat": 4,
                "cells": [
                    {
                        "metadata": {"nbgrader": {"grade_id": BOUNDARY}},
                        "cell_type": "code",
                        "source": "'\ud800'",
                    }
                ],
            }
        ).encode(),
    ],
    ids=["empty", "no text", "deep", "odd type", "odd source"],
)
def test_one_bad_file_stops_nobody(school, apple):
    folder, assignment = school
    hand_in(folder, assignment, "s02", apple)
    first, bad, last = grade(folder, assignment)
    assert first.score == last.score == assignment.maximum
    assert bad.score in (None, 0) and bad.status in ("not judged", "graded", "to review")


def test_a_fault_of_the_checker_is_one_student_s_alone(school, monkeypatch):
    folder, assignment = school
    hand_in(folder, assignment, "s02", answered(released(folder, assignment), WRONG))
    real = rebuild.rebuild

    def faulty(notebook, submission, ids):
        if any(cell["source"] == WRONG[BOUNDARY] for cell in submission["cells"]):
            raise ZeroDivisionError("ours")
        return real(notebook, submission, ids)

    monkeypatch.setattr(rebuild, "rebuild", faulty)
    first, bad, last = grade(folder, assignment)
    assert first.score == last.score == assignment.maximum
    assert (bad.status, bad.score) == ("not judged", None)
    assert "checker" in bad.reason and "ZeroDivisionError" in bad.reason
    assert exported(folder)["s02"]["04 mark"] == ""


# Names, and markup where none is expected


def test_odd_names_are_harmless_in_pages_and_in_csv(tmp_path):
    folder, assignment = filled(tmp_path / "class", ["s01", "s02", "s03", "s04", "s05"])
    (tmp_path / "odd.csv").write_text(WEIRD, encoding="utf-8", newline="")
    folder = create(folder.path, tmp_path / "odd.csv")
    enrol(folder)
    grade(folder, assignment)
    assert main(["feedback", str(folder.path), "04"]) == 0
    rows = exported(folder)
    assert list(rows) == list(folder.students)
    for id, student in folder.students.items():
        assert student.name in page(folder, assignment, id).text
        assert rows[id]["04 mark"] == "2"
        for column in ("first_name", "last_name", "email"):
            told = getattr(student, column)
            assert rows[id][column].removeprefix("'") == told
            assert not rows[id][column].lstrip().startswith(tuple("=+-@\uff1d\t"))
    with gradebook(folder) as book:
        assert book.find_student("s03").first_name == "<script>document.title='ran'</script>"


def test_a_script_of_a_student_s_stands_there_and_does_not_run(school, run):
    folder, assignment = school
    script = "</code></pre></details></main><script>document.title = 'ran'</script>"
    image = "<img src=x onerror=alert(1)>"
    notebook = answered(
        released(folder, assignment), {BOUNDARY: f"# {script}\n{image}", ACCURACY: f"'{script}'"}
    )
    notebook = changed(notebook, lambda nb: nb.cells[0].update(source=f"# {script}"))
    twin = nbformat.v4.new_code_cell("1")
    twin.metadata["nbgrader"] = {"grade_id": f"{image}{script}", "solution": True}
    notebook.cells.append(twin)
    hand_in(folder, assignment, "s01", json.dumps(notebook).encode())
    grade(folder, assignment)
    with gradebook(folder) as book:
        note = book.find_comment(BOUNDARY, assignment.notebook, "04", "s01")
        note.manual_comment = script + image
        book.db.commit()
    status, _ = run("feedback", folder.path, "04")
    found = page(folder, assignment, "s01")
    assert status == 0 and found.text.count(script) >= 3 and image in found.text
    path = folder.path / "autograded/s01/04" / f"{assignment.notebook}.ipynb"
    for one in nbformat.read(path, as_version=4).cells:  # formgrader renders Markdown
        if one.cell_type == "markdown" and script in one.source:
            assert all(line.startswith("    ") for line in one.source.splitlines() if "<" in line)


def test_a_page_shows_neither_hidden_cases_nor_the_reference_nor_others(school):
    folder, assignment = school
    hand_in(folder, assignment, "s02", answered(released(folder, assignment), WRONG))
    grade(folder, assignment)
    main(["feedback", str(folder.path), "04"])
    text = page(folder, assignment, "s02").text
    bench = judging.Bench(folder.secret, SMALL)
    for case in bench.judges["4.4"].cases[1:]:
        w, b = (f"{number:.6g}" for number in case[:2])
        assert not (f"w = {w}" in text and f"b = {b}" in text)
    assert "np.log(p / (1 - p))" not in text and "s01" not in text and "s03" not in text
    assert "right for p = 0.5 alone" in text


# Interrupted


def started(folder):
    """A grader in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "classroom", "grade", folder.path, "04", "--jobs", "1"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(condition, process):
    end = time.monotonic() + LONG
    while not condition():
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < end
        time.sleep(0.01)


def interrupted(folder, how, run):
    """Start grading, and end it with a signal when some are done and one is running; returns the
    process's exit status and what it printed, when nothing of it is left.  Meanwhile nobody else
    may grade."""
    process = started(folder)
    until(lambda: (folder.path / "box").exists(), process)
    process.send_signal(signal.SIGSTOP)  # at work for as long as we like
    status, printed = run("grade", folder.path, "04")
    process.send_signal(signal.SIGCONT)
    assert status == 2 and "another command is at work" in printed
    results = folder.path / "results" / "04"
    inside = psutil.Process(process.pid)
    until(lambda: len(list(results.glob("*.json"))) >= 2 and inside.children(True), process)
    children = inside.children(recursive=True)
    process.send_signal(how)
    printed, _ = process.communicate(timeout=LONG)
    gone, alive = psutil.wait_procs(children, timeout=LONG)
    assert not alive
    return process.returncode, printed


@pytest.fixture(scope="module")
def five(plain, tmp_path_factory):
    """A class of five, one of each kind."""
    students = [f"s{n:02}" for n in range(5)]
    folder, assignment = filled(tmp_path_factory.mktemp("five") / "class", students)
    notebook = released(folder, assignment)
    hand_in(folder, assignment, "s01", answered(notebook, WRONG))
    hand_in(folder, assignment, "s02", notebook)
    hand_in(folder, assignment, "s03", b"no notebook")
    return folder, assignment


@pytest.fixture
def twins(five, tmp_path):
    """Two copies of it: the same secret, and the same submissions."""
    folder, assignment = five
    for name in ("one", "two"):
        shutil.copytree(folder.path, tmp_path / name / "class")
    return Folder(tmp_path / "one" / "class"), Folder(tmp_path / "two" / "class"), assignment


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_what_was_interrupted_goes_on_to_the_same_end(twins, how, run):
    stopped, whole, assignment = twins
    last = stopped.submitted("s04", assignment)
    quick = last.read_bytes()
    slow = answered(released(stopped, assignment))  # so that the interruption comes in time
    cell(slow, ACCURACY).source += "\n\nimport time\ntime.sleep(1000)"
    hand_in(stopped, assignment, "s04", slow)
    status, printed = interrupted(stopped, how, run)
    write(last, quick)
    done = kept(stopped, "results")
    if how is signal.SIGINT:
        assert status == 2 and "give the command again" in printed
        assert "Traceback" not in printed
    assert 2 <= len(done) < 5
    rows = {row.student: row for row in standing(stopped, assignment).values()}
    assert all(row.status != "graded" or row.score in (0, 1, 2) for row in rows.values())
    again, straight = grade(stopped, assignment), grade(whole, assignment)
    assert again == straight
    assert kept(stopped, "results", "autograded") == kept(whole, "results", "autograded")
    assert scores(stopped, assignment) == scores(whole, assignment)


@pytest.mark.parametrize(
    "command", [["grade", "04"], ["feedback", "04"], ["release", "04"], ["collect", "."]]
)
def test_every_command_that_writes_waits_for_the_lock(school, run, tmp_path, command):
    folder, _ = school
    with folder.alone():
        name, *rest = command
        status, printed = run(name, folder.path, *[tmp_path if r == "." else r for r in rest])
    assert status == 2 and "another command is at work" in printed


# Graded again


def test_grading_again_changes_no_byte(twins, run):
    folder, other, assignment = twins
    assert run("grade", folder.path, "04")[0] == 1  # one is not judged
    assert run("feedback", folder.path, "04")[0] == 1
    files, book = kept(folder), content(folder)
    assert run("grade", folder.path, "04")[0] == 1
    assert run("feedback", folder.path, "04")[0] == 1
    assert (kept(folder), content(folder)) == (files, book)
    shutil.rmtree(folder.path / "results")  # and not only because nothing is left to do
    before = scores(folder, assignment)
    grade(folder, assignment)
    assert kept(folder) == files and scores(folder, assignment) == before


def test_only_what_changed_is_graded_anew(graded, monkeypatch):
    folder, assignment = graded
    seen, real = [], Grader.grade
    monkeypatch.setattr(Grader, "grade", lambda self, id: (seen.append(id), real(self, id))[1])
    grade(folder, assignment)
    assert seen == []
    hand_in(folder, assignment, "s02", answered(released(folder, assignment), WRONG))
    assert standing(folder, assignment)["s02"].status == "not graded yet"
    assert exported(folder)["s02"]["04 mark"] == ""  # nor is the older one's mark
    rows = grade(folder, assignment)
    assert seen == ["s02"] and [row.score for row in rows] == [2, 1, 2]
    grade(folder, assignment, ["s01"])
    assert seen == ["s02"]


def test_one_student_may_be_graded_alone(school, run):
    folder, assignment = school
    assert run("grade", folder.path, "04", "--student", "s02")[0] == 0
    statuses = [row.status for row in standing(folder, assignment).values()]
    assert statuses == ["not graded yet", "graded", "not graded yet"]
    status, printed = run("grade", folder.path, "04", "--student", "nobody")
    assert status == 2 and "nobody" in printed


def test_another_secret_grades_anew(graded):
    folder, assignment = graded
    before = read_json(folder.result("s01", assignment))
    write(folder.path / "secret", b"another secret of this class....")
    rows = grade(folder, assignment)
    after = read_json(folder.result("s01", assignment))
    assert after["key"] != before["key"] and rows[0].score == 2


# By hand


def by_hand(folder, assignment, student, grade_id, score, comment=""):
    with gradebook(folder) as book:
        found = book.find_grade(grade_id, assignment.notebook, assignment.name, student)
        found.manual_score, found.needs_manual_grade = score, False
        if comment:
            name = grade_id.removesuffix("-check")
            note = book.find_comment(name, assignment.notebook, assignment.name, student)
            note.manual_comment = comment
        book.db.commit()


def test_marks_and_comments_by_hand_survive(school, run):
    folder, assignment = school
    notebook = answered(released(folder, assignment), WRONG)
    hand_in(folder, assignment, "s01", notebook)
    grade(folder, assignment)
    by_hand(folder, assignment, "s01", f"{BOUNDARY}-check", 0.75, "Nearly: p & <logit>?")
    for again in range(3):
        if again == 1:
            shutil.rmtree(folder.path / "results")
        if again == 2:  # a newer version, as wrong as the last
            hand_in(folder, assignment, "s01", changed(notebook, lambda nb: nb.cells.pop()))
        assert run("grade", folder.path, "04")[0] == 0
        assert run("feedback", folder.path, "04")[0] == 0
        assert standing(folder, assignment)["s01"].score == 1.75
        assert exported(folder)["s01"]["04 mark"] == "1.75"
        text = page(folder, assignment, "s01").text
        assert "Marked by your instructor" in text and "0.75" in text and "1.75 of 2 points" in text
        assert "Nearly: p & <logit>?" in text
    assert "Nearly" not in page(folder, assignment, "s02").text


def test_an_answer_that_changed_after_its_mark_by_hand_waits_to_be_looked_at_again(school, run):
    folder, assignment = school
    notebook = released(folder, assignment)
    for student in ("s01", "s02"):
        hand_in(folder, assignment, student, answered(notebook, WRONG))
    grade(folder, assignment)
    for student in ("s01", "s02"):
        by_hand(folder, assignment, student, f"{BOUNDARY}-check", 0.75)
    hand_in(folder, assignment, "s01", answered(notebook, {BOUNDARY: f"{WRONG[BOUNDARY]} / 2"}))
    half = {ACCURACY: "def accuracy(p, y, threshold):\n    return 0.5"}
    hand_in(folder, assignment, "s02", answered(notebook, WRONG | half))
    status, printed = run("grade", folder.path, "04")
    assert status == 1
    [line] = [line for line in printed.splitlines() if line.startswith("s01")]
    assert "to review" in line and "Waiting for your marks: 4.4." in line
    changed, other, _ = standing(folder, assignment).values()
    assert (changed.status, changed.score) == ("to review", None)
    assert (other.status, other.score) == ("graded", 0.75)  # of another answer that changed
    assert exported(folder)["s01"]["04 mark"] == ""
    assert run("feedback", folder.path, "04")[0] == 1
    assert "Your total is still to come" in page(folder, assignment, "s01").text
    by_hand(folder, assignment, "s01", f"{BOUNDARY}-check", 0.5)
    for _ in range(2):
        assert run("grade", folder.path, "04")[0] == 0
        assert standing(folder, assignment)["s01"].score == 1.5
        shutil.rmtree(folder.path / "results")


@pytest.fixture
def experiments(tmp_path, monkeypatch):
    """Lesson 6's written answer: s01 left it blank, s02 wrote one."""
    [lesson] = release.NOTEBOOKS.glob("06_*.ipynb")
    lighter = thinned(str, without_torch)(lesson.read_text(encoding="utf-8"))
    (tmp_path / lesson.name).write_text(lighter, encoding="utf-8")
    monkeypatch.setattr(release, "NOTEBOOKS", tmp_path)
    folder, assignment = filled(tmp_path / "class", ["s01", "s02"], ["6.5", "6.6"], "06")
    notebook = answered(released(folder, assignment))
    text = "**Evidence.** The loss fell.\n\n<script>alert(1)</script>"
    notebook = changed(notebook, lambda nb: cell(nb, "6-6-experiment").update(source=text))
    hand_in(folder, assignment, "s02", notebook)
    return folder, assignment


def without_torch(text):
    """Lesson 6 without what imports torch, which neither 6.5 nor 6.6 needs."""
    return re.sub(r'"(import torch|from torch |from course_utils.training ).*(?=\\n|")', '"', text)


def test_a_written_answer_waits_for_the_instructor(experiments, run):
    folder, assignment = experiments
    status, printed = run("grade", folder.path, "06")
    assert status == 1 and "to review" in printed
    blank, written = standing(folder, assignment).values()
    assert (blank.status, blank.score) == ("graded", 1)
    assert (written.status, written.score) == ("to review", None) and "6.6" in written.reason
    rows = exported(folder)
    assert (rows["s01"]["06 mark"], rows["s02"]["06 mark"]) == ("1", "")
    run("feedback", folder.path, "06")
    assert "Your total is still to come, of 5 points" in page(folder, assignment, "s02").text
    by_hand(folder, assignment, "s02", "6-6-experiment", 3.5)
    for _ in range(2):
        assert run("feedback", folder.path, "06")[0] == 0
        assert exported(folder)["s02"]["06 mark"] == "4.5"
        assert "4.5 of 5 points" in page(folder, assignment, "s02").text
        shutil.rmtree(folder.path / "results")
        assert run("grade", folder.path, "06")[0] == 0


def test_an_answer_that_lost_its_id_waits_until_it_is_marked_by_hand(school):
    folder, assignment = school
    notebook = answered(released(folder, assignment))
    del cell(notebook, BOUNDARY).metadata["nbgrader"]
    hand_in(folder, assignment, "s01", notebook)
    row = grade(folder, assignment)[0]
    assert (row.status, row.score) == ("to review", None) and "4.4" in row.reason
    assert exported(folder)["s01"]["04 mark"] == ""
    by_hand(folder, assignment, "s01", f"{BOUNDARY}-check", 1.0)
    shutil.rmtree(folder.path / "results")
    assert grade(folder, assignment)[0].score == 2


# Late, newer, and not judged


def test_what_is_late_is_flagged_and_loses_nothing(tmp_path, run):
    folder, assignment = filled(tmp_path / "class", ["s01", "s02"], due="2026-11-02T10:30+00:00")
    write(folder.timestamp("s02", assignment), b"2026-11-02 10:30:01 UTC")
    rows = grade(folder, assignment)
    assert [row.flags for row in rows] == [(), ("Late.",)]
    assert [row.score for row in rows] == [2, 2]
    run("feedback", folder.path, "04")
    assert "after the due date" in page(folder, assignment, "s02").text
    assert "after the due date" not in page(folder, assignment, "s01").text
    assert exported(folder)["s02"]["04 mark"] == "2"


def test_a_newer_file_that_cannot_be_judged_has_no_mark_not_even_the_older_one_s(graded, run):
    folder, assignment = graded
    run("feedback", folder.path, "04")
    assert folder.feedback("s01", assignment).exists()
    hand_in(folder, assignment, "s01", b'{"cells": []}')
    for command in ("export", "grade", "export"):  # neither before it is looked at, nor after
        if command == "grade":
            status, printed = run("grade", folder.path, "04")
            assert status == 1 and "not judged" in printed
        assert exported(folder)["s01"]["04 mark"] == ""
    run("feedback", folder.path, "04")
    assert not folder.feedback("s01", assignment).exists()
    assert [row.score for row in standing(folder, assignment).values()] == [None, 2, 2]
    hand_in(folder, assignment, "s01", answered(released(folder, assignment)))
    assert grade(folder, assignment)[0].score == 2


def test_a_submission_that_takes_too_long_as_a_whole_has_no_mark(school, monkeypatch):
    folder, assignment = school
    monkeypatch.setattr(judging, "marks", known.real)
    monkeypatch.setattr(judging, "WHOLE_SECONDS", 0.0)
    row = grade(folder, assignment, ["s01"])[0]
    assert (row.status, row.score) == ("not judged", None) and "more than 0 seconds" in row.reason
    assert exported(folder)["s01"]["04 mark"] == ""
    monkeypatch.undo()
    folder.result("s01", assignment).unlink()
    assert grade(folder, assignment, ["s01"])[0].score == 2


def test_nothing_handed_in_is_no_zero(school):
    folder, assignment = school
    shutil.rmtree(folder.path / "submitted" / "s02")
    row = grade(folder, assignment)[1]
    assert (row.status, row.score) == ("nothing handed in", None)
    assert exported(folder)["s02"]["04 mark"] == ""


# The lesson changes after its release


@pytest.fixture
def newer_lesson(tmp_path, monkeypatch):
    """Another edition of lesson 4, whose 4.4 has another id and other points."""
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    [lesson] = release.NOTEBOOKS.glob("04_*.ipynb")
    text = lesson.read_text(encoding="utf-8").replace("4-4-boundary", "4-4-edge")
    (lessons / lesson.name).write_text(text, encoding="utf-8")

    def change():
        monkeypatch.setattr(release, "NOTEBOOKS", lessons)

    return change


def test_what_was_released_counts_whatever_becomes_of_the_lesson(school, newer_lesson, run):
    folder, assignment = school
    before = kept(folder, "release", "assignments", "source", "key")
    newer_lesson()
    status, printed = run("release", folder.path, "04", "--exercises", ",".join(SMALL))
    assert status == 2 and "work was handed in already" in printed
    assert kept(folder, "release", "assignments", "source", "key") == before
    assert [row.score for row in grade(folder, assignment)] == [2, 2, 2]


def test_another_choice_is_refused_too_once_work_was_handed_in(school, run):
    folder, _ = school
    assert run("release", folder.path, "04", "--exercises", "4.4")[0] == 2
    assert run("release", folder.path, "04", "--exercises", ",".join(SMALL))[0] == 0
    assert run("release", folder.path, "04b", "--exercises", "4.4")[0] == 0


def test_without_work_handed_in_a_lesson_is_released_anew(tmp_path, newer_lesson, run):
    folder, _ = make(tmp_path / "class", ["s01"], "04", exercises=SMALL)
    newer_lesson()
    assert run("release", folder.path, "04", "--exercises", ",".join(SMALL))[0] == 0
    assert "4-4-edge" in folder.released(folder.assignment("04")).read_text(encoding="utf-8")


# The sandbox is missing


def without(tmp_path, monkeypatch, script=""):
    """A PATH with no bubblewrap, or with one that is this script."""
    bin = tmp_path / "bin"
    bin.mkdir()
    for name in ("sh", "env"):
        (bin / name).symlink_to(shutil.which(name))
    if script:
        (bin / "bwrap").write_text(f"#!{shutil.which('sh')}\n{script}\n")
        (bin / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", str(bin))


REFUSAL = "bwrap: setting up uid map: Permission denied"


@pytest.mark.parametrize(
    "script, words",
    [
        ("", "bubblewrap is missing"),
        (f"echo '{REFUSAL}' >&2; exit 1", REFUSAL),
        ("exit 1", "does not start"),
        ("kill -9 $$", "does not start"),
    ],
    ids=["missing", "refused", "silent", "killed"],
)
def test_without_a_sandbox_nothing_is_graded(graded, run, tmp_path, monkeypatch, script, words):
    folder, assignment = graded
    hand_in(folder, assignment, "s02", answered(released(folder, assignment), WRONG))
    before = kept(folder)
    without(tmp_path, monkeypatch, script)
    status, printed = run("grade", folder.path, "04")
    assert status == 2 and words in printed and "Nothing was graded" in printed
    assert kept(folder) == before
    assert standing(folder, assignment)["s02"].status == "not graded yet"


def test_unless_it_is_said_in_so_many_words(school, run, tmp_path, monkeypatch):
    folder, assignment = school
    without(tmp_path, monkeypatch, "exit 1")
    monkeypatch.setattr(judging, "Sandbox", Sandbox)
    status, printed = run("grade", folder.path, "04", "--run-submissions-without-any-protection")
    assert status == 0, printed
    assert [row.score for row in standing(folder, assignment).values()] == [2, 2, 2]
    with pytest.raises(SystemExit):  # an abbreviation is not so many words
        run("grade", folder.path, "04", "--run")


# Places and disks


def test_spaces_and_letters_of_any_kind_in_paths(tmp_path, run):
    top = (
        tmp_path / "Gr\N{LATIN SMALL LETTER O WITH DIAERESIS}\N{LATIN SMALL LETTER SHARP S}e & 'co'"
    )
    top.mkdir()
    (top / "the roster.csv").write_text("id\ns01\n", encoding="utf-8")
    path = top / "a class; 100%"
    assert run("new", path, "--roster", top / "the roster.csv")[0] == 0
    assert run("release", path, "04", "--exercises", "4.4")[0] == 0
    folder = Folder(path)
    assignment = folder.assignment("04")
    work = top / "hand in" / "s01"
    work.mkdir(parents=True)
    nbformat.write(answered(released(folder, assignment)), work / "my notebook.ipynb")
    assert run("collect", path, top / "hand in")[0] == 0
    status, printed = run("grade", path, "04")
    assert status == 0 and "1 of 1" in printed
    assert run("feedback", path, "04")[0] == 0
    assert page(folder, assignment, "s01").text
    assert exported(folder)["s01"]["04 mark"] == "1"


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_full_disk_is_told_and_nothing_is_lost(school, run, monkeypatch, tmp_path, call):
    folder, assignment = school
    grade(folder, assignment, ["s01"])
    run("feedback", folder.path, "04")
    before = kept(folder)
    target = tmp_path / "marks.csv"
    target.write_text("old")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        for command in (
            ["grade", folder.path, "04"],
            ["feedback", folder.path, "04"],
            ["release", folder.path, "05"],
            ["export", folder.path, "--to", "csv", "--output", target],
        ):
            status, printed = run(*command)
            assert status == 2 and os.strerror(errno.ENOSPC) in printed, (command, printed)
            assert "Traceback" not in printed
    assert target.read_text() == "old" and kept(folder) == before
    assert not list(folder.path.rglob(".new-*"))
    assert [row.score for row in grade(folder, assignment)] == [2, 2, 2]


@pytest.mark.parametrize("words", ["database or disk is full", "database is locked"])
def test_a_gradebook_that_cannot_be_written_is_told(school, run, monkeypatch, words):
    """Formgrader may be open beside it, or the disk full in the midst of it."""
    folder, assignment = school
    with closing(sqlite3.connect(folder.path / "gradebook.db")) as other:
        if "full" in words:  # in the midst of a batch
            other.execute(
                "CREATE TRIGGER stop BEFORE INSERT ON comment"
                " WHEN (SELECT count(*) FROM comment) = 3"
                f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        else:
            monkeypatch.setattr("classroom.recording.WAIT_SECONDS", 0.01)
            other.execute("BEGIN IMMEDIATE")
        status, printed = run("grade", folder.path, "04")
        other.execute("DROP TRIGGER stop" if "full" in words else "ROLLBACK")
        assert list(other.execute("SELECT count(*) FROM grade")) == [(0,)]
    assert status == 2 and words in printed
    assert all(row.score is None for row in standing(folder, assignment).values())
    monkeypatch.setattr(Grader, "verdicts", None)  # nothing is judged again
    assert [row.score for row in grade(folder, assignment)] == [2, 2, 2]


# Damaged files of the class's own

DAMAGE = [
    b"",
    b"[]",
    b"{}",
    b"null",
    b"\x80",
    b'{"schema": 1}',
    b'{"schema": 1, "key": 3}',
    b"[" * 9999,
]
FEW = thinned(DAMAGE, [b"", b"{}", b'{"schema": 1, "key": 3}', b"[" * 9999])
CLASS_FILES = ["assignments/04.json", "roster.csv", "released", "gradebook.db"]
DAMAGED = thinned(
    [(file, damage) for file in CLASS_FILES for damage in DAMAGE[:5]],
    [*zip(CLASS_FILES, DAMAGE[:4], strict=True), *((file, b"\x80") for file in CLASS_FILES)],
)


@pytest.mark.parametrize("damage", FEW, ids=[repr(d[:24]) for d in FEW])
def test_a_damaged_result_is_made_anew(graded, run, damage):
    folder, assignment = graded
    good = folder.result("s01", assignment).read_bytes()
    folder.result("s01", assignment).write_bytes(damage)
    assert standing(folder, assignment)["s01"].status == "not graded yet"
    assert exported(folder)["s01"]["04 mark"] == ""
    assert run("grade", folder.path, "04", "--student", "s01")[0] == 0
    assert folder.result("s01", assignment).read_bytes() == good


@pytest.mark.parametrize(("file", "damage"), DAMAGED, ids=[f"{f} {d!r}" for f, d in DAMAGED])
def test_a_damaged_file_of_the_class_is_told_in_a_sentence(school, run, file, damage):
    folder, assignment = school
    path = folder.released(assignment) if file == "released" else folder.path / file
    path.write_bytes(damage if file != "gradebook.db" else damage * 50 + b"x")
    status, printed = run("grade", folder.path, "04")
    assert status == 2 and printed.strip(), printed
    assert "Traceback" not in printed and printed.strip().endswith(".")
    assert not (folder.path / "results").exists()


@pytest.mark.parametrize("file", ["secret", "roster.csv", "assignments/04.json", "released"])
def test_a_missing_file_of_the_class_is_told_in_a_sentence(school, run, file):
    folder, assignment = school
    (folder.released(assignment) if file == "released" else folder.path / file).unlink()
    status, printed = run("grade", folder.path, "04")
    assert status == 2 and "Traceback" not in printed and printed.strip().endswith(".")


def test_no_class_in_a_folder_is_told(tmp_path, run):
    for command in (["grade", tmp_path, "04"], ["export", tmp_path, "--to", "csv"]):
        status, printed = run(*command)
        assert status == 2 and "no class folder" in printed


def test_the_class_folder_is_the_owner_s_alone(graded):
    folder, assignment = graded
    main(["feedback", str(folder.path), "04"])
    assert folder.path.stat().st_mode & 0o077 == 0
    assert (folder.path / "secret").stat().st_mode & 0o077 == 0


def test_a_student_who_left_the_roster_is_no_matter(graded, tmp_path, run):
    folder, assignment = graded
    (tmp_path / "new.csv").write_text("id\ns01\ns03\n", encoding="utf-8")
    assert run("new", folder.path, "--roster", tmp_path / "new.csv")[0] == 0
    assert run("grade", folder.path, "04")[0] == 0
    assert list(exported(Folder(folder.path))) == ["s01", "s03"]


def test_errors_of_the_command_line_are_sentences(school, run):
    folder, _ = school
    for command, words in [
        (["grade", folder.path, "07"], "07"),
        (["grade", folder.path, "../04"], "expected one that was released"),
        (["release", folder.path, "09"], "lesson"),
        (["release", folder.path, "05", "--exercises", "5.9"], "5.9"),
        (["release", folder.path, "05", "--due", "tomorrow"], "tomorrow"),
        (["collect", folder.path, folder.path / "none.zip"], "none.zip"),
        (["new", folder.path, "--roster", folder.path / "none.csv"], "none.csv"),
        (["new", REPOSITORY / "a class", "--roster", folder.path / "roster.csv"], "outside"),
    ]:
        status, printed = run(*command)
        assert status == 2 and words in printed and "Traceback" not in printed
