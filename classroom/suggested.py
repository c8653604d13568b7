"""Code that the course itself suggests for an exercise: what it shows, and answers it knows."""

import inspect
from functools import cache
from importlib import import_module
from textwrap import indent
from types import ModuleType

from lessons import course, lesson_of


def suggested(id: str) -> list[str]:
    """Sources of the course's answers to an exercise, right and wrong, as people write them."""
    return [course[id].solution, *_styles(id), *_usual_wrong(id)]


@cache
def _styles(id: str) -> list[str]:
    """The course's right answers to an exercise, also with bare names for what it imports."""
    found = []
    for answer in course.styles(id):
        module = inspect.getmodule(answer)
        source = inspect.getsource(module)
        found.append(source)
        ours = [
            name
            for name, value in vars(module).items()
            if isinstance(value, ModuleType) and value.__name__.startswith("course_utils")
        ]
        for name in ours:
            source = source.replace(f"{name}.", "")
        found.append(source)
    return list(dict.fromkeys(found))


def _usual_wrong(id: str) -> list[str]:
    """Wrong answers to an exercise that the course has seen."""
    answers = import_module(f"lessons.lesson{lesson_of(id)}.answers")
    header = course[id].header
    return [
        f"{header}\n{indent(body.strip(), '    ')}\n"
        for own, body, *_ in answers.WRONG
        if own == id
    ]
