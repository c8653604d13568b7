"""Broken files that lie in a class folder: a reason and no mark, and nobody else is affected.

What `collect` refuses never comes so far; a file may still be put there by hand.
"""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import json

import pytest

from classroom import rebuild
from classroom.__main__ import main
from classroom.grading import grade, read
from classroom.notebook import MOST_BYTES, MOST_CELLS, MOST_SOURCE, read_within_limits
from classroom.standing import scores
from tests.classroom.classes import answered, hand_in, make, released
from tests.thorough import thinned

ANSWER = "4-4-boundary"
RIGHT = "def boundary(w, b, p):\n    return (np.log(p / (1 - p)) - b) / w"


def notebook(cells=(), **more):
    return json.dumps(
        {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more
    ).encode()


def code(source=RIGHT, **more):
    """The answer's cell."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "one",
        "metadata": {"nbgrader": {"grade_id": ANSWER, "solution": True}},
        "outputs": [],
        "source": source,
    } | more


# Not judged: no mark of any kind, and words that say why.
UNREADABLE = {
    "empty": (b"", "empty"),
    "white space": (b" \r\n\t ", "empty"),
    "a byte order mark alone": (b"\xef\xbb\xbf", ""),
    "zeros": (bytes(1000), "JSON"),
    "no JSON": (b"import numpy as np\nprint('hello')", "JSON"),
    "a web page": (b"<!DOCTYPE html><title>Sign in</title>", "JSON"),
    "cut off": (notebook([code()])[:-30], "JSON"),
    "two in one": (notebook([code()]) * 2, "JSON"),
    "UTF-16": (notebook([code()]).decode().encode("utf-16"), "JSON"),
    "Latin-1": (notebook([code("# \u00e9")]).replace(b"\\u00e9", b"\xe9"), "JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "JSON"),
    "deep nesting": (b"[" * 200_000 + b"]" * 200_000, ""),
    "deep nesting in metadata": (
        b'{"nbformat": 4, "cells": [], "metadata": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
        "",
    ),
    "a number of ten thousand digits": (b'{"nbformat": ' + b"4" * 10_000 + b"}", ""),
    "a list": (b"[]", "JSON that is none"),
    "null": (b"null", "JSON that is none"),
    "a text": (b'"notebook"', "JSON that is none"),
    "no cells": (b'{"nbformat": 4, "metadata": {}}', "no cells"),
    "cells in an object": (
        json.dumps({"nbformat": 4, "cells": {"0": code()}}).encode(),
        "no cells",
    ),
    "cells as a text": (json.dumps({"nbformat": 4, "cells": "[]"}).encode(), "no cells"),
    "cells as a number": (json.dumps({"nbformat": 4, "cells": 3}).encode(), "no cells"),
    "nbformat 3": (json.dumps({"nbformat": 3, "worksheets": [{"cells": [code()]}]}).encode(), ""),
    "nbformat 3 with cells": (notebook([code()], nbformat=3), "format 4"),
    "nbformat 5": (notebook([code()], nbformat=5), "format 4"),
    "nbformat as text": (notebook([code()], nbformat="4"), "format 4"),
    "no nbformat": (json.dumps({"cells": [code()]}).encode(), "format 4"),
    "a huge nbformat": (notebook([code()], nbformat="4" * 5000), "format 4"),
    "10 MB": (notebook([code("#" * 10_000_000)]), f"{MOST_BYTES // 10**6} MB"),
    "10 MB of outputs": (
        notebook([code(outputs=[{"output_type": "stream", "text": "x" * 10_000_000}])]),
        "MB",
    ),
    "too many cells": (notebook([code("1")] * (MOST_CELLS + 1)), "cells"),
    "a huge cell": (notebook([code("#" * (MOST_SOURCE + 1))]), "characters"),
}

# Odd in places that do not matter: the answer is there, and it is judged.
ODD = {
    "no metadata at all": json.dumps({"nbformat": 4, "cells": [code()]}).encode(),
    "metadata as a list": notebook([code(), {"cell_type": "code", "metadata": [], "source": "1"}]),
    "a cell without metadata": notebook([{"cell_type": "code", "source": "1"}, code()]),
    "metadata null": notebook([code(), {"cell_type": "code", "metadata": None}], metadata=None),
    "numbers for texts": notebook([code(), {"cell_type": 3, "source": 4, "id": 5}]),
    "a source of numbers": notebook([code(), {"cell_type": "code", "source": [1, None, {}]}]),
    "grade ids that are none": notebook(
        [code()] + [code(metadata={"nbgrader": {"grade_id": id}}) for id in (3, None, [], {})]
    ),
    "nbgrader that is none": notebook([code(), code("1", metadata={"nbgrader": "yes"})]),
    "cells as texts": notebook(["# a cell", None, 3, [], code()]),
    "cells without anything": notebook([{}, code(), {}]),
    "one id for all cells": notebook([code("1", metadata={}), code(), code("2", metadata={})]),
    "NaN in metadata": notebook([code(metadata=code()["metadata"] | {"x": float("nan")})]),
    "infinity in an output": notebook([code(outputs=[float("inf")], execution_count=1e999)]),
    "a surrogate in a comment": notebook([code(RIGHT + "  # \ud83d")]),
    "a surrogate in another cell": notebook([code(), code("'\udc80'", metadata={})]),
    "a surrogate in a cell's type": notebook([code(), {"cell_type": "\ud800", "source": "1"}]),
    "a surrogate in a grade id": notebook(
        [code(), code("1", metadata={"nbgrader": {"grade_id": "\ud800"}})]
    ),
    "a surrogate in an id": notebook([code(id="\ud800")]),
    "a surrogate in the metadata": notebook([code()], metadata={"\ud800": "\udfff"}),
    "keys twice": notebook([code()]).replace(b'"nbformat": 4', b'"nbformat": 3, "nbformat": 4'),
    "zeros in another cell": notebook([code("a\0b", metadata={}), code()]),
    "an output of another kind": notebook([code(outputs="text")]),
    "an unknown kind of cell": notebook([code(), {"cell_type": "heading", "source": "x"}]),
    "a minor version of the future": notebook([code()], nbformat_minor=99),
    "a minor version that is none": notebook([code()], nbformat_minor=None),
}
# Odd in the answer itself: nothing for it, in words.
LOST = {
    "zeros in the answer": notebook([code(RIGHT + "\0")]),
    "an answer of numbers": notebook([code(3)]),
    "an answer of odd lines": notebook([code([None, 3])]),
    "an answer nested too deeply to compile": notebook([code("x = " + "(" * 5000 + ")" * 5000)]),
}

# What odd files come to is the same as if they were not; `make test` grades some of these.
UNSEEN = [
    *("no metadata at all", "numbers for texts", "a source of numbers", "cells without anything"),
    *("NaN in metadata", "infinity in an output", "a surrogate in a cell's type"),
    *("a surrogate in an id", "keys twice", "an output of another kind", "an unknown kind of cell"),
    *("a minor version of the future", "a minor version that is none"),
]
GRADED = {name: ODD[name] for name in ODD if name not in thinned([], UNSEEN)}
CONTENTS = {name: content for name, (content, _) in UNREADABLE.items()} | GRADED | LOST
STUDENTS = {f"s{n:03}": name for n, name in enumerate(CONTENTS)}
GOOD = ("a-first", "z-last")


@pytest.fixture(scope="module")
def school(plain, here, tmp_path_factory):
    """A class whose first and last did well; every file in between was well before, too."""
    path = tmp_path_factory.mktemp("files") / "class"
    students = [GOOD[0], *STUDENTS, GOOD[1]]
    folder, assignment = make(path, students, "04", exercises=["4.4"])
    right = answered(released(folder, assignment))
    judged = [s for s, name in STUDENTS.items() if name in UNREADABLE][:3]
    for student in (*GOOD, *judged):
        hand_in(folder, assignment, student, right)
    grade(folder, assignment)  # so that there are older marks to be mistaken for new ones
    before = {student: folder.result(student, assignment).read_bytes() for student in GOOD}
    for student, name in STUDENTS.items():
        hand_in(folder, assignment, student, CONTENTS[name])
    rows = {row.student: row for row in grade(folder, assignment)}
    main(["feedback", str(path), "04"])
    return folder, assignment, rows, before


def of(table):
    return pytest.mark.parametrize(
        "student", [pytest.param(s, id=name) for s, name in STUDENTS.items() if name in table]
    )


@of(UNREADABLE)
def test_what_is_no_notebook_has_a_reason_and_no_mark(school, student):
    folder, assignment, rows, _ = school
    row, words = rows[student], UNREADABLE[STUDENTS[student]][1]
    assert (row.status, row.score) == ("not judged", None)
    assert words in row.reason and row.reason.endswith(".") and len(row.reason) < 200
    assert row.reason.isprintable() and "checker" not in row.reason
    assert read(folder, assignment, student)["marks"] == {}
    assert not folder.feedback(student, assignment).exists()


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_odd_elsewhere_is_run_as_if_it_were_not(school, name):
    folder, assignment, *_ = school
    given = released(folder, assignment)
    ids = rebuild.graded(given, assignment.exercises)
    plain, odd = (
        rebuild.rebuild(given, read_within_limits(content), ids)
        for content in (notebook([code()]), ODD[name])
    )
    assert odd == plain


@of(GRADED)
def test_what_is_odd_elsewhere_is_judged(school, student):
    folder, assignment, rows, _ = school
    row = rows[student]
    assert (row.status, row.score) == ("graded", 1), (row, read(folder, assignment, student))
    assert folder.feedback(student, assignment).exists()


@of(LOST)
def test_what_is_odd_in_the_answer_earns_nothing_for_it(school, student):
    folder, assignment, rows, _ = school
    mark = read(folder, assignment, student)["marks"]["4.4"]
    assert (rows[student].status, rows[student].score) == ("graded", 0), rows[student]
    assert mark["state"] in ("wrong", "blank") and mark["sentence"]


def test_nobody_else_is_affected(school):
    folder, assignment, rows, before = school
    for student in GOOD:
        assert (rows[student].status, rows[student].score) == ("graded", 1)
        assert folder.result(student, assignment).read_bytes() == before[student]
        assert scores(folder, assignment)[student][f"{ANSWER}-check"]["score"] == 1


def test_what_is_exported_has_no_mark_for_them(school, tmp_path):
    folder, assignment, *_ = school
    target = tmp_path / "marks.csv"
    assert main(["export", str(folder.path), "--to", "csv", "--output", str(target)]) == 1
    lines = target.read_text(encoding="utf-8").splitlines()
    marks = {line.split(",")[0]: line.split(",")[4] for line in lines}
    for student, name in STUDENTS.items():
        assert (marks[student] == "") == (name in UNREADABLE)
