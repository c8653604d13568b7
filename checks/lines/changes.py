"""The small changes of a piece of code, one place of its syntax tree at a time.

`changes(tree)` goes through them, the likeliest first.  Nothing here runs code or knows what is
right: `search` tries each.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import combinations, product
from types import MappingProxyType
from typing import Any, NamedTuple

OPERATOR = "an operator"
COMPARISON = "a comparison"
PARENTHESES = "parentheses, or what a call is of"
ORDER = "the order in which two things stand"
NUMBER = "a number"
SIGN = "a sign"
TEXT = "a text, which stands in quotes"
NAME = "a name"
FUNCTION = "which function is called"
AROUND = "a function that is missing around something"
TOO_MUCH = "something that is too much"
MISSING = "something that is missing"
KEYWORD = "an argument with a name, as in `axis=0`"
INDEX = "what stands in square brackets"
ASSIGNED = "`=`, `+=` or `-=`"
RETURNED = "what `return` hands over"
LOOP = "one number at a time, or a whole array at once"
COPY = "a copy, which is missing before an input is changed"
PLACE = "where the line stands, its indentation"
SEQUENCE = "the order of the lines"
KINDS = frozenset(
    {
        OPERATOR, COMPARISON, PARENTHESES, ORDER, NUMBER, SIGN, TEXT, NAME, FUNCTION, AROUND,
        TOO_MUCH, MISSING, KEYWORD, INDEX, ASSIGNED, RETURNED, LOOP, COPY, PLACE,
        SEQUENCE,
    }
)  # fmt: skip


class Edit(NamedTuple):
    """A field of a node, or one item of it where that is a list, and what comes into its place."""

    node: ast.AST
    field: str
    at: int | slice | None
    new: Any

    def make(self) -> "Edit":
        """Make it; returned is the edit that takes it back."""
        if self.at is None:
            before = getattr(self.node, self.field)
            setattr(self.node, self.field, self.new)
            return self._replace(new=before)
        items = getattr(self.node, self.field)
        kept = list(items)
        items[self.at] = self.new
        return self._replace(at=slice(None), new=kept)


@dataclass(frozen=True)
class Change:
    """One small change: its kind, the lines it touches, and how much it changes, from 1."""

    kind: str
    size: int
    lines: tuple[int, ...]
    edits: tuple[Edit, ...]

    @contextmanager
    def made(self) -> Iterator[None]:
        """In this block the tree is changed."""
        back = [edit.make() for edit in self.edits]
        try:
            yield
        finally:
            for edit in reversed(back):
                edit.make()


class Near(NamedTuple):
    """What may come into the place of an expression; same: of changes alike, made at several
    places together."""

    kind: str
    size: int
    new: ast.expr
    same: tuple = ()


class Instead(ast.NodeTransformer):
    """An expression in place of a name."""

    def __init__(self, name: str, new: ast.expr):
        self.name, self.new = name, new

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.new if node.id == self.name else node


class Names(NamedTuple):
    """What a function knows by name: its own parameters, what it assigns, and other functions with
    theirs."""

    parameters: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    functions: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def call(self, function: str) -> ast.Call | None:
        """A call of another function with what has the names of its parameters here, if all do."""
        wanted = self.functions.get(function, ())
        known = wanted and {*wanted} <= {*self.parameters, *self.own}
        return _call(function, *map(_name, wanted)) if known else None

    def at(self, node: ast.AST) -> "Names":
        """The names in a node: of a function its own, too."""
        if not isinstance(node, FUNCTIONS):
            return self
        spec = node.args
        given = [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
        stored = [
            n.id for n in ast.walk(node)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ]  # fmt: skip
        parameters = dict.fromkeys([*self.parameters, *given])
        own = dict.fromkeys(name for name in [*self.own, *stored] if name not in parameters)
        return Names(tuple(parameters), tuple(own), self.functions)


@dataclass(frozen=True)
class Slot:
    """Where an expression stands."""

    node: ast.expr
    parent: ast.AST
    field: str
    at: int | None
    line: int
    statement: ast.stmt
    names: Names

    @cached_property
    def called(self) -> bool:
        """Whether it is what a call calls."""
        return isinstance(self.parent, ast.Call) and self.field == "func"

    @cached_property
    def value(self) -> bool:
        """Whether it has a value of its own, to be computed with."""
        inside = isinstance(self.parent, ast.Subscript) and self.field == "slice"
        of_it = isinstance(self.parent, ast.Attribute) and isinstance(self.node, ast.Name)
        return not (self.called or inside or of_it) and not isinstance(
            self.node, ast.Slice | ast.Starred | ast.comprehension
        )


Rule = Callable[[Slot], Iterator[Near]]
RULES: list[Rule] = []
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def changes(
    tree: ast.AST, functions: Mapping[str, tuple[str, ...]] = Names().functions
) -> Iterator[Change]:
    """The small changes of a tree, those that change least first.

    functions: which the code could call, by name, with the names of their parameters.
    """
    names = Names(functions=functions)
    found = [*_of_expressions(tree, names), *_of_statements(tree, names)]
    yield from sorted(found, key=lambda change: (change.size, len(change.edits)))


# Expressions


def _of_expressions(tree: ast.AST, names: Names) -> Iterator[Change]:
    alike: dict[tuple, list[tuple[Slot, Edit, Near]]] = defaultdict(list)
    for slot in slots(tree, names):
        for rule in RULES:
            for near in rule(slot):
                edit = Edit(slot.parent, slot.field, slot.at, near.new)
                yield Change(near.kind, near.size, (slot.line,), (edit,))
                if near.same:
                    alike[near.kind, near.same].append((slot, edit, near))
    for (kind, _), places in alike.items():
        size = places[0][2].size
        for group in _groups(places):
            edits = tuple(edit for _, edit, _ in group)
            lines = tuple(sorted({slot.line for slot, *_ in group}))
            yield Change(kind, size + len(lines) - 1, lines, edits)
    yield from _names_exchanged(tree)


def _groups(places: list) -> Iterator[list]:
    """Places within one statement, and all of them, if they are several."""
    statements = defaultdict(list)
    for place in places:
        statements[id(place[0].statement)].append(place)
    groups = [*statements.values()] + [places] * (len(statements) > 1)
    yield from (group for group in groups if len(group) > 1)


def slots(tree: ast.AST, names: Names) -> Iterator[Slot]:
    """Every place of an expression that is read, outermost first."""

    def walk(
        node: ast.AST, names: Names, line: int, statement: ast.stmt | None
    ) -> Iterator[Slot]:
        names = names.at(node)
        if isinstance(node, ast.stmt):
            statement = node
        for field, value in ast.iter_fields(node):
            if field in ("decorator_list", "returns", "annotation", "bases", "ctx", "names"):
                continue
            items = enumerate(value) if isinstance(value, list) else [(None, value)]
            for at, item in items:
                if not isinstance(item, ast.AST):
                    continue
                here = getattr(item, "lineno", line)
                stored = isinstance(getattr(item, "ctx", None), ast.Store | ast.Del)
                if isinstance(item, ast.expr) and not stored:
                    yield Slot(item, node, field, at, here, statement, names)
                yield from walk(item, names, here, statement)

    yield from walk(tree, names, 1, None)


def _rule(rule: Rule) -> Rule:
    RULES.append(rule)
    return rule


ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult, ast.FloorDiv)
ONE_WAY = ast.Sub | ast.Div | ast.Pow | ast.MatMult | ast.FloorDiv | ast.Mod
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def _powers(node: ast.AST) -> bool:
    """Whether a power in it could become one that is never done."""
    simple = isinstance(node, ast.Name | ast.Constant)
    return not simple or isinstance(node, ast.Constant) and not _between(node, -9, 9)


def _between(node: ast.Constant, low: float, high: float) -> bool:
    return type(node.value) in (int, float) and low <= node.value <= high


@_rule
def _operators(slot: Slot) -> Iterator[Near]:
    node = slot.node
    if isinstance(node, ast.BinOp):
        a, op, b = node.left, node.op, node.right
        for other in ARITHMETIC:
            if not isinstance(op, other) and not (other is ast.Pow and _powers(b)):
                new = ast.BinOp(a, other(), b)
                yield Near(OPERATOR, 1, new, ("op", type(op), other))
        if isinstance(op, ONE_WAY):
            yield Near(ORDER, 1, ast.BinOp(b, op, a))
        yield Near(TOO_MUCH, 2, a)
        yield Near(TOO_MUCH, 2, b)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS:
            if not isinstance(node.ops[0], other):
                new = ast.Compare(node.left, [other()], node.comparators)
                yield Near(COMPARISON, 1, new)
        yield Near(TOO_MUCH, 3, node.left)
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield Near(OPERATOR, 1, ast.BoolOp(other, node.values))
        for i in range(len(node.values)):
            rest = node.values[:i] + node.values[i + 1 :]
            yield Near(TOO_MUCH, 2, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))
    if slot.field == "test":
        yield Near(COMPARISON, 2, ast.UnaryOp(ast.Not(), node))
    if isinstance(node, ast.IfExp):
        yield Near(ORDER, 1, ast.IfExp(node.test, node.orelse, node.body))
        yield Near(TOO_MUCH, 2, node.body)
        yield Near(TOO_MUCH, 2, node.orelse)


@_rule
def _signs(slot: Slot) -> Iterator[Near]:
    node = slot.node
    if isinstance(node, ast.UnaryOp):
        yield Near(SIGN if isinstance(node.op, ast.USub) else TOO_MUCH, 1, node.operand)
        if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.BinOp):
            a, op, b = node.operand.left, node.operand.op, node.operand.right
            yield Near(PARENTHESES, 1, ast.BinOp(ast.UnaryOp(node.op, a), op, b))
    elif slot.value and not isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Compare):
        yield Near(SIGN, 2, ast.UnaryOp(ast.USub(), node))


@_rule
def _parentheses(slot: Slot) -> Iterator[Near]:
    """Other parentheses around the same operands in the same order, and calls that reach
    further or less far."""
    node = slot.node
    if isinstance(node, ast.BinOp) and not isinstance(slot.parent, ast.BinOp):
        operands, operators = _chain(node)
        if 3 <= len(operands) <= 6:
            for new in _trees(operands, operators):
                yield Near(PARENTHESES, 1, new)
    for inner in _operands(node):
        yield Near(PARENTHESES, 1, inner)


def _chain(node: ast.expr) -> tuple[list[ast.expr], list[ast.operator]]:
    """The operands of nested operations from left to right, and the operators between them."""
    if not isinstance(node, ast.BinOp):
        return [node], []
    left, right = _chain(node.left), _chain(node.right)
    return left[0] + right[0], [*left[1], node.op, *right[1]]


def _trees(operands: list[ast.expr], operators: list[ast.operator]) -> Iterator[ast.expr]:
    if not operators:
        yield operands[0]
    for i, operator in enumerate(operators):
        lefts = list(_trees(operands[: i + 1], operators[:i]))
        rights = list(_trees(operands[i + 1 :], operators[i + 1 :]))
        for left, right in product(lefts, rights):
            if not (isinstance(operator, ast.Pow) and _powers(right)):
                yield ast.BinOp(left, operator, right)


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    """f(a + b) for f(a) + b, and the other way round; also of (a + b).f()."""
    if isinstance(node, ast.BinOp):
        a, op, b = node.left, node.op, node.right
        if isinstance(op, ast.Pow) and _powers(b):
            return
        if inner := _argument(a):
            yield _with(a, ast.BinOp(inner, op, b))
        if inner := _argument(b):
            yield _with(b, ast.BinOp(a, op, inner))
        both = isinstance(a, ast.Call) and isinstance(b, ast.Call)
        if both and len(a.args) == 1 == len(b.args) and ast.dump(a.func) == ast.dump(b.func):
            yield _with(a, ast.BinOp(a.args[0], op, b.args[0]))
        if all(isinstance(o, ast.BinOp) and isinstance(o.op, ast.Pow) for o in (a, b)):
            if ast.dump(a.right) == ast.dump(b.right) and not _powers(a.right):
                yield ast.BinOp(ast.BinOp(a.left, op, b.left), a.op, a.right)
        if isinstance(a, ast.UnaryOp):
            yield ast.UnaryOp(a.op, ast.BinOp(a.operand, op, b))
    inner = _argument(node)
    if isinstance(inner, ast.BinOp):
        yield ast.BinOp(_with(node, inner.left), inner.op, inner.right)
        yield ast.BinOp(inner.left, inner.op, _with(node, inner.right))
        yield ast.BinOp(_with(node, inner.left), inner.op, _with(node, inner.right))
    if inner and isinstance(inner, ast.Call) and (deeper := _argument(inner)):
        yield _with(inner, _with(node, deeper))  # f(g(a)) -> g(f(a))


def _argument(call: ast.expr) -> ast.expr | None:
    """What a call is about: its first argument, or what its method is of."""
    if not isinstance(call, ast.Call):
        return None
    if call.args:
        return call.args[0]
    return call.func.value if isinstance(call.func, ast.Attribute) else None


def _with(call: ast.Call, argument: ast.expr) -> ast.Call:
    """The call about something else."""
    if call.args:
        return ast.Call(call.func, [argument, *call.args[1:]], call.keywords)
    method = ast.Attribute(argument, call.func.attr, ast.Load())
    return ast.Call(method, [], call.keywords)


@_rule
def _numbers(slot: Slot) -> Iterator[Near]:
    node = slot.node
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value = node.value
        for other in dict.fromkeys((value + 1, value - 1, -value, 2 * value, value / 2, 1, 0)):
            if other != value:
                whole = int(other) if other == int(other) and type(value) is int else other
                yield Near(NUMBER, 1, ast.Constant(whole), ("n", value, other))
        if isinstance(slot.parent, ast.Assign | ast.Tuple):
            yield Near(NUMBER, 1, _call("float", ast.Constant("inf")))
        for name in (*slot.names.parameters, *slot.names.own):
            yield Near(NUMBER, 2, _name(name), ("n", value, name))
        for name in slot.names.parameters:
            yield Near(NUMBER, 2, _call("len", _name(name)), ("n", value, "len", name))
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield Near(NUMBER, 1, ast.Constant(not node.value))
    elif slot.value and isinstance(node, ast.Name | ast.Call | ast.Subscript | ast.BinOp):
        counts = isinstance(slot.parent, ast.Call) and _last(slot.parent.func) in COUNTING
        for op in (ast.Add(), ast.Sub()):
            yield Near(NUMBER, 2 if counts else 3, ast.BinOp(node, op, ast.Constant(1)))
        if counts and slot.at == 0 and len(slot.parent.args) == 1:
            yield Near(NUMBER, 2, ast.Starred(_from_one(node, 0), ast.Load()))
            yield Near(NUMBER, 2, ast.Starred(_from_one(node, 1), ast.Load()))


COUNTING = {"range", "arange", "linspace"}


def _from_one(stop: ast.expr, more: int) -> ast.expr:
    """(1, stop + more)"""
    stop = ast.BinOp(stop, ast.Add(), ast.Constant(more)) if more else stop
    return ast.Tuple([ast.Constant(1), stop], ast.Load())


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    """A call of a function, "len" or "np.mean"."""
    first, *rest = name.split(".")
    function: ast.expr = _name(first)
    for attribute in rest:
        function = ast.Attribute(function, attribute, ast.Load())
    return ast.Call(function, list(arguments), [])


def _last(function: ast.expr | None) -> str:
    """The last name of what is called: "mean" of `np.mean`."""
    return getattr(function, "id", None) or getattr(function, "attr", "")


@_rule
def _names(slot: Slot) -> Iterator[Near]:
    node = slot.node
    if isinstance(node, ast.Name):
        others = (*slot.names.parameters, *slot.names.own)
        if node.id not in others and not slot.called:
            yield Near(TEXT, 1, ast.Constant(node.id))
        for other in others:
            if other != node.id and not slot.called:
                yield Near(NAME, 1, _name(other), ("name", node.id, other))
        if slot.value and node.id in slot.names.functions:
            for given in slot.names.parameters:
                yield Near(MISSING, 1, _call(node.id, _name(given)))
            if call := slot.names.call(node.id):
                yield Near(MISSING, 1, call)
        if slot.called or node.id not in others:
            for other in get_close_matches(node.id, slot.names.functions, 6, 0.5):
                if other != node.id:
                    yield Near(NAME, 1, _name(other), ("name", node.id, other))
        if "self" in others:
            yield Near(NAME, 1, ast.Attribute(_name("self"), node.id, ast.Load()))
        if node.id not in others:
            for module in ("np", "torch", "math", "nn"):
                new = ast.Attribute(_name(module), node.id, ast.Load())
                yield Near(MISSING, 1, new, ("module", module, node.id))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id in ("np", "math", "torch"):
            for module in {"np", "math", "torch"} - {node.value.id}:
                new = ast.Attribute(_name(module), node.attr, node.ctx)
                yield Near(FUNCTION, 1, new, ("module", node.value.id, module))
            yield Near(FUNCTION, 2, _name(node.attr))


ALIKE = (
    "mean sum median max min std var prod cumsum", "argmin argmax min max", "exp log expm1 log1p",
    "log10 log log2", "floor ceil round trunc rint", "abs square sqrt", "maximum minimum",
    "zeros ones empty full rand randn", "zeros_like ones_like rand_like randn_like",
    "all any mean", "append extend insert", "len sum", "range len enumerate",
    "add subtract multiply divide matmul dot",
    "item detach tolist", "vstack hstack stack concatenate array column_stack", "train eval",
    "cat stack tensor", "int round float", "linspace arange", "enable_grad no_grad",
    "flatten squeeze ravel", "logical_and logical_or", "unsqueeze squeeze", "sin cos tan tanh",
    "parameters state_dict", "backward step zero_grad",
    "BCELoss BCEWithLogitsLoss MSELoss",
)  # fmt: skip


@_rule
def _functions(slot: Slot) -> Iterator[Near]:
    node = slot.node
    if not isinstance(node, ast.Call):
        if isinstance(node, ast.Attribute) and not slot.called:
            yield Near(MISSING, 1, ast.Call(node, [], []), ("called",))
        return
    name = _last(node.func)
    for group in ALIKE:
        if name in (words := group.split()):
            for other in words:
                if other != name:
                    if isinstance(node.func, ast.Name):
                        function: ast.expr = _name(other)
                    else:
                        function = ast.Attribute(node.func.value, other, ast.Load())
                    new = ast.Call(function, node.args, node.keywords)
                    yield Near(FUNCTION, 1, new, ("function", name, other))
    if len(node.args) == 1 and not node.keywords:
        yield Near(MISSING, 1, ast.BinOp(node.func, ast.Mult(), node.args[0]))
    if isinstance(node.func, ast.Name) and slot.value:
        new = ast.Call(ast.Attribute(_name("np"), name, ast.Load()), node.args, node.keywords)
        yield Near(MISSING, 1, new, ("np", name))


@_rule
def _arguments(slot: Slot) -> Iterator[Near]:
    """Arguments in another order, one too many, or one too few."""
    node = slot.node
    if not isinstance(node, ast.Call):
        return
    arguments = node.args
    if call := slot.names.call(_last(node.func)):
        kind = ORDER if len(call.args) == len(arguments) else MISSING
        yield Near(kind, 1 + (len(call.args) > len(arguments) + 1), call)
    for i, j in combinations(range(len(arguments)), 2):
        swapped = list(arguments)
        swapped[i], swapped[j] = arguments[j], arguments[i]
        yield Near(ORDER, 1, ast.Call(node.func, swapped, node.keywords))
    for i in range(len(arguments)):
        fewer = arguments[:i] + arguments[i + 1 :]
        yield Near(TOO_MUCH, 2, ast.Call(node.func, fewer, node.keywords))
    for i in range(len(arguments) + 1) if len(arguments) < 5 else ():
        for name in (*slot.names.parameters, *slot.names.own):
            more = [*arguments[:i], _name(name), *arguments[i:]]
            yield Near(MISSING, 3, ast.Call(node.func, more, node.keywords))
    if len(arguments) > 1 and _last(node.func) in ("array", "zeros", "ones", "empty", "float"):
        new = ast.Call(node.func, [ast.Tuple(arguments, ast.Load())], node.keywords)
        yield Near(PARENTHESES, 1, new)
    for i, first in enumerate(arguments):  # f(g(a, b)) -> f(g(a), b)
        if isinstance(first, ast.Call) and len(first.args) > 1:
            inner = ast.Call(first.func, first.args[:-1], first.keywords)
            new = [*arguments[:i], inner, first.args[-1], *arguments[i + 1 :]]
            yield Near(PARENTHESES, 1, ast.Call(node.func, new, node.keywords))


KEYWORDS = (("axis", 0), ("axis", 1), ("axis", -1), ("keepdims", True), ("dim", 0), ("dim", 1))
ALONG = {"mean", "sum", "max", "min", "std", "var", "argmin", "argmax", "prod", "cumsum", "stack"}

LEARNED = {"zeros", "zeros_like", "ones", "full", "tensor", "randn", "rand"}


@_rule
def _keywords(slot: Slot) -> Iterator[Near]:
    node = slot.node
    if not isinstance(node, ast.Call):
        return
    for i, keyword in enumerate(node.keywords):
        fewer = node.keywords[:i] + node.keywords[i + 1 :]
        yield Near(KEYWORD, 1, ast.Call(node.func, node.args, fewer), ("less", keyword.arg))
        other = {"dim": "axis", "axis": "dim"}.get(keyword.arg)
        if other:
            new = [*fewer, ast.keyword(other, keyword.value)]
            yield Near(KEYWORD, 1, ast.Call(node.func, node.args, new), ("other", other))
    if _last(node.func) in ALONG:
        there = {keyword.arg for keyword in node.keywords}
        for name, value in KEYWORDS:
            if name not in there:
                more = [*node.keywords, ast.keyword(name, ast.Constant(value))]
                new = ast.Call(node.func, node.args, more)
                yield Near(KEYWORD, 1, new, ("more", name, value))
    if _last(node.func) in LEARNED and "requires_grad" not in [k.arg for k in node.keywords]:
        more = [*node.keywords, ast.keyword("requires_grad", ast.Constant(True))]
        new = ast.Call(node.func, node.args, more)
        yield Near(KEYWORD, 1, new, ("more", "requires_grad"))
    if _last(node.func) == "load":
        more = [*node.keywords, ast.keyword("weights_only", ast.Constant(True))]
        yield Near(KEYWORD, 1, ast.Call(node.func, node.args, more))


WRAPPERS = (
    "np.array", "np.mean", "np.sum", "abs", "np.abs", "range", "len", "sum", "round", "float",
    "int", "np.exp", "np.log", "np.sqrt", "torch.sigmoid", "torch.log", "torch.tensor",
    "sigmoid", "list", "np.argmin", "max", "min", "torch.stack",
)  # fmt: skip
METHODS = (
    "mean", "sum", "item", "detach", "float", "backward", "parameters", "astype", "abs", "argmin"
)  # fmt: skip


@_rule
def _around(slot: Slot) -> Iterator[Near]:
    """A function, a method or brackets added around it, or taken away."""
    node = slot.node
    if isinstance(node, ast.Call):
        for argument in node.args:
            if not isinstance(argument, ast.Starred):
                yield Near(TOO_MUCH, 1, argument, ("unwrapped", _last(node.func)))
        if isinstance(node.func, ast.Attribute):
            yield Near(TOO_MUCH, 1, node.func.value, ("method", node.func.attr))
        if not node.args and not node.keywords:
            yield Near(TOO_MUCH, 2, node.func)
    if isinstance(node, ast.List | ast.Tuple) and len(node.elts) == 1:
        yield Near(TOO_MUCH, 1, node.elts[0])
    if isinstance(node, ast.JoinedStr) and len(node.values) == 1:
        if isinstance(node.values[0], ast.FormattedValue):
            yield Near(TOO_MUCH, 1, node.values[0].value)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield Near(TOO_MUCH, 1, node.value, ("T",))
    if not slot.value or isinstance(node, ast.keyword | ast.GeneratorExp):
        return
    looped = slot.field == "iter"
    for name in WRAPPERS:
        size = 1 if looped and name == "range" else 2
        yield Near(AROUND, size, _call(name, node), ("around", name, _text(node)))
    if looped and isinstance(node, ast.Name):
        yield Near(AROUND, 1, _call("range", _call("len", node)))
    if looped:
        counted = _argument(node) if _last(getattr(node, "func", None)) == "range" else None
        if counted and _last(getattr(counted, "func", None)) == "len" and counted.args:
            yield Near(TOO_MUCH, 1, counted.args[0])
        yield Near(AROUND, 1, _call("enumerate", node))
        if isinstance(node, ast.Call) and _last(node.func) == "zip":
            yield Near(TOO_MUCH, 2, ast.Tuple(node.args, ast.Load()))
        if isinstance(node, ast.Tuple):
            yield Near(AROUND, 1, _call("zip", *node.elts))
    if isinstance(node, ast.Constant):
        return
    for name in METHODS:
        arguments = [_name("float")] if name == "astype" else []
        new = ast.Call(ast.Attribute(node, name, ast.Load()), arguments, [])
        yield Near(AROUND, 2, new)
    yield Near(MISSING, 1, ast.Attribute(node, "T", ast.Load()), ("T", _text(node)))
    yield Near(MISSING, 2, ast.BinOp(node, ast.Pow(), ast.Constant(2)))
    yield Near(MISSING, 3, ast.List([node], ast.Load()))


def _text(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


COLUMN = ast.Tuple([ast.Slice(), ast.Constant(None)], ast.Load())
ROW = ast.Tuple([ast.Constant(None), ast.Slice()], ast.Load())


@_rule
def _indices(slot: Slot) -> Iterator[Near]:
    node = slot.node
    if isinstance(node, ast.Subscript):
        yield Near(INDEX, 1, node.value, ("all", _text(node.value)))
        inside = node.slice
        if isinstance(inside, ast.Slice):
            others = [
                ast.Slice(ast.Constant(1)), ast.Slice(None, ast.Constant(-1)),
                ast.Slice(inside.upper), ast.Slice(None, inside.lower),
            ]  # fmt: skip
        else:
            others = [ast.Slice(inside), ast.Slice(None, inside)]
            others += [ast.BinOp(inside, op, ast.Constant(1)) for op in (ast.Add(), ast.Sub())]
        if isinstance(inside, ast.Tuple):
            others = [ast.Tuple(inside.elts[::-1], ast.Load()), *inside.elts]
        elif not isinstance(inside, ast.Slice):
            others += [
                ast.Tuple([ast.Slice(), inside], ast.Load()),
                ast.Tuple([inside, ast.Slice()], ast.Load()),
            ]
        for other in others:
            yield Near(INDEX, 1, ast.Subscript(node.value, other, ast.Load()))
    if isinstance(node, ast.Call) and not slot.called and len(node.args) == 1:
        yield Near(INDEX, 2, ast.Subscript(node.func, node.args[0], ast.Load()))
    if isinstance(node, ast.Name) and slot.value:
        for other in (*slot.names.own, *slot.names.parameters):
            if other != node.id:
                yield Near(INDEX, 2, _item(node, _name(other)), ("at", node.id, other))
    if slot.value and not isinstance(node, ast.Constant):
        for inside in (COLUMN, ROW, ast.Constant(0), ast.Constant(-1)):
            size = 3 if isinstance(inside, ast.Constant) else 2
            yield Near(INDEX, size, _item(node, inside), ("by", _text(node), ast.dump(inside)))
        tail = [ast.Slice(ast.Constant(1)), ast.Slice(None, ast.Constant(-1))]
        for inside in tail if slot.field == "iter" else ():
            yield Near(INDEX, 2, _item(node, inside))


def _item(of: ast.expr, inside: ast.expr) -> ast.Subscript:
    return ast.Subscript(of, inside, ast.Load())


@_rule
def _whole(slot: Slot) -> Iterator[Near]:
    """The whole array at once, for a list of what is done with each part."""
    node = slot.node
    if isinstance(node, ast.ListComp | ast.GeneratorExp) and len(node.generators) == 1:
        (loop,) = node.generators
        if isinstance(loop.target, ast.Name) and not loop.ifs:
            yield Near(TOO_MUCH, 2, Instead(loop.target.id, loop.iter).visit(deepcopy(node.elt)))
            each = ast.comprehension(loop.target, _call("range", _call("len", loop.iter)), [], 0)
            yield Near(AROUND, 1, type(node)(node.elt, [each]))
            if isinstance(loop.iter, ast.Call) and len(loop.iter.args) == 1:
                inner = ast.comprehension(loop.target, loop.iter.args[0], [], 0)
                yield Near(TOO_MUCH, 1, type(node)(node.elt, [inner]))
            counted = ast.comprehension(loop.target, _call("range", loop.iter), [], 0)
            yield Near(AROUND, 1, type(node)(node.elt, [counted]))


@_rule
def _each(slot: Slot) -> Iterator[Near]:
    """A function called with each part of what it is called with; and a function for its name."""
    node = slot.node
    functions = slot.names.functions
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in functions:
        for i, of in enumerate(node.args):
            if isinstance(of, ast.Name) and not node.keywords:
                one = ast.Name("each", ast.Store())
                arguments = [*node.args[:i], _name("each"), *node.args[i + 1 :]]
                called = ast.Call(node.func, arguments, [])
                yield Near(LOOP, 1, ast.ListComp(called, [ast.comprehension(one, of, [], 0)]))
    if isinstance(node, ast.Name) and isinstance(slot.parent, ast.keyword):
        if wanted := functions.get(node.id):
            first = ast.arguments([], [ast.arg(wanted[0])], None, [], [], None, [])
            yield Near(MISSING, 1, ast.Lambda(first, _call(node.id, *map(_name, wanted))))


@_rule
def _parts(slot: Slot) -> Iterator[Near]:
    """Parts of a pair in another order, one too few or too many."""
    node = slot.node
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) > 1:
        kind, made = RETURNED if slot.field == "value" else ORDER, type(node)
        for i, j in combinations(range(len(node.elts)), 2):
            swapped = list(node.elts)
            swapped[i], swapped[j] = node.elts[j], node.elts[i]
            yield Near(ORDER, 1, made(swapped, ast.Load()))
        for i, part in enumerate(node.elts):
            yield Near(kind, 2, part, ("part", len(node.elts), i))
            yield Near(TOO_MUCH, 2, made(node.elts[:i] + node.elts[i + 1 :], ast.Load()))
        if len(node.elts) == 2 and made is ast.Tuple and slot.value:  # w, x for w * x
            for op in ARITHMETIC[:4]:
                yield Near(OPERATOR, 1, ast.BinOp(node.elts[0], op(), node.elts[1]))
        for name in ("np.array", "torch.stack") if slot.field == "value" else ():
            each = [_call(name, part) for part in node.elts]
            yield Near(AROUND, 1, made(each, ast.Load()))
    if isinstance(slot.parent, ast.Return):
        for name in (*slot.names.own, *slot.names.parameters):
            yield Near(RETURNED, 1, ast.Tuple([node, _name(name)], ast.Load()))
            yield Near(RETURNED, 1, ast.Tuple([_name(name), node], ast.Load()))
            if isinstance(node, ast.Tuple):
                yield Near(RETURNED, 2, ast.Tuple([*node.elts, _name(name)], ast.Load()))


@_rule
def _terms(slot: Slot) -> Iterator[Near]:
    """A term or factor is missing."""
    node = slot.node
    if not slot.value or not isinstance(
        node, ast.BinOp | ast.Name | ast.Call | ast.Subscript | ast.UnaryOp | ast.Constant
    ):
        return
    for name in (*slot.names.parameters, *slot.names.own):
        if isinstance(node, ast.Name) and node.id == name:
            continue
        for op in (ast.Mult, ast.Add, ast.Sub, ast.Div):
            yield Near(MISSING, 3, ast.BinOp(node, op(), _name(name)))
        yield Near(MISSING, 3, ast.BinOp(_name(name), ast.Sub(), node))
        for count in (_call("len", _name(name)), ast.Attribute(_name(name), "size", ast.Load())):
            if name in slot.names.parameters:
                yield Near(MISSING, 3, ast.BinOp(node, ast.Div(), count))
    if not isinstance(node, ast.Constant):
        for number, op in ((2, ast.Mult), (2, ast.Div), (100, ast.Div)):
            yield Near(MISSING, 3, ast.BinOp(node, op(), ast.Constant(number)))
        for op in (ast.Sub, ast.Div):
            yield Near(MISSING, 2, ast.BinOp(ast.Constant(1), op(), node))


def _names_exchanged(tree: ast.AST) -> Iterator[Change]:
    """Two names exchanged at all their places in a statement or in its head."""
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt) or isinstance(statement, ast.ClassDef):
            continue
        places = defaultdict(list)
        for place in _slots_of(statement):
            places[place[3]].append(place)
        for one, two in combinations(places, 2):
            edits = [
                Edit(parent, field, at, _name(other))
                for name, other in ((one, two), (two, one))
                for parent, field, at, _ in places[name]
            ]
            yield Change(NAME, 2, (statement.lineno,), tuple(edits))


def _slots_of(statement: ast.stmt) -> Iterator[tuple[ast.AST, str, int | None, str]]:
    """The names that a statement reads, but for those of the statements in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        for field, value in ast.iter_fields(node):
            if field in ("decorator_list", "func"):
                continue
            for at, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load):
                    yield node, field, at, item.id
                elif isinstance(item, ast.AST) and not isinstance(item, ast.stmt):
                    waiting.append(item)


