"""Every ability of figures, driven with keys and the mouse on a page without a kernel.

What needs JupyterLab or a kernel, test_live_figure.py drives there.
"""

import ast
import json
import re
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from itertools import accumulate

import numpy as np
import pytest
from matplotlib.image import imread
from playwright.sync_api import Locator, expect

from lessons.lesson1.figures import one_weight
from livefigure import Playground
from tests.thorough import thinned
from tools.notebooks import read

from .conftest import FIGURES, GALLERY
from .page import THEMES, Figure, differ
from .sheet import NARROW, Sheet

pytestmark = pytest.mark.usefixtures("by_itself")

SEEN = 50  # pixels that must differ for a change to be seen
SHARP = 0.6  # how far two neighbouring pixels differ, at most 1, where an edge is crisp
BLUE = (0x00 / 255, 0x72 / 255, 0xB2 / 255)  # of the figures' round points

VEILED = "The moving parts appear when you have chosen an answer, or pressed Show me."
PREDICTIONS = {
    "It falls, then rises again": "You said ✓ It falls, then rises again.",
    "It rises all the way": (
        "You said It rises all the way ✗ · ✓ It falls, then rises again."
    ),
    "Show me": "✓ It falls, then rises again.",
}

# Press the button, and tell where the slider is in each frame, so many ms after the one before.
PLAY = """([play, slider, steps]) => {
  play.click();
  return steps.map((ms) => {
    clock.frame(ms);
    return Number(slider.value);
  });
}"""

# Whether the fixed picture shows a shape over the cells that are shaded.
CELLS_LIE_UNDER = """(picture) => {
  const root = picture.shadowRoot;
  const cells = root.querySelector("path[shape-rendering=crispEdges]");
  return [...root.querySelectorAll("[id^=PathCollection] use, [id^=matplotlib\\\\.axis]")].map(
    (mark) => Boolean(cells.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING));
}"""


@pytest.fixture
def show(sheet):
    """A function that draws a figure anew and answers its question, if it has one."""
    return sheet.show


def pixels(sheet: Sheet, place: Locator) -> np.ndarray:
    """What the page shows where an element stands: as `Figure.look`."""
    place.scroll_into_view_if_needed()
    shot = sheet.page.screenshot(clip=place.bounding_box())
    return imread(BytesIO(shot))[..., :3]


def test_the_gallery_shows_every_figure():
    cells = [cell.id for cell in read(GALLERY / "gallery.ipynb").cells]
    names = ast.parse((GALLERY / "gallery.py").read_text(encoding="utf-8")).body
    live = next(n.value for n in names if isinstance(n, ast.Assign) and n.targets[0].id == "LIVE")
    assert list(FIGURES) == [key.value for key in live.keys]
    assert cells[cells.index("imports") + 1 :] == [*FIGURES, "playground"]


# Predict first


def test_is_veiled_until_an_answer_is_chosen(show):
    figure = show("one weight", answered=False)
    expect(figure.caption).to_have_text(VEILED)
    expect(figure.moving).to_be_hidden()
    expect(figure.sliders).to_be_disabled()
    veiled = figure.look()
    figure.button("Show me").click()
    expect(figure.sliders.first).to_be_focused()
    expect(figure.caption).to_have_text(one_weight()._caption_at((0,), seen=True))
    expect(figure.root.locator(".live-spoken")).to_have_text(one_weight().text)
    expect(figure.moving).to_be_visible()
    expect(figure.sliders).to_be_enabled()
    assert differ(veiled, figure.look()) > SEEN


@pytest.mark.parametrize("choice", PREDICTIONS)
def test_the_choice_stays_beside_the_truth_and_its_reason(show, choice):
    figure = show("one weight", answered=False)
    figure.button(choice).click()
    reason = r" \w.{20,}"
    expect(figure.verdict).to_have_text(re.compile(re.escape(PREDICTIONS[choice]) + reason))


def test_an_axes_is_covered_until_the_question_is_answered(show, sheet):
    figure = show("switch", answered=False)
    [cover] = figure.picture.locator("rect[style*='--live-paper']:not(defs *)").all()
    inside = cover.bounding_box()
    inside = {
        "x": inside["x"] + 3,
        "y": inside["y"] + 3,
        "width": inside["width"] - 6,
        "height": inside["height"] - 6,
    }

    def colours() -> int:
        shot = imread(BytesIO(sheet.page.screenshot(clip=inside)))[..., :3]
        return len(np.unique(shot.reshape(-1, 3), axis=0))

    expect(cover).to_be_visible()
    assert colours() == 1, "something shows through the cover"
    figure.button("At large z").click()
    expect(cover).to_be_hidden()
    assert colours() > 1


