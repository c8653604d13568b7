"""Write docs/index.md: every exercise of the course, and where each misconception is met.

    python tools/index.py --write

Without --write it says whether the file is as it would be written; a test does the same.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, it finds the package beside it

import nbformat  # noqa: E402

from lessons import course  # noqa: E402
from lessons.catalogue import builders  # noqa: E402
from lessons.misconceptions import BELIEFS  # noqa: E402

INDEX = ROOT / "docs" / "index.md"
HEADING = re.compile(r"^### Exercise (\d\.\d): (.+)$", re.MULTILINE)
HEAD = """# Index

Every exercise, and every belief the course sets out to shake, with the places where it is met.
`python tools/index.py --write` makes this page.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_exercises(), "", *_beliefs(), ""])


def _exercises() -> list[str]:
    head = ["## Exercises", "", "| Exercise | Function | Title | Lesson |", "|---|---|---|---|"]
    rows = {id: (f"`{exercise.name}`", exercise.title) for id, exercise in course.items()}
    rows |= {id: ("in words", title) for id, title in _written()}
    return head + [
        f"| {id} | {how} | {title} | {_lesson(id[0])} |"
        for id, (how, title) in sorted(rows.items())
    ]


def _written() -> Iterator[tuple[str, str]]:
    """The exercises that no function answers, by their headings in the lessons: id and title."""
    for path in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for id, title in HEADING.findall(cell.source) if cell.cell_type == "markdown" else ():
                if id not in course:
                    yield id, title[0].upper() + title[1:]


def _beliefs() -> list[str]:
    rows = [
        "## Misconceptions",
        "",
        "| No. | Belief | What shows otherwise | Lessons | Met in |",
        "|---|---|---|---|---|",
    ]
    for number, (text, lessons, otherwise) in BELIEFS.items():
        linked = ", ".join(_lesson(digit) for digit in lessons if _path(digit))
        met = ", ".join(_met(number)) or "to come"
        rows.append(f"| {number} | {text} | {otherwise} | {linked} | {met} |")
    return rows


def _met(number: int) -> list[str]:
    """The exercises that know a mistake of this belief, and the figures that ask about it."""
    checks = [
        f"check {id}"
        for id, exercise in course.items()
        if any(mistake.misconception == number for mistake in exercise.mistakes)
    ]
    return checks + [f"figure {name}" for name, beliefs in _questions() if number in beliefs]


@cache
def _questions() -> list[tuple[str, tuple[int, ...]]]:
    """The name of each figure that asks a question, and the numbers of the beliefs behind it."""
    figures = [build() for build in builders()]
    return [(live.name, live.beliefs) for live in figures if live.question]


def _path(digit: str) -> Path | None:
    """The notebook of a lesson, if it is there."""
    return next(iter(sorted((ROOT / "notebooks").glob(f"0{digit}_*.ipynb"))), None)


def _lesson(digit: str) -> str:
    path = _path(digit)
    return f"[{digit}](../notebooks/{path.name})" if path else digit


def main(arguments: list[str]) -> int:
    """The exit status: 1 where the stored page is out of date."""
    if arguments == ["--write"]:
        INDEX.write_text(page(), encoding="utf-8")
        return 0
    current = INDEX.exists() and INDEX.read_text(encoding="utf-8") == page()
    print("up to date" if current else "out of date: run `python tools/index.py --write`")
    return int(not current)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
