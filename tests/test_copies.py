"""The ground's packages know nothing of each other, and so a few lines of theirs stand in several:
they are the same."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def source(package: str, module: str) -> str:
    return ROOT.joinpath(package, module).read_text(encoding="utf-8")


def defined(text: str, name: str) -> str:
    """The source of what a module's text defines under a name, with the comments before it."""
    nodes = {
        name: node
        for node in ast.parse(text).body
        for name in [
            getattr(node, "name", None) or getattr(getattr(node, "targets", [None])[0], "id", "")
        ]
    }
    first, last = nodes[name].lineno - 1, nodes[name].end_lineno
    lines = text.splitlines()
    while lines[first - 1].startswith("#"):
        first -= 1
    return "\n".join(lines[first:last])


@pytest.mark.parametrize("package", ["checks", "livefigure"])
def test_the_errors_are_the_same(package):
    assert source(package, "errors.py") == source("course_utils", "errors.py")


@pytest.mark.parametrize("name", ["CELL", "Printed", "explain", "_is_theirs"])
def test_what_touches_the_learners_code_is_the_same(name):
    ours, theirs = source("livefigure", "learner.py"), source("checks", "learner.py")
    assert defined(ours, name) == defined(theirs, name)


def test_livefigures_copy_holds_nothing_else():
    names = [
        getattr(node, "name", "") for node in ast.parse(source("livefigure", "learner.py")).body
    ]
    assert list(filter(None, names)) == ["Printed", "explain", "_is_theirs"]
