"""From a submission to verdicts, in the grader's own process.

What comes out of the sandbox is checked for its form, stripped of everything the learner's code
could put into words, and compared with the reference.  Nothing in it is believed.
"""

import ast
import builtins
import hashlib
import hmac
import inspect
import math
import re
import textwrap
import threading
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from course_utils.exercises import Exercise, all_exercises
from course_utils.exercises.checking import Judge, Verdict
from course_utils.exercises.values import DEEPEST, MOST

from .boxed.wire import pack
from .package import home
from .rebuild import Step
from .sandbox import Limits, Sandbox, Stopped

LESSON = Limits(computing=60.0, clock=120.0)  # for cells of our own, which may train
LEARNER = Limits(computing=10.0, clock=40.0)  # for a cell, or all the cases of an exercise
WHOLE_SECONDS = 300.0  # on the clock, for a submission

STOPPED = {
    "time": "Still running after {:g} seconds of computing, or waiting for {:g}, so it was stopped:"
    " does a loop never end?",
    "died": "Python ended while your code ran: `exit()`, a crash, or too much memory does that.",
    "unreadable": "What came back could not be read as a result.",
}
BLANK = "Not attempted."
UNTOLD = "`{}` cannot be used as the lesson uses it: its check in the lesson says why."
# Types that a sentence may name; another's name is the learner's to choose.
TYPES = frozenset(
    "dict set frozenset function type module generator range complex bytes method map filter zip"
    " builtin_function_or_method ndarray Tensor object".split()
)
# Parts of messages that lead to advice, see `checking`.
ADVISED = (
    "bitwise_xor",
    "for ^",
    "truth value of an array",
    "converted to Python scalars",
    "mismatch in its core dimension",
    "shapes cannot be multiplied",
    "inhomogeneous",
    "'float' object is not iterable",
    "'float' object is not subscriptable",
    "'float' has no len",
)
OWN = "This uses the course's own function: write the code yourself."


class TookTooLong(Exception):
    """A whole submission went beyond its time."""


@dataclass(frozen=True)
class Mark:
    """What one exercise earned: state is "right", "wrong", "blank" or "review", of which the last
    has no score yet."""

    state: str
    score: float | None
    points: float
    kind: str
    sentence: str
    facts: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict:
        return asdict(self)


class Bench:
    """The judges of an assignment: the hidden cases of a class, and what is right on them.

    secret: the class's; exercises: ids of those that are checked.  May be used by many threads.
    """

    def __init__(self, secret: bytes, exercises: list[str]):
        self._lock = threading.Lock()  # probes of torch's functions are not for two threads
        self.judges = {}
        for id in exercises:
            exercise = all_exercises()[id]
            self.judges[id] = Judge(exercise, exercise.trials(seed(secret, id)))
        self.requests = {id: _request(judge) for id, judge in self.judges.items()}

    def clean(self, id: str, outcomes: Any, source: str) -> list[dict] | None:
        """See `clean`."""
        with self._lock:
            return clean(outcomes, self.judges[id], source)

    def verdict(self, id: str, outcomes: list[dict]) -> Verdict:
        """The verdict on outcomes of the right form."""
        with self._lock:
            return self.judges[id].verdict(outcomes)


def seed(secret: bytes, id: str) -> int:
    """What the hidden cases of an exercise are drawn with: the same for a whole class."""
    return int.from_bytes(hmac.digest(secret, id.encode(), hashlib.sha256)[:8], "big")


def _request(judge: Judge) -> dict:
    exercise = judge.exercise
    return {
        "do": "attempt",
        "name": exercise.name,
        "probe": f"{exercise.probe.__module__.rpartition('.')[2]}.{exercise.probe.__name__}",
        "parameters": list(exercise.parameters),
        "cases": [[pack(value) for value in case] for case in judge.cases],
    }