# Statements


class Block(NamedTuple):
    """A list of statements: whose it is, and the way to it."""

    owner: ast.AST
    field: str
    names: Names
    outer: "Block | None" = None
    at: int = 0  # of the owner, in the outer one

    @property
    def body(self) -> list[ast.stmt]:
        return getattr(self.owner, self.field)

    def edit(self, body: list[ast.stmt]) -> Edit:
        return Edit(self.owner, self.field, None, body or [ast.Pass()])


def blocks(
    owner: ast.AST, names: Names, outer: Block | None = None, at: int = 0
) -> Iterator[Block]:
    """Every block of a tree."""
    names = names.at(owner)
    for field in ("body", "orelse", "finalbody"):
        body = getattr(owner, field, None)
        if isinstance(body, list) and body:
            block = Block(owner, field, names, outer, at)
            yield block
            for i, statement in enumerate(body):
                yield from blocks(statement, names, block, i)


def _of_statements(tree: ast.AST, names: Names) -> Iterator[Change]:
    for block in blocks(tree, names):
        whole = isinstance(block.owner, ast.Module)
        for i, statement in enumerate(block.body):
            yield from _replaced(block, i, statement)
            if whole:
                continue
            line, body = (statement.lineno,), block.body
            rest = body[:i] + body[i + 1 :]
            if not (i == 0 and _is_text(statement)):
                yield Change(TOO_MUCH, 2, line, (block.edit(rest),))
            for k in range(i + 1, len(body)):  # further down, past one or several
                moved = [*rest[:k], statement, *rest[k:]]
                yield Change(SEQUENCE, 1 + (k > i + 1), line, (block.edit(moved),))
            for k in range(i - 1):
                moved = [*rest[:k], statement, *rest[k:]]
                yield Change(SEQUENCE, 2, line, (block.edit(moved),))
            yield from _moved_out(block, i, statement, rest)
            yield from _moved_in(block, i, statement, rest)
            if isinstance(statement, ast.If | ast.For | ast.While | ast.With):
                opened = [*body[:i], *statement.body, *body[i + 1 :]]
                yield Change(TOO_MUCH, 3, line, (block.edit(opened),))
        yield from _added(block)
        yield from _wrapped(block)
    yield from _prints(tree, names)


