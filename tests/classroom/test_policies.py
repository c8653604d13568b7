"""What lateness costs and which of several hand-ins counts: said in a file, the same everywhere."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import csv
import os
from datetime import UTC, datetime
from types import SimpleNamespace

import nbformat
import pytest

from classroom import best, judging, policies
from classroom.folder import ClassError, write
from classroom.gradebook import gradebook
from classroom.intake import days_of
from classroom.policies import Policy
from classroom.standing import standing
from tests.classroom.classes import answered, hand_in, make, opened, released

DUE = "2026-11-02T12:00:00+00:00"
BOUNDARY, ACCURACY = "4-4-boundary", "4-5-accuracy"
HALF = {BOUNDARY: "def boundary(w, b, p):\n    return -b / w"}
NONE = {**HALF, ACCURACY: "def accuracy(p, y, threshold):\n    return 0.5"}
STUDENTS = ["s01", "s02", "s03", "s04", "s05"]
pytestmark = pytest.mark.usefixtures("plain", "here", "unsought")


# The file


def read(tmp_path, text):
    """What a file with this text says of assignment 04."""
    content = text if isinstance(text, bytes) else text.encode()
    (tmp_path / policies.NAME).write_bytes(content)
    folder = SimpleNamespace(path=tmp_path, students=dict.fromkeys(STUDENTS))
    return policies.of(folder, SimpleNamespace(name="04", due=DUE))


def test_a_section_goes_before_what_holds_for_all(tmp_path):
    text = 'points_off_per_day_late = 1\ncount = "best"\n[extensions]\ns01 = 2\ns02 = 1\n'
    assert read(tmp_path, text) == Policy(1.0, True, {"s01": 2, "s02": 1})
    text += "[04]\npoints_off_per_day_late = 0.5\n[04.extensions]\ns02 = 0.5\n"
    assert read(tmp_path, text) == Policy(0.5, True, {"s01": 2, "s02": 0.5})
    assert read(tmp_path, text.replace("[04", "[05")) == Policy(1.0, True, {"s01": 2, "s02": 1})
    assert read(tmp_path, "") == Policy() == read(tmp_path, '\ufeff[04]\ncount = "newest"')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("points off = 1", "damaged"),
        (b"\xff\xfe", "damaged"),
        ("points_of = 1", "points_of"),
        ("points_off_per_day_late = '1'", "a number of points"),
        ("points_off_per_day_late = -1", "got -1"),
        ("points_off_per_day_late = true", "got True"),
        ("points_off_per_day_late = nan", "got nan"),
        ("count = 'worst'", '"best" or "newest"'),
        ("[04]\nlate = 1", "policies.toml, [04]: expected"),
        ("04 = 3", "expected a section, got 3"),
        ("extensions = 3", "a section [extensions]"),
        ("[extensions]\ns99 = 1", "'s99' has an extension and is not in the roster"),
        ("[04.extensions]\ns01 = 'monday'", "expected days or a time"),
        ("[4]\n", "a section such as [04], got '4'"),
    ],
)
def test_a_damaged_file_is_a_sentence(tmp_path, text, told):
    with pytest.raises(ClassError) as error:
        read(tmp_path, text)
    assert told in str(error.value) and str(error.value).startswith(policies.NAME)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("more", "due"),
    [
        (None, "2026-11-02T12:00"),
        (2, "2026-11-04T12:00"),
        (0.5, "2026-11-03T00:00"),
        (datetime(2026, 11, 5, 1, tzinfo=UTC), "2026-11-05T01:00"),
        (datetime(2026, 11, 1, tzinfo=UTC), "2026-11-02T12:00"),  # never earlier
    ],
)
def test_an_extension_is_a_due_date_of_one_s_own(more, due):
    policy = Policy(extensions={} if more is None else {"s01": more})
    own = datetime.fromisoformat(policy.due("s01", DUE))
    assert own == datetime.fromisoformat(f"{due}:00+00:00")
    assert policy.due("s02", DUE) == DUE and policy.due("s01", "") == ""


@pytest.mark.parametrize(
    ("marker", "time", "days"),
    [
        (None, "02 12:00:00", 0),
        (None, "02 12:00:01", 1),
        (None, "03 12:00:00", 1),
        (None, "03 12:00:01", 2),
        ("late", "02 11:00:00", None),
        ("late 3", "02 11:00:00", 3),
        ("late 0", "09 11:00:00", 0),
        ("on time", "09 11:00:00", 0),
        ("unknown", "09 11:00:00", 0),
        ("late three", "02 11:00:00", None),
    ],
)
def test_each_day_that_has_begun_is_late(marker, time, days):
    handed_in = datetime.fromisoformat(f"2026-11-{time}+00:00")
    assert days_of(marker, handed_in, SimpleNamespace(due=DUE)) == days


def test_what_is_off_never_leads_below_0():
    policy = Policy(per_day=1.5)
    assert policy.applied(4.0, 0) == (4.0, "") == Policy().applied(4.0, None)
    assert policy.applied(4.0, 1) == (2.5, "1.5 off: a day late.")
    assert policy.applied(4.0, 9) == (0.0, "4 off: 9 days late.")
    assert policy.applied(4.0, None) == (None, "")


# In a class


@pytest.fixture(scope="module")
def template(plain, here, tmp_path_factory):
    """A class, all right but s02: s01 two days late, s02 in time, s03 a day late with an extension,
    s04 late by Canvas's word, s05 has sent nothing.  All is graded, without policies."""
    path = tmp_path_factory.mktemp("template") / "class"
    folder, assignment = make(path, STUDENTS, "04", exercises=["4.4", "4.5"], due=DUE)
    for student, day in {"s01": 4, "s02": 2, "s03": 3, "s04": 2}.items():
        answers = HALF if student == "s02" else {}
        hand_in(folder, assignment, student, answered(released(folder, assignment), answers))
        time = f"2026-11-{day:02} 11:00:00 UTC"
        write(folder.timestamp(student, assignment), time.encode())
    write(folder.submitted("s04", assignment).with_name("late.txt"), b"late")
    from classroom.grading import grade

    grade(folder, assignment)
    return path


