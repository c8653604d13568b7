"""The instructors' guide as written: from an empty folder to marks in Canvas and in Moodle.

Its commands are taken from the guide and given one after another, on a class of thirty of whom
more than half are up to something.  `make test` has a class of nine, in which every outcome that
there is occurs, and gives one command by a process of its own, where no program is at hand that
nbgrader could call by its name.  Python takes seconds to begin.
"""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import contextlib
import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from classroom.__main__ import main
from classroom.release import NOTEBOOKS
from tests.classroom.downloads import NOON, zipped
from tests.classroom.honest import HONEST, POINTS, as_file
from tests.classroom.hostile import FOUR
from tests.thorough import THOROUGH, thinned

REPOSITORY = NOTEBOOKS.parent
GUIDE = REPOSITORY / "classroom" / "README.md"
CHAPTER = "Ten minutes, from nothing to a graded class"
FULL = POINTS["04"]
AFTERWARDS = (2027, 2, 1, 8, 0, 0)  # the guide's assignment is due the day before

# The beginnings of their names in `hostile.py`.
UP_TO_SOMETHING = [
    "a check with another's id",
    "flipped metadata",
    "4.1 import; 4.2 getattr",
    "JSON without a bottom",
    *thinned(
        [
            "a check deleted",
            "a hundred points",
            "patched builtins",
            "patched NumPy",
            "a transformer that removes asserts",
            "an object equal to everything",
            "a forged reply",
            "a verdict in place of outcomes",
            "planted start-up files",
            "4.1 sys.exit; 4.2 os._exit",
            "4.1 the gradebook",
            "by a shape",
            "right the first time only",
        ],
        [],
    ),
]
HONEST_FAMILIES = [
    *("reference", "blank", "crash", "text", "merged"),
    *thinned(("partly", "syntax", "earlier answer", "style", "own cell"), ()),
    *thinned(("duplicated", "saved by", "form"), ()),
]
SIZES = thinned((30, 17, 13), (9, 4, 5))
BY_ITSELF = ["new"]  # commands that always have a process of their own


def hostile(name):
    [entry] = [entry for entry in FOUR if entry.name.startswith(name)]
    marks = {id: 0.0 if id in entry.states else FULL[id] for id in FULL}
    return entry.make, None if entry.reason else marks


def honest(family):
    entry = [one for one in HONEST if one.family == family and one.assignment == "04"][-1]
    return entry.make, entry.marks


# By student: what makes the submission, and the marks it must earn; None for a file refused.
CLASS = {
    f"s{n:02}": who
    for n, who in enumerate(
        [*map(hostile, UP_TO_SOMETHING), *map(honest, HONEST_FAMILIES)], start=1
    )
}
LATE = ("s03", "s09")
MARKS = {
    student: None if marks is None or None in marks.values() else sum(marks.values())
    for student, (_, marks) in CLASS.items()
}

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,04 Lesson (12345),05 Lesson (12346),Final Score"
    "\r\n,,,,,Manual Posting,,\r\n    Points Possible,,,,,9.00,2.00,(read only)\r\n"
)
MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (grade)","Feedback comments"\n'
)


def canvas(marks):
    """Canvas's file, with these marks, as it would come back."""
    rows = [
        f'"{name(s)}, Student",{number(s, 100)},x{s},,"A, B",{marks.get(s, "")},1.50,12.00\r\n'
        for s in sorted(CLASS, reverse=True)
    ]
    return (CANVAS + "".join(rows) + '"Student, Test",999,,,A,,,\r\n').encode()


def moodle(marks):
    """Moodle's."""
    rows = [
        f'Participant {number(s, 200)},"Student {name(s)}",,"Submitted, for grading",'
        f'{marks.get(s, "")},9.00,Yes,-,"two\nlines, ""so"""\n'
        for s in CLASS
    ]
    return (MOODLE + "".join(rows)).encode("utf-8-sig")


def name(student):
    return f"Number {student[1:]}"


def number(student, base):
    return base + int(student[1:])


def commands(chapter=CHAPTER):
    """The guide's commands in a chapter, in order."""
    lines = "".join(blocks(chapter, "sh")).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("python -m classroom ")]


