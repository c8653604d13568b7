"""What the lessons hold, for the tools, tests and benchmarks that go through all of it."""

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from .live import LiveFigure


def builders() -> list[Callable[[], LiveFigure]]:
    """Every function `lessons.lessonN.figures.name()` that builds a live figure from nothing."""
    folders = sorted(Path(__file__).parent.glob("lesson[0-9]*"))
    modules = [import_module(f"{__package__}.{folder.name}.figures") for folder in folders]
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__.startswith(module.__name__)
        and not name.startswith("_")
        and not inspect.signature(function).parameters
    ]
