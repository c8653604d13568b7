"""The one encoding of values: what it keeps, what it refuses to touch, what counts as equal."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest

from checks.values import MOST, encode, noun, same, show


class Liar(float):
    """A number with other opinions when asked."""

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__

    def item(self):
        raise AssertionError("an unknown object was asked for its item")

    __repr__ = __float__ = __len__ = __array__ = item


@pytest.mark.parametrize(
    ("value", "kind", "shape", "data"),
    [
        (None, "none", [], []),
        (True, "bool", [], [True]),
        (3, "int", [], [3]),
        (2.5, "float", [], [2.5]),
        (math.nan, "float", [], ["nan"]),
        (-math.inf, "float", [], ["-inf"]),
        ("ab", "text", [], ["ab"]),
        (np.float32(0.5), "float", [], [0.5]),
        (np.int8(-1), "int", [], [-1]),
        (np.bool_(True), "bool", [], [True]),
        (np.longdouble(0.5), "float", [], [0.5]),
        (np.array([[1, 2], [3, 4]]), "int", [2, 2], [1, 2, 3, 4]),
        (np.array([1.0, np.nan, np.inf]), "float", [3], [1.0, "nan", "inf"]),
        ((1, 2.5), "float", [2], [1, 2.5]),
        ([[1, 2], [3, 4]], "int", [2, 2], [1, 2, 3, 4]),
        ([np.array([1.0, 2.0]), np.array([3.0, 4.0])], "float", [2, 2], [1.0, 2.0, 3.0, 4.0]),
        ([], "float", [0], []),
        (["a", "b"], "text", [2], ["a", "b"]),
        ([True, False], "bool", [2], [True, False]),
        (10**400, "int", [], ["inf"]),
        (-(10**400), "int", [], ["-inf"]),
        (object(), "other", [], ["object"]),
        (range(3), "other", [], ["range"]),
        (np.array([1, None]), "other", [], ["ndarray"]),
        (np.ma.array([1.0]), "other", [], ["MaskedArray"]),
        (np.zeros(MOST + 1), "other", [], ["ndarray"]),
    ],
)
def test_a_value_is_kept_as_json(value, kind, shape, data):
    encoded = encode(value)
    assert encoded == {"kind": kind, "shape": shape, "data": data}
    assert json.loads(json.dumps(encoded, allow_nan=False)) == encoded


def test_an_object_that_only_looks_like_a_number_is_left_alone():
    encoded = encode(Liar(2))
    assert encoded == {"kind": "other", "shape": [], "data": ["Liar"]}
    assert not same(encoded, encode(2.0), 1e-6)


@pytest.mark.parametrize("value", [[1, "a"], [[1], [1, 2]], [1, None], [None, None], [True, 1]])
def test_unlike_things_stay_a_list(value):
    encoded = encode(value)
    assert (encoded["kind"], encoded["shape"]) == ("list", [2])
    assert encoded["data"] == [encode(item) for item in value]
    assert same(encoded, encode(tuple(value)), 0)


def test_a_list_that_holds_itself_ends():
    endless = []
    endless.append(endless)
    assert json.dumps(encode(endless))


def test_tensors_are_read_without_their_gradient():
    torch = pytest.importorskip("torch")
    parameter = torch.nn.Parameter(torch.tensor([[1.0, 2.0]]))
    assert encode(parameter) == encode([[1.0, 2.0]])
    assert encode(torch.tensor(True)) == encode(True)
    assert encode(torch.tensor([1.5], dtype=torch.bfloat16)) == encode([1.5])
    assert noun(encode(torch.zeros(MOST + 1))) == "an object of type Tensor"


def test_torch_is_never_imported():
    code = (
        "import sys, checks.values as v; v.encode([1.0, object()]);sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (2, 2.0),
        (2.0 + 1e-9, 2.0),
        (math.nan, math.nan),
        (math.inf, math.inf),
        ([1, 2], np.array([1.0, 2.0])),
        ([[1, "a"], 2], ([1, "a"], 2.0)),
        ("a", "a"),
        (None, None),
    ],
)
def test_equal_values(got, want):
    assert same(encode(got), encode(want), 1e-6)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (2.1, 2.0),
        (True, 1),
        ("2", 2),
        (None, 0.0),
        (math.nan, 0.0),
        (math.inf, -math.inf),
        ([2.0], 2.0),
        ([1, 2, 3], [1, 2]),
        ([[1, 2]], [1, 2]),
        ([1, "a"], [1, "b"]),
        ("a", "b"),
    ],
)
def test_different_values(got, want):
    assert not same(encode(got), encode(want), 1e-6)


def test_data_shorter_than_their_shape_are_not_stretched():
    forged = {"kind": "float", "shape": [3], "data": [1.0]}
    assert not same(forged, encode([1.0, 1.0, 1.0]), 1e-6)


@pytest.mark.parametrize(
    ("value", "words", "text"),
    [
        (2.0, "one number", "2"),
        (2 / 3, "one number", "0.666667"),
        (1e20, "one number", "1e+20"),
        (64048012001, "one number", "64048012001"),
        (math.nan, "one number", "nan"),
        (True, "True or False", "True"),
        ("nan", "a text", "'nan'"),
        (None, "None", "None"),
        (object(), "an object of type object", "an object of type object"),
        ([1.5, 2.0], "2 numbers", "[1.5, 2]"),
        ([], "0 numbers", "[]"),
        ([1.5], "a list or array with one number in it", "[1.5]"),
        ([[1, 2], [3, 4]], "numbers of shape (2, 2)", "[[1, 2], [3, 4]]"),
        (list(range(20)), "20 numbers", "[0, 1, 2, 3, 4, 5, …, 19]"),
        ([1, "a"], "(one number, a text)", "[1, 'a']"),
        (np.zeros((0, 3)), "numbers of shape (0, 3)", "[]"),
        (np.zeros((2, 0)), "numbers of shape (2, 0)", "[]"),
    ],
)
def test_values_are_shown_as_people_write_them(value, words, text):
    assert (noun(encode(value)), show(encode(value))) == (words, text)


def test_more_digits_are_shown_where_needed():
    assert show(encode(2 / 3), digits=15) == "0.666666666666667"
