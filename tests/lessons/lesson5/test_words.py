"""Lesson 5 calls the hours where p is 0.5 the boundary; a threshold is lesson 4's probability."""

import re

from tests.lessons.test_teaching import NOTES
from tests.notebooks.rules import ROOT

PLACES = [
    ROOT / "notebooks" / "05_pytorch_pipeline.ipynb",
    *sorted((ROOT / "lessons" / "lesson5").rglob("*.py")),
]


def test_no_place_of_lesson_5_says_threshold():
    [part] = re.findall(r"^## Lesson 5 · .*?(?=^## )", NOTES, re.M | re.S)
    texts = {path.name: path.read_text(encoding="utf-8") for path in PLACES} | {"notes": part}
    assert [name for name, text in texts.items() if "threshold" in text.lower()] == []
