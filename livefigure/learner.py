"""What touches the learner's own code: what it prints, and where it failed."""

import io
import os
import re
import traceback

# How IPython names the code of a cell, and Python that of a text.
CELL = re.compile(r"<ipython-input-|<string>|.*[\\/]ipykernel_\d+[\\/]")


class Printed(io.TextIOBase):
    """What the learner's code prints, up to a bound."""

    text = ""

    def write(self, text: str) -> int:
        self.text = (self.text + text)[:500]
        return len(text)


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


def _is_theirs(filename: str) -> bool:
    """Whether code is the learner's own: a cell's, or of a file in the working folder."""
    try:
        return bool(CELL.match(filename)) or os.path.samefile(os.path.dirname(filename), ".")
    except OSError:
        return False
