"""Honest submissions earn what a fair reader gives them, and are not suspected of anything."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import json

import pytest

from checks.exercise import exercise_id
from classroom.folder import write
from classroom.gradebook import scores
from classroom.grading import grade, read, standing
from classroom.release import release
from tests.classroom.classes import hand_in, make, released
from tests.classroom.honest import DUE, HONEST, POINTS, RANDOM, Honest, as_file

ENTRIES = [*HONEST, *RANDOM]
STUDENTS = {f"s{n:03}": entry for n, entry in enumerate(ENTRIES)}


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """The class after grading: the folder, its assignments, and the rows of each."""
    path = tmp_path_factory.mktemp("honest") / "a class"
    folder, first = make(path, list(STUDENTS), "04", due=DUE)
    choice = release(folder, "04b", list(POINTS["04b"]))[0]
    others = [release(folder, name)[0] for name in ("05", "06")]
    assignments = {one.name: one for one in (first, choice, *others)}
    for student, entry in STUDENTS.items():
        one = assignments[entry.assignment]
        hand_in(folder, one, student, as_file(entry.make(released(folder, one))))
        if entry.stamp:
            write(folder.timestamp(student, one), entry.stamp.encode())
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


@named({student: entry for student, entry in STUDENTS.items() if entry.twice})
def test_the_same_submission_earns_the_same_again(school, student):
    folder, assignments = school
    one = assignments[STUDENTS[student].assignment]
    before = read(folder, one, student)
    folder.result(student, one).unlink()
    grade(folder, one, [student])
    assert read(folder, one, student)["marks"] == before["marks"]


def test_the_course_s_own_words_are_all_that_is_said_of_a_right_answer(school):
    folder, assignments = school
    told = {}
    for student, entry in STUDENTS.items():
        result = read(folder, assignments[entry.assignment], student)
        for id, mark in result["marks"].items():
            if mark["state"] == "right":
                told.setdefault(id, set()).add(json.dumps(mark))
    assert all(len(words) == 1 for words in told.values())
