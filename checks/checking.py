"""From outcomes in JSON to a verdict: the half of a check that knows what is right.

The other half, `trying`, meets the learner's objects, and may live in another process.
"""

import contextlib
import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .advice import advice
from .elsewhere import Elsewhere, confusions
from .exercise import Exercise
from .learner import TimeUp, silence, time_limit
from .probes import call, call_and_hear
from .slips import listed, slip, wrong_part
from .trying import LIMITS, observed
from .values import encode, holds, noun, same, show

TOO_LONG = (
    "Still running after {:g} seconds of computing, or waiting for {:g}, so it was stopped: does a"
    " loop never end?"
)
IN_LIST = "Right numbers, but in a list. The lesson goes on to compute with them: {}."


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
        self._elsewhere: dict[tuple[int, int], dict | None] = {}  # by confusion and case

    def verdict(self, outcomes: list[dict]) -> Verdict:
        """The verdict on outcomes that `trying.run` made of an answer on these cases.

        Raises whatever JSON of another form leads to: a grader calls that unreadable.
        """
        exercise, last = self.exercise, outcomes[-1]
        if "unfit" in last:
            return _unfit(exercise, **last)
        if "error" in last:
            return self._before(outcomes[:-1]) or _stopped(
                exercise, self.cases, len(outcomes) - 1, **last
            )
        values = self._values(outcomes)
        if values is None:
            return Verdict("wrong", TimeUp.__name__, TOO_LONG.format(*LIMITS))
        right = self.alike(values, self.known(0))
        clean = [self._clean(i, *one) for i, one in enumerate(zip(outcomes, values, strict=True))]
        if all(right) and all(clean):
            return Verdict("right", "right", exercise.right)
        i = (clean if all(right) else right).index(False)
        kind, sentence = self._why(i, outcomes[i], values, right, self._listed(i, outcomes[i]))
        facts = self._facts(i, outcomes[i], values[i], right[i])
        return Verdict("wrong", kind, sentence, facts, i)

    def without_manner(self, outcomes: list[dict]) -> list[dict]:
        """The same outcomes where all that leaves no number behind is as in the reference's."""
        return [self._mannered(i, outcome) for i, outcome in enumerate(outcomes)]

    def _mannered(self, i: int, outcome: dict) -> dict:
        manner, own = self.exercise.manner, self.outcomes[i]
        if "value" not in outcome:
            return outcome
        notes = {k: own["notes"][k] if k in manner else v for k, v in outcome["notes"].items()}
        value, names = outcome["value"], ("", *self.exercise.seen)
        if len(names) > 1 and value["kind"] == "list" and value["shape"] == [len(names)]:
            triples = zip(names, value["data"], own["value"]["data"], strict=True)
            value = value | {"data": [old if k in manner else new for k, new, old in triples]}
        return outcome | {"notes": notes, "value": value}

    def _before(self, outcomes: list[dict]) -> Verdict | None:
        """The verdict on what went before an error: where an input was changed, or just one known
        mistake explains it, on several cases: on few it may be by chance."""
        values = self._values(outcomes)
        if values is None:
            return None
        right = self.alike(values, self.known(0)[: len(values)])
        for i, outcome in enumerate(outcomes):
            if outcome["changed"]:
                facts = self._facts(i, outcome, values[i], right[i])
                return Verdict("wrong", "changed", self._change(outcome), facts, i)
        if all(right) or len(right) < 3:
            return None
        numbers = range(1, len(self.exercise.mistakes) + 1)
        known = [number for number in numbers if self._is_known(values, number)]
        if len(known) != 1:
            return None
        i = right.index(False)
        facts = self._facts(i, outcomes[i], values[i], False)
        sentence = self.exercise.mistakes[known[0] - 1].sentence
        return Verdict("wrong", f"mistake {known[0]}", sentence, facts, i)

    def _why(
        self, i: int, outcome: dict, values: list[dict], right: list[bool], in_list: bool
    ) -> tuple[str, str]:
        """The kind of a failure on case i, and a sentence about it."""
        if all(right) and in_list:
            made = self.exercise.array
            made = made if isinstance(made, str) else "return an array, `np.array(…)`"
            return "list", IN_LIST.format(made)
        # A right value in the wrong form (a float, a changed input) is no known mistake.
        for number, mistake in enumerate(() if all(right) else self.exercise.mistakes, 1):
            if self._is_known(values, number):
                return f"mistake {number}", mistake.sentence
        changed, printed = self._change(outcome), outcome["printed"]
        told = "" if changed or all(right) else self._slip(values)
        return _diagnose(self.exercise, values[i], self.known(0)[i], right, changed, printed, told)

    def _change(self, outcome: dict) -> str:
        """What is to be said of the inputs that an answer has changed; "" if it left them alone."""
        names = listed(self.exercise.given[k] for k, _ in outcome["changed"])
        fault = f"`{self.exercise.name}` changes its input {names}"
        return f"{fault}: leave that alone, make a new array." if outcome["changed"] else ""

    def _slip(self, values: list[dict]) -> str:
        """What is to be said of results that follow from one slip on every case."""
        exercise = self.exercise
        if exercise.inputs or all(holds(value, "nan") for value in values):
            return ""  # a learner does not see these inputs; nan is what many a slip leads to
        with silence():
            told = slip(exercise.given, self.cases, values, self.known(0), exercise.tolerance)
            if told:
                return told
            for number, confusion in enumerate(self._confusions):
                if all(self._follows(number, i, value) for i, value in enumerate(values)):
                    return confusion.sentence
        return wrong_part(values, self.known(0), exercise.tolerance)

    @cached_property
    def _confusions(self) -> list[Elsewhere]:
        """The confusions that are tried: a hundred and more, so not of answers that take long."""
        if self.exercise.probe not in (call, call_and_hear):
            return []
        return list(confusions(self.exercise.given, self.exercise.example, self.cases))

    def _follows(self, number: int, i: int, value: dict) -> bool:
        """Whether a value on case i is the one that a confusion of the inputs leads to."""
        if (number, i) not in self._elsewhere:
            try:
                made = self._confusions[number].result(self._right, self.cases[i])
            except Exception:  # inputs that the reference is not made for
                made = None
            self._elsewhere[number, i] = made
        made = self._elsewhere[number, i]
        return made is not None and same(value, made, self.exercise.tolerance)

    def _right(self, case: tuple) -> dict:
        return self._weighed(self._try(self.exercise.reference, case), case)

    def _facts(self, i: int, outcome: dict, got: dict, right: bool) -> dict[str, str]:
        """What is shown of case i: what was given, returned, expected, changed and printed."""
        exercise, case, want = self.exercise, self.cases[i], self.known(0)[i]
        facts = {"given": _given(exercise, case)}
        if not right:
            (got, *seen), (want, *wanted) = _parts(exercise, got), _parts(exercise, want)
            digits = 15 if show(got) == show(want) else 6
            facts |= {"returned": show(got, digits), "expected": show(want, digits)}
            for name, one, other in zip(exercise.seen, seen, wanted, strict=False):
                if not same(one, other, exercise.tolerance):
                    facts[name] = f"{_plain(one)}, not {_plain(other)}"
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
        with silence():
            return observed(self.exercise.probe(answer, copy.deepcopy(case)))

    def _weighed(self, outcome: dict, case: tuple) -> dict:
        """What is compared: the value, or what the exercise makes of it."""
        if self.exercise.weigh is None:
            return outcome["value"]
        with silence():
            return self.exercise.weigh(outcome["value"], outcome["notes"], case)

    def _values(self, outcomes: list[dict]) -> list[dict] | None:
        """What is compared of outcomes on the first cases; None where to weigh an answer's values
        takes longer than an answer may."""
        with contextlib.suppress(TimeUp), time_limit(LIMITS):
            pairs = zip(outcomes, self.cases, strict=False)
            return [self._weighed(outcome, case) for outcome, case in pairs]

    def fits(self, i: int, outcome: dict) -> bool:
        """Whether an outcome on case i is right, in every respect."""
        if "value" not in outcome:
            return False
        value = self._weighed(outcome, self.cases[i])
        alike = same(value, self._known_on(i, 0), self.exercise.tolerance)
        return alike and self._clean(i, outcome, value)

    def _clean(self, i: int, outcome: dict, value: dict) -> bool:
        """Whether a right value on case i has the right form, and the input is as it was."""
        whole = value["kind"] == "int" or not self.exercise.whole
        return whole and not self._listed(i, outcome) and not outcome["changed"]

    def _listed(self, i: int, outcome: dict) -> bool:
        """Whether there is a list on case i where an array is asked for."""
        asked, own = bool(self.exercise.array), self.outcomes[i]
        return asked and _in_list(outcome["lists"], own["lists"])

    def alike(self, values: list[dict], others: list[dict]) -> list[bool]:
        """Of each case whether two answers' values on it are equal, within the tolerance."""
        return [same(*pair, self.exercise.tolerance) for pair in zip(values, others, strict=True)]


