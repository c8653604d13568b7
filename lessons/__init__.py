"""The course's lessons: a folder each with its exercises and figures, and what they share.

A notebook takes from here what it is explored with: `check`, `hint`, `progress`, `yours` for the
exercises, `Playground` and `choice` for sliders and switches on one's own code.
"""

import re
from importlib import import_module
from pathlib import Path

from checks import Course, Exercise

from .live import LiveFigure, Playground, choice

__all__ = ["Playground", "check", "choice", "course", "hint", "progress", "yours"]


def lesson_of(name: str) -> str:
    """The lesson of an exercise's id or of a figure's name: "2" for "2.3" and "2-double-well"."""
    return re.match(r"\d+", name).group()


def _ids() -> list[str]:
    """Of every file `lessons/lesson2/exercises/2_3.py`, in order."""
    files = Path(__file__).parent.glob("lesson*/exercises/[0-9]*_[0-9]*.py")
    numbers = sorted(tuple(map(int, file.stem.split("_"))) for file in files)
    return [f"{lesson}.{number}" for lesson, number in numbers]


def _load(id: str) -> Exercise:
    home = f"{__name__}.lesson{lesson_of(id)}.exercises.{id.replace('.', '_')}"
    return import_module(home).EXERCISE


course = Course(_ids(), _load, lesson_of)
check, hint, progress, yours = course.check, course.hint, course.progress, course.yours
LiveFigure.remember = course.kept.recall_prediction, course.kept.record_prediction
