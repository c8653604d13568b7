"""What an exercise is: one record that holds everything about it."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .probes import Seen, call


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people give, and the one sentence it deserves.

    `misconception` is the number of the belief behind it in the course's table, if it is there.
    """

    answer: Callable[..., Any]
    sentence: str
    misconception: int | None = None


@dataclass(frozen=True)
class Exercise:
    """Everything about one exercise but its task, which is prose and stands in the lesson.

    reference  the solution, a function or a class; its name and parameters are those the answer
               must have
    example    the arguments of the worked number printed in the task
    cases      fresh, valid tuples for any generator, one item for each parameter, or for each
               of `inputs`
    right      the sentence a right answer earns: why, or what to notice
    hints      a question back, the idea or formula, a skeleton in code
    mistakes   known wrong answers, each with its sentence
    tolerance  largest relative and absolute deviation of a right number
    whole      whether a right number must be a whole one, 41 and not 41.0
    array      whether the lesson goes on with arrays: right numbers in a list are not enough; a
               text says what to return, if not `np.array(…)`
    probe      how an answer is tried on a case, see `probes`
    weigh      weigh(value, notes, case) makes of what the probe saw, a value of `values.encode`
               and notes, the encoded value that is compared; where None, that is the value
    inputs     what a case holds, by name, where a probe makes the arguments of it
    seen       what a probe's values hold beside the result, by name: the result comes first then
    manner     of `seen` and of the notes, what leaves no number behind: a grader who cannot trust
               what was seen gives advice about it, and no mark
    base       of a reference that is a class, how its base is written
    """

    id: str
    title: str
    reference: Callable[..., Any]
    example: tuple
    cases: Callable[[np.random.Generator], list[tuple]]
    right: str
    hints: tuple[str, str, str]
    mistakes: tuple[Mistake, ...]
    tolerance: float = 1e-6
    whole: bool = False
    array: bool | str = False
    probe: Callable[[Any, tuple], Seen] = call
    weigh: Callable[[dict, dict, tuple], dict] | None = None
    inputs: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    manner: tuple[str, ...] = ()
    base: str = ""

    @property
    def name(self) -> str:
        """The name the answer must have in the lesson."""
        return self.reference.__name__

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the answer's parameters; a class has those of its `__init__`."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def given(self) -> tuple[str, ...]:
        """The names of what a case holds."""
        return self.inputs or self.parameters

    @property
    def header(self) -> str:
        """The first line of an answer."""
        if isinstance(self.reference, type):
            return f"class {self.name}({self.base}):"
        return f"def {self.name}({', '.join(self.parameters)}):"

    @property
    def grade_id(self) -> str:
        """What marks the answer cell: "1-3-best-w" for exercise 1.3, whose answer is `best_w`."""
        return f"{self.id}-{self.name}".replace(".", "-").replace("_", "-")

    @property
    def solution(self) -> str:
        """Source of the reference as a learner would write it: without annotations."""
        source = textwrap.dedent(inspect.getsource(self.reference))
        if isinstance(self.reference, type):
            return ast.unparse(_Plain().visit(ast.parse(source)))
        body = source.splitlines()[ast.parse(source).body[0].body[0].lineno - 1:]
        return "\n".join([self.header, *body])

    def trials(self, seed: int) -> list[tuple]:
        """The printed example, then the cases drawn with this seed."""
        return [self.example, *self.cases(np.random.default_rng(seed))]


class _Plain(ast.NodeTransformer):
    """Takes annotations away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node


def exercise_id(grade_id: str) -> str:
    """The id of the exercise that a graded cell belongs to: "1.3" for "1-3-best-w-check"."""
    return ".".join(grade_id.split("-")[:2])
