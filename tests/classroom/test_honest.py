"""Honest submissions earn what a fair reader gives them, and are not suspected of anything."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import json

import pytest

from checks.exercise import exercise_id
from classroom import judging, rebuild
from classroom.folder import write
from classroom.grading import grade, read, standing
from classroom.notebook import read_within_limits
from classroom.release import release
from classroom.standing import scores
from tests.classroom import known
from tests.classroom.classes import hand_in, make, released
from tests.classroom.honest import (
    BY_NAME,
    CHOSEN,
    DUE,
    HONEST,
    POINTS,
    RANDOM,
    Honest,
    as_file,
)
from tests.thorough import thinned

AS_IT_WAS = ("saved by: ", "form: ")
STUDENTS = {f"s{n:03}": entry for n, entry in enumerate(CHOSEN)}


@pytest.fixture(scope="module")
def school(plain, once, tmp_path_factory):
    """The class after grading: the folder, its assignments, and the rows of each."""
    path = tmp_path_factory.mktemp("honest") / "a class"
    folder, first = make(path, list(STUDENTS), "04", due=DUE)
    choice = release(folder, "04b", list(POINTS["04b"]))[0]
    others = [release(folder, name)[0] for name in ("05", "06", *thinned(["07"], []))]
    plain.undo()
    others.append(release(folder, "04c")[0])
    assignments = {one.name: one for one in (first, choice, *others)}
    notebooks = {name: released(folder, one) for name, one in assignments.items()}
    for student, entry in STUDENTS.items():
        one = assignments[entry.assignment]
        hand_in(folder, one, student, as_file(entry.make(notebooks[entry.assignment])))
        if entry.stamp:
            write(folder.timestamp(student, one), entry.stamp.encode())
    for student, entry in STUDENTS.items():
        if entry.limits:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(judging, "LEARNER", entry.limits)
                grade(folder, assignments[entry.assignment], [student])
    for one in assignments.values():
        grade(folder, one)
    return folder, assignments


@pytest.fixture(scope="module")
def found(school):
    """By student: where the submission stands, its marks from the gradebook, and its result."""
    folder, assignments = school
    rows = {name: standing(folder, one) for name, one in assignments.items()}
    books = {name: scores(folder, one) for name, one in assignments.items()}

    def find(student):
        name = STUDENTS[student].assignment
        marks = {
            exercise_id(grade_id): None if cell["pending"] else cell["score"]
            for grade_id, cell in books[name][student].items()
        }
        return rows[name][student], marks, read(folder, assignments[name], student)

    return find


def named(entries: dict[str, Honest]):
    return pytest.mark.parametrize(
        "student", [pytest.param(s, id=f"{e.family}: {e.name}") for s, e in entries.items()]
    )


def test_every_family_is_graded_but_one():
    """What is left out without THOROUGH=1 is said at the end of `honest`."""
    chosen = {entry.family for entry in CHOSEN}
    chosen |= {name.split(": ")[0] for e in CHOSEN for name in e.name.split(" + ")}
    assert {entry.family for entry in [*HONEST, *RANDOM]} - chosen <= {"partly"}


@named({student: entry for student, entry in STUDENTS.items() if entry not in RANDOM})
def test_honest_work_earns_what_it_deserves(found, student):
    entry = STUDENTS[student]
    row, marks, result = found(student)
    assert marks == entry.marks, result
    waits = None in entry.marks.values()
    assert row.status == ("to review" if waits else "graded")
    assert row.score == (None if waits else sum(entry.marks.values()))
    for id, words in entry.words.items():
        assert words in result["marks"][id]["sentence"]
    assert len(row.flags) == len(entry.flags), row.flags
    for words in entry.flags:
        assert any(words in flag for flag in row.flags), row.flags


@pytest.mark.parametrize("name", [name for name in BY_NAME if name.startswith(AS_IT_WAS)])
def test_whatever_saved_it_the_same_is_run(school, name):
    folder, assignments = school
    notebook = released(folder, assignments["04"])
    ids = rebuild.graded(notebook, assignments["04"].exercises)
    key, other = (
        rebuild.rebuild(notebook, read_within_limits(as_file(entry.make(notebook))), ids)
        for entry in (BY_NAME["reference: the answer key"], BY_NAME[name])
    )
    assert (other.steps, other.flags, other.lost) == (key.steps, [], set())
    assert other.notebook == key.notebook


@named({student: entry for student, entry in STUDENTS.items() if entry.twice})
def test_the_same_submission_earns_the_same_again(school, student, monkeypatch):
    folder, assignments = school
    monkeypatch.setattr(judging, "marks", known.real)
    one = assignments[STUDENTS[student].assignment]
    before = read(folder, one, student)
    folder.result(student, one).unlink()
    grade(folder, one, [student])
    assert read(folder, one, student)["marks"] == before["marks"]
    kinds = {mark["kind"] for mark in before["marks"].values()}
    assert not kinds & {"cell", "missing", "time", "died"}, before  # chance was asked


def test_the_course_s_own_words_are_all_that_is_said_of_a_right_answer(school):
    folder, assignments = school
    told = {}
    for student, entry in STUDENTS.items():
        result = read(folder, assignments[entry.assignment], student)
        for id, mark in result["marks"].items():
            if mark["state"] == "right":
                told.setdefault(id, set()).add(json.dumps(mark))
    assert all(len(words) == 1 for words in told.values())
