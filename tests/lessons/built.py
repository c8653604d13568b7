"""The lessons' figures, each built once a session.  Tests share them: they move the sliders, and
say where they stand."""

import warnings
from collections.abc import Callable
from functools import cache

from livefigure import LiveFigure
from tests.livefigure.live_examples import sent


@cache
def made(build: Callable[[], LiveFigure]) -> LiveFigure:
    """The figure a function builds, which must warn of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return build()


@cache
def built(build: Callable[[], LiveFigure]) -> LiveFigure:
    """The same as it goes to the browser."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sent(made(build))
    return made(build)
