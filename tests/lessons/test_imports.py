"""Importing and showing leave Matplotlib's settings alone, and torch loads where it is needed."""

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from course_utils.pictures import picture
from lessons import Playground
from lessons.lesson0.figures import hello

ROOT = Path(__file__).parents[2]
PACKAGES = ("course_utils", "livefigure", "checks", "lessons")
WITH_TORCH = ("course_utils.digits", "course_utils.training", "course_utils.sweep",
              "lessons.probes_torch", "lessons.lesson5.", "lessons.lesson6.",
              "lessons.lesson7.")  # fmt: skip
LOOK = """
import sys
from importlib import import_module
import matplotlib
before = dict(matplotlib.rcParams)
for name in sys.argv[1:]:
    import_module(name)
print("torch" in sys.modules)
print([name for name in before if matplotlib.rcParams[name] != before[name]])
"""


def modules():
    """The names of all modules of the four packages; examples are programs, to be run."""
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    parts = (file.relative_to(ROOT).with_suffix("").parts for file in files)
    names = (".".join(names) for names in parts if "examples" not in names[:-1])
    return [name.removesuffix(".__init__") for name in names]


@pytest.mark.slow
def test_importing_loads_no_torch_and_changes_no_setting_of_matplotlib():
    names = [name for name in modules() if not name.startswith(WITH_TORCH)]
    assert {"lessons.live", "lessons.lesson4.figures.shared", *PACKAGES} <= set(names)
    run = [sys.executable, "-c", LOOK, *names]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["False", "[]"]


def show_a_picture():
    picture(plt.subplots()[0], "Nothing is drawn.")


def show_a_live_figure():
    hello()._repr_mimebundle_()


def show_a_playground():
    Playground(lambda axes, k: axes.plot([0, k]), k=(1, 3))


@pytest.mark.parametrize("show", [show_a_picture, show_a_live_figure, show_a_playground])
def test_showing_changes_no_setting_of_matplotlib(show, notes):
    before = dict(mpl.rcParams)
    show()
    assert [name for name in before if mpl.rcParams[name] != before[name]] == []
