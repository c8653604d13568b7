"""What the lessons show, on one page without a kernel: all of their texts and stored outputs, and
figures, which are used by the keyboard alone.

Left out are pictures, which get their words when their cells run, and figures that are made of
what a learner computes: test_pages.py sees them.
"""

import json
from pathlib import Path

import nbformat
import numpy as np
import pytest

from lessons import catalogue
from lessons.lesson0.figures import hello
from lessons.lesson4.figures import decision_threshold
from tests.lessons.built import at_start, built
from tests.thorough import thinned

from .lab import ROOT, notebook_names
from .page import THEMES, operate
from .sheet import NARROW, Sheet, put_together

# Covered axes, regimes that follow another control, a choice, texts that move, shading, a slider
# that plays, a run that can be pinned, texts in boxes; and each lesson once.
SOME = [
    *("lesson3.weight_and_bias", "lesson2.curvature", "lesson3.two_losses", "lesson4.two_sides"),
    *("lesson5.sigmoid_twice", "lesson5.graph", "lesson6.budget"),
]

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
def pages(tmp_path_factory) -> dict[str, tuple[Path, list[str]]]:
    """The page of every figure, and the page of some and of the texts: file, and figures' names."""
    home = tmp_path_factory.mktemp("lessons")
    every = {
        f"{build.__module__.split('.')[1]}.{build.__name__}": at_start(built(build))
        for build in catalogue.builders()
        if build is not hello
    }
    some = thinned([*every], SOME)
    put_together([], every.values(), home / "every.html", close=False)
    put_together(texts(), [every[name] for name in some], home / "lessons.html", close=False)
    return {"every": (home / "every.html", [*every]), "some": (home / "lessons.html", some)}


