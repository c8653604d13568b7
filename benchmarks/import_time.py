"""What importing what a lesson needs adds to the imports of NumPy and Matplotlib."""

import subprocess
import sys
from statistics import median

RUNS = 7
GROUND = "import numpy, matplotlib.pyplot"
MEASURE = """
import sys, time
start = time.perf_counter()
{statement}
print(time.perf_counter() - start, "torch" in sys.modules)
"""


def run() -> list[dict]:
    """Medians over fresh interpreters that alternate, so that a busy machine slows both alike."""
    ground, course, torch = [], [], False
    for _ in range(RUNS):
        ground.append(_seconds(GROUND)[0])
        seconds, found = _seconds(f"{GROUND}\nimport course_utils, lessons")
        course.append(seconds)
        torch |= found
    before, after = median(ground), median(course)
    return [
        {"what": "numpy and matplotlib.pyplot", "value": before, "unit": "s", "limit": None},
        {"what": "added by the course", "value": after - before, "unit": "s", "limit": 0.5},
        {"what": "torch imported by the course", "value": int(torch), "unit": "", "limit": 0},
    ]


def _seconds(statement: str) -> tuple[float, bool]:
    """How long the statement takes in a fresh interpreter, and whether torch came along."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(statement=statement)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, torch = done.stdout.split()
    return float(seconds), torch == "True"
