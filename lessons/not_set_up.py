"""An IPython extension: what went wrong is said in a sentence, where the course knows better than
an error's own words.  Who runs a later cell of a lesson first is told which cell comes before.

Every kernel loads it as it starts: see `names` for what it may import.
"""

import ast
import os
from collections.abc import Iterator
from types import FrameType, ModuleType, TracebackType
from typing import Any

from . import names

NAMES = names.MODULES | names.COMMANDS | names.FUNCTIONS | names.VALUES
EVERYWHERE = "figures"  # the one name that every set-up cell makes
SENTENCE = (
    "In a lesson, first run its set-up cell, the one near the top that imports `check`; "
    "or choose Run, Run All Above Selected Cell."
)
STOPPED = (
    "The cell that makes `{}` has been run and stopped before it did: mend that one first, "
    "then run this one."
)


def load_ipython_extension(shell: Any) -> None:
    """Add the sentences to the errors of this shell, except where the course is tested."""
    if not os.environ.get("COURSE_STRICT"):
        shell.set_custom_exc((Exception,), explain)


def explain(
    shell: Any,
    kind: type[Exception],
    error: Exception,
    traceback: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """Show an error as always, and below it the sentence on what is behind it, if there is one.
    The sentence stands in place of the traceback, where that leads through an import to a file in
    the way, or nowhere but to a name in the cell itself that has been overwritten."""
    frames = [*_frames(traceback)]
    blocked, overwritten = _blocked(error, frames), _overwritten(error, frames, shell.user_ns)
    if blocked or overwritten and frames[-1][0].f_locals is shell.user_ns:
        shell._showtraceback(kind, error, [f"{kind.__name__}: {error}", blocked or overwritten])
        return
    if overwritten:
        error.add_note(overwritten)
    elif isinstance(error, NameError) and EVERYWHERE not in shell.user_ns:
        if error.name in NAMES:
            error.add_note(SENTENCE)
    elif isinstance(error, NameError) and error.name in _made(shell) - shell.user_ns.keys():
        error.add_note(STOPPED.format(error.name))
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)


def _frames(traceback: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    """Of each frame that an error passed, the outermost first, where it was."""
    while traceback:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def _blocked(error: Exception, frames: list[tuple[FrameType, int]]) -> str:
    """The sentence on files in the way: the error arose as one was loaded, or one lacks what the
    module has."""
    codes = [frame.f_code for frame, _ in frames]
    passed = [code.co_filename for code in codes if code.co_name == "<module>"]
    passed += [error.filename] if isinstance(error, SyntaxError) else []
    lacks = isinstance(error, ImportError) or isinstance(getattr(error, "obj", None), ModuleType)
    return names.blocked(
        path
        for path in names.in_the_way()
        if any(names.same(path, file) for file in passed) or lacks and names.is_loaded(path)
    )


def _overwritten(
    error: Exception, frames: list[tuple[FrameType, int]], own: dict[str, Any]
) -> str:
    """The sentence on a name on the learner's own line, the last that an error passed."""
    theirs = [(frame, line) for frame, line in frames if frame.f_globals is own]
    if not theirs or not isinstance(error, TypeError | AttributeError):
        return ""
    frame, line = theirs[-1]
    return names.overwritten(names.global_names(frame.f_code, line), own)


def _made(shell: Any) -> set[str]:
    """The names that the cells before this one were to make."""
    made: set[str] = set()
    for source in shell.history_manager.input_hist_raw[:-1]:
        try:
            body = ast.parse(shell.transform_cell(source)).body
        except (SyntaxError, ValueError):
            continue
        made.update(name for statement in body for name in _makes(statement))
        made.difference_update(name for statement in body for name in _makes(statement, ast.Del))
    return made


def _makes(node: ast.AST, way: type = ast.Store) -> Iterator[str]:
    """The names that a statement gives a value, or deletes, outside functions and classes."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield from [node.name] if way is ast.Store else []
    elif isinstance(node, ast.Name) and isinstance(node.ctx, way):
        yield node.id
    else:
        for inner in ast.iter_child_nodes(node):
            yield from _makes(inner, way)
