"""A page made by tools/export.py, opened from a file: no kernel, no network."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.gallery.gallery import switch
from tests.thorough import thinned

from .conftest import FIGURES
from .page import Figure, differ
from .sheet import Sheet, put_together

pytestmark = pytest.mark.usefixtures("by_itself")

WIDTHS = "(all) => all.map((element) => element.getBoundingClientRect().width)"
SEEN = 50  # pixels that must differ for a change to be seen


@pytest.mark.parametrize("name", FIGURES)
def test_keys_move_every_control(sheet, name):
    shown = sheet.show(name)
    looks = shown.look()
    for slider in shown.sliders.all():
        said, looked = shown.says(), looks
        slider.focus()
        sheet.press("End")
        expect(slider).to_have_value(slider.get_attribute("max"))
        assert shown.says() != said
        looks = shown.look()
        assert differ(looked, looks) > SEEN


def test_a_prediction_opens_the_figure(sheet):
    shown = sheet.show("switch", answered=False)
    expect(shown.sliders).to_be_disabled()
    veiled = shown.look()
    shown.button("At small z").click()
    expect(shown.verdict).to_contain_text("You said At small z ✗ · ✓ At large z.")
    expect(shown.sliders).to_be_enabled()
    assert differ(veiled, shown.look()) > SEEN
    shown.labels.filter(has_text="failed").click()
    expect(shown.caption).to_contain_text("the student failed")


def test_measuring_reveals(sheet):
    shown = sheet.show("hunt")
    shown.sliders.first.fill("3")
    said, looked = shown.says(), shown.look()
    shown.sliders.first.focus()
    sheet.press("Enter")
    expect(shown.status).to_contain_text("Probes used: 1 of 4.")
    expect(shown.caption).to_contain_text("The value here is")
    assert shown.says() != said
    assert differ(looked, shown.look()) > 0


def test_the_playground_is_a_picture(sheet):
    picture = sheet.page.get_by_role("img", name="Picture for frequency 1, phase 0.")
    expect(picture).to_be_visible()
    assert picture.bounding_box()["width"] > 300


def test_no_address_is_named_that_would_be_loaded(sheet):
    loading = "[src]:not([src^='data:']):not([src^='blob:']), link[href]:not([href^='data:'])"
    assert sheet.page.locator(loading).evaluate_all("all => all.map(e => e.outerHTML)") == []


DRAW_OFTEN = """async (times) => {
  const text = document.getElementById("live-script").textContent;
  const script = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget } = await import(script);
  const state = JSON.parse(document.querySelector("[data-live] script").textContent);
  const bytes = Uint8Array.from(atob(state._data), (c) => c.charCodeAt(0));
  state._data = new DataView(bytes.buffer);
  let [held, most] = [0, 0];
  const model = {
    get: (name) => state[name], set() {}, save_changes() {},
    on() { held++; }, off() { held--; },
  };
  const add = EventTarget.prototype.addEventListener;
  let global = 0;
  EventTarget.prototype.addEventListener = function (...given) {
    if (this === window || this === document || this === document.body) global++;
    return add.apply(this, given);
  };
  const before = document.querySelectorAll(".live").length;
  for (let i = 0; i < times; i++) {
    const el = document.body.appendChild(document.createElement("div"));
    const stop = widget.render({ model, el });
    most = Math.max(most, held);
    stop();
    if (el.childElementCount) throw new Error("something stays on the page");
    el.remove();
  }
  EventTarget.prototype.addEventListener = add;
  return { held, most, global, more: document.querySelectorAll(".live").length - before };
}"""


def test_many_views_leave_no_listener_behind(sheet):
    left = sheet.page.evaluate(DRAW_OFTEN, thinned(200, 20))
    assert left["most"] > 0, "a view listens to its model"
    assert (left["held"], left["global"], left["more"]) == (0, 0, 0)


# What was answered


@pytest.fixture(scope="module")
def page_of_one(tmp_path_factory):
    """A page of one figure, which is soon loaded again."""
    html = tmp_path_factory.mktemp("one") / "switch.html"
    put_together([], [switch()], html)
    return html


@pytest.fixture(scope="module")
def one(browser, page_of_one):
    one = Sheet(browser, page_of_one, ["switch"])
    yield one
    assert one.complaints() == []
    one.close()


def asked(one):
    one.reload()
    return one.figure("switch")


def test_an_answer_is_remembered(one):
    one.show("switch", answered=False).button("At small z").click()
    shown = asked(one)
    expect(shown.verdict).to_contain_text("Last time you said At small z ✗ · ✓ At large z.")
    expect(shown.sliders).to_be_enabled()
    shown.button("Ask again").click()
    expect(shown.sliders).to_be_disabled()
    shown = asked(one)
    expect(shown.verdict).to_contain_text("Last time you said At small z ✗")
    shown.button("Ask again").click()
    shown.button("Show me").click()
    expect(shown.verdict).not_to_contain_text("Last time")
    expect(asked(one).verdict).to_contain_text("Last time you had it shown: ✓ At large z.")


SPOIL = """(what) => {
  const key = Object.keys(localStorage).find((key) => key.includes("where is the gap"));
  if (what === "the question") {
    localStorage.setItem(key.replace("closest to 0", "widest"), localStorage.getItem(key));
    localStorage.removeItem(key);
  } else {
    localStorage.setItem(key, what);
  }
}"""


def test_what_reads_otherwise_now_is_asked(one):
    shown = one.show("switch", answered=False)
    for what in ('"At no z"', "{", "1", '"0"', "the question"):
        shown.button("At large z").click()
        one.page.evaluate(SPOIL, what)
        shown = asked(one)
        expect(shown.sliders, f"after {what}").to_be_disabled()


NO_MEMORY = {
    "it is forbidden": """Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("no", "SecurityError"); },
    })""",
    "it is full": """Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    }""",
}


@pytest.mark.parametrize("fault", NO_MEMORY)
def test_a_memory_that_fails_costs_nothing_but_itself(browser, page_of_one, fault):
    with browser.new_context(offline=True) as context:
        context.add_init_script(NO_MEMORY[fault])
        page = context.new_page()
        heard = []
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(page_of_one.as_uri())
        shown = Figure(page.locator(".live"))
        for _ in range(2):
            shown.button("At large z").click()
            expect(shown.verdict).to_contain_text("You said ✓ At large z.")
            expect(shown.sliders).to_be_enabled()
            page.reload()
            expect(shown.sliders).to_be_disabled()
        assert heard == []


# How it looks

INK = """() => ({
  ground: getComputedStyle(document.body).backgroundColor,
  ink: getComputedStyle(document.querySelector(".live-caption")).color,
  picture: getComputedStyle(document.querySelector("img[alt^='Picture for']")).filter,
})"""


def test_it_follows_the_reader_into_the_dark_and_back(sheet):
    sheet.set_theme("light")
    light = sheet.page.evaluate(INK)
    sheet.set_theme("dark")
    dark = sheet.page.evaluate(INK)
    sheet.page.emulate_media(media="print")
    expect(sheet.page.locator("body")).to_have_attribute("data-jp-theme-light", "true")
    printed = sheet.page.evaluate(INK)
    sheet.page.emulate_media(media="screen", color_scheme="light")
    expect(sheet.page.locator("body")).to_have_attribute("data-jp-theme-light", "true")
    assert sheet.page.evaluate(INK) == light == printed
    assert light["ground"] == "rgb(255, 255, 255)" and light["picture"] == "none"
    assert dark["ground"] == "rgb(17, 17, 17)" and dark["picture"].startswith("invert")
    assert dark["ink"] != light["ink"]


def test_lines_are_not_too_long_and_figures_have_more_room(sheet):
    sheet.set_width(1900)
    try:
        widths = {
            name: max(sheet.page.locator(place).evaluate_all(WIDTHS))
            for name, place in {"prose": ".jp-RenderedMarkdown > p", "page": "main"}.items()
        }
        figure = sheet.figure("descent").root.bounding_box()["width"]
    finally:
        sheet.set_width(1300)
    assert widths["prose"] <= 46 * 16 and widths["page"] <= 62 * 16 and figure > 46 * 16


# The ring around what has the focus, and the boxes that may cut it: those that show no overflow.
CUT_RING = """(button) => {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const { outlineWidth, outlineOffset } = getComputedStyle(button);
  const ring = parseFloat(outlineWidth) + parseFloat(outlineOffset);
  const cut = [];
  for (let at = button.parentElement; at !== document.body; at = at.parentElement) {
    const { overflowX, contain, overflowClipMargin } = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    if (overflowX === "visible" && !contain.includes("paint")) continue;
    const room = overflowX === "visible" ? parseFloat(overflowClipMargin) || 0 : 0;
    if (left - ring < box.left - room || right + ring > box.right + room) cut.push(at.className);
  }
  return [ring, cut];
}"""


def test_the_ring_around_what_has_the_focus_is_whole(sheet):
    shown = sheet.show("hunt")
    for button in shown.root.get_by_role("button").all():
        button.focus()
        sheet.press("Shift+Tab", "Tab")
        ring, cut = button.evaluate(CUT_RING)
        assert ring >= 5 and cut == []


# On paper

# Of a figure on paper: the texts, and of each picture its box and the paths that move.
PAPER = """(place) => ({
  said: [...place.querySelectorAll(".live-paper > p")].map((p) => p.textContent),
  at: [...place.querySelectorAll(".live-paper-at")].map((p) => p.textContent),
  captions: [...place.querySelectorAll(".live-paper .live-caption")].map((p) => p.textContent),
  pictures: [...place.querySelectorAll(".live-paper .live-picture")].map(({ shadowRoot: root }) =>
    [...root.querySelectorAll(".moving path:not(.grip)")]
      .filter((path) => path.checkVisibility({ visibilityProperty: true }))
      .map((path) => path.getAttribute("d")).filter(Boolean)),
  boxes: [...place.querySelectorAll(".live-paper .live-picture")].map((picture) => {
    const { left, right, width, height } = picture.getBoundingClientRect();
    return { left, right, width, height };
  }),
})"""
CUT = "(all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent)"
# A browser tells the page before it prints, and when it has.
ON_PAPER = """(name) => dispatchEvent(new Event(name))"""
# How many plots there are when the page is printed, and how many of them know how large they are:
# a page that prints waits for nothing.
SEEN_IN_PRINT = """() => addEventListener("beforeprint", () => {
  const plots = [...document.querySelectorAll(".live-paper .live-picture")]
    .flatMap(({ shadowRoot: root }) => [...root.querySelectorAll(".panel > svg")]);
  window.plots = [plots.length, plots.filter((svg) => svg.hasAttribute("viewBox")).length];
}, { once: true })"""


WIDTHS = "(all) => all.map((one) => one.getBoundingClientRect().width)"


@pytest.fixture
def paper(sheet):
    """The page as it is printed, nothing answered; a function that says what a figure is then."""
    sheet.afresh()

    def printed(name, before=lambda: None):
        before()
        sheet.page.emulate_media(media="print")
        sheet.set_width(690)  # A4 between its margins
        sheet.page.evaluate(ON_PAPER, "beforeprint")
        place = sheet.page.locator("[data-live]").nth(sheet.names.index(name))
        return place.evaluate(PAPER)

    yield printed
    sheet.page.evaluate(ON_PAPER, "afterprint")
    sheet.page.emulate_media(media="screen")
    sheet.set_width(1300)
    assert sheet.page.locator(".live-paper").count() == 0


def test_on_paper_nothing_is_veiled_and_three_positions_stand_side_by_side(paper, sheet):
    shown = paper("switch")
    assert sheet.page.locator(":is(button, input, .live-controls, .grip):visible").count() == 0
    first, *_, last = shown["said"]
    assert first.startswith("Predict first. For a student who passed")
    assert first.endswith("At small z · At large z")
    assert last.startswith("✓ At large z.")
    printed = {}
    for name in sheet.names:
        place = sheet.page.locator("[data-live]").nth(sheet.names.index(name))
        printed[name] = drawn = place.evaluate(PAPER)
        for box, picture in zip(drawn["boxes"], drawn["pictures"], strict=True):
            assert box["width"] > 150 and box["height"] > 80 and box["right"] <= 690, name
            assert picture, f"{name}: nothing is drawn"
        assert all(drawn["captions"]), name
        assert not any("appear when" in caption for caption in drawn["captions"]), name
    assert sheet.page.locator("pre:visible").evaluate_all(CUT) == []
    shown = printed["descent"]
    heads = [text.partition(",")[0] for text in shown["at"]]
    assert len(set(heads)) == len(set(map(str, shown["pictures"]))) == 3
    boxes = shown["boxes"]
    assert boxes[0]["right"] < boxes[1]["left"] < boxes[1]["right"] < boxes[2]["left"]
    assert max(b["width"] for b in boxes) - min(b["width"] for b in boxes) < 1
    assert [heads[0], heads[2]] == ["learning rate 0.01", "learning rate 100"]
    # Narrower paper, such as Safari's, does not move the panels of a wide figure: they are drawn.
    sheet.set_width(560)
    place = sheet.page.locator("[data-live]").nth(sheet.names.index("two sliders"))
    widths = place.locator(".live-paper-rows .panel").evaluate_all(WIDTHS)
    assert len(widths) == 9 and max(widths) < 300


# Of all prose, what can be read.
CLEAR = """(all) => all.map((part) => getComputedStyle(part).filter === "none")"""


def test_what_explains_a_figure_waits_on_the_screen_and_is_printed(browser, tmp_path):
    html = tmp_path / "explained.html"
    explained = nbformat.v4.new_markdown_cell("It is so.\n\n## Next\n\nMore.")
    put_together([explained], [switch()], html)
    page = Sheet(browser, html, ["switch"])
    prose = page.page.locator(".jp-RenderedMarkdown > *")
    assert prose.evaluate_all(CLEAR) == [False, True, True], "up to the next heading it waits"
    page.page.emulate_media(media="print")
    assert prose.evaluate_all(CLEAR) == [True] * 3
    page.page.emulate_media(media="screen")
    page.answer()
    assert prose.evaluate_all(CLEAR) == [True] * 3
    page.close()


def test_a_page_that_is_not_told_prints_no_controls_either(sheet):
    try:
        sheet.page.emulate_media(media="print")
        assert sheet.page.locator(":is(button, input):visible").count() == 0
    finally:
        sheet.page.emulate_media(media="screen")
    assert sheet.page.locator(":is(button, input):visible").count() > 0


def test_what_was_answered_and_where_it_stands_are_printed(paper, sheet):
    said = []

    def answer():
        figure = sheet.figure("switch")
        figure.button("At small z").click()
        figure.sliders.first.fill("3")
        said.append(figure.says())

    shown = paper("switch", answer)
    assert said[0] == shown["captions"][1]
    assert shown["said"][-1].startswith("You said At small z ✗ · ✓ At large z. The larger z")


def test_the_browser_prints_it(sheet):
    sheet.afresh()
    sheet.page.evaluate(SEEN_IN_PRINT)
    assert sheet.page.pdf(format="A4").startswith(b"%PDF")
    plots, fitted = sheet.page.evaluate("plots")
    assert plots == fitted >= 3 * 2 * 4
    expect(sheet.page.locator(".live-paper")).to_have_count(0)
    expect(sheet.figure("switch").sliders).to_be_disabled()