def judge(
    steps: list[Step], points: dict[str, float], bench: Bench, box: Path, isolated: bool = True
) -> tuple[dict[str, Mark], list[str]]:
    """The marks of the exercises that the steps check, and what an instructor may want to know.

    Raises SandboxError where nothing can be run, and TookTooLong.
    """
    with _Run(bench, box, isolated) as run:
        for step in steps:
            run.do(step)
    marks = {
        id: replace(mark, points=points[id], score=mark.score * points[id])
        for id, mark in run.marks.items()
    }
    return marks, run.flags


class _Run:
    """One submission's way through sandboxes: a new one, brought to the same point, after each
    step that had to be stopped."""

    def __init__(self, bench: Bench, box: Path, isolated: bool):
        self.bench, self.box, self.isolated = bench, box, isolated
        self.marks: dict[str, Mark] = {}
        self.flags: list[str] = []
        self._sources: dict[str, str] = {}
        self._errors: dict[str, dict] = {}
        self._ended: dict[str, str] = {}
        self._done: list[tuple[dict, Limits]] = []
        self._began = time.monotonic()
        self._sandbox = Sandbox(box, isolated)

    def __enter__(self) -> "_Run":
        return self

    def __exit__(self, *_: Any) -> None:
        self._sandbox.__exit__()

    def do(self, step: Step) -> None:
        """Take a step.  Raises TookTooLong."""
        if time.monotonic() - self._began > WHOLE_SECONDS:
            raise TookTooLong
        if step.kind == "check":
            if step.id in self.bench.judges:
                self._check(step.id)
            return
        limits = LESSON if step.kind in ("lesson", "setup") else LEARNER
        try:
            if step.kind == "answer" and step.id not in self._sources:
                self._keep({"do": "forget", "name": self.bench.judges[step.id].exercise.name})
            if step.kind == "answer":
                self._sources[step.id] = self._sources.get(step.id, "") + step.source + "\n\n"
            reply = self._keep({"do": "run", "source": step.source}, limits)
        except Stopped as stopped:
            if step.kind == "answer":
                self._ended[step.id] = stopped.why
            else:
                self.flags.append(f"A cell outside the answers was stopped ({stopped.why}).")
            return
        if step.kind == "answer" and isinstance(reply.get("error"), dict):
            self._errors[step.id] = reply["error"]

    def _check(self, id: str) -> None:
        """Judge an exercise, then give the course's own function back, as the lesson does."""
        exercise = self.bench.judges[id].exercise
        try:
            verdict = self._verdict(id)
        except Stopped as stopped:
            self._ended[id] = stopped.why
            verdict = self._verdict(id)
        right = verdict.state == "right"
        self.marks[id] = Mark(
            verdict.state, float(right), 1.0, verdict.kind, verdict.sentence, verdict.facts or {}
        )
        own = {"name": exercise.name, "module": home(id), "source": _source(exercise)}
        try:
            self._keep({"do": "put", **own, "replace": not right})
        except Stopped:
            self.flags.append(f"{id}: after it, the course's own could not be put in place.")

    def _verdict(self, id: str) -> Verdict:
        """Raises Stopped."""
        exercise, source = self.bench.judges[id].exercise, self._sources.get(id, "")
        if id in self._ended:
            why = self._ended[id]
            words = STOPPED[why].format(LEARNER.computing, LEARNER.clock)
            return Verdict("wrong", why, words)
        if not source.strip():
            return Verdict("blank", "blank", BLANK)
        outcomes = self._ask(self.bench.requests[id], LEARNER).get("outcomes")
        if outcomes is None:
            return _nothing(exercise, self._errors.get(id), source)
        outcomes = self.bench.clean(id, outcomes, source)
        if outcomes is None:
            raise Stopped("unreadable")
        if outcomes[-1].get("error", {}).get("type") == "CoursesOwn":
            return Verdict("wrong", "own", OWN)
        verdict = self.bench.verdict(id, outcomes)
        if verdict.state == "blank":
            return replace(verdict, sentence=BLANK)
        facts = verdict.facts or {}
        shown = ("given", "expected") if verdict.case == 0 else ()
        return replace(verdict, facts={key: facts[key] for key in shown if key in facts})

    def _keep(self, request: dict, limits: Limits = LESSON) -> dict:
        """Ask, and remember to ask again in a new sandbox.  Raises Stopped."""
        reply = self._ask(request, limits)
        self._done.append((request, limits))
        return reply

    def _ask(self, request: dict, limits: Limits) -> dict:
        try:
            return self._sandbox.ask(request, limits)
        except Stopped:
            while not self._begin_anew():
                pass
            raise

    def _begin_anew(self) -> bool:
        """Bring a new sandbox to where this one was.  False if what went well before did not do so
        again, and will be left out."""
        self._sandbox.__exit__()
        self._sandbox = Sandbox(self.box, self.isolated)
        for number, done in enumerate(self._done):
            if time.monotonic() - self._began > WHOLE_SECONDS:
                raise TookTooLong
            try:
                self._sandbox.ask(*done)
            except Stopped:
                del self._done[number]
                return False
        return True


