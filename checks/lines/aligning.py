"""A wrong answer beside a right one: which statements of the one become which of the other.

Local names are matched by where they are used.  `Alignment.edits` are the places where the two
differ; with all of them made the wrong answer is the right one, with none it is as it was.
"""

import ast
import copy
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import count
from typing import Any

from .changes import Instead
from .changes import Names as Known

BLOCKS = ("body", "orelse", "finalbody")
UNLIKE = 0.4  # heads less alike than this are not matched
LOCAL = "·"
Names = frozenset[str]


@dataclass(eq=False)
class Difference:
    """A place where the two differ: old is None where a statement is missing, new where one is too
    much; line: of the old one, or of the one after which the new one is missing."""

    old: ast.stmt | None
    new: ast.stmt | None
    line: int
    blocks: dict[str, list["Difference"]] = field(default_factory=dict)
    differs: bool = True

    @property
    def height(self) -> int:
        """How many statements it is: heads alone where blocks are matched by themselves."""
        return 1 if self.blocks else max(height(s) for s in (self.old, self.new) if s)

    @property
    def weight(self) -> float:
        """Of how many statements it is: of one that stays in part, what is new in it."""
        if self.old and self.new and type(self.old) is type(self.new):
            if self.blocks or height(self.old) == height(self.new) == 1:
                old, new = _head(self.old), _head(self.new)
                match = SequenceMatcher(None, old, new, autojunk=False)
                return 1 - sum(block.size for block in match.get_matching_blocks()) / len(new)
        return self.height

    def made(self, taken: Collection["Difference"]) -> ast.stmt | None:
        """What stands here with the taken differences made."""
        chosen = self.new if self in taken else self.old
        if chosen is None or not self.blocks:
            return chosen
        whole = copy.copy(chosen)
        for name, inner in self.blocks.items():
            body = [made for one in inner if (made := one.made(taken)) is not None]
            if name == "body":
                body = _docstring(self.old) + body
            setattr(whole, name, body or ([ast.Pass()] if name == "body" else []))
        return whole

    def all(self) -> Iterator["Difference"]:
        """This one and those in it, where something differs."""
        if self.differs:
            yield self
        for inner in self.blocks.values():
            for one in inner:
                yield from one.all()


def aligned(wrong: ast.stmt, right: ast.stmt) -> tuple[float, Difference]:
    """How far two answers are apart, in statements, and how they differ."""
    names = frozenset(_locals(wrong) + _locals(right))
    _, pairs = _match([wrong], [right], names)
    right = _renamed(wrong, right, pairs, names)
    cost, pairs = _match([wrong], [right])
    return cost, _differences(pairs, wrong.lineno)[0]


def read(answer: Callable[..., Any] | str) -> ast.stmt | None:
    """The statement that defines a right answer, without annotations and words; None where its
    source is not found."""
    try:
        source = answer if isinstance(answer, str) else inspect.getsource(answer)
        tree = ast.parse(textwrap.dedent(source))
    except (OSError, SyntaxError, TypeError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    (statement, *more) = tree.body
    fits = isinstance(statement, ast.FunctionDef | ast.ClassDef) and not more
    return statement if fits else None


def inlined(statement: ast.stmt) -> ast.stmt | None:
    """A function where what got a name for the next statement alone stands in that; None where
    there is no such name."""
    whole = copy.deepcopy(statement)
    reads = Counter(n.id for n in ast.walk(whole) if isinstance(n, ast.Name))
    body, i = whole.body, len(whole.body) - 2
    while i >= 0:
        one, after = body[i], body[i + 1]
        if isinstance(one, ast.Assign) and not any(_body(after, name) for name in BLOCKS):
            name = getattr(one.targets[0], "id", None)
            here = sum(getattr(n, "id", None) == name for n in ast.walk(after))
            if reads[name] == 2 and here == 1 and not isinstance(one.value, ast.Lambda):
                body[i : i + 2] = [Instead(name, one.value).visit(after)]
        i -= 1
    return whole if len(body) < len(statement.body) else None


def height(statement: ast.stmt) -> int:
    """How many statements there are in a statement, itself too, without docstrings."""
    return 1 + sum(height(inner) for name in BLOCKS for inner in _body(statement, name))


def _body(statement: ast.AST, name: str = "body") -> list[ast.stmt]:
    """A block of a statement, without a docstring."""
    body = getattr(statement, name, None)
    if not isinstance(body, list):
        return []
    return body[len(_docstring(statement)) :] if name == "body" else body


def _docstring(statement: ast.AST) -> list[ast.stmt]:
    """A function's or class's first statement, if that is a text."""
    if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return []
    first = statement.body[0]
    words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return [first] * (words and type(first.value.value) is str)


Pair = tuple[ast.stmt | None, ast.stmt | None, dict[str, list]]


def _match(
    wrong: list[ast.stmt], right: list[ast.stmt], alike: Names = frozenset()
) -> tuple[float, list[Pair]]:
    """The cheapest way from one list of statements to another; of alike names it does not matter
    which is which."""
    best: dict[tuple[int, int], tuple[float, list[Pair]]] = {}
    for i in range(len(wrong), -1, -1):
        for j in range(len(right), -1, -1):
            ways: list[tuple[float, list[Pair]]] = []
            if i < len(wrong):
                cost, rest = best[i + 1, j]
                ways.append((cost + height(wrong[i]), [(wrong[i], None, {}), *rest]))
            if j < len(right):
                cost, rest = best[i, j + 1]
                ways.append((cost + height(right[j]), [(None, right[j], {}), *rest]))
            if i < len(wrong) and j < len(right):
                own, blocks = _beside(wrong[i], right[j], alike)
                cost, rest = best[i + 1, j + 1]
                ways.append((cost + own, [(wrong[i], right[j], blocks), *rest]))
            best[i, j] = min(ways, key=lambda way: way[0], default=(0.0, []))
    return best[0, 0]


def _beside(one: ast.stmt, other: ast.stmt, alike: Names) -> tuple[float, dict[str, list[Pair]]]:
    """The cost of one statement for another, and how their blocks are matched."""
    a, b = ([word for word, _ in _words(node, alike)] for node in (one, other))
    likeness = SequenceMatcher(None, a, b, autojunk=False).ratio()
    inner = any(_body(one, name) for name in BLOCKS)
    if type(one) is not type(other) or not inner and likeness < UNLIKE:
        return max(height(one), height(other)) + 0.1, {}
    cost, blocks = 1 - likeness, {}
    for name in BLOCKS if inner else ():
        more, blocks[name] = _match(_body(one, name), _body(other, name), alike)
        cost += more
    return cost, blocks


def _words(node: ast.AST, alike: Names = frozenset()) -> Iterator[tuple[str, str]]:
    """The head of a statement as a row of (word, name), name "" where it is none."""
    if isinstance(node, ast.Name | ast.arg):
        name = node.id if isinstance(node, ast.Name) else node.arg
        yield (LOCAL if name in alike else name), name
        return
    yield type(node).__name__, ""
    for name, value in ast.iter_fields(node):
        if name in (*BLOCKS, "ctx", "decorator_list"):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, ast.AST):
                yield from _words(item, alike)
            elif item is not None:
                yield repr(item), ""


