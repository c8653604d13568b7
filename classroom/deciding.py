"""What decides a mark: a key for each exercise, which changes when the mark may.

Behind an exercise stand its own file, the modules of ours that it or the grader imports, directly
or by others, those that a submission imports, their data, and the versions of what all of it
stands on.  Which modules these are is read from their imports.
"""

import ast
import hashlib
import json
import platform
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from . import package
from .rebuild import parse, trees

LIBRARIES = ("numpy", "torch", "ipython", "matplotlib")
# What the grader decides with, on both sides of the sandbox's wall.
GRADER = (
    "classroom.judging",
    "classroom.notebook",
    "classroom.boxed.later",
    "classroom.boxed.runner",
    "classroom.boxed.withheld",
)
FINDER = "lessons"  # it finds an exercise by its id, and that is all


class Keys:
    """The keys of exercises, with each file read once."""

    def __init__(self):
        self._modules = package.modules()
        self._read = cache(content)
        self._libraries = [platform.python_version(), *map(version, LIBRARIES)]
        self.key, self._imports, self._files = map(cache, (self.key, self._imports, self._files))

    def key(self, id: str, uses: tuple[str, ...] = ()) -> str:
        """The key of an exercise in a submission that imports these modules of ours, see `uses`."""
        digest = hashlib.sha256(json.dumps(self._libraries).encode())
        for path in self.files(id, uses):
            digest.update(f"\0{path.relative_to(package.ROOT).as_posix()}\0".encode())
            digest.update(hashlib.sha256(self._read(path)).digest())
        return digest.hexdigest()

    def files(self, id: str, uses: tuple[str, ...] = ()) -> list[Path]:
        """The files behind an exercise, in order."""
        ending = f".exercises.{id.replace('.', '_')}"
        own = [module for module in self._modules if module.endswith(ending)]
        found = self._behind([*own, *GRADER]) | self._behind(uses, inside=True)
        return sorted({path for module in found for path in self._files(module)})

    def uses(self, sources: Iterable[str]) -> tuple[str, ...]:
        """The modules of ours that cells import, as far as the sandbox shows them whole."""
        found = (
            self._imported(_imports_in(tree), "", inside=True) for _, tree in trees(sources) if tree
        )
        return tuple(sorted(set().union(*found)))

    def _behind(self, modules: Iterable[str], inside: bool = False) -> set[str]:
        """These modules and all that they import; inside: as the sandbox shows them."""
        waiting, found = [m for m in modules if m in self._modules], set()
        while waiting:
            found.add(module := waiting.pop())
            waiting += self._imports(module, inside) - found - {FINDER}
        return found

    def _imports(self, module: str, inside: bool) -> set[str]:
        """The modules of ours that a module of ours imports."""
        package_ = module if self._is_package(module) else module.rpartition(".")[0]
        return self._imported(_statements(self._read(self._modules[module])), package_, inside)

    def _imported(self, statements: Iterable[ast.stmt], package_: str, inside: bool) -> set[str]:
        """The modules of ours that these statements import in a package."""
        found = set()
        for node in statements:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = _base(node, package_)
                found |= {self._giver(base, alias.name) for alias in node.names}
        whole = (m for m in found & self._modules.keys() if not inside or _whole(m))
        return set(whole)

    def _giver(self, base: str, name: str) -> str:
        """The module that a name in `from base import name` is, or comes from."""
        if f"{base}.{name}" in self._modules:
            return f"{base}.{name}"
        if base in self._modules and self._is_package(base):
            for node in _statements(self._read(self._modules[base])):
                if isinstance(node, ast.ImportFrom) and not node.col_offset:
                    given = {alias.asname or alias.name: alias.name for alias in node.names}
                    if name in given:
                        return self._giver(_base(node, base), given[name])
        return base

    def _files(self, module: str) -> list[Path]:
        """A module's file, and the data that it names beside it."""
        path = self._modules[module]
        text = self._read(path)
        beside = (p for p in path.parent.iterdir() if p.is_file() and p.suffix != ".py")
        return [path, *(p for p in beside if p.name.encode() in text)]

    def _is_package(self, module: str) -> bool:
        return self._modules[module].name == "__init__.py"


def content(path: Path) -> bytes:
    """What a file holds."""
    return path.read_bytes()


@lru_cache(maxsize=1000)
def _statements(source: bytes) -> list[ast.stmt]:
    """The imports in a source of ours, wherever they stand in it."""
    return _imports_in(parse(source.decode("utf-8")))  # one thread parses at a time


def _imports_in(tree: ast.AST) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def _base(node: ast.ImportFrom, package_: str) -> str:
    """The whole name of what comes after `from`."""
    parts = package_.split(".")
    above = parts[: len(parts) - node.level + 1] if node.level else []
    return ".".join([*above, *filter(None, [node.module])])


def _whole(module: str) -> bool:
    return not module.startswith("classroom") and package.rule(module) == "whole"
