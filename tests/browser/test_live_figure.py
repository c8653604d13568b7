"""Live figures in JupyterLab: seen, dragged, pressed, and heard by the kernel."""

import json
import re

import pytest
from playwright.sync_api import expect

from lessons.lesson1.figures import one_weight

from .page import Figure, Notebook, differ

pytestmark = pytest.mark.usefixtures("quiet")

VEILED = "The moving parts appear when you have chosen an answer, or pressed Show me."
START = one_weight().text
PREDICTIONS = {
    "It falls, then rises again": "✓ You predicted: It falls, then rises again. That is right.",
    "It rises all the way": (
        "✗ You predicted: It rises all the way. The answer: It falls, then rises again."
    ),
    "Show me": "The answer: It falls, then rises again.",
}

CELLS = {
    "imports": "from lessons.lesson1.figures import one_weight, weight_and_bias\n"
    "from lessons.lesson0.figures import hello",
    "figure": "live = one_weight()\nlive",
    "scratch": "live.w",
    "again": "live",
    "two sliders": "weight_and_bias()",
    **{f"far {i}": f"print('\\n' * 20, {i})" for i in range(10)},
    "bare": "hello()",
}
AT = {name: i for i, name in enumerate(CELLS)}
REST = 250  # ms without a change before the kernel hears of it
SEEN = 50  # pixels that must differ for a change to be seen

BLACK = "rgb(0, 0, 0)"
# The colours that an <svg> is painted with, apart from the moving parts.
COLOURS = """(svg) => {
  const painted = [...svg.querySelectorAll("path, use")].filter(
    (element) => !element.closest("defs, .moving"));
  const of = (name) => [...new Set(painted.map((element) => getComputedStyle(element)[name]))];
  return { fills: of("fill"), strokes: of("stroke") };
}"""


@pytest.fixture(scope="module")
def notebook(browser, lab):
    lab.write("figures.ipynb", CELLS.values())
    notebook = Notebook(browser, lab, "figures.ipynb")
    notebook.run(AT["imports"])
    yield notebook
    notebook.close()


@pytest.fixture
def figure(notebook):
    """One weight, its cell run anew, nothing chosen yet."""
    return show(notebook, "figure")


@pytest.fixture
def open_figure(figure):
    """One weight, after a prediction, the focus on its slider."""
    return answer(figure)


def show(notebook: Notebook, name: str) -> Figure:
    shown = notebook.run(AT[name]).locator(".live")
    shown.wait_for()
    return Figure(shown)


def answer(figure: Figure) -> Figure:
    figure.button("Show me").click()
    expect(figure.sliders.first).to_be_focused()
    return figure


# Predict first


def test_is_veiled_until_an_answer_is_chosen(figure):
    expect(figure.caption).to_have_text(VEILED)
    expect(figure.moving).to_be_hidden()
    expect(figure.sliders).to_be_disabled()
    veiled = figure.look()
    answer(figure)
    expect(figure.caption).to_have_text(START)
    expect(figure.moving).to_be_visible()
    expect(figure.sliders).to_be_enabled()
    assert differ(veiled, figure.look()) > SEEN


@pytest.mark.parametrize("choice", PREDICTIONS)
def test_the_choice_stays_beside_the_truth_and_its_reason(figure, lab, notebook, choice):
    told = notebook.read("course.messages.length")
    figure.button(choice).click()
    reason = r" \w.{20,}"
    expect(figure.verdict).to_have_text(re.compile(re.escape(PREDICTIONS[choice]) + reason))
    notebook.wait("the kernel is told", "course.messages.length > argument", told)
    notebook.run(AT["scratch"], "live.prediction")  # what came before has been dealt with
    kept = json.loads(lab.progress.read_text(encoding="utf-8"))["predictions"]["1-one-weight"]
    assert kept["choice"] == (None if choice == "Show me" else choice)


# The keyboard


def test_each_key_moves_the_slider_to_its_place(open_figure, notebook):
    slider = open_figure.sliders.first
    says, looks = open_figure.says(), open_figure.look()
    assert differ(looks, open_figure.look()) == 0, "nothing was moved, and the picture changed"
    for key, place in [
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("End", 40),
        ("ArrowDown", 39),
        ("Home", 0),
    ]:
        said, looked = open_figure.says(), open_figure.look()
        notebook.press(key)
        expect(slider).to_have_value(str(place))
        assert open_figure.says() != said, f"after {key} the caption still says {said!r}"
        assert differ(looked, open_figure.look()) > SEEN, f"after {key}"
    assert open_figure.says() == says, "back at the start"
    assert differ(looks, open_figure.look()) == 0, "back at the start"


def test_its_keys_do_not_reach_the_notebook(open_figure, notebook):
    for key in ("ArrowDown", "ArrowUp", "ArrowRight", "End", "Home", "Enter", "Space"):
        notebook.press(key)
        expect(open_figure.sliders.first).to_be_focused()
        assert (notebook.active(), notebook.mode()) == (AT["figure"], "command"), key