# A choice


def test_a_choice_is_made_by_the_keyboard(show, sheet):
    figure = show("switch")
    passed, failed = figure.root.get_by_role("radio").all()
    expect(passed).to_be_checked()
    expect(figure.caption).to_contain_text("the student passed")
    before = figure.look()
    figure.sliders.first.focus()
    sheet.press("Tab")
    expect(passed).to_be_focused()
    sheet.press("ArrowDown")
    expect(failed).to_be_checked()
    expect(figure.caption).to_contain_text("the student failed")
    assert differ(before, figure.look()) > SEEN
    sheet.press("ArrowUp")
    expect(passed).to_be_checked()
    assert differ(before, figure.look()) == 0


def test_a_choice_is_made_by_the_mouse(show):
    figure = show("switch")
    before = figure.look()
    figure.labels.filter(has_text="failed").click()
    expect(figure.caption).to_contain_text("the student failed")
    assert differ(before, figure.look()) > SEEN


def test_a_choice_has_a_name_and_options(show):
    figure = show("switch")
    expect(figure.root.get_by_role("radiogroup", name="y")).to_be_visible()
    for name in ("passed", "failed"):
        expect(figure.root.get_by_role("radio", name=name)).to_be_visible()


# A slider, by the keyboard and by the mouse


def test_each_key_moves_the_slider_to_its_place(show, sheet):
    figure = show("one weight")
    slider = figure.sliders.first
    sheet.press("Home")  # where it stands: from the first key on its focus is seen, as a ring
    says, looks = figure.says(), figure.look()
    look = figure.look()
    assert differ(looks, look) == 0, "nothing was moved, and the picture changed"
    for key, place in [
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("End", 40),
        ("ArrowDown", 39),
        ("Home", 0),
    ]:
        said, looked = figure.says(), look
        sheet.press(key)
        expect(slider).to_have_value(str(place))
        assert figure.says() != said, f"after {key} the caption still says {said!r}"
        look = figure.look()
        assert differ(looked, look) > SEEN, f"after {key}"
    assert figure.says() == says, "back at the start"
    assert differ(looks, look) == 0, "back at the start"


def test_tab_goes_from_one_slider_to_the_next(show, sheet):
    figure = show("two sliders")
    for slider in figure.sliders.all():
        expect(slider).to_be_focused()
        before = figure.says()
        sheet.press("ArrowRight")
        expect(figure.caption).not_to_have_text(before)
        sheet.press("Tab")


def test_a_drag_is_followed_at_every_move(show, sheet):
    figure = show("one weight")
    slider = figure.sliders.first
    said, looked, width = figure.says(), figure.look(), slider.bounding_box()["width"]
    for place in figure.drag([0, 7, 14, 21, 35]):
        expect(slider).to_have_value(str(place))
        assert slider.bounding_box()["width"] == width, "the slider moved under the pointer"
        says, looks = figure.says(), figure.look()
        assert says != said, f"at {place} the caption still says {said!r}"
        assert differ(looked, looks) > SEEN, f"at {place}"
        said, looked = says, looks


