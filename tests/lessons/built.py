"""The lessons' figures, each built once a session."""

import warnings
from collections.abc import Callable
from functools import cache

from livefigure import LiveFigure
from tests.livefigure.live_examples import sent


@cache
def built(build: Callable[[], LiveFigure]) -> LiveFigure:
    """The figure a function builds, which must warn of nothing, as it goes to the browser.  Tests
    share it: they move its sliders, and say where they stand."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        live = build()
        sent(live)
    return live
