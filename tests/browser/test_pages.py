"""The lessons, executed, on wide and narrow windows, light and dark.

COURSE_SCREENSHOTS names a folder into which each screen is then put for a person to look at.
"""

import os
from itertools import product
from pathlib import Path

import pytest

from tests.thorough import thinned

from .lab import notebook_names
from .page import THEMES, Notebook

DOT = (  # a picture of one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)

SHOTS = os.environ.get("COURSE_SCREENSHOTS")
WIDTHS = (1300, 700)
WRONG = [
    {"text/html": "<p style='color: #999; background: #fff; width: 3000px'>pale and wide</p>"},
    {"image/png": DOT},
]


def look_through(notebook: Notebook, name: str, width: int, theme: str) -> None:
    """Nothing needs more room than it has, axe finds nothing to object to, and the console is
    quiet."""
    notebook.set_theme(theme)
    if SHOTS:
        notebook.set_size(width, 1400)
        for number in notebook.screens():
            shot = f"{Path(name).stem}-{width}-{theme}-{number:02}.png"
            notebook.page.screenshot(path=Path(SHOTS) / shot)
    with notebook.without_code():  # which is JupyterLab's, and most of the page
        notebook.show_all(width)
        assert notebook.too_wide() == []
        assert notebook.violations() == []
    assert notebook.errors == []


@pytest.fixture(scope="module")
def executed(app):
    """A function from the name of a notebook to the notebook run from top to end by one command,
    its figures answering; the tests of one notebook come together."""

    def execute(name: str) -> Notebook:
        notebook = app.notebook(name)
        if not notebook.all_ran:
            notebook.run_all()
        for figure in notebook.figures():
            figure.reveal()
        return notebook

    return execute


@pytest.mark.parametrize(
    ("name", "width", "theme"),
    thinned([*product(notebook_names(), WIDTHS, THEMES)], [("00_start_here.ipynb", 1300, "light")]),
)
def test_an_executed_notebook_is_in_order(executed, name, width, theme):
    look_through(executed(name), name, width, theme)


def test_what_is_wrong_would_be_noticed(executed):
    notebook = executed("00_start_here.ipynb")
    first = notebook.read("notebook.widgets.findIndex(({ model }) => model.type === 'code')")
    notebook.run(first, f"for shown in {WRONG}:\n    display(shown, raw=True)")
    found = "\n".join(notebook.violations())
    assert "color-contrast" in found and "image-alt" in found
    assert notebook.too_wide() != []
