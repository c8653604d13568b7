"""Which answers are shown to the instructor for what they name, and which are not."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom(isolated=False)

import nbformat
import pytest

from classroom import package
from classroom.rebuild import UNUSUAL
from classroom.release import NOTEBOOKS
from lessons import course
from tests.first_edition.test_first_edition import PATHS

NAMED = [
    "import checks",
    "import numpy as np, checks",
    "import checks.values as v",
    "from checks import trying",
    "from checks.values import encode",
    "v = __import__('checks.values')",
    "import lessons.lesson4.exercises",
    "import_module('lessons.lesson6.exercises.6_1')",
    "from lessons.lesson4 import exercises as e",
    "from lessons.lesson4 import answers",
    "from lessons import check, course",
    "lessons.course['4.5'].reference",
    "import lessons.probes_torch",
    "from course_utils.exercises.lesson04 import EXERCISES",
    "from course_utils import exercises",
    "import course_utils.exercises as e",
    "import gc",
    "sys._getframe(1)",
    "f.__globals__['x']",
    "sys.modules['withheld']",
    "import builtins",
]
HONEST = [
    "from lessons import Playground, check, choice, hint, progress, yours",
    "from lessons.lesson4 import figures",
    "from lessons.lesson4.compare import compare_training",
    "from course_utils import check, data, hint, picture, progress",
    "from course_utils import data  # as in the exercises",
    "checks = []\nchecks.append(1)\nfor one in checks: pass",
    "# this checks whether w is found, in all exercises of the course",
    "import numpy as np\nfrom math import gcd\ncourse, exercises, answers = 1, 2, 3",
]


@pytest.mark.parametrize("source", NAMED)
def test_what_tampers_is_named(source):
    assert UNUSUAL.findall(f"x = 1\n{source}\ny = 2")


@pytest.mark.parametrize("source", HONEST)
def test_what_is_honest_is_not(source):
    assert UNUSUAL.findall(source) == []


@pytest.mark.parametrize("path", [*NOTEBOOKS.glob("0*.ipynb"), *PATHS], ids=lambda p: p.stem)
def test_no_cell_of_a_lesson_is_named(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        assert cell.cell_type != "code" or UNUSUAL.findall(cell.source) == [], cell.source


def test_no_right_answer_is_named():
    sources = [exercise.solution for exercise in course.values()]
    files = list(package.ROOT.glob("lessons/lesson*/exercises/[0-9]*.py"))
    assert len(sources) == len(files) and UNUSUAL.findall("\n".join(sources)) == []
