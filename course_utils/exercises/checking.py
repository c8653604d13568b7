"""From an answer to a verdict, in two halves that may live in two processes.

`run` calls the learner's code and turns whatever happens into JSON.  `judge` compares that with
the reference and the known mistakes, and never touches the learner's objects.
"""

import contextlib
import copy
import inspect
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np

from ..learner import Printed, TimeUp, explain, is_stub, time_limit
from .record import Exercise, call
from .values import encode, holds, noun, same, show

IN_LIST = "The lesson goes on to compute with them: return an array, `np.array(…)`."
SECONDS = 5.0  # for all the cases of a check together


@dataclass(frozen=True)
class Verdict:
    """state is "right", "wrong" or "blank"; kind tells failures apart; facts are shown in rows."""

    state: str
    kind: str
    sentence: str
    facts: dict[str, str] | None = None


def run(exercise: Exercise, answer: Any, cases: list[tuple]) -> list[dict]:
    """Try an answer on every case.  Nothing it does gets out but JSON: one outcome a case,
    {"value", "lists", "printed", "changed"}, ending at the first {"error", "printed"}; or a single
    {"unfit"} if it cannot be tried.  Of the exercise, the probe and the parameters are used."""
    if unfit := _unfit(exercise, answer, cases[0]):
        return [unfit]
    outcomes, deadline = [], time.monotonic() + SECONDS
    for case in cases:
        outcomes.append(_try(exercise, answer, case, deadline - time.monotonic()))
        if "error" in outcomes[-1]:
            break
    return outcomes


def judge(exercise: Exercise, cases: list[tuple], outcomes: list[dict]) -> Verdict:
    """The verdict on outcomes that `run` made of an answer on these cases.

    Raises whatever JSON of another form leads to: a grader calls that unreadable.
    """
    last = outcomes[-1]
    if "unfit" in last:
        return _judge_unfit(exercise, **last)
    if "error" in last:
        return _judge_error(exercise, cases[len(outcomes) - 1], **last)

    own = _results(exercise, exercise.reference, cases)
    wanted = [encode(result) for result in own]
    values = [outcome["value"] for outcome in outcomes]
    right = _compare(exercise, values, wanted)
    whole = [value["kind"] == "int" or not exercise.whole for value in values]
    pairs = zip(outcomes, own, strict=True)
    listed = [exercise.array and outcome["lists"] != _lists(result) for outcome, result in pairs]
    clean = [
        fits and not in_list and not outcome["changed"]
        for fits, in_list, outcome in zip(whole, listed, outcomes, strict=True)
    ]
    if all(right) and all(clean):
        return Verdict("right", "right", exercise.right)

    i = (clean if all(right) else right).index(False)
    got, want, printed = values[i], wanted[i], outcomes[i]["printed"]
    digits = 15 if show(got) == show(want) else 6
    facts = {"given": _given(exercise, cases[i])}
    if not right[i]:
        facts |= {"returned": show(got, digits), "expected": show(want, digits)}
    changed = [exercise.given[k] for k, _ in outcomes[i]["changed"]]
    for k, now in outcomes[i]["changed"]:
        facts[f"{exercise.given[k]} changed"] = f"{show(encode(cases[i][k]))} → {show(now)}"
    if printed:
        facts["printed"] = printed.rstrip()

    if all(right) and listed[i]:
        return Verdict("wrong", "list", f"Right numbers, but in a list. {IN_LIST}", facts)
    # A right value in the wrong form (a float, a changed input) is no known mistake.
    for number, mistake in enumerate(() if all(right) else exercise.mistakes, 1):
        theirs = [encode(result) for result in _results(exercise, mistake.answer, cases)]
        if all(_compare(exercise, values, theirs)):
            return Verdict("wrong", f"mistake {number}", mistake.sentence, facts)
    kind, sentence = _diagnose(exercise, got, want, right, changed, printed)
    return Verdict("wrong", kind, sentence, facts)


def _diagnose(
    exercise: Exercise, got: dict, want: dict, right: list[bool], changed: list[str], printed: str
) -> tuple[str, str]:
    """The kind of a failure that is no known mistake, and a sentence about it."""
    name = exercise.name
    if got["kind"] == "none":
        if any(right):
            return "none", f"On this input `{name}` reached no `return`; on others it did."
        aside = " `print` shows a value to you, `return` hands it to the lesson." if printed else ""
        return "none", f"`{name}` returned nothing here: is a `return` missing?{aside}"
    if got["kind"] == "text" and exercise.probe is not call:
        return "told", got["data"][0]
    if noun(got) != noun(want):
        single = got["shape"] and len(got["data"]) == 1 and noun(want) == "one number"
        fix = ": return the number itself" if single else ""
        return "type", f"`{name}` should return {noun(want)} here; yours returned {noun(got)}{fix}."
    if holds(got, "nan") and not holds(want, "nan"):
        return "nan", "The result holds nan, not a number: 0/0 and inf − inf make one."
    if changed:
        return "changed", (
            f"`{name}` changes its input {_names(changed)}: leave that alone, make a new array."
        )
    if all(right):
        return "whole", "Return a whole number: yours is a float, which `round` makes whole."
    if right[0] and sum(right) == 1:
        return "example", (
            "Right on the printed example only:"
            f" does it use all of its inputs, {_names(exercise.given)}, and nothing else?"
        )
    if any(right):
        return "some", f"Right on {sum(right)} of {len(right)} inputs, but not on this one."
    return "value", "Another result is expected here: work this one out by hand and compare."


