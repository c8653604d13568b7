"""Names of figures that the lesson has left behind, for copies of it that still call them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LEFT = ("capacity", "cures")


def __getattr__(name: str) -> Callable[..., None]:
    """A function that says what stands in this figure's place, whatever it is given."""
    if name not in LEFT:
        raise AttributeError(f"module {__package__!r} has no attribute {name!r}")

    def says(*_: Any) -> None:
        print(f"`figures.{name}` left lesson 5; `figures.calibration()` stands in its place.")

    return says