@pytest.fixture
def school(template, tmp_path):
    return opened(template, tmp_path / "class")


def say(folder, text):
    write(folder.path / policies.NAME, text.encode())


def marks(folder, assignment):
    return {id: row.score for id, row in standing(folder, assignment).items()}


def test_every_place_has_the_same_mark_and_says_why(school, run, tmp_path):
    folder, assignment = school
    assert marks(folder, assignment) == dict(zip(STUDENTS, [2, 1, 2, 2, None], strict=True))
    say(folder, "points_off_per_day_late = 0.75\n[04.extensions]\ns03 = 1\n")
    status, printed = run("grade", folder.path, "04")
    assert status == 1
    rows = {line.split()[0]: line for line in printed.splitlines() if line[:1] == "s"}
    assert rows["s01"].endswith("0.5 of 2  1.5 off: 2 days late.")
    assert rows["s02"].endswith("1 of 2")
    assert "2 of 2" in rows["s03"] and "Extended to 2026-11-03" in rows["s03"]
    assert " off" not in rows["s03"]
    assert "to review" in rows["s04"] and "submitted/s04/04/late.txt" in printed

    out = tmp_path / "marks.csv"
    status, printed = run("export", folder.path, "--to", "csv", "--output", out)
    assert "s01, assignment 04: 0.5 of 2. 1.5 off: 2 days late." in printed
    with open(out, encoding="utf-8", newline="") as file:
        found = {row["id"]: row for row in csv.DictReader(file)}
    assert [found[id]["04 mark"] for id in STUDENTS] == ["0.5", "1", "2", "", ""]
    assert found["s01"]["04 status"] == "graded. 1.5 off: 2 days late."
    assert found["s03"]["04 status"].startswith("graded. Extended to 2026-11-03")

    run("feedback", folder.path, "04")
    pages = {id: folder.feedback(id, assignment).read_text() for id in STUDENTS[:4]}
    assert "<strong>0.5</strong> of 2 points" in pages["s01"]
    assert "1.5 off: 2 days late." in pages["s01"] and "after the due date" in pages["s01"]
    assert "after the due date" not in pages["s03"] and "Extended to" in pages["s03"]
    assert "still to come" in pages["s04"] and "how late" in pages["s04"]

    run("report", folder.path, "04")
    page = (folder.path / "report" / "04.html").read_text()
    assert "0.5 of 2, 1.5 off: 2 days late" in page and "0.75 points off for each day late" in page
    assert "from 0.5 to 2 of 2" in page
    everybody = (folder.path / "report" / "students.html").read_text()
    assert "0.5 of 2, 1.5 off: 2 days late" in everybody

    write(folder.submitted("s04", assignment).with_name("late.txt"), b"late 1")
    assert marks(folder, assignment)["s04"] == 1.25
    (folder.path / policies.NAME).unlink()
    assert marks(folder, assignment) == dict(zip(STUDENTS, [2, 1, 2, 2, None], strict=True))