def _source(exercise: Exercise) -> str:
    """The reference as it stands in its module."""
    return textwrap.dedent(inspect.getsource(exercise.reference))


def _nothing(exercise: Exercise, error: dict | None, source: str) -> Verdict:
    """The verdict where the answer's cells define nothing of that name."""
    try:
        told = _clean_error(error, source) if error else None
    except (ValueError, TypeError, KeyError):
        told = None
    if told is None:
        return Verdict("wrong", "missing", f"Your cell defines no `{exercise.name}`.")
    if told["type"] == "CoursesOwn":
        return Verdict("wrong", "own", OWN)
    where = f" ({told['line']})" if told["line"] else ""
    message = f": {told['message']}" if told["message"] else ""
    sentence = (
        f"Your cell stopped with {told['type']}{message}{where} before it defined"
        f" `{exercise.name}`."
    )
    return Verdict("wrong", "cell", sentence)


# What may be read in feedback


def clean(found: Any, judge: Judge, source: str) -> list[dict] | None:
    """Outcomes of the sandbox with all words of the learner's making taken out, or put in by us
    from their source; None if they have not the form that `trying.run` gives them.

    A word from inside could carry a hidden case out into the feedback.
    """
    exercise, most = judge.exercise, len(judge.cases)
    try:
        _expect(type(found) is list and 1 <= len(found) <= most)
        if set(found[0]) == {"unfit"} or set(found[0]) == {"unfit", "what"}:
            _expect(len(found) == 1)
            return [_clean_unfit(found[0], exercise, source)]
        cleaned = [_clean_outcome(outcome, judge) for outcome in found[:-1]]
        if "error" in found[-1]:
            error = _clean_error(found[-1]["error"], source)
            return [*cleaned, {"error": error, "printed": ""}]
        _expect(len(found) == most)
        return [*cleaned, _clean_outcome(found[-1], judge)]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


def _expect(holds: bool) -> None:
    if not holds:
        raise ValueError


def _clean_outcome(outcome: dict, judge: Judge) -> dict:
    lists, notes = outcome["lists"], outcome["notes"]
    _expect(type(lists) is list and len(lists) <= 100 and all(type(x) is bool for x in lists))
    _expect(type(notes) is dict and set(notes) == set(judge.outcomes[0]["notes"]))
    _expect(all(type(note) is bool for note in notes.values()))
    changed = []
    for number, now in outcome["changed"]:
        _expect(type(number) is int and 0 <= number < len(judge.exercise.given))
        changed.append([number, _clean_value(now)])
    value = _clean_value(outcome["value"])
    if value["kind"] == "told" and value["data"][0] not in _sentences(judge):
        value["data"] = [UNTOLD.format(judge.exercise.name)]
    return {"value": value, "notes": notes, "lists": lists, "changed": changed, "printed": ""}


