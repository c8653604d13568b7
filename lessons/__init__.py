"""The course's lessons: a folder each with its exercises and figures, and what they share.

A notebook takes from here what it is explored with: `check`, `hint`, `progress`, `yours` for the
exercises, `Playground` and `choice` for sliders and switches on one's own code.  Each is loaded
when it is first asked for: `not_set_up`, which every kernel loads, needs none of them.
"""

import re
from importlib import import_module
from typing import Any

_HOMES = {
    **dict.fromkeys(("check", "course", "hint", "progress", "yours"), ".desk"),
    **dict.fromkeys(("LiveFigure", "Playground", "choice"), ".live"),
}
__all__ = [*_HOMES]


def lesson_of(name: str) -> str:
    """The lesson of an exercise's id or of a figure's name: "2" for "2.3" and "2-double-well"; ""
    for what is named otherwise."""
    return re.match(r"\d*", name).group()


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name], __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
