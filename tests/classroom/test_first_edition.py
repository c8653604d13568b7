"""A class folder of the first edition is graded on: old marks stay, and waiting work gets what it
would have got then.

`class.tar.xz` was made, graded, marked by hand and collected into by the first edition's own
commands; `marks.json` and `exported.csv` say what its own `grade` made of the waiting submissions
afterwards.
"""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from checks.exercise import exercise_id
from classroom.__main__ import main
from classroom.folder import Folder
from classroom.grading import by_older_checks, read, standing
from classroom.page import POLICY
from classroom.standing import scores
from tests.notebooks.rules import ROOT
from tests.thorough import THOROUGH

HERE = Path(__file__).parents[1] / "first_edition"
MARKS = json.loads((HERE / "marks.json").read_text("utf-8"))
WAITING = [(name, student) for name, rows in MARKS["ungraded"].items() for student in rows]
ASSIGNMENTS = list(MARKS["assignments"])
# Of the check: the present one may choose others.
WORDS = {"kind", "sentence", "facts", "returned"}
TREATED = re.compile(r"<p>Treated in [^<\n]*</p>\n")  # the first edition did not say where

pytestmark = pytest.mark.slow


def test_there_is_work_of_every_kind():
    rows = [row for rows in MARKS["graded"].values() for row in rows.values()]
    assert {row["status"] for row in rows} == {
        *("graded", "to review", "not judged", "not graded yet", "nothing handed in")
    }
    exercises = [one for row in rows for one in row["exercises"].values()]
    assert {one["state"] for one in exercises} == {"right", "wrong", "blank", "review", None}
    assert any(one["by_hand"] for one in exercises) and len(WAITING) == 6


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The class folder, as the first edition left it."""
    path = tmp_path_factory.mktemp("before")
    with tarfile.open(HERE / "class.tar.xz") as packed:
        packed.extractall(path, filter="data")
    return Folder(path / "class")


@pytest.fixture(scope="module")
def graded(before, once, tmp_path_factory):
    """A copy, graded on; and what was printed."""
    path = tmp_path_factory.mktemp("graded") / "class"
    shutil.copytree(before.path, path)
    printed = {name: give("grade", path, name) for name in ASSIGNMENTS}
    return Folder(path), printed


def give(*words):
    """Give a command; what it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main([str(word) for word in words]) in (0, 1)
    return out.getvalue()


def marks_of(folder, name):
    """Where each submission to an assignment stands, and what each exercise earned."""
    assignment = folder.assignment(name)
    cells = scores(folder, assignment)
    found = {}
    for student, row in standing(folder, assignment).items():
        there = row.status not in ("nothing handed in", "not graded yet")
        machine = read(folder, assignment, student)["marks"] if there else {}
        exercises = {}
        for grade_id, cell in cells.get(student, {}).items() if there else ():
            id = exercise_id(grade_id)
            exercises[id] = {
                **machine.get(id, dict.fromkeys(("state", "score"))),
                "points": cell["points"],
                "counted": cell["score"],
                "by_hand": cell["manual"],
                "pending": cell["pending"],
                "comment": cell["comment"],
            }
        found[student] = {
            "status": row.status,
            "score": row.score,
            "reason": row.reason,
            "flags": list(row.flags),
            "exercises": exercises,
        }
    return found


def without_words(row):
    exercises = {
        id: {key: value for key, value in one.items() if key not in WORDS}
        for id, one in row["exercises"].items()
    }
    return row | {"exercises": exercises}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_it_stands_as_it_stood(before, name):
    found = {s: without_words(row) for s, row in marks_of(before, name).items()}
    assert found == {s: without_words(row) for s, row in MARKS["graded"][name].items()}


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_all_old_marks_stay_with_their_words(before, graded, name):
    folder, _ = graded
    old, new = marks_of(before, name), marks_of(folder, name)
    for student, row in old.items():
        if (name, student) not in WAITING:
            assert new[student] == row
            if row["status"] == "graded":
                one = folder.assignment(name)
                kept = folder.result(student, one), folder.graded(student, one)
                there = [path.relative_to(folder.path) for path in kept]
                assert [p.read_bytes() for p in kept] == [
                    (before.path / path).read_bytes() for path in there
                ]


@pytest.mark.parametrize(("name", "student"), WAITING)
def test_waiting_work_earns_what_it_would_have_earned(graded, name, student):
    folder, _ = graded
    expected = MARKS["ungraded"][name][student]
    assert without_words(marks_of(folder, name)[student]) == without_words(expected)


def test_old_marks_are_named_as_an_older_check_s(graded):
    folder, printed = graded
    for name in ASSIGNMENTS:
        exercises = MARKS["assignments"][name]["exercises"]
        checked = [id for id in exercises if id != "6.6"]  # an answer in words
        old = {
            student: checked
            for student, row in MARKS["graded"][name].items()
            if row["status"] in ("graded", "to review")
        }
        assert by_older_checks(folder, folder.assignment(name)) == old
        said = f"Made by an older check, and left as they are: {', '.join(checked)} of "
        assert (f"{said}{', '.join(old)}." in printed[name]) == bool(old)


def test_the_export_is_the_same(graded, tmp_path):
    target = tmp_path / "marks.csv"
    give("export", graded[0].path, "--to", "csv", "--output", target)
    assert target.read_bytes() == (HERE / "exported.csv").read_bytes()


def unstyled(page):
    """A page without its colours and the like, and the line that forbids scripts, newer ones."""
    before, rest = page.replace(POLICY, "").split("<style>")
    return before + rest.split("</style>")[1]


def test_the_pages_are_the_same(before, graded):
    folder, _ = graded
    for name in ASSIGNMENTS:
        give("feedback", folder.path, name, "--no-lines")  # which it did not name
    old = {path: path.read_text("utf-8") for path in before.path.glob("feedback/*/*/*.html")}
    assert len(old) > 10
    for path, text in old.items():
        name, student = path.parts[-2], path.parts[-3]
        if (name, student) not in WAITING:
            new = folder.path / path.relative_to(before.path)
            assert TREATED.sub("", unstyled(new.read_text("utf-8"))) == unstyled(text)
    for name, student in WAITING:
        assert folder.feedback(student, folder.assignment(name)).exists()


def test_its_own_settings_for_nbgrader_still_work(before):
    """The guide's command that deletes a student reads them, before anything writes them anew."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "db", "student", "list"],
        cwd=before.path,
        env={"PATH": str(Path(sys.executable).parent), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    # What it cannot import from its settings, it tells and goes on.
    assert "s01" in done.stdout + done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ASSIGNMENTS if THOROUGH else ["04"])
def test_the_present_check_would_give_the_same_marks(graded, name):
    folder, _ = graded
    some = [] if THOROUGH else ["--student", "s03", "--student", "s04"]
    printed = give("regrade", folder.path, name, *some)
    if name == "03":
        assert printed == "No mark was made by an older check.\n"
    else:
        assert "with other marks now" in printed and ", of which 0 " in printed
