"""Lesson 7's sheet on a page without a kernel: drawn on by mouse and finger, and by keys alone."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from lessons.lesson7.drawing import EXAMPLE, NONE, SAYS, draw, prepared, sentence
from tests.lessons.lesson7.strokes import STROKES
from tests.lessons.lesson7.test_drawing import Filters, linear_model
from tests.thorough import thinned

from .page import THEMES
from .sheet import LEAVE, Sheet, put_together

NOTHING = [NONE] * 64
# What the model is given, as the page shows it: sixteenths of ink.
PIXELS = """(frame) => [...frame.querySelectorAll(".pad-pixel")]
  .map((pixel) => 16 * Number(pixel.getAttribute("fill-opacity")))"""
# The number beside each bar, and how wide that is in percent.
BARS = """(frame) => [...frame.querySelectorAll("li")].map((row) => [
  row.textContent, parseFloat(row.querySelector("i").style.width), row.className])"""
# Press these keys at once, and tell what is spoken then.
PRESS = """(frame, keys) => {
  for (const key of keys) {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    frame.querySelector(".pad-keys").dispatchEvent(event);
  }
  return frame.querySelector(".pad-spoken").textContent;
}"""
WIDE = """(frame) => [...frame.querySelectorAll("*")].filter((e) => !e.closest("svg"))
  .filter((e) => e.getBoundingClientRect().right > frame.getBoundingClientRect().right + 1)
  .map((e) => e.outerHTML)"""


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    html = tmp_path_factory.mktemp("drawing") / "pad.html"
    put_together([], [draw(linear_model()), draw(Filters())], html)
    return html


@pytest.fixture(scope="module")
def page(browser, html):
    page = Sheet(browser, html, [])
    yield page
    assert page.complaints() == []
    page.close()


@pytest.fixture
def frame(page) -> Locator:
    """The sheet whose model the browser can ask, begun again in a wide window."""
    page.set_width(1300)
    page.afresh()
    return page.page.locator(".pad").first


def says(strokes, typed=NOTHING) -> str:
    """What Python says of a drawing."""
    pixels, moved = prepared(strokes, typed)
    weight, bias = (part.detach().numpy().astype(float) for part in linear_model().parameters())
    powers = np.exp(weight @ pixels / 16 + bias)
    return sentence((powers / powers.sum()).tolist(), pixels, moved)


def place(frame: Locator, x: float, y: float) -> tuple[float, float]:
    """Where on the page a cell of the sheet is."""
    box = frame.locator(".pad-sheet").bounding_box()
    return box["x"] + x / 32 * box["width"], box["y"] + y / 32 * box["height"]


def stroke(page: Sheet, frame: Locator, points: list) -> None:
    mouse = page.page.mouse
    mouse.move(*place(frame, *points[0]))
    mouse.down()
    for point in points[1:]:
        mouse.move(*place(frame, *point), steps=3)
    mouse.up()


def test_it_begins_with_an_example_that_the_first_stroke_wipes_away(page, frame):
    caption = frame.locator(".pad-caption")
    expect(caption).to_have_text(says(EXAMPLE))
    assert frame.evaluate(PIXELS) == pytest.approx(prepared(EXAMPLE, NOTHING)[0])
    stroke(page, frame, STROKES[1][0][1:])
    assert sum(frame.evaluate(PIXELS)) < 0.7 * prepared(EXAMPLE, NOTHING)[0].sum()


def test_a_mouse_draws_and_the_model_answers_within_the_stroke(page, frame):
    caption = frame.locator(".pad-caption")
    for digit in thinned((0, 4, 7), (4,)):
        for points in STROKES[digit]:
            stroke(page, frame, points)
        expect(caption).to_have_text(re.compile(f"The model says {digit}, "))
        wanted = prepared(STROKES[digit], NOTHING)[0]
        assert np.abs(np.subtract(frame.evaluate(PIXELS), wanted)).mean() < 0.5
        rows = frame.evaluate(BARS)
        assert [text[0] for text, *_ in rows] == [*"0123456789"]
        assert sum(width for _, width, _ in rows) == pytest.approx(100, abs=0.1)
        for text, width, kind in rows:
            shown = float(text[1:].strip("<> "))
            assert abs(shown - width / 100) < 0.011 and (kind == "pad-most") == (
                width == max(width for _, width, _ in rows)
            )
        frame.get_by_role("button", name="Clear").click()
        expect(caption).to_have_text(SAYS["empty"])
        assert set(frame.evaluate(PIXELS)) == {0}
    expect(frame.get_by_role("status")).to_have_text(SAYS["empty"])


def test_undo_takes_the_last_stroke_back(page, frame):
    undo, before = frame.get_by_role("button", name="Undo"), []
    expect(undo).to_be_disabled()
    for points in STROKES[4]:
        before.append(frame.evaluate(PIXELS))
        stroke(page, frame, points)
    undo.click()
    assert frame.evaluate(PIXELS) == before[1]
    undo.click()
    assert set(frame.evaluate(PIXELS)) == {0}
    expect(undo).to_be_disabled()


def test_everything_is_done_by_the_keyboard(page, frame):
    keys, caption = frame.get_by_role("application"), frame.locator(".pad-caption")
    spoken, cursor = frame.get_by_role("status"), frame.locator(".pad-cursor")
    expect(cursor).to_be_hidden()
    page.tab_into(keys)
    page.press(*["ArrowLeft"] * 4, *["ArrowUp"] * 5)
    expect(spoken).to_have_text("Row 1, column 1: ink 0 of 9.")
    expect(cursor).to_be_visible()
    assert [cursor.get_attribute(name) for name in "xy"] == ["0", "0"]
    typed = np.round(prepared(STROKES[2], NOTHING)[0] * 9 / 16).astype(int).tolist()
    page.press(*map(str, typed))
    assert frame.evaluate(PIXELS) == pytest.approx([k * 16 / 9 for k in typed])
    expect(caption).to_have_text(says([], typed))
    expect(caption).to_contain_text("The model says 2, ")
    last = f"Row 8, column 8: ink {typed[63]} of 9."
    # In one call, with what is typed: before a second one the hand may have rested.
    assert frame.evaluate(PRESS, [str(typed[63]), "ArrowUp", "ArrowRight", "ArrowDown"]) == last
    expect(spoken).to_have_text(says([], typed))  # once the hand rests
    page.tab_into(frame.get_by_role("button", name="Clear").first, most=30)
    page.press("Enter")
    expect(caption).to_have_text(SAYS["empty"])
    page.press("Escape")
    assert not frame.evaluate("(e) => e.contains(document.activeElement)"), "Esc leaves the sheet"


def test_keys_and_pen_are_used_together(page, frame):
    for points in STROKES[7]:
        stroke(page, frame, points)
    drawn = frame.evaluate(PIXELS)
    box = frame.get_by_role("application").bounding_box()
    page.page.mouse.click(box["x"] + 0.19 * box["width"], box["y"] + 0.94 * box["height"])
    page.press("9", "0", "a")
    now = frame.evaluate(PIXELS)
    assert now[57:59] == [16, 0] and now[:57] + now[59:] == drawn[:57] + drawn[59:]


def test_what_was_drawn_last_is_saved_also_by_who_leaves_at_once(page, frame):
    clear = "button:last-of-type"
    assert page.page.evaluate(LEAVE, ["pad-script", clear, "click"]) == [0, 1]


def test_a_finger_draws(browser, html):
    sheet = Sheet(browser, html, [], has_touch=True, viewport={"width": 390, "height": 844})
    frame = sheet.page.locator(".pad").first
    paper = frame.locator(".pad-sheet")
    assert paper.evaluate("(e) => getComputedStyle(e).touchAction") == "none"
    assert frame.get_by_role("button", name="Clear").bounding_box()["height"] >= 44
    if browser.browser_type.name == "chromium":  # of other engines' fingers there are only taps
        touch = sheet.context.new_cdp_session(sheet.page)
        for kind, (x, y) in zip(["Start", "Move"], STROKES[1][0][1:], strict=True):
            at = dict(zip("xy", place(frame, x, y), strict=True))
            touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": [at]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(frame.locator(".pad-caption")).to_contain_text("The model says 1, ")
    sheet.close()


def test_a_model_that_only_python_can_ask_says_so_without_a_kernel(page, frame):
    other = page.page.locator(".pad").nth(1)
    expect(other.locator(".pad-caption")).to_contain_text("The model says ")  # of the example
    stroke(page, other, STROKES[1][0])
    expect(other.locator(".pad-caption")).to_have_text(SAYS["waiting"])
    assert {text[1:] for text, *_ in other.evaluate(BARS)} == {"–"}


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_nothing_is_cut_off(page, theme):
    page.set_width(1300)
    page.afresh(theme)
    frame = page.page.locator(".pad").first
    for width in thinned((1300, 960, 700, 390, 320), (1300, 390) if theme == "light" else (390,)):
        page.set_width(width)
        assert page.violations() == [] and page.too_wide() == []
        assert frame.evaluate(WIDE) == []
        drawn, seen = (frame.locator(part).bounding_box() for part in (".pad-sheet", ".pad-keys"))
        assert drawn["y"] == seen["y"], "beside each other"
        assert drawn["width"] == pytest.approx(seen["width"], abs=0.1)
    frame.get_by_role("application").focus()
    assert page.violations() == []
