"""How long the reference solutions of the exercises take on the inputs a check tries."""

import time
from statistics import median

from checks import Exercise
from checks.trying import run as try_on
from lessons import course

SEEDS = range(5)
RUNS = 5


def run() -> list[dict]:
    """The slowest call over all exercises and trials, each call the median of several.

    A call counts with all a check adds: copies of the inputs, the encoding of the result.
    """
    slowest = max(
        _milliseconds(exercise, case)
        for exercise in course.values()
        for seed in SEEDS
        for case in exercise.trials(seed)
    )
    return [{"what": "worst reference call", "value": slowest, "unit": "ms", "limit": 20}]


def _milliseconds(exercise: Exercise, case: tuple) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        try_on(exercise, exercise.reference, [case])
        times.append(time.process_time() - start)
    return 1000 * median(times)
