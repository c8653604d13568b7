"""What touches the learner's own code: run it bounded, say where it failed, see if it is there.

The time limits need POSIX signals in the main thread.  Elsewhere (Windows, other threads)
a loop without end runs until the kernel is interrupted; so does a loop inside C code.
"""

import ast
import contextlib
import dis
import io
import os
import re
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

# How IPython names the code of a cell, and Python that of a text.
CELL = re.compile(r"<ipython-input-|<string>|.*[\\/]ipykernel_\d+[\\/]")


class Limits(NamedTuple):
    """Seconds that the learner's code may take: of computing, which other programs on a busy
    machine do not shorten, and on the clock, for code that waits."""

    computing: float
    clock: float


class TimeUp(BaseException):
    """The learner's code ran too long (not an Exception, or `except Exception` would hide it)."""


def is_stub(answer: Any) -> bool:
    """Whether a function does nothing: its body is `...`, `pass`, a docstring, `return None`."""
    idle = {"RESUME", "NOP", "POP_TOP", "RETURN_VALUE"}
    constant = {"LOAD_CONST", "RETURN_CONST"}
    return isinstance(answer, FunctionType) and all(
        step.opname in idle
        or step.opname in constant
        and (step.argval is None or step.argval is ...)
        for step in dis.get_instructions(answer)
    )


class Printed(io.TextIOBase):
    """What the learner's code prints, up to a bound."""

    text = ""

    def write(self, text: str) -> int:
        self.text = (self.text + text)[:500]
        return len(text)


def can_limit() -> bool:
    """Whether time can be limited here."""
    return threading.current_thread() is threading.main_thread() and hasattr(signal, "SIGPROF")


@contextmanager
def silence() -> Iterator[None]:
    """No warning is shown in the block: those of a wrong answer would stand above its verdict, with
    paths into installed packages.  Nor does NumPy raise where it would warn."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def load_the_rest() -> None:
    """Load what torch, where it is loaded, loads at its first training: seconds of it.  An alarm in
    the middle would leave it half loaded for as long as the kernel lives."""
    if "torch" in sys.modules:
        with contextlib.suppress(ImportError):  # it may be a file of the learner's own
            import_module("torch._dynamo")


@contextmanager
def time_limit(limits: Limits) -> Iterator[None]:
    """Raise TimeUp in the block after so many seconds, and again if the block swallows it."""
    if not can_limit():
        yield
        return

    def ring(_: int, frame: Any) -> None:
        # In these the block has not begun, or is over: what stops the timers must not be stopped.
        if frame.f_globals is not globals() and frame.f_globals is not vars(contextlib):
            raise TimeUp

    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, limits.computing),
        (signal.ITIMER_REAL, signal.SIGALRM, limits.clock),
    )
    handlers = [signal.signal(number, ring) for _, number, _ in timers]
    before = [signal.setitimer(timer, max(s, 0.001), 0.005) for timer, _, s in timers]
    try:
        try:
            yield
        finally:
            for timer, *_ in timers:
                signal.setitimer(timer, 0)
    finally:  # reached even if a timer rings while the inner one begins
        for (timer, number, _), handler, kept in zip(timers, handlers, before, strict=True):
            signal.signal(number, handler or signal.SIG_DFL)
            signal.setitimer(timer, *kept)


def explain(error: BaseException) -> dict:
    """An exception as JSON, with the last line of the learner's own code that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if _is_theirs(frame.filename)]
    try:
        message = " ".join(str(error)[:300].split())
    except BaseException:
        message = ""
    line = f"line {theirs[-1].lineno}: {theirs[-1].line}" if theirs else ""
    return {"type": type(error).__name__, "message": message, "line": line[:300]}


def unreadable(name: str) -> tuple[str, dict[str, str]] | None:
    """A sentence and the line, where the last cell that was to define this name is no Python: then
    the name still stands for what it stood for before.  None outside a notebook too."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return None
    # By a check's own line nothing is defined.
    defined = rf"^\s*(?:(?:def|class)\s+{name}\b|{name}\s*=(?!=)(?!.*\bcheck\())"
    wanted = re.compile(defined, re.MULTILINE)
    cells = reversed(shell.history_manager.input_hist_raw)
    source = next((cell for cell in cells if wanted.search(cell)), "")
    try:
        ast.parse(shell.transform_cell(source))
    except SyntaxError as error:
        line = (error.text or "").strip()
        sentence = f"Python cannot read the cell that defines `{name}`: {error.msg}."
        return sentence, {"where": f"line {error.lineno}: {line}"}
    return None


def _is_theirs(filename: str) -> bool:
    """Whether code is the learner's own: a cell's, or of a file in the working folder."""
    try:
        return bool(CELL.match(filename)) or os.path.samefile(os.path.dirname(filename), ".")
    except OSError:
        return False
