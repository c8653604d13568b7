"""What waits or was refused, in every table after collecting: its row, its files, and no mark."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from classroom.__main__ import main
from classroom.folder import Folder, write_json
from classroom.gradebook import gradebook
from classroom.grading import Grader
from classroom.judging import Mark
from classroom.screen import SCREEN, table, width
from classroom.standing import scores
from tests.classroom.classes import answered, make, released
from tests.classroom.downloads import LATER, zipped

ROOT = Path(__file__).resolve().parents[2]
STUDENTS = ["s01", "s02", "s03", "s04", "s05"]
FILE = "Student {0}_9{1}_assignsubmission_file_/04_logistic_regression_by_hand{2}.ipynb"


def file(student, ending=""):
    return FILE.format(student, student[1:], ending)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A class with exercise 4.1: s01 is graded, s02 sent two files, s03's is refused, so is s04's
    second, s05 sent nothing, and somebody is a stranger."""
    top = tmp_path_factory.mktemp("template")
    folder, assignment = make(top / "class", STUDENTS, "04", exercises=["4.1"])
    blank = nbformat.writes(released(folder, assignment)).encode()
    right = nbformat.writes(answered(released(folder, assignment))).encode()
    path = zipped(
        (file("s01"), right),
        (file("s02"), blank),
        (file("s02", "-Copy1"), right),
        (file("s03"), b"print(1)"),
        (file("s04"), right),
        (file("s04", "-Copy1"), b""),
        ("Some Body_7_assignsubmission_file_/n.ipynb", right),
        path=top / "download.zip",
    )
    assert main(["collect", str(folder.path), str(path)]) == 1
    for student in ("s01", "s04"):
        judged(folder, assignment, student)
    return top


def judged(folder, assignment, student):
    """Grade a submission, as if it had been right in a sandbox."""
    grader = Grader(folder, assignment)
    right = Mark("right", 1.0, 1.0, "right", "Right.").as_json()
    reply = {"status": "graded", "reason": "", "flags": [], "uses": [], "marks": {"4.1": right}}
    submission = folder.submitted(student, assignment).read_bytes()
    result = grader.result(submission, json.dumps(reply).encode())
    write_json(folder.result(student, assignment), result)
    grader.keep([student])


@pytest.fixture
def school(template, tmp_path):
    shutil.copytree(template, tmp_path / "top")
    return Folder(tmp_path / "top" / "class")


def rows(printed):
    """The lines of a table by their first word, with those below them."""
    found, last = {}, ""
    for line in printed.splitlines():
        last = last if line.startswith("    ") else line.split(" ")[0]
        found[last] = f"{found.get(last, '')} {line.strip()}".strip()
    return found


@pytest.mark.parametrize("command", ["grade", "feedback"])
def test_every_table_has_what_waits_and_what_was_refused(school, run, command):
    status, printed = run(command, school.path, "04")
    found = rows(printed)
    assert status == 1
    assert "to settle" in found["s02"] and "of 1" not in found["s02"]
    assert file("s02") in found["s02"] and file("s02", "-Copy1") in found["s02"]
    assert "(blank)" in found["s02"] and "--take s02" in found["s02"]
    assert "refused" in found["s03"] and file("s03") in found["s03"] and "JSON" in found["s03"]
    assert "1 of 1" in found["s04"] and file("s04", "-Copy1") in found["s04"]
    assert "nothing handed in" in found["s05"]
    assert "nobody's: Some Body_7" in printed
    assert max(map(width, printed.splitlines()[:-4])) <= SCREEN


def test_no_mark_of_what_waits_is_exported(school, run):
    target = school.path.with_name("marks.csv")
    status, printed = run("export", school.path, "--to", "csv", "--output", target)
    with open(target, encoding="utf-8", newline="") as opened:
        found = {row["id"]: row for row in csv.DictReader(opened)}
    assert status == 1
    marks = {id: row["04 mark"] for id, row in found.items()}
    assert marks == {"s01": "1", "s02": "", "s03": "", "s04": "1", "s05": ""}
    said = {id: row["04 status"] for id, row in found.items()}
    assert said["s02"].startswith("to settle: ") and said["s03"].startswith("refused: ")
    assert file("s02") in said["s02"] and file("s02", "-Copy1") in said["s02"]
    assert said["s05"] == "nothing handed in" and "not JSON" in said["s03"]
    for student, name in [("s02", file("s02", "-Copy1")), ("s03", file("s03"))]:
        assert any(line.startswith(student) and name in line for line in printed.splitlines())
    assert any("s04" in line and file("s04", "-Copy1") in line for line in printed.splitlines())


