"""Where a lesson treats what an answer got wrong: a section of it, and a figure where one asks.

Read from the notebooks and from the sources of the figures: to build a figure takes seconds.
"""

import ast
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIGURE = re.compile(r"\d-[a-z0-9-]+")
HEADING = re.compile(r"^(#{1,4}) +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A place in a lesson: the title of its section; anchor: where it is on the page of the web
    site; figure: the name of the one to look at there, or ""."""

    lesson: str
    section: str
    anchor: str
    figure: str = ""

    @property
    def words(self) -> str:
        """The place, for people."""
        figure = f", figure {self.figure}" if self.figure else ""
        return f"lesson {self.lesson}, “{self.section}”{figure}"

    @property
    def html(self) -> str:
        """The same, as a link where the course has an address."""
        words, address = escape(self.words), site()
        page = _notebook(self.lesson)
        if not address or page is None:
            return words
        link = f"{address}notebooks/{page.stem}.html#{self.anchor}"
        return f'<a href="{escape(link, quote=True)}">{words}</a>'


def of_exercise(id: str) -> Place | None:
    """Where an exercise is set; None if no lesson has it."""
    lesson, task = id.partition(".")[0], f"task-{id.replace('.', '-')}-"
    return _found(lesson, lambda cell: cell["id"].startswith(task), exercise=True)


def of_belief(number: int, lesson: str) -> Place | None:
    """Where a lesson's figure asks about a belief; None where none does.  Another lesson's is
    named where that lesson itself has none, the nearest before it first."""
    figures = {name: call for name, (call, numbers) in _figures().items() if number in numbers}
    near = sorted(figures, key=lambda name: (name[0] > lesson, abs(int(name[0]) - int(lesson))))
    return _shown(near[0], figures[near[0]]) if near else None


def of_mistake(id: str, belief: int | None) -> Place | None:
    """Where what is behind a mistake in an exercise is treated: at the figure that asks about the
    belief, if there is one in this lesson, else where the exercise is set."""
    lesson = id.partition(".")[0]
    place = of_belief(belief, lesson) if belief else None
    return place if place and place.lesson == lesson else of_exercise(id)


def near(id: str) -> Place | None:
    """The first figure of the lesson after an exercise is set, else the last before; None where
    there is none."""
    lesson, task = id.partition(".")[0], f"task-{id.replace('.', '-')}-"
    before, after, passed = None, None, False
    for cell in _cells(lesson):
        passed = passed or cell["id"].startswith(task)
        source = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
        for name, (call, _) in _figures().items():
            if name[0] == lesson and re.search(rf"\b{call}\(\)", source):
                before, after = (before, after or name) if passed else (name, after)
    name = after or before
    return _shown(name, _figures()[name][0]) if name else None


def asked() -> dict[str, frozenset[int]]:
    """The numbers of the beliefs that each figure asks about."""
    return {name: numbers for name, (_, numbers) in _figures().items()}


@cache
def site() -> str:
    """The address of the course's web site, "" while it has none."""
    try:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        repository = project["tool"]["course"]["repository"]
    except (OSError, ValueError, KeyError):
        return ""
    owner, _, name = repository.removeprefix("https://github.com/").partition("/")
    return f"https://{owner}.github.io/{name}/" if name else ""


def anchor(heading: str) -> str:
    """What the web site calls a heading."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


@cache
def _figures() -> dict[str, tuple[str, frozenset[int]]]:
    """By a figure's name, such as "4-threshold": the function that builds it, and the beliefs."""
    found = {}
    for path in sorted((ROOT / "lessons").glob("lesson*/figures*")):
        for file in [path] if path.suffix == ".py" else sorted(path.glob("*.py")):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    found |= _read(node)
    return found


def _read(function: ast.FunctionDef) -> dict[str, tuple[str, frozenset[int]]]:
    names, numbers = [], []
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg in ("name", "misconception"):
            constants = [n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
            (names if node.arg == "name" else numbers).extend(constants)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LiveFigure":
            names += [a.value for a in node.args if isinstance(a, ast.Constant)]
    own = [name for name in names if isinstance(name, str) and FIGURE.fullmatch(name)]
    beliefs = frozenset(number for number in numbers if isinstance(number, int))
    return {own[0]: (function.name, beliefs)} if own else {}


def _shown(figure: str, call: str) -> Place | None:
    """Where a lesson shows a figure."""
    shows = re.compile(rf"\b{call}\(\)")
    place = _found(
        figure[0],
        lambda cell: cell["cell_type"] == "code" and bool(shows.search("".join(cell["source"]))),
    )
    return place and Place(place.lesson, place.section, place.anchor, figure)


def _found(lesson: str, fits, exercise: bool = False) -> Place | None:
    """The section of the first cell that fits; exercise: the anchor is that of the cell's own
    last heading."""
    section = ""
    for cell in _cells(lesson):
        text = "".join(cell["source"]) if cell["cell_type"] == "markdown" else ""
        headings = HEADING.findall(text)
        titles = [title for marks, title in headings if len(marks) <= 2]
        section = titles[-1] if titles else section
        if fits(cell):
            own = headings[-1][1] if exercise and headings else section
            return Place(lesson, section, anchor(own))
    return None


@cache
def _cells(lesson: str) -> list[dict]:
    path = _notebook(lesson)
    return json.loads(path.read_text(encoding="utf-8"))["cells"] if path else []


def _notebook(lesson: str) -> Path | None:
    found = sorted((ROOT / "notebooks").glob(f"0{lesson}_*.ipynb"))
    return next((path for path in found if "_my_copy" not in path.stem), None)
