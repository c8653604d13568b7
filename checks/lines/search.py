"""Which small change of a wrong answer's own code makes it right: found by trying.

A line is named only where the answer changed there is right on all the cases of two seeds.  All
happens on a copy of the code, in a copy of what it knows by name; nothing is printed, no file is
written in the working folder, and the random state is as it was.
"""

import ast
import contextlib
import copy
import difflib
import inspect
import os
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, takewhile
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np
from IPython.utils.capture import capture_output

from ..checking import Judge
from ..exercise import Exercise
from ..learner import Limits, TimeUp, can_limit, load_the_rest, time_limit
from ..trying import run
from .aligning import Difference, aligned, height, inlined, read
from .changes import Change, changes

BUDGET, OF_SLOW_ONES = 1.9, 3.9  # seconds of computing: with all around it less than 2 and 4
PATIENCE = 4  # seconds on the clock for each of computing, on a machine that does other things too
SHARES = 0.5, 0.85, 1.0  # of the time is over after one change, several, two changes
NEAREST = 5  # right answers that a wrong one is compared with
FEW = 16  # differences of which one or two alone are tried
SLOW = 0.001  # seconds: what takes longer on one case is a training
LONGEST = 150  # lines
PARTLY = ", and a part of it may stay"
# What code does that reaches out of the kernel, or asks its user.
REACHES_OUT = frozenset(
    "open input exec eval compile breakpoint exit quit display get_ipython os sys subprocess shutil"
    " pathlib Path socket urllib requests plt matplotlib threading multiprocessing".split()
)


@dataclass(frozen=True)
class Found:
    """A change that makes an answer right.

    lines: of the answer's cell, by "line 5", what stands there; kinds: of `changes.KINDS`, one for
    each small change, none for greater ones; either: whether a change in one of the lines alone
    will do; before, after: the code as it is, and as it is right; missing: the numbers of lines
    after which one is missing; partly: whether there is one line, of which a part may stay.
    """

    lines: dict[str, str]
    kinds: tuple[str, ...]
    either: bool
    before: str
    after: str
    missing: tuple[int, ...] = ()
    partly: bool = False

    @property
    def change(self) -> str:
        """The lines as they are, marked "-", and as they would be right, marked "+"."""
        differing = difflib.ndiff(self.before.splitlines(), self.after.splitlines())
        return "\n".join(line for line in differing if line[0] in "-+")

    @property
    def sentence(self) -> str:
        """Which lines, and nothing more."""
        numbers = [line.removeprefix("line ") for line in self.lines]
        lines = f"Line{'s' * (len(numbers) > 1)} {_listed(numbers)}" if numbers else ""
        if self.kinds and self.either:
            return f"Line {' or line '.join(numbers)}: one small change here makes it right."
        if len(self.kinds) > 1 and len(numbers) == 1:
            return f"{lines}: two small changes here make it right."
        if self.kinds:
            here = "here" if len(numbers) == 1 else "in each"
            return f"{lines}: one small change {here} makes it right."
        need = f"need{'s' * (len(numbers) == 1)} a change{PARTLY * self.partly}"
        told = [f"{lines} {need}"] if lines else []
        if self.missing:
            after = [f"after line {line}" for line in dict.fromkeys(self.missing)]
            told.append(f"something is missing {_listed(after)}")
        sentence = ", and ".join(told)
        return f"{sentence[0].upper()}{sentence[1:]}."

    @property
    def about(self) -> str:
        """What kind of change; "" where it is no small one."""
        return f"It is about {_listed(list(dict.fromkeys(self.kinds)))}." if self.kinds else ""


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


class _OutOfTime(Exception):
    """The budget is spent."""


def find(
    judge: Judge, again: Judge, answer: Any, styles: Iterable[Callable[..., Any]] = ()
) -> Found | None:
    """The smallest change found that makes a wrong answer right on the cases of both judges; None
    where there is none, where the answer's source is not found, and where time cannot be limited.

    styles: right answers, beside the reference.
    """
    if not can_limit() or not (theirs := Source.of(answer)):
        return None
    try:
        with _untouched():
            load_the_rest()
            search = _Search(judge, again, theirs)
            if search.right() and search.proved():  # it is wrong by something else than its code
                return None
            return search.found(styles)
    except (_OutOfTime, KeyboardInterrupt, OSError):  # of the last, no folder to go to
        return None