def _wrapped(block: Block) -> Iterator[Change]:
    """Some statements done without gradients."""
    body = block.body
    for i, statement in enumerate(body):
        changing = isinstance(statement, ast.AugAssign | ast.Assign)
        for end in range(i + 1, min(i + 4, len(body)) + 1) if changing else ():
            inner = ast.withitem(_call("torch.no_grad"))
            new = ast.copy_location(ast.With([inner], body[i:end]), statement)
            lines = tuple(s.lineno for s in body[i:end])
            edit = block.edit([*body[:i], new, *body[end:]])
            yield Change(AROUND, len(lines), lines, (edit,))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _moved_out(
    block: Block, i: int, statement: ast.stmt, rest: list[ast.stmt]
) -> Iterator[Change]:
    """Before or after what it stands in; of several, the last ones or the first ones together."""
    outer = block.outer
    if outer is None or isinstance(outer.owner, ast.Module):
        return
    around, at, line = outer.body, block.at, (statement.lineno,)
    if rest:
        after = [*around[: at + 1], statement, *around[at + 1 :]]
        before = [*around[:at], statement, *around[at:]]
        yield Change(PLACE, 1, line, (block.edit(rest), outer.edit(after)))
        yield Change(PLACE, 1, line, (block.edit(rest), outer.edit(before)))
        end = [*around, statement]
        yield Change(PLACE, 2, line, (block.edit(rest), outer.edit(end)))
    for end in range(i + 2, len(block.body) + 1):
        moved, kept = block.body[i:end], block.body[:i] + block.body[end:]
        if kept:
            after = [*around[: at + 1], *moved, *around[at + 1 :]]
            before = [*around[:at], *moved, *around[at:]]
            lines = tuple(s.lineno for s in moved)
            yield Change(PLACE, len(moved), lines, (block.edit(kept), outer.edit(after)))
            yield Change(PLACE, len(moved), lines, (block.edit(kept), outer.edit(before)))
    far = outer.outer
    if rest and far and not isinstance(far.owner, ast.Module):
        after = [*far.body[: outer.at + 1], statement, *far.body[outer.at + 1 :]]
        before = [*far.body[: outer.at], statement, *far.body[outer.at :]]
        yield Change(PLACE, 2, line, (block.edit(rest), far.edit(after)))
        yield Change(PLACE, 2, line, (block.edit(rest), far.edit(before)))


