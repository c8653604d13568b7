"""What the lessons show, on one page without a kernel: all of their texts and stored outputs, and
figures, which are used by the keyboard alone.

Left out are pictures, which get their words when their cells run, and figures that are made of
what a learner computes: test_pages.py sees them.
"""

from itertools import product

import nbformat
import pytest

from lessons import catalogue
from lessons.lesson0.figures import hello
from lessons.lesson4.figures import decision_threshold
from tests.thorough import thinned

from .lab import ROOT, notebook_names
from .page import THEMES, operate
from .sheet import NARROW, Sheet, put_together

# Covered axes, regimes that follow another control, a choice, texts that move, shading, a slider
# that plays, a run that can be pinned, texts in boxes; and each lesson once.
SOME = (
    "weight_and_bias", "curvature", "two_losses", "two_sides", "sigmoid_twice", "graph", "budget"
)  # fmt: skip

# The colours of code are not ours.
NO_COLOURS = "all => all.forEach((pre) => { pre.textContent = pre.textContent; })"
FIGURES_ALONE = "(all, count) => all.slice(count).forEach((cell) => cell.remove())"


def texts() -> list[nbformat.NotebookNode]:
    """The cells of all lessons, without code and pictures."""
    kept = []
    for name in notebook_names():
        for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells:
            cell.id = f"{name[:2]}-{cell.id}"
            if cell.cell_type == "code":
                cell.source = ""
                cell.outputs = [o for o in cell.outputs if "image/png" not in o.get("data", {})]
            if cell.source or cell.outputs:
                kept.append(cell)
    return kept


@pytest.fixture(scope="module")
def sheet(browser, tmp_path_factory):
    every = {build.__name__: build for build in catalogue.builders() if build is not hello}
    names = thinned(every, SOME)
    html = tmp_path_factory.mktemp("lessons") / "lessons.html"
    put_together(texts(), [every[name]() for name in names], html)
    sheet = Sheet(browser, html, names)
    yield sheet
    sheet.close()


# Move every slider to this share of its way.
MOVE = """(live, share) => live.querySelectorAll("input[type=range]").forEach((slider) => {
  slider.value = Math.round(share * slider.max);
  slider.dispatchEvent(new Event("input"));
})"""
# How many options the longest choice has, or one; and take that option of each choice, or its last.
OPTIONS = """(live) => Math.max(1, ...[...live.querySelectorAll("[role=radiogroup]")]
  .map((choice) => choice.querySelectorAll("input").length))"""
CHOOSE = """(live, option) => live.querySelectorAll("[role=radiogroup]").forEach((choice) => {
  const radios = [...choice.querySelectorAll("input")];
  (radios[option] ?? radios.at(-1)).click();
})"""
# Texts of a picture that overlap or are small; where the controls begin, and how high all is.
LOOK = """(live) => {
  const rim = CSS.supports("-moz-appearance", "none") ? 2 : 0;  // Firefox's around any text
  const RECTANGLE = /M([\\d.]+) ([\\d.]+)H([\\d.]+)V([\\d.]+)/g;
  const root = live.querySelector(".live-picture").shadowRoot;
  const texts = [...root.querySelectorAll("text")];
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  const seen = boxes.filter(([text, box]) => text.trim() && box.width);
  const wrong = texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) < 11)
    .map((text) => `small: ${text.textContent}`);
  seen.forEach(([one, a], i) => seen.slice(i + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 + rim && down > 3 + rim) wrong.push(`${one} on ${other}`);
  }));
  root.querySelectorAll("path").forEach((path) => {
    const map = path.getScreenCTM();
    const page = (x, y) => new DOMPoint(x, y).matrixTransform(map);
    for (const [, ...corners] of (path.getAttribute("d") ?? "").matchAll(RECTANGLE)) {
      const [left, top, right, bottom] = corners.map(Number);
      const [start, end] = [page(left, top), page(right, bottom)];
      const inside = (x, y) => x > start.x && x < end.x && y > start.y && y < end.y;
      seen.filter(([, box]) => inside(box.left, box.top) && !inside(box.right, box.bottom))
        .forEach(([text]) => wrong.push(`${text} goes beyond its box`));
    }
  });
  const [whole, picture, controls] = [live, ...live.querySelectorAll(".live-picture, fieldset")]
    .map((element) => element.getBoundingClientRect());
  return [wrong, controls.top - whole.top, picture.height + controls.height];
}"""


