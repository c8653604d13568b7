"""Every ability of live figures in JupyterLab, driven with keys and the mouse."""

import ast
import re
import shutil
from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread
from playwright.sync_api import Locator, expect

from tools.notebooks import read

from .lab import ROOT
from .page import THEMES, Figure, Notebook, differ

pytestmark = pytest.mark.usefixtures("quiet")

GALLERY = ROOT / "tests" / "gallery"
CELLS = [cell.id for cell in read(GALLERY / "gallery.ipynb").cells]
FIGURES = CELLS[CELLS.index("imports") + 1 :]
SEEN = 50  # pixels that must differ for a change to be seen
SHARP = 0.6  # how far two neighbouring pixels differ, at most 1, where an edge is crisp
BLUE = (0x00 / 255, 0x72 / 255, 0xB2 / 255)  # of the figures' round points

# What a slider did while it played by itself: for each change its index and the ms since the
# button was pressed.  After half the time the page is held up, as by a long computation.
PLAY = """async ([play, slider, hold]) => {
  const frame = () => new Promise(requestAnimationFrame);
  const seen = [];
  play.click();
  const start = performance.now();
  while (play.textContent === "Pause") {
    await frame();
    const [at, index] = [performance.now() - start, Number(slider.value)];
    if (index !== seen.at(-1)?.[1]) seen.push([at, index]);
    if (hold && index >= hold.after) {
      const until = performance.now() + hold.ms;
      hold = null;
      while (performance.now() < until);
    }
  }
  return seen;
}"""

# Whether the fixed picture shows a shape over the cells that are shaded.
CELLS_LIE_UNDER = """(picture) => {
  const root = picture.shadowRoot;
  const cells = root.querySelector("path[shape-rendering=crispEdges]");
  return [...root.querySelectorAll("[id^=PathCollection] use, [id^=matplotlib\\\\.axis]")].map(
    (mark) => Boolean(cells.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING));
}"""


RERUN = """(async () => {
  const [cell, times] = argument;
  for (let i = 0; i < times; i++) {
    notebook.activeCellIndex = cell;
    await app.commands.execute("notebook:run-cell");
  }
})()"""

# How many models the front end keeps for the notebook's widgets.
MODELS = """(async () => {
  const kind = "application/vnd.jupyter.widget-view+json";
  const manager = await notebook.rendermime.createRenderer(kind)._manager.promise;
  return Object.keys(manager._models).length;
})()"""

KEPT = """import gc, ipywidgets, matplotlib.pyplot as plt
gc.collect()
len(ipywidgets.widgets.widget._instances), len(plt.get_fignums())"""


@pytest.fixture(scope="module")
def notebook(browser, lab):
    for name in ("gallery.ipynb", "gallery.py"):
        shutil.copy(GALLERY / name, lab.folder)
    notebook = Notebook(browser, lab, "gallery.ipynb")
    notebook.run(CELLS.index("imports"))
    yield notebook
    notebook.close()


@pytest.fixture
def show(notebook):
    """A function that runs a figure's cell anew and answers its question, if it has one."""

    def show(name: str, *, answered: bool = True) -> Figure:
        shown = notebook.run(CELLS.index(name)).locator(".live")
        shown.wait_for()
        figure = Figure(shown)
        if answered and figure.question.count():
            figure.button("Show me").click()
        notebook.still()
        return figure

    return show


def pixels(notebook: Notebook, place: Locator) -> np.ndarray:
    """What the page shows where an element stands: as `Figure.look`."""
    shot = notebook.page.screenshot(clip=place.bounding_box())
    return imread(BytesIO(shot))[..., :3]


def paths(figure: Figure) -> list[str]:
    """What is drawn by the moving parts."""
    return figure.moving.locator("path").evaluate_all("all => all.map(p => p.getAttribute('d'))")


def test_the_gallery_shows_every_figure():
    names = ast.parse((GALLERY / "gallery.py").read_text(encoding="utf-8")).body
    live = next(n.value for n in names if isinstance(n, ast.Assign) and n.targets[0].id == "LIVE")
    assert FIGURES == [*(key.value for key in live.keys), "playground"]


# A choice


def test_a_choice_is_made_by_the_keyboard(show, notebook):
    figure = show("switch")
    passed, failed = figure.root.get_by_role("radio").all()
    expect(passed).to_be_checked()
    expect(figure.caption).to_contain_text("the student passed")
    before, active = figure.look(), notebook.active()
    figure.sliders.first.focus()
    notebook.press("Tab")
    expect(passed).to_be_focused()
    notebook.press("ArrowDown")
    expect(failed).to_be_checked()
    expect(figure.caption).to_contain_text("the student failed")
    assert differ(before, figure.look()) > SEEN
    assert notebook.active() == active, "the arrow reached the notebook"
    notebook.press("ArrowUp")
    expect(passed).to_be_checked()
    assert differ(before, figure.look()) == 0


