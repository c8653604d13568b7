"""Figures in JupyterLab: heard by the kernel, left alone by its shortcuts, and shown again.

What a figure does by itself, test_gallery.py drives on a page without a kernel.
"""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.thorough import THOROUGH

from .cells import AT, CELLS
from .page import App, Figure, Notebook, differ

pytestmark = pytest.mark.usefixtures("quiet")

RUNS = 200 if THOROUGH else 3  # of one cell
REST = 250  # ms without a change before the kernel hears of it
SEEN = 50  # pixels that must differ for a change to be seen

ELSEWHERE = "This figure has been run again elsewhere. Run this cell to move it here."
# What moves in a panel: its paths, and how wide the panel is.
DRAWN = """(moving) => ({
  width: Math.round(moving.ownerSVGElement.getBoundingClientRect().width),
  paths: [...moving.querySelectorAll("path")].map((path) => path.getAttribute("d")).filter(Boolean),
})"""

BLACK = "rgb(0, 0, 0)"
# The colours that an <svg> is painted with, apart from the moving parts.
COLOURS = """(svg) => {
  const painted = [...svg.querySelectorAll("path, use")].filter(
    (element) => !element.closest("defs, .moving"));
  const of = (name) => [...new Set(painted.map((element) => getComputedStyle(element)[name]))];
  return { fills: of("fill"), strokes: of("stroke") };
}"""


RERUN = """(async () => {
  const [cell, times] = argument;
  for (let i = 0; i < times; i++) {
    notebook.activeCellIndex = cell;
    await app.commands.execute("notebook:run-cell");
  }
})()"""

# Let each widget's script take a while to load, and count the times anywidget has waited for one,
# which it does for two seconds.
SLOW_TO_LOAD = """(() => {
  const [make, timeout] = [URL.createObjectURL, AbortSignal.timeout];
  course.waits = course.waited = 0;
  URL.createObjectURL = (blob) => {
    const parts = ["await new Promise((go) => setTimeout(go, 500));", blob];
    const script = blob.type === "text/javascript";
    return make.call(URL, script ? new Blob(parts, { type: blob.type }) : blob);
  };
  AbortSignal.timeout = (ms) => {
    const signal = timeout.call(AbortSignal, ms);
    course.waits++;
    signal.addEventListener("abort", () => course.waited++);
    return signal;
  };
  course.quick = () => { [URL.createObjectURL, AbortSignal.timeout] = [make, timeout]; };
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
def notebook(opened):
    return opened


@pytest.fixture
def figure(notebook, lab):
    """One weight, its cell run anew, nothing chosen yet nor an earlier time."""
    lab.progress.unlink(missing_ok=True)
    figure = show(notebook, "figure")
    # What an earlier test's figure told when it left may be remembered.
    if figure.button("Ask again").is_visible():
        figure.button("Ask again").click()
    return figure


@pytest.fixture
def open_figure(notebook, request):
    """One weight, after a prediction, where it starts, the focus on its slider: one that a test has
    left does for the next, too."""
    figure = Figure(notebook.outputs(AT["figure"]).locator(".live"))
    if not figure.verdict.filter(has_text=re.compile("^✓|had it shown")).count():
        return answer(request.getfixturevalue("figure"), notebook)
    notebook.read("void (notebook.activeCellIndex = argument)", AT["figure"])
    if "used: 0" not in figure.status.text_content():
        figure.button("Start again").click()
    figure.sliders.first.focus()
    if figure.sliders.first.input_value() != "0":
        notebook.press("Home")
        notebook.told()
    return figure


def show(notebook: Notebook, name: str) -> Figure:
    shown = notebook.run(AT[name]).locator(".live")
    shown.wait_for()
    return Figure(shown)


def answer(figure: Figure, notebook: Notebook) -> Figure:
    """Answer its question, which the kernel has heard then, and put the focus on its slider."""
    told = notebook.read("course.messages.length")
    if figure.reveal():
        notebook.wait("the answer is told", "course.messages.length > argument", told)
    figure.sliders.first.focus()
    return figure


# Running a cell again and again


def kept(notebook: Notebook) -> dict:
    """What the kernel, the front end and the page keep of a figure: kernel widgets and pyplot
    figures, models and comms, elements."""
    return {
        "kernel": notebook.run(AT["scratch"], KEPT).inner_text().partition(":")[2].strip(),
        "models": notebook.read(MODELS),
        "comms": notebook.read("kernel._comms.size"),
        "on the page": notebook.page.locator(".live").count(),
    }


def in_memory(notebook: Notebook) -> int:
    """How many figures' elements are alive, attached or not."""
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
    return count["result"]["value"]


def test_many_runs_of_a_cell_leave_nothing_behind(notebook):
    """First of all, while nothing else is there."""
    notebook.run(AT["hunt"])
    before = kept(notebook)
    assert (before["models"], before["on the page"]) == (2, 1), before  # it, and its layout
    notebook.read(RERUN, [AT["hunt"], RUNS])
    notebook.wait(
        "earlier ones are closed", f"{MODELS}.then((n) => n <= argument)", before["models"]
    )
    assert kept(notebook) == before
    assert in_memory(notebook) == 1


