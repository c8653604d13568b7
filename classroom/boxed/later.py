"""Modules that are slow to load, and of which most submissions ask next to nothing.

In the place of each stands one that answers that little.  The first other name that is asked of it
loads the real one: from then on that is imported, and what stood there has the same names.
"""

import importlib
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_standing: dict[str, ModuleType] = {}


def load_later() -> None:
    """Put them in their places, where the real ones are not loaded yet."""
    sys.meta_path.insert(0, _Loaded())
    if "matplotlib" not in sys.modules:
        _matplotlib()
    if "torch" in sys.modules and "torch._dynamo" not in sys.modules:
        _compiler()


class _Loaded:
    """Finds what is loaded already.  Who imports a module of a package asks the package for its
    path first; where that loads the package, and this module with it, it would be loaded twice."""

    def find_spec(self, name: str, _: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in sys.modules and target is None else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return sys.modules[spec.name]

    def exec_module(self, _: ModuleType) -> None:
        """It has run."""


def _matplotlib() -> None:
    """The lessons import it and set its style; nobody sees here what it draws."""
    matplotlib, pyplot, style = (
        _stand_in(name) for name in ("matplotlib", "matplotlib.pyplot", "matplotlib.style")
    )
    matplotlib.pyplot = pyplot
    matplotlib.style = pyplot.style = style
    style.use = lambda _: None


def _compiler() -> None:
    """PyTorch's first optimizer loads its compiler, some 800 modules, to ask it for two functions,
    which do nothing where nothing is compiled."""
    compiler = sys.modules["torch"]._dynamo = _stand_in("torch._dynamo")
    compiler.disable = lambda function, *_, **__: function
    compiler.graph_break = lambda: None


def _stand_in(name: str) -> ModuleType:
    """A module in the place of another."""

    def load(attribute: str) -> Any:
        top = name.partition(".")[0]
        for other, module in _standing.items():
            if other.partition(".")[0] == top and sys.modules.get(other) is module:
                del sys.modules[other]
        real = importlib.import_module(name)
        found = {n: value for n, value in vars(real).items() if n != "__getattr__"}
        vars(_standing[name]).update(found)
        return getattr(real, attribute)

    module = _standing[name] = sys.modules[name] = ModuleType(name)
    module.__getattr__ = load
    module.__file__ = None  # who asks all modules for theirs, as `inspect` does, loads nothing
    return module
