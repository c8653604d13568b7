"""Live figures and playgrounds as the course uses them: its labels, its style, its memory."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

import livefigure
from checks import say
from checks.learner import is_stub, silence
from course_utils.pictures import course_style
from livefigure import choice, slider

from .desk import course
from .names import functions
from .regimes import colors_of
from .settings import course_settings

__all__ = ["LiveFigure", "Playground", "as_the_course", "choice", "course_figure", "slider"]

LABELS = {"lr": "learning rate"}
STRICT = "COURSE_STRICT"
UNFIT = "The cells that make {} have not run to their end: mend those first, then run this one."
P, T = ParamSpec("P"), TypeVar("T")


@contextmanager
def as_the_course() -> Iterator[None]:
    """In the block the course computes and draws, under its own settings and in its own style."""
    with course_settings(), course_style():
        yield


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

    def _finish(self) -> None:
        if not self._ready:
            with as_the_course():
                super()._finish()

    @as_the_course()
    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        return super()._repr_mimebundle_(**kwargs)


class Playground(livefigure.Playground):
    """A playground in the course's style.  Where its function, or one that this calls by name, is
    not written yet, it says so."""

    labels = LABELS
    strict_when = STRICT

    @course_style()
    def __init__(self, draw: Callable[..., Any], /, **sliders: Any):
        super().__init__(draw, **sliders)

    def not_ready(self, draw: Callable[..., Any]) -> str:
        missing = _unwritten(draw)
        if missing is None:
            return ""
        return f"Not written yet: `{missing}`. Write it, run its cell, then this."

    def _draw(self, position: tuple[int, ...]) -> None:
        with course_style():
            super()._draw(position)

    def _png(self) -> bytes:
        with silence():
            return super()._png()


def course_figure(build: Callable[P, T]) -> Callable[P, T | None]:
    """A function that builds a figure of the course: as the course sets and styles it.  What cells
    of the lesson have made for it may have failed: where it cannot be drawn, a sentence says so."""

    @wraps(build)
    @as_the_course()
    def built(*given: P.args, **options: P.kwargs) -> T | None:
        try:
            return build(*given, **options)
        except Exception:
            if not given or os.environ.get(STRICT):
                raise
        wanted = " and ".join(f"`{name}`" for name in inspect.signature(build).parameters)
        say("✘", f"Nothing is drawn · {build.__name__}", UNFIT.format(wanted))
        return None

    return built


def _unwritten(draw: Any) -> str | None:
    """The name of this function if its body is still empty, or of the first such function that
    it calls by name, or that one calls, as far as they belong to the same notebook."""
    return next((f.__name__ for f in functions(draw) if is_stub(f)), None)