# Where on the page each thing that can be dragged has its middle, and whether a pointer there finds
# one that can be.
GRIPS = """(live) => {
  const root = live.querySelector(".live-picture").shadowRoot;
  const all = [...root.querySelectorAll(".grip")].filter((grip) => grip.getClientRects().length);
  return all.filter((grip) => grip.getTotalLength()).map((grip) => {
    const middle = grip.getPointAtLength(grip.getTotalLength() / 2);
    const { x, y } = middle.matrixTransform(grip.getScreenCTM());
    const found = root.elementFromPoint(x, y);
    return [x, y, found.classList.contains("grip") && getComputedStyle(found).cursor === "grab"];
  });
}"""


def test_what_can_be_dragged_takes_its_slider_along(sheet):
    sheet.afresh()
    sheet.set_width(1300)
    mouse, grabbed = sheet.page.mouse, set()
    for name in sheet.names:
        figure = sheet.figure(name)
        assert figure.root.evaluate(GRIPS) == [], "it can be dragged before the question's answer"
        figure.button("Show me").click()
        figure.root.scroll_into_view_if_needed()
        for i in range(len(figure.root.evaluate(GRIPS))):
            x, y, free = figure.root.evaluate(GRIPS)[i]
            assert free, f"something lies over what can be dragged in {name}"
            before, said = [s.input_value() for s in figure.sliders.all()], figure.says()
            mouse.move(x, y)
            mouse.down()
            # Along one of these it comes nearer to another position.
            for across, down in ((70, 70), (-70, -70), (70, 0), (-70, 0)):
                mouse.move(x + across, y + down, steps=4)
                if figure.says() != said:
                    break
            mouse.up()
            now = [s.input_value() for s in figure.sliders.all()]
            assert now != before, f"thing {i} of {name} does not move"
            focused = figure.sliders.evaluate_all("all => all.indexOf(document.activeElement)")
            assert now[focused] != before[focused], "the keyboard goes on at another slider"
            grabbed.add(name)
            mouse.move(0, 0)
    assert len(grabbed) >= thinned(18, 4)
    assert sheet.complaints() == []


# How far the thumb of each slider under an axis stands from what it moves there, in pixels.
BESIDE_ITS_AXIS = """(live) => [...live.querySelectorAll(".live-aligned input")].map((slider) => {
  const { left, width } = slider.getBoundingClientRect();
  const thumb = left + 8 + ((width - 16) * slider.value) / slider.max;
  const spots = [...live.querySelector(".live-picture").shadowRoot.querySelectorAll(".grip.spot")];
  return Math.min(...spots.map((spot) => {
    const { left, width } = spot.getBoundingClientRect();
    return Math.abs(left + width / 2 - thumb);
  }));
})"""


@pytest.mark.parametrize("width", [1300, 800, NARROW])
def test_a_slider_that_drives_an_axis_stands_under_it(sheet, width):
    sheet.afresh()
    sheet.set_width(width)
    aligned = 0
    for name in sheet.names:
        figure = sheet.figure(name)
        figure.button("Show me").click()
        figure.root.scroll_into_view_if_needed()
        for share in (0, 0.37, 1):
            figure.root.evaluate(MOVE, share)
            beside = figure.root.evaluate(BESIDE_ITS_AXIS)
            # Its marker is there once it has been measured.
            assert name == "one_weight" or all(px < 1.5 for px in beside), (name, share, beside)
        aligned += bool(beside)
    assert aligned >= thinned(5, 1)


@pytest.mark.parametrize("theme", thinned(THEMES, ["light"]))  # colours move nothing
@pytest.mark.parametrize("width", [1300, 800, NARROW])
def test_texts_have_room_controls_stay_and_all_fits_one_screen(sheet, width, theme):
    sheet.afresh(theme)
    sheet.set_width(width)
    for name in sheet.names:
        figure = sheet.figure(name)
        figure.button("Show me").click()
        places = set()
        for share, option in product((0, 0.25, 0.5, 0.75, 1), range(figure.root.evaluate(OPTIONS))):
            figure.root.evaluate(MOVE, share)
            figure.root.evaluate(CHOOSE, option)
            wrong, top, height = figure.root.evaluate(LOOK)
            assert wrong == [], f"{name} at {share}, option {option}, {width} px wide"
            places.add(round(top, 1))
        assert len(places) == 1, f"the controls of {name} move: {places}"
        assert height <= 460 or width < 1300, f"{name} is {height} px high"


