"""Lesson 1 from its opening to five right answers, by nothing but the keyboard.

The page is only read; whatever happens in it comes from `page.keyboard`.
"""

import json

import pytest
from playwright.sync_api import expect

from course_utils.exercises import all_exercises, solution_source

from .page import Figure, Notebook

LESSON = "01_exhaustive_search.ipynb"
EXERCISES = {id: e.grade_id for id, e in all_exercises().items() if id.startswith("1.")}


@pytest.fixture
def lesson(browser, lab):
    lab.progress.unlink(missing_ok=True)
    notebook = Notebook(browser, lab, lab.copy(LESSON, "keyboard"))
    yield notebook
    notebook.close()


def test_from_the_opening_to_five_right_answers(lesson, lab):
    answers = {grade_id: solution_source(id) for id, grade_id in EXERCISES.items()}
    right, predicted = [], 0
    for i, (kind, grade_id) in enumerate(cells(lesson)):
        assert (lesson.active(), lesson.mode()) == (i, "command"), "the walk lost its way"
        if grade_id in answers:
            type_answer(lesson, i, answers[grade_id])
        run(lesson, i, kind)
        if is_live(lesson, i):
            predicted += use(Figure(lesson.outputs(i).locator(".live")), lesson, i)
        if grade_id.endswith("-check"):
            expect(lesson.outputs(i)).to_contain_text("Right")
            right.append(grade_id.removesuffix("-check"))

    assert right == list(EXERCISES.values()) and len(right) == 5
    assert predicted == 2, "a prediction in each of the two figures"
    kept = json.loads(lab.progress.read_text(encoding="utf-8"))
    assert [id for id, entry in kept["exercises"].items() if entry["solved"]] == list(EXERCISES)
    assert len(kept["predictions"]) == predicted
    assert lesson.errors == []


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
        "(notebook.widgets[argument].model.toJSON().outputs ?? []).some((output) =>"
        " 'application/vnd.jupyter.widget-view+json' in (output.data ?? {}))",
        i,
    )


def use(figure: Figure, lesson: Notebook, i: int) -> int:
    """From the cell after it go into the figure of cell i, predict, move each slider, measure
    where there is something to measure, and come back; how many predictions that were."""
    expect(figure.root).to_be_visible()
    lesson.press("ArrowUp")
    lesson.tab_into(figure.root)
    asked = figure.question.count()
    if asked:
        lesson.press("Enter")
        expect(figure.verdict).to_contain_text("You predicted")
    for k, slider in enumerate(figure.sliders.all()):
        if k:
            lesson.press("Tab")
        expect(slider).to_be_focused()
        said, value = figure.says(), int(slider.input_value())
        lesson.press("ArrowRight", "ArrowRight", "ArrowLeft")
        expect(slider).to_have_value(str(value + 1))
        assert figure.says() != said, f"the caption still says {said!r}"
        if figure.status.count():
            lesson.press("Enter")
            expect(figure.status).to_contain_text("Probes used: 1")
    lesson.told()  # rested, and so kept
    lesson.press("Escape", "ArrowDown")
    lesson.wait("the notebook has the focus", "notebook.activeCellIndex === argument", i + 1)
    return asked