def _names(names: Iterable[str]) -> str:
    """As code in a sentence: "`w`, `x` and `y`"."""
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} and {last}" if most else last


def _unfit(exercise: Exercise, answer: Any, case: tuple) -> dict | None:
    """Why the answer cannot be tried at all, if so."""
    if answer is None or answer is ... or is_stub(answer) or _is_stub_class(answer):
        return {"unfit": "blank"}
    if exercise.probe is call and isinstance(answer, type):
        return {"unfit": "class"}
    if exercise.probe is not call and not callable(answer):
        return None  # a model, say
    if not callable(answer):
        return {"unfit": "value", "what": encode(answer)}
    try:
        signature = inspect.signature(answer)
    except Exception:  # some callables written in C have none: let the call show
        return None
    try:
        signature.bind(*exercise.parameters)
    except TypeError:
        return {"unfit": "parameters", "what": str(signature)[:200]}
    names = tuple(signature.parameters)
    if names != exercise.parameters and sorted(names) == sorted(exercise.parameters):
        return {"unfit": "order", "what": str(signature)[:200]}


def _is_stub_class(answer: Any) -> bool:
    """Whether a class has methods, and all but its `__init__` do nothing."""
    if not isinstance(answer, type):
        return False
    methods = {k: v for k, v in vars(answer).items() if isinstance(v, FunctionType)}
    methods.pop("__init__", None)
    return bool(methods) and all(map(is_stub, methods.values()))


def _try(exercise: Exercise, answer: Any, case: tuple, seconds: float) -> dict:
    given = copy.deepcopy(case)
    printed = Printed()
    with contextlib.redirect_stdout(printed):
        try:
            with time_limit(seconds):
                result = exercise.probe(answer, given)
                outcome = {"value": encode(result), "lists": _lists(result)}
        except BaseException as error:  # a learner's sys.exit() must not end the kernel
            return {"error": explain(error), "printed": printed.text}
    pairs = enumerate(zip(given, case, strict=True))
    changed = [[k, encode(now)] for k, (now, before) in pairs if encode(now) != encode(before)]
    return outcome | {"printed": printed.text, "changed": changed}


def _lists(result: Any) -> list[bool]:
    """Which parts of a result are lists: of a pair each part, else the result itself."""
    parts = result if type(result) is tuple else (result,)
    return [type(part) in (list, tuple) for part in parts]


def _results(exercise: Exercise, answer: Any, cases: list[tuple]) -> list:
    """What one of the course's own answers, right or wrong, returns."""
    with np.errstate(all="ignore"):
        return [exercise.probe(answer, copy.deepcopy(case)) for case in cases]


def _compare(exercise: Exercise, values: list[dict], results: list[dict]) -> list[bool]:
    return [same(*pair, exercise.tolerance) for pair in zip(values, results, strict=True)]


def _given(exercise: Exercise, case: tuple) -> str:
    pairs = zip(exercise.given, case, strict=True)
    return ", ".join(f"{name} = {show(encode(value))}" for name, value in pairs)


def _judge_unfit(exercise: Exercise, unfit: str, what: Any = None) -> Verdict:
    name, header = exercise.name, exercise.header
    if unfit == "blank":
        return Verdict("blank", "blank", f"Write your `{name}` in the cell above, then run both.")
    if unfit in ("parameters", "order"):
        if header.startswith("class"):
            header = f"def __init__({', '.join(('self', *exercise.parameters))}):"
        aside = ", the same in another order" if unfit == "order" else ""
        return Verdict("wrong", unfit, f"Start with `{header}`; yours takes `{what}`{aside}.")
    thing = "a class" if unfit == "class" else noun(what)
    wanted = "class" if header.startswith("class") else "function"
    return Verdict("wrong", unfit, f"`{name}` is {thing}, not a {wanted}: start with `{header}`.")


def _judge_error(exercise: Exercise, case: tuple, error: dict, printed: str) -> Verdict:
    kind = str(error["type"])
    if kind == TimeUp.__name__:
        why = f"Still running after {SECONDS:g} seconds, so it was stopped: does a loop never end?"
    else:
        why = f"Your code stopped with {kind}: {error['message']}".rstrip(": ")
        why += _advice(error["message"])
    facts = {"where": error["line"], "given": _given(exercise, case), "printed": printed.rstrip()}
    return Verdict("wrong", kind, why, {k: v for k, v in facts.items() if v})


def _advice(message: str) -> str:
    """What to do about an error whose text tells."""
    undefined = re.match(r"name '(\w+)' is not defined", message)
    if undefined and callable(vars(np).get(undefined[1])):
        return f". Did you mean `np.{undefined[1]}`?"
    if "bitwise_xor" in message or "for ^" in message:
        return ". A power is `**` in Python, not `^`."
    if "truth value of an array" in message:
        return ". An `if` decides once, not for each element: use a function such as `np.where`."
    if "converted to Python scalars" in message:
        return ". Functions of `math` take one number: those of `np` take a whole array."
    if "mismatch in its core dimension" in message or "shapes cannot be multiplied" in message:
        return ". In `a @ b` a row of a meets a column of b: `.T` turns rows into columns."
    if "inhomogeneous" in message:
        return ". One array cannot hold parts of different shapes: return `a, b` instead."
    if re.search(r"'float'( object is not (iterable|subscriptable)| has no len)", message):
        return ". An input can be one number: `w * x` does one number and a whole array alike."
    return ""
