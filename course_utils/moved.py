"""Names of the first edition, in which this package held all of the course: they go on working,
for half-done lessons, copies that `make reset` kept, and assignments handed out."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

FIGURES = ("start", "search", "descent", "sigmoid", "logistic", "pipeline", "lab")
HOMES = {
    "course_utils": "lessons",
    "course_utils.compare": "lessons.lesson4.compare",
    "course_utils.exercises": "lessons",
    "course_utils.live": "lessons.live",
    "course_utils.logistic": "course_utils.sigmoid",
    "course_utils.training": "course_utils.sweep",
    **{f"course_utils.figures.{f}": f"lessons.lesson{n}.figures" for n, f in enumerate(FIGURES)},
}
PUBLIC = {"course_utils": "check hint progress yours LiveFigure Playground"}
told: set[str] = set()


def names_of(module: str) -> Callable[[str], object]:
    """The `__getattr__` of a module whose names live elsewhere: it fetches them, and says once
    for each module where they are."""
    return partial(_fetch, module)


def _fetch(module: str, name: str) -> object:
    whole = f"{module}.{name}"
    home = HOMES.get(whole) or HOMES.get(module)
    if home is None or name.startswith("__") or name not in PUBLIC.get(module, name).split():
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    found = import_module(home) if whole in HOMES else getattr(import_module(home), name)
    if module not in told:
        told.add(module)
        print(f"`{name}` of `{module}` lives in `{home}` now; the old name goes on working.")
    return found
