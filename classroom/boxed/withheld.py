"""What stands where the course's own answers would: it can be imported, and cannot be used."""

from typing import Any, NoReturn


class CoursesOwn(RuntimeError):
    """The course's own function was asked to do an exercise's work."""


class Withheld:
    """In place of a function or class that an exercise asks for."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise CoursesOwn("the course's own answer is not here")

    __call__ = __mro_entries__ = _refuse


class Inert:
    """In place of figures, pictures and checks: whatever is done with it does nothing."""

    def __call__(self, *_: Any, **__: Any) -> "Inert":
        return self

    def __getattr__(self, name: str) -> "Inert":
        if name.startswith("__"):
            raise AttributeError(name)
        return self