@contextlib.contextmanager
def _untouched() -> Iterator[None]:
    """In this block nothing is shown, and files without a folder are written to one that goes away;
    after it, all random states are as they were."""
    torch, folder = sys.modules.get("torch"), os.getcwd()
    states = np.random.get_state(), random.getstate(), torch and torch.get_rng_state()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as elsewhere,
        capture_output(),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        os.chdir(elsewhere)
        try:
            yield
        finally:
            os.chdir(folder)
            np.random.set_state(states[0])
            random.setstate(states[1])
            if torch:
                torch.set_rng_state(states[2])


@contextlib.contextmanager
def _gradients() -> Iterator[None]:
    """What is stopped in the middle, in this block, may leave torch without gradients: here it does
    not."""
    torch = sys.modules.get("torch")
    before = torch and torch.is_grad_enabled()
    try:
        yield
    finally:
        if torch:
            torch.set_grad_enabled(before)


@dataclass(frozen=True)
class Source:
    """The code of an answer, with the helpers of its cell, and what the names in it stand for."""

    name: str
    tree: ast.Module  # the helpers, and last the answer
    file: str
    lines: list[str]
    scope: dict[str, Any]

    @classmethod
    def of(cls, answer: Any) -> "Source | None":
        """None where the source is not found, and where its code does more than compute."""
        if not (function := _function(answer)):
            return None
        try:
            lines, _ = inspect.findsource(function.__code__)
            tree = ast.parse("".join(lines))
        except (OSError, SyntaxError, TypeError):
            return None
        code, scope = function.__code__, function.__globals__
        made = {name: s for s in tree.body if (name := _defined(s))}
        name = next((name for name, own in made.items() if _made_by(own, code)), None)
        if name is None:
            return None
        needed, waiting = {name}, [name]
        while waiting:
            for part in _names(made[waiting.pop()]) & made.keys() - needed:
                helper = _function(scope.get(part))
                if helper and helper.__code__.co_filename == code.co_filename:
                    needed.add(part)
                    waiting.append(part)
        body = [s for part, s in made.items() if part in needed and part != name]
        whole = ast.Module([*body, made[name]], [])
        if _names(whole) & REACHES_OUT or sum(_height(s) for s in whole.body) > LONGEST:
            return None
        return cls(name, whole, code.co_filename, lines, scope)

    @property
    def functions(self) -> dict[str, tuple[str, ...]]:
        """The functions that are known where the answer is, with the names of their parameters."""
        return {
            name: value.__code__.co_varnames[: value.__code__.co_argcount]
            for name, value in self.scope.items()
            if isinstance(value, FunctionType) and name != self.name
        }

    def build(self) -> Any:
        """The answer made anew of the tree as it is now, in a scope of its own.  Raises what its
        code raises."""
        ast.fix_missing_locations(self.tree)
        scope = self._scope()
        exec(compile(self.tree, self.file, "exec", dont_inherit=True), scope)
        return scope[self.name]

    def _scope(self) -> dict[str, Any]:
        """What the names stand for: the learner's other functions, in the same new scope, and
        copies of what could be changed."""
        scope, waiting, seen = dict(self.scope), list(_names(self.tree)), set()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in scope:
                continue
            seen.add(name)
            value = scope[name]
            if type(value) is FunctionType and value.__globals__ is self.scope:
                scope[name] = _in(scope, value)
                waiting += value.__code__.co_names
            elif not isinstance(value, ModuleType | type) and not callable(value):
                scope[name] = copy.deepcopy(value)
        return scope


