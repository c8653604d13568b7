"""What comes out of the sandbox, in the one form it may have, and without words from inside.

A word could carry a hidden case out into the feedback: each is taken out, or put in by us from the
learner's own source.
"""

import ast
import builtins
import inspect
import math
import re
from typing import Any

from checks import Exercise
from checks.advice import ADVICE
from checks.checking import Judge
from checks.trying import changes
from checks.values import DEEPEST, MOST, encode

from .rebuild import parse

UNTOLD = "`{}` cannot be used as the lesson uses it: its check in the lesson says why."
MOST_SOURCE, MOST_LINES = 8000, 60  # characters, lines of an answer that errors are told of
ODD = {"kind": "odd", "shape": [], "data": []}
# Types that a sentence may name; another's name is the learner's to choose.
TYPES = frozenset(
    "dict set frozenset function type module generator range complex bytes method map filter zip"
    " builtin_function_or_method ndarray Tensor object".split()
)

def clean(found: Any, judge: Judge, source: str) -> list[dict] | None:
    """Outcomes of the sandbox, cleaned; None if they are not of the form that `trying.once` makes.

    source: the learner's answer cells.  Which inputs were changed is seen here.
    """
    exercise, most = judge.exercise, len(judge.cases)
    try:
        _expect(type(found) is list and 1 <= len(found) <= most)
        if set(found[0]) == {"unfit"} or set(found[0]) == {"unfit", "what"}:
            _expect(len(found) == 1)
            return [_clean_unfit(found[0], exercise, source)]
        cleaned = [_clean_outcome(outcome, judge, i) for i, outcome in enumerate(found[:-1])]
        if "error" in found[-1]:
            error = clean_error(found[-1]["error"], source)
            return [*cleaned, {"error": error, "printed": ""}]
        _expect(len(found) == most)
        return [*cleaned, _clean_outcome(found[-1], judge, most - 1)]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


def _expect(holds: bool) -> None:
    if not holds:
        raise ValueError


def _clean_outcome(outcome: dict, judge: Judge, i: int) -> dict:
    lists, notes = outcome["lists"], outcome["notes"]
    _expect(type(lists) is list and len(lists) <= 100 and all(type(x) is bool for x in lists))
    given = [_clean_value(now) for now in outcome["given"]]
    _expect(len(given) == len(judge.cases[i]))
    value = _clean_value(outcome["value"])
    if not _shapes(value) <= _usual(judge, i):
        value = ODD
    notes = _clean_notes(notes, judge.outcomes[0]["notes"], value)
    if value["kind"] == "told" and value["data"][0] not in _sentences(judge):
        value["data"] = [UNTOLD.format(judge.exercise.name)]
    seen = {"value": value, "notes": notes, "lists": lists, "printed": ""}
    return seen | {"changed": changes(given, judge.cases[i])}


def _clean_notes(notes: dict, own: dict, value: dict) -> dict:
    """Notes as the reference has them: yes, no, or a value; none where there is a sentence."""
    _expect(type(notes) is dict)
    if value["kind"] == "told" and not notes:
        return {}
    _expect(set(notes) == set(own))
    _expect(all(type(notes[name]) is type(own[name]) for name in own))
    return {n: note if type(note) is bool else _clean_value(note) for n, note in notes.items()}


def _usual(judge: Judge, i: int) -> set[tuple]:
    """The shapes that a sentence about case i may name: those of its inputs, and of what the
    course's own answers, right and wrong, return."""
    known = (judge.known(number)[i] for number in range(len(judge.exercise.mistakes) + 1))
    inputs = map(encode, judge.cases[i])
    return {(), (1,), (2,)}.union(*map(_shapes, (*known, *inputs)))


def _shapes(value: dict) -> set[tuple]:
    """The shapes of a value and of its parts."""
    parts = value["data"] if value["kind"] == "list" else ()
    return {tuple(value["shape"])}.union(*map(_shapes, parts))


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
            return ODD
    else:
        _expect(kind in ("bool", "int", "float") and len(data) == math.prod(shape))
        _expect(all(_is_number(item, kind) for item in data))
    return {"kind": kind, "shape": shape, "data": data}


def _is_number(item: Any, kind: str) -> bool:
    if kind == "bool":
        return type(item) is bool
    if type(item) is str:  # also of a whole number that is too large for a float
        return item in ("nan", "inf", "-inf")
    return type(item) is int and abs(item) < 2**63 or type(item) is float


def _clean_unfit(outcome: dict, exercise: Exercise, source: str) -> dict:
    unfit = outcome["unfit"]
    _expect(unfit in ("blank", "class", "value", "parameters", "order"))
    if unfit == "value":
        what = _clean_value(outcome["what"])
        return {"unfit": unfit, "what": what if _shapes(what) == {()} else ODD}
    if unfit in ("parameters", "order"):
        return {"unfit": unfit, "what": _signature(exercise.name, source)}
    return {"unfit": unfit}


def _signature(name: str, source: str) -> str:
    """The parameters of a function or class, read from the learner's own source."""
    nodes = [node for node in ast.walk(_tree(source)) if getattr(node, "name", "") == name]
    if nodes and isinstance(nodes[-1], ast.ClassDef):
        nodes = [n for n in nodes[-1].body if getattr(n, "name", "") == "__init__"]
    if not nodes or not isinstance(nodes[-1], ast.FunctionDef):
        return "other parameters"
    return f"({ast.unparse(nodes[-1].args)})"[:200]


def clean_error(error: dict, source: str) -> dict:
    """An error: its type if it is one of Python's, a name it misses, and the learner's line.

    Raises ValueError, TypeError or KeyError for another form.
    """
    kind, message, line = (error[key] for key in ("type", "message", "line"))
    _expect(all(type(text) is str for text in (kind, message, line)))
    known = isinstance(vars(builtins).get(kind), type) or kind in ("TimeUp", "CoursesOwn")
    missing = re.fullmatch(r"name '(\w{1,60})' is not defined.*", message)
    if missing and missing[1] in _names(source):
        message = f"name '{missing[1]}' is not defined"
    else:
        message = next((part for part in ADVICE if part in message), "")
    return {
        "type": kind if known else "an error of its own",
        "message": message,
        "line": _line(line, source),
    }


def _tree(source: str) -> ast.AST:
    """The source's syntax tree, empty for what is no Python, or more than an answer needs: which
    of many names or lines is told would tell something of the input."""
    if len(source) <= MOST_SOURCE and source.count("\n") <= MOST_LINES:
        return parse(source) or ast.Module([], [])
    return ast.Module([], [])


def _names(source: str) -> set[str]:
    """The names that stand in a source's code."""
    return {node.id for node in ast.walk(_tree(source)) if isinstance(node, ast.Name)}


def _line(line: str, source: str) -> str:
    """The line that an error names, if it is one of the source's, and those are few."""
    number, _, text = line.removeprefix("line ").partition(": ")
    lines = source.splitlines() if source.count("\n") <= MOST_LINES else []
    if number.isdigit() and 1 <= int(number[:6]) <= len(lines):
        own = lines[int(number[:6]) - 1].strip()
        if own == text.strip():
            return f"line {number}: {own}"[:300]
    return ""
