"""The start page's landscape on a page without a kernel: touched, dragged, and by keys alone."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from lessons.lesson0 import land
from lessons.lesson0.figures import landscape
from lessons.lesson0.landscape import sentences
from tests.thorough import thinned

from .page import POLLING, THEMES
from .sheet import LEAVE, Sheet, put_together

START = [0.45, -0.75]
# A rate to each side of each limit, and the ends of the slider.
SIDES = [0.0025, 0.0145, 0.015, 0.0185, 0.019, 0.024, 0.0245, 0.025, 0.03]
# At some, how much of the land has a valley's colour, at least and at most.
COLOURED = {0.0025: (0.85, 1), 0.019: (0.25, 0.6), 0.025: (0, 0)}
# Set the slider, and say at once what is to be seen: nothing has been painted in between.
SET = """(frame, index) => {
  const slider = frame.querySelector(".land-controls input");
  slider.value = index;
  slider.dispatchEvent(new Event("input"));
  const { left, top, width, height } = slider.getBoundingClientRect();
  const [map, controls] = [".land-top", ".land-controls"].map(
    (part) => frame.querySelector(part).getBoundingClientRect());
  const ways = [...frame.querySelectorAll("svg > path")].map((path) => path.getAttribute("d"));
  const box = frame.getBoundingClientRect();
  const wide = [...frame.querySelectorAll("*")].filter((e) => !e.closest(".land-map"))
    .filter((e) => e.getBoundingClientRect().right > box.right + 1).map((e) => e.outerHTML);
  const rim = CSS.supports("-moz-appearance", "none") ? 2 : 0;  // Firefox's around any text
  const texts = [...frame.querySelectorAll("text")]
    .map((e) => [e.textContent, e.getBoundingClientRect()]);
  const met = texts.flatMap(([one, a], i) => texts.slice(i + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 + rim
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3 + rim)
    .map(([other]) => `${one} on ${other}`));
  const small = [...frame.querySelectorAll("text, p, span, label, output, b")]
    .filter((e) => e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 11);
  return {
    slider: [left, top, width, height].join(" "), high: controls.bottom - map.top,
    caption: frame.querySelector(".land-caption").textContent, ways, wide, met,
    small: small.map((e) => e.outerHTML), lines: frame.querySelector(".land-caption").offsetHeight,
    ends: [...frame.querySelectorAll("li")]
      .map((row) => row.textContent.replace(/\\s+/g, " ").trim()),
  };
}"""
# Of the land at this many places: how far apart red, green and blue are, at most.
COLOUR = """(frame) => {
  const canvas = frame.querySelector("canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  let coloured = 0;
  for (let i = 0; i < data.length; i += 4) {
    const rgb = data.slice(i, i + 3);
    if (Math.max(...rgb) - Math.min(...rgb) > 30) coloured++;
  }
  return [coloured / (data.length / 4), canvas.width];
}"""
# In one call: in a second one the land may already be as fine as it gets.
SET_AND_COLOUR = f"(frame, index) => [({SET})(frame, index), ({COLOUR})(frame)]"
# Where the ball is, and where at each frame for as long as it rolls.
BALL = """(frame) => {
  const { left, top, width, height } = frame.querySelector(".land-ball").getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}"""
WATCH = f"""async (frame) => {{
  const seen = [];
  do {{
    await new Promise(requestAnimationFrame);
    seen.push(({BALL})(frame));
  }} while (frame.dataset.settled === "false");
  return seen;
}}"""
# Set the slider, and tell whether all is at rest then and where the ball is.
SET_AND_SEE = f"(frame, index) => [({SET})(frame, index), frame.dataset.settled, ({BALL})(frame)]"
# Where the ball is in each of so many frames of 16 ms.
ROLL = f"""(frame, count) => Array.from({{ length: count }}, () => {{
  clock.frame(16);
  return ({BALL})(frame);
}})"""


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    html = tmp_path_factory.mktemp("landscape") / "land.html"
    put_together([], [landscape()], html)
    return html


@pytest.fixture(scope="module")
def page(browser, html):
    page = Sheet(browser, html, [], reduced_motion="reduce")  # so it is soon at rest
    yield page
    assert page.complaints() == []
    page.close()


@pytest.fixture
def frame(page) -> Locator:
    """The figure, begun again, and no larger than it must be: each of its pixels is computed."""
    page.set_width(460)
    page.afresh()
    return settled(page.page.locator(".land"))


def settled(frame: Locator) -> Locator:
    expect(frame).to_have_attribute("data-settled", "true")
    return frame


def says(start, lr) -> str:
    """What Python says of the ball from there."""
    return " ".join(sentences(*land.follow(*start, lr), lr))


def place(frame: Locator, x: float, y: float) -> tuple[float, float]:
    """Where on the page a place of the land is."""
    box = frame.locator(".land-map").bounding_box()
    return box["x"] + (x + 8) / 16 * box["width"], box["y"] + (5 - y) / 10 * box["height"]


@pytest.mark.parametrize("width", thinned([1300, 960, 800, 460, 390, 320], [1300, 320]))
def test_nothing_moves_is_cut_off_or_overlaps_at_any_rate(page, frame, width):
    page.set_width(width)
    expect(frame.locator("canvas")).to_have_js_property("width", round(2 * map_width(frame)))
    rates = thinned(land.RATES, land.RATES[::5])
    indices = [land.RATES.index(lr) for lr in rates]
    seen = [frame.evaluate(SET, index) for index in indices]
    page.page.get_by_role("slider", name="west").fill("3")  # from there most balls are lost
    seen += [frame.evaluate(SET, index) for index in indices]
    assert any("is lost" in one["caption"] for one in seen)
    assert len({one["slider"] for one in seen}) == 1, "the slider moves"
    assert len({one["lines"] for one in seen}) == 1, "what follows the caption moves"
    for lr, one in zip(rates * 2, seen, strict=True):
        assert (one["wide"], one["met"], one["small"]) == ([], [], []), f"at {lr}, {width} px wide"
    assert seen[0]["high"] <= (460 if width >= 800 else 520)
    assert page.too_wide() == []


def map_width(frame: Locator) -> float:
    return frame.locator(".land-map").evaluate("(map) => map.clientWidth")


def test_what_is_said_is_true_at_once_and_later_and_the_valleys_colours_go_out(frame):
    for lr in thinned(SIDES, COLOURED):
        check_what_is_said(frame, lr)


def check_what_is_said(frame, lr):
    seen, (coarse, few) = frame.evaluate(SET_AND_COLOUR, land.RATES.index(lr))
    assert seen["caption"].strip() == says(START, lr)
    assert len(seen["caption"]) <= 140
    path, end = land.follow(*START, lr)
    assert all(way.count("L") >= len(path) - 1 for way in seen["ways"][:3]), "the way is there"
    fine, many = settled(frame).evaluate(COLOUR)
    least, most = COLOURED.get(lr, (0, 1))
    assert least <= coarse <= most and least <= fine <= most
    assert few <= map_width(frame) / 3 + 1 < many == 2 * map_width(frame)
    rows = frame.evaluate(SET, land.RATES.index(lr))["ends"]
    expect(frame.locator("[role=status]")).to_contain_text(says(START, lr))
    expect(frame.locator("[role=status]")).to_contain_text("Where the balls end: A")
    width, height = 288, 180
    x = (np.arange(width) + 0.5) / width * 16 - 8
    y = (np.arange(height) + 0.5) / height * 10 - 5
    ends = land.ends(*np.meshgrid(x, y), lr)[0]
    for name, row, end in zip([*"ABCD", "no rest", "lost"], rows, [0, 1, 2, 3, 5, 4], strict=True):
        if end < 4 and lr >= land.LIMITS[end]:
            assert row == f"{name} out from {land.LIMITS[end]:.4f}"
            continue
        said = int(re.fullmatch(rf"{name} (?:< )?(\d+)%", row).group(1))
        assert abs(said - 100 * (ends == end).mean()) < 0.8, row
    names = frame.locator("text.land-name").all_text_contents()
    gone = [f"{n} out" if lr >= limit else n for n, limit in zip("ABCD", land.LIMITS, strict=True)]
    assert names == gone


def test_the_start_is_dragged_by_the_mouse(page, frame):
    mouse, caption = page.page.mouse, frame.locator(".land-caption")
    mouse.move(*place(frame, *START))
    mouse.down()
    for to in [(2.05, 3.35), (-3.95, 0.55), (-3.05, -2.05)]:
        mouse.move(*place(frame, *to), steps=4)
        expect(caption).to_have_text(says(to, 0.01))
    mouse.up()
    mouse.move(*place(frame, 5, 3))
    expect(caption).to_have_text(says((-3.05, -2.05), 0.01))
    mouse.click(*place(frame, -2.05, 2.55))  # beside the ball: it comes there
    expect(caption).to_have_text(says((-2.05, 2.55), 0.01))
    mouse.move(*place(frame, -2.05, 2.55))
    mouse.down()
    mouse.move(*place(frame, -40, 2.55), steps=3)  # off the map it stays at the edge
    mouse.up()
    expect(caption).to_have_text(says((-7.45, 2.55), 0.01))


def test_a_finger_takes_the_handle_and_elsewhere_scrolls(browser, html):
    sheet = Sheet(browser, html, [], has_touch=True, viewport={"width": 390, "height": 844})
    frame = settled(sheet.page.locator(".land"))
    handle = frame.locator(".land-handle")
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    assert handle.evaluate("(e) => getComputedStyle(e).touchAction") == "none"
    assert frame.locator(".land-map").evaluate("(e) => getComputedStyle(e).touchAction") == "auto"
    assert frame.locator(".land-controls input").bounding_box()["height"] >= 44
    sheet.page.touchscreen.tap(*place(frame, -3.05, 2.05))
    expect(frame.locator(".land-caption")).to_contain_text("valley D")  # the click comes later
    left, top = (box["x"] + 22, box["y"] + 22)
    moved = handle.bounding_box()
    assert (moved["x"] + 22, moved["y"] + 22) == pytest.approx(place(frame, -3.05, 2.05), abs=1.5)
    assert abs(moved["x"] + 22 - left) > 20 and top != moved["y"] + 22
    if browser.browser_type.name == "chromium":  # of other engines' fingers there are only taps
        slide_a_finger(sheet, frame)
    sheet.close()


def slide_a_finger(sheet: Sheet, frame: Locator) -> None:
    touch = sheet.context.new_cdp_session(sheet.page)
    for kind, x, y in [("Start", -3.05, 2.05), ("Move", -1.05, 0.05), ("Move", 3.05, 3.05)]:
        at = dict(zip("xy", place(frame, x, y), strict=True))
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": [at]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(frame.locator(".land-caption")).to_contain_text("valley C")


def test_everything_is_done_by_the_keyboard(page, frame):
    caption = frame.locator(".land-caption")
    west, south = (frame.get_by_role("slider", name=name) for name in ("west", "south"))
    rate = frame.get_by_role("slider", name="learning rate")
    page.tab_into(west)
    page.press(*["ArrowLeft"] * 3)
    expect(caption).to_have_text(says((0.15, -0.75), 0.01))
    expect(west).to_have_attribute("aria-valuetext", re.compile(r"^0\.15: The ball comes to rest"))
    shown = frame.locator(".land-handle").evaluate("(e) => getComputedStyle(e, '::after').content")
    assert shown == '"↔"', "where the focus is is seen on the land"
    page.tab_into(south)
    page.press(*["ArrowUp"] * 2, "PageUp")
    expect(caption).to_have_text(says((0.15, float(south_of(south))), 0.01))
    assert float(south_of(south)) > -0.5
    page.press("End")
    expect(caption).to_have_text(says((0.15, 4.45), 0.01))
    page.tab_into(rate)
    page.press("ArrowRight", "ArrowRight")
    expect(frame.locator("output")).to_have_text("0.011")
    expect(caption).to_have_text(says((0.15, 4.45), 0.011))
    page.press("End")
    expect(frame.locator("output")).to_have_text("0.03")
    expect(rate).to_have_attribute("aria-valuetext", re.compile(r"^0\.03: "))
    page.press("Escape")
    assert not rate.evaluate("(e) => e === document.activeElement"), "Esc leaves the figure"


def south_of(slider: Locator) -> str:
    return slider.get_attribute("aria-valuetext").split(": ")[0]


def test_the_ball_rolls_once_the_hand_rests_and_any_input_ends_it(browser, html):
    sheet = Sheet(browser, html, [])
    frame = settled(sheet.page.locator(".land"))
    end = bottom = pytest.approx(place(frame, *land.VALLEYS[1]), abs=3)
    with sheet.clock():
        for index, frames in ((10, 20), (12, 70)):
            _, rests, at = frame.evaluate(SET_AND_SEE, index)
            assert rests == "false"
            assert at == end, "first of all the state reached is to be seen"
            sheet.page.wait_for_function("clock.asked.size", polling=POLLING)
            seen = frame.evaluate(ROLL, frames)
            assert seen[0][0] < at[0] - 60, "it rolls from where it started"
        assert len({tuple(at) for at in seen}) > 8, "it rolls"
        assert seen[-1] == bottom
    settled(frame)
    sheet.close()


def test_without_motion_nothing_rolls(page, frame):
    frame.evaluate(SET, 10)
    assert len({tuple(at) for at in frame.evaluate(WATCH)}) == 1


def test_what_was_moved_last_is_saved_also_by_who_leaves_at_once(page, frame):
    assert page.page.evaluate(LEAVE, ["land-script", ".land-controls input", "input"]) == [0, 1]


# In the light theme the site's front page is looked at, which opens with it.
@pytest.mark.parametrize("theme", thinned(THEMES, ["dark"]))
def test_axe_finds_nothing(page, theme):
    page.set_width(800)
    page.afresh(theme)
    frame = settled(page.page.locator(".land"))
    for lr, width in ((0.01, 800), (0.026, 390)):
        page.set_width(width)
        frame.evaluate(SET, land.RATES.index(lr))
        settled(frame)
        assert page.violations() == []