# The keyboard


def test_its_keys_do_not_reach_the_notebook(open_figure, notebook):
    for key in ("ArrowDown", "ArrowUp", "ArrowRight", "End", "Home", "Enter", "Space"):
        notebook.press(key)
        expect(open_figure.sliders.first).to_be_focused()
        assert (notebook.active(), notebook.mode()) == (AT["figure"], "command"), key


def test_the_keys_of_a_choice_do_not_reach_the_notebook(notebook):
    switch = show(notebook, "switch")
    switch.reveal()
    passed, failed = switch.root.get_by_role("radio").all()
    switch.sliders.first.focus()
    notebook.press("Tab")
    expect(passed).to_be_focused()
    notebook.press("ArrowDown")
    expect(failed).to_be_checked()
    assert (notebook.active(), notebook.mode()) == (AT["switch"], "command")


def test_escape_gives_the_focus_back_to_the_notebook(open_figure, notebook):
    notebook.press("ArrowRight", "Escape")
    expect(notebook.cell(AT["figure"])).to_be_focused()
    notebook.press("ArrowDown")
    notebook.wait("the next cell is active", "notebook.activeCellIndex === argument", 2)
    expect(open_figure.sliders.first).to_have_value("1")


# The kernel


def test_the_kernel_knows_where_a_slider_stands(open_figure, notebook):
    notebook.press("End", "ArrowLeft")
    notebook.told()
    expect(notebook.run(AT["scratch"], "print(f'{live.w:g}')")).to_have_text("3.9")


def test_the_kernel_hears_of_a_drag_when_it_rests(open_figure, notebook):
    moved = notebook.read("course.changes.length")
    for _ in open_figure.drag([0, 10, 20, 30, 25]):
        pass
    notebook.told()
    value = notebook.run(AT["scratch"], "live.w").inner_text().split()[-1]
    assert value == "2.5", f"the slider stands at 2.5, and live.w is {value}"
    changes = notebook.read("course.changes.slice(argument)", moved)
    # What was done before may be told of as late as now.
    messages = notebook.read("course.messages.filter((at) => at > argument)", changes[0])
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


def test_the_kernel_hears_of_the_last_move_of_a_figure_that_goes(open_figure, notebook):
    told = notebook.read("course.messages.length")
    notebook.press("ArrowRight")
    notebook.read("void app.commands.execute('notebook:clear-cell-output')")
    expect(open_figure.root).to_have_count(0)
    notebook.wait("the kernel is told", "course.messages.length > argument", told)
    assert notebook.run(AT["scratch"], "live.w").inner_text().split()[-1] == "0.1"


def test_a_prediction_is_kept(figure, lab, notebook):
    told = notebook.read("course.messages.length")
    figure.button("It rises all the way").click()
    notebook.wait("the kernel is told", "course.messages.length > argument", told)
    chosen = notebook.run(AT["scratch"], "print(live.question['options'][live.prediction])")
    expect(chosen).to_contain_text("It rises all the way")
    kept = json.loads(lab.progress.read_text(encoding="utf-8"))["predictions"]["1-one-weight"]
    assert kept["choice"] == "It rises all the way"


# Cells run again


def test_a_cell_that_runs_again_before_its_figure_has_loaded(notebook):
    notebook.read(SLOW_TO_LOAD)
    try:
        before = [notebook.start(AT["bare"]) for _ in range(3)][0]
        notebook.ran(AT["bare"], before + 3)
        last = "notebook.widgets[argument].node.querySelectorAll('.live').length > 0"
        notebook.wait("the last has loaded", last, AT["bare"])
        notebook.wait("all have been waited for", "course.waits === 3 && course.waited === 3")
    finally:
        notebook.read("course.quick()")
    expect(notebook.cell(AT["bare"]).locator(".live")).to_have_count(1)


def test_running_the_cell_again_replaces_the_figure(open_figure, notebook):
    notebook.press("ArrowRight")  # the kernel has not heard of it yet
    open_figure.root.evaluate("(element) => { element.dataset.old = true; }")
    second = show(notebook, "figure")
    expect(notebook.cell(AT["figure"]).locator(".live, img")).to_have_count(1)
    expect(notebook.page.locator("[data-old]")).to_have_count(0)
    expect(second.verdict).to_contain_text("Last time you had it shown")


