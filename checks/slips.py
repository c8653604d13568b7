"""Slips that people make in any exercise, told from what an answer returned on every case.

Here the results are held beside the inputs and the right results: the sign, a factor, a rounding,
one part of a pair.  `elsewhere` holds them beside the right results for other inputs.  Neither
knows an exercise, and a slip is named only where it holds on every case: so what is said of the
results is true, whatever the code looks like.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .values import NUMBERS, encode, same, show

Numbers = list[np.ndarray]  # results as numbers, one array a case
DIGITS = ("whole numbers", "1 digit", "2 digits", "3 digits", "4 digits")
NEARLY = 1e-4  # a factor nearer to 1 comes from lost digits, from no number in the code
NTH = ("first", "second", "third", "fourth")
CONDENSED: dict[str, Callable[[np.ndarray], Any]] = {
    "first": lambda part: part.flat[0],
    "last": lambda part: part.flat[-1],
    "mean": np.mean,
    "sum": np.sum,
    "largest": np.max,
    "smallest": np.min,
}


def slip(
    names: tuple[str, ...], cases: list[tuple], got: list[dict], want: list[dict], tolerance: float
) -> str:
    """What is to be said of results that stand in one relation to the inputs, or to the right
    results, on every case; "" if they do not."""
    inputs = {name: [encode(case[k]) for case in cases] for k, name in enumerate(names)}
    if told := _of_one_input(inputs, got, tolerance):
        return told
    if not all(value["kind"] in NUMBERS for value in (*got, *want)):
        return ""
    fixed = got[0]["shape"] == want[0]["shape"] and all(one == got[0] for one in got)
    if fixed and any(one != want[0] for one in want):
        return f"You returned {show(got[0])} every time: compute it from {listed(names)}."
    mine, right = (list(map(_numbers, values)) for values in (got, want))
    if told := _condensed(mine, right, tolerance):
        return told
    if any(a.shape != b.shape for a, b in zip(mine, right, strict=True)):
        return ""
    if told := _relation(mine, right, list(map(length, cases)), tolerance):
        return f"Your result is {told}."
    return _of_one_part(mine, right, tolerance) or _of_one_side(inputs, mine, right, tolerance)


def wrong_part(got: list[dict], want: list[dict], tolerance: float) -> str:
    """Which one of two to four numbers is ever wrong; "" if several are."""
    if not all(value["kind"] in NUMBERS for value in (*got, *want)):
        return ""
    shapes = {tuple(value["shape"]) for value in (*got, *want)}
    if len(want) < 2 or len(shapes) > 1 or not shapes <= {(2,), (3,), (4,)}:
        return ""
    parts = list(
        zip(*(np.transpose(list(map(_numbers, values))) for values in (got, want)), strict=True)
    )
    wrong = [NTH[k] for k, (mine, right) in enumerate(parts) if not _close(mine, right, tolerance)]
    others = "the other is" if len(parts) == 2 else "the others are"
    return f"The {wrong[0]} number is wrong; {others} right." if len(wrong) == 1 else ""


def listed(names: Iterable[str]) -> str:
    """As code in a sentence: "`w`, `x` and `y`"."""
    *most, last = [f"`{name}`" for name in names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def length(case: tuple) -> int:
    """How many points a case has: the length of its last array."""
    return next((len(value) for value in reversed(case) if is_array(value)), 0)


def is_array(value: Any) -> bool:
    """Whether an input is an array or a tensor, not one number."""
    return bool(getattr(value, "shape", ()))


def _numbers(value: dict) -> np.ndarray:
    return np.array([float(v) for v in value["data"]]).reshape(value["shape"])


def _close(one: Iterable, other: Iterable, tolerance: float) -> bool:
    return all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, tolerance, tolerance, equal_nan=True)
        for a, b in zip(one, other, strict=True)
    )


def _of_one_input(inputs: dict[str, list[dict]], got: list[dict], tolerance: float) -> str:
    """Results that are an input as it came, or one number that an array gives."""
    for name, values in inputs.items():
        if all(same(one, value, tolerance) for one, value in zip(got, values, strict=True)):
            return f"You returned `{name}` as it came."
        if all(value["kind"] in NUMBERS and value["data"] and value["shape"] for value in values):
            for way, of in {**CONDENSED, "median": np.median}.items():
                made = (encode(float(of(_numbers(value)))) for value in values)
                if all(same(one, other, tolerance) for one, other in zip(got, made, strict=True)):
                    return f"You returned the {way} of `{name}`."
    return ""


def _condensed(got: Numbers, want: Numbers, tolerance: float) -> str:
    """Several numbers where one is right, or one where several are."""
    for many, few, sentence in (
        (got, want, "You returned several numbers: the {} of them is the one asked for."),
        (want, got, "You returned the {} of the right numbers: all of them are asked for."),
    ):
        if not any(part.ndim for part in few) and all(part.size > 1 for part in many):
            for way, of in CONDENSED.items():
                if _close(map(of, many), few, tolerance):
                    return sentence.format(way)
    return ""


def _relation(got: Numbers, want: Numbers, lengths: list[int], tolerance: float) -> str:
    """How got follows from want on every case, in words that go on "Your result is …"."""
    if _close(got, want, tolerance):
        return ""
    ways = _ways(got, want, lengths)
    made = (words for words, way in ways if _close(map(way, want, lengths), got, tolerance))
    return next(made, "")


def _ways(got: Numbers, want: Numbers, lengths: list[int]) -> Iterable[tuple[str, Callable]]:
    """What may have been made of a right value v for n points, and how that is said."""
    yield "right but for its sign: a minus is missing, or one too many", lambda v, n: -v
    yield "right but never below 0: a sign got lost", lambda v, n: abs(v)
    for digits in range(len(DIGITS)):
        yield (
            f"rounded to {DIGITS[digits]}: leave it as it is",
            lambda v, n, digits=digits: np.round(v, digits),
        )
    if abs((factor := _at(True, np.divide, got, want)) - 1) < NEARLY:
        yield (
            "very nearly right: is something rounded on the way, or computed in float32?",
            lambda v, n: factor * v,
        )
    elif factor:
        times = {2: "twice", 0.5: "half of"}.get(round(abs(factor), 7), f"{abs(factor):.4g} times")
        sign = ", with the other sign" if factor < 0 else ""
        yield (
            f"{times} the right one every time{sign}: look for a factor",
            lambda v, n: factor * v,
        )
    if len(set(lengths)) > 1:
        yield "a sum where a mean is asked for: divide by the number of points", lambda v, n: n * v
        yield "divided by the number of points once too often", lambda v, n: v / n
        yield "divided by one less than the number of points", lambda v, n: v * n / (n - 1)
        yield "divided by one more than the number of points", lambda v, n: v * n / (n + 1)
        sums = [n * v for v, n in zip(want, lengths, strict=True)]
        if share := _at(True, np.divide, got, sums):
            yield (
                f"divided by {1 / share:.4g} whatever comes: divide by the number of points",
                lambda v, n: share * n * v,
            )
    if offset := _at(False, np.subtract, got, want):
        more = "more" if offset > 0 else "less"
        yield f"{abs(offset):.4g} {more} than the right one every time", lambda v, n: v + offset
    yield "the root of the right one", lambda v, n: np.sqrt(v)
    yield "the square of the right one", lambda v, n: v**2
    yield "1 divided by the right one", lambda v, n: 1 / v
    yield "the logarithm of the right one", lambda v, n: np.log(v)
    yield "e to the power of the right one", lambda v, n: np.exp(v)


def _at(largest: bool, of: Callable, got: Numbers, want: Numbers) -> float:
    """of(got, want) where both are finite and want is largest, or smallest."""
    mine, right = (np.concatenate([np.ravel(part) for part in parts]) for parts in (got, want))
    usable = np.isfinite(mine) & np.isfinite(right)
    mine, right = mine[usable], right[usable]
    if len(set(right)) < 2:
        return 0.0
    k = np.argmax(abs(right)) if largest else np.argmin(abs(right))
    return float(of(mine[k], right[k]))


def _of_one_part(got: Numbers, want: Numbers, tolerance: float) -> str:
    """What is to be said of one of two to four numbers, if the others are right."""
    shapes = {part.shape for part in want}
    if len(want) < 2 or len(shapes) > 1 or not shapes <= {(2,), (3,), (4,)}:
        return ""
    parts = list(zip(np.transpose(got), np.transpose(want), strict=True))
    wrong = [k for k, (mine, right) in enumerate(parts) if not _close(mine, right, tolerance)]
    if len(wrong) != 1:
        return ""
    told = _relation(*parts[wrong[0]], [0] * len(want), tolerance)
    others = "the other is" if len(parts) == 2 else "the others are"
    return f"The {NTH[wrong[0]]} number is {told}; {others} right." if told else ""


def _of_one_side(inputs: dict[str, list], got: Numbers, want: Numbers, tolerance: float) -> str:
    """Whether results, one for each entry of an input, are wrong just where that is below 0, above
    it or far from it."""
    if not any(part.ndim for part in want):  # one number a case falls on one side by chance
        return ""
    mine, right = (np.concatenate([np.ravel(part) for part in parts]) for parts in (got, want))
    for name, values in inputs.items():
        if any(
            value["kind"] not in NUMBERS or tuple(value["shape"]) != part.shape
            for value, part in zip(values, want, strict=True)
        ):
            continue
        given = np.concatenate([np.ravel(_numbers(value)) for value in values])
        wrong = ~np.isclose(mine, right, tolerance, tolerance, equal_nan=True)
        if not 1 <= wrong.sum() <= wrong.size - 2:
            continue
        sides: dict[str, Any] = {
            "below 0": given < 0,
            "above 0": given > 0,
            "0": given == 0,
            "far from 0": abs(given) > max(abs(given[~wrong])),
        }
        for side, there in sides.items():
            if (there == wrong).all():
                return f"Right except where `{name}` is {side}: what does your code do there?"
    return ""
