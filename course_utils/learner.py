"""What touches the learner's own code: run it bounded, say where it failed, see if it is there.

The time limit needs a POSIX signal in the main thread.  Elsewhere (Windows, other threads)
a loop without end runs until the kernel is interrupted; so does a loop inside C code.
"""

import dis
import io
import signal
import sysconfig
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType
from typing import Any

NOT_THEIRS = (str(Path(__file__).parent), "<frozen") + tuple(
    sysconfig.get_path(name) for name in ("stdlib", "platlib", "purelib")
)


class TimeUp(BaseException):
    """The learner's code ran too long (not an Exception, or `except Exception` would hide it)."""


def is_stub(answer: Any) -> bool:
    """Whether a function does nothing: its body is `...`, `pass`, a docstring, `return None`."""
    idle = {"RESUME", "NOP", "POP_TOP", "RETURN_VALUE"}
    constant = {"LOAD_CONST", "RETURN_CONST"}
    return isinstance(answer, FunctionType) and all(
        step.opname in idle
        or step.opname in constant and (step.argval is None or step.argval is ...)
        for step in dis.get_instructions(answer)
    )


class Printed(io.TextIOBase):
    """What the learner's code prints, up to a bound."""

    text = ""

    def write(self, text: str) -> int:
        self.text = (self.text + text)[:500]
        return len(text)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the block after so many seconds, and again if the block swallows it."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*_: Any) -> None:
        raise TimeUp

    handler = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), 0.005)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # reached even if the alarm rings while the inner one begins
        signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, *timer)


def explain(error: BaseException) -> dict:
    """An exception as JSON, with the last line of the learner's own code that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if not frame.filename.startswith(NOT_THEIRS)]
    try:
        message = " ".join(str(error)[:300].split())
    except BaseException:
        message = ""
    line = f"line {theirs[-1].lineno}: {theirs[-1].line}" if theirs else ""
    return {"type": type(error).__name__, "message": message, "line": line[:300]}
