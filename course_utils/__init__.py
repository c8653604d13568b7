"""The package behind the lessons: see the module of each lesson's subject, and `live`."""

from .exercises import check, hint, progress, yours
from .live import LiveFigure, Playground
from .pictures import picture

__all__ = ["LiveFigure", "Playground", "check", "hint", "picture", "progress", "yours"]
