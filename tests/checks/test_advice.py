"""What is said of an error depends on the line where it came up, not on its text alone."""

import io
import math
import re

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader

from checks.advice import ADVICE, advice


class Net(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, x):
        return self.linear(x)


class Deaf(nn.Module):
    def forward(self):
        pass


class Hasty(nn.Module):
    def __init__(self):
        self.linear = nn.Linear(1, 1)


X, TABLE = np.array([1.0, 2.0, 3.0]), np.ones((4, 3))
SCOPE = {"np": np, "x": X, "z": TABLE, "f": lambda a, b: a, "none": lambda: None, "ws": X[:2]}
SCOPE |= {"torch": torch, "nn": nn, "DataLoader": DataLoader, "io": io, "math": math}
SCOPE |= {"t": torch.ones(2, 3), "w": torch.ones(2, requires_grad=True), "net": Net(3)}
SCOPE |= {"Net": Net, "Deaf": Deaf, "Hasty": Hasty}


def message(line):
    try:
        exec(f"def answer():\n  {line}\nanswer()", dict(SCOPE))
    except Exception as error:
        return str(error)
    raise AssertionError("no error")


def said(line):
    return advice(message(line), line, ("w", "x", "y"))


NUMPY = [
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
    ("2.0 ^ 3.0", "A power is `**`"),
    ("x @ 2.0", "`*` multiplies numbers"),
    ("x.mean(axis=1)", "has one axis, 0"),
    ("x.shape[1]", "no columns"),
    ("np.zeros(2, 3)", "brackets of its own"),
    ("np.sigmoid(x)", "NumPy has no sigmoid"),
    ("[1][3]", "the last of n is n - 1"),
    ("for v in np.float64(2.5): pass", "one number and a whole array alike"),
    ("(2.5).mean()", "one number and a whole array alike"),
    ("[1, 2] * 0.5", "A list does not compute"),
    ("f(1, c=2)", "the first line of that function"),
    ("a = a + 1", "is its own"),
    ("(again := lambda: again())()", "calls itself, on and on"),
]
TORCH = [
    ("(2 * t).sum().backward()", "finds no way back"),
    ("2 * w.grad", "is None until `backward`"),
    ("ws = [1]; ws = ws.append(2); ws.append(3)", "`append` changes the list"),
    ("0.0 + t.sum().item", "A method's name alone"),
    ("for p in net.parameters: pass", "A method's name alone"),
    ("Hasty()", "`super().__init__()` comes first"),
    ("super.__init__()", "`super` is called, too"),
    ("nn.Module()(t)", "torch calls `forward`"),
    ("nn.BCELoss()(t)", "takes both at once"),
    ("Deaf()(t)", "`def forward(self, x):`"),
    ("nn.Bilinear(1, 1, 1)(t)", "with x alone"),
    ("nn.Sigmoid(t)", "A name with a capital makes a layer"),
    ("Net()", "goes between the brackets"),
    ("nn.BCELoss()(3 * t, t)", "This loss takes probabilities"),
    ("nn.BCEWithLogitsLoss()(t, t[0])", "labels of one shape"),
    ("t + torch.ones(2)", "do not go together"),
    ("(2 * w).backward()", "starts from one number"),
    ("w.sub_(1)", "no part of the chain"),
    ("if t > 0: pass", "An `if` decides once"),
    ("(t > 0).mean()", "A mean needs numbers"),
    ("t.item()", "a tensor with one number in it"),
    ("torch.load('nowhere.pt', weights_only=True)", "No file has this name"),
    ("torch.save(net.parameters(), io.BytesIO())", "is its `model.state_dict()`"),
    ("net.load_state_dict('model.pt')", "takes a state dict"),
    ("Net(3).load_state_dict(Net(2).state_dict())", "another number of features"),
    ("torch.save(net.state_dict())", "`torch.save(what, path)`"),
    ("Net.load_state_dict(net.state_dict())", "a fresh model of it can"),
    ("with torch.no_grad: pass", "Brackets are missing"),
    ("net.state_dict().eval()", "is no model"),
    ("nn.Linear(t.shape, 1)", "`.shape` holds all sizes"),
    ("net.load_state_dict({}, weights_only=True)", "belongs to `torch.load"),
    ("net([1.0])", "A tensor is wanted here"),
    ("len(t.sum())", "it is a row of one"),
    ("net(torch.ones(2, 2))", "A layer takes a table"),
    ("t @ t", "a row of a meets a column of b"),
    ("DataLoader([1])[0]", "has no positions"),
    ("t[t.argmin() + 5]", "counts through all its entries"),
]


@pytest.mark.parametrize(("line", "words"), [*NUMPY, *TORCH])
def test_advice_fits_the_line(line, words):
    assert words in said(line)


def test_each_advice_is_of_an_error_that_there_is():
    """A message that a new edition of Python or of a library words otherwise is met by none."""
    met = {
        next((part for part in ADVICE if part in text and _holds(line, part)), "")
        for line, _ in [*NUMPY, *TORCH]
        for text in [message(line)]
    }
    assert ADVICE.keys() - met == set()


def _holds(line, part):
    return any(re.search(pattern, line) for pattern, _ in ADVICE[part])


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
