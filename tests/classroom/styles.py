"""The answers of `tests/lessons/answers.py`, as the source of cells."""

import builtins
import importlib
import inspect
import re
import sys
import textwrap
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from classroom.rebuild import names
from lessons import course

sys.path.append(str(Path(__file__).resolve().parent.parent / "unit"))
answers = importlib.import_module("tests.lessons.answers")
STYLES, WRONG, SCOPES = answers.STYLES, answers.WRONG, answers.SCOPES


def style(id: str, number: int) -> str:
    """The cell of one right answer to an exercise; numbers beyond the last begin anew."""
    return cell_of(id, STYLES[id][number % len(STYLES[id])])


def cell_of(id: str, answer: Any) -> str:
    """A function or class as a cell: under the exercise's name, after what it uses."""
    source = textwrap.dedent(inspect.getsource(answer))
    # A lesson's own class stands in the notebook: there, one writes its bare name.
    source = source.replace("training.Classifier", "Classifier")
    renamed = re.sub(rf"\b{answer.__name__}\b", course[id].name, source)
    return _beside(answer, source, {answer.__name__}) + renamed


def wrong(id: str, body: str) -> str:
    """The cell of an answer with this body."""
    exercise = course[id]
    cell = f"{exercise.header}\n{textwrap.indent(body.strip(), '    ')}\n"
    scope = SCOPES[id[0]]
    built = {e.name for e in course.values() if e.id[0] == id[0]}  # in the same lesson
    used = sorted((names(cell)[0] & set(scope)) - built)
    return "".join(_import(name, scope[name]) for name in used) + cell


def _beside(answer: Any, source: str, done: set[str]) -> str:
    """Imports and helpers that the source of an answer uses, as its module has them."""
    scope, lines = vars(inspect.getmodule(answer)), []
    for name in sorted(names(source)[0] - done - set(dir(builtins))):
        if name not in scope:
            continue
        done.add(name)
        value = scope[name]
        if isinstance(value, FunctionType) and value.__module__ == answer.__module__:
            helper = textwrap.dedent(inspect.getsource(value))
            lines.append(_beside(value, helper, done) + helper + "\n\n")
        else:
            lines.append(_import(name, value))
    return "".join(lines)


def _import(name: str, value: Any) -> str:
    if isinstance(value, ModuleType):
        return f"import {value.__name__} as {name}\n"
    if isinstance(value, FunctionType | type):
        return f"from {value.__module__} import {value.__name__} as {name}\n"
    return f"import numpy\n{name} = numpy.array({value.tolist()})\n"  # a lesson's data
