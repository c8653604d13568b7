"""No number in a lesson's prose is copied on faith: a table says where each comes from."""

import importlib

import pytest

from tests.notebooks.numerals import GIVEN, agrees, faults, numerals
from tests.notebooks.rules import lesson_paths, markdown_cells
from tools.notebooks import read


def lessons():
    """Those whose numbers take seconds of training are slow."""
    for path in lesson_paths():
        marks = [pytest.mark.slow] if path.stem[:2] >= "04" else []
        yield pytest.param(path, id=path.stem, marks=marks)


@pytest.mark.parametrize("path", [*lessons()])
def test_every_numeral_of_the_prose_is_given_or_computed(path):
    table = importlib.import_module(f"tests.lessons.lesson{int(path.stem[:2])}.numerals").TABLE
    cells = {cell["id"]: cell["source"] for cell in markdown_cells(read(path))}
    assert faults(cells, table) == []


@pytest.mark.parametrize(
    "markdown, expected",
    [
        ("Of 41 values, 2.0 is best.", ["41", "2.0"]),
        ("The points (1, 2), (2, 4): 1 again", ["1", "2", "4"]),
        (r"$\frac{14}{3}(w - 2)^2$ or (14/3)(w − 2)²", ["14/3", "2", "²"]),
        ("41² = 1,681 and 41^{10}, 41**2, 10⁻⁶", ["41²", "1,681", "41^{10}", "41**2", "10⁻⁶"]),
        (r"$41\,000$ steps to 1e-6, at .5", ["41,000", "1e-6", ".5"]),
        ("x = −1 and x = -2.5, but 3-4 and w−5", ["-1", "-2.5", "3", "4", "5"]),
        (r"$2w \times3$, w1, w_1, w_{12}, w₁, float32", ["2", "3"]),
        ("99.1%, version 2.13.0", ["99.1", "2.13.0"]),
        ("code counts: `w = 7`\n```python\nw = 8\n```", ["7", "8"]),
        ("Do this:\n1. Predict\n2. Run\n   again, 3 times\n3. Look\n\n4) End", ["3"]),
        ("A sentence may end with the number\n4. Another one follows.", ["4"]),
        ("If w<2 and 3 > b, or w<b and 5 > 4", ["2", "3", "5", "4"]),
        ('Exercise 1.2, `check("1.3", best)`, `hint("1.4")`', []),
        ("[next](02_gradient_descent.ipynb#part-3), 01_exhaustive_search", []),
        ('<!-- 5 --><img width="300" alt="none"> [a](b7.png) end 6', ["6"]),
        ("&#8722;5 and &frac12;", ["-5"]),
    ],
)
def test_numerals_are_found_in_prose_formulas_and_code(markdown, expected):
    assert numerals(markdown) == expected


@pytest.mark.parametrize(
    "numeral, computed",
    [
        ("8", 8),
        ("8", 8.0000000001),
        ("0.11", 3 / 28),
        ("0.1071", 3 / 28),
        ("14/3", 14 / 3),
        ("41²", 1681),
        ("41^{10}", 41**10),
        ("10⁻⁶", 1e-6),
        ("1.5e-3", 0.001519),
        ("41,000", 41000),
        ("-2.5", -2.5),
    ],
)
def test_a_numeral_agrees_with_its_number_to_the_digits_shown(numeral, computed):
    assert agrees(numeral, computed)


@pytest.mark.parametrize(
    "numeral, computed",
    [
        ("8", 9),
        ("0.11", 0.116),
        ("0.1071", 0.1072),
        ("14/3", 4.667),
        ("41²", 1680),
        ("41^{10}", 41.0**9),
        ("10⁻⁶", 1.1e-6),
        ("-2.5", 2.5),
        ("8", float("nan")),
        ("8", float("inf")),
    ],
)
def test_a_wrong_number_does_not_agree(numeral, computed):
    assert not agrees(numeral, computed)


PROSE = {"a": "The best of 41 values is 2.0.", "b": "No number here."}


def test_prose_and_table_that_belong_together_have_no_faults():
    assert faults(PROSE, {"a": {"41": GIVEN, "2.0": lambda: 1.9999}}) == []


@pytest.mark.parametrize(
    "table, sentence",
    [
        ({"a": {"2.0": GIVEN}}, "cell a: 41 is not in the table"),
        ({"a": {"41": GIVEN, "2.0": lambda: 2.1}}, "cell a: it says 2.0, computed is 2.1"),
        (
            {"a": {"41": GIVEN, "2.0": GIVEN, "7": GIVEN}},
            "cell a: the table lists 7, the prose does not have it",
        ),
        (
            {"a": {"41": GIVEN, "2.0": GIVEN}, "c": {}},
            "the table has c, which is no Markdown cell",
        ),
    ],
)
def test_prose_and_table_that_drift_apart_are_told_apart(table, sentence):
    assert faults(PROSE, table) == [sentence]


def test_a_version_cannot_be_computed_only_given():
    assert faults({"a": "torch 2.13.0"}, {"a": {"2.13.0": GIVEN}}) == []
    with pytest.raises(ValueError):
        faults({"a": "torch 2.13.0"}, {"a": {"2.13.0": lambda: 2.13}})
