"""How long the live figures take to build, and how many bytes each sends."""

import time
from collections.abc import Callable
from statistics import median

from lessons.catalogue import builders
from livefigure import LiveFigure
from tests.gallery.gallery import LIVE

RUNS = 5


def run() -> list[dict]:
    """The script they share; two rows for each function of the lessons' figures that returns a
    LiveFigure, and for each figure of the tests' gallery.

    Times are of the processor, which other programs disturb less than the clock's.
    """
    figures = [*builders(), *LIVE.values()]
    _complete(figures[0])  # fonts and the like are loaded once, whatever is drawn first
    script = len(LiveFigure._esm.encode()) / 1000
    rows = [{"what": "script, as sent", "value": script, "unit": "kB", "limit": 40}]
    for build in figures:
        times = []
        for _ in range(RUNS):
            start = time.process_time()
            live = _complete(build)
            times.append(time.process_time() - start)
            kilobytes = len(live._data) / 1000
            live.close()
        name = f"{build.__module__.rpartition('.')[2]}.{build.__name__}"
        rows += [
            {"what": f"{name}: built", "value": median(times), "unit": "s", "limit": 0.5},
            {"what": f"{name}: arrays", "value": kilobytes, "unit": "kB", "limit": 400},
        ]
    return rows


def _complete(build: Callable[[], LiveFigure]) -> LiveFigure:
    """A figure with everything that goes to the browser, without its static twin."""
    live = build()
    assert live.model_id  # asking for it completes the figure
    return live
