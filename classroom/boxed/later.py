"""Modules that are slow to load, and of which most submissions ask next to nothing.

In the place of each stands an empty one that answers that little.  The first other name that is
asked of it loads the real one into it: the same module, whole from then on.
"""

import importlib
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


def load_later() -> None:
    """Put them in their places, where the real ones are not loaded yet."""
    if "matplotlib" not in sys.modules:
        _matplotlib()
    if "torch" in sys.modules and "torch._dynamo" not in sys.modules:
        _compiler()


def _matplotlib() -> None:
    """A lesson's set-up cell imports it and sets the course's style, which is empty here."""

    def use(style: Any) -> None:
        if style != {}:
            _real(styles).use(style)

    matplotlib = _stand_in("matplotlib")
    path = matplotlib.__spec__.submodule_search_locations
    styles = _stand_in("matplotlib.style", path, use=use)
    pyplot = _stand_in("matplotlib.pyplot", path, style=styles)
    vars(matplotlib).update(pyplot=pyplot, style=styles)


def _compiler() -> None:
    """PyTorch's first optimizer loads its compiler, some 800 modules, to ask it for two functions,
    which do nothing where nothing is compiled."""

    def disable(fn: Any = None, *rest: Any, **options: Any) -> Any:
        return _real(compiler).disable(fn, *rest, **options) if fn is None else fn

    torch = sys.modules["torch"]
    told = {"disable": disable, "graph_break": lambda *_, **__: None}
    compiler = torch._dynamo = _stand_in("torch._dynamo", torch.__path__, **told)


class _StandIn(ModuleType):
    """A module that is not loaded yet."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_real(self), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(_real(self), name, value)

    def __dir__(self) -> list[str]:
        return dir(_real(self))


def _stand_in(name: str, path: Any = None, **answers: Any) -> ModuleType:
    """A module in the place of another; path: of the package that it lies in."""
    if not any(isinstance(finder, _Loaded) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Loaded())
    module = sys.modules[name] = _StandIn(name)
    spec = PathFinder.find_spec(name, path)
    vars(module).update(answers, __spec__=spec, __file__=spec.origin)
    return module


def _real(module: ModuleType) -> ModuleType:
    """The same module, loaded."""
    if type(module) is _StandIn:
        object.__setattr__(module, "__class__", ModuleType)
        try:
            importlib.reload(module)
        except BaseException:  # it can be asked again
            module.__class__ = _StandIn
            raise
    return module


class _Loaded:
    """Finds what is loaded already.  Importing `matplotlib.colors` asks `matplotlib` for its path,
    which loads `matplotlib` and, with it, `matplotlib.colors`: Python would load that again."""

    def find_spec(self, name: str, _: Any, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name in sys.modules and target is None else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return sys.modules[spec.name]

    def exec_module(self, _: ModuleType) -> None:
        """It has run."""
