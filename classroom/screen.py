"""How the commands end, and what they show on the screen."""

import argparse
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from .folder import ClassError

SCREEN = 100  # columns that a table takes
NOTE = 24  # of them left for a short note


def carry_out(options: argparse.Namespace) -> int:
    """Do what a command's parser has put into `run`; returns the exit status, 2 with a sentence
    where it could not be done."""
    try:
        return options.run(options)
    except ClassError as error:
        print(error, file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        extra = "cluster" if error.name in ("dask", "distributed", "cryptography") else "classroom"
        print(
            f"{error.name} is missing: in the course's folder,"
            f" `python3 tools/install.py --extra {extra}` brings it.",
            file=sys.stderr,
        )
        return 2


def progress(rows: Iterable, count: int) -> Iterable:
    """Rows as they come, of which there will be count, with a bar."""
    from tqdm import tqdm

    return tqdm(rows, total=count, unit="submission", disable=not count)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns that fit the screen; what a student named cannot move the cursor about.

    A last column without a title is for sentences: one that does not fit stands below its row.
    """
    lines = [[shown(text) for text in row] for row in (header, *rows)]
    notes = [line.pop() for line in lines] if not header[-1] else [""] * len(lines)
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    rest = sum(widths[1:]) + 2 * len(widths[1:])
    widths[0] = min(widths[0], max(SCREEN - rest - NOTE * any(notes), 20))
    for line, note in zip(lines, notes, strict=True):
        line[0] = fitted(line[0], widths[0])
        cells = [text + " " * (wide - width(text)) for text, wide in zip(line, widths, strict=True)]
        left = "  ".join(cells)
        if not note or width(left) + 2 + width(note) <= SCREEN:
            print(f"{left}  {note}".rstrip())
        else:
            print(left.rstrip(), *wrapped(note), sep="\n    ")


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def fitted(text: str, most: int) -> str:
    """A text without its middle, if it is too wide: names often differ at the ends."""
    if width(text) <= most:
        return text
    left, right = text[: len(text) // 2], text[len(text) // 2 :]
    while width(left) + 1 + width(right) > most:
        left, right = (left[:-1], right) if len(left) > len(right) else (left, right[1:])
    return f"{left}…{right}"


def wrapped(text: str) -> list[str]:
    """A sentence in lines that fit below a row."""
    lines, most = [""], SCREEN - 4
    for word in text.split():
        if lines[-1] and width(lines[-1]) + 1 + width(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
        while width(lines[-1]) > most:
            cut = next(n for n in range(len(lines[-1])) if width(lines[-1][: n + 1]) > most)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return lines


def shown(text: str) -> str:
    """A text in which nothing moves the cursor about."""
    return "".join(c if c.isprintable() else "�" for c in text)
