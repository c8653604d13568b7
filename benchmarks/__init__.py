"""Measurements behind the course's claims.  `python -m benchmarks` makes them all.

Each module has a function `run() -> list[dict]`: what was measured, its value and unit, and the
limit it must keep (None where nothing is claimed).  A limit is the most the value may be, unless
the row's bound says "at least" or "exactly".
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The benchmarks drive the tests' browser and measure their gallery, from wherever they are started.
sys.path.insert(0, str(ROOT))

# One thread, as the tests and the notebooks have: others, waiting, count as time spent.
os.environ.setdefault("OMP_NUM_THREADS", "1")


def row(what: str, value: float, unit: str, limit: float | None = None) -> dict:
    """One measurement, which may be at most its limit."""
    return {"what": what, "value": value, "unit": unit, "limit": limit}
