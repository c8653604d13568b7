"""The glossary: in order, and each word is set in bold by the lesson it names."""

import re
from functools import cache

import pytest

from tests.notebooks.rules import ROOT, lesson_paths, markdown_cells, without_code
from tools.notebooks import read

ROW = re.compile(r"^\| (.+?) \| (.+?) \| (\d) \|$", re.MULTILINE)
TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROWS = [(word.lower(), meaning, lesson) for word, meaning, lesson in ROW.findall(TEXT)]
MARKED = re.compile(r"\*\*([^*]+)\*\*|(?<![*\w])\*(?=\S)([^*\n]+)\*")
LESSONS = {path.stem[1]: path for path in lesson_paths()}
THERE = [(word, lesson) for word, _, lesson in ROWS if lesson in LESSONS]


@cache
def bold(lesson: str) -> str:
    """What a lesson sets in bold or italics, in lower case."""
    text = "\n".join(without_code(cell["source"]) for cell in markdown_cells(read(LESSONS[lesson])))
    return " · ".join(a or b for a, b in MARKED.findall(text)).lower()


def test_words_are_in_order_and_each_is_explained_in_one_sentence():
    words = [word for word, _, _ in ROWS]
    assert words == sorted(set(words)) and len(words) > 40
    assert all(meaning.endswith(".") for _, meaning, _ in ROWS)


@pytest.mark.parametrize(("word", "lesson"), THERE)
def test_a_word_is_introduced_by_its_lesson(word, lesson):
    assert word in bold(lesson)
