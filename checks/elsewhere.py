"""Slips told by the right results for *other* inputs: two exchanged, one left out, a point too few.

An answer that returns on every case what is right for those has made just that of its inputs.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from .slips import is_array, length, listed
from .values import encode, show

Right = Callable[[tuple], dict]  # from a case to the right value
Some = Callable[[tuple], list[int]]  # from a case to the positions of some of its points


class Elsewhere(NamedTuple):
    """What an answer returns that confuses the inputs of a case in some way, and what to say."""

    result: Callable[[Right, tuple], dict]
    sentence: str


def confusions(names: tuple[str, ...], example: tuple, cases: list[tuple]) -> Iterator[Elsewhere]:
    """The ways in which the inputs of an exercise may be confused."""
    numbers, arrays = (
        [k for k in range(len(names)) if all(is_one(case[k]) for case in cases)]
        for is_one in (_is_number, is_array)
    )
    for i, k in (*combinations(numbers, 2), *combinations(arrays, 2)):
        if all(np.shape(case[i]) == np.shape(case[k]) for case in cases):
            yield Elsewhere(
                lambda right, case, i=i, k=k: right(_with(case, {i: case[k], k: case[i]})),
                f"Your result is right for `{names[i]}` and `{names[k]}` exchanged: look where each"
                " of them stands.",
            )
    points = [k for k in arrays if all(len(case[k]) == length(case) for case in cases)]
    if len(points) > 1:
        yield Elsewhere(
            lambda right, case: right(_with(case, {k: example[k] for k in points})),
            f"You used the {listed(names[k] for k in points)} of the example whatever is given:"
            " use those that your function is given.",
        )
    for group in (points, *([k] for k in arrays if [k] != points)):
        if group:
            yield from _with_some(names, group)
    for k in points:
        if all(np.ndim(case[k]) == 1 and set(case[k].tolist()) <= {0, 1} for case in cases):
            yield from _of_one_label(names, points, k)
    if points:
        yield from _of_one_point(names, points)
    for k, name in enumerate(names):
        values = [case[k] for case in cases]
        if all(_is_number(value) or is_array(value) for value in values):
            yield from _of_one_input(k, name, example[k], values)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _with(case: tuple, changed: dict[int, Any]) -> tuple:
    return tuple(changed.get(k, value) for k, value in enumerate(case))


def _with_some(names: tuple[str, ...], group: list[int]) -> Iterator[Elsewhere]:
    """Arrays of one length without their first or last entry, or with that alone."""
    of = listed(names[k] for k in group)
    for some, what in (
        (lambda n: range(1), "looks at the first of {} alone: is a `return` inside the loop?"),
        (
            lambda n: range(n - 1, n),
            "looks at the last of {} alone: does a round of the loop replace what came before?",
        ),
        (lambda n: range(1, n), "leaves out the first of {}: positions count from 0."),
        (lambda n: range(n - 1), "leaves out the last of {}: `range(n)` ends at n - 1."),
        (lambda n: range(min(n, 3)), "looks at three of {}, however many there are."),
    ):

        def chosen(case: tuple, some: Callable = some) -> list[int]:
            return list(some(len(case[group[0]])))

        yield from _of(chosen, group, f"Your answer {what.format(of)}")


def _of_one_label(names: tuple[str, ...], points: list[int], k: int) -> Iterator[Elsewhere]:
    """The points with one of two labels alone."""
    for label in (0, 1):

        def chosen(case: tuple, label: int = label) -> list[int]:
            return [i for i, own in enumerate(case[k].tolist()) if own == label]

        yield from _of(chosen, points, f"Your answer counts those with `{names[k]}` {label} alone.")


def _of(some: Some, group: list[int], sentence: str) -> Iterator[Elsewhere]:
    """The result for some points, and what a mean of theirs becomes that is divided by the number
    of all; or their sum."""

    def result(right: Right, case: tuple) -> dict:
        return right(_with(case, {k: case[k][some(case)] for k in group}))

    def divided(right: Right, case: tuple) -> dict:
        return _scaled(result(right, case), len(some(case)) / len(case[group[0]]))

    def summed(right: Right, case: tuple) -> dict:
        return _scaled(result(right, case), len(some(case)))

    yield Elsewhere(result, sentence)
    yield Elsewhere(divided, sentence)
    yield Elsewhere(summed, f"{sentence} And it adds up where it should take a mean.")


def _scaled(value: dict, factor: float) -> dict:
    return value | {"kind": "float", "data": [factor * float(v) for v in value["data"]]}


def _of_one_point(names: tuple[str, ...], points: list[int]) -> Iterator[Elsewhere]:
    """One of the results for each point alone, in place of their mean."""
    of = listed(names[k] for k in points)
    for way, one in (("largest", np.max), ("smallest", np.min), ("median", np.median)):

        def result(right: Right, case: tuple, one: Callable = one) -> dict:
            alone = [_with(case, {k: case[k][[i]] for k in points}) for i in range(length(case))]
            return encode(float(one([right(point)["data"][0] for point in alone])))

        yield Elsewhere(
            result,
            f"You took the {way} of what each point in {of} gives: all of them count, in their"
            " mean.",
        )


def _of_one_input(k: int, name: str, example: Any, values: list) -> Iterator[Elsewhere]:
    """One input always that of the example, left out, one more or less, with another sign …"""
    for change, sentence in _changes(name, example, values):
        yield Elsewhere(
            lambda right, case, change=change: right(_with(case, {k: change(case[k])})), sentence
        )


def _changes(name: str, example: Any, values: list) -> Iterator[tuple[Callable[[Any], Any], str]]:
    """What may become of an input, and what is then said."""
    instead = f"Your result is right for {{}} in place of `{name}`: "
    if len(encode(example)["data"]) <= 4:
        yield (
            lambda v: example,
            f"You used {show(encode(example))} whatever `{name}` is: use the `{name}` that your"
            " function is given.",
        )
    whole = all(encode(value)["kind"] == "int" for value in values)
    if whole:
        yield lambda v: v + 1, instead.format("one more") + "what do you begin to count with?"
        yield lambda v: v - 1, instead.format("one less") + "what do you begin to count with?"
    if all(is_array(v) and set(encode(v)["data"]) <= {0, 1} for v in values):
        yield lambda v: 1 - v, instead.format(f"1 − {name}") + "the two cases are exchanged."
    yield lambda v: -v, instead.format(f"−{name}") + "look for a minus."
    yield lambda v: 0 * v, instead.format("0") + "is it left out, or multiplied by 0?"
    loop = ", or is a `return` inside a loop" if whole else ""
    yield lambda v: 0 * v + 1, instead.format("1") + f"is it left out{loop}?"
    yield abs, instead.format(f"|{name}|") + "its sign counts."
    yield lambda v: v**2, instead.format(f"{name}²") + "it is squared once too often."
    yield lambda v: 2 * v, instead.format(f"2 · {name}") + "look for a factor."
    yield lambda v: v / 2, instead.format(f"{name} / 2") + "look for a factor."
    yield lambda v: 1 / v, instead.format(f"1 / {name}") + "look for a `/`."