def test_a_graded_file_that_waits_again_loses_page_and_mark_until_it_is_taken(school, run):
    run("feedback", school.path, "04")
    four = school.assignment("04")
    page = school.feedback("s01", four)
    assert page.exists()
    blank = nbformat.writes(released(school, four)).encode()
    again = zipped((file("s01"), blank, LATER), path=school.path.with_name("again.zip"))
    status, printed = run("collect", school.path, again)
    assert status == 1 and "1 waits" in printed and "(before)" in printed
    assert "to settle" in rows(run("feedback", school.path, "04")[1])["s01"]
    assert not page.exists()
    before = f"{file('s01')} (before)"
    assert run("collect", school.path, "--take", "s01", before)[0] == 0
    judged(school, four, "s01")
    assert "1 of 1" in rows(run("feedback", school.path, "04")[1])["s01"] and page.exists()


def test_the_gradebook_is_read_as_nbgrader_reads_it(school):
    four = school.assignment("04")
    with gradebook(school) as book:
        grade = book.find_submission("04", "s01").notebooks[0].grades[0]
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.25, 0.5, True
        comment = book.find_submission("04", "s01").notebooks[0].comments[0]
        comment.manual_comment = "Well done"
        book.db.commit()
        theirs = {}
        for submission in book.find_assignment("04").submissions:
            [notebook] = submission.notebooks
            comments = {c.name: c.manual_comment for c in notebook.comments}
            theirs[submission.student_id] = {
                grade.name: {
                    "score": grade.score,
                    "points": grade.max_score,
                    "manual": grade.manual_score is not None,
                    "pending": bool(grade.needs_manual_grade),
                    "comment": comments.get(grade.name.removesuffix("-check")) or "",
                }
                for grade in notebook.grades
            }
    assert scores(school, four) == theirs and theirs.keys() == {"s01", "s04"}
    [cell] = theirs["s01"].values()
    assert cell["score"] == 0.75 and cell["comment"] == "Well done"


QUICK = "nbgrader sqlalchemy nbformat numpy torch".split()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("commands", "slow"),
    [
        (["--help"], QUICK),
        (["collect DIR download.zip", "export DIR --to csv"], QUICK),
        (["new DIR --roster roster.csv", "review nothing"], QUICK),
        (["grade DIR 04", "regrade DIR 04", "feedback DIR 04"], QUICK[:2] + QUICK[4:]),
    ],
    ids=lambda value: value[0],
)
def test_a_command_loads_no_more_than_it_needs(school, commands, slow):
    (school.path.parent / "roster.csv").write_bytes((school.path / "roster.csv").read_bytes())
    code = (
        "import sys; from classroom.__main__ import main\n"
        "for command in sys.argv[1:]:\n"
        "    try: main(command.split())\n"
        "    except SystemExit: pass\n"
        f"slow = {{*{slow}}} & set(sys.modules)\n"
        "sys.exit(f'loaded: {slow}' if slow else 0)"
    )
    given = [command.replace("DIR", school.path.name) for command in commands]
    where = {"cwd": school.path.parent, "env": os.environ | {"PYTHONPATH": str(ROOT)}}
    done = subprocess.run([sys.executable, "-c", code, *given], text=True, **where,
                          capture_output=True)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_tables_fit_a_screen_whatever_is_in_them(capsys):
    wide = "学生" * 40 + "_999_assignsubmission_file_/" + "ノート" * 30 + ".ipynb"
    rows = [
        (wide, "s01", "04", "refused", "word " * 60),
        ("a" * 300, "s02", "04", "waits", "w" * 300),
        ("e\u0301" * 60, "s03", "04", "collected", ""),
        ("short", "s04", "04", "collected", "late."),
    ]
    table(("file", "student", "assignment", "state", ""), [(*row[:4], "") for row in rows])
    assert "" not in [line.strip() for line in capsys.readouterr().out.splitlines()]
    table(("file", "student", "assignment", "state", ""), rows)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(width, lines)) <= SCREEN
    places = {
        width(line[: line.index(id)])
        for line in lines
        for id in ("s01", "s02", "s03", "s04")
        if id in line
    }
    assert len(places) == 1
    assert any(line.endswith("late.") and line.startswith("short") for line in lines)


def test_a_summary_ends_what_collect_says(school, run):
    _, printed = run("collect", school.path, school.path.with_name("download.zip"))
    end = printed.splitlines()[-2:]
    assert end[0] == "2 unchanged, 2 waits, 3 refused" and end[1] == "missing from 04: 1 (s05)"


def test_what_is_dismissed_is_told_no_more(school, run):
    assert run("collect", school.path, "--dismiss", "n.ipynb")[0] == 0
    assert "nobody's" not in run("feedback", school.path, "04")[1]
    assert run("collect", school.path, "--dismiss", "n.ipynb")[0] == 2


def test_work_that_waits_keeps_the_lesson_from_being_released_otherwise(school, run):
    for student in ("s01", "s04"):
        shutil.rmtree(school.path / "submitted" / student)
    status, printed = run("release", school.path, "04", "--exercises", "4.1,4.2")
    assert status == 2 and "handed in already" in printed
