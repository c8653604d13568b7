"""Run All always passes, blank or solved, twice in a row; solved, every check is green."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from rules import ROOT, grading, is_lesson, lesson_paths

from course_utils.exercises.solved import solved
from tools.notebooks import execute, read

LESSONS = [path for path in lesson_paths() if is_lesson(path)]


def check_cells(notebook) -> list:
    return [cell for cell in notebook.cells if grading(cell).get("grade_id", "")[-6:] == "-check"]


def verdict(cell) -> str:
    """What a check cell shows as plain text."""
    return "\n".join(output.data["text/plain"] for output in cell.outputs if "data" in output)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_answer_cell_has_a_solution(path):
    blank, full = read(path), solved(read(path))
    for before, after in zip(blank.cells, full.cells, strict=True):
        is_answer = grading(before).get("solution") and not grading(before).get("grade")
        assert (before.source != after.source) == bool(is_answer), before.id


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_stored_checks_show_the_blank_state(path):
    for cell in check_cells(read(path)):
        assert "Not attempted yet" in verdict(cell)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_check_of_a_solved_lesson_is_green(path):
    checks = check_cells(execute(solved(read(path)), path.parent))
    assert checks
    for cell in checks:
        assert verdict(cell).startswith("✔ Right"), f"{cell.id}: {verdict(cell)}"


def start(folder: Path, paths: list[Path], change: Callable) -> subprocess.Popen:
    """Begin to run changed copies, each twice in a row, guarded and on one progress file."""
    folder.mkdir()
    shutil.copy(ROOT / "conftest.py", folder)
    for turn in ("first", "second"):
        (folder / turn).mkdir()
        for path in paths:
            nbformat.write(change(read(path)), folder / turn / path.name)
    settings = ["-c", ROOT / "pyproject.toml", "--rootdir", folder, "-p", "no:cacheprovider"]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "--color=no", *settings, folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )


def test_notebooks_run_twice_in_a_row_blank_and_solved(tmp_path):
    runs = [
        start(tmp_path / "blank", lesson_paths(), lambda notebook: notebook),
        start(tmp_path / "solved", LESSONS, solved),
    ]
    for run in runs:
        report, _ = run.communicate(timeout=600)
        assert run.returncode == 0, report
