"""Answers' code as trees: which are alike beyond what the exercise forces, and an example of code
without anything that tells whose it is."""

import ast
import builtins
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from .rebuild import MAGIC, SHELL, parse

LEAST = 40  # nodes of a tree: what is smaller is alike by chance
FEW = range(2, 5)  # students: what more have in common, the exercise or the lesson suggests
PUBLIC = 3  # students who have to share something before it is shown as nobody's
LINES = 30  # of an example
NAMES = ("id", "arg", "name", "asname", "rest")  # fields of a tree's nodes


def tree(source: str) -> ast.Module | None:
    """A cell's syntax tree without what IPython adds; None if it is no Python."""
    return parse(MAGIC.sub(r"\1", SHELL.sub(r"\1None", source)))


def units(source: str) -> dict[str, int]:
    """The functions and classes of a cell in a form in which comments, docstrings, annotations,
    names and texts make no difference, with the number of nodes in each."""
    module, found = tree(source), {}
    for node in module.body if module else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            try:
                plain = _Plain().visit(_without_docstrings(node))
                found[ast.dump(plain)] = _size(plain)
            except RecursionError:
                continue
    return found


def alike(answers: Mapping[str, str], forced: Iterable[str]) -> list[list[str]]:
    """Groups of students whose answers to one exercise hold the same code.

    answers: the source of each student's cell; forced: sources that the course shows or accepts.
    A group has 2 to 4 students, and its code at least `LEAST` nodes.
    """
    known = set().union(*map(units, forced))
    holders: dict[str, set[str]] = defaultdict(set)
    for student, source in answers.items():
        for unit, size in units(source).items():
            if size >= LEAST and unit not in known:
                holders[unit].add(student)
    groups = {tuple(sorted(group)) for group in holders.values() if len(group) in FEW}
    return [list(group) for group in sorted(groups)]


def example(answers: list[str], known: Collection[str]) -> str:
    """The most usual of answers that are wrong in one way, without comments, docstrings and texts;
    "" unless there are `PUBLIC` of them.

    known: names that the lesson has.  Others stand as name1, name2 unless `PUBLIC` answers have
    them.
    """
    if len(answers) < PUBLIC:
        return ""
    trees = [found for found in map(tree, answers) if found]
    names = Counter(name for found in trees for name in _names(found))
    public = {name for name, count in names.items() if count >= PUBLIC}
    made = []
    for found in trees:
        try:
            shown = _Anonymous({*known, *public, *dir(builtins)}).visit(_without_docstrings(found))
            text = ast.unparse(ast.fix_missing_locations(shown))
        except (RecursionError, ValueError):
            continue
        if text.strip() and text.count("\n") < LINES:
            made.append(text)
    count = Counter(made)
    return min(count, key=lambda text: (-count[text], len(text), text), default="")


def identifiers(sources: Iterable[str]) -> set[str]:
    """All names in these sources, also those after a dot."""
    return set().union(*(_names(found) for found in map(tree, sources) if found))


def _names(node: ast.AST) -> set[str]:
    found = set()
    for part in ast.walk(node):
        for field in (*NAMES, "attr", "module"):
            value = getattr(part, field, None)
            if isinstance(value, str):
                found |= set(value.split("."))
    return found


def _size(node: ast.AST) -> int:
    return sum(not isinstance(part, ast.expr_context) for part in ast.walk(node))


def _without_docstrings(node: ast.AST) -> ast.AST:
    for part in ast.walk(node):
        body = getattr(part, "body", None)
        if isinstance(body, list):
            texts = [
                line
                for line in body
                if isinstance(line, ast.Expr)
                and isinstance(line.value, ast.Constant)
                and isinstance(line.value.value, str | bytes | type(...))
            ]
            part.body = [line for line in body if line not in texts]
            if not part.body and not isinstance(part, ast.Module):
                part.body = [ast.Pass()]
    return node


class _Plain(ast.NodeTransformer):
    """Renames by the order in which names come, and takes annotations and texts away.  Names of the
    course's own modules before a dot make no difference either."""

    def __init__(self):
        self.given: dict[str, str] = {}

    def _name(self, name: str) -> str:
        return self.given.setdefault(name, f"n{len(self.given)}")

    def visit(self, node: ast.AST) -> ast.AST:
        """A node in plain form."""
        for field in ("returns", "annotation", "type_comment"):
            if getattr(node, field, None) is not None:
                setattr(node, field, None)
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            node = ast.Assign([node.target], node.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            node.value, node.kind = "", None
        for field in NAMES:
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, self._name(getattr(node, field)))
        return self.generic_visit(node)


class _Anonymous(ast.NodeTransformer):
    """Takes texts away, and names that are one's own."""

    def __init__(self, known: Collection[str]):
        self.known, self.given = known, {}

    def _name(self, name: str) -> str:
        return ".".join(map(self._part, name.split(".")))

    def _part(self, name: str) -> str:
        if name in self.known:
            return name
        return self.given.setdefault(name, f"name{len(self.given) + 1}")

    def visit(self, node: ast.AST) -> ast.AST:
        """A node without them."""
        if isinstance(node, ast.JoinedStr):
            return ast.Constant("…")
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            return ast.Constant("…")
        for field in ("names", "kwd_attrs"):
            names = getattr(node, field, [])
            if names and all(isinstance(name, str) for name in names):
                setattr(node, field, [self._name(name) for name in names])
        for field in (*NAMES, "attr", "module"):
            if isinstance(getattr(node, field, None), str):
                setattr(node, field, self._name(getattr(node, field)))
        return self.generic_visit(node)
