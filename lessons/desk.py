"""The desk at which a learner works: the course's exercises, and what is done with them."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import lessons
from checks import Course, Exercise, say

from . import lesson_of, names
from .settings import course_settings

TITLES = {
    "1": "Trying every w",
    "2": "Downhill",
    "3": "From a score to a probability",
    "4": "Logistic regression by hand",
    "5": "The full PyTorch pipeline",
    "6": "The learning-rate lab",
    "7": "Real pictures",
}


def _ids() -> list[str]:
    """Of every file `lessons/lesson2/exercises/2_3.py`, in order."""
    files = Path(__file__).parent.glob("lesson*/exercises/[0-9]*_[0-9]*.py")
    numbers = sorted(tuple(map(int, file.stem.split("_"))) for file in files)
    return [f"{lesson}.{number}" for lesson, number in numbers]


def _load(id: str) -> Exercise:
    home = f"{__package__}.lesson{lesson_of(id)}.exercises.{id.replace('.', '_')}"
    return import_module(home).EXERCISE


def _in_an_assignment() -> bool:
    """Whether the set-up cell is that of a graded assignment, which says so."""
    return hasattr(lessons, "assignment")


def _place(lesson: str) -> tuple[str, str]:
    """A lesson's title, and its notebook's name where that lies in the working folder; of it and a
    learner's copies, whose names go on where its own ends, the first in the alphabet."""
    found = (path.name for path in Path().glob(f"{lesson:0>2}_*.ipynb"))
    return f"{lesson} · {TITLES[lesson]}", min(found, default="")


def _styles(id: str) -> list[Callable[..., Any]]:
    """Right answers as people write them."""
    answers = import_module(f"{__package__}.lesson{lesson_of(id)}.answers")
    return answers.STYLES.get(id, [])


course = Course(
    _ids(),
    _load,
    lesson_of,
    withheld=_in_an_assignment,
    place=_place,
    styles=_styles,
    settings=course_settings,
    overwritten=names.used_and_overwritten,
)
check, hint, progress, yours = course.check, course.hint, course.progress, course.yours

if blocked := names.blocked(path for path in names.in_the_way() if path.stem in names.NEEDED):
    say("✘", "A file is in the way", blocked)
