"""Every lesson from its opening to five right answers, by nothing but the keyboard.

The page is only read; whatever happens in it comes from `page.keyboard`.
"""

import json

import pytest
from playwright.sync_api import Locator, expect

from lessons import course

from .lab import notebook_names
from .page import Figure, Notebook

LESSONS = [name for name in notebook_names() if not name.startswith("00")]


@pytest.fixture
def lesson(request, browser, lab):
    lab.progress.unlink(missing_ok=True)
    name = request.param
    notebook = Notebook(browser, lab, lab.copy(name, f"keyboard-{name[:2]}"))
    yield notebook
    notebook.close()


@pytest.mark.parametrize(
    ("lesson", "number"), [(name, name[1]) for name in LESSONS], indirect=["lesson"], ids=LESSONS
)
def test_from_the_opening_to_five_right_answers(lesson, number, lab):
    exercises = {id: e.grade_id for id, e in course.items() if id[0] == number}
    answers = {grade_id: course[id].solution for id, grade_id in exercises.items()}
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

    assert right == list(exercises.values()) and len(right) == 5
    kept = json.loads(lab.progress.read_text(encoding="utf-8"))
    assert [id for id, entry in kept["exercises"].items() if entry["solved"]] == list(exercises)
    assert len(kept["predictions"]) == predicted >= 2, "predictions are asked for, and kept"
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
    """From the cell after it go into the figure of cell i, predict, move each control, measure
    where there is something to measure, and come back; how many predictions that were."""
    expect(figure.root).to_be_visible()
    lesson.press("ArrowUp")
    lesson.tab_into(figure.root)
    asked = figure.question.count()
    if asked:
        lesson.press("Enter")
        expect(figure.verdict).to_contain_text("You predicted")
    for control in figure.root.locator("input[type=range], [role=radiogroup]").all():
        lesson.tab_into(control)
        said = figure.says()
        if control.get_attribute("role") == "radiogroup":
            choose_another(control, lesson)
        else:
            move(control, lesson)
        expect(figure.caption).not_to_have_text(said)
        if figure.status.count():
            lesson.press("Enter")
            expect(figure.status).to_contain_text("Probes used: 1")
    lesson.told()  # rested, and so kept
    lesson.press("Escape", "ArrowDown")
    lesson.wait("the notebook has the focus", "notebook.activeCellIndex === argument", i + 1)
    return asked


def move(slider: Locator, lesson: Notebook) -> None:
    """Two positions on and one back, away from the nearer end."""
    value, last = (int(slider.evaluate(f"(input) => input.{name}")) for name in ("value", "max"))
    there, back, sign = ("Right", "Left", 1) if value + 2 <= last else ("Left", "Right", -1)
    lesson.press(f"Arrow{there}", f"Arrow{there}", f"Arrow{back}")
    expect(slider).to_have_value(str(value + sign))


def choose_another(group: Locator, lesson: Notebook) -> None:
    """The next option, or the first after the last."""
    chosen = group.locator("input:checked").get_attribute("id")
    lesson.press("ArrowDown")
    expect(group.locator("input:checked")).not_to_have_id(chosen)