def test_escape_gives_the_focus_back_to_the_notebook(open_figure, notebook):
    notebook.press("ArrowRight", "Escape")
    expect(notebook.cell(AT["figure"])).to_be_focused()
    notebook.press("ArrowDown")
    notebook.wait("the next cell is active", "notebook.activeCellIndex === argument", 2)
    expect(open_figure.sliders.first).to_have_value("1")


def test_tab_goes_from_one_slider_to_the_next(notebook):
    figure = answer(show(notebook, "two sliders"))
    for slider in figure.sliders.all():
        expect(slider).to_be_focused()
        before = figure.says()
        notebook.press("ArrowRight")
        expect(figure.caption).not_to_have_text(before)
        notebook.press("Tab")


# The mouse


def drag(figure: Figure, notebook: Notebook, places: list[int]):
    """Take the thumb at the first place, move to each of the others, let go; stops at each."""
    mouse = notebook.page.mouse
    mouse.move(*figure.thumb(places[0]))
    mouse.down()
    for place in places[1:]:
        mouse.move(*figure.thumb(place), steps=5)
        yield place
    mouse.up()


def test_a_drag_is_followed_at_every_move(open_figure, notebook):
    slider = open_figure.sliders.first
    said, looked, width = open_figure.says(), open_figure.look(), slider.bounding_box()["width"]
    for place in drag(open_figure, notebook, [0, 7, 14, 21, 35]):
        expect(slider).to_have_value(str(place))
        assert slider.bounding_box()["width"] == width, "the slider moved under the pointer"
        says, looks = open_figure.says(), open_figure.look()
        assert says != said, f"at {place} the caption still says {said!r}"
        assert differ(looked, looks) > SEEN, f"at {place}"
        said, looked = says, looks


# Measuring


def test_enter_measures(open_figure, notebook):
    says, looks = open_figure.says(), open_figure.look()
    expect(open_figure.status).to_have_text("Probes used: 0 of 5.")
    notebook.press("Enter")
    expect(open_figure.status).to_have_text("Probes used: 1 of 5.")
    expect(open_figure.caption).to_contain_text(f"{says} The three squares")
    assert differ(looks, open_figure.look()) > SEEN, "the measured cost is not drawn"


def test_a_click_measures_and_start_again_forgets(open_figure, notebook):
    looks = open_figure.look()
    open_figure.sliders.first.fill("20")
    open_figure.button("Measure").click()
    expect(open_figure.status).to_have_text(
        "Probes used: 1 of 5. Found: the lowest cost is at w = 2."
    )
    expect(open_figure.button("Measure")).to_be_disabled()
    open_figure.button("Start again").click()
    expect(open_figure.status).to_have_text("Probes used: 0 of 5.")
    open_figure.sliders.first.fill("0")
    assert differ(looks, open_figure.look()) == 0, "the measurement is still in the picture"


def test_five_probes_and_no_more(open_figure, notebook):
    for _ in range(6):
        notebook.press("Enter", "ArrowRight")
    expect(open_figure.status).to_contain_text("Probes used: 5 of 5. Not found this time")
    expect(open_figure.button("Measure")).to_be_disabled()


# The kernel


def test_the_kernel_hears_of_a_drag_when_it_rests(open_figure, notebook):
    told = notebook.read("course.messages.length")
    for _ in drag(open_figure, notebook, [0, 10, 20, 30, 25]):
        pass
    notebook.told()
    value = notebook.run(AT["scratch"], "live.w").inner_text().split()[-1]
    assert value == "2.5", f"the slider stands at 2.5, and live.w is {value}"
    changes, messages = notebook.read("[course.changes, course.messages.slice(argument)]", told)
    assert len(changes) >= 10, f"the drag made only {len(changes)} changes"
    for sent in messages:
        # Measured in the page: a slow machine may rest in the middle of a drag.
        last = max(change for change in changes if change < sent)
        assert sent - last >= REST - 1, f"sent {sent - last:.0f} ms after a change, not {REST}"


def test_the_slider_answers_while_the_kernel_is_busy(open_figure, notebook, lab):
    release = lab.folder / "release"
    before = notebook.start(
        AT["scratch"],
        "from pathlib import Path\nfrom time import monotonic, sleep\n"
        "end = monotonic() + 60\n"
        "while not Path('release').exists() and monotonic() < end:\n    sleep(0.05)",
    )
    try:
        notebook.wait("the kernel is busy", "kernel.status === 'busy'")
        open_figure.sliders.first.focus()
        looks = open_figure.look()
        notebook.press("ArrowRight", "ArrowRight")
        expect(open_figure.caption).to_contain_text("With w = 0.2 ")
        assert differ(looks, open_figure.look()) > SEEN, "the picture waits for the kernel"
        assert notebook.read("kernel.status") == "busy"
    finally:
        release.touch()
        notebook.ran(AT["scratch"], before + 1)
        release.unlink()
    notebook.told()
    assert notebook.run(AT["scratch"], "live.w").inner_text().split()[-1] == "0.2"


