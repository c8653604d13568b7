"""From outcomes in JSON to a verdict: the half of a check that knows what is right.

The other half, `trying`, meets the learner's objects, and may live in another process.
"""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .exercise import Exercise
from .learner import TimeUp
from .trying import LIMITS, observed
from .values import encode, holds, noun, same, show

# Parts of error messages, and what to do about each.
_ROW_AND_COLUMN = "In `a @ b` a row of a meets a column of b: `.T` turns rows into columns."
_ONE_NUMBER = "An input can be one number: `w * x` does one number and a whole array alike."
ADVICE = {
    "bitwise_xor": "A power is `**` in Python, not `^`.",
    "for ^": "A power is `**` in Python, not `^`.",
    "truth value of an array": (
        "An `if` decides once, not for each element: use a function such as `np.where`."
    ),
    "converted to Python scalars": (
        "Functions of `math` take one number: those of `np` take a whole array."
    ),
    "mismatch in its core dimension": _ROW_AND_COLUMN,
    "shapes cannot be multiplied": _ROW_AND_COLUMN,
    "inhomogeneous": "One array cannot hold parts of different shapes: return `a, b` instead.",
    "'float' object is not iterable": _ONE_NUMBER,
    "'float' object is not subscriptable": _ONE_NUMBER,
    "'float' has no len": _ONE_NUMBER,
}
TOO_LONG = (
    "Still running after {:g} seconds of computing, or waiting for {:g}, so it was stopped: does a"
    " loop never end?"
)
IN_LIST = "The lesson goes on to compute with them: return an array, `np.array(…)`."


@dataclass(frozen=True)
class Verdict:
    """state is "right", "wrong" or "blank"; kind tells failures apart; facts are shown in rows, and
    are of one case: 0 is the printed example."""

    state: str
    kind: str
    sentence: str
    facts: dict[str, str] | None = None
    case: int | None = None


