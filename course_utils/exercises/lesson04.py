"""The exercises of lesson 4, logistic regression by hand."""

from __future__ import annotations

EXERCISES = ()
