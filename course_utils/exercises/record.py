"""What an exercise is: one record that holds everything about it."""

import inspect
import textwrap
from ast import parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


def call(answer: Callable[..., Any], case: tuple) -> Any:
    """The probe of an answer that is a plain function: call it with the case's arguments."""
    return answer(*case)


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

    reference  the solution; its name and parameters are those the answer must have
    example    the arguments of the worked number printed in the task
    cases      fresh, valid tuples for any generator, one item for each parameter
    right      the sentence a right answer earns: why, or what to notice
    hints      a question back, the idea or formula, a skeleton in code
    mistakes   known wrong answers, each with its sentence
    tolerance  largest relative and absolute deviation of a right number
    whole      whether a right number must be a whole one, 41 and not 41.0
    array      whether the lesson goes on with arrays: right numbers in a list are not enough
    probe      probe(answer, case) reduces an answer to values that `values.encode` knows
    """

    id: str
    title: str
    reference: Callable[..., Any]
    example: tuple
    cases: Callable[[np.random.Generator], list[tuple]]
    right: str
    hints: tuple[str, str, str]
    mistakes: tuple[Mistake, ...]
    points: int = 1
    tolerance: float = 1e-6
    whole: bool = False
    array: bool = False
    probe: Callable[[Any, tuple], Any] = call

    @property
    def name(self) -> str:
        """The name the answer must have in the lesson."""
        return self.reference.__name__

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the answer's parameters."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def grade_id(self) -> str:
        """What marks the answer cell: "1-3-best-w" for exercise 1.3, whose answer is `best_w`."""
        return f"{self.id}-{self.name}".replace(".", "-").replace("_", "-")

    @property
    def solution(self) -> str:
        """Source of the reference as a learner would write it: without annotations."""
        signature = inspect.signature(self.reference)
        plain = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
        header = signature.replace(parameters=plain, return_annotation=signature.empty)
        source = textwrap.dedent(inspect.getsource(self.reference))
        body = source.splitlines()[parse(source).body[0].body[0].lineno - 1:]
        return "\n".join([f"def {self.name}{header}:", *body])

    def trials(self, seed: int) -> list[tuple]:
        """The printed example, then the cases drawn with this seed."""
        return [self.example, *self.cases(np.random.default_rng(seed))]