# Where on the page the middle of a thing that can be dragged stands.
PLACE = """(live, n) => {
  const grip = live.querySelector(".live-picture").shadowRoot.querySelectorAll(".grip")[n];
  const { x, y, width, height } = grip.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""


def test_a_marker_dragged_in_the_picture_stays_under_the_pointer(show, sheet):
    figure, mouse = show("grab"), sheet.page.mouse
    mouse.move(*figure.root.evaluate(PLACE, 1))
    mouse.down()
    for height in (-25, 40, 30):
        x, y = figure.root.evaluate(PLACE, 1)
        mouse.move(x + 30, y + height, steps=5)
        there = figure.root.evaluate(PLACE, 1)
        assert there[1] == pytest.approx(y + height, abs=4) and there[0] == pytest.approx(x, abs=1)
    mouse.up()
    said = figure.says()
    mouse.move(0, 0, steps=3)
    assert figure.says() == said, "it moves on after it was let go"
    value = int(figure.sliders.nth(1).input_value())
    sheet.press("ArrowRight")
    assert int(figure.sliders.nth(1).input_value()) == value + 1, "the keyboard goes on from there"


def test_a_finger_drags_what_it_holds_and_scrolls_the_page_elsewhere(show):
    figure = show("grab")
    actions = figure.root.evaluate("""(live) => {
      const root = live.querySelector(".live-picture").shadowRoot;
      return [...root.querySelectorAll("svg, .grip")].map((part) =>
        [part.classList.contains("grip"), getComputedStyle(part).touchAction]);
    }""")
    assert {action for grip, action in actions if grip} == {"none"}
    assert {action for grip, action in actions if not grip} == {"auto"}
    # Two curves may cross where a marker stands on each: the upper one is not in the way.
    over = figure.root.evaluate("""(live) => {
      const root = live.querySelector(".live-picture").shadowRoot;
      const grip = root.querySelector(".grip.spot");
      const { x, y, width, height } = grip.getBoundingClientRect();
      const body = grip.parentElement.querySelector("path:not(.grip, .halo)").cloneNode();
      body.setAttribute("d", grip.getAttribute("d"));
      body.style.fill = "black";
      grip.after(body);
      const found = root.elementFromPoint(x + width / 2, y + height / 2);
      body.remove();
      return found === grip;
    }""")
    assert over, "what is drawn over it keeps it from being dragged"


# Measuring


def test_enter_measures(show, sheet):
    figure = show("one weight")
    says, looks = figure.says(), figure.look()
    expect(figure.status).to_have_text("Probes used: 0 of 5.")
    sheet.press("Enter")
    expect(figure.status).to_have_text("Probes used: 1 of 5.")
    expect(figure.caption).to_contain_text(f"{says} The three squares")
    assert differ(looks, figure.look()) > SEEN, "the measured cost is not drawn"


def test_a_click_measures_and_start_again_forgets(show, sheet):
    figure = show("one weight")
    looks = figure.look()
    figure.sliders.first.fill("20")
    figure.button("Measure").click()
    expect(figure.status).to_have_text("Probes used: 1 of 5. Found: the lowest cost is at w = 2.")
    expect(figure.button("Measure")).to_be_disabled()
    figure.button("Start again").click()
    expect(figure.status).to_have_text("Probes used: 0 of 5.")
    figure.sliders.first.fill("0")
    assert differ(looks, figure.look()) == 0, "the measurement is still in the picture"


def test_five_probes_and_no_more(show, sheet):
    figure = show("one weight")
    for _ in range(6):
        sheet.press("Enter", "ArrowRight")
    expect(figure.status).to_contain_text("Probes used: 5 of 5. Not found this time")
    expect(figure.button("Measure")).to_be_disabled()


# Regimes


def test_a_regime_is_seen_read_and_heard(show, sheet):
    figure = show("descent")
    lr = figure.sliders.first
    phrase = figure.root.locator(".live-regime")
    expect(phrase).to_have_text("falls steadily")
    expect(lr).to_have_attribute("aria-valuetext", "learning rate 0.1, falls steadily")
    lr.focus()
    sheet.press("End")
    expect(phrase).to_have_text("diverges")
    expect(lr).to_have_attribute("aria-valuetext", "learning rate 100, diverges")
    expect(figure.caption).to_contain_text("it diverges")


def test_the_regimes_follow_another_control(show, sheet):
    figure = show("descent")
    lr, a = figure.sliders.all()
    lr.focus()
    for _ in range(7):
        sheet.press("ArrowRight")
    strip, phrase = figure.root.locator(".live-strip"), figure.root.locator(".live-regime")
    expect(phrase).to_have_text("falls steadily")
    before, colours = phrase.text_content(), pixels(sheet, strip)
    a.focus()
    sheet.press("End")
    expect(phrase).not_to_have_text(before)
    said = lr.get_attribute("aria-valuetext")
    assert said.endswith(f", {phrase.text_content()}"), said
    assert differ(colours, pixels(sheet, strip)) > SEEN, "the strip stayed as it was"


# Play


def test_nothing_plays_by_itself(show, sheet):
    figure = show("boundary")
    epoch = figure.sliders.nth(1)
    looks = figure.look()
    sheet.page.wait_for_timeout(300)
    expect(epoch).to_have_value("0")
    assert differ(looks, figure.look()) == 0


# The first frame may have begun before the button was pressed; later the page may be held up.
@pytest.mark.parametrize("held", [16, 500], ids=["smooth", "held up"])
def test_play_keeps_to_the_clock_and_stops_at_the_end(show, sheet, held):
    figure = show("boundary")
    epoch, play = figure.sliders.nth(1), figure.button("Play epoch")
    last, length = int(epoch.get_attribute("max")), 1500
    steps = [-4, *[16] * 30, held, *[16] * 70]
    with sheet.clock():
        seen = sheet.page.evaluate(PLAY, [play.element_handle(), epoch.element_handle(), steps])
    assert seen == [min(max(0, int(ms / length * last)), last) for ms in accumulate(steps)]
    assert seen[-1] == last
    expect(play).to_have_text("Play")


def stands(figure: Figure, frames: Callable[..., None]) -> int:
    """The epoch slider has stopped before its end, and the button offers to play; where it is."""
    epoch = figure.sliders.nth(1)
    expect(figure.button("Play epoch")).to_have_text("Play")
    value = epoch.input_value()
    assert 0 < int(value) < int(epoch.get_attribute("max"))
    frames(*[16] * 20)
    assert epoch.input_value() == value
    return int(value)


def test_play_pauses_and_goes_on(show, sheet):
    figure = show("boundary")
    epoch, play = figure.sliders.nth(1), figure.button("Play epoch")
    with sheet.clock() as frames:
        play.focus()
        sheet.press("Enter")
        expect(play).to_have_text("Pause")
        frames(*[16] * 30)
        sheet.press("Enter")
        value = stands(figure, frames)
        play.click()
        frames(*[16] * 30)
        assert int(epoch.input_value()) > value
        expect(play).to_have_text("Pause")
        frames(*[16] * 70)
    expect(play).to_have_text("Play")
    expect(epoch).to_have_value(epoch.get_attribute("max"))


def test_touching_the_slider_pauses(show, sheet):
    figure = show("boundary")
    epoch = figure.sliders.nth(1)
    with sheet.clock() as frames:
        figure.button("Play epoch").click()
        frames(*[16] * 30)
        epoch.focus()
        sheet.press("ArrowRight")
        stands(figure, frames)


def test_step_and_reset(show, sheet):
    figure = show("boundary")
    epoch, looks = figure.sliders.nth(1), figure.look()
    for i in (1, 2):
        figure.button("Step epoch").click()
        expect(epoch).to_have_value(str(i))
    assert differ(looks, figure.look()) > SEEN
    figure.button("Reset epoch").click()
    expect(epoch).to_have_value("0")
    expect(figure.button("Reset epoch")).to_be_focused()
    sheet.page.mouse.move(0, 0)
    assert differ(looks, figure.look()) == 0


def test_who_asked_for_less_motion_steps_by_hand(show, sheet):
    sheet.page.emulate_media(reduced_motion="reduce")
    try:
        figure = show("boundary")
        expect(figure.button("Play epoch")).to_have_count(0)
        figure.button("Step epoch").click()
        expect(figure.sliders.nth(1)).to_have_value("1")
    finally:
        sheet.page.emulate_media(reduced_motion="no-preference")


# Pin


def test_a_pinned_run_stays_dashed_beside_the_present_one(show, sheet):
    figure = show("boundary")
    lr, epoch = figure.sliders.all()
    epoch.fill("10")
    pinned_loss = figure.says()
    figure.button("Pin this run").click()
    lr.focus()
    sheet.press("End")
    ghosts = figure.moving.locator("path[stroke-dasharray='3 3']")
    assert "".join(ghosts.evaluate_all("all => all.map(p => p.getAttribute('d'))"))
    now, _, pinned = figure.says().partition(" Pinned, learning rate 0.03: ")
    assert pinned == pinned_loss and now != pinned_loss
    looks = figure.look()
    figure.button("Remove the pinned run").click()
    expect(figure.caption).to_have_text(now)
    assert differ(looks, figure.look()) > SEEN


# Shading


def test_shading_moves_under_the_points(show, sheet):
    figure = show("boundary")
    cells = figure.picture.locator("path[shape-rendering='crispEdges']")
    point = figure.picture.locator("#PathCollection_1 use").first

    def middle() -> np.ndarray:
        look = pixels(sheet, point)
        return look[look.shape[0] // 2, look.shape[1] // 2]

    drawn, looks = cells.evaluate_all("all => all.map(p => p.getAttribute('d'))"), figure.look()
    assert "".join(drawn)
    np.testing.assert_allclose(middle(), BLUE, atol=0.02)
    for slider in figure.sliders.all():
        slider.focus()
        sheet.press("End")
    assert cells.evaluate_all("all => all.map(p => p.getAttribute('d'))") != drawn
    assert differ(looks, figure.look()) > 10 * SEEN
    np.testing.assert_allclose(middle(), BLUE, atol=0.02)
    over = figure.picture.evaluate(CELLS_LIE_UNDER)
    assert len(over) > 20 and over[-20:] == [True] * 20


# How it looks


def test_dark_paper_and_lighter_colours_in_the_dark_theme(sheet):
    looks, strokes = {}, {}
    for name in FIGURES:
        figure = sheet.show(name)
        moving = figure.moving.locator("path[style*='color-mix']").first
        for theme in THEMES:
            sheet.set_theme(theme)
            looks[name, theme] = np.median(figure.look())
            strokes[name, theme] = moving.evaluate("path => getComputedStyle(path).stroke")
    sheet.set_theme("light")
    for name in FIGURES:
        assert looks[name, "light"] > 0.8 and looks[name, "dark"] < 0.4, looks
        assert strokes[name, "light"] != strokes[name, "dark"], name


def sharpness(look: np.ndarray) -> float:
    """The greatest step in brightness between two neighbouring pixels, 0 to 1."""
    grey = look.mean(axis=-1)
    return float(max(np.abs(np.diff(grey, axis=axis)).max() for axis in (0, 1)))


# A fine screen; and a browser's zoom to 150%, which makes CSS pixels larger, and so the window
# fewer of them wide, and lets edges fall between the pixels.
@pytest.mark.parametrize(("scale", "width"), thinned([(2, 1300), (1.5, 867)], [(1.5, 867)]))
def test_it_is_crisp_and_follows_the_pointer_at_any_scale(
    browser, page_of_figures, sheet, scale, width
):
    window = {"viewport": {"width": width, "height": 1000}, "device_scale_factor": scale}
    scaled = Sheet(browser, page_of_figures, sheet.names, **window)
    figure = scaled.show("switch")
    figure.sliders.first.fill("0")
    look, box = figure.look(), figure.picture.bounding_box()
    assert abs(look.shape[1] - scale * box["width"]) <= 2 * scale
    assert sharpness(look) > SHARP
    for _ in figure.drag([0, 12]):
        pass
    expect(figure.sliders.first).to_have_value("12")
    assert differ(look, figure.look()) > SEEN
    assert scaled.complaints() == []
    scaled.close()


@pytest.fixture
def narrow(sheet):
    """The window, narrow for one test."""
    sheet.set_width(NARROW)
    yield
    sheet.set_width(1300)


# How far the text of each control's value ends from the right end of its row.
VALUE_ENDS = """root => [...root.querySelectorAll(".live-control > output")].map((output) => {
  const text = document.createRange();
  text.selectNodeContents(output.firstChild);
  return output.closest("fieldset").getBoundingClientRect().right
    - text.getBoundingClientRect().right;
})"""


def test_a_narrow_window_has_room_for_all(show, sheet, narrow):
    for name in sheet.names:
        figure = show(name, answered=False)
        assert sheet.too_wide() == [], name
        if figure.question.count():
            figure.button("Show me").click()
        assert sheet.too_wide() == [], name
        assert len({round(end) for end in figure.root.evaluate(VALUE_ENDS)}) <= 1, name
        width = figure.picture.bounding_box()["width"]
        assert 150 < width < NARROW, f"the picture of {name} is {width} px wide"


# Where the letters of a choice's name and of its first option stand: their lower edges.
CHOICE_LINES = """root => [...root.querySelectorAll("[role=radiogroup]")].map((choice) =>
  [choice.firstChild, choice.querySelector("label").lastChild].map((text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return range.getBoundingClientRect().bottom;
  }))"""


def test_a_choice_stands_on_the_line_of_its_name(show):
    lines = show("switch").root.evaluate(CHOICE_LINES)
    assert lines
    for name, option in lines:
        assert abs(name - option) < 0.5


# Labels under a slider

TICKS = """root => [...root.querySelectorAll(".live-ticks")].map((ticks) => [...ticks.children]
  .filter((tick) => tick.style.visibility !== "hidden")
  .map((tick) => tick.getBoundingClientRect()).map(({ left, right }) => [left, right]))"""


def test_labels_under_a_slider_never_touch_and_come_back_with_the_room(show, sheet):
    figure = show("descent")
    wide = figure.root.evaluate(TICKS)
    try:
        sheet.set_width(NARROW // 3)
        narrow = figure.root.evaluate(TICKS)
    finally:
        sheet.set_width(1300)
    assert len(narrow[0]) < len(wide[0]), "nothing gave way where there is little room"
    for row in wide + narrow:
        assert all(after[0] > before[1] for before, after in zip(row, row[1:], strict=False))
    assert figure.root.evaluate(TICKS) == wide


# How it sounds


def test_each_slider_of_a_page_has_its_own_name(show):
    names = []
    for name in ("one weight", "two sliders"):
        figure = show(name)
        for label, slider in zip(figure.labels.all(), figure.sliders.all(), strict=True):
            names.append(label.text_content())
            expect(slider).to_have_accessible_name(names[-1])
    assert len(names) == 3 and all(names), names


def test_a_screen_reader_is_told_what_there_is(show, sheet):
    figure = show("one weight")
    slider = figure.sliders.first
    expect(slider).to_have_attribute("aria-valuetext", "w 0 points per hour")
    sheet.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "w 0.1 points per hour")
    expect(figure.root.locator("[aria-live=polite]")).to_have_text(one_weight().text_at(w=0.1))
    expect(figure.caption).to_have_attribute("aria-hidden", "true")
    expect(figure.picture).to_have_attribute("aria-hidden", "true")


# What a playground leaves behind

# Pictures come one by one, then ten at once, of which the last is decoded first, and one more while
# the playground goes; addresses kept then, and whether the newest is shown and stays.
PAINT = """async ([text, state, png]) => {
  const script = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget } = await import(script);
  const kept = new Set();
  const [make, free] = [URL.createObjectURL, URL.revokeObjectURL];
  URL.createObjectURL = (blob) => { const url = make.call(URL, blob); kept.add(url); return url; };
  URL.revokeObjectURL = (url) => { kept.delete(url); free.call(URL, url); };
  const bytes = Uint8Array.from(atob(png), (c) => c.charCodeAt(0));
  let paint;
  const model = {
    get: (name) => (name === "_image" ? new DataView(bytes.buffer) : state[name]),
    set() {}, save_changes() {}, off() {},
    on(name, f) { if (name === "change:_image") paint = f; },
  };
  const el = document.body.appendChild(document.createElement("div"));
  const stop = widget.render({ model, el });
  const image = el.querySelector("img");
  const painted = (before) => new Promise((done) => {
    const look = () => (image.src === before ? setTimeout(look, 5) : done());
    look();
  });
  await painted("");
  for (let i = 0; i < 10; i++) {
    const before = image.src;
    paint();
    await painted(before);
  }
  const one_by_one = kept.size;
  const decode = Image.prototype.decode;
  const waiting = [];
  Image.prototype.decode = function () {
    return new Promise((done) => waiting.push(() => decode.call(this).then(done, done)));
  };
  const last_ready = async () => {
    await waiting.pop()();
    await new Promise((next) => setTimeout(next));
  };
  for (let i = 0; i < 10; i++) paint();
  const newest = [...kept].at(-1);
  const seen = new Set();
  while (waiting.length) {
    await last_ready();
    seen.add(image.src);
  }
  const newest_stays = seen.size === 1 && seen.has(newest);
  const at_once = kept.size;
  await decode.call(image);
  paint();
  stop();
  el.remove();
  await last_ready();
  Image.prototype.decode = decode;
  [URL.createObjectURL, URL.revokeObjectURL] = [make, free];
  return { shown: image.naturalWidth > 0, newest_stays, one_by_one, at_once, after: kept.size };
}"""


def test_a_playground_keeps_the_address_of_no_picture_but_the_one_it_shows(sheet):
    playground = Playground(lambda axes, k: axes.plot([0, k]), k=[1, 2])
    state = {name: getattr(playground, name) for name in ("_spec", "_shown", "_position")}
    png = b64encode(playground._image).decode()
    playground.close()
    left = sheet.page.evaluate(PAINT, [Playground._esm, json.loads(json.dumps(state)), png])
    counted = {"one_by_one": 1, "at_once": 1, "after": 0}
    assert left == {"shown": True, "newest_stays": True} | counted
