"""All figures: what stands still in them is as it was reviewed, and they change no settings."""

import re
from difflib import unified_diff
from functools import cache

import matplotlib as mpl
import pytest

from lessons import LiveFigure
from tools import figures

LESSONS = figures.lessons()
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


@cache
def made(lesson):
    """A lesson's text, made from its figures, and Matplotlib's settings that differ afterwards."""
    before = dict(mpl.rcParams)
    text = figures.page(lesson, figures.figures_of(lesson))
    return text, [name for name in before if mpl.rcParams[name] != before[name]]


@each_lesson
def test_what_stands_still_is_as_reviewed(lesson):
    stored = figures.path(lesson).read_text(encoding="utf-8").splitlines()
    now = made(lesson)[0].splitlines()
    changes = "\n".join(unified_diff(stored, now, "reviewed", "now", lineterm=""))
    if changes:
        right = "If that is right: `python tools/figures.py --write`"
        pytest.fail(f"{changes}\n\n{right}", pytrace=False)


@each_lesson
def test_building_figures_changes_no_setting_of_matplotlib(lesson):
    assert made(lesson)[1] == []


def texts(live):
    """All texts that a live figure writes itself."""
    spec = live._spec
    parts = [part for caption in spec["captions"] for part in caption["parts"]]
    fields = [part for part in parts if isinstance(part, dict)] + spec["artists"]
    fields += [control["regimes"] or {} for control in spec["controls"]] + spec["controls"]
    return [text for field in fields for text in field.get("texts", [])]


@each_lesson
def test_numbers_have_true_minus_signs(lesson):
    made(lesson)
    lives = [live for live in figures.figures_of(lesson) if isinstance(live, LiveFigure)]
    written = [text for live in lives for text in texts(live)]
    poor = re.compile(r"-[\di]|−0(\.0+)?\b(?!\.)")  # a hyphen for a minus, a minus before nothing
    assert written and not [text for text in written if poor.search(text)]


def test_lessons_and_their_figures_are_found():
    assert LESSONS == list("0123456")
    assert [made(lesson)[0].count(" inches\n") for lesson in "045"] == [1, 6, 7]


def test_an_old_file_is_noticed_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    monkeypatch.setattr(figures, "lessons", lambda: ["0"])
    figures.path("0").parent.mkdir(parents=True)
    assert figures.main([]) == 1 and "--write" in capsys.readouterr().out
    assert figures.main(["--write"]) == 0
    assert figures.main([]) == 0