@pytest.fixture(scope="module")
def sheet(browser, pages):
    sheet = Sheet(browser, *pages["some"])
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
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect(), text]);
  const seen = boxes.filter(([text, box]) => text.trim() && box.width);
  const wrong = texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) < 11)
    .map((text) => `small: ${text.textContent}`);
  seen.forEach(([one, a], i) => seen.slice(i + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 + rim && down > 3 + rim) wrong.push(`${one} on ${other}`);
  }));
  // How far along the page a line runs through a text: what crosses one leaves it readable.
  const PIECE = /([ML])(\\S+) ([^ML]+)/g;
  const through = (path, { x, y, width, height }) => {
    let [far, before] = [0, []];
    for (const [, pen, ...now] of (path.getAttribute("d") ?? "").matchAll(PIECE)) {
      const [[a, b], [c, d]] = [before, now.map(Number)];
      const near = pen === "L" && Math.min(a, c) < x + width && Math.max(a, c) > x
        && Math.min(b, d) < y + height && Math.max(b, d) > y;
      for (let share = 0; near && share < 1; share += 0.01) {
        const across = (a + share * (c - a) - x) / width;
        const down = (b + share * (d - b) - y) / height;
        if (across > 0 && across < 1 && down > 0.35 && down < 0.75) far += Math.abs(c - a) / 100;
      }
      before = [c, d];
    }
    return far;
  };
  root.querySelectorAll(".moving text, .said text").forEach((text) => {
    const lines = text.ownerSVGElement.querySelectorAll(".moving > path:not([class]), .still");
    const box = text.getBBox();
    if (text.textContent.trim() && [...lines].some((line) => through(line, box) > 20)) {
      wrong.push(`a line runs through ${text.textContent}`);
    }
  });
  root.querySelectorAll("path").forEach((path) => {
    const map = path.getScreenCTM();
    const page = (x, y) => new DOMPoint(x, y).matrixTransform(map);
    for (const [, ...corners] of (path.getAttribute("d") ?? "").matchAll(RECTANGLE)) {
      const [left, top, right, bottom] = corners.map(Number);
      const [start, end] = [page(left, top), page(right, bottom)];
      const inside = (x, y) => x > start.x && x < end.x && y > start.y && y < end.y;
      seen.filter(([, box]) => inside(box.left, box.top) && !inside(box.right, box.bottom))
        .forEach(([text]) => wrong.push(`${text} goes beyond its box`));
      seen.filter(([, box]) => inside(box.left, box.top) && inside(box.right, box.bottom))
        .filter(([, , text]) => getComputedStyle(text).stroke !== "none")
        .forEach(([text]) => wrong.push(`${text} has a halo on its box`));
    }
  });
  const [whole, picture, controls] = [live, ...live.querySelectorAll(".live-picture, fieldset")]
    .map((element) => element.getBoundingClientRect());
  return [wrong, controls.top - whole.top, picture.height + controls.height];
}"""
# Words and lines of a picture that are hard to tell from what they stand on: the paper, or a box.
FAINT = """(live) => {
  const root = live.querySelector(".live-picture").shadowRoot;
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  // What a colour makes of a ground: red, green and blue, 0 to 255.
  const over = (color, opacity, ground) => {
    brush.globalAlpha = 1;
    brush.fillStyle = `rgb(${ground})`;
    brush.fillRect(0, 0, 1, 1);
    brush.globalAlpha = opacity;
    brush.fillStyle = color;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const bright = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const contrast = (...colors) => {
    const [low, high] = colors.map(bright).sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const probe = live.appendChild(document.createElement("i"));
  probe.style.background = "var(--live-paper)";
  const paper = over(getComputedStyle(probe).backgroundColor, 1, [255, 255, 255]);
  probe.remove();
  const rects = [...root.querySelectorAll(".moving > path:not([class])")]
    .map((path) => [path.getBoundingClientRect(), getComputedStyle(path), path.getAttribute("d")])
    .filter(([, style, d]) => style.fill !== "none" && /^M\\S+ \\S+H\\S+V\\S+H\\S+z$/.test(d));
  const said = [];
  for (const text of root.querySelectorAll("text")) {
    const [box, { fill }] = [text.getBoundingClientRect(), getComputedStyle(text)];
    if (!text.textContent.trim() || !box.width) continue;
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const ground = rects.filter(([r]) => r.left < x && x < r.right && r.top < y && y < r.bottom)
      .reduce((under, [, style]) => over(style.fill, style.fillOpacity, under), paper);
    const found = contrast(over(fill, 1, ground), ground);
    if (found < 4.5) said.push(`${text.textContent}: ${found.toFixed(2)}`);
  }
  for (const path of root.querySelectorAll(".moving > path:not([class], [opacity]), .still")) {
    const { stroke, strokeWidth } = getComputedStyle(path);
    // White ones and those of paper are the rims of what lies on colours.
    if (["none", "rgb(255, 255, 255)"].includes(stroke) || !parseFloat(strokeWidth)) continue;
    const found = contrast(over(stroke, 1, paper), paper);
    const seen = path.getAttribute("d") && found > 1;
    if (seen && found < 3) said.push(`a line of ${stroke}: ${found.toFixed(2)}`);
  }
  return [...new Set(said)];
}"""
# How far the thumb of each slider under an axis stands from what it moves there, in pixels.
BESIDE_ITS_AXIS = """(live) => [...live.querySelectorAll(".live-aligned input")].map((slider) => {
  const { left, width } = slider.getBoundingClientRect();
  const wide = CSS.supports("-moz-appearance", "none") ? 20 : 16;  // a thumb
  const thumb = left + wide / 2 + ((width - wide) * slider.value) / slider.max;
  const spots = [...live.querySelector(".live-picture").shadowRoot.querySelectorAll(".grip.spot")];
  return Math.min(...spots.map((spot) => {
    const { left, width } = spot.getBoundingClientRect();
    return Math.abs(left + width / 2 - thumb);
  }));
})"""
# All of that with each slider at each of these shares of its way, and each option of its choices;
# and where it begins to diverge, in a figure that says so at one of its regimes.
LOOKS = f"""(live, shares) => {{
  const look = () => [...({LOOK})(live), ({BESIDE_ITS_AXIS})(live)];
  const options = [...Array(({OPTIONS})(live)).keys()];
  const looks = shares.flatMap((share) => options.map((option) => {{
    ({MOVE})(live, share);
    ({CHOOSE})(live, option);
    return [`at ${{share}}, option ${{option}}`, ...look()];
  }}));
  const diverges = () => /diverge/.test(live.querySelector(".live-regime")?.textContent);
  for (let share = 0; live.querySelector(".live-regime") && share <= 1; share += 0.05) {{
    ({MOVE})(live, share);
    if (!diverges()) continue;
    looks.push(["where it begins to diverge", ...look()]);
    break;
  }}
  return looks;
}}"""


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
            for across, down in ((70, 70), (-70, -70), (70, 0), (-70, 0), (70, 140)):
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
            # Back, for another of these may have left the picture with a run that diverged.
            for slider, value in zip(figure.sliders.all(), before, strict=True):
                slider.fill(value)
    assert len(grabbed) >= thinned(18, 4)
    assert sheet.complaints() == []


# Buttons that do not hear a finger on them, small ones that do not hear one beside them; how many
# small ones there are.
DEAF = """(live) => {
  const hears = (button, x, y) => document.elementFromPoint(x, y) === button;
  const small = [...live.querySelectorAll(".live-ticks button, .live-again")];
  const seen = [...live.querySelectorAll("button")]
    .filter((button) => button.checkVisibility({ visibilityProperty: true }));
  const deaf = seen.filter((button) => {
    button.scrollIntoView({ block: "center" });
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const places = [[x, top + 2], [x, bottom - 2], [left + 2, y], [right - 2, y]];
    const alone = !button.closest(".live-control:has(.live-play)");
    if (small.includes(button) && alone) places.push([x, bottom + 14]);
    return !places.every((place) => hears(button, ...place));
  });
  return [deaf.map((button) => button.textContent), small.length];
}"""


def test_a_finger_drags_up_and_down_and_the_page_stays(browser, pages):
    if browser.browser_type.name != "chromium":
        pytest.skip("of other engines' fingers there are only taps")
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    sheet = Sheet(browser, *pages["some"], **phone)
    sheet.answer()
    sheet.page.evaluate("""() => {
      window.cancelled = 0;
      addEventListener("pointercancel", () => { cancelled += 1; }, true);
    }""")
    touch, held = sheet.context.new_cdp_session(sheet.page), 0
    for name in sheet.names:
        root = sheet.figure(name).root
        deaf, small = root.evaluate(DEAF)
        assert deaf == [] and small, name
        root.locator(".live-picture").evaluate("(e) => e.scrollIntoView({ block: 'center' })")
        grips = [(x, y) for x, y, free in root.evaluate(GRIPS) if free and 100 < y < 600]
        if not grips:
            continue
        (x, y), before, said = grips[0], sheet.page.evaluate("scrollY"), sheet.figure(name).says()
        aside = 1 if x < 195 else -1  # some things move up and down only, some sideways only
        for kind, up in [("Start", 0), *(("Move", up) for up in range(6, 80, 6))]:
            at = [{"x": x + aside * up, "y": y - up}]
            touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": at})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert sheet.page.evaluate("[cancelled, scrollY]") == [0, before], name
        assert sheet.figure(name).says() != said, f"{name} is held and does not move"
        held += 1
    assert held > len(sheet.names) / 3
    assert sheet.complaints() == []
    sheet.close()


def test_the_start_of_a_walk_that_diverges_is_dragged_without_a_jump(sheet):
    figure = sheet.show("lesson2.curvature")
    rate, start = figure.sliders.first, figure.sliders.last
    rate.fill(str(round(0.9 * int(rate.get_attribute("max")))))
    start.fill("9")
    x, y, _ = figure.root.evaluate(GRIPS)[0]
    sheet.page.mouse.move(x, y)
    sheet.page.mouse.down()
    seen = [9]
    for step in range(1, 8):
        sheet.page.mouse.move(x + 2 * step, y)
        seen.append(int(start.input_value()))
    sheet.page.mouse.up()
    assert seen == sorted(seen) and max(np.diff(seen)) <= 3 and seen[-1] >= 13


# From the upper edge of a question, asked or folded, to the lower one of the controls.
BLOCK = """(live) => {
  const [first, controls] = [".live-predict", "fieldset"].map((part) => live.querySelector(part));
  return controls.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
}"""


def look_at_all(sheet: Sheet, width: int, shares: tuple[float, ...]) -> int:
    """Answer all and look at each figure of a page: texts have room, controls keep their place,
    sliders stand under the axes that they drive, a step writes nothing but what it changes.  How
    many figures diverge somewhere."""
    sheet.set_width(width)
    sheet.answer()
    aligned, diverging = 0, 0
    for name in sheet.names:
        figure = sheet.figure(name)
        looks = figure.root.evaluate(LOOKS, shares)
        for where, wrong, _, height, beside in looks:
            assert wrong == [], f"{name} {where}, {width} px wide"
            assert height <= 460 or width < 1300, f"{name} is {height} px high"
            # Its marker is there once it has been measured.
            assert name == "lesson1.one_weight" or all(px < 1.5 for px in beside), (name, where)
        places = {round(top, 1) for _, _, top, *_ in looks}
        assert len(places) == 1, f"the controls of {name} move: {places}"
        figure.root.evaluate(MOVE, 0)
        for step in range(3):
            written, again = figure.root.evaluate(REWRITTEN)
            assert written and again == [], f"{name}, step {step + 1}"
        aligned += bool(beside)
        diverging += "diverge" in looks[-1][0]
    assert aligned >= (5 if len(sheet.names) > len(SOME) else 1), "they stand where they drive"
    return diverging


def test_every_figure_is_in_order_where_it_begins_and_ends_and_diverges(browser, pages):
    sheet = Sheet(browser, *pages["every"])
    asked = {name: sheet.figure(name).root.evaluate(BLOCK) for name in sheet.names}
    assert look_at_all(sheet, 1300, (0, 0.5, 1)) >= 5
    folded = {name: sheet.figure(name).root.evaluate(BLOCK) for name in sheet.names}
    assert max(folded.values()) <= 520, folded
    # While it is asked, a plot is not lower than what can be read.
    over = {name: block for name, block in asked.items() if block > 520}
    assert len(over) <= 3 and max(asked.values()) <= 555, over
    for theme in THEMES:
        sheet.set_theme(theme)
        for name in sheet.names:
            root = sheet.figure(name).root
            root.scroll_into_view_if_needed()
            for share in (0.3, 0.5):
                root.evaluate(MOVE, share)
                assert root.evaluate(FAINT) == [], f"{name}, {theme}"
    assert sheet.complaints() == []
    sheet.close()


@pytest.mark.parametrize("theme", thinned(THEMES, ["light"]))  # colours move nothing
@pytest.mark.parametrize("width", thinned([1300, 800, NARROW], [NARROW]))
def test_texts_have_room_controls_stay_and_all_fits_one_screen(sheet, width, theme):
    sheet.afresh(theme)
    look_at_all(sheet, width, (0, 0.25, 0.37, 0.5, 0.75, 1))


DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def test_a_step_lays_out_its_picture_and_its_words_not_the_page(browser, sheet):
    """A page takes a cheap phone four times as long as they do."""
    if browser.browser_type.name != "chromium":
        pytest.skip("other engines do not tell what they lay out")
    sheet.set_width(NARROW)
    sheet.answer()
    for name in thinned(sheet.names, sheet.names[:3]):
        figure = sheet.figure(name)
        figure.root.scroll_into_view_if_needed()
        figure.sliders.first.press("Home")
        sheet.page.wait_for_timeout(700)  # what is said to screen readers then is laid out, too
        browser.start_tracing(page=sheet.page, categories=["devtools.timeline"])
        try:
            for _ in range(3):
                figure.sliders.first.press("ArrowRight")
                sheet.page.evaluate(DRAWN)
        finally:
            events = json.loads(browser.stop_tracing())["traceEvents"]
        told = [event["args"] for event in events if event["name"] == "Layout"]
        parts = [args["beginData"]["partialLayout"] for args in told if "beginData" in args]
        # Where a regime ends, its name is marked among the others, which takes the page with it.
        assert any(parts), f"{name}: {parts}"


ROOM = """(caption) => caption.firstChild.offsetHeight <= caption.clientHeight + 1
  && caption.clientHeight"""
AWAY = """(live) => {
  const height = () => live.querySelector(".live-caption").clientHeight;
  const before = height();
  live.style.display = "none";
  return new Promise((told) => setTimeout(() => requestAnimationFrame(() => {
    live.style.display = "";
    told([before, height()]);
  }), 200));
}"""


def test_a_caption_has_the_room_that_it_needs(sheet):
    """Also where a run is pinned, the window changes, a tab has been left, or it is on paper."""
    sheet.set_width(NARROW)
    figure = sheet.show("lesson6.budget")

    def room():
        sheet.page.evaluate(DRAWN)
        return figure.caption.evaluate(ROOM)

    narrow = room()
    figure.button("Pin this run").click()
    pinned = room()
    assert pinned > narrow > 0
    figure.button("Remove the pinned run").click()
    assert room() == narrow
    before, after = figure.root.evaluate(AWAY)
    assert before == after == narrow
    sheet.set_width(1300)
    assert 0 < room() < narrow
    sheet.page.emulate_media(media="print")
    assert figure.caption.evaluate("(caption) => getComputedStyle(caption).contain") == "none"
    sheet.page.emulate_media(media="screen")


def test_on_a_narrow_page_controls_stay_in_view_once_they_do_something(sheet):
    """Before, they would lie over the picture, and be seen through."""
    sheet.set_width(NARROW)
    figure = sheet.show("lesson3.two_losses", answered=False)
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
    sheet.answer()
    sheet.set_width(NARROW)
    assert sheet.too_wide() == []
    sheet.set_width(1300)
    sheet.page.locator("pre").evaluate_all(NO_COLOURS)
    if theme not in thinned(THEMES, ["light"]):  # of the figures' colours alone some change
        sheet.page.locator(".jp-Cell").evaluate_all(FIGURES_ALONE, len(sheet.names))
    assert sheet.violations() == []
    assert sheet.complaints() == []
