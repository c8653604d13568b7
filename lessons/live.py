"""Live figures and playgrounds as the course uses them: its labels, its style, its memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import CodeType
from typing import Any, ParamSpec, TypeVar

import matplotlib.pyplot as plt
import numpy as np

import livefigure
from checks.learner import is_stub
from course_utils.pictures import STYLE
from livefigure import choice, slider

from .desk import course
from .regimes import colors_of

__all__ = ["LiveFigure", "Playground", "choice", "course_figure", "slider"]

LABELS = {"lr": "learning rate"}
P, T = ParamSpec("P"), TypeVar("T")


class LiveFigure(livefigure.LiveFigure):
    """A live figure of the course.  `misconception` is the number of the belief that its question
    meets, in the course's table; several where it meets several, None where it meets none."""

    labels = LABELS
    remember = course.kept.recall_prediction, course.kept.record_prediction
    misconception: int | tuple[int, ...] | None = None

    def predict(
        self,
        *arguments: Any,
        misconception: int | tuple[int, ...] | None = None,
        **options: Any,
    ) -> None:
        """As `livefigure.LiveFigure.predict`; misconception: see the class."""
        super().predict(*arguments, **options)
        self.misconception = misconception

    @property
    def beliefs(self) -> tuple[int, ...]:
        """The numbers of the beliefs that its question meets."""
        numbers = self.misconception
        return numbers if isinstance(numbers, tuple) else () if numbers is None else (numbers,)

    def regimes(self, control: str, phrases: Any) -> None:
        """As `livefigure.LiveFigure.regimes`, in the colours that mean the same in all lessons."""
        texts = np.ravel(np.asarray(phrases)).tolist()
        super().regimes(control, phrases, colors=colors_of(texts))


class Playground(livefigure.Playground):
    """A playground in the course's style.  Where its function, or one that this calls by name, is
    not written yet, it says so."""

    labels = LABELS
    strict_when = "COURSE_STRICT"

    def not_ready(self, draw: Callable[..., Any]) -> str:
        missing = _unwritten(draw)
        if missing is None:
            return ""
        return f"Not written yet: `{missing}`. Write it, run its cell, then this."

    def _draw(self, position: tuple[int, ...]) -> None:
        with plt.style.context(STYLE):
            super()._draw(position)


def course_figure(build: Callable[P, T]) -> Callable[P, T]:
    """A function that builds a figure of the course: it is built in the course's style."""

    @wraps(build)
    def styled(*arguments: P.args, **options: P.kwargs) -> T:
        with plt.style.context(STYLE):
            return build(*arguments, **options)

    return styled


def _unwritten(function: Any, seen: tuple = ()) -> str | None:
    """The name of this function if its body is still empty, or of the first such function that
    it calls by name, or that one calls, as far as they belong to the same notebook."""
    if is_stub(function):
        return function.__name__
    code = getattr(function, "__code__", None)
    if code is None or function in seen:
        return None
    own = function.__globals__
    called = (own.get(name) for name in _names(code))
    near = (f for f in called if getattr(f, "__globals__", None) is own)
    return next(filter(None, (_unwritten(f, (*seen, function)) for f in near)), None)


def _names(code: CodeType) -> list[str]:
    """The names some code looks up, in lambdas and comprehensions inside it too."""
    inner = (part for part in code.co_consts if isinstance(part, CodeType))
    return [*code.co_names, *(name for part in inner for name in _names(part))]