def _locals(statement: ast.stmt) -> list[str]:
    """What the functions in a statement name themselves, parameters first."""
    own = [Known().at(node) for node in ast.walk(statement)]
    return list(dict.fromkeys([n for k in own for n in k.parameters] + [
        n for k in own for n in k.own
    ]))  # fmt: skip


def _renamed(wrong: ast.stmt, right: ast.stmt, pairs: list[Pair], alike: Names) -> ast.stmt:
    """The right answer in the words of the wrong one."""
    votes: Counter[tuple[str, str]] = Counter()
    _vote(pairs, votes, alike)
    own, theirs = _locals(wrong), _locals(right)
    new = {right.name: wrong.name}  # where it calls itself, too
    if isinstance(wrong, ast.FunctionDef) and isinstance(right, ast.FunctionDef):
        new |= zip(_arguments(right), _arguments(wrong), strict=False)
    for (a, b), _ in votes.most_common():
        if b in theirs and a in own and b not in new and a not in new.values():
            new[b] = a
    for name in theirs:  # no name of the wrong one
        if name not in new:
            free = (f"{name}{'_' * n}" for n in count())
            new[name] = next(f for f in free if f not in own and f not in new.values())
    renamed = _Rename(new).visit(copy.deepcopy(right))
    renamed.name = wrong.name
    return renamed


def _arguments(function: ast.FunctionDef) -> list[str]:
    return [a.arg for a in function.args.args]


def _vote(pairs: list[Pair], votes: Counter[tuple[str, str]], alike: Names) -> None:
    """Count which names stand at the same places."""
    for one, other, blocks in pairs:
        if one is None or other is None:
            continue
        a, b = list(_words(one, alike)), list(_words(other, alike))
        match = SequenceMatcher(None, [w for w, _ in a], [w for w, _ in b], autojunk=False)
        for i, j, size in match.get_matching_blocks():
            for (_, mine), (_, theirs) in zip(a[i : i + size], b[j : j + size], strict=True):
                if mine and theirs:
                    votes[mine, theirs] += 1 + (mine == theirs)
        for inner in blocks.values():
            _vote(inner, votes, alike)


class _Rename(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]):
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.names.get(node.arg, node.arg)
        return node


def _differences(pairs: list[Pair], before: int) -> list[Difference]:
    """before: the line in which the statement before these begins, or the block around them."""
    found = []
    for old, new, blocks in pairs:
        line = before = old.lineno if old else before
        inner = {name: _differences(matched, line) for name, matched in blocks.items()}
        differs = old is None or new is None or _head(old) != _head(new)
        if old and new and not blocks:
            differs = ast.dump(old) != ast.dump(new)
        found.append(Difference(old, new, line, inner, differs))
    return found


def _head(statement: ast.stmt) -> list[str]:
    return [name or word for word, name in _words(statement)]