def test_a_second_tab_leaves_a_picture_and_a_sentence_in_the_first(
    open_figure, notebook, lab
):
    notebook.press("End")
    notebook.told()
    said, drawn = open_figure.says(), open_figure.moving.evaluate(DRAWN)
    cell = notebook.cell(AT["figure"])
    second = App(notebook.page.context, lab)
    try:
        other = Notebook(second, "figures.ipynb")
        other.run(AT["figure"]).locator(".live input").first.wait_for()
        expect(cell.locator("input")).to_have_count(0)
        left = Figure(cell.locator(".live"))
        expect(left.caption).to_have_text(f"{said} {ELSEWHERE}")
        assert left.moving.evaluate(DRAWN) == drawn
        assert drawn["width"] > 200 and drawn["paths"]
        # And back: here it moves again, and the other tab keeps a picture in its turn.
        again = show(notebook, "figure")
        expect(cell.locator(".live")).to_have_count(1)
        expect(cell).not_to_contain_text(ELSEWHERE)
        again.sliders.first.focus()
        notebook.press("End")
        expect(again.caption).to_contain_text("With w = 4 ")
        expect(other.cell(AT["figure"]).locator(".live")).to_contain_text(ELSEWHERE)
        assert second.errors == []
    finally:
        second.close()


def test_restart_and_run_all_shows_everything_again(open_figure, notebook):
    notebook.press("ArrowRight")
    notebook.told()
    open_figure.root.evaluate("(element) => { element.dataset.old = true; }")
    last = AT["wave"]
    runs = notebook.runs(last)
    notebook.read("void app.commands.execute('notebook:restart-run-all')")
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    notebook.ran(last, runs + 1)
    again = notebook.cell(AT["figure"]).locator(".live:not([data-old])")
    expect(Figure(again).verdict).to_contain_text("Last time you had it shown")
    expect(Figure(again).button("Show me")).to_be_hidden()
    for name in ("figure", "bare", "switch", "hunt", "wave"):
        shown = notebook.cell(AT[name]).locator(".live:not([data-old])")
        expect(shown).to_have_count(1)
        figure = Figure(shown)
        figure.reveal()
        said = figure.says()
        figure.sliders.first.focus()
        notebook.press("ArrowRight")
        expect(figure.caption).not_to_have_text(re.compile(f"^{re.escape(said)}$"))


# How it looks


def test_text_and_lines_of_the_picture_follow_the_theme(open_figure, notebook):
    ink = {}
    try:
        for theme in ("light", "dark"):
            notebook.set_theme(theme)
            ink[theme] = open_figure.caption.evaluate("(text) => getComputedStyle(text).color")
            colours = open_figure.picture.locator(".panel svg").first.evaluate(COLOURS)
            for kind in ("fills", "strokes"):  # text and points; axes and ticks
                assert ink[theme] in colours[kind], f"{theme}: {kind} {colours[kind]}"
                assert BLACK not in colours[kind], f"{theme}: {kind} {colours[kind]}"
    finally:
        notebook.set_theme("light")
    assert ink["light"] != ink["dark"]


def test_a_narrow_window_has_room_for_it(notebook):
    figure = Figure(notebook.outputs(AT["switch"]).locator(".live"))
    if not figure.root.count():
        figure = show(notebook, "switch")
    answer(figure, notebook)
    try:
        notebook.set_size(700, 1000)
        assert notebook.too_wide() == []
        width = figure.picture.bounding_box()["width"]
        assert 150 < width < 700, f"the picture is {width} px wide"
    finally:
        notebook.set_size()


def test_it_is_there_again_after_scrolling_far_away(open_figure, notebook):
    notebook.press("End")
    expect(open_figure.caption).to_contain_text("With w = 4 ")
    notebook.cell(0)  # so that it stands at the same height both times, to a fraction of a pixel
    looks = open_figure.look()
    notebook.cell(AT["bare"])
    expect(open_figure.root).not_to_be_in_viewport()
    notebook.cell(0)
    expect(open_figure.root).to_be_in_viewport()
    assert differ(looks, open_figure.look()) == 0


# What shows of JupyterLab's window beside the notebook, and where each cell lies on a long page.
ON_PAPER = """() => [
  [...document.querySelectorAll(".jp-Toolbar, .lm-MenuBar, .jp-SideBar, .jp-DirListing")]
    .filter((part) => part.checkVisibility()).map((part) => part.className),
  [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map((cell) => {
    const { top, bottom, right } = cell.getBoundingClientRect();
    return [top, bottom, right];
  }),
  document.documentElement.scrollHeight,
]"""


def test_the_window_is_printed_as_the_notebook_that_it_holds(open_figure, notebook):
    """The browser's own Print would otherwise give one page of menus, cut off at the right."""
    width = notebook.page.viewport_size["width"]
    beside, _, _ = notebook.page.evaluate(ON_PAPER)
    assert beside, "there is no menu to leave out"
    notebook.page.emulate_media(media="print")
    try:
        beside, cells, height = notebook.page.evaluate(ON_PAPER)
        assert beside == [] and len(cells) == len(CELLS)
        for (_, bottom, _), (top, _, _) in zip(cells, cells[1:], strict=False):
            assert top >= bottom - 1, "two cells lie over one another"
        assert cells[0][0] >= 0 and cells[-1][1] <= height
        assert max(right for _, _, right in cells) <= width
        expect(open_figure.picture).to_be_visible()
        expect(open_figure.root.locator("fieldset")).to_be_hidden()
    finally:
        notebook.page.emulate_media(media="screen")