def test_the_extension_counts_at_collecting(school, run, tmp_path):
    folder, assignment = school
    say(folder, "[extensions]\ns05 = 3\n")
    plain_file(tmp_path / "in", folder, "s05", {}, day=4)
    assert "Late" not in run("collect", folder.path, tmp_path / "in")[1]
    say(folder, "[extensions]\ns05 = 1\n")
    plain_file(tmp_path / "again", folder, "s05", HALF, day=4)
    assert "Late." in run("collect", folder.path, tmp_path / "again")[1]


@pytest.mark.parametrize("command", ["grade", "feedback", "report", "export"])
def test_a_damaged_file_stops_every_command_with_a_sentence(school, run, command):
    folder, _ = school
    say(folder, "points_off_per_day_late = 'one'")
    more = ["--to", "csv"] if command == "export" else ["04"]
    status, printed = run(command, folder.path, *more)
    assert (status, printed.count("policies.toml: expected a number")) == (2, 1)


# Of several hand-ins the best


def plain_file(path, folder, student, answers, day):
    """A plain file of a student, handed in on this day."""
    notebook = answered(released(folder, folder.assignment("04")), answers)
    path.mkdir(exist_ok=True)
    file = path / f"{student}.ipynb"
    file.write_text(nbformat.writes(notebook), encoding="utf-8")
    time = datetime(2026, 11, day, 11, tzinfo=UTC).timestamp()
    os.utime(file, (time, time))
    return path


def test_the_best_of_several_counts_everywhere(school, run, tmp_path, monkeypatch):
    folder, assignment = school
    say(folder, 'count = "best"\npoints_off_per_day_late = 0.25')
    first = plain_file(tmp_path / "first", folder, "s05", {}, day=2)
    second = plain_file(tmp_path / "second", folder, "s05", NONE, day=3)
    for download in (first, second):
        run("collect", folder.path, download)
    assert standing(folder, assignment)["s05"].status == "not graded yet"
    grade = "grade", folder.path, "04", "--student", "s05"
    [row] = [line for line in run(*grade)[1].splitlines() if line.startswith("s05")]
    assert "2 of 2  The best of 2 hand-ins counts." in row and "late" not in row.lower()
    run("feedback", folder.path, "04")
    page = folder.feedback("s05", assignment).read_text()
    assert "The best of 2 hand-ins counts." in page and "<strong>2</strong>" in page
    run("report", folder.path, "04")
    assert "The best of 2 hand-ins counts." in (folder.path / "report" / "04.html").read_text()

    with monkeypatch.context() as patch:  # the same files again change nothing, nor does grading
        patch.setattr(judging, "marks", None)
        for download in (first, second):
            run("collect", folder.path, download)
            assert standing(folder, assignment)["s05"].score == 2
            assert run(*grade)[0] == 0
    # A swap that was interrupted has left the best in both places.
    again = folder.older("s05", assignment) / "2026-11-02T110000Z-00000000.ipynb"
    again.write_bytes(folder.submitted("s05", assignment).read_bytes())
    assert "2 of 2  The best of 2 hand-ins counts." in run(*grade)[1]
    again.unlink()
    # A later one as good, but late, does not count; the newest does once the policy is another.
    third = plain_file(tmp_path / "third", folder, "s05", {BOUNDARY: RIGHT}, day=4)
    run("collect", folder.path, third)
    assert "2 of 2  The best of 3 hand-ins counts." in run(*grade)[1]
    say(folder, "")
    assert "2 of 2  Late." in run(*grade)[1]
    assert RIGHT.splitlines()[1] in nbformat.read(
        folder.submitted("s05", assignment), as_version=4
    ).cells[answer_at(folder, assignment)].source
    assert len(list(folder.older("s05", assignment).glob("*.ipynb"))) == 2


