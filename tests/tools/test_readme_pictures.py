"""The README's pictures are there, have words, and one of them moves."""

import re

from PIL import Image

from tests.notebooks.rules import ROOT

SHOWN = re.findall(r"!\[([^\]]+)\]\((docs/[^)]+)\)", (ROOT / "README.md").read_text("utf-8"))


def test_each_picture_has_words_and_is_small_enough():
    assert len(SHOWN) == 2
    for words, name in SHOWN:
        assert len(words) > 60
        assert (ROOT / name).stat().st_size < 500_000


def test_one_shows_a_figure_being_dragged():
    moving = [Image.open(ROOT / name) for _, name in SHOWN if name.endswith(".gif")]
    assert [image.n_frames > 12 for image in moving] == [True]
