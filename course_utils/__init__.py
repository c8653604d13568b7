"""The package behind the lessons: see the module of each lesson's subject, and `live`."""

from .exercises import check, hint, progress
from .live import LiveFigure
from .pictures import picture

__all__ = ["LiveFigure", "check", "hint", "picture", "progress"]
