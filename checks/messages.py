"""Notes under a cell: HTML in a notebook, and the same words as plain text elsewhere."""

import re
from dataclasses import dataclass
from html import escape
from textwrap import indent

from IPython.display import display

from .map import Map


@dataclass(frozen=True)
class Ladder:
    """Rungs that unfold one inside the other: (heading, text), the first one open if told so.

    otherwise: the words in their place where nothing unfolds.
    """

    rungs: tuple[tuple[str, str], ...]
    otherwise: str
    open: bool = False


Part = str | dict[str, str] | Ladder | Map

# Okabe-Ito, for the border alone: text keeps the theme's own colours and their contrast.
COLOURS = {"✔": "#009E73", "✘": "#D55E00", "○": "#8A8A8A", "◆": "#0072B2"}
BOX = "border-left:.35em solid {};padding:.1em 1em;margin:.4em 0;overflow-wrap:anywhere"
CELL = "text-align:left;vertical-align:top;padding:.1em .5em .1em 0;white-space:pre-wrap"


class Note:
    """What `say` displays: a mark, a heading, and parts of any of these kinds.

    A string is a paragraph, in which `backticks` mark code, or, if it has several lines, code.
    A dict is a table of labelled facts.  A `Ladder` unfolds.  A `Map` shows a course.
    """

    def __init__(self, mark: str, heading: str, parts: list[Part]):
        self.mark, self.heading, self.parts = mark, heading, parts

    def __repr__(self) -> str:
        return "\n".join([f"{self.mark} {self.heading}", *map(_plain, self.parts)])

    def _repr_html_(self) -> str:
        mark = f'<span aria-hidden="true">{self.mark}</span>'
        head = f"<p><strong>{mark} {escape(self.heading)}</strong></p>"
        body = "".join(map(_html, self.parts))
        return f'<div style="{BOX.format(COLOURS[self.mark])}">{head}{body}</div>'


def say(mark: str, heading: str, *parts: Part | None) -> None:
    """Display one note.  Empty parts are left out."""
    display(Note(mark, heading, [part for part in parts if part]))


def _plain(part: Part) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Ladder):
        return part.otherwise
    if isinstance(part, Map):
        return part.plain()
    width = max(map(len, part))
    lines = (f"{label.ljust(width)}  {fact}".rstrip() for label, fact in part.items())
    return indent("\n".join(lines), "  ")


def _html(part: Part) -> str:
    if isinstance(part, str) and "\n" in part:
        return f'<pre style="white-space:pre-wrap"><code>{escape(part)}</code></pre>'
    if isinstance(part, str):
        return f"<p>{_code(part)}</p>"
    if isinstance(part, Ladder):
        return _unfolding(part.rungs, part.open)
    if isinstance(part, Map):
        return part.html()
    lines = [
        f'<th scope="row" style="{CELL};overflow-wrap:normal">{escape(label)}</th>'
        f'<td style="{CELL}">{escape(fact)}</td>'
        for label, fact in part.items()
    ]
    return f'<table style="margin:.3em 0"><tr>{"</tr><tr>".join(lines)}</tr></table>'


def _unfolding(rungs: tuple[tuple[str, str], ...], open: bool = False) -> str:
    """Each rung inside the one before.  The headings take the keys that JupyterLab's own shortcuts
    would take away from them."""
    if not rungs:
        return ""
    (heading, text), *rest = rungs
    start = f'<details style="margin:.4em 0"{" open" if open else ""}>'
    summary = '<summary data-lm-suppress-shortcuts="true" style="cursor:pointer;padding:.2em 0">'
    return f"{start}{summary}{escape(heading)}</summary>{_html(text)}{_unfolding(rest)}</details>"


def _code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
