"""Every lesson from its opening to five right answers, by nothing but the keyboard.

The page is only read; whatever happens in it comes from `page.keyboard`.
"""

import json
from itertools import product

import pytest
from playwright.sync_api import expect

from lessons import course
from tests.thorough import thinned

from .lab import ROOT, notebook_names
from .page import THEMES, Figure, Notebook, operate
from .test_pages import WIDTHS, look_through

LESSONS = [name for name in notebook_names() if not name.startswith("00")]


LAPTOP, LARGER = (1366, 768), (1300, 900)
# Of cell `argument`: its figure's question, if it asks one, and picture are in the window, and the
# text after it is not, but for a heading's height.
SEEN = """(() => {
  const page = notebook.node.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
  const live = notebook.widgets[argument].node.querySelector(".live");
  const parts = [...live.querySelectorAll(".live-question, .live-picture, .live-image")].map(
    (part) => part.getBoundingClientRect());
  const next = notebook.widgets[argument + 1]?.node.getBoundingClientRect();
  return parts.length > 0
    && parts.every(({ top, bottom }) => top >= page.top - 1 && bottom <= page.bottom + 1)
    && !(next && next.top < page.bottom - 60);
})()"""
# Whether the prose of the cell after cell `argument` can be read; null where none is shown.
READ = """(() => {
  const next = notebook.widgets[argument + 1]?.node;
  const prose = next?.querySelector(".jp-RenderedMarkdown > :is(p, ul, blockquote):first-child");
  return prose?.isConnected ? getComputedStyle(prose).filter === "none" : null;
})()"""
SOME = ["01_exhaustive_search.ipynb"]  # a prediction, measuring, two sliders, pictures and tables


@pytest.fixture(scope="module", params=thinned(LESSONS, SOME))
def walked(app, lab, request):
    """The name of a lesson, and the lesson walked through by the keyboard, and what came of it."""
    lab.progress.unlink(missing_ok=True)
    lesson = Notebook(app, lab.copy(request.param, f"keyboard-{request.param[:2]}"))
    yield request.param, lesson, *walk(lesson, request.param)
    lesson.close()


def walk(lesson: Notebook, name: str) -> tuple[list[str], int]:
    """From the opening to the last cell: the answers that were right, and how many predictions.
    After the real Shift+Enter on its cell each question is read before what gives its answer."""
    lesson.set_size(*LAPTOP)
    answers = {e.grade_id: course[id].solution for id, e in exercises(name).items()}
    right, predicted, waited = [], 0, 0
    for i, (kind, grade_id) in enumerate(cells(lesson)):
        assert (lesson.active(), lesson.mode()) == (i, "command"), "the walk lost its way"
        if grade_id in answers:
            type_answer(lesson, i, answers[grade_id])
        run(lesson, i, kind)
        if is_live(lesson, i):
            figure = Figure(lesson.outputs(i).locator(".live"))
            expect(figure.root.or_(lesson.outputs(i).locator(".pad"))).to_be_visible()
        if is_live(lesson, i) and figure.root.count() == 0:
            draw(lesson, i)
        elif is_live(lesson, i):
            lesson.wait(f"question and picture of cell {i} are seen, the next is not", SEEN, i)
            read = lesson.read(READ, i)
            asked = use(Figure(lesson.outputs(i).locator(".live")), lesson, i)
            if asked and read is not None:
                assert (read, lesson.read(READ, i)) == (False, True), f"what explains cell {i}"
                waited += 1
            predicted += asked
            lesson.set_size(*(LARGER if predicted % 2 else LAPTOP))
        if grade_id.endswith("-check"):
            expect(lesson.outputs(i)).to_contain_text("Right")
            right.append(grade_id.removesuffix("-check"))
    assert waited, "no prose explains a figure"
    return right, predicted


def exercises(name: str) -> dict:
    """The exercises of a lesson, by their ids."""
    return {id: exercise for id, exercise in course.items() if id[0] == name[1]}


def test_from_the_opening_to_five_right_answers(walked, lab):
    name, lesson, right, predicted = walked
    files = list(ROOT.glob(f"lessons/lesson{name[1]}/exercises/[0-9]*.py"))
    assert right == [e.grade_id for e in exercises(name).values()] and len(right) == len(files)
    kept = json.loads(lab.progress.read_text(encoding="utf-8"))
    assert [id for id, e in kept["exercises"].items() if e["solved"]] == list(exercises(name))
    assert len(kept["predictions"]) == predicted >= 2, "predictions are asked for, and kept"
    assert lesson.errors == []


@pytest.mark.parametrize(("width", "theme"), thinned([*product(WIDTHS, THEMES)], [(700, "dark")]))
def test_what_it_shows_then_is_in_order(walked, width, theme):
    name, lesson, _, _ = walked
    look_through(lesson, f"{name}-solved", width, theme)


def cells(lesson: Notebook) -> list[tuple[str, str]]:
    """Of each cell: its type, and its grade_id or ""."""
    return lesson.read(
        "notebook.widgets.map(({ model }) =>"
        " [model.type, model.getMetadata('nbgrader')?.grade_id ?? ''])"
    )


def run(lesson: Notebook, i: int, kind: str) -> None:
    """Shift+Enter on the active cell i, which makes the next one active."""
    runs = lesson.runs(i)
    lesson.press("Shift+Enter")
    if kind == "code":
        lesson.ran(i, runs + 1)


def type_answer(lesson: Notebook, i: int, answer: str) -> None:
    """Replace what stands in the active cell i."""
    lesson.press("Enter", "ControlOrMeta+a")
    lesson.page.keyboard.insert_text(answer)
    assert lesson.source(i) == answer, "JupyterLab's editor made something else of it"


def is_live(lesson: Notebook, i: int) -> bool:
    """Whether cell i shows a live figure."""
    return lesson.read(
        "outputs(notebook.widgets[argument].model).some((output) =>"
        " 'application/vnd.jupyter.widget-view+json' in output.data)",
        i,
    )


def draw(lesson: Notebook, i: int) -> None:
    """From the cell after it go onto the sheet of cell i, put ink in a pixel, and come back."""
    sheet = lesson.outputs(i).locator(".pad")
    said = sheet.locator(".pad-caption").text_content()
    lesson.press("ArrowUp")
    lesson.tab_into(sheet.get_by_role("application"))
    lesson.press("9")
    expect(sheet.locator(".pad-caption")).not_to_have_text(said)
    lesson.press("Escape", "ArrowDown")
    lesson.wait("the notebook has the focus", "notebook.activeCellIndex === argument", i + 1)


def use(figure: Figure, lesson: Notebook, i: int) -> int:
    """From the cell after it go into the figure of cell i, use it, and come back; how many
    predictions that were."""
    expect(figure.root).to_be_visible()
    lesson.press("ArrowUp")
    asked = operate(figure, lesson)
    lesson.told()  # rested, and so kept
    lesson.press("Escape", "ArrowDown")
    lesson.wait("the notebook has the focus", "notebook.activeCellIndex === argument", i + 1)
    return asked
