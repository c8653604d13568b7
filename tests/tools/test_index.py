"""docs/index.md is what the exercises and figures say."""

from functools import partial

import pytest

from lessons import course
from lessons.misconceptions import BELIEFS
from tests.lessons.built import made
from tools import index


@pytest.fixture(autouse=True)
def made_once(monkeypatch):
    shared = [partial(made, build) for build in index.builders()]
    monkeypatch.setattr(index, "builders", lambda: shared)


@pytest.mark.slow
def test_the_stored_index_is_up_to_date():
    assert index.INDEX.read_text(encoding="utf-8") == index.page()


def test_every_exercise_and_every_belief_has_its_row():
    page = index.page()
    assert all(f"| {id} | `{e.name}` |" in page for id, e in course.items())
    assert all(f"| {number} | {belief.text} |" in page for number, belief in BELIEFS.items())


def test_an_old_index_is_noticed_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(index, "INDEX", tmp_path / "index.md")
    assert index.main([]) == 1 and "--write" in capsys.readouterr().out
    assert index.main(["--write"]) == 0
    assert index.main([]) == 0