def test_a_choice_is_made_by_the_mouse(show, notebook):
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


# Predict first: an axes that would give the answer away


def test_an_axes_is_covered_until_the_question_is_answered(show, notebook):
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
        shot = imread(BytesIO(notebook.page.screenshot(clip=inside)))[..., :3]
        return len(np.unique(shot.reshape(-1, 3), axis=0))

    expect(cover).to_be_visible()
    assert colours() == 1, "something shows through the cover"
    figure.button("At large z").click()
    expect(cover).to_be_hidden()
    assert colours() > 1


# Regimes


def test_a_regime_is_seen_read_and_heard(show, notebook):
    figure = show("descent")
    lr = figure.sliders.first
    phrase = figure.root.locator(".live-regime")
    expect(phrase).to_have_text("falls steadily")
    expect(lr).to_have_attribute("aria-valuetext", "learning rate 0.1, falls steadily")
    lr.focus()
    notebook.press("End")
    expect(phrase).to_have_text("diverges")
    expect(lr).to_have_attribute("aria-valuetext", "learning rate 100, diverges")
    expect(figure.caption).to_contain_text("it diverges")


def test_the_regimes_follow_another_control(show, notebook):
    figure = show("descent")
    lr, a = figure.sliders.all()
    lr.focus()
    for _ in range(7):
        notebook.press("ArrowRight")
    strip, phrase = figure.root.locator(".live-strip"), figure.root.locator(".live-regime")
    expect(phrase).to_have_text("falls steadily")
    before, colours = phrase.text_content(), pixels(notebook, strip)
    a.focus()
    notebook.press("End")
    expect(phrase).not_to_have_text(before)
    said = lr.get_attribute("aria-valuetext")
    assert said.endswith(f", {phrase.text_content()}"), said
    assert differ(colours, pixels(notebook, strip)) > SEEN, "the strip stayed as it was"


# Play


def test_nothing_plays_by_itself(show, notebook):
    figure = show("boundary")
    epoch = figure.sliders.nth(1)
    looks = figure.look()
    notebook.page.wait_for_timeout(300)
    expect(epoch).to_have_value("0")
    assert differ(looks, figure.look()) == 0


@pytest.mark.parametrize("hold", [None, {"after": 4, "ms": 500}], ids=["smooth", "held up"])
def test_play_keeps_to_the_clock_and_stops_at_the_end(show, notebook, hold):
    figure = show("boundary")
    epoch, play = figure.sliders.nth(1), figure.button("Play epoch")
    last, length = int(epoch.get_attribute("max")), 1500
    seen = notebook.page.evaluate(PLAY, [play.element_handle(), epoch.element_handle(), hold])
    assert len(seen) > 3, f"it jumped to the end: {seen}"
    for at, index in seen:
        assert index <= at / length * last, f"ahead of the clock: {seen}"
    assert seen[-1][0] >= length and seen[-1][1] == last, seen
    if hold:
        late = next(index for at, index in seen if at >= hold["ms"] + hold["after"] / last * length)
        assert late >= hold["after"] + int(hold["ms"] / length * last), f"it counts frames: {seen}"
    expect(play).to_have_text("Play")
    notebook.page.wait_for_timeout(100)
    expect(epoch).to_have_value(str(last))


def stands(figure: Figure, notebook: Notebook) -> None:
    """The epoch slider has stopped before its end, and the button offers to play."""
    epoch = figure.sliders.nth(1)
    expect(figure.button("Play epoch")).to_have_text("Play")
    value = epoch.input_value()
    assert 0 < int(value) < int(epoch.get_attribute("max"))
    notebook.page.wait_for_timeout(300)
    expect(epoch).to_have_value(value)


def test_play_pauses_and_goes_on(show, notebook):
    figure = show("boundary")
    epoch, play = figure.sliders.nth(1), figure.button("Play epoch")
    play.focus()
    notebook.press("Enter")
    expect(play).to_have_text("Pause")
    expect(epoch).not_to_have_value("0")
    notebook.press("Enter")
    stands(figure, notebook)
    value = epoch.input_value()
    play.click()
    expect(epoch).not_to_have_value(value)
    assert int(epoch.input_value()) > int(value)
    expect(play).to_have_text("Play")
    expect(epoch).to_have_value(epoch.get_attribute("max"))


def test_touching_the_slider_pauses(show, notebook):
    figure = show("boundary")
    epoch = figure.sliders.nth(1)
    figure.button("Play epoch").click()
    expect(epoch).not_to_have_value("0")
    epoch.focus()
    notebook.press("ArrowRight")
    stands(figure, notebook)


