"""Every lesson on wide and narrow windows, light and dark.

COURSE_SCREENSHOTS names a folder into which each screen is then put for a person to look at.
"""

import os
from pathlib import Path

import pytest

from .lab import notebook_names
from .page import THEMES

SHOTS = os.environ.get("COURSE_SCREENSHOTS")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [1300, 700])
@pytest.mark.parametrize("name", notebook_names())
def test_a_page_has_room_and_the_console_is_quiet(executed, name, width, theme):
    notebook = executed(name)
    notebook.errors.clear()
    notebook.set_size(width, 1400)
    notebook.set_theme(theme)
    narrow = set()
    for number in notebook.screens():
        narrow.update(notebook.too_wide())
        if SHOTS:
            shot = f"{Path(name).stem}-{width}-{theme}-{number:02}.png"
            notebook.page.screenshot(path=Path(SHOTS) / shot)
    assert narrow == set()
    assert notebook.errors == []
