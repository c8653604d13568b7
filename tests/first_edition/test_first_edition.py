"""What people hold from the first edition goes on working: their notebooks and their progress.

`notebooks/` and `kept.json`, a progress file, are what it shipped and kept, outputs left out.
"""

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from checks.store import Progress
from lessons import course
from tests.notebooks.rules import ROOT, code_cells, grading, lesson_paths
from tests.notebooks.test_solved import solution
from tests.thorough import thinned
from tools.notebooks import execute, read

HERE = Path(__file__).parent
PATHS = sorted((HERE / "notebooks").glob("*.ipynb"))
# Lesson 4 uses all that moved: figures, comparing, `yours`, a choice, names of two modules.
FEW = [path for path in PATHS if path.stem.startswith("04")]
# Its cells that take seconds, and nothing of the course but numbers.
LONG = thinned(
    set(),
    {"rows-code", "mean-sum-code", "wrong-code", "torch-code", "loop-code", "speed-code"},
)


def ids(path: Path) -> str:
    return path.stem


def shown(notebook) -> str:
    """All that a run's cells show as text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return "\n".join(o.get("text") or o.get("data", {}).get("text/plain", "") for o in outputs)


@cache
def set_up(path: Path) -> str:
    """The lines of a notebook that import from the course."""
    sources = [cell["source"] for cell in code_cells(read(path))]
    return "\n".join(re.findall(r"^from course_utils.*$", "\n".join(sources), re.MULTILINE))


@cache
def calls(path: Path) -> list[str]:
    """The figures that a notebook asks for."""
    return sorted(set(re.findall(r"\b(figures\.\w+|hello)\(", path.read_text("utf-8"))))


@pytest.mark.parametrize("path", PATHS, ids=ids)
def test_every_name_of_a_notebook_is_found(path):
    scope = {}
    exec(set_up(path), scope)
    assert calls(path) and all(callable(eval(name, scope)) for name in calls(path))


@pytest.mark.slow
@pytest.mark.parametrize("path", thinned(PATHS, FEW), ids=ids)
def test_what_has_moved_is_told_of_once(path):
    script = f"{set_up(path)}\nassert all(map(callable, [{', '.join(calls(path))}]))\n"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script + script], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert all(re.fullmatch(r"`\w+` of `[\w.]+` lives in `[\w.]+` now; .*", line) for line in told)
    assert 1 <= len(told) == len(set(told)) <= 4


@pytest.mark.slow
def test_what_lies_in_course_utils_loads_no_lessons_and_what_was_never_there_is_missing():
    script = "import sys; from course_utils import data, picture, search; print(*sys.modules)\n"
    script += "import course_utils\ncourse_utils.cheque"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    loaded = done.stdout.split()
    assert "course_utils.search" in loaded and "lessons" not in loaded
    assert "has no attribute 'cheque'" in done.stderr


@pytest.mark.parametrize("path", PATHS, ids=ids)
def test_the_exercises_have_the_same_ids_names_and_signatures(path):
    """Answer cells of then and now hold the same stubs, under the same ids."""
    now = next(p for p in lesson_paths() if p.stem[:2] == path.stem[:2])

    def stubs(notebook):
        return {
            grading(cell)["grade_id"]: re.findall(
                r"^(?:def|class) .*$", cell["source"], re.MULTILINE
            )
            for cell in notebook.cells
            if grading(cell)
        }

    then = stubs(read(path))
    assert then.items() <= stubs(read(now)).items()
    checked = {id.removesuffix("-check") for id in then if id.endswith("-check")}
    assert checked <= {exercise.grade_id for exercise in course.values()}


@pytest.mark.slow
@pytest.mark.parametrize("path", thinned(PATHS, FEW), ids=ids)
def test_a_notebook_runs_solved_and_blank(path, tmp_path):
    progress = {"COURSE_PROGRESS": str(tmp_path / "progress.json")}
    for blank in thinned([read(path)], []):
        assert "✘" not in shown(execute(blank, tmp_path, progress))
    solved = solution(read(path))
    solved.cells = [cell for cell in solved.cells if cell.id not in LONG]
    run = execute(solved, tmp_path, progress)
    checks = [cell for cell in run.cells if grading(cell).get("grade_id", "").endswith("-check")]
    for cell in checks:
        assert cell.outputs[-1].data["text/plain"].startswith("✔ Right"), cell.id
    if checks:
        kept = json.loads((tmp_path / "progress.json").read_text("utf-8"))
        assert len(kept["exercises"]) == len(checks)


def test_its_progress_is_read_and_goes_on(progress_file):
    shutil.copy(HERE / "kept.json", progress_file)
    before = json.loads(progress_file.read_text("utf-8"))
    kept = Progress()
    assert kept.read() == before
    kept.record_check("6.5", True)
    after = json.loads(progress_file.read_text("utf-8"))
    assert after["schema"] == before["schema"] == 1
    assert after["predictions"] == before["predictions"]
    assert after["exercises"] == before["exercises"] | {"6.5": {"solved": True}}


OLD = re.compile(r"course_utils[./](?:exercises|figures|live|compare|learner|misconceptions)\b")


def pages() -> list[Path]:
    """All that people read: notebooks, documents, and the packages' own words."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]
    found += lesson_paths()
    packages = ("course_utils", "livefigure", "checks", "lessons", "tools", "benchmarks")
    found += [path for package in packages for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if path != ROOT / "course_utils" / "moved.py"]


def test_nothing_speaks_of_where_things_once_were():
    assert [path for path in pages() if OLD.search(path.read_text("utf-8"))] == []