def test_step_and_reset(show, notebook):
    figure = show("boundary")
    epoch, looks = figure.sliders.nth(1), figure.look()
    for i in (1, 2):
        figure.button("Step epoch").click()
        expect(epoch).to_have_value(str(i))
    assert differ(looks, figure.look()) > SEEN
    figure.button("Reset epoch").click()
    expect(epoch).to_have_value("0")
    expect(figure.button("Reset epoch")).to_be_focused()
    notebook.page.mouse.move(0, 0)
    assert differ(looks, figure.look()) == 0


def test_who_asked_for_less_motion_steps_by_hand(show, notebook):
    notebook.page.emulate_media(reduced_motion="reduce")
    try:
        figure = show("boundary")
        expect(figure.button("Play epoch")).to_have_count(0)
        figure.button("Step epoch").click()
        expect(figure.sliders.nth(1)).to_have_value("1")
    finally:
        notebook.page.emulate_media(reduced_motion="no-preference")


# Pin


def test_a_pinned_run_stays_dashed_beside_the_present_one(show, notebook):
    figure = show("boundary")
    lr, epoch = figure.sliders.all()
    epoch.fill("10")
    pinned_loss = figure.says()
    figure.button("Pin this run").click()
    lr.focus()
    notebook.press("End")
    ghosts = figure.moving.locator("path[stroke-dasharray='3 3']")
    assert "".join(ghosts.evaluate_all("all => all.map(p => p.getAttribute('d'))"))
    now, _, pinned = figure.says().partition(" Pinned, learning rate 0.03: ")
    assert pinned == pinned_loss and now != pinned_loss
    looks = figure.look()
    figure.button("Remove the pinned run").click()
    expect(figure.caption).to_have_text(now)
    assert differ(looks, figure.look()) > SEEN


# Shading


