"""One word, one thing: what a lesson once called otherwise is not called so again."""

import re

import pytest
from tests.notebooks.rules import lesson_paths, markdown_cells, tags, without_code

from tools.notebooks import read

# lesson -> words that its prose has given up, and what they mean there
RETIRED = {
    "3": {r"scores?": "the logit z; the title's score is the points of a test", r"the cost": "loss"},
    "4": {r"scores?": "the logit z", r"the cost": "loss", r"frontier|cut-?off": "boundary, threshold"},
}
LESSONS = {path.stem[1]: path for path in lesson_paths()}


def found(word, notebook):
    prose = "\n".join(
        re.sub(r"^# .*$", "", without_code(cell["source"]), flags=re.MULTILINE)
        for cell in markdown_cells(notebook)
        if "navigation" not in tags(cell)
    )
    return re.findall(rf"\b(?:{word})\b", prose, re.IGNORECASE)


@pytest.mark.parametrize(
    ("lesson", "word"), [(lesson, word) for lesson, words in RETIRED.items() for word in words]
)
def test_a_word_given_up_is_not_used_again(lesson, word):
    assert found(word, read(LESSONS[lesson])) == [], RETIRED[lesson][word]


def test_a_word_given_up_would_be_found():
    cell = {"cell_type": "markdown", "metadata": {}, "source": "# A score\n\nThe scores `score`"}
    assert found("scores?", {"cells": [cell]}) == ["scores"]
