"""Draw the README's pictures anew: `python tools/pictures.py`, with the extra `test` and a browser.

The start page's land, and a figure whose slider is being dragged, as they look on an exported page.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import nbformat  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.browser.conftest import exported, find_browser  # noqa: E402

DOCS = ROOT / "docs"
WIDTH = 980  # px of the page
CELLS = {
    "start": "from lessons.lesson0 import figures\nfigures.landscape()",
    "learning-rate": "from lessons.lesson2 import figures\nfigures.learning_rate()",
}
# Positions of the learning rate's slider, and how many frames each stays.
DRAG = [(i, 1) for i in range(11, 26)] + [(26, 9)] + [(i, 1) for i in range(27, 29)] + [(29, 12)]
DRAG += [(i, 1) for i in range(28, 10, -2)] + [(11, 6)]
FRAME = 120  # ms
COLORS = 64


def main() -> int:
    DOCS.joinpath("start.png").write_bytes(_with_page("start", _still))
    DOCS.joinpath("learning-rate.gif").write_bytes(_with_page("learning-rate", _dragged))
    return 0


def _with_page(name: str, take) -> bytes:
    """What `take` makes of a page that shows one figure."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        notebook, html = Path(home, "one.ipynb"), Path(home, "one.html")
        cells = [nbformat.v4.new_code_cell(CELLS[name])]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
        exported(notebook, html)
        browser = playwright.chromium.launch(executable_path=find_browser())
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, reduced_motion="reduce")
        page.goto(html.as_uri())
        page.locator("input[type=range]").first.wait_for()
        try:
            return take(page)
        finally:
            browser.close()


def _image(page: Page) -> Image.Image:
    figure = page.locator(".jp-OutputArea-output").last
    return Image.open(io.BytesIO(figure.screenshot())).convert("RGB")


def _still(page: Page) -> bytes:
    slider = page.get_by_label("learning rate")
    slider.fill(str(int(slider.get_attribute("max")) // 2))
    slider.blur()
    page.wait_for_timeout(6000)  # until the land is painted finely
    out = io.BytesIO()
    _image(page).quantize(255).save(out, "PNG", optimize=True)
    return out.getvalue()


def _dragged(page: Page) -> bytes:
    page.get_by_role("button", name="Show me", exact=True).click()
    slider, frames, times = page.get_by_role("slider").first, [], []
    for place, stays in DRAG:
        slider.fill(str(place))
        frames.append(_image(page))
        times.append(stays * FRAME)
    # One palette for all, or colours would flicker.
    every = Image.new("RGB", (frames[0].width, frames[0].height * 3))
    for i, frame in enumerate((frames[0], frames[15], frames[17])):
        every.paste(frame, (0, i * frame.height))
    palette = every.quantize(COLORS, method=Image.Quantize.MAXCOVERAGE)
    flat = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    out = io.BytesIO()
    flat[0].save(
        out, "GIF", save_all=True, append_images=flat[1:], duration=times, loop=0, optimize=True
    )
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