def _moved_in(
    block: Block, i: int, statement: ast.stmt, rest: list[ast.stmt]
) -> Iterator[Change]:
    """Into what stands before it, at the end, or into what stands after it, at the start."""
    line = (statement.lineno,)
    for inner in blocks(block.body[i - 1], block.names) if i else ():
        edits = inner.edit([*inner.body, statement]), block.edit(rest)
        yield Change(PLACE, 1, line, edits)
        for end in range(i + 2, len(block.body) + 1):
            moved, kept = block.body[i:end], block.body[:i] + block.body[end:]
            edits = inner.edit([*inner.body, *moved]), block.edit(kept)
            lines = tuple(s.lineno for s in moved)
            yield Change(PLACE, len(moved), lines, edits)
    for j, other in enumerate(block.body):
        if j > i:
            for inner in blocks(other, block.names):
                edits = inner.edit([statement, *inner.body]), block.edit(rest)
                yield Change(PLACE, 1 + (j > i + 1), line, edits)


AUGMENTED = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def _replaced(block: Block, i: int, statement: ast.stmt) -> Iterator[Change]:
    """One statement by another."""

    def by(kind: str, size: int, *new: ast.stmt) -> Change:
        for one in new:
            ast.copy_location(one, statement)
        body = [*block.body[:i], *new, *block.body[i + 1 :]]
        return Change(kind, size, (statement.lineno,), (block.edit(body),))

    if isinstance(statement, ast.Expr) and not _is_text(statement):
        value = statement.value
        yield by(RETURNED, 1, ast.Return(value))
        if isinstance(value, ast.Call) and _last(value.func) == "print" and value.args:
            yield by(RETURNED, 1, ast.Return(_printed(value)))
        if isinstance(value, ast.Compare) and len(value.ops) == 1:  # == for =
            if isinstance(value.left, ast.Name):
                target = ast.Name(value.left.id, ast.Store())
                yield by(ASSIGNED, 1, ast.Assign([target], value.comparators[0]))
        if isinstance(value, ast.Call) and _last(value.func) == "sort" and not value.args:
            if isinstance(value.func, ast.Attribute) and isinstance(value.func.value, ast.Name):
                of = value.func.value.id
                new = ast.Assign([ast.Name(of, ast.Store())], _call("sorted", _name(of)))
                yield by(ASSIGNED, 1, new)
        for name in (*block.names.own, *block.names.parameters):  # what it returns is kept
            yield by(ASSIGNED, 2, ast.Assign([ast.Name(name, ast.Store())], value))
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if not isinstance(target, ast.Tuple | ast.List):
            for op in AUGMENTED:
                yield by(ASSIGNED, 1, ast.AugAssign(target, op(), statement.value))
        else:
            turned = type(target)(target.elts[::-1], ast.Store())
            yield by(ORDER, 1, ast.Assign([turned], statement.value))
        for name in (*block.names.own, *block.names.parameters):
            if getattr(target, "id", "") != name:
                yield by(NAME, 1, ast.Assign([ast.Name(name, ast.Store())], statement.value))
        if isinstance(target, ast.Name) and "self" in block.names.parameters:
            kept = ast.Attribute(_name("self"), target.id, ast.Store())
            yield by(NAME, 1, ast.Assign([kept], statement.value))
        if isinstance(statement.value, ast.Call):  # a method that returns nothing
            yield by(ASSIGNED, 1, ast.Expr(statement.value))
    if isinstance(statement, ast.AugAssign):
        yield by(ASSIGNED, 1, ast.Assign([statement.target], statement.value))
        for op in AUGMENTED:
            if not isinstance(statement.op, op):
                yield by(ASSIGNED, 1, ast.AugAssign(statement.target, op(), statement.value))
        if isinstance(statement.target, ast.Name):  # a new array instead of the old one changed
            read = _name(statement.target.id)
            sum_ = ast.BinOp(read, statement.op, statement.value)
            yield by(ASSIGNED, 1, ast.Assign([statement.target], sum_))
    if isinstance(statement, ast.For | ast.comprehension):
        if isinstance(statement.target, ast.Tuple):
            turned = ast.Tuple(statement.target.elts[::-1], ast.Store())
            yield by(ORDER, 1, _like(statement, target=turned))
    if isinstance(statement, ast.If):
        if statement.orelse:
            exchanged = _like(statement, body=statement.orelse, orelse=statement.body)
            yield by(ORDER, 1, exchanged)
            yield by(PLACE, 1, _like(statement, orelse=[]), *statement.orelse)
        yield by(OPERATOR, 2, ast.While(statement.test, statement.body, []))
        other = statement.orelse or block.body[i + 1 : i + 2]
        chosen = [_handed_over(branch) for branch in (statement.body, other)]
        if all(chosen) and type(statement.body[0]) is type(other[0]):
            where = _call("np.where", statement.test, *chosen)
            new = ast.copy_location(_like(statement.body[0], value=where), statement)
            end = i + 1 + (not statement.orelse)
            body = [*block.body[:i], new, *block.body[end:]]
            yield Change(AROUND, 1, (statement.lineno,), (block.edit(body),))
    if isinstance(statement, ast.While):
        yield by(OPERATOR, 2, ast.If(statement.test, statement.body, []))


