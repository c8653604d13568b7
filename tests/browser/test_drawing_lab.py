"""Lesson 7's sheet in JupyterLab: its keys are its own, and the kernel hears and answers."""

import pytest
from playwright.sync_api import expect

from tests.thorough import THOROUGH

from .page import Notebook

pytestmark = [
    pytest.mark.usefixtures("quiet"),
    # The page without a kernel shows the rest, and every lesson is walked through by its keys.
    pytest.mark.skipif(not THOROUGH, reason="waits for THOROUGH=1"),
]

MODEL = """import torch
from torch import nn
from lessons.lesson7 import drawing
torch.manual_seed(0)
sheet = drawing.draw(nn.Sequential(nn.Linear(64, 10), nn.Tanh()))
sheet"""
KNOWS = "print(len(sheet.strokes), sheet.typed[27:30], sheet.fresh, sheet._turn)\nprint(sheet.text)"


@pytest.fixture(scope="module")
def notebook(app, lab):
    lab.write("sheet.ipynb", [MODEL, KNOWS])
    notebook = Notebook(app, "sheet.ipynb")
    notebook.run(0)
    yield notebook
    notebook.close()


def knows(notebook: Notebook) -> list[str]:
    """What the kernel knows of the sheet, and what it says of it."""
    return notebook.run(1).inner_text().strip().splitlines()


def test_keys_and_strokes_reach_the_kernel_which_answers(notebook):
    frame = notebook.page.locator(".pad")
    caption, keys = frame.locator(".pad-caption"), frame.get_by_role("application")
    expect(caption).to_contain_text("The model says ")
    keys.focus()
    notebook.press("9", "0", "5")  # in a cell, such keys would make headings
    expect(caption).to_contain_text("It has ink in 1 of 8 rows")
    told, said = knows(notebook)
    assert told == "0 [9, 0, 5] False 3"
    assert caption.text_content() == said
    notebook.outputs(0)
    paper = frame.locator(".pad-sheet")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    mouse = notebook.page.mouse
    mouse.move(box["x"] + 60, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + 90, box["y"] + 150, steps=5)
    mouse.up()
    expect(caption).to_contain_text("To stand in the middle")
    told, said = knows(notebook)
    assert told.startswith("1 [9, 0, 5] False") and caption.text_content() == said
    kinds = notebook.read("notebook.widgets.map(({ model }) => model.type)")
    assert set(kinds) == {"code"}
    keys.focus()
    notebook.press("Escape")
    assert notebook.mode() == "command"


def test_the_kernel_moves_the_sheet(notebook):
    notebook.run(1, "sheet.typed = [9] * 64\nsheet.strokes = []")
    pixels = notebook.page.locator(".pad-pixel")
    expect(pixels.nth(63)).to_have_attribute("fill-opacity", "1")
    expect(notebook.page.locator(".pad-caption")).to_contain_text("The model says ")
