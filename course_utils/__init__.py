"""What the lessons build and share: a module a lesson, the data, and pictures with words."""

from .moved import names_of
from .pictures import STYLE, picture

__all__ = ["STYLE", "picture"]

__getattr__ = names_of(__name__)