class Judge:
    """Judges answers to one exercise on the same cases.  What the course's own answers, right and
    wrong, return on them is computed once."""

    def __init__(self, exercise: Exercise, cases: list[tuple]):
        self.exercise, self.cases = exercise, cases
        self._known: dict[tuple[int, int], dict] = {}  # by mistake and case

    def verdict(self, outcomes: list[dict]) -> Verdict:
        """The verdict on outcomes that `trying.run` made of an answer on these cases.

        Raises whatever JSON of another form leads to: a grader calls that unreadable.
        """
        exercise, last = self.exercise, outcomes[-1]
        if "unfit" in last:
            return _unfit(exercise, **last)
        if "error" in last:
            return _stopped(exercise, self.cases, len(outcomes) - 1, **last)
        pairs = zip(outcomes, self.cases, strict=True)
        values = [self._weighed(outcome, case) for outcome, case in pairs]
        right = self.alike(values, self.known(0))
        listed = [
            exercise.array and outcome["lists"] != own["lists"]
            for outcome, own in zip(outcomes, self.outcomes, strict=True)
        ]
        whole = [value["kind"] == "int" or not exercise.whole for value in values]
        clean = [
            fits and not in_list and not outcome["changed"]
            for fits, in_list, outcome in zip(whole, listed, outcomes, strict=True)
        ]
        if all(right) and all(clean):
            return Verdict("right", "right", exercise.right)
        i = (clean if all(right) else right).index(False)
        kind, sentence = self._why(i, outcomes[i], values, right, listed[i])
        facts = self._facts(i, outcomes[i], values[i], right[i])
        return Verdict("wrong", kind, sentence, facts, i)

    def _why(
        self, i: int, outcome: dict, values: list[dict], right: list[bool], in_list: bool
    ) -> tuple[str, str]:
        """The kind of a failure on case i, and a sentence about it."""
        if all(right) and in_list:
            return "list", f"Right numbers, but in a list. {IN_LIST}"
        # A right value in the wrong form (a float, a changed input) is no known mistake.
        for number, mistake in enumerate(() if all(right) else self.exercise.mistakes, 1):
            if self._is_known(values, number):
                return f"mistake {number}", mistake.sentence
        changed = [self.exercise.given[k] for k, _ in outcome["changed"]]
        printed = outcome["printed"]
        return _diagnose(self.exercise, values[i], self.known(0)[i], right, changed, printed)

    def _facts(self, i: int, outcome: dict, got: dict, right: bool) -> dict[str, str]:
        """What is shown of case i: what was given, returned, expected, changed and printed."""
        exercise, case, want = self.exercise, self.cases[i], self.known(0)[i]
        facts = {"given": _given(exercise, case)}
        if not right:
            digits = 15 if show(got) == show(want) else 6
            facts |= {"returned": show(got, digits), "expected": show(want, digits)}
        for k, now in outcome["changed"]:
            facts[f"{exercise.given[k]} changed"] = f"{show(encode(case[k]))} → {show(now)}"
        if outcome["printed"]:
            facts["printed"] = outcome["printed"].rstrip()
        return facts

    @cached_property
    def outcomes(self) -> list[dict]:
        """What `trying.observed` makes of the reference on each case."""
        return [self._try(self.exercise.reference, case) for case in self.cases]

    def known(self, number: int) -> list[dict]:
        """The values of a known mistake, counted from 1, on each case; of the reference for 0."""
        return [self._known_on(i, number) for i in range(len(self.cases))]

    def _known_on(self, i: int, number: int) -> dict:
        if (number, i) not in self._known:
            mistakes, case = self.exercise.mistakes, self.cases[i]
            outcome = self._try(mistakes[number - 1].answer, case) if number else self.outcomes[i]
            self._known[number, i] = self._weighed(outcome, case)
        return self._known[number, i]

    def _is_known(self, values: list[dict], number: int) -> bool:
        """Whether a known mistake has these values.  Most differ on the first case already, and
        are tried no further: some train a model on each."""
        tolerance = self.exercise.tolerance
        return all(same(v, self._known_on(i, number), tolerance) for i, v in enumerate(values))

    def _try(self, answer: Any, case: tuple) -> dict:
        """One of the course's own answers on a case."""
        with np.errstate(all="ignore"):
            return observed(self.exercise.probe(answer, copy.deepcopy(case)))

    def _weighed(self, outcome: dict, case: tuple) -> dict:
        """What is compared: the value, or what the exercise makes of it."""
        if self.exercise.weigh is None:
            return outcome["value"]
        with np.errstate(all="ignore"):
            return self.exercise.weigh(outcome["value"], outcome["notes"], case)

    def fits(self, i: int, outcome: dict) -> bool:
        """Whether an outcome on case i has the right value, and the input is as it was."""
        if "value" not in outcome or outcome["changed"]:
            return False
        value = self._weighed(outcome, self.cases[i])
        return same(value, self._known_on(i, 0), self.exercise.tolerance)

    def alike(self, values: list[dict], others: list[dict]) -> list[bool]:
        """Of each case whether two answers' values on it are equal, within the tolerance."""
        return [same(*pair, self.exercise.tolerance) for pair in zip(values, others, strict=True)]


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
    if got["kind"] == "told":
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


def _given(exercise: Exercise, case: tuple) -> str:
    pairs = zip(exercise.given, case, strict=True)
    return ", ".join(f"{name} = {show(encode(value))}" for name, value in pairs)


def _unfit(exercise: Exercise, unfit: str, what: Any = None) -> Verdict:
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


def _stopped(
    exercise: Exercise, cases: list[tuple], i: int, error: dict, printed: str
) -> Verdict:
    kind = str(error["type"])
    if kind == TimeUp.__name__:
        why = TOO_LONG.format(*LIMITS)
    else:
        why = f"Your code stopped with {kind}: {error['message']}".rstrip(": ")
        why += _advice(error["message"])
    given = _given(exercise, cases[i])
    facts = {"where": error["line"], "given": given, "printed": printed.rstrip()}
    return Verdict("wrong", kind, why, {k: v for k, v in facts.items() if v}, i)


def _advice(message: str) -> str:
    """What to do about an error whose text tells."""
    undefined = re.match(r"name '(\w+)' is not defined", message)
    if undefined and callable(vars(np).get(undefined[1])):
        return f". Did you mean `np.{undefined[1]}`?"
    return next((f". {advice}" for part, advice in ADVICE.items() if part in message), "")
