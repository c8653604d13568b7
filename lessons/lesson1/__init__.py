"""Lesson 1, exhaustive search."""
