"""The start page's first cell in JupyterLab: seen when it is run, alone with its keys, and heard.

What the landscape does by itself, test_landscape.py drives on a page without a kernel.
"""

import pytest
from playwright.sync_api import expect

from .page import Notebook
from .test_lessons_keyboard import LAPTOP

pytestmark = pytest.mark.usefixtures("quiet")

FIRST = 1  # the cell after the title
# The land, its slider and what is said of it are in the window.
SEEN = """(() => {
  const page = notebook.node.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
  return [".land-map", ".land-controls input", ".land-caption"].every((part) => {
    const { top, bottom } = notebook.node.querySelector(part).getBoundingClientRect();
    return top >= page.top - 1 && bottom <= page.bottom + 1;
  });
})()"""
# Keep whether the land has been at work: a busy machine may see it at rest again.
WATCH = """void new MutationObserver((changes) => {
  course.worked ||= changes.some(({ oldValue }) => oldValue === "false");
}).observe(notebook.node, {
  subtree: true, attributeFilter: ["data-settled"], attributeOldValue: true,
})"""
LANDSCAPES = """from ipywidgets.widgets import widget
living = [one for one in widget._instances.values() if type(one).__name__ == "Landscape"]
print(len(living), living[0].lr, living[0].start)"""


@pytest.fixture(scope="module")
def notebook(app):
    """The start page after a real Shift+Enter on its first cell."""
    notebook = Notebook(app, "00_start_here.ipynb")
    notebook.set_size(*LAPTOP)
    notebook.read(WATCH)
    notebook.press("Escape", "ArrowDown")
    notebook.wait("the first cell is active", "notebook.activeCellIndex === argument", FIRST)
    notebook.press("Shift+Enter")
    notebook.ran(FIRST, 1)
    return notebook


def kernel_knows(notebook: Notebook) -> str:
    code = notebook.read("notebook.widgets.findLastIndex(({ model }) => model.type === 'code')")
    kept = notebook.source(code)
    said = notebook.run(code, LANDSCAPES).inner_text().strip()
    notebook.run(code, kept)
    notebook.outputs(FIRST)
    return said


def middle(element) -> tuple[float, float]:
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_after_one_shift_enter_the_ball_rolls_in_view(notebook):
    frame = notebook.page.locator(".land")
    assert notebook.source(FIRST).endswith("figures.landscape()")
    assert notebook.active() == FIRST + 1
    notebook.wait("all of it is seen", SEEN)
    expect(frame).to_have_attribute("data-settled", "true")
    assert notebook.read("course.worked"), "it was at rest from the start"
    expect(frame.locator(".land-caption")).to_contain_text("comes to rest in valley B")


def test_its_keys_do_not_reach_the_notebook_and_the_kernel_hears(notebook):
    slider = notebook.page.get_by_role("slider", name="learning rate")
    notebook.press("ArrowUp")
    notebook.page.mouse.click(*middle(slider))
    for key in ("ArrowDown", "ArrowUp", "End", "Home", "ArrowRight", "Enter", "Space"):
        notebook.press(key)
        expect(slider).to_be_focused()
        assert (notebook.active(), notebook.mode()) == (FIRST, "command"), key
    notebook.told()
    notebook.press("Escape")
    expect(notebook.cell(FIRST)).to_be_focused()
    assert kernel_knows(notebook) == "1 0.003 [0.45, -0.75]"


def test_run_again_it_leaves_nothing_behind(notebook):
    notebook.run_all()
    notebook.outputs(FIRST)
    expect(notebook.page.locator(".land")).to_have_count(1)
    notebook.wait("earlier ones are closed", "kernel._comms.size <= 2")
    assert kernel_knows(notebook) == "1 0.01 [0.45, -0.75]"