def _printed(call: ast.Call) -> ast.expr:
    """What is printed, of several things a tuple."""
    return call.args[0] if len(call.args) == 1 else ast.Tuple(call.args, ast.Load())


def _prints(tree: ast.AST, names: Names) -> Iterator[Change]:
    """All that is printed returned, where several lines print."""
    found = [
        (block, i, statement)
        for block in blocks(tree, names)
        for i, statement in enumerate(block.body)
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        and _last(statement.value.func) == "print" and statement.value.args
    ]  # fmt: skip
    if len(found) > 1:
        edits = tuple(
            Edit(block.owner, block.field, i, ast.copy_location(
                ast.Return(_printed(statement.value)), statement
            ))
            for block, i, statement in found
        )  # fmt: skip
        lines = tuple(statement.lineno for *_, statement in found)
        yield Change(RETURNED, len(lines), lines, edits)


def _handed_over(branch: list[ast.stmt]) -> ast.expr | None:
    """What a branch of one statement returns or gives a name to."""
    one = branch[0] if len(branch) == 1 else None
    return one.value if isinstance(one, ast.Return | ast.Assign) else None


def _like(node: ast.stmt, **fields: Any) -> ast.stmt:
    """A copy of a node, with other fields."""
    return type(node)(**dict(ast.iter_fields(node)) | fields)