# What is written again as it stood when the first slider goes a step: it would be laid out anew.
REWRITTEN = """(live) => {
  const root = live.querySelector(".live-picture").shadowRoot;
  const watch = new MutationObserver(() => {});
  const every = { subtree: true, childList: true, attributes: true, attributeOldValue: true };
  for (const part of [live, root]) watch.observe(part, every);
  const slider = live.querySelector("input[type=range]");
  slider.stepUp();
  slider.dispatchEvent(new Event("input"));
  const all = watch.takeRecords();
  watch.disconnect();
  const text = (nodes) => [...nodes].map((node) => node.data ?? node.outerHTML).join("");
  const again = all.filter(({ target, attributeName, oldValue, removedNodes, addedNodes }) =>
    attributeName ? target.getAttribute(attributeName) === oldValue
      : text(addedNodes) === text(removedNodes));
  return [all.length, again.map(({ target, attributeName }) =>
    `${attributeName ?? "text"} of ${target.outerHTML.slice(0, 60)}`)];
}"""


def test_a_step_writes_what_it_changes_and_nothing_else(sheet):
    sheet.afresh()
    for name in sheet.names:
        figure = sheet.figure(name)
        figure.button("Show me").click()
        figure.root.evaluate(MOVE, 0)
        for step in range(3):
            written, again = figure.root.evaluate(REWRITTEN)
            assert written and again == [], f"{name}, step {step + 1}"


def test_on_a_narrow_page_controls_stay_in_view_once_they_do_something(sheet):
    """Before, they would lie over the picture, and be seen through."""
    sheet.afresh()
    sheet.set_width(NARROW)
    figure = sheet.figure("two_losses")
    stays = "(fieldset) => getComputedStyle(fieldset).position"
    assert figure.root.locator("fieldset").evaluate(stays) == "static"
    figure.button("Show me").click()
    assert figure.root.locator("fieldset").evaluate(stays) == "sticky"


def test_every_bar_has_its_name(browser, tmp_path_factory):
    """Ticks give way to one another; names of bars must not, or nobody knows what is counted."""
    html = tmp_path_factory.mktemp("bars") / "bars.html"
    live = decision_threshold()
    live.model_id  # noqa: B018 - what showing it does
    names = [text for _, text in live._spec["panels"][1]["x"]["ticks"][0]]
    put_together([], [live], html)
    sheet = Sheet(browser, html, ["threshold"])
    shown = sheet.figure("threshold").picture.locator(".panel").nth(1)
    for width in (1300, 800, NARROW):
        sheet.set_width(width)
        words = " ".join(shown.locator(".scale text").all_text_contents())
        for name in names:
            assert " ".join(name.split()) in words, f"{name} is not under its bar, {width} px wide"
    sheet.close()


def test_each_figure_is_used_by_the_keyboard_alone(sheet):
    sheet.set_width(1300)
    sheet.afresh()
    for name in sheet.names:
        assert operate(sheet.figure(name), sheet) == 1, f"{name} asks no question"
    assert sheet.complaints() == []


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_is_too_wide_or_hard_to_read(sheet, theme):
    sheet.afresh(theme)
    titles = sheet.page.locator("h1")
    assert titles.count() == len(notebook_names()), titles.all_inner_texts()
    for name in sheet.names:
        sheet.figure(name).button("Show me").click()
    sheet.set_width(NARROW)
    assert sheet.too_wide() == []
    sheet.set_width(1300)
    sheet.page.locator("pre").evaluate_all(NO_COLOURS)
    if theme not in thinned(THEMES, ["light"]):  # of the figures' colours alone some change
        sheet.page.locator(".jp-Cell").evaluate_all(FIGURES_ALONE, len(sheet.names))
    assert sheet.violations() == []
    assert sheet.complaints() == []
