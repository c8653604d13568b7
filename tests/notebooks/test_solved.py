"""Run All always passes, blank or solved, twice in a row; solved, every check is green."""

import re
from copy import deepcopy
from itertools import islice
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from lessons import course
from tests.notebooks.rules import grading, is_lesson, lesson_paths
from tests.notebooks.shorter import shorter
from tests.thorough import THOROUGH, thinned
from tools.notebooks import execute, read

LESSONS = [path for path in lesson_paths() if is_lesson(path)]
GIVEN_NOTHING = re.compile(r"figures\.\w+\(\)")
CHEAP = LESSONS[:1]  # what runs twice in a row when not all do
AGAIN = thinned(LESSONS, CHEAP)


def check_cells(notebook) -> list:
    return [cell for cell in notebook.cells if grading(cell).get("grade_id", "")[-6:] == "-check"]


def verdict(cell) -> str:
    """What a check cell shows as plain text."""
    return "\n".join(output.data["text/plain"] for output in cell.outputs if "data" in output)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_answer_cell_has_a_solution(path):
    blank, full = read(path), course.solved(read(path))
    for before, after in zip(blank.cells, full.cells, strict=True):
        is_answer = grading(before).get("solution") and not grading(before).get("grade")
        assert (before.source != after.source) == bool(is_answer), before.id


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_stored_checks_show_the_blank_state(path):
    for cell in check_cells(read(path)):
        assert "Not attempted yet" in verdict(cell)


def run(folder: Path, notebooks: list[NotebookNode]) -> list[NotebookNode]:
    """The notebooks run one after the other, in this folder and on one progress file in it.
    `execute` guards them as the root conftest.py guards the blank ones.

    One kernel runs all, emptied of their names in between: what they load is loaded once.  That
    each runs in a kernel of its own is nbval's part, and THOROUGH's.
    """
    progress = {"COURSE_PROGRESS": str(folder / "progress.json")}
    if THOROUGH:
        return [execute(notebook, folder, progress) for notebook in notebooks]
    several = deepcopy(notebooks)
    together = NotebookNode(several[0], cells=[])
    for notebook in several:
        together.cells += [*notebook.cells, new_code_cell("get_ipython().reset()")]
    cells = iter(execute(together, folder, progress).cells)
    for notebook in several:
        notebook.cells = [*islice(cells, len(notebook.cells))]
        next(cells)
    return several


@pytest.mark.slow
def test_blank_notebooks_run_twice_in_a_row_and_leave_nothing_behind(tmp_path):
    """Once is nbval's part, in the notebooks' own folder."""
    turn = [read(path) for path in thinned(lesson_paths(), CHEAP)]
    run(tmp_path, turn + thinned(turn, [*map(without_figures, turn)]))
    assert {path.name for path in tmp_path.iterdir()} <= {".progress.json.lock"}


def without_figures(notebook: NotebookNode) -> NotebookNode:
    """A copy without the figures that nothing of it goes into."""
    cells = [cell for cell in notebook.cells if not GIVEN_NOTHING.fullmatch(cell.source.strip())]
    return NotebookNode(notebook, cells=cells)


def solution(notebook: NotebookNode) -> NotebookNode:
    """Solved, and without the figures that nothing of it goes into, and with shorter trainings: the
    blank run shows them."""
    notebook = shorter(course.solved(notebook))
    return notebook if THOROUGH else without_figures(notebook)


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """Every lesson solved and run, some of them once more on the progress which that left: what
    the first and what the second turn show, by name; and what they left in the folder."""
    folder = tmp_path_factory.mktemp("solved")
    turns = [*LESSONS, *AGAIN]
    shown = run(folder, [solution(read(path)) for path in turns])
    named = [(path.stem, notebook) for path, notebook in zip(turns, shown, strict=True)]
    left = {path.name for path in folder.iterdir()}
    return dict(named[: len(LESSONS)]), dict(named[len(LESSONS) :]), left


def assert_green(notebook):
    checks = check_cells(notebook)
    assert checks
    for cell in checks:
        assert verdict(cell).startswith("✔ Right"), f"{cell.id}: {verdict(cell)}"


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_check_of_a_solved_lesson_is_green(path, solved):
    assert_green(solved[0][path.stem])


@pytest.mark.slow
@pytest.mark.parametrize("path", AGAIN, ids=lambda path: path.stem)
def test_every_check_of_a_solved_lesson_is_green_twice_in_a_row(path, solved):
    assert_green(solved[1][path.stem])


@pytest.mark.slow
def test_a_solved_lesson_leaves_nothing_but_its_progress_behind(solved):
    assert solved[2] == {"progress.json", ".progress.json.lock"}
