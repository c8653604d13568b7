"""Where a notebook is opened alone, as on Colab: one `pip install` of the repository's address, and
nothing else of the project, is all it needs."""

import json
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

from tests.needs import need
from tests.notebooks.rules import lesson_paths
from tests.thorough import thinned
from tools.notebooks import execute, read

ROOT = Path(__file__).resolve().parents[2]
BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
WHERE = "import course_utils; course_utils.__file__"
# All kinds of files there are in packages: arrays, scripts, style sheets, stored runs.
LESSONS = thinned([path.stem[:2] for path in lesson_paths()], ["07"])


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The project's packages, as pip would put them into an environment."""
    need("setuptools", find_spec("setuptools"))
    home = tmp_path_factory.mktemp("wheel")
    copy = home / "copy"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    packages = sorted({path.parent.name for path in ROOT.glob("*/__init__.py")})
    for name in packages:
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-c", BUILD, str(home)]
    built = subprocess.run(command, cwd=copy, capture_output=True, encoding="utf-8", check=True)
    with zipfile.ZipFile(home / built.stdout.split()[-1]) as wheel:
        wheel.extractall(home / "installed")
    return home / "installed"


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_notebook_alone_needs_the_installed_packages_only(installed, tmp_path, lesson):
    [path] = [path for path in lesson_paths() if path.stem.startswith(lesson)]
    notebook = read(path)
    notebook.cells.append(nbformat.v4.new_code_cell(WHERE))
    ran = execute(notebook, tmp_path, {"PYTHONPATH": str(installed)})
    [where] = ran.cells[-1].outputs
    assert where.data["text/plain"] == repr(str(installed / "course_utils" / "__init__.py"))
    assert any("application/vnd.jupyter.widget-view+json" in json.dumps(c) for c in ran.cells)


@pytest.mark.slow
def test_tests_and_tools_are_not_installed(installed):
    packages = {path.name for path in installed.iterdir() if path.suffix != ".dist-info"}
    assert packages == {"checks", "classroom", "course_utils", "lessons", "livefigure"}