RIGHT = "def boundary(w, b, p):\n    import math\n    return (math.log(p / (1 - p)) - b) / w"


def answer_at(folder, assignment):
    cells = released(folder, assignment).cells
    return next(n for n, c in enumerate(cells) if c.id.startswith("answer-4-4"))


def test_lateness_decides_which_is_the_best(school, run, tmp_path):
    folder, assignment = school
    say(folder, 'count = "best"\npoints_off_per_day_late = 1')
    for name, answers, day in (("half", HALF, 2), ("whole", {}, 4)):
        run("collect", folder.path, plain_file(tmp_path / name, folder, "s05", answers, day))
    run("grade", folder.path, "04", "--student", "s05")
    row = standing(folder, assignment)["s05"]
    assert (row.score, row.off) == (1, 0)  # two points less two days are none


def test_late_by_unknown_days_is_a_day_late_where_the_best_is_looked_for(school):
    folder, assignment = school
    say(folder, 'count = "best"\npoints_off_per_day_late = 1')
    rank = best._rank(folder, assignment, "s05", policies.of(folder, assignment))
    verdicts = {"status": "graded", "marks": {"4.4": {"score": 2.0}}}
    markers = "on time", "late", "late 2"
    found = [rank(best._HandIn(folder.path, None, marker, verdicts))[0] for marker in markers]
    assert found == [2, 1, 0]


def test_what_the_instructor_took_stays(school, run, tmp_path):
    folder, assignment = school
    say(folder, 'count = "best"')
    for name, answers in (("whole", {}), ("none", NONE)):
        path = plain_file(tmp_path / name, folder, "s05", answers, day=1)
        taken = "--take", "s05", path / "s05.ipynb"
        run("collect", folder.path, *taken)
    run("grade", folder.path, "04", "--student", "s05")
    row = standing(folder, assignment)["s05"]
    assert (row.score, row.policy) == (0, ())


def test_comments_and_marks_by_hand_survive_a_swap(school, run, tmp_path):
    """They belong to an answer: where another file counts now, they wait to be looked at."""
    folder, assignment = school
    run("collect", folder.path, plain_file(tmp_path / "a", folder, "s05", HALF, day=1))
    run("collect", folder.path, plain_file(tmp_path / "b", folder, "s05", NONE, day=2))
    run("grade", folder.path, "04", "--student", "s05")
    with gradebook(folder) as book:
        found = book.find_grade(f"{ACCURACY}-check", assignment.notebook, "04", "s05")
        found.manual_score, found.needs_manual_grade = 0.25, False
        note = book.find_comment(ACCURACY, assignment.notebook, "04", "s05")
        note.manual_comment = "Nearly"
        book.db.commit()
    say(folder, 'count = "best"')
    run("grade", folder.path, "04", "--student", "s05")
    row = standing(folder, assignment)["s05"]
    assert (row.status, row.score) == ("to review", None) and "4.5" in row.reason
    run("feedback", folder.path, "04")
    assert "Nearly" in folder.feedback("s05", assignment).read_text()
