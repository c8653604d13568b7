"""Run All always passes, blank or solved, twice in a row; solved, every check is green."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from tests.notebooks.rules import grading, is_lesson, lesson_paths

from lessons import course
from tests.thorough import thinned
from tools.notebooks import execute, read

LESSONS = [path for path in lesson_paths() if is_lesson(path)]
GIVEN_NOTHING = re.compile(r"figures\.\w+\(\)")
CHEAP = LESSONS[:1]  # what runs twice in a row when not all do


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


def run(folder: Path, paths: list[Path], change: Callable) -> dict[str, NotebookNode]:
    """Changed copies run one after the other, in this folder and on one progress file in it; what
    they show, by name.  `execute` guards them as the root conftest.py guards the blank ones."""
    progress = {"COURSE_PROGRESS": str(folder / "progress.json")}
    return {path.stem: execute(change(read(path)), folder, progress) for path in paths}


@pytest.mark.slow
def test_blank_notebooks_run_twice_in_a_row_and_leave_nothing_behind(tmp_path):
    """Once is nbval's part, in the notebooks' own folder."""
    for _ in ("first", "second"):
        run(tmp_path, thinned(lesson_paths(), CHEAP), lambda notebook: notebook)
    assert {path.name for path in tmp_path.iterdir()} <= {".progress.json.lock"}


def solution(notebook: NotebookNode) -> NotebookNode:
    """Solved, and without the figures that nothing of it goes into: the blank run shows them."""
    notebook = course.solved(notebook)
    taking = [cell for cell in notebook.cells if not GIVEN_NOTHING.fullmatch(cell.source.strip())]
    notebook.cells = thinned(notebook.cells, taking)
    return notebook


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """Every lesson solved and run, on one progress file, and what this left in the folder."""
    folder = tmp_path_factory.mktemp("solved")
    shown = run(folder, LESSONS, solution)
    left = {path.name for path in folder.iterdir()}
    return folder, shown, left


@pytest.fixture(scope="module")
def again(solved):
    """Lessons solved and run once more, on the progress which the first turn left."""
    folder, _, _ = solved
    return run(folder, thinned(LESSONS, CHEAP), solution)


def assert_green(notebook):
    checks = check_cells(notebook)
    assert checks
    for cell in checks:
        assert verdict(cell).startswith("✔ Right"), f"{cell.id}: {verdict(cell)}"


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_check_of_a_solved_lesson_is_green(path, solved):
    assert_green(solved[1][path.stem])


@pytest.mark.slow
@pytest.mark.parametrize("path", thinned(LESSONS, CHEAP), ids=lambda path: path.stem)
def test_every_check_of_a_solved_lesson_is_green_twice_in_a_row(path, again):
    assert_green(again[path.stem])


@pytest.mark.slow
def test_a_solved_lesson_leaves_nothing_but_its_progress_behind(solved):
    assert solved[2] == {"progress.json", ".progress.json.lock"}
