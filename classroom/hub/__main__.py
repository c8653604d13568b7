"""The hub's commands: `python -m classroom.hub notebooks|fetch|copy`."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from ..folder import ClassError, Folder
from ..screen import carry_out, progress, table

TOKEN = "COURSE_HUB_TOKEN"


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return the exit status, as `python -m classroom` does."""
    return carry_out(_parser().parse_args(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m classroom.hub", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    purpose = "Write the lessons into a bare repository, which students pull."
    notebooks = commands.add_parser("notebooks", help=purpose, description=purpose)
    notebooks.add_argument("repository", type=Path, metavar="REPOSITORY", help="such as course.git")
    notebooks.set_defaults(run=_notebooks)

    purpose = f"Read hand-ins through the hub's API; {TOKEN} holds the instructor's token."
    fetch = commands.add_parser("fetch", help=purpose, description=purpose)
    fetch.add_argument("folder", type=Path, metavar="DIR", help="the class folder")
    fetch.add_argument("homes", type=Path, metavar="HOMES", help="a new folder to write them into")
    fetch.add_argument("--hub", required=True, help="such as https://hub.example.org")
    fetch.add_argument("--assignment", help="no other's")
    fetch.add_argument("--jobs", type=int, default=4, help="servers at a time; 4 if left out")
    fetch.set_defaults(run=_fetch)

    purpose = "Copy hand-ins out of homes that the instructor may not read; for who runs the hub."
    copy = commands.add_parser("copy", help=purpose, description=purpose)
    copy.add_argument("homes", type=Path, metavar="HOMES", help="such as /home")
    copy.add_argument("target", type=Path, metavar="TARGET", help="a new folder")
    copy.add_argument("assignment", metavar="ASSIGNMENT", help="such as 04")
    copy.set_defaults(run=_copy)
    return parser


def _copy(options: argparse.Namespace) -> int:
    from ..homes import copied

    if not re.fullmatch(r"\d\d[a-z]?", options.assignment):
        raise ClassError(f"assignment: expected one such as 04, got {options.assignment!r}.")
    rows = copied(options.homes, options.target, options.assignment)
    table(("file", ""), rows)
    return int(any(problem for _, problem in rows))


def _notebooks(options: argparse.Namespace) -> int:
    from . import repository

    new = repository.publish(options.repository, repository.course(), "The lessons")
    print(f"{'written' if new else 'unchanged'}: {options.repository}")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from .collector import fetch

    if not (token := os.environ.get(TOKEN, "")):
        raise ClassError(f"{TOKEN}: expected the token of an instructor in this variable.")
    rows = fetch(
        Folder(options.folder),
        options.homes,
        options.hub,
        token,
        options.assignment,
        max(1, options.jobs),
        progress,
    )
    table(("student", "notebooks", ""), [(r.student, str(r.notebooks), r.problem) for r in rows])
    print(f"{sum(row.notebooks for row in rows)} notebooks in {options.homes}")
    return int(any(row.problem for row in rows))


if __name__ == "__main__":
    sys.exit(main())
