"""Sliders that answer at once, and sliders on the learner's own code."""

from .controls import choice, slider
from .figure import LiveFigure
from .playground import Playground

__all__ = ["LiveFigure", "Playground", "choice", "slider"]
