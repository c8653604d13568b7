"""An IPython extension: who runs a later cell of a lesson first is told which cell comes before.

Every kernel loads it as it starts, in the notebook's folder.  So it imports the standard library
alone, and nothing that a file of the learner's, such as a `numpy.py`, could stand in the way of.
"""

import os
from types import TracebackType
from typing import Any

# What the lessons' set-up cells make; the one name that each of them makes.
NAMES = frozenset(
    "bar bce check choice compare_training cost data DataLoader drawing figures hint hours load "
    "mkdtemp nn np Path path picture Playground plt progress save sigmoid STYLE TensorDataset "
    "torch train x y yours".split()
)
EVERYWHERE = "figures"
SENTENCE = (
    "In a lesson, first run its set-up cell, the one near the top that imports `check`; "
    "or choose Run, Run All Above Selected Cell."
)


def load_ipython_extension(shell: Any) -> None:
    """Add the sentence to the errors of this shell, except where the course is tested."""
    if not os.environ.get("COURSE_STRICT"):
        shell.set_custom_exc((NameError,), explain)


def explain(
    shell: Any,
    kind: type[NameError],
    error: NameError,
    traceback: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """Show a NameError as always, and the sentence below it where the set-up cell is what it is
    about: it makes this name, and has not been run."""
    if error.name in NAMES and EVERYWHERE not in shell.user_ns:
        error.add_note(SENTENCE)
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)
