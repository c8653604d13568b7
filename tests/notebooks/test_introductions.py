"""Nothing is used before it is introduced: no word of the glossary, no Python beyond functions and
loops, no symbol.  introductions.py says how each is found."""

import ast
import io
import re
import tokenize
from functools import cache
from typing import NamedTuple

import pytest

from tests.notebooks.introductions import AHEAD, ORDINARY, PYTHON, SYMBOLS, Introduced
from tests.notebooks.rules import lesson_paths, tags, without_code
from tests.notebooks.test_glossary import MARKED, ROWS
from tools.notebooks import read

LINK = re.compile(r"\]\([^)]*\)")


class Cell(NamedTuple):
    """A cell of the course: its lesson's digit and its id, its prose, or its code and comments."""

    lesson: str
    id: str
    prose: str  # with inline code
    code: str
    notes: str  # comments

    def __str__(self) -> str:
        return f"lesson {self.lesson}, cell {self.id}"


def comments(code: str) -> str:
    found = tokenize.generate_tokens(io.StringIO(code).readline)
    return "\n".join(token.string for token in found if token.type == tokenize.COMMENT)


@cache
def cells() -> list[Cell]:
    """All cells of all lessons, in the order in which they are read."""
    found = []
    for path in lesson_paths():
        for cell in read(path)["cells"]:
            source, name = LINK.sub("]", cell["source"]), cell["id"]
            if cell["cell_type"] == "markdown":
                found.append(Cell(path.stem[1], name, source, "", ""))
            elif "figure" not in tags(cell) and "setup" not in tags(cell):
                found.append(Cell(path.stem[1], name, "", cell["source"], comments(cell["source"])))
    return found


def uses(entry: Introduced, cell: Cell) -> bool:
    if isinstance(entry.used, str):
        return bool(re.search(entry.used, cell.prose) or re.search(entry.used, cell.code))
    return any(map(entry.used, ast.walk(ast.parse(cell.code))))


def too_early(entry: Introduced, course: list[Cell]) -> list[str]:
    """Where it is used more than a cell before the cell that introduces it."""
    places = range(len(course))
    place = next(
        (i for i in places if re.search(entry.by, course[i].prose + "\n" + course[i].notes)),
        len(course),
    )
    before = course[: max(place - 1, 0)] if place < len(course) else course
    return [str(cell) for cell in before if cell.id not in AHEAD and uses(entry, cell)]


@pytest.mark.parametrize("name", [*PYTHON, *SYMBOLS])
def test_what_is_used_has_been_introduced(name):
    assert too_early((PYTHON | SYMBOLS)[name], cells()) == []


def early_words(word: str, lesson: str, course: list[Cell]) -> list[str]:
    """Where a word is used before the cell of its lesson that sets it in bold or italics."""
    found = []
    for cell in course:
        prose = without_code(cell.prose)
        marked = " · ".join(a or b for a, b in MARKED.findall(prose)).lower()
        if cell.lesson == lesson and word in marked:
            return found
        ordinary = cell.lesson in ORDINARY.get(word, "") or cell.id in AHEAD
        if not ordinary and re.search(rf"\b{re.escape(word)}(?:s|es)?\b", prose, re.IGNORECASE):
            found.append(str(cell))
    return found


@pytest.mark.parametrize(("word", "lesson"), [(word, lesson) for word, _, lesson in ROWS])
def test_a_word_is_used_from_its_introduction_on(word, lesson):
    assert early_words(word, lesson, cells()) == []


# The tests themselves


def text(source: str, lesson: str = "1") -> Cell:
    return Cell(lesson, f"cell-{len(source)}", source, "", "")


def code(source: str) -> Cell:
    return Cell("1", "code", "", source, comments(source))


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("class", "class A:\n    pass"),
        ("self", "def f(self):\n    pass"),
        ("super", "super().__init__()"),
        ("star-argument", "print(*values)"),
        ("star-argument", "def f(*values):\n    pass"),
        ("two stars", "f(**settings)"),
        ("two stars", "def f(**settings):\n    pass"),
        ("dict", "{1: 2}"),
        ("matrix product", "x @ w"),
        ("lambda", "f = lambda x: x"),
        ("try", "try:\n    f()\nexcept ValueError:\n    pass"),
        ("zip", "zip(x, y)"),
        ("list comprehension", "[f(w) for w in ws]"),
        ("a new axis", "x[:, None]"),
        ("several targets", "a = b = 0"),
        ("logarithm", "np.log(p)"),
        ("∂", "# ∂"),
    ],
)
def test_a_use_without_an_introduction_is_found(name, use):
    entry = (PYTHON | SYMBOLS)[name]
    assert too_early(entry, [code("x = 1"), code(use)]) == ["lesson 1, cell code"]


def test_an_introduction_counts_from_the_cell_before_it_on():
    early, use = code("y = 2\nf = lambda x: x"), code("f = lambda x: x")
    told = text("`lambda w: …` is a function without a name.")
    assert too_early(PYTHON["lambda"], [use, told, use]) == []
    assert too_early(PYTHON["lambda"], [early, code("x = 1"), told, use]) == ["lesson 1, cell code"]
    assert too_early(PYTHON["zip"], [code("zip(x, y)  # zip goes through both side by side")]) == []


def test_a_word_before_its_introduction_is_found():
    early, told = text("The epochs go by."), text("An **epoch** is a round.", "2")
    assert early_words("epoch", "2", [early, told]) == [str(early)]
    assert early_words("epoch", "2", [told, early]) == []
    assert early_words("epoch", "2", [text("`epoch`"), told]) == []
    assert early_words("class", "5", [text("Another class"), told]) == []
