"""One word, one thing: no word given up is used again, in a lesson's prose, in what its figures
and exercises say, or in the pages of docs/."""

import re
from functools import cache

import pytest

from lessons import course
from tests.docs.test_numerals import PARTS
from tests.notebooks.retired import EVERYWHERE, RETIRED, Retired
from tests.notebooks.rules import lesson_paths, markdown_cells, without_code
from tools import figures
from tools.notebooks import read

LOOKS = re.compile(
    r"\b(?:black|white|gray|grey|lightgray) ?edge\b|edge \w+ [\d.]+|\b(?:gray|center)\b"
)


@cache
def said(lesson: str) -> dict[str, str]:
    """Where -> what a lesson says there, and the pages of docs/ about it."""
    found = {}
    path = next(path for path in lesson_paths() if path.stem[1] == lesson)
    for cell in markdown_cells(read(path)):
        found[f"cell {cell['id']}"] = without_code(cell["source"])
    # What stands still in a figure and how it speaks, without the words for looks.
    words = figures.path(lesson).read_text("utf-8")
    for part in re.split(r"\n\n(?=\S)", words)[1:]:
        found[f"figure {part.split(',')[0]}"] = LOOKS.sub(" ", part)
    for id, exercise in course.items():
        if id[0] == lesson:
            sentences = [exercise.title, exercise.right, *exercise.hints[:2]]
            sentences += [mistake.sentence for mistake in exercise.mistakes]
            found[f"exercise {id}"] = without_code("\n".join(sentences))
    for heading, text in PARTS["teaching.md"].items():
        if heading.startswith(f"Lesson {lesson}"):
            found["teaching notes"] = without_code(text)
    return found


@cache
def of_all() -> dict[str, str]:
    """What is said of the whole course."""
    found = {
        f"{page}, {heading}": without_code(text)
        for page, parts in PARTS.items()
        for heading, text in parts.items()
        if not heading.startswith("Lesson")
    }
    return found


def uses(word: Retired, text: str) -> list[str]:
    if word.allowed:
        text = re.sub(word.allowed, " ", text)
    return re.findall(rf"\b(?:{word.pattern})\b", " ".join(text.split()), re.IGNORECASE)


CASES = [(word, lesson) for word in RETIRED for lesson in word.lessons]


@pytest.mark.parametrize(("word", "lesson"), CASES, ids=lambda v: getattr(v, "pattern", v)[:20])
def test_a_word_given_up_is_not_used_again(word, lesson):
    found = {where: uses(word, text) for where, text in said(lesson).items()}
    assert {where: own for where, own in found.items() if own} == {}, word.reason


@pytest.mark.parametrize("word", [w for w in RETIRED if w.lessons == EVERYWHERE])
def test_nor_in_what_is_said_of_the_whole_course(word):
    found = {where: uses(word, text) for where, text in of_all().items()}
    assert {where: own for where, own in found.items() if own} == {}, word.reason


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The edge is at 0.35.", ["edge"]),
        ("A threshold of about six hours", ["threshold", "threshold of about six hours"]),
        ("an optimiser, optimised", ["optimiser", "optimised"]),
        ("an optimizer in colour", []),
        ("It is drawn at the edge of the picture.", []),
        ("`edge`", []),
        ("More costs sleep; the cost of it", ["the cost"]),
    ],
)
def test_a_word_given_up_would_be_found(text, found):
    prose = without_code(text)
    assert sorted({use for word in RETIRED for use in uses(word, prose)}) == sorted(set(found))
