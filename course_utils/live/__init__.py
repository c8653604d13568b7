"""Sliders that answer at once."""

from .controls import slider
from .figure import LiveFigure

__all__ = ["LiveFigure", "slider"]
