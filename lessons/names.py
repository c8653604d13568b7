"""Names in a learner's notebook that no longer stand for what the course or Python means by them.

Every kernel loads this as it starts, in the notebook's folder.  So it imports the standard library
alone, and nothing that a file of the learner's, such as a `numpy.py`, could stand in the way of.
"""

import builtins
import dis
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import PathFinder
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

# What the lessons' set-up cells make: modules; what is the course's alone; functions and classes
# of which a learner may have another; values.
MODULES = frozenset("data drawing figures nn np plt torch".split())
COMMANDS = frozenset("check choice hint Playground progress yours".split())
FUNCTIONS = frozenset(
    "bar bce compare_training cost DataLoader load mkdtemp Path path picture save sigmoid "
    "TensorDataset train".split()
)
VALUES = frozenset("hours STYLE x y".split())

# What the lessons import.
NEEDED = frozenset(
    "anywidget checks course_utils filelock ipywidgets livefigure matplotlib numpy PIL torch "
    "tqdm".split()
)


def overwritten(names: Iterable[str], namespace: Mapping[str, Any]) -> str:
    """A sentence on those of these names that a cell has given a value which does not do what the
    course's or Python's own does; "" where there is none."""
    used = [name for name in dict.fromkeys(names) if name in namespace]
    ours = [name for name in used if _is_the_courses(name, namespace[name]) is False]
    pythons = [name for name in used if _is_pythons(name, namespace[name]) is False]
    if not ours and not pythons:
        return ""
    many = len(ours + pythons) > 1
    told = " and ".join(f"`{name}`" for name in ours + pythons)
    cures = [f"`del {', '.join(pythons)}`"] * bool(pythons)
    cures += ["the set-up cell again"] * bool(ours)
    return (
        f"A cell has given the name{'s' * many} {told} another value: run {' and '.join(cures)}, "
        f"and call {'those values' if many else 'that value'} something else."
    )


def _is_the_courses(name: str, value: Any) -> bool | None:
    """Whether a value will do for a name of a set-up cell, None for other names."""
    if name in MODULES:
        return isinstance(value, ModuleType)
    if name in COMMANDS:
        return value is vars(sys.modules[__package__]).get(name, value)
    return callable(value) if name in FUNCTIONS else None


def _is_pythons(name: str, value: Any) -> bool | None:
    """Whether a value will do for a name of Python's own functions, None for other names."""
    known = not name.startswith("_") and callable(getattr(builtins, name, None))
    return callable(value) if known else None


def global_names(code: CodeType, line: int | None = None) -> Iterator[str]:
    """The global names that some code looks up, in functions inside it too; on one line alone."""
    for step in dis.get_instructions(code):
        if isinstance(step.argval, CodeType):
            yield from global_names(step.argval, line)
        elif step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            if line is None or step.positions.lineno == line:
                yield step.argval


def functions(function: Any) -> Iterator[FunctionType]:
    """A function, and those that it calls by name, or that one of these does, as far as they belong
    to the same notebook; of a class, its methods'."""
    waiting = [*vars(function).values()] if isinstance(function, type) else [function]
    seen: list[FunctionType] = []
    while waiting:
        function = waiting.pop(0)
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.append(function)
        yield function
        own = function.__globals__
        called = [own.get(name) for name in global_names(function.__code__)]
        waiting[:0] = [f for f in called if getattr(f, "__globals__", None) is own]


def used_and_overwritten(answer: Any) -> str:
    """As `overwritten`, of the names that a function or class of the learner's uses."""
    sentences = (
        overwritten(global_names(one.__code__), one.__globals__) for one in functions(answer)
    )
    return next(filter(None, sentences), "")


def in_the_way() -> list[Path]:
    """The files and folders beside the notebook that Python finds, or would, in place of a module
    of that name."""
    here = Path.cwd()
    elsewhere = [place for place in sys.path if not _same(here, place or ".")]
    return [
        path
        for path in sorted([*here.glob("*.py"), *(p.parent for p in here.glob("*/__init__.py"))])
        if path.stem in sys.stdlib_module_names or PathFinder.find_spec(path.stem, elsewhere)
        if same(path, getattr(PathFinder.find_spec(path.stem), "origin", None))
        if path.stem not in sys.modules or is_loaded(path)
    ]


def is_loaded(path: Path) -> bool:
    """Whether such a file has been loaded in place of the module."""
    return same(path, getattr(sys.modules.get(path.stem), "__file__", None))


def blocked(paths: Iterable[Path]) -> str:
    """A sentence on such files; "" for none."""
    paths = list(paths)
    files = " and ".join(f"`{path.name}`" for path in paths)
    modules = " and ".join(f"`{path.stem}`" for path in paths)
    it = "it another name" if len(paths) == 1 else "them other names"
    return files and (
        f"Beside this notebook Python finds {files} in place of {modules}: "
        f"give {it}, then restart the kernel."
    )


def same(path: Path, file: str | None) -> bool:
    """Whether a file is the code of a module that is another file, or a folder."""
    return _same(path / "__init__.py" if path.is_dir() else path, file)


def _same(path: Path, other: str | None) -> bool:
    try:
        return os.path.samefile(path, other)
    except (OSError, TypeError):  # there is none
        return False
