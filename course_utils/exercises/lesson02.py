"""The exercises of lesson 2, gradient descent on a quadratic."""

from __future__ import annotations

EXERCISES = ()
