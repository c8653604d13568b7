"""What comes out of the sandbox is believed to have a form, and nothing more.

`test_hostile` forges replies inside a sandbox; here each part of one is forged, without one.
"""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom(isolated=False)

import copy
import json

import numpy as np
import pytest

from checks.values import encode
from classroom.boxed.withheld import CoursesOwn, Withheld
from classroom.cleaning import MOST_LINES, MOST_SOURCE, clean, clean_error
from classroom.judging import Bench
from lessons import course
from tests.classroom.tries import tried

BENCH = Bench(b"1" * 32, ["4.2", "4.4"])
NUMBER = {"kind": "float", "shape": [], "data": [1.0]}
SOURCE = "def boundary(w, b, p):\n    return later"


@pytest.fixture(scope="module")
def sweep():
    """6.1, whose probe takes notes."""
    return Bench(b"1" * 32, ["6.1"])


@pytest.fixture(scope="module")
def keeping():
    """5.5, whose file is read here."""
    return Bench(b"1" * 32, ["5.5"])


def right(bench, id):
    """The outcomes of the reference, as they come."""
    exercise = course[id]
    return tried(exercise, exercise.reference, bench.requests[id])


def cleaned(change, id="4.4", bench=BENCH):
    """The outcomes after a change, cleaned; what the change returns takes their place."""
    outcomes = right(bench, id)
    outcomes = change(outcomes) or outcomes
    return clean(json.loads(json.dumps(outcomes)), bench.judges[id], SOURCE)


def put(number, **items):
    """Put items into an outcome."""
    return lambda outcomes: outcomes[number].update(items)


@pytest.mark.parametrize("id", ["4.2", "4.4"])
def test_what_is_not_forged_is_right(id):
    assert BENCH.verdict(id, cleaned(lambda outcomes: None, id)).state == "right"