def _in_list(lists: list[bool], own: list[bool]) -> bool:
    """Whether a right result is a list where the reference's own is none; of several results,
    which a list hands over as a tuple does, whether a part is."""
    return lists[1:] != own[1:] if len(own) > 1 else lists[0]


def _diagnose(
    exercise: Exercise,
    got: dict,
    want: dict,
    right: list[bool],
    changed: str,
    printed: str,
    told: str,
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
    if told:
        return "slip", told
    (got, *seen), (want, *wanted) = _parts(exercise, got), _parts(exercise, want)
    if noun(got) != noun(want):
        single = got["shape"] and len(got["data"]) == 1 and noun(want) == "one number"
        fix = ": return the number itself" if single else ""
        return "type", f"`{name}` should return {noun(want)} here; yours returned {noun(got)}{fix}."
    ways = [
        f"{name} was: {_plain(one)}, not {_plain(other)}"
        for name, one, other in zip(exercise.seen, seen, wanted, strict=False)
        if not same(one, other, exercise.tolerance)
    ]
    if ways and same(got, want, exercise.tolerance):
        return "way", f"The result is right, the way to it is not. The {'; the '.join(ways)}."
    if holds(got, "nan") and not holds(want, "nan"):
        return "nan", "The result holds nan, not a number: 0/0 and inf − inf make one."
    if holds(got, "inf") and not holds(want, "inf"):
        return "inf", (
            "The result holds inf, infinity: a number divided by 0, the logarithm of 0, or a power"
            " of e beyond 10³⁰⁸ makes one."
        )
    if changed:
        return "changed", changed
    if all(right):
        return "whole", "Return a whole number: yours is a float, which `round` makes whole."
    if right[0] and sum(right) == 1:
        return "example", (
            "Right on the printed example only:"
            f" does it use all of its inputs, {listed(exercise.parameters)}, and nothing else?"
        )
    if any(right):
        return "some", f"Right on {sum(right)} of {len(right)} inputs, but not on this one."
    return "value", "Another result is expected here: work this one out by hand and compare."


def _parts(exercise: Exercise, value: dict) -> list[dict]:
    """The result in a value, and what a probe saw beside it."""
    return value["data"] if exercise.seen and value["kind"] == "list" else [value]


def _plain(value: dict) -> str:
    """A value in words, a text without its quotes."""
    return value["data"][0] if value["kind"] == "text" else show(value)


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


def _stopped(exercise: Exercise, cases: list[tuple], i: int, error: dict, printed: str) -> Verdict:
    kind = str(error["type"])
    if kind == TimeUp.__name__:
        why = TOO_LONG.format(*LIMITS)
    else:
        why = f"Your code stopped with {kind}: {error['message']}".rstrip(": ")
        if what := advice(
            error["message"], error["line"], exercise.given, bool(exercise.base)
        ):
            why += f". {what}"
    given = _given(exercise, cases[i])
    facts = {"where": error["line"], "given": given, "printed": printed.rstrip()}
    return Verdict("wrong", kind, why, {k: v for k, v in facts.items() if v}, i)