def _in(scope: dict[str, Any], function: FunctionType) -> FunctionType:
    """The function in another scope."""
    made = FunctionType(
        function.__code__, scope, function.__name__, function.__defaults__, function.__closure__
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _function(answer: Any) -> FunctionType | None:
    """What an answer's code is found by: the function itself, a class's first method."""
    if isinstance(answer, type):
        methods = [f for f in vars(answer).values() if isinstance(f, FunctionType)]
        return min(methods, key=lambda f: f.__code__.co_firstlineno, default=None)
    try:
        answer = inspect.unwrap(answer)
    except ValueError:
        return None
    return answer if isinstance(answer, FunctionType) else None


def _defined(statement: ast.stmt) -> str | None:
    """The name for which a statement makes a function or a class."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
        return getattr(statement.targets[0], "id", None)
    return None


def _made_by(statement: ast.stmt, code: CodeType) -> bool:
    """Whether this is the code of the function, or of a method of the class, that it makes."""
    own = {ast.FunctionDef: code.co_qualname, ast.ClassDef: code.co_qualname.rpartition(".")[0]}
    name = own.get(type(statement), code.co_qualname == "<lambda>" and _defined(statement))
    first = min(s.lineno for s in (statement, *getattr(statement, "decorator_list", ())))
    return name == _defined(statement) and first <= code.co_firstlineno <= statement.end_lineno


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _height(statement: ast.stmt) -> int:
    return statement.end_lineno - statement.lineno + 1


class _Search:
    """The search for one answer, bounded in time."""

    def __init__(self, judge: Judge, again: Judge, source: Source):
        self.judge, self.again, self.source = judge, again, source
        self.exercise: Exercise = judge.exercise
        self.before = self.code()
        self.first = 0  # the case that is tried first: most changes fail there
        self.ended = True  # whether an error ended what was tried last
        self.further: list[Change] = []  # small ones, with which no error ends it any more
        self.begun = time.process_time(), time.monotonic()
        pace = self._pace()
        self.most = 0.03 + 10 * pace
        self.slow = pace > SLOW
        self.budget = OF_SLOW_ONES if self.slow else BUDGET
        self.share = SHARES[0]
        self.lines: Collection[int] | None = None  # in which small changes are tried; None: in all

    def _pace(self) -> float:
        """How long a right answer takes for one case, in seconds."""
        spent = []
        for _ in range(3):  # the first may have to load something
            case = copy.deepcopy(self.judge.cases[0])
            begun = time.process_time()
            self.exercise.probe(self.exercise.reference, case)
            spent.append(time.process_time() - begun)
        return min(spent)

    def left(self) -> Limits:
        """What is left of the budget.  Raises _OutOfTime."""
        computing, clock = self.begun
        most = self.share * self.budget
        left = Limits(
            most + computing - time.process_time(), PATIENCE * most + clock - time.monotonic()
        )
        if min(left) <= 0:
            raise _OutOfTime
        return left

    def right(self) -> bool:
        """Whether the answer, made anew of the tree as it is now, is right on the cases of the
        first judge; of one that is not, the case is kept that told."""
        answer = self._built()
        if answer is None:
            return False
        order = [self.first, *(i for i in range(len(self.judge.cases)) if i != self.first)]
        for i in order:
            left = self.left()
            limits = Limits(min(self.most, left.computing), left.clock)
            (outcome,) = self._run(answer, [self.judge.cases[i]], limits)
            if not self._fits(self.judge, i, outcome):
                self.ended = "error" in outcome
                self.first = i
                return False
        return True

    def _fits(self, judge: Judge, i: int, outcome: dict) -> bool:
        """Whether an outcome is right; False where it is nothing that can be weighed in time."""
        with _gradients(), contextlib.suppress(Exception, TimeUp), time_limit(self.left()):
            return judge.fits(i, outcome)
        return False

    def _built(self) -> Any:
        """The answer made anew of the tree as it is now, None where that fails."""
        try:
            with time_limit(self.left()):
                return self.source.build()
        except (_OutOfTime, KeyboardInterrupt):
            raise
        except BaseException:  # a class's body may do anything
            return None

    def proved(self) -> bool:
        """Whether it is right on the cases of both judges, in every respect."""
        for judge in (self.judge, self.again):
            outcomes = self._run(self._built(), judge.cases, self.left())
            if len(outcomes) < len(judge.cases):
                return False
            if not all(self._fits(judge, i, outcome) for i, outcome in enumerate(outcomes)):
                return False
        return True

    def _run(self, answer: Any, cases: list[tuple], limits: Limits) -> list[dict]:
        """As `trying.run`; an interrupt goes on."""
        with _gradients():
            outcomes = run(self.exercise, answer, cases, limits)
        if outcomes[-1].get("error", {}).get("type") == "KeyboardInterrupt":
            raise KeyboardInterrupt
        return outcomes

    def found(self, styles: Iterable[Callable[..., Any]]) -> Found | None:
        """One small change, else several statements of a right answer, else two small changes.
        Where a trial takes long, the statements tell in which lines to try small changes."""
        if not self.slow:
            return self.one_change() or self.several(styles) or self.two_changes()
        several = self.several(styles)
        if several:
            missing = {n + more for n in several.missing for more in (0, 1)}
            self.lines = {int(line.split()[1]) for line in several.lines} | missing
        return self.one_change() or several or self.two_changes()

    def small(self) -> list[Change]:
        """The small changes of the tree as it is now, in the lines that are tried."""
        ast.fix_missing_locations(self.source.tree)
        with contextlib.suppress(TimeUp), time_limit(self.left()):
            found = changes(self.source.tree, self.source.functions)
            return [c for c in found if self.lines is None or {*c.lines} <= {*self.lines}]
        raise _OutOfTime

    def one_change(self) -> Found | None:
        """The smallest one that is right; of several of one size, in different lines, two."""
        self.share = SHARES[2 if self.slow else 0]
        found: dict[tuple[int, ...], tuple[Change, str]] = {}
        least = 0
        with contextlib.suppress(_OutOfTime):
            ended = not self.right() and self.ended
            for change in self.small():
                if found and (change.size > least or len(found) == 2):
                    break
                if change.lines not in found:
                    with change.made():
                        if self.right() and self.proved():
                            least = change.size
                            found[change.lines] = change, self.code()
                        elif ended and not self.ended:
                            self.further.append(change)
        if not found:
            return None
        change, after = next(iter(found.values()))
        either = all(len(lines) == 1 for lines in found) and len(found) == 2
        lines = [line for (line,) in found] if either else change.lines
        return Found(self._texts(lines), (change.kind,), either, self.before, after)

    def two_changes(self) -> Found | None:
        """Two small ones that together are right, one of them among the smallest; first with those
        after which no error ends the answer any more."""
        self.share = SHARES[2]
        small = list(takewhile(lambda change: change.size == 1, self.small()))
        further = sorted(self.further, key=lambda change: change.size)[:FEW]
        for firsts, sizes in ((further, (1, 2)), (small, (1,)), (small, (2,))):
            for one in firsts:
                with one.made():
                    for two in self.small():
                        if two.size in sizes:
                            with two.made():
                                if self.right() and self.proved():
                                    texts = self._texts((*one.lines, *two.lines))
                                    kinds = one.kind, two.kind
                                    return Found(texts, kinds, False, self.before, self.code())
        return None

    def several(self, styles: Iterable[Callable[..., Any]]) -> Found | None:
        """The fewest statements found that, taken over from one of the nearest right answers, make
        this one right; None where they are more than half of it."""
        self.share = SHARES[1]
        found: list[tuple[Difference, list[Difference]]] = []  # right on the first judge's cases
        with contextlib.suppress(_OutOfTime):
            for whole in self._nearest(styles):
                if self._right_with(whole, taken := list(whole.all())):
                    found.append((whole, taken))
                    found[-1] = whole, self._least(whole, taken)
        self.share = SHARES[2]
        wrong = self.source.tree.body[-1]
        for whole, taken in sorted(found, key=lambda pair: sum(d.weight for d in pair[1])):
            gone = {ast.dump(d.old) for d in taken if not d.new}
            more = [d for d in taken if d.old or ast.dump(d.new) not in gone]  # not moved
            if 2 * sum(d.weight for d in more) > height(wrong) - 1:
                continue
            with self._made(whole, taken):
                if self.proved():
                    changed = self._texts(d.line for d in more if d.old)
                    missing = tuple(d.line for d in more if not d.old)
                    partly = height(wrong) == 2
                    return Found(changed, (), False, self.before, self.code(), missing, partly)
        return None

    def _nearest(self, styles: Iterable[Callable[..., Any]]) -> list[Difference]:
        """How the answer differs from the right ones that it is nearest to."""
        wrong = self.source.tree.body[-1]
        near = []
        for answer in [self.exercise.solution, *styles]:
            with contextlib.suppress(TimeUp), time_limit(self.left()):
                if (right := read(answer)) and type(right) is type(wrong):
                    near += [aligned(wrong, r) for r in (right, inlined(right)) if r]
        return [whole for _, whole in sorted(near, key=lambda pair: pair[0])[:NEAREST]]

    def _least(self, whole: Difference, taken: list[Difference]) -> list[Difference]:
        """One or two of the differences that will do; else what is left when one after the other
        is given back, where the answer stays right."""
        most = min(2, len(taken) - 1)
        for few in chain(*(combinations(taken, n) for n in range(1, most + 1))):
            if len(taken) <= FEW and self._right_with(whole, few):
                return list(few)
        for one in sorted(taken, key=lambda d: -d.height) * 2:
            fewer = [d for d in taken if d is not one]
            if one in taken and self._right_with(whole, fewer):
                taken = fewer
        return taken

    def _right_with(self, whole: Difference, taken: Collection[Difference]) -> bool:
        with self._made(whole, taken):
            return self.right()

    @contextlib.contextmanager
    def _made(self, whole: Difference, taken: Collection[Difference]) -> Iterator[None]:
        body = self.source.tree.body
        body[-1], wrong = whole.made(taken), body[-1]
        try:
            yield
        finally:
            body[-1] = wrong

    def code(self) -> str:
        """The tree as it is now."""
        return ast.unparse(ast.fix_missing_locations(self.source.tree))

    def _texts(self, lines: Iterable[int]) -> dict[str, str]:
        return {f"line {n}": self.source.lines[n - 1].strip() for n in sorted(set(lines))}
