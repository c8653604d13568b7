"""The exercises of lesson 3, sigmoid and cross-entropy."""

from __future__ import annotations

EXERCISES = ()
