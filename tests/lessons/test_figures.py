"""The tool that writes what stands still in the figures; each lesson's tests compare its own."""

import pytest

from lessons import catalogue
from lessons.lesson0.figures import hello
from tests.lessons.built import built, check_as_reviewed
from tests.livefigure.live_examples import some_positions
from tests.notebooks.rules import lesson_paths
from tools import figures

SEEN = 140  # characters of a caption that are read at a glance


@pytest.mark.parametrize("build", catalogue.builders(), ids=lambda build: build.__module__[8:])
def test_what_stands_under_a_figure_is_read_at_a_glance(build):
    live = built(build)
    live._measured = [0] if live._spec["measure"] else []
    said = [live._caption_at(live._position_of(at), seen=True) for _, at in some_positions(live)]
    assert len(max(said, key=len)) <= SEEN, max(said, key=len)
    assert all(text[0].isupper() and text.endswith(".") and "  " not in text for text in said)


@pytest.mark.parametrize("build", catalogue.builders(), ids=lambda build: build.__module__[8:])
def test_what_a_control_moves_is_said(build):
    """To whom the picture says nothing, too: a step of each control changes the words somewhere."""
    live = built(build)
    live._measured = [0] if live._spec["measure"] else []
    for which, control in enumerate(live._controls.values()):
        steps = (
            [(*place[:which], index, *place[which + 1 :]) for index in range(len(control.values))]
            for place, _ in some_positions(live, 20)
        )
        said = ({live._caption_at(place, seen=True) for place in places} for places in steps)
        assert any(len(texts) > 1 for texts in said), control


def test_every_lesson_has_its_file_and_every_figure_its_part():
    assert figures.lessons() == [path.stem[1] for path in lesson_paths()]
    for n in figures.lessons():
        own = figures.figures_of(n, lambda build: build)
        parts = figures.path(n).read_text(encoding="utf-8").count(" inches\n")
        assert parts == len(own) > 0, f"lesson {n}: tools/figures.py --write"


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
