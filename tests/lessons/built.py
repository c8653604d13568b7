"""The lessons' figures, each built once a session.  Tests share them: they move the sliders, and
say where they stand."""

import re
import warnings
from collections.abc import Callable
from difflib import unified_diff
from functools import cache
from typing import TypeVar
from unittest.mock import patch

import matplotlib as mpl
import pytest

from lessons import settings
from livefigure import LiveFigure
from tests.livefigure.live_examples import sent
from tools import figures

T = TypeVar("T")


@cache
def made(build: Callable[[], LiveFigure]) -> LiveFigure:
    """The figure a function builds, which must warn of nothing and change none of Matplotlib's
    settings."""
    return _quietly(build)


@cache
def built(build: Callable[[], LiveFigure]) -> LiveFigure:
    """The same as it goes to the browser."""
    _quietly(lambda: sent(made(build)))
    return made(build)


def _quietly(work: Callable[[], T]) -> T:
    before = dict(mpl.rcParams)
    with warnings.catch_warnings(), patch.object(settings, "WARNINGS", "error"):
        warnings.simplefilter("error")
        result = work()
    assert [name for name in before if mpl.rcParams[name] != before[name]] == []
    return result


def at_start(live: LiveFigure) -> LiveFigure:
    """A figure that other tests have moved, where it begins."""
    for name, control in live._controls.items():
        setattr(live, name, control.start)
    return live


def check_as_reviewed(lesson: str) -> None:
    """What stands still in a lesson's figures is as it was reviewed, and what they write
    themselves has true minus signs, none of them before nothing, percent signs close by, and commas
    from 10,000 on."""
    own = figures.figures_of(lesson, built)
    for live in own:
        if isinstance(live, LiveFigure):
            at_start(live)
    stored = figures.path(lesson).read_text(encoding="utf-8").splitlines()
    now = figures.page(lesson, own).splitlines()
    if changes := "\n".join(unified_diff(stored, now, "reviewed", "now", lineterm="")):
        right = "If that is right: `python tools/figures.py --write`"
        pytest.fail(f"{changes}\n\n{right}", pytrace=False)
    written = [text for one in own if isinstance(one, LiveFigure) for text in _texts(one)]
    poor = re.compile(r"-[\di]|−0(\.0+)?\b(?!\.)|\d %|(?<![\d.,])\d{5,}")
    assert written and not [text for text in written if poor.search(text)]
    assert not [line for line in now if re.search(r"\d %", line)]


def _texts(live: LiveFigure) -> list[str]:
    """All texts that a figure writes itself: values, phrases and sentences."""
    spec = live._spec
    forms = [form for one in spec["captions"] for form in (one["parts"], one["aloud"] or [])]
    parts = [part for form in forms for part in form]
    fields = [part for part in parts if isinstance(part, dict)] + spec["artists"]
    fields += [control["regimes"] or {} for control in spec["controls"]] + spec["controls"]
    return [text for field in fields for text in field.get("texts", [])]
