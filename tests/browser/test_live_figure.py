"""Live figures in JupyterLab: seen, dragged, pressed, and heard by the kernel."""

import json

import nbformat
import pytest
from playwright.sync_api import expect

from .page import Figure, Notebook

VEILED = "The moving parts appear when you have chosen an answer, or pressed Show me."
START = "With w = 0 the line runs below all three points and predicts 0.0 points for 4 hours."
PREDICTIONS = {
    "It falls, then rises again": "✓ You predicted: It falls, then rises again. That is right.",
    "It rises all the way": (
        "✗ You predicted: It rises all the way. The answer: It falls, then rises again."
    ),
    "Show me": "The answer: It falls, then rises again.",
}

CELLS = {
    "imports": "from course_utils.figures.search import one_weight, weight_and_bias\n"
    "from course_utils.figures.start import hello",
    "figure": "live = one_weight()\nlive",
    "scratch": "live.w",
    "again": "live",
    "two sliders": "weight_and_bias()",
    **{f"far {i}": f"print('\\n' * 20, {i})" for i in range(10)},
    "bare": "hello()",
}
AT = {name: i for i, name in enumerate(CELLS)}
REST = 250  # ms without a change before the kernel hears of it


@pytest.fixture(scope="module")
def notebook(browser, lab):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS.values()])
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nb, lab.folder / "figures.ipynb")
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
    veiled = figure.pixels()
    answer(figure)
    expect(figure.caption).to_have_text(START)
    expect(figure.moving).to_be_visible()
    expect(figure.sliders).to_be_enabled()
    assert figure.pixels() != veiled, "the veil has gone, and the picture looks the same"


@pytest.mark.parametrize("choice", PREDICTIONS)
def test_the_choice_stays_beside_the_truth_and_its_reason(figure, lab, notebook, choice):
    figure.button(choice).click()
    expect(figure.verdict).to_contain_text(PREDICTIONS[choice])
    expect(figure.verdict).to_contain_text("Up to w = 2 each step brings the line closer")
    notebook.run(AT["scratch"], "live.prediction")  # by now the kernel has heard of it
    kept = json.loads(lab.progress.read_text(encoding="utf-8"))["predictions"]["1-one-weight"]
    assert kept["choice"] == (None if choice == "Show me" else choice)


# The keyboard


def test_each_key_moves_the_slider_to_its_place(open_figure, notebook):
    slider = open_figure.sliders.first
    says, pixels = open_figure.says(), open_figure.pixels()
    assert open_figure.pixels() == pixels, "nothing was moved, and the picture changed"
    for key, place in [
        ("ArrowRight", 1),
        ("ArrowUp", 2),
        ("ArrowLeft", 1),
        ("End", 40),
        ("ArrowDown", 39),
        ("Home", 0),
    ]:
        before, looked = open_figure.says(), open_figure.pixels()
        notebook.press(key)
        expect(slider).to_have_value(str(place))
        assert open_figure.says() != before, f"after {key} the caption still says {before!r}"
        assert open_figure.pixels() != looked, f"after {key} the picture looks the same"
    assert (open_figure.says(), open_figure.pixels()) == (says, pixels), "back at the start"


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
    seen = {(open_figure.says(), open_figure.pixels())}
    for place in drag(open_figure, notebook, [0, 7, 14, 21, 35]):
        expect(open_figure.sliders.first).to_have_value(str(place))
        assert f"w = {place / 10:.6g} " in open_figure.says()
        seen.add((open_figure.says(), open_figure.pixels()))
    assert len({says for says, _ in seen}) == 5, "the caption stood still"
    assert len({pixels for _, pixels in seen}) == 5, "the picture stood still"


# Measuring


def test_enter_measures(open_figure, notebook):
    says, pixels = open_figure.says(), open_figure.pixels()
    expect(open_figure.status).to_have_text("Probes used: 0 of 5.")
    notebook.press("Enter")
    expect(open_figure.status).to_have_text("Probes used: 1 of 5.")
    expect(open_figure.caption).to_contain_text(f"{says} The three squares have a total area of 56")
    assert open_figure.pixels() != pixels, "the measured cost is not drawn"


def test_a_click_measures_and_start_again_forgets(open_figure, notebook):
    pixels = open_figure.pixels()
    open_figure.sliders.first.fill("20")
    open_figure.button("Measure").click()
    expect(open_figure.status).to_have_text(
        "Probes used: 1 of 5. Found: the lowest cost is at w = 2."
    )
    expect(open_figure.button("Measure")).to_be_disabled()
    open_figure.button("Start again").click()
    expect(open_figure.status).to_have_text("Probes used: 0 of 5.")
    open_figure.sliders.first.fill("0")
    assert open_figure.pixels() == pixels, "something of the measurement is left in the picture"


