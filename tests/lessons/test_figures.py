"""The tool that writes what stands still in the figures; each lesson's tests compare its own."""

import pytest

from lessons.catalogue import builders
from lessons.lesson0.figures import hello
from tests.lessons.built import check_as_reviewed
from tools import figures


def test_every_lesson_has_its_file_and_every_figure_its_part():
    built = {n: {build.__name__ for build in builders() if f"lesson{n}." in f"{build.__module__}."}
             for n in figures.lessons()}  # fmt: skip
    assert len(built) >= 7 and all(built.values())
    for n, names in built.items():
        parts = figures.path(n).read_text(encoding="utf-8").count(" inches\n")
        assert parts >= len(names), f"lesson {n} has {len(names)} figures: tools/figures.py --write"


def test_a_figure_that_changed_is_told(monkeypatch, tmp_path):
    text = figures.path("0").read_text(encoding="utf-8")
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    figures.path("0").parent.mkdir(parents=True)
    figures.path("0").write_text(text, encoding="utf-8")
    check_as_reviewed("0")
    figures.path("0").write_text(text.replace("blue", "green"), encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match="--write"):
        check_as_reviewed("0")


def test_an_old_file_is_noticed_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    monkeypatch.setattr(figures, "lessons", lambda: ["0"])
    figures.path("0").parent.mkdir(parents=True)
    assert figures.main([]) == 1 and "--write" in capsys.readouterr().out
    assert figures.main(["--write"]) == 0
    assert figures.main([]) == 0
    assert "0-hello" in figures.page("0", [hello()])
