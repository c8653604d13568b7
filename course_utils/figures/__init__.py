"""The live figures of the lessons, one module a lesson, one function a figure."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable

from ..live import LiveFigure


def builders() -> list[Callable[[], LiveFigure]]:
    """Every public function in the modules of this package that needs no argument."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    ]
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and not inspect.signature(function).parameters
    ]