FORGED = {
    "a verdict": lambda _: [{"state": "right", "score": 1}],
    "no list": lambda outcomes: {"outcomes": outcomes},
    "none": lambda outcomes: [None],
    "one too few": lambda outcomes: outcomes[:-1],
    "more outcomes than cases": lambda outcomes: outcomes * 2,
    "blank, and more": lambda outcomes: [{"unfit": "blank"}, *outcomes[1:]],
    "unfit in a way of its own": lambda _: [{"unfit": "right"}],
    "notes that nobody takes": put(1, notes={"x": True}),
    "lists that are none": put(1, lists="right"),
    "more lists than parts": put(1, lists=[False] * 101),
    "a value without a shape": put(1, value={"kind": "float", "data": [1.0]}),
    "another kind": put(1, value=NUMBER | {"kind": "right"}),
    "fewer numbers than its shape has": put(1, value=NUMBER | {"shape": [2]}),
    "a text among numbers": put(1, value=NUMBER | {"data": ["equal"]}),
    "an endless number": put(1, value={"kind": "int", "shape": [], "data": [10**400]}),
    "a negative shape": put(1, value={"kind": "float", "shape": [-1, -1], "data": [1.0]}),
    "a list without a bottom": put(
        1, value=json.loads('{"kind":"list","shape":[1],"data":[' * 60 + "1" + "]}" * 60)
    ),
    "inputs that there are not": put(1, given=[NUMBER] * 4),
    "an input too few": put(1, given=[NUMBER] * 2),
    "inputs that are no values": put(1, given=[1.0, 2.0, 3.0]),
    "nothing of the inputs": lambda outcomes: outcomes[1].pop("given") and None,
    "an error that is a text": lambda outcomes: [*outcomes[:-1], {"error": "right"}],
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_what_is_forged_is_nothing(change):
    assert cleaned(change) is None


@pytest.mark.parametrize(
    "notes",
    [{}, {"remembers": 1}, {"again": True}, {"again": "right"}, {"x": True}, None],
    ids=["none", "1", "yes for a value", "a text", "more", "null"],
)
def test_notes_are_those_of_the_probe(sweep, notes):
    taken = right(sweep, "6.1")[1]["notes"]
    assert {n: type(note) for n, note in taken.items()} == {"again": dict, "remembers": bool}
    assert cleaned(put(1, notes=taken), "6.1", sweep) is not None
    assert cleaned(put(1, notes=notes and taken | notes), "6.1", sweep) is None


@pytest.mark.parametrize(
    "notes",
    [
        {"file": encode("%%%")},
        {"file": encode("")},
        {"file": encode(["a", "b"])},
        {"file": NUMBER},
        {"shift": encode("0.5")},
        {"shift": encode([0.5, 0.5])},
        {"shift": encode(float("nan"))},
        {"shift": encode(0.0)},
        {"other": encode("right")},
    ],
    ids=str,
)
def test_odd_notes_about_a_file_are_wrong_and_no_fault_of_ours(keeping, notes):
    taken = right(keeping, "5.5")
    found = cleaned(put(1, notes=taken[1]["notes"] | notes), "5.5", keeping)
    assert keeping.verdict("5.5", found).state == "wrong"


def test_an_input_that_changed_is_seen_here_and_not_inside():
    before = cleaned(put(2, changed=[[0, NUMBER]]))
    assert [one["changed"] for one in before] == [[]] * len(before)
    given = right(BENCH, "4.4")[2]["given"]
    after = cleaned(put(2, given=[NUMBER, *given[1:]], changed=[]))
    assert [one["changed"] for one in after] == [[], [], [[0, NUMBER]], *[[]] * (len(after) - 3)]
    assert BENCH.verdict("4.4", after).kind == "changed"


def test_nothing_that_was_printed_comes_out():
    assert {one["printed"] for one in cleaned(put(1, printed="a hidden case"))} == {""}


@pytest.mark.parametrize(
    "value",
    [
        {"kind": "other", "shape": [], "data": ["n12345"]},
        {"kind": "float", "shape": [1234, 0], "data": []},
        {"kind": "list", "shape": [1], "data": [{"kind": "float", "shape": [9, 0], "data": []}]},
    ],
    ids=["the name of a type", "a shape", "a shape in a list"],
)
def test_no_value_says_what_no_answer_of_ours_would_say(value):
    assert cleaned(put(1, value=value))[1]["value"] == {"kind": "odd", "shape": [], "data": []}


def error(kind="ValueError", message="", line=""):
    return {"type": kind, "message": message, "line": line}


def test_an_error_is_told_in_words_of_ours_or_of_the_answer_s():
    assert clean_error(error("ZeroDivisionError", "12345", "12345"), SOURCE) == error(
        "ZeroDivisionError"
    )
    assert clean_error(error("N12345"), SOURCE)["type"] == "an error of its own"
    line = "line 2: return later"
    told = error("NameError", "name 'later' is not defined", line)
    assert clean_error(told, SOURCE) == told
    assert clean_error(error("NameError", "name 'n123' is not defined"), "# n123")["message"] == ""
    assert clean_error(error(line="line 1: return later"), SOURCE)["line"] == ""
    assert clean_error(error(line="line 99999: pass"), SOURCE)["line"] == ""


def test_of_many_names_or_lines_none_is_told():
    message, line = "name 'n1' is not defined", "line 3: pass"
    few = "n1\nn2\npass"
    assert clean_error(error(message=message, line=line), few) == error("ValueError", message, line)
    many_names = " + ".join(f"n{n}" for n in range(MOST_SOURCE // 5))
    assert clean_error(error(message=message), many_names)["message"] == ""
    many_lines = few + "\npass" * MOST_LINES
    assert clean_error(error(message=message, line=line), many_lines) == error()


def test_what_is_withheld_can_be_neither_called_nor_inherited_from():
    withheld = Withheld()
    with pytest.raises(CoursesOwn):
        withheld(np.ones(2))
    with pytest.raises(CoursesOwn):

        class Own(withheld):
            pass


def test_outcomes_of_ours_stay_as_they_are():
    """Cleaning copies: what it was given is not changed."""
    outcomes = right(BENCH, "4.2")
    before = copy.deepcopy(outcomes)
    clean(outcomes, BENCH.judges["4.2"], SOURCE)
    assert outcomes == before
