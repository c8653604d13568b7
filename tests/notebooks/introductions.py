"""Where the course introduces what it uses: Python beyond functions and loops, and symbols.

Each entry says how a use is found, and how the place that introduces it: the first cell whose
prose, or a comment of whose code, matches a pattern.  The words of the glossary have their place
already: the first cell of their lesson that sets them in bold or italics.
"""

import ast
from collections.abc import Callable
from typing import NamedTuple


class Introduced(NamedTuple):
    """Something used: `used` finds a use in the tree of a code cell, or is a pattern for prose
    and code alike; `by` is a pattern for prose and comments."""

    used: Callable[[ast.AST], bool] | str
    by: str


def node(kind: type[ast.AST], **fields) -> Callable[[ast.AST], bool]:
    """Whether a node is of a kind, and its fields are these."""
    return lambda n: isinstance(n, kind) and all(getattr(n, k) == v for k, v in fields.items())


def call(name: str) -> Callable[[ast.AST], bool]:
    return lambda n: isinstance(n, ast.Call) and getattr(n.func, "id", None) == name


def a_star(n: ast.AST) -> bool:
    """A list unpacked into arguments or into a list, or gathered by a parameter."""
    gathers = isinstance(n, ast.arguments) and n.vararg is not None
    return gathers or (isinstance(n, ast.Starred) and isinstance(n.ctx, ast.Load))


def two_stars(n: ast.AST) -> bool:
    return (isinstance(n, ast.keyword) and n.arg is None) or (
        isinstance(n, ast.arguments) and n.kwarg is not None
    )


def a_new_axis(n: ast.AST) -> bool:
    return isinstance(n, ast.Subscript) and any(
        isinstance(part, ast.Constant) and part.value is None for part in ast.walk(n.slice)
    )


def chained(n: ast.AST) -> bool:
    return isinstance(n, ast.Assign) and len(n.targets) > 1


PYTHON = {
    "list comprehension": Introduced(node(ast.ListComp), r"a list: one|comprehension"),
    "assert": Introduced(node(ast.Assert), r"`assert`"),
    "lambda": Introduced(node(ast.Lambda), r"`lambda"),
    "zip": Introduced(call("zip"), r"\bzip\b"),
    "enumerate": Introduced(call("enumerate"), r"\benumerate\b"),
    "star-argument": Introduced(a_star, r"`\*|\bstar\b"),
    "two stars": Introduced(two_stars, r"\*\*settings: all|two stars"),
    "dict": Introduced(node(ast.Dict), r"dictionar"),
    "matrix product": Introduced(
        lambda n: isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult), r"`@`"
    ),
    "class": Introduced(node(ast.ClassDef), r"\*\*class\*\*"),
    "self": Introduced(node(ast.arg, arg="self"), r"`self`"),
    "super": Introduced(call("super"), r"`super\(\)"),
    "try": Introduced(node(ast.Try), r"`try`"),
    "slice": Introduced(call("slice"), r"`slice`"),
    "a new axis": Introduced(a_new_axis, r"\[:, None\]|one column"),
    "table turned": Introduced(node(ast.Attribute, attr="T"), r"\.T`|\.T turns"),
    "several targets": Introduced(chained, r"in one line|both at once"),
}
SYMBOLS = {
    "ŷ": Introduced("ŷ", r"y hat"),
    "·": Introduced("·", r"\d · \d+ = \d"),
    "σ": Introduced("σ", r"σ\(z\)|sigmoid"),
    "logarithm": Introduced(r"\blog\b", r"logarithm"),
    "e": Introduced(r"\be\^|\be[ᶻ⁻]|\bexp\(", r"\*\*e\*\*|2\.718|\be \^|number e"),
    "nan": Introduced(r"\bnan\b(?!\.)", r"\*\*nan\*\*"),
    "inf": Introduced(r"\binf\b", r"\*\*inf\*\*"),
    "1e-6": Introduced(r"\b\de-?\d+\b", r"1e-?\d+\D{0,12} is|is \D{0,12}1e-?\d+|\b\d\.\d+e\d+"),
    "Σ": Introduced("[Σ∑]", "never"),
    "∂": Introduced("∂", "never"),
}
# Words of the glossary that are ordinary words too, and in which lessons they are used as such
# before they are introduced; or what else a lesson says with them.
ORDINARY = {
    "adam": "25",  # named, and explained in lesson 6
    "backward": "4",  # go backwards
    "class": "12345",  # students
    "classes": "12",  # of students
    "error": "0",  # an error message
    "forward": "245",  # the first of the four moves, in its own words
    "method": "1",  # a way to do something
    "precision": "1",  # of a grid
    "table": "3",  # of numbers on paper
    "unit": "12345",  # of a quantity
    "model": "1",  # a heading introduces it: "A model with one number"
}
# Cells that look ahead: what a lesson is about, before it explains anything.
AHEAD = {"title", "map", "about", "navigation"}
