"""Finds the line in which a wrong answer is to be changed, by trying: see `search`."""

from .search import Found, find

__all__ = ["Found", "find"]