def test_shading_moves_under_the_points(show, notebook):
    figure = show("boundary")
    cells = figure.picture.locator("path[shape-rendering='crispEdges']")
    point = figure.picture.locator("#PathCollection_1 use").first

    def middle() -> np.ndarray:
        look = pixels(notebook, point)
        return look[look.shape[0] // 2, look.shape[1] // 2]

    drawn, looks = cells.evaluate_all("all => all.map(p => p.getAttribute('d'))"), figure.look()
    assert "".join(drawn)
    np.testing.assert_allclose(middle(), BLUE, atol=0.02)
    for slider in figure.sliders.all():
        slider.focus()
        notebook.press("End")
    assert cells.evaluate_all("all => all.map(p => p.getAttribute('d'))") != drawn
    assert differ(looks, figure.look()) > 10 * SEEN
    np.testing.assert_allclose(middle(), BLUE, atol=0.02)
    over = figure.picture.evaluate(CELLS_LIE_UNDER)
    assert len(over) > 20 and over[-20:] == [True] * 20


# How it looks


@pytest.mark.parametrize("name", FIGURES[:-1])
def test_dark_paper_and_lighter_colours_in_the_dark_theme(show, notebook, name):
    figure, looks, strokes = show(name), {}, {}
    moving = figure.moving.locator("path[style*='color-mix']").first
    try:
        for theme in THEMES:
            notebook.set_theme(theme)
            looks[theme] = np.median(figure.look())
            strokes[theme] = moving.evaluate("path => getComputedStyle(path).stroke")
    finally:
        notebook.set_theme("light")
    assert looks["light"] > 0.8 and looks["dark"] < 0.4, looks
    assert strokes["light"] != strokes["dark"]


def sharpness(look: np.ndarray) -> float:
    """The greatest step in brightness between two neighbouring pixels, 0 to 1."""
    grey = look.mean(axis=-1)
    return float(max(np.abs(np.diff(grey, axis=axis)).max() for axis in (0, 1)))


# A browser's zoom makes CSS pixels larger, and so the window fewer of them wide.
@pytest.mark.parametrize(
    ("scale", "width"), [(2, 1300), (1.5, 867)], ids=["fine screen", "zoomed to 150 %"]
)
def test_it_is_crisp_and_follows_the_pointer_at_any_scale(browser, lab, notebook, scale, width):
    name = f"scale_{scale}.ipynb"
    lab.write(name, ["from gallery import switch", "switch()"])
    scaled = Notebook(browser, lab, name, width=width, device_scale_factor=scale)
    try:
        scaled.run_all()
        [figure] = scaled.figures()
        figure.button("Show me").click()
        figure.sliders.first.fill("0")
        look, box = figure.look(), figure.picture.bounding_box()
        assert abs(look.shape[1] - scale * box["width"]) <= 2 * scale
        assert sharpness(look) > SHARP
        scaled.page.mouse.move(*figure.thumb(0))
        scaled.page.mouse.down()
        scaled.page.mouse.move(*figure.thumb(12), steps=4)
        scaled.page.mouse.up()
        expect(figure.sliders.first).to_have_value("12")
        assert differ(look, figure.look()) > SEEN
        assert scaled.errors == []
    finally:
        scaled.close()


def test_a_narrow_window_has_room_for_all(show, notebook):
    notebook.set_size(700, 1000)
    try:
        for name in FIGURES:
            figure = show(name, answered=False)
            assert notebook.too_wide() == [], name
            if figure.question.count():
                figure.button("Show me").click()
            assert notebook.too_wide() == [], name
    finally:
        notebook.set_size(1300, 1000)


def test_it_is_there_again_after_scrolling_away(show, notebook):
    show("playground")
    figure = show("descent")
    figure.sliders.first.fill("5")
    looks = figure.look()
    notebook.cell(CELLS.index("playground"))
    expect(figure.root).not_to_be_in_viewport()
    notebook.cell(CELLS.index("descent"))
    expect(figure.root).to_be_in_viewport()
    assert differ(looks, figure.look()) == 0


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(show, notebook, theme):
    notebook.set_size(1300, 2400)
    try:
        notebook.set_theme(theme)
        for answered in (False, True):
            for name in FIGURES:
                show(name, answered=answered)
            found = {line for _ in notebook.screens() for line in notebook.violations()}
            assert found == set(), f"answered: {answered}"
        Figure(notebook.outputs(CELLS.index("boundary")).locator(".live")).button(
            "Pin this run"
        ).click()
        assert notebook.violations() == []
    finally:
        notebook.set_theme("light")
        notebook.set_size(1300, 1000)


# The kernel


def test_restart_and_run_all_shows_everything_again(show, notebook):
    figure = show("boundary")
    figure.sliders.first.fill("3")
    figure.root.evaluate("(element) => { element.dataset.old = true; }")
    last = len(CELLS) - 1
    runs = notebook.runs(last)
    notebook.read("void app.commands.execute('notebook:restart-run-all')")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.ran(last, runs + 1)
    for name in FIGURES:
        shown = notebook.cell(CELLS.index(name)).locator(".live:not([data-old])")
        expect(shown).to_have_count(1)
        figure = Figure(shown)
        if figure.question.count():
            figure.button("Show me").click()
        said = figure.says()
        figure.sliders.first.focus()
        notebook.press("ArrowRight")
        expect(figure.caption).not_to_have_text(re.compile(f"^{re.escape(said)}$"))


# Running a cell again and again


def kept(notebook: Notebook) -> dict:
    """What the kernel, the front end and the page keep of a figure: kernel widgets and pyplot
    figures, models and comms, elements attached or not, and the listeners of one view."""
    scratch = 2
    kernel = notebook.run(scratch, KEPT).inner_text().partition(":")[2].strip()
    session = notebook.page.context.new_cdp_session(notebook.page)
    session.send("HeapProfiler.collectGarbage")
    fieldset = session.send("Runtime.evaluate", {"expression": "HTMLFieldSetElement.prototype"})
    alive = session.send(
        "Runtime.queryObjects", {"prototypeObjectId": fieldset["result"]["objectId"]}
    )
    count = session.send(
        "Runtime.callFunctionOn",
        {
            "objectId": alive["objects"]["objectId"],
            "functionDeclaration": "function() { return this.length; }",
            "returnByValue": True,
        },
    )
    session.detach()
    return {
        "kernel": kernel,
        "models": notebook.read(MODELS),
        "comms": notebook.read("kernel._comms.size"),
        "on the page": notebook.page.locator(".live").count(),
        "in memory": count["result"]["value"],
    }


def test_two_hundred_runs_of_a_cell_leave_nothing_behind(browser, lab, notebook):
    lab.write("again.ipynb", ["from gallery import hunt", "hunt()", ""])
    again = Notebook(browser, lab, "again.ipynb")
    try:
        again.run(0)
        again.run(1)
        before = kept(again)
        assert (before["models"], before["in memory"]) == (2, 1), before  # it, and its layout
        again.read(RERUN, [1, 200])
        assert kept(again) == before
        assert again.errors == []
    finally:
        again.close()


# Labels under a slider

TICKS = """root => [...root.querySelectorAll(".live-ticks")].map((ticks) => [...ticks.children]
  .filter((tick) => tick.style.visibility !== "hidden")
  .map((tick) => tick.getBoundingClientRect()).map(({ left, right }) => [left, right]))"""


def test_labels_under_a_slider_never_touch_and_come_back_with_the_room(show, notebook):
    figure = show("descent")
    wide = figure.root.evaluate(TICKS)
    try:
        notebook.set_size(700, 1000)
        narrow = figure.root.evaluate(TICKS)
    finally:
        notebook.set_size(1300, 1000)
    assert len(narrow[0]) < len(wide[0]), "nothing gave way where there is little room"
    for row in wide + narrow:
        assert all(after[0] > before[1] for before, after in zip(row, row[1:], strict=False))
    assert figure.root.evaluate(TICKS) == wide
