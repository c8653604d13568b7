"""Notebook 7 in JupyterLab's place: a question is read before what gives its answer."""

import re
from importlib.util import find_spec

import nbformat
import pytest
from playwright.sync_api import expect

from tests.thorough import THOROUGH

from .lab import ROOT
from .page import PATIENCE
from .test_lessons_keyboard import LAPTOP, LESSONS

# Of the figure in a cell: its question and picture are in the window, and the text after it is not,
# but for a heading's height.
SEEN = """(cell) => {
  const page = cell.closest(".jp-WindowedPanel-outer, .jp-Notebook").getBoundingClientRect();
  const parts = [...cell.querySelectorAll(".live-question, .live-picture, .live-image")].map(
    (part) => part.getBoundingClientRect());
  const next = cell.nextElementSibling?.getBoundingClientRect();
  return parts.length > 0
    && parts.every(({ top, bottom }) => top >= page.top - 1 && bottom <= page.bottom + 1)
    && !(next && next.top < page.bottom - 60);
}"""


@pytest.mark.skipif(not THOROUGH, reason="a second application: THOROUGH=1")
@pytest.mark.skipif(find_spec("notebook") is None, reason="the extra `classroom` brings Notebook 7")
@pytest.mark.parametrize("name", LESSONS)
def test_a_question_is_read_before_its_answer(browser, lab, name):
    lab.progress.unlink(missing_ok=True)  # no question has been answered
    path = lab.copy(name, f"seven-{name[:2]}")
    lesson = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    figures = [  # a picture that stands still is displayed, and no cell's result
        i
        for i, cell in enumerate(lesson.cells)
        if cell.source.startswith("figures.") and cell.outputs[0].output_type == "execute_result"
    ]
    for cell in lesson.cells:
        if cell.cell_type == "code":  # what has a number has been run here
            cell.update(execution_count=None, outputs=[])
    nbformat.write(lesson, lab.folder / path)
    width, height = LAPTOP
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{lab.url}notebooks/notebooks/{path}")
    shown = page.locator(".jp-Notebook .jp-Cell")
    expect(shown.first).to_be_visible(timeout=PATIENCE)
    shown.first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Enter")  # the opening
    # Until the kernel answers, a cell that is run is not.
    ran = page.locator(".jp-CodeCell .jp-InputPrompt").first
    for _ in range(PATIENCE // 2000):
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(2000)
        if re.fullmatch(r"\[\d+\]:", ran.text_content()):
            break
    at = 1
    for i in figures:
        while at <= i:
            # What comes before the figure is all there, as it is for one who reads.
            running = page.locator(".jp-InputPrompt", has_text="[*]")
            expect(running).to_have_count(0, timeout=PATIENCE)
            page.keyboard.press("Shift+Enter")
            at += 1
        figure = page.locator(f'.jp-Cell[data-windowed-list-index="{i}"]').or_(shown.nth(i)).first
        expect(figure.locator(".live")).to_be_visible(timeout=PATIENCE)
        page.wait_for_function(SEEN, arg=figure.element_handle(), timeout=PATIENCE)
    assert figures
    page.close()
