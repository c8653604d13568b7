"""Measurements behind the course's claims.  `python -m benchmarks` makes them all.

Each module has a function `run() -> list[dict]`: what was measured, its value and unit, and the
most it may be (None where nothing is claimed).
"""
