"""One encoding of values as JSON: made where the learner's code runs, compared anywhere.

    {"kind": "float", "shape": [3], "data": [1.5, "nan", "-inf"]}

kind is bool, int, float or text; none; list, for things of different kinds or shapes, whose data
are encoded values; told, for a sentence about an answer in place of a value; or other, of which the
type's name alone is kept.  Where that name or a shape must not be told, a grader writes odd.  data
is flat, in C order.
A list, a tuple, an array and a tensor of the same numbers have the same encoding.
"""

import math
import sys
from typing import Any

import numpy as np

KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float"}
NUMBERS = {"int", "float"}
MOST = 10_000  # values in one array, characters in one text
DEEPEST = 6  # lists within lists


class Told(str):
    """A sentence about an answer, where there is no value or a value alone would not say it."""


def encode(value: Any, depth: int = DEEPEST) -> dict:
    """JSON for value.  Runs no method of a type it does not know, and never imports torch."""
    if value is None:
        return _pack("none", [], [])
    if type(value) in (str, Told):
        return _pack("text" if type(value) is str else "told", [], [str(value)[:MOST]])
    if type(value) in (bool, int, float):
        return _pack(type(value).__name__, [], [_number(value)])
    if type(value) in (list, tuple) and len(value) <= MOST and depth:
        return _stack([encode(item, depth - 1) for item in value])
    if _is_tensor(value) and value.numel() <= MOST:
        value = np.asarray(value.detach().cpu().tolist())
    if _is_numpy(value) and value.dtype.kind in KINDS and value.size <= MOST:
        data = [_number(v) for v in value.ravel().tolist()]
        return _pack(KINDS[value.dtype.kind], value.shape, data)
    return _pack("other", [], [type(value).__name__])


def same(got: dict, want: dict, tolerance: float) -> bool:
    """Whether two encoded values are equal: a whole number equals its float, nan equals nan.

    tolerance is both relative (to want) and absolute; whole numbers are compared exactly.
    """
    numbers = {got["kind"], want["kind"]} <= NUMBERS
    if not numbers and got["kind"] != want["kind"] or got["shape"] != want["shape"]:
        return False
    if len(got["data"]) != len(want["data"]):
        return False
    if numbers and not got["kind"] == want["kind"] == "int":
        pairs = zip(map(float, got["data"]), map(float, want["data"]), strict=True)
        return all(_close(a, b, tolerance) for a, b in pairs)
    if want["kind"] == "list":
        return all(map(same, got["data"], want["data"], [tolerance] * len(want["data"])))
    return got["data"] == want["data"]


def _close(a: float, b: float, tolerance: float) -> bool:
    """As `numpy.isclose`, of which a check makes thousands: this is much faster for one number."""
    if math.isfinite(a) and math.isfinite(b):
        return abs(a - b) <= tolerance * (1 + abs(b))
    return a == b or math.isnan(a) and math.isnan(b)


def holds(value: dict, item: str) -> bool:
    """Whether an item is among an encoded value's data, or in one of them if it is a list."""
    if value["kind"] == "list":
        return any(holds(part, item) for part in value["data"])
    return item in value["data"]


def noun(value: dict) -> str:
    """What an encoded value is, in words: "one number", "3 numbers", "a text"."""
    kind, shape = value["kind"], tuple(value["shape"])
    if kind == "other":
        return f"an object of type {value['data'][0]}"
    if kind == "list":
        return f"({', '.join(map(noun, value['data'][:3]))}{', …' * (shape[0] > 3)})"
    if shape:
        thing = {"text": "text", "bool": "boolean"}.get(kind, "number")
        if shape == (1,):
            return f"a list or array with one {thing} in it"
        return f"{shape[0]} {thing}s" if len(shape) == 1 else f"{thing}s of shape {shape}"
    words = {"none": "None", "text": "a text", "bool": "True or False", "odd": "something else"}
    return words.get(kind, "one number")


def show(value: dict, digits: int = 6) -> str:
    """An encoded value as a reader would write it, long ones shortened."""
    kind, data = value["kind"], value["data"]
    if kind in ("none", "other", "odd"):
        return noun(value)
    if 0 in value["shape"]:
        return "[]"
    texts = dict.fromkeys(("text", "told"), lambda text, _: repr(text))
    one = {"list": show, **texts}.get(kind, _show_number)
    items = [one(item, digits) for item in data]
    for size in reversed(value["shape"]):
        rows = [items[i : i + size] for i in range(0, len(items), size)]
        items = [f"[{', '.join(row if size <= 8 else [*row[:6], '…', row[-1]])}]" for row in rows]
    return items[0]


def _pack(kind: str, shape: tuple | list, data: list) -> dict:
    return {"kind": kind, "shape": list(shape), "data": data}


def _stack(items: list[dict]) -> dict:
    """Items of one kind and shape become one array of them, others a list."""
    kinds = {item["kind"] for item in items} or {"float"}
    alike = all(item["shape"] == items[0]["shape"] for item in items)
    kind = "float" if kinds == NUMBERS else min(kinds)
    mixed = len(kinds) > 1 and kinds != NUMBERS
    if mixed or not alike or kind in ("none", "list", "told", "other"):
        return _pack("list", [len(items)], items)
    inner = items[0]["shape"] if items else []
    return _pack(kind, [len(items), *inner], [v for item in items for v in item["data"]])


def _number(value: Any) -> bool | int | float | str:
    """A number as JSON: nan and the infinities, which JSON lacks, become text."""
    if isinstance(value, bool) or isinstance(value, int) and abs(value) < 2**63:
        return value
    try:
        value = float(value)
    except OverflowError:
        value = math.copysign(math.inf, value > 0 or -1)
    return value if math.isfinite(value) else str(value)


def _show_number(value: bool | int | float | str, digits: int) -> str:
    if type(value) is not float:
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.{digits}g}"


def _is_tensor(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and type(value) in (torch.Tensor, torch.nn.Parameter)


def _is_numpy(value: Any) -> bool:
    return type(value) is np.ndarray or type(value) in np.sctypeDict.values()