def _added(block: Block) -> Iterator[Change]:
    """A line that is missing."""
    body = block.body
    if isinstance(block.owner, ast.FunctionDef) and block.field == "body":
        end = (body[-1].lineno,)
        if not isinstance(body[-1], ast.Return):
            names = (*block.names.own, *block.names.parameters)
            pairs = [ast.Tuple(list(map(_name, p)), ast.Load()) for p in combinations(names, 2)]
            for size, values in ((1, map(_name, names)), (2, pairs)):
                for value in values:
                    new = ast.copy_location(ast.Return(value), body[-1])
                    yield Change(RETURNED, size, end, (block.edit([*body, new]),))
        yield from _copied(block)
        yield from _renamed(block)
        if isinstance(block.outer.owner, ast.Module) and _single(block.owner):
            every = ast.Attribute(_name("np"), "vectorize", ast.Load())
            decorators = [*block.owner.decorator_list, every]
            edit = Edit(block.owner, "decorator_list", None, decorators)
            yield Change(LOOP, 2, (block.owner.lineno,), (edit,))
        if block.owner.name == "__init__":
            init = ast.Attribute(_call("super"), "__init__", ast.Load())
            line = (body[0].lineno,)
            start = ast.copy_location(ast.Expr(ast.Call(init, [], [])), body[0])
            yield Change(MISSING, 1, line, (block.edit([start, *body]),))
    if isinstance(block.owner, ast.ClassDef):
        spelled = {"init": "__init__", "_init_": "__init__", "__int__": "__init__"}
        for method in body:
            if isinstance(method, ast.FunctionDef):
                names = [argument.arg for argument in method.args.args]
                if "self" not in names:
                    edit = Edit(method.args, "args", None, [ast.arg("self"), *method.args.args])
                    yield Change(MISSING, 1, (method.lineno,), (edit,))
                for other in {spelled.get(method.name, "forward"), "forward"} - {method.name}:
                    yield Change(NAME, 1, (method.lineno,), (Edit(method, "name", None, other),))


