"""What is said of an error depends on the line where it came up, not on its text alone."""

import math

import numpy as np
import pytest

from checks.advice import advice

X, TABLE = np.array([1.0, 2.0, 3.0]), np.ones((4, 3))
SCOPE = {"np": np, "x": X, "z": TABLE, "f": lambda a, b: a, "none": lambda: None, "ws": X[:2]}


def said(line):
    try:
        exec(f"def answer():\n  {line}\nanswer()", {**SCOPE, "math": math})
    except Exception as error:
        return advice(str(error), line, ("w", "x", "y"))
    raise AssertionError("no error")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x ^ 2", "A power is `**`"),
        ("if x > 1: pass", "An `if` decides once"),
        ("max(x, 0 * x)", "`np.maximum`"),
        ("(x > 1) and (x < 2)", "`and`, `or` and `not` decide once"),
        ("math.exp(x)", "Functions of `math`"),
        ("int(x)", "`int` and `float` make one number"),
        ("round(x)", "`round` takes one number"),
        ("np.ones((2, 3)) @ np.ones(2)", "`.T` turns rows into columns"),
        ("np.ones((3, 2)).T @ np.ones(2)", "is the `.T` in its place?"),
        ("2.0 @ 3.0", "`*` multiplies numbers"),
        ("return np.array([x, 1.0])", "return `a, b` instead"),
        ("a = np.array([x, 1.0])", "has a number become an array"),
        ("z - z.max(axis=1)", "with `keepdims=True`"),
        ("f(x, z.sum(axis=0)) - z[0, :2]", "along `axis=0` has one entry a column"),
        ("f(ws * x, 1)", "entry by entry, in a loop?"),
        ("ws - x", "look at the `.shape` of each"),
        ("z[np.arange(3), np.arange(4)]", "`[rows, columns]` takes pairs"),
        ("x[3]", "the last of n is n - 1"),
        ("for i in len(x): pass", "`range(len(…))`"),
        ("for i in 5: pass", "`range(n)` counts"),
        ("for v in 2.5: pass", "one number and a whole array alike"),
        ("sum(2.5)", "one number and a whole array alike"),
        ("(2.5)[0]", "one number and a whole array alike"),
        ("len(2.5)", "one number and a whole array alike"),
        ("a = 2.0; a (3)", "is a `*` missing"),
        ("f[0]", "`( )` calls a function"),
        ("2 * f", "A function's name alone"),
        ("2 * none()", "is its `return` missing?"),
        ("[1, 2] - 1", "A list does not compute"),
        ("min(x, key=f)", "`lambda w: …` can add others"),
        ("f(1)", "the first line of that function"),
        ("f(1, 2, 3)", "the first line of that function"),
        ("1 / 0", "divides by is 0"),
        ("sqrt(2)", "Did you mean `np.sqrt`?"),
        ("X * 2", "Did you mean `x`? Capitals"),
        ("'mean' == mean", "it stands in quotes"),
    ],
)
def test_advice_fits_the_line(line, words):
    assert words in said(line)


@pytest.mark.parametrize(
    "line",
    [
        "round(2.0, x)",  # no array is rounded
        "mean + 1",  # no function is called, nothing compared
        "import numpy.sqrt",
    ],
)
def test_no_advice_where_the_line_holds_nothing_of_it(line):
    assert said(line) == ""
