"""A graded assignment's hints end before the solution, on a student's own machine."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import nbformat
import pytest

from classroom.release import NOTEBOOKS
from tests.classroom.classes import make, released
from tests.kernels import kernel

LESSONS = sorted(NOTEBOOKS.glob("0[1-9]_*.ipynb"))
WRONG = "check('1.1', lambda w, x: w + x);" + "hint('1.1');" * 5


def set_up(notebook):
    [cell] = [c for c in notebook.cells if "setup" in c.metadata.get("tags", ())]
    return cell.source


def words_and_html(put_out):
    shown = [content["data"] for content in put_out if "data" in content]
    assert len(shown) == 6
    return ["\n".join(data[kind] for data in shown) for kind in ("text/plain", "text/html")]


@pytest.mark.slow
def test_hints_end_before_the_solution_in_an_assignment_and_not_in_the_lesson(tmp_path):
    [lesson] = NOTEBOOKS.glob("01_*.ipynb")
    assignment = released(*make(tmp_path / "class", ["s01"], "01"))
    for notebook, withheld in (
        (assignment, True),
        (nbformat.read(lesson, as_version=4), False),
    ):
        folder = tmp_path / f"student {withheld}"
        folder.mkdir()
        with kernel(folder) as run:
            assert not [one for one in run(set_up(notebook)) if "ename" in one]
            told, html = words_and_html(run(WRONG))
        assert ("The solution</summary>" not in html) == withheld
        assert ("return w * x" not in told + html) == withheld
        assert ("Hint 3 of 3" in told) == withheld
        assert ("This is the last hint" in told) == withheld
        assert "A skeleton</summary>" in html


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_set_up_cell_says_so_and_is_otherwise_the_lesson_s(tmp_path, lesson):
    name = lesson.name[:2]
    notebook = released(*make(tmp_path / "class", ["s01"], name))
    before = set_up(nbformat.read(lesson, as_version=4))
    after = set_up(notebook)
    assert after.startswith(before)
    line = f'lessons.assignment = "{name}"  # graded: hints end before the solution'
    assert after.removeprefix(before).split("\n") == ["", "", "import lessons", "", line]