def _single(function: ast.FunctionDef) -> bool:
    """Whether it does what can be done with one number only."""
    nodes = list(ast.walk(function))
    called = {_last(node.func) for node in nodes if isinstance(node, ast.Call)}
    math = any(isinstance(node, ast.Name) and node.id == "math" for node in nodes)
    tests = any(isinstance(node, ast.If | ast.IfExp) for node in nodes)
    return math or tests or bool(called & {"min", "max", "float", "int", "round"})


def _copied(block: Block) -> Iterator[Change]:
    """A copy of a parameter, made before the first statement that changes it in place."""
    seen = set()
    for i, statement in enumerate(block.body):
        for of in filter(block.names.parameters.__contains__, _changed(statement)):
            for method in ("copy", "clone") if of not in seen else ():
                copied = ast.Call(ast.Attribute(_name(of), method, ast.Load()), [], [])
                new = ast.Assign([ast.Name(of, ast.Store())], copied)
                new = ast.copy_location(new, statement)
                edit = block.edit([*block.body[:i], new, *block.body[i:]])
                yield Change(COPY, 1, (statement.lineno,), (edit,))
            seen.add(of)


def _changed(statement: ast.stmt) -> Iterator[str]:
    """The names whose values a statement changes in place."""
    for node in ast.walk(statement):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield getattr(node.value, "id", "")


def _renamed(block: Block) -> Iterator[Change]:
    """A name of its own for what bears that of a function which is called here."""
    called, others, lines = set(), defaultdict(list), defaultdict(set)
    for node in ast.walk(block.owner):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called.add(id(node.func))
    for node in ast.walk(block.owner):
        if isinstance(node, ast.Name) and id(node) not in called:
            others[node.id].append(Edit(node, "id", None, f"{node.id}_"))
            lines[node.id].add(node.lineno)
    for name in {*block.names.own} & block.names.functions.keys():
        where = tuple(sorted(lines[name]))
        yield Change(NAME, len(where), where, tuple(others[name]))