def test_five_probes_and_no_more(open_figure, notebook):
    for _ in range(6):
        notebook.press("Enter", "ArrowRight")
    expect(open_figure.status).to_contain_text("Probes used: 5 of 5. Not found this time")
    expect(open_figure.button("Measure")).to_be_disabled()


# The kernel


def test_the_kernel_hears_of_a_drag_when_it_rests(open_figure, notebook):
    notebook.wait("the prediction is sent", "course.messages.length > 0")
    notebook.read("void (course.messages = [], course.changes = [])")
    for _ in drag(open_figure, notebook, [0, 10, 20, 30, 25]):
        pass
    assert notebook.run(AT["scratch"], "live.w").inner_text().split()[-1] == "2.5"
    notebook.wait("a message is sent", "course.messages.length > 0")
    changes, messages = notebook.read("[course.changes, course.messages]")
    assert len(changes) >= 10, f"the drag made only {len(changes)} changes"
    for sent in messages:
        # Measured in the page: a slow machine may rest in the middle of a drag.
        last = max(change for change in changes if change < sent)
        assert sent - last >= REST - 1, f"sent {sent - last:.0f} ms after a change, not {REST}"


def test_the_slider_answers_while_the_kernel_is_busy(open_figure, notebook, lab):
    release = lab.folder / "release"
    notebook.start(
        AT["scratch"],
        "from pathlib import Path\nfrom time import monotonic, sleep\n"
        "end = monotonic() + 60\n"
        "while not Path('release').exists() and monotonic() < end:\n    sleep(0.05)",
    )
    try:
        notebook.wait("the kernel is busy", "kernel.status === 'busy'")
        open_figure.sliders.first.focus()
        pixels = open_figure.pixels()
        notebook.press("ArrowRight", "ArrowRight")
        expect(open_figure.caption).to_contain_text("With w = 0.2 ")
        assert open_figure.pixels() != pixels, "the picture waits for the kernel"
        assert notebook.read("kernel.status") == "busy"
    finally:
        release.touch()
        notebook.ran(AT["scratch"], notebook._before + 1)
        release.unlink()
    assert notebook.run(AT["scratch"], "live.w").inner_text().split()[-1] == "0.2"


def test_setting_the_value_in_a_cell_moves_the_slider(open_figure, notebook):
    pixels = open_figure.pixels()
    notebook.run(AT["scratch"], "live.w = 3")
    expect(open_figure.sliders.first).to_have_value("30")
    expect(open_figure.caption).to_contain_text("With w = 3 ")
    notebook.cell(AT["figure"])
    assert open_figure.pixels() != pixels


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
    first = open_figure.root.get_attribute("id")
    second = show(notebook, "figure")
    expect(notebook.cell(AT["figure"]).locator(".live, img")).to_have_count(1)
    expect(notebook.page.locator(f"#{first}")).to_have_count(0)
    expect(second.caption).to_have_text(VEILED)


def test_restart_and_run_all_shows_it_again(open_figure, notebook):
    notebook.press("ArrowRight")
    first, last = open_figure.root.get_attribute("id"), AT["bare"]
    runs = notebook.runs(last)
    notebook.read("void app.commands.execute('notebook:restart-run-all')")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.ran(last, runs + 1)
    shown = Figure(notebook.cell(AT["figure"]).locator(f".live:not(#{first})"))
    expect(shown.caption).to_have_text(VEILED)
    answer(shown)
    notebook.press("End")
    expect(shown.caption).to_contain_text("With w = 4 ")
    expect(notebook.page.locator(".live")).to_have_count(4)


# How it looks


def test_the_text_of_the_picture_follows_the_theme(open_figure, notebook):
    ink = "(element) => getComputedStyle(element).fill"
    paper = "(element) => getComputedStyle(element).color"
    label = open_figure.picture.locator("svg [id^=text_] g").first
    colours = {}
    try:
        for theme in ("light", "dark"):
            notebook.set_theme(theme)
            colours[theme] = label.evaluate(ink)
            assert colours[theme] == open_figure.caption.evaluate(paper), theme
    finally:
        notebook.set_theme("light")
    assert colours["light"] != colours["dark"]


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
    pixels = open_figure.pixels()
    notebook.cell(AT["bare"])
    expect(open_figure.root).not_to_be_in_viewport()
    notebook.cell(AT["figure"])
    expect(open_figure.root).to_be_in_viewport()
    assert open_figure.pixels() == pixels


def test_a_screen_reader_is_told_what_there_is(open_figure, notebook):
    slider = open_figure.sliders.first
    expect(slider).to_have_accessible_name("w")
    expect(slider).to_have_attribute("aria-valuetext", "w 0 points per hour")
    notebook.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "w 0.1 points per hour")
    expect(open_figure.root.locator("[aria-live=polite]")).to_have_text(open_figure.says())
    expect(open_figure.picture).to_have_attribute("aria-hidden", "true")


def test_the_browser_had_nothing_to_complain_of(notebook):
    assert notebook.errors == []