def blocks(chapter, kind):
    """What stands in a chapter of the guide between fences of a kind."""
    text = GUIDE.read_text(encoding="utf-8")
    text = re.split(r"^## ", text.split(f"\n## {chapter}\n")[1], flags=re.MULTILINE)[0]
    return re.findall(rf"^```{kind}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """The folder in which the guide was followed, and what each command printed."""
    folder = tmp_path_factory.mktemp("walk") / "an empty folder"
    folder.mkdir()
    with open(folder / "roster.csv", "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "first_name", "last_name", "email", "canvas_id", "moodle_id"])
        for s in CLASS:
            rows.writerow([s, "Student", name(s), "", number(s, 100), number(s, 200)])
    (folder / "canvas.csv").write_bytes(canvas({}))
    (folder / "moodle.csv").write_bytes(moodle({}))
    printed = []
    for line in commands():
        words = shlex.split(line)
        if words[3] == "collect":
            download(folder, folder / words[4], folder / words[5])
        give = in_a_process if THOROUGH or words[3] in BY_ITSELF else here
        printed.append((line, *give(words, folder)))
    return folder, printed


def in_a_process(words, folder):
    """Give a command: its exit status and what it printed."""
    path = "/usr/bin:/bin" if THOROUGH else os.devnull
    done = subprocess.run(
        [sys.executable, *words[1:]],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=900,
    )
    return done.returncode, done.stdout


def here(words, folder):
    """The same, in this process."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        with contextlib.redirect_stderr(printed):
            status = main(words[3:])
    return status, printed.buffer.getvalue().decode()


def download(folder, school, target):
    """All submissions, as Moodle packs them."""
    [path] = (school / "release" / "04").glob("*.ipynb")
    notebook, members = nbformat.read(path, as_version=4), []
    for s, (make, _) in CLASS.items():
        content = make(notebook)
        content = as_file(content) if not isinstance(content, bytes) else content
        content = content.replace(b"@FOLDER@", json.dumps(str(school)).encode()[1:-1])
        content = content.replace(b"@REPOSITORY@", json.dumps(str(REPOSITORY)).encode()[1:-1])
        member = f"Student {name(s)}_{number(s, 200)}_assignsubmission_file_/{path.name}"
        members.append((member, content, AFTERWARDS if s in LATE else NOON))
    zipped(*members, path=target)


def test_the_report_and_the_policies_work_as_written(walked, tmp_path):
    folder = tmp_path / "a copy"
    shutil.copytree(walked[0], folder)
    [line] = commands("How the class did")
    status, printed = here(shlex.split(line), folder)
    rows = {row.split()[0]: row.split()[1:] for row in printed.splitlines()}
    assert printed.splitlines()[0] in GUIDE.read_text(encoding="utf-8")
    assert rows.keys() >= {"exercise", *FULL} and status == 1
    wrong = sum(1 for _, marks in CLASS.values() if marks and marks["4.2"] == 0)
    assert int(rows["4.2"][1]) + int(rows["4.2"][2]) == wrong
    assert (folder / "my-class" / "report" / "04.html").exists()

    policies = folder / "my-class" / "policies.toml"
    policies.write_text(*blocks("Policies", "toml"))
    full = min(student for student, mark in MARKS.items() if mark == 9)
    (folder / "my-class" / "submitted" / full / "04" / "late.txt").write_text("late 1")
    [line] = commands("Policies")
    printed = here(shlex.split(line), folder)[1]
    rows = {row.split()[0]: row for row in printed.splitlines()}
    assert rows[full].endswith("  8 of 9  1 off: a day late.")
    assert "Extended to 2027-02-0" in printed and "s03" in rows


def test_the_guide_names_every_step():
    named = [shlex.split(line)[3] for line in commands()]
    assert list(dict.fromkeys(named)) == [
        "new",
        "release",
        "collect",
        "grade",
        "feedback",
        "export",
    ]
    assert (len(CLASS), len(set(UP_TO_SOMETHING)), len(set(HONEST_FAMILIES))) == SIZES


def test_every_command_works_as_written(walked):
    for line, status, printed in walked[1]:
        needs_attention = not line.startswith(
            ("python -m classroom new", "python -m classroom release")
        )
        assert status == int(needs_attention), f"{line}\n{printed}"
        assert "Traceback" not in printed, f"{line}\n{printed}"


@pytest.mark.parametrize("student", CLASS)
def test_everybody_gets_what_they_deserve(walked, student):
    folder, _ = walked
    with open(folder / "marks.csv", encoding="utf-8", newline="") as file:
        row = {row["id"]: row for row in csv.DictReader(file)}[student]
    mark = MARKS[student]
    assert (row["04 mark"], row["04 maximum"]) == ("" if mark is None else f"{mark:g}", "9")
    page = list((folder / "my-class" / "feedback").glob(f"{student}/04/*.html"))
    marks = CLASS[student][1]
    if marks is None:
        assert row["04 status"].startswith("refused: ") and page == []
        return
    assert row["04 status"] == ("graded" if mark is not None else "to review")
    text = page[0].read_text(encoding="utf-8")
    assert f"Student {name(student)}" in text and "<script" not in text
    assert ("after the due date" in text) == (student in LATE)
    result = Path(folder, "my-class", "results", "04", f"{student}.json").read_text("utf-8")
    kept = json.loads(result)["marks"]
    assert {id: kept[id]["score"] for id in kept} == marks


@pytest.mark.parametrize(("platform", "build"), [("canvas", canvas), ("moodle", moodle)])
def test_one_column_is_filled_and_no_other_byte_changed(walked, platform, build):
    folder, _ = walked
    assert any(f"--fill {platform}.csv" in line for line in commands())
    marks = {student: f"{mark:g}" for student, mark in MARKS.items() if mark is not None}
    assert (folder / f"{platform}-filled.csv").read_bytes() == build(marks)
    assert (folder / f"{platform}.csv").read_bytes() == build({})


def test_what_is_missing_from_the_marks_is_named(walked):
    folder, printed = walked
    [told] = [out for line, _, out in printed if "--to csv" in line]
    for student, mark in MARKS.items():
        if mark is None and CLASS[student][1] is not None:
            assert f"{student}, assignment 04: to review" in told
    [told] = [out for line, _, out in printed if " collect " in line]
    assert "1 refused" in told and f"{len(LATE)} late" in told
    assert told.count("Late.") == len(LATE)


def test_nothing_lies_where_it_should_not(walked):
    folder, _ = walked
    given = {"roster.csv", "canvas.csv", "moodle.csv", "downloads.zip", "my-class", "marks.csv"}
    made = {"canvas-filled.csv", "moodle-filled.csv"}
    assert {path.name for path in folder.iterdir()} == given | made
