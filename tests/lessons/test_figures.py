"""All figures: what stands still in them is as it was reviewed."""

from difflib import unified_diff

import pytest

from tools import figures

LESSONS = figures.lessons()


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_stands_still_is_as_reviewed(lesson):
    stored = figures.path(lesson).read_text(encoding="utf-8").splitlines()
    now = figures.page(lesson, figures.figures_of(lesson)).splitlines()
    changes = "\n".join(unified_diff(stored, now, "reviewed", "now", lineterm=""))
    if changes:
        right = "If that is right: `python tools/figures.py --write`"
        pytest.fail(f"{changes}\n\n{right}", pytrace=False)


def test_lessons_and_their_figures_are_found():
    assert LESSONS == list("0123456")
    assert [len(figures.figures_of(lesson)) for lesson in "045"] == [1, 6, 7]


def test_an_old_file_is_noticed_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    monkeypatch.setattr(figures, "lessons", lambda: ["0"])
    figures.path("0").parent.mkdir(parents=True)
    assert figures.main([]) == 1 and "--write" in capsys.readouterr().out
    assert figures.main(["--write"]) == 0
    assert figures.main([]) == 0