def _sentences(judge: Judge) -> set[str]:
    """What a probe says of any answer, and of the known mistakes."""
    fixed = inspect.getmodule(judge.exercise.probe).SENTENCES
    known = (judge.known(number) for number in range(len(judge.exercise.mistakes) + 1))
    values = (value for values in known for value in values)
    return fixed | {value["data"][0] for value in values if value["kind"] == "told"}


def _clean_value(value: dict, depth: int = DEEPEST) -> dict:
    """An encoded value of the form that `values.encode` makes."""
    kind, shape, data = value["kind"], value["shape"], value["data"]
    _expect(type(shape) is list and len(shape) <= 32 and depth >= 0)
    _expect(all(type(size) is int and 0 <= size <= MOST for size in shape))
    _expect(type(data) is list and len(data) <= MOST)
    if kind == "list":
        _expect(shape == [len(data)])
        data = [_clean_value(item, depth - 1) for item in data]
    elif kind in ("none", "text", "told", "other"):
        _expect(kind == "text" or shape == [])
        _expect(len(data) == (math.prod(shape) if kind != "none" else 0))
        _expect(all(type(item) is str and len(item) <= MOST for item in data))
        if kind == "other" and data[0] not in TYPES:
            data = ["of its own"]
    else:
        _expect(kind in ("bool", "int", "float") and len(data) == math.prod(shape))
        _expect(all(_is_number(item, kind) for item in data))
    return {"kind": kind, "shape": shape, "data": data}


def _is_number(item: Any, kind: str) -> bool:
    if kind == "bool":
        return type(item) is bool
    if type(item) is str:
        return kind == "float" and item in ("nan", "inf", "-inf")
    return type(item) is int and abs(item) < 2**63 or type(item) is float and kind == "float"


def _clean_unfit(outcome: dict, exercise: Exercise, source: str) -> dict:
    unfit = outcome["unfit"]
    _expect(unfit in ("blank", "class", "value", "parameters", "order"))
    if unfit == "value":
        return {"unfit": unfit, "what": _clean_value(outcome["what"])}
    if unfit in ("parameters", "order"):
        return {"unfit": unfit, "what": _signature(exercise.name, source)}
    return {"unfit": unfit}


def _signature(name: str, source: str) -> str:
    """The parameters of a function or class, read from the learner's own source."""
    try:
        nodes = [node for node in ast.walk(ast.parse(source)) if getattr(node, "name", "") == name]
        if isinstance(nodes[-1], ast.ClassDef):
            nodes = [n for n in nodes[-1].body if getattr(n, "name", "") == "__init__"]
        return f"({ast.unparse(nodes[-1].args)})"[:200]
    except (SyntaxError, ValueError, RecursionError, MemoryError, IndexError, AttributeError):
        return "other parameters"


def _clean_error(error: dict, source: str) -> dict:
    """An error: its type if it is one of Python's, a name it misses, and the learner's line."""
    kind, message, line = (error[key] for key in ("type", "message", "line"))
    _expect(all(type(text) is str for text in (kind, message, line)))
    known = isinstance(vars(builtins).get(kind), type) or kind in ("TimeUp", "CoursesOwn")
    missing = re.fullmatch(r"name '(\w{1,60})' is not defined.*", message)
    if missing and re.search(rf"\b{missing[1]}\b", source):
        message = f"name '{missing[1]}' is not defined"
    else:
        message = next((m for m in ADVISED if m in message), "")
    return {
        "type": kind if known else "an error of its own",
        "message": message,
        "line": _line(line, source),
    }


def _line(line: str, source: str) -> str:
    """The line that an error names, if it is one of the source's."""
    number, _, text = line.removeprefix("line ").partition(": ")
    lines = source.splitlines()
    if number.isdigit() and 1 <= int(number[:6]) <= len(lines):
        own = lines[int(number[:6]) - 1].strip()
        if own == text.strip():
            return f"line {number}: {own}"[:300]
    return ""
