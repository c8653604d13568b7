"""Every numeral in a hint is one that the exercise gives, or is computed here."""

import math

import pytest

from course_utils.descent import gradient
from course_utils.sigmoid import sigmoid
from lessons import course
from tests.notebooks.numerals import GIVEN, faults, numerals


def given(*some: str) -> dict:
    return dict.fromkeys(some, GIVEN)


# By exercise and number of the hint: the question and the idea.  The third is a skeleton, code.
TABLE = {
    "1.1 1": given("4"),
    "1.2 2": given("²"),
    "1.4 1": given("3", "4"),
    "1.5 1": given("4"),
    "2.2 2": {
        "1": lambda: course["2.2"].example[0],
        "0.05": lambda: course["2.2"].example[1],
        "-9.33": lambda: gradient(*course["2.1"].example),
        "1.47": lambda: course["2.2"].reference(*course["2.2"].example),
    },
    "2.4 1": given("-1", "1"),
    "2.4 2": given("²"),
    "2.5 1": given("1"),
    "2.5 2": given("2", "²"),
    "3.1 1": given("-1000", "1000"),
    "3.1 2": given("1", "0"),
    "3.2 1": given("0", "2") | {
        "0.5": lambda: sigmoid(0.0),
        "0.25": lambda: _slope(0.0),
        "0.881": lambda: sigmoid(2.0),
        "0.119": lambda: 1 - sigmoid(2.0),
        "0.105": lambda: _slope(2.0),
    },
    "3.2 2": given("1"),
    "3.3 1": given("1", "0"),
    "3.3 2": given("0"),
    "3.4 1": given("1"),
    "3.4 2": given("1", "0"),
    "3.5 1": given("5"),
    "4.4 2": given("1"),
    "4.5 1": given("1"),
    "4.5 2": given("1"),
    "4.6 2": given("1"),
    "5.2 2": given("1"),
    "5.4 2": given("0.5"),
    "5.5 2": given("1"),
    "6.1 2": given("1", "0"),
    "6.2 1": given("1"),
    "6.2 2": given("0.01", "30"),
    "6.4 2": given("0"),
    "6.5 1": given("30"),
    "6.5 2": given("0"),
    "7.2 1": given("0", "1", "2", "3", "4"),
    "7.2 2": given("0"),
    "7.4 1": given("1", "8"),
    "7.4 2": given("1"),
    "7.5 1": given("0", "0.6", "1"),
    "7.5 2": given("1"),
}  # fmt: skip


def _slope(z: float) -> float:
    return math.exp(-z) / (1 + math.exp(-z)) ** 2


def hints() -> dict[str, str]:
    """The hints in words that hold a numeral."""
    texts = {
        f"{id} {number}": text
        for id, exercise in course.items()
        for number, text in enumerate(exercise.hints[:2], 1)
    }
    return {key: text for key, text in texts.items() if numerals(text)}


def test_every_numeral_of_a_hint_is_given_or_computed():
    assert faults(hints(), TABLE) == []


@pytest.mark.parametrize("change", [("1.47", "1.57"), ("−9.33", "−9.43")])
def test_another_number_would_be_found(change):
    assert faults({"2.2 2": hints()["2.2 2"].replace(*change)}, {"2.2 2": TABLE["2.2 2"]})