def test_setting_the_value_in_a_cell_moves_the_slider(open_figure, notebook):
    looks = open_figure.look()
    notebook.run(AT["scratch"], "live.w = 3")
    expect(open_figure.sliders.first).to_have_value("30")
    expect(open_figure.caption).to_contain_text("With w = 3 ")
    notebook.cell(AT["figure"])
    assert differ(looks, open_figure.look()) > SEEN


def test_two_views_of_one_figure_stay_together(open_figure, notebook):
    other = show(notebook, "again")
    other.sliders.first.focus()
    notebook.press("End", "Enter")
    for view in (open_figure, other):
        expect(view.sliders.first).to_have_value("40")
        expect(view.caption).to_contain_text("With w = 4 ")
        expect(view.status).to_have_text("Probes used: 1 of 5.")


# Cells run again


def test_running_the_cell_again_replaces_the_figure(open_figure, notebook):
    notebook.press("ArrowRight")  # the kernel has not heard of it yet
    open_figure.root.evaluate("(element) => { element.dataset.old = true; }")
    second = show(notebook, "figure")
    expect(notebook.cell(AT["figure"]).locator(".live, img")).to_have_count(1)
    expect(notebook.page.locator("[data-old]")).to_have_count(0)
    expect(second.caption).to_have_text(VEILED)


def test_restart_and_run_all_shows_it_again(open_figure, notebook):
    notebook.press("ArrowRight")
    open_figure.root.evaluate("(element) => { element.dataset.old = true; }")
    last = AT["bare"]
    runs = notebook.runs(last)
    notebook.read("void app.commands.execute('notebook:restart-run-all')")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.ran(last, runs + 1)
    shown = Figure(notebook.cell(AT["figure"]).locator(".live:not([data-old])"))
    expect(shown.caption).to_have_text(VEILED)
    answer(shown)
    notebook.press("End")
    expect(shown.caption).to_contain_text("With w = 4 ")
    expect(notebook.page.locator(".live")).to_have_count(4)


# How it looks


def test_text_and_lines_of_the_picture_follow_the_theme(open_figure, notebook):
    ink = {}
    try:
        for theme in ("light", "dark"):
            notebook.set_theme(theme)
            ink[theme] = open_figure.caption.evaluate("(text) => getComputedStyle(text).color")
            colours = open_figure.picture.locator("svg").evaluate(COLOURS)
            for kind in ("fills", "strokes"):  # text and points; axes and ticks
                assert ink[theme] in colours[kind], f"{theme}: {kind} {colours[kind]}"
                assert BLACK not in colours[kind], f"{theme}: {kind} {colours[kind]}"
    finally:
        notebook.set_theme("light")
    assert ink["light"] != ink["dark"]


@pytest.mark.parametrize("name", ["figure", "two sliders", "bare"])
def test_a_narrow_window_has_room_for_it(notebook, name):
    figure = show(notebook, name)
    try:
        notebook.set_size(700, 1000)
        assert notebook.too_wide() == []
        if figure.question.count():
            answer(figure)
        assert notebook.too_wide() == []
        width = figure.picture.bounding_box()["width"]
        assert 150 < width < 700, f"the picture is {width} px wide"
    finally:
        notebook.set_size(1300, 1000)


def test_it_is_there_again_after_scrolling_far_away(open_figure, notebook):
    notebook.press("End")
    expect(open_figure.caption).to_contain_text("With w = 4 ")
    looks = open_figure.look()
    notebook.cell(AT["bare"])
    expect(open_figure.root).not_to_be_in_viewport()
    notebook.cell(AT["figure"])
    expect(open_figure.root).to_be_in_viewport()
    assert differ(looks, open_figure.look()) == 0


def test_each_slider_of_a_page_has_its_own_name(open_figure, notebook):
    names = []
    for figure in (open_figure, show(notebook, "two sliders")):
        for label, slider in zip(figure.labels.all(), figure.sliders.all(), strict=True):
            names.append(label.text_content())
            expect(slider).to_have_accessible_name(names[-1])
    assert len(names) == 3 and all(names), names


def test_a_screen_reader_is_told_what_there_is(open_figure, notebook):
    slider = open_figure.sliders.first
    expect(slider).to_have_attribute("aria-valuetext", "w 0 points per hour")
    notebook.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "w 0.1 points per hour")
    expect(open_figure.root.locator("[aria-live=polite]")).to_have_text(open_figure.says())
    expect(open_figure.picture).to_have_attribute("aria-hidden", "true")
